"""Nhật ký trên màn hình: whose lines one reads, in which words, found how, page by page."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import make_aware

from campaigns import actions as campaign_actions
from campaigns.fingerprint import fingerprint
from tests.factories import (
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ward,
)
from tests.paper_files import issued_paper
from tests.test_units_reform import Province
from units import actions, acts, audit, permissions, presence
from units.access import What, looked_at
from units.models import Access, AuditEntry, PersonalChange
from units.queries import books
from units.queries.books import PAGE, Book, Sought

pytestmark = pytest.mark.django_db
BOOK, LOG = reverse("audit"), reverse("access-log")


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    presence.end()


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


def told(response):
    """The lines of a page as a reader sees them."""
    page = response.content.decode()
    lines = re.findall(r'<li class="td-book__l".*?</li>', page, re.S)
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", line)).replace(" ,", ",").split())
        for line in lines
    ]


def abouts(response):
    page = response.content.decode()
    return [
        unescape(name) for name in re.findall(r'\?dt=units\.Unit%3A\d+">([^<]+)<', page)
    ]


def seen(unit, by=None, **more):
    return AuditEntry.objects.create(
        action="unit.amended", subject="units.Unit", subject_id=unit.pk, unit=unit,
        actor=by, about=str(unit), **more,
    )  # fmt: skip


# ---- what a line says ------------------------------------------------------------------------


def test_a_line_says_who_in_what_capacity_from_where_and_what_it_was_before(
    client, here
):
    by = here.administrator
    presence.begin("192.0.2.7")
    actions.amend_unit(
        here.ward.pk, by=by, head_title="Quyền Chủ tịch", collective="Ủy ban nhân dân",
        seal_mm=36, seal_of_id=None,
    )  # fmt: skip

    (line,) = told(client.get(BOOK))

    assert re.fullmatch(
        r"\d\d:\d\d, \d\d/\d\d/\d{4} từ 192.0.2.7 Sửa thông tin đơn vị UBND phường Đông, mọi dòng "
        r"về Đơn vị này Chức danh người đứng đầu trước: Chủ tịch → sau: Quyền Chủ tịch "
        rf"Đơn vị · UBND phường Đông {by.full_name} Quản trị đơn vị, UBND tỉnh Mẫu",
        line,
    ), line


@pytest.mark.parametrize(
    ("words", "found"),
    [("uy quyen", 1), ("Thêm ủy quyền ký", 1), ("uy quyen dong", 1), ("mat khau", 0)],
)
def test_a_search_finds_the_words_of_the_act(client, here, words, found):
    AuditEntry.objects.create(
        action="delegation.added", subject="units.Delegation", subject_id=1, unit=here.ward,
        about="UBND phường Đông",
    )  # fmt: skip
    lines = told(client.get(BOOK, {"q": words}))
    assert [line for line in lines if "Thêm ủy quyền ký" in line] == lines
    assert len(lines) == found


def test_a_moment_reads_as_people_write_it(client, here):
    AuditEntry.objects.create(
        action="invitation.added", subject="units.Invitation", subject_id=1, unit=here.ward,
        detail={"after": {"expires_at": "2026-12-03T02:30:36.221175+00:00"}},
    )  # fmt: skip
    AuditEntry.objects.create(
        action="succession.added", subject="units.Succession", subject_id=1, unit=here.ward,
        detail={"after": {"successor": here.ward.pk}},
    )  # fmt: skip
    lineage, invited = told(client.get(BOOK))
    assert "Hạn dùng sau: 09:30, 03/12/2026" in invited
    assert "Đơn vị kế tiếp sau: UBND phường Đông" in lineage


def test_values_read_as_people_write_them(client, here):
    person = UserFactory(full_name="Đỗ Ái", home=here.ward)
    member = actions.grant_membership(
        by=here.administrator, user_id=person.pk, unit_id=here.ward.pk, role="leader",
        valid_from=date(2026, 1, 2), capacity="deputy", title="Phó Chủ tịch",
    )  # fmt: skip
    actions.end_membership(
        member.pk, by=here.administrator, valid_to=date(2026, 12, 31)
    )

    ended, granted = told(client.get(BOOK))

    assert "Đổi thời hạn vai trò Đỗ Ái – Lãnh đạo – UBND phường Đông" in ended
    assert "Đến ngày trước: (trống) → sau: 31/12/2026" in ended
    for words in (
        "Người sau: Đỗ Ái", "Đơn vị sau: UBND phường Đông", "Vai trò sau: Lãnh đạo",
        "Tư cách ký sau: Ký thay (KT.)", "Từ ngày sau: 02/01/2026",
    ):  # fmt: skip
        assert words.replace("User", "Người").replace("Unit", "Đơn vị") in granted, (
            words
        )


def test_no_password_is_ever_told(here):
    actions.create_user(
        by=here.administrator, unit_id=here.ward.pk, username="moi.nv", full_name="Mới",
        password="mot-mat-khau-that-dai",
    )  # fmt: skip

    entry = AuditEntry.objects.get(action="user.added")
    assert entry.detail == {
        "after": {
            "username": "moi.nv", "full_name": "Mới", "home": here.ward.pk, "is_active": True,
        }
    }  # fmt: skip


def test_a_plan_is_told_in_words_and_placed_by_its_authority(client):
    place = ward()
    client.force_login(place.administrator)
    plan = place.draft()
    line = plan.lines.first()
    edit = campaign_actions.LineEdit(
        line.pk, line.kind, "Căn cứ mới", fingerprint(line)
    )
    campaign_actions.save_lines(plan.pk, by=place.officer, edits=[edit])
    AuditEntry.objects.exclude(
        action="planline.amended"
    )  # the draft wrote lines of its own

    line = told(client.get(BOOK, {"viec": "planline.amended"}))[0]

    assert "Sửa dòng" in line
    assert "sau: Căn cứ mới" in line
    assert f"{place.officer.full_name} Cán bộ soạn thảo, {place.unit}" in line


def test_why_a_thing_was_done_is_not_struck_out(client, here):
    """A reason is no value that was before; classes of data are told in words."""
    for action, subject, detail in (
        ("honouree.reduced", "units.Honouree",
         {"reason": "Người có dữ liệu yêu cầu", "classes": ["career", "name"]}),
        ("clusteroffice.removed", "units.ClusterOffice",
         {"basis": "1/QĐ", "unit": here.ward.pk}),
    ):  # fmt: skip
        AuditEntry.objects.create(
            action=action, subject=subject, subject_id=7, unit=here.ward, about="a",
            form=1, detail=detail,
        )  # fmt: skip

    removed, reduced = told(client.get(BOOK))

    assert "Lý do sau: Người có dữ liệu yêu cầu" in reduced
    assert (
        "Loại dữ liệu sau: Chức vụ, đơn vị theo thời gian; Họ tên, năm sinh" in reduced
    )
    assert "sau: 1/QĐ" in removed
    assert f"trước: {here.ward}" in removed


def test_an_old_line_is_named_by_its_record(client, here):
    AuditEntry.objects.create(
        action="unit.amended", subject="units.Unit", subject_id=here.ward.pk,
        unit=here.ward, form=1, detail={"before": {"seal_of": here.top.pk},
        "after": {"seal_of": None}},
    )  # fmt: skip
    AuditEntry.objects.create(
        action="gone.removed",
        subject="units.Gone",
        subject_id=7,
        unit=here.ward,
        form=1,
    )

    gone, old = told(client.get(BOOK))

    assert "Sửa thông tin đơn vị UBND phường Đông" in old
    assert "Dùng con dấu của trước: UBND tỉnh Mẫu → sau: (trống)" in old
    assert "Xóa bản ghi cũ số 7" in gone


def test_every_act_and_field_has_a_vietnamese_name(client, here):
    """No line shows an English identifier, whatever was done in the product so far."""
    place = ward()
    client.force_login(place.administrator)
    plan = place.submitted()
    campaign_actions.return_plan(plan.pk, by=place.leader, reason="Sửa lại.")

    page = " ".join(told(client.get(BOOK)))

    assert not re.search(
        r"\b[a-z]+(_[a-z]+)+\b|\b\w+\.(added|amended|returned)\b", page
    )


# ---- whose lines -----------------------------------------------------------------------------


def test_an_administrator_reads_the_branch_and_nothing_else(client, here):
    seen(here.ward), seen(here.east), seen(other_ward().unit)
    AuditEntry.objects.create(action="x.y", subject="units.Unit", subject_id=1)

    assert abouts(client.get(BOOK)) == ["Tổ dân phố 1", "UBND phường Đông"]

    client.force_login(here.person(here.other))
    assert abouts(client.get(BOOK)) == []
    client.force_login(here.person(here.east))
    assert abouts(client.get(BOOK)) == ["Tổ dân phố 1"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("url", [BOOK, LOG])
def test_no_other_role_reads_a_book(client, here, role, url):
    client.force_login(here.person(here.top, role))

    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", [BOOK, LOG])
def test_nor_does_a_visitor(client, url):
    assert client.get(url).url == f"/dang-nhap/?next={url}"


def test_a_unit_that_moved_takes_its_lines_along(client, here):
    seen(here.east)
    client.force_login(here.person(here.other))
    assert abouts(client.get(BOOK)) == []
    actions.move_unit(
        here.east.pk, by=here.administrator, parent_id=here.other.pk,
        effective_on=date(2024, 1, 1), basis="QĐ 1",
    )  # fmt: skip

    assert "Tổ dân phố 1" in abouts(client.get(BOOK, {"viec": "unit.amended"}))


def test_a_line_elsewhere_is_no_place_to_read_on_from(client, here):
    mine, foreign = seen(here.ward), seen(other_ward().unit)

    assert abouts(client.get(BOOK, {"duoi": foreign.pk})) == ["UBND phường Đông"]
    assert abouts(client.get(BOOK, {"duoi": mine.pk})) == []


# ---- found -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "phuong dong"}, ["UBND phường Đông"]),
        ({"q": "PHƯỜNG tay"}, ["UBND phường Tây"]),
        ({"q": "chu tich moi"}, ["UBND phường Tây"]),  # in what was written
        ({"q": "zzz"}, []),
        ({"nguoi": "do a"}, ["UBND phường Đông"]),
        ({"nguoi": "khong co ai"}, []),
        ({"dv": "phuong tay"}, ["UBND phường Tây"]),
        ({"dv": "quan mau"}, ["UBND phường Tây", "UBND phường Đông"]),  # and all below
        ({"dv": "zzz"}, []),
        ({"viec": "unit.added"}, []),
        ({"viec": "unit.amended"}, ["UBND phường Tây", "UBND phường Đông"]),
        ({"tu": "02/03/2026"}, ["UBND phường Tây"]),
        ({"den": "01/03/2026"}, ["UBND phường Đông"]),
        (
            {"tu": "01/03/2026", "den": "02/03/2026"},
            ["UBND phường Tây", "UBND phường Đông"],
        ),
        ({"tu": "hôm qua"}, ["UBND phường Tây", "UBND phường Đông"]),
        ({"dt": "units.Nothing:1"}, ["UBND phường Tây", "UBND phường Đông"]),
        ({"dt": "units.Unit:0"}, []),
    ],
)
def test_filters(client, here, query, found):
    by = UserFactory(full_name="Đỗ Ái")
    seen(here.ward, by, at=make_aware(datetime(2026, 3, 1, 23, 59)))
    seen(
        here.other, at=make_aware(datetime(2026, 3, 2, 0, 0)),
        detail={"after": {"head_title": "Chủ tịch mới"}},
    )  # fmt: skip

    assert abouts(client.get(BOOK, query)) == found


def test_all_about_one_thing(client, here):
    person = UserFactory(home=here.ward)
    actions.grant_membership(
        by=here.administrator, user_id=person.pk, unit_id=here.ward.pk, role="officer",
        valid_from=date(2026, 1, 2),
    )  # fmt: skip
    seen(here.ward), seen(here.other)

    def acts(thing):
        lines = told(client.get(BOOK, {"dt": thing}))
        return [line.split("mọi dòng")[0].split(" ", 2)[2] for line in lines]

    assert len(acts(f"don-vi:{here.ward.pk}")) == 2
    assert len(acts(f"tai-khoan:{person.pk}")) == 1
    assert len(acts(f"units.Unit:{here.ward.pk}")) == 1
    assert (
        f"dt=don-vi:{here.ward.pk}"
        in client.get(reverse("unit", args=[here.ward.pk])).content.decode()
    )
    assert (
        f"dt=tai-khoan:{person.pk}"
        in client.get(reverse("user", args=[person.pk])).content.decode()
    )


def test_the_page_of_a_campaign_leads_its_administrators_there(client):
    place = ward()
    campaign = place.draft().campaign
    url = reverse("campaigns:campaign-history", args=[campaign.pk, "x"])
    link = f"{BOOK}?dt=phong-trao:{campaign.pk}"

    client.force_login(place.officer)
    assert link not in client.get(url).content.decode()
    client.force_login(place.administrator)
    assert link in client.get(url).content.decode()
    assert len(told(client.get(link))) == AuditEntry.objects.count()


def test_the_page_of_a_paper_leads_its_administrators_there(client):
    place = ward()
    document = issued_paper(place, number=5, issued_on=date(2026, 6, 30))
    audit.write("document.issued", document, by=place.clerk, before="numbered")
    url = reverse("reports:document", args=[document.pk])
    link = f"{BOOK}?dt=van-ban:{document.pk}"

    client.force_login(place.clerk)
    assert link not in client.get(url).content.decode()
    client.force_login(place.administrator)
    assert link in client.get(url).content.decode()
    (line,) = told(client.get(link))
    assert "Đóng dấu, ban hành Kế hoạch số 05/KH-UBND" in line
    assert "Trạng thái trước: Đang đóng dấu → sau: Đã ban hành" in line


def test_of_who_is_honoured_the_book_keeps_no_name(client, here):
    honouree = HonoureeFactory(name="Lê Thị Riêng", unit=here.ward)
    audit.write("honouree.seen", honouree, by=here.administrator)

    assert AuditEntry.objects.get().about == ""
    assert "Lê Thị Riêng" in told(client.get(BOOK))[0]  # as long as the record says it


# ---- page by page ----------------------------------------------------------------------------


@pytest.mark.parametrize("widely", [False, True])
@pytest.mark.parametrize("at_once", [False, True])
def test_pages_follow_each_other_without_a_gap(here, monkeypatch, widely, at_once):
    monkeypatch.setattr(books, "WIDE", 1 if widely else 10_000)
    start = make_aware(datetime(2026, 1, 1))
    units = (here.ward, here.other, here.east)
    made = [
        seen(units[n % 3], at=start if at_once else start - timedelta(hours=n)).pk
        for n in range(2 * PAGE + 3)
    ]
    made = made[::-1] if at_once else made
    book = Book(AuditEntry, here.administrator, Sought())

    first = book.page()
    second = book.page(below=first.rows[-1].pk)
    third = book.page(below=second.rows[-1].pk)

    pages = [[row.pk for row in page.rows] for page in (first, second, third)]
    assert [pk for page in pages for pk in page] == made
    assert [(p.has_newer, p.has_older) for p in (first, second, third)] == [
        (False, True), (True, True), (True, False),
    ]  # fmt: skip
    back = book.page(above=third.rows[0].pk)
    assert [row.pk for row in back.rows] == pages[1]
    assert (back.has_newer, back.has_older) == (True, True)
    again = book.page(above=second.rows[0].pk)
    assert ([row.pk for row in again.rows], again.has_newer) == (pages[0], False)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, count):
    top = UnitFactory()
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)
    for n in range(count):
        unit, by = UnitFactory(parent=top), UserFactory(home=top)
        seen(
            unit, by, role="officer", held_in=unit,
            detail={"before": {"seal_of": None, "name": "a"},
                    "after": {"seal_of": top.pk, "name": f"b{n}"}},
        )  # fmt: skip

    # user, roles, paths, size of the branch; lines; units named; accounts with a page (size,
    # ids); the newest seal; shell: memberships
    with django_assert_num_queries(10):
        response = client.get(BOOK)

    assert len(told(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_access_log(client, django_assert_num_queries, count):
    top = UnitFactory()
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)
    for _ in range(count):
        Access.objects.create(
            user=UserFactory(home=top), what="viewed", unit=top, subject="units.User",
            subject_id=1, about="Đỗ Ái",
        )  # fmt: skip

    # user, roles, paths, size of the branch; lines; this very look; accounts with a page
    # (size, ids); shell: memberships
    with django_assert_num_queries(9):
        response = client.get(LOG)

    assert len(told(response)) == count


def test_the_access_log_reads_and_filters_like_the_book(client, here):
    person = UserFactory(full_name="Đỗ Ái", home=here.ward)
    Access.objects.create(
        user=here.administrator, role="administrator", held_in=here.top, what="viewed",
        unit=here.ward, subject="units.User", subject_id=person.pk, about="Đỗ Ái",
        address="192.0.2.7",
    )  # fmt: skip
    Access.objects.create(
        user=person, what="downloaded", unit=other_ward().unit, subject="reports.Document",
        subject_id=1, about="Kế hoạch",
    )  # fmt: skip

    (line,) = told(client.get(LOG, {"q": "do ai"}))

    assert line.endswith(
        "từ 192.0.2.7 Xem Đỗ Ái, mọi dòng về Tài khoản này Tài khoản · UBND phường Đông "
        f"{here.administrator.full_name} Quản trị đơn vị, UBND tỉnh Mẫu"
    )
    assert told(client.get(LOG, {"viec": "downloaded"})) == []
    assert len(told(client.get(LOG, {"dt": f"tai-khoan:{person.pk}"}))) == 1


# ---- capacity --------------------------------------------------------------------------------


def test_the_nearest_administrator_role_is_the_capacity(here):
    by = here.administrator
    MembershipFactory(user=by, unit=here.ward, role=Role.ADMINISTRATOR)
    assert permissions.can_administer(by, here.east)

    entry = audit.write("unit.seen", here.east, by=by)

    assert (entry.role, entry.held_in, entry.unit) == (
        "administrator",
        here.ward,
        here.east,
    )


def test_what_no_role_granted_says_none(here):
    entry = audit.write(
        "user.password_changed", here.administrator, by=here.administrator
    )

    assert (entry.role, entry.held_in, entry.address, entry.unit) == (
        "",
        None,
        None,
        here.top,
    )


@pytest.mark.parametrize("url", [BOOK, LOG])
def test_a_thing_is_named_only_to_who_reads_a_line_about_it(client, here, url):
    """The address may ask for anything; what stands elsewhere has a number and no name."""
    person = UserFactory(full_name="Người Nơi Khác", home=here.ward)
    role = MembershipFactory(user=person, unit=here.ward)
    honouree = HonoureeFactory(unit=here.ward, name="Bà Nơi Khác")
    change = PersonalChange.objects.create(
        entry=seen(here.ward), honouree=honouree, field="name", before="Bà Nơi Khác",
        after="Bà Nơi Này",
    )  # fmt: skip
    things = [f"{one._meta.label}:{one.pk}" for one in (person, role, honouree, change)]
    things += [f"tai-khoan:{person.pk}", f"doi-tuong:{honouree.pk}"]

    def chip(thing, by):
        client.force_login(by)
        page = client.get(url, {"dt": thing}).content.decode()
        return re.search(r'<span class="td-chip">([^<]*)</span>', page)[1]

    stranger = here.person(here.other)
    for thing in things:
        assert re.fullmatch(r"[^“]+ số \d+", chip(thing, stranger)), thing
        assert "Khác" not in chip(thing, here.administrator)  # no line of theirs yet

    presence.begin("192.0.2.7")
    audit.write("user.amended", person, by=here.administrator)
    audit.write("honouree.amended", honouree, by=here.administrator)
    looked_at(here.administrator, What.VIEWED, person)
    looked_at(here.administrator, What.VIEWED, honouree)
    for thing in (things[0], things[4]):
        assert chip(thing, here.administrator) == "Tài khoản “Người Nơi Khác”"
    for thing in (things[2], things[5]):
        assert chip(thing, here.administrator).endswith("“Bà Nơi Khác”")
    assert "Khác" not in chip(things[0], stranger)


def test_a_table_of_the_framework_is_no_thing_of_the_book(client, here):
    seen(here.ward)

    assert abouts(client.get(BOOK, {"dt": "sessions.Session:1"})) == [
        "UBND phường Đông"
    ]


def test_acts_are_chosen_under_what_they_are_about_in_vietnamese_order():
    groups = acts.groups()

    assert [area for area, _ in groups] == [
        "Cụm, khối thi đua", "Danh mục khen thưởng", "Dòng kế hoạch, ghi chú dữ liệu",
        "Đăng ký, điển hình, giao ước", "Đề nghị khen thưởng", "Đối tượng khen thưởng",
        "Đơn vị, sắp xếp đơn vị", "Hội đồng Thi đua - Khen thưởng", "Nhắc việc",
        "Nhập Excel", "Nhật ký, thời hạn giữ",
        "Phong trào, kế hoạch", "Quy trình duyệt", "Quyết định khen thưởng",
        "Tài khoản, vai trò",
        "Theo dõi phong trào", "Thực hiện phong trào", "Trình cấp trên",
        "Văn bản, sổ, chứng thư số",
    ]  # fmt: skip
    names = [name for _, options in groups for _, name in options]
    assert sorted(names) == sorted(acts.ACTS.values())
    assert len(names) == len(set(names))
    people = [name for _, name in dict(groups)["Đối tượng khen thưởng"]]
    assert people[:3] == [
        "Bỏ ghi là không trùng", "Bỏ thành viên hộ", "Điền chỗ trống khi gộp",
    ]  # fmt: skip
