"""Ảnh trang: the pages of a paper as pictures, each at the widths that screens ask for.

A worker draws them into a directory; a page of the site names them all and the browser takes
the narrowest that is sharp where it stands: what a common screen shows of a full page is
under 30 KB.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.rendering import page_images
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


def draw(pdf: bytes, home: Path) -> None:
    for number, images in enumerate(page_images(pdf, WIDTHS), 1):
        for width, image in zip(WIDTHS, images, strict=True):
            path(home, number, width).write_bytes(image)


def path(home: Path, page: int, width: int) -> Path:
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
