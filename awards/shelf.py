"""Giá hồ sơ: all that ``awards.dossier`` asks about some proposals, read once for all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from awards.models import (
    Award,
    AwardName,
    Conferral,
    DossierPaper,
    DossierRequirement,
    OpinionItem,
    OpinionRequest,
    PeerReviewLine,
    Proposal,
    SubmissionRoute,
)
from awards.models.opinions import OpinionRequestQuerySet
from awards.naming import name_of
from units.models import Membership
from units.models.managers import is_in_force


@dataclass(frozen=True)
class Shelf:
    """Each is read when it is first asked for, with one question however many proposals there are.

    ``sender``: who is about to send them; ``opinions``: the requests whose answers may be told.
    """

    proposals: Sequence[Proposal]
    sender: int | None
    opinions: OpinionRequestQuerySet

    @cached_property
    def today(self) -> date:
        return localdate()

    @cached_property
    def requirements(self) -> list[DossierRequirement]:
        """Of their authorities and those above, of every day."""
        chains = {pk for one in self.proposals for pk in one.authority.chain}
        return list(DossierRequirement.objects.binding(chains))

    @cached_property
    def files(self) -> dict[int, list[DossierPaper]]:
        """Of each proposal its own, and those of the petition with which it went."""
        found: dict[int, list[DossierPaper]] = defaultdict(list)
        petitions: dict[int | None, list[int]] = defaultdict(list)
        for one in self.proposals:
            if one.petition_id:
                petitions[one.petition_id].append(one.pk)
        rows = DossierPaper.objects.of_many(self._ids, petitions)
        for file in rows.order_by("pk"):
            owner = file.proposal_id
            for pk in petitions[file.petition_id] if owner is None else [owner]:
                found[pk].append(file)
        return found

    @cached_property
    def reviews(self) -> dict[int, list[PeerReviewLine]]:
        """Kết quả bình xét of each proposal, the newest meeting first."""
        found: dict[int, list[PeerReviewLine]] = defaultdict(list)
        for line in PeerReviewLine.objects.about(self._ids):
            found[line.proposal_id].append(line)
        return found

    @cached_property
    def asked(self) -> dict[int, list[OpinionRequest]]:
        """Việc hỏi còn hiệu lực about each proposal, in their order."""
        found: dict[int, list[OpinionRequest]] = defaultdict(list)
        asked = self.opinions.standing()
        for item in OpinionItem.objects.about(self._ids).of_requests(asked):
            found[item.proposal_id].append(item.request)
        return found

    @cached_property
    def leaders(self) -> dict[int, set[int]]:
        """Accounts in use of the heads of each unit that proposes."""
        found: dict[int, set[int]] = defaultdict(set)
        units = {one.unit_id for one in self.proposals}
        rows = Membership.objects.on().filter(
            unit__in=units, role=Membership.Role.LEADER, user__is_active=True
        )
        for unit, user in rows.values_list("unit", "user"):
            found[unit].add(user)
        return found

    def confers(self, proposal: Proposal, day: date) -> bool:
        """Whether the authority of that proposal may give its award on ``day``."""
        of = proposal.authority.kind_id, proposal.award_id
        return any(
            (row.kind_id, row.award_id) == of and is_in_force(row, day)
            for row in self._conferrals
        )

    def submits(self, proposal: Proposal, day: date) -> bool:
        """Whether the authority may submit for its award to a superior on ``day``."""
        of = proposal.authority.kind_id
        to = {
            row.to_id
            for row in self._routes
            if row.kind_id == of and is_in_force(row, day)
        }
        return any(
            row.kind_id in to
            and row.award_id == proposal.award_id
            and is_in_force(row, day)
            for row in self._conferrals
        )

    @cached_property
    def _routes(self) -> list[SubmissionRoute]:
        return list(SubmissionRoute.objects.all())

    def name(self, award: Award | None, day: date) -> str:
        """What the award of one of them is called on ``day``; of none ""."""
        if award is None:
            return ""
        names = [row for row in self._names if row.award_id == award.pk]
        return name_of(names, day) or award.code

    @cached_property
    def _ids(self) -> list[int]:
        return [one.pk for one in self.proposals]

    @cached_property
    def _awards(self) -> set[int]:
        return {one.award_id for one in self.proposals if one.award_id}

    @cached_property
    def _conferrals(self) -> list[Conferral]:
        return list(Conferral.objects.filter(award__in=self._awards))

    @cached_property
    def _names(self) -> list[AwardName]:
        found = AwardName.objects.filter(award__in=self._awards)
        return list(found.order_by("valid_from"))


def shelf_of(
    proposals: Sequence[Proposal], sender: int | None = None,
    opinions: OpinionRequestQuerySet | None = None,
) -> Shelf:  # fmt: skip
    """``opinions``: None, for an act, all of them."""
    asked = OpinionRequest.objects.all() if opinions is None else opinions
    return Shelf(proposals, sender, asked)
