"""Tìm đối tượng theo tên trong nhánh của một cơ quan: people, households, collectives, units."""

from collections.abc import Sequence

from units.models import Honouree, Unit
from units.models.tree import within_paths

SHOWN = 15


def subjects_named(words: str, authorities: Sequence[Unit]) -> list[tuple[str, str]]:
    """Values and labels of those whose names hold the words; "h7" a person, "u12" a unit."""
    paths = [unit.path for unit in authorities]
    branch = Unit.objects.filter(within_paths(paths))
    people = (
        Honouree.objects.present()
        .filter(unit__in=branch.order_by().values("pk"))
        .named(words)
        .for_list()[:SHOWN]
    )
    units = branch.named(words).select_related("parent")[:SHOWN]
    return [
        *((f"h{one.pk}", f"{one.name}, {one.own_title or one.unit}") for one in people),
        *(
            (f"u{unit.pk}", f"{unit}, {unit.parent}" if unit.parent else str(unit))
            for unit in units
        ),
    ]
