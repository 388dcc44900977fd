"""Dấu hiệu trên văn bản: what a paper shows besides its content, and what printing returns."""

from dataclasses import dataclass, field

from units.errors import Refused


class PaperRefused(Refused):
    """Nội dung không in được thành văn bản; the text says where and what to do."""

    @property
    def message(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMarks:
    """Dấu hiệu của một bản in.

    ``draft`` puts "DỰ THẢO" behind the text (drawn, never text). ``number_by_field``
    leaves the whole number line and the whole place-and-date line out of the page, for
    form fields that the clerk fills after the leader's signature. ``code`` and ``url``
    (both or neither) print the look-up mark at the foot of page 1; a draft keeps that
    room free so that its pages break where the final paper's will. ``year`` is printed
    in a date that is not yet known. ``lineage``: what the twin tells besides, of the paper
    that this one amends, replaces, corrects or recalls; it is not printed.
    """

    draft: bool = False
    number_by_field: bool = False
    code: str = ""
    url: str = ""
    year: int | None = None
    seal_mm: float = 36.0  # diameter of the agency's seal (R71: actual size)
    lineage: tuple[tuple[str, str], ...] = ()

    @property
    def has_foot(self) -> bool:
        return self.draft or bool(self.code)


FINAL = PaperMarks()
DRAFT = PaperMarks(draft=True)

# page index, x1, y1, x2, y2 in PDF points from the lower left corner
Anchor = tuple[int, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlace:
    """Chỗ điền: how the text of a field must stand to look set with the page.

    ``text`` is what the place shows before it is filled. Points; ``baseline_y`` and
    ``centre_x`` on the page, from its lower left corner. ``face`` is a key of
    ``reports.rendering.metrics.FACES``.
    """

    page_index: int
    centre_x: float
    baseline_y: float
    font_size: float
    face: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPaper:
    """Văn bản đã dàn trang: unsigned, deterministic bytes.

    ``anchors``: ``signer`` (ảnh chữ ký, R70), ``seal`` (dấu, R71), ``number`` and
    ``date`` (the whole lines). ``places`` has ``number`` and ``date`` with what a form
    field needs to print them. ``render_key`` is equal for equal content, marks,
    template, fonts and engine versions.
    """

    pdf: bytes
    page_count: int
    anchors: dict[str, Anchor] = field(default_factory=dict)
    places: dict[str, FieldPlace] = field(default_factory=dict)
    render_key: str = ""
