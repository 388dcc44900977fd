"""Kết quả xét điều kiện: one line, one outcome, with the clause and what it was read from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """Đạt · cần bổ sung · Hội đồng xem xét; there is no fourth."""

    MET = "met"
    LACKING = "lacking"
    COUNCIL = "council"


@dataclass(frozen=True)
class Verdict:
    """Một dòng: ``LACKING`` alone keeps a proposal from being sent.

    ``rule``: the key of the rule; ``says``: one sentence with the facts; ``clause``: the legal
    basis; ``on``: the day at which the rule was read; ``field``: the part of the form where it
    is mended, ``address`` the page that shows the evidence, either empty. ``certainty``: how
    sure the rule itself is (``units.certainty``).

    ``inside`` is for the authority that weighs and its council alone: who else, which case. All
    other fields may be read by whoever proposes.
    """

    rule: str
    title: str
    outcome: Outcome
    says: str
    clause: str = ""
    on: date | None = None
    field: str = ""
    address: str = ""
    certainty: str = ""
    inside: str = ""


@dataclass(frozen=True)
class Tally:
    """Ba con số của một thẻ, and how wide each part of its bar is (of 100)."""

    met: int = 0
    lacking: int = 0
    council: int = 0

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Tally":
        counts = Counter(one.outcome for one in verdicts)
        return cls(*(counts[outcome] for outcome in Outcome))

    @property
    def total(self) -> int:
        return self.met + self.lacking + self.council

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """Colour, where it begins, how wide: whole parts of 100, none for what is none."""
        found, at = [], 0.0
        for colour, count in (
            ("ok", self.met), ("bad", self.lacking), ("warn", self.council),
        ):  # fmt: skip
            if count:
                width = round(100 * count / self.total, 2)
                found.append((colour, round(at, 2), width))
                at += width
        return found

    @property
    def says(self) -> str:
        return f"{self.met} đạt, {self.lacking} cần bổ sung, {self.council} Hội đồng xem xét"


# What must be mended first, then what is weighed, then what is well.
_PRESSING = {Outcome.LACKING: 0, Outcome.COUNCIL: 1, Outcome.MET: 2}


def pressing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """In the order of a card: of one outcome as the rules stand."""
    return sorted(verdicts, key=lambda one: _PRESSING[one.outcome])
