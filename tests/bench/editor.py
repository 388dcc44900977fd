"""Soạn kế hoạch: from a saved word to its pages at ten pages, and what saving a section costs.

The ratio of the pages is to bare WeasyPrint on the same words (CPU of one run, variants in
turn); the ratio of saving to the barest form post that Django can do with the same fields:
the session and its user, one query for the lines, one row written, a redirect.
"""

import gc
import logging
import sys
import tempfile
import types
import warnings
from pathlib import Path
from time import perf_counter, process_time

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.urls import path

from campaigns.models import PlanLine
from campaigns.views.desk import Desk
from tests.bench._bare import RUNS, bare_html, print_bare, ten_pages

PREVIEW, SAVE = 1.3, 1.5
SECONDS = 1.2
POSTS = 40
WAITS = (
    1.5 + 0.15 + 0.4
)  # pause before saving by itself, before asking, between two looks


def main() -> int:
    """Print the figures; how many limits were missed."""
    databases = setup_databases(verbosity=0, interactive=False)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="thidua-bench-") as name,
            override_settings(PREVIEWS_DIR=Path(name), ALLOWED_HOSTS=["testserver"]),
        ):
            return _preview() + _saving()
    finally:
        logging.disable(logging.NOTSET)
        teardown_databases(databases, verbosity=0)


def _preview() -> int:
    from reports import previews  # noqa: PLC0415 after django.setup
    from tests import papers  # noqa: PLC0415 after django.setup
    from tests.factories import ward  # noqa: PLC0415 after django.setup

    plan = ward().draft(ten_pages())
    dashes = plan.lines.filter(kind="dash").order_by("position")
    line = dashes[dashes.count() // 2]
    whole = bare_html(ten_pages(), papers.CODE)
    previews.render(plan.pk)
    ours, bare, walls = [], [], []
    for turn in range(RUNS):
        PlanLine.objects.filter(pk=line.pk).update(text=f"{line.text} lần {turn}")
        gc.collect()
        wall, start = perf_counter(), process_time()
        drawn = previews.render(plan.pk)
        ours.append(process_time() - start)
        walls.append(perf_counter() - wall)
        assert drawn is not None
        assert drawn.pages == 10, drawn
        gc.collect()
        start = process_time()
        print_bare(whole)
        bare.append(process_time() - start)
    ratio = min(ours) / min(bare)
    print(
        f"  từ lúc lưu một dòng đến khi có trang, 10 trang: {min(walls):.2f} s (mức {SECONDS}); "
        f"so với WeasyPrint trần ({min(bare):.2f} s): {ratio:.2f} (mức {PREVIEW})"
    )
    print(f"  cộng các khoảng chờ khi gõ: {WAITS:.2f} s")
    return int(ratio > PREVIEW or min(walls) > SECONDS)


def bare_save(request: HttpRequest) -> HttpResponse:
    """One query for the lines, one row written."""
    keys = [int(name[1:-5]) for name in request.POST if name.endswith("-text")]
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    with transaction.atomic():
        for line in PlanLine.objects.filter(pk__in=keys).select_for_update():
            text = request.POST[f"l{line.pk}-text"]
            if text != line.text:
                line.text = text
                line.save(update_fields=["text"])
    return HttpResponseRedirect("/")


BARE = types.ModuleType("bare_urls")
BARE.urlpatterns = [path("luu/", bare_save)]  # type: ignore[attr-defined]


def _saving() -> int:
    from tests.factories import ward  # noqa: PLC0415 after django.setup

    place = ward()
    plan = place.draft(ten_pages())
    desk = Desk(plan)
    page = max(
        (page for page in desk.pages if page.holds_lines and len(page.lines) <= 40),
        key=lambda page: len(page.lines),
    )
    client = Client()
    client.force_login(place.officer)
    sys.modules["bare_urls"] = BARE
    print(f"  lưu một mục {len(page.lines)} dòng, một dòng đổi:")
    bare = _best(lambda turn: _post_bare(client, plan, page, turn))
    missed = 0
    for name, act in (("bấm Lưu", "luu"), ("tự lưu", "tu-luu")):
        took = _best(lambda turn, act=act: _post(client, plan, page, act, turn))
        print(
            f"    {name}: {1000 * took:.1f} ms, so với biểu mẫu trần ({1000 * bare:.1f} ms): "
            f"{took / bare:.2f} (mức {SAVE})"
        )
        missed += took / bare > SAVE
    return missed


def _best(post) -> float:
    times = []
    for turn in range(POSTS):
        times.append(post(turn))
    return min(times)


def _fields(plan, page, turn):
    from campaigns.fingerprint import fingerprint  # noqa: PLC0415 after django.setup

    lines = list(plan.lines.order_by("position"))
    fields = {}
    for place, position in enumerate(page.lines):
        line = lines[position]
        fields[f"l{line.pk}-text"] = f"{line.text} {turn}" if place == 1 else line.text
        fields[f"l{line.pk}-kind"] = line.kind
        fields[f"l{line.pk}-marker"] = line.marker
        fields[f"l{line.pk}-seen"] = fingerprint(line)
        if line.is_title:
            fields[f"l{line.pk}-title"] = "on"
    return fields


def _timed(client, address, data, expected, headers=None):
    gc.collect()
    start = perf_counter()
    answer = client.post(address, data, headers=headers or {})
    took = perf_counter() - start
    assert answer.status_code == expected, answer.status_code
    return took


def _post_bare(client, plan, page, turn):
    data = _fields(plan, page, turn)
    with override_settings(
        ROOT_URLCONF="bare_urls",
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
    ):
        client.handler.load_middleware()
        took = _timed(client, "/luu/", data, 302)
    client.handler.load_middleware()
    return took


def _post(client, plan, page, act, turn):
    data = _fields(plan, page, turn) | {"act": act}
    headers = {"HX-Request": "true"} if act == "tu-luu" else None
    address = Desk(plan).url(page.slug)
    return _timed(client, address, data, 200 if headers else 302, headers)
