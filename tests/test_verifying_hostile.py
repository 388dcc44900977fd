"""Files made to harm: each gets its verdict, nothing else happens, the next one is served."""

import io
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from reports.signing.keys import signer_for
from reports.trust import Trust
from reports.verifying import Verdict, host, inspection, verify, wording
from tests.signing_kit import (
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    stages,  # noqa: F401
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above

NOBODY = Trust(roots=())


def pdf_of(objects: dict[int, bytes], root: int = 1, size: int | None = None) -> bytes:
    """A file with a classic cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, top = len(out), size or max(objects) + 1
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        top,
        root,
        start,
    )
    return bytes(out)


def test_what_only_strict_readers_refuse_is_unsigned():
    """Programs that write a PDF of a picture give generations no reader expects."""
    out = io.BytesIO()
    Image.new("1", (20, 30), 1).save(out, "PDF")

    report = inspection.inspect(out.getvalue(), NOBODY)

    assert (report.verdict, report.pages) == (Verdict.UNSIGNED, 1)
    assert report.messages == (wording.UNSIGNED,)
    halved = inspection.inspect(out.getvalue()[: len(out.getvalue()) // 2], NOBODY)
    assert halved.verdict == Verdict.NOT_PDF


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def xref_bomb() -> bytes:
    """A cross-reference stream that claims twenty million entries."""
    rows = zlib.compress(b"\0" * 3 * 20_000_000)
    body = stream(
        b"/Type /XRef /Size 20000001 /Root 1 0 R /W [1 1 1] /Filter /FlateDecode", rows
    )
    head = b"%PDF-1.7\n"
    return head + b"2 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(head))


def inflating_object_stream() -> bytes:
    data = zlib.compress(b"3 0 " + b"[" + b"0 " * 30_000_000 + b"]")
    objects = stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", data)
    rows = b"\1\0\0\0\1\0\0\0\0"
    return pdf_of(
        {1: b"<</Type /Catalog /Pages 3 0 R>>", 2: objects, 4: stream(b"", rows)}
    )


def deep_nesting() -> bytes:
    return pdf_of(
        {1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"[" * 200_000 + b"]" * 200_000}
    )


def page_tree_ring() -> bytes:
    return pdf_of(
        {
            1: b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [5 0 R]>> >>",
            2: b"<</Type /Pages /Count 1 /Kids [3 0 R]>>",
            3: b"<</Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R>>",
            4: b"<</Type /Sig /SubFilter /ETSI.CAdES.detached /Contents <00> "
            b"/ByteRange [0 1 2 3]>>",
            5: b"<</FT /Sig /T (a) /V 4 0 R>>",
        }
    )


def many_signatures() -> bytes:
    fields = {n: b"<</FT /Sig /T (s%d) /V 4 0 R>>" % n for n in range(10, 3000)}
    names = b" ".join(b"%d 0 R" % n for n in fields)
    return pdf_of(
        {
            1: b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [%s]>> >>" % names,
            2: b"<</Type /Pages /Count 0 /Kids []>>",
            4: b"<</Type /Sig /SubFilter /ETSI.CAdES.detached>>",
            **fields,
        }
    )


def previous_loop() -> bytes:
    """A cross-reference section that names itself as the one before it."""
    base = pdf_of({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"<</Kids [] /Count 0>>"})
    start = base.rindex(b"xref\n0 1")
    return base.replace(b"trailer <<", b"trailer <</Prev %d " % start)


CRAFTED = [
    xref_bomb,
    inflating_object_stream,
    deep_nesting,
    page_tree_ring,
    many_signatures,
    previous_loop,
]


@pytest.mark.slow
@pytest.mark.parametrize("make", CRAFTED, ids=lambda make: make.__name__)
def test_crafted_files_end_quickly_and_badly(make):
    data = make()
    started = time.monotonic()
    report = verify(data, trust=NOBODY, cpu_seconds=2)
    assert report.verdict in {Verdict.NOT_PDF, Verdict.ALTERED}
    assert time.monotonic() - started < host.WALL_SECONDS


def test_the_next_file_is_served(stages, office):
    assert verify(deep_nesting(), trust=NOBODY).verdict == Verdict.NOT_PDF
    report = verify(stages.sealed.pdf, trust=office.trust)
    assert report.verdict == Verdict.VALID
    assert report.signers[0].name


@pytest.mark.slow
def test_what_takes_too_long_is_given_up():
    """The kernel ends the child; the answer is a sentence."""
    report = verify(xref_bomb(), trust=NOBODY, cpu_seconds=1)
    assert (report.verdict, report.messages) == (
        Verdict.NOT_PDF,
        (wording.TOO_COMPLEX,),
    )


def test_too_large_is_not_read():
    report = verify(b"%PDF-1.7" + bytes(30 * 1024 * 1024), trust=NOBODY)
    assert report.messages == (wording.TOO_LARGE,)


def test_fuzz(stages, office):
    """Blocks moved, cut, doubled and filled: never valid, never an exception."""
    pdf, chance = stages.sealed.pdf, random.Random(7)
    for _ in range(25):
        start = chance.randrange(len(pdf) - 300)
        block = pdf[start : start + chance.randrange(1, 300)]
        target = chance.randrange(len(pdf))
        touched = chance.choice(
            [
                pdf[:start] + pdf[start + len(block) :],
                pdf[:target] + block + pdf[target:],
                pdf[:start] + bytes(len(block)) + pdf[start + len(block) :],
                pdf[:start] + chance.randbytes(len(block)) + pdf[start + len(block) :],
            ]
        )
        if touched != pdf:
            assert inspection.inspect(touched, office.trust).verdict != Verdict.VALID


# -- nothing leaves the machine -----------------------------------------------


@pytest.fixture
def listener():
    """Somebody to be asked: counts the connections that come in."""
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                seen.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], seen
        stop.set()
        thread.join()


def test_addresses_in_a_certificate_are_not_asked(paper, office, listener, tmp_path):
    from cryptography import x509  # noqa: PLC0415  this test makes a certificate
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  likewise
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  likewise
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415  likewise
        NoEncryption,
        pkcs12,
    )

    port, seen = listener
    url = x509.UniformResourceIdentifier(f"http://127.0.0.1:{port}/ca.cer")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Kẻ thử")])
    template = x509.load_pem_x509_certificate(
        (office.authority.directory / "certs" / "holder-ubnd.pem").read_bytes()
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(template.issuer)
        .serial_number(7)
        .not_valid_before(template.not_valid_before_utc)
        .not_valid_after(template.not_valid_after_utc)
        .public_key(key.public_key())
        .add_extension(
            x509.AuthorityInformationAccess(
                [
                    x509.AccessDescription(method, url)
                    for method in (
                        x509.AuthorityInformationAccessOID.CA_ISSUERS,
                        x509.AuthorityInformationAccessOID.OCSP,
                    )
                ]
            ),
            critical=False,
        )
        .sign(key, SHA256())
    )
    path = tmp_path / "thu.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"thu", key, certificate, None, NoEncryption()
        )
    )
    config = type(office.config)(keys_dir=tmp_path)
    writer = IncrementalPdfFileWriter(io.BytesIO(paper.prepared))
    metadata = signers.PdfSignatureMetadata(
        field_name="NguoiKy", md_algorithm="sha256", signer_key_usage=set()
    )
    signed = signers.PdfSigner(metadata, signer_for("thu", config)).sign_pdf(writer)
    report = inspection.inspect(signed.getvalue(), office.trust)
    assert report.verdict == Verdict.UNTRUSTED
    assert report.signers[0].name == "Kẻ thử"
    assert verify(signed.getvalue(), trust=office.trust).verdict == Verdict.UNTRUSTED
    assert seen == []


def helper() -> int:
    assert host.HOST._process is not None
    return host.HOST._process.pid


def test_the_helper_knows_no_secret_of_the_site(monkeypatch):
    host.HOST.close()
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    verify(deep_nesting(), trust=NOBODY)
    environment = Path(f"/proc/{helper()}/environ").read_bytes()
    assert b"secret" not in environment
    assert b"DJANGO" not in environment


def test_a_killed_helper_is_replaced(stages, office):
    verify(deep_nesting(), trust=NOBODY)
    os.kill(helper(), signal.SIGKILL)
    host.HOST._process.wait()
    assert verify(stages.sealed.pdf, trust=office.trust).verdict == Verdict.VALID


def test_the_helper_ends_with_the_site():
    code = (
        "from reports.trust import Trust\n"
        "from reports.verifying import host, verify\n"
        "verify(b'%PDF-1.7', trust=Trust(roots=()))\n"
        "print(host.HOST._process.pid, flush=True)\n"
        "import os; os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    pid = int(done.stdout)
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().split(") ")[1].startswith("Z"):
            return
        time.sleep(0.05)
    pytest.fail("the helper outlived the process that started it")


# -- known files --------------------------------------------------------------


def test_a_known_file_is_answered_without_looking(stages, office, monkeypatch):
    report = verify(stages.sealed.pdf, trust=office.trust)
    monkeypatch.setattr(host.HOST, "ask", lambda request: pytest.fail("asked"))
    kept = {report.sha256: report}
    assert verify(stages.sealed.pdf, known=kept.get) is report


def test_numbers_of_other_systems_papers_are_read_from_the_page(paper, office):
    """A paper with its number in the text and no fields of ours."""
    with pikepdf.open(io.BytesIO(paper.rendered)) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer)
    writer = IncrementalPdfFileWriter(io.BytesIO(buffer.getvalue()))
    metadata = signers.PdfSignatureMetadata(field_name="Sig1", md_algorithm="sha256")
    signed = signers.PdfSigner(metadata, signer_for("ubnd", office.config)).sign_pdf(
        writer
    )
    report = verify(signed.getvalue(), trust=office.trust)
    assert report.verdict == Verdict.VALID
    assert report.signers[0].is_agency
    assert report.number == ""  # the number line of this paper is a field, and gone


def test_starting_django_loads_no_pdf_library():
    code = (
        "import sys, django\n"
        "django.setup()\n"
        "import reports.signing, reports.verifying, reports.pki\n"
        "heavy = {'pyhanko', 'pikepdf', 'pkcs11', 'certomancer', 'uharfbuzz', 'PIL'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    assert done.stdout == "[]\n"
