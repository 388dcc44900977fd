"""Dòng của phiếu: one line as its template shows it."""

from dataclasses import dataclass, replace

from campaigns.filling import Figure, Line, Sheet, is_told, open_lines
from campaigns.progress.entering import said
from campaigns.progress.measures import Measure, OverPeriods
from campaigns.progress.pace import Standing, level_words
from campaigns.views.progress.posted import QUIET, PostedSheet
from units.numerals import vn_number
from units.wording import sentence

TAGS = {
    Standing.REACHED: ("ok", "Đạt"),
    Standing.NEAR: ("warn", "Gần đạt"),
    Standing.BEHIND: ("bad", "Chậm"),
    Standing.BLANK: ("mute", "Chưa nhập"),
    Standing.EXEMPT: ("mute", "Không báo cáo"),
    Standing.NOT_DUE: ("mute", "Chưa đến hạn"),
}
ICONS = {
    "ok": "check-circle-fill", "warn": "exclamation-circle-fill",
    "bad": "exclamation-triangle-fill", "mute": "circle", "info": "check2",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """``box``: what stands in the input; ``problem``: why it is no figure, or was not saved;
    ``other``: what somebody else has saved in the meantime; ``seen``: how its mark is called.
    """

    line: Line
    number: int
    box: str
    read: str
    before: str
    required: str
    tag: str
    words: str
    sub: str
    problem: str = ""
    note: str = ""
    other: str = ""
    closed: bool = False
    mark: str = ""
    seen: str = "seen"

    @property
    def name(self) -> str:
        return f"v{self.line.pk}"

    @property
    def kind(self) -> str:
        """How the template draws the box."""
        match self.line.scale.measure:
            case Measure.NARRATIVE:
                return "text"
            case Measure.YES_NO:
                return "choice"
            case Measure.RANK if self.line.scale.ranks:
                return "choice"
        return "figure"

    @property
    def choices(self) -> list[str]:
        scale = self.line.scale
        return list(scale.ranks) if scale.measure is Measure.RANK else ["Có", "Chưa"]

    @property
    def icon(self) -> str:
        return ICONS[self.tag]

    @property
    def sign(self) -> str:
        return self.line.scale.sign

    @property
    def is_behind(self) -> bool:
        return self.line.wants_cause

    @property
    def figure(self) -> Figure:
        return self.line.figure

    @property
    def shows_cause(self) -> bool:
        return self.is_behind or bool(self.figure.cause)


def rows(
    sheet: Sheet,
    posted: PostedSheet | None = None,
    others: dict[int, Figure] | None = None,
) -> list[Row]:
    only = open_lines(sheet)
    return [
        replace(
            _row(line, number, posted or PostedSheet(), others or {}),
            closed=bool(line.gone) or (only is not None and line.pk not in only),
        )
        for number, line in enumerate(sheet.lines, 1)
    ]


def _row(line: Line, number: int, posted: PostedSheet, others) -> Row:
    verdict = line.verdict
    tag, words = TAGS[verdict.standing]
    if verdict.standing is Standing.NOT_DUE:  # nothing to be judged by yet
        tag, words = ("info", "Đã nhập") if is_told(line) else TAGS[Standing.BLANK]
    sub = verdict.words
    if line.gone:
        exempt = line.allocation.exempted_at is not None
        tag, words, sub = "mute", "Được miễn" if exempt else "Không còn", ""
    other = others.get(line.pk)
    return Row(
        line=line,
        number=number,
        box=box_of(line.figure, line),
        read=_result(line.figure, line) if is_told(line) or line.figure.typed else "",
        before=_result(Figure.of(line.before), line) if line.before else "",
        required=_required(line),
        tag=tag,
        words=words,
        sub=sub,
        problem=_problem(line, posted),
        note=posted.notes.get(line.pk, ""),
        other=_result(other, line) if other is not None else "",
        mark=_mark(line, posted),
        # Once a whole page has said that it is gone, it says so no more.
        seen="biet" if line.gone and not _keeps_mark(line, posted) else "seen",
    )


def _problem(line: Line, posted: PostedSheet) -> str:
    if line.gone:
        typed = line.pk in posted.figures or line.pk in posted.told
        return f"{sentence(line.gone)} Phần vừa gõ chưa lưu." if typed else line.gone
    return posted.long.get(line.pk) or posted.unclear.get(line.pk, "")


def _mark(line: Line, posted: PostedSheet) -> str:
    """Of what the box stands for."""
    return posted.marks[line.pk] if _keeps_mark(line, posted) else line.mark


def _keeps_mark(line: Line, posted: PostedSheet) -> bool:
    """A page that was saved by itself, or not at all, and shows something else than what is
    stored keeps the mark that it had, so that it never takes that for its own.
    """
    shown = posted.figures.get(line.pk)
    is_older = posted.act == QUIET or posted.is_refused or line.pk in posted.long
    return is_older and shown is not None and shown != Figure.of(line.row)


def _required(line: Line) -> str:
    if line.required is None:
        return "không giao số"
    if line.required.goal is None:
        return "chưa đến hạn"
    return level_words(line.required.goal, line.scale)


def box_of(figure: Figure, line: Line) -> str:
    """As it is typed: "31/37", "88,4", "Tốt"; what is no figure as it was typed."""
    if figure.typed:
        return figure.typed
    if figure.denominator is not None and figure.numerator is not None:
        return f"{vn_number(figure.numerator)}/{vn_number(figure.denominator)}"
    if figure.value is None:
        return ""
    if line.scale.measure in (Measure.YES_NO, Measure.RANK):
        return said(figure.value, line.scale)
    return vn_number(figure.value)


def _result(figure: Figure, line: Line) -> str:
    """As it is read: "83,8% (31/37)"."""
    if figure.exempt_reason:
        return "không báo cáo"
    if line.scale.measure is Measure.NARRATIVE:
        return "đã báo cáo" if figure.text else "chưa có"
    if figure.value is None:
        return figure.typed or "chưa có"
    whole = said(round(figure.value, 2), line.scale)
    if figure.denominator is not None and figure.numerator is not None:
        return (
            f"{whole} ({vn_number(figure.numerator)}/{vn_number(figure.denominator)})"
        )
    return whole


COUNTED = {
    OverPeriods.RUNNING: "số lũy kế từ đầu đến hết kỳ",
    OverPeriods.SUM: "số của riêng kỳ này",
    OverPeriods.LATEST: "số tại cuối kỳ",
    OverPeriods.AVERAGE: "số của riêng kỳ này",
}


def counted(line: Line) -> str:
    """How the figure is meant, beside its name."""
    if not line.scale.is_counted:
        return ""
    return COUNTED[OverPeriods(line.indicator.over_periods)]
