"""R70, R71: chỗ và hình của chữ ký, con dấu, told by the signature fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from reports.checking.anatomy import Paper
from reports.checking.end_rules import signer_name
from reports.checking.findings import Fault, rule
from reports.checking.measure import MM
from reports.checking.page_rules import mm

SIGNER_FIELD, AGENCY_FIELD = "NguoiKy", "CoQuan"  # names that papers carry for ever


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature field: its rectangle and, once signed, the ink of its picture."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    signed: bool
    ink: tuple[int, int, int] | None  # mean colour of what is drawn
    see_through: bool

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@lru_cache(maxsize=2)
def marks(pdf: bytes) -> dict[str, Mark]:
    """Signature fields by name."""
    import pikepdf

    found = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for index, page in enumerate(document.pages):
            for annotation in page.get("/Annots", ()):
                if annotation.get("/FT") != "/Sig" or "/T" not in annotation:
                    continue
                x0, y0, x1, y1 = (float(v) for v in annotation.Rect)
                shown = annotation.get("/AP")
                picture = _picture(shown.get("/N") if shown is not None else None)
                found[str(annotation.T)] = Mark(
                    index, x0, y0, x1, y1, "/V" in annotation,
                    _ink(picture), picture is not None and "/SMask" in picture,
                )  # fmt: skip
    return found


def _picture(form: Any, depth: int = 4) -> Any:
    """The first picture drawn in a form or in a form within it."""
    if form is None or depth == 0:
        return None
    for item in form.get("/Resources", {}).get("/XObject", {}).values():
        if item.get("/Subtype") == "/Image":
            return item
        if (inner := _picture(item, depth - 1)) is not None:
            return inner
    return None


def _ink(picture: Any) -> tuple[int, int, int] | None:
    """Mean colour of what the mask lets through."""
    import pikepdf
    from PIL import ImageStat  # noqa: PLC0415 as above

    if picture is None:
        return None
    try:
        image = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
    except (NotImplementedError, pikepdf.PdfError, ValueError):
        return None
    mask = None
    if "/SMask" in picture:
        mask = (
            pikepdf.PdfImage(picture.SMask)
            .as_pil_image()
            .convert("L")
            .resize(image.size)
        )
    if mask is not None and not mask.getbbox():
        return None
    red, green, blue = ImageStat.Stat(image, mask).mean
    return round(red), round(green), round(blue)


@rule("R70", "Chữ ký số của người ký: hình màu xanh, nền trong, giữa chức vụ và họ tên")
def signature(paper: Paper) -> Iterator[Fault]:
    mark, name = marks(paper.pdf).get(SIGNER_FIELD), signer_name(paper)
    if mark is None or not paper.signing:
        return
    page = mark.page + 1
    if abs(mark.centre - paper.signing[0].centre) > 1 * MM:
        off = mm(abs(mark.centre - paper.signing[0].centre))
        yield Fault(f"Chữ ký lệch trục khối ký {off}.", page)
    above = [
        x
        for x in paper.signing
        if x is not name and x.baseline > (mark.y0 + mark.y1) / 2
    ]
    if not above or mark.y1 > above[-1].baseline + 1:
        yield Fault("Chữ ký không nằm dưới chức vụ.", page)
    if (
        name is None
        or mark.page != name.page
        or mark.y0 < name.baseline + 0.5 * name.size
    ):
        yield Fault("Chữ ký không nằm trên họ tên.", page)
    if mark.signed and mark.ink is not None:
        red, green, blue = mark.ink
        if not (blue > red + 20 and blue > green):
            yield Fault("Hình chữ ký phải màu xanh.", page)
        if not mark.see_through:
            yield Fault("Hình chữ ký phải có nền trong suốt.", page)


@rule(
    "R71", "Chữ ký số của cơ quan: hình dấu màu đỏ, trùm khoảng 1/3 chữ ký về bên trái"
)
def seal(paper: Paper) -> Iterator[Fault]:
    found = marks(paper.pdf)
    mark, person = found.get(AGENCY_FIELD), found.get(SIGNER_FIELD)
    if mark is None or person is None:
        return
    page = mark.page + 1
    share = (mark.x1 - person.x0) / (person.x1 - person.x0)
    if not 0.28 <= share <= 0.38 or mark.x0 >= person.x0 or mark.page != person.page:
        yield Fault(f"Dấu trùm {share:.0%} chữ ký, phải khoảng 1/3 về bên trái.", page)
    if abs((mark.x1 - mark.x0) - (mark.y1 - mark.y0)) > 0.3 * MM:
        yield Fault("Hình dấu phải tròn, đúng kích thước.", page)
    if mark.signed and mark.ink is not None:
        red, green, blue = mark.ink
        if not red > max(green, blue) + 60:
            yield Fault("Hình dấu phải màu đỏ.", page)
        if not mark.see_through:
            yield Fault("Hình dấu phải có nền trong suốt.", page)
