"""Bản đồ quy trình: the steps of a route or of a plan on its way, as the partial shows them."""

from typing import Any

from campaigns import permissions
from campaigns.models import Plan, Route
from campaigns.models.routes import StepMode
from campaigns.roster import Roster
from campaigns.way import NOBODY, Way
from units.models import User

SIGN = "Ký"


def ahead(route: Route) -> list[dict[str, Any]]:
    """What a plan that is sent today would go through, with today's names."""
    steps = list(route.steps.all())
    roster = Roster.of([party for step in steps for party in step.parties.all()])
    return [
        _row(step, "later")
        | {
            "parties": [
                {
                    "asked": str(party),
                    "who": ", ".join(map(str, roster.holders(party, route.kind)))
                    or NOBODY,
                    "is_empty": not roster.holders(party, route.kind),
                }
                for party in step.parties.all()
            ]
        }
        for step in steps
    ]


def on_the_way(way: Way) -> list[dict[str, Any]]:
    """Each step: who acted and when, who is waited for since when and until when."""
    states = {"done": "done", "open": "now", "waiting": "later"}
    return [
        _row(step, states[step.status])
        | {
            "since": step.opened_at,
            "due": step.due_on,
            "done_at": step.done_at,
            "parties": [_party(way, step, party) for party in step.parties.all()],
        }
        for step in way.steps
    ]


def _row(step, state) -> dict[str, Any]:
    several = len(step.parties.all()) > 1
    words = {StepMode.ALL: "cần tất cả đồng ý", StepMode.ANY: "một người là đủ"}
    return {
        "name": step.name,
        "state": state,
        "mode": words[StepMode(step.mode)] if several else "",
        "days": step.days,
    }


def _party(way, step, party) -> dict[str, Any]:
    told = {"asked": str(party), "acted": party, "is_done": party.acted_at is not None}
    if told["is_done"]:
        return told
    if step.status == "done":  # one of several was enough
        return told | {"who": "không cần nữa"}
    holders = way.holders(party)
    who = ", ".join(map(str, holders)) or NOBODY
    return told | {"who": who, "is_empty": not holders}


def map_context(plan: Plan, way: Way | None, user: User) -> dict[str, Any]:
    """For the partial ``route_map``; empty where the plan goes by no route."""
    signer = plan.signer.user.full_name if plan.signer else ""
    if way is not None:
        return {
            "route_rows": on_the_way(way),
            "route_title": "Đường duyệt",
            "route_signer": signer,
            "route_is_at_desk": plan.status == Plan.Status.SUBMITTED
            and not way.is_running,
        }
    if plan.is_open and permissions.can_edit(user, plan):
        route = Route.objects.for_paper(plan.issuer, plan.kind)
        if route is not None:
            return {
                "route_rows": ahead(route),
                "route_title": "Sau khi trình",
                "route_signer": signer,
            }
    return {}
