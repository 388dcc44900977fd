"""Bản Word: the paper as a .docx, with the pages of the PDF. Loading this loads no library."""

from campaigns.content import PlanContent
from reports.rendering import FINAL, PaperMarks

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write_docx(content: PlanContent, *, marks: PaperMarks = FINAL) -> bytes:
    """Dựng tệp Word: equal bytes for equal content and marks, the plan's twin within.

    Raises PaperRefused, naming the place, for what cannot or must not be printed.
    """
    # python-docx takes a while to load and only who writes such a file needs it.
    from reports.word.writing import write  # noqa: PLC0415 loads python-docx

    return write(content, marks)


__all__ = ["MIME", "write_docx"]
