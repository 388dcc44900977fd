"""Đã thông qua: proposals that the council has passed, in a ward that can decide on them."""

from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from awards import actions
from awards.models import Award, Decision, Merit, Proposal, Regime
from tests.factories import Role, UnitFactory, ward
from tests.factories.honourees import HonoureeFactory
from units.models import Membership

PERIOD = (date(2026, 1, 1), date(2026, 10, 31))


def regime() -> Regime:
    """The law of today; the one of the catalogue where it is loaded."""
    found = Regime.objects.on(localdate()).first()
    return found or Regime.objects.create(
        code="thu", name="Chế độ thử", valid_from=date(2024, 1, 1), basis="Luật thử",
        certainty="check",
    )  # fmt: skip


def passed(place, *, award="giay-khen-xa", unit=None, kind="individual", **fields):
    """A proposal of a unit of ``place`` that is waiting for a decision."""
    unit = unit or UnitFactory(parent=place.unit)
    if kind == "unit":
        subject = {"collective": unit}
    else:
        subject = {"honouree": HonoureeFactory(unit=unit, kind=kind)}
    fields = {
        "subject_name": str(next(iter(subject.values()))),
        "subject_title": f"Công chức, {unit.name}",
        "summary": "Hoàn thành xuất sắc nhiệm vụ trong phong trào thi đua năm 2026.",
        "period_from": PERIOD[0],
        "period_to": PERIOD[1],
    } | fields
    return Proposal.objects.create(
        unit=unit, authority=place.unit, award=Award.objects.get(code=award),
        merit=Merit.CAMPAIGN, status=Proposal.Status.PASSED, received_on=localdate(),
        regime=regime(), created_by=place.officer, **subject, **fields,
    )  # fmt: skip


class Deciding:
    """A ward with an officer who drafts, a leader who signs, and what was passed there."""

    def __init__(self, place=None) -> None:
        self.place = place or ward()
        self.officer = self.place.officer

    def draft(self, *proposals: Proposal) -> Decision:
        chosen = proposals or (passed(self.place),)
        return actions.draft_decision(
            self.place.unit.pk, by=self.officer, proposals=[one.pk for one in chosen]
        )

    @cached_property
    def signer(self) -> Membership:
        return Membership.objects.get(user=self.place.leader, role=Role.LEADER)

    def whole(self, *proposals: Proposal) -> Decision:
        """A draft that can be sent."""
        made = self.draft(*proposals)
        actions.amend_decision(
            made.pk, by=self.officer, version=made.version,
            changes={"signer": self.signer, "fund": "Quỹ thi đua, khen thưởng của phường"},
        )  # fmt: skip
        return actions.reword_decision(made.pk, by=self.officer)

    def submitted(self, *proposals: Proposal) -> Decision:
        return actions.submit_decision(self.whole(*proposals).pk, by=self.officer)
