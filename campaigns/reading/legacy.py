"""Bảng mã cũ: text typed with TCVN3 (ABC, phông .Vn…) or VNI, brought to Unicode.

Both encodings put Vietnamese letters on the places of Western European ones, so such a
text looks like ``§¹i héi`` or ``Ñaïi hoäi`` when it is read as windows-1252. UTF-8 read
so looks like ``Äáº¡i há»™i``; that is undone too.
"""

import re
import unicodedata
from collections.abc import Callable

from campaigns.reading.errors import Unreadable
from campaigns.reading.syllables import is_syllable, share_of_syllables

_TCVN3 = {
    "¸": "á", "µ": "à", "¶": "ả", "·": "ã", "¹": "ạ",
    "¨": "ă", "¾": "ắ", "»": "ằ", "¼": "ẳ", "½": "ẵ", "Æ": "ặ",
    "©": "â", "Ê": "ấ", "Ç": "ầ", "È": "ẩ", "É": "ẫ", "Ë": "ậ",
    "Ð": "é", "Ì": "è", "Î": "ẻ", "Ï": "ẽ", "Ñ": "ẹ",
    "ª": "ê", "Õ": "ế", "Ò": "ề", "Ó": "ể", "Ô": "ễ", "Ö": "ệ",
    "Ý": "í", "×": "ì", "Ø": "ỉ", "Ü": "ĩ", "Þ": "ị",
    "ã": "ó", "ß": "ò", "á": "ỏ", "â": "õ", "ä": "ọ",
    "«": "ô", "è": "ố", "å": "ồ", "æ": "ổ", "ç": "ỗ", "é": "ộ",
    "¬": "ơ", "í": "ớ", "ê": "ờ", "ë": "ở", "ì": "ỡ", "î": "ợ",
    "ó": "ú", "ï": "ù", "ñ": "ủ", "ò": "ũ", "ô": "ụ",
    "\u00ad": "ư", "ø": "ứ", "õ": "ừ", "ö": "ử", "÷": "ữ", "ù": "ự",
    "ý": "ý", "ú": "ỳ", "û": "ỷ", "ü": "ỹ", "þ": "ỵ",
    "®": "đ", "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ",
}  # fmt: skip

# The five tones; a letter with one has no capital in TCVN3.
_MARKS = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}

_VNI_ALONE = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ñ": "Đ", "Ô": "Ơ", "Ö": "Ư", "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip
# What the second of two characters adds to the vowel before it.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_PAIR = re.compile(
    "([aeouyôöAEOUYÔÖ])([" + "".join(_VNI_MARKS) + "])", re.IGNORECASE
)

_COMMITTEE = re.compile(r"\bủ(?=y ban (?:nhân dân|Mặt trận|MTTQ)\b)")
_WORD = re.compile(r"[^\W\d_]+")
_TONED = frozenset(
    c for c in _TCVN3.values()
    if c.islower() and set(unicodedata.normalize("NFD", c)) & _MARKS
)  # fmt: skip
_FOREIGN = re.compile(r"[\u00a1-\u00ff]")
_SURE_TCVN3 = re.compile(r"[¸µ¶·¹¨¾»¼½©ª«¬®§¦\u00ad]")
_CERTAIN = 0.9
TWICE = (
    "UTF-8"  # named so when its letters were spoiled by reading them as Western ones
)
_TWICE = re.compile("[ÃÄÅÆ][\u0080-\u00bf\u0152-\u2122]|áº|á»")


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 → Unicode. ``capitals``: the font was one of the .Vn…H kind, all capitals."""
    converted = "".join(_TCVN3.get(char, char) for char in text)
    return converted.upper() if capitals else _raise_capitals(converted)


def _raise_capitals(text: str) -> str:
    """TCVN3 has no capitals with tones ("CHủ TịCH", "Xã THANH BìNH"): a word is raised whose
    letters without tone are capitals, one capital alone where a word beside it is raised too."""
    return "\n".join(_raised(line) for line in text.split("\n"))


def _raised(line: str) -> str:
    words = list(_WORD.finditer(line))
    certain = [_is_spoiled(word[0]) or _is_capital_word(word[0]) for word in words]
    pieces, end = [], 0
    for place, word in enumerate(words):
        beside = certain[max(0, place - 1) : place] + certain[place + 1 : place + 2]
        raised = _is_spoiled(word[0]) or (_is_started(word[0]) and any(beside))
        pieces += [line[end : word.start()], word[0].upper() if raised else word[0]]
        end = word.end()
    return _COMMITTEE.sub("Ủ", "".join([*pieces, line[end:]]))


def _others(word: str) -> str:
    return "".join(char for char in word if char not in _TONED)


def _is_spoiled(word: str) -> bool:
    """Two capitals and more, or one behind a small first letter, among toned small letters."""
    others = _others(word)
    if not others.isupper() or len(others) == len(word):
        return False
    return len(others) > 1 or word[0] in _TONED


def _is_started(word: str) -> bool:
    """ "Xã", "Tổ", "ở": one capital and a toned small letter, or that letter alone."""
    others = _others(word)
    return (
        len(others) < len(word)
        and len(others) <= 1
        and (not others or others.isupper())
    )


def _is_capital_word(word: str) -> bool:
    """A whole word in capitals; an abbreviation is none."""
    return len(word) > 2 and word.isupper() and is_syllable(word)


def from_vni(text: str) -> str:
    """VNI → Unicode."""

    def pair(match: re.Match) -> str:
        vowel = _VNI_ALONE.get(match[1], match[1])
        joined = vowel + _VNI_MARKS[match[2].lower()]
        return unicodedata.normalize("NFC", joined)

    # Pairs first, piece by piece, so that a letter made by a pair is not read again.
    parts, end = [], 0
    for match in _VNI_PAIR.finditer(text):
        parts.append("".join(_VNI_ALONE.get(c, c) for c in text[end : match.start()]))
        parts.append(pair(match))
        end = match.end()
    parts.append("".join(_VNI_ALONE.get(c, c) for c in text[end:]))
    return "".join(parts)


def from_twice(text: str) -> str:
    """UTF-8 that somebody read as Western letters → what it was; other text unchanged."""
    try:
        return b"".join(map(_western, text)).decode("utf-8")
    except UnicodeError:
        return text


def _western(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")  # the five places that windows-1252 leaves empty


def is_old_font(font: str) -> bool:
    """Whether the font shows TCVN3 or VNI codes as Vietnamese letters."""
    return bool(re.match(r"\.vn|vni[- ]", font.strip().lower()))


def by_font(text: str, font: str) -> str:
    """The text of a run as its font shows it; unchanged for a Unicode font."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return from_tcvn3(text, capitals=name.rstrip("0123456789 ").endswith("h"))
    if name.startswith("vni-") or name.startswith("vni "):
        return from_vni(text)
    return text


def converter(text: str) -> tuple[str, Callable[[str], str] | None]:
    """(name of the old encoding, its converter), or ("", None) for Unicode text.

    Decides only when the outcome is certain. Raises ``Unreadable`` when the letters are
    clearly not Unicode Vietnamese and no old encoding explains them.
    """
    if _TWICE.search(text) and from_twice(text) != text:
        return TWICE, from_twice
    letters = sum(c.isalpha() for c in text)
    foreign = len(_FOREIGN.findall(text))
    if letters < 40 or foreign < 0.06 * letters:
        return "", None
    before = share_of_syllables(text)
    if before >= 0.8:
        return "", None
    candidates = [(share_of_syllables(from_vni(text)), "VNI", from_vni)]
    if _SURE_TCVN3.search(text):
        candidates.append((share_of_syllables(from_tcvn3(text)), "TCVN3", from_tcvn3))
    share, name, convert = max(candidates, key=lambda c: c[0])
    if share >= _CERTAIN and share > before + 0.15:
        return name, convert
    if before < 0.5:
        raise Unreadable(
            "Chữ trong tệp dùng bảng mã cũ hoặc bị lỗi phông nên không đọc chắc được;"
            " hãy chuyển văn bản sang Unicode (ví dụ bằng Unikey, Ctrl+Shift+F6) rồi nhập lại."
        )
    return "", None
