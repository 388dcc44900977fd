"""Việc cần làm: what plans wait for, and for whom. Papers add theirs in ``reports.inbox``."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from campaigns import permissions
from campaigns.models import Plan, PlanReturn
from units.models import User
from units.wording import as_day, vn_date, vn_datetime

# Kinds of work; keys are used in addresses (?loai=).
KINDS = {"duyet": "Duyệt, ký", "sua": "Sửa kế hoạch", "so": "Cấp số, ban hành"}


@dataclass(frozen=True)
class Item:
    """Một việc: a verb-first title, one line of context, and the one place where it is done.

    ``work`` is a key of KINDS; ``kind`` the colour of its sign; ``deadline`` the day after
    which it is late, None where nothing says one. ``mine`` False: it waits for somebody else.
    """

    work: str
    kind: str
    icon: str
    title: str
    url: str
    context: str
    act: str
    since: datetime | None = None
    deadline: date | None = None
    time: str = ""
    mine: bool = True


def items(user: User) -> list[Item]:
    """Plans that wait for ``user``, and plans that the user sent and others have now."""
    waiting = list(Plan.objects.waiting_for(user).for_list())
    reasons = {item.plan_id: item for item in PlanReturn.objects.open_of(waiting)}
    found = [_of(plan, user, reasons.get(plan.pk)) for plan in waiting]
    known = {plan.pk for plan in waiting}
    sent = Plan.objects.sent_by(user).for_list()
    return found + [_sent(plan) for plan in sent if plan.pk not in known]


def _of(plan: Plan, user: User, returned: PlanReturn | None) -> Item:
    name = plan.title or plan.campaign.name
    if plan.status == Plan.Status.RETURNED:
        reason = " ".join(returned.reason.split()) if returned else ""
        return Item(
            work="sua",
            kind="warn",
            icon="arrow-return-left",
            title=f"Sửa kế hoạch bị trả lại: {name}",
            url=reverse("campaigns:plan-edit", args=[plan.pk]),
            context=f"{returned.returned_by}: “{_short(reason)}”" if returned else "",
            act="Sửa",
            since=returned.returned_at if returned else None,
            deadline=_deadline(plan, returned.returned_at if returned else None),
        )
    signs = permissions.can_sign(user, plan)
    sender = plan.submitted_by
    return Item(
        work="duyet",
        kind="gold" if signs else "info",
        icon="pen" if signs else "eye",
        title=f"Duyệt và ký: {name}" if signs else f"Xem kế hoạch chờ duyệt: {name}",
        url=reverse("campaigns:plan-review", args=[plan.pk]),
        context=f"{sender} trình lúc {vn_datetime(plan.submitted_at)}"
        + ("" if signs else f" · người ký: {_signer(plan)}"),
        act="Xem và ký" if signs else "Xem",
        since=plan.submitted_at,
        deadline=_deadline(plan, plan.submitted_at),
        mine=signs,
    )


def _sent(plan: Plan) -> Item:
    """What the person sent: who has it now."""
    waits = {
        Plan.Status.SUBMITTED: f"Chờ {_signer(plan)} duyệt",
        Plan.Status.APPROVED: f"Chờ {_signer(plan)} ký số",
        Plan.Status.SIGNED: "Chờ văn thư cấp số, đóng dấu",
    }[Plan.Status(plan.status)]
    return Item(
        work="sua",
        kind="",
        icon="hourglass-split",
        title=plan.title or plan.campaign.name,
        url=reverse("campaigns:plan-check", args=[plan.pk]),
        context=f"{waits} · trình {vn_date(plan.submitted_at)}",
        act="Xem",
        since=plan.submitted_at,
        mine=False,
    )


def _deadline(plan, arrived):
    """The campaign's first day, where it was still to come when the work arrived."""
    starts_on = plan.campaign.starts_on
    if starts_on and arrived and starts_on >= as_day(arrived):
        return starts_on
    return None


def _signer(plan):
    return plan.signer.user.full_name if plan.signer else "lãnh đạo"


def _short(text):
    return text if len(text) <= 120 else f"{text[:120]}…"
