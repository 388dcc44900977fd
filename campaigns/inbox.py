"""Việc cần làm: what plans wait for, and for whom. Papers add theirs in ``reports.inbox``."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import permissions
from campaigns.models import (
    Comment,
    ImportDraft,
    OpeningRequest,
    Plan,
    PlanAnswer,
    PlanLine,
    PlanRecipient,
    PlanReturn,
    RoutingParty,
)
from campaigns.queries import NOTE_TABLES, PlanRows, content_of
from campaigns.readiness import musts
from campaigns.way import looked_at_first_by, way_of
from units import guide
from units.cluster_duties import duties
from units.models import Delegation, Membership, User
from units.wording import as_day, excerpt, vn_date, vn_datetime

DRAFTS = 5  # of each sort that are listed
TOLD_BEFORE = 14  # days before a delegation ends
SIGN = "Xem và ký"
TOLD = 2  # things missing that are told; the rest is counted
# Kinds of work; keys are used in addresses (?loai=).
KINDS = {
    "duyet": "Duyệt, ký",
    "sua": "Sửa kế hoạch",
    "so": "Cấp số, ban hành",
    "bao-cao": "Báo cáo",
    "kien-nghi": "Kiến nghị",
    "dang-ky": "Đăng ký",
    "den": "Văn bản đến",
    "cum": "Cụm, khối",
    "khen-thuong": "Khen thưởng",
    "hoi-dong": "Hội đồng",
}


@dataclass(frozen=True)
class Item:
    """Một việc: a verb-first title, one line of context, and the one place where it is done.

    ``work`` is a key of KINDS, "" for what nobody waits for; ``kind`` the colour of its sign;
    ``deadline`` the day after which it is late, None where nothing says one. ``saved``: when
    a draft was last written on. ``mine`` False: it waits for somebody else.
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
    saved: datetime | None = None
    mine: bool = True


def items(user: User) -> list[Item]:
    """Plans that wait for ``user``, and plans that the user sent and others have now;
    delegations that end, clusters whose head changes.
    """
    waiting = list(Plan.objects.waiting_for(user).for_list())
    reasons = {item.plan_id: item for item in PlanReturn.objects.newest_of(waiting)}
    returned = [plan for plan in waiting if plan.status == Plan.Status.RETURNED]
    said = _said(returned, user)
    found = [_of(plan, user, reasons.get(plan.pk), said) for plan in waiting]
    known = {plan.pk for plan in waiting}
    sent = [p for p in Plan.objects.sent_by(user).for_list() if p.pk not in known]
    steps = _open_steps(sent)
    found += [_sent(plan, steps.get(plan.pk, "")) for plan in sent]
    found += _steps(user)
    return [
        *found,
        *_superiors(user),
        *_openings(user),
        *_delegations(user),
        *_clusters(user),
    ]


def _superiors(user: User) -> list[Item]:
    """Cấp trên ban hành bản mới: for who writes the plan that answers it."""
    if not user.units_as(Membership.Role.OFFICER):
        return []
    found = PlanAnswer.objects.to_look_at(user).for_list()
    return [
        Item(
            work="sua",
            kind="info",
            icon="arrow-repeat",
            title=f"Xem thay đổi của kế hoạch cấp trên: {answer.plan}",
            url=reverse("campaigns:plan-superior", args=[answer.plan_id]),
            context=f"{answer.source.issuer if answer.source else ''} đã ban hành bản mới sau "
            f"{answer.cited}",
            act="Xem",
        )
        for answer in found
    ]


def _steps(user: User) -> list[Item]:
    """Bước duyệt: of plans that go by a route, where the step that is open asks the person."""
    asked = RoutingParty.objects.waiting_for(user).select_related(
        "step",
        "routing__plan__campaign",
        "routing__plan__submitted_by",
        "routing__plan__effect",
    )
    waiting = {row.routing.plan_id: row for row in asked}
    if not waiting:
        return []
    returns = {one.plan_id: one for one in PlanReturn.objects.newest_of(waiting)}
    return [
        _step(row, returns.get(plan_id), user)
        for plan_id, row in waiting.items()
        if not _another_first(row, returns.get(plan_id), user)
    ]


def _another_first(row: RoutingParty, returned: PlanReturn | None, user: User) -> bool:
    """Who returned it at this step for some places sees those again first."""
    if returned is None or returned.step_id != row.step_id:
        return False
    way = way_of(row.routing.plan)
    turn = way.turn_of(user) if way else None
    return bool(way and turn and looked_at_first_by(returned, turn, way, user))


def _step(row: RoutingParty, returned: PlanReturn | None, user: User) -> Item:
    plan, step = row.routing.plan, row.step
    again = returned is not None and returned.step_id == step.pk
    again = again and _looks_again(returned, user)
    return Item(
        work="duyet",
        kind="info",
        icon="eye" if again else "check2-square",
        title=f"{'Xem lại chỗ đã trả' if again else 'Xem xét'}: {plan}",
        url=reverse("campaigns:plan-review", args=[plan.pk]),
        context=f"Bước {step.position} “{step}” · {plan.submitted_by} trình lúc "
        f"{vn_datetime(plan.submitted_at)}",
        act="Xem xét",
        since=step.opened_at,
        deadline=step.due_on,
    )


def _open_steps(plans: list[Plan]) -> dict[int, str]:
    """Where plans that go by a route are, and who was asked there; one query for all."""
    if not plans:
        return {}
    found = RoutingParty.objects.filter(
        routing__plan__in=plans,
        routing__status="running",
        step__status="open",
        acted_at=None,
    )
    told: dict[int, str] = {}
    for row in found.select_related("step", "routing", "unit").order_by("pk"):
        who = row.names or str(row)
        before = told.get(row.routing.plan_id)
        told[row.routing.plan_id] = (
            f"{before}, {who}"
            if before
            else f"Bước {row.step.position} “{row.step}”: chờ {who}"
        )
    return told


def _openings(user: User) -> list[Item]:
    """Xin mở thêm: for who returned the plan with only some places open."""
    if not user.roles:
        return []
    return [
        Item(
            work="duyet",
            kind="warn",
            icon="key",
            title=f"Trả lời xin mở thêm: {request.returned.plan}",
            url=reverse("campaigns:plan-review", args=[request.returned.plan_id]),
            context=f"{request.asked_by}: “{excerpt(' '.join(request.reason.split()), 120)}”",
            act="Xem",
            since=request.asked_at,
        )
        for request in OpeningRequest.objects.waiting_for(user)
    ]


def _clusters(user: User) -> list[Item]:
    """Cụm, khối: what the units know is to be done there (``units.cluster_duties``)."""
    return [Item(work="cum", **vars(duty)) for duty in duties(user)]


def _delegations(user: User) -> list[Item]:
    """Ủy quyền sắp hết hạn: told in advance to who gave it and who signs by it."""
    if not user.units_as(Membership.Role.LEADER):
        return []
    ending = Delegation.objects.of(user).ending(localdate(), TOLD_BEFORE)
    return [
        Item(
            work="duyet",
            kind="warn",
            icon="clock",
            title=f"Ủy quyền ký của {one.membership.user} sắp hết hạn",
            url=guide.url_of("lanh-dao", "uy-quyen-ky"),
            context=f"{one.membership.unit}, theo văn bản số {one}; cần ký tiếp thì có văn bản "
            "ủy quyền mới, quản trị đơn vị ghi",
            act="Đọc hướng dẫn",
            deadline=one.membership.valid_to,
        )
        for one in ending
    ]


def drafts(user: User) -> list[Item]:
    """Soạn tiếp: the person's own drafts and readings, the last one saved first.

    At most DRAFTS of each; what a draft still lacks is told in a few words.
    """
    plans = list(Plan.objects.drafts_of(user)[:DRAFTS])
    lacks, said = _missing(plans), _said(plans, user)
    found = [_draft(plan, lacks[plan.pk], said) for plan in plans]
    if user.units_as(Membership.Role.OFFICER):
        readings = ImportDraft.objects.offered_to(user).only("file_name", "created_at")
        found += [_reading(draft) for draft in readings[:DRAFTS]]
    return sorted(found, key=_saved, reverse=True)


def _saved(item: Item) -> float:
    return item.saved.timestamp() if item.saved else 0


def _said(plans: list[Plan], user: User) -> dict[int, str]:
    """What others said of each plan and is still open, in a few words; one query for all."""
    if not plans:
        return {}
    counted = Comment.objects.open_by_plan(plans, besides=user)
    return {plan: f"{amount} góp ý còn mở · " for plan, amount in counted}


def _draft(plan: Plan, lacks: list[str], said: dict[int, str]) -> Item:
    name = str(plan)
    comments = said.get(plan.pk, "")
    if not lacks:
        return Item(
            work="",
            kind="ok",
            icon="send",
            title=f"Kiểm tra, trình duyệt: {name}",
            url=reverse("campaigns:plan-check", args=[plan.pk]),
            context=f"{comments}Đã đủ để trình",
            act="Kiểm tra",
            saved=plan.changed_at,
        )
    words = "; ".join(lacks[:TOLD])
    more = f"; còn {len(lacks) - TOLD} chỗ nữa" if len(lacks) > TOLD else ""
    return Item(
        work="",
        kind="",
        icon="pencil",
        title=f"Soạn tiếp: {name}",
        url=reverse("campaigns:plan-edit", args=[plan.pk]),
        context=f"{comments}{words[:1].upper()}{words[1:]}{more}",
        act="Soạn tiếp",
        saved=plan.changed_at,
    )


def _reading(draft: ImportDraft) -> Item:
    return Item(
        work="",
        kind="",
        icon="file-earmark-text",
        title=f"Xem lại bản đọc: {draft.file_name}",
        url=reverse("campaigns:import-review", args=[draft.pk]),
        context="Chưa lập phong trào; bỏ dở quá 30 ngày thì bản đọc tự xóa",
        act="Xem lại",
        saved=draft.created_at,
    )


def _missing(plans: list[Plan]) -> dict[int, list[str]]:
    """What keeps each plan from being sent: two queries, however many plans.

    Notes are left out: nothing that blocks depends on them.
    """
    lines, recipients = defaultdict(list), defaultdict(list)
    for line in PlanLine.objects.filter(plan__in=plans).order_by("position"):
        lines[line.plan_id].append(line)
    rows = PlanRecipient.objects.filter(plan__in=plans).order_by("position")
    for plan_id, text in rows.values_list("plan_id", "text"):
        recipients[plan_id].append(text)
    found = {}
    for plan in plans:
        rows_of_plan = PlanRows(
            lines=lines[plan.pk],
            notes={name: [] for name in NOTE_TABLES},
            recipients=recipients[plan.pk],
        )
        content = content_of(plan, rows_of_plan)
        found[plan.pk] = [gap.text for gap in musts(plan, content) if gap.blocks]
    return found


def _of(
    plan: Plan, user: User, returned: PlanReturn | None, said: dict[int, str]
) -> Item:
    name = str(plan)
    if plan.status == Plan.Status.RETURNED:
        reason = " ".join(returned.reason.split()) if returned else ""
        return Item(
            work="sua",
            kind="warn",
            icon="arrow-return-left",
            title=f"Sửa kế hoạch bị trả lại: {name}",
            url=reverse("campaigns:plan-edit", args=[plan.pk]),
            context=said.get(plan.pk, "")
            + (f"{returned.returned_by}: “{excerpt(reason, 120)}”" if returned else ""),
            act="Sửa",
            since=returned.returned_at if returned else None,
            deadline=_deadline(plan, returned.returned_at if returned else None),
        )
    signs = permissions.can_sign(user, plan)
    sender = plan.submitted_by
    if _looks_again(returned, user):
        return Item(
            work="duyet",
            kind="gold" if signs else "info",
            icon="eye",
            title=f"Xem lại chỗ đã trả: {name}",
            url=reverse("campaigns:plan-review", args=[plan.pk]),
            context=f"{sender} trình lại lúc {vn_datetime(plan.submitted_at)}",
            act="Xem lại",
            since=plan.submitted_at,
            deadline=_deadline(plan, plan.submitted_at),
        )
    return Item(
        work="duyet",
        kind="gold" if signs else "info",
        icon="pen" if signs else "eye",
        title=f"Duyệt và ký: {name}" if signs else f"Xem kế hoạch chờ duyệt: {name}",
        url=reverse("campaigns:plan-review", args=[plan.pk]),
        context=f"{sender} trình lúc {vn_datetime(plan.submitted_at)}"
        + ("" if signs else f" · người ký: {_signer(plan)}"),
        act=SIGN if signs else "Xem",
        since=plan.submitted_at,
        deadline=_deadline(plan, plan.submitted_at),
        mine=signs,
    )


def _looks_again(returned: PlanReturn | None, user: User) -> bool:
    """The plan came back to the one who opened only some places of it."""
    return (
        returned is not None
        and returned.scope == PlanReturn.Scope.PLACES
        and returned.looked_again_at is None
        and returned.returned_by_id == user.pk
    )


def _sent(plan: Plan, step: str) -> Item:
    """What the person sent: who has it now. ``step``: of its route, "" at nobody's step."""
    waits = {
        Plan.Status.SUBMITTED: f"Chờ {_signer(plan)} duyệt",
        Plan.Status.APPROVED: f"Chờ {_signer(plan)} ký số",
        Plan.Status.SIGNED: "Chờ văn thư cấp số, đóng dấu",
    }[Plan.Status(plan.status)]
    return Item(
        work="sua",
        kind="",
        icon="hourglass-split",
        title=str(plan),
        url=reverse("campaigns:plan-check", args=[plan.pk]),
        context=f"{step or waits} · trình {vn_date(plan.submitted_at)}",
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
