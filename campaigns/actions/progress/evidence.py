"""Minh chứng của báo cáo: added while the report is written, described, taken out again.

What is added was looked at before (``campaigns.evidence.look_at``): nobody waits for a
picture to be drawn while the report is locked.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns import tasks
from campaigns.actions.progress.locking import lock_open_report, touch
from campaigns.evidence import Looked
from campaigns.filling import open_lines, sheet_of
from campaigns.models import Allocation, Evidence, ProgressReport
from campaigns.stores import EVIDENCE
from units.errors import Refused
from units.models import User
from units.workflow import add, amend, remove

MOST = 20  # files of a report
TOO_MANY = (
    f"Báo cáo đã có {MOST} tệp minh chứng, nhiều nhất được chừng ấy; bỏ bớt tệp ít cần rồi"
    " gửi tiếp."
)
NO_LINE = (
    "Chỉ tiêu này không có trong báo cáo; chọn lại chỉ tiêu, hoặc để chung cả báo cáo."
)
SETTLED = "Báo cáo chỉ trả lại để bổ sung một số chỉ tiêu; minh chứng của chỉ tiêu này giữ nguyên."


@transaction.atomic
def add_evidence(
    report_id: int, *, by: User, looked: Looked, allocation_id: int | None = None,
    keep_place: bool = False, is_source: bool = False,
) -> Evidence:  # fmt: skip
    """Thêm minh chứng. The same file once more is the one that is there: the answer was lost.

    ``keep_place``: where a photo was taken stays with it; its day always does.
    """
    report = lock_open_report(report_id, by)
    there = report.evidence.filter(original_sha256=looked.sha256).first()
    if there is not None:
        return there
    if report.evidence.count() >= MOST:
        raise Refused(TOO_MANY)
    allocation = _line(report, allocation_id)
    evidence = Evidence(
        report=report, campaign=report.campaign, unit=report.unit,
        allocation=allocation, uploaded_by=by,
        is_source=is_source and report.entered_for_unit,
        **kept_of(looked, Evidence.objects.exclude(report=report), keep_place),
    )  # fmt: skip
    add(evidence, by=by)
    touch(report, by)
    return evidence


@transaction.atomic
def describe_evidence(
    evidence_id: int, *, by: User, caption: str, allocation_id: int | None
) -> Evidence:
    """Ghi chú thích, chỉ tiêu mà minh chứng nói về."""
    evidence, report = _lock(evidence_id, by)
    allocation = evidence.allocation
    if allocation_id != evidence.allocation_id:
        allocation = _line(report, allocation_id)
    if amend(evidence, by=by, caption=caption.strip(), allocation=allocation):
        touch(report, by)
    return evidence


@transaction.atomic
def remove_evidence(evidence_id: int, *, by: User) -> ProgressReport:
    """Bỏ minh chứng; its file goes once no report needs it."""
    evidence, report = _lock(evidence_id, by)
    take_away(evidence, by=by, report=report.pk)
    touch(report, by)
    return report


def kept_of(looked: Looked, others, keep_place: bool) -> dict[str, Any]:
    """What a row says of its file, which is put into the store; ``others``: the files among
    which the same may have been used before.
    """
    small = EVIDENCE.keep(looked.thumbnail) if looked.thumbnail else ""
    return {
        "kind": looked.kind.value, "file_name": looked.name, "size": len(looked.content),
        "sha256": EVIDENCE.keep(looked.content), "thumbnail_sha256": small,
        "original_sha256": looked.sha256, "fingerprint": looked.likeness,
        "same_as": others.like(looked.sha256, looked.likeness).first(),
        "taken_at": looked.taken_at,
        "latitude": looked.latitude if keep_place else None,
        "longitude": looked.longitude if keep_place else None,
    }  # fmt: skip


def take_away(evidence: Evidence, *, by: User, **owner: int) -> None:
    """The row goes, and its files once no other row needs them."""
    files = [evidence.sha256, evidence.thumbnail_sha256]
    said = {"file_name": evidence.file_name, "caption": evidence.caption}
    remove(evidence, by=by, **said, **owner)
    for digest in filter(None, files):
        tasks.drop_evidence.delay_on_commit(digest)


def _lock(evidence_id, by) -> tuple[Evidence, ProgressReport]:
    """The report's row is the lock; read again under it, the file may have gone."""
    found = Evidence.objects.only("report_id").get(pk=evidence_id)
    if found.report_id is None:
        raise PermissionDenied  # files of what a unit registers have acts of their own
    report = lock_open_report(found.report_id, by)
    evidence = Evidence.objects.get(pk=evidence_id)
    if evidence.allocation_id and not _is_open(report, evidence.allocation_id):
        raise Refused(SETTLED)
    return evidence, report


def _line(report: ProgressReport, allocation_id: int | None) -> Allocation | None:
    if allocation_id is None:
        return None
    lines = Allocation.objects.of_participation(report.participation_id)
    line = lines.filter(pk=allocation_id).first()
    if line is None:
        raise Refused(NO_LINE, at="allocation")
    if not _is_open(report, allocation_id):
        raise Refused(SETTLED, at="allocation")
    return line


def _is_open(report: ProgressReport, allocation_id: int) -> bool:
    """Returned for some lines: those; for none: all may be mended."""
    only = open_lines(sheet_of(report))
    return only is None or allocation_id in only
