"""Xem với vai: begun with a reason, ended by the supporter or by the clock."""

from django.db import transaction
from django.utils.timezone import now

from units import permissions, support
from units.errors import Refused
from units.models import SupportView, Unit, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add


@transaction.atomic
def view_as_person(person_id: int, *, by: User, reason: str) -> SupportView:
    """Xem với vai một người của nhánh; never of somebody who administers as high as ``by``."""
    person = User.objects.select_related("home").get(pk=person_id)
    require(permissions.can_view_as(by, person))
    unit = person.home or Unit.objects.get(pk=min(person.units_as()))
    return _begin(by, reason, person=person, unit=unit)


@transaction.atomic
def view_as_role(unit_id: int, *, by: User, role: str, reason: str) -> SupportView:
    """Xem với một vai trò ở một đơn vị, whoever holds it: nobody's own drafts and tasks."""
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_view_role(by, unit, role))
    return _begin(by, reason, unit=unit, role=role)


@transaction.atomic
def end_view(view_id: int, *, by: User) -> None:
    """Kết thúc, by the supporter; twice is once."""
    require(SupportView.objects.filter(pk=view_id, supporter=by.pk).exists())
    support.end(view_id, by=by)


def _begin(by, reason, **whom) -> SupportView:
    reason = stored(reason).strip()
    if len(reason) < 5:
        raise Refused(
            "Ghi rõ lý do xem với vai, để người được xem hiểu vì sao.", at="reason"
        )
    lasts = support.lasts()
    if lasts is None:
        raise Refused("Chưa đặt thời hạn một lần xem với vai nên chưa dùng được.")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one at a time
    for open_view in SupportView.objects.open_of(by):
        if not open_view.is_over:
            raise Refused(
                f"Anh/chị đang xem với vai {open_view.whom}. Kết thúc lần đó trước."
            )
        support.end(open_view.pk, by=None)
    view = SupportView(supporter=by, reason=reason, ends_at=now() + lasts, **whom)
    add(view, by=by)
    return view
