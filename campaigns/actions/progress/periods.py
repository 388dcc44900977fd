"""Kỳ báo cáo: laid by a rule or one by one, put off, locked, opened for one unit.

The campaign's row is the lock of its periods. A period of which a report was begun keeps its
days and its name; everything else that happens to one is an act with its reason in the book.
"""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.actions.progress.locking import lock_campaign
from campaigns.models import Campaign, Participation, PeriodOpening, ReportingPeriod
from campaigns.progress.terms import TooMany
from campaigns.scheduling import Asked, is_begun, schedule
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, amend_as, remove

BEGUN = (
    "Kỳ “{}” đã có báo cáo hoặc đã mở, đã khóa nên giữ nguyên tên và ngày. Cần thêm thời gian thì "
    "lùi hạn nộp, hoặc mở kỳ cho từng đơn vị."
)


@transaction.atomic
def lay_periods(campaign_id: int, *, by: User, asked: Asked) -> list[ReportingPeriod]:
    """Lập kỳ theo nhịp: in the place of those of which nothing was begun."""
    campaign = lock_campaign(campaign_id, by)
    if asked.ends_on < asked.starts_on:
        raise Refused(
            f"Ngày cuối phải sau ngày đầu ({vn_date(asked.starts_on)}). Đang nhập: "
            f"{vn_date(asked.ends_on)}.",
            at="ends_on",
        )
    try:
        found = schedule(campaign, asked)
    except TooMany as error:
        raise Refused(str(error), at="ends_on") from error
    if not found.laid:
        raise Refused(
            "Các kỳ đã có báo cáo đã phủ hết những ngày này nên không có kỳ nào để lập.",
            at="ends_on",
        )
    for period in found.gone:
        remove(period, by=by, name=period.label, campaign=campaign.pk)
    return [
        _add(campaign, by, why=asked.why, **_days(term), label=term.label)
        for term in found.laid
    ]


@transaction.atomic
def add_period(
    campaign_id: int, *, by: User, label: str, starts_on: date, ends_on: date, due_on: date
) -> ReportingPeriod:  # fmt: skip
    """Thêm một kỳ."""
    campaign = lock_campaign(campaign_id, by)
    days = {"starts_on": starts_on, "ends_on": ends_on, "due_on": due_on}
    return _add(campaign, by, label=label.strip(), why="Cán bộ thêm từng kỳ", **days)


@transaction.atomic
def amend_period(
    period_id: int, *, by: User, label: str, starts_on: date, ends_on: date
) -> ReportingPeriod:
    """Sửa tên, ngày của kỳ chưa có báo cáo. The due day is put off by an act of its own."""
    period = _lock(period_id, by)
    if is_begun(period):
        raise Refused(BEGUN.format(period))
    amend(period, by=by, label=label.strip(), starts_on=starts_on, ends_on=ends_on)
    return period


@transaction.atomic
def remove_period(period_id: int, *, by: User) -> Campaign:
    """Bỏ một kỳ chưa có báo cáo."""
    period = _lock(period_id, by)
    if is_begun(period):
        raise Refused(
            f"Kỳ “{period}” đã có báo cáo hoặc đã mở, đã khóa nên không bỏ được."
        )
    campaign = period.campaign
    remove(period, by=by, name=period.label, campaign=campaign.pk)
    return campaign


@transaction.atomic
def postpone_due(
    period_id: int, *, by: User, due_on: date, reason: str
) -> ReportingPeriod:
    """Lùi hạn nộp for all units; the day that was fixed first stays known."""
    period = _lock(period_id, by)
    if due_on <= period.due_on:
        raise Refused(
            f"Hạn mới phải sau hạn đang có ({vn_date(period.due_on)}): hạn đã báo cho đơn vị "
            f"thì không rút ngắn. Đang nhập: {vn_date(due_on)}.",
            at="due_on",
        )
    if not reason.strip():
        raise Refused("Ghi lý do lùi hạn nộp.", at="reason")
    amend_as(
        "postponed", period, by=by, due_on=due_on, postponed_reason=reason.strip(),
        due_first_on=period.due_first_on or period.due_on,
    )  # fmt: skip
    return period


@transaction.atomic
def lock_period(period_id: int, *, by: User, reason: str) -> ReportingPeriod:
    """Khóa kỳ: from now on no report of it is taken, but from whom it is opened for."""
    period = _lock(period_id, by)
    if period.locked_at:
        raise Refused(f"Kỳ “{period}” đã khóa rồi.")
    if not reason.strip():
        raise Refused("Ghi lý do khóa kỳ báo cáo.", at="reason")
    amend_as(
        "locked", period, by=by, locked_at=now(), locked_by=by,
        locked_reason=reason.strip(),
    )  # fmt: skip
    return period


@transaction.atomic
def unlock_period(period_id: int, *, by: User, reason: str) -> ReportingPeriod:
    """Mở khóa kỳ for all units; the reason stands in the book."""
    period = _lock(period_id, by)
    if not period.locked_at:
        raise Refused(f"Kỳ “{period}” không còn khóa.")
    if not reason.strip():
        raise Refused("Ghi lý do mở khóa kỳ báo cáo.", at="reason")
    audit.write("reportingperiod.unlocked", period, by=by, reason=reason.strip())
    amend(period, by=by, locked_at=None, locked_by=None, locked_reason="")
    return period


@transaction.atomic
def open_period(
    period_id: int, *, by: User, unit_id: int, until: date, reason: str
) -> PeriodOpening:
    """Mở kỳ cho một đơn vị until a day; what it then sends late is late with permission."""
    period = _lock(period_id, by)
    taking = Participation.objects.active().filter(campaign=period.campaign_id)
    participation = taking.filter(unit=unit_id).first()
    if participation is None:
        raise Refused(
            "Đơn vị này không tham gia phong trào. Chọn đơn vị khác.", at="unit"
        )
    if until < localdate():
        raise Refused(
            f"Mở kỳ đến hôm nay hoặc một ngày sau đó. Đang nhập: {vn_date(until)}.",
            at="until",
        )
    if not reason.strip():
        raise Refused("Ghi lý do cho nộp muộn.", at="reason")
    last = period.openings.filter(participation=participation).open().first()
    if last is not None and last.until < localdate():  # it ran out
        amend(last, by=by, closed_at=now())
    opening = PeriodOpening(
        period=period, participation=participation, campaign=period.campaign,
        unit_id=participation.unit_id, until=until, reason=reason.strip(), opened_by=by,
    )  # fmt: skip
    add(opening, by=by)
    return opening


@transaction.atomic
def close_opening(opening_id: int, *, by: User) -> PeriodOpening:
    """Đóng lại kỳ đã mở cho một đơn vị."""
    openings = PeriodOpening.objects.select_related("campaign__host", "unit", "period")
    opening = openings.select_for_update(of=["self"], no_key=True).get(pk=opening_id)
    require(permissions.can_run(by, opening.campaign))
    if opening.closed_at:
        raise Refused(f"Kỳ “{opening.period}” đã đóng lại với {opening.unit}.")
    amend_as("closed", opening, by=by, closed_at=now())
    return opening


def _lock(period_id: int, by: User) -> ReportingPeriod:
    """With its counts, its campaign's row locked."""
    campaign_id = ReportingPeriod.objects.values_list("campaign", flat=True)
    campaign = lock_campaign(campaign_id.get(pk=period_id), by)
    period = ReportingPeriod.objects.with_counts().get(pk=period_id)
    period.campaign = campaign
    return period


def _days(term) -> dict[str, date]:
    return {
        "starts_on": term.starts_on, "ends_on": term.ends_on, "due_on": term.due_on
    }  # fmt: skip


def _add(campaign, by, **said) -> ReportingPeriod:
    period = ReportingPeriod(campaign=campaign, **said)
    add(period, by=by)
    return period
