"""Người soát: runs every rule over one paper."""

from reports.checking import (  # noqa: F401 loading them registers their rules
    annex_rules,
    body_rules,
    end_rules,
    file_rules,
    head_rules,
    mark_rules,
    page_rules,
    wording_rules,
)
from reports.checking.anatomy import dissect
from reports.checking.findings import RULES, Finding, Level
from reports.checking.measure import sheets


def check(pdf: bytes, *, final: bool = True) -> list[Finding]:
    """Every rule's finding on the paper, in the decree's order: ok, warning or error.

    ``final`` False leaves out what only an issued file has (PDF/A, tags, its data). A file
    that is no readable PDF gives one error. Takes some 30 ms a page.
    """
    import pypdfium2  # noqa: PLC0415 a C library that only a worker needs

    try:
        paper = dissect(list(sheets(pdf)), pdf)
    except pypdfium2.PdfiumError:
        return [
            Finding(
                rule="PDF",
                level=Level.ERROR,
                message_vi="Tệp không đọc được như một tệp PDF.",
            )
        ]
    return [
        finding
        for rule in sorted(RULES, key=_order)
        if final or rule.code not in file_rules.FINAL_ONLY
        for finding in rule.findings(paper)
    ]


def _order(rule: object) -> tuple[int, str]:
    code = getattr(rule, "code", "")
    digits = code.removeprefix("R")
    return (int(digits), "") if digits.isdigit() else (1000, code)
