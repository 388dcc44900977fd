"""Danh mục mục bàn giao: added and amended, for hand-overs that are opened from then on."""

from datetime import date

from django.db import transaction

from units import permissions
from units.errors import Refused
from units.models import HandoverPiece, Unit, User
from units.permissions import require
from units.workflow import add, amend


@transaction.atomic
def add_piece(
    *, by: User, unit_id: int | None, name: str, valid_from: date, hint: str = "",
    position: int = 100, valid_to: date | None = None, basis: str = "",
) -> HandoverPiece:  # fmt: skip
    """Thêm mục bàn giao, for the clusters of one authority; ``unit_id`` None: for all."""
    unit = Unit.objects.get(pk=unit_id) if unit_id is not None else None
    require(permissions.can_keep_piece(by, unit))
    _require_order(valid_from, valid_to)
    piece = HandoverPiece(
        unit=unit, name=name, hint=hint, position=position, valid_from=valid_from,
        valid_to=valid_to, basis=basis,
    )  # fmt: skip
    add(piece, by=by)
    return piece


@transaction.atomic
def amend_piece(
    piece_id: int, *, by: User, name: str, valid_from: date, hint: str = "",
    position: int = 100, valid_to: date | None = None, basis: str = "",
) -> HandoverPiece:  # fmt: skip
    """Sửa, thôi dùng một mục; hand-overs already opened keep their words."""
    pieces = HandoverPiece.objects.select_for_update(no_key=True, of=("self",))
    piece = pieces.select_related("unit").get(pk=piece_id)
    require(permissions.can_keep_piece(by, piece.unit))
    _require_order(valid_from, valid_to)
    amend(
        piece, by=by, name=name, hint=hint, position=position, valid_from=valid_from,
        valid_to=valid_to, basis=basis,
    )  # fmt: skip
    return piece


def _require_order(start, end):
    if end and end < start:
        raise Refused(
            "Ngày thôi dùng không được trước ngày bắt đầu dùng.", at="valid_to"
        )
