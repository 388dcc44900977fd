"""Ảnh, tệp của mô hình, công trình: before it is built, while it is, finished, inaugurated.

Added while the registration is written, and again once it is approved and carried out; what
the host has seen and approved stays.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns import evidence_store, permissions, tasks
from campaigns.actions.progress.registering import lock_undertaking
from campaigns.evidence import Looked
from campaigns.models import Evidence, Undertaking
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, amend, remove

MOST = 20  # files of an undertaking
TOO_MANY = (
    f"Đã có {MOST} tệp, nhiều nhất được chừng ấy; bỏ bớt tệp ít cần rồi gửi tiếp."
)
SEEN = "Tệp đã có khi cơ quan phát động duyệt thì giữ nguyên."


@transaction.atomic
def add_undertaking_file(
    undertaking_id: int, *, by: User, looked: Looked, moment: str = "",
    keep_place: bool = False, is_source: bool = False,
) -> Evidence:  # fmt: skip
    """Thêm ảnh, tệp. The same file once more is the one that is there: the answer was lost."""
    undertaking = _lock_open(undertaking_id, by)
    there = undertaking.evidence.filter(original_sha256=looked.sha256).first()
    if there is not None:
        return there
    if undertaking.evidence.count() >= MOST:
        raise Refused(TOO_MANY)
    others = Evidence.objects.exclude(undertaking=undertaking)
    evidence = Evidence(
        undertaking=undertaking, campaign=undertaking.campaign, unit=undertaking.unit,
        moment=moment, uploaded_by=by,
        is_source=is_source and undertaking.entered_for_unit,
        kind=looked.kind.value, file_name=looked.name, size=len(looked.content),
        original_sha256=looked.sha256, fingerprint=looked.likeness,
        taken_at=looked.taken_at,
        latitude=looked.latitude if keep_place else None,
        longitude=looked.longitude if keep_place else None,
        same_as=others.like(looked.sha256, looked.likeness).first(),
        sha256=evidence_store.keep(looked.content),
        thumbnail_sha256=evidence_store.keep(looked.thumbnail) if looked.thumbnail else "",
    )  # fmt: skip
    add(evidence, by=by)
    return evidence


@transaction.atomic
def describe_undertaking_file(
    evidence_id: int, *, by: User, moment: str, caption: str
) -> Evidence:
    """Ghi lúc chụp, chú thích."""
    evidence, _ = _lock(evidence_id, by)
    amend(evidence, by=by, moment=moment, caption=caption.strip())
    return evidence


@transaction.atomic
def remove_undertaking_file(evidence_id: int, *, by: User) -> Undertaking:
    """Bỏ ảnh, tệp; not what was there when it was approved."""
    evidence, undertaking = _lock(evidence_id, by)
    approved_at = undertaking.approved_at
    if approved_at is not None and evidence.uploaded_at < approved_at:
        raise Refused(SEEN)
    files = [evidence.sha256, evidence.thumbnail_sha256]
    remove(
        evidence, by=by, undertaking=undertaking.pk, file_name=evidence.file_name,
        caption=evidence.caption,
    )  # fmt: skip
    for digest in filter(None, files):
        tasks.drop_evidence.delay_on_commit(digest)
    return undertaking


def _lock(evidence_id, by) -> tuple[Evidence, Undertaking]:
    """The undertaking's row is the lock; read again under it, the file may have gone."""
    found = Evidence.objects.only("undertaking_id").get(pk=evidence_id)
    if found.undertaking_id is None:
        raise PermissionDenied  # files of reports have acts of their own
    undertaking = _lock_open(found.undertaking_id, by)
    return Evidence.objects.get(pk=evidence_id), undertaking


def _lock_open(undertaking_id, by) -> Undertaking:
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_picture(by, undertaking))
    if undertaking.status == Undertaking.Status.SUBMITTED:
        raise Refused(
            "Đăng ký đang chờ duyệt nên chưa thêm, bỏ được ảnh. Rút về để sửa, hoặc chờ duyệt "
            "xong."
        )
    return undertaking
