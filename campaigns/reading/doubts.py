"""Điều nên xem lại: what the reader found odd, as sentences for the officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from campaigns.outline import LineKind
from campaigns.reading import dates
from campaigns.reading.citations import Citation
from campaigns.reading.deadlines import Deadline
from campaigns.reading.entries import Entry
from campaigns.reading.language import fold, squeeze
from campaigns.reading.periods import Period
from campaigns.reading.phases import Phase


@dataclass(frozen=True, slots=True)
class Remark:
    """Một điều nên xem lại. ``line`` is its place in the outline; None: the text as a whole.

    ``stays``: it goes on with the draft. False where a draft answers it by itself (its number
    comes from the register) or its own check finds it again, as long as it is so.
    """

    text: str
    line: int | None = None
    stays: bool = True


def shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def late_bases(citations: list[Citation], issued_on: date | None) -> list[Remark]:
    if issued_on is None:
        return []
    return [
        Remark(
            f"Căn cứ “{c.text}” có ngày sau ngày của văn bản ({shown(issued_on)});"
            " hãy kiểm tra lại.",
            c.line,
        )
        for c in citations
        if c.issued_on and c.issued_on > issued_on
    ]


def early_deadlines(deadlines: list[Deadline], issued_on: date | None) -> list[Remark]:
    if issued_on is None:
        return []
    lines: dict[date, int] = {}  # where each such day stands first
    for deadline in deadlines:
        if deadline.due_on < issued_on:
            lines.setdefault(deadline.due_on, deadline.line)
    return [
        Remark(
            f"Thời hạn {shown(day)} sớm hơn ngày của văn bản ({shown(issued_on)});"
            " có thể ghi nhầm năm, hãy kiểm tra lại.",
            line,
        )
        for day, line in sorted(lines.items())
    ]


def impossible_days(entries: list[Entry]) -> list[Remark]:
    return [
        Remark(f"“{day}” không có trong lịch; hãy kiểm tra lại ngày này.", index)
        for index, entry in enumerate(entries)
        for day in dates.impossible(entry.text)
    ]


def backward_spans(phases: list[Phase], period: Period | None) -> list[Remark]:
    spans = [(p.name, p.starts_on, p.ends_on, p.line) for p in phases]
    if period:
        spans.append(
            ("Thời gian thi đua", period.starts_on, period.ends_on, period.line)
        )
    return [
        Remark(
            f"“{name}” kết thúc ({shown(end)}) trước khi bắt đầu ({shown(start)});"
            " hãy kiểm tra lại.",
            line,
        )
        for name, start, end, line in spans
        if start and end and end < start
    ]


def numbering_slips(entries: list[Entry]) -> list[Remark]:
    """A Roman number that stands twice or is left out; a part begins the count anew."""
    expected = 1
    for index, entry in enumerate(entries):
        if entry.kind in (LineKind.PART, LineKind.ANNEX):
            expected = 1
        if entry.kind is not LineKind.SECTION:
            continue
        written = entry.written.strip(" .):/-")
        value = _ROMANS.get(written.upper(), 0)
        if not value:
            return []
        if value != expected:
            return [
                Remark(
                    f"Đánh số mục lớn không liên tục ở mục “{written}”;"
                    " hãy soát lại số thứ tự.",
                    index,
                )
            ]
        expected += 1
    return []


def cut_short(entries: list[Entry], signed: bool) -> list[Remark]:
    if signed or not entries or entries[-1].kind is LineKind.TABLE:
        return []
    last = entries[-1].text.rstrip()
    if last[-1:] in '.;:!?…)”"' or last.endswith("./."):
        return []
    return [
        Remark(
            "Văn bản kết thúc giữa câu, có thể thiếu phần cuối; hãy đối chiếu với bản gốc.",
            len(entries) - 1,
            stays=False,  # campaigns.second_looks finds it as long as it is so
        )
    ]


def repeated_limits(limits: list[tuple[int, str]]) -> list[Remark]:
    return [
        Remark(
            f"Có thời hạn lặp lại “{squeeze(limit)}”; hạn này không có ngày cụ thể nên chưa được"
            " ghi thành thời hạn.",
            line,
        )
        for line, limit in limits
    ]


def unread_tables(lines: list[int], entries: list[Entry]) -> list[Remark]:
    found = []
    for index in lines:
        head = squeeze(entries[index].text.split("\n")[0].replace("\t", ", "))
        text = (
            f"Bảng “{shorten(head, 80, placeholder='…')}” đứng dưới mục chỉ tiêu nhưng chưa"
            " đọc được chỉ tiêu nào; hãy đánh dấu chỉ tiêu trên dòng của bảng."
        )
        found.append(Remark(text, index))
    return found


def unclear_subjects(lines: list[int], entries: list[Entry]) -> list[Remark]:
    found = []
    for line in lines:
        words = shorten(squeeze(entries[line].text), 90, placeholder="…")
        text = (
            f"Chưa ghi được đối tượng thi đua từ “{words}”: chưa rõ là tập thể hay cá nhân;"
            " hãy đánh dấu trên dòng này."
        )
        found.append(Remark(text, line))
    return found


def subjects_of_awards(line: int | None, entries: list[Entry]) -> list[Remark]:
    if line is None:
        return []
    words = shorten(squeeze(entries[line].text), 90, placeholder="…")
    return [
        Remark(
            f"Chưa thấy đối tượng thi đua; mục khen thưởng có “{words}”,"
            " hãy đánh dấu nếu cũng là đối tượng thi đua.",
            line,
        )
    ]


def left_of_the_head(lines: Iterable[str], title: str) -> list[Remark]:
    """What no field of the head holds; the title again, as a web page has it, is no loss."""
    lost = [line for line in lines if not (title and fold(title) in fold(line))]
    if not lost:
        return []
    return [
        Remark(
            "Phần đầu có chữ chưa đặt được vào ô nào:"
            f" “{shorten('; '.join(lost), 120, placeholder='…')}”; hãy đối chiếu với bản gốc."
        )
    ]


def left_of_the_ending(lines: list[str], place: int) -> list[Remark]:
    """``place``: where the first of them stands in the outline."""
    if not lines:
        return []
    return [
        Remark(
            f"Có {len(lines)} dòng ở phần Nơi nhận, khối ký chưa rõ thuộc đâu, được giữ ở cuối"
            f" nội dung: “{shorten('; '.join(lines), 120, placeholder='…')}”.",
            place,
        )
    ]


_ROMANS = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
    "XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15,
}  # fmt: skip
