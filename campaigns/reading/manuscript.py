"""Bản thảo: what every kind of file is brought to before it is understood.

A manuscript is a row of paragraphs and tables in reading order. It knows how a
paragraph looked (bold, centred, where the bold words end) but not what it means.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Par:
    """Một đoạn. ``text`` is one logical paragraph; a line break inside it is a newline.

    ``marker`` is the number that Word made by itself, not part of ``text``. ``bold_to``
    counts the characters of the bold run that the paragraph begins with.
    """

    text: str
    marker: str = ""
    bold_to: int = 0
    italic: bool = False
    centred: bool = False
    gap: bool = False  # an empty line (or a visible space) stands before it
    links: float = 0.0  # share of the text that is hyperlinks, 0..1

    @property
    def bold(self) -> bool:
        return bool(self.text) and self.bold_to >= len(self.text.rstrip(" :.;"))


@dataclass(slots=True)
class Grid:
    """Một bảng: rows of cells, each cell a list of paragraphs."""

    rows: list[list[list[Par]]] = field(default_factory=list)

    def cells(self) -> list[list[Par]]:
        return [cell for row in self.rows for cell in row]

    def text(self) -> str:
        return "\n".join(par.text for cell in self.cells() for par in cell)


Block = Par | Grid


@dataclass(slots=True)
class Manuscript:
    """Bản thảo, with what the reader wants to tell the officer about the file."""

    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_web: bool = False  # may carry menus around the text


@dataclass(slots=True)
class Parts:
    """Các phần của văn bản."""

    head: str = ""  # lines above the title, with newlines
    kind_word: str = ""  # type as printed, folded: "kế hoạch", "" if none
    title: str = ""
    addressees: list[str] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    recipients: list[Par] = field(default_factory=list)
    signature: list[Par] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)  # annexes, footnotes
    is_titled: bool = False  # the type stands in capitals, or alone on its line
    left_out: int = 0  # lines of a web page that belong to no paper
    date_line: str = ""  # place and date, where they stand above the signature
