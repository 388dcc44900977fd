"""Chứng thư số: registered for a person or for the seal of an agency."""

from django.db import transaction
from django.utils.timezone import now

from reports import permissions
from reports.models import Certificate
from units.errors import Refused
from units.likeness import same_agency, same_name
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, amend


@transaction.atomic
def register_certificate(
    unit_id: int, *, by: User, user_id: int | None = None, picture: bytes,
    common_name: str, name_reason: str = "", **facts,
) -> Certificate:  # fmt: skip
    """Đăng ký chứng thư số of the authority's seal, or of ``user_id``, who works in it.

    The one registered before, held alike, is retired. ``facts``: held, key, fingerprint,
    valid_from, valid_to;
    ``picture``: as ``Certificate.picture``. ``name_reason``: why a seal's certificate bears
    another name than the agency; a person signs only under the very own name.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_register_certificate(by, unit))
    owner: dict[str, Unit | User] = {"unit": unit}
    if user_id:
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        if not user.memberships.on().filter(unit=unit).exists():
            raise Refused(f"{user} không giữ vai trò nào ở {unit}.")
        if not same_name(common_name, user.full_name):
            raise Refused(f"Chứng thư số này cấp cho {common_name}, không phải {user}.")
        owner, name_reason = {"user": user}, ""
    elif same_agency(common_name, unit.name):
        name_reason = ""
    elif not name_reason.strip():
        raise Refused(
            f"Chứng thư số này cấp cho {common_name}, không phải {unit.name}. Nếu đúng là của "
            "cơ quan mà ghi tên khác thì đăng ký kèm lý do."
        )
    return put_in_use(
        owner, by=by, picture=picture, common_name=common_name,
        name_reason=name_reason.strip(), **facts,
    )  # fmt: skip


def put_in_use(owner: dict[str, Unit | User], *, by: User, **facts) -> Certificate:
    """The certificate is its owner's from now on; that of the same holding is retired."""
    certificate = Certificate(**owner, **facts)
    known = Certificate.objects
    alike = (
        known.outside()
        if certificate.held == certificate.Held.OUTSIDE
        else known.by_machine()
    )
    for before in alike.filter(**owner):
        amend(before, by=by, retired_at=now())
    add(certificate, by=by)
    return certificate
