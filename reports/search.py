"""Tìm văn bản: without diacritics, and a number however it is typed.

"32 kh hdtdkt", "32/KH-HĐTĐKT" and "32khhdtdkt" find the same paper; "ki niem" finds both
"kỷ niệm" and "kỉ niệm".
"""

import re

from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat

from units.search import Compact, Folded, compact, key, plain_words
from units.vietnamese import fold

_NUMBER = re.compile(r"(?:so\s*:?\s*)?0*(\d{1,6})(?:\s*[/ ]\s*|)([a-z][a-z\s/-]*)?")


def find(queryset, words: str, *texts: str):
    """Rows whose ``texts`` hold every word, or whose number and symbol are what was typed.

    The table has columns ``number`` and ``symbol``; ``texts`` are names of text columns.
    """
    typed = plain_words(words)
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
