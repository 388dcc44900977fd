"""Chữ dán dính: a whole paper pasted as one line is parted again where its lines began.

Only text that came without line ends is touched; what parts it are the signs that the decree
and habit give: quốc hiệu, "Số:", the date, the type in capitals, căn cứ, numbers and bullets
that follow a finished sentence or a short heading, "Nơi nhận", the authority of the signer.
"""

import re

from campaigns.reading.language import fold, is_capitals

_LONG = 500  # characters of a line that is no paragraph of a plan
_MOST_LINES = 12  # of a text that lost its line ends
_FEWEST_SIGNS = 4

_BIG = "A-ZÀÁẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬĐÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ"
_CAPITALS = rf"[{_BIG}][{_BIG}]+"
_TYPES = r"KẾ HOẠCH|HƯỚNG DẪN|CHỈ THỊ|THÔNG BÁO|CHƯƠNG TRÌNH|PHƯƠNG ÁN|CÔNG VĂN"
_HEAD = (
    (re.compile(r"\s+(?=CỘNG (?:HÒA|HOÀ) XÃ HỘI)"), "\n"),
    (re.compile(r"(?<=VIỆT NAM)\s+(?=Độc lập)"), "\n"),
    (re.compile(r"(?<=Hạnh phúc)\s+"), "\n"),
    (re.compile(r"\s+(?=Số\s*:\s*[\d_.… ]*\s*/)"), "\n"),
    (re.compile(r"(Số\s*:\s*[\d_.… ]*\s*/\s*[^\s,;]+)\s+"), r"\1\n"),
    (re.compile(r"(,\s*ngày[\s_.…\d]*tháng[\s_.…\d]*năm\s*[\d_.…]{2,6})\s+"), r"\1\n"),
    (re.compile(rf"\s+(?=(?:{_TYPES})\s+[{_BIG}])"), "\n"),
    (re.compile(rf"((?:^|\n)(?:{_TYPES}))\s+"), r"\1\n"),
)  # fmt: skip
_BASIS = re.compile(
    r"\s+(?=(?:Căn cứ|Thực hiện|Theo|Xét)\s+(?:Luật|Nghị|Quyết|Kế hoạch|Chỉ thị|Hướng dẫn"
    r"|Thông tư|Công văn|đề nghị))"
)
_CLOSES = re.compile(r"\s+(?=Trên đây là\s)")
_ON_BEHALF = r"(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\b[./]?"
# "Lưu: VT.TM. ỦY BAN NHÂN DÂN": not even a space, where one cell of a table met the next
_ENDING = re.compile(
    rf"\s+(?=Nơi nhận\s*:|{_ON_BEHALF}\s*{_CAPITALS})"
    rf"|(?<=[.;])(?=Nơi nhận\s*:|(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)[./]\s*{_CAPITALS})"
)
_POST_WORDS = (
    "CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|TRƯỞNG BAN|HIỆU TRƯỞNG|BÍ THƯ|CHÁNH VĂN PHÒNG"
    "|CHỦ NHIỆM"
)
_POST = re.compile(rf"(?<!PHÓ)(?<![./])\s+(?=(?:PHÓ )?(?:{_POST_WORDS})(?:\s|$))")
_SIGNED = re.compile(
    rf"(?P<posts>(?:{_ON_BEHALF}\s*)?[{_BIG}]{{2}}[{_BIG} ,-]*?)(?:\s+(?P<sign>\([^()]*\)))?\s+"
    rf"(?P<name>[{_BIG}][^{_BIG}\W\d].*)"
)
# Names of agencies that begin the second half of a letterhead.
_AGENCY = re.compile(
    r"(?<!TỔNG)(?<!LIÊN)(?<!CÔNG)(?<!VĂN)(?<!VÀ)(?<!-)\s+"
    r"(?=(?:PHÒNG|SỞ|TRƯỜNG|ĐẢNG ỦY|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|UBND|ỦY BAN"
    r"|LIÊN ĐOÀN|CÔNG ĐOÀN|CÔNG AN|TRUNG TÂM|HỘI ĐỒNG|MẶT TRẬN|ĐOÀN)\s)"
)
# A number or bullet and the capital that begins its text.
_MARK = re.compile(
    rf"\s(?P<mark>(?:Phần|PHẦN)\s+(?:thứ\s+\w+|[IVX]+|\d)\b|[IVX]{{1,5}}[.)-]|\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}[.)-]?"
    rf"|[a-zđ]\)|[-–+•])\s+(?=[“\"(]?[{_BIG}\d])"
)
_FIRST_MARK = re.compile(
    rf"\s(?=(?:(?:Phần|PHẦN)\s+(?:I|1|thứ nhất|THỨ NHẤT)\b|[IA1][.)-])\s+[{_BIG}])"
)
_AFTER_BASIS = re.compile(rf"(?<=;)\s+(?=[{_BIG}])")
_NUMBERED = re.compile(r"(?:phần\s+\S+|[ivx]+[.)-]|\d[\d.]*[.)-]?|[a-zđ]\))\s")
# "1. Công chức Văn hóa - Xã hội: …": the dash stands in a name
_NAME_GOES_ON = re.compile(r"[^.:;,]{1,25}(?::|\s[a-zà-ỹđ]+\s+trì\b)")
_SENTENCE = re.compile(r"[.;:!?]$|\./\.?$|\d\)$")
_NEAR = 200  # characters that are looked at round a number or bullet
_LONGEST_HEAD = 3_000  # characters above the first căn cứ or number
_HEADING = 16  # words of a heading that has no full stop


def part(text: str) -> str:
    """The text with its lines, if it came without them; any other as it is."""
    lines = text.split("\n")
    if len(lines) > _MOST_LINES or max(map(len, lines)) < _LONG:
        return text
    return "\n".join(_part(line) if len(line) >= _LONG else line for line in lines)


def _part(line: str) -> str:
    text = " ".join(line.split())
    ending = _first(_ENDING, text)
    body = _body(text[:ending])
    if body.count("\n") < _FEWEST_SIGNS:
        return line
    return body + _foot(text[ending:])


def part_ending(line: str) -> list[str]:
    """A line of recipients or of the signature, parted before each authority in it."""
    return [piece for piece in _ENDING.split(line) if piece.strip()]


def _first(pattern: re.Pattern, text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)


def _body(text: str) -> str:
    first = _first(_FIRST_MARK, text)
    start = min(_first(_BASIS, text), first)
    head, preamble, outline = text[:start], text[start:first], text[first:]
    for pattern, line in _HEAD if len(head) <= _LONGEST_HEAD else ():
        head = pattern.sub(line, head, count=1)
    authority, end, rest = head.partition("\n")
    head = _AGENCY.sub("\n", authority, count=1) + end + rest
    preamble = _AFTER_BASIS.sub("\n", _BASIS.sub("\n", preamble))
    pieces = _CLOSES.sub("\n", outline).split("\n")
    return head + preamble + "\n".join(_marked(piece) for piece in pieces)


def _marked(text: str) -> str:
    """Break before each number or bullet behind a finished sentence or a short heading."""
    pieces, start = [], 0
    for match in _MARK.finditer(text):
        before = text[max(start, match.start() - _NEAR) : match.start()].strip()
        after = text[match.end() : match.end() + _NEAR]
        if (
            not before
            or _SENTENCE.search(before)
            or (_is_heading(before) and not _in_a_name(match["mark"], after))
        ):
            pieces.append(text[start : match.start()])
            start = match.start() + 1
    return "\n".join([*pieces, text[start:]])


def _in_a_name(mark: str, after: str) -> bool:
    return mark in "-–" and bool(_NAME_GOES_ON.match(after))


def _is_heading(text: str) -> bool:
    numbered = _NUMBERED.match(fold(text))
    if not numbered or not 0 < len(text.split()) <= _HEADING:
        return False
    words = text[numbered.end() :]
    return is_capitals(words) or not re.search(r"[.;,]\s", words)


def _foot(text: str) -> str:
    """Recipients one a line, the authority, the post and the name of the signer."""
    lines: list[str] = []
    for line in _ENDING.sub("\n", text).split("\n"):
        if line.startswith("Nơi nhận"):
            line = re.sub(r"^(Nơi nhận\s*:)\s*", r"\1\n", line)
            line = re.sub(rf"(?<=[;:.,])\s+(?=[-–]\s*[{_BIG}])", "\n", line)
            line = re.sub(rf"(?<=\.)\s+(?=(?:PHÓ )?(?:{_POST_WORDS})\s)", "\n", line)
        lines.extend(_signature(piece) for piece in line.split("\n"))
    return "\n".join(lines)


def _signature(line: str) -> str:
    match = _SIGNED.fullmatch(line.strip()) if len(line) <= _NEAR else None
    if not match:
        return line
    posts = _POST.sub("\n", match["posts"])
    return "\n".join(part for part in (posts, match["sign"], match["name"]) if part)
