"""Phiếu gửi về: what the form of a report said, read by hand: a hundred lines make one form.

Fields of a line ``v<allocation>-so``, ``-chu``, ``-vi-sao``, ``-mien``, ``-seen``; of the
report ``ket-qua``, ``ket-qua-seen``; of raised items ``kk<number>-loai``, ``-chu``, ``-pk``.
"""

from dataclasses import dataclass, field

from django.http import QueryDict

from campaigns.actions.progress.reporting import Raised
from campaigns.filling import Figure, Sheet, open_lines
from campaigns.models import RaisedItem
from campaigns.progress.entering import Entered, Unclear, entered
from campaigns.progress.measures import Measure, Scale
from campaigns.views.posted import clean

TYPED, TEXT, CAUSE, REASON, NARRATIVE, RAISED = 60, 4000, 2000, 500, 10_000, 4000
MOST_RAISED = 30
QUIET = "tu-luu"  # the act of a page that saves by itself


@dataclass
class PostedSheet:
    """``figures`` by allocation, ``marks`` as the page showed them, ``unclear`` sentences of
    boxes that hold no figure (saved as typed all the same)."""

    act: str = "luu"
    figures: dict[int, Figure] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    unclear: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    narrative: str | None = None
    narrative_mark: str | None = None
    raised: list[Raised] = field(default_factory=list)


def read_sheet(data: QueryDict, sheet: Sheet) -> PostedSheet:
    """Only lines of the sheet are read; a line that the page did not have is left alone."""
    posted = PostedSheet(act=data.get("act", "luu"))
    only = open_lines(sheet)
    for line in sheet.lines:
        name = f"v{line.pk}"
        is_closed = only is not None and line.pk not in only
        if is_closed or f"{name}-seen" not in data:
            continue
        posted.marks[line.pk] = data.get(f"{name}-seen", "")
        posted.figures[line.pk] = _figure(data, name, line.scale, line.pk, posted)
    if "ket-qua" in data:
        posted.narrative = clean(data["ket-qua"])[:NARRATIVE]
        posted.narrative_mark = data.get("ket-qua-seen")
    for number in range(MOST_RAISED):
        text = data.get(f"kk{number}-chu")
        if text is None:
            continue
        kind = data.get(f"kk{number}-loai", "")
        if kind not in RaisedItem.Kind.values:
            kind = RaisedItem.Kind.DIFFICULTY
        pk = data.get(f"kk{number}-pk", "")
        posted.raised.append(
            Raised(kind, clean(text)[:RAISED], int(pk) if pk.isdecimal() else None)
        )
    return posted


def _figure(data, name, scale: Scale, pk: int, posted: PostedSheet) -> Figure:
    typed = clean(data.get(f"{name}-so", "")).strip()[:TYPED]
    rest = {
        "text": clean(data.get(f"{name}-chu", "")).strip()[:TEXT],
        "cause": clean(data.get(f"{name}-vi-sao", "")).strip()[:CAUSE],
        "exempt_reason": clean(data.get(f"{name}-mien", "")).strip()[:REASON],
    }
    if scale.measure is Measure.NARRATIVE:
        return Figure(value=_told(rest["text"], scale), **rest)
    try:
        found = entered(typed, scale)
    except Unclear as unclear:
        posted.unclear[pk] = str(unclear)
        return Figure(typed=typed, **rest)
    if found is None:
        return Figure(**rest)
    if found.note:
        posted.notes[pk] = found.note
    return Figure(
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        **rest,
    )


def _told(text: str, scale: Scale):
    """A text that is asked for counts as 1 once it is there."""
    found: Entered | None = entered(text, scale)
    return found.value if found else None
