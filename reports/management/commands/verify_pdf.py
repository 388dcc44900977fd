"""``manage.py verify_pdf FILE [--json]``: what a signed PDF is worth, on one screen."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from reports import queries
from reports.verifying import MAX_SIZE, Coverage, Report, SignerReport, verify

VALID, NOT_VALID, NOT_A_SIGNED_PDF = 0, 1, 2
UNKNOWN_STANDING = "không tra được hiệu lực (không nối được cơ sở dữ liệu)"
UNLISTED = "không có trong kho văn bản của hệ thống này"
IN_FORCE = "đang có hiệu lực"
NOT_LATEST = "đây là bản trước khi ban hành, không phải văn bản đã ban hành"
_COVERAGE = {
    Coverage.WHOLE_FILE: "toàn bộ tệp",
    Coverage.REVISION: "toàn bộ nội dung lúc ký",
    Coverage.PART: "chỉ một phần tệp",
}


class Command(BaseCommand):
    """Kiểm tra văn bản ký số. Exit 0 valid, 1 not valid, 2 not a readable signed PDF."""

    help = "Kiểm tra chữ ký số của một tệp PDF."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                data = file.read(MAX_SIZE + 1)
        except OSError as error:
            self.stderr.write(f"Không đọc được tệp {path}: {error.strerror}.")
            raise SystemExit(NOT_A_SIGNED_PDF) from error
        report = verify(data)
        in_force, standing = standing_of(report) if report.signers else (None, "")
        if options["json"]:
            answer = report.to_json() | {
                "file": str(path),
                "in_force": in_force,
                "standing": standing,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines_of(report, standing)))
        if not report.is_signed_pdf:
            raise SystemExit(NOT_A_SIGNED_PDF)
        if not report.is_valid:
            raise SystemExit(NOT_VALID)


def standing_of(report: Report) -> tuple[bool | None, str]:
    """Hiệu lực of exactly this file: yes, no or unknown, and in words.

    The signatures are judged without it, so a register that cannot be reached is said
    and does not fail the command.
    """
    try:
        known = queries.known_file(report.sha256)
    except (DatabaseError, ImproperlyConfigured, OSError):
        return None, UNKNOWN_STANDING
    found, record, copy, copied, pact, diploma = known
    if record is not None:
        return True, f"{record} của hệ thống này"
    if diploma is not None:
        gone = diploma.is_recalled  # type: ignore[attr-defined]  # ``for_page`` counts it
        decision = diploma.batch.decision
        said = f"{diploma}, theo Quyết định số {decision.number_and_symbol}"
        return not gone, f"{said}: đã bị hủy bỏ, thu hồi" if gone else said
    if copy is not None:
        return True, f"{copied or copy} của {copy.document}"
    if pact is not None:
        said = f"{pact.called_short} “{pact}” của {pact.whose}"
        gone = pact.why_not_in_force.rstrip(".")
        return not gone, f"{said}: {gone}" if gone else said
    if found is None:
        return None, UNLISTED
    if not found.is_latest:
        return False, NOT_LATEST
    force = found.force
    whose = f"{found.annex} của {found.document}, " if found.annex else ""
    if force is not None and force.is_over:
        return False, whose + force.sentence.rstrip(".")
    if found.in_force:
        changed = force is not None and force.changed
        return True, whose + (f"{IN_FORCE}, {changed}" if changed else IN_FORCE)
    return False, found.document.get_status_display().lower()


def lines_of(report: Report, standing: str) -> list[str]:
    lines = [f"Kết luận: {report.headline} ({report.verdict})"]
    lines += [f"  {message}" for message in report.messages]
    if report.number:
        lines.append(f"Số, ký hiệu: {report.number}")
    if report.issued_on:
        lines.append(f"Ngày ban hành: {report.issued_on:%d/%m/%Y}")
    if report.pages is not None:
        lines.append(f"Số trang: {report.pages}")
    for index, signer in enumerate(report.signers, start=1):
        lines += _signer_lines(index, signer)
    if report.archived_until:
        lines.append(f"Dấu thời gian lưu trữ đến: {report.archived_until:%d/%m/%Y}")
    if standing:
        lines.append(f"Hiệu lực: {standing}")
    lines.append(f"SHA-256: {report.sha256}")
    return lines


def _signer_lines(index: int, signer: SignerReport) -> list[str]:
    who = ", ".join(
        dict.fromkeys(filter(None, (signer.name, signer.post, signer.organisation)))
    )
    kind = "cơ quan" if signer.is_agency else "cá nhân"
    lines = [f"Chữ ký {index} ({kind}): {who}"]
    if signer.capacity:
        lines.append(f"  Tư cách ký: {signer.capacity}")
    if signer.signed_at:
        proof = "có dấu thời gian" if signer.is_time_proven else "theo máy người ký"
        lines.append(
            f"  Thời gian: {signer.signed_at:%H:%M:%S, %d/%m/%Y %:z} ({proof})"
        )
    lines.append(f"  Mức: PAdES {signer.level}; phạm vi: {_COVERAGE[signer.coverage]}")
    state = "nguyên vẹn" if signer.is_intact else "không khớp nội dung"
    trust = "tin cậy" if signer.is_trusted else "không tin cậy"
    lines.append(f"  Chữ ký {state}; chứng thư do {signer.issuer} cấp: {trust}")
    if signer.problem:
        lines.append(f"  {signer.problem}")
    return lines
