"""Văn bản giấy mời (Mẫu 1.10, Phụ lục III Nghị định 30/2020/NĐ-CP) as the value that is printed.

A session in writing has nothing to come to: its members get a letter (Mẫu 1.5) instead.
"""

from collections.abc import Iterator

from awards.convoking.laying import moment
from awards.deciding.paper import split
from awards.models import Convocation
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
from units.wording import vn_date


def kind_of(made: Convocation) -> PaperKind:
    return PaperKind.LETTER if made.is_letter else PaperKind.INVITATION


def symbol_of(made: Convocation) -> str:
    return default_symbol(kind_of(made), made.unit, split(made.recipients))


def content_of(made: Convocation) -> PlanContent:
    """Equal invitations print equal papers. ``made`` as ``for_page`` reads it."""
    council, signer = made.unit, made.signer
    block = authority_lines(signer) if signer else None
    return PlanContent(
        kind=kind_of(made),
        letterhead=Letterhead(
            parent_authority=council.letterhead_parent,
            authority=council.letterhead,
            symbol=symbol_of(made),
            place=council.place,
            addressees=tuple(split(made.invitees)) if made.is_letter else (),
        ),
        title=made.title,
        lines=tuple(_paragraph(text) for text in _said(made)),
        recipients=tuple(split(made.recipients)),
        signature=SignatureBlock(
            authority_lines=block.lines if block else (),
            title_below=block.title_below if block else "",
            signer=signer.user.full_name if signer else "",
        ),
    )


def _said(made: Convocation) -> Iterator[str]:
    council = made.unit.name
    body = split(made.body)
    if made.is_letter:
        yield f"{council} lấy ý kiến thành viên bằng văn bản về các nội dung sau:"
        yield from (f"- {one}" for one in _listed(body))
        if made.opinions_due:
            yield f"Thời hạn gửi ý kiến: trước {moment(made.opinions_due)}."
    else:
        yield f"{council} trân trọng kính mời: {'; '.join(split(made.invitees))}."
        if guests := split(made.guests):
            yield f"Khách mời: {'; '.join(guests)}."
        yield from _meeting(made, body)
    if before := made.replaces:
        day = vn_date(before.issued_on) if before.issued_on else ""
        yield (
            f"{made.noun} này thay thế {before.noun} số {before.number_and_symbol} ngày {day}. "
            "Nội dung thay đổi:"
        )
        yield from (f"- {one}" for one in _listed(split(made.changes)))
    yield from split(made.notes)


def _meeting(made, body):
    yield f"Thời gian: {moment(made.planned_at)}."
    yield f"Địa điểm: {made.place}."
    if made.chair_line:
        yield f"Chủ trì: {made.chair_line}."
    if made.opinions_due:
        yield (
            "Thành viên không dự họp gửi ý kiến bằng văn bản trước "
            f"{moment(made.opinions_due)}."
        )
    yield "Nội dung:"
    yield from (f"- {one}" for one in _listed(body))


def _listed(texts):
    """With ";" and "." at their ends."""
    last = len(texts) - 1
    for at, text in enumerate(texts):
        yield text.rstrip(" ;.,") + ("." if at == last else ";")


def _paragraph(text: str) -> Line:
    if text.startswith("- "):
        return Line(kind=LineKind.DASH, text=text.removeprefix("- "))
    return Line(kind=LineKind.PARAGRAPH, text=text)
