"""Góp vào chỉ tiêu cấp trên: linked by what the plan answers, or by hand."""

from django.db import transaction

from campaigns import feeding
from campaigns.actions.progress.locking import lock_campaign
from campaigns.collecting import collect, recollect
from campaigns.models import Indicator
from units.errors import Refused
from units.models import User
from units.wording import excerpt
from units.workflow import amend_as


@transaction.atomic
def feed_indicator(indicator_id: int, *, by: User, feeds_id: int | None) -> Indicator:
    """Góp, hoặc thôi góp (None): from now on the superior's row collects from here."""
    campaign_id = Indicator.objects.values_list("campaign", flat=True)
    campaign = lock_campaign(campaign_id.get(pk=indicator_id), by)
    indicators = Indicator.objects.select_related("campaign__host")
    indicator = indicators.select_for_update(of=["self"], no_key=True).get(
        pk=indicator_id
    )
    above = None
    if feeds_id is not None:
        above = next(
            (one for one in feeding.offered(campaign) if one.pk == feeds_id), None
        )
        if above is None:
            raise Refused(
                "Chỉ góp được vào chỉ tiêu mà cấp trên đã giao cho đơn vị.",
                at="feeds_id",
            )
        if _feeds_back(above, campaign.pk):
            raise Refused("Hai chỉ tiêu góp vòng vào nhau.", at="feeds_id")
        other = campaign.indicators.filter(feeds=above, ended_at=None)
        taken = other.exclude(pk=indicator.pk).first()
        if taken is not None:
            raise Refused(
                f"“{excerpt(str(taken), 60)}” đã góp vào chỉ tiêu ấy. Thôi góp ở đó trước.",
                at="feeds_id",
            )
    before = feeding.row_of(indicator) if indicator.feeds_id else None
    amend_as("fed", indicator, by=by, feeds=above, feeds_by_hand=True)
    recollect([before])
    collect([indicator])
    return indicator


def _feeds_back(above: Indicator, campaign_id: int) -> bool:
    """What is above feeds, at last, something of this campaign."""
    one: Indicator | None = above
    for _ in range(feeding.DEEPEST):
        if one is None:
            return False
        if one.campaign_id == campaign_id:
            return True
        one = one.feeds
    return True
