"""Thành tích khen thưởng đã có: what was conferred before, or elsewhere, is written by hand."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions, tasks
from awards.models import Award, Honour, HonourPaper
from awards.models.dossiers import FileKind
from awards.naming import name_on
from awards.stores import SCANS
from campaigns.evidence import Looked
from units.errors import Refused
from units.models import Honouree, Unit, User
from units.permissions import require
from units.workflow import add, remove, remove_whole

MOST_SCANS = 5  # files of one decision


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
    honour = _lock_for(honour_id, by)
    if not honour.imported:
        raise Refused(
            "Thành tích do quyết định trong hệ thống ghi; muốn bỏ phải có quyết định hủy bỏ."
        )
    for scan in honour.papers.all():
        _remove_scan(scan, by)
    remove_whole(honour, by=by)


@transaction.atomic
def add_honour_scan(honour_id: int, *, by: User, looked: Looked) -> HonourPaper:
    """Gửi bản chụp quyết định. The same file once more is the one that is there."""
    honour = _lock_for(honour_id, by)
    if not honour.imported:
        raise Refused("Quyết định này ban hành trong hệ thống, bản gốc đã có ở đó.")
    if looked.kind.value not in (FileKind.PHOTO, FileKind.PDF):
        raise Refused("Bản chụp quyết định là ảnh hoặc PDF.", at="file")
    there = honour.papers.filter(original_sha256=looked.sha256).first()
    if there is not None:
        return there
    if honour.papers.count() >= MOST_SCANS:
        raise Refused(f"Đã có {MOST_SCANS} tệp; bỏ bớt tệp cũ rồi gửi tiếp.", at="file")
    scan = HonourPaper(
        honour=honour, kind=looked.kind.value, file_name=looked.name,
        size=len(looked.content), original_sha256=looked.sha256, uploaded_by=by,
        sha256=SCANS.keep(looked.content),
        thumbnail_sha256=SCANS.keep(looked.thumbnail) if looked.thumbnail else "",
    )  # fmt: skip
    add(scan, by=by)
    return scan


@transaction.atomic
def drop_honour_scan(scan_id: int, *, by: User) -> Honour:
    """Bỏ một bản chụp gửi nhầm."""
    honour = _lock_for(HonourPaper.objects.get(pk=scan_id).honour_id, by)
    _remove_scan(HonourPaper.objects.get(pk=scan_id), by)
    return honour


def _lock_for(honour_id: int, by: User) -> Honour:
    honours = Honour.objects.select_related("honouree__unit", "collective")
    honour = honours.select_for_update(of=["self"], no_key=True).get(pk=honour_id)
    place = honour.honouree.unit if honour.honouree else honour.collective
    require(permissions.can_record_honour(by, place))
    return honour


def _remove_scan(scan: HonourPaper, by: User) -> None:
    files = [scan.sha256, scan.thumbnail_sha256]
    remove(scan, by=by)
    for digest in filter(None, files):
        tasks.drop_honour_scan.delay_on_commit(digest)
