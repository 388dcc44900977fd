"""Điển hình tiên tiến: phát hiện → bồi dưỡng → tổng kết → nhân rộng; another unit adopts one."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from campaigns import permissions
from campaigns.actions.progress.registering import GONE, lock_undertaking
from campaigns.models import ExampleStep, Participation, Undertaking
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as

Status = Undertaking.Status


@transaction.atomic
def take_example_on(
    undertaking_id: int, *, by: User, stage: str, on: date, note: str = ""
) -> ExampleStep:
    """Đưa điển hình sang bước sau, from being found on; step by step, each with its day."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_choose_examples(by, undertaking.campaign))
    if undertaking.status != Status.APPROVED:
        raise Refused("Chỉ chọn mô hình, công trình đã duyệt làm điển hình.")
    following = undertaking.next_stage
    if following is None or stage != following:
        raise Refused(
            f"Điển hình đang ở bước “{undertaking.get_stage_display()}”"
            + (f", bước sau là “{following.label}”." if following else ", bước cuối.")
            + " Mở lại trang để xem."
        )
    _require_day(undertaking, on)
    amend_as("example_moved", undertaking, by=by, stage=stage)
    return _step(undertaking, stage, on, note, by)


@transaction.atomic
def drop_example(undertaking_id: int, *, by: User, reason: str) -> ExampleStep:
    """Thôi chọn làm điển hình; its steps stay told."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_choose_examples(by, undertaking.campaign))
    if not undertaking.stage:
        raise Refused("Mô hình này không phải là điển hình.")
    if not reason.strip():
        raise Refused("Ghi lý do thôi chọn làm điển hình.", at="reason")
    amend_as("example_dropped", undertaking, by=by, stage="")
    return _step(undertaking, "", localdate(), reason, by)


@transaction.atomic
def adopt_example(
    undertaking_id: int, participation_id: int, *, by: User
) -> Undertaking:
    """Học theo: a draft of one's own unit begun from the example, sent and approved as usual."""
    rows = Participation.objects.select_related("campaign__host", "unit")
    taking = rows.select_for_update(of=["self"], no_key=True).get(pk=participation_id)
    require(permissions.can_register(by, taking))
    example = Undertaking.objects.examples_for(by).get(pk=undertaking_id)
    if taking.left_at is not None:
        raise Refused(GONE)
    if example.unit_id == taking.unit_id:
        raise Refused("Đây là điển hình của chính đơn vị.")
    there = taking.undertakings.filter(adopted_from=example).first()
    if there is not None:
        raise Refused(f"Đơn vị đã học theo điển hình này: {there}.")
    adopted = Undertaking(
        participation=taking, campaign=taking.campaign, unit=taking.unit, created_by=by,
        kind=example.kind, name=example.name, description=example.description,
        adopted_from=example,
    )  # fmt: skip
    add(adopted, by=by)
    return adopted


def _step(undertaking, stage, on, note, by) -> ExampleStep:
    step = ExampleStep(
        undertaking=undertaking, stage=stage, on=on, note=note.strip(), by=by
    )
    add(step, by=by)
    return step


def _require_day(undertaking, on) -> None:
    if on > localdate():
        raise Refused(f"Chỉ ghi ngày đã đến. Đang nhập: {vn_date(on)}.", at="on")
    last = undertaking.steps.exclude(stage="").order_by("pk").last()
    if last is not None and on < last.on and undertaking.stage:
        raise Refused(
            f"Ngày không được trước ngày của bước trước, {vn_date(last.on)}. "
            f"Đang nhập: {vn_date(on)}.",
            at="on",
        )
