"""Kế hoạch trả lời cấp trên: begun from the superior's, brought nearer to it, its changes seen."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from campaigns import permissions, revising
from campaigns.actions.importing import find_readable
from campaigns.actions.lines import insert_line
from campaigns.actions.locking import lock, lock_open, require_places
from campaigns.actions.notes import add_note, edit_note
from campaigns.actions.starting import columns_of, create_campaign_from_content
from campaigns.answers import content_issued, newest, own_names
from campaigns.content import Note, PlanContent, TargetNote
from campaigns.models import (
    ANSWERED,
    Plan,
    PlanAnswer,
    PlanLine,
    SuperiorNote,
)
from campaigns.offering import (
    Begun,
    Chosen,
    begin,
    citation_words,
    note_for,
    offers,
)
from campaigns.outline import LineKind, span
from campaigns.pairing import pair
from campaigns.queries import NOTE_TABLES, note_of, rows_of
from campaigns.rewording import following, reworded
from campaigns.twin import from_own, to_twin
from campaigns.wording import KIND_OF_FIELD
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.vietnamese import fold, stored
from units.workflow import add, amend, amend_as, remove

NO_ANSWER = "Kế hoạch này không lập từ kế hoạch cấp trên."
GONE_ABOVE = "Kế hoạch cấp trên không còn điều này."
NOTHING = (
    "Chọn ít nhất một chỉ tiêu, thời hạn, đợt hoặc nhiệm vụ của kế hoạch cấp trên."
)


@transaction.atomic
def answer_plan(
    plan_id: int, *, by: User, host_id: int, title: str, cited: str,
    chosen: Sequence[Chosen],
) -> Plan:  # fmt: skip
    """Lập kế hoạch trả lời kế hoạch của cấp trên ban hành trong hệ thống này."""
    host = Unit.objects.get(pk=host_id)
    require(permissions.can_answer(by, host, plan_id))
    source = Plan.objects.for_desk().get(pk=plan_id)
    superior = content_issued(source)
    plan, begun = _begin(
        superior, by=by, host=host, title=title, cited=cited, chosen=chosen
    )
    amend(plan.campaign, by=by, answers=source.campaign)
    answer = PlanAnswer(
        plan=plan, origin=PlanAnswer.Origin.HERE, source=source,
        cited=_cited(superior), twin=_twin(superior),
    )  # fmt: skip
    _keep(answer, superior, chosen, begun, by=by)
    return plan


@transaction.atomic
def answer_reading(
    draft_id: int, *, by: User, host_id: int, title: str, cited: str,
    chosen: Sequence[Chosen],
) -> Plan:  # fmt: skip
    """Lập kế hoạch trả lời kế hoạch của cấp trên đọc từ tệp; the reading goes."""
    draft = find_readable(draft_id, by)
    superior = revising.load(draft).content
    host = Unit.objects.get(pk=host_id)
    plan, begun = _begin(
        superior, by=by, host=host, title=title, cited=cited, chosen=chosen,
        reading_number=draft.pk,
    )  # fmt: skip
    origin = PlanAnswer.Origin.SIGNED if draft.is_proven else PlanAnswer.Origin.READ
    answer = PlanAnswer(
        plan=plan, origin=origin, cited=_cited(superior), twin=_twin(superior),
        file_name=draft.file_name, file_sha256=draft.sha256,
        signers=draft.signers,
    )  # fmt: skip
    _keep(answer, superior, chosen, begun, by=by)
    remove(draft, by=by, file_name=draft.file_name)
    return plan


@transaction.atomic
def see_superior_changes(plan_id: int, *, by: User, source_id: int) -> PlanAnswer:
    """Đã xem thay đổi của cấp trên: from now on the plan is held against what was issued last.

    ``source_id``: the plan whose changes were shown; one issued since is not seen by this.
    """
    plan = lock(plan_id)
    require(permissions.can_edit(by, plan))
    answer = PlanAnswer.objects.select_related("source").filter(plan=plan).first()
    if answer is None:
        raise Refused(NO_ANSWER)
    source = newest(answer)
    if source is None:
        raise Refused("Các thay đổi này đã được đánh dấu là đã xem.")
    if source.pk != source_id:
        raise Refused("Cấp trên vừa ban hành thêm một bản nữa. Tải lại trang để xem.")
    before, after = from_own(answer.twin), content_issued(source)
    _place_anew(answer, before, after, plan.issuer)
    # The book tells what was seen by its number, not in all its words.
    PlanAnswer.objects.filter(pk=answer.pk).update(twin=_twin(after))
    amend_as(
        "seen", answer, by=by, source=source, cited=_cited(after), seen_by=by,
        seen_at=now(),
    )  # fmt: skip
    return answer


@transaction.atomic
def take_superior_note(item_id: int, *, by: User) -> PlanLine:
    """Theo cấp trên: our note gets the superior's figures and days, or comes into the plan."""
    item = SuperiorNote.objects.select_related("answer").get(pk=item_id)
    plan = lock_open(item.answer.plan_id, by)
    item.refresh_from_db()
    if item.place is None:
        raise Refused(GONE_ABOVE)
    superior = from_own(item.answer.twin)
    given: Note = getattr(superior, item.kind)[item.place]
    table = NOTE_TABLES[item.kind][0]
    mine = table.objects.filter(line__plan=plan, answers=item).select_related("line")
    own = mine.order_by("pk").first()
    if own is None:
        return _bring(plan, superior, item, by)
    _follow(own, item, given, by)
    return own.line


def _begin(superior, *, by, host, title, cited, chosen, reading_number=None):
    """The plan and the value that it was made of."""
    known = {offer.key for offer in offers(superior)}
    if any((one.kind, one.place) not in known for one in chosen):
        raise Refused("Kế hoạch cấp trên vừa đổi. Tải lại trang rồi chọn lại.")
    if not any(one.kind in ANSWERED for one in chosen):
        raise Refused(NOTHING)
    begun = begin(superior, chosen, title=title, cited=cited)
    plan = create_campaign_from_content(
        by=by, host_id=host.pk, content=begun.content, reading_number=reading_number
    )
    return plan, begun


def _keep(answer, superior, chosen, begun: Begun, *, by):
    """The record, what the unit answers for, and which of its notes answers which."""
    add(answer, by=by)
    taken = {(one.kind, one.place) for one in chosen}
    items = {
        item: SuperiorNote(answer=answer, kind=item[0], place=item[1])
        for item in (
            offer.key
            for offer in offers(superior, own_names(answer.plan.issuer))
            if offer.kind in ANSWERED and (offer.is_ours or offer.key in taken)
        )
    }
    SuperiorNote.objects.bulk_create(items.values())
    rows = rows_of(answer.plan)
    for kind, places in begun.links.items():
        linked = []
        for row, place in zip(rows.notes[kind], places, strict=True):
            if place is not None:
                row.answers = items[kind, place]
                linked.append(row)
        NOTE_TABLES[kind][0].objects.bulk_update(linked, ["answers"])


def _place_anew(answer, before, after, issuer):
    """What was given stays what it was, wherever it stands in the newer plan; new things come."""
    rows = list(answer.items.all())
    pairs = {
        kind: pair(getattr(before, kind), getattr(after, kind)) for kind in ANSWERED
    }
    places = {
        row.pk: pairs[row.kind].get(row.place) if row.place is not None else None
        for row in rows
    }
    answer.items.update(place=None)  # no two are at one place meanwhile
    for row in rows:
        row.place = places[row.pk]
    SuperiorNote.objects.bulk_update(rows, ["place"])
    held = {(row.kind, row.place) for row in rows}
    old = {(kind, new) for kind in ANSWERED for new in pairs[kind].values()}
    SuperiorNote.objects.bulk_create(
        SuperiorNote(answer=answer, kind=offer.kind, place=offer.place)
        for offer in offers(after, own_names(issuer))
        if offer.kind in ANSWERED and offer.is_ours and offer.key not in held | old
    )


def _bring(plan, superior, item, by) -> PlanLine:
    """A line of its own at the end of the section where such things stand."""
    given = getattr(superior, item.kind)[item.place]
    rows = rows_of(plan)
    after = _place_for(rows.lines, item.kind)
    if item.kind == "assignments":
        text = superior.lines[given.line].text
        line = insert_line(
            plan.pk, by=by, after=after, kind=LineKind.ITEM.value, text=text,
            is_title=True,
        )  # fmt: skip
        below = line.pk
        for index in list(span(superior.lines, given.line))[1:]:
            task = superior.lines[index]
            if task.text.strip() and task.kind is not LineKind.TABLE:
                below = insert_line(
                    plan.pk, by=by, after=below, kind=LineKind.DASH.value, text=task.text
                ).pk  # fmt: skip
        own = given
    else:
        text, own = note_for(superior, Chosen(item.kind, item.place))
        line = insert_line(
            plan.pk, by=by, after=after, kind=LineKind.DASH.value, text=stored(text)
        )
    values = columns_of(NOTE_TABLES[item.kind][0], own, _phases(rows))
    add_note(
        line.pk, KIND_OF_FIELD[item.kind].slug, by=by, answers=item,
        milestones=_milestones(own), **values,
    )  # fmt: skip
    return line


def _follow(own, item, given, by):
    """Our note with the superior's figures and days, and its words where they tell them."""
    before = note_of(item.kind, own)
    fields = {name: getattr(given, name) for name in FOLLOWED[item.kind]}
    after = following(replace(before, **fields), before)
    text = reworded(own.line.text, before, after)
    if text is not None and text != own.line.text:
        require_places(own.line.plan, lines=[own.line_id])
        amend(own.line, by=by, text=text)
    values = {name: getattr(after, name) or "" for name in ("name", "shown")} if (
        isinstance(after, TargetNote)
    ) else {}  # fmt: skip
    values |= {name: value for name, value in fields.items() if name != "milestones"}
    if values.get("comparator", "") is None:
        values["comparator"] = ""
    edit_note(
        own.pk, KIND_OF_FIELD[item.kind].slug, by=by, milestones=_milestones(given),
        **values,
    )  # fmt: skip


# What of the superior's note ours takes over; names, who does it and the like are our own.
FOLLOWED = {
    "targets": (
        "value", "value_max", "unit", "comparator", "direction", "deadline", "milestones",
    ),
    "registrations": ("minimum", "deadline"),
    "deadlines": ("due_on",),
    "phases": ("starts_on", "ends_on", "plan_due_on"),
    "periods": ("starts_on", "ends_on"),
    "assignments": (),
}  # fmt: skip


def _milestones(note: Note) -> list[dict[str, Any]] | None:
    """As ``add_note`` takes them; None of what has none by its kind."""
    if not isinstance(note, TargetNote):
        return None
    return [asdict(one) for one in note.milestones]


def _phases(rows) -> dict[str, Any]:
    return {row.name: row for row in rows.notes["phases"]}


def _place_for(lines: Sequence[PlanLine], kind: str) -> int | None:
    """The last line of the section whose heading speaks of such things, else of the last one."""
    wanted = _HEADINGS[kind]
    starts = [
        index
        for index, line in enumerate(lines)
        if LineKind(line.kind) is LineKind.SECTION
    ]
    if not starts:
        return lines[-1].pk if lines else None
    meant = [i for i in starts if any(word in fold(lines[i].text) for word in wanted)]
    return lines[span(lines, (meant or starts)[-1])[-1]].pk


_HEADINGS = {
    "targets": ("chi tieu", "noi dung"), "registrations": ("noi dung", "dang ky"),
    "phases": ("thoi gian", "dot"), "periods": ("thoi gian",),
    "deadlines": ("to chuc thuc hien",), "assignments": ("to chuc thuc hien",),
}  # fmt: skip


def _cited(superior: PlanContent) -> str:
    return citation_words(superior)[:1000]


def _twin(superior: PlanContent) -> str:
    return stored(to_twin(superior).decode())
