"""R40–R53: nội dung."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from campaigns.outline import POINT_LETTERS, roman
from reports.checking.anatomy import Paper, Paragraph
from reports.checking.findings import Fault, Level, rule
from reports.checking.measure import MM, Line
from reports.checking.page_rules import mm, pt, quote

_BELOW = 0.23  # of a line's height lies under its baseline
_SECTION = re.compile(r"^([IVXLC]+)\. (?=\S)")
_DIVISION = re.compile(r"^([A-ZĐ])\. (?=\S)")
_ITEM = re.compile(r"^\d+(\.\d+)*\.? (?=\S)")
_POINT = re.compile(r"^([a-zđ]{1,3})\) (?=\S)")
_BASIS = re.compile(r"^(Căn cứ|Theo đề nghị|Thực hiện)\b")
_ARTICLE = re.compile(r"^Điều \d+\. ")


def fault(paragraph: Paragraph, message: str, level: Level = Level.ERROR) -> Fault:
    return Fault(message, paragraph.first.page + 1, quote(paragraph.text), level)


def _texts(paper: Paper) -> Iterator[list[Paragraph]]:
    """The body, then each annex."""
    yield paper.paragraphs
    for annex in paper.annexes:
        yield annex.paragraphs


def _all(paper: Paper) -> Iterator[Paragraph]:
    for paragraphs in _texts(paper):
        yield from paragraphs


@rule("R40", "Nội dung cỡ 13–14, một cỡ thống nhất, kiểu đứng")
def size(paper: Paper) -> Iterator[Fault]:
    usual = paper.body_size
    if not 13 <= usual <= 14:
        yield Fault(f"Nội dung cỡ {pt(usual)}, phải cỡ 13–14.", 1)
    bases = {id(p) for p in basis_paragraphs(paper)}
    for paragraph in _all(paper):
        sizes = {s for line in paragraph.lines for s in line.sizes}
        if sizes != {usual}:
            odd = next(iter(sizes - {usual}))
            yield fault(paragraph, f"Đoạn cỡ {pt(odd)} giữa nội dung cỡ {pt(usual)}.")
        if paragraph.italic and id(paragraph) not in bases:
            yield fault(paragraph, "Nội dung phải in đứng.")


@rule("R41", "Giãn dòng từ dòng đơn đến 1,5 dòng")
def line_pitch(paper: Paper) -> Iterator[Fault]:
    for paragraph in _all(paper):
        for pitch, line in _pitches(paragraph.lines):
            if not 1.135 <= pitch / line.size <= 1.735:
                ratio = f"{pitch / line.size / 1.149:.2f}".replace(".", ",")
                yield fault(paragraph, f"Giãn dòng {ratio}, phải từ 1 đến 1,5 dòng.")
                break


@rule("R42", "Các đoạn cách nhau ít nhất 6 pt")
def paragraph_gap(paper: Paper) -> Iterator[Fault]:
    pitches = [pitch for p in _all(paper) for pitch, _ in _pitches(p.lines)]
    usual = median(pitches) if pitches else 1.149 * paper.body_size
    for paragraphs in _texts(paper):
        for above, below in pairwise(paragraphs):
            upper, lower = above.last, below.first
            if upper.page != lower.page or _table_between(paper, upper, lower):
                continue
            own = (_BELOW * upper.size + (1 - _BELOW) * lower.size) / paper.body_size
            gap = upper.baseline - lower.baseline - usual * own
            if gap < 5.9:
                yield fault(
                    below, f"Đoạn cách đoạn trên {pt(round(max(gap, 0), 1))} pt."
                )


@rule("R43", "Lùi đầu dòng 1 cm hoặc 1,27 cm, một mức thống nhất")
def indents(paper: Paper) -> Iterator[Fault]:
    plain = [p for p in _all(paper) if not p.centred]
    used = set()
    for paragraph in plain:
        step = next(
            (v for v in (10, 12.7) if abs(paragraph.indent / MM - v) <= 0.4), None
        )
        if step is None:
            yield fault(paragraph, f"Đầu dòng lùi {mm(paragraph.indent)}.")
        used.add(step)
    if {10, 12.7} <= used:
        yield Fault("Dùng lẫn hai mức lùi đầu dòng 1 cm và 1,27 cm.", 1)


@rule("R44", "Nội dung canh đều hai lề")
def justified(paper: Paper) -> Iterator[Fault]:
    inner = [line for p in _all(paper) if not p.centred for line in p.lines[:-1]]
    ragged = [x for x in inner if abs(paper.text_right(x.page) - x.x1) > 0.6 * MM]
    if len(ragged) > 0.03 * len(inner):
        line = ragged[0]
        yield Fault(
            f"{len(ragged)} trong {len(inner)} dòng không canh đều hai lề.",
            line.page + 1, quote(line.text),
        )  # fmt: skip


@rule("R45", "Nội dung kết thúc bằng “./.”")
def ending(paper: Paper) -> Iterator[Fault]:
    parts = [(paper.paragraphs, paper.ends_with_table)]
    parts += [(annex.paragraphs, annex.ends_with_table) for annex in paper.annexes]
    for paragraphs, table_last in parts:
        if not paragraphs or table_last:
            continue
        last = paragraphs[-1].last
        if not last.text.endswith("./."):
            yield Fault(
                "Phần nội dung thiếu “./.” ở cuối.", last.page + 1, quote(last.text)
            )
        elif last.text == "./.":
            yield Fault("“./.” đứng riêng một dòng.", last.page + 1)


def basis_paragraphs(paper: Paper) -> list[Paragraph]:
    """Căn cứ: what begins like one, or is set like one, before the first heading."""
    found: list[Paragraph] = []
    for paragraph in paper.paragraphs:
        if paragraph.centred and not found:
            continue  # thẩm quyền ban hành of a decision stands over its căn cứ (R121)
        if _heading_kind(paragraph.text) or paragraph.centred:
            break
        listed = _BASIS.match(paragraph.text) and paragraph.text.endswith(";")
        if paragraph.italic or listed:
            found.append(paragraph)
    return found


@rule("R46", "Căn cứ in nghiêng, mỗi căn cứ một dòng, cuối dòng “;”, dòng cuối “.”")
def basis(paper: Paper) -> Iterator[Fault]:
    bases = basis_paragraphs(paper)
    positions = {id(p): i for i, p in enumerate(paper.paragraphs)}
    for index, paragraph in enumerate(bases):
        follows = (
            index + 1 < len(bases)
            and positions[id(bases[index + 1])] == positions[id(paragraph)] + 1
        )
        mark = ";" if follows else "."
        if not paragraph.italic:
            yield fault(paragraph, "Căn cứ phải in nghiêng.")
        if not paragraph.text.endswith((mark, "./.", ":")):
            yield fault(paragraph, f"Căn cứ phải kết thúc bằng “{mark}”.")
        if re.match(
            r"^Căn cứ (Bộ luật|Luật|Pháp lệnh)\b[^;]*\bsố \d+/", paragraph.text
        ):
            yield fault(
                paragraph,
                "Căn cứ là luật, pháp lệnh không ghi số, ký hiệu.",
                Level.WARNING,
            )


@rule("R47", "Viện dẫn lại chỉ ghi tên loại và số, ký hiệu")
def repeated_citation(paper: Paper) -> Iterator[Fault]:
    cited: set[str] = set()
    for paragraph in _all(paper):
        for found in re.finditer(
            r"\b(?:số )?(\d+[\w/-]*/[\w/-]*[A-ZĐ]\w*)( ngày \d)?", paragraph.text
        ):
            number, dated = found[1], found[2]
            if number in cited and dated:
                yield fault(
                    paragraph, f"Văn bản {number} viện dẫn lại, bỏ ngày.", Level.WARNING
                )
            cited.add(number)


@rule("R48", "Phần: “Phần I” in thường đậm, tên in hoa đậm, canh giữa")
def parts(paper: Paper) -> Iterator[Fault]:
    for paragraph in _all(paper):
        found = re.match(
            r"^PHẦN [IVXLC]+\b|^Phần [IVXLC]+(?=$|\s)", paragraph.first.text
        )
        if not found or len(paragraph.first.text) > 12:
            continue
        if not paragraph.centred or not paragraph.bold:
            yield fault(paragraph, "Tên phần phải canh giữa, in đậm.")
        if paragraph.first.text.startswith("PHẦN"):
            yield fault(paragraph, "“Phần” và số thứ tự in thường.")
        title = " ".join(line.text for line in paragraph.lines[1:])
        if title != title.upper():
            yield fault(paragraph, "Tiêu đề của phần phải in hoa.")


@rule("R49", "“Điều 1.” in thường, đậm")
def articles(paper: Paper) -> Iterator[Fault]:
    for paragraph in _all(paper):
        if _ARTICLE.match(paragraph.text) and not paragraph.first.runs[0].bold:
            yield fault(paragraph, "“Điều” và số thứ tự phải in đậm.")


@rule("R50", "Mục “I. …” in hoa, đứng đậm")
def sections(paper: Paper) -> Iterator[Fault]:
    for paragraphs in _texts(paper):
        for paragraph in _sections(paragraphs):
            head = re.split(r":(?=\s)", paragraph.text)[0]
            if head != head.upper():
                yield fault(paragraph, "Tiêu đề mục phải in hoa.")
            whole = ": " not in paragraph.text
            if not (paragraph.bold if whole else paragraph.first.runs[0].bold):
                yield fault(paragraph, "Tiêu đề mục phải in đậm.")


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs numbered I, II, III … in order; "C." or "I." after "H." is a division."""
    expected, division = 1, ""
    for paragraph in paragraphs:
        found = _SECTION.match(paragraph.text)
        if found and division != "H" and found[1] in (roman(expected), "I"):
            expected, division = (2 if found[1] == "I" else expected + 1), ""
            yield paragraph
        elif other := _DIVISION.match(paragraph.text):
            division = other[1]


@rule("R51", "Điểm theo thứ tự chữ cái tiếng Việt: a, b, c, d, đ, e, g …")
def points(paper: Paper) -> Iterator[Fault]:
    for paragraphs in _texts(paper):
        before = ""
        for paragraph in paragraphs:
            found = _POINT.match(paragraph.text)
            if not found:
                if _heading_kind(paragraph.text):
                    before = ""
                continue
            letter = found[1]
            if set(letter) - set(POINT_LETTERS):
                yield fault(
                    paragraph, f"Điểm “{letter})” dùng chữ không có trong tiếng Việt."
                )
            elif len(letter) == 1 and letter != "a" and letter != _next(before):
                level = Level.ERROR if (before, letter) == ("d", "e") else Level.WARNING
                wanted = _next(before)
                yield fault(paragraph, f"Sau “{before})” phải là “{wanted})”.", level)
            before = letter


def _next(letter: str) -> str:
    at = POINT_LETTERS.find(letter) + 1 if letter else 0
    return POINT_LETTERS[at] if at < len(POINT_LETTERS) else "aa"


@rule("R53", "Tiêu đề không nằm cuối trang; đoạn qua trang có ít nhất hai dòng mỗi bên")
def page_breaks(paper: Paper) -> Iterator[Fault]:
    for paragraphs in _texts(paper):
        for paragraph in paragraphs:
            last = paragraph.last
            if paragraph.bold and _is_last(paper, last) and _goes_on(paper, last.page):
                yield fault(paragraph, "Tiêu đề nằm cuối trang, tách khỏi nội dung.")
            pages = [line.page for line in paragraph.lines]
            for page in set(pages) if pages[0] != pages[-1] else ():
                at_edge = page in (pages[0], pages[-1])
                if at_edge and pages.count(page) < 2:
                    message = "Một dòng của đoạn nằm riêng ở đầu hoặc cuối trang."
                    yield Fault(message, page + 1, quote(paragraph.text))


def _is_last(paper: Paper, line: Line) -> bool:
    """Nothing but the foot stands below on its page."""
    sheet = paper.sheets[line.page]
    below = [
        x for x in sheet.lines if x.baseline < line.baseline - 3 and x not in paper.foot
    ]
    return not below


def _goes_on(paper: Paper, page: int) -> bool:
    starts = {annex.sheets[0].index for annex in paper.annexes}
    return page + 1 < len(paper.sheets) and page + 1 not in starts


def _heading_kind(text: str) -> bool:
    return bool(_SECTION.match(text) or _DIVISION.match(text) or _ITEM.match(text))


def _pitches(lines: Sequence[Line]) -> Iterator[tuple[float, Line]]:
    for above, below in pairwise(lines):
        if above.page == below.page:
            yield above.baseline - below.baseline, below


def _table_between(paper: Paper, upper: Line, lower: Line) -> bool:
    return any(
        lower.baseline < box.y1 < upper.baseline + upper.size
        for box in paper.sheets[upper.page].tables
    )
