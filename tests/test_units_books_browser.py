"""Nhật ký bằng trình duyệt: axe at two widths, filters while typing, pages, without scripts."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from campaigns import actions as campaign_actions
from tests.accessibility import faults, overflow
from tests.factories import UserFactory, ready_content, ward
from units import actions, presence, sealing
from units.models import Access, AuditAnchor, AuditEntry, BookExport, SealCheck
from units.queries.books import PAGE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BOOK, LOG, SEAL = reverse("audit"), reverse("access-log"), reverse("seal")


@pytest.fixture
def here():
    cache.clear()
    place = ward()
    presence.begin("192.0.2.7")
    plan = place.submitted()
    campaign_actions.return_plan(plan.pk, by=place.leader, reason="Sửa mục III.")
    person = UserFactory(full_name="Đỗ Thị Ái", username="ai.dt", home=place.unit)
    actions.grant_membership(
        by=place.administrator, user_id=person.pk, unit_id=place.unit.pk,
        role="leader", capacity="deputy", title="Phó Chủ tịch",
        valid_from=date(2026, 1, 2),
    )  # fmt: skip
    actions.amend_account(
        person.pk, by=place.administrator, full_name="Đỗ Thị Ái", email="ai@mau.gov.vn"
    )
    presence.end()
    Access.objects.create(
        user=place.administrator, role="administrator", held_in=place.unit, what="viewed",
        unit=place.unit, subject="units.User", subject_id=person.pk, about="Đỗ Thị Ái",
        address="192.0.2.7",
    )  # fmt: skip
    sealing.seal()
    return place


@pytest.fixture
def window(page, log_in, here):
    return log_in(here.administrator)


def shot(window, name):
    if folder := os.environ.get("SHOTS"):
        window.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_for_axe_and_nothing_over_the_edge(window, width):
    window.set_viewport_size({"width": width, "height": 768})
    for name, url in (
        ("book", BOOK),
        ("book-filtered", f"{BOOK}?q=ai&tu=01/01/2026&nguoi=zz"),
        ("book-wrong-day", f"{BOOK}?tu=hom+qua"),
        ("log", LOG),
        ("seal", SEAL),
    ):
        window.goto(url)
        shot(window, f"{name}-{width}")
        assert (faults(window), overflow(window)) == ([], 0), url


@pytest.mark.parametrize("width", [1366, 390])
def test_a_broken_chain_and_a_file_on_its_way(window, here, width):
    window.set_viewport_size({"width": width, "height": 768})
    lines = list(AuditEntry.objects.order_by("pk")[:2])
    check = SealCheck.objects.create(
        started_by=here.administrator, total=7, done=7, fault_count=3, finished_at=now()
    )
    for line in lines:
        check.faults.create(
            position=line.pk, entry_id=line.pk,
            sentence="Dòng nhật ký, hoặc mắt xích trước nó, đã bị sửa.",
        )  # fmt: skip
    AuditAnchor.objects.create(day=date(2026, 11, 25), position=7, digest=bytes(32))
    window.goto(SEAL)
    expect(window.get_by_role("alert").first).to_contain_text("Chuỗi niêm hỏng ở 3 chỗ")
    shot(window, f"seal-broken-{width}")
    assert (faults(window), overflow(window)) == ([], 0)

    SealCheck.objects.create(started_by=here.administrator, total=7_000, done=2_000)
    window.goto(SEAL)
    shot(window, f"seal-running-{width}")
    assert (faults(window), overflow(window)) == ([], 0)

    export = BookExport.objects.create(
        owner=here.administrator, kind="audit", form="xlsx", total=5_000, done=1_500
    )
    window.goto(reverse("export", args=[export.pk]))
    shot(window, f"export-{width}")
    assert (faults(window), overflow(window)) == ([], 0)
    BookExport.objects.filter(pk=export.pk).update(content=b"PK", finished_at=now())
    expect(window.get_by_role("link", name="Tải nhat-ky-")).to_be_visible()
    shot(window, f"export-done-{width}")
    assert (faults(window), overflow(window)) == ([], 0)


def test_typing_narrows_and_the_address_follows(window):
    window.goto(BOOK)
    window.get_by_label("Chữ trong nhật ký").press_sequentially("do thi ai")
    expect(window.locator(".td-chip", has_text="có “do thi ai”")).to_be_visible()
    assert "q=do%20thi%20ai" in window.url
    expect(window.locator(".td-book__l")).to_have_count(3)
    window.get_by_role("link", name="Xóa bộ lọc").click()
    expect(window.locator(".td-book__l").nth(2)).to_be_visible()


def test_older_and_newer(window, here):
    AuditEntry.objects.bulk_create(
        AuditEntry(
            action="unit.amended", subject="units.Unit", subject_id=here.unit.pk,
            unit=here.unit, about=f"dòng {n}",
        )
        for n in range(PAGE)
    )  # fmt: skip
    first = window.locator(".td-book__l a").first
    window.goto(BOOK)
    expect(first).to_contain_text(f"dòng {PAGE - 1}")
    window.get_by_role("link", name="Cũ hơn").click()
    expect(first).to_contain_text("Đỗ Thị Ái")
    window.get_by_role("link", name="Mới hơn").click()
    expect(first).to_contain_text(f"dòng {PAGE - 1}")


@pytest.mark.parametrize("width", [1366, 390])
def test_the_trash_and_its_undo(page, log_in, width):
    place = ward()
    plan = place.draft(ready_content())
    campaign_actions.remove_line(plan.lines.get(position=6).pk, by=place.officer)
    campaign = place.draft(ready_content(title="Bỏ tôi đi")).campaign
    window = log_in(place.officer)
    window.set_viewport_size({"width": width, "height": 768})

    window.goto(reverse("campaigns:campaign", args=[campaign.pk]))
    window.get_by_role("link", name="Bỏ bản nháp này").click()
    window.get_by_role("button", name="Bỏ vào thùng rác").click()
    expect(
        window.get_by_text("Đã bỏ bản nháp “Bỏ tôi đi” vào thùng rác.")
    ).to_be_visible()
    shot(window, f"undo-{width}")
    assert (faults(window), overflow(window)) == ([], 0)
    window.goto(reverse("trash"))
    shot(window, f"trash-{width}")
    assert (faults(window), overflow(window)) == ([], 0)
    expect(window.get_by_role("button", name="Khôi phục")).to_have_count(2)
    window.get_by_role("button", name="Khôi phục Bỏ tôi đi").click()
    expect(window.get_by_text("Đã khôi phục “Bỏ tôi đi”.")).to_be_visible()
    expect(window.get_by_role("heading", name="Bỏ tôi đi")).to_be_visible()
