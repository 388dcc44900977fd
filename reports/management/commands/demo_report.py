"""Bảng văn bản đã ban hành: ``demo_report`` verifies each issued paper and says where it lies."""

import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports import issuing, store
from reports.models import (
    AnchorPaper,
    AnnexFile,
    Diploma,
    Document,
    DocumentFile,
    PactPaper,
)
from reports.verifying import verify

HEAD = ("Số, ký hiệu", "Cơ quan", "Trang", "Chữ ký", "Kết luận", "pdfsig", "Tệp")


class Command(BaseCommand):
    help = "Kiểm tra mọi văn bản đã ban hành, in bảng theo loại; mã 1 nếu có văn bản không hợp lệ."

    def handle(self, *args, **options):
        papers = (
            Document.objects.issued().select_related("issuer").order_by("kind", "pk")
        )
        if not papers:
            raise CommandError("Chưa có văn bản nào được ban hành.")
        bad = 0
        for kind, label in Document.Kind.choices:
            rows = [row_of(paper) for paper in papers if paper.kind == kind]
            if not rows:
                continue
            self.stdout.write(f"\n{label}: {len(rows)} văn bản\n")
            self.stdout.write(table([HEAD, *(cells for cells, _ in rows)]))
            bad += sum(not valid for _, valid in rows)
        for file in AnnexFile.objects.of_issued().filter(stage="issued"):
            line, valid = line_of_annex(file)
            self.stdout.write(f"\n{line}")
            bad += not valid
        for record in AnchorPaper.objects.signed().for_file().order_by("anchor_id"):
            line, valid = line_of(record)
            self.stdout.write(f"\n{line}")
            bad += not valid
        for diploma in Diploma.objects.signed().order_by("pk"):
            line, valid = line_of(diploma)
            self.stdout.write(f"\n{line}")
            bad += not valid
        for pact in PactPaper.objects.complete().for_page():
            line, valid = line_of_pact(pact)
            self.stdout.write(f"\n{line}")
            bad += not valid
        if bad:
            raise CommandError(f"{bad} văn bản không hợp lệ.", returncode=1)
        self.stdout.write(f"\nTất cả {len(papers)} văn bản hợp lệ.")


def row_of(paper: Document) -> tuple[tuple[str, ...], bool]:
    """The cells of a paper's line, and whether both verifiers call it valid."""
    file = paper.files.get(stage=DocumentFile.Stage.ISSUED)
    path = store.path_of(file.sha256)
    named = (paper.number_and_symbol, str(paper.issuer))
    try:
        report = verify(issuing.read_file(paper, file.stage))
    except (OSError, ValueError):
        lost = "tệp mất hoặc bị thay đổi"
        return (*named, str(paper.pages), "", lost, "", place_of(path)), False
    whole = (
        report.is_valid
        and len(report.signers) == 2
        and report.number == paper.number_and_symbol
    )
    other = independent(path)
    cells = (
        *named,
        str(report.pages or paper.pages),
        str(len(report.signers)),
        "hợp lệ" if whole else report.headline,
        {True: "hợp lệ", False: "KHÔNG hợp lệ", None: "không có"}[other],
        place_of(path),
    )
    return cells, whole and other is not False


def line_of_annex(file: AnnexFile) -> tuple[str, bool]:
    """One line on an annex in a file of its own, as on the paper of an anchor."""
    path, named = store.path_of(file.sha256), f"{file} của {file.document}"
    try:
        report = verify(store.read_stored(file))
    except (OSError, ValueError):
        return f"{named}: tệp mất hoặc bị thay đổi  {place_of(path)}", False
    valid = report.is_valid and report.number == file.document.number_and_symbol
    valid = valid and independent(path, signatures=1) is not False
    said = "hợp lệ" if valid else "KHÔNG hợp lệ"
    return f"{named}: {said}  {place_of(path)}", valid


def line_of(record: AnchorPaper | Diploma) -> tuple[str, bool]:
    """One line on what the seal alone certifies, and whether both verifiers call it valid."""
    path = store.path_of(record.sha256)
    try:
        valid = verify(store.read_stored(record)).is_valid
    except (OSError, ValueError):
        return f"{record}: tệp mất hoặc bị thay đổi  {place_of(path)}", False
    valid = valid and independent(path, signatures=1) is not False
    said = "hợp lệ" if valid else "KHÔNG hợp lệ"
    return f"{record}: {said}  {place_of(path)}", valid


def line_of_pact(paper: PactPaper) -> tuple[str, bool]:
    """One line on a pact: every member's signature, by both verifiers."""
    file = paper.newest
    assert file is not None  # it is complete
    path = store.path_of(file.sha256)
    wanted = sum(not seat.on_paper for seat in paper.seats.all())
    named = f"{paper}: {wanted} chữ ký"
    try:
        report = verify(store.read_stored(file))
    except (OSError, ValueError):
        return f"{named}, tệp mất hoặc bị thay đổi  {place_of(path)}", False
    valid = report.is_valid and len(report.signers) == wanted
    valid = valid and independent(path, signatures=wanted) is not False
    said = "hợp lệ" if valid else "KHÔNG hợp lệ"
    return f"{named}, {said}  {place_of(path)}", valid


def independent(path: Path, signatures: int = 2) -> bool | None:
    """What poppler's ``pdfsig`` says of the signatures; None where it is not installed."""
    program = shutil.which("pdfsig")
    if program is None:
        return None
    said = subprocess.run(
        [program, "-nocert", path], capture_output=True, text=True, check=False
    ).stdout
    return said.count("Signature is Valid.") == signatures


def place_of(path: Path) -> str:
    """The file as one types it from the checkout."""
    base = Path(settings.BASE_DIR)
    return str(path.relative_to(base) if path.is_relative_to(base) else path)


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  "
        + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
