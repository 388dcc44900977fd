"""Số cộng của một nhóm ô: all that a page tells of an indicator's cells together.

Sums of groups add up to the sum of all, so that a group that did not change is never read
again (``overseeing.kept``).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.models import Indicator
from campaigns.overseeing import words
from campaigns.overseeing.board import Cell
from campaigns.progress.aggregation import Tally, tally
from campaigns.progress.pace import Basis, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSum:
    """``asked``: what those who owe a figure owe together, ``own`` how many of them have a
    level of their own; ``due`` and ``early``: of how many something is due, or not yet.
    ``needs``: the least and the greatest words of what is due, the same where all owe alike.
    ``settled``: no day that passes changes any of it.
    """

    tally: Tally = field(default_factory=Tally)
    counts: Counter[Standing] = field(default_factory=Counter)
    asked: Decimal = Decimal(0)
    own: int = 0
    due: int = 0
    early: int = 0
    needs: tuple[str, str] | None = None
    settled: bool = True

    def __add__(self, other: "CellSum") -> "CellSum":
        needs = [one for one in (self.needs, other.needs) if one]
        return CellSum(
            tally=self.tally + other.tally,
            counts=self.counts + other.counts,
            asked=self.asked + other.asked,
            own=self.own + other.own,
            due=self.due + other.due,
            early=self.early + other.early,
            needs=(min(one[0] for one in needs), max(one[1] for one in needs))
            if needs
            else None,
            settled=self.settled and other.settled,
        )

    @property
    def need(self) -> str:
        """One level for all, or a word that each unit has its own."""
        least, most = self.needs or ("", "")
        return (least if least == most else "theo từng đơn vị") or "chưa đến hạn"

    @property
    def is_exempt(self) -> bool:
        """Every unit is."""
        return bool(self.tally.exempt and not self.tally.expected)

    @property
    def is_early(self) -> bool:
        """Nothing is due of anybody yet."""
        return bool(self.early and not self.due)


def sum_of(cells: Iterable[Cell], indicator: Indicator) -> CellSum:
    found = list(cells)
    owing = [cell for cell in found if not cell.part.is_exempt]
    levels = {id(cell.required): cell.required for cell in owing}  # few for many cells
    needs = {words.need(one, indicator) for one in levels.values()}
    required = [cell.required for cell in found if cell.required is not None]
    return CellSum(
        tally=tally(cell.part for cell in found),
        counts=Counter(cell.standing for cell in found),
        asked=sum((cell.level for cell in owing if cell.level is not None), Decimal(0)),
        own=sum(cell.has_own for cell in owing),
        due=sum(one.goal is not None for one in required),
        early=sum(one.goal is None for one in required),
        needs=(min(needs), max(needs)) if needs else None,
        settled=all(one.basis is Basis.DEADLINE for one in required),
    )
