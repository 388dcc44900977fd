"""Căn cứ: papers cited in the preamble, with number, date and issuer.

A paper named inside the title of another one is not a basis. A citation counts where a
clause begins with it: after "Căn cứ", "Thực hiện", after a semicolon, or after "và" as long
as no other paper was named in between.
"""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.reading import dates, signs
from campaigns.reading.context import Context
from campaigns.reading.language import fold, key, squeeze

_TYPES = (
    "bộ luật", "luật", "pháp lệnh", "nghị quyết liên tịch", "nghị quyết", "nghị định", "quyết định",
    "chỉ thị", "thông tư liên tịch", "thông tư", "thông tri", "thông báo kết luận", "thông báo",
    "kết luận", "kế hoạch liên tịch", "kế hoạch", "hướng dẫn liên ngành", "hướng dẫn", "công văn",
    "chương trình hành động", "chương trình phối hợp", "chương trình công tác", "chương trình",
    "đề án", "quy chế", "quy định", "tờ trình", "báo cáo", "công điện", "lời kêu gọi", "hiến pháp",
    "biên bản", "điều lệ", "lệnh", "văn bản",
)  # fmt: skip
_TYPE = "|".join(sorted(_TYPES, key=len)[::-1])
_NUMBER = (
    r"(?:\d{1,5}(?:\s*/\s*\d{4})?\s*[-/]\s*[a-zđ][a-zđ0-9&]*(?:\s?[-/]\s?[a-zđ0-9&]+)*|"
    r"\d{1,5}(?=\s*,?\s*ngày))"
)
_DATE = (
    r"(?:\s*,?\s*(?:ký\s+)?ngày\s*\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|(?:,\s*)?tháng\s*\d{1,2}\s*(?:,?\s*năm\s*|/)\s*\d{4}))"
)
_CITED = re.compile(
    rf"(?P<type>{_TYPE})\s+(?:(?P<name>[^.;]{{3,160}}?)\s+)??(?:số\s*:?\s*)?(?P<number>{_NUMBER})(?P<date>{_DATE})?"
)
_NAMED = re.compile(rf"(?P<type>{_TYPE})\b\s*(?P<rest>[^.;]*)")
_OF_ISSUER = re.compile(r"\s*,?\s*của\s+")
_ISSUER_ENDS = re.compile(
    r"\s+(?=(?:về|ban\s+hành|quy\s+định|hướng\s+dẫn|phê\s+duyệt|kết\s+luận|sửa\s+đổi|thực\s+hiện|"
    r"triển\s+khai|phát\s+động|tổ\s+chức|tiếp\s+tục|ngày|năm)\b)|\s*[;.\"(“]|\s*,\s+(?=[a-zđ])|$"
)
_LONGEST = 20_000  # characters of a paragraph that may be a basis
_ALIKE = 0.7
_MENTION = re.compile(rf"\b(?:{_TYPE})\s+(?:số\s*:?\s*)?{_NUMBER}")
_VAGUE = re.compile(
    r"^(?:của|này|trên|số|và|,|phát triển|công "
    r"tác của|thực hiện|được giao|liên quan|chỉ đạo|nhiệm vụ|$)"
)
_ABOUT_SOMETHING = re.compile(r"của\s+\S+.*\bvề\b")
_LEAD = re.compile(
    r"(?:\s|,|và\s|các\s|nội dung\s|tinh thần\s|theo\s|căn cứ\s|thực hiện\s)*"
)
# "chỉ đạo của UBND huyện tại Công văn số …"
_THROUGH = re.compile(
    rf"(?:sự\s+|ý\s+kiến\s+)?(?:chỉ\s+đạo|hướng\s+dẫn|yêu\s+cầu|đề\s+nghị|kết\s+luận|phân\s+công)\s+của\s+"
    rf"[^.;]{{3,90}}?\s(?:tại|theo)\s+(?=(?:{_TYPE})\s+(?:số\s*:?\s*)?\d)"
)
_MAKES = re.compile(
    r"\b(?:xây dựng|ban hành|đề ra|lập|triển "
    r"khai|phát động|hướng dẫn|tổ chức|yêu cầu|"
    r"đề nghị)\s+(?:kế hoạch|hướng dẫn)"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Một căn cứ. ``start`` is its place in the line."""

    line: int
    start: int
    text: str
    type: str
    number: str
    issued_on: date | None
    issuer: str
    about: str


def read_citations(context: Context) -> list[Citation]:
    """Citations of the preamble in order, none twice."""
    found: list[Citation] = []
    seen: set[str] = set()
    for index in range(context.preamble_end):
        for citation in _in_line(index, context.entries[index].text):
            mark = key(citation.text)
            if mark not in seen:
                seen.add(mark)
                found.append(citation)
    return found


def cited_in(text: str) -> list[Citation]:
    """The papers that one căn cứ cites, in order; not those named in another one's title."""
    return _in_line(0, text)


def is_basis_line(text: str) -> bool:
    """Whether a paragraph of the preamble is a căn cứ: it begins like one and cites a paper."""
    folded = fold(text)
    start = signs.BASIS_START.match(folded)
    if not start:
        return False
    return bool(_in_line(0, text)) or start["verb"] in ("căn cứ", "theo", "xét đề nghị")


def superior_plan(found: list[Citation], title: str, authority: str) -> Citation | None:
    """The plan of a higher agency that this one answers: a cited plan on the same matter."""
    own = set(key(title).split())
    candidates = [
        c
        for c in found
        if c.number
        and c.type.startswith(("kế hoạch", "hướng dẫn", "chỉ thị", "công văn"))
        and not (c.issuer and key(c.issuer) == key(authority))
    ]
    best, most = None, 0.0
    for citation in candidates:
        about = set(key(citation.about).split())
        if (
            "đua" in own
            and "đua" not in about
            and not citation.type.startswith("kế hoạch")
        ):
            continue  # a paper on the matter itself, not on the emulation
        shared = len(own & about) / max(min(len(about), len(own)), 1)
        likeness = shared + (0.3 if citation.type.startswith("kế hoạch") else 0.0)
        if about and likeness > most:
            best, most = citation, likeness
    if most >= _ALIKE:
        return best
    plans = [c for c in candidates if c.type.startswith("kế hoạch") and c.issuer]
    return plans[0] if len(plans) == 1 else None


def _in_line(index: int, text: str) -> list[Citation]:
    if len(text) > _LONGEST:
        return []
    folded = fold(text)
    found: list[Citation] = []
    for begin, end in _clauses(folded):
        found.extend(_in_clause(index, text, folded, begin, end))
    return found


def _clauses(folded: str) -> list[tuple[int, int]]:
    """Stretches that begin as a basis does: the paragraph, and what follows a semicolon."""
    opened = signs.BASIS_START.match(folded)
    stretches = []
    position = 0
    active = bool(opened)
    for piece in re.split(r"(;|(?<=[^.\s]{2})\.\s+(?=\D))", folded):
        start, position = position, position + len(piece)
        if piece == ";":
            continue
        if piece.startswith("."):
            active = False
            continue
        own = signs.BASIS_START.match(piece)
        active = active or bool(own)
        if not active:
            continue
        lead = own.end() if own else len(piece) - len(piece.lstrip())
        stretches.append((start + lead, position))
    return stretches


def _in_clause(index, text, folded, begin, end) -> list[Citation]:
    found: list[Citation] = []
    position = begin
    first = True
    while position < end:
        lead = _LEAD.match(folded, position, end)
        at = lead.end() if lead else position
        joined = re.match(r"[,\s]*(?:và\s)", folded[position : at + 1])
        if through := _THROUGH.match(folded, at, end):
            at = through.end()
        citation = _cited(index, text, folded, at, end)
        if citation is None and (first or joined):
            citation = _named(index, text, folded, at, end)
        if citation is None:
            break
        found.append(citation[0])
        first = False
        nxt = _next(folded, citation[1], end)
        if nxt is None:
            break
        position = nxt
    return found


def _next(folded: str, position: int, end: int) -> int | None:
    """Where the next citation of the clause begins: "và" or "," and a paper, none nested before."""
    pattern = re.compile(
        rf"(?:\s+và|,(?:\s+và)?)\s+(?:căn cứ\s+|thực hiện\s+)?"
        rf"(?=(?:{_TYPE})\s+(?:số\s*:?\s*)?{_NUMBER})"
    )
    match = pattern.search(folded, position, end)
    laws = re.compile(r"(?:,|\s+và)\s+(?=(?:luật|nghị quyết đại hội|bộ luật)\b)").match(
        folded, position, end
    )
    if laws:
        return laws.end()
    if not match or _MENTION.search(folded, position, match.start()):
        return None
    if re.search(
        r"sửa đổi|bổ sung|thay thế|hướng dẫn thi hành|quy định chi tiết",
        folded[position : match.start()],
    ):
        return None
    return match.end()


def _cited(index, text, folded, at, end) -> tuple[Citation, int] | None:
    match = _CITED.match(folded, at, end)
    if not match:
        return None
    name = match["name"] or ""
    if name and (
        re.search(
            rf"\b(?:{_TYPE})\s+số\b|\bngày\s+\d|,\s*(?:{_TYPE})\b|\bcủa\b.*\bvề\b", name
        )
        or (len(name) > 25 and not match["type"].endswith("luật"))
    ):
        return None
    stop = match.end()
    while text[stop - 1 : stop] in " ,-":
        stop -= 1
    issued_on = None
    if match["date"]:
        points = dates.moments(text[match.start("date") : stop])
        issued_on = points[0].first if points else None
    issuer, about_from = _issuer(text, folded, stop, end)
    citation = Citation(
        line=index,
        start=match.start(),
        text=squeeze(text[match.start() : stop]),
        type=match["type"],
        number=re.sub(r"\s+", "", text[match.start("number") : match.end("number")]),
        issued_on=issued_on,
        issuer=issuer,
        about=squeeze(text[about_from:end]),
    )
    return citation, stop


def _issuer(text: str, folded: str, start: int, end: int) -> tuple[str, int]:
    """(cơ quan ban hành after "của" or "", where the subject of the paper begins)."""
    of = _OF_ISSUER.match(folded, start, end)
    if not of:
        return "", start
    for stop in _ISSUER_ENDS.finditer(folded, of.end(), end):
        if text.startswith("Tổ chức", stop.end()):
            continue  # "Ban Tổ chức": part of the name
        name = squeeze(text[of.end() : stop.start()])
        return (name, stop.end()) if 2 < len(name) <= 160 else ("", start)
    return "", start


def _named(index, text, folded, at, end) -> tuple[Citation, int] | None:
    """A paper without a number: a law, a resolution of a congress, a programme of work."""
    match = _NAMED.match(folded, at, end)
    if not match:
        return None
    if _VAGUE.match(match["rest"]) and not _ABOUT_SOMETHING.match(match["rest"]):
        return None
    if not text[at : at + 1].isupper():
        return None
    rest = match["rest"]
    stop = match.end()
    for pattern in _stops(match["type"]):
        if cut := re.search(pattern, rest):
            stop = min(stop, match.start("rest") + cut.start())
    if _MAKES.search(folded, at, stop):
        return None
    if len(folded[at:stop].split()) < 3 and not match["type"].endswith("luật"):
        return None
    issuer, _ = _issuer(text, folded, stop, end)
    dated = dates.moments(text[at:stop])
    citation = Citation(
        line=index,
        start=at,
        text=squeeze(text[at:stop]).rstrip(" ,"),
        type=match["type"],
        number="",
        issued_on=dated[0].first
        if dated and dated[0].grain == "day" and dated[0].year_given
        else None,
        issuer=issuer,
        about=squeeze(text[stop:end]),
    )
    return citation, stop


def _stops(kind: str) -> list[str]:
    if kind.endswith("luật") or kind == "pháp lệnh":
        return [
            r",?\s+(?:và\s+)?(?:được\s+sửa|luật\s+sửa\s+đổi)",
            r"(?:,|\s+và)\s+(?=(?:luật|bộ luật|nghị\s+định|nghị\s+quyết|thông\s+tư|pháp\s+lệnh)\b)",
            r"\s+và\s+các\s+văn\s+bản",
            r",\s+(?:ubnd|ủy ban|hội đồng|phòng|ban|sở)\b",
        ]
    return [
        r"\s+của\s+(?=(?:ubnd|ủy ban|hội đồng|đảng "
        r"ủy|ban|bộ|sở|phòng|chủ tịch|thủ tướng|"
        r"chính phủ|quận|huyện|tỉnh))"
        if kind.startswith(("chương trình", "kế hoạch")) and kind != "kế hoạch"
        else r"$^",
        r"(?:,|\s+và)\s+(?=(?:luật|nghị\s+định|nghị\s+quyết|thông\s+tư|kế\s+hoạch|chỉ\s+thị|hướng\s+dẫn|công\s+văn|quyết\s+định)\s+(?:số|đại))",
        r",\s+(?:ubnd|ủy ban|hội đồng|phòng|ban|sở|đảng ủy|công đoàn|trường)\b",
    ]
