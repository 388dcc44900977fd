"""Trả lời cấp trên: what a plan answers, how far it has drifted, what was changed above since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaigns.content import PlanContent
from campaigns.drifting import KINDS, Drift, Own, State, count, drift, items_of
from campaigns.gap import Gap
from campaigns.models import Plan, PlanAnswer, SuperiorNote
from campaigns.pairing import Change, changes
from campaigns.queries import (
    NOTE_TABLES,
    PlanRows,
    content_of,
    note_of,
    notes_with_parts,
)
from campaigns.sections import GENERAL, section_of
from campaigns.twin import from_own
from units.models import Unit
from units.wording import excerpt

PAGE = "plan-superior"  # where a plan is held against its superior's


@dataclass(frozen=True)
class Answered:
    """Một kế hoạch trả lời: its record and the drift."""

    answer: PlanAnswer
    drifts: list[Drift]

    @property
    def counts(self) -> dict[State, int]:
        return count(self.drifts)

    @property
    def told_counts(self) -> list[dict[str, Any]]:
        """For pages: "3 giữ nguyên · 1 điều chỉnh"."""
        return [
            {"label": state.label.lower(), "count": number}
            for state, number in self.counts.items()
        ]

    @property
    def behind(self) -> list[Drift]:
        return [one for one in self.drifts if one.is_behind]


def content_issued(plan: Plan) -> PlanContent:
    """An issued plan's content with the number and the day that its register gave it."""
    content = content_of(plan)
    head = replace(
        content.letterhead, number=plan.source_number, issued_on=plan.source_date
    )
    return replace(content, letterhead=head)


def answer_of(plan: Plan) -> PlanAnswer | None:
    """What the plan answers; None: nothing. No question where ``for_desk`` asked already."""
    try:
        return plan.answer
    except PlanAnswer.DoesNotExist:
        return None


def drift_of(answer: PlanAnswer, rows: PlanRows, content: PlanContent) -> Answered:
    """Of a plan whose rows are read already: one query."""
    superior = from_own(answer.twin)
    items = items_of(superior, _placed(answer.items.all()))
    own = [
        Own(kind, note, row.answers_id, row.line_id)
        for kind in KINDS
        for row, note in zip(rows.notes[kind], getattr(content, kind), strict=True)
    ]
    return Answered(answer, drift(items, own))


def answering(answers: Sequence[PlanAnswer]) -> list[Answered]:
    """The drift of each: ten queries, however many they are."""
    plans = [answer.plan_id for answer in answers]
    own: dict[int, list[Own]] = {pk: [] for pk in plans}
    for kind in KINDS:
        table = NOTE_TABLES[kind][0]
        rows = notes_with_parts(table, table.objects.filter(line__plan__in=plans))
        for row in rows.select_related("line"):
            note = note_of(kind, row)
            own[row.line.plan_id].append(Own(kind, note, row.answers_id, row.line_id))
    placed: dict[int, list[SuperiorNote]] = {answer.pk: [] for answer in answers}
    for item in SuperiorNote.objects.filter(answer__in=answers).order_by("pk"):
        placed[item.answer_id].append(item)
    return [
        Answered(
            answer,
            drift(
                items_of(from_own(answer.twin), _placed(placed[answer.pk])),
                own[answer.plan_id],
            ),
        )
        for answer in answers
    ]


def newest(answer: PlanAnswer) -> Plan | None:
    """The plan that the superior has issued for its campaign since; None: none."""
    if answer.source is None:
        return None
    later = Plan.objects.issued().current().filter(campaign=answer.source.campaign_id)
    if answer.source.force == Plan.Force.CURRENT:
        later = later.filter(pk__gt=answer.source_id)
    else:  # a recall gives back an older text
        later = later.exclude(pk=answer.source_id)
    later = later.select_related("issuer", "campaign", "effect__root")
    return later.order_by("-pk").first()


def changed_since(answer: PlanAnswer, plan: Plan) -> list[Change]:
    """What the newer ``plan`` says otherwise than what the officers last looked at."""
    return changes(from_own(answer.twin), content_issued(plan))


def looks(answered: Answered, rows: PlanRows, content: PlanContent) -> Iterable[Gap]:
    """For the checklist: what is less, later or left out. Advice; nothing of it blocks."""
    places = {line.pk: place for place, line in enumerate(rows.lines)}
    for one in answered.behind:
        name = excerpt(one.name, 80)
        if one.own is None:
            yield Gap(
                f"“{name}” của kế hoạch cấp trên chưa có trong kế hoạch này", GENERAL,
                False, page=PAGE,
            )  # fmt: skip
            continue
        place = places[one.own.row]
        told = "; ".join(each.words for each in one.differences if each.is_behind)
        yield Gap(f"“{name}”: {told}", section_of(content, place), False, line=place)


def own_names(unit: Unit) -> list[str]:
    """What a superior may call the unit."""
    return [unit.name, unit.short_name]


def _placed(items: Iterable[SuperiorNote]) -> list[tuple[int, str, int]]:
    return [
        (item.pk, item.kind, item.place) for item in items if item.place is not None
    ]
