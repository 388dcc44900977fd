"""Tiếng Việt: one way to store a text, one way to search and to sort it."""

import re
import unicodedata

_RUNS = re.compile(r"[^\W\d_]+")  # of letters
_SPACES = re.compile(r"[ \u00a0]+")
# What neither the database nor XML can hold: control characters, halves of characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\ufeff\ud800-\udfff]")


def stored(text: str) -> str:
    """Dựng sẵn (NFC, R5), without soft hyphens, byte order marks and control characters.

    Line breaks and tabs stay: tabs divide the cells of a table.
    """
    text = _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text))


def composed(text: str) -> str:
    """Dựng sẵn (NFC) and nothing else: "o" with two marks typed after it is one letter "ộ"."""
    return unicodedata.normalize("NFC", text)


def usual_name(name: str) -> str:
    """Cách viết thường dùng of a person's name that is all of one case; "" where nothing is odd.

    "NGUYỄN VĂN AN" → "Nguyễn Văn An", "h'lan niê" → "H'Lan Niê". Who mixes the cases means it.
    """
    name = composed(name)
    if not (name.islower() or name.isupper()):
        return ""
    usual = _RUNS.sub(lambda run: run[0].capitalize(), name)
    return usual if usual != name and usual.casefold() == name.casefold() else ""


def one_placing(text: str) -> str:
    """The same text, as long, with the tone of oa, oe, uy on the second letter (hòa → hoà)."""
    return _TONE_FIRST.sub(lambda pair: _LATER[pair[0]], text)


def older_placing(text: str) -> str:
    """The other way round, wherever these letters stand together (hoà → hòa)."""
    return _TONE_SECOND.sub(lambda pair: _EARLIER[pair[0]], text)


def _placings() -> dict[str, str]:
    plain = {"o": "òóỏõọ", "u": "ùúủũụ", "a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
    pairs = {
        toned + second: first + plain[second][place]
        for first, second in ("oa", "oe", "uy")
        for place, toned in enumerate(plain[first])
    }
    written = {}
    for pair, moved in pairs.items():
        for case in (str.lower, str.title, str.upper):
            written[case(pair)] = case(moved)
        written[pair[0] + pair[1].upper()] = moved[0] + moved[1].upper()
    return written


_LATER = _placings()
_EARLIER = {later: earlier for earlier, later in _LATER.items()}
_TONE_FIRST, _TONE_SECOND = (
    re.compile("|".join(pairs)) for pairs in (_LATER, _EARLIER)
)


def fold(text: str) -> str:
    """Search key: lower case, no diacritics, đ → d. "Đặng Ước" → "dang uoc"."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.replace("đ", "d").split())


_TONES = {
    "\u0300": 1,
    "\u0309": 2,
    "\u0303": 3,
    "\u0301": 4,
    "\u0323": 5,
}  # huyền hỏi ngã sắc nặng
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def sort_key(text: str) -> str:
    """Key in the order of a Vietnamese dictionary: letters first, tones after.

    PostgreSQL here knows no Vietnamese order, so the application makes the key.
    """
    letters, tones = [], []
    for word in unicodedata.normalize("NFC", text.casefold()).split():
        for char in word:
            parts = unicodedata.normalize("NFD", char)
            tone = next((_TONES[c] for c in parts if c in _TONES), 0)
            base = unicodedata.normalize(
                "NFC", "".join(c for c in parts if c not in _TONES)
            )
            place = _LETTERS.find(base)
            letters.append(chr(0x100 + place) if place >= 0 else base)
            tones.append(str(tone))
        letters.append(" ")
        tones.append(" ")
    return "".join(letters).strip() + "\x01" + "".join(tones).strip()


def name_sort_key(full_name: str) -> str:
    """Tên trước, họ sau: people are listed by given name, then by family and middle names."""
    words = full_name.split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))
