"""Việc cần làm ở cụm, khối: what hand-overs and vacant heads wait for, and for whom.

The page of what is to be done belongs to a higher app; it turns these into its own rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from units import permissions
from units.models import ClusterHandover, ClusterOffice, Unit, User
from units.models.clusters import word_for
from units.queries import clusters

TOLD_BEFORE = 30  # days before a head's term ends without another to follow


@dataclass(frozen=True)
class Duty:
    """Một việc: ``mine`` False: it waits for somebody else."""

    title: str
    context: str
    url: str
    act: str
    icon: str
    kind: str = ""
    deadline: date | None = None
    since: datetime | None = None
    mine: bool = True


def duties(user: User) -> list[Duty]:
    """Of the units that the person works for, and of the clusters that they look after."""
    return [*_handing(user), *_keeping(user)]


def _handing(user) -> Iterator[Duty]:
    found = ClusterHandover.objects.open().between(user.units_read)
    for one in found.counted().for_page().order_by("due_on", "pk"):
        waiting = one.total - one.given - one.taken
        if permissions.can_hand_cluster_over(user, one):
            yield _duty(
                one,
                f"Bàn giao {one.cluster}",
                f"cho {one.taker} · còn {waiting}/{one.total} mục chưa giao"
                if waiting
                else f"Chờ {one.taker} xác nhận {one.given} mục",
                "Bàn giao",
                mine=bool(waiting),
            )
        if permissions.can_take_cluster_over(user, one):
            yield _duty(
                one,
                f"Nhận bàn giao {one.cluster}",
                f"từ {one.giver} · {one.given} mục chờ xác nhận"
                if one.given
                else f"Chờ {one.giver} giao {waiting} mục",
                "Xác nhận",
                mine=bool(one.given),
            )


def _duty(handover, title, context, act, *, mine):
    return Duty(
        title=title,
        context=context,
        url=reverse("cluster-handover", args=[handover.pk]),
        act=act if mine else "Xem",
        icon="arrow-right" if mine else "hourglass-split",
        kind="warn" if mine else "",
        deadline=handover.due_on if mine else None,
        since=handover.opened_at,
        mine=mine,
    )


def _keeping(user) -> Iterator[Duty]:
    if not user.kept_branches:
        return
    today = localdate()
    kept = Unit.objects.clusters_kept_by(user)
    for cluster in clusters.headless(kept, today).order_by("path"):
        yield Duty(
            title=f"Cử trưởng {word_for(cluster)}: {cluster}",
            context="Chưa có đơn vị nào làm trưởng",
            url=reverse("cluster", args=[cluster.pk]),
            act="Mở",
            icon="flag",
            kind="warn",
        )
    ending = ClusterOffice.objects.heads().of_clusters(kept.on(today).values("pk"))
    for office in ending.last_of_all(today, today + timedelta(TOLD_BEFORE)):
        yield Duty(
            title=f"Cử trưởng {word_for(office.cluster)} kế tiếp: {office.cluster}",
            context=f"Nhiệm kỳ của {office.unit} hết ngày {office.valid_to:%d/%m/%Y}",
            url=reverse("cluster", args=[office.cluster_id]),
            act="Mở",
            icon="flag",
            kind="info",
            deadline=office.valid_to,
        )
