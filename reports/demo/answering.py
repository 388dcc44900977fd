"""Kế hoạch của Phường Nguyễn Trãi trả lời tỉnh: one thing kept, one adapted, one left out."""

from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from campaigns import actions
from campaigns.answers import content_issued
from campaigns.models import Plan, PlanAnswer
from campaigns.offering import Chosen, citation_words
from reports.demo.above import TREES, title
from reports.demo.provinces import KEEPER, NGUYEN_TRAI
from reports.demo.showing import who
from units.models import Membership, Unit


def answer(today: date | None = None) -> None:
    """Of the ward, once the province's is issued; what is there already stays as it is."""
    year = (today or localdate()).year + 1
    issued = Plan.objects.issued().filter(issuer__code=KEEPER, title=title(year))
    source = issued.first()
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    if source is None or PlanAnswer.objects.filter(plan__issuer=ward).exists():
        return
    superior = content_issued(source)
    actions.answer_plan(
        source.pk,
        by=who(ward, Membership.Role.OFFICER),
        host_id=ward.pk,
        title=f"Hưởng ứng phong trào thi đua yêu nước năm {year} của tỉnh",
        cited=f"{citation_words(superior)} về {superior.title[:1].lower()}{superior.title[1:]}",
        chosen=chosen(year),
    )


def chosen(year: int) -> list[Chosen]:
    """What the ward takes over; the target of poor households it leaves out."""
    return [
        Chosen("periods", 0),
        Chosen("targets", 0),
        Chosen("targets", TREES, value=Decimal(1500)),
        Chosen("registrations", 0, day=date(year, 2, 15)),
        Chosen("deadlines", 0),
        Chosen("assignments", 0),
    ]
