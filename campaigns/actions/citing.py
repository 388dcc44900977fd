"""Viện dẫn văn bản trong sổ: added as a căn cứ, or put in the place of one that is over."""

from django.db import transaction
from django.utils.timezone import localdate

from campaigns.actions.lines import insert_line
from campaigns.actions.locking import lock_open, require_places, touch
from campaigns.actions.notes import add_note
from campaigns.content import PlanContent
from campaigns.models import NOTE_MODELS, Citation, LegalText, PlanLine
from campaigns.outline import LineKind
from campaigns.queries import content_of, rows_of
from campaigns.sections import BASES, sections
from campaigns.statutes import Register, basis_of
from units.errors import Refused
from units.models import User
from units.workflow import amend, remove

CITATION = next(kind for kind, table in NOTE_MODELS.items() if table is Citation)
NOT_IN_REGISTER = "Văn bản này không có trong sổ hoặc không còn hiệu lực. Chọn lại."
CHANGED = "Căn cứ này không còn trong kế hoạch như lúc kiểm tra. Xem lại danh sách."


@transaction.atomic
def cite(plan_id: int, *, by: User, code: str) -> PlanLine:
    """Thêm căn cứ từ sổ, where it stands by its rank among those there. Twice is once."""
    plan = lock_open(plan_id, by)
    rows = rows_of(plan)
    content = content_of(plan, rows)
    register = Register.load(plan.issuer)
    bases = [one for one in register.mentions(content) if one.is_basis]
    for known in bases:
        if known.text.code == code:
            return rows.lines[known.line]
    text = register.coded(code)
    if text is None or not text.holds_on(localdate()):
        raise Refused(NOT_IN_REGISTER)
    place = _place(
        content, next((b.line for b in bases if b.text.rank > text.rank), None)
    )
    line = insert_line(
        plan.pk, by=by, after=rows.lines[place - 1].pk if place else None,
        kind=LineKind.BASIS.value, text=basis_of(text),
    )  # fmt: skip
    add_note(line.pk, CITATION, by=by, **_values(text))
    return line


@transaction.atomic
def cite_anew(plan_id: int, *, by: User, code: str) -> PlanLine:
    """Thay căn cứ đã hết hiệu lực by what holds today: its lines and what is noted on them."""
    plan = lock_open(plan_id, by)
    rows = rows_of(plan)
    register, today = Register.load(plan.issuer), localdate()
    mentions = register.mentions(content_of(plan, rows))
    old = [one for one in mentions if one.is_whole and one.text.code == code]
    text = register.successor(old[0].text, today) if old else None
    known = {one.text.pk for one in mentions if one.is_basis}
    if text is None or old[0].text.holds_on(today) or text.pk in known:
        raise Refused(CHANGED)
    first = rows.lines[old[0].line]
    require_places(plan, lines=[first.pk])
    amend(first, by=by, text=basis_of(text))
    for note in Citation.objects.filter(line=first):
        remove(note, by=by, plan=plan.pk, line=first.pk, text=note.text)
    add_note(first.pk, CITATION, by=by, **_values(text))
    touch(plan)
    return first


def _place(content: PlanContent, before: int | None) -> int:
    """Before the first căn cứ of a lower rank, else behind the last, else at the top."""
    if before is not None:
        return before
    page = next(page for page in sections(content) if page.slug == BASES)
    bases = [i for i in page.lines if content.lines[i].kind is LineKind.BASIS]
    return bases[-1] + 1 if bases else 0


def _values(text: LegalText) -> dict:
    return {
        "text": text.named,
        "number": "" if text.is_named else text.number,
        "issued_on": text.issued_on,
        "issuer": "" if text.is_named else text.issuer,
    }
