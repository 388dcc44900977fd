"""Văn bản: a plan's content set in the order and wording of Nghị định 30/2020, as HTML."""

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from campaigns.content import (
    ADDRESSED,
    Letterhead,
    PaperKind,
    PlanContent,
    SignatureBlock,
)
from campaigns.outline import LineKind
from reports.rendering import blocks as setting
from reports.rendering import lookup, metrics, naming, wording
from reports.rendering.blocks import BODY, MEASURE, MEASURE_ACROSS, Group
from reports.rendering.decree import as_printed
from reports.rendering.marks import PaperMarks, PaperRefused
from reports.rendering.metrics import MM

TEMPLATE_DIR = Path(__file__).resolve().parents[2] / "templates" / "reports" / "pdf"
HEAD = 13.0  # points: quốc hiệu, agency, number, date
MOTTO = 14.0
MOST_LINES = 10_000
MOST_CHARACTERS = 1_200_000  # some 300 pages
MOST_RECIPIENTS = 500
LONGEST_TITLE = 500  # trích yếu, Phụ lục VI (R180)
# Recipients that stand beside the signature; a longer list goes on below it.
BESIDE_LINES = 32
BESIDE_LINES_OF_LONG_LIST = 18


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper ready for the engine: HTML and the pictures it asks for by name."""

    html: str
    number: (
        str  # the lines "Số: …" and "…, ngày …", also where the page leaves them open
    )
    place_date: str
    assets: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annex:
    """Phụ lục: heading lines, the "(Kèm theo …)" lines and its groups of blocks."""

    title: list[str]
    note: list[str]
    groups: list[Group]
    across: bool
    line: int

    @property
    def title_html(self) -> str:
        return mark_safe(wording.lines_html(self.title))

    @property
    def note_html(self) -> str:
        return mark_safe(wording.lines_html(self.note))


def compose(
    content: PlanContent, marks: PaperMarks, *, in_one_run: bool = True
) -> Composed:
    """``in_one_run``: with the annexes, also where these are issued in files of their own.

    Raises PaperRefused where a text cannot or must not be printed.
    """
    refuse_endless(content)
    content = as_printed(content)
    head = content.letterhead
    letter = content.kind is PaperKind.LETTER
    groups, annexes = parts(content)
    end_across = bool(groups) and groups[-1].across
    top, place, left = top_of(head, marks)
    number = naming.number_line(head.number, _checked(head.symbol, "Ký hiệu"))
    kind = naming.KIND_NAMES[content.kind]
    title = _checked(content.title, "Trích yếu")
    context = {
        "document_title": naming.document_title(content),
        "author": naming.authority_in_text(head),
        "description": title,
        "number": "" if marks.number_by_field else number,
        "place_date": "" if marks.number_by_field else place,
        "about": _lines(f"V/v {title}", "regular", 12, left, "Trích yếu")
        if letter
        else "",
        "kind": "" if letter else kind.upper(),
        "title": "" if letter else _lines(title, "bold", BODY, 145 * MM, "Trích yếu"),
        "competence": _lines(
            content.competence, "bold", BODY, 145 * MM, "Thẩm quyền ban hành"
        )
        if content.competence
        else "",
        "addressees": [mark_safe(wording.inline(text)) for text in addressees_of(head)]
        if content.kind in ADDRESSED
        else [],
        "groups": groups,
        "end_across": end_across,
        "annexes": annexes if in_one_run or not content.apart else [],
        "marks": marks,
    }
    context |= top
    context |= _end_block(content, MEASURE_ACROSS if end_across else MEASURE)
    foot, assets = lookup.foot(marks)
    context |= foot
    return Composed(
        template("paper.html").render(Context(context, use_l10n=False)),
        number,
        place,
        assets,
    )


@cache
def template(name: str):
    return Engine(dirs=[str(TEMPLATE_DIR)]).get_template(name)


def parts(
    content: PlanContent, *, annex_base: int = 2
) -> tuple[list[Group], list[Annex]]:
    """The body, parted where the page turns, and the annexes.

    ``annex_base``: the level of an annex's own heading.
    """
    lines, markers = content.lines, content.markers
    starts = [i for i, line in enumerate(lines) if line.kind is LineKind.ANNEX]
    end = starts[0] if starts else len(lines)
    body = setting.body_blocks(lines[:end], markers[:end], base=1)
    if content.kind is PaperKind.DECISION:
        body = setting.with_resolution(body, "QUYẾT ĐỊNH:")
    if body:
        setting.keep_for_signature(body)
    annexes = []
    for start, stop in pairwise([*starts, len(lines)]):
        inside = slice(start + 1, stop)
        blocks = setting.body_blocks(
            lines[inside], markers[inside], base=annex_base, first=start + 1
        )
        across = any(block.across for block in blocks)
        measure = MEASURE_ACROSS if across else MEASURE
        title = _checked(lines[start].text, "Tên phụ lục")
        heading = wording.lines(markers[start], "bold", BODY, measure)
        heading += wording.lines(title.upper(), "bold", BODY, 0.9 * measure)
        annexes.append(
            Annex(
                heading,
                attached_to(content, 0.9 * measure),
                [Group(across, blocks)],
                across,
                start,
            )
        )
    return setting.grouped(body), annexes


def attached_to(content: PlanContent, measure: float) -> list[str]:
    """ "(Kèm theo Kế hoạch số …)": number and date stay open on an electronic paper (R92)."""
    head = content.letterhead
    year = head.issued_on.year if head.issued_on else None
    text = ["(Kèm", "theo", *naming.KIND_NAMES[content.kind].split()]
    text.append(f"số      /{wording.clean(head.symbol)}")
    text.append(naming.date_words(None, year))
    author = naming.authority_in_text(head)
    text += ["của", *wording.clean(author).split()] if author else []
    text[-1] += ")"
    return metrics.balance(text, "italic", BODY, measure)


def top_of(head: Letterhead, marks: PaperMarks) -> tuple[dict[str, object], str, float]:
    """The names over the title, the place-and-date line, the width of the left column."""
    place, left, right = columns(head, marks)
    names = name_size(head, left)
    top: dict[str, object] = {
        "left": f"{100 * left / MEASURE:.2f}",
        "right": f"{100 * right / MEASURE:.2f}",
        "name_size": f"{names:g}",
        "parent": _lines(
            head.parent_authority, "regular", names, left, "Cơ quan chủ quản"
        ),
        "authority": _lines(head.authority, "bold", names, left, "Cơ quan ban hành"),
    }
    return top, place, left


def columns(head: Letterhead, marks: PaperMarks) -> tuple[str, float, float]:
    """The place-and-date line, and the widths of the two columns over the title.

    The right column holds the country's name; it grows only for a long place.
    """
    place = naming.date_line(
        _checked(head.place, "Địa danh"), head.issued_on, marks.year
    )
    wanted = metrics.width(place, "italic", HEAD) + 2 * MM
    right = min(max(0.6 * MEASURE, wanted), 0.68 * MEASURE)
    return place, MEASURE - right, right


def name_size(head: Letterhead, column: float) -> float:
    """13 points, or 12 where that keeps the agencies' lines whole (R13, R14 allow both)."""
    printed = [(text, "regular") for text in head.parent_authority.split("\n")]
    printed += [(text, "bold") for text in head.authority.split("\n")]
    for size in (HEAD, HEAD - 1):
        if all(
            metrics.width(text, face, size) <= column - 2 * MM for text, face in printed
        ):
            return size
    return HEAD


def addressees_of(head: Letterhead) -> list[str]:
    """One stands on the line of "Kính gửi:", several each on their own (R24)."""
    named = [_checked(text, "Nơi kính gửi") for text in head.addressees]
    named = [wording.ended(text.removeprefix("- "), "") for text in named if text]
    if len(named) == 1:
        return named
    last = len(named) - 1
    return [
        f"- {text}{';' if index < last else '.'}" for index, text in enumerate(named)
    ]


def _end_block(content: PlanContent, measure: float) -> dict[str, object]:
    """Nơi nhận and the signing block."""
    column = 0.58 * measure - 4 * MM
    block: SignatureBlock = content.signature
    beside, below = recipients_of(content, measure)
    return {
        "recipients": _items(beside),
        "more_recipients": _items(below),
        "drafter_mark": _checked(content.drafter_mark, "Ký hiệu người soạn thảo"),
        "authority_lines": [
            _lines(line, "bold", BODY, column, "Quyền hạn của người ký")
            for line in block.authority_lines
            if line.strip()
        ],
        "title_below": _lines(
            block.title_below, "bold", BODY, column, "Chức vụ của người ký"
        ),
        "signer": _lines(block.signer, "bold", BODY, column, "Họ tên người ký"),
    }


def recipients_of(content: PlanContent, measure: float) -> tuple[list[str], list[str]]:
    """With ";" and "." (R81, R82): those beside the signature, and those that go on below."""
    names = [
        wording.ended(_checked(text, "Nơi nhận").removeprefix("- "), "")
        for text in content.recipients
    ]
    names = [
        name + (";" if number < len(names) else ".")
        for number, name in enumerate(names, 1)
    ]
    lines = [
        metrics.line_count(f"- {name}", "regular", 11, 0.42 * measure - 4 * MM)
        for name in names
    ]
    beside = len(names)
    if sum(lines) > BESIDE_LINES:
        beside, used = 0, 0
        while used + lines[beside] <= BESIDE_LINES_OF_LONG_LIST:
            used += lines[beside]
            beside += 1
    return names[:beside], names[beside:]


def _items(names: list[str]) -> list[str]:
    return [mark_safe(f"- {wording.inline(name)}") for name in names]


def _checked(text: str, where: str) -> str:
    return wording.check(text, where)


def _lines(text: str, face: str, size: float, measure: float, where: str) -> str:
    """HTML of a name or title in lines of like widths; its own newlines are kept."""
    for part in text.split("\n"):
        _checked(part, where)
    return mark_safe(
        wording.lines_html(wording.lines(text, face, size, measure - 2 * MM))
    )


def refuse_endless(content: PlanContent) -> None:
    lines = len(content.lines)
    if lines > MOST_LINES:
        raise PaperRefused(
            f"Kế hoạch có {lines:,} dòng; văn bản in được nhiều nhất 10.000 dòng.".replace(
                ",", "."
            )
        )
    if sum(len(line.text) for line in content.lines) > MOST_CHARACTERS:
        raise PaperRefused(
            "Kế hoạch dài hơn 300 trang in được. Hãy chuyển bớt sang tệp kèm theo."
        )
    if len(content.title) > LONGEST_TITLE:
        raise PaperRefused(
            f"Trích yếu dài {len(content.title)} ký tự; Phụ lục VI Nghị định 30/2020/NĐ-CP cho "
            "nhiều nhất 500."
        )
    if len(content.recipients) > MOST_RECIPIENTS:
        raise PaperRefused(
            "Nơi nhận có hơn 500 dòng. Hãy nêu theo nhóm hoặc lập phụ lục nơi nhận."
        )
