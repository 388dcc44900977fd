"""Ô khó khăn, kiến nghị của phiếu: what each shows, for what it stands, what was not stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.actions.progress.raising import MOST, Kept, Raised, mark_of_item
from campaigns.models import ProgressReport, RaisedItem
from campaigns.views.progress.posted import PostedSheet

SPARE = 2  # empty boxes, so that it works without the script


@dataclass(frozen=True)
class Box:
    """``number`` names its fields, ``mark`` what it shows; ``answered``: kept as it was asked."""

    number: int
    pk: int | None = None
    kind: str = RaisedItem.Kind.DIFFICULTY.value
    text: str = ""
    mark: str = ""
    problem: str = ""
    answered: RaisedItem | None = None

    @property
    def name(self) -> str:
        return f"kk{self.number}"


def boxes_of(
    report: ProgressReport, given: PostedSheet | None = None,
    kept: Mapping[int, Kept] | None = None,
) -> list[Box]:  # fmt: skip
    """Of a whole page: those it had, with what was typed and is not stored; what others have
    added; then empty ones. ``kept`` None: nothing was stored.
    """
    items = list(
        report.raised.select_related("answered_by").order_by("pk")  # type: ignore[attr-defined]
    )
    boxes = []
    for number, one in (given.raised if given else {}).items():
        long = given.raised_long.get(number, "") if given else ""
        if kept is None or long:
            boxes.append(Box(number, one.pk, one.kind, one.text, one.seen or "", long))
        else:
            boxes.append(_after(number, one, kept[number]))
    shown = {box.pk for box in boxes}
    first = max((box.number for box in boxes), default=-1) + 1
    more = [item for item in items if item.pk not in shown]
    boxes += [_stored(number, item) for number, item in enumerate(more, first)]
    empty = sum(not box.text for box in boxes)
    first += len(more)
    spare = min(SPARE - empty, MOST - len(items))
    return boxes + [Box(number) for number in range(first, first + spare)]


def states_of(given: PostedSheet, kept: Mapping[int, Kept]) -> list[Box]:
    """Of a page that saves by itself: no box is touched, each learns for what it stands. One that
    shows something else than what is stored keeps what it had.
    """
    boxes = []
    for number, one in given.raised.items():
        now = kept.get(number, Kept())
        same = now.item is not None and one.mark == mark_of_item(now.item)
        if same and now.item is not None:
            box = Box(number, now.item.pk, mark=mark_of_item(now.item))
        elif not one.text and not now.clash:
            box = Box(number)
        else:
            problem = given.raised_long.get(number) or now.clash
            box = Box(number, one.pk, mark=one.seen or "", problem=problem)
        boxes.append(box)
    return boxes


def _after(number: int, one: Raised, kept: Kept) -> Box:
    item = kept.item
    if not kept.clash:
        return Box(number) if item is None else _stored(number, item)
    if item is None or item.answered_at is not None:
        # It can only be a new one: the old one is gone, or stays as it was answered.
        return Box(number, None, one.kind, one.text, "", kept.clash)
    return Box(number, item.pk, one.kind, one.text, mark_of_item(item), kept.clash)


def _stored(number: int, item: RaisedItem) -> Box:
    return Box(
        number, item.pk, item.kind, item.text, mark_of_item(item),
        answered=item if item.answered_at else None,
    )  # fmt: skip
