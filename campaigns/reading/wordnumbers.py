"""Đánh số tự động của Word: what Word would print before a numbered paragraph."""

from dataclasses import dataclass, field

from lxml import etree

from campaigns.outline import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart_after: int | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class WordNumbers:
    """Bộ đếm của một tệp: ``marker(num_id, level)`` in the order of the paragraphs."""

    def __init__(self, numbering: etree._Element | None):
        self._abstract: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        if numbering is None:
            return
        for element in numbering.iterfind(f"{W}abstractNum"):
            levels = {}
            for level in element.iterfind(f"{W}lvl"):
                levels[_int(level.get(f"{W}ilvl"), 0)] = _read_level(level)
            self._abstract[element.get(f"{W}abstractNumId", "")] = _List(levels)
        for element in numbering.iterfind(f"{W}num"):
            abstract = element.find(f"{W}abstractNumId")
            starts = {}
            for override in element.iterfind(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[_int(override.get(f"{W}ilvl"), 0)] = _int(
                        start.get(f"{W}val"), 1
                    )
            if abstract is not None:
                self._numbers[element.get(f"{W}numId", "")] = (
                    abstract.get(f"{W}val", ""),
                    starts,
                )

    def marker(self, num_id: str, level: int) -> str:
        """The number or bullet of the next paragraph of that list, "" if it prints none."""
        found = self._numbers.get(num_id)
        if found is None:
            return ""
        abstract, starts = found
        listing = self._abstract.get(abstract)
        if listing is None or level not in listing.levels:
            return ""
        own = listing.levels[level]
        if level in starts and starts[level] is not None:
            listing.counts[level] = starts.pop(level) - 1
        if level not in listing.counts:
            listing.counts[level] = own.start - 1
        listing.counts[level] += 1
        for deeper in range(level + 1, _LEVELS):
            listing.counts.pop(deeper, None)
        if own.format == "none":
            return ""
        if own.format == "bullet":
            return _bullet(own.text)
        text = own.text
        for n in range(_LEVELS):
            if f"%{n + 1}" in text:
                at = listing.levels.get(n, own)
                count = listing.counts.get(n, at.start)
                text = text.replace(f"%{n + 1}", _written(count, at.format))
        return text.strip()


def _read_level(level: etree._Element) -> _Level:
    def value(name: str, default: str) -> str:
        element = level.find(f"{W}{name}")
        return default if element is None else element.get(f"{W}val", default)

    return _Level(
        value("numFmt", "decimal"), value("lvlText", ""), _int(value("start", "1"), 1)
    )


def _written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman") and 1 <= number <= 3999:
        return roman(number) if form == "upperRoman" else roman(number).lower()
    if form in ("lowerLetter", "upperLetter") and number >= 1:
        rounds, index = divmod(number - 1, 26)
        letter = chr(ord("a") + index) * (rounds + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _bullet(text: str) -> str:
    """The sign of a bullet; signs of symbol fonts come out as •, a dash stays a dash."""
    sign = text.strip()
    if not sign:
        return ""
    if sign in "-–—−\uf02d":
        return "-"
    if sign == "+":
        return "+"
    return (
        "•"
        if any("\ue000" <= c <= "\uf8ff" for c in sign) or sign in ("o", "§", "Ø", "v")
        else sign
    )


def _int(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
