"""Chỉ tiêu: quantified goals, one for each number, and goals that only say "Phấn đấu".

A number is a goal where the sentence strives ("phấn đấu", "ít nhất", under a heading of
chỉ tiêu or mục tiêu) or where it is a percentage of work to be done. Quotas of awards,
points, votes, limits of form and money are none. In doubt a number is left alone.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from campaigns.content import Comparator, Direction, Milestone
from campaigns.outline import LineKind
from campaigns.reading import dates, goals, numbers, sentences, targettables
from campaigns.reading.context import Context
from campaigns.reading.language import fold, squeeze
from campaigns.reading.numbers import Figure

_MASKS = (
    re.compile(r"https?://\S+|\S+@\S+|\S+\.(?:vn|com)\b\S*"),
    re.compile(r"\b(?:số\s*:?\s*)?\d+(?:/\d{4})?\s*/\s*(?:[a-zđ][\wđ&]*)(?:-[\wđ&]+)*"),
    re.compile(r"\b\d+-[a-zđ]{2,}(?:/[a-zđ]+)*"),
    re.compile(r"\b(?:19|20)\d\d\s*[-/]\s*(?:19|20)\d\d\b"),
    re.compile(
        r"\b(?:điều|khoản|mục|phần|điểm|chương|lần\s+thứ|khóa|đề\s+án|covid)\s*-?\s*\d+(?:\.\d+)*\b"
    ),
    re.compile(r"\bnăm\s+(?:19|20)\d\d(?:\s*,\s*(?:19|20)\d\d)*"),
    re.compile(r"\(\s*(?:19|20)\d\d(?:\s*,\s*(?:19|20)\d\d)*\s*\)"),
    re.compile(
        r"\b\d+\s+(?:năm\s+)?(?:ngày|năm)\s+(?:ngày\s+)?(?:thành\s+lập|truyền\s+thống|giải\s+phóng|thực\s+hiện|xây\s+dựng)"
    ),
    re.compile(r"\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?\b(?!\s*%|\s+(?:số|hộ|tổng))"),
)


_COMPARED = re.compile(r"so\s+với\s+(?:cuối\s+|cùng\s+kỳ\s+)?$")
_THEN_REACHES = re.compile(r"\s+(?:đạt|có|phấn\s+đấu|hoàn\s+thành)\b")
_LIMIT_WORD = re.compile(
    r"(?:đến|hết|cuối|trước|trong|tới|chậm\s+nhất(?:\s+là)?)\s*(?:hết\s+|cuối\s+)?(?:ngày\s*)?$"
)
_WHEN = re.compile(r"\bvào\s+(?:cuối\s+)?$")
_CLOSE = (
    15  # letters between a date and the figure that it leads: "đạt trên", "hoàn thành"
)
_NEXT = re.compile(r"[,;]\s|\bvà\b")
_LABELS = re.compile(r"\s*:")  # "quý IV: 800 ha" speaks of the figure that follows
_NARROWED = re.compile(r"\s*(?:cận\s+)?nghèo\b")
_OPENING = 25  # characters: a date so near the start opens the sentence
_BY_THEN = re.compile(r"\bđến\s*(?:hết\s+|cuối\s+)?$")


@dataclass(frozen=True, slots=True)
class Target:
    """Một chỉ tiêu, before it becomes a note."""

    line: int
    name: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    comparator: Comparator | None
    direction: Direction
    shown: str
    baseline: str
    deadline: date | None
    responsible: str
    milestones: tuple[Milestone, ...]
    sure: float


def read_targets(context: Context, responsible: dict[int, str]) -> list[Target]:
    """Targets in order. ``responsible``: line → unit whose tasks it belongs to.

    Sentences count in the body only; a table of goals is one in an annex too.
    """
    found: list[Target] = []
    for index in range(context.preamble_end, len(context.entries)):
        entry = context.entries[index]
        if entry.kind is LineKind.TABLE:
            rows = targettables.read_rows(entry.text, _heads(context, index))
            found.extend(_of_row(context, index, row, responsible) for row in rows)
            continue
        if (
            entry.kind in (LineKind.SECTION, LineKind.PART, LineKind.ANNEX)
            or index >= context.closing_at
        ):
            continue
        for start, end in sentences.sentences(entry.text):
            for target in _in_sentence(context, index, start, end):
                found.append(_with_unit(target, responsible.get(index, "")))
    return found


def unread_tables(context: Context) -> list[int]:
    """Lines of tables under headings of goals in which no goal was understood."""
    return [
        index
        for index in range(context.preamble_end, len(context.entries))
        if context.entries[index].kind is LineKind.TABLE
        and targettables.is_unread(context.entries[index].text, _heads(context, index))
    ]


def _heads(context: Context, index: int) -> list[str]:
    """Folded headings over a table; in an annex, what the annex is called."""
    if index < context.annex_at:
        return context.headings(index)
    title = max(i for i in range(index) if context.entries[i].kind is LineKind.ANNEX)
    return [context.folded[title], *context.folded[title + 1 : index][-2:]]


def _of_row(context, index, row: targettables.Row, responsible) -> Target:
    return Target(
        line=index,
        name=row.name,
        value=row.figure.value,
        value_max=row.figure.high,
        unit=row.unit,
        comparator=row.comparator,
        direction=row.direction,
        shown=row.shown,
        baseline=row.baseline,
        deadline=targettables.due_of(row, context.year),
        responsible=row.owner or responsible.get(index, ""),
        milestones=(),
        sure=row.sure,
    )


def _with_unit(target: Target, unit: str) -> Target:
    return replace(target, responsible=target.responsible or unit)


def _in_sentence(context: Context, index: int, start: int, end: int) -> list[Target]:
    sentence = squeeze(context.entries[index].text[start:end])
    folded = fold(sentence)
    setting = goals.setting(folded, context.headings(index))
    masked = _mask(folded)
    points = dates.moments(sentence, _year_in(folded) or context.year)
    figures = [f for f in numbers.figures(masked) if not _in_date(f, points)]
    found = [
        (figure, sure)
        for place, figure in enumerate(figures)
        if (sure := goals.is_goal(folded, figures, place, setting))
    ]
    if not found:
        strives = goals.STRIVES.search(folded)
        starts = (strives and strives.start() <= 3) or goals.LABEL.match(folded)
        return (
            [_wordless(index, sentence, points)]
            if starts and len(folded.split()) >= 5
            else []
        )
    staged = _milestones(index, sentence, folded, found, points)
    if staged:
        return [staged]
    return [_target(index, sentence, f, sure, points, found) for f, sure in found]


def _milestones(index, sentence, folded, found, points) -> Target | None:
    """ "6 tháng đầu năm đạt 70%, 10 tháng đầu năm 100%": one target in steps.

    Each figure follows its own date closely, and nothing is said between the steps.
    """
    steps: list[tuple[dates.Moment, Figure]] = []
    for figure, _ in found:
        begin = steps[-1][1].end if steps else 0
        own = [p for p in points if begin <= p.start < figure.start and p.last]
        if not own:
            return None
        point = own[-1]
        if point.grain == "day" and not _limits(folded, point):
            return None
        if point.grain == "year" and not _BY_THEN.search(folded[: point.start]):
            return None
        if figure.start - point.end > 40 or (steps and point.start - begin > 20):
            return None
        steps.append((point, figure))
    differ = len({p.last for p, _ in steps}) == len(steps)
    if len(steps) < 2 or not differ or len({f.percent for _, f in steps}) > 1:
        return None
    due, last = steps[-1]
    made = tuple(
        Milestone(
            label=squeeze(sentence[p.start : p.end]), value=f.value, due_on=p.last
        )
        for p, f in steps
    )
    main = _target(index, sentence, last, 0.9, points, found)
    return replace(main, deadline=due.last, milestones=made)


def _target(index, sentence, figure, sure, points, found) -> Target:
    folded = fold(sentence)
    held = numbers.comparator(sentence, figure)
    direction = Direction.HOLD
    if numbers.is_decrease(sentence, figure):
        direction = Direction.DOWN
    elif numbers.is_increase(sentence, figure):
        direction = Direction.UP
    return Target(
        line=index,
        name=_name(sentence, figure),
        value=figure.value,
        value_max=figure.high,
        unit=_unit(folded, sentence, figure),
        comparator=Comparator.AT_LEAST if figure.spelled else held,
        direction=direction,
        shown=_shown(sentence, folded, figure),
        baseline=_baseline(sentence, folded, figure),
        deadline=_deadline(folded, figure, points, found),
        responsible=_owner(sentence, folded, figure),
        milestones=(),
        sure=sure,
    )


def _wordless(index, sentence, points) -> Target:
    """A goal without a number."""
    return Target(
        line=index,
        name=sentence,
        value=None,
        value_max=None,
        unit="",
        comparator=None,
        direction=Direction.HOLD,
        shown="",
        baseline="",
        deadline=_deadline(fold(sentence), None, points, []),
        responsible="",
        milestones=(),
        sure=0.8,
    )


def _name(sentence: str, figure: Figure) -> str:
    """The sentence, or the clause with the number where the sentence is long."""
    if len(sentence) <= 300:
        return sentence
    for start, end in sentences.clauses(sentence, 0, len(sentence)):
        if start <= figure.start < end and end - start >= 40:
            return sentence[start:end].strip()
    return sentence


def _unit(folded: str, sentence: str, figure: Figure) -> str:
    if figure.percent:
        return "%"
    after = folded[figure.end :]
    if figure.fraction:
        lead = re.match(r"\s*(?:tổng\s+)?(?:số\s+)?", after)
        start = lead.end() if lead else 0
        if (match := goals.UNIT.match(after[start:])) and not _NARROWED.match(
            after[start + match.end() :]
        ):
            return squeeze(sentence[figure.end : figure.end + start + match.end()])
        match = re.match(
            r"\s*((?:tổng\s+)?(?:số\s+)?[^\W\d_]+(?:\s+[^\W\d_]+)?(?:\s+nghèo)?)", after
        )
        return squeeze(sentence[figure.end : figure.end + match.end()]) if match else ""
    if known := goals.counted(sentence, figure):
        return known
    match = re.match(r"\s*[^\W\d_]+(?:\s+[^\W\d_]+)?", after)
    return squeeze(sentence[figure.end : figure.end + match.end()]) if match else ""


def _shown(sentence: str, folded: str, figure: Figure) -> str:
    before = re.search(
        r"(?:từ|ít nhất|tối thiểu|trên|dưới|không quá|không dưới)\s*$",
        folded[: figure.start],
    )
    after = re.match(r"\s*trở (?:lên|xuống)", folded[figure.end :])
    start = before.start() if before else figure.start
    end = figure.end + (after.end() if after else 0)
    return squeeze(sentence[start:end])


def _baseline(sentence: str, folded: str, figure: Figure) -> str:
    after = folded[figure.end :]
    match = re.search(r"so\s+với\s+[^,;.]{3,60}", re.split(r"[;.]", after)[0])
    if match:
        return squeeze(sentence[figure.end + match.start() : figure.end + match.end()])
    before = re.search(
        r"từ\s+(\d+(?:[.,]\d+)?\s*%?)[^,;.\d]{0,25}(?:năm\s+\d{4}\)?\s+)?(?:lên|xuống(?:\s+còn)?|còn)\s*(?:\w+\s+){0,2}$",
        folded[: figure.start],
    )
    return squeeze(sentence[before.start() : before.end(1)]) if before else ""


def _deadline(folded: str, figure: Figure | None, points, found) -> date | None:
    """The date that the number is due by: the nearest before it since the number above, else
    one behind it in the same clause, else one that opens the sentence."""
    limits = [p for p in points if p.last and _limits(folded, p)]
    if figure is None:
        return limits[0].last if limits else None
    others = [g.end for g, _ in found if g.end <= figure.start]
    clause = folded.rfind(";", 0, figure.start) + 1
    begin = max(clause, *others) if others else clause
    own = [p for p in limits if begin <= p.start < figure.start]
    if own:
        return own[-1].last
    stop = min(
        (g.start for g, _ in found if g.start > figure.start), default=len(folded)
    )
    semicolon = folded.find(";", figure.end)
    if semicolon >= 0:
        stop = min(stop, semicolon)
    later = [
        p
        for p in limits
        if figure.end <= p.start < stop
        and not _LABELS.match(folded[p.end :])
        and not _leads(folded, figure, p, stop)
    ]
    if later:
        return later[0].last
    # a date that opens the sentence, or stands in the same clause, holds for all its numbers
    before = [
        p
        for p in limits
        if p.start < figure.start and (clause <= p.start or p.start < _OPENING)
    ]
    return before[-1].last if before else None


def _leads(folded: str, figure: Figure, point: dates.Moment, stop: int) -> bool:
    """ "đạt 50%, đến 15/11 đạt 100%": behind a stop the date is that of the next figure."""
    between = folded[figure.end : point.start]
    return (
        stop < len(folded) and stop - point.end < _CLOSE and bool(_NEXT.search(between))
    )


def _limits(folded: str, point: dates.Moment) -> bool:
    """Whether a point of time is one that something is due by."""
    before = folded[max(0, point.start - 30) : point.start]
    if point.grain in ("part", "quarter"):
        return True
    if _COMPARED.search(before):
        return False
    if point.grain == "year" and _WHEN.search(before):
        return True
    if point.grain == "year" and _THEN_REACHES.match(folded[point.end :]):
        return True
    return bool(_LIMIT_WORD.search(before))


def _owner(sentence: str, folded: str, figure: Figure) -> str:
    """ "Mỗi đơn vị chọn ít nhất 01 bài": who does it, when the sentence begins with that."""
    match = re.match(
        r"(mỗi\s+(?:[^\W\d_]+\s+){1,5}?)(?:chọn|có|đăng|xây|gửi|nộp|tổ|viết|phấn|thực|lựa)\b",
        folded,
    )
    return (
        squeeze(sentence[: match.end(1)])
        if match and match.end(1) < figure.start
        else ""
    )


def _year_in(folded: str) -> int | None:
    years = {int(y) for y in re.findall(r"\bnăm\s+((?:19|20)\d\d)\b", folded)}
    return years.pop() if len(years) == 1 else None


def _mask(folded: str) -> str:
    for pattern in _MASKS:
        folded = pattern.sub(lambda m: "_" * len(m[0]), folded)
    return folded


def _in_date(figure: Figure, points) -> bool:
    return any(p.start <= figure.start < p.end for p in points)
