"""Đơn vị đã ra sao: said to whoever chose a unit on a page that stood open too long.

Only of units of which the reader may know; of others nothing is told, not even that they are.
"""

from django.db.models import Model

from units.models import AuditEntry, Reform, ReformUnit, Succession, Unit, User
from units.wording import vn_date, vn_datetime

Kind = Succession.Kind


def what_became(unit: Unit) -> str:
    """ "A đã sáp nhập vào B từ ngày …" of a unit whose last day is known, else ""."""
    if unit.valid_to is None:
        return ""
    rows = Succession.objects.filter(predecessor=unit).select_related("successor")
    followed = [row for row in rows if row.effective_on > unit.valid_to]
    tense = "đã " if unit.has_ended() else "sẽ "
    if not followed:
        return (
            f"{unit} {tense}kết thúc, ngày cuối là {vn_date(unit.valid_to)}{_by(unit)}."
        )
    names = ", ".join(str(row.successor) for row in followed)
    first = followed[0]
    since = f"từ ngày {vn_date(first.effective_on)}{_by(unit)}"
    match first.kind:
        case Kind.MERGER:
            is_new = first.successor.valid_from >= first.effective_on
            return f"{unit} {tense}sáp nhập {'thành' if is_new else 'vào'} {names} {since}."
        case Kind.DIVISION:
            return f"{unit} {tense}chia thành {names} {since}."
    return f"{unit} {tense}giải thể, {names} tiếp nhận, {since}."


def _by(unit):
    """Who wrote the reform that ends it, and when; "" where that is not known."""
    sides = ReformUnit.objects.filter(unit=unit, side=ReformUnit.Side.SUBJECT)
    reforms = Reform.objects.filter(pk__in=sides.values("reform"), called_off_at=None)
    reform = reforms.select_related("recorded_by").order_by("-pk").first()
    if reform is None or reform.effective_on <= unit.valid_to:
        return ""
    return f" ({reform.recorded_by} ghi lúc {vn_datetime(reform.recorded_at)})"


def dropped(unit_id: int, user: User) -> str:
    """That a unit was dropped as if it had never been, when and by whom; "" where the person
    did not administer it, or nothing of the kind was done."""
    line = removal_of(Unit, unit_id)
    if line is None or line.unit_id is None:
        return ""
    if not Unit.objects.administered_by(user).within([line.unit_id]).exists():
        return ""
    return told_of(line, line.about)


def removal_of(model: type[Model], pk: int) -> AuditEntry | None:
    """The line of the book by which that record was removed, the last one."""
    lines = AuditEntry.objects.filter(
        subject=model._meta.label,
        subject_id=pk,
        action=f"{model._meta.model_name}.removed",
    )
    return lines.select_related("actor").order_by("pk").last()


def told_of(removal: AuditEntry, what: str) -> str:
    """ "A đã được bỏ lúc …, người bỏ: …"."""
    by = removal.actor or "Hệ thống"
    return f"{what} đã được bỏ lúc {vn_datetime(removal.at)}, người bỏ: {by}."
