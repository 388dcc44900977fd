"""Đối tượng được đề nghị: whom a unit may propose, found by a few letters, and how they are named.

A subject is said in a form as ``h12`` (a person, a household, a collective that is no unit) or
``u34`` (a unit of the tree).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from units.models import Honouree, Unit
from units.models.honourees import HonoureeQuerySet
from units.models.tree import UnitQuerySet
from units.pages import number_of
from units.search import key

SHOWN = 8  # of people and of units each


@dataclass(frozen=True)
class Found:
    """Một đối tượng để chọn."""

    key: str
    name: str
    detail: str
    kind: str  # "Cá nhân", "Tập thể", "Hộ gia đình"


@dataclass(frozen=True)
class Subject:
    """Đối tượng đã chọn: one of the two."""

    honouree: Honouree | None = None
    collective: Unit | None = None

    @property
    def name(self) -> str:
        """As it stands in papers."""
        if self.honouree:
            return self.honouree.name
        return self.collective.name if self.collective else ""

    @property
    def title(self) -> str:
        """Chức vụ, nơi công tác."""
        if self.honouree:
            parts = [self.honouree.title, self.honouree.unit.name]
            return ", ".join(part for part in parts if part)
        return ""


def people_of(unit: Unit) -> HonoureeQuerySet:
    """Whom the unit may propose: people, households, collectives of its branch."""
    return Honouree.objects.present().in_branch_of(unit)


def units_of(unit: Unit) -> UnitQuerySet:
    """Which units it may propose: of its branch, itself included."""
    return Unit.objects.under(unit).on()


def find(unit: Unit, words: str) -> tuple[list[Found], bool]:
    """What is found by letters, people first; and whether there are more than are shown."""
    if not words.strip():
        return [], False
    people = list(people_of(unit).named(words).for_list()[: SHOWN + 1])
    units = list(units_of(unit).named(words).for_pick()[: SHOWN + 1])
    shown = [
        *[found_person(one) for one in people[:SHOWN]],
        *[found_unit(one) for one in units[:SHOWN]],
    ]
    return shown, len(people) > SHOWN or len(units) > SHOWN


def near(unit: Unit, sought: Collection[str], most: int) -> dict[str, list[Found]]:
    """Of each of ``sought`` the first that its letters find, people first; two questions in all."""
    people, units = people_of(unit), units_of(unit)
    each = [people.named(words).for_list() for words in sought]
    someone = list(people.filter(pk__in=_first(each, most)).for_list())
    each = [units.named(words).for_pick() for words in sought]
    somewhere = list(units.filter(pk__in=_first(each, most)).for_pick())
    found = {}
    for words in sought:
        parts = [f" {word}" for word in key(words).split()]
        found[words] = [
            *[found_person(one) for one in someone if _holds(one, parts)],
            *[found_unit(one) for one in somewhere if _holds(one, parts)],
        ][:most]
    return found


def _first(each, most):
    """Ids of the first ``most`` of each list, in one question; of no list none."""
    heads = [rows.values("pk")[:most] for rows in each]
    return heads[0].union(*heads[1:]) if heads else []


def _holds(one: Honouree | Unit, parts: list[str]) -> bool:
    return bool(parts) and all(part in one.folded_name for part in parts)


def found_person(one: Honouree) -> Found:
    born = f"sinh năm {one.birth_year}" if one.birth_year else ""
    told = [one.title, str(one.unit), born]
    return Found(
        f"h{one.pk}",
        one.name,
        " · ".join(part for part in told if part),
        one.get_kind_display(),
    )


def found_unit(one: Unit) -> Found:
    return Found(f"u{one.pk}", str(one), one.name, "Đơn vị")


def parse(key: str) -> tuple[str, int] | None:
    """ "h" or "u", and which; None: the key, whoever sent it, says nobody."""
    number = number_of(key[1:])
    return (key[0], number) if key[:1] in ("h", "u") and number else None


def chosen(
    unit: Unit, key: str, people: Mapping[int, Honouree] | None = None
) -> Subject | None:
    """The subject of that key, if the unit may propose it; None: it may not, or there is none.

    ``people``: by number those who were read, and locked, before.
    """
    said = parse(key)
    if said is None:
        return None
    kind, number = said
    if kind == "h":
        if people is None:
            rows = people_of(unit).filter(pk=number)
            person = rows.select_related("unit").first()
        else:
            person = people.get(number)
            if person and unit.pk not in person.unit.chain:
                person = None
        return Subject(honouree=person) if person else None
    collective = units_of(unit).filter(pk=number).select_related("kind").first()
    return Subject(collective=collective) if collective else None


def key_of(proposal) -> str:
    """How a form says the subject of a proposal."""
    if proposal.honouree_id:
        return f"h{proposal.honouree_id}"
    return f"u{proposal.collective_id}" if proposal.collective_id else ""
