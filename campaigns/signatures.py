"""Chữ ký của một tệp gửi đến, as much of it as a plan needs to know.

Higher apps know signatures; ``settings.FILE_SIGNATURES`` names their function.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from campaigns.content import Letterhead
from campaigns.heads import alike, one_line


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """Kết quả kiểm tra: ``is_valid`` only where nothing was altered and the signers are trusted.

    ``sentence`` says why not; ``agencies`` are the offices that signed, by their certificates;
    ``number`` and ``issued_on`` are what the signatures cover.
    """

    sha256: str
    is_signed: bool
    is_valid: bool
    sentence: str = ""
    signers: str = ""
    agencies: tuple[str, ...] = ()
    number: int | None = None
    issued_on: date | None = None


def look_at(content: bytes) -> Signatures:
    """Xem chữ ký. Raises OSError where the verifier is busy: the same file may come again."""
    found: Signatures = import_string(settings.FILE_SIGNATURES)(content)
    return found


def strange(signed: Signatures, head: Letterhead) -> str:
    """One sentence where none of the offices that signed is the one that the paper names.

    A council signs with the seal of the committee that its head names first (R64).
    """
    named = [head.authority, head.parent_authority]
    if any(alike(agency, name) for agency in signed.agencies for name in named if name):
        return ""
    by = "; ".join(signed.agencies) or "không cơ quan nào"
    return (
        f"Chữ ký số hợp lệ nhưng là của {by}, không phải của cơ quan ghi trên văn bản "
        f"({one_line(head.authority) or 'không ghi'})."
    )
