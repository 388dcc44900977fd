"""Một tờ kiểu cho mọi trang: the style sheets that we write, given out as one file.

They are short enough to read; a page that linked each would ask the server seven times. Our
scripts go out as they are but for their comments and indents, a seventh of their weight. What
goes out is never stored in the project: the finder makes it, for collectstatic, in development
and in tests alike, so every place serves the same.
"""

import atexit
import re
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from threading import get_ident
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

# Later sheets may build on earlier ones, never the other way.
SHEETS = {
    "site.css": (
        "vendor/bootstrap/bootstrap.min.css",
        "tokens.css",
        "app.css",
        "documents.css",
        "reports.css",
        "editor.css",
        "campaigns.css",
        "progress.css",
        "council.css",
        "units.css",
        "awards.css",
        "proposals.css",
    )
}
SCRIPTS = (
    "app.js", "campaigns.js", "reports.js", "passkeys.js", "evidence.js", "allot.js", "offline.js",
)  # fmt: skip
# A comment has lines of its own, or ends one.
_COMMENT = re.compile(r"^\s*/\*.*?\*/[ ]*$|[ ]+/\*[^*\"'\n]*\*/[ ]*$", re.M | re.S)
_ADDRESS = re.compile(r"url\((?![\"']?(?:data:|#))")


def whole(name: str) -> str:
    """The text of one of ``SHEETS``.

    Raises ValueError where a sheet of another folder names a file: its address would no
    longer hold.
    """
    home, texts = settings.BASE_DIR / "static", []
    for part in SHEETS[name]:
        text = (home / part).read_text()
        if "/" in part and _ADDRESS.search(text):
            raise ValueError(f"{part} names a file beside itself")
        texts.append(text.strip())
    return "\n\n".join([*texts, ""])


def bare(name: str) -> str:
    """The text of one of ``SCRIPTS`` without its comments and indents."""
    text = _COMMENT.sub("", (settings.BASE_DIR / "static" / name).read_text())
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join([*filter(None, lines), ""])


def _made(name: str) -> str:
    return whole(name) if name in SHEETS else bare(name)


class MadeFiles(BaseFinder):
    """Finds ``SHEETS`` and ``SCRIPTS``, each made of what its sources are now."""

    def check(self, **options: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        storage = InMemoryStorage()
        for name in (*SHEETS, *SCRIPTS):
            storage.save(name, ContentFile(_made(name).encode()))
            yield name, storage

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        """Where it lies on the disk: a copy that this process keeps."""
        if path not in SHEETS and path not in SCRIPTS:
            return []
        file = _home() / path
        # Another thread may be reading it: it is put in its place whole.
        draft = file.with_name(f"{get_ident()}-{path}")
        draft.write_text(_made(path))
        draft.replace(file)
        return [str(file)] if find_all else str(file)


@cache
def _home() -> Path:
    """A directory of this process, removed when it ends."""
    home = Path(mkdtemp(prefix="thidua-static-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home
