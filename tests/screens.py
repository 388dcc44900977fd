"""Ảnh màn hình cho README và hướng dẫn: taken from a running demonstration.

``python -m tests.screens [address] [var]`` after ``make demo``; writes docs/images/*.webp.
Not a test: it shows what there is, so run it again when a screen changes.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
WIDEST = 760  # px, of a picture as the guide shows it


def main(address: str = "http://127.0.0.1:8000", var: str = "var") -> None:
    password = (Path(var) / "demo_password").read_text().strip()
    IMAGES.mkdir(parents=True, exist_ok=True)
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=arguments,
        )
        for name, account, viewport, way in SHOTS:
            context = browser.new_context(
                base_url=address, viewport=viewport, locale="vi-VN"
            )
            page = context.new_page()
            if account:
                _sign_in(page, account, password)
            way(page)
            page.wait_for_load_state("networkidle")
            _keep(name, page.screenshot())
            context.close()
        browser.close()


def _keep(name: str, screenshot: bytes) -> None:
    """As WebP, no wider than the guide shows it: a page of the guide stays light."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST * 3), Image.Resampling.LANCZOS)
    file = IMAGES / f"{name}.webp"
    picture.save(file, quality=60, method=6)
    print(f"docs/images/{file.name}: {file.stat().st_size // 1024} KB")


def _sign_in(page: Page, account: str, password: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(account)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/viec/")


def _campaign(page: Page, words: str) -> None:
    page.goto(f"/phong-trao/?q={words}")
    page.locator("main table a").first.click()


def _editor(page: Page) -> None:
    _campaign(page, "Phát động phong trào thi đua năm 2027")
    page.locator("a[href*='/soan/']").first.click()
    page.goto(page.url.split("/soan/")[0] + "/soan/muc-2/")
    if (
        page.viewport_size == WIDE
    ):  # narrow windows keep the pages for a screen of their own
        page.locator("img[src*='xem-truoc']").first.wait_for(timeout=60_000)


def _issued(page: Page) -> None:
    page.goto("/van-ban/?tt=issued")
    page.locator("main table a").first.click()
    page.get_by_text("Chữ ký số hợp lệ").first.wait_for(timeout=60_000)


def _review(page: Page) -> None:
    page.goto("/viec/")
    page.locator("main a[href*='/duyet/']").first.click()
    page.locator("img[src*='xem-truoc']").first.wait_for(timeout=60_000)


def _public(page: Page) -> None:
    _issued(page)
    code = page.locator("a[href*='/x/']").first.get_attribute("href")
    page.context.clear_cookies()
    page.goto(code)
    page.get_by_role("heading", name="Văn bản hợp lệ").wait_for(timeout=60_000)


SHOTS = [
    ("viec-can-lam", "canbo", WIDE, lambda page: page.goto("/viec/")),
    ("phong-trao", "canbo", WIDE, lambda page: page.goto("/phong-trao/")),
    ("lap-phong-trao", "canbo", WIDE, lambda page: page.goto("/phong-trao/lap/")),
    ("soan-ke-hoach", "canbo", WIDE, _editor),
    ("soan-ke-hoach-dien-thoai", "canbo", PHONE, _editor),
    ("duyet", "lanhdao", WIDE, _review),
    ("van-ban", "vanthu", WIDE, _issued),
    ("so-van-ban", "vanthu", WIDE, lambda page: page.goto("/so-van-ban/")),
    ("xac-thuc", "vanthu", WIDE, _public),
    ("xac-thuc-dien-thoai", "vanthu", PHONE, _public),
    ("tra-cuu", "", PHONE, lambda page: page.goto("/tra-cuu/")),
]

if __name__ == "__main__":
    main(*sys.argv[1:])
