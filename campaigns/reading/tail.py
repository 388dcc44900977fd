"""Phần cuối văn bản: recipients, signature and what follows them."""

import re

from campaigns.reading import glued, signs
from campaigns.reading.language import fold, is_capitals
from campaigns.reading.manuscript import Block, Grid, Par, Parts
from campaigns.reading.persons import is_authority, is_name


def cut_ending(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
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


def _is_annex(par: Par) -> bool:
    match = signs.ANNEX_RAW.match(par.text.strip("* "))
    if not match or len(par.text) > 300:
        return False
    return (
        is_capitals(match["name"]) or len(match["rest"].strip(" .:")) < 3 or par.centred
    )


def take_ending(ending: list[Block], parts: Parts) -> None:
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
        for line in _parted(block.text):
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


def _parted(text: str) -> list[str]:
    """The lines of a paragraph of the ending; glued ones are parted before an authority."""
    return [
        piece
        for line in text.split("\n")
        for piece in (glued.part_ending(line) if len(line) < 300 else [line])
        if piece.strip()
    ]


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
    # a long list goes on in a cell below its first
    goes_on = parts.recipients and cell and signs.DASH_RAW.match(cell[0].text)
    listing = bool(goes_on)
    for par in cell:
        for line in _parted(par.text):
            text = line.strip()
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
