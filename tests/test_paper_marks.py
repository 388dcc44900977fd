"""R70, R71: chỗ và hình của chữ ký, con dấu trên tệp có trường ký."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from reports.rendering import PaperMarks, RenderedPaper, page_texts, render_plan
from reports.signing import prepare
from reports.signing.values import Places
from tests import papers

BLUE, RED, BLACK = (20, 40, 160), (200, 20, 30), (0, 0, 0)
MARKS = PaperMarks(seal_mm=35)


@pytest.fixture(scope="module")
def printed() -> RenderedPaper:
    return render_plan(papers.short(), marks=MARKS)


def picture(
    pdf: pikepdf.Pdf, colour: tuple[int, int, int], see_through: bool
) -> pikepdf.Stream:
    """A drawn mark: one ink, and a mask for what is not drawn."""
    mask = Image.new("L", (60, 30), 0)
    ImageDraw.Draw(mask).ellipse((5, 5, 55, 25), outline=255, width=4)
    shape = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 60, "Height": 30}
    shape["BitsPerComponent"] = 8
    image = pikepdf.Stream(
        pdf, bytes(colour) * 60 * 30, **shape, ColorSpace=Name.DeviceRGB
    )
    if see_through:
        image.SMask = pikepdf.Stream(
            pdf, mask.tobytes(), **shape, ColorSpace=Name.DeviceGray
        )
    return image


def with_fields(
    paper: RenderedPaper,
    *,
    moved: dict[str, tuple[float, float]] | None = None,
    seal_height: float = 1.0,
    inks: dict[str, tuple[int, int, int]] | None = None,
    see_through: bool = True,
) -> bytes:
    """The paper with its two signature fields; ``inks``: signed with pictures of these colours."""
    names = {"signer": "NguoiKy", "seal": "CoQuan"}
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        fields = []
        for anchor, name in names.items():
            index, x1, y1, x2, y2 = paper.anchors[anchor]
            dx, dy = (moved or {}).get(anchor, (0, 0))
            if anchor == "seal":
                y2 = y1 + (y2 - y1) * seal_height
            form = pikepdf.Stream(
                pdf, b"", Type=Name.XObject, Subtype=Name.Form,
                BBox=Array([0, 0, x2 - x1, y2 - y1]), Resources=Dictionary(),
            )  # fmt: skip
            widget = pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(name), F=132,
                    Rect=Array([x1 + dx, y1 + dy, x2 + dx, y2 + dy]),
                    AP=Dictionary(N=pdf.make_indirect(form)),
                )
            )  # fmt: skip
            if inks:
                form.Resources.XObject = Dictionary(
                    Im=picture(pdf, inks[anchor], see_through)
                )
                widget.V = pdf.make_indirect(Dictionary(Type=Name.Sig))
            page = pdf.pages[index]
            page.Annots = Array([*page.get("/Annots", ()), widget])
            fields.append(widget)
        pdf.Root.AcroForm = Dictionary(Fields=Array(fields))
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


GOOD = {"signer": BLUE, "seal": RED}


def test_marks_in_their_places_break_no_rule(printed):
    assert papers.faults(with_fields(printed)) == set()
    assert papers.faults(with_fields(printed, inks=GOOD)) == set()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("R70", {"moved": {"signer": (6, 0), "seal": (6, 0)}}),
        ("R70", {"moved": {"signer": (0, 60), "seal": (0, 60)}}),
        ("R70", {"moved": {"signer": (0, -60), "seal": (0, -60)}}),
        ("R70", {"inks": {"signer": BLACK, "seal": RED}}),
        ("R71", {"moved": {"seal": (20, 0)}}),
        ("R71", {"moved": {"seal": (-20, 0)}}),
        ("R71", {"seal_height": 1.2}),
        ("R71", {"inks": {"signer": BLUE, "seal": BLUE}}),
    ],
)
def test_misplaced_marks_break_their_rule(printed, rule, changes):
    assert papers.faults(with_fields(printed, **changes)) == {rule}


def test_marks_on_white_paper_break_both_rules(printed):
    pdf = with_fields(printed, inks=GOOD, see_through=False)
    assert papers.faults(pdf) == {"R70", "R71"}


def prepared(number: str, day: str) -> bytes:
    """A paper whose number and date stand in form fields."""
    paper = render_plan(papers.short(), marks=replace(MARKS, number_by_field=True))
    places = Places.from_paper(paper)
    return prepare(
        paper.pdf,
        replace(
            places,
            number=replace(places.number, text=number),
            date=replace(places.date, text=day),
        ),
    )


@pytest.mark.parametrize(
    ("number", "day", "broken"),
    [
        ("Số:       /KH-UBND", "Nguyễn Trãi, ngày    tháng    năm 2026", set()),
        ("Số: 07/KH-UBND", "Nguyễn Trãi, ngày 01 tháng 8 năm 2026", set()),
        ("Số: 7/KH-UBND", "Nguyễn Trãi, ngày 01 tháng 8 năm 2026", {"R17"}),
        ("Số: 07/KH-UBND", "Nguyễn Trãi, ngày 1 tháng 08 năm 2026", {"R18"}),
    ],
)
def test_fields_are_measured_like_print(number, day, broken):
    pdf = prepared(number, day)
    assert papers.faults(pdf) == broken
    lines = [" ".join(line.split()) for line in page_texts(pdf)[0].split("\n")]
    head = lines[: lines.index("KẾ HOẠCH")]
    assert " ".join(f"{number} {day}".split()) in " ".join(head)
