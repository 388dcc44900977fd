"""Ảnh trang: the pages of a paper as pictures, each at the widths that screens ask for.

A worker draws them into a directory; a page of the site names them all and the browser takes
the narrowest that is sharp where it stands: what a common screen shows of a full page is
under 30 KB.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.rendering import page_images, page_looks
from reports.webp import size_of

# px: the editor's column; a page in a viewer; enlarged, or on a screen of fine points.
WIDTHS = (480, 700, 960)
UPRIGHT = 297 / 210  # height ÷ width of A4


@dataclass(frozen=True)
class Sheet:
    """One page for the page's ``<img>``: where its pictures are, and its shape.

    ``url`` is for who does not choose among ``srcset``; sides in px.
    """

    number: int
    url: str
    srcset: str
    across: bool
    width: int
    height: int


def draw(pdf: bytes, home: Path, kept: Path | None = None) -> None:
    """``kept``: where pictures lie by the look of their page. A page that was drawn before is
    linked from there: of a draft in which one line is another, most are.
    """
    if kept is None:
        for number, images in enumerate(page_images(pdf, WIDTHS)):
            _write(home, str(number + 1), images)
        return
    kept.mkdir(exist_ok=True)
    wanting = []
    for number, look in enumerate(page_looks(pdf)):
        if not _linked(kept, look, home, str(number + 1)):
            wanting.append((number, look))
    drawn = page_images(pdf, WIDTHS, [number for number, _ in wanting])
    for (number, look), images in zip(wanting, drawn, strict=True):
        _write(home, str(number + 1), images)
        _linked(home, str(number + 1), kept, look)


def _write(home, name, images):
    for width, image in zip(WIDTHS, images, strict=True):
        path(home, name, width).write_bytes(image)


def _linked(source, name, home, other) -> bool:
    """The pictures of a page under another name as well; False where they are not there."""
    for width in WIDTHS:
        try:
            os.utime(path(source, name, width))  # still of use
            path(home, other, width).hardlink_to(path(source, name, width))
        except FileExistsError:
            continue  # another worker was quicker
        except OSError:
            return False
    return True


def path(home: Path, page: int | str, width: int) -> Path:
    """The picture of a page, from 1; it is there for ``WIDTHS`` alone."""
    return home / f"{page}-{width}.webp"


def sheet(home: Path, page: int, address: Callable[[int, int], str]) -> Sheet:
    """``address(page, width)`` tells under which address a picture is read."""
    size = size_of(path(home, page, WIDTHS[0]))
    across = bool(size and size[0] > size[1])
    widest = WIDTHS[-1]
    return Sheet(
        number=page,
        url=address(page, WIDTHS[len(WIDTHS) // 2]),
        srcset=", ".join(f"{address(page, width)} {width}w" for width in WIDTHS),
        across=across,
        width=widest,
        height=round(widest / UPRIGHT if across else widest * UPRIGHT),
    )
