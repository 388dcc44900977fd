"""Đợt thi đua: phases that the plan names (đợt, giai đoạn), with their dates."""

import re
from dataclasses import dataclass, replace
from datetime import date

from campaigns.outline import LineKind
from campaigns.reading import dates
from campaigns.reading.context import Context
from campaigns.reading.language import squeeze

_ORDINAL = r"(?:thứ\s+)?(?:\d{1,2}(?!\s*[-/]|\d|\s*tháng)|[ivx]{1,4}|nhất|một|hai|ba|tư|bốn|cuối)\b"
NAME = re.compile(
    rf"(?:(?<=^)|(?<=[.;:(]\s)|(?<=[-+]\s)|(?<=\n))(?:phong\s+trào\s+)?(?P<name>(?:đợt(?:\s+thi\s+đua)?|giai\s+đoạn)\s*{_ORDINAL})"
)
_ANY_NAME = re.compile(rf"(?:đợt(?:\s+thi\s+đua)?|giai\s+đoạn)\s*{_ORDINAL}")
_TITLED = re.compile(r"^(?:đợt|giai\s+đoạn)\s+(?!thi\s+đua\s+này|này)[^:.;]{3,60}:")

_YEARS = re.compile(
    r"\D{3,12}?\S+\s*[(:]\s*(?P<first>(?:19|20)\d\d)\s*[-–]\s*(?P<last>(?:19|20)\d\d)\b"
)
_TAIL = re.compile(
    r"(?:[\s:,]+(?:bắt đầu|kể|đến|tới|hết|trước|trong|vào|chậm nhất))+$", re.I
)
# "(Tháng 12/2022 ban hành kế hoạch chi tiết)": a plan that a later phase is to have.
_PLAN_OF_ITS_OWN = re.compile(r"kế hoạch\s+(?:chi tiết|cụ thể|riêng)")
_SHORT_NAME = re.compile(r"\S+(?:\s+đoạn|\s+thi\s+đua)?\s+\S+")
_LISTED = (
    LineKind.DASH,
    LineKind.ITEM,
    LineKind.POINT,
    LineKind.SUBITEM,
    LineKind.PLUS,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """Một đợt, with the lines that speak of it."""

    line: int
    name: str
    starts_on: date | None
    ends_on: date | None
    text: str
    plan_due_on: date | None = None


def read_phases(context: Context) -> list[Phase]:
    """Named đợt and giai đoạn with dates; a lone name without dates is none."""
    found: list[Phase] = []
    for index in context.body():
        entry = context.entries[index]
        if entry.kind is LineKind.TABLE:
            continue
        names = [m for m in NAME.finditer(context.folded[index])]
        titled = _TITLED.match(context.folded[index])
        if (
            not names
            and titled
            and entry.kind in _LISTED
            and _of_several(context, index)
        ):
            names = [titled]
        for number, match in enumerate(names):
            end = (
                names[number + 1].start()
                if number + 1 < len(names)
                else len(entry.text)
            )
            found.append(_phase(context, index, match.start(), end))
    dated = [p for p in found if p.starts_on or p.ends_on]
    if not dated:
        return []
    kept = _one_each(
        [p for p in found if p.starts_on or p.ends_on or len(found) == len(dated) + 1]
    )
    return [replace(p, plan_due_on=_plan_due(context, p)) for p in kept]


def _plan_due(context: Context, phase: Phase) -> date | None:
    """When the phase's own detailed plan is due: said under it, else in a sentence naming it."""
    under = set(context.under(phase.line))
    name = _SHORT_NAME.match(phase.name.lower())
    for index in [*sorted(under), *context.body()]:
        for sentence in re.split(r"[.;]\s", context.entries[index].text):
            folded = sentence.lower()
            if not _PLAN_OF_ITS_OWN.search(folded):
                continue
            named = re.findall(_ANY_NAME, folded)
            if (index in under and not named) or (
                name and name[0].rstrip(":") in named
            ):
                found = dates.moments(sentence, context.year)
                if found and found[-1].last:
                    return found[-1].last
    return None


def _of_several(context: Context, index: int) -> bool:
    """Whether the lines above speak of numbered phases or of how many there are."""
    above = context.folded[index - 1] + context.above(index)
    return bool(re.search(r"(?:đợt|giai đoạn)\s*\d|\d+\s*(?:đợt|giai đoạn)", above))


def _phase(context: Context, index: int, start: int, end: int) -> Phase:
    text = context.entries[index].text[start:end]
    whole = start == 0 and end == len(context.entries[index].text)
    name, begins, ends = _read(text, context.year)
    below = (
        [context.entries[i].text for i in list(context.under(index))[1:]]
        if whole
        else []
    )
    paragraphs = _paragraphs_after(context, index) if whole and not below else []
    if whole and not (begins or ends):
        for words in (below + paragraphs)[:2]:
            _, begins, ends = _read(words, context.year)
            if begins or ends:
                break
    return Phase(
        index,
        name,
        begins,
        ends,
        squeeze(" ".join([text.strip(" ;."), *below, *paragraphs])),
    )


def _read(text: str, year: int | None) -> tuple[str, date | None, date | None]:
    found = dates.spans(text, year)
    opened = dates.open_ends(text, year)
    cut = min([s.start for s in found[:1] + opened[:1]], default=len(text))
    begins = ends = None
    if found and (not opened or found[0].start <= opened[0].start):
        begins, ends = found[0].first, found[0].last
    elif opened:
        begins = opened[0].first
    elif years := _YEARS.match(text):
        begins = date(int(years["first"]), 1, 1)
        ends = date(int(years["last"]), 12, 31)
        cut = years.start("first")
    else:
        name_end = re.match(r"\S+(?:\s+thi\s+đua)?\s+\S+", text)
        after = text[name_end.end() :] if name_end else text
        points = [p for p in dates.moments(after, year) if p.first]
        points = [p for p in points if p.grain != "year" or p.start <= 3]
        if points and points[0].start < 60:
            at = points[0]
            limit = re.search(
                r"(?:đến|trước|hết|chậm nhất)\s*(?:hết\s*)?(?:ngày\s*)?$",
                after[: at.start].lower(),
            )
            begins, ends = (None if limit else at.first), at.last
            cut = (name_end.end() if name_end else 0) + at.start
    head = text[:cut]
    parts = [p.strip(" -–(.,") for p in re.split(r"[:(]", head) if p.strip(" -–(.,")]
    name = squeeze(": ".join(parts[:2])) if parts else squeeze(head)
    if len(name) > 80:
        name = (
            parts[0]
            if parts and len(parts[0]) <= 80
            else squeeze(" ".join(head.split()[:3])).strip(" :,")
        )
    return _TAIL.sub("", name), begins, ends


def _paragraphs_after(context: Context, index: int) -> list[str]:
    texts = []
    for i in range(index + 1, context.closing_at):
        if context.entries[i].kind is not LineKind.PARAGRAPH or context.folded[
            i
        ].startswith(("đợt", "giai đoạn", "(")):
            break
        texts.append(context.entries[i].text)
    return texts


def _one_each(found: list[Phase]) -> list[Phase]:
    kept: list[Phase] = []
    for phase in found:
        same = [
            p
            for p in kept
            if p.name.split(":")[0].lower() == phase.name.split(":")[0].lower()
        ]
        if same or any(
            (p.starts_on, p.ends_on) == (phase.starts_on, phase.ends_on) for p in kept
        ):
            continue
        kept.append(phase)
    return kept
