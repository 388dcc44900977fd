"""Giá của hàng rào thứ hai: the same pages with and without it, turn by turn in one run."""

import logging
import statistics
import time

from django.conf import settings
from django.test import Client
from django.test.utils import (
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)
from django.urls import reverse

from campaigns.views.shared import campaign_url
from tests.bench._bare import ten_pages
from tests.factories import ward

ROUNDS, LIMIT = 40, 1.15
FENCE = "units.middleware.FenceMiddleware"


def main() -> int:
    """Print the figures; how many limits were missed."""
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    logging.disable(logging.CRITICAL)
    try:
        # In a transaction of its own, as a request is: no larger one around it.
        return _measure()
    finally:
        logging.disable(logging.NOTSET)
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()


def _measure() -> int:
    place = ward()
    plan = place.draft(ten_pages())
    for _ in range(20):
        place.submitted()
    paper = place.document(signed=True)
    pages = {
        "Việc cần làm": "/viec/",
        "Danh sách phong trào": reverse("campaigns:campaign-list"),
        "Tổng quan phong trào": campaign_url(plan.campaign),
        "Soạn: một mục": reverse("campaigns:plan-section", args=[plan.pk, "muc-2"]),
        "Danh sách văn bản": reverse("reports:document-list"),
        "Văn bản": reverse("reports:document", args=[paper.pk]),
        "Sổ đăng ký": reverse("reports:register"),
    }
    without = [name for name in settings.MIDDLEWARE if name != FENCE]
    plain, fenced = Client(), Client()
    with override_settings(MIDDLEWARE=without):
        plain.force_login(place.officer)
        plain.get("/viec/")  # the middleware of a client is loaded with its first page
    fenced.force_login(place.officer)
    print(f"  {'Trang':<26}{'không rào, ms':>14}{'có rào, ms':>12}{'tỉ lệ':>8}")
    missed = 0
    for name, address in pages.items():
        times = {"plain": [], "fenced": []}
        for _ in range(ROUNDS):
            for key, client in (("plain", plain), ("fenced", fenced)):
                began = time.perf_counter()
                assert client.get(address).status_code == 200, address
                times[key].append(1000 * (time.perf_counter() - began))
        before, after = (statistics.median(times[key][5:]) for key in times)
        over = after / before > LIMIT
        missed += over
        said = "QUÁ" if over else "đạt"
        print(
            f"  {name:<26}{before:>14.1f}{after:>12.1f}{after / before:>8.2f}  {said}"
        )
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
