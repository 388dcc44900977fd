"""Dấu sao: markdown emphasis, read for what is bold and then taken away."""

import re

from campaigns.reading.manuscript import Block, Grid, Par

_STARS = re.compile(r"(?<!\s)\*+|\*+(?!\s)")
_HEADING = re.compile(r"#{1,6}\s+")


def is_open(text: str) -> bool:
    """Whether bold words have begun and not ended yet."""
    return text.count("**") % 2 == 1


def settle(blocks: list[Block]) -> list[Block]:
    """Take the stars out of all paragraphs; set ``bold_to``, ``italic`` and a literal star."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            for cell in block.cells():
                cell[:] = [par for par in map(_settled, cell) if par.text]
            kept.append(block)
        else:
            block = _settled(block)
            if block.text:
                kept.append(block)
    return kept


def _settled(par: Par) -> Par:
    text = par.text
    if heading := _HEADING.match(text):
        par.text = text[heading.end() :]
        par.bold_to = len(par.text)
        return par
    if "*" not in text:
        return par
    stars = [m for m in _STARS.finditer(text)]
    singles = sum(len(m[0]) % 2 for m in stars)
    starts = text.startswith("*")
    literal = starts and singles % 2 == 1
    words, end, bold, bold_to, counting = "", 0, False, 0, False
    for number, match in enumerate(stars):
        words += text[end : match.start()]
        end = match.end()
        turns_bold = len(match[0]) >= 2 and not (literal and number == 0)
        if turns_bold:
            if not bold and not words.strip():
                counting = True
            elif bold and counting:
                bold_to, counting = len(words.rstrip()), False
            bold = not bold
    words += text[end:]
    if bold and counting:
        bold_to = len(words)
    lead = len(words) - len(words.lstrip())
    par.italic = par.italic or (starts and not literal and len(stars[0][0]) % 2 == 1)
    par.text = (
        re.sub(r"[ \t]+", " ", words.strip()) if "   " not in words else words.strip()
    )
    par.bold_to = max(0, min(bold_to - lead, len(par.text)))
    if literal and not par.marker:
        par.marker = "*"
    return par
