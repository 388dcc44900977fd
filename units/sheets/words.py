"""Từ trong ô: the words in which a workbook says what the program keeps by a code."""

from collections.abc import Iterable
from functools import cache

from django.db.models import TextChoices

from units.sheets.columns import heading_key


class Vocabulary:
    """Các từ của một danh mục: values with their words, read and written one way.

    A word that could mean two values means none: what it stands for is then written, and
    read, by its code.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]):
        self._words = {value: str(word) for value, word in pairs}
        meant: dict[str, set[str]] = {}
        folded: dict[str, set[str]] = {}
        for value, word in self._words.items():
            meant.setdefault(word, set()).add(value)
            for said in (word, _in_brackets(word)):
                folded.setdefault(heading_key(said), set()).add(value)
        folded.pop("", None)  # signs alone say nothing
        self._meant, self._folded = meant, folded

    def value_of(self, written: str) -> str | None:
        """By its code, its word, or what stands in brackets there ("KT."); None: unknown."""
        meant = self.meanings(written)
        return next(iter(meant)) if len(meant) == 1 else None

    def meanings(self, written: str) -> set[str]:
        """All that it could mean: a code means itself, a word as it stands before its folding."""
        if written in self._words:
            return {written}
        exact = self._meant.get(written, set())
        if len(exact) == 1:
            return exact
        return self._folded.get(heading_key(written), exact)

    def close_to(self, written: str, most: int = 3) -> list[str]:
        """Words that begin with what was written, else those that hold it; [] when too many do."""
        key = heading_key(written)
        keys = {word: heading_key(word) for word in self._words.values()} if key else {}
        found = [word for word, whole in keys.items() if whole.startswith(key)]
        found = found or [word for word, whole in keys.items() if key in whole]
        return found if len(found) <= most else []

    def word_for(self, value: str) -> str:
        """What stands in the cell; the code where the word would not lead back to it."""
        word = self._words.get(value, value)
        return word if self.value_of(word) == value else value


@cache
def vocabulary_of(choices: type[TextChoices]) -> Vocabulary:
    """Of a list that is part of the program."""
    return Vocabulary(choices.choices)


def _in_brackets(word):
    return word[word.find("(") + 1 : word.find(")")] if "(" in word else ""
