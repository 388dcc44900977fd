"""Trang: pictures and plain text of a PDF's pages. Runs in a worker, not in a web process."""

from collections.abc import Iterable
from io import BytesIO

# Sixteen steps a colour, then lossless: letters stay sharp, seal and signature keep their
# colours, and a page is less than half of what a photograph's compression makes of it
# (900 px: 56 instead of 132 KB).
_STEPS = 16
_TABLE = [
    round(round(v * (_STEPS - 1) / 255) * 255 / (_STEPS - 1)) for v in range(256)
] * 3


def page_images(
    pdf: bytes, width_px: int, pages: Iterable[int] | None = None
) -> list[bytes]:
    """WebP pictures ``width_px`` wide; ``pages`` are indexes from 0, all when None."""
    import pypdfium2  # noqa: PLC0415 a C library that only a worker needs

    images = []
    with pypdfium2.PdfDocument(pdf) as document:
        if document.get_formtype():
            document.init_forms()
        for index in range(len(document)) if pages is None else pages:
            page = document[index]
            picture = page.render(
                scale=width_px / page.get_width(), draw_annots=True, may_draw_forms=True
            ).to_pil()
            if picture.width != width_px:
                height = round(width_px * picture.height / picture.width)
                picture = picture.resize((width_px, height))
            out = BytesIO()
            picture.convert("RGB").point(_TABLE).save(
                out, "WEBP", lossless=True, quality=50, method=4
            )
            images.append(out.getvalue())
            page.close()
    return images


def page_texts(pdf: bytes) -> list[str]:
    """Bản chữ: the text of each page in reading order, one printed line a line."""
    import pypdfium2  # noqa: PLC0415 as above
    from pypdfium2.raw import FPDFText_GetUnicode  # noqa: PLC0415 as above

    texts = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text_page = page.get_textpage()
            letters = [
                chr(FPDFText_GetUnicode(text_page.raw, index))
                for index in range(text_page.count_chars())
            ]
            # a hyphen at a line's end comes as U+0002 and without the end of the line
            text = "".join(letters).replace("\r\n", "\n").replace("\x02", "-\n")
            texts.append(text.replace("\n\n", "\n").strip())
            text_page.close()
            page.close()
    return texts
