"""Việc cần làm: results of the council that nobody of the unit has opened yet."""

from django.urls import reverse

from awards import permissions
from awards.models import ResultNotice
from campaigns.inbox import Item
from units.models import User
from units.wording import vn_date

MOST = 20  # that are told one by one


def items(user: User) -> list[Item]:
    """One query; none of who works for no unit."""
    units = permissions.opens_results_for(user)
    if not units:
        return []
    found = ResultNotice.objects.unopened_by(units)[:MOST]
    return [
        Item(
            work="khen-thuong",
            kind="gold",
            icon="journal-check",
            title=f"Xem kết quả xét đề nghị khen thưởng: {one.session_name}",
            url=reverse("awards:result-notice", args=[one.pk]),
            context=f"{one.council} gửi {one.unit} · họp ngày {vn_date(one.held_on)}",
            act="Xem kết quả",
            since=one.made_at,
        )
        for one in found
    ]
