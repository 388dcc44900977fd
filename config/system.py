"""Thư viện hệ thống: what no wheel brings. ``python -m config.system demo|test``.

Looks for each library and program by loading or finding it, not by package name. As root
on Debian or Ubuntu what is missing is installed; otherwise one exact line says what to run.
"""

import ctypes
import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

PANGO = (1, 44, 0)  # the oldest that WeasyPrint sets text with


@dataclass(frozen=True)
class Need:
    """One thing, how to see that it is there, and the packages that bring it."""

    what: str
    present: Callable[[], bool]
    apt: str
    dnf: str
    brew: str


def _loads(*names: str) -> bool:
    return _load(*names) is not None


def _load(*names: str) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _pango() -> bool:
    library = _load("libpango-1.0.so.0", "libpango-1.0.dylib")
    if library is None or not _loads("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"):
        return False
    library.pango_version_check.restype = ctypes.c_char_p  # NULL when new enough
    return library.pango_version_check(*PANGO) is None


def chromium() -> str | None:
    """The browser of the tests: the one ``CHROMIUM`` names, else the system's."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, names)), None
    )


def _softhsm() -> bool:
    places = ["/usr/lib*/softhsm", "/usr/lib/*/softhsm", "/usr/lib64/pkcs11"]
    places += ["/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm"]
    return bool(shutil.which("softhsm2-util")) and any(
        glob.glob(f"{place}/libsofthsm2.*") for place in places
    )


RUNNING = [
    Need("Pango ≥ 1.44", _pango, "libpango-1.0-0 libpangoft2-1.0-0", "pango", "pango"),
    Need(
        "HarfBuzz (tách phông chữ)",
        lambda: _loads("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
        "libharfbuzz-subset0",
        "harfbuzz",
        "harfbuzz",
    ),
    Need(
        "Fontconfig",
        lambda: _loads("libfontconfig.so.1", "libfontconfig.dylib"),
        "libfontconfig1",
        "fontconfig",
        "fontconfig",
    ),
    Need(
        "Poppler (pdfsig)",
        lambda: bool(shutil.which("pdfsig")),
        "poppler-utils",
        "poppler-utils",
        "poppler",
    ),
]
TESTING = [
    *RUNNING,
    Need(
        "Chromium",
        lambda: chromium() is not None,
        "chromium",
        "chromium",
        "chromium",
    ),
    Need(
        "LibreOffice Writer",
        lambda: bool(shutil.which("soffice") or shutil.which("libreoffice")),
        "libreoffice-writer-nogui",
        "libreoffice-writer",
        "libreoffice",
    ),
    Need("SoftHSM", _softhsm, "softhsm2", "softhsm", "softhsm"),
]


def missing(needs: list[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def main(purpose: str) -> int:
    needs = TESTING if purpose == "test" else RUNNING
    absent = missing(needs)
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([package for need in absent for package in need.apt.split()])
        absent = missing(absent)
    if not absent:
        return 0
    print(
        f"Thiếu: {', '.join(need.what for need in absent)}. Hãy chạy:", file=sys.stderr
    )
    print(f"  {_line(absent)}", file=sys.stderr)
    return 1


def _install(packages: list[str]) -> None:
    print(f"Cài gói hệ thống: {' '.join(packages)}", file=sys.stderr)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # The lists of a fresh machine are empty or old: fetched only when that shows.
    if subprocess.run(command, env=environment, stdout=sys.stderr).returncode:
        subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=sys.stderr)
        subprocess.run(command, env=environment, stdout=sys.stderr)


def _line(needs: list[Need]) -> str:
    for tool, command, attribute in (
        ("apt-get", "sudo apt-get update && sudo apt-get install -y", "apt"),
        ("dnf", "sudo dnf install -y", "dnf"),
        ("brew", "brew install", "brew"),
    ):
        if shutil.which(tool):
            return f"{command} {' '.join(getattr(need, attribute) for need in needs)}"
    names = " ".join(need.apt for need in needs)
    return f"cài bằng trình quản lý gói của máy (tên gói trên Debian): {names}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
