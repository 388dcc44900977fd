"""R150–R159: viết hoa, Phụ lục II. Hints only: a name may be right against the pattern."""

import re
from collections.abc import Iterator

from reports.checking.anatomy import Paper
from reports.checking.findings import RULES, Fault, Level, Rule
from reports.checking.page_rules import quote

_INSIDE = r"(?<=[a-zđà-ỹ,;:] )"  # within a sentence, not at its beginning
_PAPERS = "kế hoạch|quyết định|chỉ thị|nghị quyết|nghị định|thông tư|hướng dẫn|công văn"
_BODIES = (
    "ban",
    "đồng",
    "đội",
    "an",
    "sát",
    "án",
    "viện",
)  # Ủy ban nhân dân, Công an nhân dân …
_NOT_A_BODY = "".join(f"(?<!{word} )" for word in _BODIES)
_DAYS = "quốc khánh|quốc tế|giải phóng|thương binh|nhà giáo"
_POSTS = "chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|trưởng ban"
_NAME = r"(?:[A-ZĐ][a-zà-ỹ]+ ){1,3}[A-ZĐ]"

# rule, title, (what is looked for, what to write instead) …
_HINTS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("R150", "Viết hoa tên người: mọi âm tiết", (
        (r"Hồ chí [Mm]inh|Hồ Chí minh|[Bb]ác hồ", "Hồ Chí Minh, Bác Hồ"),
    )),
    ("R151", "Tên đơn vị hành chính theo số viết hoa cả danh từ chung", (
        (_INSIDE + r"(?:quận|phường|huyện|xã) \d+\b", "Quận 1, Phường 5"),
        (_INSIDE + r"thủ đô Hà Nội", "Thủ đô Hà Nội"),
        (_INSIDE + r"thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    )),
    ("R152", "Tên cơ quan: viết hoa chữ đầu và từ chỉ chức năng", (
        (r"[ỦU][yỷ] [Bb]an Nhân [Dd]ân|[ỦU][yỷ] Ban nhân dân", "Ủy ban nhân dân"),
        (r"Hội [Đđ]ồng Nhân [Dd]ân|Hội Đồng nhân dân", "Hội đồng nhân dân"),
        (r"Hội đồng thi đua(?:,| -)? khen thưởng", "Hội đồng Thi đua - Khen thưởng"),
    )),
    ("R153", "“Nhân dân”, “Nhà nước”, “Đảng” viết hoa", (
        (_NOT_A_BODY + r"\bnhân dân\b", "Nhân dân"),
        (r"\bnhà nước\b", "Nhà nước"),
        (r"\b(?:của|ơn|theo|với) đảng\b|\bđảng (?:và|ta)\b", "Đảng"),
    )),
    ("R154", "Chức vụ gắn với tên người viết hoa", (
        (_INSIDE + rf"(?:{_POSTS}) (?={_NAME})", "Chủ tịch, Bí thư, Giám đốc"),
    )),
    ("R155", "Tên loại của một văn bản cụ thể viết hoa", (
        (rf"(?<=\w )(?:{_PAPERS}) này\b", "Kế hoạch này"),
        (rf"(?<=\w )(?:{_PAPERS}) số \d", "Kế hoạch số …"),
    )),
    ("R156", "Viện dẫn: viết hoa Phần, Chương, Mục, Điều; viết thường khoản, điểm", (
        (r"(?<=\w )điều \d+", "Điều …"),
        (_INSIDE + r"(?:Khoản \d+|Điểm [a-zđ]) (?=Điều|[Kk]hoản)", "khoản …, điểm …"),
    )),
    ("R157", "Danh hiệu, huân chương, huy chương", (
        (r"\b(?:huân|huy) chương (?=[A-ZĐ])", "Huân chương, Huy chương …"),
        (r"Anh hùng lao động|anh hùng Lao động", "Anh hùng Lao động"),
    )),
    ("R158", "Ngày kỷ niệm: viết hoa tên ngày", (
        (rf"\b[Nn]gày (?:{_DAYS})\b", "ngày Quốc khánh …"),
    )),
    ("R159", "Ngày tết, ngày trong tuần, tháng", (
        (r"\b[Tt]ết nguyên đán|(?<=[a-zđà-ỹ] )Tết Nguyên đán", "tết Nguyên đán"),
    )),
)  # fmt: skip


def _rule(code: str, title: str, hints: tuple[tuple[str, str], ...]) -> Rule:
    patterns = [(re.compile(pattern), better) for pattern, better in hints]

    def test(paper: Paper) -> Iterator[Fault]:
        for paragraph in paper.paragraphs:
            for pattern, better in patterns:
                if found := pattern.search(paragraph.text):
                    yield Fault(
                        f"“{found[0]}” nên viết {better}.",
                        paragraph.first.page + 1,
                        quote(paragraph.text[max(found.start() - 20, 0) :]),
                        Level.WARNING,
                    )

    return Rule(code, title, test)


RULES.extend(_rule(*hint) for hint in _HINTS)
