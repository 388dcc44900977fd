"""Cụm, khối thi đua trình diễn: one of communes whose head changes, one of the province's offices.

In the first the outgoing and the incoming head are half way through their hand-over, so that
each has something to do.
"""

from datetime import date, timedelta

from django.utils.timezone import localdate

from reports.demo import ha_linh
from units import actions
from units.models import ClusterHandover, ClusterOffice, Unit, User

DECIDED = "Quyết định của Chủ tịch UBND tỉnh Hà Lĩnh (trình diễn)"
SINCE = date(2025, 7, 1)
SHOWN_FOR = timedelta(days=10)  # until the hand-over is due
OFFICES = "Khối thi đua các cơ quan tỉnh"


def settle() -> None:
    """Once: whoever has heads already is left alone."""
    top = Unit.objects.get(code=ha_linh.CODE)
    administrator = User.objects.get(username="quantri.halinh")
    communes = Unit.objects.get(code=f"{ha_linh.CODE}.KHOI")
    if not ClusterOffice.objects.of_cluster(communes).exists():
        _communes(communes, administrator)
    if not Unit.objects.filter(parent=top, short_name=OFFICES).exists():
        _offices(top, administrator)


def _communes(cluster: Unit, by: User) -> None:
    merged, sharing, coming, town = (
        Unit.objects.get(code=code)
        for code in (
            ha_linh.KHE_MAY, ha_linh.SUOI_NGOC, ha_linh.DOI_CHE, ha_linh.CAU_TRE,
        )
    )  # fmt: skip
    ids = [unit.pk for unit in (merged, sharing, coming, town)]
    actions.add_cluster_members(
        cluster.pk, by=by, unit_ids=ids, valid_from=SINCE, basis=DECIDED
    )
    year = localdate().year
    _term(cluster, by, year - 1, merged, town)
    _term(cluster, by, year, sharing, coming)
    due_on = localdate() + SHOWN_FOR
    _term(cluster, by, year + 1, coming, town, due_on)
    handover = ClusterHandover.objects.get(cluster=cluster, taker=coming)
    gives, takes = (
        User.objects.get(username=name) for name in ("canbo.suoingoc", "canbo.doiche")
    )
    items = list(handover.items.order_by("position"))
    for item in items[:4]:
        actions.give_item(item.pk, by=gives)
    actions.give_item(items[5].pk, by=gives, note="Cụm không lập quỹ.", is_absent=True)
    for item in items[:2]:
        actions.take_item(item.pk, by=takes)
    actions.return_item(
        items[3].pk, by=takes, reason="Thiếu bảng thẩm định của quý III."
    )


def _offices(top: Unit, by: User) -> None:
    members = [
        Unit.objects.get(code=f"{ha_linh.CODE}.{end}")
        for end in ("SNV", "CA", "QS", "MT")
    ]
    cluster = actions.found_cluster(
        by=by, unit_id=top.pk, name="Khối thi đua các cơ quan tham mưu tỉnh Hà Lĩnh",
        short_name=OFFICES, valid_from=SINCE, basis=DECIDED,
    )  # fmt: skip
    ids = [unit.pk for unit in members]
    actions.add_cluster_members(
        cluster.pk, by=by, unit_ids=ids, valid_from=SINCE, basis=DECIDED
    )
    year = localdate().year
    _term(cluster, by, year - 1, members[0], members[1])
    _term(cluster, by, year, members[1], members[2])


def _term(cluster, by, year, head, deputy, due_on=None):
    if date(year, 12, 31) < SINCE:
        return
    actions.appoint_cluster_heads(
        cluster.pk, by=by, head_id=head.pk, deputy_ids=[deputy.pk], basis=DECIDED,
        valid_from=max(SINCE, date(year, 1, 1)), valid_to=date(year, 12, 31),
        due_on=due_on,
    )  # fmt: skip
