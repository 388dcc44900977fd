"""Vụ việc, kỷ luật: recorded and settled by the authority that weighs."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions
from awards.models import Discipline
from units.errors import Refused
from units.models import Honouree, Unit, User
from units.permissions import require
from units.workflow import add, move

GONE = "Vụ việc này không còn. Tải lại trang."
NOBODY = "Chọn đúng một đối tượng: một người, một hộ hoặc một tập thể."
NOT_HERE = "Đối tượng này không thuộc cơ quan, các đơn vị bên dưới."


@transaction.atomic
def record_discipline(
    authority_id: int, *, by: User, begun_on: date, basis: str,
    honouree_id: int | None = None, collective_id: int | None = None,
) -> Discipline:  # fmt: skip
    """Ghi vụ việc đang xác minh: while it lasts a proposal is put before the council with it."""
    authority = Unit.objects.filter(pk=authority_id).first()
    if authority is None:
        raise Refused("Chọn cơ quan ghi vụ việc.", at="authority")
    require(permissions.can_keep_discipline(by, authority))
    honouree, collective = _subject(authority, honouree_id, collective_id)
    if begun_on > localdate():
        raise Refused("Ngày bắt đầu xác minh không được sau hôm nay.", at="begun_on")
    if not basis.strip():
        raise Refused("Ghi văn bản, căn cứ của việc xác minh.", at="basis")
    found = Discipline(
        authority=authority, honouree=honouree, collective=collective, begun_on=begun_on,
        basis=basis, recorded_by=by,
    )  # fmt: skip
    add(found, by=by)
    return found


@transaction.atomic
def settle_discipline(
    discipline_id: int, *, by: User, status: str, ended_on: date, paper: str
) -> Discipline:
    """Ghi kết luận: disciplined until ``ended_on``, or cleared on that day."""
    found = (
        Discipline.objects.select_for_update(of=("self",), no_key=True)
        .select_related("authority")
        .filter(pk=discipline_id)
        .first()
    )
    if found is None:
        raise Refused(GONE)
    require(permissions.can_keep_discipline(by, found.authority))
    if status not in (Discipline.Status.DISCIPLINED, Discipline.Status.CLEARED):
        raise Refused("Chọn kết luận.", at="status")
    if not paper.strip():
        raise Refused("Ghi văn bản kết luận.", at="paper")
    if status == Discipline.Status.CLEARED and ended_on > localdate():
        raise Refused("Ngày kết luận không được sau hôm nay.", at="ended_on")
    if ended_on < found.begun_on:
        raise Refused("Ngày cuối không được trước ngày bắt đầu.", at="ended_on")
    move(
        found, Discipline.Status(status), by=by, ended_on=ended_on, settled_by_paper=paper
    )  # fmt: skip
    return found


def _subject(authority, honouree_id, collective_id):
    if (honouree_id is None) == (collective_id is None):
        raise Refused(NOBODY, at="subject")
    if honouree_id is not None:
        # Locked: a merge that goes on meanwhile takes along what points to the record.
        people = Honouree.objects.select_for_update(of=["self"], no_key=True)
        found = people.present().select_related("unit").filter(pk=honouree_id).first()
        if found is None or authority.pk not in found.unit.chain:
            raise Refused(NOT_HERE, at="subject")
        return found, None
    unit = Unit.objects.filter(pk=collective_id).first()
    if unit is None or authority.pk not in unit.chain:
        raise Refused(NOT_HERE, at="subject")
    return None, unit
