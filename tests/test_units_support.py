"""Xem với vai: seen as another, and nothing but seen; with a reason, for a while, told."""

import os
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from campaigns import actions as campaign_actions
from campaigns.models import Campaign, Plan
from tests.accessibility import faults, overflow
from tests.factories import (
    ImportDraftFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ready_content,
    ward,
)
from tests.paper_files import issued_paper, words
from units import actions, audit, permissions, presence, support, tasks
from units.errors import Refused
from units.models import Access, AuditEntry, SupportView, Term

pytestmark = pytest.mark.django_db
HOME, LIST = reverse("home"), reverse("campaigns:campaign-list")
END, LOGOUT = reverse("support-end"), reverse("logout")
WHY = "Chị Lan báo không thấy kế hoạch"


@pytest.fixture(autouse=True)
def term():
    cache.clear()
    presence.end()
    Term.objects.update_or_create(
        code="support", defaults={"value": 60, "valid_from": "2025-01-01"}
    )


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def looking(client, here):
    """The administrator's browser, seeing as the officer does."""
    here.draft(ready_content(title="Chỉ cán bộ thấy"))
    client.force_login(here.administrator)
    url = reverse("support-person", args=[here.officer.pk])
    page = client.post(url, {"reason": WHY}, follow=True)
    assert page.redirect_chain == [(HOME, 302)]
    return client


def told():
    found = AuditEntry.objects.filter(action__startswith="supportview").order_by("pk")
    return [(line.action, line.actor, line.unit, line.about) for line in found]


def band(here, whom):
    return f"Đang xem với vai {whom} chỉ xem, đến "


# ---- begun -----------------------------------------------------------------------------------


def test_it_is_begun_with_a_reason_and_told(client, here):
    client.force_login(here.administrator)
    url = reverse("support-person", args=[here.officer.pk])
    page = words(client.get(url))
    assert "Kéo dài nhiều nhất 60 phút" in page
    short = client.post(url, {"reason": "abc"})
    assert short.status_code == 422
    assert "Ghi rõ lý do xem với vai" in words(short)
    assert re.search(r">\s*abc</textarea>", short.content.decode())
    assert client.post(url, {"reason": ""}).status_code == 422
    assert told() == []

    client.post(url, {"reason": WHY})

    view = SupportView.objects.get()
    assert (view.supporter, view.person, view.unit, view.reason) == (
        here.administrator, here.officer, here.unit, WHY,
    )  # fmt: skip
    assert view.ends_at - view.started_at == pytest.approx(
        timedelta(minutes=60), abs=timedelta(seconds=5)
    )
    assert told() == [
        ("supportview.added", here.administrator, here.unit, here.officer.full_name)
    ]
    entry = AuditEntry.objects.get(action="supportview.added")
    assert entry.detail["after"]["reason"] == WHY


def test_without_a_term_nobody_looks(here):
    Term.objects.all().delete()
    with pytest.raises(Refused, match="Chưa đặt thời hạn"):
        actions.view_as_person(here.officer.pk, by=here.administrator, reason=WHY)


# ---- what is seen ----------------------------------------------------------------------------


def test_the_pages_are_the_other_persons_and_say_so(looking, here):
    for url in (
        HOME,
        LIST,
        reverse("campaigns:plan-check", args=[Plan.objects.get().pk]),
    ):
        page = words(looking.get(url))
        assert band(here, here.officer.full_name) in page, url
        assert f"{here.administrator.full_name}: {WHY}" in page, url
    assert "Chỉ cán bộ thấy" in words(looking.get(HOME))  # the officer's own draft
    assert looking.get(reverse("unit-list")).status_code == 403  # no administrator now
    assert looking.get(reverse("audit")).status_code == 403


def test_a_role_is_seen_without_anybodys_own_things(client, here):
    here.draft(ready_content(title="Của cơ quan"))
    ImportDraftFactory(owner=here.administrator, file_name="Của riêng tôi.docx")
    client.force_login(here.administrator)
    url = reverse("support-unit", args=[here.unit.pk])
    page = words(client.get(url))
    assert "Cán bộ soạn thảo: lập phong trào" in page
    assert "Quản trị đơn vị:" not in page  # sideways

    client.post(url, {"role": "officer", "reason": WHY})

    page = words(client.get(LIST))
    assert band(here, f"Cán bộ soạn thảo, {here.unit}") in page
    assert "Của cơ quan" in page
    start = words(client.get(reverse("campaigns:campaign-start")))
    assert "Của riêng tôi" not in start
    assert "Của cơ quan" not in words(client.get(HOME))
    assert SupportView.objects.get().person is None


def test_another_browser_of_the_supporter_is_not_changed(looking, here, rf):
    from django.test import Client  # noqa: PLC0415  a second one, only here

    other = Client()
    other.force_login(here.administrator)
    assert "Đang xem với vai" not in words(other.get(reverse("unit-list")))


# ---- nothing but seen ------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_act_gets_past_the_middleware(looking, here, method):
    plan = Plan.objects.get()
    before = AuditEntry.objects.count()
    for name, args in (
        ("campaigns:plan-submit", [plan.pk]),
        ("campaigns:plan-discard", [plan.pk]),
        ("campaigns:campaign-start", []),
        ("password-change", []),
        ("user-close", [here.leader.pk]),
        ("trash-restore", ["dong", 1]),
        ("support-unit", [here.unit.pk]),
    ):
        answer = getattr(looking, method)(reverse(name, args=args), {"name": "x"})
        assert answer.status_code == 403, name
        assert "Việc này không làm được khi xem với vai" in words(answer)
        assert band(here, here.officer.full_name) in words(answer)
    assert AuditEntry.objects.count() == before
    assert (Campaign.objects.count(), Plan.objects.get().status) == (1, "draft")


def test_htmx_is_told_in_a_sentence(looking):
    url = reverse("campaigns:plan-submit", args=[Plan.objects.get().pk])
    answer = looking.post(url, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content.decode()) == (
        403, "Đang xem với vai nên chỉ xem được, không làm được việc này.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["password-change", "login", "support-unit", "support-person", "user-password"],
)
def test_closed_pages_are_not_even_shown(looking, here, name):
    args = [] if name in ("password-change", "login") else [here.unit.pk]
    answer = looking.get(reverse(name, args=args))

    assert answer.status_code == 403
    assert "Việc này không làm được khi xem với vai" in words(answer)


def test_a_leader_is_seen_without_the_page_of_signing(client, here):
    plan = here.checked()
    client.force_login(here.administrator)
    view = actions.view_as_person(here.leader.pk, by=here.administrator, reason=WHY)
    session = client.session
    session[support.KEY] = view.pk
    session.save()

    assert (
        client.get(reverse("campaigns:plan-review", args=[plan.pk])).status_code == 200
    )
    assert client.get(reverse("reports:plan-sign", args=[plan.pk])).status_code == 403


def test_require_and_the_book_refuse_too(here):
    """Were the middleware not there: an act is refused twice more."""
    plan = here.draft(ready_content())
    presence.begin("192.0.2.7", safe=False)
    presence.look_on(1, here.administrator.pk)
    with pytest.raises(PermissionDenied):
        permissions.require(True)
    with pytest.raises(PermissionDenied):
        campaign_actions.submit_plan(plan.pk, by=here.officer)
    presence.begin("192.0.2.7", safe=True)
    presence.look_on(1, here.administrator.pk)
    permissions.require(True)  # a page may be looked at
    with pytest.raises(PermissionDenied):
        audit.write("unit.seen", here.unit, by=here.officer)
    with pytest.raises(PermissionDenied):
        campaign_actions.submit_plan(plan.pk, by=here.officer)
    presence.end()
    permissions.require(True)


def test_a_download_is_told_of_the_supporter_in_that_capacity(looking, here):
    document = issued_paper(here, number=5)
    url = reverse("reports:document-file", args=[document.pk, "issued"])
    assert looking.get(url).status_code == 200

    line = Access.objects.get(what="downloaded")
    assert (line.user, line.role, line.held_in, line.support.person) == (
        here.administrator, "officer", here.unit, here.officer,
    )  # fmt: skip
    looking.post(END)
    page = words(looking.get(reverse("access-log")))
    assert f"khi xem với vai {here.officer.full_name}" in page


# ---- ended -----------------------------------------------------------------------------------


def test_the_band_ends_it(looking, here):
    page = looking.post(END, follow=True)

    assert page.redirect_chain[0][0] == reverse("user", args=[here.officer.pk])
    assert "Đang xem với vai" not in words(looking.get(reverse("unit-list")))
    assert [line[:3] for line in told()] == [
        ("supportview.added", here.administrator, here.unit),
        ("supportview.ended", here.administrator, here.unit),
    ]
    assert SupportView.objects.get().ended_at <= now()
    assert looking.post(END).url == HOME  # twice


def test_signing_out_ends_it(looking, here):
    looking.post(LOGOUT)

    assert [line[0] for line in told()] == ["supportview.added", "supportview.ended"]
    assert looking.get(HOME).status_code == 302


def overdue():
    view = SupportView.objects.get()
    SupportView.objects.update(
        started_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1)
    )
    return view


def test_its_time_ends_it(looking, here):
    overdue()

    assert "Đang xem với vai" not in words(looking.get(reverse("unit-list")))
    # What was typed on the other's page is not done in one's own name.
    name = reverse("unit-amend", args=[here.unit.pk])
    assert looking.post(name, {}).status_code == 403
    assert told()[-1][:2] == ("supportview.ended", None)
    assert SupportView.objects.get().ended_at == SupportView.objects.get().ends_at
    assert looking.post(name, {}).status_code == 422  # oneself again


def test_a_closed_page_that_is_opened_after_its_time_ends_it_too(looking):
    """A GET that writes: behind the fence, which lets no page write that."""
    overdue()

    assert looking.get(reverse("account")).status_code == 403

    assert told()[-1][:2] == ("supportview.ended", None)
    assert SupportView.objects.get().ended_at is not None


def test_the_clock_ends_what_was_left_open(looking):
    tasks.end_support_views()
    assert SupportView.objects.get().ended_at is None
    overdue()

    tasks.end_support_views()

    assert told()[-1][:2] == ("supportview.ended", None)


def test_who_loses_the_right_sees_no_more(looking, here):
    MembershipFactory(user=here.officer, unit=other_ward().unit)  # works elsewhere, too

    assert "Đang xem với vai" not in words(looking.get(HOME))
    assert "Chỉ cán bộ thấy" not in words(looking.get(HOME))


def test_a_closed_account_is_seen_no_more(looking, here):
    actions.close_account(here.officer.pk, by=here.administrator)

    assert "Đang xem với vai" not in words(looking.get(HOME))


# ---- whom ------------------------------------------------------------------------------------


@pytest.fixture
def tree():
    top = UnitFactory()
    middle = UnitFactory(parent=top)
    low = UnitFactory(parent=middle)
    return top, middle, low


def admin(unit):
    return MembershipFactory(unit=unit, role=Role.ADMINISTRATOR, user__home=unit).user


def test_never_upwards_never_sideways(tree):
    top, middle, low = tree
    above, me, peer, below = admin(top), admin(middle), admin(middle), admin(low)
    officer = MembershipFactory(unit=low, user__home=low).user
    stranger = UserFactory()

    assert [
        permissions.can_view_as(me, other)
        for other in (above, peer, me, below, officer, stranger)
    ] == [False, False, False, True, True, False]
    assert permissions.can_view_as(above, me)
    for unit, role, may in (
        (middle, "administrator", False), (low, "administrator", True),
        (middle, "leader", True), (top, "officer", False), (low, "", False),
        (low, "king", False),
    ):  # fmt: skip
        assert permissions.can_view_role(me, unit, role) is may, (unit, role)
        if not may:
            with pytest.raises(PermissionDenied):
                actions.view_as_role(unit.pk, by=me, role=role, reason=WHY)
    for other in (above, peer, me):
        with pytest.raises(PermissionDenied):
            actions.view_as_person(other.pk, by=me, reason=WHY)


def test_who_works_elsewhere_too_is_not_seen(here):
    MembershipFactory(user=here.officer, unit=other_ward().unit)
    assert not permissions.can_view_as(here.administrator, here.officer)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_looks_on(client, here, role):
    client.force_login(here.person(role))
    for name, pk in (
        ("support-person", here.officer.pk),
        ("support-unit", here.unit.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code in (403, 404)
        assert client.post(
            reverse(name, args=[pk]), {"reason": WHY, "role": "officer"}
        ).status_code in (403, 404)
    assert not SupportView.objects.exists()


def test_nor_another_authoritys_administrator(client, here):
    client.force_login(other_ward().administrator)
    for name, pk in (
        ("support-person", here.officer.pk),
        ("support-unit", here.unit.pk),
    ):
        assert client.post(reverse(name, args=[pk]), {"reason": WHY}).status_code == 404


def test_a_stolen_number_opens_nothing(client, here):
    view = actions.view_as_person(here.officer.pk, by=here.administrator, reason=WHY)
    client.force_login(here.clerk)
    session = client.session
    session[support.KEY] = view.pk
    session.save()

    assert "Đang xem với vai" not in words(client.get(HOME))


def test_one_at_a_time(here):
    by = here.administrator
    actions.view_as_person(here.officer.pk, by=by, reason=WHY)
    with pytest.raises(Refused, match="Kết thúc lần đó trước"):
        actions.view_as_role(here.unit.pk, by=by, role="clerk", reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportView.objects.create(
            supporter=by, unit=here.unit, role="clerk", reason=WHY, ends_at=now()
        )
    overdue()
    actions.view_as_role(here.unit.pk, by=by, role="clerk", reason=WHY)
    assert [line[0] for line in told()] == [
        "supportview.added", "supportview.ended", "supportview.added",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one():
    place = ward()
    people, said = (place.officer, place.clerk), []

    def one(person):
        try:
            actions.view_as_person(person.pk, by=place.administrator, reason=WHY)
            said.append("done")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    place.administrator  # noqa: B018  made before the threads ask for it
    threads = [threading.Thread(target=one, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "refused"]


def test_the_pages_lead_there(client, here):
    client.force_login(here.administrator)
    link = reverse("support-person", args=[here.officer.pk])
    assert link in client.get(reverse("user", args=[here.officer.pk])).content.decode()
    own = reverse("user", args=[here.administrator.pk])
    assert "xem-voi-vai" not in client.get(own).content.decode()
    unit = client.get(reverse("unit", args=[here.unit.pk])).content.decode()
    assert reverse("support-unit", args=[here.unit.pk]) in unit


def test_public_pages_stay_everybodys(looking):
    page = looking.get(reverse("reports:verify-home"))

    assert "Đang xem với vai" not in words(page)
    assert "Cookie" not in page.get("Vary", "")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1366, 390])
def test_in_a_browser(page, log_in, width):
    Term.objects.update_or_create(
        code="support", defaults={"value": 60, "valid_from": localdate()}
    )
    place = ward()
    place.draft(ready_content(title="Chỉ cán bộ thấy"))
    window = log_in(place.administrator)
    window.set_viewport_size({"width": width, "height": 768})

    def shot(name):
        if folder := os.environ.get("SHOTS"):
            window.screenshot(path=Path(folder) / f"{name}-{width}.png")

    place.officer  # noqa: B018  made before its page is opened
    window.goto(reverse("user", args=[place.officer.pk]))
    window.get_by_role("link", name="Xem với vai người này").click()
    window.get_by_label("Lý do").fill(WHY)
    shot("support-ask")
    assert (faults(window), overflow(window)) == ([], 0)
    window.get_by_role("button", name="Xem với vai").click()
    expect(window.get_by_role("region", name="Đang xem với vai")).to_be_visible()
    expect(window.get_by_text("Chỉ cán bộ thấy").first).to_be_visible()
    shot("support-home")
    assert (faults(window), overflow(window)) == ([], 0)
    window.goto(reverse("campaigns:campaign-start"))
    window.get_by_label("Tên phong trào").fill("Không được lập")
    window.get_by_role("button", name="Mở trang trắng").click()
    expect(
        window.get_by_role("heading", name="Việc này không làm được")
    ).to_be_visible()
    shot("support-closed")
    assert (faults(window), overflow(window)) == ([], 0)
    window.get_by_role("button", name="Kết thúc").click()
    expect(window.get_by_role("region", name="Đang xem với vai")).to_have_count(0)
