"""Văn bản tờ trình: the submission as the value that is printed, signed and kept as a twin."""

from collections.abc import Iterator, Sequence

from awards.deciding.paper import split, tables
from awards.models import Submission, SubmissionLine
from campaigns.content import (
    Letterhead,
    Line,
    PaperKind,
    PlanContent,
    SignatureBlock,
)
from campaigns.heads import default_symbol
from campaigns.outline import LineKind
from units.authority import authority_lines

ANNEX = "Danh sách trích ngang đề nghị khen thưởng"


def rows_of(submission: Submission) -> list[SubmissionLine]:
    """Its list in the order in which it was laid; one query."""
    return list(SubmissionLine.objects.of(submission).for_page())


def symbol_of(submission: Submission) -> str:
    return default_symbol(PaperKind.SUBMISSION, submission.authority)


def content_of(submission: Submission) -> PlanContent:
    """Its paper as it would be printed now. ``submission`` as ``for_page`` reads it."""
    return paper_of(submission, rows_of(submission))


def paper_of(submission: Submission, lines: Sequence[SubmissionLine]) -> PlanContent:
    """Equal submissions print equal papers. ``lines`` in the order of the list."""
    authority, signer = submission.authority, submission.signer
    block = authority_lines(signer) if signer else None
    return PlanContent(
        kind=PaperKind.SUBMISSION,
        letterhead=Letterhead(
            parent_authority=authority.letterhead_parent,
            authority=authority.letterhead,
            symbol=symbol_of(submission),
            place=authority.place,
            addressees=(submission.superior_name,),
        ),
        title=submission.title,
        lines=tuple(_lines(submission, lines)),
        recipients=tuple(split(submission.recipients)),
        signature=SignatureBlock(
            authority_lines=block.lines if block else (),
            title_below=block.title_below if block else "",
            signer=signer.user.full_name if signer else "",
        ),
    )


def _lines(submission: Submission, lines: Sequence[SubmissionLine]) -> Iterator[Line]:
    for text in split(submission.bases):
        yield Line(kind=LineKind.BASIS, text=text.rstrip(" ;."))
    for text in split(submission.body):
        yield Line(kind=LineKind.PARAGRAPH, text=text)
    if lines:
        yield Line(kind=LineKind.ANNEX, text=ANNEX)
        yield from tables(lines)
