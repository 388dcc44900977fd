"""Trả lại có phạm vi trên màn hình: the form, the draft, the request, the second look."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.models import Comment, OpeningRequest
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import CommentFactory, ward

pytestmark = pytest.mark.django_db
LINE = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.submitted()


@pytest.fixture
def line(plan):
    return plan.lines.get(text=LINE)


@pytest.fixture
def said(place, line):
    return CommentFactory(line=line, body="Nêu số hộ.", author=place.leader)


@pytest.fixture
def back(place, plan, said):
    """The plan, returned with that line and the recipients open."""
    return actions.return_plan(
        plan.pk, by=place.leader, reason="Sửa chỗ góp ý.", scope="places",
        parts=["recipients"],
    )  # fmt: skip


def url(name, plan):
    return reverse(f"campaigns:{name}", args=[plan.pk])


def page_at(client, address):
    return html.fromstring(client.get(address).content.decode())


# ---- the leader's form -----------------------------------------------------------------


def test_the_scope_is_asked_only_where_there_is_something_to_open(client, place, plan):
    client.force_login(place.leader)

    page = page_at(client, url("plan-return", plan))

    assert page.xpath("//input[@name='scope']") == []
    assert client.post(url("plan-return", plan), {"reason": "Sửa."}).status_code == 302
    assert plan.returns.get().scope == "whole"


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("name", ["plan-return", "plan-review"])
def test_the_form_names_the_places(client, place, plan, name):
    client.force_login(place.leader)

    page = page_at(client, url(name, plan))

    assert texts(page, "//label[.//input[@name='scope']]") == [
        "Mở sửa cả kế hoạch", "Chỉ mở những chỗ có góp ý của tôi còn mở",
    ]  # fmt: skip
    assert page.xpath("//input[@name='scope'][@checked]/@value") == ["whole"]
    assert texts(page, "//label[.//input[@name='parts']]") == [
        "Phần đầu, trích yếu", "Nơi nhận", "Người ký",
    ]  # fmt: skip
    assert f"Góp ý của anh/chị còn mở ở: “{LINE}”" in words_of(
        client.get(url(name, plan))
    )


@pytest.mark.usefixtures("said")
def test_returned_with_these_places(client, place, plan, line):
    client.force_login(place.leader)

    client.post(
        url("plan-return", plan),
        {"reason": "Sửa.", "scope": "places", "parts": ["signer"]},
    )

    places = plan.returns.get().places.all()
    assert [(one.line, one.part) for one in places] == [(line, ""), (None, "signer")]


def test_what_lies_closed_meanwhile_is_told_with_the_words_kept(
    client, place, plan, said
):
    client.force_login(place.leader)
    form = client.get(url("plan-return", plan))
    assert form.status_code == 200
    actions.close_comment(said.pk, by=place.officer, outcome="done")
    CommentFactory(line=plan.lines.first(), author=place.officer)

    answer = client.post(
        url("plan-return", plan), {"reason": "Sửa.", "scope": "places"}
    )

    # Nothing of the leader's is open any more, so the whole plan is: nothing was asked.
    assert answer.status_code == 302
    assert plan.returns.get().scope == "whole"


# ---- the draft ---------------------------------------------------------------------------


def test_closed_lines_are_only_read_and_the_places_are_links(client, place, back, line):
    client.force_login(place.officer)
    desk = Desk(back)
    slug = desk.page_of(line.pk).slug

    page = PageForm(client, desk.url(slug)).page

    title = back.lines.get(text="CHỈ TIÊU")
    assert page.xpath("//textarea[@readonly]/@id") == [f"l{title.pk}-text"]
    assert texts(page, "//p[contains(@class, 'td-line__lock')]") == ["Đang khóa"]
    assert page.xpath("//div[@class='td-opening']//a/@href") == [
        f"{desk.url(slug)}?dong={line.pk}",
        desk.url("noi-nhan"),
        url("plan-open-ask", back),
    ]
    assert texts(page, "//nav[@id='muc-luc']//small") == [
        "đang khóa", "đang khóa", "đang khóa", "1 chỗ được mở", "đang khóa", "đang khóa",
        "1 chỗ được mở", "đang khóa",
    ]  # fmt: skip


def test_an_open_line_is_saved_beside_closed_ones(client, place, back, line):
    client.force_login(place.officer)
    desk = Desk(back)
    form = PageForm(client, desk.url(desk.page_of(line.pk).slug))

    answer = form.send("luu", **{f"l{line.pk}__text": "Còn 0,3%, 12 hộ."})

    assert answer.status_code == 302
    line.refresh_from_db()
    assert line.text == "Còn 0,3%, 12 hộ."
    assert back.lines.get(text="CHỈ TIÊU").kind == "section"


def test_a_forged_post_changes_no_closed_line(client, place, back):
    client.force_login(place.officer)
    title = back.lines.get(text="KHEN THƯỞNG")
    desk = Desk(back)
    form = PageForm(client, desk.url(desk.page_of(title.pk).slug))

    answer = form.send("luu", htmx=True, **{f"l{title.pk}__text": "KHÁC"})

    assert answer.status_code == 422
    assert "Lần trả lại này chỉ mở sửa" in words_of(answer)
    title.refresh_from_db()
    assert title.text == "KHEN THƯỞNG"


@pytest.mark.parametrize(("slug", "closed"), [("nguoi-ky", True), ("noi-nhan", False)])
def test_a_closed_part_says_so(client, place, back, slug, closed):
    client.force_login(place.officer)

    form = PageForm(client, Desk(back).url(slug))

    assert ("Phần này đang khóa." in form.page.text_content()) is closed
    kept = form.send("luu", nk__signer="goc", nn__texts="Lưu: VT", htmx=True)
    assert kept.status_code == (422 if closed else 200)


# ---- more is asked for -----------------------------------------------------------------------


def test_asked_for_and_opened(client, place, back):
    client.force_login(place.officer)
    empty = client.post(url("plan-open-ask", back), {"reason": " "})
    assert (empty.status_code, "Ghi lý do cần mở thêm." in words_of(empty)) == (
        422,
        True,
    )
    client.post(url("plan-open-ask", back), {"reason": "Cần sửa mục III."})
    page = page_at(client, url("plan-check", back))
    assert f"Đang chờ {place.leader} trả lời." in page.text_content()

    client.force_login(place.leader)
    for name in ("plan-review",):
        page = page_at(client, url(name, back))
        (box,) = page.xpath("//div[@class='td-opening']")
        assert "Cần sửa mục III." in box.text_content()
        assert texts(box, ".//*[contains(@class, 'btn')]") == [
            "Mở sửa cả kế hoạch", "Chưa mở",
        ]  # fmt: skip
    client.post(url("plan-open", back))
    assert back.returns.get().scope == "whole"


def test_answered_no(client, place, back):
    actions.ask_opening(back.pk, by=place.officer, reason="Cần sửa mục III.")
    client.force_login(place.leader)
    empty = client.post(url("plan-open-decline", back), {"answer": ""})
    assert empty.status_code == 422
    client.post(url("plan-open-decline", back), {"answer": "Mục III giữ nguyên."})

    assert OpeningRequest.objects.get().status == "declined"
    client.force_login(place.officer)
    page = page_at(client, url("plan-check", back))
    (box,) = page.xpath("//div[@class='td-opening']")
    assert f"{place.leader} chưa mở thêm: Mục III giữ nguyên." in " ".join(
        box.text_content().split()
    )
    assert texts(box, ".//a")[-1] == "Xin mở thêm"


def test_the_campaigns_page_tells_the_leader_too(client, place, back):
    actions.ask_opening(back.pk, by=place.officer, reason="Cần sửa mục III.")
    client.force_login(place.leader)

    page = page_at(
        client, reverse("campaigns:campaign-detail", args=[back.campaign_id, "x"])
    )

    (box,) = page.xpath("//div[@class='td-opening']")
    assert "Cần sửa mục III." in box.text_content()


# ---- the second look ------------------------------------------------------------------------


def test_what_became_of_each_place_is_told_and_closed_one_by_one(
    client, place, back, line, said
):
    other = CommentFactory(plan=back, body="Ngắn lại.", author=place.leader)
    line.text = "Tỷ lệ hộ nghèo còn 12 hộ."
    line.save(update_fields=["text"])
    actions.submit_plan(back.pk, by=place.officer)
    client.force_login(place.leader)

    page = page_at(client, url("plan-review", back))

    (panel,) = page.xpath("//section[@id='xem-lai']")
    assert texts(panel, ".//p[@class='td-say__h']") == ["- Nêu số hộ.", "Ngắn lại."]
    assert "bỏ: đến hết năm 2023" in texts(panel, ".//del")[0]
    assert [text[:5] for text in texts(panel, ".//form//button")] == [
        "Được,",
        "Được,",
        "Đã xe",
    ]
    answer = client.post(
        reverse("campaigns:comment-close", args=[said.pk]),
        {"ve": "duyet", "ket-qua": "done"},
    )
    assert answer.url == url("plan-review", back) + "#xem-lai"
    said.refresh_from_db()
    assert said.status == "done"
    client.post(url("plan-look-again", back))
    other.refresh_from_db()
    assert other.status == "done"
    page = page_at(client, url("plan-review", back))
    assert texts(page, "//section[@id='xem-lai']//form//button") == []


def test_what_was_accepted_and_then_written_on_is_told_as_it_reads_now(
    client, place, plan, line
):
    said = CommentFactory(line=line, author=place.leader, proposed="Còn 0,3%.")
    actions.return_plan(plan.pk, by=place.leader, reason="Sửa.", scope="places")
    actions.accept_suggestion(said.pk, by=place.officer)
    line.refresh_from_db()
    line.text = "Còn 0,3%, 12 hộ."
    line.save(update_fields=["text"])
    actions.submit_plan(plan.pk, by=place.officer)
    client.force_login(place.leader)

    page = page_at(client, url("plan-review", plan))

    (panel,) = page.xpath("//section[@id='xem-lai']")
    assert texts(panel, ".//ins")[-1] == "thêm: Còn 0,3%, 12 hộ."
    assert texts(panel, ".//form//button") == ["Đã xem lại"]


def test_a_line_that_nobody_touched_is_told(client, place, back):
    actions.submit_plan(back.pk, by=place.officer)
    client.force_login(place.leader)

    page = page_at(client, url("plan-review", back))

    assert texts(page, "//section[@id='xem-lai']//p[@class='td-warn']") == [
        "Dòng chưa đổi."
    ]


def test_nobody_else_is_shown_the_second_look(client, place, back):
    actions.submit_plan(back.pk, by=place.officer)
    client.force_login(place.person("leader"))

    page = page_at(client, url("plan-review", back))

    assert page.xpath("//section[@id='xem-lai']") == []
    assert Comment.objects.get().is_open


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(client, django_assert_num_queries, place, plan, count):
    for position in range(count):
        line = plan.lines.get(position=6 + position)
        CommentFactory(line=line, author=place.leader)
    back = actions.return_plan(plan.pk, by=place.leader, reason="Sửa.", scope="places")
    actions.ask_opening(back.pk, by=place.officer, reason="Thêm.")
    desk = Desk(back)
    client.force_login(place.officer)
    with django_assert_num_queries(EDITOR):
        client.get(desk.url("muc-2"))
    actions.submit_plan(back.pk, by=place.officer)
    client.force_login(place.leader)
    with django_assert_num_queries(REVIEW):
        client.get(url("plan-review", back))


EDITOR, REVIEW = 23, 31


def test_writing_begins_where_something_is_open(client, place, back, line):
    client.force_login(place.officer)
    desk = Desk(back)

    answer = client.get(url("plan-edit", back))

    assert answer.url == desk.url(desk.page_of(line.pk).slug)
    bases = client.get(desk.url("can-cu")).content.decode()
    assert "Thêm căn cứ từ sổ" not in bases
