"""Cụm, khối thi đua: what its list, its page and the page of a member tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from units.estates import Work
from units.models import ClusterHandover, ClusterMember, ClusterOffice, Unit
from units.models.clusters import word_for
from units.models.tree import UnitQuerySet

DAY = timedelta(days=1)
HEADLESS, HANDING, ENDED = "khuyet", "ban-giao", "het"
# Values of ``?tt=`` in the order of the list's filter.
STATES = {HEADLESS: "Khuyết trưởng", HANDING: "Đang bàn giao", ENDED: "Đã kết thúc"}


@dataclass(frozen=True)
class ClusterRow:
    """Một dòng của danh sách."""

    cluster: Unit
    members: int
    head: ClusterOffice | None
    following: ClusterOffice | None
    handover: ClusterHandover | None
    today: date

    @property
    def standing(self) -> tuple[str, str, str]:
        """Kind of the sign, words, picture."""
        if self.cluster.has_ended(self.today):
            return "mute", "Đã kết thúc", "archive"
        if self.cluster.valid_from > self.today:
            return "info", "Chưa thành lập", "clock"
        if not self.members:
            return "mute", "Chưa có thành viên", "people"
        if self.head is None:
            return "warn", "Khuyết trưởng", ""
        if self.handover is not None:
            late = self.handover.is_late
            return (
                ("bad", "Bàn giao quá hạn", "")
                if late
                else ("info", "Đang bàn giao", "")
            )
        return "ok", "Đang hoạt động", ""


@dataclass(frozen=True)
class MemberRow:
    """Một thành viên with the office that it holds today, and its last turn as head."""

    member: ClusterMember
    office: ClusterOffice | None
    last_head: ClusterOffice | None


@dataclass
class ClusterPage:
    """Trang của một cụm, khối on a day."""

    cluster: Unit
    members: list[MemberRow] = field(default_factory=list)
    to_come: list[ClusterMember] = field(default_factory=list)
    former: list[ClusterMember] = field(default_factory=list)
    offices: list[ClusterOffice] = field(default_factory=list)  # newest first
    head: ClusterOffice | None = None
    before: ClusterOffice | None = None
    following: ClusterOffice | None = None
    deputies: list[ClusterOffice] = field(default_factory=list)
    handovers: list[ClusterHandover] = field(default_factory=list)
    done: list[ClusterHandover] = field(default_factory=list)
    headless_since: date | None = None

    @property
    def word(self) -> str:
        return word_for(self.cluster)

    @property
    def is_headless(self) -> bool:
        """There are members, and today nobody heads them."""
        return bool(self.members) and self.head is None


def filtered(
    clusters: UnitQuerySet, *, words: str, state: str, today: date
) -> UnitQuerySet:
    """Of these those whose name holds ``words`` and that stand so; ended ones when asked for."""
    ended = Q(valid_to__lt=today)
    if state == HEADLESS:
        clusters = headless(clusters, today)
    elif state == HANDING:
        open_ = ClusterHandover.objects.open().filter(cluster=OuterRef("pk"))
        clusters = clusters.filter(Exists(open_)).exclude(ended)
    elif state == ENDED:
        clusters = clusters.filter(ended)
    else:
        clusters = clusters.exclude(ended)
    if words:
        return clusters.named(words).select_related("kind", "parent")  # type: ignore[attr-defined]
    return clusters.select_related("kind", "parent").order_by(
        "parent__path", "folded_name"
    )


def headless(clusters: UnitQuerySet, today: date) -> UnitQuerySet:
    """Those that have members today and no head."""
    members = ClusterMember.objects.on(today).filter(cluster=OuterRef("pk"))
    heads = ClusterOffice.objects.on(today).heads().filter(cluster=OuterRef("pk"))
    return clusters.on(today).filter(Exists(members), ~Exists(heads))


def rows(clusters: Sequence[Unit], today: date) -> list[ClusterRow]:
    """What a page of clusters says; three queries, however many they are."""
    ids = [cluster.pk for cluster in clusters]
    members: dict[int, int] = {}
    held = ClusterMember.objects.on(today).of_clusters(ids)
    for pk in held.values_list("cluster", flat=True):
        members[pk] = members.get(pk, 0) + 1
    heads = ClusterOffice.objects.of_clusters(ids).heads().reaching(today)
    now: dict[int, ClusterOffice] = {}
    following: dict[int, ClusterOffice] = {}
    for office in heads.select_related("unit", "cluster").order_by("-valid_from"):
        (following if office.valid_from > today else now)[office.cluster_id] = office
    handovers = ClusterHandover.objects.of_clusters(ids).open().counted().for_page()
    # The one that is due first.
    open_ = {one.cluster_id: one for one in handovers.order_by("-due_on")}
    return [
        ClusterRow(
            cluster=cluster,
            members=members.get(cluster.pk, 0),
            head=now.get(cluster.pk),
            following=following.get(cluster.pk),
            handover=open_.get(cluster.pk),
            today=today,
        )
        for cluster in clusters
    ]


def page_of_cluster(cluster: Unit, today: date) -> ClusterPage:
    """All that its page tells; three queries."""
    page = ClusterPage(cluster)
    page.offices = list(ClusterOffice.objects.of_cluster(cluster).for_page())
    heads = [office for office in page.offices if office.is_head]
    now = [one for one in page.offices if one.valid_from <= today <= one.valid_to]
    page.head = next((one for one in now if one.is_head), None)
    page.deputies = [one for one in now if not one.is_head]
    coming = [one for one in heads if one.valid_from > today]
    page.following = coming[-1] if coming else None
    past = [one for one in heads if one.valid_to < today]
    page.before = past[0] if past else None
    if page.head is None and page.before is not None:
        page.headless_since = page.before.valid_to + DAY
    office_of = {one.unit_id: one for one in now}
    last_head: dict[int, ClusterOffice] = {}
    for one in heads:
        if one.valid_from <= today:
            last_head.setdefault(one.unit_id, one)
    for member in ClusterMember.objects.of_cluster(cluster).for_page():
        if member.valid_from > today:
            page.to_come.append(member)
        elif member.valid_to and member.valid_to < today:
            page.former.append(member)
        else:
            unit = member.unit_id
            page.members.append(
                MemberRow(member, office_of.get(unit), last_head.get(unit))
            )
    # Whoever holds an office stands first; the others as the queryset has them.
    page.members.sort(key=_rank)
    for handover in _handovers(cluster):
        (page.done if handover.is_closed else page.handovers).append(handover)
    return page


def _rank(row):
    if row.office is None:
        return 2
    return 0 if row.office.is_head else 1


def _handovers(cluster) -> Iterable[ClusterHandover]:
    found = ClusterHandover.objects.of_clusters([cluster.pk]).counted().for_page()
    return found.order_by("due_on", "pk")


@dataclass(frozen=True)
class Place:
    """Đơn vị đứng trong một cụm, khối: since when, with which offices, the newest first."""

    member: ClusterMember
    offices: list[ClusterOffice]
    is_over: bool


def places_of(unit: Unit, today: date) -> list[Place]:
    """In which clusters the unit is or was, those of today first; two queries, of most one."""
    members = ClusterMember.objects.of_unit(unit).select_related("cluster")
    members = list(members.order_by("-valid_from", "pk"))
    if not members:
        return []
    offices: dict[int, list[ClusterOffice]] = {}
    for office in ClusterOffice.objects.of_unit(unit).for_page():
        offices.setdefault(office.cluster_id, []).append(office)
    found = [
        Place(
            member,
            [
                office
                for office in offices.get(member.cluster_id, ())
                if office.valid_from >= member.valid_from
                and (member.valid_to is None or office.valid_from <= member.valid_to)
            ],
            member.valid_to is not None and member.valid_to < today,
        )
        for member in members
    ]
    return sorted(found, key=lambda place: place.is_over)


def candidates(cluster: Unit, day: date) -> UnitQuerySet:
    """Units of the authority that set the cluster up, which are no members on ``day``."""
    parent = cluster.parent
    assert parent is not None, "a cluster stands under who set it up"
    there = ClusterMember.objects.of_cluster(cluster).reaching(day).values("unit")
    below = Unit.objects.under(parent).on(day).exclude(pk=parent.pk)
    return below.exclude(kind=cluster.kind_id).exclude(pk__in=there)


def left_in_clusters(unit: Unit, day: date) -> list[Work]:
    """Việc dở dang ở cụm, khối: offices that the unit still holds, hand-overs not done."""
    offices = ClusterOffice.objects.of_unit(unit).reaching(day).for_page()
    found = [
        Work(
            title=office.post,
            state=f"nhiệm kỳ đến hết ngày {office.valid_to:%d/%m/%Y}",
            fate="thôi cùng đơn vị; cơ quan thành lập cử đơn vị khác",
            on_paper=False,
        )
        for office in offices
    ]
    handovers = ClusterHandover.objects.open().between([unit.pk]).counted().for_page()
    return found + [
        Work(
            title=f"Bàn giao {one.cluster}",
            state=f"đã nhận {one.taken}/{one.total} mục",  # type: ignore[attr-defined]
            fate="đơn vị tiếp nhận giao, nhận tiếp",
            on_paper=False,
        )
        for one in handovers.order_by("due_on", "pk")
    ]
