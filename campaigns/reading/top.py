"""Phần đầu văn bản: where letterhead, type word, title and addressees end."""

import re

from campaigns.reading import signs
from campaigns.reading.language import fold, is_capitals, squeeze, starts_small
from campaigns.reading.manuscript import Block, Grid, Par, Parts

_HEAD_LINES = 45  # a title stands within the first lines
_COMPETENT = re.compile(r"(?:chủ tịch\s+)?(?:ủy ban nhân dân|ubnd)\b")
_PAREN = re.compile(r"^\(.*\)\.?$", re.S)


def take_top(blocks: list[Block], parts: Parts) -> int:
    """Fill head, kind, title; index of the first block of the body."""
    at = _title_at(blocks)
    if at is None:
        return _take_letter_top(blocks, parts)
    index, kind = at
    parts.is_titled = bool(kind_in(blocks[index]))
    parts.head = _lines(blocks[:index])
    block = blocks[index]
    if isinstance(block, Grid):  # a title set in a table cell
        pars = [par for cell in block.cells() for par in cell]
        first = next(i for i, par in enumerate(pars) if _kind_of(par.text, loose=True))
        parts.head = "\n".join([parts.head, *(par.text for par in pars[:first])])
        rest = pars[first:]
    else:
        rest = [block]
    return _take_title(blocks, index, rest, kind, parts)


def _take_title(blocks, index, rest, kind, parts) -> int:
    parts.kind_word = kind
    pieces = []
    after_kind = _after_kind(rest[0].text, kind)
    if after_kind:
        pieces.append(after_kind)
    pieces.extend(par.text for par in rest[1:])
    index += 1
    last = rest[-1]
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Grid):
            break
        text = block.text.strip()
        if signs.WEB_NOTE.match(fold(text)) and len(text) < 130:
            parts.left_out += 1
            index += 1
            continue
        if again := _repeats(text, kind, pieces):
            pieces = again
            index += 1
            continue
        if not _goes_on(block, last, pieces):
            break
        pieces.append(text)
        last = block
        index += 1
    title = squeeze(" ".join(pieces)).strip(" *:-")
    title = re.sub(r"^[Vv]/[Vv]\s*:?\s*", "", title)
    parts.title = re.sub(r"\s*\.$", "", title)
    return _take_addressees(blocks, index, parts)


def _repeats(text: str, kind: str, pieces: list[str]) -> list[str] | None:
    """The title printed again (a page's headline, then the paper): keep the last one."""
    so_far = squeeze(" ".join(pieces))
    if not so_far or _kind_of(text, loose=True) != kind:
        return None
    after = squeeze(_after_kind(text, kind))
    return [after] if fold(after) == fold(so_far) else None


def _goes_on(block: Par, last: Par, pieces: list[str]) -> bool:
    """Whether a paragraph after the type word still belongs to the title."""
    text = block.text.strip()
    folded = fold(text)
    if signs.begins_with_marker(text) or block.marker:
        return False
    # "thực hiện phong trào …" may be the title itself; a basis ends with a sign
    basis = signs.BASIS_START.match(folded) and not is_capitals(text)
    if basis and (pieces or re.search(r"[;.:]$", text) or len(text) > 250):
        return False
    if signs.ADDRESSEE.match(folded) or (_PAREN.match(text) and pieces):
        return False
    if text.endswith("./.") or len(text) > 420:
        return False
    if pieces and _COMPETENT.match(folded) and is_capitals(text):
        return (
            False  # the authority that decides, printed under the title of a decision
        )
    if not pieces:
        return len(text) < 420 and not re.search(r"[.;:]$", text)
    so_far = " ".join(pieces)
    if is_capitals(so_far):
        return is_capitals(text) and not text.endswith((";", "."))
    if is_capitals(text):
        return False
    if re.search(r"[.;:]$", text) or len(text) > 250:
        return False
    cut = starts_small(text) or re.search(
        r"(?:,|\b(?:và|của|các|về|năm|tại|cho|với|Việt))$", so_far
    )
    return (
        not block.gap
        or bool(cut)
        or (block.bold and last.bold)
        or (block.centred and last.centred)
    )


def _take_addressees(blocks: list[Block], index: int, parts: Parts) -> int:
    while index < len(blocks):
        par = blocks[index]
        if isinstance(par, Grid):
            break
        folded = fold(par.text)
        match = signs.ADDRESSEE.match(folded)
        if match:
            rest = par.text[match.end() :].strip(" :\n*")
            entries = re.split(r"\n|;\s*(?:-\s*)?(?=[A-ZĐ])", rest)
            parts.addressees = [e for e in (_entry(e) for e in entries) if e]
        elif parts.addressees and _text(blocks[index - 1]).rstrip().endswith(","):
            parts.addressees[-1] += ", " + _entry(par.text)
        elif parts.addressees or (index and _is_addressee(blocks[index - 1])):
            if not re.match(r"\s*[-–]", par.text) or signs.BASIS_START.match(folded):
                break
            parts.addressees.append(_entry(par.text))
        else:
            break
        index += 1
    return index


def _is_addressee(block: Block) -> bool:
    return isinstance(block, Par) and bool(signs.ADDRESSEE.match(fold(block.text)))


def _entry(text: str) -> str:
    return squeeze(text).lstrip("-–+• ").rstrip(" ;.,")


def _take_letter_top(blocks: list[Block], parts: Parts) -> int:
    """A letter, or a text without a title: the head ends at the addressee or the first basis."""
    for index, block in enumerate(blocks[:_HEAD_LINES]):
        text = _text(block)
        if isinstance(block, Par) and signs.ADDRESSEE.match(fold(text)):
            parts.head = _lines(blocks[:index])
            return _take_addressees(blocks, index, parts)
    evidence = 0
    for index, block in enumerate(blocks[:12]):
        text = _text(block)
        if _is_head_evidence(text):
            evidence = index + 1
    parts.head = _lines(blocks[:evidence])
    return evidence


def _is_head_evidence(text: str) -> bool:
    folded = fold(text)
    if len(text) > 700:
        return False
    dated = signs.PLACE_DATE.search(folded)
    return bool(
        signs.MOTTO.search(folded)
        or signs.NUMBER_LINE.search(folded)
        or (dated and len(text) < 90)
    )


def _title_at(blocks: list[Block]) -> tuple[int, str] | None:
    """(index, type word folded) of the line that names the type of the paper."""
    return _strict_title(blocks) or _loose_title(blocks)


def _strict_title(blocks: list[Block]) -> tuple[int, str] | None:
    found = None
    for index, block in enumerate(blocks[:_HEAD_LINES]):
        kind = kind_in(block)
        if found:
            # a page's headline first, then the letterhead, then the title
            between = "\n".join(_text(b) for b in blocks[found[0] + 1 : index])
            if kind and _is_head_evidence(between):
                return index, kind
            if index > found[0] + 20:
                break
        elif kind:
            found = index, kind
        elif _starts_body(block):
            break
    return found


def _loose_title(blocks: list[Block]) -> tuple[int, str] | None:
    """A title in small letters ("Kế hoạch công tác tháng 10") at the very top."""
    for index, block in enumerate(blocks[:13]):
        if isinstance(block, Grid):
            continue
        if kind := _kind_of(block.text, loose=True):
            return index, kind
        if signs.ADDRESSEE.match(fold(block.text)) or len(block.text) > 260:
            break
    return None


def kind_in(block: Block) -> str:
    """The type word that a block begins with (in a small table: any of its lines), or ""."""
    if isinstance(block, Par):
        return _kind_of(block.text, loose=False)
    if len(block.text()) >= 1500:
        return ""
    pars = (par for cell in block.cells() for par in cell)
    return next((kind for par in pars if (kind := _kind_of(par.text, loose=False))), "")


def _starts_body(block: Block) -> bool:
    if isinstance(block, Grid):
        return False
    folded = fold(block.text)
    if signs.ADDRESSEE.match(folded):
        return True
    return bool(signs.BASIS_START.match(folded)) and len(block.text) > 60


def _text(block: Block) -> str:
    return block.text() if isinstance(block, Grid) else block.text


def _kind_of(text: str, *, loose: bool) -> str:
    """The type word a line begins with. Strictly: in capitals, or alone on the line."""
    folded = fold(text)
    match = signs.KIND_LINE.match(folded)
    if not match or len(text) > 500:
        return ""
    word = text[match.start("kind") : match.end("kind")]
    rest = match["rest"].strip()
    kind = squeeze(match["kind"])
    if is_capitals(word) or not rest.strip(" .:*"):
        return kind
    sentence = re.search(r"[.;]$|[.;]\s", rest) or rest.startswith(
        ("số", "này", ":", "của")
    )
    if (
        loose
        and word[:1].isupper()
        and not sentence
        and len(text) < 260
        and kind in signs.KINDS
    ):
        return kind
    return ""


def _after_kind(text: str, kind: str) -> str:
    match = signs.KIND_LINE.match(fold(text))
    rest = text[match.start("rest") :].strip() if match else text
    return rest.lstrip(":-– ")


def _lines(blocks: list[Block]) -> str:
    lines = []
    for block in blocks:
        lines.append(block.text() if isinstance(block, Grid) else block.text)
    return "\n".join(lines)
