"""Trang Phiên bản, trang So sánh, nút Giữ mốc: what they say, to whom, at what cost."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.content import Line, PlanContent
from campaigns.models import Plan
from campaigns.outline import LineKind as K
from campaigns.places import places
from campaigns.views.shared import campaign_url
from tests.desk_forms import texts, words_of
from tests.factories import UnitFactory, Ward, other_ward, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    """Read from a file, then marked with one line more, then sent with a line rewritten."""
    plan = here.draft()
    first = plan.lines.filter(kind="dash").first()
    actions.insert_line(
        plan.pk, by=here.officer, after=first.pk, kind="dash", text="Một ý mới hẳn."
    )
    actions.keep_version(plan.pk, by=here.officer, name="Xin ý kiến")
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="TMT")
    return actions.submit_plan(plan.pk, by=here.officer)


def url(name, plan, query=""):
    return reverse(f"campaigns:{name}", args=[plan.pk]) + query


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return html.fromstring(response.text)


def rows_of(page):
    """(what, where, left, right) of each row that differs."""
    return [
        (
            *texts(row, "./th/b"), *texts(row, "./th/span[1]"),
            *(texts(row, "./td[@class='l td-diff td-pre']") or [""]),
            *(texts(row, "./td[@class='r td-diff td-pre']") or [""]),
        )
        for row in page.xpath("//table[@class='td-cmp']/tbody/tr[@id]")
    ]  # fmt: skip


# ---- the list --------------------------------------------------------------------------------


def test_the_list_tells_of_each_why_who_and_how_much(client, here, plan):
    client.force_login(here.reporter)

    page = page_at(client, url("plan-versions", plan))

    rows = page.xpath("//table/tbody/tr")
    assert texts(page, "//table/tbody/tr/th") == [
        "Bản đang chờ duyệt", "Phiên bản 3", "Phiên bản 2", "Phiên bản 1",
    ]  # fmt: skip
    told = [texts(row, "./td[1]/div")[0] for row in rows[1:]]
    assert [words.split(str(here.officer))[0] for words in told] == [
        "Bản trình lần 1", "Mốc: Xin ý kiến", "Bản đầu",
    ]  # fmt: skip
    assert texts(page, "//table/tbody/tr/td[2]") == [
        "So với phiên bản mới nhất", "1 chỗ đổi ở phiên bản 3 so với bản trước",
        "1 chỗ đổi ở phiên bản 2 so với bản trước", "bản đầu tiên",
    ]  # fmt: skip
    assert page.xpath("//table/tbody/tr/td[2]/a/@href") == [
        url("plan-compare", plan, query)
        for query in ("?tu=3&den=nay", "?tu=2&den=3", "?tu=1&den=2")
    ]


def test_the_pickers_offer_every_version_and_the_plan_as_it_stands(client, here, plan):
    client.force_login(here.officer)

    page = page_at(client, url("plan-versions", plan))

    (form,) = page.xpath("//form[@method='get'][.//select]")
    assert form.get("action") == url("plan-compare", plan)
    assert dict(form.form_values()) == {"tu": "3", "den": "nay"}
    for name in ("tu", "den"):
        options = form.xpath(f".//select[@name='{name}']/option")
        assert [one.get("value") for one in options] == ["nay", "3", "2", "1"]
    assert options[2].text.startswith("Phiên bản 2: Mốc: Xin ý kiến, ")


def test_nothing_kept_yet(client, here):
    plan = actions.create_campaign(by=here.officer, host_id=here.unit.pk, name="Trắng")
    client.force_login(here.officer)

    words = words_of(client.get(url("plan-versions", plan)))

    assert "Chưa giữ phiên bản nào" in words
    assert "Hai bản giống nhau" in words_of(client.get(url("plan-compare", plan)))


# ---- two of them -----------------------------------------------------------------------------


def test_a_line_that_was_added(client, here, plan):
    client.force_login(here.officer)

    page = page_at(client, url("plan-compare", plan, "?tu=1&den=2"))

    ((what, where, left, right),) = rows_of(page)
    assert (what, left, right) == ("Thêm", "", "- thêm: Một ý mới hẳn.")
    assert where in places([*plan.lines.order_by("position")])
    assert texts(page, "//*[@aria-labelledby='h-tom']//summary") == ["1 dòng thêm"]
    place = page.xpath("//*[@aria-labelledby='h-tom']//li/a/@href")[0]
    assert page.xpath(f"//*[@id='{place.partition('#')[2]}']")
    folded = texts(page, "//tr[@class='td-cmp__fold']")
    shown = len(page.xpath("//table[@class='td-cmp']/tbody/tr")) - len(folded)
    hidden = sum(int(words.split()[0]) for words in folded)
    assert shown + hidden == plan.lines.count()
    assert all(words.endswith("dòng không đổi") for words in folded)


def test_the_head_is_compared_and_turned_round(client, here, plan):
    client.force_login(here.officer)

    there = rows_of(page_at(client, url("plan-compare", plan, "?tu=2&den=3")))
    back = rows_of(page_at(client, url("plan-compare", plan, "?tu=3&den=2")))

    assert there == [("Sửa", "ký hiệu người soạn thảo", "", "thêm: TMT")]
    assert back == [("Sửa", "ký hiệu người soạn thảo", "bỏ: TMT", "bỏ: TMT")]


def test_the_whole_text_and_back(client, here, plan):
    client.force_login(here.officer)
    some = page_at(client, url("plan-compare", plan, "?tu=1&den=2"))
    (switch,) = some.xpath("//a[text()='Hiện cả văn bản']/@href")

    whole = page_at(client, switch)

    assert not whole.xpath("//tr[@class='td-cmp__fold']")
    rows = whole.xpath("//table[@class='td-cmp']/tbody/tr")
    assert len(rows) == plan.lines.count() + plan.recipients.count()
    assert whole.xpath("//a[text()='Chỉ hiện chỗ khác nhau']/@href") == [
        url("plan-compare", plan, "?tu=1&den=2#doi-chieu")
    ]
    assert len(whole.xpath("//tr[@id]")) == 1


def test_the_usual_two_are_the_newest_and_the_plan_as_it_stands(client, here, plan):
    actions.withdraw_plan(plan.pk, by=here.officer)
    actions.edit_plan(plan.pk, by=here.officer, title="Thi đua khác")
    client.force_login(here.officer)

    page = page_at(client, url("plan-compare", plan))

    ((_, where, _, right),) = rows_of(page)
    assert where == "trích yếu"
    assert "Thi đua" in right
    assert texts(page, "//table[@class='td-cmp']/thead//th")[2] == "Bản đang soạn"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?tu=3&den=nay", "Từ phần đầu đến khối ký, chữ và dữ liệu đều như nhau."),
        ("?tu=2&den=2", "Hai ô đang chọn cùng một bản; chọn bản khác để so."),
    ],
)
def test_two_that_are_the_same(client, here, plan, query, says):
    client.force_login(here.officer)

    words = words_of(client.get(url("plan-compare", plan, query)))

    assert "Hai bản giống nhau" in words
    assert says in words


@pytest.mark.parametrize(
    "query", ["?tu=9", "?den=0", "?tu=x", "?tu=-1", f"?tu={10**30}"]
)
def test_a_version_that_is_none(client, here, plan, query):
    client.force_login(here.officer)

    assert client.get(url("plan-compare", plan, query)).status_code == 404


def test_two_long_and_wholly_other_plans_come_in_pages(client, here):
    def long(word):
        return PlanContent(
            title="Dài",
            lines=tuple(Line(kind=K.DASH, text=f"{word}{n} " * 20) for n in range(600)),
        )

    plan = here.draft(long("trước"))
    plan.lines.all().delete()
    actions.insert_line(plan.pk, by=here.officer, after=None, kind="dash", text="mới")
    client.force_login(here.officer)

    address = url("plan-compare", plan, "?tu=1&den=nay")
    response = client.get(address)
    page = html.fromstring(response.text)

    assert len(page.xpath("//table[@class='td-cmp']/tbody/tr")) == 80
    assert len(response.content) < 250_000
    assert texts(page, "//*[@aria-labelledby='h-tom']//summary") == [
        "1 dòng thêm", "600 dòng bỏ",
    ]  # fmt: skip
    (added,) = page.xpath("(//*[@aria-labelledby='h-tom']//details)[1]//a/@href")
    last = page_at(client, added)
    assert last.xpath(f"//*[@id='{added.partition('#')[2]}']/@class") == ["is-added"]


def test_the_cost_does_not_grow(client, here, django_assert_num_queries):
    plan = here.draft()
    client.force_login(here.officer)
    for count in (1, 3):
        while plan.versions.count() < count:
            text = f"Ý {plan.versions.count()}"
            last = plan.lines.last().pk
            actions.insert_line(
                plan.pk, by=here.officer, after=last, kind="dash", text=text
            )
            actions.keep_version(plan.pk, by=here.officer, name=text)
        with django_assert_num_queries(LIST):
            client.get(url("plan-versions", plan))
        with django_assert_num_queries(TWO):
            client.get(url("plan-compare", plan, f"?tu=1&den={count}"))
        with django_assert_num_queries(WITH_NOW):
            client.get(url("plan-compare", plan, "?tu=1&den=nay"))


LIST, TWO, WITH_NOW = 7, 8, 20


# ---- who -------------------------------------------------------------------------------------


def test_who_sees_the_issued_plan_from_below_sees_no_version(client, here, plan):
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", approved_by=here.leader, approved_at=plan.submitted_at
    )
    below = Ward(UnitFactory(parent=here.unit))
    client.force_login(below.officer)

    assert client.get(campaign_url(plan.campaign)).status_code == 200
    for name in ("plan-versions", "plan-compare"):
        assert client.get(url(name, plan)).status_code == 403
    client.force_login(other_ward().officer)
    for name in ("plan-versions", "plan-compare"):
        assert client.get(url(name, plan)).status_code == 404


# ---- keeping a mark --------------------------------------------------------------------------


def test_a_mark_is_kept_from_the_check_page(client, here):
    plan = here.draft()
    client.force_login(here.officer)
    page = page_at(client, url("plan-check", plan))
    (form,) = page.xpath(f"//form[@action='{url('plan-keep-version', plan)}']")
    assert form.xpath(".//input[@name='moc-name']/@maxlength") == ["100"]

    response = client.post(
        form.get("action"), {"moc-name": "Gửi xin ý kiến"}, follow=True
    )

    assert response.redirect_chain == [(url("plan-versions", plan), 302)]
    assert "Đã giữ mốc “Gửi xin ý kiến”: phiên bản 1." in words_of(response)
    words = words_of(client.get(url("plan-check", plan)))
    assert "Phiên bản 1: Bản đầu, Mốc: Gửi xin ý kiến" in words


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Đặt tên cho mốc để sau này nhận ra bản này."),
        ("dài " * 30, "100"),
    ],
)
def test_a_mark_without_a_fitting_name_loses_nothing(client, here, name, says):
    plan = here.draft()
    client.force_login(here.officer)

    response = client.post(url("plan-keep-version", plan), {"moc-name": name})

    assert response.status_code == 422
    page = html.fromstring(response.text)
    (field,) = page.xpath("//input[@name='moc-name']")
    assert (field.get("value") or "") == name
    assert field.xpath("ancestor::details/@open")
    assert says in words_of(response)
    assert page.xpath("//title")[0].text.startswith("Lỗi: ")


def test_a_plan_that_waits_offers_no_mark(client, here, plan):
    client.force_login(here.officer)
    words = words_of(client.get(url("plan-check", plan)))
    assert "Giữ mốc bản này" not in words
    assert "Phiên bản 3: Bản trình lần 1" in words

    response = client.post(url("plan-keep-version", plan), {"moc-name": "Muộn"})

    assert response.status_code == 422
    assert "Bản trình đã được giữ trong các phiên bản." in words_of(response)


# ---- ways to it ------------------------------------------------------------------------------


def test_the_leader_is_led_to_what_changed_since_the_last_submission(
    client, here, plan
):
    client.force_login(here.leader)
    review = url("plan-review", plan)
    assert "So với bản trình lần trước" not in client.get(review).text
    actions.return_plan(plan.pk, by=here.leader, reason="Sửa.")
    actions.keep_version(plan.pk, by=here.officer, name="Như cũ")
    actions.edit_plan(plan.pk, by=here.officer, title="Thi đua khác")
    actions.submit_plan(plan.pk, by=here.officer)

    page = page_at(client, review)

    assert page.xpath("//a[contains(., 'So với bản trình lần trước')]/@href") == [
        url("plan-compare", plan, "?tu=3&den=4")
    ]


def test_the_history_of_the_campaign_leads_there_and_tells_of_marks(client, here, plan):
    client.force_login(here.officer)

    response = client.get(campaign_url(plan.campaign, "campaign-history"))

    page = html.fromstring(response.text)
    assert page.xpath("//a[text()='Các phiên bản của kế hoạch']/@href") == [
        url("plan-versions", plan)
    ]
    told = texts(page, "//ul[contains(@class,'td-events')]/li/div")
    assert f"Giữ phiên bản kế hoạch “Xin ý kiến”{here.officer.full_name}" in told
    assert sum("phiên bản" in words for words in told) == 1
