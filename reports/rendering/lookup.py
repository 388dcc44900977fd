"""Mã tra cứu: the QR code at the foot of page 1."""

from io import BytesIO


def qr_svg(url: str) -> bytes:
    """Black modules on nothing, correction level M, no margin (the page is the quiet zone)."""
    import segno  # noqa: PLC0415 only a paper needs it

    out = BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, dark="#000"
    )
    return out.getvalue()
