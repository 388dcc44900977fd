"""Cuối văn bản: the recipients beside the signing block, and a long list's rest below."""

from campaigns.content import PlanContent
from reports.rendering import paper, wording
from reports.rendering.blocks import BODY
from reports.rendering.metrics import MM
from reports.word.markup import held, lines, paragraph, row, run, table

LEFT, RIGHT = 0.42, 0.58
# Room for the signature; what ends a section in Word has its two points below the table.
INK = 36 * MM - 2
_NN_LINE = 16.1


def ending(content: PlanContent, measure: float) -> str:
    """A table without rules; a long list goes on below the signature, also overleaf."""
    beside, below = paper.recipients_of(content, measure)
    mark = wording.check(content.drafter_mark, "Ký hiệu người soạn thảo")
    widths = (LEFT * measure, RIGHT * measure)
    left = paragraph(run("Nơi nhận:"), "NoiNhan", line=_NN_LINE)
    left += "".join(_recipient(name, 3 * MM) for name in beside)
    if mark and not below:
        left += _drafter(mark, 6 * MM)
    rows = [row((left, _signing(content, widths[1])), widths)]
    for name in below:  # a row each: no page parts one
        more = _recipient(name, 3 * MM)
        if mark and name is below[-1]:
            more += _drafter(mark, 0)
        rows.append(row((more, paragraph("", "NguoiNhan")), widths))
    return table(rows, widths, framed=False)


def _recipient(name: str, right: float) -> str:
    return paragraph(run(f"- {held(name)}"), "NguoiNhan", right=right)


def _drafter(mark: str, right: float) -> str:
    return paragraph(run(mark), "NguoiNhan", before=6, right=right, align="right")


def _signing(content: PlanContent, column: float) -> str:
    block, inner = content.signature, column - 6 * MM

    def set_in(text: str, where: str) -> list[str]:
        for part in text.split("\n"):
            wording.check(part, where)
        return wording.lines(text, "bold", BODY, inner)

    found = "".join(
        paragraph(lines(set_in(text, "Quyền hạn của người ký")), "NguoiKy")
        for text in block.authority_lines
        if text.strip()
    )
    below = set_in(block.title_below, "Chức vụ của người ký")
    names = [*below, *set_in(block.signer, "Họ tên người ký")] or [""]
    for index, text in enumerate(names):
        inner_run = run(text) if text else ""
        found += paragraph(inner_run, "NguoiKy", before=0 if index else INK)
    return found
