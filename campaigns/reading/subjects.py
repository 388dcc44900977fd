"""Đối tượng thi đua: collectives and individuals who take part."""

import re
from dataclasses import dataclass

from campaigns import outline
from campaigns.content import Side
from campaigns.outline import LineKind
from campaigns.reading import organisations
from campaigns.reading.context import Context
from campaigns.reading.language import fold, key, squeeze

_HEAD = re.compile(
    r"đối\s+tượng(?!\s*(?:,\s*[^:]{0,60})?\s*(?:khen|kiểm|giám|đề\s+nghị|xét|áp\s+dụng|thụ\s+hưởng|được\s+khen|hưởng|bảo\s+trợ|chính\s+sách))"
)
_STATED = re.compile(
    r"đối\s+tượng\s+(?:tham\s+gia\s+)?(?:phong\s+trào\s+|đợt\s+)?(?:thi\s+đua|tham\s+gia|phát\s+động)"
)
_OF_EMULATION = re.compile(r"đối\s+tượng[^:;.]{0,40}\bthi\s+đua\b")
_ALONE = re.compile(r"đối\s+tượng(?:\s+tham\s+gia)?\s*[:.]?")  # may be anybody's
_OPENS = re.compile(r"đối\s+tượng(?:\s+(?:được\s+)?khen\s+thưởng)?\s*:")
_COLLECTIVE = re.compile(
    r"^(?:đối\s+với\s+|về\s+|các\s+)?tập\s+thể(?:\s+(?:gồm|bao\s+gồm|là|gồm\s+có))*\s*(?:[:.]|$)\s*"
)
_INDIVIDUAL = re.compile(
    r"^(?:đối\s+với\s+|về\s+|các\s+)?cá\s+nhân(?:\s+(?:gồm|bao\s+gồm|là|gồm\s+có))*\s*(?:[:.]|$)\s*"
)
# "Đối tượng thi đua: …", "Đối tượng tham gia phong trào thi đua gồm …": what follows says who.
_LEAD = re.compile(
    r"đối\s+tượng[^:;.]{0,60}?(?::|\b(?:bao\s+gồm|gồm(?:\s+có)?|là)\b\s*:?)\s*"
)
_PEOPLE = re.compile(
    r"(?:(?:các|những|toàn\s+thể|toàn\s+bộ|mọi|mỗi|tất\s+cả|đội\s+ngũ|các\s+đồng\s+chí)\s+)*"
    r"(?:cá\s+nhân|cán\s+bộ|công\s+chức|viên\s+chức|người|nhân\s+viên|giáo\s+viên|giảng\s+viên|"
    r"học\s+sinh|sinh\s+viên|học\s+viên|đảng\s+viên|đoàn\s+viên|hội\s+viên|nhân\s+dân|công\s+dân|"
    r"tầng\s+lớp\s+nhân\s+dân|chiến\s+sĩ|sĩ\s+quan|công\s+nhân|nông\s+dân|thanh\s+niên|phụ\s+nữ|"
    r"thiếu\s+nhi|doanh\s+nhân|lãnh\s+đạo|nhà\s+giáo|bà\s+con)\b"
)
_NAMED_ANEW = re.compile(r"(?:các|những|mọi|toàn\s+thể|tập\s+thể)\b")
_ELEMENTS = re.compile(r"\s*,\s+(?:và\s+)?|\s+(?:và|cùng)\s+")
_AWARD = re.compile(r"khen\s+thưởng|kiểm\s+tra|giám\s+sát|tiêu\s+chuẩn")
_CALLED = re.compile(r"[,.…\s]*\((?:sau\s+đây\s+)?gọi\s+(?:chung|tắt|là).*?\)", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    line: int
    side: Side
    name: str
    sure: float


def read_subjects(context: Context) -> tuple[list[Subject], list[int]]:
    """Subjects under a heading "Đối tượng (tham gia) thi đua", and the lines there that may
    name more; none where only awards, inspections or readers have subjects."""
    headings = [index for index in context.body() if _is_heading(context, index)]
    for heading in headings:
        if found := _labelled(context, heading):
            return found, []
    for heading in headings:
        if _OF_EMULATION.match(context.folded[heading]):
            found, unclear = _plain(context, heading)
            if found or unclear:
                return found, unclear
    for heading in headings:
        if _ALONE.fullmatch(context.folded[heading]):
            return [], _plain_rows(context, heading)[1:2]
    return [], []


def _is_heading(context: Context, index: int) -> bool:
    folded, entry = context.folded[index], context.entries[index]
    stated = _STATED.match(folded)
    if not _HEAD.search(folded) or (len(folded.split()) > 25 and not stated):
        return False
    if entry.kind is LineKind.PARAGRAPH and not entry.is_title and not stated:
        return False
    of_awards = _AWARD.search(folded) or (
        _AWARD.search(context.nearest(index)) and not _STATED.search(folded)
    )
    return not of_awards


def of_awards_only(context: Context) -> int | None:
    """The line under awards that names who takes part ("Đối tượng: tập thể, cá nhân, …"),
    in a paper that says it nowhere else; None where there is none."""
    for index in context.body():
        folded = context.folded[index]
        if (
            _OPENS.match(folded)
            and "tập thể" in folded
            and "cá nhân" in folded
            and _AWARD.search(" ".join((folded, *context.headings(index))))
        ):
            return index
    return None


def _labelled(context: Context, heading: int) -> list[Subject]:
    rows = list(context.under(heading))[1:]
    found: list[Subject] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        folded = context.folded[row]
        if _HEAD.search(folded) and _AWARD.search(folded):
            break
        for pattern, side in (
            (_COLLECTIVE, Side.COLLECTIVE),
            (_INDIVIDUAL, Side.INDIVIDUAL),
        ):
            if match := pattern.match(folded):
                text = context.entries[row].text[match.end() :]
                if text.strip():
                    found.extend(
                        Subject(row, side, name, 0.85) for name in _names(text)
                    )
                else:
                    below = _items(context, row)
                    found.extend(
                        Subject(i, side, name, 0.9)
                        for i in below
                        if (name := _finished(context.entries[i].text))
                    )
        index += 1
    return _unique(found)


def _plain(context: Context, heading: int) -> tuple[list[Subject], list[int]]:
    """Who takes part where no line is labelled: agencies are collectives, "cán bộ, công chức"
    individuals; a line with anything else is unclear."""
    found: list[Subject] = []
    unclear: list[int] = []
    for row in _plain_rows(context, heading):
        text = context.entries[row].text
        if row == heading:
            lead = _LEAD.match(context.folded[row])
            text = text[lead.end() :] if lead else ""
        for name in _names(text):
            sides = _sides(name)
            found.extend(Subject(row, side, part, 0.7) for side, part in sides)
            if not sides and row not in unclear:
                unclear.append(row)
    return _unique(found), unclear


def _plain_rows(context: Context, heading: int) -> list[int]:
    """The heading with what it says itself, and the lines below up to the next heading."""
    rows = [heading]
    for row in list(context.under(heading))[1:]:
        entry = context.entries[row]
        if entry.is_title or entry.kind is LineKind.TABLE:
            break
        rows.append(row)
    return rows


def _sides(name: str) -> list[tuple[Side, str]]:
    """ "Các phòng, ban và cán bộ, công chức": collectives, then individuals; [] in doubt."""
    folded = fold(name)
    starts = [0, *(match.end() for match in _ELEMENTS.finditer(folded))]
    sides = [_side_of(folded[start:]) for start in starts]
    if sides[0] is Side.INDIVIDUAL:
        # "cán bộ các cơ quan, đơn vị": whose they are, unless they are named anew
        anew = any(
            side is Side.COLLECTIVE and _NAMED_ANEW.match(folded[start:])
            for side, start in zip(sides, starts, strict=True)
        )
        return [] if anew else [(Side.INDIVIDUAL, name)]
    if sides[0] is None:
        return []
    if Side.INDIVIDUAL not in sides:
        return [(Side.COLLECTIVE, name)]
    turn = sides.index(Side.INDIVIDUAL)
    if "tập thể" in folded or Side.COLLECTIVE in sides[turn:]:
        return []
    join = [match.start() for match in _ELEMENTS.finditer(folded)][turn - 1]
    return [
        (Side.COLLECTIVE, _finished(name[:join])),
        (Side.INDIVIDUAL, _finished(name[starts[turn] :])),
    ]


def _side_of(folded: str) -> Side | None:
    if _PEOPLE.match(folded):
        return Side.INDIVIDUAL
    if folded.startswith("tập thể") or organisations.is_unit(folded):
        return Side.COLLECTIVE
    return None


def _items(context: Context, row: int) -> list[int]:
    rows = list(context.under(row))[1:]
    numbered = [i for i in rows if context.entries[i].kind in outline.DEPTH]
    if numbered:
        top = min(outline.depth(context.entries[i].kind) for i in numbered)
        return [i for i in numbered if outline.depth(context.entries[i].kind) == top]
    following = []
    own = outline.depth(context.entries[row].kind)
    for i in range(row + 1, context.closing_at):
        if (
            context.entries[i].kind in outline.DEPTH
            and outline.depth(context.entries[i].kind) <= own
        ):
            break
        following.append(i)
    return following


def _names(text: str) -> list[str]:
    text = _CALLED.sub("", text)
    return [name for name in (_finished(part) for part in text.split(";")) if name]


def _finished(text: str) -> str:
    text = _CALLED.sub("", text)
    return squeeze(text).strip(" ;.,…-–+")


def _unique(found: list[Subject]) -> list[Subject]:
    seen: set[tuple[Side, str]] = set()
    kept = []
    for subject in found:
        mark = (subject.side, key(subject.name))
        if mark not in seen and fold(subject.name) not in ("tập thể", "cá nhân"):
            seen.add(mark)
            kept.append(subject)
    return kept
