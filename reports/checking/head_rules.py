"""R10–R24, R116: quốc hiệu, cơ quan, số, ngày, tên loại, trích yếu, kính gửi."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from reports.checking.anatomy import COUNTRY, MOTTO, Paper, rule_under
from reports.checking.findings import Fault, rule
from reports.checking.measure import MM, Line
from reports.checking.page_rules import mm, pt, quote
from reports.rendering.naming import TYPE_CODES

# Mixed case only in these type codes (R16).
_MIXED = ("TTr", "CTr", "QyĐ", "TrS")
_UPPER = "A-ZĐĂÂÊÔƠƯ"
_SYMBOL = rf"(?:{'|'.join(_MIXED)}|[{_UPPER}&]+)(?:-[{_UPPER}&0-9]+)*"
_NUMBER = re.compile(rf"^Số: ?(?P<number>\d*) *(?P<gap>)/(?P<symbol>{_SYMBOL})$")
_DAY = re.compile(
    r"^(?P<place>\S.*), ngày (?P<d>\d+) tháng (?P<m>\d+) năm (?P<y>\d{4})$"
)
_OPEN_DAY = re.compile(r"^\S.*, ngày\s+tháng\s+năm(\s+\d{4})?$")
_CODE_OF = {name.upper(): code for name, code in TYPE_CODES.items()}


def style(
    line: Line,
    name: str,
    sizes: tuple[float, float],
    *,
    bold: bool,
    italic: bool = False,
) -> Iterator[Fault]:
    """Size, weight and slope of a line against what the decree gives it."""
    low, high = sizes
    where = quote(line.text)
    if any(not low - 0.05 <= size <= high + 0.05 for size in line.sizes):
        wanted = pt(low) if low == high else f"{pt(low)}–{pt(high)}"
        size = next(s for s in line.sizes if not low - 0.05 <= s <= high + 0.05)
        yield Fault(f"{name} cỡ {pt(size)}, phải cỡ {wanted}.", line.page + 1, where)
    if bold and not line.bold:
        yield Fault(f"{name} phải in đậm.", line.page + 1, where)
    if not bold and not line.light:
        yield Fault(f"{name} không in đậm.", line.page + 1, where)
    if italic and not line.italic:
        yield Fault(f"{name} phải in nghiêng.", line.page + 1, where)
    if not italic and not line.upright:
        yield Fault(f"{name} phải in đứng.", line.page + 1, where)


def upper(line: Line, name: str) -> Iterator[Fault]:
    if line.text != line.text.upper():
        yield Fault(f"{name} phải in hoa.", line.page + 1, quote(line.text))


def centred(line: Line, axis: float, name: str) -> Iterator[Fault]:
    """On the axis of another part, to a millimetre."""
    yield from _off(line, abs(line.centre - axis), name)


def in_middle(paper: Paper, line: Line, name: str) -> Iterator[Fault]:
    """In the middle of the text, to a millimetre."""
    yield from _off(line, paper.off_axis(line), name)


def _off(line: Line, off: float, name: str) -> Iterator[Fault]:
    if off > 1 * MM:
        yield Fault(f"{name} lệch trục {mm(off)}.", line.page + 1, quote(line.text))


def short_rule(paper: Paper, lines: Sequence[Line], name: str) -> Iterator[Fault]:
    """The rule under a name or title: a third to a half of the widest line, in its middle."""
    last = lines[-1]
    stroke = rule_under(paper.sheets[last.page], last)
    if stroke is None:
        yield Fault(f"Thiếu đường kẻ dưới {name}.", last.page + 1, quote(last.text))
        return
    share = stroke.width / max(line.width for line in lines)
    if not 0.325 <= share <= 0.505:
        yield Fault(
            f"Đường kẻ dưới {name} dài {share:.0%} dòng chữ, phải từ 1/3 đến 1/2.",
            last.page + 1,
        )
    if abs(stroke.centre - last.centre) > 1 * MM:
        yield Fault(f"Đường kẻ dưới {name} không cân đối.", last.page + 1)


@rule("R10", "Quốc hiệu in hoa, cỡ 12–13, đứng đậm, trên cùng bên phải trang đầu")
def country(paper: Paper) -> Iterator[Fault]:
    line = paper.country
    if line is None or line.text != COUNTRY:
        yield Fault(
            f"Thiếu Quốc hiệu “{COUNTRY}” trên một dòng.", 1, line.text if line else ""
        )
        return
    yield from style(line, "Quốc hiệu", (12, 13), bold=True)
    if line.x0 < 85 * MM:
        yield Fault("Quốc hiệu không nằm ở nửa phải trang.", 1)
    if any(
        x.baseline > line.baseline + 3 and paper.numerals.get(0) is not x
        for x in paper.sheets[0].lines
    ):
        yield Fault("Có chữ ở trên Quốc hiệu.", 1)


@rule("R11", "Tiêu ngữ in thường, cỡ 13–14, đứng đậm, canh giữa dưới Quốc hiệu")
def motto(paper: Paper) -> Iterator[Fault]:
    line, above = paper.motto, paper.country
    if line is None or line.text != MOTTO:
        yield Fault(f"Tiêu ngữ phải là “{MOTTO}”.", 1, quote(line.text) if line else "")
        return
    yield from style(line, "Tiêu ngữ", (13, 14), bold=True)
    if above is not None:
        yield from centred(line, above.centre, "Tiêu ngữ")
        pitch = (above.baseline - line.baseline) / line.size
        if not 0.9 <= pitch <= 1.4:
            yield Fault("Tiêu ngữ không cách Quốc hiệu một dòng đơn.", 1)


@rule("R12", "Đường kẻ dưới Tiêu ngữ dài bằng dòng chữ")
def motto_rule(paper: Paper) -> Iterator[Fault]:
    line = paper.motto
    if line is None:
        return
    stroke = rule_under(paper.sheets[0], line)
    if stroke is None:
        yield Fault("Thiếu đường kẻ dưới Tiêu ngữ.", 1)
    elif not 0.97 <= stroke.width / line.width <= 1.04:
        share = stroke.width / line.width
        yield Fault(f"Đường kẻ dưới Tiêu ngữ dài {share:.0%} dòng chữ.", 1)


@rule("R13", "Cơ quan chủ quản in hoa, cỡ 12–13, đứng, không đậm")
def parent_authority(paper: Paper) -> Iterator[Fault]:
    for line in paper.above:
        yield from style(line, "Tên cơ quan chủ quản", (12, 13), bold=False)
        yield from upper(line, "Tên cơ quan chủ quản")
    heads = [line.text for line in paper.authority]
    if len(heads) > 1 and heads[0].startswith("UBND "):
        yield Fault("Tên cơ quan chủ quản không in đậm.", 1, quote(heads[0]))


@rule("R14", "Cơ quan ban hành in hoa, cỡ 12–13, đứng đậm, canh giữa")
def authority(paper: Paper) -> Iterator[Fault]:
    if not paper.authority:
        yield Fault("Thiếu tên cơ quan ban hành.", 1)
        return
    axis = paper.authority[0].centre
    for line in paper.authority:
        yield from style(line, "Tên cơ quan ban hành", (12, 13), bold=True)
        yield from upper(line, "Tên cơ quan ban hành")
    for line in paper.above + paper.authority:
        yield from centred(line, axis, "Tên cơ quan")


@rule("R15", "Đường kẻ dưới tên cơ quan dài 1/3–1/2 dòng chữ, cân đối")
def authority_rule(paper: Paper) -> Iterator[Fault]:
    if paper.authority:
        yield from short_rule(paper, paper.authority, "tên cơ quan ban hành")


@rule("R16", "Số, ký hiệu: “Số: 05/KH-UBND”, cỡ 13, đứng, không cách chữ")
def number(paper: Paper) -> Iterator[Fault]:
    line = paper.number
    if line is None:
        yield Fault("Thiếu dòng số, ký hiệu.", 1)
        return
    yield from style(line, "Số, ký hiệu", (13, 13), bold=False)
    if not _NUMBER.match(line.text) or re.search(r"\d\s+/", line.text):
        yield Fault("Số, ký hiệu phải viết như “Số: 05/KH-UBND”.", 1, quote(line.text))
    if paper.authority:
        yield from centred(line, paper.authority[-1].centre, "Số, ký hiệu")


@rule("R17", "Số nhỏ hơn 10 có số 0 phía trước")
def leading_zero(paper: Paper) -> Iterator[Fault]:
    found = re.match(r"^Số:\s*(\d+)", paper.number.text) if paper.number else None
    if found and found[1] != f"{int(found[1]):02d}":
        yield Fault(f"Số “{found[1]}” phải viết “{int(found[1]):02d}”.", 1)


@rule("R18", "Địa danh, thời gian in thường, nghiêng, cỡ 13–14, đúng cách ghi")
def place_and_date(paper: Paper) -> Iterator[Fault]:
    line = paper.date
    if line is None:
        yield Fault("Thiếu dòng địa danh và thời gian ban hành.", 1)
        return
    yield from style(line, "Địa danh, thời gian", (13, 14), bold=False, italic=True)
    if line.text.startswith("…"):
        yield Fault("Thiếu địa danh trước ngày ban hành.", 1, quote(line.text))
    found = _DAY.match(line.text)
    if found is None:
        if not _OPEN_DAY.match(line.text):
            yield Fault(
                "Địa danh, thời gian phải viết như “Nguyễn Trãi, ngày 05 tháng 6 năm 2026”.",
                1, quote(line.text),
            )  # fmt: skip
        return
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        yield Fault("Ngày ban hành không có trong lịch.", 1, quote(line.text))
        return
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    if (found["d"], found["m"]) != (f"{day.day:02d}", month):
        yield Fault(
            f"Phải viết “ngày {day.day:02d} tháng {month}”: số 0 chỉ thêm trước ngày dưới 10 "
            "và tháng 1, 2.", 1, quote(line.text),
        )  # fmt: skip


@rule("R19", "Số và ngày cùng một dòng, ngày canh giữa dưới Quốc hiệu")
def same_line(paper: Paper) -> Iterator[Fault]:
    if paper.number and paper.date:
        apart = abs(paper.number.baseline - paper.date.baseline)
        if apart > 0.7 * MM:
            yield Fault(f"Số và ngày lệch dòng {mm(apart)}.", 1)
    if paper.date and paper.country:
        yield from centred(paper.date, paper.country.centre, "Địa danh, thời gian")


@rule("R20", "Tên loại văn bản in hoa, cỡ 13–14, đứng đậm, canh giữa")
def kind(paper: Paper) -> Iterator[Fault]:
    line = paper.kind
    if line is None:
        if not paper.is_letter:
            yield Fault("Thiếu tên loại văn bản.", 1)
        return
    yield from style(line, "Tên loại", (13, 14), bold=True)
    yield from upper(line, "Tên loại")
    yield from in_middle(paper, line, "Tên loại")


@rule("R21", "Trích yếu in thường, cỡ 13–14, đứng đậm, canh giữa dưới tên loại")
def subject(paper: Paper) -> Iterator[Fault]:
    if paper.kind is None:
        return
    if not paper.subject:
        yield Fault("Thiếu trích yếu nội dung dưới tên loại.", 1)
    for line in paper.subject:
        yield from style(line, "Trích yếu", (13, 14), bold=True)
        yield from in_middle(paper, line, "Trích yếu")
    text = " ".join(line.text for line in paper.subject)
    if len(text) > 12 and text == text.upper():
        yield Fault("Trích yếu phải in thường.", 1, quote(text))


@rule("R22", "Đường kẻ dưới trích yếu dài 1/3–1/2 dòng chữ, cân đối")
def subject_rule(paper: Paper) -> Iterator[Fault]:
    if paper.subject:
        yield from short_rule(paper, paper.subject, "trích yếu")


@rule("R23", "Công văn: “V/v …” in thường, cỡ 12–13, đứng, dưới số và ký hiệu")
def about(paper: Paper) -> Iterator[Fault]:
    if paper.kind is None and paper.country and not paper.about:
        yield Fault("Văn bản không có tên loại mà thiếu dòng “V/v …”.", 1)
    for line in paper.about:
        yield from style(line, "Trích yếu công văn", (12, 13), bold=False)
        if paper.number:
            yield from centred(line, paper.number.centre, "Trích yếu công văn")
    if paper.about and paper.number:
        gap = (
            paper.number.baseline - paper.about[0].baseline - 1.15 * paper.about[0].size
        )
        if gap < 4:
            yield Fault("Trích yếu công văn phải cách dòng số 6 pt.", 1)


@rule("R24", "“Kính gửi” chỉ có ở công văn, tờ trình, báo cáo; cỡ 13–14, đứng")
def dear(paper: Paper) -> Iterator[Fault]:
    kind = paper.kind.text.upper() if paper.kind else ""
    if kind and kind not in ("TỜ TRÌNH", "BÁO CÁO") and paper.dear:
        yield Fault(f"{kind.capitalize()} không có “Kính gửi”.", 1)
    if paper.is_letter and not paper.dear:
        yield Fault("Công văn thiếu “Kính gửi”.", 1)
    for line in paper.dear:
        yield from style(line, "Kính gửi", (13, 14), bold=False)
    items = paper.dear[1:]
    for index, line in enumerate(items):
        mark = "." if index == len(items) - 1 else ";"
        if line.text.startswith("- ") and not line.text.endswith(mark):
            yield Fault(
                f"Nơi kính gửi phải kết thúc bằng “{mark}”.", 1, quote(line.text)
            )


@rule("R116", "Ký hiệu mang chữ viết tắt của loại văn bản")
def type_code(paper: Paper) -> Iterator[Fault]:
    line = paper.number
    found = _NUMBER.match(line.text) if line else None
    if line is None or found is None:
        return
    first = found["symbol"].partition("-")[0]
    if paper.kind is not None:
        code = _CODE_OF.get(paper.kind.text.upper())
        if code and first != code:
            yield Fault(f"Ký hiệu phải bắt đầu bằng “{code}-”.", 1, quote(line.text))
    elif (paper.is_letter and first in TYPE_CODES.values()) or first in ("CV", "GK"):
        yield Fault(
            "Công văn không có chữ viết tắt tên loại.", 1, quote(found["symbol"])
        )
