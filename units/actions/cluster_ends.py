"""Khi một thành viên kết thúc hoặc chuyển đi: what becomes of its places in clusters."""

from datetime import date, timedelta

from django.db.models import Q

from units import calendar
from units.actions import cluster_handovers
from units.actions.clusters import last_day, may_join
from units.models import ClusterMember, ClusterOffice, Handover, Unit, User
from units.wording import vn_date
from units.workflow import add, amend, remove_whole

DAY = timedelta(days=1)
# The basis of those who left when nobody was there yet to take their place.
NOBODY = "Đơn vị kết thúc"


def end_in_clusters(unit: Unit, day: date, *, by: User) -> None:
    """Thôi cùng đơn vị: offices and memberships end; whoever inherits becomes a member.

    To be head is decided anew by who set the cluster up, so that no heir is head by itself.
    Of a cluster that ends all its members leave. The caller has written down the heir.
    """
    handover = Handover.objects.filter(unit=unit).select_related("heir").first()
    basis = handover.basis if handover else NOBODY
    for member, until in _leave(Q(unit=unit) | Q(cluster=unit), day, basis, by):
        if handover and member.unit_id == unit.pk:
            since = max(day, member.valid_from)
            _go_on(member, handover.heir, since, until, basis, by)


def leave_clusters_behind(unit: Unit, day: date, basis: str, *, by: User) -> None:
    """Thôi tham gia of a unit, and all below it, that goes under another authority on ``day``.

    Each leaves on the day on which the authority stands above it no longer, which may be
    later, by another move to come; the place of that day has been written already.
    """
    moving = calendar.below(unit.pk, day)
    members = ClusterMember.objects.filter(unit__in=moving).reaching(day)
    for member in members.select_related("cluster").order_by("pk"):
        since = max(day, member.valid_from)
        whole = member.cluster.parent_id
        away = calendar.leaves_on(member.unit_id, whole, since, member.valid_to)
        if away:
            one = Q(unit=member.unit_id, cluster=member.cluster_id)
            _leave(one, away, basis, by)


def come_after(handover: Handover, *, by: User) -> None:
    """Thay chỗ of a unit that had ended before its heir was named."""
    unit, day = handover.unit, handover.effective_on
    left = ClusterMember.objects.of_unit(unit).filter(
        valid_to=day - DAY, end_basis=NOBODY
    )
    for member in left.select_related("cluster__parent"):
        cluster = member.cluster
        if not cluster.has_ended(day):
            _go_on(member, handover.heir, day, cluster.valid_to, handover.basis, by)


def _leave(whose: Q, day, basis, by) -> list[tuple[ClusterMember, date | None]]:
    """Those who left, each with the last day that it had had before."""
    offices = ClusterOffice.objects.filter(whose).reaching(day)
    for office in offices.select_related("unit", "cluster"):
        if office.valid_from < day:
            amend(office, by=by, valid_to=day - DAY, end_basis=basis)
        else:
            instead = f"Chọn ngày có hiệu lực sau ngày {vn_date(office.valid_from)}"
            cluster_handovers.take_back(office, by=by, instead=instead)
            remove_whole(office, by=by, unit=office.unit_id, basis=basis)
    left = []
    members = ClusterMember.objects.filter(whose).reaching(day)
    for member in members.select_related("unit", "cluster__parent"):
        left.append((member, member.valid_to))
        if member.valid_from < day:
            amend(member, by=by, valid_to=day - DAY, end_basis=basis)
        else:
            remove_whole(member, by=by, unit=member.unit_id, basis=basis)
    return left


def _go_on(member, heir, since, until, basis, by):
    """The heir takes the place, unless it has one or stands under another authority."""
    there = ClusterMember.objects.of_cluster(member.cluster).filter(unit=heir)
    if there.reaching(since).exists() or not may_join(heir, member.cluster):
        return
    last = calendar.earlier(until, last_day(heir, member.cluster, since))
    if last and last < since:
        return
    add(
        ClusterMember(
            cluster=member.cluster, unit=heir, valid_from=since, valid_to=last,
            basis=basis,
        ),
        by=by,
    )  # fmt: skip
