"""Thể thức của bản nháp: told where the plan is written, sent, looked through and signed."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions, readiness
from campaigns.actions import LineEdit
from campaigns.fingerprint import fingerprint
from campaigns.models import Plan
from campaigns.queries import content_of
from reports import draft_check
from reports.checking import Finding, Level
from reports.models import Document
from tests.desk_forms import texts
from tests.drawn import drawn
from tests.factories import PASSWORD, other_ward, ready_content, ward
from tests.paper_files import words
from units.errors import Refused

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HEADING = Finding(
    rule="R50",
    level=Level.ERROR,
    message_vi="Tiêu đề mục phải in hoa.",
    page=2,
    where="“- Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%.”",
)
HINT = Finding(
    rule="R155", level=Level.WARNING, message_vi="“kế hoạch này” nên viết hoa."
)


@pytest.fixture(autouse=True)
def _own_previews(settings, tmp_path):
    settings.PREVIEWS_DIR = tmp_path / "previews"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


def url(name, plan):
    return reverse(name, args=[plan.pk])


def line_url(plan, start, slug):
    row = plan.lines.get(text__startswith=start)
    place = reverse("campaigns:plan-section", args=[plan.pk, slug])
    return f"{place}?dong={row.pk}"


# ---- what is known ----------------------------------------------------------------------


def test_nothing_is_known_before_the_pages_are_drawn(plan):
    assert draft_check.faults(content_of(plan)) is None
    assert readiness.printed_faults(content_of(plan)) is None


def test_errors_alone_are_faults_and_name_their_line(plan):
    drawn(plan, HEADING, HINT)

    assert draft_check.faults(content_of(plan)) == [
        draft_check.Fault("Tiêu đề mục phải in hoa.", page=2, line=6, rule="R50")
    ]
    (gap,) = readiness.printed_faults(content_of(plan))
    assert (gap.text, gap.section, gap.blocks, gap.line) == (
        "thể thức, trang 2: Tiêu đề mục phải in hoa.",
        "muc-2",
        True,
        6,
    )


@pytest.mark.parametrize("last", ["Lưu: VT", "Các phòng"])
def test_a_wrong_last_recipient_is_told_once(place, last):
    """The pages show the same words; the one told is put right where it is typed."""
    plan = place.draft(ready_content(recipients=("Các phòng", last)))
    drawn(plan, Finding(rule="R82", level=Level.ERROR, message_vi="Nơi lưu.", page=1))

    (gap,) = readiness.blocking(plan, content_of(plan))

    assert gap.text.startswith("nơi nhận phải kết thúc bằng dòng “Lưu: VT, ")
    assert gap.remedy == "Sửa"


@pytest.mark.parametrize(
    ("where", "page", "line"),
    [
        ("“ĐỐI TƯỢNG, THỜI GIAN”", 1, 1),  # printed without its number
        ("“I. ĐỐI TƯỢNG, THỜI GIAN”", 1, 1),
        ("“Tỷ lệ hộ nghèo đến hết năm 2023 còn …”", 2, 6),
        ("“- Tỷ lệ hộ nghèo đến hết năm …”", 2, 6),  # cut short
        ("“- Tỷ lệ hộ nghèo đến hết năm …”", 1, None),  # it stands on page 2
        (
            "“IV. TỔ CHỨC THỰC HIỆN 1. Các tổ dân phố”",
            2,
            9,
        ),  # two lines on one paragraph
        ("“a”", 2, None),
        ("", 2, None),
        ("lời khác", None, None),
    ],
)
def test_the_line_that_a_finding_quotes(plan, where, page, line):
    finding = Finding(
        rule="R40", level=Level.ERROR, message_vi="Sai.", page=page, where=where
    )
    drawn(plan, finding)

    (fault,) = draft_check.faults(content_of(plan))

    assert fault.line == line


def test_a_draft_that_cannot_be_printed_has_one_fault(plan):
    drawn(plan, problem="Dòng 3 có ký tự lạ.")

    assert draft_check.faults(content_of(plan)) == [
        draft_check.Fault("Dòng 3 có ký tự lạ.")
    ]


def test_other_words_are_not_known(place, plan):
    drawn(plan, HEADING)
    row = plan.lines.get(text__startswith="Tập thể")
    edit = LineEdit(row.pk, row.kind, "Lời khác", fingerprint(row))
    actions.save_lines(plan.pk, by=place.officer, edits=[edit])

    assert draft_check.faults(content_of(plan)) is None


# ---- before it is sent ------------------------------------------------------------------


def test_a_plan_with_faults_is_not_sent(place, plan):
    drawn(plan, HEADING)

    with pytest.raises(
        Refused, match=r"Chưa trình được: thể thức, trang 2: Tiêu đề mục phải in hoa\."
    ):
        actions.submit_plan(plan.pk, by=place.officer)

    plan.refresh_from_db()
    assert plan.status == Plan.Status.DRAFT


def test_a_plan_without_faults_is_sent(place, plan):
    drawn(plan, HINT)

    assert actions.submit_plan(plan.pk, by=place.officer).status == "submitted"


def test_the_check_page_lists_faults_with_their_place(client, place, plan):
    drawn(plan, HEADING)
    client.force_login(place.officer)

    page = html.fromstring(
        client.get(url("campaigns:plan-check", plan)).content.decode()
    )

    (item,) = page.xpath("//section[@aria-labelledby='h-thieu']//li[@class='bad']")
    assert texts(item, "./div") == ["Thể thức, trang 2: Tiêu đề mục phải in hoa."]
    assert item.xpath("./a/@href") == [line_url(plan, "Tỷ lệ hộ nghèo", "muc-2")]
    assert not page.xpath("//*[@id='the-thuc']")


def test_what_is_told_of_the_words_is_not_told_again_of_the_pages(client, place, plan):
    actions.edit_plan(plan.pk, by=place.officer, symbol="kh-ubnd")
    drawn(plan, HEADING)
    client.force_login(place.officer)

    page = html.fromstring(
        client.get(url("campaigns:plan-check", plan)).content.decode()
    )

    (item,) = page.xpath("//section[@aria-labelledby='h-thieu']//li[@class='bad']")
    assert texts(item, "./div") == [
        "Ký hiệu “kh-ubnd” phải viết hoa, liền nhau như “KH-UBND”"
    ]
    assert item.xpath("./a/text()") == ["Sửa"]


@pytest.mark.parametrize(
    ("rule", "slug"), [("R16", "thong-tin"), ("R62", "nguoi-ky"), ("R81", "noi-nhan")]
)
def test_a_fault_that_quotes_no_line_leads_to_its_part(client, place, plan, rule, slug):
    drawn(plan, Finding(rule=rule, level=Level.ERROR, message_vi="Sai.", page=1))
    client.force_login(place.officer)
    address = reverse("campaigns:plan-section", args=[plan.pk, slug])

    checked = client.get(url("campaigns:plan-check", plan)).content.decode()
    pages = client.get(url("reports:plan-preview", plan), headers=HTMX)

    assert f'href="{address}"' in checked
    assert f'<a href="{address}">Sai.</a>' in pages.content.decode()


def test_the_check_page_waits_for_the_pages(client, place, plan, asked):
    client.force_login(place.officer)

    page = client.get(url("campaigns:plan-check", plan)).content.decode()
    address = url("reports:plan-format", plan)
    assert f'hx-get="{address}" hx-trigger="load"' in page

    waiting = client.get(address, headers=HTMX)
    assert f'hx-get="{address}?lan=1" hx-trigger="every 2s"' in waiting.content.decode()
    assert client.get(f"{address}?lan=1", headers=HTMX).status_code == 200
    assert asked == [("render_preview", plan.pk)]

    drawn(plan, HINT)
    done = client.get(address, headers=HTMX)
    assert "Trang dự thảo không có lỗi thể thức; 1 chỗ nên xem lại ." in words(done)
    assert "HX-Refresh" not in done.headers
    assert "Trang dự thảo không có lỗi thể thức." in words(
        client.get(url("campaigns:plan-check", plan))
    )


def test_faults_found_meanwhile_load_the_check_page_anew(client, place, plan):
    drawn(plan, HEADING)
    client.force_login(place.officer)

    found = client.get(url("reports:plan-format", plan), headers=HTMX)

    assert found.headers["HX-Refresh"] == "true"


def test_without_scripts_the_address_leads_to_the_pages(client, place, plan):
    client.force_login(place.officer)

    answer = client.get(url("reports:plan-format", plan))

    assert answer.headers["Location"] == url("reports:plan-preview", plan)


def test_a_stranger_learns_nothing(client, plan):
    client.force_login(other_ward().officer)

    answer = client.get(url("reports:plan-format", plan), headers=HTMX)

    assert answer.status_code == 404


# ---- beside the pages -------------------------------------------------------------------


def test_the_draft_says_its_faults_above_its_pages(client, place, plan):
    drawn(plan, HEADING, HINT)
    client.force_login(place.officer)

    answer = client.get(url("reports:plan-preview", plan), headers=HTMX)

    page = html.fromstring(answer.content.decode())
    (part,) = page.xpath("//section[@aria-labelledby='h-thethuc']")
    assert texts(part, "./h2") == ["Thể thức: 1 lỗi phải sửa trước khi trình"]
    assert part.xpath(".//a/@href") == [line_url(plan, "Tỷ lệ hộ nghèo", "muc-2")]
    assert texts(page, "//details//summary") == ["Thể thức: 1 chỗ nên xem lại"]
    assert texts(page, "//details//li//b") == ["“kế hoạch này” nên viết hoa."]


def test_who_cannot_write_is_led_to_the_page(client, place, plan):
    drawn(plan, HEADING)
    client.force_login(place.leader)

    answer = client.get(url("reports:plan-preview", plan), headers=HTMX)

    assert 'href="#trang-2"' in answer.content.decode()
    assert "/soan/" not in answer.content.decode()


# ---- the leader -------------------------------------------------------------------------


@pytest.fixture
def sent(client, place):
    plan = place.submitted()
    client.force_login(place.leader)
    return plan


def test_the_leader_sees_faults_instead_of_the_button(client, sent):
    drawn(sent, HEADING)

    page = html.fromstring(
        client.get(url("campaigns:plan-review", sent)).content.decode()
    )

    (part,) = page.xpath("//section[@aria-labelledby='h-loi']")
    assert texts(part, ".//li") == ["Thể thức, trang 2: Tiêu đề mục phải in hoa."]
    assert not page.xpath("//a[contains(@href,'/duyet-va-ky/')]")
    assert texts(page, "//a[contains(@href,'/tra-lai/')]") == ["Trả lại để sửa"]


def test_another_authoritys_head_is_told_before_the_password_is_asked(client, sent):
    Plan.objects.filter(pk=sent.pk).update(place="Nơi Khác")

    shown = client.get(url("reports:plan-sign", sent))
    assert "Kế hoạch còn 1 lỗi nên chưa ký được: Phần đầu không phải của" in words(
        shown
    )
    assert "mat_khau" not in shown.content.decode()


def test_faults_are_not_signed(client, sent):
    drawn(sent, HEADING)
    address = url("reports:plan-sign", sent)

    shown = client.get(address)
    assert (
        "còn 1 lỗi nên chưa ký được: Thể thức, trang 2: Tiêu đề mục phải in hoa."
        in words(shown)
    )
    assert "mat_khau" not in shown.content.decode()

    refused = client.post(address, {"mat_khau": PASSWORD, "phien_ban": sent.version})
    assert refused.status_code == 422
    assert not Document.objects.exists()


def test_the_link_of_the_review_page_names_the_version_that_it_shows(
    client, place, sent
):
    page = html.fromstring(
        client.get(url("campaigns:plan-review", sent)).content.decode()
    )
    (address,) = page.xpath("//a[contains(@href,'/duyet-va-ky/')]/@href")
    assert (
        f'name="phien_ban" value="{sent.version}"'
        in client.get(address).content.decode()
    )

    actions.withdraw_plan(sent.pk, by=place.officer)
    actions.edit_plan(sent.pk, by=place.officer, title="Lời khác của đợt thi đua")
    actions.submit_plan(sent.pk, by=place.officer)

    moved = client.get(address)
    assert (
        "Kế hoạch đã được sửa từ lúc anh/chị mở trang duyệt. Xem lại bản hiện tại rồi ký."
        in words(moved)
    )
    assert "mat_khau" not in moved.content.decode()
    assert url("campaigns:plan-review", sent) in moved.content.decode()


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_none_counts_as_none(client, sent, typed):
    answer = client.get(url("reports:plan-sign", sent), {"phien_ban": typed})

    assert f'name="phien_ban" value="{sent.version}"' in answer.content.decode()
