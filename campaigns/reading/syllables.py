"""Âm tiết: whether a word is spelled as a Vietnamese syllable can be.

Onset + rhyme + tone, by the rules of spelling. Used to tell a legacy encoding from
plain text and to find words broken by scanning.
"""

import re
import unicodedata
from functools import lru_cache

_ONSETS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RHYME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu
    im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng
    oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp
    ơt u ua uâc uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông
    uôt uơ up ut uy uya uych uyên uyêt uynh uyp uyt uyu uênh ư ưa ưc ưi ưm ưn ưng ươc ươi
    ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_RHYME_LIST.split())
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_TONE_MARKS = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (letters only, any case) can be a Vietnamese syllable."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONE_MARKS else letters).append(char)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(letters))
    for onset in _ONSETS:
        if not plain.startswith(onset):
            continue
        rhyme = plain[len(onset) :]
        if onset == "gi" and (
            not rhyme or rhyme in {"n", "ng", "m", "ch", "êt", "êng"}
        ):
            rhyme = "i" + rhyme
        if onset == "qu":
            rhyme = rhyme if rhyme in _RHYMES else "u" + rhyme
        if rhyme in _RHYMES:
            stopped = _STOPPED.search(rhyme)
            return not stopped or not tones or tones[0] in {"\u0301", "\u0323"}
    return False


_WORDS = re.compile(r"[^\W\d_]+")


def share_of_syllables(text: str) -> float:
    """How much of the text is Vietnamese syllables with a mark or tone, and plain ones: 0..1.

    Only words of two letters and more that are not abbreviations in capitals count.
    """
    words = [w for w in _WORDS.findall(text) if len(w) > 1 and not w.isupper()]
    if not words:
        return 1.0
    return sum(is_syllable(word) for word in words) / len(words)
