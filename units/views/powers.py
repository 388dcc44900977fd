"""Ai được làm gì: the table of powers, for administrators who are asked why."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from units import powers
from units.models import Membership
from units.pages import answer
from units.views.shared import require_administrator, tabs

Role = Membership.Role


@require_safe
def power_list(request: HttpRequest) -> HttpResponse:
    """Bảng quyền; ``?vt=`` shows only what that role may."""
    require_administrator(request)
    chosen = request.GET.get("vt", "")
    chosen = chosen if chosen in Role else ""
    context = {
        "areas": [
            (area, [{"power": row, "who": powers.who(row)} for row in rows])
            for area, rows in powers.by_area(chosen)
        ],
        "chosen": chosen,
        "role": Role(chosen).label if chosen else "",
        "choices": Role.choices,
        "tabs": tabs("power-list"),
    }
    return answer(request, "units/power_list.html", "results", context)
