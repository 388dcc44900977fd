"""Bảng quyền: read by administrators, printed into the guide, never written twice."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.accessibility import faults, overflow
from tests.factories import ward
from tests.paper_files import words
from units import who_may
from units.powers import AREAS, POWERS, TABLE, Scope, by_area

GUIDE = Path(__file__).resolve().parent.parent / "docs/huong-dan/ai-duoc-lam-gi.md"


def test_every_row_has_its_own_key_and_a_heading():
    assert len(TABLE) == len(POWERS)
    assert {power.area for power in POWERS} == set(AREAS)
    assert all(power.grants for power in POWERS)


def test_an_act_stands_in_one_row():
    acts = [act for power in POWERS for act in power.acts]

    assert sorted(acts) == sorted(set(acts))


def test_the_page_of_the_guide_is_the_table(capsys):
    call_command("who_may")

    printed = capsys.readouterr().out
    assert printed == who_may.document()
    assert GUIDE.read_text() == printed, (
        "Bảng quyền đã đổi: chạy manage.py who_may > docs/huong-dan/ai-duoc-lam-gi.md"
    )


def test_a_row_in_words():
    (line,) = [
        line
        for line in who_may.document().splitlines()
        if line.startswith("| Duyệt và ký |")
    ]

    assert line == (
        "| Duyệt và ký | Lãnh đạo, ở chính đơn vị giữ vai trò | Đúng người ghi ở phần ký, "
        "đang giữ tư cách ký; không phải người đã trình. Xác thực hai bước, nơi cơ quan "
        "yêu cầu. |"
    )


def test_by_role_only_what_it_gives():
    rows = {power.key for _, rows in by_area("clerk") for power in rows}

    assert {"issue", "register", "keep-series", "see-drafts"} <= rows
    assert rows.isdisjoint({"edit", "sign", "administer", "own-password"})


@pytest.mark.django_db
def test_administrators_read_it(client):
    client.force_login(ward().administrator)

    page = words(client.get(reverse("power-list")))

    for power in POWERS:
        assert power.title in page
    assert Scope.FROM_ABOVE.words in page


@pytest.mark.django_db
def test_filtered_by_role_it_is_a_fragment_for_htmx(client, django_assert_num_queries):
    client.force_login(ward().administrator)
    client.get(reverse("power-list"))

    with django_assert_num_queries(2):  # account, roles
        response = client.get(
            reverse("power-list"), {"vt": "clerk"}, headers={"HX-Request": "true"}
        )

    assert response.content.decode().lstrip().startswith('<div id="kq">')
    assert "Việc mà vai trò Văn thư làm được" in words(response)
    assert "Soạn, sửa kế hoạch" not in words(response)


@pytest.mark.django_db
def test_an_unknown_role_filters_nothing(client):
    client.force_login(ward().administrator)

    page = words(client.get(reverse("power-list"), {"vt": "<b>"}))

    assert "Mọi vai trò" in page
    assert "<b>" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_axe_finds_nothing(page, log_in):
    log_in(ward().administrator)
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        for query in ("", "?vt=secretary", "?vt=clerk"):
            page.goto(reverse("power-list") + query)
            assert (query, faults(page), overflow(page)) == (query, [], 0)
            if picture := os.environ.get("MATRIX_SHOTS"):
                page.screenshot(path=f"{picture}/powers-{width}{query[4:]}.png")
