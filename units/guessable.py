"""Mật khẩu hay bị thử: the whole password against what attackers try, offline.

The list is Django's twenty thousand of leaks together with Vietnamese words, slogans and
names of this field (``common_passwords.txt``). A password is refused where, without marks,
case and punctuation, it is one of the list, with or without digits around it; one of it or
a short pattern over and over; or a walk along the keyboard, the alphabet or the digits.
Words inside a longer sentence are nobody's business.
"""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator

from units.vietnamese import fold

OURS = Path(__file__).with_name("common_passwords.txt")
SHORT_PATTERN = 4  # characters: "abab…", "2026…"
SHORTEST_STEM = 4
WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
SHORTEST_WALK = 3  # a piece of a row that counts as a walk


def is_guessable(password: str, words: Collection[str] = ()) -> bool:
    """``words``: names of the account, as if they stood in the list."""
    plain = _plain(password)
    if not plain:
        return True  # punctuation and nothing else
    own = {_plain(word) for word in words} - {""}
    return (
        _is_listed(plain, own)
        or any(
            len(part) <= SHORT_PATTERN or _is_listed(part, own)
            for part in _repeated(plain)
        )
        or _is_walk(plain)
    )


def _plain(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _is_listed(plain: str, own: set[str]) -> bool:
    if plain in _list() or plain in own:
        return True
    stem = plain.strip("0123456789")
    if len(stem) < SHORTEST_STEM:
        return False
    return stem in _list() or stem in own


def _repeated(plain: str):
    """Of a text that is one part over and over, the last time perhaps cut short: that part."""
    for length in range(1, len(plain) // 2 + 1):
        if plain[length:] == plain[:-length]:
            yield plain[:length]


def _is_walk(plain: str) -> bool:
    """Made of pieces of rows, forwards or backwards, and of nothing else."""
    at = 0
    while at < len(plain):
        longest = max((_shared(row, plain[at:]) for row in _rows()), default=0)
        if longest < SHORTEST_WALK:
            return False
        at += longest
    return True


def _shared(row: str, text: str) -> int:
    """How many characters ``text`` begins with that stand so in ``row``."""
    length = 0
    while length < len(text) and text[: length + 1] in row:
        length += 1
    return length


@cache
def _rows() -> tuple[str, ...]:
    return (*WALKS, *(row[::-1] for row in WALKS))


@cache
def _list() -> frozenset[str]:
    leaked = [_plain(line) for line in CommonPasswordValidator().passwords]
    ours = [
        _plain(line)
        for line in OURS.read_text().splitlines()
        if not line.startswith("#")
    ]
    return frozenset(leaked + ours) - {""}
