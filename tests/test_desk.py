"""Chờ ký: what waits, what changed since it was seen; many signed with one unlock."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns import actions as campaign_actions
from campaigns.brief import brief
from campaigns.content import Line
from campaigns.models import Plan, PlanLook
from campaigns.outline import LineKind
from campaigns.queries import content_of, rows_of_each
from campaigns.twin import digest_of
from reports import actions
from reports.models import Certificate, Document, SigningItem, SigningRound
from reports.models.rounds import short
from tests.desk_forms import texts, words_of
from tests.drawn import drawn
from tests.factories import PASSWORD, Role, UserFactory, ready_content, ward
from units import audit
from units.errors import Refused

pytestmark = pytest.mark.django_db
DESK, SIGN = reverse("reports:desk"), reverse("reports:desk-sign")


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def leader(client, place):
    client.force_login(place.leader)
    return client


def waiting(place, count=2):
    return [
        place.checked(ready_content(title=f"Phát động đợt thi đua số {number}"))
        for number in range(1, count + 1)
    ]


def picked(*plans):
    return [(plan.pk, digest_of(content_of(plan))) for plan in plans]


def keys(*plans):
    return [f"{pk}:{digest}" for pk, digest in picked(*plans)]


def change(plan, place, text="Tổ dân phố báo cáo mỗi tháng."):
    """Taken back, a line put in, sent again, its pages drawn."""
    campaign_actions.withdraw_plan(plan.pk, by=place.officer)
    last = plan.lines.last()
    campaign_actions.insert_line(
        plan.pk, by=place.officer, after=last.pk, kind="dash", text=text
    )
    plan = campaign_actions.submit_plan(plan.pk, by=place.officer)
    drawn(plan)
    return plan


def tasks(response):
    from lxml import html  # noqa: PLC0415

    page = html.fromstring(response.content.decode())
    return texts(page, "//li[contains(@class, 'td-task')]")


# ---- the list ------------------------------------------------------------------------------


def test_each_with_a_line_of_summary(leader, place):
    (plan,) = waiting(place, 1)

    (row,) = tasks(leader.get(DESK))

    assert row.startswith(
        f"{plan.title} Giao 1 đơn vị · 1 chỉ tiêu · 01/08/2023 – 15/12/2023"
    )
    assert f"mã nội dung {short(digest_of(content_of(plan)))}" in row
    assert "Anh/chị chưa mở xem." in row


def test_money_is_told_where_a_line_speaks_of_it():
    spent = Line(kind=LineKind.DASH, text="Kinh phí: 50 triệu đồng từ ngân sách.")
    fine = Line(kind=LineKind.DASH, text="Thu hồi 90 triệu đồng.")
    content = ready_content()

    assert brief(ready_content(lines=(*content.lines, fine, spent))).endswith(
        "kinh phí 50 triệu đồng"
    )
    assert "kinh phí" not in brief(ready_content(lines=(*content.lines, fine)))


def test_what_changed_since_the_leader_saw_it(leader, place):
    (plan,) = waiting(place, 1)
    leader.get(reverse("campaigns:plan-review", args=[plan.pk]))
    look = PlanLook.objects.get()
    assert (look.user, look.number) == (place.leader, 1)
    assert "Không đổi từ lần anh/chị xem lúc" in tasks(leader.get(DESK))[0]

    change(plan, place)
    page = leader.get(DESK)

    assert "Đổi 1 chỗ từ lần anh/chị xem lúc" in tasks(page)[0]
    url = reverse("campaigns:plan-compare", args=[plan.pk])
    assert f'href="{url}?tu=1&amp;den=nay"' in page.content.decode()
    leader.get(reverse("campaigns:plan-review", args=[plan.pk]))
    assert "Không đổi từ lần" in tasks(leader.get(DESK))[0]


def test_only_the_signers_looks_are_kept(client, place):
    (plan,) = waiting(place, 1)
    client.force_login(place.person(Role.LEADER))

    client.get(reverse("campaigns:plan-review", args=[plan.pk]))

    assert not PlanLook.objects.exists()
    assert "Không có kế hoạch nào chờ anh/chị ký" in words_of(client.get(DESK))


def test_what_cannot_be_signed_yet_cannot_be_picked(leader, place):
    place.submitted()

    page = leader.get(DESK)

    assert "Trang đang được vẽ" in tasks(page)[0]
    assert "disabled" in page.content.decode()


def test_the_desk_is_for_who_signs(client, place):
    client.force_login(place.officer)

    assert client.get(DESK).status_code == 403
    assert client.get(SIGN).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(leader, django_assert_num_queries, place, count):
    for plan in waiting(place, count):
        leader.get(reverse("campaigns:plan-review", args=[plan.pk]))

    with django_assert_num_queries(
        22
    ):  # of them: pacts, decisions, submissions to sign
        page = leader.get(DESK)

    assert len(tasks(page)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_rows_of_many_are_those_of_each(django_assert_num_queries, place, count):
    plans = waiting(place, count)

    with django_assert_num_queries(12):
        rows = rows_of_each(plans)

    for plan in plans:
        assert content_of(plan, rows[plan.pk]) == content_of(plan)


# ---- one unlock ----------------------------------------------------------------------------


def test_what_will_be_signed_is_listed_and_signed(leader, place):
    plans = waiting(place, 3)
    chosen = plans[:2]

    page = leader.get(SIGN, {"k": [plan.pk for plan in chosen]})
    text = words_of(page)
    for plan in chosen:
        assert f"mã nội dung {short(digest_of(content_of(plan)))}" in text
    done = leader.post(SIGN, {"k": keys(*chosen), "mat_khau": PASSWORD})

    made = SigningRound.objects.get()
    assert done["Location"] == reverse("reports:desk-result", args=[made.pk])
    assert [one.plan for one in made.items.all()] == chosen
    assert list(Document.objects.order_by("pk").values_list("plan", "status")) == [
        (plan.pk, "requested") for plan in chosen
    ]
    for plan in plans:
        plan.refresh_from_db()
    assert [plan.status for plan in plans] == ["approved", "approved", "submitted"]


def test_one_that_changed_is_refused_alone(leader, place):
    first, second = waiting(place)
    listed = keys(first, second)
    change(second, place)

    done = leader.post(SIGN, {"k": listed, "mat_khau": PASSWORD}, follow=True)

    good, bad = SigningItem.objects.all()
    assert (good.document.plan, good.problem) == (first, "")
    assert (bad.document, bad.problem) == (
        None, "Kế hoạch đã đổi từ lúc được liệt kê để ký. Xem lại các trang rồi ký.",
    )  # fmt: skip
    second.refresh_from_db()
    assert second.status == "submitted"
    page = words_of(done)
    assert f"Chưa ký: {bad.problem}" in page
    again = reverse("reports:desk-sign") + f"?k={second.pk}"
    Document.objects.update(status="signed", signed_at=second.submitted_at)
    page = leader.get(done.request["PATH_INFO"])
    assert f'href="{again}"' in page.content.decode()
    assert "1/2 kế hoạch đã ký." in words_of(page)


def test_a_wrong_password_signs_nothing_and_keeps_the_list(leader, place):
    first, second = waiting(place)

    page = leader.post(SIGN, {"k": keys(first, second), "mat_khau": "sai"})

    assert page.status_code == 422
    assert all(key in page.content.decode() for key in keys(first, second))
    assert not SigningRound.objects.exists()
    assert not Document.objects.exists()


def remote_key(user, **asks):
    """A key at a remote service, unlocked at each signature."""
    return Certificate.objects.create(
        user=user, held="remote", key="LD-1", common_name=user.full_name,
        fingerprint="0" * 64, valid_from="2026-01-01T00:00Z", valid_to="2030-01-01T00:00Z",
        **asks,
    )  # fmt: skip


EACH = "Khóa của anh/chị ở dịch vụ ký số từ xa đòi mã OTP cho từng lần ký: ký từng kế hoạch."
OPENS = {"mat_khau": PASSWORD, "pin": "123456", "otp": "654321"}


def test_a_key_that_wants_a_code_for_each_signature_signs_them_one_by_one(
    leader, place
):
    plans = waiting(place)
    remote_key(place.leader, asks_pin="PIN", asks_otp="OTP")

    page = leader.get(SIGN, {"k": [plan.pk for plan in plans]})
    assert EACH in words_of(page)
    assert "Duyệt và ký 2 kế hoạch</button>" not in page.content.decode()
    # A page from before the key was registered, or a request made by hand.
    page = leader.post(SIGN, {"k": keys(*plans), **OPENS})

    assert page.status_code == 422
    assert words_of(page).count(EACH) == 1
    # What opens a key is never written back.
    assert OPENS["pin"] not in page.content.decode()
    assert not SigningRound.objects.exists()
    assert not Document.objects.exists()


def test_a_key_that_wants_its_pin_alone_opens_for_many(leader, place):
    plans = waiting(place)
    remote_key(place.leader, asks_pin="PIN")
    text = words_of(leader.get(SIGN, {"k": [plan.pk for plan in plans]}))
    assert "Mã PIN của chữ ký số từ xa" in text
    assert EACH not in text

    empty = leader.post(SIGN, {"k": keys(*plans), "mat_khau": PASSWORD})
    assert empty.status_code == 422
    assert "Nhập mã PIN của chữ ký số từ xa." in words_of(empty)
    assert not SigningRound.objects.exists()


def test_a_page_that_came_back_keeps_the_codes_it_listed(leader, place):
    first, second = waiting(place)
    listed = keys(first, second)
    change(second, place)

    page = leader.post(SIGN, {"k": listed, "mat_khau": "sai"})

    assert listed[1] in page.content.decode()
    assert "Đã đổi từ lúc được liệt kê" in words_of(page)


def test_nothing_chosen_leads_back(leader, place):
    waiting(place)

    page = leader.get(SIGN, follow=True)

    assert page.request["PATH_INFO"] == DESK
    assert "Chọn ít nhất một kế hoạch rồi bấm ký." in words_of(page)


def test_of_another_nothing_is_signed(place):
    other = ward()
    own, foreign = waiting(place, 1)[0], waiting(other, 1)[0]

    with pytest.raises(PermissionDenied):
        actions.sign_many(picked(own), by=UserFactory())
    made = actions.sign_many(picked(own, foreign), by=place.leader)

    # Of what one does not see not even the title is told.
    assert [one.plan for one in made.items.all()] == [own]
    assert Plan.objects.get(pk=foreign.pk).status == "submitted"
    entry = audit.history(made).get()
    assert (entry.action, entry.actor) == ("signinground.added", place.leader)


def test_one_that_names_another_signer_is_told_so(place):
    own, others = waiting(place)
    deputy = place.person(Role.LEADER).memberships.get()
    Plan.objects.filter(pk=others.pk).update(signer=deputy)

    made = actions.sign_many(picked(own, others), by=place.leader)

    assert [one.problem for one in made.items.all()] == [
        "", "Kế hoạch này không chờ anh/chị ký.",
    ]  # fmt: skip


def test_nothing_left_to_sign_leads_back(leader, place):
    (foreign,) = waiting(ward(), 1)

    page = leader.post(SIGN, {"k": keys(foreign), "mat_khau": PASSWORD}, follow=True)

    assert page.request["PATH_INFO"] == DESK
    assert "Các kế hoạch đã chọn không còn chờ anh/chị ký." in words_of(page)


def test_the_same_form_sent_again_leads_to_its_round(leader, place):
    first, second, third = waiting(place, 3)
    sent = {"k": keys(first, second), "mat_khau": PASSWORD}
    leader.post(SIGN, sent)
    made = SigningRound.objects.get()

    page = leader.post(SIGN, sent, follow=True)
    assert page.request["PATH_INFO"] == reverse("reports:desk-result", args=[made.pk])
    assert "Các kế hoạch này anh/chị đã gửi ký; đây là kết quả." in words_of(page)
    assert leader.get(SIGN, {"k": first.pk}).status_code == 302
    # With another beside them that one alone is signed.
    leader.post(SIGN, {"k": keys(first, third), "mat_khau": PASSWORD})
    items = SigningItem.objects.exclude(round=made)
    assert [(one.plan, one.problem) for one in items] == [(third, "")]


def test_without_the_listed_code_it_is_listed_first(leader, place):
    (plan,) = waiting(place, 1)
    page = leader.post(SIGN, {"k": [str(plan.pk)], "mat_khau": PASSWORD})
    assert keys(plan)[0] in page.content.decode()
    assert not Document.objects.exists()


def test_a_round_has_its_limit(place):
    (plan,) = waiting(place, 1)
    many = picked(plan) + [(10_000 + n, "0" * 64) for n in range(30)]

    with pytest.raises(Refused, match="tối đa 30"):
        actions.sign_many(many, by=place.leader)


def test_the_database_holds_one_end_of_each(place):
    (plan,) = waiting(place, 1)
    actions.sign_many(picked(plan), by=place.leader)

    for wrong in ({"problem": "x"}, {"document": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SigningItem.objects.update(**wrong)


# ---- what came of it -----------------------------------------------------------------------


def test_the_result_asks_on_while_a_worker_is_at_it(leader, place):
    first, second = waiting(place)
    made = actions.sign_many(picked(first, second), by=place.leader)
    url = reverse("reports:desk-result", args=[made.pk])

    page = leader.get(url)
    assert "Đang ký: xong 0/2" in words_of(page)
    assert f'hx-get="{url}?lan=1"' in page.content.decode()
    Document.objects.filter(plan=first).update(
        status="signed", signed_at=first.submitted_at
    )
    Document.objects.filter(plan=second).update(
        status="stopped", problem="Chứng thư hết hạn."
    )
    page = leader.get(url, headers={"HX-Request": "true"})
    assert "hx-get" not in page.content.decode()
    assert "1/2 kế hoạch đã ký." in words_of(page)
    assert "Dừng: Chứng thư hết hạn." in words_of(page)


def test_what_goes_to_ones_own_device_is_no_longer_signed_here(leader, place):
    (plan,) = waiting(place, 1)
    made = actions.sign_many(picked(plan), by=place.leader)
    Document.objects.update(status="rendered", person_way="outside")
    assert Document.objects.get().waits_for_person_file

    page = leader.get(reverse("reports:desk-result", args=[made.pk]))

    assert "Đang ký" not in words_of(page)
    assert "Ký bằng thiết bị" in words_of(page)


def test_the_result_is_of_who_signed(client, place):
    (plan,) = waiting(place, 1)
    made = actions.sign_many(picked(plan), by=place.leader)
    client.force_login(place.person(Role.LEADER))

    page = client.get(reverse("reports:desk-result", args=[made.pk]))

    assert page.status_code == 404
