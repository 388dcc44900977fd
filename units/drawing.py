"""Mã QR, drawn into a page."""

from django.utils.safestring import SafeString, mark_safe


def qr_of(text: str) -> SafeString:
    """An SVG without a size of its own; the sheet gives it one."""
    import segno  # noqa: PLC0415 only few pages draw a code

    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # of numbers; the text is not in it
