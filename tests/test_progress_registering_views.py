"""Trang đăng ký: what a unit and the host see and do; each list costs the same at any length."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from campaigns.models import LatePermission, Nudge, Undertaking
from campaigns.views.shared import campaign_url
from tests.factories import (
    ExampleStepFactory,
    LatePermissionFactory,
    MembershipFactory,
    NudgeFactory,
    PactAgreementFactory,
    PactFactory,
    ParticipationFactory,
    PlanFactory,
    RegistrationCallFactory,
    Role,
    UndertakingFactory,
    UnitFactory,
)
from tests.test_progress_examples import Cluster
from tests.test_progress_registering import Place
from units.wording import vn_date

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
HOME = reverse("campaigns:registration-home")
EXAMPLES = reverse("campaigns:example-list")
TYPED = {
    "call": "", "kind": "model", "name": "Hẻm nở hoa", "description": "Trồng hoa",
    "place": "", "cost": "45 triệu", "funding": "Quỹ tổ", "person_in_charge": "Ông Bảy",
    "starts_on": "", "ends_on": "30/9/2027",
}  # fmt: skip


class Site(Place):
    """The ward's campaign with its issued plan."""

    def __init__(self, **more):
        super().__init__(**more)
        self.plan = PlanFactory(
            campaign=self.campaign, issuer=self.ward.unit, issued=True
        )
        self.campaign.refresh_from_db()

    def at(self, name):
        return campaign_url(self.campaign, name)


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2])
    return " ".join(unescape(page).split())


def rows(response) -> list[str]:
    body = response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def on(name, undertaking):
    return reverse(f"campaigns:{name}", args=[undertaking.pk])


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def unit(client, site):
    client.force_login(site.by)
    return client


@pytest.fixture
def host(client, site):
    client.force_login(site.ward.officer)
    return client


# ---- the unit -----------------------------------------------------------------------------


def test_a_unit_reads_what_it_owes(unit, site):
    told = text(unit.get(HOME))

    assert "Ít nhất 1 mô hình Đã gửi 0, còn thiếu 1. Còn 4 ngày" in told
    assert f"yeu-cau={site.call.pk}" in unit.get(HOME).content.decode()
    site.sent()
    assert "Đã gửi 1, được duyệt 0, đủ số phải gửi." in text(unit.get(HOME))


def test_overdue_says_what_to_do(client):
    late = Site(due_on=TODAY - DAY)
    client.force_login(late.by)
    told = text(client.get(HOME))
    assert "Quá hạn 1 ngày" in told
    assert f"đề nghị {late.ward.unit} cho đăng ký muộn" in told

    LatePermissionFactory(participation=late.taking, call=late.call, until=TODAY)
    told = text(client.get(HOME))
    assert "Được đăng ký muộn: Lũ lụt, mất điện" in told
    assert "đề nghị" not in told


def test_a_nudge_stands_where_it_is_mended(unit, site):
    NudgeFactory(participation=site.taking, text="Còn thiếu.\nGửi sớm.")
    told = text(unit.get(HOME))
    assert f"{site.ward.unit} đôn đốc ngày {vn_date(TODAY)}" in told
    assert "Còn thiếu. Gửi sớm." in told


def test_without_any_campaign_it_says_why(client):
    client.force_login(MembershipFactory(role=Role.REPORTER).user)
    assert "Đơn vị chưa tham gia phong trào nào" in text(client.get(HOME))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_what_is_owed(client, django_assert_num_queries, count):
    by = MembershipFactory(role=Role.REPORTER).user
    mine = by.memberships.get().unit
    for _ in range(count):
        taking = ParticipationFactory(unit=mine)
        call = RegistrationCallFactory(campaign=taking.campaign)
        UndertakingFactory(participation=taking, call=call)
        UndertakingFactory(participation=taking, approved=True)
        NudgeFactory(participation=taking)
    client.force_login(by)

    # user, roles; participations, calls, undertakings, permissions, nudges; memberships
    with django_assert_num_queries(8):
        response = client.get(HOME)

    assert response.content.decode().count("Đã ghi") == count


def test_saved_as_a_draft_then_sent(unit, site):
    url = reverse("campaigns:registration-begin", args=[site.taking.pk])
    assert f'<option value="{site.call.pk}" selected>' in unit.get(url).content.decode()

    typed = TYPED | {"call": site.call.pk, "name": "", "act": "luu"}
    response = unit.post(url, typed, follow=True)
    made = Undertaking.objects.get()
    assert response.redirect_chain == [(on("undertaking", made), 302)]
    assert (made.status, made.call, str(made.cost), made.ends_on.year) == (
        "draft", site.call, "45000000", 2027,
    )  # fmt: skip
    told = text(response)
    assert "Đã lưu nháp. Chưa gửi cho cơ quan phát động." in told
    assert "Còn thiếu để gửi Ghi tên mô hình, công trình." in told

    edit = on("undertaking-edit", made)
    page = unit.get(edit).content.decode()
    assert 'value="45.000.000"' in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    response = unit.post(edit, typed | {"name": "Hẻm hoa", "act": "gui", "seen": seen})
    assert response.status_code == 302
    made.refresh_from_db()
    assert (made.status, made.name) == ("submitted", "Hẻm hoa")
    assert f"chờ {site.ward.unit} duyệt hoặc trả lại" in text(unit.get(response.url))


def test_what_is_missing_is_told_beside_its_box_and_nothing_is_lost(unit, site):
    url = reverse("campaigns:registration-begin", args=[site.taking.pk])
    response = unit.post(url, TYPED | {"description": "", "act": "gui"})

    made = Undertaking.objects.get()
    edit = on("undertaking-edit", made)
    # What is stored has an address of its own: read again, it is not begun a second time.
    assert (response.status_code, response.url) == (302, f"{edit}?gui=1")
    response = unit.get(response.url)
    page = response.content.decode()
    assert f'action="{edit}"' in page
    assert 'value="45.000.000"' in page
    told = text(response)
    assert "Đã lưu nháp, chưa gửi" in told
    assert "Ghi nội dung và cách làm, để cơ quan phát động xem xét." in told
    # The same page saves again: nobody else has written meanwhile.
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    missing = unit.post(edit, TYPED | {"description": "", "act": "gui", "seen": seen})
    assert missing.status_code == 422
    assert 'value="45 triệu"' in missing.content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', missing.content.decode())[1]
    again = unit.post(edit, TYPED | {"act": "gui", "seen": seen})
    assert again.status_code == 302
    assert Undertaking.objects.get().status == "submitted"


def test_a_new_one_that_is_whole_is_sent_at_once(unit, site):
    url = reverse("campaigns:registration-begin", args=[site.taking.pk])
    response = unit.post(url, TYPED | {"act": "gui"})
    made = Undertaking.objects.get()
    assert (response.url, made.status) == (on("undertaking", made), "submitted")


@pytest.mark.parametrize("act", ["luu", "gui"])
def test_a_new_one_with_nothing_in_it_stores_nothing(unit, site, act):
    site.taking.person_in_charge = "Ông Bảy"
    site.taking.save()
    url = reverse("campaigns:registration-begin", args=[site.taking.pk])
    nothing = {"call": site.call.pk, "kind": "work", "person_in_charge": "Ông Bảy"}
    response = unit.post(url, nothing | {"act": act})
    assert response.status_code == 422
    assert "Chưa ghi gì nên chưa lưu; ghi ít nhất tên hoặc nội dung." in text(response)
    assert not Undertaking.objects.exists()


def test_a_call_that_ended_stays_chosen_until_another_is(unit, site):
    made = site.begun()
    site.call.ended_at = now()
    site.call.save()
    page = unit.get(on("undertaking-edit", made)).content.decode()
    assert f'<option value="{site.call.pk}" selected>' in page
    assert "(kế hoạch không còn yêu cầu này)" in page
    fresh = reverse("campaigns:registration-begin", args=[site.taking.pk])
    assert f'<option value="{site.call.pk}"' not in unit.get(fresh).content.decode()


def test_what_is_no_money_or_day_stays_in_its_box(unit, site):
    url = reverse("campaigns:registration-begin", args=[site.taking.pk])
    response = unit.post(url, TYPED | {"cost": "nhiều lắm", "ends_on": "31/2/2027"})

    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="nhiều lắm"' in page
    assert 'value="31/2/2027"' in page
    told = text(response)
    assert (
        "Kinh phí dự kiến (đồng) phải là số tiền đồng, ví dụ 45 triệu hoặc 45.000.000. Đang "
        "nhập: nhiều lắm" in told
    )
    assert "Không có ngày 31/02/2027." in told
    assert not Undertaking.objects.exists()


def test_sent_from_its_page_it_says_what_is_missing(unit, site):
    made = UndertakingFactory(participation=site.taking, name="Hẻm", created_by=site.by)
    response = unit.post(on("undertaking-submit", made))
    assert response.status_code == 422
    assert "Ghi người phụ trách." in text(response)
    assert 'value="Hẻm"' in response.content.decode()


def test_after_the_last_day_the_draft_stays(client):
    late = Site(due_on=TODAY - DAY)
    client.force_login(late.by)
    made = late.begun()
    response = client.post(on("undertaking-submit", made))
    assert response.status_code == 422
    assert f"Đã quá hạn đăng ký {vn_date(late.call.due_on)}. Bản nháp còn đây" in text(
        response
    )


def test_taken_back_dropped_carried_out(unit, site):
    sent = site.sent()
    assert unit.get(on("undertaking-edit", sent)).status_code == 302
    unit.post(on("undertaking-withdraw", sent))
    assert Undertaking.objects.get().status == "draft"
    assert unit.post(on("undertaking-drop", sent)).status_code == 302
    assert "đã gửi thì không bỏ được" in text(unit.get(on("undertaking", sent)))

    draft = site.begun()
    assert "Bỏ bản nháp “Tuyến hẻm nở hoa”?" in text(
        unit.get(on("undertaking-drop", draft))
    )
    unit.post(on("undertaking-drop", draft))
    assert not Undertaking.objects.filter(pk=draft.pk).exists()

    done = site.approved()
    url = on("undertaking-carry-out", done)
    wrong = unit.post(url, {"begun_on": vn_date(TODAY), "finished_on": "1/1/2020"})
    assert wrong.status_code == 422
    assert "Ngày hoàn thành không được trước ngày bắt đầu" in text(wrong)
    unit.post(url, {"finished_on": vn_date(TODAY), "actual_cost": "1,2 tỷ"})
    told = text(unit.get(on("undertaking", done)))
    assert f"Hoàn thành {vn_date(TODAY)}" in told
    assert "Kinh phí đã dùng 1.200.000.000 đồng" in told


def test_a_returned_one_shows_why_at_the_top(unit, site):
    sent = site.sent()
    sent.status, sent.return_reason = "returned", "Ghi rõ kinh phí"
    sent.returned_by, sent.returned_at = site.ward.officer, sent.submitted_at
    sent.save()
    for url in (on("undertaking", sent), on("undertaking-edit", sent)):
        assert f"{site.ward.officer} trả lại lúc" in text(unit.get(url))
        assert "Ghi rõ kinh phí" in text(unit.get(url))
    assert "Trả lại: Ghi rõ kinh phí" in text(unit.get(HOME))


def test_the_unit_of_a_campaign_that_does_not_reach_it_otherwise(client, site):
    """Behind the fence, too, its own pages open: it takes part."""
    apart = ParticipationFactory(
        campaign=site.campaign, unit=UnitFactory(short_name="Trường Mẫu")
    )
    made = UndertakingFactory(participation=apart, call=site.call)
    client.force_login(MembershipFactory(unit=apart.unit, role=Role.REPORTER).user)

    assert f"{site.campaign}" in text(client.get(HOME))
    assert "Ít nhất 1 mô hình" in text(client.get(HOME))
    for name in ("undertaking", "undertaking-edit"):
        assert client.get(on(name, made)).status_code == 200
    assert client.get(site.at("campaign-registrations")).status_code == 404


# ---- the host -----------------------------------------------------------------------------


def five(site):
    """A unit in every state; the last one has registered something beyond the calls."""
    names = ["Một", "Hai", "Ba", "Bốn", "Năm"]
    takings = [
        ParticipationFactory(
            campaign=site.campaign,
            unit=UnitFactory(
                parent=site.ward.unit, quiet=True, short_name=f"Tổ {name}"
            ),
        )
        for name in names
    ]
    sent = {"submitted_by": site.by, "submitted_at": site.call.campaign.created_at}
    one, two, three, four, five = takings
    UndertakingFactory(participation=one, call=site.call, name="Nháp một")
    UndertakingFactory(
        participation=two, call=site.call, status="submitted", name="Hẻm hai", **sent
    )
    UndertakingFactory(
        participation=three, call=site.call, status="returned", name="Hẻm ba", **sent,
        return_reason="Thiếu", returned_by=site.by,
    )  # fmt: skip
    UndertakingFactory(
        participation=four, call=site.call, approved=True, name="Hẻm bốn"
    )
    UndertakingFactory(participation=five, approved=True, name="Thêm năm")
    return takings


def test_every_count_of_the_board_opens_its_list(host, site):
    five(site)
    page = host.get(site.at("campaign-registrations")).content.decode()
    links = re.findall(
        r'<li><a href="([^"]+tt=[^"]*)"[^>]*>([^<]+) <span class="td-pill">(\d+)', page
    )
    counts = {label.strip(): int(number) for _, label, number in links}

    assert counts == {
        "Tất cả": 6, "Chưa gửi": 3, "Chờ duyệt": 1, "Trả lại": 1, "Đã duyệt đủ": 1,
        "Đăng ký thêm": 1,
    }  # fmt: skip
    for url, label, number in links:
        assert (label, len(rows(host.get(unescape(url))))) == (label, int(number))
    assert "Nháp một" not in page
    waiting = rows(host.get(f"{site.at('campaign-registrations')}?tt=cho"))
    assert waiting == ["Tổ Hai Chờ duyệt Hẻm hai Chờ duyệt Mô hình Nhập thay Tổ Hai"]


def test_the_board_offers_to_let_late_ones_in(client):
    late = Site(due_on=TODAY - DAY)
    client.force_login(late.ward.officer)
    board = late.at("campaign-registrations")
    assert "Quá hạn" in rows(client.get(board))[0]
    url = reverse("campaigns:registration-late", args=[late.taking.pk, late.call.pk])
    assert url in client.get(board).content.decode()

    wrong = client.post(url, {"until": vn_date(TODAY - DAY), "reason": "Lũ"})
    assert wrong.status_code == 422
    assert "phải sau hạn" in text(wrong)
    client.post(url, {"until": vn_date(TODAY), "reason": "Lũ"})
    permission = LatePermission.objects.get()
    assert "được muộn đến" in rows(client.get(board))[0]
    client.post(reverse("campaigns:registration-late-end", args=[permission.pk]))
    permission.refresh_from_db()
    assert permission.closed_at is not None


def test_approved_returned_undone(host, site):
    sent = site.sent()
    assert "Duyệt" in text(host.get(on("undertaking", sent)))
    empty = host.post(on("undertaking-return", sent), {"reason": ""})
    assert (empty.status_code, "Ghi lý do" in text(empty)) == (422, True)
    host.post(on("undertaking-return", sent), {"reason": "Ghi kinh phí"})
    sent.refresh_from_db()
    assert (sent.status, sent.return_reason) == ("returned", "Ghi kinh phí")
    again = site.sent()
    host.post(on("undertaking-approve", again))
    again.refresh_from_db()
    assert again.status == "approved"
    host.post(on("undertaking-undo", again), {"reason": "Trùng"})
    again.refresh_from_db()
    assert again.status == "submitted"


def test_entered_for_a_unit(host, site):
    url = reverse("campaigns:registration-for-unit", args=[site.taking.pk])
    wrong = host.post(url, TYPED | {"act": "luu", "provenance": ""})
    assert wrong.status_code == 422
    assert "Ghi rõ nhập thay theo văn bản nào của đơn vị" in text(wrong)
    host.post(url, TYPED | {"act": "gui", "provenance": "Bản giấy ngày 3/8"})
    made = Undertaking.objects.get()
    assert (made.status, made.entered_for_unit) == ("submitted", True)
    told = text(host.get(on("undertaking", made)))
    assert "Theo: Bản giấy ngày 3/8" in told
    assert host.post(on("undertaking-approve", made)).status_code == 403


def test_one_click_nudges_all_that_owe(host, site):
    five(site)
    url = site.at("campaign-nudge")
    page = host.get(url)
    told = text(page)
    assert "Đôn đốc 4 đơn vị" in told
    assert "Tổ Ba: Còn phải đăng ký 1 mô hình, hạn" in told
    assert "4 đơn vị không ai có thư điện tử" in told
    picked = re.findall(
        r'name="units" value="(\d+)"[^>]*checked', page.content.decode()
    )
    assert len(picked) == 4

    assert host.post(url, {"note": ""}).status_code == 422
    response = host.post(url, {"units": picked, "note": ""}, follow=True)
    assert "Đã đôn đốc 4 đơn vị" in text(response)
    assert Nudge.objects.count() == 4
    assert "Những đơn vị còn thiếu hôm nay đã được đôn đốc." in text(host.get(url))


def test_the_contacts_of_who_owes(host, site):
    site.sent()
    owing, *_ = five(site)
    owing.person_in_charge, owing.contact = "Bà Tư", "0236 3 123 456"
    owing.save()
    listed = rows(host.get(site.at("campaign-contacts")))
    assert listed[0] == "Tổ Một Bà Tư 0236 3 123 456 chưa ai có tài khoản"
    assert len(listed) == 3
    every = rows(host.get(f"{site.at('campaign-contacts')}?ai=tat-ca"))
    assert len(every) == 6


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("campaign-registrations", 16), ("campaign-nudge", 16), ("campaign-contacts", 16)],
)
def test_query_count_of_the_board(
    host, site, django_assert_num_queries, count, name, queries
):
    for taking in [site.taking, *five(site)][-count:]:
        UndertakingFactory(participation=taking, call=site.call, approved=True)
        NudgeFactory(participation=taking, sent_on=TODAY - DAY)
        LatePermissionFactory(participation=taking, call=site.call)
        MembershipFactory(unit=taking.unit, role=Role.REPORTER)

    with django_assert_num_queries(queries):
        assert host.get(site.at(name)).status_code == 200


# ---- examples and pacts -------------------------------------------------------------------


def test_an_example_is_chosen_seen_and_adopted(client, site):
    approved = site.approved()
    other = ParticipationFactory(
        campaign=site.campaign, unit=UnitFactory(parent=site.ward.unit, quiet=True)
    )
    neighbour = MembershipFactory(unit=other.unit, role=Role.REPORTER).user
    page = on("undertaking", approved)
    client.force_login(neighbour)
    assert client.get(page).status_code == 404
    assert "Chưa có điển hình nào" in text(client.get(EXAMPLES))

    client.force_login(site.ward.officer)
    step = on("example-step", approved)
    assert "Vì sao đáng học" in text(client.get(step))
    client.post(step, {"stage": "found", "on": vn_date(TODAY), "note": "Dễ làm"})
    assert "Sang bước: bồi dưỡng" in text(client.get(page))

    client.force_login(neighbour)
    assert approved.name in text(client.get(EXAMPLES))
    seen = text(client.get(page))
    assert "Học theo" in seen
    assert "Người phụ trách" not in seen
    adopt = on("example-adopt", approved)
    response = client.post(adopt, {"taking": other.pk})
    adopted = Undertaking.objects.get(adopted_from=approved)
    assert response.url == on("undertaking-edit", adopted)
    assert f"Học theo {approved.name} của {site.unit}" in text(
        client.get(on("undertaking", adopted))
    )
    assert client.get(adopt).status_code == 403

    client.force_login(site.by)
    assert "Chưa có đơn vị nào học theo." in text(client.get(page))
    UndertakingFactory(participation=other, approved=True, adopted_from=approved)
    told = text(client.get(page))
    assert "Đã được 1 đơn vị học theo" in told
    assert f"Đơn vị học theo 1 đăng ký {other.unit} Đã duyệt" in told
    assert "đã được 1 đơn vị học theo" in text(client.get(EXAMPLES))


def test_the_origin_is_named_also_once_it_is_no_example(client, site):
    origin = site.approved()
    other = ParticipationFactory(campaign=site.campaign)
    adopted = UndertakingFactory(participation=other, adopted_from=origin)
    client.force_login(MembershipFactory(unit=other.unit, role=Role.REPORTER).user)
    page = client.get(on("undertaking", adopted))
    assert f"Học theo {origin.name} của {site.unit}" in text(page)
    assert on("undertaking", origin) not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_examples(host, site, django_assert_num_queries, count):
    for _ in range(count):
        taking = ParticipationFactory(campaign=site.campaign)
        example = UndertakingFactory(participation=taking, approved=True, stage="found")
        ExampleStepFactory(undertaking=example)
        UndertakingFactory(
            participation__campaign=site.campaign, approved=True, adopted_from=example
        )

    # user, roles, chain; counts of the steps; count, page; adoptions; shell: two
    with django_assert_num_queries(9):
        response = host.get(EXAMPLES)
    assert response.content.decode().count("đã được 1 đơn vị học theo") == count
    with django_assert_num_queries(15):  # besides: campaign, plan, its lineage, roles
        response = host.get(site.at("campaign-examples"))
    assert response.content.decode().count("đã được 1 đơn vị học theo") == count


def test_examples_by_step(host, site):
    for stage in ("found", "found", "spread"):
        UndertakingFactory(
            participation__campaign=site.campaign, approved=True, stage=stage
        )
    told = text(host.get(f"{EXAMPLES}?buoc=spread"))
    assert "Tất cả 3 Phát hiện 2 Nhân rộng 1" in told
    page = host.get(f"{EXAMPLES}?buoc=found").content.decode()
    assert page.count("td-cellsub") == 2


def test_a_pact_is_written_agreed_to_and_amended(client):
    place = Cluster()
    client.force_login(place.head)
    begin = reverse("campaigns:pact-begin", args=[place.cluster.pk])
    wrong = client.post(begin, {"name": "Giao ước", "text": "", "starts_on": "x"})
    assert wrong.status_code == 422
    assert "Nhập nội dung." in text(wrong)
    facts = {
        "name": "Giao ước", "text": "Mỗi xã một công trình.", "starts_on": vn_date(TODAY),
        "ends_on": vn_date(TODAY + DAY),
    }  # fmt: skip
    page = client.post(begin, facts).url
    pact = int(page.strip("/").split("/")[-1])

    client.force_login(place.west)
    told = text(client.get(page))
    assert "0 đã đồng ý, 3 chưa" in told
    assert "Sửa" not in told
    agree = reverse("campaigns:pact-agree", args=[pact])
    given = {"unit": place.units[1].pk, "agreed_on": vn_date(TODAY), "version": 1}
    assert client.post(agree, given | {"version": 7}).status_code == 422
    client.post(agree, given)
    assert "1 đã đồng ý, 2 chưa" in text(client.get(page))

    client.force_login(place.head)
    edit = reverse("campaigns:pact-edit", args=[pact])
    assert "1 thành viên đã đồng ý bản này. Ghi lý do sửa" in text(
        client.post(edit, facts | {"text": "Hai công trình."})
    )
    client.post(edit, facts | {"text": "Hai công trình.", "reason": "Làm thêm"})
    told = text(client.get(page))
    assert "0 đã đồng ý, 3 chưa" in told
    assert "bản thứ 1 · Sửa: Làm thêm" in told
    client.post(reverse("campaigns:pact-end", args=[pact]), {"reason": "Sắp xếp lại"})
    assert "Đã thôi giao ước. Sắp xếp lại" in text(client.get(page))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_pacts(client, django_assert_num_queries, count):
    place = Cluster()
    for _ in range(count):
        pact = PactFactory(cluster=place.cluster)
        for unit in place.units[:count]:
            PactAgreementFactory(pact=pact, unit=unit)
    client.force_login(place.head)

    # user, roles; cluster; members, pacts, agreements; head; memberships
    with django_assert_num_queries(8):
        client.get(reverse("campaigns:pact-list", args=[place.cluster.pk]))
    # user, roles; pact; members, agreements; head; to agree; lapsed; memberships
    with django_assert_num_queries(9):
        client.get(reverse("campaigns:pact", args=[pact.pk]))


# ---- the home page ------------------------------------------------------------------------


def work(client) -> list[str]:
    page = client.get(reverse("home"), {"loai": "dang-ky"}).content.decode()
    found = re.findall(r'<div class="td-task__t"><a href="[^"]*">([^<]+)</a>', page)
    return [unescape(title) for title in found]


def test_what_is_owed_waits_at_home(unit, site):
    assert work(unit) == ["Đăng ký 1 mô hình"]
    sent = site.sent()
    assert work(unit) == []
    sent.status, sent.return_reason = "returned", "Ghi rõ kinh phí"
    sent.returned_by, sent.returned_at = site.ward.officer, sent.submitted_at
    sent.save()
    assert work(unit) == [
        "Đăng ký 1 mô hình", "Sửa đăng ký bị trả lại: Tuyến hẻm nở hoa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "is_told"),
    [(14, True), (15, False), (-90, True), (-91, False), (None, False)],
)
def test_a_call_is_told_as_its_day_comes_near(client, days, is_told):
    due = None if days is None else TODAY + timedelta(days)
    far = Site(due_on=due)
    client.force_login(far.by)
    assert bool(work(client)) is is_told
    NudgeFactory(participation=far.taking, sent_on=TODAY - 7 * DAY)
    assert work(client) == ["Đăng ký 1 mô hình"]


def test_what_waits_for_the_host_is_one_line_that_opens_its_list(host, site):
    site.sent()
    site.sent()
    assert work(host) == ["Duyệt 2 đăng ký mô hình, công trình"]
    page = host.get(reverse("home")).content.decode()
    url = re.search(r'href="(/phong-trao/[^"]+/dang-ky/\?tt=cho)"', page)[1]
    assert "Chờ duyệt" in rows(host.get(url))[0]


def test_a_pact_waits_for_each_member_until_it_agrees(client):
    place = Cluster()
    pact = place.written()
    client.force_login(place.west)
    title = f"Đọc và đồng ý giao ước: {pact.name}"
    assert title in text(client.get(reverse("home")))
    place.agree(pact, 1)
    assert title not in text(client.get(reverse("home")))
