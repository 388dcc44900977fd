"""Ai được làm gì: the one table of roles, acts and how far they reach.

The permission functions of every app answer from this table (``units.permissions.allows``);
what a person must be besides (not who sent the plan, the very signer) stands in that function
and, as a sentence, in ``limit``. Acts of higher apps are known here by their names, as their
screens are in the guide. The page "Ai được làm gì", ``manage.py who_may`` and the tests of
every act and address are made from it. An act that stands in no row is refused.

The rows stand by what they are about: ``people``, ``plans``, ``progress``,
``award_law``, ``proposals``, ``council``, ``decisions``, ``papers``.
"""

from units.powers.acclaim import ACCLAIM_POWERS
from units.powers.award_law import AWARD_LAW_POWERS
from units.powers.council import COUNCIL_POWERS
from units.powers.decisions import DECISIONS_POWERS
from units.powers.grants import (
    AREAS,
    EVERY_ROLE,
    Grant,
    Power,
    Role,
    Scope,
)
from units.powers.papers import PAPERS_POWERS
from units.powers.people import PEOPLE_POWERS
from units.powers.plans import PLANS_POWERS
from units.powers.progress import PROGRESS_POWERS
from units.powers.proposals import PROPOSALS_POWERS
from units.powers.submissions import SUBMISSIONS_POWERS

__all__ = [
    "AREAS",
    "POWERS",
    "TABLE",
    "Grant",
    "Power",
    "Scope",
    "by_area",
    "of_act",
    "who",
]

POWERS: tuple[Power, ...] = (
    *PEOPLE_POWERS, *PLANS_POWERS, *PROGRESS_POWERS, *AWARD_LAW_POWERS, *PROPOSALS_POWERS,
    *COUNCIL_POWERS, *DECISIONS_POWERS, *SUBMISSIONS_POWERS, *PAPERS_POWERS,
    *ACCLAIM_POWERS,
)  # fmt: skip
TABLE: dict[str, Power] = {power.key: power for power in POWERS}


def of_act(act: str) -> list[Power]:
    """The rows that name the act ``app.function``; none: nobody may do it."""
    return [power for power in POWERS if act in power.acts]


def by_area(role: str = "") -> list[tuple[str, list[Power]]]:
    """For pages: the rows under their headings; with ``role`` only what it gives."""
    found = [p for p in POWERS if not role or any(role in g.roles for g in p.grants)]
    parts = [(area, [p for p in found if p.area == area]) for area in AREAS]
    return [(area, rows) for area, rows in parts if rows]


def who(power: Power) -> list[tuple[str, str]]:
    """For pages: whom each grant names, and how far it reaches."""
    return [(_names(grant.roles), grant.scope.words) for grant in power.grants]


def _names(roles):
    if set(roles) == set(EVERY_ROLE):
        return "Mọi vai trò"
    return ", ".join(Role(role).label for role in roles)
