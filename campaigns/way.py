"""Đường đi của một kế hoạch: where on its route a plan is, whose turn it is, who was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from campaigns.models import Plan, PlanReturn, Routing, RoutingParty, RoutingStep
from campaigns.models.routes import Step, StepMode
from campaigns.roster import Holder, Roster
from units.models import User

Status = RoutingStep.Status
NOBODY = "chưa có ai"


@dataclass(frozen=True)
class Turn:
    """Đến lượt: at that step, for that place of it, as that holder."""

    step: RoutingStep
    party: RoutingParty
    holder: Holder

    def is_proven(self, user: User) -> bool:
        """Signed in as the role asks; who stands in, as all their own roles ask."""
        if self.holder.absent:
            return not any(duty.is_overdue for duty in user.factor_duties)
        held = self.holder.membership
        return user.may_act_as(held.role, held.unit_id)


class Way:
    """One routing with its steps; today's names are asked for only where something waits."""

    def __init__(self, routing: Routing, plan: Plan):
        self.routing, self.plan = routing, plan
        self.steps: list[RoutingStep] = list(routing.steps.all())

    @cached_property
    def roster(self) -> Roster:
        waiting = [
            party
            for step in self.steps
            if step.status != Status.DONE
            for party in step.parties.all()
        ]
        return Roster.of(waiting)

    @property
    def is_running(self) -> bool:
        return self.routing.status == Routing.Status.RUNNING

    @property
    def open_step(self) -> RoutingStep | None:
        if not self.is_running:
            return None
        return next((one for one in self.steps if one.status == Status.OPEN), None)

    def waiting(self, step: RoutingStep) -> list[RoutingParty]:
        """Whom an unfinished step still asks."""
        if step.status == Status.DONE:
            return []
        return [party for party in step.parties.all() if party.acted_at is None]

    def holders(self, party: RoutingParty) -> list[Holder]:
        """Who may act there; never who wrote or sent the plan."""
        own = {self.plan.submitted_by_id, self.plan.created_by_id}
        found = self.roster.holders(party, self.plan.kind)
        return [one for one in found if one.user.pk not in own]

    def turn_of(self, user: User) -> Turn | None:
        """None: nothing of the open step waits for the person."""
        step = self.open_step
        if step is None or self.plan.status != Plan.Status.SUBMITTED:
            return None
        found = [
            Turn(step, party, holder)
            for party in self.waiting(step)
            for holder in self.holders(party)
            if holder.user.pk == user.pk
        ]
        # By a role of one's own before in the place of another.
        return min(found, key=lambda turn: turn.holder.absent is not None, default=None)

    def acted_by(self, user: User) -> RoutingParty | None:
        """Where the person has agreed already: each acts once on a way."""
        parties = (party for step in self.steps for party in step.parties.all())
        return next((one for one in parties if one.acted_by_id == user.pk), None)

    def names(self, step: RoutingStep) -> str:
        """ "Hồ Thị Lan, Đỗ Văn Minh": who is waited for."""
        people = [one for party in self.waiting(step) for one in self.holders(party)]
        return ", ".join(dict.fromkeys(map(str, people))) or NOBODY

    @property
    def sentence(self) -> str:
        """Where a plan under way is; "" where it has gone through all steps."""
        step = self.open_step
        if step is None:
            return ""
        return f"Kế hoạch đang ở bước {step.position} “{step}”, chờ {self.names(step)}."


def way_of(plan: Plan) -> Way | None:
    """None: the plan has no route, or is being written."""
    routing = Routing.objects.current([plan]).for_map().first()
    return Way(routing, plan) if routing else None


def looked_at_first_by(
    returned: PlanReturn | None, turn: Turn, way: Way, user: User
) -> User | None:
    """Who returned the plan at this step for some places, and has to see them again first."""
    if (
        returned is None
        or returned.scope != PlanReturn.Scope.PLACES
        or returned.step_id != turn.step.pk
        or returned.looked_again_at is not None
        or returned.returned_by_id == user.pk
    ):
        return None
    still = [one.user.pk for p in way.waiting(turn.step) for one in way.holders(p)]
    return returned.returned_by if returned.returned_by_id in still else None


def obstacles(
    steps: Iterable[Step], roster: Roster, kind: str, besides=()
) -> list[str]:
    """Why nobody could go that way today, in sentences; ``besides``: who must not act on it.

    Steps are those of a route, with their parties.
    """
    found: list[str] = []
    alone: dict[User, list[str]] = {}
    for number, step in enumerate(steps, 1):
        name = f"Bước {number} “{step}”"
        asked = list(step.parties.all())  # type: ignore[attr-defined]
        if not asked:
            found.append(f"{name} chưa có ai xem xét.")
        able = []
        for party in asked:
            held = {one.user for one in roster.holders(party, kind)}
            able.append({user for user in held if user.pk not in besides})
        if step.mode == StepMode.ANY:
            able = [set().union(*able)] if able else []
        for party, people in zip(asked, able, strict=False):
            if len(people) == 1:
                [only] = people
                alone.setdefault(only, []).append(name)
            elif not people:
                found.append(_nobody(name, party, roster.people(party, kind)))
    for user, names in alone.items():
        if len(names) > 1:
            where = " và ".join(dict.fromkeys(names))
            found.append(
                f"{where} đều chỉ có {user} xem xét được; mỗi người xem xét một lần."
            )
    return found


def _nobody(name, party, held) -> str:
    if not held:
        return f"{name}: hôm nay chưa ai giữ vai trò {party}."
    return (
        f"{name}: chỉ có {', '.join(map(str, held))} giữ vai trò {party}, mà người soạn, người "
        "trình không tự xem xét."
    )
