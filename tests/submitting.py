"""Chờ trình cấp trên: a ward under a province, whose council passed what the province confers."""

from functools import cached_property

from awards import actions
from awards.models import Proposal, Submission
from tests.deciding import passed
from tests.factories import MembershipFactory, Role, UnitFactory
from tests.factories.wards import Ward
from units.models import Membership, UnitKind, User

AWARD = "bang-khen-tinh"


class Submitting:
    """``here``: the province works in the installation; else it is not in the tree at all."""

    def __init__(self, *, here: bool = True) -> None:
        kinds = {one.code: one for one in UnitKind.objects.all()}
        over = {}
        if here:
            self.province = UnitFactory(
                kind=kinds["ubnd-tinh"], short_name="UBND tỉnh Mẫu",
                name="Ủy ban nhân dân tỉnh Mẫu", head_title="Chủ tịch",
            )  # fmt: skip
            over = {"parent": self.province}
        self.place = Ward(UnitFactory(kind=kinds["ubnd-xa"], **over))
        self.officer = self.place.officer

    @cached_property
    def above(self) -> User:
        """An officer of the province."""
        return MembershipFactory(unit=self.province, role=Role.OFFICER).user

    @cached_property
    def signer(self) -> Membership:
        return Membership.objects.get(user=self.place.leader, role=Role.LEADER)

    def passed(self, **fields) -> Proposal:
        return passed(self.place, award=AWARD, goes_up=True, **fields)

    def draft(self, *proposals: Proposal) -> Submission:
        chosen = proposals or (self.passed(),)
        return actions.draft_submission(
            self.place.unit.pk, by=self.officer, proposals=[one.pk for one in chosen]
        )

    def submitted(self, *proposals: Proposal) -> Submission:
        made = self.draft(*proposals)
        actions.amend_submission(
            made.pk, by=self.officer, version=made.version,
            changes={"signer": self.signer},
        )  # fmt: skip
        return actions.submit_submission(made.pk, by=self.officer)

    def issued(self, *proposals: Proposal) -> Submission:
        """As if its paper had gone the whole way."""
        made = actions.approve_submission(
            self.submitted(*proposals).pk, by=self.place.leader
        )
        actions.record_submission_signature(made.pk, by=self.place.leader)
        day = made.submitted_at.date()
        actions.record_submission_issue(
            made.pk, by=self.place.clerk, number=5, issued_on=day, code="TTRK2345"
        )
        made.refresh_from_db()
        return made
