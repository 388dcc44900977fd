"""Bản sao điện tử: the original's pages, one line more, one signature of the agency."""

import io
from itertools import pairwise

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from reports import signing
from reports.errors import SigningRefused
from reports.rendering import page_texts
from reports.signing import Level
from reports.verifying import verify
from reports.verifying.report import Verdict
from tests.paper_files import small_pdf
from tests.signing_kit import (
    AGENCY,
    AGENCY_OWNER,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    stages,  # noqa: F401
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above

LINE = "SAO Y; Ủy ban nhân dân phường Thử Nghiệm; 27/11/2026; 09:58:01 +07:00"


@pytest.fixture(scope="module")
def copy(stages):
    return signing.prepare_copy(stages.archived, LINE)


@pytest.fixture(scope="module")
def sealed(copy, office):
    return signing.seal_copy(
        copy,
        office.agency,
        owner=AGENCY_OWNER,
        place="Thử Nghiệm",
        config=office.config,
    )


def fields(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(field.T): (str(field.FT), "/V" in field)
            for field in document.Root.AcroForm.Fields
        }


def test_the_same_original_gives_the_same_bytes(copy, stages):
    assert signing.prepare_copy(stages.archived, LINE) == copy


def test_no_signature_of_the_original_is_left(copy):
    assert fields(copy) == {
        "SoKyHieu": ("/Tx", True), "DiaDanhThoiGian": ("/Tx", True),
        "NguoiKyGoc": ("/Tx", False), "CoQuanGoc": ("/Tx", False),
        "SaoY": ("/Tx", True), "CoQuan": ("/Sig", False),
    }  # fmt: skip
    assert b"/ByteRange" not in copy
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert "/DSS" not in document.Root
        assert "/Perms" not in document.Root


def test_the_pages_look_as_before_but_for_the_line(copy, stages):
    import pypdfium2  # noqa: PLC0415  draws

    def drawn(pdf):
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        return [page.render(scale=1).to_pil().convert("L") for page in document]

    from PIL import ImageChops  # noqa: PLC0415  likewise

    before, after = drawn(stages.archived), drawn(copy)
    boxes = [
        ImageChops.difference(one, other)
        .point(lambda value: 255 * (value > 40))
        .getbbox()
        for one, other in zip(before, after, strict=True)
    ]
    assert boxes[1:] == [None] * (len(boxes) - 1)
    left, top, right, bottom = boxes[0]
    width, height = before[0].size
    assert bottom < 14 * signing.MM
    assert top > 5 * signing.MM
    assert abs(right - (width - 15 * signing.MM)) < 3
    assert left > 25 * signing.MM
    assert height > 800


def test_the_line_stands_in_the_text_and_in_the_tags(copy):
    first = " ".join(page_texts(copy)[0].split())
    with pikepdf.open(io.BytesIO(copy)) as document:
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(key) for key in list(numbers)[::2]]
        widgets = [
            note for page in document.pages for note in page.obj.get("/Annots", ())
        ]
        owned = [
            int(widget.StructParent) for widget in widgets if "/StructParent" in widget
        ]
        [field] = [one for one in document.Root.AcroForm.Fields if str(one.T) == "SaoY"]
        assert str(field.V) == LINE
    assert all(one < other for one, other in pairwise(keys))
    assert len(owned) == len(set(owned)) == 6
    assert set(owned) <= set(keys)
    assert first


def test_the_seal_of_the_copy(sealed, office):
    [signature] = PdfFileReader(io.BytesIO(sealed.pdf)).embedded_regular_signatures
    assert signature.field_name == "CoQuan"
    assert signature.signer_cert.subject.native["common_name"] == AGENCY
    assert signature.docmdp_level == MDPPerm.FILL_FORMS
    assert sealed.level == Level.B_LTA
    report = verify(sealed.pdf, trust=office.trust)
    assert report.verdict == Verdict.VALID
    assert [(one.name, one.is_agency) for one in report.signers] == [(AGENCY, True)]


def test_it_stays_pdfa3(sealed):
    with pikepdf.open(io.BytesIO(sealed.pdf)) as document:
        xmp = document.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="3"' in xmp or "<pdfaid:part>3" in xmp


def test_what_is_no_paper_of_ours(stages):
    with pytest.raises(SigningRefused, match="không phải văn bản ký số"):
        signing.prepare_copy(small_pdf("a"), LINE)
    with pytest.raises(SigningRefused, match="dài quá chỗ"):
        signing.prepare_copy(stages.archived, f"SAO Y; {'Ủy ban ' * 30}")
