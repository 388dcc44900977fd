"""Chữ in: cleaning what people type, and keeping together what a line's end must not part."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from reports.rendering import metrics
from reports.rendering.marks import PaperRefused

PARAGRAPH_BYTES = 20_000
LONG_WORD = 60
LONGEST_WORD = 2_000

_SPACES = [*range(0x09, 0x0E), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F,
           0x205F, 0x3000]  # fmt: skip
_CONTROLS = [
    c for c in range(0xA0) if unicodedata.category(chr(c)) == "Cc" and c not in _SPACES
]
# Marks that print nothing but change the order, the joining or the breaking of letters.
_INVISIBLE = [0xAD, 0x034F, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
              *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)]  # fmt: skip
_REPLACED: dict[int, str | None] = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_CONTROLS + _INVISIBLE, None),
    0x2010: "-",
    0x2011: "-",
    0x2212: "–",
}

# Words that hold the number after them: "Điều 5", "ngày 30", "số 32/KH-UBND".
_HOLDS_NEXT = re.compile(
    r"(?i:Điều|khoản|điểm|chương|mục|phần|phụ lục|ngày|tháng|năm|quý|số|thứ|tiết)$"
)
_HELD = re.compile(r"^[(“\"]?(\d|[IVXLCDM]+\b|[a-zđ]\)?[,.;:]?$)")
# A whole date is as wide as two words: kept on one line with "ngày" it tears the justified
# line before it apart, and it is as well read at the beginning of a line.
_WHOLE_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_JOINER = "\u2060"
_BREAKS_INSIDE = re.compile(r"[/\-–](?=[^\W\d_])")


def clean(text: str) -> str:
    """Plain printable text on one line: NFC, no controls, single spaces.

    Raises PaperRefused for half a surrogate pair, which no file should ever hold.
    """
    text = unicodedata.normalize("NFC", text.translate(_REPLACED))
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PaperRefused(
            f"Nội dung có ký tự hỏng trong đoạn “{_excerpt(text)}”. Xóa và gõ lại đoạn này."
        )
    return " ".join(text.split())


def check(text: str, where: str) -> str:
    """``clean`` text that the fonts can print and that is not endlessly long.

    ``where`` names the place in Vietnamese, with a capital: "Dòng 12 của nội dung".
    """
    text = clean(text)
    if len(text.encode()) > PARAGRAPH_BYTES:
        raise PaperRefused(
            f"{where} dài {len(text):,} ký tự.".replace(",", ".")
            + " Một đoạn chỉ dàn được khoảng 14.000 ký tự; hãy tách đoạn."
        )
    missing = set(map(ord, text)) - metrics.coverage()
    if missing:
        code = min(missing)
        raise PaperRefused(
            f"{where} có ký tự “{chr(code)}” (U+{code:04X}) không có trong phông chữ của "
            f"văn bản: “{_excerpt(text, chr(code))}”. Hãy thay bằng chữ."
        )
    longest = max(map(len, text.split()), default=0)
    if longest > LONGEST_WORD:
        raise PaperRefused(
            f"{where} có một chuỗi dài {longest:,} ký tự không có dấu cách.".replace(
                ",", "."
            )
        )
    return text


def units(text: str) -> list[str]:
    """Words grouped with what they must not be parted from.

    "ngày 30", "Điều 5", "thi đua -" (a dash never begins a line), the last word with "./.";
    not "ngày 30/6/2026".
    """
    grouped: list[str] = []
    for word in text.split(" "):
        if grouped and (
            word in ("-", "–", "./.", "/.", "%")
            or (
                _HOLDS_NEXT.search(grouped[-1])
                and _HELD.match(word)
                and not _WHOLE_DATE.match(word)
            )
        ):
            grouped[-1] += " " + word
        else:
            grouped.append(word)
    return grouped


def inline(text: str) -> str:
    """HTML of a run of text, groups and codes kept whole.

    A word joiner (U+2060) forbids a break and leaves no trace in the file: the line stays
    one run of text, which is set three times as fast as one cut up by elements.
    """
    return " ".join(map(_unit_html, units(text)))


@lru_cache(maxsize=20_000)  # a plan says the same words over and over
def _unit_html(unit: str) -> str:
    if len(unit) > LONG_WORD:
        return f'<span class="any">{escape(unit)}</span>'
    return escape(
        _BREAKS_INSIDE.sub(rf"\g<0>{_JOINER}", unit.replace(" ", f" {_JOINER}"))
    )


def lines(text: str, face: str, size: float, measure: float) -> list[str]:
    """A title broken into lines of like widths; its own newlines are kept."""
    broken = []
    for part in text.split("\n"):
        if part := clean(part):
            broken += metrics.balance(
                _short(units(part)), face, size, measure, break_cost
            )
    return broken


# Words of two syllables that titles are made of; a line is not broken inside one.
_COMPOUND_WORDS = """\
thi đua,khen thưởng,chào mừng,kỷ niệm,thành lập,phát động,phong trào,đặc biệt,cao điểm,chuyên đề,\
thực hiện,nhiệm vụ,kinh tế,xã hội,quốc phòng,an ninh,nông thôn,đô thị,văn minh,hiện đại,\
chuyển đổi,cải cách,hành chính,xây dựng,nhân dân,tổ chức,triển khai,giai đoạn,nhiệm kỳ,hưởng ứng,\
học tập,làm theo,gia đình,văn hóa,thành phố,thị xã,thị trấn,đặc khu,ủy ban,hội đồng,mặt trận,\
tổ quốc,công an,quân sự,giáo dục,đào tạo,y tế,môi trường,tập thể,cá nhân,điển hình,tiên tiến,\
mô hình,công trình,sáng kiến,địa bàn,kế hoạch,chương trình,hoạt động,giảm nghèo,bền vững,\
đoàn kết,toàn dân,truyền thống,đơn vị,cán bộ,công chức,viên chức,lao động"""
_COMPOUNDS = frozenset(_COMPOUND_WORDS.split(","))


def break_cost(left: str, right: str) -> float:
    """How bad a line's end is between two units, as a share of a full line: 0 is good."""
    if left[-1:] in ",;:)" or right[:1] in "(–":
        return 0.0
    if f"{left} {right}".lower() in _COMPOUNDS:
        return 0.25
    if left.lower().endswith("ngày") and right[:1].isdigit():
        return 0.25  # a title has no gaps to fear, and room for both
    inside_name = left[:1].isupper() and right[:1].isupper()
    return 0.2 if inside_name and not (left.isupper() and right.isupper()) else 0.0


def printed(text: str, where: str) -> str:
    """Chữ trong dòng: HTML of a checked text. Raises PaperRefused, naming the place."""
    return mark_safe(inline(check(text, where)))


def printed_lines(text: str, face: str, size: float, measure: float, where: str) -> str:
    """Chữ thành nhiều dòng đều nhau, likewise."""
    return mark_safe(lines_html(lines(check(text, where), face, size, measure)))


def lines_html(broken: list[str]) -> str:
    return "<br>".join(map(escape, broken))


def _short(grouped: list[str]) -> list[str]:
    """Cut what no line can hold."""
    return [part for unit in grouped for part in _cut(unit)]


def _cut(unit: str) -> Iterator[str]:
    if len(unit) <= 2 * LONG_WORD // 3:
        yield unit
        return
    for start in range(0, len(unit), LONG_WORD // 3):
        yield unit[start : start + LONG_WORD // 3]


def closed(text: str) -> str:
    """The text with "./." behind it (R45)."""
    if re.search(r"\.\s*/\s*\.$", text):
        return re.sub(r"[\s.]*\.\s*/\s*\.$", "./.", text)
    return re.sub(r"[\s.,;:]+$", "", text) + "./."


def ended(text: str, mark: str) -> str:
    """The text with ``mark`` in place of its own closing mark."""
    return re.sub(r"[\s.,;]+$", "", text) + mark


def _excerpt(text: str, around: str = "") -> str:
    text = "".join(" " if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    at = max(text.find(around) - 20, 0) if around else 0
    return (
        ("…" if at else "") + text[at : at + 60] + ("…" if at + 60 < len(text) else "")
    )
