"""Kiểm tra, trình, rút, duyệt, trả lại: what each page says and what its buttons do."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.models import Plan
from campaigns.views.desk import Desk
from campaigns.views.shared import campaign_url
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import Capacity, Role, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


def url(name, plan):
    return reverse(f"campaigns:{name}", args=[plan.pk])


def page_at(client, address):
    return html.fromstring(client.get(address).content.decode())


# ---- check ---------------------------------------------------------------------------------


@pytest.fixture
def in_2023(monkeypatch):
    """The days that the plan names lie ahead."""
    monkeypatch.setattr("campaigns.readiness.localdate", lambda: date(2023, 7, 1))


@pytest.mark.usefixtures("in_2023")
def test_what_is_missing_leads_to_the_field_where_it_is_put_right(client, place):
    plan = place.draft()
    Plan.objects.filter(pk=plan.pk).update(signer=None, symbol="")
    plan.recipients.all().delete()
    client.force_login(place.officer)
    desk = Desk(plan)

    page = page_at(client, url("plan-check", plan))

    (panel,) = page.xpath("//section[@aria-labelledby='h-thieu']")
    assert texts(panel, ".//li/div") == [
        "Chưa ghi ký hiệu văn bản", "Chưa có nơi nhận", "Chưa chọn người ký",
    ]  # fmt: skip
    assert panel.xpath(".//li/a/@href") == [
        f"{desk.url('thong-tin')}#id_kh-symbol",
        f"{desk.url('noi-nhan')}#id_nn-texts",
        f"{desk.url('nguoi-ky')}#id_nk-signer",
    ]
    # The button is there all the same: pressing it says why not.
    assert texts(panel, ".//button") == ["Trình duyệt"]


@pytest.mark.usefixtures("in_2023")
def test_a_slip_leads_to_its_line(client, place):
    plan = place.draft()
    row = plan.lines.get(text__startswith="Tỷ lệ hộ nghèo")
    row.target_notes.update(value=30, shown="")
    client.force_login(place.officer)

    page = page_at(client, url("plan-check", plan))

    assert page.xpath("//li[@class='warn']//a/@href") == [
        f"{Desk(plan).url('muc-2')}?dong={row.pk}"
    ]


def test_the_links_lead_to_fields_that_exist(client, place):
    plan = place.draft()
    client.force_login(place.officer)
    from campaigns.views.desk import FIELD_IDS  # noqa: PLC0415 the table under test

    found = set()
    for slug in ("thong-tin", "noi-nhan", "nguoi-ky"):
        found |= set(PageForm(client, Desk(plan).url(slug)).page.xpath("//@id"))

    assert set(FIELD_IDS.values()) <= found


def test_the_summary_tells_every_section(client, place):
    plan = place.draft()
    client.force_login(place.officer)

    page = page_at(client, url("plan-check", plan))

    assert texts(page, "//*[@class='td-part__h']/h3") == [
        "Thông tin chung", "Căn cứ, mở đầu", "I. ĐỐI TƯỢNG, THỜI GIAN", "II. CHỈ TIÊU",
        "III. KHEN THƯỞNG", "IV. TỔ CHỨC THỰC HIỆN", "Nơi nhận", "Người ký",
    ]  # fmt: skip
    parts = page.xpath("//*[@class='td-part']")
    assert texts(parts[3], ".//p") == [
        "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."
    ]
    assert texts(parts[3], ".//li") == ["Chỉ tiêu: không quá 0,39% · hạn 31/12/2023"]
    assert texts(parts[7], ".//p") == [
        f"TM. ỦY BAN NHÂN DÂN – CHỦ TỊCH – {place.leader}"
    ]


# ---- send, withdraw ------------------------------------------------------------------------


def test_sending_is_refused_with_the_reasons_here(client, place):
    plan = place.draft()
    Plan.objects.filter(pk=plan.pk).update(symbol="")
    client.force_login(place.officer)

    answer = client.post(url("plan-submit", plan))

    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    (summary,) = page.xpath("//*[@class='td-errsum']")
    assert texts(summary, "./h2") == ["Chưa trình được, còn 1 chỗ phải có"]
    assert texts(summary, ".//a") == ["Chưa ghi ký hiệu văn bản"]
    assert page.xpath("//title")[0].text.startswith("Lỗi: ")
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_send(client, place):
    plan = place.draft()
    client.force_login(place.officer)

    answer = client.post(url("plan-submit", plan), follow=True)

    plan.refresh_from_db()
    assert (plan.status, plan.submitted_by) == ("submitted", place.officer)
    said = words_of(answer)
    assert f"Đã trình {place.leader}." in said
    assert f"Đang chờ {place.leader} duyệt" in said
    assert "Trình duyệt" not in texts(
        html.fromstring(answer.content.decode()), "//button"
    )


def test_withdraw(client, place):
    plan = place.checked()
    client.force_login(place.officer)

    answer = client.post(url("plan-withdraw", plan), follow=True)

    plan.refresh_from_db()
    assert plan.status == "draft"
    assert "Đã rút kế hoạch về." in words_of(answer)


def test_a_plan_under_signature_is_not_withdrawn(client, place):
    plan = place.checked()
    actions.approve_plan(plan.pk, by=place.leader)
    client.force_login(place.officer)

    answer = client.post(
        url("plan-withdraw", plan),
        headers={"Referer": f"http://testserver{url('plan-check', plan)}"},
        follow=True,
    )

    plan.refresh_from_db()
    assert plan.status == "approved"
    assert "đang chờ ký số. Chỉ rút về được khi đang chờ duyệt." in words_of(answer)
    assert "nội dung không sửa được nữa" in words_of(answer)


# ---- the leader ------------------------------------------------------------------------------


def test_the_signer_sees_the_sheets_the_promises_and_two_buttons(client, place):
    plan = place.checked()
    client.force_login(place.leader)

    page = page_at(client, url("plan-review", plan))

    sheets = page.xpath("//section[@aria-label='Văn bản']")[0]
    assert sheets.get("hx-get") == reverse("reports:plan-preview", args=[plan.pk])
    assert sheets.get("hx-trigger") == "load"
    (sign,) = page.xpath("//a[contains(., 'Duyệt và ký')]/@href")
    address = reverse("reports:plan-sign", args=[plan.pk])
    assert sign == f"{address}?phien_ban={plan.version}"
    understood = texts(page, "//section[@aria-labelledby='h-tom']//summary")
    assert understood == [
        "Thời gian thi đua1", "Đợt thi đua1", "Chỉ tiêu1", "Giao nhiệm vụ1",
        "Yêu cầu đăng ký1", "Thời hạn1", "Hình thức khen thưởng1", "Đối tượng thi đua1",
    ]  # fmt: skip
    assert page.xpath("//dialog[@id='tra-lai']//form/@action") == [
        url("plan-return", plan)
    ]


def test_another_leader_may_only_return_it(client, place):
    plan = place.checked()
    deputy = place.person(Role.LEADER, capacity=Capacity.DEPUTY, title="Phó Chủ tịch")
    client.force_login(deputy)

    page = page_at(client, url("plan-review", plan))

    assert page.xpath("//a[contains(., 'Duyệt và ký')]") == []
    assert f"Chỉ người ký ({place.leader}) duyệt và ký được." in page.text_content()
    assert texts(page, "//a[contains(., 'Trả lại để sửa')]") == ["Trả lại để sửa"]


def test_a_draft_offers_the_leader_nothing_to_press(client, place):
    plan = place.draft()
    client.force_login(place.leader)

    page = page_at(client, url("plan-review", plan))

    assert page.xpath("//a[contains(., 'Duyệt và ký')]") == []
    assert page.xpath("//dialog") == []
    assert texts(page, "//h2[@id='h-duyet']") == ["Bản nháp"]


def test_return_with_a_reason_that_is_pinned_until_it_is_sent_again(client, place):
    plan = place.checked()
    client.force_login(place.leader)

    answer = client.post(
        url("plan-return", plan), {"reason": "Bổ sung chỉ tiêu\nở mục II."}
    )

    assert answer.headers["Location"] == campaign_url(plan.campaign)
    client.force_login(place.officer)
    for address in (
        Desk(plan).url("muc-1"),
        url("plan-check", plan),
        campaign_url(plan.campaign),
    ):
        assert "Bổ sung chỉ tiêu ở mục II." in words_of(client.get(address))

    client.post(url("plan-submit", plan))
    assert "Bổ sung chỉ tiêu" not in words_of(client.get(url("plan-check", plan)))
    client.force_login(place.leader)
    assert "Bổ sung chỉ tiêu" in words_of(client.get(url("plan-review", plan)))


def test_a_return_needs_its_reason(client, place):
    plan = place.checked()
    client.force_login(place.leader)

    answer = client.post(url("plan-return", plan), {"reason": " "})

    assert answer.status_code == 422
    assert "Ghi lý do trả lại để người soạn biết cần sửa gì." in words_of(answer)
    plan.refresh_from_db()
    assert plan.status == "submitted"


def test_a_plan_that_was_withdrawn_meanwhile_is_not_returned(client, place):
    plan = place.checked()
    actions.withdraw_plan(plan.pk, by=place.officer)
    client.force_login(place.leader)

    answer = client.post(url("plan-return", plan), {"reason": "Sửa lại."})

    assert answer.status_code == 422
    assert "“Bản nháp” nên không trả lại được" in words_of(answer)
    assert plan.returns.count() == 0


def test_a_second_tab_that_sends_again_is_told_who_has_sent(client, place):
    plan = place.checked()
    client.force_login(place.officer)

    answer = client.post(url("plan-submit", plan), follow=True)

    assert answer.redirect_chain == [(url("plan-check", plan), 302)]
    page = words_of(answer)
    assert f"{place.officer} đã trình kế hoạch này lúc" in page
    assert "đang chờ duyệt. Không cần trình lần nữa." in page
    assert "Chưa trình được" not in page
