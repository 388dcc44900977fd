"""Cụm, khối: set up, its members by date, its heads by term, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tests.factories import (
    DECISION,
    ClusterFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    HandoverPieceFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
)
from units import actions
from units.errors import Refused
from units.models import (
    AuditEntry,
    ClusterHandover,
    ClusterMember,
    ClusterOffice,
    HandoverItem,
    Unit,
    UnitName,
)

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
YEAR = TODAY.year
NEXT = {"valid_from": date(YEAR + 1, 1, 1), "valid_to": date(YEAR + 1, 12, 31)}


class Place:
    """Một tỉnh với ba xã và một cụm của ba xã ấy."""

    def __init__(self):
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.cluster = ClusterFactory(parent=self.top, short_name="Cụm 1")
        self.units = [
            UnitFactory(parent=self.top, short_name=f"UBND xã {name}")
            for name in ("Đông", "Tây", "Nam")
        ]
        self.members = [
            ClusterMemberFactory(cluster=self.cluster, unit=unit) for unit in self.units
        ]
        self.by = MembershipFactory(unit=self.top, role=Role.ADMINISTRATOR).user

    def appoint(self, head=None, deputies=(), by=None, **dates):
        head = head.pk if head else None
        return actions.appoint_cluster_heads(
            self.cluster.pk, by=by or self.by, head_id=head,
            deputy_ids=[unit.pk for unit in deputies], basis=DECISION, **(NEXT | dates),
        )  # fmt: skip


@pytest.fixture
def here():
    return Place()


# ---- set up -------------------------------------------------------------------------------


def found(here, **changes):
    facts = {
        "unit_id": here.top.pk, "name": "Khối thi đua các sở", "short_name": "Khối các sở",
        "valid_from": date(2026, 1, 1), "basis": DECISION,
    }  # fmt: skip
    return actions.found_cluster(by=here.by, **(facts | changes))


def test_a_cluster_is_set_up_under_the_authority_with_its_paper(here):
    cluster = found(here)

    assert (cluster.parent, cluster.kind.code) == (here.top, "cum-khoi")
    assert cluster.code == f"{here.top.code}.CK1"
    assert UnitName.objects.get(unit=cluster).basis == DECISION
    line = AuditEntry.objects.get(action="unit.added", subject_id=cluster.pk)
    assert line.actor == here.by
    assert found(here, short_name="Khối khác").code == f"{here.top.code}.CK2"


def test_a_long_code_of_the_authority_leaves_room_for_the_clusters(here):
    here.top.code = "H29.15.3.02.10.76543210.1.234"  # the 24th character is a dot
    here.top.save(update_fields=["code"])

    assert found(here).code == "H29.15.3.02.10.76543210.CK1"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"basis": " "}, "Ghi văn bản căn cứ"),
        ({"valid_from": date(1999, 1, 1)}, "không tồn tại vào ngày 01/01/1999"),
    ],
)
def test_what_a_cluster_needs(here, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        found(here, **changes)


def test_only_an_authority_sets_one_up(here):
    office = UnitFactory(parent=here.top, quiet=True)
    with pytest.raises(Refused, match="không ban hành văn bản"):
        found(here, unit_id=office.pk)


def test_who_sets_one_up(here):
    council_kind = UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng")
    council = UnitFactory(parent=here.top, kind=council_kind)
    secretary = MembershipFactory(unit=council, role=Role.SECRETARY).user
    facts = {
        "unit_id": here.top.pk, "name": "Khối các sở", "short_name": "Khối các sở",
        "valid_from": TODAY, "basis": DECISION,
    }  # fmt: skip

    assert actions.found_cluster(by=secretary, **facts).parent == here.top
    for role in (Role.OFFICER, Role.LEADER, Role.CLERK, Role.REPORTER):
        person = MembershipFactory(unit=here.top, role=role).user
        with pytest.raises(PermissionDenied):
            actions.found_cluster(by=person, **facts)
    beside = MembershipFactory(unit=here.units[0], role=Role.ADMINISTRATOR).user
    with pytest.raises(PermissionDenied):
        actions.found_cluster(by=beside, **facts)


# ---- members ------------------------------------------------------------------------------


def join(here, *units, day=TODAY):
    return actions.add_cluster_members(
        here.cluster.pk, by=here.by, unit_ids=[unit.pk for unit in units], valid_from=day,
        basis=DECISION,
    )  # fmt: skip


def test_many_join_at_once_each_with_its_line(here):
    fresh = UnitFactory.create_batch(2, parent=here.top)

    members = join(here, *fresh)

    assert [member.unit for member in members] == fresh
    rows = ClusterMember.objects.filter(unit__in=fresh)
    assert {(row.valid_from, row.valid_to, row.basis) for row in rows} == {
        (TODAY, None, DECISION)
    }
    lines = AuditEntry.objects.filter(action="clustermember.added")
    assert {line.subject_id for line in lines} == {row.pk for row in rows}
    assert {line.unit_id for line in lines} == {unit.pk for unit in fresh}


def test_who_may_not_join(here):
    outside = UnitFactory(short_name="UBND xã Ngoài")
    other = ClusterFactory(parent=here.top, short_name="Cụm 2")
    gone = UnitFactory(
        parent=here.top, short_name="UBND xã Cũ", valid_to=date(2025, 6, 30)
    )
    for unit, sentence in (
        (outside, "UBND xã Ngoài không thuộc UBND tỉnh Mẫu"),
        (here.top, "UBND tỉnh Mẫu không thuộc UBND tỉnh Mẫu"),
        (other, "Cụm 2 không thuộc"),
        (gone, "UBND xã Cũ không tồn tại vào ngày"),
        (here.units[0], "UBND xã Đông đã là thành viên"),
    ):
        with pytest.raises(Refused, match=sentence):
            join(here, unit)
    with pytest.raises(Refused, match="Chọn ít nhất một đơn vị"):
        join(here)
    assert ClusterMember.objects.count() == 3


def leave(here, *members, day=TODAY):
    return actions.end_cluster_members(
        here.cluster.pk, by=here.by, member_ids=[row.pk for row in members], valid_to=day,
        basis="Quyết định số 99/QĐ-UBND",
    )  # fmt: skip


def test_members_leave_and_may_come_again(here):
    leave(here, *here.members[:2])

    row = ClusterMember.objects.get(unit=here.units[0])
    assert (row.valid_to, row.end_basis) == (TODAY, "Quyết định số 99/QĐ-UBND")
    with pytest.raises(Refused, match="đã là thành viên"):
        join(here, here.units[0], day=TODAY)
    join(here, here.units[0], day=TODAY + DAY)
    assert ClusterMember.objects.filter(unit=here.units[0]).count() == 2


def test_whoever_holds_an_office_stays_until_its_end(here):
    here.appoint(here.units[0], [here.units[1]])

    with pytest.raises(
        Refused, match=f"UBND xã Đông là trưởng cụm đến hết ngày 31/12/{YEAR + 1}"
    ):
        leave(here, here.members[0])
    with pytest.raises(Refused, match="UBND xã Tây là phó cụm"):
        leave(here, here.members[1])
    leave(here, here.members[0], day=NEXT["valid_to"])
    with pytest.raises(Refused, match=f"đã thôi tham gia sau ngày 31/12/{YEAR + 1}"):
        leave(here, here.members[0], day=NEXT["valid_to"] + DAY)
    with pytest.raises(Refused, match="ngày cuối không được trước ngày đó"):
        leave(here, here.members[2], day=date(2019, 1, 1))


# ---- heads and deputies -------------------------------------------------------------------


def test_a_head_and_deputies_are_appointed_ahead(here):
    offices = here.appoint(here.units[0], here.units[1:])

    rows = ClusterOffice.objects.for_page()
    assert [(row.unit.short_name, row.title) for row in rows] == [
        ("UBND xã Đông", "Trưởng cụm"),
        ("UBND xã Nam", "Phó cụm"),
        ("UBND xã Tây", "Phó cụm"),
    ]
    assert len(offices) == 3
    lines = AuditEntry.objects.filter(action="clusteroffice.added")
    assert lines.count() == 3
    assert not ClusterHandover.objects.exists()  # there was no head before


@pytest.mark.parametrize(
    ("head", "deputies", "dates", "sentence"),
    [
        (None, [], {}, "Chọn đơn vị làm trưởng hoặc phó"),
        (0, [0], {}, "không vừa là trưởng vừa là phó"),
        (0, [], {"valid_to": date(YEAR, 12, 31)}, "không được trước ngày đầu"),
        (
            0,
            [],
            {"valid_from": date(2019, 1, 1)},
            "Cụm 1 không tồn tại vào ngày 01/01/2019",
        ),
        (0, [], {"due_on": TODAY - DAY}, "Hạn bàn giao .* đã qua"),
    ],
)
def test_what_a_term_needs(here, head, deputies, dates, sentence):
    with pytest.raises(Refused, match=sentence):
        here.appoint(
            here.units[head] if head is not None else None,
            [here.units[n] for n in deputies], **dates,
        )  # fmt: skip


def test_only_a_member_on_all_of_its_days_holds_an_office(here):
    stranger = UnitFactory(parent=here.top, short_name="UBND xã Lạ")
    leave(here, here.members[0], day=NEXT["valid_to"] - DAY)

    for unit in (stranger, here.units[0]):
        with pytest.raises(Refused, match=f"{unit} không là thành viên suốt từ ngày"):
            here.appoint(unit)
    here.appoint(here.units[0], valid_to=NEXT["valid_to"] - DAY)


def test_one_head_and_one_office_of_a_unit_at_a_time(here):
    here.appoint(here.units[0], [here.units[1]])

    taken = f"UBND xã Đông là trưởng cụm từ ngày 01/01/{YEAR + 1} đến hết ngày 31/12/{YEAR + 1}"
    with pytest.raises(Refused, match=taken):
        here.appoint(
            here.units[2], valid_from=NEXT["valid_to"], valid_to=date(YEAR + 2, 6, 1)
        )
    with pytest.raises(Refused, match="UBND xã Tây là phó cụm"):
        here.appoint(None, [here.units[1]])
    here.appoint(None, [here.units[2]])
    here.appoint(
        here.units[1],
        valid_from=NEXT["valid_to"] + DAY,
        valid_to=date(YEAR + 2, 12, 31),
    )


@pytest.mark.parametrize(
    ("first", "second", "constraint"),
    [
        (("head", 0), ("head", 1), "one_head_of_a_cluster_at_a_time"),
        (("head", 0), ("deputy", 0), "one_office_in_a_cluster_at_a_time"),
    ],
)
def test_the_database_keeps_terms_apart(here, first, second, constraint):
    for (office, n), expected in ((first, None), (second, constraint)):
        row = ClusterOfficeFactory.build(
            cluster=here.cluster, unit=here.units[n], office=office
        )
        if expected is None:
            row.save(force_insert=True)
            continue
        with pytest.raises(IntegrityError, match=expected), transaction.atomic():
            row.save(force_insert=True)


def test_two_deputies_and_a_head_side_by_side_are_no_overlap(here):
    for office, unit in zip(("head", "deputy", "deputy"), here.units, strict=True):
        ClusterOfficeFactory(cluster=here.cluster, unit=unit, office=office)

    assert ClusterOffice.objects.count() == 3


def test_the_database_keeps_a_member_for_each_office(here):
    stranger = UnitFactory(parent=here.top)
    message = "held by who is no member"
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        ClusterOfficeFactory(cluster=here.cluster, unit=stranger)
    office = ClusterOfficeFactory(cluster=here.cluster, unit=here.units[0])
    mine = ClusterMember.objects.filter(unit=here.units[0])
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        mine.update(valid_to=office.valid_to - DAY)
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        mine.delete()
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        ClusterOffice.objects.filter(pk=office.pk).update(unit=stranger)
    assert mine.update(valid_to=office.valid_to) == 1


def test_a_unit_is_a_member_once_at_a_time(here):
    with (
        pytest.raises(IntegrityError, match="one_membership_of_a_cluster_at_a_time"),
        transaction.atomic(),
    ):
        ClusterMemberFactory(cluster=here.cluster, unit=here.units[0], valid_from=TODAY)


# ---- a term ends before its time ----------------------------------------------------------


def test_a_running_term_is_cut_short(here):
    office = ClusterOfficeFactory(
        cluster=here.cluster, unit=here.units[0], valid_from=TODAY - DAY,
        valid_to=TODAY + 9 * DAY,
    )  # fmt: skip
    for day in (None, TODAY - 2 * DAY, TODAY + 9 * DAY):
        with pytest.raises(Refused, match="ghi ngày cuối mới sớm hơn"):
            actions.end_cluster_office(
                office.pk, by=here.by, valid_to=day, basis="QĐ 5"
            )

    actions.end_cluster_office(office.pk, by=here.by, valid_to=TODAY, basis="QĐ 5")

    office.refresh_from_db()
    assert (office.valid_to, office.end_basis) == (TODAY, "QĐ 5")


def test_a_term_to_come_is_taken_back_with_its_hand_over(here):
    ClusterOfficeFactory(cluster=here.cluster, unit=here.units[0])
    (planned,) = here.appoint(here.units[1])
    assert ClusterHandover.objects.get().taker == here.units[1]

    actions.end_cluster_office(planned.pk, by=here.by, valid_to=None, basis="QĐ 5")

    assert [row.unit for row in ClusterOffice.objects.all()] == [here.units[0]]
    assert not ClusterHandover.objects.exists()
    assert not HandoverItem.objects.exists()
    line = AuditEntry.objects.get(action="clusteroffice.removed")
    assert line.detail == {"unit": here.units[1].pk, "basis": "QĐ 5"}


def test_it_is_not_taken_back_once_something_was_given(here):
    ClusterOfficeFactory(cluster=here.cluster, unit=here.units[0])
    (planned,) = here.appoint(here.units[1])
    giver = MembershipFactory(unit=here.units[0]).user
    actions.give_item(HandoverItem.objects.first().pk, by=giver)

    with pytest.raises(
        Refused, match=r"UBND xã Đông đã bắt đầu bàn giao Cụm .* cho UBND xã Tây"
    ):
        actions.end_cluster_office(planned.pk, by=here.by, valid_to=None, basis="QĐ 5")
    assert ClusterOffice.objects.filter(pk=planned.pk).exists()


# ---- what a change of head opens ----------------------------------------------------------


def test_a_change_of_head_opens_a_hand_over_of_the_catalogue(here):
    ClusterOfficeFactory(cluster=here.cluster, unit=here.units[0])
    HandoverPieceFactory(name="Cờ luân lưu", unit=here.top, position=5)
    HandoverPieceFactory(name="Của nơi khác", unit=UnitFactory())
    HandoverPieceFactory(name="Đã thôi", valid_to=TODAY)

    (term,) = here.appoint(here.units[1])

    handover = ClusterHandover.objects.get()
    assert (handover.giver, handover.taker, handover.term) == (
        here.units[0], here.units[1], term,
    )  # fmt: skip
    assert handover.due_on == date(YEAR + 1, 1, 16)  # the term of 15 days
    names = list(handover.items.order_by("position").values_list("name", flat=True))
    assert names == [
        "Quy chế hoạt động", "Danh sách thành viên", "Giao ước thi đua đã ký",
        "Bảng điểm, kết quả xếp hạng", "Biên bản họp, sơ kết, tổng kết", "Quỹ, kinh phí",
        "Chương trình hoạt động của năm", "Công văn, báo cáo, tệp dữ liệu", "Cờ luân lưu",
    ]  # fmt: skip


def test_the_same_head_again_hands_nothing_over(here):
    ClusterOfficeFactory(cluster=here.cluster, unit=here.units[0])
    here.appoint(here.units[0])

    assert not ClusterHandover.objects.exists()


def test_history_is_recorded_without_a_hand_over(here):
    years = {"valid_from": date(YEAR - 2, 1, 1), "valid_to": date(YEAR - 2, 12, 31)}
    here.appoint(here.units[0], **years)
    here.appoint(
        here.units[1], valid_from=date(YEAR - 1, 1, 1), valid_to=date(YEAR - 1, 12, 31)
    )

    assert not ClusterHandover.objects.exists()


def test_a_day_that_is_given_opens_it_all_the_same(here):
    here.appoint(
        here.units[0], valid_from=date(YEAR - 2, 1, 1), valid_to=date(YEAR - 2, 12, 31)
    )
    here.appoint(
        here.units[1], valid_from=date(YEAR - 1, 1, 1), valid_to=date(YEAR + 1, 12, 31),
        due_on=TODAY,
    )  # fmt: skip

    assert ClusterHandover.objects.get().due_on == TODAY


def test_a_head_put_between_takes_over_and_hands_on(here):
    ClusterOfficeFactory(
        cluster=here.cluster, unit=here.units[0], valid_to=TODAY, valid_from=TODAY - DAY
    )
    later = {"valid_from": date(YEAR + 2, 1, 1), "valid_to": date(YEAR + 2, 12, 31)}
    here.appoint(here.units[1], **later)

    here.appoint(here.units[2])

    pairs = ClusterHandover.objects.order_by("due_on").values_list("giver", "taker")
    assert list(pairs) == [
        (here.units[0].pk, here.units[2].pk),
        (here.units[2].pk, here.units[1].pk),
    ]
    between = ClusterOffice.objects.get(unit=here.units[2])
    actions.end_cluster_office(between.pk, by=here.by, valid_to=None, basis="QĐ 5")
    pairs = ClusterHandover.objects.values_list("giver", "taker")
    assert list(pairs) == [(here.units[0].pk, here.units[1].pk)]


# ---- the catalogue ------------------------------------------------------------------------


def test_an_authority_keeps_its_own_pieces(here):
    piece = actions.add_piece(
        by=here.by, unit_id=here.top.pk, name="Cờ luân lưu", valid_from=TODAY
    )
    with pytest.raises(Refused, match="đã có mục bàn giao mang tên này"):
        actions.add_piece(
            by=here.by, unit_id=here.top.pk, name="Cờ luân lưu", valid_from=TODAY + DAY
        )
    with pytest.raises(Refused, match="Ngày thôi dùng không được trước"):
        actions.amend_piece(
            piece.pk, by=here.by, name="Cờ", valid_from=TODAY, valid_to=TODAY - DAY
        )
    actions.amend_piece(
        piece.pk, by=here.by, name="Cờ", valid_from=TODAY, valid_to=TODAY
    )

    piece.refresh_from_db()
    assert (piece.name, piece.valid_to) == ("Cờ", TODAY)
    beside = MembershipFactory(unit=here.units[0], role=Role.ADMINISTRATOR).user
    with pytest.raises(PermissionDenied):
        actions.amend_piece(piece.pk, by=beside, name="Cờ", valid_from=TODAY)


def test_common_pieces_are_kept_by_who_administers_every_tree(here):
    facts = {"unit_id": None, "name": "Biểu trưng", "valid_from": TODAY}
    assert actions.add_piece(by=here.by, **facts).unit is None
    UnitFactory(
        short_name="UBND tỉnh Khác"
    )  # another tree, which the person does not reach
    with pytest.raises(PermissionDenied):
        actions.add_piece(by=here.by, **(facts | {"name": "Khác"}))
    with pytest.raises(PermissionDenied):
        actions.add_piece(by=UserFactory(), **facts)


def test_a_unit_that_is_no_cluster_has_no_members(here):
    with pytest.raises(Refused, match="không phải là cụm, khối thi đua"):
        actions.add_cluster_members(
            here.units[0].pk, by=here.by, unit_ids=[here.units[1].pk], valid_from=TODAY,
            basis=DECISION,
        )  # fmt: skip
    assert Unit.objects.of_kind("cum-khoi").count() == 1
