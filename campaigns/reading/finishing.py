"""Hoàn chỉnh bản thảo: every extractor's raw paragraphs become clean Unicode."""

from campaigns.reading.decoding import tidy
from campaigns.reading.legacy import TWICE, converter
from campaigns.reading.limits import check_length
from campaigns.reading.manuscript import Grid, Manuscript, Par


def converted_note(encoding: str) -> str:
    """What the officer is told of letters that were brought to Unicode."""
    if encoding == TWICE:
        return "Chữ trong tệp bị vỡ do mở nhầm bảng mã, đã khôi phục; hãy soát lại."
    return (
        f"Văn bản gõ bằng bảng mã cũ ({encoding}), đã chuyển sang Unicode;"
        " hãy soát lại chữ hoa, dấu."
    )


def finish(manuscript: Manuscript) -> Manuscript:
    """Bring an old encoding to Unicode if the whole text is in one, and tidy every paragraph."""
    pars = list(_pars(manuscript))
    check_length(sum(len(par.text) for par in pars))
    old, convert = converter("\n".join(par.text for par in pars))
    if convert:
        manuscript.warnings.append(converted_note(old))
    for par in pars:
        head = par.text[: par.bold_to]
        if convert:
            par.text, head = convert(par.text), convert(head)
        text, head = tidy(par.text), tidy(head)
        lead = len(text) - len(text.lstrip())
        par.text = text.strip()
        par.bold_to = max(0, min(len(head.rstrip()) - lead, len(par.text)))
    manuscript.blocks = [b for b in manuscript.blocks if isinstance(b, Grid) or b.text]
    for block in manuscript.blocks:
        if isinstance(block, Grid):
            for cell in block.cells():
                cell[:] = [par for par in cell if par.text]
    return manuscript


def _pars(manuscript: Manuscript) -> list[Par]:
    found: list[Par] = []
    for block in manuscript.blocks:
        if isinstance(block, Grid):
            found.extend(par for cell in block.cells() for par in cell)
        else:
            found.append(block)
    return found
