"""Tệp in gộp: the pages of several files in one, to be printed and not to be signed."""

import io
from collections.abc import Sequence

from pikepdf import Pdf  # noqa: TID253  loaded only where files are joined


def joined(parts: Sequence[bytes]) -> bytes:
    """All pages in their order; the same input gives the same bytes."""
    if len(parts) == 1:
        return parts[0]
    out = io.BytesIO()
    with Pdf.new() as whole:
        for part in parts:
            with Pdf.open(io.BytesIO(part)) as some:
                whole.pages.extend(some.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue()
