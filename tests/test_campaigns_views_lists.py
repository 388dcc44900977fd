"""Danh sách phong trào và Việc cần làm: what is shown, found how, at what cost."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions
from campaigns.models import Campaign
from tests.factories import (
    AssignmentFactory,
    CampaignFactory,
    DeadlineFactory,
    DocumentFactory,
    PhaseFactory,
    PlanFactory,
    PlanLineFactory,
    RegistrationFactory,
    TargetFactory,
    UserFactory,
    other_ward,
    ward,
)

pytestmark = pytest.mark.django_db
LIST = reverse("campaigns:campaign-list")
HOME = reverse("home")


@pytest.fixture
def place():
    return ward()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(response) -> list[list[str]]:
    html = response.content.decode()
    found = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.S)
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in found
    ]


def names(response) -> list[str]:
    return re.findall(r'class="td-rowlink"[^>]*>([^<]+)<', response.content.decode())


def campaign(place, name, *, status="draft", starts_on=None, ends_on=None, **plan):
    traits = {status: True} if status != "draft" else {}
    made = CampaignFactory(
        host=place.unit, name=name, starts_on=starts_on, ends_on=ends_on
    )
    return PlanFactory(campaign=made, issuer=place.unit, title=name, **traits, **plan)


# ---- the list ------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, place, count):
    for n in range(count):
        plan = campaign(place, f"Phong trào {n}", status="issued")
        TargetFactory(line=PlanLineFactory(plan=plan))
    client.force_login(place.officer)

    # user, roles, paths of own units, sums, count, rows, who may start; shell: memberships
    with django_assert_num_queries(12):
        response = client.get(LIST)

    assert len(rows(response)) == count


def test_a_row_says_name_number_state_time_amount_and_next_day(client, place):
    today = localdate()
    plan = campaign(
        place, "Chào mừng 20 năm", status="issued", starts_on=date(2023, 8, 1),
        ends_on=today + timedelta(40), source_number=5,
    )  # fmt: skip
    line = PlanLineFactory(plan=plan)
    TargetFactory.create_batch(2, line=line)
    AssignmentFactory(line=line)
    DeadlineFactory(line=line, due_on=today + timedelta(9))
    DeadlineFactory(line=line, due_on=today - timedelta(9))
    RegistrationFactory(line=line, deadline=today + timedelta(4))
    PhaseFactory(line=line, ends_on=today + timedelta(5))
    client.force_login(place.officer)

    (row,) = rows(client.get(LIST))

    assert row[0] == f"Chào mừng 20 năm 05/KH-UBND · {place.unit}"
    assert row[1] == "Đang thực hiện"
    assert row[2] == f"01/08/2023 – {today + timedelta(40):%d/%m/%Y}"
    assert row[3] == "2 chỉ tiêu 1 đơn vị"
    assert row[4].startswith("Còn 4 ngày")


def test_a_draft_has_no_number_and_no_deadline(client, place):
    plan = campaign(place, "Đang soạn", source_number=7)
    DeadlineFactory(line=PlanLineFactory(plan=plan), due_on=localdate())
    client.force_login(place.officer)

    assert rows(client.get(LIST)) == [
        [
            f"Đang soạn Chưa có số · {place.unit}",
            "Bản nháp",
            "chưa ghi",
            "0 chỉ tiêu 0 đơn vị",
            "—",
        ]
    ]


def test_others_see_nothing_of_it(client, place):
    campaign(place, "Của phường này", status="issued")
    client.force_login(other_ward().officer)

    response = client.get(LIST)

    assert names(response) == []
    assert "Chưa có phong trào nào" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Soạn", "Trình", "Ký", "Tới", "Chạy", "Xong"]),
        ("tt=dang-soan", ["Soạn"]),
        ("tt=cho-ky", ["Trình", "Ký"]),
        ("tt=sap-toi", ["Tới"]),
        ("tt=thuc-hien", ["Chạy"]),
        ("tt=ket-thuc", ["Xong"]),
        ("tt=khong-co", ["Soạn", "Trình", "Ký", "Tới", "Chạy", "Xong"]),
        ("nam=2023", ["Xong"]),
        ("nam=2022", ["Xong"]),
        ("nam=1999", []),
        ("nam=abcd", ["Soạn", "Trình", "Ký", "Tới", "Chạy", "Xong"]),
        ("nam=0000", ["Soạn", "Trình", "Ký", "Tới", "Chạy", "Xong"]),
        ("tt=ket-thuc&q=chạy", []),
    ],
)
def test_filters(client, place, query, found):
    today = localdate()
    campaign(place, "Soạn")
    campaign(place, "Trình", status="submitted")
    campaign(place, "Ký", status="approved")
    campaign(
        place, "Chạy", status="issued", starts_on=today, ends_on=today + timedelta(1)
    )
    campaign(place, "Tới", status="issued", starts_on=today + timedelta(1))
    campaign(
        place, "Xong", status="issued", starts_on=date(2022, 9, 1),
        ends_on=date(2023, 2, 1),
    )  # fmt: skip
    client.force_login(place.officer)

    assert sorted(names(client.get(f"{LIST}?{query}"))) == sorted(found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kỷ niệm", True),
        ("ki niem", True),
        ("KỈ NIỆM", True),
        ("nguyen trai 20 nam", True),
        ("đô thị", True),
        ("do thi", True),
        ("32/KH-HĐTĐKT", True),
        ("32 kh hdtdkt", True),
        ("032", True),
        ("hdtdkt", False),
        ("%", False),
        ("niệm kỷ niệm lần", False),
    ],
)
def test_words_are_found_without_diacritics(client, place, words, found):
    campaign(
        place,
        "Kỷ niệm 20 năm thành lập phường Nguyễn Trãi, đô thị văn minh",
        status="issued",
        source_number=32,
        symbol="KH-HĐTĐKT",
    )
    client.force_login(place.officer)

    assert bool(names(client.get(LIST, {"q": words}))) is found


def test_an_empty_result_names_the_query_and_offers_a_way_out(client, place):
    campaign(place, "Có thật")
    client.force_login(place.officer)

    page = client.get(f"{LIST}?q=kh%C3%B4ng+c%C3%B3&tt=dang-soan").content.decode()

    assert "Không tìm thấy “không có” trong tên, trích yếu và số hiệu" in page
    assert "kể cả khi bỏ dấu" in page
    assert 'href="?q=kh%C3%B4ng%20c%C3%B3"' in page


def test_without_a_role_the_list_says_why_it_is_empty(client, place):
    client.force_login(UserFactory())
    page = client.get(LIST).text
    said = text_of(page)
    assert "Tài khoản chưa được giao vai trò" in said
    assert "Đề nghị quản trị đơn vị giao vai trò" in said
    assert "Phong trào bắt đầu từ một kế hoạch" not in said
    home = text_of(client.get(HOME).text)
    assert "Tài khoản chưa được giao vai trò" in home
    # Rooms that hold nothing for this person are not offered.
    bar = re.search(r'<nav class="td-nav".*?</nav>', page, re.S)[0]
    assert re.findall(r'href="([^"]+)"', bar) == [HOME]

    client.force_login(place.officer)
    bar = re.search(r'<nav class="td-nav".*?</nav>', client.get(LIST).text, re.S)[0]
    assert LIST in re.findall(r'href="([^"]+)"', bar)


def test_htmx_gets_the_results_alone(client, place):
    campaign(place, "Một phong trào")
    client.force_login(place.officer)

    response = client.get(LIST, headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<div id="kq">')
    assert response.headers["Vary"].split(", ").count("HX-Request") == 1


def test_filter_options_count_what_they_would_show(client, place):
    campaign(place, "Một")
    campaign(place, "Hai", status="submitted")
    client.force_login(place.officer)

    page = client.get(LIST).content.decode()

    assert "Tất cả (2)" in page
    assert "Đang soạn (1)" in page
    assert "Chờ duyệt, ký, cấp số (1)" in page
    assert "Đã kết thúc (0)" in page


def test_only_who_may_start_is_offered_it(client, place):
    offered = []
    for who in (place.officer, place.clerk):
        client.force_login(who)
        offered.append("Lập phong trào" in client.get(LIST).content.decode())

    assert offered == [True, False]


# ---- home ----------------------------------------------------------------------------


def tasks(response) -> list[tuple[str, str]]:
    """(title, context) of every row, in order."""
    html = response.content.decode()
    found = []
    for row in re.findall(r'<li class="td-task">.*?</li>', html, re.S):
        title = re.search(r'class="td-task__t">(.*?)</div>', row, re.S)
        context = re.search(r'class="td-task__s">(.*?)</div>', row, re.S)
        found.append((text_of(title[1]), text_of(context[1]) if context else ""))
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_home_query_count(client, django_assert_num_queries, place, count):
    _ = place.leader
    for _n in range(count):
        place.submitted()
    client.force_login(place.leader)

    # user, roles, plans waiting, returns, plans sent, steps, openings asked for, hand-overs of
    # clusters, papers stopped, papers that came in, paths of own units, deadlines,
    # registrations, phases, running; reports owed, registrations owed, clusters of own units,
    # what units raised; tasks due; proposals to mend, to confirm, opinions asked; pacts to sign;
    # results of the council; notices; shell: memberships
    with django_assert_num_queries(35):
        response = client.get(HOME)

    assert len(tasks(response)) == count


def test_home_of_a_leader(client, place):
    plan = place.submitted()
    client.force_login(place.leader)

    response = client.get(HOME)

    ((title, context),) = tasks(response)
    assert title == f"Duyệt và ký: {plan.title}"
    assert context.startswith(f"{place.officer} trình lúc ")
    assert reverse("campaigns:plan-review", args=[plan.pk]) in response.content.decode()


def test_another_leader_is_not_counted_on(client, place):
    place.submitted()
    deputy = place.person("leader", capacity="deputy", title="Phó Chủ tịch")
    client.force_login(deputy)

    response = client.get(HOME)

    ((title, context),) = tasks(response)
    assert title.startswith("Xem kế hoạch chờ duyệt: ")
    assert context.endswith(f"người ký: {place.leader}")
    assert "Không còn việc nào chờ anh/chị" in response.content.decode()


def test_home_of_an_officer_tells_why_a_plan_came_back(client, place):
    plan = place.submitted()
    actions.return_plan(plan.pk, by=place.leader, reason="Bổ sung chỉ tiêu.")
    waiting = place.submitted()
    client.force_login(place.officer)

    response = client.get(HOME)

    assert tasks(response) == [
        (
            f"Sửa kế hoạch bị trả lại: {plan.title}",
            f"{place.leader}: “Bổ sung chỉ tiêu.”",
        ),
        (
            waiting.title,
            f"Chờ {place.leader} duyệt · trình {localdate():%d/%m/%Y}",
        ),
    ]
    assert "<b>1 việc</b> đang chờ anh/chị" in response.content.decode()


def test_home_of_a_clerk(client, place):
    document = place.document(signed=True, title="Kế hoạch chờ số")
    client.force_login(place.clerk)

    ((title, _),) = tasks(client.get(HOME))

    assert title == f"Cấp số, đóng dấu: {document.title}"


def test_home_of_a_signer_whose_paper_stopped(client, place):
    place.document(stopped=True, title="Kế hoạch vướng")
    client.force_login(place.leader)

    assert tasks(client.get(HOME)) == [
        ("Gỡ vướng mắc khi ký: Kế hoạch vướng", "Chứng thư số đã hết hạn.")
    ]


def test_what_waits_comes_before_what_is_far(client, place):
    coming = place.submitted()
    far = localdate() + timedelta(36)
    Campaign.objects.filter(pk=coming.campaign_id).update(starts_on=far, ends_on=far)
    place.document(stopped=True, title="Kế hoạch vướng")
    client.force_login(place.leader)

    groups = [part["title"] for part in client.get(HOME).context["groups"]]
    assert groups == ["Đang chờ anh/chị", "Sau bảy ngày tới"]


def test_home_narrowed_to_one_kind_of_work(client, place):
    place.submitted()
    place.document(stopped=True)
    client.force_login(place.leader)

    assert len(tasks(client.get(f"{HOME}?loai=duyet"))) == 2
    assert tasks(client.get(f"{HOME}?loai=so")) == []
    assert len(tasks(client.get(f"{HOME}?loai=la"))) == 2


@pytest.mark.parametrize(
    ("days", "group"),
    [
        (-1, "Quá hạn"),
        (0, "Trong bảy ngày tới"),
        (7, "Trong bảy ngày tới"),
        (8, "Sau bảy ngày tới"),
        (None, "Đang chờ anh/chị"),
    ],
)
def test_urgency_is_the_day_on_which_the_campaign_begins(client, place, days, group):
    plan = place.submitted()
    today = localdate()
    arrived = today - timedelta(5)
    plan.__class__.objects.filter(pk=plan.pk).update(
        submitted_at=f"{arrived.isoformat()}T09:00:00+07:00"
    )
    plan.campaign.__class__.objects.filter(pk=plan.campaign_id).update(
        starts_on=None if days is None else today + timedelta(days), ends_on=None
    )
    client.force_login(place.leader)

    groups = re.findall(r'<h2 id="nhom-\d">([^<]+)', client.get(HOME).content.decode())

    assert groups == [group]


def test_a_campaign_begun_long_before_its_plan_was_typed_in_is_not_late(client, place):
    plan = place.submitted()
    assert plan.campaign.starts_on == date(2023, 8, 1)
    client.force_login(place.leader)

    assert "Quá hạn" not in client.get(HOME).content.decode()


def test_coming_days_and_running_campaigns(client, place):
    today = localdate()
    plan = campaign(
        place, "Đang chạy", status="issued", starts_on=today - timedelta(3),
        ends_on=today + timedelta(20),
    )  # fmt: skip
    line = PlanLineFactory(plan=plan)
    DeadlineFactory(line=line, text="Báo cáo tháng", due_on=today + timedelta(2))
    DeadlineFactory(line=line, text="Xa quá", due_on=today + timedelta(60))
    draft = campaign(place, "Chưa ban hành")
    DeadlineFactory(line=PlanLineFactory(plan=draft), text="Của bản nháp", due_on=today)
    client.force_login(place.clerk)

    page = text_of(client.get(HOME).content.decode())

    assert "Báo cáo tháng còn 2 ngày · Đang chạy" in page
    assert "Xa quá" not in page
    assert "Của bản nháp" not in page
    assert f"Đang chạy đến {today + timedelta(20):%d/%m/%Y} · còn 20 ngày" in page


def test_the_front_door_leads_home(client, place):
    client.force_login(place.officer)

    assert client.get("/").headers["Location"] == HOME


def test_a_paper_of_another_authority_is_not_mine(client, place):
    DocumentFactory(signed=True)
    client.force_login(place.clerk)

    assert tasks(client.get(HOME)) == []
