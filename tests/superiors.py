"""Tỉnh, phường và kế hoạch cấp trên: what the tests of answering plans begin with."""

from dataclasses import dataclass, replace
from datetime import date

from campaigns import actions
from campaigns.answers import content_issued
from campaigns.content import Letterhead, PlanContent
from campaigns.models import Plan
from campaigns.offering import Chosen, offers
from tests.factories import UnitFactory, Ward, ready_content

TITLE = "Phát động thi đua toàn tỉnh năm 2023"


def superior_content(**changes) -> PlanContent:
    head = Letterhead(
        authority="ỦY BAN NHÂN DÂN\nTỈNH MẪU", symbol="KH-UBND", place="Mẫu"
    )
    return ready_content(**({"title": TITLE, "letterhead": head} | changes))


@dataclass
class Tiers:
    """Hai cấp: a province with its people, a ward under it, and another ward."""

    above: Ward
    ward: Ward
    beside: Ward

    def issued(self, content: PlanContent | None = None, **values) -> Plan:
        """A plan of the province with its number, as the register left it."""
        return issue(self.above, content or superior_content(), number=15, **values)

    def newer(self, plan: Plan, content: PlanContent, number: int = 16) -> Plan:
        """Another plan of the same campaign."""
        later = issue(self.above, content, number=number)
        Plan.objects.filter(pk=later.pk).update(campaign=plan.campaign)
        later.refresh_from_db()
        return later

    def answered(self, plan: Plan, *left_out: str, **changed) -> Plan:
        """The ward's answer: all but the kinds ``left_out``; ``changed``: kind → Chosen."""
        chosen = [
            changed.get(offer.kind, Chosen(offer.kind, offer.place))
            for offer in offers(content_issued(plan))
            if offer.kind not in left_out
        ]
        _ = self.ward.leader
        return actions.answer_plan(
            plan.pk, by=self.ward.officer, host_id=self.ward.unit.pk,
            title="Thi đua của phường", cited="Kế hoạch số 15/KH-UBND", chosen=chosen,
        )  # fmt: skip


def tiers() -> Tiers:
    province = UnitFactory(short_name="UBND tỉnh Mẫu")
    return Tiers(
        Ward(province),
        Ward(UnitFactory(parent=province, short_name="UBND phường Mẫu")),
        Ward(UnitFactory(parent=province, short_name="UBND phường Khác")),
    )


def issue(
    ward: Ward, content: PlanContent, *, number: int, day=date(2023, 7, 5)
) -> Plan:
    plan = ward.draft(content)
    when = plan.created_at
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", submitted_by=ward.officer, submitted_at=when,
        approved_by=ward.leader, approved_at=when, source_number=number, source_date=day,
    )  # fmt: skip
    plan.refresh_from_db()
    return plan


def with_target(content: PlanContent, **changed) -> PlanContent:
    return replace(content, targets=(replace(content.targets[0], **changed),))
