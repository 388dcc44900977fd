"""Thành tích khen thưởng đã có: what was conferred before, or elsewhere, is written by hand."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions
from awards.models import Award, Honour
from awards.naming import name_on
from units.errors import Refused
from units.models import Honouree, Unit, User
from units.permissions import require
from units.workflow import add, remove_whole


@transaction.atomic
def record_honour(
    *, by: User, award_id: int, reference: str, decided_on: date, decided_by: str,
    honouree_id: int | None = None, collective_id: int | None = None,
    merit: str = "service", achievement: str = "", period_from: date | None = None,
    period_to: date | None = None, posthumous: bool = False,
) -> Honour:  # fmt: skip
    """Ghi một lần được khen theo quyết định giấy hoặc của nơi khác; it is marked as such."""
    subject: Honouree | Unit
    if honouree_id is not None:
        people = Honouree.objects.select_for_update(of=["self"], no_key=True)
        subject = people.select_related("unit").get(pk=honouree_id)
        require(permissions.can_record_honour(by, subject.unit))
        _require_open(subject)
    else:
        assert collective_id is not None  # one of the two is named
        subject = Unit.objects.select_for_update(no_key=True).get(pk=collective_id)
        require(permissions.can_record_honour(by, subject))
    if decided_on > localdate():
        raise Refused("Ngày quyết định không được sau hôm nay.", at="decided_on")
    award = Award.objects.get(pk=award_id)
    name = name_on(award, decided_on)
    same = Honour.objects.of_subject(honouree_id, collective_id).with_reference(
        reference, decided_on
    )
    if same.filter(award=award).exists():
        raise Refused(
            f"Đã ghi {name} theo quyết định số {reference} này.",
            at="reference",
        )
    honour = Honour(
        honouree_id=honouree_id, collective_id=collective_id, award=award,
        award_name=name, merit=merit, decided_by=decided_by,
        reference=reference, decided_on=decided_on, achievement=achievement,
        period_from=period_from, period_to=period_to, posthumous=posthumous,
        imported=True,
    )  # fmt: skip
    add(honour, by=by)
    return honour


def _require_open(honouree: Honouree) -> None:
    """A pointer to another record, or one that was erased, is given nothing any more."""
    if honouree.status == Honouree.Status.MERGED:
        raise Refused(f"{honouree} đã gộp vào bản ghi khác; ghi ở bản ghi đó.")
    if honouree.status == Honouree.Status.ERASED:
        raise Refused(
            "Dữ liệu của đối tượng này đã xóa, không ghi thêm thành tích được nữa."
        )


@transaction.atomic
def drop_honour(honour_id: int, *, by: User) -> None:
    """Bỏ một dòng ghi nhầm: of those written by hand alone; what a decision gave stays."""
    honours = Honour.objects.select_related("honouree__unit", "collective")
    honour = honours.select_for_update(of=["self"], no_key=True).get(pk=honour_id)
    place = honour.honouree.unit if honour.honouree else honour.collective
    require(permissions.can_record_honour(by, place))
    if not honour.imported:
        raise Refused(
            "Thành tích do quyết định trong hệ thống ghi; muốn bỏ phải có quyết định hủy bỏ."
        )
    remove_whole(honour, by=by)
