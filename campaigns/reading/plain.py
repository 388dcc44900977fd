"""Văn bản thô: text → manuscript. Finds paragraphs, pipe tables, side-by-side columns.

Text comes hard-wrapped with empty lines between paragraphs, hard-wrapped with first-line
indents, or with one paragraph a line; pages may have cut sentences in two.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from campaigns.reading import (
    aligned,
    emphasis,
    glued,
    organisations,
    pipes,
    signs,
    stacked,
)
from campaigns.reading.decoding import tidy
from campaigns.reading.finishing import converted_note
from campaigns.reading.language import fold, is_capitals, starts_small
from campaigns.reading.legacy import converter
from campaigns.reading.limits import check_length
from campaigns.reading.manuscript import Block, Grid, Manuscript, Par

_SEGMENTS = re.compile(r" {3,}|\t+")
_JOINED = re.compile(r"\w_\w")
_LINK_WORD_LIST = """
    và của các với về trong theo tại cho để từ đến trên do những mỗi một là được bằng hoặc
    khi việc công tác
"""
_LINK_WORDS = frozenset(_LINK_WORD_LIST.split())
_ENDS_PHRASE = re.compile(r"[.;:!?…/][\"”’)*\]]*$")


@dataclass(slots=True)
class Row:
    """Một dòng của tệp."""

    raw: str
    text: str
    gap: int  # empty lines before it
    cut: bool = False  # a page number stood before it

    @property
    def indent(self) -> int:
        return len(self.raw) - len(self.raw.lstrip())


def read_plain(text: str) -> Manuscript:
    """Bản thảo from text that may be pasted, decoded from a file or taken from a page."""
    check_length(len(text))
    old, convert = converter(text)
    manuscript = Manuscript(warnings=[converted_note(old)] if convert else [])
    rows = _rows(glued.part(_part_syllables(tidy(convert(text) if convert else text))))
    manuscript.blocks = _blocks(rows)
    return manuscript


def blocks_of_lines(text: str) -> list[Block]:
    """Paragraphs and tables of text that is Unicode but not tidied yet."""
    return _blocks(_rows(text))


def _part_syllables(text: str) -> str:
    """Undo the joining of syllables by underscores and the spaces around signs."""
    words = len(text.split())
    if not words or len(_JOINED.findall(text)) < 0.05 * words:
        return text
    text = text.replace("_", " ")
    text = re.sub(r" +([,.;:!?)%])", r"\1", text)
    text = re.sub(r"([(]) +", r"\1", text)
    text = re.sub(r"(?<=\w) / (?=[\wĐ])", "/", text)
    return re.sub(r'" ([^"\n]*?) "', r'"\1"', text)


def _rows(text: str) -> list[Row]:
    rows, gap = [], 0
    for raw in text.replace("\f", "\n\n").split("\n"):
        raw = raw.rstrip()
        stripped = raw.strip()
        if not stripped or not stripped.strip("* "):
            gap += 1
            continue
        if signs.RULE_LINE.match(stripped):
            gap += 1
            continue
        rows.append(Row(raw, stripped, gap))
        gap = 0
    return _without_page_numbers(rows)


def _without_page_numbers(rows: list[Row]) -> list[Row]:
    """Drop lines that only count pages: 2, 3, 4… far apart and outside tables."""
    found: list[int] = []
    previous = 0
    for index, row in enumerate(rows):
        match = re.fullmatch(
            r"(?:[-–] ?|Trang |trang )?(\d{1,3})(?: ?[-–]|/\d{1,3})?", row.text
        )
        if not match:
            continue
        near = {rows[i].text for i in (index - 1, index + 1) if 0 <= i < len(rows)}
        number = int(match[1])
        follows = number == previous + 1 or (not found and number in (1, 2))
        far = not found or index - found[-1] > 8
        if (
            "|" not in near
            and follows
            and far
            and (row.gap or index + 1 == len(rows) or found)
        ):
            found.append(index)
            previous = number
    dropped = set(found) if len(found) > 1 or (found and rows[found[0]].gap) else set()
    kept = []
    for index, row in enumerate(rows):
        if index in dropped:
            if index + 1 < len(rows):
                rows[index + 1].gap += row.gap + 1
                rows[index + 1].cut = True
            continue
        kept.append(row)
    return kept


def _blocks(rows: list[Row]) -> list[Block]:
    body: list[Row | Grid] = []
    texts, gaps = [row.text for row in rows], [row.gap for row in rows]
    raws = [row.raw for row in rows]
    index = 0
    while index < len(rows):
        grid, after = pipes.grid_at(texts, gaps, index)
        if grid is None:
            grid, after = stacked.grid_at(texts, gaps, index)
        if grid is None:
            grid, after = aligned.grid_at(raws, gaps, index)
        if grid:
            body.append(grid)
            index = after
        else:
            body.append(rows[index])
            index += 1
    body = _space_tables(_ending_columns(body))
    builder = _Builder(body)
    for piece in body:
        builder.take(piece)
    return emphasis.settle(builder.done())


class _Builder:
    """Puts rows together to paragraphs."""

    def __init__(self, pieces: list[Row | Grid]):
        rows = [p for p in pieces if isinstance(p, Row)]
        lengths = sorted(len(r.text) for r in rows if len(r.text) > 40)
        self.width = lengths[int(len(lengths) * 0.9)] if lengths else 80
        self.wrapped = _is_wrapped(rows, self.width)
        # Indents say something only where most lines stand at the margin.
        indents = sorted(r.indent for r in rows if len(r.text) > 40)
        self.margin = indents[len(indents) // 4] if indents else 0
        self.indented = self._shows_indents(indents)
        self.in_head = _has_head(pieces)
        self.in_list = False
        self.blocks: list[Block] = []
        self.open: Row | None = None

    def _shows_indents(self, indents: list[int]) -> bool:
        """Whether paragraphs begin with an indent while their other lines stand at the margin."""
        begun = sum(indent >= self.margin + 4 for indent in indents)
        level = sum(indent <= self.margin + 2 for indent in indents)
        return level >= 0.15 * len(indents) and begun >= 0.1 * len(indents)

    def take(self, piece: Row | Grid) -> None:
        if isinstance(piece, Grid):
            self.blocks.append(piece)
            self.open = None
            return
        ends_head = self.in_head and _ends_head(piece.text)
        if ends_head:
            self.in_head = False
        if signs.RECIPIENTS.match(fold(piece.text)):
            self.in_list = True
        last = self.blocks[-1] if self.blocks else None
        if (
            isinstance(last, Par)
            and self.open
            and not ends_head
            and self._continues(last, self.open, piece)
        ):
            last.text += " " + piece.text
        else:
            text = piece.raw.strip() if self.in_head else piece.text
            self.blocks.append(Par(text, gap=piece.gap > 0))
        self.open = piece

    def done(self) -> list[Block]:
        return self.blocks

    def _continues(self, par: Par, before: Row, row: Row) -> bool:
        if self.in_head:
            return False
        text = row.text.lstrip("*")
        if signs.ORDINAL_ALONE.fullmatch(par.text.strip("*")):
            return True
        ended = bool(_ENDS_PHRASE.search(par.text))
        full = len(before.text) >= 0.75 * self.width
        small = starts_small(text)
        stressed = row.text.startswith("*") and row.text[1:2] != " " and small
        if signs.begins_with_marker(row.text) and not stressed:
            # "chính trị / - xã hội", "2026 / - 2031": a dash inside a sentence
            dash = signs.DASH_RAW.match(text)
            after = text[dash.end() :] if dash else ""
            inside = dash and (starts_small(after) or after[:1].isdigit())
            return bool(self.wrapped and inside and full and not ended and not row.gap)
        if _is_head_line(row.text) or _stands_alone(par.text):
            return False
        if signs.goes_on_with_a_figure(par.text, text) and (row.cut or not row.gap):
            return True
        cut_off = not small and not (self.wrapped and full)
        apart = row.gap and not row.cut  # a paragraph of its own, not a page's end
        if (cut_off or apart) and _announces_below_a_basis(par.text, text):
            return False
        if row.gap:
            long_enough = len(par.text) >= (25 if row.cut else 60)
            return not ended and long_enough and self._runs_on(par.text, text)
        if self.in_list:
            # a wrapped entry of the list of recipients
            return (
                not ended
                and (small or par.text.endswith(","))
                and par.text[:1] in "-–*•+"
            )
        if emphasis.is_open(par.text) and not ended:
            return True
        if not self.wrapped:
            return not ended and (small or par.text.endswith(","))
        if self.indented and row.indent >= self.margin + 4:
            return False
        if ended and len(before.text) < 0.75 * self.width:
            return False
        return full or not ended or small

    def _runs_on(self, above: str, text: str) -> bool:
        """A sentence cut by a page: goes on small, or after a word that cannot end it."""
        if is_capitals(above):
            return False
        word = re.split(r"\W+", above.rstrip("* "))[-1].lower()
        return starts_small(text) or above.endswith(",") or word in _LINK_WORDS


def _is_wrapped(rows: list[Row], width: int) -> bool:
    """Whether sentences go on over line ends all through the text."""
    if width > 140:
        return False
    pairs = cut = 0
    for above, below in pairwise(rows):
        if below.gap or len(above.text) < 40:
            continue
        pairs += 1
        cut += starts_small(below.text) and not _ENDS_PHRASE.search(above.text)
    return pairs >= 4 and cut >= 0.3 * pairs


def _has_head(pieces: list[Row | Grid]) -> bool:
    """Whether a letterhead stands in lines of text (not in a table) at the top."""
    for piece in pieces[:25]:
        if isinstance(piece, Grid):
            return False
        folded = fold(piece.text)
        if _ends_head(piece.text):
            return False
        if signs.MOTTO.search(folded) or signs.NUMBER_LINE.search(folded):
            return True
    return False


def _ends_head(text: str) -> bool:
    folded = fold(text.strip("* "))
    if signs.ADDRESSEE.match(folded):
        return True
    kind = signs.KIND_LINE.match(folded)
    if kind and is_capitals(text.strip("* ")[: kind.end("kind")]):
        return True
    return bool(signs.BASIS_START.match(folded)) and len(text) > 30


def _announces_below_a_basis(above: str, text: str) -> bool:
    """ "Xét đề nghị của …," and the sentence that announces the plan are two paragraphs."""
    return (
        above.endswith(",")
        and bool(signs.BASIS_START.match(fold(above)))
        and bool(organisations.announced_by(text))
    )


def _is_head_line(text: str) -> bool:
    """A line that never goes on the one above it: title, addressee, post, name list."""
    plain = text.strip("* ")
    folded = fold(plain)
    if signs.RECIPIENTS.match(folded) or signs.ADDRESSEE.match(folded):
        return True
    if (
        signs.BASIS_START.match(folded)
        and plain[:1].isupper()
        and not starts_small(plain)
    ):
        return len(plain) > 25
    if signs.ON_BEHALF_RAW.match(plain) and is_capitals(plain):
        return True
    if signs.POST_LINE.match(folded) and is_capitals(plain) and len(plain) < 60:
        return True
    return bool(signs.ANNEX_RAW.match(plain)) and len(plain) < 40


def _stands_alone(text: str) -> bool:
    """A line that nothing goes on: the name of the type, a post, "./."."""
    plain = text.strip("* ")
    folded = fold(plain)
    kind = signs.KIND_LINE.match(folded)
    if kind and not kind["rest"].strip() and is_capitals(plain):
        return True
    if signs.END_MARK.search(plain):
        return True
    if signs.RECIPIENTS.fullmatch(folded):
        return True
    return (
        bool(signs.POST_LINE.match(folded)) and is_capitals(plain) and len(plain) < 60
    )


def _ending_columns(pieces: list[Row | Grid]) -> list[Row | Grid]:
    """Recipients and signature printed side by side become a table of two cells."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Row) and signs.RECIPIENTS.match(fold(piece.text)):
            segments = _SEGMENTS.split(piece.text)
            if len(segments) < 2:
                continue
            split = piece.raw.rindex(segments[-1])
            left: list[Par] = []
            right: list[Par] = []
            end = index
            for end in range(index, len(pieces)):
                row = pieces[end]
                if isinstance(row, Grid) or signs.ANNEX_RAW.match(row.text):
                    break
                parts = _SEGMENTS.split(row.text)
                if len(parts) > 1:
                    left.append(Par(parts[0]))
                    right.extend(Par(part) for part in parts[1:])
                elif row.indent >= 0.6 * split or row.raw.startswith("\t"):
                    right.append(Par(row.text))
                else:
                    left.append(Par(row.text))
            else:
                end += 1
            return [*pieces[:index], Grid([[left, right]]), *pieces[end:]]
    return pieces


def _space_tables(pieces: list[Row | Grid]) -> list[Row | Grid]:
    """Rows of three and more columns set by wide spaces or tabs become a table."""
    result: list[Row | Grid] = []
    index = 0
    while index < len(pieces):
        run: list[list[str]] = []
        while index + len(run) < len(pieces):
            piece = pieces[index + len(run)]
            if isinstance(piece, Grid):
                break
            cells = _SEGMENTS.split(piece.text)
            if len(cells) < 3 or (run and len(cells) != len(run[0])):
                break
            run.append(cells)
        if len(run) >= 3:
            result.append(Grid([[[Par(cell)] for cell in row] for row in run]))
            index += len(run)
        else:
            result.append(pieces[index])
            index += 1
    return result
