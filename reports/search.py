"""Tìm văn bản: without diacritics, and a number however it is typed.

"32 kh hdtdkt", "32/KH-HĐTĐKT" and "32khhdtdkt" find the same paper; "ki niem" finds both
"kỷ niệm" and "kỉ niệm".
"""

import re

from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Concat

from units.vietnamese import fold

_NUMBER = re.compile(r"(?:so\s*:?\s*)?0*(\d{1,6})(?:\s*[/ ]\s*|)([a-z][a-z\s/-]*)?")
# i and y are one letter behind a consonant (kỷ, kỉ; lý, lí).
_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y(?![a-z])")


class Folded(Func):
    """The database's twin of ``key``: lower case, no diacritics, y after a consonant is i."""

    output_field = TextField()
    template = (
        r"regexp_replace(unaccent(lower(%(expressions)s)),"
        r" '([bcdghklmnpqrstvx])y(?![a-z])', '\1i', 'g')"
    )


class Compact(Func):
    """Letters and digits only, folded: "KH-HĐTĐKT" → "khhdtdkt"."""

    output_field = TextField()
    template = r"regexp_replace(unaccent(lower(%(expressions)s)), '[^a-z0-9]', '', 'g')"


def key(text: str) -> str:
    """What ``Folded`` makes of a text."""
    return _Y.sub("i", fold(text))


def compact(text: str) -> str:
    """What ``Compact`` makes of a text."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def find(queryset, words: str, *texts: str):
    """Rows whose ``texts`` hold every word, or whose number and symbol are what was typed.

    The table has columns ``number`` and ``symbol``; ``texts`` are names of text columns.
    """
    typed = " ".join(words.split())[:200]
    if not typed:
        return queryset
    whole = Concat(*_spaced(texts), output_field=TextField())
    queryset = queryset.annotate(
        folded_text=Folded(whole), folded_symbol=Compact("symbol")
    )
    wanted = Q()
    for word in key(typed).split():
        wanted &= Q(folded_text__contains=word)
    number = _NUMBER.fullmatch(fold(typed))
    if number:
        wanted |= Q(
            number=int(number[1]), folded_symbol__startswith=compact(number[2] or "")
        )
    elif letters := compact(typed):
        wanted |= Q(folded_symbol=letters)
    return queryset.filter(wanted)


def _spaced(texts):
    parts = []
    for name in texts:
        parts += [name, Value(" ")]
    return parts
