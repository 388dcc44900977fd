"""Thẻ trên trang của một đơn vị, của một đối tượng khen thưởng: what higher apps show there.

They register the name of an address that takes its id; the page links to it and, with
htmx, fetches it into its place.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from units.models import Honouree, Unit


@dataclass(frozen=True)
class Card:
    """Một thẻ: its heading and where its content is."""

    title: str
    url: str
    id: str


_cards: dict[type[Model], dict[str, str]] = defaultdict(dict)


def register(url_name: str, title: str, *, of: type[Model] = Unit) -> None:
    """Called from ``apps.py``, once for each card; ``of``: on whose page it stands."""
    _cards[of][url_name] = title


def cards_of(thing: Honouree | Unit) -> list[Card]:
    return [
        Card(title, reverse(name, args=[thing.pk]), name.replace(":", "-"))
        for name, title in _cards[type(thing)].items()
    ]
