"""Thẻ trên trang của một đơn vị: what higher apps show there.

They register the name of an address that takes the unit's id; the page links to it and, with
htmx, fetches it into its place.
"""

from dataclasses import dataclass

from django.urls import reverse

from units.models import Honouree, Unit


@dataclass(frozen=True)
class Card:
    """Một thẻ: its heading and where its content is."""

    title: str
    url: str
    id: str


_cards: dict[str, str] = {}
_of_honouree: dict[str, str] = {}


def register(url_name: str, title: str) -> None:
    """Called from ``apps.py``; once for each card."""
    _cards[url_name] = title


def register_of_honouree(url_name: str, title: str) -> None:
    """The same on the page of somebody who can be honoured."""
    _of_honouree[url_name] = title


def of_honouree(honouree: Honouree) -> list[Card]:
    return [
        Card(title, reverse(name, args=[honouree.pk]), name.replace(":", "-"))
        for name, title in _of_honouree.items()
    ]


def of_unit(unit: Unit) -> list[Card]:
    return [
        Card(title, reverse(name, args=[unit.pk]), name.replace(":", "-"))
        for name, title in _cards.items()
    ]
