"""Khi một thành viên kết thúc: what becomes of its places and offices in clusters."""

from datetime import date, timedelta

from django.db.models import Q

from units.actions import cluster_handovers
from units.actions.clusters import may_join
from units.models import ClusterMember, ClusterOffice, Handover, Unit, User
from units.workflow import add, amend, remove

DAY = timedelta(days=1)


def end_in_clusters(unit: Unit, day: date, *, by: User) -> None:
    """Thôi cùng đơn vị: offices and memberships end; whoever inherits becomes a member.

    To be head is decided anew by who set the cluster up, so that no heir is head by itself.
    Of a cluster that ends all its members leave. The caller has written down the heir.
    """
    handover = Handover.objects.filter(unit=unit).select_related("heir").first()
    basis = handover.basis if handover else "Đơn vị kết thúc"
    here = Q(unit=unit) | Q(cluster=unit)
    offices = ClusterOffice.objects.filter(here).reaching(day)
    for office in offices.select_related("unit", "cluster"):
        if office.valid_from < day:
            amend(office, by=by, valid_to=day - DAY, end_basis=basis)
        else:
            cluster_handovers.take_back(office, by=by)
            remove(office, by=by, unit=office.unit_id, basis=basis)
    members = ClusterMember.objects.filter(here).reaching(day)
    for member in members.select_related("unit", "cluster__parent"):
        until = member.valid_to
        if member.valid_from < day:
            amend(member, by=by, valid_to=day - DAY, end_basis=basis)
        else:
            remove(member, by=by, unit=member.unit_id, basis=basis)
        if handover and member.unit_id == unit.pk:
            _go_on(member, handover.heir, max(day, member.valid_from), until, basis, by)


def _go_on(member, heir, since, until, basis, by):
    """The heir takes the place, unless it has one or stands under another authority."""
    there = ClusterMember.objects.of_cluster(member.cluster).filter(unit=heir)
    if there.reaching(since).exists() or not may_join(heir, member.cluster):
        return
    add(
        ClusterMember(
            cluster=member.cluster, unit=heir, valid_from=since, valid_to=until,
            basis=basis,
        ),
        by=by,
    )  # fmt: skip
