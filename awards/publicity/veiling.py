"""Che tên: what a person or a household is called on a page for everybody.

Bare arithmetic of words. Texts that people wrote are gone through for the names of the same
list, since an achievement often begins with the name that the list masks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.models import PublicityRule, Subject

# Words before a name; "Ông" and "Đồng" are family names too, and are then masked a little more.
_BEFORE = frozenset(
    (
        "ông", "bà", "anh", "chị", "em", "cháu", "cụ", "cô", "chú", "bác",
        "hộ", "gia", "đình", "đồng", "chí",
    )
)  # fmt: skip
_HIDDEN = "…"
SHORT = 240  # letters of an achievement on a page for everybody


@dataclass(frozen=True)
class Honoured:
    """Một đối tượng as the list has it; ``born``: the day, or the year alone."""

    subject: str
    name: str
    title: str = ""
    born_on: date | None = None
    born_in: int | None = None

    @property
    def is_personal(self) -> bool:
        return self.subject != Subject.COLLECTIVE


@dataclass(frozen=True)
class Veil:
    """Cách che of one list: the rule, and the day on which ages are read."""

    rule: PublicityRule
    day: date

    def name(self, one: Honoured) -> str:
        if not one.is_personal:
            return one.name
        if self.is_child(one):
            return _initials(one.name)
        return _without_middle(one.name) if self.rule.masks_names else one.name

    def title(self, one: Honoured) -> str:
        """Chức vụ, nơi công tác, địa chỉ."""
        hidden = one.is_personal and (self.rule.masks_post or self.is_child(one))
        return "" if hidden else one.title

    def is_child(self, one: Honoured) -> bool:
        """Of whom only the year is known: as long as the birthday may still be to come."""
        age = self.rule.child_age
        if age is None:
            return False
        if one.born_on is not None:
            grown = one.born_on.year + age, one.born_on.month, one.born_on.day
            return (self.day.year, self.day.month, self.day.day) < grown
        return one.born_in is not None and self.day.year <= one.born_in + age

    def hides(self, people: Iterable[Honoured]) -> bool:
        """Whether the list says less than the paper does."""
        return any(
            self.name(one) != one.name or self.title(one) != one.title for one in people
        )

    def text(self, text: str, people: Iterable[Honoured]) -> str:
        """Lời văn, with whoever of the list is named in it masked as in the list."""
        masks: dict[str, str] = {}
        for one in people:
            masked = self.name(one)
            if masked != one.name:
                before, bare = _parted(one.name)
                # A single word is a word of the language as well.
                if len(bare) > 1 or before:
                    masks[one.name] = masked
                if len(bare) > 1:
                    masks[" ".join(bare)] = " ".join(_parted(masked)[1])
            if one.title and not self.title(one) and " " in one.title.strip():
                masks.setdefault(one.title, _HIDDEN)
        if not masks:
            return text
        by_key = {_key(said): masked for said, masked in masks.items()}
        longest_first = sorted(masks, key=len, reverse=True)
        any_of = "|".join(r"\s+".join(map(re.escape, w.split())) for w in longest_first)
        pattern = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)
        return pattern.sub(lambda found: by_key.get(_key(found[0]), _HIDDEN), text)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _parted(name: str) -> tuple[list[str], list[str]]:
    """Words before the name ("Hộ gia đình ông"), and the name; of these one is always left."""
    words = name.split()
    at = 0
    while at < len(words) - 1 and words[at].casefold() in _BEFORE:
        at += 1
    return words[:at], words[at:]


def _initials(name: str) -> str:
    """ "Trần Thị Hoa" → "T. T. H."."""
    before, bare = _parted(name)
    return " ".join([*before, *map(_initial, bare)])


def _without_middle(name: str) -> str:
    """ "Trần Thị Thu Hoa" → "Trần T. T. Hoa"; without a middle the family name is cut."""
    before, bare = _parted(name)
    if len(bare) > 2:
        bare = [bare[0], *map(_initial, bare[1:-1]), bare[-1]]
    else:
        bare[0] = _initial(bare[0])
    return " ".join([*before, *bare])


def _initial(word: str) -> str:
    return f"{word[0]}."
