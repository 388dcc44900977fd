"""Every way of altering a signed paper is caught; the paper itself is valid."""

import io
import random
import re
import subprocess

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields as pyhanko_fields
from pyhanko.sign import signers

from reports import pki, signing
from reports.pki.authority import Authority
from reports.signing import SignerRef, lettering
from reports.signing.filling import _build
from reports.signing.keys import signer_for
from reports.trust import Trust
from reports.verifying import Verdict, inspection
from tests.signing_kit import (
    AGENCY,
    DATE,
    LEADER,
    NUMBER,
    PERSON_OWNER,
    der_of,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    seal,
    sign,
    stages,  # noqa: F401
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above


@pytest.fixture(scope="module")
def judge(office):
    def judge(pdf):
        return inspection.inspect(pdf, office.trust)

    return judge


@pytest.fixture(params=["sealed", "archived"], scope="module")
def original(request, stages, judge) -> bytes:
    """A paper that is proven valid before anybody touches it."""
    pdf = stages.sealed.pdf if request.param == "sealed" else stages.archived
    report = judge(pdf)
    assert report.verdict == Verdict.VALID
    assert report.messages[0] == "Nội dung không bị thay đổi từ khi ký."
    return pdf


def signatures_of(pdf):
    return PdfFileReader(io.BytesIO(pdf)).embedded_signatures


def appended(pdf, change) -> bytes:
    """``change(writer)`` as one more revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert buffer.getvalue().startswith(pdf)
    return buffer.getvalue()


def field_of(writer, name):
    for field in writer.root["/AcroForm"]["/Fields"]:
        if field.get_object()["/T"] == name:
            return field.get_object()
    raise KeyError(name)


# -- bytes --------------------------------------------------------------------


def test_flipped_byte_in_a_page(original, judge):
    with pikepdf.open(io.BytesIO(original)) as pdf:
        content = pdf.pages[0].Contents.read_raw_bytes()
    at = original.index(content) + len(content) // 2
    touched = original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :]
    report = judge(touched)
    assert report.verdict == Verdict.ALTERED
    assert report.messages[0] == f"Nội dung không còn như lúc {LEADER} ký."
    assert not report.is_unaltered


@pytest.mark.slow
def test_any_flipped_byte(original, judge):
    chance = random.Random(20230630)
    gaps = [
        (int(s.byte_range[1]), int(s.byte_range[2])) for s in signatures_of(original)
    ]
    places = [chance.randrange(len(original)) for _ in range(12)]
    for start, end in gaps:  # where no signature reaches: inside the signatures
        places += [chance.randrange(start, end) for _ in range(6)]
    for at in places:
        touched = bytearray(original)
        touched[at] ^= 1 << chance.randrange(8)
        assert judge(bytes(touched)).verdict != Verdict.VALID, at


@pytest.mark.parametrize("tail", [b"x", b"\n\n", b"%%EOF\n", b"\0" * 100, b"<script>"])
def test_bytes_after_the_end(original, judge, tail):
    report = judge(original + tail)
    assert report.verdict in {Verdict.APPENDED, Verdict.NOT_PDF}


def test_bytes_before_the_beginning(original, judge):
    assert judge(b"GIF89a" + original).verdict == Verdict.NOT_PDF
    assert judge(b"\n" + original).verdict == Verdict.NOT_PDF


def test_truncated(original, judge):
    for length in (100, len(original) // 2, len(original) - 200, len(original) - 7):
        assert judge(original[:length]).verdict != Verdict.VALID, length


def test_a_signed_paper_that_no_reader_opens(original, judge):
    report = judge(original.replace(b"startxref", b"startxxxx"))
    assert report.verdict == Verdict.NOT_PDF
    assert report.messages == (
        "Tệp mang chữ ký số nhưng bị hỏng hoặc bị sửa, không còn như lúc ký: "
        "không dùng tệp này.",
    )


def test_cut_inside_the_seal(original, stages, judge):
    """What stands whole is the leader's paper; it is not taken for all there was."""
    whole = len(stages.signed.pdf)
    before = original.index(b"/ByteRange", whole)
    for length in (whole + 200, (whole + before) // 2, before - 1):
        report = judge(original[:length])
        assert report.verdict == Verdict.APPENDED, length
        assert report.messages[0].startswith("Tệp dừng giữa chừng ở phần thêm sau")
        assert report.headline == "Tệp không trọn vẹn sau chữ ký"
        assert "Nội dung không bị thay đổi từ khi ký." not in report.messages
        assert not report.is_unaltered
    for length in ((before + len(original)) // 2, len(original) - 200):
        report = judge(original[:length])
        assert report.verdict in (Verdict.NOT_PDF, Verdict.APPENDED), length
        assert not report.is_unaltered


def test_cut_back_to_before_the_seal(stages, judge):
    report = judge(stages.signed.pdf)
    assert report.verdict == Verdict.UNSIGNED
    assert "chưa có chữ ký số của cơ quan" in report.messages[0]
    assert report.is_signed_pdf
    assert report.number == ""
    assert judge(stages.prepared).verdict == Verdict.UNSIGNED
    assert not judge(stages.prepared).is_signed_pdf


def test_bytes_squeezed_into_the_signature(original, judge):
    """Contents made longer so that the file grows where no digest reaches."""
    start, end = (int(signatures_of(original)[-1].byte_range[i]) for i in (1, 2))
    assert original[end - 1 : end] == b">"
    filled = original[: end - 9] + b"deadbeef" + original[end - 1 :]
    assert judge(filled).verdict == Verdict.ALTERED
    longer = original[: end - 1] + b"00" + original[end - 1 :]
    assert judge(longer).verdict in {Verdict.ALTERED, Verdict.NOT_PDF}
    spaced = original[: end - 3] + b" 0>" + original[end:]
    assert judge(spaced).verdict == Verdict.ALTERED
    assert start < end


# -- revisions ----------------------------------------------------------------


def change_page(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = writer.add_object(
        generic.StreamObject(stream_data=b"q 1 0 0 rg 0 0 300 300 re f Q")
    )
    old = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([old, stream])
    writer.update_container(page)


def overlay_annotation(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/Square"),
            generic.NameObject("/Rect"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (50, 50, 500, 700)]
            ),
            generic.NameObject("/F"): generic.NumberObject(4),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def change_number(writer):
    """The same lines of code that the clerk's act runs, after the seal."""
    field = field_of(writer, "SoKyHieu")
    place = change_number.place
    field["/V"] = generic.TextStringObject("Số: 99/KH-UBND")
    field["/AP"] = generic.DictionaryObject(
        {
            generic.NameObject("/N"): _build(
                writer, lettering.line(place, "Số: 99/KH-UBND")
            )
        }
    )
    writer.update_container(field)


def change_number_drawing_only(writer):
    stream = field_of(writer, "SoKyHieu")["/AP"]["/N"]
    stream._data = stream.data.replace(b"Td <00", b"Td <01")
    stream._encoded_data = None
    writer.update_container(stream)


def replace_attachment(writer):
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = files[1].get_object()["/EF"]["/F"]
    stream._data = b'{"title": "khac"}'
    stream._encoded_data = None
    writer.update_container(stream)


def swap_signatures(writer):
    person, agency = field_of(writer, "NguoiKy"), field_of(writer, "CoQuan")
    person["/V"], agency["/V"] = agency.raw_get("/V"), person.raw_get("/V")
    writer.update_container(person)
    writer.update_container(agency)


def remove_agency_signature(writer):
    field = field_of(writer, "CoQuan")
    del field["/V"]
    writer.update_container(field)


def new_text_field(writer):
    form = writer.root["/AcroForm"]
    field = generic.DictionaryObject(
        {
            generic.NameObject("/FT"): generic.NameObject("/Tx"),
            generic.NameObject("/T"): generic.TextStringObject("Them"),
        }
    )
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form)


def replace_metadata(writer):
    metadata = writer.root["/Metadata"]
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {
            generic.NameObject("/S"): generic.NameObject("/JavaScript"),
            generic.NameObject("/JS"): generic.TextStringObject("app.alert(1)"),
        }
    )
    writer.update_root()
    assert metadata is not None


def replace_pages(writer):
    """The shadow: another page tree takes the place of the signed one."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    copy = generic.DictionaryObject(page)
    reference = writer.add_object(copy)
    tree = writer.root["/Pages"]
    tree["/Kids"][0] = reference
    writer.update_container(tree)


CHANGES = [
    change_page,
    overlay_annotation,
    change_number,
    change_number_drawing_only,
    replace_attachment,
    swap_signatures,
    remove_agency_signature,
    new_text_field,
    replace_metadata,
    replace_pages,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_appended_revision(original, judge, stages, change):
    change_number.place = stages.places.number
    report = judge(appended(original, change))
    assert report.verdict in {Verdict.APPENDED, Verdict.ALTERED}
    assert not report.is_unaltered
    assert report.number in {"05/KH-UBND", ""}


def test_poppler_sees_an_appended_page_too(original, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(appended(original, change_page))
    answer = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, check=False
    ).stdout.decode()
    assert "- Total document signed" not in answer


def test_poppler_sees_a_flipped_byte_too(stages, tmp_path):
    pdf = stages.sealed.pdf
    at = pdf.index(b"stream", 20_000) + 100
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :])
    answer = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, check=False
    ).stdout.decode()
    assert answer.count("Signature is Valid") == 0


def test_signature_of_one_paper_in_another(stages, office, pictures, judge):
    """The contents of a signature moved into another paper's signature, byte for byte."""
    other = seal(stages.signed.pdf, office, pictures, stages.lines).pdf
    source, target = signatures_of(other)[-1], signatures_of(stages.sealed.pdf)[-1]
    start, end = (int(target.byte_range[i]) for i in (1, 2))
    foreign = other[int(source.byte_range[1]) : int(source.byte_range[2])]
    assert len(foreign) == end - start
    pdf = stages.sealed.pdf
    assert judge(other).verdict == Verdict.VALID
    report = judge(pdf[:start] + foreign + pdf[end:])
    assert report.verdict == Verdict.ALTERED
    assert f"Nội dung không còn như lúc {AGENCY} ký." in report.messages


def test_an_appended_signature_of_someone_trusted(stages, office, judge):
    """A further visible signature, made with a good certificate, after the seal."""
    writer = IncrementalPdfFileWriter(io.BytesIO(stages.sealed.pdf))
    done = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Them", md_algorithm="sha256"),
        signer_for("chu-tich", office.config),
        new_field_spec=pyhanko_fields.SigFieldSpec(
            "Them", on_page=0, box=(50, 50, 300, 300)
        ),
    ).sign_pdf(writer)
    report = judge(done.getvalue())
    assert report.verdict == Verdict.APPENDED
    assert len(report.signers) == 3


def test_an_update_that_tells_its_own_date_and_program(original, judge):
    """What archiving programs write on their way; the paper is the same."""
    report = judge(appended(original, lambda writer: writer.update_root()))
    assert report.verdict == Verdict.VALID


def _another_title(writer):
    info = generic.DictionaryObject({"/Title": generic.pdf_string("Quyết định giả")})
    writer.set_info(writer.add_object(info))


def _another_description(writer):
    xmp = writer.root["/Metadata"].data
    title = re.search(rb"<rdf:li[^>]*>([^<]+)</rdf:li>", xmp)[1]
    _describe(writer, xmp.replace(title, "Quyết định giả".encode()))


def _unreadable_description(writer):
    _describe(writer, writer.root["/Metadata"].data.replace(b"</rdf:RDF>", b""))


def _describe(writer, xmp):
    changed = generic.StreamObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Metadata"),
            generic.NameObject("/Subtype"): generic.NameObject("/XML"),
        },
        stream_data=xmp,
    )
    writer.root["/Metadata"] = writer.add_object(changed)
    writer.update_root()


def _freight(writer):
    writer.add_object(generic.StreamObject(stream_data=b"X" * 100_000))


@pytest.mark.parametrize(
    "change",
    [_another_title, _another_description, _unreadable_description, _freight],
)
def test_a_revision_behind_the_last_signature(original, judge, change):
    """Neither another title in the window's bar nor a load that nothing points at."""
    report = judge(appended(original, change))
    assert report.verdict == Verdict.APPENDED
    assert report.messages[0] == (
        f"Sau khi {AGENCY} ký, tệp bị sửa ngoài phần được phép điền."
    )
    assert not report.is_unaltered


@pytest.mark.parametrize(
    "tail",
    [
        b"\n%%EOF\n",
        b"1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\n0000000000 65535 f \n"
        b"trailer\n<</Size 1/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n",
    ],
)
def test_an_end_behind_the_end(original, judge, tail):
    """The signed paper is still found in it, with what was hung behind."""
    tail = tail % len(original) if b"%d" in tail else tail
    report = judge(original + tail)
    assert report.verdict == Verdict.APPENDED
    assert report.messages[0] == "Cuối tệp có dữ liệu lạ không thuộc văn bản."
    assert [signer.name for signer in report.signers] == [LEADER, AGENCY]
    assert report.size == len(original + tail)


# -- other hands --------------------------------------------------------------


@pytest.mark.slow
def test_made_again_by_a_namesake(paper, office, pictures, tmp_path, judge):
    """Same names, same look, certificates of an authority that nobody trusts."""
    pki.initialise(tmp_path, "http://127.0.0.1:0")
    forger = Authority.open(tmp_path)
    issued = pki.issue(
        LEADER, directory=tmp_path, key="a", organisation=AGENCY, post="Chủ tịch"
    )
    config = signing.SigningConfig(
        keys_dir=forger.keystore_dir,
        passphrase_file=forger.passphrase_path,
        trust=Trust.of(
            [der_of(path) for path in forger.roots_dir.iterdir()],
            [path.read_bytes() for path in forger.crls_dir.glob("*.crl")],
        ),
    )
    ref = SignerRef(
        key="a", owner=PERSON_OWNER, name=LEADER, fingerprint=issued.fingerprint
    )
    forged = sign(paper.prepared, office, pictures, ref=ref, config=config).pdf
    report = judge(forged)
    assert report.verdict == Verdict.UNTRUSTED
    assert report.signers[0].name == LEADER
    assert "không thuộc danh sách tin cậy" in report.messages[0]
    assert report.signers[0].is_intact


def test_hidden_text_of_lines_is_what_was_signed(stages, judge):
    report = judge(stages.archived)
    assert (report.number_line, report.date_line) == (NUMBER, DATE)
    assert re.fullmatch(r"\d+/[A-Z]+-[A-Z]+", report.number)
