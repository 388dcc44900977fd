"""Kết quả xét điều kiện: one line, one outcome, with the clause and what it was read from."""

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
    is mended, ``address`` the page that shows the evidence, either empty.
    """

    rule: str
    title: str
    outcome: Outcome
    says: str
    clause: str = ""
    on: date | None = None
    field: str = ""
    address: str = ""
