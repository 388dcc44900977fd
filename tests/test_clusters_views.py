"""Cụm, khối trên màn hình: the list, one of them, its forms, the checklist."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import (
    DECISION,
    ClusterFactory,
    ClusterHandoverFactory,
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
from units.models import ClusterMember, ClusterOffice, HandoverItem, HandoverPiece, Unit

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
LIST = reverse("cluster-list")
HTMX = {"HX-Request": "true"}


class Place:
    """Cụm 1 of a province: xã Đông heads it, xã Tây is its deputy, xã Nam a member."""

    def __init__(self):
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.cluster = ClusterFactory(parent=self.top, short_name="Cụm 1", name="Cụm 1")
        self.east, self.west, self.south = (
            UnitFactory(parent=self.top, short_name=f"UBND xã {name}")
            for name in ("Đông", "Tây", "Nam")
        )
        self.members = [
            ClusterMemberFactory(cluster=self.cluster, unit=unit)
            for unit in (self.east, self.west, self.south)
        ]
        self.term = ClusterOfficeFactory(cluster=self.cluster, unit=self.east)
        ClusterOfficeFactory(cluster=self.cluster, unit=self.west, office="deputy")
        self.by = MembershipFactory(unit=self.top, role=Role.ADMINISTRATOR).user
        self.url = reverse("cluster", args=[self.cluster.pk])

    def at(self, name):
        return reverse(f"cluster-{name}", args=[self.cluster.pk])


@pytest.fixture
def here(client):
    place = Place()
    client.force_login(place.by)
    return place


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def rows(response) -> list[str]:
    body = response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


# ---- the list -----------------------------------------------------------------------------


def test_the_list_tells_who_heads_what(client, here):
    end = f"31/12/{TODAY.year}"

    assert rows(client.get(LIST)) == [
        f"Cụm 1 UBND tỉnh Mẫu · 3 thành viên Đang hoạt động Trưởng: UBND xã Đông đến hết {end} — 3"
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list(client, django_assert_num_queries, count):
    top = UnitFactory()
    for _ in range(count):
        cluster = ClusterFactory(parent=top)
        head = ClusterMemberFactory(cluster=cluster).unit
        ClusterMemberFactory(cluster=cluster)
        term = ClusterOfficeFactory(cluster=cluster, unit=head)
        ClusterHandoverFactory(giver=UnitFactory(parent=top), term=term)
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)

    # user, roles; whom the person looks after; count, page; members, heads, hand-overs;
    # shell: memberships
    with django_assert_num_queries(9):
        response = client.get(LIST)

    assert len(rows(response)) == count


def test_states_narrow_the_list(client, here):
    headless = ClusterFactory(parent=here.top, short_name="Cụm khuyết")
    ClusterMemberFactory(cluster=headless)
    empty = ClusterFactory(parent=here.top, short_name="Cụm trống")
    ClusterFactory(parent=here.top, short_name="Cụm cũ", valid_to=TODAY - DAY)
    ClusterHandoverFactory(giver=here.south, term=here.term, due_on=TODAY - DAY)

    def names(query):
        return [row.partition(" UBND")[0] for row in rows(client.get(LIST + query))]

    assert names("") == ["Cụm 1", "Cụm khuyết", "Cụm trống"]
    assert names("?tt=khuyet") == ["Cụm khuyết"]
    assert names("?tt=ban-giao") == ["Cụm 1"]
    assert names("?tt=het") == ["Cụm cũ"]
    assert names("?tt=khong-co") == names("")
    assert names("?q=cum+trong") == ["Cụm trống"]
    assert names("?q=trong&tt=khuyet") == []
    told = text(client.get(LIST))
    assert "Bàn giao quá hạn đã nhận 0/2 mục" in told
    assert "Khuyết trưởng" in told
    assert "Chưa có thành viên" in told
    assert str(empty) in told
    nothing = text(client.get(f"{LIST}?q=zz"))
    assert "Không có cụm, khối nào khớp" in nothing
    assert "Không tìm thấy “zz” trong tên gọn" in nothing


def test_typing_gets_the_rows_alone(client, here):
    response = client.get(f"{LIST}?q=cum", headers=HTMX)

    assert response.content.decode().strip().startswith('<div id="kq">')
    assert "HX-Request" in response["Vary"]


def test_whoever_has_none_is_told_why(client):
    top = UnitFactory()
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)
    assert "Thành lập cụm, khối đầu tiên" in text(client.get(LIST))
    client.force_login(MembershipFactory(unit=top, role=Role.OFFICER).user)
    told = text(client.get(LIST))
    assert "chưa là thành viên cụm, khối nào" in told
    assert "Thành lập" not in told.partition("Chưa có cụm")[0]
    client.force_login(UserFactory())
    assert "Tài khoản chưa được giao vai trò" in text(client.get(LIST))


# ---- who sees what ------------------------------------------------------------------------


def test_who_sees_a_cluster(client, here):
    office = UnitFactory(parent=here.south, quiet=True)
    beside = UnitFactory(parent=here.top)
    for unit, role, status in (
        (here.top, Role.OFFICER, 200),
        (here.south, Role.REPORTER, 200),
        (here.east, Role.CLERK, 200),
        (office, Role.REPORTER, 404),
        (beside, Role.ADMINISTRATOR, 404),
        (UnitFactory(), Role.ADMINISTRATOR, 404),
    ):
        client.force_login(MembershipFactory(unit=unit, role=role).user)
        assert client.get(here.url).status_code == status, (unit, role)
        shown = len(rows(client.get(LIST)))
        assert shown == (status == 200), (unit, role)


def test_a_member_that_has_left_sees_it_no_more_and_one_to_come_does(client, here):
    reader = MembershipFactory(unit=here.south).user
    client.force_login(reader)
    member = ClusterMember.objects.filter(unit=here.south)
    member.update(valid_to=TODAY - DAY)
    assert client.get(here.url).status_code == 404
    member.update(valid_from=TODAY + DAY, valid_to=None)
    assert client.get(here.url).status_code == 200


# ---- one cluster --------------------------------------------------------------------------


def test_the_page_tells_members_heads_and_terms(client, here):
    year = TODAY.year
    ClusterOfficeFactory(
        cluster=here.cluster, unit=here.south, valid_from=date(year - 1, 1, 1),
        valid_to=date(year - 1, 12, 31), end_basis="QĐ 8",
    )  # fmt: skip
    actions.appoint_cluster_heads(
        here.cluster.pk, by=here.by, head_id=here.west.pk, valid_from=date(year + 1, 1, 1),
        valid_to=date(year + 1, 12, 31), basis=DECISION,
    )  # fmt: skip

    response = client.get(here.url)

    assert [row.split(" 01/01")[0] for row in rows(response)] == [
        "UBND xã Đông Ủy ban nhân dân Trưởng cụm",
        "UBND xã Tây Ủy ban nhân dân Phó cụm",
        f"UBND xã Nam Ủy ban nhân dân thành viên làm trưởng gần nhất: 31/12/{year - 1}",
    ]
    told = text(response)
    assert f"Trước UBND xã Nam 01/01/{year - 1} – 31/12/{year - 1}" in told
    assert f"Đương nhiệm UBND xã Đông 01/01/{year} – 31/12/{year}" in told
    assert f"Kế tiếp UBND xã Tây 01/01/{year + 1} – 31/12/{year + 1}" in told
    assert "Phó cụm: UBND xã Tây (đến hết" in told
    assert "UBND xã Đông → UBND xã Tây đã nhận 0/8 mục" in told
    assert "thôi theo QĐ 8" in told


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_page(client, here, django_assert_num_queries, count):
    for n in range(count):
        unit = ClusterMemberFactory(cluster=here.cluster).unit
        term = ClusterOfficeFactory(
            cluster=here.cluster, unit=unit, valid_from=date(2021 + n, 1, 1),
            valid_to=date(2021 + n, 12, 31),
        )  # fmt: skip
        ClusterHandoverFactory(giver=here.south, term=term)

    # user, roles; branches looked after; the cluster; offices, members, hand-overs; its first
    # name; shell: memberships
    with django_assert_num_queries(9):
        client.get(here.url)


def test_without_a_head_it_says_what_to_do(client, here):
    ClusterOffice.objects.heads().update(
        valid_from=TODAY - 9 * DAY, valid_to=TODAY - DAY, end_basis="NQ 7"
    )
    told = text(client.get(here.url))
    assert "Khuyết trưởng" in told
    assert (
        f"Chưa có đơn vị nào làm trưởng cụm từ ngày {TODAY:%d/%m/%Y}: UBND xã Đông thôi làm "
        f"trưởng sau ngày {TODAY - DAY:%d/%m/%Y} (NQ 7). Cử trưởng" in told
    )
    client.force_login(MembershipFactory(unit=here.south).user)
    told = text(client.get(here.url))
    assert "UBND tỉnh Mẫu cử trưởng." in told
    assert "Việc trông coi" not in told


def test_who_only_sees_does_nothing(client, here):
    client.force_login(MembershipFactory(unit=here.south, role=Role.ADMINISTRATOR).user)
    for name in ("join", "leave", "appoint"):
        assert client.get(here.at(name)).status_code == 403
    end = reverse("cluster-office-end", args=[here.term.pk])
    assert client.post(end, {"basis": "x"}).status_code == 403


# ---- the forms ----------------------------------------------------------------------------


def test_a_cluster_is_set_up_and_leads_to_its_members(client, here):
    form = text(client.get(f"{reverse('cluster-found')}?don-vi={here.top.pk}"))
    assert "Cơ quan thành lập" in form
    sent = {
        "unit": here.top.pk, "name": "Khối thi đua các sở", "short_name": "Nhóm các sở",
        "valid_from": "01/01/2026", "basis": DECISION,
    }  # fmt: skip
    wrong = client.post(reverse("cluster-found"), sent)
    assert wrong.status_code == 422
    assert (
        "Tên gọn phải bắt đầu bằng chữ Cụm hoặc Khối. Đang nhập: Nhóm các sở"
        in text(wrong)
    )
    assert 'value="Khối thi đua các sở"' in wrong.content.decode()

    answer = client.post(reverse("cluster-found"), sent | {"short_name": "Khối các sở"})

    cluster = Unit.objects.get(short_name="Khối các sở")
    assert answer.url == reverse("cluster-join", args=[cluster.pk])
    assert cluster.valid_from == date(2026, 1, 1)


def test_searching_for_the_authority_gives_the_form_back(client, here):
    sent = {"tim": "unit", "unit_tim": "tinh mau", "name": "Khối A"}
    page = client.post(reverse("cluster-found"), sent)

    assert page.status_code == 200
    assert 'value="Khối A"' in page.content.decode()
    assert "UBND tỉnh Mẫu" in text(page)


def test_many_members_are_ticked_over_several_searches(client, here):
    hamlet = UnitKindFactory(code="thon", name="Thôn")
    near = UnitFactory(parent=here.top, short_name="UBND xã Bắc")
    deep = UnitFactory(parent=here.south, kind=hamlet, quiet=True, short_name="Thôn Hạ")
    offered = text(client.get(here.at("join")))
    assert "UBND xã Bắc · Ủy ban nhân dân" in offered
    assert (
        "Thôn Hạ" not in offered.partition("Thành viên từ ngày")[0].partition("Lọc")[2]
    )
    assert "UBND xã Đông ·" not in offered

    narrowed = client.post(
        here.at("join"),
        {"loc": "1", "kind": "thon", "units": [near.pk], "basis": "QĐ 4"},
    )
    page = narrowed.content.decode()
    assert narrowed.status_code == 200
    boxes = re.findall(r'name="units" value="(\d+)"([^>]*)>', page)
    assert [(pk, "checked" in rest) for pk, rest in boxes] == [
        (str(near.pk), True),
        (str(deep.pk), False),
    ]
    assert 'value="QĐ 4"' in page
    found = text(client.post(here.at("join"), {"loc": "1", "words": "bac"}))
    assert "UBND xã Bắc ·" in found
    nothing = text(client.post(here.at("join"), {"loc": "1", "words": "zz"}))
    assert "Không có đơn vị nào khớp mà chưa là thành viên" in nothing

    sent = {"units": [near.pk, deep.pk], "kind": "thon", "basis": "QĐ 4"}
    wrong = client.post(here.at("join"), sent | {"valid_from": "hôm qua"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count(" checked") == 2
    answer = client.post(here.at("join"), sent | {"valid_from": "01/02/2026"})

    assert answer.url == here.url
    assert "Đã thêm 2 thành viên." in text(client.get(here.url))
    assert ClusterMember.objects.filter(valid_from=date(2026, 2, 1)).count() == 2


def test_a_refusal_of_the_act_stands_in_the_form(client, here):
    unit = UnitFactory(
        parent=here.top, valid_from=date(2026, 6, 1), short_name="UBND xã Mới"
    )
    sent = {"units": [unit.pk], "valid_from": "01/02/2026", "basis": "QĐ 4"}
    answer = client.post(here.at("join"), sent)

    assert answer.status_code == 422
    assert "UBND xã Mới không tồn tại vào ngày 01/02/2026." in text(answer)


def test_members_leave(client, here):
    sent = {
        "members": [here.members[2].pk],
        "valid_to": f"{TODAY:%d/%m/%Y}",
        "basis": "QĐ 5",
    }
    busy = client.post(here.at("leave"), sent | {"members": [here.members[0].pk]})
    assert busy.status_code == 422
    assert "UBND xã Đông là trưởng cụm đến hết ngày" in text(busy)

    client.post(here.at("leave"), sent)

    assert ClusterMember.objects.get(unit=here.south).valid_to == TODAY
    assert "1 thành viên thôi tham gia sau ngày" in text(client.get(here.url))


def test_the_next_head_is_offered_in_turn(client, here):
    year = TODAY.year
    page = client.get(here.at("appoint"))
    body = page.content.decode()
    assert re.findall(r"<option value=\"\d*\"[^>]*>([^<]+)<", body)[:4] == [
        "Không cử trưởng lần này",
        "UBND xã Tây · chưa làm trưởng",
        "UBND xã Nam · chưa làm trưởng",
        f"UBND xã Đông · làm trưởng gần nhất năm {year}",
    ]
    assert f'value="01/01/{year + 1}"' in body
    assert f'value="31/12/{year + 1}"' in body
    sent = {
        "head": here.south.pk, "deputy_1": here.east.pk, "deputy_3": here.west.pk,
        "valid_from": f"01/01/{year + 1}", "valid_to": f"31/12/{year + 1}", "basis": "QĐ 6",
        "due_on": f"20/01/{year + 1}",
    }  # fmt: skip
    wrong = client.post(here.at("appoint"), sent | {"deputy_1": here.south.pk})
    assert wrong.status_code == 422
    assert "Một đơn vị không vừa là trưởng vừa là phó." in text(wrong)

    client.post(here.at("appoint"), sent)

    told = text(client.get(here.url))
    assert (
        "Đã cử UBND xã Nam (trưởng cụm), UBND xã Đông (phó cụm), UBND xã Tây (phó cụm)."
        in told
    )
    (term,) = ClusterOffice.objects.heads().filter(basis="QĐ 6")
    assert term.handover.due_on == date(year + 1, 1, 20)


@pytest.mark.parametrize(
    ("terms", "offered"),
    [
        ([], (date(TODAY.year, 1, 1), date(TODAY.year, 12, 31))),
        ([(-9, -1)], (TODAY, date(TODAY.year, 12, 31))),
        ([(-9, -1), (20, 90)], (TODAY, TODAY + 19 * DAY)),
        ([(-9, 3)], (TODAY + 4 * DAY, (TODAY + 4 * DAY).replace(month=12, day=31))),
        ([(20, 90)], (TODAY, TODAY + 19 * DAY)),
    ],
)
def test_the_days_that_nobody_heads_yet_are_offered(client, here, terms, offered):
    ClusterOffice.objects.all().delete()
    for start, end in terms:
        ClusterOfficeFactory(
            cluster=here.cluster, unit=here.south, valid_from=TODAY + start * DAY,
            valid_to=TODAY + end * DAY,
        )  # fmt: skip

    body = client.get(here.at("appoint")).content.decode()

    days = re.findall(r'name="valid_(?:from|to)" value="([^"]+)"', body)
    assert days == [f"{day:%d/%m/%Y}" for day in offered]


def test_a_term_is_ended_or_taken_back(client, here):
    end = reverse("cluster-office-end", args=[here.term.pk])
    assert "Ngày cuối giữ chức" in text(client.get(end))
    wrong = client.post(end, {"valid_to": "31/12/2040", "basis": "QĐ 7"})
    assert wrong.status_code == 422
    assert "ghi ngày cuối mới sớm hơn" in text(wrong)
    client.post(end, {"valid_to": f"{TODAY:%d/%m/%Y}", "basis": "QĐ 7"})
    here.term.refresh_from_db()
    assert here.term.valid_to == TODAY
    coming = ClusterOfficeFactory(
        cluster=here.cluster, unit=here.south, valid_from=date(TODAY.year + 1, 1, 1),
        valid_to=date(TODAY.year + 1, 12, 31),
    )  # fmt: skip
    end = reverse("cluster-office-end", args=[coming.pk])
    form = text(client.get(end))
    assert "Ngày cuối giữ chức" not in form
    assert "Bỏ nhiệm kỳ này" in form
    client.post(end, {"basis": "QĐ 8"})
    assert not ClusterOffice.objects.filter(pk=coming.pk).exists()


# ---- the checklist ------------------------------------------------------------------------


@pytest.fixture
def handing(here):
    """From xã Nam to xã Đông; somebody of each."""
    here.handover = ClusterHandoverFactory(giver=here.south, term=here.term)
    here.item = here.handover.items.get(name="Quy chế")
    here.giver = MembershipFactory(unit=here.south, user__full_name="Lò Thị Giao").user
    here.taker = MembershipFactory(unit=here.east, user__full_name="Vi Văn Nhận").user
    here.sheet = reverse("cluster-handover", args=[here.handover.pk])
    return here


def buttons(response) -> list[str]:
    """What may be pressed in the checklist."""
    body = response.content.decode().partition('<div id="bg">')[2]
    return [
        unescape(name) for name in re.findall(r'<button[^>]*aria-label="([^"]+)"', body)
    ]


def press(client, here, name, **data):
    headers = data.pop("headers", {})
    url = reverse(f"cluster-item-{name}", args=[here.item.pk])
    return client.post(url, data, headers=headers)


def test_the_giver_marks_and_the_taker_confirms_without_scripts(client, handing):
    client.force_login(handing.giver)
    page = text(client.get(handing.sheet))
    assert "Anh/chị ở bên giao" in page
    assert buttons(client.get(handing.sheet)) == [
        "Đã giao: Quy chế", "Không có: Quy chế", "Đã giao: Biên bản", "Không có: Biên bản"
    ]  # fmt: skip
    answer = press(client, handing, "give", note="Bản giấy.")
    assert answer.url == f"{handing.sheet}#muc-{handing.item.pk}"
    page = text(client.get(handing.sheet))
    assert "Đã giao “Quy chế”." in page
    assert "Giao Lò Thị Giao," in page
    assert "1 mục chờ bên nhận xác nhận" in page
    assert buttons(client.get(handing.sheet))[0] == "Rút lại: Quy chế"

    client.force_login(handing.taker)
    assert buttons(client.get(handing.sheet)) == [
        "Đã nhận: Quy chế",
        "Trả lại: Quy chế",
    ]
    press(client, handing, "take", note="Đủ.")

    page = text(client.get(handing.sheet))
    assert "Đã nhận 1/2 mục" in page
    assert "Nhận Vi Văn Nhận," in page


def test_htmx_gets_the_list_alone_and_is_told_what_was_done(client, handing):
    client.force_login(handing.giver)
    response = press(client, handing, "give", headers=HTMX)

    page = response.content.decode()
    assert page.strip().startswith('<div id="bg">')
    assert "Đã giao “Quy chế”." in text(response)
    assert 'aria-live="polite"' in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_typed_stays_when_it_is_refused(client, handing, headers):
    client.force_login(handing.giver)
    missing = press(client, handing, "give", **{"khong-co": "1"}, headers=headers)
    assert missing.status_code == 422
    assert "Ghi lý do không có mục này." in text(missing)
    colleague = MembershipFactory(unit=handing.south).user
    actions.give_item(handing.item.pk, by=colleague)

    late = press(client, handing, "give", note="Tôi đã gõ câu này", headers=headers)

    assert late.status_code == 422
    assert f"Mục “Quy chế” đã được {colleague} đánh dấu lúc" in text(late)
    assert "Tôi đã gõ câu này" in text(late)


def test_too_long_a_note_is_kept_and_said(client, handing):
    client.force_login(handing.giver)
    long = "a" * 501
    answer = press(client, handing, "give", note=long)

    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert "500" in text(answer)
    assert HandoverItem.objects.get(pk=handing.item.pk).status == "waiting"


def test_an_item_that_there_is_not_and_one_that_comes_back(client, handing):
    client.force_login(handing.giver)
    press(client, handing, "give", note="Không lập quỹ.", **{"khong-co": "1"})
    client.force_login(handing.taker)
    page = text(client.get(handing.sheet))
    assert "Không có, chờ xác nhận" in page
    assert buttons(client.get(handing.sheet))[0] == "Xác nhận không có: Quy chế"
    assert press(client, handing, "return").status_code == 422

    press(client, handing, "return", note="Có quỹ, xem biên bản số 3.")

    client.force_login(handing.giver)
    page = text(client.get(handing.sheet))
    assert "Trả lại vì Có quỹ, xem biên bản số 3." in page
    assert "Chưa giao" in page


def test_a_mark_is_withdrawn(client, handing):
    client.force_login(handing.giver)
    press(client, handing, "give")
    press(client, handing, "withdraw")

    assert HandoverItem.objects.get(pk=handing.item.pk).status == "waiting"


def test_who_is_on_neither_side_only_looks_on(client, handing):
    for user in (handing.by, MembershipFactory(unit=handing.west).user):
        client.force_login(user)
        page = client.get(handing.sheet)
        assert "anh/chị xem được tiến độ" in text(page)
        assert buttons(page) == []
        assert press(client, handing, "give").status_code == 403
    client.force_login(MembershipFactory(unit=UnitFactory()).user)
    assert client.get(handing.sheet).status_code == 404
    assert press(client, handing, "give").status_code == 404


def test_it_is_late_and_it_is_done(client, handing):
    type(handing.handover).objects.update(due_on=TODAY - DAY)
    client.force_login(handing.taker)
    page = text(client.get(handing.sheet))
    assert f"Quá hạn bàn giao {TODAY - DAY:%d/%m/%Y}: UBND xã Nam giao các mục" in page
    assert "quá hạn 1 ngày" in page
    for item in handing.handover.items.all():
        actions.give_item(item.pk, by=handing.giver)
        actions.take_item(item.pk, by=handing.taker)

    page = client.get(handing.sheet)

    assert "Bàn giao xong lúc" in text(page)
    assert "<textarea" not in page.content.decode()
    assert "xong lúc" in text(client.get(handing.url))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_checklist(client, here, django_assert_num_queries, count):
    handover = ClusterHandoverFactory(
        giver=here.south, term=here.term, items=[f"Mục {n}" for n in range(count)]
    )
    giver = MembershipFactory(unit=here.south).user
    for item in handover.items.all():
        actions.give_item(item.pk, by=giver)
    client.force_login(MembershipFactory(unit=here.east).user)

    # user, roles; the hand-over, its items; may one give for a unit that is alive: no query;
    # shell: memberships
    with django_assert_num_queries(5):
        client.get(reverse("cluster-handover", args=[handover.pk]))


# ---- the catalogue, the unit's page, the way in -------------------------------------------


def test_the_catalogue_is_kept(client, here):
    page = text(client.get(reverse("cluster-piece-list")))
    assert "Quy chế hoạt động" in page
    sent = {
        "unit": here.top.pk, "name": "Cờ luân lưu", "position": "5",
        "valid_from": "01/01/2026",
    }  # fmt: skip
    add = reverse("cluster-piece-add")
    wrong = client.post(add, sent | {"position": "0"})
    assert wrong.status_code == 422
    client.post(add, sent)
    piece = HandoverPiece.objects.get(name="Cờ luân lưu")
    assert (piece.unit, piece.position) == (here.top, 5)
    amend = reverse("cluster-piece-amend", args=[piece.pk])
    assert 'value="Cờ luân lưu"' in client.get(amend).content.decode()
    client.post(amend, sent | {"valid_to": "31/01/2026"})
    page = text(client.get(reverse("cluster-piece-list")))
    assert "Cờ luân lưu UBND tỉnh Mẫu Thôi dùng 01/01/2026 – 31/01/2026" in page


def test_pieces_from_above_are_read_only(client, here):
    piece = HandoverPieceFactory(unit=here.top, name="Cờ luân lưu")
    HandoverPieceFactory(unit=here.east, name="Của xã khác")
    client.force_login(MembershipFactory(unit=here.south, role=Role.ADMINISTRATOR).user)

    page = client.get(reverse("cluster-piece-list"))

    amend = reverse("cluster-piece-amend", args=[piece.pk])
    assert "Cờ luân lưu" in text(page)
    assert "Của xã khác" not in text(page)
    assert amend not in page.content.decode()
    assert client.get(amend).status_code == 403


def test_the_page_of_a_unit_tells_its_clusters(client, here):
    page = text(client.get(reverse("unit", args=[here.east.pk])))
    year = TODAY.year
    assert "Cụm, khối thi đua Cụm 1 thành viên từ 01/01/2020" in page
    assert f"Trưởng cụm: 01/01/{year} – 31/12/{year}" in page
    assert "Thành viên, trưởng, bàn giao" in text(
        client.get(reverse("unit", args=[here.cluster.pk]))
    )


def test_the_way_in_is_by_the_campaigns(client, here):
    client.force_login(MembershipFactory(unit=here.south).user)
    assert LIST in client.get(reverse("campaigns:campaign-list")).content.decode()
    bar = client.get(here.url).content.decode().partition("<main")[0]
    now = re.findall(r'aria-current="page">([^<]+)<', bar)
    assert now[:1] == ["Phong trào"]
