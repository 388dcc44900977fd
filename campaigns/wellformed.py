"""Gõ đúng thể thức: what the officer types that no way of printing can put right.

Sizes, weights and places of the paper follow by themselves. These rules are about words: a
symbol of another kind of paper, a heading typed into a plain paragraph. The check of the
finished paper would refuse each of them, but only after the leader has signed; the numbers
are those of Nghị định 30/2020/NĐ-CP as that check names them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from campaigns.content import ADDRESSED, KIND_CODES, PaperKind, PlanContent
from campaigns.gap import Gap
from campaigns.heads import LONGEST_SYMBOL
from campaigns.outline import POINT_LETTERS, LineKind, roman
from campaigns.sections import GENERAL, RECIPIENTS, SIGNER, section_of
from units.vietnamese import fold
from units.wording import excerpt

LONGEST_PLACE = 30
_SYMBOL = re.compile(r"(?:TTr|[A-ZĐĂÂÊÔƠƯ&]+)(?:-[A-ZĐĂÂÊÔƠƯ&0-9]+)*")
_SECTION = re.compile(r"([IVXLC]+)\. (?=\S)")
_POINT = re.compile(r"([a-zđ]{1,3})\) (?=\S)")
_NUMBERED = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|\d+(?:\.\d+)*)\.? (?=\S)")
_BASIS = re.compile(r"(?:Căn cứ|Theo đề nghị|Thực hiện)\b.*;$", re.DOTALL)
_TITLES = re.compile(r"(?:ThS|TS|GS|PGS|BS|CN|KS|Ông|Bà|Đồng chí)[.\s]")
_HEADS = {LineKind.PART, LineKind.SECTION, LineKind.ANNEX}
_OPENING = {LineKind.BASIS, LineKind.PARAGRAPH}


def faults(content: PlanContent) -> Iterator[Gap]:
    """Every rule that the words break; each blocks sending."""
    for text, at in _head(content):
        yield Gap(text, GENERAL, True, at, wrong=True)
    for text in _recipients(content):
        yield Gap(text, RECIPIENTS, True, "recipients", wrong=True)
    for text in _signature(content):
        yield Gap(text, SIGNER, True, "signer", wrong=True)
    for text, line in _lines(content):
        yield Gap(text, section_of(content, line), True, line=line, wrong=True)


def _head(content):
    head = content.letterhead
    names = [line for line in head.authority.split("\n") if line.strip()]
    if len(names) > 1 and names[0].startswith("UBND "):  # R13
        yield (
            f"“{names[0]}” là cơ quan chủ quản: ghi ở ô cơ quan chủ quản",
            "letterhead",
        )
    if symbol := head.symbol.strip():
        yield from _symbol(content.kind, symbol)
    if len(head.place.strip()) > LONGEST_PLACE:  # R18, R19
        yield f"địa danh dài quá {LONGEST_PLACE} chữ, không vừa một dòng", "place"
    if len(content.title.strip()) == 1:  # R22
        yield "trích yếu chỉ có một chữ cái", "title"
    if content.kind is PaperKind.LETTER and not any(head.addressees):  # R24
        yield "công văn phải có nơi kính gửi", "addressees"


def _symbol(kind, symbol):
    """R16, R116."""
    code = KIND_CODES[kind]
    first = symbol.partition("-")[0]
    if not _SYMBOL.fullmatch(symbol):
        like = f"{code}-UBND" if code else "UBND-VX"
        yield f"ký hiệu “{symbol}” phải viết hoa, liền nhau như “{like}”", "symbol"
    elif code and (first != code or first == symbol):
        yield f"ký hiệu “{symbol}” phải bắt đầu bằng “{code}-”", "symbol"
    elif not code and first in [*filter(None, KIND_CODES.values()), "CV"]:
        yield f"ký hiệu công văn “{symbol}” không mang chữ viết tắt “{first}”", "symbol"
    if len(symbol) > LONGEST_SYMBOL:
        yield f"ký hiệu dài quá {LONGEST_SYMBOL} chữ, không vừa một dòng", "symbol"


def _recipients(content):
    first = fold(content.recipients[0]) if content.recipients else ""
    addressed = content.kind in ADDRESSED
    if not addressed and first.removeprefix("-").strip().startswith("nhu tren"):  # R83
        yield "văn bản không có kính gửi thì nơi nhận không ghi “Như trên”"


def _signature(content):
    block = content.signature
    for line, below in pairwise([*block.authority_lines, ""]):  # R64
        if re.match(r"(?:TM|KT|TL|TUQ)(?!\.)\b", line):
            yield f"sau chữ viết tắt quyền hạn phải có dấu chấm: “{line}”"
        if line.startswith("KT.") and not below.startswith("PHÓ "):
            yield f"dưới “{line}” phải là chức vụ cấp phó"
    if _TITLES.match(block.signer):  # R61
        yield f"họ tên người ký “{block.signer}” không ghi học hàm, học vị, danh xưng"
    if block.signer and block.signer == block.signer.upper():
        yield f"họ tên người ký “{block.signer}” phải viết chữ thường"


def _lines(content):
    opening, expected, before = True, 1, ""
    for index, (line, marker) in enumerate(
        zip(content.lines, content.markers, strict=True)
    ):
        text = line.text.strip()
        printed = f"{marker} {text}".strip()
        opening = opening and line.kind in _OPENING
        if line.kind in _HEADS:
            found, before = _SECTION.match(printed), ""
            if line.kind is LineKind.ANNEX:
                expected = 1
            elif found and found[1] in (roman(expected), "I"):
                expected = 2 if found[1] == "I" else expected + 1
            if line.kind is LineKind.SECTION and not text:
                yield f"mục “{marker}” chưa có tên", index
            if line.kind is LineKind.PART and printed.startswith("PHẦN"):  # R48
                yield f"“{marker or text[:12]}” viết chữ thường: “Phần I”", index
            continue
        if line.kind in (LineKind.TABLE, LineKind.BASIS):
            continue
        if marker and not text:
            yield f"dòng “{marker}” chưa có chữ: điền tiếp hoặc xóa dòng", index
            continue
        found = _POINT.match(printed)
        if found:  # R51
            yield from ((words, index) for words in _point(found[1], before))
            before = found[1]
        elif _NUMBERED.match(printed):
            before = ""
        number = _SECTION.match(printed)
        bold = line.is_title and printed.partition(": ")[0].isupper()
        if number and number[1] in ("I", roman(expected)) and not bold:  # R50
            yield (
                f"“{excerpt(printed, 40)}” mở đầu như một mục lớn: chọn loại Mục",
                index,
            )
        elif line.kind is LineKind.PARAGRAPH:
            yield from (
                (words, index)
                for words in _paragraph(content.kind, line, text, opening=opening)
            )


def _point(letter, before):
    """R51: the alphabet of points; đ stands between d and e."""
    strange = sorted(set(letter) - set(POINT_LETTERS))
    if strange:
        yield f"điểm “{letter})” dùng chữ “{strange[0]}” không có trong tiếng Việt"
    elif (before, letter) == ("d", "e"):
        yield "sau điểm “d)” phải là “đ)”"


def _paragraph(kind, line, text, *, opening):
    if opening and _BASIS.fullmatch(text):  # R46
        yield f"“{excerpt(text, 40)}” là căn cứ: chọn loại Căn cứ để in nghiêng"
    if text == "./.":  # R45
        yield "dòng chỉ có “./.”: xóa đi, hệ thống tự ghi ở cuối nội dung"
    if re.match(r"Điều \d+\. ", text) and not line.is_title:  # R49
        yield f"“{excerpt(text, 20)}” phải in đậm: đánh dấu dòng là tiêu đề"
    if kind is not PaperKind.LETTER and text.startswith("Kính gửi"):  # R24
        yield "chỉ công văn có “Kính gửi”: xóa dòng này"
    if opening and text.startswith("V/v"):  # R23
        yield "“V/v …” là trích yếu của công văn: ghi ở ô trích yếu"
