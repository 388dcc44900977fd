"""Cụm, khối thi đua: set up, its members, its heads and deputies by term."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from units import calendar, permissions, tree_lock
from units.actions import cluster_handovers
from units.actions.grounds import hold, require_basis, require_there
from units.actions.tree import add_unit, kind_of
from units.errors import Refused
from units.models import ClusterMember, ClusterOffice, Unit, User
from units.models.tree import CLUSTER
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, add_all, amend, check, remove

Office = ClusterOffice.Office
CODE_ROOM = 24  # characters; a code has 30, ".CK" and a number follow
DAY = timedelta(days=1)
NAMED = 3  # units that a sentence names; the rest is counted


@transaction.atomic
def found_cluster(
    *, by: User, unit_id: int, name: str, short_name: str, valid_from: date, basis: str
) -> Unit:
    """Thành lập cụm, khối under the authority ``unit_id``, by its founding paper."""
    tree_lock.hold_still()
    authority = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_keep_clusters(by, authority))
    require_basis(basis)
    if not authority.issues_papers:
        raise Refused(
            f"{authority} không ban hành văn bản nên không thành lập cụm, khối.",
            at="unit",
        )
    require_there(authority, valid_from)
    return add_unit(
        authority, kind_of(CLUSTER, "Cụm, khối thi đua", by=by), by=by, basis=basis,
        code=_code(authority), name=name, short_name=short_name, valid_from=valid_from,
    )  # fmt: skip


@transaction.atomic
def add_cluster_members(
    cluster_id: int, *, by: User, unit_ids: Iterable[int], valid_from: date, basis: str
) -> list[ClusterMember]:
    """Thêm thành viên, one or many at once; each keeps its place in the tree."""
    cluster = _lock(cluster_id)
    require(permissions.can_keep_clusters(by, cluster))
    require_basis(basis)
    require_there(cluster, valid_from)
    wanted = sorted(set(unit_ids))
    units = list(Unit.objects.within(wanted).select_related("kind").order_by("path"))
    if not units or len(units) < len(wanted):
        raise Refused("Chọn ít nhất một đơn vị.", at="units")
    if wrong := [unit for unit in units if not may_join(unit, cluster)]:
        raise Refused(
            f"{named(wrong)} không thuộc {cluster.parent} nên không vào {cluster} được.",
            at="units",
        )
    last = {}
    for unit in units:
        require_there(unit, valid_from)
        last[unit.pk] = until = last_day(unit, cluster, valid_from)
        if until and until < valid_from:
            raise Refused(
                f"{unit} không còn thuộc {cluster.parent} vào ngày {valid_from:%d/%m/%Y}.",
                at="valid_from",
            )
    there = ClusterMember.objects.of_cluster(cluster).reaching(valid_from)
    if already := list(there.filter(unit__in=units).select_related("unit")):
        raise Refused(
            f"{named([row.unit for row in already])} đã là thành viên.", at="units"
        )
    members = [
        ClusterMember(
            cluster=cluster, unit=unit, valid_from=valid_from,
            valid_to=last[unit.pk], basis=basis,
        )
        for unit in units
    ]  # fmt: skip
    for member in members:
        check(member)
    add_all(members, by=by)
    return members


@transaction.atomic
def end_cluster_members(
    cluster_id: int, *, by: User, member_ids: Iterable[int], valid_to: date, basis: str
) -> list[ClusterMember]:
    """Cho thôi thành viên, after their last day; an office is ended first."""
    cluster = _lock(cluster_id)
    require(permissions.can_keep_clusters(by, cluster))
    require_basis(basis)
    rows = ClusterMember.objects.of_cluster(cluster).filter(pk__in=set(member_ids))
    members = list(rows.for_page())
    if not members:
        raise Refused("Chọn ít nhất một thành viên.", at="members")
    offices = ClusterOffice.objects.of_cluster(cluster).filter(valid_to__gt=valid_to)
    busy = {office.unit_id: office for office in offices.for_page()}
    for member in members:
        if office := busy.get(member.unit_id):
            raise Refused(
                f"{member.unit} là {office.title.lower()} đến hết ngày "
                f"{office.valid_to:%d/%m/%Y}. Cho thôi chức vụ đó trước.",
                at="members",
            )
        if valid_to < member.valid_from:
            raise Refused(
                f"{member.unit} là thành viên từ ngày {member.valid_from:%d/%m/%Y}; ngày "
                "cuối không được trước ngày đó.",
                at="valid_to",
            )
        if member.valid_to and member.valid_to < valid_to:
            raise Refused(
                f"{member.unit} đã thôi tham gia sau ngày {member.valid_to:%d/%m/%Y}.",
                at="members",
            )
        amend(member, by=by, valid_to=valid_to, end_basis=basis)
    return members


@transaction.atomic
def appoint_cluster_heads(
    cluster_id: int, *, by: User, valid_from: date, valid_to: date, basis: str,
    head_id: int | None = None, deputy_ids: Iterable[int] = (), due_on: date | None = None,
) -> list[ClusterOffice]:  # fmt: skip
    """Cử trưởng, phó for a term, which may be still to come (luân phiên).

    Another head than the one before: a hand-over is opened, to be done until ``due_on``, or
    within the days that the term ``cluster_handover`` gives.
    """
    cluster = _lock(cluster_id)
    require(permissions.can_keep_clusters(by, cluster))
    require_basis(basis)
    if valid_to < valid_from:
        raise Refused(
            "Ngày cuối của nhiệm kỳ không được trước ngày đầu.", at="valid_to"
        )
    require_there(cluster, valid_from)
    require_there(cluster, valid_to, at="valid_to")
    deputies = sorted(set(deputy_ids))
    if head_id in deputies:
        raise Refused("Một đơn vị không vừa là trưởng vừa là phó.")
    wanted = [(Office.HEAD, head_id)] if head_id is not None else []
    wanted += [(Office.DEPUTY, pk) for pk in deputies]
    if not wanted:
        raise Refused("Chọn đơn vị làm trưởng hoặc phó.")
    if due_on and due_on < localdate():
        raise Refused(f"Hạn bàn giao {due_on:%d/%m/%Y} đã qua.", at="due_on")
    _require_members(cluster, [pk for _, pk in wanted], valid_from, valid_to)
    _require_free(cluster, wanted, valid_from, valid_to)
    offices = [
        ClusterOffice(
            cluster=cluster, unit_id=pk, office=office, valid_from=valid_from,
            valid_to=valid_to, basis=basis,
        )
        for office, pk in wanted
    ]  # fmt: skip
    for office in offices:
        add(office, by=by)
    if head_id is not None:
        cluster_handovers.open_for(offices[0], due_on, by=by)
        cluster_handovers.rejoin(cluster, valid_to, by=by)
    return offices


@transaction.atomic
def end_cluster_office(
    office_id: int, *, by: User, valid_to: date | None, basis: str
) -> ClusterOffice:
    """Cho thôi trưởng, phó before the term is over; a term to come is taken back whole.

    ``valid_to``: the last day, of a term that has begun.
    """
    cluster_id = ClusterOffice.objects.values_list("cluster", flat=True).get(
        pk=office_id
    )
    cluster = _lock(cluster_id)
    require(permissions.can_keep_clusters(by, cluster))
    require_basis(basis)
    office = ClusterOffice.objects.select_related("cluster", "unit").get(pk=office_id)
    if office.valid_from > localdate():
        instead = (
            f"Cho thôi từ ngày {vn_date(office.valid_from)}, khi nhiệm kỳ đã bắt đầu"
        )
        cluster_handovers.take_back(office, by=by, instead=instead)
        remove(office, by=by, unit=office.unit_id, basis=basis)
        if office.is_head:
            cluster_handovers.rejoin(cluster, office.valid_from, by=by)
        return office
    if valid_to is None or not office.valid_from <= valid_to < office.valid_to:
        raise Refused(
            f"Nhiệm kỳ từ ngày {office.valid_from:%d/%m/%Y} đến hết ngày "
            f"{office.valid_to:%d/%m/%Y}; ghi ngày cuối mới sớm hơn, trong khoảng đó.",
            at="valid_to",
        )
    amend(office, by=by, valid_to=valid_to, end_basis=basis)
    return office


# ---- help ---------------------------------------------------------------------------------


def named(units: list[Unit]) -> str:
    names = ", ".join(str(unit) for unit in units[:NAMED])
    more = len(units) - NAMED
    return f"{names} và {more} đơn vị khác" if more > 0 else names


def _lock(pk) -> Unit:
    """The cluster, held, in a tree in which nothing moves or ends meanwhile."""
    tree_lock.hold_still()
    cluster = hold(pk)
    if cluster.kind.code != CLUSTER or cluster.parent is None:
        raise Refused(f"{cluster} không phải là cụm, khối thi đua.")
    return cluster


def _code(authority) -> str:
    """The first free one: clusters have no code of their own by law."""
    room = authority.code[:CODE_ROOM].rstrip("._-")  # a code ends in no sign
    start = f"{room}.CK"
    taken = set(
        Unit.objects.filter(code__startswith=start).values_list("code", flat=True)
    )
    return next(
        f"{start}{n}" for n in range(1, len(taken) + 2) if f"{start}{n}" not in taken
    )


def may_join(unit, cluster) -> bool:
    """It stands under the authority that set the cluster up, and is none itself."""
    path = cluster.parent.path
    below = unit.path.startswith(path) and unit.path != path
    return below and unit.kind.code != CLUSTER


def last_day(unit: Unit, cluster: Unit, since: date) -> date | None:
    """Until when it may be a member: it ends, the cluster does, or it moves away by then."""
    assert cluster.parent_id, "a cluster stands under who set it up"
    end = calendar.earlier(unit.valid_to, cluster.valid_to)
    since = max(since, localdate())
    if end and end < since:
        return end
    away = calendar.leaves_on(unit.pk, cluster.parent_id, since, end)
    return calendar.earlier(end, away and away - DAY)


def _require_members(cluster, ids, start, end):
    covered = ClusterMember.objects.of_cluster(cluster).covering(start, end)
    there = set(covered.filter(unit__in=ids).values_list("unit", flat=True))
    if missing := [pk for pk in ids if pk not in there]:
        units = list(Unit.objects.within(missing).order_by("path"))
        raise Refused(
            f"{named(units) or 'Đơn vị đã chọn'} không là thành viên suốt từ ngày "
            f"{start:%d/%m/%Y} đến hết ngày {end:%d/%m/%Y}."
        )


def _require_free(cluster, wanted, start, end):
    held = ClusterOffice.objects.of_cluster(cluster).meeting(start, end)
    ids = {pk for _, pk in wanted}
    has_head = any(office == Office.HEAD for office, _ in wanted)
    for row in held.for_page():
        if (row.is_head and has_head) or row.unit_id in ids:
            raise Refused(
                f"{row.unit} là {row.title.lower()} từ ngày {row.valid_from:%d/%m/%Y} đến "
                f"hết ngày {row.valid_to:%d/%m/%Y}. Chọn thời gian khác, hoặc cho thôi "
                "nhiệm kỳ đó trước."
            )
