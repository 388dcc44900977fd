"""Một đơn vị, một người: what their pages tell, apart from the tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from units import paperkinds
from units.authority import AuthorityLines, authority_lines, authority_words
from units.models import Membership, Succession, Unit, User

PAST, PRESENT, TO_COME = "past", "present", "to_come"


@dataclass(frozen=True)
class Held:
    """Một vai trò with how it stands today and how its holder's signature block begins."""

    membership: Membership
    state: str
    signs: str
    writing: str = ""  # on which "TUQ." rests


@dataclass(frozen=True)
class Lineage:
    """Kế thừa: whom the unit follows, and who follows it."""

    before: list[Succession]
    after: list[Succession]


def lineage(unit: Unit) -> Lineage:
    around = list(Succession.objects.around(unit))
    return Lineage(
        before=[row for row in around if row.successor_id == unit.pk],
        after=[row for row in around if row.predecessor_id == unit.pk],
    )


def roles_in(unit: Unit) -> QuerySet[Membership]:
    """All roles ever held in the unit, by given name."""
    rows = Membership.objects.filter(unit=unit).select_related(
        "user", "unit", "delegation"
    )
    return rows.order_by("user__sort_name", "user__pk", "role", "valid_from")


def lacking_two_steps(unit: Unit) -> QuerySet[Membership]:
    """Who signs, issues or votes in the unit or below it and has one step only."""
    rows = Membership.objects.on().filter(unit__in=Unit.objects.under(unit))
    rows = rows.without_second_factor().select_related("user", "unit")
    return rows.order_by("unit__path", "user__sort_name", "pk")


def roles_of(user: User, seen_by: User) -> QuerySet[Membership]:
    """The person's roles in the branch of ``seen_by``, the newest first."""
    rows = Membership.objects.administered_by(seen_by).filter(user=user)
    return rows.for_page().order_by("-valid_from", "-pk")


def roles_elsewhere(user: User, seen_by: User) -> int:
    """How many roles the person holds today outside the branch of ``seen_by``."""
    rows = Membership.objects.on().elsewhere_than(seen_by)
    return rows.filter(user=user).count()


def by_user(users: Iterable[User], seen_by: User) -> dict[int, list[Held]]:
    """Today's roles of the people of a page in the branch of ``seen_by``; one query."""
    rows = Membership.objects.on().administered_by(seen_by).for_page()
    found: dict[int, list[Held]] = {}
    for row in rows.filter(user__in=[user.pk for user in users]):
        found.setdefault(row.user_id, []).append(
            Held(row, PRESENT, signs(row), writing(row))
        )
    return found


def held(rows: Iterable[Membership], today: date) -> dict[str, list[Held]]:
    """Roles by state: PRESENT, TO_COME, PAST."""
    found: dict[str, list[Held]] = {PRESENT: [], TO_COME: [], PAST: []}
    for row in rows:
        state = PRESENT
        if row.valid_from > today:
            state = TO_COME
        elif row.valid_to and row.valid_to < today:
            state = PAST
        found[state].append(Held(row, state, signs(row), writing(row)))
    return found


def signs(membership: Membership) -> str:
    """How the signature block reads above the name: "TM. Ủy ban nhân dân, Chủ tịch", or ""."""
    if not membership.capacity:
        return ""
    return ", ".join(word for word in authority_words(membership) if word)


def writing(membership: Membership) -> str:
    """Theo văn bản nào, for which papers: of who signs by delegation, else ""."""
    if membership.capacity != Membership.Capacity.DELEGATED:
        return ""
    delegation = getattr(membership, "delegation", None)
    if delegation is None:
        return "chưa ghi văn bản ủy quyền nên chưa ký được"
    kinds = paperkinds.named(delegation.kinds).lower() or "mọi loại văn bản"
    return f"theo văn bản số {delegation}, {kinds}"


def block(membership: Membership) -> AuthorityLines:
    """The lines of the signature block, in capitals as they will be printed."""
    lines = authority_lines(membership)
    return AuthorityLines(
        tuple(line for line in lines.lines if line), lines.title_below
    )
