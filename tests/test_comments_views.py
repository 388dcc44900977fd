"""Trang góp ý: the plan in reading order, what was said beside it, what each button does."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.fingerprint import fingerprint
from campaigns.models import Comment
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import CommentFactory, Role, other_ward, ward

pytestmark = pytest.mark.django_db
LINE = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


def url(plan):
    return reverse("campaigns:plan-comments", args=[plan.pk])


def act(client, name, comment, **data):
    return client.post(reverse(f"campaigns:comment-{name}", args=[comment.pk]), data)


def page_of(response):
    return html.fromstring(response.content.decode())


def at(page, line):
    (found,) = page.xpath(f"//li[@id='d-{line.pk}']")
    return found


def test_the_plan_is_read_in_its_order_with_what_is_said_beside_it(client, place, plan):
    line = plan.lines.get(text=LINE)
    CommentFactory(line=line, body="Nêu số hộ.", quote="0,39%", author=place.leader)
    CommentFactory(plan=plan, body="Bám kế hoạch cấp trên.", author=place.leader)
    client.force_login(place.officer)

    page = page_of(client.get(url(plan)))

    assert texts(page, "//ol[contains(@class, 'td-saids')]//p[@class='td-line__text']") == [
        one.text for one in plan.lines.order_by("position")
    ]  # fmt: skip
    row = at(page, line)
    assert texts(row, ".//mark") == ["0,39%"]
    assert texts(row, ".//article//p[@class='td-pre']") == ["Nêu số hộ."]
    assert texts(row, ".//article//p[@class='td-say__q']") == ["“0,39%”"]
    assert texts(page, "//section[@id='d-chung']//p[@class='td-pre']") == [
        "Bám kế hoạch cấp trên."
    ]
    assert texts(page, "//nav[@id='loc-gop-y']/a") == [
        "Còn mở 2 góp ý", "Tất cả 2 góp ý", "Của tôi 0 góp ý",
    ]  # fmt: skip


def test_without_a_comment_the_page_says_how_to_begin(client, place, plan):
    client.force_login(place.officer)

    page = page_of(client.get(url(plan)))

    assert texts(page, "//div[@class='td-note td-note--info']") == [
        "Không có góp ý nào còn mở. Bấm Góp ý cạnh dòng cần nói tới."
    ]
    assert page.xpath("//article") == []


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("con-mo", ["Mở, của lãnh đạo"]),
        ("tat-ca", ["Mở, của lãnh đạo", "Khép, của lãnh đạo", "Khép, có trả lời"]),
        ("cua-toi", ["Khép, có trả lời"]),
        ("khac", ["Mở, của lãnh đạo"]),
    ],
)
def test_filters(client, place, plan, wanted, shown):
    given = {"plan": plan, "author": place.leader}
    CommentFactory(body="Mở, của lãnh đạo", **given)
    for body in ("Khép, của lãnh đạo", "Khép, có trả lời"):
        one = CommentFactory(body=body, **given)
        if "trả lời" in body:
            CommentFactory(plan=plan, parent=one, author=place.officer)
        actions.close_comment(one.pk, by=place.leader, outcome="done")
    client.force_login(place.officer)

    page = page_of(client.get(f"{url(plan)}?loc={wanted}"))

    assert texts(page, "//article/p[@class='td-pre']") == shown


def test_a_comment_is_written_at_its_line_without_scripts(client, place, plan):
    line = plan.lines.get(text=LINE)
    client.force_login(place.leader)
    page = page_of(client.get(url(plan)))
    (link,) = at(page, line).xpath(".//a[@class='td-linebtn']/@href")
    assert link == f"{url(plan)}?loc=con-mo&dong={line.pk}#gop-y-moi"

    form = PageForm(client, link, "gop-y-moi")
    assert form.fields["proposed"] == LINE
    answer = form.send("", body="Nêu số hộ.", quote="hộ  nghèo")

    comment = Comment.objects.get()
    assert (comment.body, comment.quote, comment.proposed, comment.line) == (
        "Nêu số hộ.", "hộ nghèo", "", line,
    )  # fmt: skip
    assert answer.url == f"{url(plan)}?loc=con-mo&vua={comment.pk}#gy-{comment.pk}"


def test_htmx_gives_back_the_one_line(client, place, plan):
    line = plan.lines.get(text=LINE)
    client.force_login(place.leader)
    headers = {"HX-Request": "true", "HX-Target": f"d-{line.pk}"}

    opened = client.get(f"{url(plan)}?dong={line.pk}", headers=headers)
    data = {"dong": line.pk, "body": "Nêu số hộ.", "seen": fingerprint(line)}
    sent = client.post(url(plan), data, headers=headers)

    assert len(page_of(opened).xpath("//form[@id='gop-y-moi']")) == 1
    page = page_of(sent)
    assert page.xpath("//li/@id") == [f"d-{line.pk}"]
    assert texts(page, "//article//p[@class='td-pre']") == ["Nêu số hộ."]
    assert texts(page, "//nav[@hx-swap-oob]/a") == [
        "Còn mở 1 góp ý", "Tất cả 1 góp ý", "Của tôi 1 góp ý",
    ]  # fmt: skip
    assert "<html" not in sent.content.decode()


def test_what_was_typed_is_never_lost(client, place, plan):
    line = plan.lines.get(text=LINE)
    client.force_login(place.leader)
    form = PageForm(client, f"{url(plan)}?dong={line.pk}", "gop-y-moi")

    wrong = form.send("", body="Nêu số hộ.", quote="không có ở đây")

    assert wrong.status_code == 422
    form.read(wrong, "gop-y-moi")
    assert (form.fields["body"], form.fields["quote"]) == (
        "Nêu số hộ.", "không có ở đây",
    )  # fmt: skip
    assert "Đoạn này không có trong dòng." in words_of(wrong)
    assert Comment.objects.count() == 0


def test_a_line_that_changed_while_one_wrote_is_read_again_first(client, place, plan):
    line = plan.lines.get(text=LINE)
    client.force_login(place.leader)
    form = PageForm(client, f"{url(plan)}?dong={line.pk}", "gop-y-moi")
    line.text = "Tỷ lệ hộ nghèo còn không quá 0,3%."
    line.save(update_fields=["text"])

    first = form.send("", body="Nêu số hộ.")
    again = form.read(first, "gop-y-moi").send("", body="Nêu số hộ.")

    assert first.status_code == 422
    assert "Dòng vừa được sửa trong lúc anh/chị góp ý." in words_of(first)
    assert again.status_code == 302
    assert Comment.objects.get().said_of == line.text


def test_a_line_that_went_while_one_wrote_leaves_the_words(client, place, plan):
    line = plan.lines.get(text=LINE)
    client.force_login(place.leader)
    form = PageForm(client, f"{url(plan)}?dong={line.pk}", "gop-y-moi")
    actions.remove_line(line.pk, by=place.officer)

    gone = form.send("", body="Nêu số hộ.")
    sent = form.read(gone, "gop-y-moi").send("")

    assert gone.status_code == 422
    assert "gửi thì thành góp ý chung cho cả kế hoạch" in words_of(gone)
    assert sent.status_code == 302
    assert (Comment.objects.get().line, Comment.objects.get().body) == (
        None, "Nêu số hộ.",
    )  # fmt: skip


def test_a_suggestion_is_shown_word_by_word_and_taken(client, place, plan):
    line = plan.lines.get(text=LINE)
    comment = CommentFactory(
        line=line, body="", author=place.leader, proposed=LINE.replace("0,39%", "0,3%")
    )
    client.force_login(place.officer)
    page = page_of(client.get(url(plan)))
    assert texts(page, "//article//p[contains(@class, 'td-diff')]/del") == [
        "bỏ: 0,39%."
    ]
    assert texts(page, "//article//p[contains(@class, 'td-diff')]/ins") == [
        "thêm: 0,3%."
    ]
    assert texts(page, "//article//button") == ["Nhận", "Không nhận"]

    answer = act(client, "accept", comment)

    line.refresh_from_db()
    assert line.text == LINE.replace("0,39%", "0,3%")
    page = page_of(client.get(answer.url))
    assert texts(page, "//article//p[@class='td-say__end']")[0].startswith(
        f"Đã nhận · {place.officer}"
    )
    assert texts(page, "//article//button") == ["Mở lại"]


def test_three_texts_where_the_line_changed_meanwhile(client, place, plan):
    line = plan.lines.get(text=LINE)
    comment = CommentFactory(
        line=line, author=place.leader, proposed=LINE.replace("0,39%", "0,3%")
    )
    line.text = LINE.replace("0,39%", "0,35%")
    line.save(update_fields=["text"])
    client.force_login(place.officer)

    page = page_of(client.get(url(plan)))

    assert texts(page, "//dl[@class='td-say__three']/dt") == [
        "Lúc góp ý", "Đề nghị", "Hiện nay",
    ]  # fmt: skip
    assert texts(page, "//dl[@class='td-say__three']/dd")[0] == LINE
    assert texts(page, "//dl[@class='td-say__three']/dd/ins") == [
        "thêm: 0,3%.", "thêm: 0,35%.",
    ]  # fmt: skip
    assert texts(page, "//article//button") == ["Đã xử lý", "Không nhận"]
    headers = {"Referer": f"http://testserver{url(plan)}"}
    client.post(reverse("campaigns:comment-accept", args=[comment.pk]), headers=headers)
    assert "không nhận nguyên được" in words_of(client.get(url(plan)))
    line.refresh_from_db()
    assert line.text == LINE.replace("0,39%", "0,35%")


def test_an_answer_is_written_below(client, place, plan):
    comment = CommentFactory(plan=plan, author=place.leader)
    client.force_login(place.officer)

    empty = act(client, "answer", comment, body=" ")
    form = PageForm(client, f"{url(plan)}?tra-loi={comment.pk}", "gop-y-moi")
    form.url = reverse("campaigns:comment-answer", args=[comment.pk])
    sent = form.send("", body="Đã rõ.")

    assert empty.status_code == 422
    assert "Ghi lời trả lời." in words_of(empty)
    page = page_of(client.get(sent.url))
    assert texts(page, "//div[@class='td-say__r']/p[@class='td-pre']") == ["Đã rõ."]
    assert texts(page, "//div[@class='td-say__r']//button") == ["Rút câu trả lời"]


def test_closed_opened_and_taken_back(client, place, plan):
    comment = CommentFactory(plan=plan, author=place.leader)
    client.force_login(place.leader)

    closed = act(client, "close", comment)
    comment.refresh_from_db()
    assert (comment.status, comment.closed_by) == ("done", place.leader)
    page = page_of(client.get(closed.url))
    assert len(page.xpath("//article")) == 1  # in sight, though the filter hides it
    assert page_of(client.get(url(plan))).xpath("//article") == []
    act(client, "reopen", comment)
    comment.refresh_from_db()
    assert (comment.status, comment.closed_by) == ("open", None)
    act(client, "withdraw", comment)
    assert not Comment.objects.exists()


def test_what_was_said_of_a_removed_line_stands_by_itself(client, place, plan):
    line = plan.lines.get(text=LINE)
    CommentFactory(line=line, body="Nêu số hộ.", author=place.leader)
    actions.remove_line(line.pk, by=place.officer)
    client.force_login(place.officer)

    page = page_of(client.get(url(plan)))

    (group,) = page.xpath("//section[@id='d-da-xoa']")
    assert texts(group, ".//p[contains(@class, 'td-pre')]") == ["Nêu số hộ.", LINE]


def test_who_only_reads_the_issued_paper_reads_no_comment(client, place):
    document = place.document(issued=True)
    plan = document.plan
    plan.status = "issued"
    plan.save(update_fields=["status"])
    comment = CommentFactory(plan=plan, author=place.leader, body="Chỉ trong cơ quan.")
    below = other_ward()
    below.unit.__class__.objects.filter(pk=below.unit.pk).update(parent=place.unit)
    reader = below.person(Role.REPORTER)

    client.force_login(reader)
    assert client.get(url(plan)).status_code in (403, 404)
    assert act(client, "close", comment).status_code == 404
    client.force_login(place.clerk)
    page = page_of(client.get(f"{url(plan)}?loc=tat-ca"))
    assert texts(page, "//article/p[@class='td-pre']") == ["Chỉ trong cơ quan."]
    assert texts(page, "//div[@class='td-banner td-banner--info']") == [
        "Kế hoạch đang ở trạng thái “Đã ban hành” nên góp ý chỉ để xem."
    ]
    assert (
        page.xpath("//a[@class='td-linebtn']") == page.xpath("//article//button") == []
    )


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, place, plan, count):
    line = plan.lines.get(text=LINE)
    for _ in range(count):
        one = CommentFactory(
            line=line, proposed="Viết lại.", author=place.person("leader")
        )
        CommentFactory(plan=plan, parent=one, author=place.person("officer"))
        closed = CommentFactory(plan=plan, author=place.person("leader"))
        actions.close_comment(closed.pk, by=place.officer, outcome="declined")
    client.force_login(place.officer)

    with django_assert_num_queries(7):
        page = page_of(client.get(f"{url(plan)}?loc=tat-ca"))

    assert len(page.xpath("//article")) == 2 * count


def test_a_plan_of_sixty_pages_is_read_at_once(
    client, django_assert_num_queries, place, plan
):
    """The words of the plan, and at most 560 bytes of our own beside each line."""
    text = "Mỗi tổ dân phố đăng ký ít nhất một việc làm cụ thể, có người chịu trách nhiệm. "
    rows = [
        plan.lines.model(
            plan=plan, position=100 + n, kind="dash", text=f"{text * 3}{n}."
        )
        for n in range(600)
    ]
    plan.lines.bulk_create(rows)
    CommentFactory(line=rows[300], author=place.leader)
    client.force_login(place.officer)

    with django_assert_num_queries(7):
        answer = client.get(url(plan))

    words = sum(len(line.text.encode()) for line in plan.lines.all())
    assert len(answer.content) - words < 600 * 560
