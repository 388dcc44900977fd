"""Sửa nhiều dòng một lần: what one button changes in many lines, and takes back again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from campaigns.actions.lines import LineEdit, remove_line, save_lines
from campaigns.actions.locking import lock_open
from campaigns.actions.planning import edit_plan, set_recipients
from campaigns.authorship import last_change
from campaigns.fingerprint import fingerprint, fingerprint_of_words
from campaigns.models import Plan, PlanLine, ReturnPlace
from campaigns.opening import opening_of, part_of
from units.errors import Refused
from units.models import User

TITLE, RECIPIENTS = "title", "recipients"
_READS: dict[str, Callable[[Plan], str]] = {
    TITLE: lambda plan: plan.title,
    RECIPIENTS: lambda plan: "\n".join(
        plan.recipients.order_by("position").values_list("text", flat=True)
    ),
}
PARTS = {TITLE: part_of("title"), RECIPIENTS: ReturnPlace.Part.RECIPIENTS}


@dataclass(frozen=True)
class AroundEdit:
    """Trích yếu, nơi nhận (a line each): ``text`` for what its user saw (``seen``)."""

    what: str
    text: str
    seen: str


@dataclass(frozen=True)
class LeftLine:
    """Dòng để lại: it was not touched, and why; ``text`` is what it says now.

    ``pk``: of a line; TITLE or RECIPIENTS for what stands around the lines.
    """

    pk: int | str
    text: str
    why: str


@transaction.atomic
def rework_lines(
    plan_id: int, *, by: User, edits: Sequence[LineEdit], gone: Sequence[LineEdit] = (),
    around: Sequence[AroundEdit] = (),
) -> list[LeftLine]:  # fmt: skip
    """Sửa, xóa nhiều dòng. Unlike ``save_lines`` the others are written where some cannot be.

    ``gone``: lines to take out, each as its user saw it. What is left alone comes back, with
    its reason: closed by a return, changed or removed by a colleague since.
    """
    plan = lock_open(plan_id, by)
    opening = opening_of(plan)
    wanted = [edit.pk for edit in (*edits, *gone)]
    current = {line.pk: line for line in plan.lines.filter(pk__in=wanted)}
    left: dict[int | str, LeftLine] = {}
    for edit in (*edits, *gone):
        line = current.get(edit.pk)
        why = _obstacle(line, edit, opening)
        if why:
            left[edit.pk] = LeftLine(edit.pk, line.text if line else edit.text, why)
    save_lines(plan_id, by=by, edits=[edit for edit in edits if edit.pk not in left])
    for edit in reversed(gone):
        if edit.pk in left:
            continue
        try:
            remove_line(edit.pk, by=by)
        except Refused as refusal:
            left[edit.pk] = LeftLine(edit.pk, edit.text, str(refusal))
    for one in around:
        now = _READS[one.what](plan)
        if why := _rework_around(plan, one, now, opening, by):
            left[one.what] = LeftLine(one.what, now, why)
    return list(left.values())


def _rework_around(plan, edit, now, opening, by):
    """Written, or why not."""
    if opening is not None and PARTS[edit.what] not in opening.parts:
        return "đang khóa"
    if fingerprint_of_words(now) != edit.seen:
        return "vừa được sửa"
    try:
        if edit.what == TITLE:
            edit_plan(plan.pk, by=by, title=edit.text)
        else:
            set_recipients(plan.pk, by=by, texts=edit.text.split("\n"))
    except Refused as refusal:
        return str(refusal)
    return ""


def _obstacle(line, edit, opening):
    if line is None:
        return "đã bị xóa"
    if opening is not None and line.pk not in opening.lines:
        return "đang khóa"
    if fingerprint(line) == edit.seen:
        return ""
    last = last_change(PlanLine(pk=line.pk))
    return f"{last.actor} vừa sửa" if last and last.actor else "vừa được sửa"
