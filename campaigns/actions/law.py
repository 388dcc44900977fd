"""Sổ văn bản của địa phương: what a place has issued is written into the register, corrected,
taken out. Texts of the whole country come with the product and are nobody's to change."""

import hashlib
import re
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from campaigns import permissions
from campaigns.models import LegalText
from campaigns.models.law import ALREADY_THERE
from units import audit
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.vietnamese import fold, stored
from units.workflow import add, amend, remove

LONGEST_CODE = 40
NO_HOST = "Đơn vị này không còn ban hành văn bản. Ghi văn bản ở cơ quan đang hoạt động."
GONE = "Văn bản này không còn trong sổ. Tải lại trang."
NOT_KNOWN = "Chọn văn bản trong sổ, hoặc để trống."
CIRCLE = "Hai văn bản không thay thế lẫn nhau. Chọn văn bản khác, hoặc để trống."


@transaction.atomic
def add_legal_text(
    unit_id: int, *, by: User, kind: str, number: str, name: str, issuer: str,
    issued_on: date, valid_from: date | None = None, valid_to: date | None = None,
    replaced_by: str = "", amends: str = "", source: str = "", certainty: str,
) -> LegalText:  # fmt: skip
    """Ghi văn bản của địa phương vào sổ; ``replaced_by``, ``amends``: codes of the register."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Refused("Chọn cơ quan mà văn bản này áp dụng.", at="unit")
    require(permissions.can_keep_law(by, unit))
    if unit not in permissions.law_hosts_of(by):
        raise Refused(NO_HOST, at="unit")
    _require_days(issued_on, valid_from)
    same = LegalText.objects.filter(
        unit=unit, number=stored(number), issued_on=issued_on
    )
    if same.exists():
        raise Refused(ALREADY_THERE, at="number")
    text = LegalText(
        unit=unit, code=_code(unit, number, issued_on), kind=kind, number=number, name=name,
        issuer=issuer, issued_on=issued_on, valid_from=valid_from, valid_to=valid_to,
        replaced_by=_known(unit, replaced_by, "replaced_by"),
        amends=_known(unit, amends, "amends"), source=source, certainty=certainty,
    )  # fmt: skip
    add(text, by=by)
    return text


@transaction.atomic
def amend_legal_text(
    text_id: int, *, by: User, kind: str, number: str, name: str, issuer: str,
    issued_on: date, valid_from: date | None = None, valid_to: date | None = None,
    replaced_by: str = "", amends: str = "", source: str = "", certainty: str,
    seen: int | None = None,
) -> LegalText:  # fmt: skip
    """Sửa; ghi ngày hết hiệu lực, văn bản thay thế. Plans keep the words that they have."""
    text = _lock(text_id, by)
    audit.require_unchanged(text, seen, by=by)
    _require_days(issued_on, valid_from)
    heir = _known(text.unit, replaced_by, "replaced_by")
    if heir is not None and _leads_to(heir, text):
        raise Refused(CIRCLE, at="replaced_by")
    amend(
        text, by=by, kind=kind, number=number, name=name, issuer=issuer,
        issued_on=issued_on, valid_from=valid_from, valid_to=valid_to, replaced_by=heir,
        amends=_known(text.unit, amends, "amends"), source=source, certainty=certainty,
    )  # fmt: skip
    return text


@transaction.atomic
def drop_legal_text(text_id: int, *, by: User) -> None:
    """Bỏ dòng ghi nhầm. What other rows lead to stays."""
    text = _lock(text_id, by)
    leading = LegalText.objects.leading_to(text).for_register().first()
    if leading is not None:
        raise Refused(
            f"{leading} đang ghi văn bản này là văn bản thay thế hoặc được sửa đổi. Sửa dòng "
            "ấy trước, rồi bỏ."
        )
    remove(text, by=by, unit=text.unit_id, number=text.number, name=text.name)


def _lock(text_id, by):
    text = (
        LegalText.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .filter(pk=text_id)
        .of_places()
        .first()
    )
    if text is None:
        raise Refused(GONE)
    require(permissions.can_keep_law(by, text.unit))
    return text


def _require_days(issued_on, valid_from):
    if issued_on > localdate():
        raise Refused("Ngày ban hành không được sau hôm nay.", at="issued_on")
    if valid_from and valid_from < issued_on:
        raise Refused(
            "Ngày có hiệu lực không được trước ngày ban hành.", at="valid_from"
        )


def _known(unit, code, at):
    """The text that may be named at that unit; None where none was named."""
    if not code:
        return None
    found = LegalText.objects.known_at(unit).filter(code=code).first()
    if found is None:
        raise Refused(NOT_KNOWN, at=at)
    return found


def _leads_to(text, end):
    """``text`` was itself replaced by ``end``, through however many others."""
    seen = set()
    while text is not None and text.pk not in seen:
        if text.pk == end.pk:
            return True
        seen.add(text.pk)
        text = text.replaced_by
    return False


def _code(unit, number, issued_on):
    """Unique and legible: "412-12-2024-nq-hdnd-20240705-3f9a".

    The last letters tell numbers apart whose letters are the same without their signs.
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(number)).strip("-")
    sign = hashlib.sha256(stored(number).encode()).hexdigest()[:4]
    tail = f"-{issued_on:%Y%m%d}-{sign}"
    return f"{unit.pk}-{words}"[: LONGEST_CODE - len(tail)].rstrip("-") + tail
