"""Góp ý khi soạn, khi kiểm tra, khi duyệt, trong Việc cần làm."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.inbox import drafts, items
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, texts
from tests.factories import CommentFactory, Role, ward

pytestmark = pytest.mark.django_db
LINE = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def line(plan):
    return plan.lines.get(text=LINE)


def form_at(client, plan, line):
    desk = Desk(plan)
    return PageForm(client, desk.url(desk.page_of(line.pk).slug))


def said_at(page, line):
    return texts(page, f"//li[@id='l{line.pk}']//div[@class='td-linesay']/*")


def test_a_line_tells_what_is_said_of_it(client, place, plan, line):
    CommentFactory(line=line, body="Nêu số hộ.", author=place.leader)
    CommentFactory(line=line, body="", author=place.leader, proposed="Còn 0,3%.")
    closed = CommentFactory(line=line, author=place.leader)
    actions.close_comment(closed.pk, by=place.leader, outcome="done")
    client.force_login(place.officer)

    page = form_at(client, plan, line).page

    who = place.leader
    assert said_at(page, line) == [
        "2 góp ý",
        f"{who}: Nêu số hộ. Đã xử lý góp ý của {who}",
        f"{who}: đề nghị viết lại → “Còn 0,3%.” Nhận đề nghị của {who} · "
        f"Đã xử lý góp ý của {who}",
    ]
    assert page.xpath("//div[@class='td-linesay']/a/@href") == [
        reverse("campaigns:plan-comments", args=[plan.pk]) + f"#d-{line.pk}"
    ]


def test_a_suggestion_is_taken_while_writing(client, place, plan, line):
    comment = CommentFactory(line=line, author=place.leader, proposed="Còn 0,3%.")
    client.force_login(place.officer)
    form = form_at(client, plan, line)

    answer = form.send(f"nhan-gop-y:{comment.pk}", htmx=True)

    page = html.fromstring(answer.content.decode())
    assert texts(page, f"//textarea[@id='l{line.pk}-text']") == ["Còn 0,3%."]
    assert said_at(page, line) == []
    comment.refresh_from_db()
    assert comment.status == "accepted"


def test_not_over_what_was_typed_in_the_same_line(client, place, plan, line):
    comment = CommentFactory(line=line, author=place.leader, proposed="Còn 0,3%.")
    client.force_login(place.officer)
    form = form_at(client, plan, line)

    answer = form.send(
        f"nhan-gop-y:{comment.pk}", htmx=True, **{f"l{line.pk}__text": "Tôi vừa gõ."}
    )

    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    assert "không nhận nguyên được" in texts(page, "//*[@id='vuong-mac']")[0]
    assert texts(page, f"//textarea[@id='l{line.pk}-text']") == ["Tôi vừa gõ."]


def test_closed_while_writing(client, place, plan, line):
    comment = CommentFactory(line=line, author=place.leader)
    client.force_login(place.officer)

    form_at(client, plan, line).send(f"xong-gop-y:{comment.pk}")

    comment.refresh_from_db()
    assert (comment.status, comment.closed_by) == ("done", place.officer)


@pytest.mark.parametrize("act", ["nhan-gop-y", "nhan-gop-y:x", "xong-gop-y:999"])
def test_a_button_that_names_no_comment(client, place, plan, line, act):
    client.force_login(place.officer)

    answer = form_at(client, plan, line).send(act, htmx=True)

    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    assert texts(page, "//*[@id='vuong-mac']") == [
        "Góp ý này đã được người viết rút lại."
    ]


@pytest.mark.parametrize("name", ["plan-check", "plan-review"])
def test_what_is_open_is_told_before_sending_and_before_signing(
    client, place, plan, line, name
):
    for number in range(6):
        CommentFactory(line=line, body=f"Ý {number}.", author=place.officer)
    whole = CommentFactory(plan=plan, body="Bám cấp trên.", author=place.officer)
    if name == "plan-review":
        actions.submit_plan(plan.pk, by=place.officer)
    client.force_login(place.leader if name == "plan-review" else place.officer)

    page = html.fromstring(
        client.get(reverse(f"campaigns:{name}", args=[plan.pk])).content.decode()
    )

    (panel,) = page.xpath("//section[@aria-labelledby='h-gop-y']")
    assert texts(panel, ".//h2/following-sibling::*") == ["7 góp ý"]
    told = texts(panel, ".//li/div")
    assert told[0].startswith("Bám cấp trên.")
    assert told[1].startswith("- Ý 0.")
    assert len(told) == 5
    assert texts(panel, ".//p[@class='td-small td-muted']") == ["và 2 góp ý nữa"]
    assert panel.xpath(".//li/a/@href")[0].endswith(f"/gop-y/#gy-{whole.pk}")
    says = texts(panel, ".//p[@class='form-text mb-0']")
    assert says == [
        "Góp ý trên từng dòng"
        if name == "plan-review"
        else "Còn góp ý mở vẫn trình được. Góp ý trên từng dòng"
    ]


def test_open_comments_do_not_hold_a_plan_back(place, plan, line):
    CommentFactory(line=line, author=place.leader)

    assert actions.submit_plan(plan.pk, by=place.officer).status == "submitted"


def test_the_inbox_tells_the_drafts_officer_of_others_comments(place, plan, line):
    for author in (place.leader, place.leader, place.officer):
        CommentFactory(line=line, author=author)

    (item,) = drafts(place.officer)

    assert item.context.startswith("2 góp ý còn mở · ")


def test_the_inbox_tells_it_of_a_plan_that_came_back(place, plan, line):
    actions.submit_plan(plan.pk, by=place.officer)
    CommentFactory(line=line, author=place.leader)
    actions.return_plan(plan.pk, by=place.leader, reason="Sửa chỉ tiêu.")

    (item,) = items(place.officer)

    assert item.context == f"1 góp ý còn mở · {place.leader}: “Sửa chỉ tiêu.”"


def test_without_comments_the_inbox_is_as_before(place, plan):
    (item,) = drafts(place.officer)

    assert "góp ý" not in item.context
    assert items(place.person(Role.CLERK)) == []
