"""Căn cứ còn hiệu lực: which texts of the register a plan cites, and how they stand on a day.

Nothing here blocks: the register may be behind the law, and says of each row how sure it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.content import Line, PlanContent
from campaigns.gap import Gap
from campaigns.models import LegalText
from campaigns.outline import LineKind
from campaigns.reading.citations import Citation, cited_in
from campaigns.sections import section_of
from units.certainty import Certainty
from units.models import Unit
from units.vietnamese import composed, fold
from units.wording import vn_date

CITE_ANEW = "thay-can-cu"  # button: the text in force instead of the one that is over
DAY = timedelta(days=1)
_JOINTS = re.compile(r"\s*([/-])\s*")
_NUMBER = re.compile(r"\b\d{1,5}\s*/\s*\d{4}\s*/\s*[a-z]+\d*(?:\s*-\s*[a-z]+)*")
_LIKE_A_NUMBER = re.compile(r"\d\s*/\s*\d{4}\s*/")
_YEAR = re.compile(r"\bnam (\d{4})\b")
# Words that any căn cứ may have, whatever it cites.
_OF_ANY_BASIS = set(
    fold(
        "căn cứ thực hiện theo số ký hiệu ngày tháng năm của về việc ban hành quy định chi tiết "
        "thi hành một số điều hướng dẫn bộ chính phủ quốc hội nước cộng hòa xã hội chủ nghĩa "
        "việt nam"
    ).split()
)
_SIGNS = re.compile(r"[^\w/ ]+")


@dataclass(frozen=True)
class Mention:
    """Một chỗ viện dẫn. ``is_basis``: in a căn cứ; ``is_whole``: which cites nothing else."""

    line: int
    text: LegalText
    is_basis: bool = False
    is_whole: bool = False


class Register:
    """Sổ văn bản pháp luật, as it is known at an authority; read once (one query)."""

    def __init__(self, texts: Iterable[LegalText]):
        self._texts = list(texts)
        self._by_number: dict[str, list[LegalText]] = {}
        for text in self._texts:
            self._by_number.setdefault(_key(text.number), []).append(text)
        self._by_id = {text.pk: text for text in self._texts}
        self._as_written = {_plain(basis_of(text)): text for text in self._texts}

    @classmethod
    def load(cls, unit: Unit) -> "Register":
        return cls(LegalText.objects.known_at(unit).for_register())

    def mentions(self, content: PlanContent) -> list[Mention]:
        """In the order of the lines; of a line each text once."""
        return [
            mention
            for index, line in enumerate(content.lines)
            for mention in self._in_line(index, line)
        ]

    def successor(self, text: LegalText, day: date) -> LegalText | None:
        """What took over and holds on ``day``, however many times it changed since."""
        seen = set()
        while text.replaced_by_id and text.pk not in seen:
            seen.add(text.pk)
            text = self._by_id[text.replaced_by_id]
            if text.holds_on(day):
                return text
        return None

    def looks(self, content: PlanContent, day: date) -> list[Gap]:
        """Căn cứ hết hoặc chưa có hiệu lực on ``day``: one look each, where it stands first."""
        found: dict[int, Mention] = {}
        mentions = self.mentions(content)
        for mention in mentions:
            if not mention.text.holds_on(day):
                known = found.setdefault(mention.text.pk, mention)
                if mention.is_whole and not known.is_whole:
                    found[mention.text.pk] = mention
        cited = _cited_by(mentions)
        return [self._look(content, one, day, cited) for one in found.values()]

    def coded(self, code: str) -> LegalText | None:
        return next((text for text in self._texts if text.code == code), None)

    def offered(self, content: PlanContent, day: date) -> list[LegalText]:
        """What may still be cited: in force on ``day``, not among the căn cứ yet; by rank."""
        cited = _cited_by(self.mentions(content))
        found = [
            text for text in self._texts if text.holds_on(day) and text.pk not in cited
        ]
        return sorted(found, key=lambda text: text.rank)

    def found(self, words: str) -> list[LegalText]:
        """By number and name, with or without diacritics; all where nothing is asked for."""
        wanted = _plain(words)
        return [
            text
            for text in self._texts
            if wanted in _plain(f"{text.title} {text.name} {text.issuer}")
        ]

    def _look(self, content, mention, day, cited):
        text = mention.text
        act, words = "", ""
        if text.is_to_come(day):
            told = f"{text} chỉ có hiệu lực từ ngày {vn_date(text.valid_from)}"
        else:
            told = f"{text} hết hiệu lực từ ngày {vn_date(text.valid_to + DAY)}"
            heir = self.successor(text, day)
            if heir is not None:
                told += f", thay bằng {heir}"
                if heir.pk in cited and mention.is_whole:
                    told += " mà kế hoạch đã căn cứ: bỏ dòng này"
                elif mention.is_whole:
                    act, words = f"{CITE_ANEW}:{text.code}", f"Thay bằng {heir}"
        if text.certainty == Certainty.CHECK:
            told += " (theo sổ, cần đối chiếu văn bản)"
        return Gap(
            told,
            section_of(content, mention.line),
            False,
            line=mention.line,
            act=act,
            act_words=words,
        )

    def _in_line(self, index: int, line: Line) -> Iterator[Mention]:
        if line.kind is LineKind.BASIS:
            yield from self._in_basis(index, composed(line.text))
        elif _LIKE_A_NUMBER.search(line.text):  # hundreds of lines have none
            numbers = _NUMBER.findall(_folded(line.text))
            known = [self._numbered(number) for number in numbers]
            for text in dict.fromkeys(known):
                if text is not None:
                    yield Mention(index, text)

    def _in_basis(self, index: int, words: str) -> Iterator[Mention]:
        if own := self._as_written.get(_plain(words)):
            # Its title may name other papers, even behind "và": they are not cited.
            yield Mention(index, own, is_basis=True, is_whole=True)
            return
        for text in dict.fromkeys(self._cited(paper) for paper in cited_in(words)):
            if text is not None:
                yield Mention(
                    index, text, is_basis=True, is_whole=_says_only(words, text)
                )

    def _cited(self, paper: Citation) -> LegalText | None:
        """By its number; a law that is cited without one by its name and day, or year."""
        if paper.number:
            return self._numbered(paper.number, paper.issued_on)
        words = _plain(paper.text)
        named = [
            text
            for text in self._texts
            if text.is_named
            and words.startswith(_plain(f"{text.get_kind_display()} {text.name}"))
        ]
        if paper.issued_on:
            found = [text for text in named if text.issued_on == paper.issued_on]
        else:
            years = {int(year) for year in _YEAR.findall(words)}
            found = [text for text in named if text.issued_on.year in years]
        return found[0] if len(found) == 1 else None

    def _numbered(self, number: str, day: date | None = None) -> LegalText | None:
        """Of several of one number that of the day; where no day tells them apart, none.

        A number that names no year is not known by itself: "05/CT-UBND" is of any year.
        """
        found = self._by_number.get(_key(number), [])
        if len(found) > 1 or not _NUMBER.search(_folded(number)):
            found = [text for text in found if text.issued_on == day]
        return found[0] if len(found) == 1 else None


def basis_of(text: LegalText) -> str:
    """Dòng căn cứ as it is written into a plan (R46); the paper sets the last sign itself."""
    return f"Căn cứ {text.cited};"


def _says_only(words: str, text: LegalText) -> bool:
    """The line is the căn cứ of that text and nothing beside it, however it is worded.

    Its words are those of the text's own căn cứ or such as any căn cứ has; one sentence.
    """
    own = set(_plain(f"{basis_of(text)} {text.number}").split()) | _OF_ANY_BASIS
    beside = [
        word
        for word in _plain(_joined(words)).split()
        if word not in own and not any(sign.isdigit() for sign in word)
    ]
    return not beside and ";" not in words.rstrip(" ;.")


def _cited_by(mentions: Iterable[Mention]) -> set[int]:
    """What the plan rests on; a paper named in the body is not among its căn cứ."""
    return {mention.text.pk for mention in mentions if mention.is_basis}


def code_in(act: str) -> str:
    """The text of the register that a button of :data:`CITE_ANEW` names; "" of any other."""
    name, _, code = act.partition(":")
    return code if name == CITE_ANEW else ""


def _key(number: str) -> str:
    """ "06 / 2022/QH15" → "6/2022/qh15"."""
    return _joined(number).lstrip("0")


def _joined(text: str) -> str:
    """Numbers without room at their signs, however they are spaced."""
    return _JOINTS.sub(r"\1", _folded(text))


def _folded(text: str) -> str:
    return fold(text).replace("–", "-")


def _plain(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", fold(text)).split())
