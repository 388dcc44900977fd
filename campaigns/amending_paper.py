"""Văn bản sửa đổi, đính chính: the words of the paper, written from the difference.

Nghị định 30/2020/NĐ-CP, Điều 18: a mistake of content is amended by a paper of the same kind, one
of form is corrected by a letter. Neither repeats the plan: each place is named as one says it.

Căn cứ are of the paper that they stand in: by the same decree (Phụ lục I, phần II, mục 6) they are
the texts that give the power and the ground for issuing it, and so no content that another paper
amends. Those of the working copy stand at the head of the amending paper, and a căn cứ that is
gone, new or worded anew is no point of it. That the decree says nothing of căn cứ of an amended
plan, and that this is what we make of its words, is decision 0049. A letter corrects what was
printed, căn cứ too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from campaigns.amending import FIRST, Act, Amendment, Change, notes_of
from campaigns.content import (
    NOTE_FIELDS,
    CitationNote,
    Line,
    Note,
    PaperKind,
    PlanContent,
)
from campaigns.outline import LineKind, depth, span
from campaigns.places import places

MOST = 500  # letters of a title (R180)
_COUNTED = {
    LineKind.BASIS: "căn cứ",
    LineKind.DASH: "gạch đầu dòng",
    LineKind.PLUS: "ý",
    LineKind.PARAGRAPH: "đoạn",
    LineKind.TABLE: "bảng",
}
_NAMED = {LineKind.PART, LineKind.SECTION, LineKind.DIVISION, LineKind.ANNEX}
AS_ABOVE = "Như trên"


@dataclass(frozen=True)
class Target:
    """Văn bản được sửa: as it is cited, and who issued it."""

    cited: str  # "Kế hoạch số 32/KH-HĐTĐKT ngày 01 tháng 3 năm 2023 của …"
    title: str
    issuer: str
    number: str = ""
    day: Any = None
    amended: tuple["Target", ...] = ()  # by which papers, in the order of issue
    is_letter: bool = False

    @property
    def short(self) -> str:
        """As it is cited again: without its day (R47)."""
        return shortened(self.cited)

    @property
    def since(self) -> str:
        """ ", đã được sửa đổi, bổ sung tại Kế hoạch số 04/KH-UBND"; "" where nothing was."""
        plans = [one.short for one in self.amended if not one.is_letter]
        letters = [one.short for one in self.amended if one.is_letter]
        said = [
            *([f"sửa đổi, bổ sung tại {', '.join(plans)}"] if plans else []),
            *([f"đính chính tại {', '.join(letters)}"] if letters else []),
        ]
        return f", đã được {' và được '.join(said)}" if said else ""

    @property
    def citation(self) -> CitationNote:
        return CitationNote(
            line=0, text=self.cited[:300], number=self.number, issued_on=self.day,
            issuer=self.issuer,
        )  # fmt: skip


def shortened(cited: str) -> str:
    return cited.partition(" ngày ")[0]


def issued_by(issuer: str, cited: str) -> str:
    """ "Ủy ban nhân dân phường Mẫu đã ban hành Kế hoạch số 02/KH-UBND ngày …", its name once."""
    return f"{issuer} đã ban hành {cited.removesuffix(f' của {issuer}')}"


def amending_paper(
    before: PlanContent,
    after: PlanContent,
    amendment: Amendment,
    target: Target,
    reason: str,
) -> PlanContent:
    """Kế hoạch sửa đổi, bổ sung: bases, reason, numbered points, and what stays."""
    paper = _Paper(after)
    for place, line in enumerate(after.lines):
        if line.kind is LineKind.BASIS and line.text.strip():
            paper.add(line, list(notes_of(after, place)))
    for one in (target, *target.amended):
        cited = [("citations", one.citation)]
        paper.say(LineKind.BASIS, f"Căn cứ {one.cited};", cited)
    paper.say(LineKind.PARAGRAPH, reason)
    paper.say(
        LineKind.PARAGRAPH,
        f"{target.issuer} sửa đổi, bổ sung {target.short} ({target.title}){target.since}"
        f"{',' if target.since else ''} như sau:",
    )
    if before.title != after.title:
        paper.say(LineKind.ITEM, f"Sửa đổi trích yếu như sau: “{after.title}”.")
    names = Names(before)
    stay = Staying(before, after, amendment)
    for act, _, group in _points(_told(before, amendment)):
        match act:
            case Act.CHANGED:
                paper.change(group[0], names, after)
            case Act.REMOVED:
                paper.remove([change.at for change in group], names, stay)
            case Act.ADDED:
                paper.bring(group, names, after)
    if _renumbered(before, after, amendment):
        paper.say(
            LineKind.ITEM,
            "Số thứ tự các mục, khoản, điểm còn lại được đánh lại theo thứ tự mới.",
        )
    paper.say(
        LineKind.ITEM,
        f"Các nội dung khác giữ nguyên theo {target.short}{target.since}.",
    )
    paper.say(LineKind.ITEM, "Kế hoạch này có hiệu lực kể từ ngày ký ban hành.")
    return paper.content(title=f"Sửa đổi, bổ sung {target.cited}"[:MOST])


def correcting_paper(
    before: PlanContent,
    after: PlanContent,
    amendment: Amendment,
    target: Target,
    reason: str,
    symbol: str,
) -> PlanContent:
    """Công văn đính chính: what was printed, and what it should have been."""
    paper = _Paper(after)
    paper.say(
        LineKind.PARAGRAPH,
        f"{issued_by(target.issuer, target.cited)} ({target.title}).",
    )
    paper.say(LineKind.PARAGRAPH, reason)
    paper.say(LineKind.PARAGRAPH, f"{target.issuer} đính chính như sau:")
    names = Names(before)
    if before.title != after.title:
        paper.say(LineKind.ITEM, _corrected("Trích yếu", before.title, after.title))
    for change in amendment.of(Act.CHANGED):
        old, new = before.lines[change.at], change.line
        if new is not None and _reads(before, change.at) != _reads(after, change.new):
            where = names.of_line(change.at)
            paper.say(
                LineKind.ITEM,
                _corrected(
                    where[:1].upper() + where[1:], _in_row(old.text), _in_row(new.text)
                ),
                change.notes,
            )
    paper.say(
        LineKind.PARAGRAPH,
        f"Các nội dung khác giữ nguyên theo {target.short}{target.since}. Đề nghị các cơ quan, đơn "
        "vị biết và sử dụng thống nhất.",
    )
    addressees, filed = addressed(after.recipients)
    written = paper.content(title=f"đính chính {target.short}")
    return replace(
        written,
        kind=PaperKind.LETTER,
        letterhead=replace(after.letterhead, symbol=symbol, addressees=addressees),
        recipients=(AS_ABOVE, *filed),
    )


def addressed(recipients: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom a letter is to, of the lines of Nơi nhận; those by which it is filed ("Lưu: …")."""
    names = [name.strip().removeprefix("- ").rstrip(" ;.") for name in recipients]
    filed = tuple(name for name in names if name.lower().startswith("lưu"))
    return tuple(name for name in names if name not in filed), filed


class Names:
    """Gọi tên từng chỗ của bản cũ: "điểm a khoản 2 mục II", "gạch đầu dòng thứ 2 khoản 1"."""

    def __init__(self, content: PlanContent):
        self.lines = content.lines
        self.places = places(content.lines)
        self.markers = content.markers
        counts: dict[tuple[str, LineKind], int] = {}
        self.counts: list[int] = []
        for line, place in zip(self.lines, self.places, strict=True):
            key = place, line.kind
            counts[key] = counts.get(key, 0) + 1
            self.counts.append(counts[key])

    def of(self, at: int) -> str:
        kind = self.lines[at].kind
        if any(map(str.isalnum, self.markers[at])):
            return self.places[at]
        if kind is LineKind.BASIS:
            return f"căn cứ thứ {self.counts[at]}"
        return f"{_COUNTED.get(kind, 'dòng')} thứ {self.counts[at]} {self.places[at]}"

    def of_line(self, at: int) -> str:
        """The line alone, where others stand under it: "tên mục II", "đoạn đầu khoản 1"."""
        if len(span(self.lines, at)) == 1:
            return self.of(at)
        line = self.lines[at]
        is_name = line.is_title or line.kind in _NAMED
        return f"{'tên' if is_name else 'đoạn đầu'} {self.of(at)}"

    def heads(self, gone: Sequence[int]) -> list[int]:
        """Of lines that go: without those that go with the one they stand under."""
        left, found = set(gone), []
        for at in sorted(gone):
            if at not in left:
                continue
            below = set(span(self.lines, at))
            found.append(at)
            left -= below if below <= set(gone) else {at}
        return found


class Staying:
    """Dòng còn lại: where lines that are neither gone nor new stand in the new text."""

    def __init__(self, before: PlanContent, after: PlanContent, amendment: Amendment):
        gone = {change.at for change in amendment.of(Act.REMOVED)}
        come = {change.new for change in amendment.of(Act.ADDED)}
        kept = (at for at in range(len(before.lines)) if at not in gone)
        now = (at for at in range(len(after.lines)) if at not in come)
        self.now = dict(zip(kept, now, strict=True))
        self.before, self.names = before, Names(after)

    def under(self, at: int) -> str:
        """Where the first line that stood under a heading is read, now that this is gone; "":
        none is left.
        """
        under = set(span(self.before.lines, at)) - {at}
        below = sorted(under & self.now.keys())
        if not below:
            return ""
        place = self.now[below[0]]
        own, lines = depth(self.names.lines[place].kind), self.names.lines
        above = (j for j in range(place - 1, -1, -1) if depth(lines[j].kind) < own)
        head = next(above, None)
        return "phần mở đầu" if head is None else self.names.of(head)


class _Paper:
    def __init__(self, after: PlanContent):
        self.after = after
        self.lines: list[Line] = []
        self.notes: dict[str, list[Note]] = {name: [] for name in NOTE_FIELDS}

    def add(self, line: Line, notes: Sequence[tuple[str, Note]] = ()) -> None:
        for name, note in notes:
            self.notes[name].append(replace(note, line=len(self.lines)))
        self.lines.append(line)

    def say(
        self, kind: LineKind, text: str, notes: Sequence[tuple[str, Note]] = ()
    ) -> None:
        self.add(Line(kind=kind, text=text), notes)

    def change(self, change: Change, names: Names, after: PlanContent) -> None:
        """Nothing is said where the words stay and only what is noted of them changes."""
        line = change.line
        if line is None or (line == names.lines[change.at]):
            return
        self.say(LineKind.ITEM, f"Sửa đổi {names.of_line(change.at)} như sau:")
        self._quote([change], after)

    def remove(self, gone: Sequence[int], names: Names, stay: Staying) -> None:
        """A heading whose lines live on is not repealed with them."""
        named = []
        for at in names.heads(gone):
            where = stay.under(at)
            named.append(
                f"{names.of_line(at)}, nội dung còn lại chuyển vào {where}"
                if where
                else names.of(at)
            )
        self.say(LineKind.ITEM, f"Bãi bỏ {'; '.join(named)}.")

    def bring(self, group: Sequence[Change], names: Names, after: PlanContent) -> None:
        at = group[0].at
        where = "vào đầu Kế hoạch" if at == FIRST else f"vào sau {names.of(at)}"
        self.say(LineKind.ITEM, f"Bổ sung {where} như sau:")
        self._quote(group, after)

    def _quote(self, changes: Sequence[Change], after: PlanContent) -> None:
        markers = after.markers
        worded = [
            one for one in changes if one.line and one.line.kind is not LineKind.TABLE
        ]
        for change in changes:
            if change.line is None or change.new is None:
                continue
            if change.line.kind is LineKind.TABLE:
                self.add(replace(change.line, marker=""), change.notes)
                continue
            text = f"{markers[change.new]} {change.line.text}".strip()
            first = "“" if change is worded[0] else ""
            last = "”" if change is worded[-1] else ""
            self.say(LineKind.PARAGRAPH, f"{first}{text}{last}", change.notes)

    def content(self, *, title: str) -> PlanContent:
        notes: dict[str, Any] = {
            name: tuple(found) for name, found in self.notes.items()
        }
        # Its own annexes, if any, are few words: they stay in the one file.
        return replace(
            self.after,
            title=title,
            lines=tuple(self.lines),
            annexes_apart=False,
            **notes,
        )


def worded(
    before: PlanContent,
    after: PlanContent,
    amendment: Amendment,
    *,
    with_bases: bool = False,
) -> bool:
    """Whether the paper would say anything: words, not only what is noted of them.

    ``with_bases``: of a letter, which corrects căn cứ as well.
    """
    if before.title != after.title:
        return True
    changes = amendment.changes if with_bases else _told(before, amendment)
    return any(
        change.act is not Act.CHANGED or change.line != before.lines[change.at]
        for change in changes
    )


def _told(before: PlanContent, amendment: Amendment) -> list[Change]:
    """What is a point of an amending paper: all but căn cứ, which stand at its head.

    A căn cứ that became another line is new there; a line that became a căn cứ is gone.
    """
    told = []
    for change in amendment.changes:
        was = (
            change.at != FIRST
            and change.act is not Act.ADDED
            and _is_basis(before.lines[change.at])
        )
        now = change.line is not None and _is_basis(change.line)
        if change.act is Act.CHANGED and was != now:
            act = Act.REMOVED if now else Act.ADDED
            told.append(replace(change, act=act))
        elif not (was or now):
            told.append(change)
    return told


def _is_basis(line: Line) -> bool:
    return line.kind is LineKind.BASIS


def _points(changes: Sequence[Change]) -> Iterator[tuple[Act, int, list[Change]]]:
    """One point a changed line; what is new in one place, or gone in a row, is one."""
    run, last = 0, FIRST
    keyed = []
    for change in changes:
        if change.act is Act.REMOVED:
            run += change.at != last + 1
            last = change.at
        at = run if change.act is Act.REMOVED else change.at
        keyed.append(((change.act, at), change))
    for (act, at), group in groupby(keyed, key=lambda item: item[0]):
        yield act, at, [change for _, change in group]


def _renumbered(before: PlanContent, after: PlanContent, amendment: Amendment) -> bool:
    """A line that stayed has another number, because of others."""
    touched = {change.at for change in amendment.changes if change.act is not Act.ADDED}
    new = {change.new for change in amendment.changes if change.new is not None}
    old = [m for at, m in enumerate(before.markers) if at not in touched]
    now = [m for at, m in enumerate(after.markers) if at not in new]
    return old != now


def _reads(content: PlanContent, place: int | None) -> tuple[str, str]:
    at = place or 0
    return content.markers[at], content.lines[at].text


def _corrected(where: str, old: str, new: str) -> str:
    return f"{where}: đã in là “{old}”, nay đính chính là “{new}”."


def _in_row(text: str) -> str:
    return " ".join(text.split())
