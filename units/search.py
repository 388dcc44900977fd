"""Khóa tìm: one way to compare what people type with what is stored.

Lower case, no diacritics, đ → d, and y after a consonant is i: "ki niem" finds "kỷ niệm"
and "kỉ niệm". ``Folded`` and ``Compact`` are the database's twins of ``key`` and ``compact``.
"""

import re

from django.db.models import Func, TextField

from units.vietnamese import fold, stored

_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y(?![a-z])")
LONGEST = 200  # characters of a query that are looked at


class Folded(Func):
    """``key`` of a column."""

    output_field = TextField()
    function = "units_folded"


class NameOrder(Func):
    """``units.vietnamese.name_sort_key`` of a column."""

    output_field = TextField()
    function = "units_name_order"


class WordOrder(Func):
    """Thứ tự từ điển: by the words as they follow, as lists of things stand (Đ behind D)."""

    output_field = TextField(db_collation="C")
    # A last word that is the same for all leaves the order to the words before it.
    template = "units_name_order(%(expressions)s || ' !')"


class Compact(Func):
    """``compact`` of a column."""

    output_field = TextField()
    template = r"regexp_replace(unaccent(lower(%(expressions)s)), '[^a-z0-9]', '', 'g')"


def plain_words(typed: object) -> str:
    """Lời tìm: what was typed or stands in an address, on one line.

    Without what the database cannot hold ("%00"): it would refuse the whole question.
    """
    return " ".join(stored(str(typed or "")).split())[:LONGEST]


def key(text: str) -> str:
    """ "Kỷ niệm" → "ki niem"."""
    return _Y.sub("i", fold(text))


def compact(text: str) -> str:
    """Letters and digits only: "32/KH-HĐTĐKT" → "32khhdtdkt"."""
    return re.sub(r"[^a-z0-9]", "", fold(text))
