"""R1–R6: trang giấy, lề, phông, màu, mã chữ, số trang."""

import re
import unicodedata
from collections.abc import Iterator

from reports.checking.anatomy import Paper
from reports.checking.findings import Fault, rule
from reports.checking.measure import MM, Line, Sheet

ASCENT, DESCENT = 0.891, 0.216  # of Times New Roman, in em
_SLACK = 0.3  # mm


def mm(points: float) -> str:
    """Points as "20,5 mm"."""
    return f"{points / MM:.1f} mm".replace(".", ",")


def pt(size: float) -> str:
    return f"{size:g}".replace(".", ",")


def quote(text: str) -> str:
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”"


@rule("R1", "Khổ giấy A4 (210 mm × 297 mm)")
def paper_size(paper: Paper) -> Iterator[Fault]:
    for sheet in paper.sheets:
        width, height = sheet.width / MM, sheet.height / MM
        upright = abs(width - 210) <= 0.5 and abs(height - 297) <= 0.5
        across = abs(width - 297) <= 0.5 and abs(height - 210) <= 0.5
        if not upright and not across:
            yield Fault(
                f"Khổ giấy {width:.0f} mm × {height:.0f} mm, phải là A4 210 mm × 297 mm.",
                sheet.index + 1,
            )
        elif across and not sheet.tables:
            yield Fault("Trang nằm ngang mà không có bảng.", sheet.index + 1)


@rule("R2", "Lề trên, dưới 20–25 mm; trái 30–35 mm; phải 15–20 mm")
def margins(paper: Paper) -> Iterator[Fault]:
    widest: dict[str, float] = {}
    for sheet in paper.sheets:
        lines = [
            line for line in sheet.lines if paper.numerals.get(sheet.index) is not line
        ]
        if not lines:
            continue
        sides = _margins(sheet, lines)
        for side, least, most in (("trên", 20, 25), ("dưới", 20, None)):
            room = sides[side] / MM
            if room < least - _SLACK or (most and room > most + _SLACK):
                wanted = f"từ {least} đến 25 mm"
                yield Fault(
                    f"Lề {side} {mm(sides[side])}, phải {wanted}.", sheet.index + 1
                )
        for side, least in (("trái", 30), ("phải", 15)):
            if sides[side] / MM < least - _SLACK:
                yield Fault(
                    f"Lề {side} {mm(sides[side])}, phải từ {least} đến {least + 5} mm.",
                    sheet.index + 1,
                )
            widest[side] = min(widest.get(side, 1000), sides[side])
    for side, most in (("trái", 35), ("phải", 20)):
        if widest.get(side, 0) / MM > most + _SLACK:
            yield Fault(
                f"Lề {side} {mm(widest[side])}, phải từ {most - 5} đến {most} mm.", 1
            )


def _margins(sheet: Sheet, lines: list[Line]) -> dict[str, float]:
    tops = [line.baseline + ASCENT * line.size for line in lines]
    tops += [box.y1 for box in sheet.tables]
    lows = [line.baseline - DESCENT * line.size for line in lines]
    lows += [box.y0 for box in sheet.tables]
    lefts = [line.x0 for line in lines] + [box.x0 for box in sheet.tables]
    rights = [line.x1 for line in lines] + [box.x1 for box in sheet.tables]
    return {
        "trên": sheet.height - max(tops),
        "dưới": min(lows),
        "trái": min(lefts),
        "phải": sheet.width - max(rights),
    }


@rule("R3", "Phông chữ Times New Roman (hoặc phông cùng số đo)")
def fonts(paper: Paper) -> Iterator[Fault]:
    seen: set[str] = set()
    for sheet in paper.sheets:
        for line in sheet.lines:
            for run in line.runs:
                name = run.font.partition("+")[2] or run.font
                plain = re.sub(r"[^A-Za-z]", "", name)
                if name not in seen and not plain.startswith(
                    ("TimesNewRoman", "LiberationSerif", "Tinos")
                ):
                    seen.add(name)
                    yield Fault(
                        f"Phông chữ “{name}”.", sheet.index + 1, quote(line.text)
                    )


@rule("R4", "Chữ màu đen")
def colour(paper: Paper) -> Iterator[Fault]:
    for sheet in paper.sheets:
        for line in sheet.lines:
            if any(
                run.colour[:3] != (0, 0, 0) or run.colour[3] < 255 for run in line.runs
            ):
                yield Fault(
                    "Chữ không phải màu đen.", sheet.index + 1, quote(line.text)
                )


@rule("R5", "Bộ mã Unicode dựng sẵn (TCVN 6909:2001)")
def letters(paper: Paper) -> Iterator[Fault]:
    for sheet in paper.sheets:
        for line in sheet.lines:
            if not unicodedata.is_normalized("NFC", line.text):
                yield Fault(
                    "Chữ tổ hợp, không phải dựng sẵn.",
                    sheet.index + 1,
                    quote(line.text),
                )
            elif any(unicodedata.category(c) in ("Co", "Cn", "Cc") for c in line.text):
                yield Fault(
                    "Có ký tự ngoài bảng mã.", sheet.index + 1, quote(line.text)
                )


@rule("R6", "Số trang ở giữa lề trên, cỡ 13–14, trang đầu không hiển thị")
def page_numbers(paper: Paper) -> Iterator[Fault]:
    annex_starts = {annex.sheets[0].index for annex in paper.annexes}
    for sheet in paper.sheets:
        line = paper.numerals.get(sheet.index)
        if sheet.index in annex_starts:
            continue
        if sheet.index == 0:
            if line:
                yield Fault("Trang đầu có hiển thị số trang.", 1)
            continue
        if line is None:
            yield Fault("Thiếu số trang.", sheet.index + 1)
            continue
        in_annex = any(sheet in annex.sheets for annex in paper.annexes)
        if not in_annex and line.text != str(sheet.index + 1):
            yield Fault(f"Số trang là “{line.text}”.", sheet.index + 1)
        yield from _numeral_style(paper, sheet, line)


def _numeral_style(paper: Paper, sheet: Sheet, line: Line) -> Iterator[Fault]:
    page = sheet.index + 1
    if not 13 <= line.size <= 14 or not line.light or not line.upright:
        yield Fault(f"Số trang cỡ {pt(line.size)}, phải cỡ 13–14, kiểu đứng.", page)
    if line.baseline < sheet.height - 20 * MM:
        yield Fault("Số trang không nằm trong lề trên.", page)
    middles = (paper.middle(sheet.index), sheet.width / 2)
    if min(abs(line.centre - middle) for middle in middles) > 1.2 * MM:
        yield Fault("Số trang không canh giữa.", page)
