"""Ghi quy định: a new one closes what it follows; none that has begun is ever edited.

Of the whole installation (``…_common_rule``) and of one authority (``…_rule``): two powers, the
same work.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from awards import permissions
from awards.models import LawRow, Ruling
from awards.rulebook import KINDS, RuleKind, same_thing
from units import audit
from units.certainty import Certainty
from units.errors import Refused
from units.models import AuditEntry, Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as, remove_whole

DAY = timedelta(days=1)
LOCK = 0x7175_7964  # "quyd": one rule is laid at a time
GONE = "Quy định này không còn. Tải lại trang."
NO_KIND = "Không có loại quy định này."
NO_AUTHORITY = "Chọn cơ quan mà quy định này áp dụng."
OVER = "Cơ quan này không còn hoạt động. Ghi quy định ở cơ quan đang hoạt động."
TOO_EARLY = (
    "Quy định bắt đầu từ hôm nay trở đi: quyết định đã ký giữ nguyên căn cứ của ngày ký. Ghi ngày "
    "có hiệu lực thật của văn bản ở ô ghi chú."
)
OF_COUNTRY = "{title} là của cả nước. Chọn “Chung cho mọi cơ quan”."


@transaction.atomic
def lay_common_rule(
    kind: str, *, by: User, said: Mapping[str, Any], valid_from: date,
    valid_to: date | None = None, basis: str, certainty: str, source: str = "",
    remark: str = "",
) -> LawRow:  # fmt: skip
    """Ghi quy định chung: closes the one before it on the day before it begins."""
    require(permissions.can_keep_common_rules(by))
    return _lay(
        _known(kind), None, by, said, valid_from=valid_from, valid_to=valid_to, basis=basis,
        certainty=certainty, source=source, remark=remark,
    )  # fmt: skip


@transaction.atomic
def lay_rule(
    kind: str, authority_id: int, *, by: User, said: Mapping[str, Any], valid_from: date,
    valid_to: date | None = None, basis: str, certainty: str, source: str = "",
    remark: str = "",
) -> LawRow:  # fmt: skip
    """Ghi quy định riêng của một cơ quan: goes before the common one there and below."""
    authority = Unit.objects.filter(pk=authority_id).first()
    if authority is None:
        raise Refused(NO_AUTHORITY, at="authority")
    require(permissions.can_keep_own_rules(by, authority))
    if authority.has_ended():
        raise Refused(OVER, at="authority")
    found = _known(kind)
    if found.is_common:
        raise Refused(OF_COUNTRY.format(title=found.title), at="authority")
    return _lay(
        found, authority, by, said, valid_from=valid_from, valid_to=valid_to, basis=basis,
        certainty=certainty, source=source, remark=remark,
    )  # fmt: skip


@transaction.atomic
def confirm_common_rule(
    kind: str, rule_id: int, *, by: User, certainty: str, source: str
) -> LawRow:
    """Ghi đã đối chiếu quy định chung với văn bản: what was read, and where."""
    return _confirm(_lock_common(kind, rule_id, by), by, certainty, source)


@transaction.atomic
def confirm_rule(
    kind: str, rule_id: int, *, by: User, certainty: str, source: str
) -> LawRow:
    """Ghi đã đối chiếu quy định riêng với văn bản."""
    return _confirm(_lock_own(kind, rule_id, by), by, certainty, source)


@transaction.atomic
def end_common_rule(kind: str, rule_id: int, *, by: User, valid_to: date) -> LawRow:
    """Ghi ngày cuối của quy định chung, without another that follows."""
    return _end(_lock_common(kind, rule_id, by), by, valid_to)


@transaction.atomic
def end_rule(kind: str, rule_id: int, *, by: User, valid_to: date) -> LawRow:
    """Ghi ngày cuối của quy định riêng: from the next day the common one holds again."""
    return _end(_lock_own(kind, rule_id, by), by, valid_to)


@transaction.atomic
def withdraw_common_rule(kind: str, rule_id: int, *, by: User) -> None:
    """Bỏ quy định chung chưa đến ngày; the one that it was to follow goes on."""
    _withdraw(_lock_common(kind, rule_id, by), by)


@transaction.atomic
def withdraw_rule(kind: str, rule_id: int, *, by: User) -> None:
    """Bỏ quy định riêng chưa đến ngày; the one that it was to follow goes on."""
    _withdraw(_lock_own(kind, rule_id, by), by)


def _lay(kind: RuleKind, authority, by, said, *, valid_from, valid_to, **told):
    if valid_from < localdate():
        raise Refused(TOO_EARLY, at="valid_from")
    _require_order(valid_from, valid_to)
    if kind.needs_award and said.get("award") is None:
        raise Refused("Chọn danh hiệu, hình thức khen thưởng.")
    _queue()
    rule = kind.model(valid_from=valid_from, valid_to=valid_to, **said, **told)
    if isinstance(rule, Ruling):
        rule.authority = authority
    for other in same_thing(rule).meeting(valid_from, valid_to).select_for_update():
        if other.valid_from >= valid_from:
            raise Refused(
                f"Đã có quy định về cùng việc bắt đầu từ ngày {vn_date(other.valid_from)}. "
                "Bỏ quy định ấy trước, hoặc chọn ngày khác.",
                at="valid_from",
            )
        amend_as("followed", other, by=by, valid_to=valid_from - DAY)
    add(rule, by=by)
    return rule


def _confirm(rule, by, certainty, source):
    if certainty not in (Certainty.READ, Certainty.SECOND):
        raise Refused("Chọn đã đọc ở đâu.", at="certainty")
    if not source.strip():
        raise Refused("Ghi nơi đã đọc: Công báo số mấy, trang nào.", at="source")
    amend_as(
        "confirmed", rule, by=by, certainty=certainty, source=source, confirmed_by=by,
        confirmed_on=localdate(),
    )  # fmt: skip
    return rule


def _end(rule, by, valid_to):
    if rule.valid_to is not None and rule.valid_to < localdate():
        raise Refused("Quy định này đã hết hiệu lực, ngày cuối không đổi nữa.")
    if valid_to < localdate():
        raise Refused("Ngày cuối không được trước hôm nay.", at="valid_to")
    _require_order(rule.valid_from, valid_to)
    amend_as("closed", rule, by=by, valid_to=valid_to)
    return rule


def _withdraw(rule, by):
    if rule.valid_from <= localdate():
        raise Refused(
            f"Quy định đã áp dụng từ ngày {vn_date(rule.valid_from)}, không bỏ được. Ghi ngày cuối "
            "hoặc thay bằng quy định mới."
        )
    before = (
        same_thing(rule)
        .filter(valid_to=rule.valid_from - DAY)
        .select_for_update()
        .first()
    )
    remove_whole(rule, by=by, name=str(rule))
    if before is not None and (closing := _closing(before)) is not None:
        kept = closing.detail["before"]["valid_to"]
        last = date.fromisoformat(kept) if kept else None
        amend_as("reopened", before, by=by, valid_to=last)


def _closing(rule) -> AuditEntry | None:
    """The line by which a rule that follows closed ``rule``; None where a person had ended it."""
    line = audit.history(rule).exclude(action__endswith=".confirmed").first()
    return line if line is not None and line.action.endswith(".followed") else None


def _require_order(valid_from, valid_to):
    """Asked before the database is: of days the wrong way round it makes no range."""
    if valid_to is not None and valid_to < valid_from:
        raise Refused("Ngày cuối không được trước ngày bắt đầu.", at="valid_to")


def _queue():
    """Two who lay a rule about one thing: the second sees what the first has laid.

    Asked before any row is locked, so that no two wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _known(kind) -> RuleKind:
    if kind not in KINDS:
        raise Refused(NO_KIND)
    return KINDS[kind]


def _lock_common(kind, rule_id, by):
    require(permissions.can_keep_common_rules(by))
    rule = _locked(kind, rule_id)
    if rule.authority_id is not None:
        raise Refused(GONE)
    return rule


def _lock_own(kind, rule_id, by):
    rule = _locked(kind, rule_id)
    if rule.authority is None:
        # Of a common rule this act knows nothing.
        require(False)
    require(permissions.can_keep_own_rules(by, rule.authority))
    return rule


def _locked(kind, rule_id) -> LawRow:
    rows = _known(kind).rows
    _queue()
    rule = rows.select_for_update(of=("self",), no_key=True).filter(pk=rule_id).first()
    if rule is None:
        raise Refused(GONE)
    return rule
