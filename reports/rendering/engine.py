"""Máy in: WeasyPrint set up once in a process, reading nothing but the project's own files.

The module is light to import; the engine itself (0.7 s) is loaded by the first paper or
by ``warm()``, which a worker calls before it forks.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reports.rendering import finishing
from reports.rendering.marks import PaperRefused
from reports.rendering.serial import serialise

ASSET_DIR = Path(__file__).resolve().parents[2] / "static" / "pdf"
# Tagged PDF/A-3: readable aloud, and it may carry its data. docs/decisions tells why.
PDF_VARIANT = "pdf/a-3a"
UNTAGGED_VARIANT = "pdf/a-3u"  # previews
_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_log = logging.getLogger(__name__)


def warm() -> None:
    """Load and set up the engine."""
    _press()


def layout(
    html: str, assets: dict[str, bytes], sheets: tuple[str, ...], extra_css: str = ""
):
    """HTML → WeasyPrint document. ``sheets`` are names of files under static/pdf.

    Raises PaperRefused for a glyph that no face has.
    """
    return _press().layout(html, assets, sheets, extra_css)


@cache
def engine_versions() -> tuple[str, ...]:
    """What can change bytes for equal input, besides our own files."""
    press = _press()
    packages = ("weasyprint", "pydyf", "fonttools", "segno")
    return (
        *(f"{name} {version(name)}" for name in packages),
        *press.libraries,
        PDF_VARIANT,
    )


@cache
def font_set() -> str:
    """Hash of the font files."""
    digest = sha256()
    for path in sorted((ASSET_DIR / "fonts").glob("*.ttf")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _press() -> "_Press":
    # Fontconfig reads this when the library is first used: only our four faces exist for it.
    os.environ["FONTCONFIG_FILE"] = str(ASSET_DIR / "fonts.conf")
    return _Press()


class _Press:
    """One fetcher, one font configuration, style sheets parsed once, one paper at a time."""

    def __init__(self) -> None:
        import weasyprint
        from weasyprint.text.ffi import harfbuzz, pango
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint = weasyprint
        self._lock = threading.Lock()
        self._fetcher = _make_fetcher()
        self._fonts = FontConfiguration()
        self._sheets: dict[str, Any] = {}
        number = pango.pango_version()
        self.libraries = (
            f"pango {number // 10000}.{number // 100 % 100}.{number % 100}",
            f"harfbuzz {_harfbuzz_version(harfbuzz)}",
        )

    def layout(
        self,
        html: str,
        assets: dict[str, bytes],
        sheets: tuple[str, ...],
        extra_css: str,
    ) -> Any:
        with self._lock, _missing_glyphs() as missing:
            self._fetcher.pictures = assets
            css = [self._sheet(name) for name in sheets]
            if extra_css:
                css.append(self._css(extra_css))
            document = self._weasyprint.HTML(
                string=html, url_fetcher=self._fetcher
            ).render(stylesheets=css, font_config=self._fonts, pdf_variant=PDF_VARIANT)
            self._fetcher.pictures = {}
        _refuse_missing(missing)
        return document

    def write(
        self, document: Any, *, tagged: bool, enclosed: finishing.Enclosed | None
    ) -> bytes:
        written: list[bytes] = []

        def finisher(document: Any, pdf: Any) -> None:
            finishing.tidy(pdf)
            if tagged:
                finishing.finish_tagged(pdf)
            written.append(serialise(pdf))
            pdf.write = lambda *args: None  # it is written already, and smaller

        with self._lock, _missing_glyphs() as missing:
            document.write_pdf(
                finisher=finisher,
                pdf_variant=PDF_VARIANT if tagged else UNTAGGED_VARIANT,
                attachments=[finishing.attachment(enclosed, self._fetcher)]
                if enclosed
                else None,
            )
        _refuse_missing(missing)
        return written[0]

    def _sheet(self, name: str) -> Any:
        if name not in self._sheets:
            self._sheets[name] = self._css((ASSET_DIR / name).read_text())
        return self._sheets[name]

    def _css(self, text: str) -> Any:
        return self._weasyprint.CSS(
            string=text, font_config=self._fonts, url_fetcher=self._fetcher
        )


def write(
    document: Any, *, tagged: bool = True, enclosed: finishing.Enclosed | None = None
) -> bytes:
    """WeasyPrint document → PDF bytes, with what machines shall read of it attached."""
    return _press().write(document, tagged=tagged, enclosed=enclosed)


def _make_fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnAssets(URLFetcher):
        """Serves ``asset:NAME`` from static/pdf and the paper's own pictures; refuses the rest."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.pictures: dict[str, bytes] = {}

        def fetch(
            self, url: str, headers: dict[str, str] | None = None
        ) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            kind = _TYPES.get(Path(name).suffix)
            if scheme != "asset" or kind is None or "/" in name:
                raise ValueError(f"refused: {scheme}")
            body = self.pictures.get(name)
            if body is None:
                body = (ASSET_DIR / name).read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return OwnAssets()


@contextmanager
def _missing_glyphs() -> Iterator[list[str]]:
    """Collect what the engine says about characters without a glyph."""
    found: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if ".notdef" in str(record.msg):
                found.append(record.getMessage())
            elif record.levelno >= logging.WARNING:
                _log.warning("weasyprint: %s", record.getMessage())

    logger = logging.getLogger("weasyprint")
    listener, propagate = Listener(), logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate


def _refuse_missing(messages: list[str]) -> None:
    if messages:
        raise PaperRefused(
            f"Văn bản có ký tự không có trong phông chữ ({messages[0]}). Hãy thay bằng chữ."
        )


def _harfbuzz_version(harfbuzz: Any) -> str:
    """The library only answers "at least …?": count up each part."""
    parts = [0, 0, 0]
    for index in range(3):
        while harfbuzz.hb_version_atleast(*_counted_up(parts, index)):
            parts[index] += 1
    return ".".join(map(str, parts))


def _counted_up(parts: list[int], index: int) -> tuple[int, int, int]:
    higher = [*parts[:index], parts[index] + 1, 0, 0]
    return higher[0], higher[1], higher[2]
