"""Trang: pictures and plain text of a PDF's pages. Runs in a worker, not in a web process."""

from collections.abc import Iterable
from io import BytesIO

QUALITY = 88  # WebP; text stays sharp, a page of 900 px takes some 40 KB


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
            picture.convert("RGB").save(out, "WEBP", quality=QUALITY, method=4)
            images.append(out.getvalue())
            page.close()
    return images


def page_texts(pdf: bytes) -> list[str]:
    """Bản chữ: the text of each page in reading order, one printed line a line."""
    import pypdfium2  # noqa: PLC0415 as above

    texts = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range().replace("\r\n", "\n").strip())
            text_page.close()
            page.close()
    return texts
