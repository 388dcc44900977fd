"""Tình trạng: how a campaign and its plan stand, as a sign with words for the screen."""

from dataclasses import dataclass
from datetime import date

from campaigns.models import Plan

Status = Plan.Status


@dataclass(frozen=True)
class Standing:
    """``kind`` is a kind of tag (mute, info, ok, warn, bad, gold); ``icon`` one of the sprite."""

    kind: str
    label: str
    icon: str


OF_PLAN = {
    Status.DRAFT: Standing("mute", "Bản nháp", "pencil"),
    Status.SUBMITTED: Standing("info", "Chờ duyệt", "hourglass-split"),
    Status.RETURNED: Standing("warn", "Yêu cầu sửa", "arrow-return-left"),
    Status.APPROVED: Standing("gold", "Chờ ký số", "pen"),
    Status.SIGNED: Standing("gold", "Đã ký, chờ cấp số", "pen"),
    Status.ISSUED: Standing("ok", "Đã ban hành", "check-circle-fill"),
}
COMING = Standing("mute", "Sắp phát động", "calendar-event")
RUNNING = Standing("info", "Đang thực hiện", "play-circle-fill")
RECALLED = Standing("bad", "Đã thu hồi", "x-circle-fill")
OVER = Standing("mute", "Đã kết thúc", "archive")


def of_campaign(
    status: str, starts_on: date | None, ends_on: date | None, today: date,
    *, is_recalled: bool = False,
) -> Standing:  # fmt: skip
    """A campaign stands as its plan does until that is issued; then its dates speak, unless the
    plan was recalled.
    """
    if is_recalled:
        return RECALLED
    if status != Status.ISSUED:
        return OF_PLAN[Status(status)]
    if starts_on and starts_on > today:
        return COMING
    return OVER if ends_on and ends_on < today else RUNNING
