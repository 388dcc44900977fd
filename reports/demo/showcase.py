"""Phong trào trình diễn: which plans are made for which authority, and how far each goes."""

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.content import PlanContent
from campaigns.models import Plan
from reports.demo import (
    long_bien,
    ngo_quyen,
    ngoc_lam,
    nguyen_trai,
    provinces,
    tam_duong,
    working_copies,
)

Status = Plan.Status


@dataclass(frozen=True, kw_only=True)
class Showpiece:
    """Một kế hoạch trình diễn. ``until``: the status in which it is left for visitors."""

    office: str
    content: Callable[[], PlanContent]
    slogan: str = ""
    until: Plan.Status = Status.ISSUED


# The last number that the authority gave on paper before: its plan then bears the number of
# the plan that it is modelled on (the ward's own plan bore none).
NUMBERS_ON_PAPER = {
    provinces.NGOC_LAM: 3,
    provinces.TAM_DUONG: 352,
    provinces.LONG_BIEN: 31,
    provinces.NGO_QUYEN: 244,
}


def showpieces(next_year: int) -> list[Showpiece]:
    """Five issued campaigns, and in the ward one draft, one sent, one signed."""
    ward = provinces.NGUYEN_TRAI
    return [
        Showpiece(office=ward, content=nguyen_trai.plan),
        Showpiece(
            office=provinces.NGOC_LAM, content=ngoc_lam.plan, slogan=ngoc_lam.SLOGAN
        ),
        Showpiece(office=provinces.TAM_DUONG, content=tam_duong.plan),
        Showpiece(office=provinces.LONG_BIEN, content=long_bien.plan),
        Showpiece(
            office=provinces.NGO_QUYEN, content=ngo_quyen.plan, slogan=ngo_quyen.SLOGAN
        ),
        Showpiece(
            office=ward,
            content=lambda: working_copies.signed(next_year),
            until=Status.SIGNED,
        ),
        Showpiece(
            office=ward,
            content=lambda: working_copies.submitted(next_year),
            until=Status.SUBMITTED,
        ),
        Showpiece(
            office=ward,
            content=lambda: working_copies.draft(next_year),
            until=Status.DRAFT,
        ),
    ]
