"""Đường đến chỗ còn vướng: pages that tell what an import was built upon, for who may read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from units.actions.sheets import Obstacle
from units.models import Honouree, Unit, User

_NAMES = {Unit: "unit", User: "user", Honouree: "honouree"}
_FAMILIES = {Unit: "don-vi", User: "tai-khoan", Honouree: "doi-tuong"}


@dataclass(frozen=True)
class Linked:
    """Một chỗ vướng: "" where there is no page, or none for this reader."""

    obstacle: Obstacle
    url: str
    book_url: str


def linked(obstacles: Iterable[Obstacle], user: User) -> list[Linked]:
    """With their pages; three queries however many they are."""
    obstacles = list(obstacles)
    asked = defaultdict(set)
    for one in obstacles:
        if one.about:
            model, pk = one.about
            asked[model].add(pk)
    seen = {
        model: set(_readable(model, user, ids).values_list("pk", flat=True))
        for model, ids in asked.items()
    }
    return [_linked(one, seen) for one in obstacles]


def _readable(model, user, ids):
    if model is Unit:
        return Unit.objects.administered_by(user).within(ids)
    if model is User:
        return User.objects.reached_by(user).within(ids)
    return Honouree.objects.kept_by(user).within(ids)


def _linked(obstacle, seen):
    model, pk = obstacle.about or (None, 0)
    if model is None or pk not in seen[model]:
        return Linked(obstacle, "", "")
    book = f"{reverse('audit')}?dt={_FAMILIES[model]}:{pk}"
    return Linked(obstacle, reverse(_NAMES[model], args=[pk]), book)
