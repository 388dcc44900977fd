"""Không ký bản chưa kiểm tra thể thức: the check of these very words comes before the signature."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions as campaign_actions
from campaigns.models import Plan
from reports import actions
from reports.checking import Finding, Level
from reports.models import Document
from tests.desk_forms import texts
from tests.drawn import drawn
from tests.factories import PASSWORD, Role, other_ward, ward
from tests.paper_files import words
from units.errors import Refused

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WAITS = "Trang dự thảo đang được vẽ; kiểm tra thể thức chạy ngay sau."
UNDRAWN = (
    r"Chưa ký được: trang dự thảo đang được vẽ, kiểm tra thể thức chạy ngay sau\."
    r" Ký khi kiểm tra xong\."
)
FAULT = Finding(rule="R50", level=Level.ERROR, message_vi="Tiêu đề mục phải in hoa.")
HINT = Finding(rule="R155", level=Level.WARNING, message_vi="Nên viết hoa.")


@pytest.fixture(autouse=True)
def _own_previews(settings, tmp_path):
    settings.PREVIEWS_DIR = tmp_path / "previews"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def sent(place):
    return place.submitted()


def url(name, plan):
    return reverse(name, args=[plan.pk])


def page_of(client, name, plan):
    return html.fromstring(client.get(url(name, plan)).content.decode())


@pytest.fixture
def leader(client, place):
    client.force_login(place.leader)
    return client


# ---- the act ----------------------------------------------------------------------------


def test_what_was_not_drawn_is_not_signed(place, sent):
    for act in (actions.approve_and_sign, campaign_actions.approve_plan):
        with pytest.raises(Refused, match=UNDRAWN):
            act(sent.pk, by=place.leader)

    sent.refresh_from_db()
    assert sent.status == Plan.Status.SUBMITTED
    assert not Document.objects.exists()


def test_what_has_faults_is_not_signed(place, sent):
    drawn(sent, FAULT, HINT)

    with pytest.raises(
        Refused,
        match=r"Chưa ký được: thể thức: Tiêu đề mục phải in hoa\. Trả lại để cán bộ",
    ):
        actions.approve_and_sign(sent.pk, by=place.leader)

    assert not Document.objects.exists()


def test_what_cannot_be_printed_is_not_signed(place, sent):
    drawn(sent, problem="Dòng 3 có ký tự lạ.")

    with pytest.raises(Refused, match=r"Dòng 3 có ký tự lạ\. Trả lại"):
        actions.approve_and_sign(sent.pk, by=place.leader)


def test_what_was_found_good_is_signed(place, sent):
    drawn(sent, HINT)

    assert actions.approve_and_sign(sent.pk, by=place.leader).plan == sent


def test_only_the_check_of_these_very_words_counts(place, sent):
    drawn(sent)
    campaign_actions.withdraw_plan(sent.pk, by=place.officer)
    campaign_actions.edit_plan(sent.pk, by=place.officer, title="Lời khác")
    campaign_actions.submit_plan(sent.pk, by=place.officer)

    with pytest.raises(Refused, match=UNDRAWN):
        actions.approve_and_sign(sent.pk, by=place.leader)
    drawn(Plan.objects.get(pk=sent.pk), FAULT)
    with pytest.raises(Refused, match="Tiêu đề mục phải in hoa"):
        actions.approve_and_sign(sent.pk, by=place.leader)


# ---- the page that signs ----------------------------------------------------------------


def test_the_page_that_signs_waits_and_has_no_button(leader, place, sent, asked):
    page = page_of(leader, "reports:plan-sign", sent)

    (waiting,) = page.xpath("//*[@id='the-thuc']")
    assert " ".join(waiting.text_content().split()).startswith(WAITS)
    assert waiting.get("hx-get") == url("reports:plan-format", sent) + "?ky"
    assert page.xpath("//noscript/meta/@content") == ["3"]
    assert not page.xpath("//input[@name='mat_khau']")
    assert "Duyệt và ký" not in texts(page, "//main//button")
    assert asked == [("render_preview", sent.pk)]


def test_a_password_sent_too_early_comes_back_to_the_page_that_waits(leader, sent):
    answer = leader.post(
        url("reports:plan-sign", sent),
        {"mat_khau": PASSWORD, "phien_ban": sent.version},
    )

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{url('reports:plan-sign', sent)}?phien_ban={sent.version}",
    )
    assert not Document.objects.exists()


def test_the_page_that_signs_is_loaded_anew_when_the_check_is_done(leader, sent):
    address = url("reports:plan-format", sent) + "?ky"
    waiting = leader.get(address, headers=HTMX)
    assert "HX-Refresh" not in waiting.headers
    assert WAITS in words(waiting)
    assert "?lan=1&amp;ky=" in waiting.content.decode()

    drawn(sent)

    assert leader.get(f"{address}=&lan=1", headers=HTMX).headers["HX-Refresh"] == "true"
    page = page_of(leader, "reports:plan-sign", sent)
    assert page.xpath("//input[@name='mat_khau']")
    assert not page.xpath("//*[@id='the-thuc']")


# ---- the leader's page ------------------------------------------------------------------


def test_the_leader_gets_the_button_once_nothing_is_found(leader, sent):
    page = page_of(leader, "campaigns:plan-review", sent)
    (waiting,) = page.xpath("//*[@id='the-thuc']")
    address = f"{url('reports:plan-format', sent)}?ky={sent.version}"
    assert waiting.get("hx-get") == address
    assert texts(waiting, "./span") == [WAITS]
    sign = f"{url('reports:plan-sign', sent)}?phien_ban={sent.version}"
    assert page.xpath("//main//a[contains(@href,'duyet-va-ky')]/@href") == [sign]
    assert page.xpath("//noscript/a/@href") == [sign]  # where the page itself waits

    assert WAITS in words(leader.get(address, headers=HTMX))
    drawn(sent, HINT)
    done = html.fromstring(leader.get(address, headers=HTMX).content.decode())

    assert (done.tag, done.get("href")) == ("a", sign)
    assert " ".join(done.text_content().split()) == "Duyệt và ký"
    page = page_of(leader, "campaigns:plan-review", sent)
    assert not page.xpath("//*[@id='the-thuc']")
    assert page.xpath("//main//a[contains(@href,'duyet-va-ky')]/@href") == [sign]


def test_with_faults_the_leader_reads_them_instead(leader, sent):
    drawn(sent, FAULT)
    address = f"{url('reports:plan-format', sent)}?ky={sent.version}"

    assert leader.get(address, headers=HTMX).headers["HX-Refresh"] == "true"
    page = page_of(leader, "campaigns:plan-review", sent)
    assert texts(page, "//section[@aria-labelledby='h-loi']//li") == [
        "Thể thức: Tiêu đề mục phải in hoa."
    ]
    assert not page.xpath("//main//a[contains(@href,'duyet-va-ky')]")


def test_nobody_else_gets_the_button(client, place, sent):
    drawn(sent)
    address = f"{url('reports:plan-format', sent)}?ky={sent.version}"
    for user in (
        place.officer,
        place.clerk,
        place.person(Role.LEADER, capacity="deputy"),
    ):
        client.force_login(user)
        answer = client.get(address, headers=HTMX)
        assert "duyet-va-ky" not in answer.content.decode()
        assert "Trang dự thảo không có lỗi thể thức." in words(answer)
    client.force_login(other_ward().leader)
    assert client.get(address, headers=HTMX).status_code == 404


# ---- the officer who sent it ------------------------------------------------------------


def test_the_officer_is_told_how_the_check_stands_after_sending(client, place, sent):
    client.force_login(place.officer)
    page = page_of(client, "campaigns:plan-check", sent)
    (waiting,) = page.xpath("//*[@id='the-thuc']")
    assert waiting.get("hx-get") == url("reports:plan-format", sent)
    assert texts(waiting, "./p") == [f"{WAITS} Xem trang"]

    drawn(sent)
    page = page_of(client, "campaigns:plan-check", sent)
    assert "Trang dự thảo không có lỗi thể thức." in texts(page, "//main//p")
    assert not page.xpath("//*[@id='the-thuc']")


def test_faults_found_after_sending_are_told_to_take_it_back(client, place, sent):
    drawn(sent, FAULT)
    client.force_login(place.officer)

    page = page_of(client, "campaigns:plan-check", sent)

    (banner,) = page.xpath("//div[contains(@class,'td-banner--warn')]")
    assert texts(banner, ".//b") == ["Trang dự thảo có 1 lỗi thể thức"]
    assert texts(banner, ".//li") == ["Thể thức: Tiêu đề mục phải in hoa."]


def test_the_real_check_of_a_real_draft_lets_it_be_signed(place, sent):
    """Nothing laid down by hand: the pages are drawn as a worker draws them."""
    from reports import previews  # noqa: PLC0415 loads the paper engine

    previews.render(sent.pk)

    assert actions.approve_and_sign(sent.pk, by=place.leader).plan == sent
