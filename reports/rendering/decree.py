"""Theo thể thức: what the decree fixes, whatever way the plan was typed.

The plan itself, and its twin in the file, stay as they are.
"""

import re
from dataclasses import replace

from campaigns.content import ADDRESSED, Line, PaperKind, PlanContent
from campaigns.outline import LineKind
from reports.rendering import casing, naming

_OWN_NOTE = re.compile(r"^\(\s*(?:Ban hành\s+)?[Kk]èm theo\b.*\)?$")
_AS_ABOVE = re.compile(r"^(?:- )?như (?:trên|kính gửi)$", re.IGNORECASE)
# Agencies whose abbreviation every office writes alike.
_INITIALS = (
    (r"\bHỘI ĐỒNG THI ĐUA\W+KHEN THƯỞNG\b", "HĐTĐKT"),
    (r"\b(?:ỦY|UỶ) BAN NHÂN DÂN\b|^UBND\b", "UBND"),
    (r"\bHỘI ĐỒNG NHÂN DÂN\b|^HĐND\b", "HĐND"),
)


def as_printed(content: PlanContent) -> PlanContent:
    """Names and posts in capitals (R13, R14, R60), the title out of them (R21), a symbol that
    says its type and agency (R16), annexes numbered and announced as R90–R92 have it, the
    letter's first recipient (R83). Lines keep their positions.
    """
    head, block = content.letterhead, content.signature
    authority = head.authority.upper()
    title = casing.title_of(content).strip()
    if content.kind is not PaperKind.LETTER:  # there it follows "V/v"
        title = title[:1].upper() + title[1:]
    return replace(
        content,
        title=title,
        competence=content.competence.upper(),
        letterhead=replace(
            head,
            parent_authority=head.parent_authority.upper(),
            authority=authority,
            symbol=head.symbol.strip() or _symbol(content.kind, authority),
        ),
        lines=_lines(content),
        recipients=_recipients(content),
        signature=replace(
            block,
            authority_lines=tuple(line.upper() for line in block.authority_lines),
            title_below=block.title_below.upper(),
        ),
    )


def _symbol(kind: PaperKind, authority: str) -> str:
    """ "KH-UBND"; without an agency that is known, the type alone."""
    name = " ".join(authority.split())
    agency = next((code for pattern, code in _INITIALS if re.search(pattern, name)), "")
    return "-".join(filter(None, (naming.KIND_CODES[kind], agency)))


def _lines(content: PlanContent) -> tuple[Line, ...]:
    lines = list(content.lines)
    for index, line in enumerate(lines):
        if line.kind is LineKind.ANNEX:
            if line.marker.lower().startswith("phụ lục"):
                lines[index] = replace(line, marker="")
            below = index + 1
            # the paper writes its own "(Kèm theo …)"
            if below < len(lines) and _OWN_NOTE.match(lines[below].text.strip()):
                lines[below] = replace(lines[below], text="", marker="")
    return tuple(lines)


def _recipients(content: PlanContent) -> tuple[str, ...]:
    names = tuple(name for name in content.recipients if name.strip())
    if content.kind not in ADDRESSED or not names:
        return names
    return (
        "Như trên",
        *(name for name in names if not _AS_ABOVE.match(name.strip(" ;.,"))),
    )
