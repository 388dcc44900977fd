"""Kết quả kiểm tra: what a verification found, in values and in plain Vietnamese."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from reports.verifying import wording


class VerifierBusy(Exception):
    """Too many files are being checked right now; the same file may come again."""


class Verdict(StrEnum):
    """Kết luận, the gravest that applies."""

    NOT_PDF = "KHONG_PHAI_PDF"
    ENCRYPTED = "MA_HOA"
    UNSIGNED = "CHUA_KY"
    ALTERED = "BI_SUA_DOI"  # signed bytes are not what was signed
    APPENDED = "SUA_SAU_KHI_KY"  # something was added that no signature covers
    REVOKED = "CHUNG_THU_BI_THU_HOI"
    UNTRUSTED = "KHONG_TIN_CAY"
    VALID = "HOP_LE"


HEADLINES = {
    Verdict.NOT_PDF: "Không đọc được tệp này như một văn bản PDF",
    Verdict.ENCRYPTED: "Tệp đặt mật khẩu, không kiểm tra được",
    Verdict.UNSIGNED: "Văn bản chưa đủ chữ ký số",
    Verdict.ALTERED: "Văn bản đã bị sửa đổi",
    Verdict.APPENDED: "Văn bản bị thêm nội dung sau khi ký",
    Verdict.REVOKED: "Chứng thư số đã bị thu hồi trước khi ký",
    Verdict.UNTRUSTED: "Chữ ký số không đủ tin cậy",
    Verdict.VALID: "Chữ ký số hợp lệ",
}


class Coverage(StrEnum):
    """Phạm vi của chữ ký."""

    WHOLE_FILE = "whole"  # every byte
    # All that stood when it was made; signatures, proofs of time and revocation follow.
    REVISION = "revision"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerReport:
    """Một chữ ký. Times carry +07:00; ``is_time_proven`` where a time stamp vouches for it.

    ``revoked_at`` may lie after the signature and then takes nothing from it.

    ``capacity`` and ``place`` are what the signature itself says; name, post and
    organisation come from the certificate.
    """

    field: str
    is_agency: bool
    name: str
    post: str
    organisation: str
    capacity: str
    place: str
    signed_at: datetime | None
    is_time_proven: bool
    level: str  # "B-B", "B-T", "B-LT", "B-LTA"
    coverage: Coverage
    is_intact: bool
    is_trusted: bool
    issuer: str
    valid_from: datetime
    valid_to: datetime
    revoked_at: datetime | None
    is_demonstration: bool
    problem: str  # one sentence, empty where all is well


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Kết quả kiểm tra một tệp.

    ``number`` ("05/KH-UBND") and ``issued_on`` are read from what the last signature
    covers; empty and None where the file does not say. ``messages`` are sentences for
    the reader, the reason for the verdict first.
    """

    verdict: Verdict
    messages: tuple[str, ...]
    sha256: str
    size: int
    checked_at: datetime
    signers: tuple[SignerReport, ...] = ()
    archived_until: datetime | None = (
        None  # when the last time stamp's certificate ends
    )
    number: str = ""
    number_line: str = ""
    date_line: str = ""
    issued_on: date | None = None
    pages: int | None = None

    @property
    def headline(self) -> str:
        if self.verdict == Verdict.UNSIGNED and not self.signers:
            return "Tệp không có chữ ký số"
        if self.verdict == Verdict.APPENDED and wording.UNFINISHED in self.messages[:1]:
            return "Tệp không trọn vẹn sau chữ ký"
        return HEADLINES[self.verdict]

    @property
    def is_valid(self) -> bool:
        return self.verdict == Verdict.VALID

    @property
    def is_signed_pdf(self) -> bool:
        """Whether there was a signed PDF to judge at all (exit code 2 where not)."""
        return bool(self.signers) or self.verdict not in {
            Verdict.NOT_PDF,
            Verdict.ENCRYPTED,
            Verdict.UNSIGNED,
        }

    @property
    def is_unaltered(self) -> bool:
        """Nội dung nguyên vẹn from the signatures on, whatever their certificates are worth."""
        return bool(self.signers) and self.verdict not in {
            Verdict.ALTERED,
            Verdict.APPENDED,
        }

    @property
    def is_demonstration(self) -> bool:
        return any(signer.is_demonstration for signer in self.signers)

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = _converter().unstructure(self)
        return data | {"headline": self.headline}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Report":
        return _converter().structure(data, cls)

    def with_texts(self, number_line: str, date_line: str) -> "Report":
        """The same with number and date as read from the page."""
        return replace(
            self,
            number_line=number_line,
            date_line=date_line,
            number=wording.number_in(number_line),
            issued_on=wording.date_in(date_line),
        )


@cache
def _converter() -> Any:
    from cattrs.preconf.json import make_converter  # noqa: PLC0415  slow, and only here

    return make_converter()
