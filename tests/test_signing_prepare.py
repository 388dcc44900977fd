"""The fields that a paper gets before its first signature."""

import io
import re

import pikepdf
import pytest

from reports import signing
from reports.errors import SigningRefused
from reports.signing import Box, LinePlace, Places, lettering
from tests.signing_kit import paper  # noqa: F401  a fixture

MM = 72 / 25.4


@pytest.fixture
def prepared(paper):  # noqa: F811  the fixture above
    with pikepdf.open(io.BytesIO(paper.prepared)) as pdf:
        yield pdf


def fields(pdf):
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def test_four_fields_stand_where_the_paper_says(prepared, paper):  # noqa: F811
    found = fields(prepared)
    assert list(found) == ["SoKyHieu", "DiaDanhThoiGian", "NguoiKy", "CoQuan"]
    for name, box in {
        "SoKyHieu": paper.places.number.box,
        "DiaDanhThoiGian": paper.places.date.box,
        "NguoiKy": paper.places.signer,
        "CoQuan": paper.places.seal,
    }.items():
        rect = [float(x) for x in found[name].Rect]
        assert rect == pytest.approx([box.x1, box.y1, box.x2, box.y2], abs=0.001)
        assert found[name].P.objgen == prepared.pages[box.page].obj.objgen
        assert found[name].objgen in [a.objgen for a in found[name].P.Annots]


def test_seal_has_its_size_and_covers_a_third_of_the_signature(prepared):
    signature, seal = (
        [float(x) for x in fields(prepared)[n].Rect] for n in ("NguoiKy", "CoQuan")
    )
    width, height = seal[2] - seal[0], seal[3] - seal[1]
    assert width == pytest.approx(36 * MM, abs=0.3 * MM)
    assert height == pytest.approx(width, abs=0.01)
    covered = (seal[2] - signature[0]) / (signature[2] - signature[0])
    assert 0.28 <= covered <= 0.38
    assert seal[0] < signature[0]


def test_blank_lines_show_until_the_clerk_fills_them(prepared):
    found = fields(prepared)
    assert re.fullmatch(r"Số:\s+/KH-UBND", str(found["SoKyHieu"].V))
    assert re.fullmatch(
        r"Thử Nghiệm, ngày\s+tháng\s+năm \d{4}|Thử Nghiệm, ngày\s+tháng\s+năm\s*",
        str(found["DiaDanhThoiGian"].V),
    )
    for name in ("SoKyHieu", "DiaDanhThoiGian"):
        assert found[name].Ff == 1  # read-only: only the clerk's act fills it
        assert b"Tj" in found[name].AP.N.read_bytes()


def test_number_and_date_are_locked_by_the_agency(prepared):
    lock = fields(prepared)["CoQuan"].Lock
    assert lock.Action == pikepdf.Name.Include
    assert [str(name) for name in lock.Fields] == ["SoKyHieu", "DiaDanhThoiGian"]


def test_every_font_is_embedded_and_none_is_helvetica(prepared):
    fonts = [
        obj
        for obj in prepared.objects
        if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"
    ]
    described = [font for font in fonts if "/FontDescriptor" in font]
    assert len(described) >= 4
    for font in fonts:
        assert "LiberationSerif" in str(font.BaseFont).replace("-", "")
        if font.Subtype == "/Type0":
            assert "/ToUnicode" in font
    for font in described:
        assert "/FontFile2" in font.FontDescriptor


def test_fields_are_tagged_and_named_for_screen_readers(prepared):
    tree = prepared.Root.StructTreeRoot
    numbers = list(tree.ParentTree.Nums)
    by_key = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for field in fields(prepared).values():
        element = by_key[int(field.StructParent)]
        assert element.S == "/Form"
        assert element.K.Obj.objgen == field.objgen
        assert str(field.TU)
        assert field.P.Tabs == "/S"
    assert int(tree.ParentTreeNextKey) == max(by_key) + 1


def test_number_and_date_are_read_before_the_title(prepared):
    def walk(element):
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield str(element.S)
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                yield from walk(kid)

    top = prepared.Root.StructTreeRoot.K
    tags = list(walk(top[0] if isinstance(top, pikepdf.Array) else top))
    forms = [index for index, tag in enumerate(tags) if tag == "/Form"]
    assert len(forms) == 4
    assert forms[0] < forms[1] < tags.index("/H1") < forms[2] < forms[3]


def test_annotations_are_what_pdfa_asks_for(prepared):
    for page in prepared.pages:
        for annotation in page.obj.get("/Annots", []):
            assert int(annotation.F) & 4  # printed
            assert not int(annotation.F) & (1 | 2 | 32)  # nor hidden, nor unseen
            if annotation.Subtype != "/Link":
                assert list(annotation.AP.keys()) == ["/N"]
                assert isinstance(annotation.AP.N, pikepdf.Stream)
    assert "/NeedAppearances" not in prepared.Root.AcroForm


def test_paper_stays_pdfa3(prepared):
    xmp = prepared.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="3"' in xmp or "<pdfaid:part>3" in xmp
    assert prepared.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert prepared.Root.AF[0].AFRelationship == "/Source"
    assert "/Encrypt" not in prepared.trailer


def test_equal_papers_become_equal_files(paper):  # noqa: F811
    assert signing.prepare(paper.rendered, paper.places) == paper.prepared


def test_places_survive_storage(paper):  # noqa: F811
    assert Places.from_json(paper.places.to_json()) == paper.places


def test_a_paper_that_prints_its_number_gets_two_fields_and_no_lock(paper):  # noqa: F811
    places = Places(signer=paper.places.signer, seal=paper.places.seal)
    with pikepdf.open(io.BytesIO(signing.prepare(paper.rendered, places))) as pdf:
        assert list(fields(pdf)) == ["NguoiKy", "CoQuan"]
        assert "/Lock" not in fields(pdf)["CoQuan"]


# -- lettering ----------------------------------------------------------------

ALL_LETTERS = "".join(
    sorted(
        set(
            "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
            "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
        )
    )
)
ALL_LETTERS += ALL_LETTERS.upper() + "0123456789 ,./:;()-–"


def place(text="", width=200.0):
    return LinePlace(
        box=Box(page=0, x1=100, y1=700, x2=100 + width, y2=720),
        centre_x=100 + width / 2,
        baseline_y=705,
        font_size=13,
        face="regular",
        text=text,
    )


@pytest.mark.parametrize("face", ["regular", "italic"])
def test_every_vietnamese_letter_can_be_set(face):
    letters = lettering.subset(face, frozenset(ALL_LETTERS))
    assert 0 not in {code for letter, code in letters.codes.items() if letter != " "}
    assert letters.width("Số") == pytest.approx(letters.width("S") + letters.width("ố"))


def test_a_line_is_centred():
    form = lettering.line(place(), "Số: 05/KH-UBND")
    letters = lettering.subset("regular", frozenset("Số: 05/KH-UBND"))
    x = float(re.search(rb"([\d.]+) [\d.]+ Td", form.data)[1])
    assert x == pytest.approx(
        100 - letters.width("Số: 05/KH-UBND") * 13 / 2000, abs=0.01
    )


def test_a_long_line_is_set_narrower_and_a_longer_one_refused():
    natural = lettering.subset("regular", frozenset("Số: 05/KH-UBND"))
    width = natural.width("Số: 05/KH-UBND") * 13 / 1000
    assert b"90 Tz" in lettering.line(place(width=width * 0.9), "Số: 05/KH-UBND").data
    with pytest.raises(SigningRefused, match="dài quá chỗ"):
        lettering.line(place(width=width * 0.7), "Số: 05/KH-UBND")


def test_a_letter_without_glyph_is_refused():
    with pytest.raises(SigningRefused, match="漢"):
        lettering.line(place(), "Số: 漢")
