"""Văn bản thử: small papers with real files, page pictures and a verdict, made without signing.

The PDFs are written here by hand; the verdicts are values. What signs and what verifies has
tests of its own.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from itertools import count

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from campaigns.twin import to_twin
from reports import examining, sheets, store, tasks, verifying
from reports.models import AnnexFile, Document, DocumentFile
from reports.verifying.report import Coverage, Report, SignerReport
from reports.verifying.report import Verdict as V
from tests.factories import AnnexFileFactory, DocumentFileFactory, Ward, ready_content

Stage = DocumentFile.Stage
_NUMBERS = count(1)
SIGNED_AT = datetime(2026, 6, 30, 9, 42, tzinfo=UTC)  # 16:42 in Vietnam
SEALED_AT = datetime(2026, 6, 30, 9, 58, tzinfo=UTC)


def small_pdf(*pages: str) -> bytes:
    """A PDF with one line of ASCII text a page, A4."""
    pages = pages or ("Page one", "Page two")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for words in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
            " >> >> >> >>".encode()
        )
        stream = f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".encode()
        objects.append(
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
    objects[1] = (
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>".encode()
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(body))
    )


def person(**changes) -> SignerReport:
    """The leader's good signature."""
    return _signer(
        **{
            "field": "NguoiKy",
            "is_agency": False,
            "name": "Đỗ Minh Khang",
            "post": "Chủ tịch",
            "organisation": "Ủy ban nhân dân phường Mẫu",
            "capacity": "TM. Ủy ban nhân dân, Chủ tịch",
            "signed_at": SIGNED_AT,
            "coverage": Coverage.REVISION,
        }
        | changes
    )


def agency(**changes) -> SignerReport:
    """The agency's good signature."""
    return _signer(
        **{
            "field": "CoQuan",
            "is_agency": True,
            "name": "Ủy ban nhân dân phường Mẫu",
            "post": "",
            "organisation": "Ủy ban nhân dân phường Mẫu",
            "capacity": "",
            "signed_at": SEALED_AT,
            "coverage": Coverage.WHOLE_FILE,
        }
        | changes
    )


def _signer(**values) -> SignerReport:
    return SignerReport(
        **{
            "place": "Mẫu",
            "is_time_proven": True,
            "level": "B-LTA",
            "is_intact": True,
            "is_trusted": True,
            "issuer": "CA thử nghiệm",
            "valid_from": datetime(2025, 1, 1, tzinfo=UTC),
            "valid_to": datetime(2028, 1, 1, tzinfo=UTC),
            "revoked_at": None,
            "is_demonstration": False,
            "problem": "",
        }
        | values
    )


def report_on(content: bytes, verdict: V = V.VALID, **changes) -> Report:
    """The verifier's report on ``content``; by default that of a good issued paper."""
    whole = Report(
        verdict=verdict,
        messages=("Nội dung không bị thay đổi từ khi ký.",),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        checked_at=now(),
        signers=(person(), agency()),
        number="01/KH-UBND",
    )
    return replace(whole, **changes)


def keep_file(document: Document, stage: str, content: bytes) -> DocumentFile:
    """Store ``content`` as that stage of the document."""
    digest = sha256(content).hexdigest()
    path = store.path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return DocumentFileFactory(
        document=document, stage=stage, sha256=digest, size=len(content)
    )


def issued_paper(ward: Ward, **traits) -> Document:
    """An issued paper of the ward with its three files; nothing of it is examined yet."""
    document = ward.document(
        issued=True, pages=2, twin=to_twin(ready_content()).decode(), **traits
    )
    for stage in (Stage.RENDERED, Stage.SIGNED, Stage.ISSUED):
        # Each test has files of its own: what is kept under a hash outlives it.
        words = f"{document.code} {stage} {next(_NUMBERS)}"
        keep_file(document, stage, small_pdf(words, "Page two"))
    return document


def keep_annex(document: Document, **values) -> AnnexFile:
    """Store an annex of the document in a file of its own."""
    content = small_pdf(f"{document.code} annex {next(_NUMBERS)}")
    digest = sha256(content).hexdigest()
    path = store.path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return AnnexFileFactory(
        document=document, sha256=digest, size=len(content), **values
    )


def file_of(document: Document, stage: str = Stage.ISSUED) -> DocumentFile:
    return document.files.get(stage=stage)


def content_of(document: Document, stage: str = Stage.ISSUED) -> bytes:
    return store.path_of(file_of(document, stage).sha256).read_bytes()


@pytest.fixture
def asked(monkeypatch):
    """What was asked of the worker: (task, id), instead of messages in a queue."""
    calls = []
    for task in (
        tasks.examine_file,
        tasks.examine_annex,
        tasks.render_preview,
        tasks.seal_document,
    ):
        name = task.name.removeprefix("reports.")
        monkeypatch.setattr(
            task, "delay", lambda *ids, name=name: calls.append((name, *ids))
        )
    return calls


@pytest.fixture
def examine(monkeypatch):
    """``examine(document, stage, verdict=…)``: what the worker would have made of a file."""
    # Small pictures: drawing is most of the time these tests take.
    monkeypatch.setattr(sheets, "WIDTHS", (60, 90))
    monkeypatch.setattr(examining, "CELL", (20, 28))

    def examine(document, stage=Stage.ISSUED, verdict=V.VALID, **changes):
        file = file_of(document, stage)
        report = report_on(content_of(document, stage), verdict, **changes)
        monkeypatch.setattr(verifying, "verify", lambda content: report)
        examining.examine(file.pk)
        return file

    return examine


@pytest.fixture(autouse=True)
def fresh_cache():
    """What one test counts or remembers says nothing to the next."""
    cache.clear()
    yield
    cache.clear()


def words(response) -> str:
    """All words of the page, without its marks, blanks folded."""
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
