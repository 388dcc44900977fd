"""Phong trào trình diễn: which plans are made for which authority, and how far each goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from campaigns.content import PlanContent
from campaigns.models import Plan
from reports.demo import (
    above,
    long_bien,
    ngo_quyen,
    ngoc_lam,
    nguyen_trai,
    provinces,
    second_turn,
    tam_duong,
    under_way,
    working_copies,
)
from units.models import User

Status = Plan.Status


@dataclass(frozen=True, kw_only=True)
class Showpiece:
    """Một kế hoạch trình diễn. ``until``: the status in which it is left for visitors.

    ``first``: what it said when it was sent and came back; ``correct`` makes ``content`` of it.
    """

    office: str
    content: Callable[[], PlanContent]
    slogan: str = ""
    until: Plan.Status = Status.ISSUED
    first: Callable[[], PlanContent] | None = None
    correct: Callable[[Plan, User], None] | None = None


# The last number that the authority gave on paper before: its plan then bears the number of
# the plan that it is modelled on (the ward's own plan bore none).
NUMBERS_ON_PAPER = {
    provinces.NGOC_LAM: 3,
    provinces.TAM_DUONG: 352,
    provinces.LONG_BIEN: 31,
    provinces.NGO_QUYEN: 244,
}


def showpieces(today: date) -> list[Showpiece]:
    """Five issued campaigns, and the province's for next year, which the ward answers
    (``above.answer``); in the ward one under way besides, one draft, one sent, one signed.

    Those of one office are issued in this order.
    """
    ward, next_year = provinces.NGUYEN_TRAI, today.year + 1
    return [
        Showpiece(office=ward, content=nguyen_trai.plan),
        Showpiece(
            office=provinces.NGOC_LAM, content=ngoc_lam.plan, slogan=ngoc_lam.SLOGAN
        ),
        Showpiece(office=provinces.TAM_DUONG, content=tam_duong.plan),
        Showpiece(office=provinces.LONG_BIEN, content=long_bien.issued),
        Showpiece(
            office=provinces.NGO_QUYEN, content=ngo_quyen.plan, slogan=ngo_quyen.SLOGAN
        ),
        Showpiece(office=provinces.KEEPER, content=lambda: above.plan(next_year)),
        Showpiece(office=ward, content=lambda: under_way.plan(today)),
        Showpiece(
            office=ward,
            content=lambda: working_copies.signed(next_year),
            until=Status.SIGNED,
        ),
        Showpiece(
            office=ward,
            content=lambda: working_copies.submitted(next_year),
            until=Status.SUBMITTED,
            first=lambda: working_copies.submitted(next_year, is_first=True),
            correct=lambda plan, by: second_turn.correct(plan, next_year, by=by),
        ),
        Showpiece(
            office=ward,
            content=lambda: working_copies.draft(next_year),
            until=Status.DRAFT,
        ),
    ]
