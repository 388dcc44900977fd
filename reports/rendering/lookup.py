"""Mã tra cứu: the QR code at the foot of page 1."""

from io import BytesIO
from typing import Any

from reports.rendering.marks import PaperMarks
from units.wording import code_groups


def foot(marks: PaperMarks) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the template of a paper needs for it, and the picture; nothing without a code."""
    if not marks.code:
        return {}, {}
    context = {"code": code_groups(marks.code), "url": marks.url}
    return context, {"qr.svg": qr_svg(marks.url)}


def qr_svg(url: str) -> bytes:
    """Black modules on nothing, correction level M, no margin (the page is the quiet zone)."""
    import segno  # noqa: PLC0415 only a paper needs it

    out = BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, dark="#000"
    )
    return out.getvalue()
