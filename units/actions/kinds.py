"""Loại đơn vị: added, renamed, dated. All trees of the installation share them."""

from datetime import date

from django.db import transaction

from units import permissions
from units.errors import Refused
from units.models import Unit, UnitKind, User
from units.permissions import require
from units.workflow import add, amend


@transaction.atomic
def add_kind(
    *, by: User, code: str, name: str, is_territorial: bool = False,
    valid_from: date | None = None, valid_to: date | None = None, basis: str = "",
) -> UnitKind:  # fmt: skip
    """Thêm loại đơn vị."""
    require(permissions.can_keep_kinds(by))
    _require_basis(valid_from or valid_to, basis)
    kind = UnitKind(
        code=code, name=name, is_territorial=is_territorial, valid_from=valid_from,
        valid_to=valid_to, basis=basis,
    )  # fmt: skip
    add(kind, by=by)
    return kind


@transaction.atomic
def amend_kind(
    code: str, *, by: User, name: str, is_territorial: bool,
    valid_from: date | None = None, valid_to: date | None = None, basis: str = "",
) -> UnitKind:  # fmt: skip
    """Đổi tên, định ngày dùng: no new unit is of a kind that has ended; those there are stay."""
    require(permissions.can_keep_kinds(by))
    kind = UnitKind.objects.select_for_update(no_key=True).filter(code=code).first()
    if kind is None:
        raise Refused("Không có loại đơn vị này.")
    _require_basis(valid_from or valid_to, basis)
    living = Unit.objects.filter(kind=kind)
    if valid_to and (left := living.on(valid_to).filter(valid_to=None).count()):
        raise Refused(
            f"Còn {left} đơn vị thuộc loại “{kind}” chưa có ngày cuối. Sắp xếp hoặc đổi loại "
            "các đơn vị đó trước.",
            at="valid_to",
        )
    amend(
        kind, by=by, name=name, is_territorial=is_territorial, valid_from=valid_from,
        valid_to=valid_to, basis=basis,
    )  # fmt: skip
    return kind


def _require_basis(day, basis):
    if day and not basis.strip():
        raise Refused(
            "Ghi văn bản căn cứ cho ngày bắt đầu, ngày cuối của loại.", at="basis"
        )
