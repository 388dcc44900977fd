"""Việc cần làm: drafts to go on with, and the next step of whoever has nothing to do."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from campaigns.models import Plan
from tests.factories import (
    ImportDraftFactory,
    PlanFactory,
    Role,
    UserFactory,
    other_ward,
    ready_content,
    ward,
)
from tests.paper_files import words
from units.wording import vn_date, vn_time

pytestmark = pytest.mark.django_db
HOME = reverse("home")


@pytest.fixture
def place():
    return ward()


def draft(place, title="Kế hoạch đang soạn", **values) -> Plan:
    return PlanFactory(
        issuer=place.unit, campaign__created_by=place.officer, title=title, **values
    )


def section(response) -> list[tuple[str, str, str, str]]:
    """(title, context, when, act) of each row under “Đang soạn dở”."""
    html = response.content.decode()
    found = re.search(r'aria-labelledby="nhom-nhap".*?</section>', html, re.S)
    cells = (
        r'td-task__t">(.*?)</div>.*?td-task__s">(.*?)</div>'
        r'.*?td-due">(.*?)</div>.*?aria-label="([^:]*):'
    )
    return [
        tuple(" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row)
        for row in re.findall(cells, found[0] if found else "", re.S)
    ]


def test_a_draft_says_when_it_was_saved_and_what_it_lacks(client, place):
    plan = draft(place)
    client.force_login(place.officer)

    response = client.get(HOME)

    assert section(response) == [
        (
            "Soạn tiếp: Kế hoạch đang soạn",
            "Kế hoạch chưa có nội dung; chưa có nơi nhận; còn 1 chỗ nữa",
            f"Lưu {vn_date(plan.changed_at)} {vn_time(plan.changed_at)}",
            "Soạn tiếp",
        )
    ]
    assert reverse("campaigns:plan-edit", args=[plan.pk]) in response.content.decode()
    page = words(response)
    assert "Không có việc nào của người khác chờ anh/chị." in page
    assert "Không còn việc nào chờ anh/chị" not in page


def test_a_whole_draft_is_to_be_checked_and_sent(client, place):
    plan = place.draft(ready_content(title="Đủ cả"))
    Plan.objects.filter(pk=plan.pk).update(signer=place.signer)
    client.force_login(place.officer)

    ((title, context, _, act),) = section(client.get(HOME))

    assert (title, context, act) == (
        "Kiểm tra, trình duyệt: Đủ cả", "Đã đủ để trình", "Kiểm tra",
    )  # fmt: skip


def test_the_last_one_saved_stands_first_and_five_are_listed(client, place):
    for number in range(6):
        draft(place, f"Bản {number}", changed_at=now() - timedelta(days=number))
    reading = ImportDraftFactory(owner=place.officer, file_name="ke-hoach.docx")
    client.force_login(place.officer)

    titles = [row[0] for row in section(client.get(HOME))]

    assert titles[0] == f"Xem lại bản đọc: {reading.file_name}"
    assert titles[1:] == [f"Soạn tiếp: Bản {number}" for number in range(5)]


def test_drafts_of_others_and_of_a_role_that_ended_are_not_mine(client, place):
    draft(place)
    ImportDraftFactory(owner=place.officer)
    for who in (place.person(Role.OFFICER), place.leader, other_ward().officer):
        client.force_login(who)
        assert section(client.get(HOME)) == []
    place.officer.memberships.update(valid_to=now() - timedelta(days=1))
    client.force_login(place.officer)

    assert section(client.get(HOME)) == []


def test_a_draft_is_no_work_that_waits(client, place):
    draft(place)
    client.force_login(place.officer)

    page = client.get(HOME)

    assert "đang chờ anh/chị" not in words(page).replace("chờ anh/chị.", "")
    assert page.context["count"] == 0
    assert section(client.get(f"{HOME}?loai=sua")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_with_drafts(client, django_assert_num_queries, place, count):
    for number in range(count):
        place.draft(ready_content(title=f"Bản {number}"))
        ImportDraftFactory(owner=place.officer)
    client.force_login(place.officer)

    # user, roles; plans waiting, sent; superiors; steps, openings; hand-overs of clusters; papers
    # stopped; paths of own units, deadlines, registrations, phases, running; hosts;
    # drafts, their lines, their recipients; readings; papers that came; shell: memberships;
    # reports owed, entered for units, to receive, missing; tasks due; what units raised;
    # registrations owed, to decide; proposals to mend, to weigh, opinions asked; decisions: where
    # one drafts, to mend, what was passed; clusters of own units; notices
    with django_assert_num_queries(44):
        response = client.get(HOME)

    assert len(section(response)) == 2 * count


@pytest.mark.parametrize(
    ("role", "text", "act", "address"),
    [
        (Role.OFFICER, "Phong trào mới bắt đầu từ tệp", "Lập phong trào",
         reverse("campaigns:campaign-start")),
        (Role.LEADER, "Kế hoạch được trình để anh/chị duyệt", "Xem các phong trào",
         reverse("campaigns:campaign-list")),
        (Role.CLERK, "chờ cấp số và đóng dấu, sẽ hiện ở đây", "Mở sổ văn bản",
         reverse("reports:register")),
        (Role.ADMINISTRATOR, "nằm ở mục Quản trị", "Mở mục Quản trị",
         reverse("unit-list")),
        (Role.REPORTER, "Việc giao cho đơn vị và thời hạn", "Xem các phong trào",
         reverse("campaigns:campaign-list")),
        (Role.SECRETARY, "Việc giao cho đơn vị và thời hạn", "Xem các phong trào",
         reverse("campaigns:campaign-list")),
    ],
)  # fmt: skip
def test_who_has_nothing_to_do_is_told_the_next_step(
    client, place, role, text, act, address
):
    client.force_login(place.person(role))

    response = client.get(HOME)

    page = words(response)
    assert "Không còn việc nào chờ anh/chị" in page
    assert text in page
    assert f'href="{address}">{act}</a>' in response.content.decode()


@pytest.mark.parametrize("name", ["reports:document-list", "reports:register"])
def test_lists_say_why_they_are_empty_without_a_role(client, name):
    client.force_login(UserFactory())

    page = words(client.get(reverse(name)))

    assert "Tài khoản chưa được giao vai trò Đề nghị quản trị" in page
    assert "Chưa có" not in page


def test_an_account_without_a_role_is_told_whom_to_ask(client):
    client.force_login(UserFactory())

    response = client.get(HOME)

    assert "Tài khoản chưa được giao vai trò Đề nghị quản trị" in words(response)
    assert "td-empty__i" not in response.content.decode()
    assert f'href="{reverse("guide")}">Đọc hướng dẫn</a>' in response.content.decode()
