"""Dòng của phiếu: one line as its template shows it."""

from dataclasses import dataclass

from campaigns.filling import Figure, Line, Sheet, is_told
from campaigns.progress.entering import said
from campaigns.progress.measures import Measure, OverPeriods
from campaigns.progress.pace import Standing, level_words
from campaigns.views.progress.posted import PostedSheet
from units.numerals import vn_number

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
    """``box``: what stands in the input; ``problem``: why it is no figure; ``other``: what
    somebody else has saved in the meantime."""

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
    return [
        _row(line, number, posted or PostedSheet(), others or {})
        for number, line in enumerate(sheet.lines, 1)
    ]


def _row(line: Line, number: int, posted: PostedSheet, others) -> Row:
    verdict = line.verdict
    tag, words = TAGS[verdict.standing]
    if verdict.standing is Standing.NOT_DUE:  # nothing to be judged by yet
        tag, words = ("info", "Đã nhập") if is_told(line) else TAGS[Standing.BLANK]
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
        sub=verdict.words,
        problem=posted.unclear.get(line.pk, ""),
        note=posted.notes.get(line.pk, ""),
        other=_result(other, line) if other is not None else "",
    )


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
    whole = said(figure.value, line.scale)
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
