"""Qua các bước: a plan sets out on the route of its authority, and is agreed to step by step.

The caller of what is no act of its own holds the plan's row, the lock of all that goes on here.
"""

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions, workdays
from campaigns.actions.locking import lock, where_it_stands
from campaigns.actions.returning import looked_again, open_places, send_back
from campaigns.models import (
    Plan,
    PlanReturn,
    Route,
    Routing,
    RoutingParty,
    RoutingStep,
    StepMode,
)
from campaigns.roster import Roster
from campaigns.way import Turn, Way, looked_at_first_by, obstacles, way_of
from units import presence
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_datetime
from units.workflow import add, amend, amend_as, move

Scope = PlanReturn.Scope
NAMES = 300  # characters
OTHER_SENDER = (
    "Anh/chị đã xem xét kế hoạch này ở một bước của quy trình duyệt nên không trình lại được; "
    "một cán bộ khác trình."
)


def set_out(plan: Plan, returned: PlanReturn | None, *, by: User) -> None:
    """Lên đường: the route in force is copied. ``returned``: the return that is answered.

    Sent again after only some places were open, the plan goes on from the step, or the desk,
    from which it came back.
    """
    way = way_of(plan)
    if returned is not None and returned.scope == Scope.PLACES:
        if way is not None:
            _go_on(way, by)
        return
    if way is not None:
        drop_way(plan, by=by)
    route = Route.objects.for_paper(plan.issuer, plan.kind)
    if route is not None:
        _begin(plan, Route.objects.of_unit(plan.issuer).get(pk=route.pk), by)


def drop_way(plan: Plan, *, by: User) -> None:
    """Thôi lượt duyệt: taken back or returned as a whole, the plan will start anew."""
    for routing in Routing.objects.current([plan]):
        move(routing, Routing.Status.DROPPED, by=by)


def require_passed(plan: Plan) -> None:
    """Nobody signs before all steps are done."""
    way = way_of(plan)
    if way is not None and way.is_running:
        raise Refused(f"{way.sentence} Ký được khi các bước đã xong.")


@transaction.atomic
def agree_step(
    plan_id: int, *, by: User, step_id: int, remark: str = ""
) -> RoutingStep:
    """Đồng ý, chuyển tiếp; ``step_id``: the step that the person had before their eyes."""
    plan = lock(plan_id)
    require(permissions.is_asked(by, plan))
    way, turn = _turn(plan, by, step_id)
    holder = turn.holder
    amend_as(
        "agreed", turn.party, by=by, acted_by=by, acted_at=now(), acted_for=holder.absent,
        capacity=holder.words[:200], remark=remark.strip(),
    )  # fmt: skip
    returned = plan.returns.first()
    if returned is not None and returned.step_id == turn.step.pk:
        looked_again(plan, returned, by=by)
    left = [one for one in way.waiting(turn.step) if one.pk != turn.party.pk]
    if not left or turn.step.mode == StepMode.ANY:
        _finish(way, turn.step, by)
    return turn.step


@transaction.atomic
def return_at_step(
    plan_id: int, *, by: User, step_id: int, reason: str, scope: str = Scope.WHOLE,
    parts=(),
) -> Plan:  # fmt: skip
    """Trả lại ở một bước: as a whole it starts anew, with few places open it comes back here."""
    plan = lock(plan_id)
    require(permissions.is_asked(by, plan))
    _, turn = _turn(plan, by, step_id)
    returned = send_back(plan, by, reason, scope, step=turn.step)
    if returned.scope == Scope.PLACES:
        open_places(returned, parts, by=by)
    else:
        drop_way(plan, by=by)
    return plan


def _turn(plan: Plan, by: User, step_id: int) -> tuple[Way, Turn]:
    """The person's turn at that step, or a sentence why it is not."""
    way = way_of(plan)
    if way is None or plan.status != Plan.Status.SUBMITTED:
        raise Refused(where_it_stands(plan))
    step = next((one for one in way.steps if one.pk == step_id), None)
    if step is None:
        raise Refused(
            "Kế hoạch đã được trình lại, đi lại từ đầu. Tải lại trang để xem."
        )
    if step.status == RoutingStep.Status.WAITING:
        raise Refused(f"Chưa đến bước {step.position} “{step}”. {way.sentence}")
    turn = way.turn_of(by)
    if turn is None or turn.step.pk != step.pk:
        raise Refused(f"{_done_by(step, by)} {way.sentence}".strip())
    require(turn.is_proven(by))
    first = looked_at_first_by(plan.returns.first(), turn, way, by)
    if first is not None:
        raise Refused(
            f"{first} đã trả lại ở bước này, đang xem lại các chỗ đã sửa trước."
        )
    if not turn.holder.absent:
        held = turn.holder.membership
        presence.note(by.pk, held.role, held_in=held.unit_id, used_for=plan.issuer_id)
    return way, turn


def _done_by(step, by) -> str:
    acted = [party for party in step.parties.all() if party.acted_at]
    mine = [party for party in acted if party.acted_by_id == by.pk]
    for party in mine or acted[-1:]:
        who = "Anh/chị" if mine else party.acted_by
        return f"{who} đã đồng ý ở bước “{step}” lúc {vn_datetime(party.acted_at)}."
    return f"Bước “{step}” không chờ anh/chị."


def _begin(plan: Plan, route: Route, by: User) -> None:
    steps = list(route.steps.all())
    parties = [party for step in steps for party in step.parties.all()]
    roster = Roster.of(parties)
    faults = obstacles(steps, roster, plan.kind, {by.pk, plan.created_by_id})
    if faults:
        raise Refused(
            f"Chưa trình được theo quy trình duyệt: {' '.join(faults)} Báo quản trị đơn vị "
            "giao vai trò, cử người thay hoặc sửa quy trình."
        )
    routing = Routing(plan=plan, route=route)
    add(routing, by=by)
    for number, step in enumerate(steps, 1):
        copied = RoutingStep(
            routing=routing,
            position=number,
            name=step.name,
            mode=step.mode,
            days=step.days,
        )
        add(copied, by=by)
        for party in step.parties.all():
            names = ", ".join(map(str, roster.people(party, plan.kind)))
            asked = RoutingParty(
                routing=routing, step=copied, unit=party.unit, role=party.role,
                title=party.title, names=names[:NAMES], submitted_by=by,
            )  # fmt: skip
            add(asked, by=by)
        if number == 1:
            _open(copied, by)


def _go_on(way: Way, by: User) -> None:
    if RoutingParty.objects.filter(routing=way.routing, acted_by=by).exists():
        raise Refused(OTHER_SENDER)
    way.routing.parties.update(submitted_by=by)
    step = way.open_step
    if step is not None:
        amend(step, by=by, **_days(step))


def _finish(way: Way, step: RoutingStep, by: User) -> None:
    move(step, RoutingStep.Status.DONE, by=by, done_at=now())
    later = [one for one in way.steps if one.status == RoutingStep.Status.WAITING]
    if later:
        _open(later[0], by)
    else:
        move(way.routing, Routing.Status.DONE, by=by)


def _open(step: RoutingStep, by: User) -> None:
    move(step, RoutingStep.Status.OPEN, by=by, **_days(step))


def _days(step) -> dict:
    return {"opened_at": now(), "due_on": workdays.after(localdate(), step.days)}
