"""Trang: pictures and plain text of a PDF's pages. Runs in a worker, not in a web process."""

import ctypes
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from hashlib import sha256
from io import BytesIO
from typing import Any

# Lossless, of few shades: letters stay sharp, and a page is a third of what a photograph's
# compression makes of it. Letters want five shades of grey, the words DỰ THẢO their faint
# one (238) among them; a seal and a signature keep nine steps of each colour.
_GREYS = (0, 85, 170, 238, 255)
_STEPS = (0, 36, 73, 109, 146, 182, 219, 238, 255)
_COLOURED = 24  # of 255: what lies further from grey than this is a colour


def _nearest(steps: tuple[int, ...]) -> list[int]:
    return [min(steps, key=lambda step: abs(step - v)) for v in range(256)]


_TO_GREYS, _TO_STEPS = _nearest(_GREYS), _nearest(_STEPS) * 3


def page_images(
    pdf: bytes, widths: Sequence[int], pages: Iterable[int] | None = None
) -> list[tuple[bytes, ...]]:
    """For each page one WebP of each of ``widths`` (px); ``pages`` from 0, all when None."""
    import pypdfium2  # noqa: PLC0415 a C library that only a worker needs

    images: list[list[Future[bytes]]] = []
    # Packing lets go of the interpreter: one core draws, the other packs.
    with (
        ThreadPoolExecutor(max_workers=2) as packers,
        pypdfium2.PdfDocument(pdf) as document,
    ):
        if document.get_formtype():
            document.init_forms()
        for index in range(len(document)) if pages is None else pages:
            page = document[index]
            if len(images) > 1:
                wait(images[-2])  # two pages at a time stand unpacked in memory
            drawn = [_drawn(page, width) for width in widths]
            page.close()
            images.append([packers.submit(_packed, picture) for picture in drawn])
        return [tuple(image.result() for image in of_page) for of_page in images]


def page_looks(pdf: bytes) -> list[str]:
    """What each page looks like, as a hash: equal for pages that would be drawn alike."""
    import pypdfium2  # noqa: PLC0415 as above

    looks = []
    with pypdfium2.PdfDocument(pdf) as document:
        if document.get_formtype():
            document.init_forms()
        for page in document:
            bitmap = page.render(scale=1, draw_annots=True, may_draw_forms=True)
            shape = f"{bitmap.width} {bitmap.height}".encode()
            looks.append(sha256(shape + bytes(bitmap.buffer)).hexdigest()[:32])
            page.close()
    return looks


def _drawn(page: Any, width_px: int) -> Any:
    picture = page.render(
        scale=width_px / page.get_width(), draw_annots=True, may_draw_forms=True
    ).to_pil()
    if picture.width != width_px:
        height = round(width_px * picture.height / picture.width)
        picture = picture.resize((width_px, height))
    return picture.convert("RGB")


def strip_of(images: list[bytes], cell: tuple[int, int]) -> bytes:
    """One WebP with small pictures of pages below each other, each within its own cell."""
    from PIL import Image  # noqa: PLC0415 as above

    width, height = cell
    whole = Image.new("RGB", (width, height * len(images)), "white")
    for index, image in enumerate(images):
        picture = Image.open(BytesIO(image))
        picture.thumbnail(cell)
        room = height - picture.height
        whole.paste(picture, (0, index * height + room // 2))
    return _packed(whole)


def _packed(picture: Any) -> bytes:
    out = BytesIO()
    _few_shades(picture).save(out, "WEBP", lossless=True, quality=80, method=4)
    return out.getvalue()


def _few_shades(picture: Any) -> Any:
    from PIL import Image, ImageChops  # noqa: PLC0415 as above

    grey = picture.convert("L").point(_TO_GREYS)
    red, green, blue = picture.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    colour = ImageChops.subtract(most, least)
    where = colour.point([255 * (v >= _COLOURED) for v in range(256)])
    if where.getbbox() is None:
        return grey
    return Image.composite(picture.point(_TO_STEPS), grey.convert("RGB"), where)


def page_texts(pdf: bytes) -> list[str]:
    """Bản chữ: the text of each page in reading order, one printed line a line.

    What stands in form fields (number, date) is put where it is seen.
    """
    import pypdfium2  # noqa: PLC0415 as above

    texts = []
    with pypdfium2.PdfDocument(pdf) as document:
        if document.get_formtype():
            document.init_forms()
        for index in range(len(document)):
            page = document[index]
            lines = _lines(page)
            if document.get_formtype():
                page.flatten()
                page.close()
                page = document[index]
                for field in _lines(page)[len(lines) :]:
                    under = (
                        i for i, line in enumerate(lines) if line[1] < field[1] - 1
                    )
                    lines.insert(next(under, len(lines)), field)
            texts.append("\n".join(text for text, _ in lines))
            page.close()
    return texts


def _lines(page: Any) -> list[tuple[str, float]]:
    """Printed lines in the order of the content, each with its baseline."""
    from pypdfium2.raw import (  # noqa: PLC0415 as above
        FPDFText_GetCharOrigin,
        FPDFText_GetUnicode,
    )

    text_page = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    lines: list[tuple[str, float]] = []
    text, baseline = "", 0.0
    for index in range(text_page.count_chars()):
        letter = chr(FPDFText_GetUnicode(text_page.raw, index))
        # a hyphen at a line's end comes as U+0002 and without the end of the line
        ends = letter in "\n\x02"
        if not text.strip() and not ends:
            FPDFText_GetCharOrigin(text_page.raw, index, x, y)
            baseline = y.value
        text += "-" if letter == "\x02" else letter
        if ends and text.strip():
            lines.append((text.strip(), baseline))
        text = "" if ends else text
    if text.strip():
        lines.append((text.strip(), baseline))
    text_page.close()
    return lines
