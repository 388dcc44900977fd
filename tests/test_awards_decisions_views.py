"""Trang quyết định khen thưởng: what each shows, costs and refuses; two windows."""

import re

import pytest
from django.urls import reverse

from awards import actions
from awards.models import Decision
from tests.deciding import Deciding, passed
from tests.factories import MembershipFactory, Role
from tests.factories.decisions import DecisionFactory, DecisionLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deciding():
    return Deciding()


@pytest.fixture
def officer(client, deciding):
    client.force_login(deciding.officer)
    return client


def url(name, *args):
    return reverse(f"awards:{name}", args=args)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(officer, deciding, django_assert_num_queries, count):
    for _ in range(count):
        made = DecisionFactory(
            authority=deciding.place.unit, created_by=deciding.officer
        )
        DecisionLineFactory.create_batch(count, decision=made)
    officer.get(url("decision-list"))

    with django_assert_num_queries(9):
        page = officer.get(url("decision-list"))
    assert page.content.decode().count("td-rowlink") == count


@pytest.mark.parametrize("count", [1, 3])
def test_one_decision_costs_the_same(
    officer, deciding, django_assert_num_queries, count
):
    made = deciding.draft(*[passed(deciding.place) for _ in range(count)])
    officer.get(url("decision", made.pk))

    with django_assert_num_queries(7):
        page = officer.get(url("decision", made.pk))
    assert page.content.decode().count("khỏi danh sách") == count


def test_choosing_and_drafting(officer, deciding):
    one = passed(deciding.place, subject_name="Nguyễn Thị Hoà")
    page = officer.get(url("decision-start")).content.decode()
    assert "Nguyễn Thị Hoà" in page
    assert f"Giấy khen của Chủ tịch {deciding.place.unit.name}" in page

    answer = officer.post(url("decision-start"), {"de-nghi": [one.pk]})
    made = Decision.objects.get()
    assert answer["Location"] == url("decision", made.pk)
    page = officer.get(answer["Location"]).content.decode()
    assert "0,3 × 2.530.000 = 759.000, làm tròn lên" in page
    assert "Chọn người ký quyết định." in page


def test_nothing_chosen_is_said_and_the_choice_is_still_there(officer, deciding):
    passed(deciding.place)
    answer = officer.post(url("decision-start"), {})

    assert answer.status_code == 422
    assert "Chọn ít nhất một đề nghị đã thông qua." in answer.content.decode()


def test_two_windows_show_both_texts(officer, deciding):
    made = deciding.whole()
    form = {
        "seen": made.version, "title": made.title,
        "bases": made.bases.replace("\n", "\r\n"),
        "articles": "Tặng Giấy khen cho 01 cá nhân.", "recipients": made.recipients,
        "fund": made.fund, "signer": made.signer_id,
    }  # fmt: skip
    actions.amend_decision(
        made.pk, by=deciding.officer, version=made.version,
        changes={"articles": "Điều của đồng nghiệp."},
    )  # fmt: skip

    answer = officer.post(url("decision-edit", made.pk), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "đã được sửa ở cửa sổ khác" in page
    assert "Điều của đồng nghiệp." in page
    assert "Tặng Giấy khen cho 01 cá nhân." in page
    # A browser ends its lines in its own way; what is the same is not set beside it.
    assert re.findall("<dt>(.*?)</dt>", page) == ["Các điều"]
    # Saved once more, what was typed stands.
    made.refresh_from_db()
    officer.post(url("decision-edit", made.pk), form | {"seen": made.version})
    made.refresh_from_db()
    assert made.articles == "Tặng Giấy khen cho 01 cá nhân."


def test_a_line_is_amended_and_dropped(officer, deciding):
    made = deciding.draft(passed(deciding.place), passed(deciding.place))
    line = made.lines.first()

    answer = officer.post(
        url("decision-line", line.pk),
        {"subject_title": "Tổ trưởng", "achievement": "Hiến đất", "position": "2"},
    )
    assert answer["Location"] == url("decision", made.pk)
    line.refresh_from_db()
    assert (line.subject_title, line.achievement) == ("Tổ trưởng", "Hiến đất")
    answer = officer.post(
        url("decision-line", line.pk),
        {"subject_title": "", "achievement": " ", "position": "2"},
    )
    assert answer.status_code == 422
    officer.post(url("decision-line-drop", line.pk))
    assert made.lines.count() == 1


def test_the_list_to_be_paid_from(officer, deciding):
    made = deciding.draft(
        passed(deciding.place), passed(deciding.place, kind="household")
    )

    page = officer.get(url("decision-payment", made.pk)).content.decode()

    assert "1.138.500" in page
    assert "<b>1.900.000</b> đồng" in page  # 760.000 + 1.140.000


def test_the_leader_finds_it_and_gives_it_back(client, deciding):
    sent = deciding.submitted()
    client.force_login(deciding.place.leader)

    inbox = client.get(reverse("home")).content.decode()
    assert f"Ký quyết định: {sent.title}" in inbox
    desk = client.get(reverse("reports:desk")).content.decode()
    assert reverse("reports:decision-sign", args=[sent.pk]) in desk
    answer = client.post(url("decision-return", sent.pk), {"reason": ""})
    assert answer.status_code == 422
    client.post(url("decision-return", sent.pk), {"reason": "Thiếu một người"})
    client.force_login(deciding.officer)
    inbox = client.get(reverse("home")).content.decode()
    assert f"Sửa quyết định được trả lại: {sent.title}" in inbox
    assert "Thiếu một người" in client.get(url("decision", sent.pk)).content.decode()


def test_who_sees_none_of_it(client, deciding):
    made = deciding.draft()
    client.force_login(deciding.place.person(Role.ADMINISTRATOR))
    assert client.get(url("decision", made.pk)).status_code == 200
    below = passed(deciding.place).unit
    client.force_login(MembershipFactory(unit=below, role=Role.REPORTER).user)
    assert client.get(url("decision", made.pk)).status_code == 404
