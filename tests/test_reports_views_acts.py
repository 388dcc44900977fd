"""Duyệt và ký, ký lại, trả lại, cấp số: asked once more, refused in one sentence."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate, now

from campaigns import actions as campaign_actions
from campaigns.models import Plan
from reports.models import Document, RegisterEntry
from tests.drawn import drawn
from tests.factories import (
    PASSWORD,
    Capacity,
    MembershipFactory,
    Role,
    other_ward,
    ward,
)
from tests.paper_files import keep_file, small_pdf, words
from units import visitors
from units.wording import vn_datetime

pytestmark = pytest.mark.django_db
Status = Document.Status


@pytest.fixture
def place():
    return ward()


def sign_url(plan):
    return reverse("reports:plan-sign", args=[plan.pk])


def url(document, name="document"):
    return reverse(f"reports:{name}", args=[document.pk])


# ---- duyệt và ký ------------------------------------------------------------------------


def test_the_leader_is_told_what_follows(client, place):
    plan = place.checked()
    client.force_login(place.leader)

    response = client.get(sign_url(plan))
    text = words(response)

    assert "Duyệt và ký kế hoạch này?" in text
    assert f"Người ký {place.leader.full_name} TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in text
    assert "Muốn sửa sau khi ký phải ban hành văn bản khác." in text
    assert 'autocomplete="current-password"' in response.content.decode()
    assert not Document.objects.exists()


def test_signing_leads_to_the_paper_that_shows_the_work(
    client, place, django_capture_on_commit_callbacks
):
    plan = place.checked()
    client.force_login(place.leader)

    response = client.post(sign_url(plan), {"mat_khau": PASSWORD})
    document = Document.objects.get()

    assert (response.status_code, response.url) == (302, url(document))
    assert (document.plan, document.status, document.requested_by) == (
        plan,
        Status.REQUESTED,
        place.leader,
    )
    assert "Đang dựng trang" in words(client.get(response.url))


def test_a_wrong_password_signs_nothing(client, place):
    plan = place.checked()
    client.force_login(place.leader)

    response = client.post(sign_url(plan), {"mat_khau": "không phải"})

    assert response.status_code == 422
    assert (
        "Mật khẩu chưa đúng. Kiểm tra bộ gõ và phím Caps Lock rồi nhập lại."
        in words(response)
    )
    assert "không phải" not in response.content.decode()
    assert Plan.objects.get(pk=plan.pk).status == Plan.Status.SUBMITTED
    assert not Document.objects.exists()


def test_after_five_wrong_passwords_even_the_right_one_waits(client, place):
    plan = place.checked()
    client.force_login(place.leader)
    for _ in range(5):
        client.post(sign_url(plan), {"mat_khau": "sai"})

    response = client.post(sign_url(plan), {"mat_khau": PASSWORD})

    assert response.status_code == 422
    assert "Đã nhập sai 5 lần. Chờ 15 phút rồi thử lại" in words(response)
    assert not Document.objects.exists()
    cache.clear()  # a quarter of an hour later
    assert client.post(sign_url(plan), {"mat_khau": PASSWORD}).status_code == 302


def test_how_long_to_wait_is_told_to_the_minute(client, place, monkeypatch):
    plan = place.checked()
    client.force_login(place.leader)
    for _ in range(5):
        client.post(sign_url(plan), {"mat_khau": "sai"})
    later = time.time() + 11 * 60
    monkeypatch.setattr(visitors, "time", SimpleNamespace(time=lambda: later))

    response = client.post(sign_url(plan), {"mat_khau": PASSWORD})

    assert "Đã nhập sai 5 lần. Chờ 4 phút rồi thử lại" in words(response)


def test_the_right_password_starts_the_count_anew(client, place):
    first, second = place.checked(), place.checked()
    client.force_login(place.leader)
    for _ in range(4):
        client.post(sign_url(first), {"mat_khau": "sai"})
    assert client.post(sign_url(first), {"mat_khau": PASSWORD}).status_code == 302

    for _ in range(4):
        assert client.post(sign_url(second), {"mat_khau": "sai"}).status_code == 422
    assert client.post(sign_url(second), {"mat_khau": PASSWORD}).status_code == 302


def test_nobody_signs_words_that_were_changed_behind_the_page(client, place):
    plan = place.checked()
    client.force_login(place.leader)
    page = client.get(sign_url(plan)).content.decode()
    campaign_actions.withdraw_plan(plan.pk, by=place.officer)
    campaign_actions.edit_plan(plan.pk, by=place.officer, title="Lời khác")
    drawn(campaign_actions.submit_plan(plan.pk, by=place.officer))
    shown = {"mat_khau": PASSWORD, "phien_ban": plan.version}
    assert f'name="phien_ban" value="{plan.version}"' in page

    mistyped = client.post(sign_url(plan), shown | {"mat_khau": "sai"})
    assert f'name="phien_ban" value="{plan.version}"' in mistyped.content.decode()
    refused = client.post(sign_url(plan), shown)
    assert refused.status_code == 422
    assert "Kế hoạch đã được sửa từ lúc anh/chị mở trang này." in words(refused)
    assert not Document.objects.exists()

    now_shown = Plan.objects.get(pk=plan.pk).version
    assert f'name="phien_ban" value="{now_shown}"' in refused.content.decode()
    signed = client.post(sign_url(plan), shown | {"phien_ban": now_shown})
    assert signed.status_code == 302
    assert Document.objects.get().title == "Lời khác"


def test_a_plan_that_does_not_wait_has_no_button(client, place):
    plan = place.draft()
    client.force_login(place.leader)

    response = client.get(sign_url(plan))

    assert "Kế hoạch đang ở trạng thái “Bản nháp” nên không chờ duyệt." in words(
        response
    )
    assert "Duyệt và ký</button>" not in response.content.decode()
    refused = client.post(sign_url(plan), {"mat_khau": PASSWORD})
    assert refused.status_code == 422
    assert not Document.objects.exists()


def test_only_the_named_signer_signs(client, place):
    plan = place.checked()
    for user, status in [
        (place.officer, 403),
        (place.clerk, 403),
        (place.person(Role.LEADER), 403),
        (other_ward().leader, 404),
    ]:
        client.force_login(user)
        assert client.get(sign_url(plan)).status_code == status
        response = client.post(sign_url(plan), {"mat_khau": PASSWORD})
        assert response.status_code == status
    assert not Document.objects.exists()


# ---- ký lại, trả lại --------------------------------------------------------------------


def test_the_signer_tries_again(client, place):
    document = place.document(stopped=True)
    client.force_login(place.leader)
    assert "Ký lại</button>" in client.get(url(document)).content.decode()

    response = client.post(url(document, "document-retry"), {"mat_khau": PASSWORD})

    assert response.url == url(document)
    document.refresh_from_db()
    assert (document.status, document.problem) == (Status.REQUESTED, "")


def test_trying_again_asks_for_the_password_too(client, place):
    document = place.document(stopped=True)
    client.force_login(place.leader)

    response = client.post(url(document, "document-retry"), {"mat_khau": "sai"})

    assert response.status_code == 422
    assert "Chưa ký được, còn 1 chỗ cần sửa" in words(response)
    document.refresh_from_db()
    assert document.status == Status.STOPPED


def test_who_may_no_longer_sign_is_told_so_and_asked_for_no_password(client, place):
    document = place.document(stopped=True)
    ended = localdate() - timedelta(days=1)
    place.leader.memberships.update(valid_to=ended)
    MembershipFactory(
        user=place.leader, unit=place.unit, role=Role.LEADER, valid_from=localdate(),
        title="Phó Chủ tịch", capacity=Capacity.DEPUTY,
    )  # fmt: skip
    client.force_login(place.leader)
    sentence = f"{place.leader} không còn giữ chức vụ ghi ở phần ký."

    page = client.get(url(document))
    client.post(url(document, "document-retry"), {"mat_khau": PASSWORD})

    assert words(page).count(sentence) == 1
    assert 'name="mat_khau"' not in page.content.decode()
    assert "Trả về để sửa</button>" in page.content.decode()
    document.refresh_from_db()
    assert document.status == Status.STOPPED
    problem = f"{sentence} Trả lại để cán bộ soạn thảo chọn lại người ký."
    Document.objects.filter(pk=document.pk).update(problem=problem)
    client.get(url(document))  # what the refused act said
    assert words(client.get(url(document))).count(sentence) == 1


def test_the_plan_goes_back_with_a_reason(client, place):
    document = place.document(stopped=True)
    client.force_login(place.leader)

    response = client.post(
        url(document, "document-return"), {"reason": "  Sửa phần nơi nhận. "}
    )

    assert response.url == url(document)
    document.refresh_from_db()
    assert document.status == Status.DROPPED
    assert document.plan.status == Plan.Status.RETURNED
    assert document.plan.returns.get().reason == "Sửa phần nơi nhận."
    assert "Đã trả kế hoạch về để sửa, kèm lý do." in words(client.get(response.url))


def test_without_a_reason_nothing_goes_back(client, place):
    document = place.document(stopped=True)
    client.force_login(place.leader)

    response = client.post(url(document, "document-return"), {"reason": " "})

    assert response.status_code == 422
    assert '<details class="td-panel td-disclose" open>' in response.content.decode()
    document.refresh_from_db()
    assert document.status == Status.STOPPED


@pytest.mark.parametrize("name", ["document-retry", "document-return"])
def test_nobody_else_tries_again_or_sends_back(client, place, name):
    document = place.document(stopped=True)
    fields = {"mat_khau": PASSWORD, "reason": "Lý do."}
    for user, status in [
        (place.officer, 403),
        (place.clerk, 403),
        (other_ward().leader, 404),
    ]:
        client.force_login(user)
        assert client.post(url(document, name), fields).status_code == status
    document.refresh_from_db()
    assert document.status == Status.STOPPED


# ---- cấp số, ban hành -------------------------------------------------------------------


@pytest.fixture
def signed(place):
    _ = place.series
    return place.document(signed=True)


def today():
    return f"{localdate():%d/%m/%Y}"


def test_the_clerk_sees_the_number_to_come(client, place, signed):
    client.force_login(place.clerk)

    response = client.get(url(signed))
    html = response.content.decode()

    assert "Số dự kiến 01/KH-UBND" in words(response)
    assert f'value="{today()}"' in html
    assert 'name="copies" value="1"' in html
    assert "<dialog" not in html
    assert not RegisterEntry.objects.exists()


def test_the_clerk_is_told_when_it_is_late(client, place, signed):
    client.force_login(place.clerk)
    assert "chậm nhất ngày làm việc tiếp theo" not in words(client.get(url(signed)))

    Document.objects.filter(pk=signed.pk).update(signed_at=now() - timedelta(days=5))

    assert "chậm nhất ngày làm việc tiếp theo" in words(client.get(url(signed)))


def test_pages_can_be_turned_when_a_form_came_back(client, place, examine):
    document = place.document(stopped=True)
    keep_file(document, "rendered", small_pdf("one", "two"))
    examine(document, "rendered")
    client.force_login(place.leader)

    response = client.post(url(document, "document-retry"), {"mat_khau": "sai"})

    assert f'href="{url(document)}?trang=2#van-ban"' in response.content.decode()


def test_without_scripts_a_page_asks_once_more(client, place, signed):
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"),
        {"day": today(), "copies": "12", "archive_unit": "Văn phòng"},
    )
    html = response.content.decode()

    text = words(response)
    assert f"Ban hành văn bản số 01/KH-UBND ngày {today()}?" in text
    assert f"Trích yếu {signed.title} Người ký {signed.signer_name}, " in text
    assert "Số lượng bản 12 Bản lưu Văn phòng" in text
    assert 'name="copies" value="12"' in html
    assert 'name="xac_nhan" value="1"' in html
    assert not RegisterEntry.objects.exists()


HTMX = {"HX-Request": "true"}


def test_the_question_names_what_it_issues(client, place, signed):
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"), {"day": today(), "copies": "12"}, headers=HTMX
    )
    html = response.content.decode()
    dialog = html[html.index("<dialog") :]

    assert response.status_code == 200
    assert html.startswith('<section class="td-panel td-fset" id="cap-so"')
    assert f"Ban hành văn bản số 01/KH-UBND ngày {today()}?" in dialog
    assert signed.title in dialog
    assert f"{signed.signer_name}, {signed.signer_title}" in dialog
    assert f'type="hidden" name="day" value="{today()}"' in dialog
    assert 'type="hidden" name="archive_unit" value=""' in dialog
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "31/02/2026"}, "Không có ngày 31/02/2026."),
        ({"copies": "0"}, "Chưa ban hành được, còn 1 chỗ cần sửa"),
        ({"day": "01/01/2020"}, "Ngày văn bản không được trước ngày ký"),
        ({"day": "31/12/2999"}, "Ngày văn bản không được sau hôm nay."),
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_nothing_is_asked_of_a_form_that_cannot_be(
    client, place, signed, fields, said, headers
):
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"),
        {"day": today(), "copies": "1"} | fields,
        headers=headers,
    )

    assert response.status_code == 422
    assert said in words(response)
    assert "<dialog" not in response.content.decode()
    assert "Ban hành văn bản số" not in words(response)


def test_a_day_before_the_last_number_is_told_before_the_question(
    client, place, signed
):
    place.series.books.create(
        year=localdate().year, last_number=4, last_date=localdate()
    )
    Document.objects.filter(pk=signed.pk).update(signed_at=now() - timedelta(days=2))
    before = localdate() - timedelta(days=1)
    if before.year != localdate().year:
        pytest.skip("the first of January has no day before it in its book")
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"),
        {"day": f"{before:%d/%m/%Y}", "copies": "1"},
        headers=HTMX,
    )

    assert response.status_code == 422
    assert "văn bản sau không được ghi ngày sớm hơn" in words(response)


def test_a_paper_that_a_colleague_has_numbered_is_not_asked_about(client, place):
    _ = place.series
    numbered = place.document(numbered=True)
    client.force_login(place.clerk)

    response = client.post(
        url(numbered, "document-issue"), {"day": today(), "copies": "1"}, headers=HTMX
    )

    assert response["HX-Refresh"] == "true"


def test_confirmed_it_is_numbered_and_on_its_way(client, place, signed):
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"),
        {"day": today(), "copies": "12", "archive_unit": "", "xac_nhan": "1"},
    )

    assert response.url == url(signed)
    signed.refresh_from_db()
    entry = RegisterEntry.objects.get()
    assert (signed.status, signed.number, signed.issued_on) == (
        Status.NUMBERED,
        1,
        localdate(),
    )
    assert (entry.document, entry.copies, entry.archive_unit) == (signed, 12, "Văn thư")
    assert "Đang đóng dấu" in words(client.get(response.url))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            lambda: localdate() - timedelta(days=1),
            "Ngày văn bản không được trước ngày ký",
        ),
        (
            lambda: localdate() + timedelta(days=1),
            "Ngày văn bản không được sau hôm nay.",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(client, place, signed, day, said):
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"),
        {"day": f"{day():%d/%m/%Y}", "copies": "1", "xac_nhan": "1"},
    )

    assert response.status_code == 422
    assert said in words(response)
    assert f"Đang nhập: {day():%d/%m/%Y}" in words(response)
    signed.refresh_from_db()
    assert (signed.status, RegisterEntry.objects.count()) == (Status.SIGNED, 0)


def test_what_was_typed_stays(client, place, signed):
    client.force_login(place.clerk)

    response = client.post(
        url(signed, "document-issue"), {"day": "31/02/2026", "copies": "0"}
    )
    html = response.content.decode()

    assert response.status_code == 422
    assert 'value="31/02/2026"' in html
    assert "Chưa ban hành được, còn 2 chỗ cần sửa" in words(response)
    assert "Không có ngày 31/02/2026." in words(response)
    assert "<title>Lỗi: " in html


def test_an_authority_without_a_register_is_told_so(client, place):
    document = place.document(signed=True)
    client.force_login(place.clerk)

    response = client.get(url(document))

    assert (
        "chưa có dãy số cho loại văn bản này nên chưa cấp số được. Lập dãy số"
        in words(response)
    )
    assert "issue-form" not in response.content.decode()


def test_only_the_clerk_issues(client, place, signed):
    fields = {"day": today(), "copies": "1", "xac_nhan": "1"}
    for user, status in [
        (place.officer, 403),
        (place.leader, 403),
        (place.administrator, 403),
        (other_ward().clerk, 404),
    ]:
        client.force_login(user)
        assert client.post(url(signed, "document-issue"), fields).status_code == status
        assert client.get(url(signed, "document-issue")).status_code == status
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize("name", ["document-retry", "document-return"])
def test_a_refused_act_asked_for_again_by_its_address_gives_the_paper(client, name):
    """As where one presses Enter in the address box, or comes back from another page."""
    here = ward()
    document = here.document(stopped=True)
    client.force_login(here.leader)
    address = reverse(f"reports:{name}", args=[document.pk])
    assert client.post(address, {}).status_code == 422

    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.url == reverse("reports:document", args=[document.pk])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_comes_second_is_told_of_the_number_that_was_given(
    client, place, signed, headers
):
    client.force_login(place.clerk)
    typed = {"day": today(), "copies": "1", "xac_nhan": "1"}
    client.post(url(signed, "document-issue"), typed)
    signed.refresh_from_db()
    assert signed.status == Status.NUMBERED

    late = client.post(url(signed, "document-issue"), typed, headers=headers)

    assert late.status_code == (200 if headers else 302)
    page = words(client.get(url(signed)))
    given = vn_datetime(signed.numbered_at)
    told = f"Anh/chị đã cấp số {signed.number_and_symbol} lúc {given}. Không cấp số lần nữa."
    assert told in page
    assert RegisterEntry.objects.count() == 1
