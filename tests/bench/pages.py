"""Cân nặng của trang: bytes and requests of a first visit and of later pages, in a browser.

A server as production runs it (gunicorn, WhiteNoise, hashed and compressed files), asked by
Chromium, which counts what came over the wire, headers included. A first visit has an empty
cache; it is measured for every page, since a link in a letter may lead to any of them. Later
pages are those of one round after signing in. Pictures of A4 pages count as everything else
does, and stand in a column of their own: their weight is the plan's, not the page's.
"""

import logging
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.urls import reverse

from campaigns.twin import to_twin
from campaigns.views.shared import campaign_url
from config.system import chromium
from reports import examining, previews
from reports.rendering import render_plan
from tests.bench._bare import ten_pages
from tests.factories import PASSWORD, Ward, ready_content, ward
from tests.paper_files import keep_file
from tests.worker import database_url
from units import actions

FIRST, LATER, REQUESTS = 180_000, 30_000, 12
STRONG = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
READY = "http://127.0.0.1:"
CODES: dict[str, list[str]] = {}  # recovery codes of those who sign in in two steps


@dataclass
class Traffic:
    """What came over the wire, by address."""

    sizes: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Any) -> None:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._finished)

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if answer["url"].startswith("http") and not answer.get("fromDiskCache"):
            self.addresses[event["requestId"]] = answer["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses and event["encodedDataLength"]:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def clear(self) -> None:
        self.sizes.clear()
        self.addresses.clear()

    @property
    def requests(self) -> int:
        return len(self.sizes)

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    @property
    def pictures(self) -> int:
        """Bytes of pictures of A4 pages."""
        return sum(
            size
            for key, size in self.sizes.items()
            if self.addresses[key].endswith(".webp")
        )


def main() -> int:
    """Print the figures; how many limits were missed."""
    databases = setup_databases(verbosity=0, interactive=False)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        with tempfile.TemporaryDirectory(prefix="thidua-bench-") as name:
            home = Path(name)
            changed = {
                "VAR_DIR": home,
                "PREVIEWS_DIR": home / "previews",
                "PAPERS_DIR": home / "papers",
                "EVIDENCE_DIR": home / "evidence",
                "PASSWORD_HASHERS": STRONG,
            }
            with override_settings(**changed):
                place = ward()
                addresses = _addresses(place)
                with _server(home) as address, _browser() as browser:
                    return _measure(browser, address, addresses)
    finally:
        logging.disable(logging.NOTSET)
        teardown_databases(databases, verbosity=0)


def _addresses(place: Ward) -> dict[str, tuple[str, str]]:
    """Name of the page: who opens it (user name or ""), its address."""
    for user in (place.officer, place.leader, place.clerk):
        user.password = make_password(PASSWORD)
        user.save(update_fields=["password"])
        if user.has_second_factor:
            CODES[user.username] = actions.renew_recovery_codes(user.pk, by=user)
    plan, sent = place.draft(ten_pages()), place.submitted()
    for one in (plan, sent):
        previews.render(one.pk)
    paper = place.document(
        issued=True,
        number=5,
        title="Thi đua mẫu",
        twin=to_twin(ready_content()).decode(),
    )
    examining.examine(keep_file(paper, "issued", render_plan(ten_pages()).pdf).pk)
    officer, leader, clerk = (
        user.username for user in (place.officer, place.leader, place.clerk)
    )

    def of(name: str, *args: object) -> str:
        return reverse(name, args=args)

    return {
        "Đăng nhập": ("", "/dang-nhap/"),
        "Việc cần làm": (officer, "/viec/"),
        "Danh sách phong trào": (officer, of("campaigns:campaign-list")),
        "Tổng quan phong trào": (officer, campaign_url(plan.campaign)),
        "Lập phong trào": (officer, of("campaigns:campaign-start")),
        "Soạn: thông tin chung": (officer, of("campaigns:plan-section", plan.pk, "thong-tin")),
        "Soạn: một mục": (officer, of("campaigns:plan-section", plan.pk, "muc-2")),
        "Kiểm tra kế hoạch": (officer, of("campaigns:plan-check", plan.pk)),
        "Xem trước": (officer, of("reports:plan-preview", plan.pk)),
        "Duyệt": (leader, of("campaigns:plan-review", sent.pk)),
        "Duyệt và ký": (leader, of("reports:plan-sign", sent.pk)),
        "Danh sách văn bản": (clerk, of("reports:document-list")),
        "Văn bản": (clerk, of("reports:document", paper.pk)),
        "Sổ đăng ký": (clerk, of("reports:register")),
        "Hướng dẫn": (officer, of("guide-page", "can-bo-soan-thao")),
        "Tra cứu": ("", of("reports:verify-home")),
        "Xác thực công khai": ("", of("reports:verify", paper.code)),
        "Xem trang công khai": ("", of("reports:verify-pages", paper.code)),
    }  # fmt: skip


@contextmanager
def _server(home: Path) -> Iterator[str]:
    """The site under gunicorn, its static files collected; gives its address."""
    statics = home / "static"
    kept = {"STATIC_ROOT": statics, "STORAGES": _production_storages()}
    with override_settings(**kept):
        call_command("collectstatic", interactive=False, verbosity=0)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(connection.settings_dict),
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "STATIC_ROOT": str(statics),
        "VAR_DIR": str(home),
        "PAPERS_DIR": str(settings.PAPERS_DIR),
        "DEBUG": "0",
        "BIND": "127.0.0.1:0",
        "WEB_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
    server = subprocess.Popen(
        [*command, "config.wsgi"], cwd=settings.BASE_DIR, env=environment, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield _listening(server)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _listening(server: subprocess.Popen) -> str:
    said = []
    for line in server.stderr or ():
        said.append(line)
        if READY in line:
            port = line.split(READY)[1].split()[0].rstrip(")")
            return f"http://localhost:{port}"
    raise RuntimeError("".join(said))


def _production_storages() -> dict[str, Any]:
    hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return settings.STORAGES | {"staticfiles": {"BACKEND": hashed}}


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 slow to load

    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield browser
        browser.close()


def _measure(browser: Any, address: str, pages: dict[str, tuple[str, str]]) -> int:
    print(f"  {'Lần đầu (bộ nhớ đệm trống)':<30}{'yêu cầu':>8}{'KB':>8}{'/180':>7}"
          f"{'ảnh A4':>8}")  # fmt: skip
    missed = 0
    sessions = {
        who: _cookies(browser, address, who) for who, _ in pages.values() if who
    }
    for name, (who, path) in pages.items():
        context = _context(browser, address)
        context.add_cookies(sessions.get(who, []))
        seen = _open(context.new_page(), path)
        missed += _line(name, seen, FIRST, REQUESTS)
        context.close()
    print(f"  {'Trang sau (đã đăng nhập)':<30}{'yêu cầu':>8}{'KB':>8}{'/30':>7}"
          f"{'ảnh A4':>8}")  # fmt: skip
    for who in sessions:
        context = _context(browser, address)
        page = context.new_page()
        _sign_in(page, who)
        for name, (reader, path) in pages.items():
            if reader == who:
                missed += _line(name, _open(page, path), LATER, None)
        context.close()
    return missed


def _line(name: str, seen: Traffic, limit: int, requests: int | None) -> int:
    over = seen.total - (seen.pictures if requests is None else 0) > limit
    over = over or (requests is not None and seen.requests > requests)
    print(
        f"  {name:<30}{seen.requests:>8}{seen.total / 1000:>8.0f}{seen.total / limit:>7.2f}"
        f"{seen.pictures / 1000:>8.0f}  {'QUÁ' if over else 'đạt'}"
    )
    return over


def _context(browser: Any, address: str) -> Any:
    return browser.new_context(
        base_url=address, viewport={"width": 1366, "height": 768}, locale="vi-VN"
    )


def _cookies(browser: Any, address: str, who: str) -> list[dict[str, Any]]:
    context = _context(browser, address)
    _sign_in(context.new_page(), who)
    kept = [c for c in context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME]
    context.close()
    return kept


def _sign_in(page: Any, who: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(who)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_load_state("networkidle")
    if page.url.endswith(reverse("login-step")):
        page.locator("#id_code").fill(CODES[who].pop())
        page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url("**/viec/")
    page.wait_for_load_state("networkidle")


def _open(page: Any, path: str) -> Traffic:
    seen = Traffic()
    seen.watch(page)
    answer = page.goto(path)
    assert answer.ok, f"{path}: {answer.status}"
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # what is asked for a moment later counts as well
    return seen
