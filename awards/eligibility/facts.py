"""Dữ kiện để xét: all that the conditions of many proposals ask for, in so many queries.

What is read here is the same whoever asks: pages read behind the second fence, which hides
other units' proposals, so it is lowered for these reads. What a verdict says of them to a unit
is ``awards.eligibility.checks``'s to choose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import F
from django.db.models.functions import Left
from django.utils.timezone import localdate

from awards.eligibility.wording import Corpus, Shingles, nearest, shingles
from awards.models import (
    AwardName,
    Condition,
    Conferral,
    Discipline,
    EligibilityRule,
    Honour,
    Proposal,
    Regime,
)
from awards.naming import all_names, name_of
from awards.rulings import regime_on
from campaigns.models import Allocation, RegistrationCall, Undertaking
from units import fence

LONGEST = 4_000  # characters of a report that are compared
Status = Proposal.Status
# Of these nothing more is to come.
OVER = (Status.WITHDRAWN, Status.UNFIT, Status.REJECTED)
# ("honouree" | "unit", id): one subject; what pointed to a merged record points to the kept one.
Subject = tuple[str, int]


def subject_of(row: Proposal | Honour | Discipline) -> Subject | None:
    """Đối tượng of a proposal, an honour or a case; None of a draft that names nobody."""
    if row.collective_id is not None:
        return "unit", row.collective_id
    if row.honouree_id is not None:
        return "honouree", row.honouree_id
    return None


def text_of(proposal: Proposal) -> str:
    return proposal.summary or proposal.report[:LONGEST]


def year_of(proposal: Proposal) -> int | None:
    last = proposal.period_to or proposal.period_from
    return last.year if last else None


@dataclass
class Facts:
    """Read once for all proposals; what was read by whom it is about."""

    today: date
    proposals: list[Proposal]
    rules: list[EligibilityRule]
    regime: Regime | None  # of today; not read where nothing was received before today
    conferrals: dict[int, list[Conferral]]
    names: dict[int, list[AwardName]]
    honours: dict[Subject, list[Honour]]
    rivals: dict[Subject, list[Proposal]]
    cases: dict[Subject, list[Discipline]]
    texts: list[tuple[str, Proposal | Honour]]
    counts: Counter
    allocations: dict[tuple[int, int], list[Allocation]]
    calls: dict[int, list[RegistrationCall]]
    undertakings: dict[tuple[int, int], list[Undertaking]]

    def name(self, award_id: int, day: date) -> str:
        return name_of(self.names.get(award_id, ()), day)

    @cached_property
    def own_texts(self) -> dict[int, Shingles]:
        return {one.pk: shingles(text_of(one)) for one in self.proposals}

    @cached_property
    def _all_texts(self) -> dict[int, Shingles]:
        return {n: shingles(text) for n, (text, _) in enumerate(self.texts)}

    @cached_property
    def _corpora(self) -> dict[Fraction, Corpus[int]]:
        return {}

    def alike(
        self, proposal: Proposal, share: Fraction
    ) -> Iterable[tuple[Proposal | Honour, Fraction]]:
        """Texts of others at least that like it, the most alike first."""
        for number, found in self._alike(self.own_texts[proposal.pk], share):
            yield self.texts[number][1], found

    def _alike(self, text: Shingles, share: Fraction) -> list[tuple[int, Fraction]]:
        if len(self.proposals) == 1:  # an index of all is made to be asked often
            return nearest(text, self._all_texts, share)
        if share not in self._corpora:
            self._corpora[share] = Corpus(self._all_texts, share)
        return self._corpora[share].nearest(text)


def gather(proposals: Sequence[Proposal], today: date | None = None) -> Facts:
    """Mười mấy câu hỏi, whatever the number of proposals."""
    today = today or localdate()
    with fence.lowered():
        return _gather([one.pk for one in proposals], today)


def _gather(ids, today):
    rows = list(
        Proposal.objects.filter(pk__in=ids)
        .select_related("award", "honouree", "collective", "authority")
        .order_by("pk")
    )
    chains = {pk for one in rows for pk in one.authority.chain}
    honourees = {one.honouree_id for one in rows} - {None}
    collectives = {one.collective_id for one in rows} - {None}
    authorities = {one.authority_id for one in rows}
    # All but that on papers, which the list of the dossier tells of one by one.
    rules = list(
        EligibilityRule.objects.binding(chains).exclude(kind=Condition.DOSSIER)
    )
    living = Proposal.objects.exclude(status__in=OVER)
    return Facts(
        today=today,
        proposals=rows,
        rules=rules,
        regime=regime_on(today) if _any_received_before(rows, today) else None,
        conferrals=_grouped(Conferral.objects.all(), lambda row: row.award_id),
        names=all_names(),
        honours=_of_subjects(
            Honour.objects.standing().with_papers().order_by("decided_on", "pk"),
            honourees, collectives,
        ),
        rivals=_of_subjects(
            living.select_related("unit").order_by("pk"), honourees, collectives
        ),
        cases=_grouped(
            Discipline.objects.of_subjects(honourees, collectives).order_by(
                "begun_on", "pk"
            ),
            subject_of,
        ),
        texts=_texts(rules, authorities, today),
        counts=_counts(rows, living),
        allocations=_of_places(
            Allocation.objects.living().select_related("indicator"), rows
        ),
        calls=_grouped(
            RegistrationCall.objects.filter(
                campaign__in={one.campaign_id for one in rows} - {None}, ended_at=None
            ),
            lambda row: row.campaign_id,
        ),
        undertakings=_of_places(
            Undertaking.objects.sent().select_related("call"), rows
        ),
    )  # fmt: skip


def _any_received_before(rows, today):
    return any(one.received_on and one.received_on < today for one in rows)


def _grouped(rows, key):
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _of_subjects(rows, honourees, collectives):
    mine = rows.filter(honouree__in=honourees) | rows.filter(collective__in=collectives)
    return _grouped(mine, subject_of)


def place_of(proposal: Proposal) -> int:
    """Of whose figures are read: the collective itself, else the unit that proposes."""
    return proposal.collective_id or proposal.unit_id


def _of_places(rows, proposals):
    """Rows with campaign and unit, of the places of these proposals."""
    named = [one for one in proposals if one.campaign_id is not None]
    found = rows.filter(
        campaign__in={one.campaign_id for one in named},
        unit__in={place_of(one) for one in named},
    )
    return _grouped(found, lambda row: (row.campaign_id, row.unit_id))


def _texts(rules, authorities, today):
    """What the same authorities were told of others, as far back as the farthest rule looks."""
    looking = [rule.months for rule in rules if rule.kind == Condition.WORDING]
    if not looking:
        return []
    back = None if None in looking else max(looking)
    since = _months_before(today, back) if back is not None else date.min
    proposals = (
        Proposal.objects.exclude(status__in=[Status.WITHDRAWN])
        .filter(authority__in=authorities, created_at__date__gte=since)
        .annotate(said=Left("report", LONGEST))
        .only(
            "pk", "summary", "honouree", "collective", "status", "unit", "subject_name",
            "period_to",
        )
        .select_related("unit")
    )  # fmt: skip
    honours = (
        Honour.objects.standing()
        .filter(authority__in=authorities, decided_on__gte=since)
        .exclude(achievement="")
        .select_related("honouree", "collective")
    )
    return [
        *((one.summary or one.said, one) for one in proposals),
        *((one.achievement, one) for one in honours),
    ]


def _months_before(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    return date(max(month // 12, 1), month % 12 + 1, 1)


def _counts(rows, living):
    """How many of each award each unit proposes of each year: (unit, award, year) → number."""
    found = living.filter(unit__in={one.unit_id for one in rows}).values_list(
        "unit", "award", F("period_to__year")
    )
    return Counter(found)
