"""Tên gọi: numbers, symbols, kinds, agencies and file names as the decree writes them."""

import re
import unicodedata
from datetime import date

from campaigns.content import KIND_CODES, Letterhead, PaperKind, PlanContent

KIND_NAMES = {
    PaperKind.PLAN: "Kế hoạch",
    PaperKind.GUIDANCE: "Hướng dẫn",
    PaperKind.DIRECTIVE: "Chỉ thị",
    PaperKind.LETTER: "Công văn",
    PaperKind.NEWS: "Kế hoạch",  # a report about a plan is set as the plan it tells of
    PaperKind.DECISION: "Quyết định",
    PaperKind.SUBMISSION: "Tờ trình",
    PaperKind.INVITATION: "Giấy mời",
}
# Loại văn bản → chữ viết tắt, Phụ lục III (R116); copies last.
TYPE_CODES = {
    "Nghị quyết": "NQ", "Quyết định": "QĐ", "Chỉ thị": "CT", "Quy chế": "QC",
    "Quy định": "QyĐ", "Thông cáo": "TC", "Thông báo": "TB", "Hướng dẫn": "HD",
    "Chương trình": "CTr", "Kế hoạch": "KH", "Phương án": "PA", "Đề án": "ĐA",
    "Dự án": "DA", "Báo cáo": "BC", "Biên bản": "BB", "Tờ trình": "TTr",
    "Hợp đồng": "HĐ", "Công điện": "CĐ", "Bản ghi nhớ": "BGN", "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ", "Giấy mời": "GM", "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP", "Phiếu gửi": "PG", "Phiếu chuyển": "PC", "Phiếu báo": "PB",
    "Bản sao y": "SY", "Bản trích sao": "TrS", "Bản sao lục": "SL",
}  # fmt: skip

# Words of agencies' names that stay small inside a name, longest first (R151, R152).
_TYPE_WORDS = (
    "ủy ban mặt trận tổ quốc việt nam", "ủy ban nhân dân", "hội đồng nhân dân",
    "hội đồng thi đua - khen thưởng", "hội đồng thi đua khen thưởng",
    "thành phố", "thị xã", "thị trấn", "đặc khu", "phường", "quận", "huyện", "tỉnh", "xã",
)  # fmt: skip
_FIXED = {
    "hội đồng thi đua - khen thưởng": "Hội đồng Thi đua - Khen thưởng",
    "hội đồng thi đua khen thưởng": "Hội đồng Thi đua khen thưởng",
    "ủy ban nhân dân": "Ủy ban nhân dân",
    "hội đồng nhân dân": "Hội đồng nhân dân",
    "ủy ban mặt trận tổ quốc việt nam": "Ủy ban Mặt trận Tổ quốc Việt Nam",
}
_AGENCY_HEADS = {"ubnd", "phòng", "ban", "sở", "cục", "tâm", "viện"}
_PLACES = {
    "thành phố",
    "thị xã",
    "thị trấn",
    "đặc khu",
    "phường",
    "quận",
    "huyện",
    "tỉnh",
    "xã",
}


def number_text(number: int) -> str:
    """1 → "01", 10 → "10", 353 → "353" (R17)."""
    return f"{number:02d}"


def number_line(number: int | None, symbol: str) -> str:
    """ "Số: 05/KH-UBND"; without a number the place stays open: "Số:       /KH-UBND" (R16)."""
    given = number_text(number) if number is not None else " " * 6
    return f"Số: {given}/{symbol}"


def date_words(day: date | None, year: int | None = None) -> str:
    """ "ngày 05 tháng 02 năm 2026": a leading 0 for days under 10 and months 1, 2 only (R18)."""
    if day is None:
        return f"ngày    tháng    năm {year if year else '    '}".rstrip()
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_line(place: str, day: date | None, year: int | None = None) -> str:
    """ "Nguyễn Trãi, ngày 30 tháng 6 năm 2023" (R18)."""
    return f"{place or '…………'}, {date_words(day, year)}"


def code(letterhead: Letterhead) -> str:
    """Số, ký hiệu: "32/KH-HĐTĐKT"; "" while there is no number."""
    if letterhead.number is None:
        return ""
    return f"{number_text(letterhead.number)}/{letterhead.symbol}"


def authority_in_text(letterhead: Letterhead) -> str:
    """The agency as running text names it: "Ủy ban nhân dân phường Nguyễn Trãi".

    A council without a place of its own takes the place of the authority above it.
    """
    own = _sentence_case(letterhead.authority)
    above = _sentence_case(letterhead.parent_authority)
    if above and not any(re.search(rf"\b{place}\b", own, re.I) for place in _PLACES):
        place = re.search(rf"\b(?:{'|'.join(_PLACES)})\b.*", above, re.I)
        if place:
            return f"{own} {place[0]}"
    return own


def document_title(content: PlanContent) -> str:
    """Nhan đề in the file's metadata: "Kế hoạch số 32/KH-HĐTĐKT" (R183)."""
    kind = KIND_NAMES[content.kind]
    number = code(content.letterhead)
    if number:
        return f"{kind} số {number}"
    subject = " ".join(content.title.split())
    return f"{kind} {subject[:1].lower()}{subject[1:]}" if subject else kind


def file_name(content: PlanContent) -> str:
    """Tên tệp: "KH-32-2021-HDTDKT.pdf": no diacritics, at most 50 characters (R174)."""
    head = content.letterhead
    kind, _, agency = head.symbol.partition("-")
    if not agency:
        kind, agency = KIND_CODES[content.kind] or "CV", kind
    if content.kind is PaperKind.LETTER:
        kind, agency = "CV", head.symbol
    parts = (
        kind,
        number_text(head.number) if head.number is not None else "du-thao",
        str(head.issued_on.year) if head.issued_on else "",
        agency,
    )
    return "-".join(filter(None, map(plain_ascii, parts)))[:46].rstrip("-") + ".pdf"


def plain_ascii(text: str) -> str:
    """ "HĐTĐKT" → "HDTDKT"; anything but letters, digits and hyphens goes."""
    text = text.replace("Đ", "D").replace("đ", "d")
    text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9-]+", "-", text)).strip("-")


def _sentence_case(printed: str) -> str:
    """ "ỦY BAN NHÂN DÂN\\nPHƯỜNG X" → "Ủy ban nhân dân phường X"."""
    text = " ".join(printed.split())
    if not text.isupper():
        return text
    rest = text.lower()
    words: list[str] = []
    while rest:
        known = next(
            (w for w in _TYPE_WORDS if rest == w or rest.startswith(w + " ")), None
        )
        if known:
            follows = rest[len(known) :].lstrip()
            words.append(_cased(known, follows, first=not words))
            rest = follows
        else:
            word, _, rest = rest.partition(" ")
            words.append("UBND" if word == "ubnd" else word)
    return _capitalise_names(words)


def _cased(known: str, follows: str, *, first: bool) -> str:
    if known in _FIXED:
        return _FIXED[known]
    if first or follows[:1].isdigit():
        return known[:1].upper() + known[1:]
    return known


def _capitalise_names(words: list[str]) -> str:
    """Every syllable of a place's name, the first of anything else."""
    out, in_name = [], False
    for index, word in enumerate(words):
        if word.lower() in _PLACES:
            in_name = True
            out.append(word)
        elif word in _FIXED.values() or word == "UBND" or word == "-":
            in_name = False
            out.append(word)
        else:
            head = index == 0 or in_name or words[index - 1].lower() in _AGENCY_HEADS
            out.append(word[:1].upper() + word[1:] if head else word)
    return " ".join(out).replace("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")
