"""Quy trình duyệt: made, ordered, put in force and ended by who administers the authority.

The route's row is the lock of its steps. One in force is not changed: a copy takes its place.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Case, When
from django.utils.timezone import localdate

from campaigns import permissions
from campaigns.models import (
    ASKED_ROLES,
    Route,
    RouteParty,
    RouteStep,
    Routing,
    StandIn,
    StepMode,
)
from campaigns.roster import Roster
from campaigns.way import obstacles
from units import audit
from units.errors import Refused
from units.models import Membership, Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, move, remove

DAY = timedelta(days=1)
Position = tuple[int, str, str]  # unit, role, title
GONE = "Quy trình này vừa được bỏ."
STEP_GONE = "Bước này vừa được bỏ."
FIXED = (
    "Quy trình đã áp dụng thì không sửa từng bước. Lập bản mới từ quy trình này rồi áp dụng từ "
    "một ngày."
)


@transaction.atomic
def begin_route(
    unit_id: int, *, by: User, kind: str, copy_of: int | None = None
) -> Route:
    """Lập quy trình: empty, or with the steps of another of the same authority."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_keep_routes(by, unit))
    if not unit.issues_papers or unit.has_ended():
        raise Refused(f"{unit} không ban hành văn bản nên không có quy trình duyệt.")
    route = Route(unit=unit, kind=kind, made_by=by)
    add(route, by=by)
    if copy_of is not None:
        of_unit = Route.objects.of_unit(unit).filter(pk=copy_of).first()
        for step in of_unit.steps.all() if of_unit else ():
            positions = [(p.unit_id, p.role, p.title) for p in step.parties.all()]
            _add_step(route, step.name, step.mode, step.days, positions, by)
    return route


@transaction.atomic
def drop_route(route_id: int, *, by: User) -> Route:
    """Bỏ bản quy trình đang lập."""
    route = _lock_draft(route_id, by)
    remove(route, by=by)
    return route


@transaction.atomic
def add_step(
    route_id: int, *, by: User, name: str, positions: Sequence[Position],
    mode: str = StepMode.ALL, days: int = 2,
) -> RouteStep:  # fmt: skip
    """Thêm bước, at the end."""
    route = _lock_draft(route_id, by)
    return _add_step(route, name, mode, days, positions, by)


@transaction.atomic
def amend_step(
    step_id: int, *, by: User, name: str, positions: Sequence[Position], mode: str,
    days: int,
) -> RouteStep:  # fmt: skip
    """Sửa bước: its name, its days, whom it asks."""
    step = _step(step_id, by)
    _require_positions(step.route, positions)
    amend(step, by=by, name=name.strip(), mode=mode, days=days)
    kept = set()
    for party in step.parties.all():
        position = (party.unit_id, party.role, party.title)
        if position in positions:
            kept.add(position)
        else:
            remove(party, by=by, name=str(party))
    _ask(step, [one for one in positions if one not in kept], by)
    return step


@transaction.atomic
def move_step(step_id: int, *, by: User, up: bool) -> RouteStep:
    """Chuyển bước lên, xuống một chỗ; at the end of the list nothing moves."""
    step = _step(step_id, by)
    steps = step.route.steps
    other = (
        steps.filter(position__lt=step.position).last()
        if up
        else steps.filter(position__gt=step.position).first()
    )
    if other is None:
        return step
    places = Case(
        When(pk=step.pk, then=other.position),
        default=step.position,
    )
    steps.filter(pk__in=[step.pk, other.pk]).update(position=places)
    before, after = step.position, other.position
    audit.write("routestep.moved", step, by=by, before=before, after=after)
    step.refresh_from_db(fields=["position"])
    return step


@transaction.atomic
def remove_step(step_id: int, *, by: User) -> Route:
    """Bỏ bước."""
    step = _step(step_id, by)
    remove(step, by=by, name=step.name)
    return step.route


@transaction.atomic
def put_in_force(route_id: int, *, by: User, valid_from: date) -> Route:
    """Áp dụng từ một ngày; the one that was in force ends the day before."""
    route = _lock_draft(route_id, by)
    if valid_from < localdate():
        raise Refused(
            f"Quy trình áp dụng từ hôm nay trở đi. Đang nhập: {vn_date(valid_from)}.",
            at="valid_from",
        )
    drafted = Route.objects.of_unit(route.unit).get(pk=route.pk)
    steps = list(drafted.steps.all())
    if not steps:
        raise Refused("Quy trình chưa có bước nào. Thêm bước trước khi áp dụng.")
    roster = Roster.of([party for step in steps for party in step.parties.all()])
    if faults := obstacles(steps, roster, route.kind):
        raise Refused(f"Chưa áp dụng được: {' '.join(faults)}")
    others = Route.objects.filter(unit=route.unit, kind=route.kind, status="set")
    for former in others.reaching(valid_from).order_by("valid_from"):
        _give_way(former, valid_from, by)
    move(route, Route.Status.SET, by=by, valid_from=valid_from)
    return route


@transaction.atomic
def end_route(route_id: int, *, by: User, valid_to: date) -> Route:
    """Kết thúc quy trình: after that day the signer alone decides, unless another is in force.

    Plans that are on their way go on by the steps that they have.
    """
    route = _lock(route_id, by)
    if route.status != Route.Status.SET:
        raise Refused("Quy trình này chưa áp dụng. Bỏ bản đang lập nếu không cần nữa.")
    if valid_to < localdate() - DAY:
        raise Refused(
            f"Ngày cuối không trước hôm qua. Đang nhập: {vn_date(valid_to)}.",
            at="valid_to",
        )
    assert route.valid_from is not None  # the database holds it of one in force
    if valid_to < route.valid_from:
        _require_unused(route)
        remove(route, by=by)
        return route
    amend(route, by=by, valid_to=valid_to)
    return route


@transaction.atomic
def name_stand_in(
    unit_id: int, *, by: User, absent_id: int, deputy_id: int, valid_from: date,
    valid_to: date,
) -> StandIn:  # fmt: skip
    """Cử người thay khi vắng: in all steps that ask ``absent`` in that unit."""
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_routes(by, unit))
    if valid_to < valid_from:  # no range for the constraint that asks for overlaps
        raise Refused("Ngày cuối không được trước ngày đầu.", at="valid_to")
    held = Membership.objects.reaching(valid_from).filter(unit=unit, user=absent_id)
    if not held.exists():
        raise Refused(f"Người vắng không giữ vai trò nào ở {unit}.", at="absent_id")
    deputy = User.objects.in_use().reached_by(by).filter(pk=deputy_id).first()
    if deputy is None:
        raise Refused("Chọn người thay đang có tài khoản trong nhánh.", at="deputy_id")
    row = StandIn(
        unit=unit, absent_id=absent_id, deputy=deputy, valid_from=valid_from,
        valid_to=valid_to, named_by=by,
    )  # fmt: skip
    add(row, by=by)
    return row


@transaction.atomic
def end_stand_in(stand_in_id: int, *, by: User) -> StandIn:
    """Thôi cử người thay: from today on; one who has not begun is taken back."""
    rows = StandIn.objects.select_related("unit").select_for_update(of=["self"])
    row = rows.filter(pk=stand_in_id).first()
    if row is None:
        raise Refused("Việc cử người thay này đã được bỏ.")
    require(permissions.can_keep_routes(by, row.unit))
    yesterday = localdate() - DAY
    if row.valid_from > yesterday:
        remove(row, by=by, name=str(row))
    elif row.valid_to > yesterday:
        amend(row, by=by, valid_to=yesterday)
    return row


def _give_way(former: Route, day: date, by: User) -> None:
    """The route that was there makes room from ``day``; one that has not begun by then goes."""
    if former.valid_from is not None and former.valid_from < day:
        amend(former, by=by, valid_to=day - DAY)
        return
    _require_unused(former)
    remove(former, by=by)


def _require_unused(route):
    if Routing.objects.filter(route=route).exists():
        raise Refused(
            f"Đã có văn bản trình theo quy trình áp dụng từ ngày {vn_date(route.valid_from)}. "
            "Chọn ngày sau ngày đó."
        )


def _add_step(route, name, mode, days, positions, by):
    _require_positions(route, positions)
    last = route.steps.last()
    step = RouteStep(
        route=route, position=last.position + 1 if last else 1, name=name.strip(),
        mode=mode, days=days,
    )  # fmt: skip
    add(step, by=by)
    _ask(step, positions, by)
    return step


def _ask(step, positions, by):
    for unit_id, role, title in dict.fromkeys(positions):
        add(RouteParty(step=step, unit_id=unit_id, role=role, title=title), by=by)


def _require_positions(route, positions):
    if not positions:
        raise Refused("Chọn ít nhất một người xem xét.", at="first")
    units = {unit for unit, _, _ in positions}
    inside = Unit.objects.under(route.unit).within(units)
    known = all(role in ASKED_ROLES for _, role, _ in positions)
    if inside.count() != len(units) or not known:
        raise Refused(
            f"Người xem xét phải giữ vai trò ở {route.unit} hoặc đơn vị trực thuộc.",
            at="first",
        )


def _lock(route_id, by) -> Route:
    routes = Route.objects.select_related("unit").select_for_update(of=["self"])
    route = routes.filter(pk=route_id).first()
    if route is None:
        raise Refused(GONE)
    require(permissions.can_keep_routes(by, route.unit))
    return route


def _lock_draft(route_id, by) -> Route:
    route = _lock(route_id, by)
    if route.status != Route.Status.DRAFT:
        raise Refused(FIXED)
    return route


def _step(step_id, by) -> RouteStep:
    """A step of a draft, the route locked."""
    steps = RouteStep.objects
    route_id = steps.values_list("route_id", flat=True).filter(pk=step_id).first()
    if route_id is None:
        raise Refused(STEP_GONE)
    route = _lock_draft(route_id, by)
    step = steps.prefetch_related("parties__unit").filter(pk=step_id).first()
    if step is None:
        raise Refused(STEP_GONE)
    step.route = route
    return step
