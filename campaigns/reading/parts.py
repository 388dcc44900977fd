"""Chia phần: cut a manuscript into head, title, body, ending and annexes."""

import re
from dataclasses import dataclass, field

from campaigns.reading import signs
from campaigns.reading.language import fold, is_capitals, squeeze, starts_small
from campaigns.reading.manuscript import Block, Grid, Manuscript, Par

_HEAD_LINES = 45  # a title stands within the first lines
_COMPETENT = re.compile(r"(?:chủ tịch\s+)?(?:ủy ban nhân dân|ubnd)\b")
_ISSUING = ("quyết định",)
_PAREN = re.compile(r"^\(.*\)\.?$", re.S)


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


def divide(manuscript: Manuscript) -> Parts:
    """Manuscript → its parts. A part that is not there stays empty."""
    blocks = list(manuscript.blocks)
    parts = Parts()
    start = _take_top(blocks, parts)
    body, ending = _cut_ending(blocks[start:])
    parts.body = body
    _take_ending(ending, parts)
    if parts.kind_word in _ISSUING:
        _take_attached(parts)
    return parts


def _take_attached(parts: Parts) -> None:
    """A decision that issues a plan: the plan's own title and text are what matters."""
    for index, block in enumerate(parts.after[:6]):
        kind = _kind_in(block)
        if kind and kind not in _ISSUING:
            attached = Parts()
            start = _take_top(parts.after[index:], attached)
            parts.title, parts.kind_word = attached.title, attached.kind_word
            parts.body = [*parts.body, *parts.after[index + start :]]
            parts.after = []
            return


# ---- the top ---------------------------------------------------------------------------
def _take_top(blocks: list[Block], parts: Parts) -> int:
    """Fill head, kind, title; index of the first block of the body."""
    at = _title_at(blocks)
    if at is None:
        return _take_letter_top(blocks, parts)
    index, kind = at
    parts.is_titled = bool(_kind_in(blocks[index]))
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
        kind = _kind_in(block)
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


def _kind_in(block: Block) -> str:
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


# ---- the end ---------------------------------------------------------------------------
def _cut_ending(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Divide where the closing sentence ends and recipients, signature, annexes begin."""
    recipients = next(
        (i for i, block in enumerate(blocks) if _has_recipients(block)), None
    )
    closing = _closing_before(
        blocks, recipients if recipients is not None else len(blocks)
    )
    if recipients is not None:
        start = recipients
        low = closing + 1 if closing is not None else max(0, recipients - 8)
        for index in range(recipients - 1, low - 1, -1):
            if not _is_signing(blocks[index], upper=True):
                break
            start = index
        return blocks[:start], blocks[start:]
    # no list of recipients: a signature or an annex may still follow
    for index in range(closing + 1 if closing is not None else 0, len(blocks)):
        block = blocks[index]
        annex = isinstance(block, Par) and _is_annex(block)
        signing = _is_signing(block, upper=False) and (
            closing is not None or index > len(blocks) - 8
        )
        if annex or signing:
            return blocks[:index], blocks[index:]
    return blocks, []


def _closing_before(blocks: list[Block], end: int) -> int | None:
    for index in range(min(end, len(blocks)) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Par) and signs.END_MARK.search(block.text.strip("* ")):
            return index
    return None


def _has_recipients(block: Block) -> bool:
    if isinstance(block, Grid):
        return any(
            signs.RECIPIENTS.match(fold(p.text)) for cell in block.cells() for p in cell
        )
    match = signs.RECIPIENTS.match(fold(block.text))
    if not match:
        return False
    return len(block.text) < 40 or block.text[match.end() :].lstrip()[:1] in "-–\n"


def _is_signing(block: Block, *, upper: bool) -> bool:
    """Whether a block can be part of a signature. ``upper``: it stands above the recipients."""
    if isinstance(block, Grid):
        text = block.text()
        return any(is_authority(line) for line in text.split("\n")) and len(text) < 600
    text = block.text.strip()
    if is_authority(text) or signs.SIGNED.match(fold(text)):
        return True
    if len(text) < 70 and signs.PLACE_DATE.match(fold(text)):
        return True
    return upper and (is_name(text) or is_capitals(text)) and len(text) < 60


def is_authority(text: str) -> bool:
    """Quyền hạn, chức vụ: "TM. …", "KT. …", "CHỦ TỊCH" in capitals."""
    plain = text.strip("* \n")
    if len(plain) > 110 or not plain or signs.begins_with_marker(plain):
        return False
    if signs.ON_BEHALF_RAW.match(plain):
        return is_capitals(plain) or len(plain) < 45
    return is_capitals(plain.split("\n")[0]) and bool(
        signs.POST_LINE.match(fold(plain))
    )


_NAME_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_DEGREE = re.compile(
    r"^(?:(?:ThS|TS|GS|PGS|BS|CN|KS|BSCKI{1,2}|"
    r"Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy)(?:\.\s*|\s+))+",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Họ tên: two to six words, each with a capital (or all in capitals)."""
    plain = _DEGREE.sub("", text.strip("* .\n"))
    words = plain.split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.fullmatch(w) for w in words):
        return False
    return all(w[0].isupper() for w in words) and len(plain) < 45


def _is_annex(par: Par) -> bool:
    match = signs.ANNEX_RAW.match(par.text.strip("* "))
    if not match or len(par.text) > 300:
        return False
    return (
        is_capitals(match["name"]) or len(match["rest"].strip(" .:")) < 3 or par.centred
    )


def _take_ending(ending: list[Block], parts: Parts) -> None:
    """Sort what follows the body into recipients, signature and the rest."""
    listing = signing = False
    for index, block in enumerate(ending):
        if (
            isinstance(block, Par)
            and _is_annex(block)
            and not _belongs_to_list(block, listing)
        ):
            parts.after = ending[index:]
            return
        if isinstance(block, Grid):
            if not _is_ending_table(block):
                parts.after = ending[index:]
                return
            for cell in block.cells():
                _sort_cell(cell, parts)
            listing, signing = False, True
            continue
        for line in block.text.split("\n"):
            if not line.strip():
                continue
            par = Par(line.strip(), marker=block.marker)
            folded = fold(par.text)
            if match := signs.RECIPIENTS.match(folded):
                listing = True
                rest = par.text[match.end() :].strip()
                if rest:
                    parts.recipients.append(Par(rest))
            elif len(par.text) < 70 and signs.PLACE_DATE.match(folded):
                parts.date_line = par.text
            elif is_authority(par.text) or signs.SIGNED.match(folded):
                signing, listing = True, False
                parts.signature.append(par)
            elif listing and _in_list(par, parts.recipients):
                parts.recipients.append(par)
            elif signing and not _name_given(parts) and len(par.text) < 60:
                listing = False
                parts.signature.append(par)
            elif (
                not listing
                and not parts.recipients
                and is_capitals(par.text)
                and len(par.text) < 90
            ):
                parts.signature.append(par)
                signing = True
            elif (
                listing
                and not _name_given(parts)
                and is_name(par.text)
                and parts.signature
            ):
                parts.signature.append(par)
                listing = False
            else:
                parts.after = [
                    Par(line.strip(), marker=block.marker),
                    *ending[index + 1 :],
                ]
                return


def _name_given(parts: Parts) -> bool:
    """Whether the signer's name has been read already."""
    names = [p for p in parts.signature if not is_authority(p.text) and is_name(p.text)]
    return any(not is_capitals(p.text) for p in names)


def _in_list(par: Par, entries: list[Par]) -> bool:
    text = par.text
    if par.marker or re.match(r"[-–+•*]", text):
        return True
    if not entries:
        return len(text) < 120
    if is_name(text) and not text.endswith((";", ".")) and is_capitals(text) is False:
        # "Văn Phòng" may be an entry, but a name after "Lưu: …" is a signature
        return not re.search(r"\blưu\b", fold(entries[-1].text))
    if re.search(r"\blưu\b", fold(entries[-1].text)):
        return len(text) <= 14 and not is_name(text)
    return len(text) < 120


def _belongs_to_list(par: Par, listing: bool) -> bool:
    return listing and par.text.lstrip()[:1] in "-–"


def _is_ending_table(grid: Grid) -> bool:
    text = grid.text()
    if any(signs.RECIPIENTS.match(fold(line)) for line in text.split("\n")):
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    return len(text) < 600 and any(is_authority(line) for line in lines)


def _sort_cell(cell: list[Par], parts: Parts) -> None:
    listing = False
    for par in cell:
        for line in par.text.split("\n"):
            text = line.strip()
            if not text:
                continue
            folded = fold(text)
            if match := signs.RECIPIENTS.match(folded):
                listing = True
                if rest := text[match.end() :].strip():
                    parts.recipients.append(Par(rest))
            elif listing and not is_authority(text):
                parts.recipients.append(Par(text, marker=par.marker))
            else:
                listing = False
                parts.signature.append(Par(text))
