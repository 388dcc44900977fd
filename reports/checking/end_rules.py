"""R60–R64, R80–R85: quyền hạn, chức vụ, họ tên; nơi nhận; ký hiệu người soạn thảo; cuối trang 1."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reports.checking.anatomy import Paper
from reports.checking.findings import Fault, Level, rule
from reports.checking.head_rules import style, upper
from reports.checking.measure import MM, Line
from reports.checking.page_rules import mm, quote

_TITLES = re.compile(r"^(ThS|TS|GS|PGS|BS|CN|KS|Ông|Bà|Đồng chí)[.\s]")


def signer_name(paper: Paper) -> Line | None:
    """The last line of the block, unless it is a post in capitals."""
    last = paper.signing[-1] if paper.signing else None
    return None if last is None or last.text == last.text.upper() else last


def _posts(paper: Paper) -> list[Line]:
    name = signer_name(paper)
    return [line for line in paper.signing if line is not name]


@rule("R60", "Quyền hạn, chức vụ in hoa, cỡ 13–14, đứng đậm, nửa phải trang")
def posts(paper: Paper) -> Iterator[Fault]:
    lines = _posts(paper)
    if not lines:
        yield Fault("Thiếu quyền hạn, chức vụ của người ký.", len(paper.main_sheets))
    for line in lines:
        yield from style(line, "Quyền hạn, chức vụ", (13, 14), bold=True)
        yield from upper(line, "Quyền hạn, chức vụ")


@rule("R61", "Họ tên người ký in thường, cỡ 13–14, đứng đậm, không học hàm, học vị")
def name(paper: Paper) -> Iterator[Fault]:
    line = signer_name(paper)
    if line is None:
        yield Fault("Thiếu họ tên người ký.", len(paper.main_sheets))
        return
    yield from style(line, "Họ tên người ký", (13, 14), bold=True)
    if _TITLES.match(line.text):
        yield Fault("Trước họ tên người ký không ghi học hàm, học vị, danh xưng.",
                    line.page + 1, quote(line.text))  # fmt: skip


@rule("R62", "Khối ký nằm trên một trục dọc")
def axis(paper: Paper) -> Iterator[Fault]:
    centres = [line.centre for line in paper.signing]
    if centres and max(centres) - min(centres) > 1 * MM:
        spread = mm(max(centres) - min(centres))
        yield Fault(
            f"Các dòng của khối ký lệch trục {spread}.", paper.signing[0].page + 1
        )


@rule("R63", "Khối ký không đứng riêng một trang")
def company(paper: Paper) -> Iterator[Fault]:
    head = paper.recipients_head or (paper.signing[0] if paper.signing else None)
    if head is None:
        return
    sheet = paper.sheets[head.page]
    above = [
        line for p in paper.paragraphs for line in p.lines if line.page == head.page
    ]
    before = paper.sheets[head.page - 1] if head.page else None
    # After a page that lies across, all the text that is left may be one line.
    least = 1 if before and before.width > before.height else 2
    if len(above) < least and not any(box.y0 > head.baseline for box in sheet.tables):
        yield Fault(
            "Khối ký phải có ít nhất hai dòng nội dung cùng trang.", head.page + 1
        )


@rule("R64", "Chữ viết tắt quyền hạn đúng cách ghi (TM., KT., TL., TUQ., Q.)")
def capacity(paper: Paper) -> Iterator[Fault]:
    lines = _posts(paper)
    for line, below in pairwise([*lines, None]):
        if line is None:
            break
        page = line.page + 1
        if re.match(r"^(TM|KT|TL|TUQ)(?!\.)\b", line.text):
            yield Fault(
                "Sau chữ viết tắt quyền hạn phải có dấu chấm.", page, quote(line.text)
            )
        if line.text.startswith("KT."):
            if below is None or not below.text.startswith("PHÓ "):
                yield Fault(
                    "Dưới “KT. …” phải là chức vụ cấp phó.", page, quote(line.text)
                )
        elif line.text.startswith(("TM.", "TL.", "TUQ.")) and below is None:
            yield Fault("Thiếu chức vụ của người ký.", page, quote(line.text))


@rule("R80", "“Nơi nhận:” sát lề trái, ngang quyền hạn, cỡ 12, nghiêng đậm")
def recipients_head(paper: Paper) -> Iterator[Fault]:
    line = paper.recipients_head
    if line is None:
        yield Fault("Thiếu “Nơi nhận:”.", len(paper.main_sheets))
        return
    page = line.page + 1
    if line.text != "Nơi nhận:":
        yield Fault("Phải viết “Nơi nhận:”.", page, quote(line.text))
    yield from style(line, "“Nơi nhận”", (12, 12), bold=True, italic=True)
    if abs(line.x0 - paper.left) > 1 * MM:
        yield Fault("“Nơi nhận:” không sát lề trái.", page)
    if paper.signing:
        apart = abs(line.baseline - paper.signing[0].baseline)
        if apart > 2 * MM:
            yield Fault(f"“Nơi nhận:” lệch dòng quyền hạn {mm(apart)}.", page)


def recipient_items(paper: Paper) -> list[tuple[str, Line]]:
    """Each recipient's whole text with its first line."""
    items: list[tuple[str, Line]] = []
    for line in paper.recipients:
        if items and not line.text.startswith("-") and not items[-1][0].endswith(";"):
            items[-1] = (f"{items[-1][0]} {line.text}", items[-1][1])
        else:
            items.append((line.text, line))
    return items


@rule("R81", "Nơi nhận cỡ 11, đứng, mỗi nơi một dòng “- …;” sát lề trái")
def recipients(paper: Paper) -> Iterator[Fault]:
    items = recipient_items(paper)
    if paper.recipients_head and not items:
        yield Fault("Không có nơi nhận.", paper.recipients_head.page + 1)
    for line in paper.recipients:
        yield from style(line, "Nơi nhận", (11, 11), bold=False)
    for index, (text, line) in enumerate(items):
        page, where = line.page + 1, quote(text)
        if not text.startswith("- "):
            yield Fault("Nơi nhận phải bắt đầu bằng “- ”.", page, where)
        if abs(line.x0 - paper.left) > 1 * MM:
            yield Fault("Nơi nhận không sát lề trái.", page, where)
        if index < len(items) - 1 and not text.endswith(";"):
            yield Fault("Cuối mỗi nơi nhận phải có “;”.", page, where)


@rule("R82", "Nơi lưu: “- Lưu: VT, <đơn vị soạn thảo>.”")
def archive_line(paper: Paper) -> Iterator[Fault]:
    items = recipient_items(paper)
    if items and not re.match(r"^- Lưu: VT, .+\.$", items[-1][0]):
        text, line = items[-1]
        yield Fault(
            "Dòng cuối của nơi nhận phải viết như “- Lưu: VT, VHXH.”.",
            line.page + 1,
            quote(text),
        )


@rule("R83", "“- Như trên;” chỉ có ở văn bản có kính gửi")
def as_above(paper: Paper) -> Iterator[Fault]:
    items = recipient_items(paper)
    if not items:
        return
    text, line = items[0]
    if paper.dear and text != "- Như trên;":
        yield Fault(
            "Nơi nhận đầu tiên phải là “- Như trên;”.", line.page + 1, quote(text)
        )
    if not paper.dear and text.startswith("- Như trên"):
        yield Fault(
            "Văn bản không có kính gửi thì không ghi “Như trên”.", line.page + 1
        )


@rule("R84", "Ký hiệu người soạn thảo, số bản: “LT.(30)”, cỡ 11, đứng")
def drafter(paper: Paper) -> Iterator[Fault]:
    line = paper.drafter
    if line is None:
        return
    yield from style(line, "Ký hiệu người soạn thảo", (11, 11), bold=False)
    if not re.match(r"^[A-ZĐ]{1,8}\.(\(\d{1,4}\))?$", line.text):
        yield Fault("Ký hiệu người soạn thảo nên viết như “LT.(30)”.",
                    line.page + 1, quote(line.text), Level.WARNING)  # fmt: skip


@rule("R85", "Cuối trang đầu: cỡ 11–12, dưới đường kẻ dài bằng dòng chữ")
def foot(paper: Paper) -> Iterator[Fault]:
    for line in paper.foot:
        yield from style(line, "Dòng cuối trang đầu", (11, 12), bold=False)
