"""Dấu hiệu: how a line shows what it is — numbers, bullets, heads, mottoes, posts.

Patterns are for folded text (``language.fold``) unless a name ends in ``_RAW``.
"""

import re

# ---- numbers and bullets before a line (raw text: capitals matter) ----------------
ROMAN_RAW = re.compile(
    r"([IVXl]{1,6}|[IV][ivx]{1,4})\s*(?:[.):]|/(?![a-zđ])|\s[-–]|[-–](?=\s))"
    r"(?=\s|[^\W\d_]|$)\s*"
)
PART_RAW = re.compile(
    r"((?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+|THỨ\s+)?"
    r"(?:[IVX]+|\d{1,2}|nhất|hai|ba|tư|năm|một|NHẤT|HAI|BA|TƯ|NĂM|MỘT))\b\s*[.:)-]*\s*"
)
LETTER_RAW = re.compile(r"([A-HĐ])\s*[.)/](?:\s+(?=\S)|$)")
DEEP_RAW = re.compile(r"(\d{1,2}(?:\.\d{1,2}){2,3})\s*[.)]?\s+")
SUBITEM_RAW = re.compile(r"(\d{1,2}\.\d{1,2})(?:\s*[.)]?(?:\s+|(?=[^\W\d_]))|-\s+)")
ITEM_RAW = re.compile(
    r"(\d{1,2})(?:\s*([.)/])|(-)(?=\s+[^\W\d_]{2}))(?!\d)"
    r"(?:(?<=/)(?![A-ZĐ]{2}|\s*[a-zđ]|[A-ZĐ]\w*-)|(?<!/))\s*"
)
POINT_RAW = re.compile(r"([a-zđ])\s*([.)/])\s*(?=\S|$)")
SMALL_ROMAN_RAW = re.compile(r"((?:x|ix|iv|v?i{1,3})\s*[.)])\s+")
BRACKETED_RAW = re.compile(r"(\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\))\s*")
DASH_RAW = re.compile(r"([-–—−\uf02d])(?![-–—−=])\s*(?=\S)")
PLUS_RAW = re.compile(r"(\+)\s*(?=\S)")
BULLET_RAW = re.compile(r"([•●▪■◦○►➢❖✓✔·\uf0b7\uf0a7\uf0d8\uf076])\s*(?=\S)")
STAR_RAW = re.compile(r"(\*)\s*(?=\S)")
STEP_RAW = re.compile(r"(Bước\s+\d{1,2})\s*[:.]\s*")

_STARTS = (
    PART_RAW, ROMAN_RAW, LETTER_RAW, DEEP_RAW, SUBITEM_RAW, ITEM_RAW, SMALL_ROMAN_RAW,
    BRACKETED_RAW, DASH_RAW, PLUS_RAW, BULLET_RAW, STAR_RAW, STEP_RAW,
)  # fmt: skip
_POINT_START = re.compile(r"[a-zđ]\s?[.)](?:\s|$)|[a-zđ]\)\S")
ORDINAL_ALONE = re.compile(r"(?:[IVX]{1,5}|[A-HĐ]|\d{1,2}|[a-zđ])\s*[.)]$")


def begins_with_marker(text: str) -> bool:
    """Whether the raw line begins with a number, letter or bullet of an outline."""
    text = text.lstrip("* ") if text.startswith("**") else text
    return any(p.match(text) for p in _STARTS) or bool(_POINT_START.match(text))


_AWAITS_FIGURE = re.compile(r"(?<![^\W\d_])(?:ngày|tháng|năm|số|quý)$", re.I)


def goes_on_with_a_figure(above: str, below: str) -> bool:
    """Whether a line cut before its figure ("… trước ngày") goes on in the raw line below."""
    return (
        bool(_AWAITS_FIGURE.search(above))
        and below[:1].isdigit()
        and not begins_with_marker(below)
    )


# ---- the head of a paper -------------------------------------------------------------
_COUNTRY = (
    "c[ộô]ng", "h[òo]a", "x[ãa]", "h[ộô]i", "ch[ủu]", "ngh[ĩi]a", "vi[ệê]t", "nam",
)  # fmt: skip
MOTTO = re.compile(
    r"\s+".join(_COUNTRY)
    + r"|độc\s+lập\s*-+\s*tự\s+do\s*-+\s*hạnh\s+phúc"
    + r"|đảng\s+cộng\s+sản\s+việt\s+nam(?=\s*(?:\n|$))"
)


def _column_line(words: tuple[str, ...]) -> re.Pattern[str]:
    """These words alone on a line, or alone in its column."""
    text = r"\s+".join(words)
    return re.compile(
        rf"(?:^|(?<=[\t\n|])|(?<= {{3}}))[ *]*{text}(?=[ *]*(?: {{3}}|[\t\n|]|$))", re.M
    )


# The name of the country wrapped onto two lines: (what ends the first, the second line).
WRAPPED_MOTTO = tuple(
    (_column_line(_COUNTRY[:at]), _column_line(_COUNTRY[at:])) for at in range(7, 1, -1)
)
NUMBER_LINE = re.compile(r"^\W*số\s*:?\s*[\d_.… ]*\s*[/-]\s*[a-zđ]", re.M)
PLACE_DATE = re.compile(
    r"(?P<place>[^\n\t,;:]{2,60}?)\s*,\s*(?:(?P<dayless>)ngày)[\s_.…]*(?P<day>\d{0,2})[\s_.…]*"
    r"tháng[\s_.…]*(?P<month>\d{0,2})[\s_.…]*năm[\s_.…]*(?P<year>(?:20|19)\d\d|20)?"
)
RULE_LINE = re.compile(r"^[\s\-_=~*.…—–─━]*(?:o[0Oo]o)?[\s\-_=~*.…—–─━]*$")

KINDS = {
    "kế hoạch": "plan",
    "hướng dẫn": "guidance",
    "chỉ thị": "directive",
    "công văn": "letter",
}
# Other types that share the layout; the officer is told.
OTHER_KINDS = (
    "chương trình", "phương án", "đề án", "thông báo", "quyết định", "tờ trình", "báo cáo",
    "nghị quyết", "quy chế", "quy định", "thông tri", "lời kêu gọi", "thư kêu gọi", "thể lệ",
    "công điện", "chuyên đề", "nội dung phát động", "phát động",
)  # fmt: skip
_KIND_WORDS = "|".join((*KINDS, *OTHER_KINDS))
KIND_LINE = re.compile(rf"^\W*(?P<kind>{_KIND_WORDS})\b(?P<rest>.*)$", re.S)
KIND_ALONE = re.compile(rf"\W*(?:{_KIND_WORDS})\W*")

# What a web page prints round a paper: who put it there, when, how often it was seen.
WEB_NOTE = re.compile(
    r"^\W*(?:người\s+đăng|ngày\s+đăng|lượt\s+xem|số\s+lượt|đã\s+xem|đăng\s+(?:lúc|ngày)|cập\s+nhật|"
    r"tác\s+giả|nguồn(?:\s+tin)?\s*:|in\s+trang|chia\s+sẻ|cỡ\s+chữ|xem\s+với\s+cỡ|thích\b|"
    r"(?:thứ\s+\w+|chủ\s+nhật)\s*[,-]\s*(?:ngày\s+)?\d{1,2}[/-]\d{1,2}[/-]\d{4})"
)
ADDRESSEE = re.compile(r"^\W*kính\s+gửi\b")
ABOUT_RAW = re.compile(r"^\W*(?:V/v|v/v|V/V|Về việc|VỀ VIỆC|v\.v\.?)\s*:?\s*")
BASIS_VERBS = (
    "căn cứ", "thực hiện", "tiếp tục thực hiện", "triển khai thực hiện", "triển khai", "theo",
    "hưởng ứng", "xét đề nghị", "nhằm thực hiện", "nhằm triển khai", "để thực hiện",
    "để triển khai", "thi hành", "cụ thể hóa", "quán triệt", "chấp hành",
)  # fmt: skip
BASIS_START = re.compile(
    rf"^\W*(?P<verb>{'|'.join(sorted(BASIS_VERBS, key=len)[::-1])})\b\s*:?"
)

# ---- the end of a paper --------------------------------------------------------------
RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\b\s*:?\s*")
ANNEX_RAW = re.compile(
    r"^\W*(?P<name>(?:PHỤ\s+LỤC|Phụ\s+lục|BIỂU\s+MẪU|Biểu\s+mẫu)"
    r"(?:\s+(?:số\s+|SỐ\s+)?(?:[IVX]+|\d{1,2}|[A-Z]))?)\s*(?P<rest>[.:–-]?\s*.*)$",
    re.S,
)
SIGNED = re.compile(
    r"^\W*(?:đã\s+ký|ký\s+tên|ký,?\s+(?:ghi|đóng|họ)|đã\s+ký\s+và\s+đóng\s+dấu)[^\n]*$"
)
ON_BEHALF_RAW = re.compile(
    r"^\W*(?:(?:T\s*/?\s*M|K\s*/?\s*T|T\s*/?\s*L|T\s*/?\s*U\s*/?\s*Q|TUQ|Q)\s*[./]"
    r"|T\s*/\s*M|K\s*/\s*T|T\s*/\s*L|TM|KT|TL|TUQ)\s*(?=[^\W\d_]{2})"
)
POSTS = (
    "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "tổng giám đốc",
    "phó tổng giám đốc", "trưởng phòng", "phó trưởng phòng", "trưởng ban", "phó trưởng ban",
    "phó ban", "trưởng đoàn", "hiệu trưởng", "phó hiệu trưởng", "chánh văn phòng",
    "phó chánh văn phòng", "bí thư", "phó bí thư", "bộ trưởng", "thứ trưởng", "cục trưởng",
    "phó cục trưởng", "chi cục trưởng", "phó chi cục trưởng", "viện trưởng",
    "phó viện trưởng", "chánh án", "phó chánh án", "chánh thanh tra", "chỉ huy trưởng",
    "chính trị viên", "trưởng công an", "phó trưởng công an", "trưởng thôn", "tổ trưởng",
    "trưởng khối", "khối trưởng", "cụm trưởng", "trưởng cụm", "thủ trưởng", "hội trưởng",
    "tổng biên tập", "thủ tướng", "phó thủ tướng", "chủ nhiệm", "phó chủ nhiệm",
    "trưởng trạm", "ủy viên", "ủy viên thường trực", "phó chủ tịch thường trực", "quyền",
)  # fmt: skip
POST_LINE = re.compile(rf"^\W*(?:{'|'.join(sorted(POSTS, key=len)[::-1])})\b")
END_MARK = re.compile(r"\.\s*/\s*\.?\s*(?P<after>\W*\w{0,8}\W*)$")
TERMINAL = re.compile(r"[.;:!?…][\"”’)*\]]*$|\./\.?$")
