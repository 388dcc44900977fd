"""Nhập, nộp, rút báo cáo tiến độ: what a unit does with its report of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.actions.progress.locking import lock_open_report, lock_report, touch
from campaigns.actions.progress.raising import Kept, Raised, raise_all
from campaigns.filling import (
    Figure,
    lacks,
    mark_of,
    open_lines,
    owed_lines,
    sheet_of,
)
from campaigns.models import (
    Participation,
    PeriodOpening,
    ProgressReport,
    ProgressValue,
    ReportingPeriod,
)
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_date, vn_datetime
from units.workflow import add, amend, move, move_as

Status = ProgressReport.Status


@dataclass(frozen=True)
class Saved:
    """Đã lưu. ``conflicts``: lines that somebody else has changed since the page was opened,
    each with what stands there now; ``gone``: lines that are asked for no longer; these were not
    saved, all others were. ``raised``: what became of each raised item, in their order.
    """

    report: ProgressReport
    conflicts: Mapping[int, Figure]
    narrative_conflict: str | None = None
    gone: frozenset[int] = frozenset()
    raised: Sequence[Kept] = ()

    @property
    def clashes(self) -> int:
        """Places that were not saved."""
        return (
            len(self.conflicts)
            + len(self.gone)
            + (self.narrative_conflict is not None)
            + sum(bool(one.clash) for one in self.raised)
        )


@transaction.atomic
def begin_report(participation_id: int, period_id: int, *, by: User) -> ProgressReport:
    """Mở báo cáo một kỳ của đơn vị mình; that which is there already, where a colleague was
    quicker.
    """
    taking = _lock_taking(participation_id)
    require(permissions.can_report(by, taking))
    return _begin(taking, period_id, by)


@transaction.atomic
def begin_report_for_unit(
    participation_id: int, period_id: int, *, by: User, provenance: str
) -> ProgressReport:
    """Nhập thay: the authority types in what the unit sent on paper. ``provenance``: which."""
    taking = _lock_taking(participation_id)
    require(permissions.can_report_for(by, taking))
    if not provenance.strip():
        raise Refused(
            "Ghi rõ nhập thay theo văn bản nào của đơn vị (số, ngày, người gửi).",
            at="provenance",
        )
    return _begin(taking, period_id, by, provenance.strip())


def _lock_taking(participation_id: int) -> Participation:
    taking = Participation.objects.select_related("campaign__host", "unit")
    return taking.select_for_update(of=["self"], no_key=True).get(pk=participation_id)


def _begin(taking, period_id, by, provenance: str = "") -> ProgressReport:
    period = ReportingPeriod.objects.get(pk=period_id, campaign=taking.campaign)
    there = taking.reports.filter(period=period).first()
    if there is not None:
        # Seen from the other side it is not to be written, and a draft not even to be read.
        if there.entered_for_unit != bool(provenance):
            raise Refused(
                f"{there.created_by} đã mở báo cáo này lúc {vn_datetime(there.created_at)}."
            )
        return there
    if taking.left_at is not None:
        raise Refused("Đơn vị không còn tham gia phong trào này nên không báo cáo nữa.")
    _require_begun(period)
    report = ProgressReport(
        participation=taking, period=period, campaign=taking.campaign, unit=taking.unit,
        created_by=by, entered_for_unit=bool(provenance), provenance=provenance,
    )  # fmt: skip
    add(report, by=by)
    return report


@transaction.atomic
def save_report(
    report_id: int, *, by: User, figures: Mapping[int, Figure],
    marks: Mapping[int, str] | None = None, narrative: str | None = None,
    narrative_mark: str | None = None, raised: Sequence[Raised] | None = None,
) -> Saved:  # fmt: skip
    """Lưu nháp. ``figures`` by allocation; ``marks``: what the page showed (``mark_of``).

    A line that stands as the page showed it is overwritten; one that somebody else has changed
    since is told, not overwritten; what is not mentioned stays. Nothing is asked for here.
    """
    report = lock_open_report(report_id, by)
    there = {value.allocation_id: value for value in report.values.all()}
    owed = set(owed_lines(report).values_list("pk", flat=True))
    # Only of what was returned some lines may be closed.
    only = open_lines(sheet_of(report)) if report.status == Status.RETURNED else None
    conflicts: dict[int, Figure] = {}
    gone: set[int] = set()
    changed = False
    for allocation_id, figure in figures.items():
        kept = Figure.of(there.get(allocation_id))
        seen = (marks or {}).get(allocation_id)
        # Alike, or not touched on this page, whatever others did meanwhile.
        if figure == kept or seen == mark_of(figure):
            continue
        if allocation_id not in owed:
            gone.add(allocation_id)  # exempt, or taken away, while the page was open
            continue
        if only is not None and allocation_id not in only:
            raise Refused(
                "Báo cáo được trả lại để bổ sung một số dòng; chỉ sửa được các dòng ấy."
            )
        if seen is not None and seen != mark_of(kept):
            conflicts[allocation_id] = kept
            continue
        _write(report, there.get(allocation_id), allocation_id, figure, by)
        changed = True
    told, clash = _narrate(report, narrative, narrative_mark, by)
    changed |= told
    items, differs = raise_all(report, raised, by) if raised else ([], False)
    if changed or differs:
        touch(report, by)
    return Saved(report, conflicts, clash, frozenset(gone), items)


@transaction.atomic
def submit_report(report_id: int, *, by: User) -> ProgressReport:
    """Nộp: the one act that asks for completeness. Late only where it is still taken."""
    report = lock_open_report(report_id, by)
    if report.participation.left_at is not None:
        raise Refused("Đơn vị không còn tham gia phong trào này nên không nộp nữa.")
    missing = lacks(sheet_of(report))
    if missing:
        raise Refused(
            "Chưa nộp được: " + "; ".join(lack.text for lack in missing) + ".",
            parts=[(lack.at, f"{lack.text}.") for lack in missing],
        )
    opening = _opening(report, localdate())
    # What the host itself sent back is taken whatever has been locked since.
    is_closed = report.period.locked_at and opening is None
    if is_closed and report.status != Status.RETURNED:
        raise Refused(
            f"Kỳ báo cáo đã khóa, hạn nộp là {vn_date(report.period.due_on)}. Đề nghị "
            f"{report.campaign.host} mở kỳ cho đơn vị, rồi nộp."
        )
    moment = now()
    first = report.submitted_at is None
    move(
        report, Status.SUBMITTED, by=by, submitted_by=by,
        sent_again_at=None if first else moment,
        submitted_at=moment if first else report.submitted_at,
        opening=report.opening or opening,
    )  # fmt: skip
    return report


@transaction.atomic
def withdraw_report(report_id: int, *, by: User) -> ProgressReport:
    """Rút về để sửa, until it is received.

    What answers a return goes back to where it was; any other is then not sent, and in time
    only if it is sent again in time.
    """
    report = lock_report(report_id)
    require(permissions.can_write_report(by, report))
    if report.status != Status.SUBMITTED:
        raise Refused(
            f"Báo cáo đang ở trạng thái “{report.get_status_display()}”. Chỉ rút được báo cáo "
            "đã nộp mà chưa tiếp nhận."
        )
    if report.sent_again_at is not None:
        move_as("withdrawn", report, Status.RETURNED, by=by, sent_again_at=None)
    else:
        move_as(
            "withdrawn", report, Status.DRAFT, by=by, submitted_at=None,
            submitted_by=None, opening=None,
        )  # fmt: skip
    return report


def _require_begun(period):
    if period.starts_on > localdate():
        raise Refused(
            f"Kỳ “{period}” bắt đầu ngày {vn_date(period.starts_on)}, chưa nhập được."
        )


def _opening(report, today) -> PeriodOpening | None:
    openings = report.participation.openings.filter(period=report.period)
    return openings.in_use(today).first()


def _write(report, value, allocation_id, figure: Figure, by) -> None:
    changes = {field.name: getattr(figure, field.name) for field in fields(figure)}
    if value is None:
        add(ProgressValue(report=report, allocation_id=allocation_id, **changes), by=by)
    else:
        amend(value, by=by, **changes)


def _narrate(report, narrative, mark, by) -> tuple[bool, str | None]:
    if narrative is None or stored(narrative) == report.narrative:
        return False, None
    if mark == mark_of(narrative):
        return False, None  # not touched on this page
    if mark is not None and mark != mark_of(report.narrative):
        return False, report.narrative
    return amend(report, by=by, narrative=narrative), None
