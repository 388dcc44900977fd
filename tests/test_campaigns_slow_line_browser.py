"""Đường truyền chậm: a button's answer takes longer than the pause before saving by itself."""

import time

import pytest

from campaigns.views.desk import Desk
from tests.factories import ward

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SLOW = 2.2  # seconds; the editor saves by itself 1.5 s after the last key


def recipients(plan) -> list[str]:
    return list(plan.recipients.order_by("position").values_list("text", flat=True))


def test_saving_by_itself_never_sends_the_form_while_it_is_locked(log_in):
    place = ward()
    plan = place.draft()
    window = log_in(place.officer)
    window.goto(Desk(plan).url("noi-nhan"))
    sent = []

    def slowly(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
            time.sleep(SLOW)
        route.continue_()

    window.route("**/soan/noi-nhan/", slowly)
    window.locator("textarea[name=nn-texts]").fill("Đảng ủy phường\nLưu: VT, VP")
    window.locator("button[name=act][value=kiem-tra]").first.click()
    window.wait_for_url("**/kiem-tra/")
    window.wait_for_timeout(1500)

    assert recipients(plan) == ["Đảng ủy phường", "Lưu: VT, VP"]
    assert [data for data in sent if "nn-texts" not in data] == []
