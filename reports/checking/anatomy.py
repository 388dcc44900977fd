"""Giải phẫu văn bản: which of the measured lines is which part (ô) of an administrative paper.

Told by place and words, not by type size or weight: those are what the rules test.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import mode

from reports.checking.measure import MM, Line, Sheet, Stroke

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_KINDS = re.compile(
    r"^(KẾ HOẠCH|HƯỚNG DẪN|CHỈ THỊ|BÁO CÁO|TỜ TRÌNH|QUYẾT ĐỊNH|GIẤY MỜI|THÔNG BÁO|CHƯƠNG TRÌNH|"
    r"BIÊN BẢN|NGHỊ QUYẾT|CÔNG ĐIỆN|ĐỀ ÁN|PHƯƠNG ÁN)$",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"^Phụ lục(\s+[IVXLC\d]+)?$", re.IGNORECASE)
_DATE = re.compile(r"ngày\s.*tháng\s.*năm", re.IGNORECASE)


@dataclass
class Paragraph:
    """Đoạn: lines in order; ``indent`` of its first line from the left edge of the text."""

    lines: list[Line]
    indent: float
    centred: bool = False

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @cached_property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @cached_property
    def italic(self) -> bool:
        return all(line.italic for line in self.lines)


@dataclass
class Annex:
    """Phụ lục: its sheets, heading lines and paragraphs."""

    sheets: list[Sheet]
    number: Line
    title: list[Line]
    attached: list[Line]
    paragraphs: list[Paragraph]
    ends_with_table: bool


@dataclass
class Paper:
    """Văn bản đã nhận diện. Missing parts are None or empty."""

    sheets: list[Sheet]
    pdf: bytes = b""
    country: Line | None = None
    motto: Line | None = None
    above: list[Line] = field(default_factory=list)  # cơ quan chủ quản
    authority: list[Line] = field(default_factory=list)
    number: Line | None = None
    date: Line | None = None
    about: list[Line] = field(default_factory=list)  # V/v
    kind: Line | None = None
    subject: list[Line] = field(default_factory=list)
    dear: list[Line] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    ends_with_table: bool = False
    recipients_head: Line | None = None
    recipients: list[Line] = field(default_factory=list)
    drafter: Line | None = None
    signing: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    numerals: dict[int, Line] = field(default_factory=dict)  # printed page numbers
    annexes: list[Annex] = field(default_factory=list)
    left: float = 30 * MM
    right: float = 195 * MM
    right_known: bool = True

    @property
    def is_letter(self) -> bool:
        return self.kind is None and bool(self.about)

    def text_right(self, page: int) -> float:
        """Right edge of the text: a page that lies across is as much wider."""
        return self.right + self.sheets[page].width - self.sheets[0].width

    def middle(self, page: int) -> float:
        return (self.left + self.text_right(page)) / 2

    def off_axis(self, line: Line) -> float:
        """How far a line's centre is from the middle of the text, points."""
        off = line.centre - self.middle(line.page)
        if self.right_known or off > 0:
            return abs(off)
        return max(-off - 2.5 * MM, 0)  # the right margin may be 15 to 20 mm

    @cached_property
    def body_size(self) -> float:
        sizes = [line.size for p in self.paragraphs for line in p.lines]
        return mode(sizes) if sizes else 14.0

    @cached_property
    def main_sheets(self) -> list[Sheet]:
        """Pages before the annexes."""
        first = self.annexes[0].sheets[0].index if self.annexes else len(self.sheets)
        return self.sheets[:first]


def dissect(sheets: Sequence[Sheet], pdf: bytes = b"") -> Paper:
    """Find the parts of a paper."""
    paper = Paper(list(sheets), pdf)
    _edges(paper)
    rest = [_without_numeral(paper, sheet) for sheet in paper.sheets]
    starts = [
        i for i, lines in enumerate(rest)
        if i and lines and _ANNEX.match(lines[0].text)
        and abs(lines[0].centre - paper.middle(i)) < 10 * MM
    ]  # fmt: skip
    end = starts[0] if starts else len(rest)
    if rest and rest[0]:
        rest[0] = _foot(paper, rest[0])
        rest[0] = _head(paper, _columns_parted(rest[0]))
    body = _end_block(paper, [line for lines in rest[:end] for line in lines])
    paper.paragraphs, paper.ends_with_table = _paragraphs(paper, body)
    for start, stop in pairwise([*starts, len(rest)]):
        paper.annexes.append(_annex(paper, rest[start:stop], range(start, stop)))
    return paper


def _edges(paper: Paper) -> None:
    """Left edge of the text on all pages, right edge on upright ones.

    The left edge is where the words begin that stand furthest out: of an upright first page
    with little more than its head none may, while a page across has them. The right one is
    known only when a line or a table reaches the zone where the decree puts it.
    """
    outside = [
        x for sheet in paper.sheets for x in sheet.lines if not sheet.in_table(x)
    ]
    if outside:
        paper.left = min(line.x0 for line in outside)
    upright = [sheet for sheet in paper.sheets if sheet.width < sheet.height]
    lines = [x for sheet in upright for x in sheet.lines if not sheet.in_table(x)]
    tables = [box for sheet in upright for box in sheet.tables]
    if lines:
        furthest = max([line.x1 for line in lines] + [box.x1 for box in tables])
        paper.right_known = furthest > upright[0].width - 20.6 * MM
        paper.right = furthest if paper.right_known else upright[0].width - 15 * MM


def _without_numeral(paper: Paper, sheet: Sheet) -> list[Line]:
    """Lines of a sheet; a lone number over the text is its page number."""
    lines = list(sheet.lines)
    if lines and re.fullmatch(r"[-–\s]*\d{1,3}[-–\s]*", lines[0].text):
        below = lines[1].baseline if len(lines) > 1 else 0
        if lines[0].baseline - below > 1.2 * lines[0].size and not sheet.in_table(
            lines[0]
        ):
            paper.numerals[sheet.index] = lines.pop(0)
            return lines
    if (
        lines
        and re.fullmatch(r"\d{1,3}", lines[-1].text)
        and lines[-1].baseline < 20 * MM
    ):
        paper.numerals[sheet.index] = lines.pop()
    return lines


def _foot(paper: Paper, lines: list[Line]) -> list[Line]:
    """The lines under a full-width rule near the bottom of page 1 (ô 13)."""
    sheet = paper.sheets[0]
    rules = [
        s for s in sheet.strokes
        if s.across and s.width > 0.9 * (paper.right - paper.left) and s.y0 < sheet.height / 3
        and not any(box.y0 - 2 <= s.y0 <= box.y1 + 2 for box in sheet.tables)
    ]  # fmt: skip
    if not rules:
        return lines
    top = min(rule.y0 for rule in rules)
    paper.foot = [line for line in lines if line.baseline < top]
    return [line for line in lines if line.baseline >= top]


def _columns_parted(lines: list[Line]) -> list[Line]:
    """A long agency name and the country's beside it are two lines, however close."""
    parted: list[Line] = []
    for line in lines:
        at = next(
            (
                i
                for i, run in enumerate(line.runs)
                if i and run.text.startswith("CỘNG HÒA")
            ),
            0,
        )
        parted += (
            [Line(line.page, line.runs[:at]), Line(line.page, line.runs[at:])]
            if at
            else [line]
        )
    return parted


def _head(paper: Paper, lines: list[Line]) -> list[Line]:
    """Ô 1–5; returns what is left for the body."""
    country = next(
        (x for x in lines[:8] if "CHỦ NGHĨA VIỆT NAM" in x.text.upper()), None
    )
    if country is None:
        return lines
    paper.country = country
    limit = country.x0 - 1
    right = [x for x in lines if x.x0 >= limit - 30 and x is not country]
    paper.motto = next((x for x in right[:4] if "Độc lập" in x.text), None)
    used = [country, paper.motto]
    head_end = country.baseline - 60
    for index, line in enumerate(lines[:25]):
        if line.text.startswith("Số") and line.centre < limit:
            paper.number = line
        elif _DATE.search(line.text) and line.centre > limit and line.width < 110 * MM:
            paper.date = line
        if (paper.number and paper.date) or index > 20:
            break
    band = [x for x in (paper.number, paper.date) if x]
    if band:
        head_end = min(x.baseline for x in band)
    left = [
        x for x in lines
        if x.centre < limit and x.baseline > head_end + 4 and x not in band and x is not country
    ]  # fmt: skip
    paper.above, paper.authority = _authority(left)
    used += band + left
    below = [x for x in lines if x not in used]
    paper.about = _about(below, limit)
    below = [x for x in below if x not in paper.about]
    _title(paper, below)
    titles = [paper.kind, *paper.subject]
    below = [x for x in below if x not in titles]
    paper.dear = _dear(paper, below)
    return [x for x in below if x not in paper.dear]


def _authority(left: list[Line]) -> tuple[list[Line], list[Line]]:
    """Without a bold line all is one name; a name begins with its first bold line."""
    bold = next((i for i, line in enumerate(left) if line.bold), len(left))
    return (left[:bold], left[bold:]) if bold < len(left) else ([], left)


def _about(lines: list[Line], limit: float) -> list[Line]:
    """V/v and the lines that follow it closely in the left column."""
    found: list[Line] = []
    for line in lines[:8]:
        if not found:
            if line.text.startswith(("V/v", "Về việc")) and line.centre < limit:
                found.append(line)
        elif (
            found[-1].baseline - line.baseline < 1.5 * line.size and line.x1 < limit + 5
        ):
            found.append(line)
        else:
            break
    return found


def _title(paper: Paper, lines: list[Line]) -> None:
    """Tên loại, and the centred lines under it as far as the rule or the first paragraph."""
    middle = paper.middle(0)
    for index, line in enumerate(lines[:6]):
        if _KINDS.match(line.text) and abs(line.centre - middle) < 20 * MM:
            paper.kind = line
            below = lines[index + 1 :]
            break
    else:
        return
    pitch = 2.2 * paper.kind.size
    before = paper.kind
    for line in below:
        far = before.baseline - line.baseline > pitch
        if far or abs(line.centre - middle) > 12 * MM or line.italic:
            break
        if line.x0 - paper.left < 3 * MM and line.width > 0.97 * (
            paper.right - paper.left
        ):
            break
        paper.subject.append(line)
        before = line
        if rule_under(paper.sheets[0], line):
            break


def rule_under(sheet: Sheet, line: Line, reach: float = 9) -> Stroke | None:
    """The short rule close under a line, if there is one."""
    found = [
        s for s in sheet.strokes
        if s.across and 0 < line.baseline - s.y1 < reach and s.x1 > line.x0 and s.x0 < line.x1
        and not any(box.y0 - 2 <= s.y0 <= box.y1 + 2 for box in sheet.tables)
    ]  # fmt: skip
    return max(found, key=lambda s: s.y1, default=None)


def _dear(paper: Paper, lines: list[Line]) -> list[Line]:
    """ "Kính gửi" and what stands under it further in than a paragraph begins."""
    found: list[Line] = []
    for line in lines:
        begins = not found and line.text.startswith("Kính gửi")
        goes_on = found and line.x0 - paper.left > 16 * MM and line.page == 0
        if begins or goes_on:
            found.append(line)
        elif found or line.page > 0:
            break
    return found


def _end_block(paper: Paper, lines: list[Line]) -> list[Line]:
    """Ô 7, 9b, 12; returns the body above."""
    at = next(
        (i for i in range(len(lines) - 1, -1, -1) if lines[i].text.startswith("Nơi nhận")
         and len(lines[i].text) < 12 and lines[i].x0 - paper.left < 8 * MM),
        None,
    )  # fmt: skip
    if at is None:
        return lines
    head = lines[at]
    middle = paper.middle(head.page)
    here = [x for x in lines if x.page == head.page and x is not head]
    paper.recipients_head = head
    paper.signing = [
        x for x in here
        if x.baseline < head.baseline + 24 and x.x0 > middle - 60 and x.centre > middle
    ]  # fmt: skip
    left = [x for x in here if x.baseline < head.baseline and x not in paper.signing]
    left += [x for x in lines if x.page > head.page]
    if left and not left[-1].text.startswith("-") and left[-1].x0 - paper.left > 8 * MM:
        paper.drafter = left.pop()
    paper.recipients = left
    return [x for x in lines if x is not head and x not in paper.signing and x not in left
            and x is not paper.drafter]  # fmt: skip


def _paragraphs(paper: Paper, lines: Sequence[Line]) -> tuple[list[Paragraph], bool]:
    """Paragraphs, and whether a table comes last."""
    paragraphs: list[Paragraph] = []
    table_last = False
    for line in lines:
        sheet = paper.sheets[line.page]
        if sheet.in_table(line):
            table_last = True
            continue
        indent = line.x0 - paper.left
        short = line.x1 < paper.text_right(line.page) - 8 * MM
        centred = indent > 16 * MM and short and paper.off_axis(line) < 3 * MM
        continues = paragraphs and not table_last and (
            (centred and paragraphs[-1].centred) or (not centred and indent < 2 * MM)
        )  # fmt: skip
        if continues:
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph([line], indent, centred))
        table_last = False
    return paragraphs, table_last


def _annex(paper: Paper, pages: list[list[Line]], indexes: range) -> Annex:
    lines = [line for page in pages for line in page]
    number, rest = lines[0], lines[1:]
    middle = paper.middle(number.page)
    title: list[Line] = []
    attached: list[Line] = []
    for line in rest:
        if abs(line.centre - middle) > 12 * MM or paper.sheets[line.page].in_table(
            line
        ):
            break
        if line.text.startswith("(Kèm theo") or (attached and not _closed(attached)):
            attached.append(line)
        elif attached or line.x0 - paper.left < 2 * MM:
            break
        else:
            title.append(line)
    body = rest[len(title) + len(attached) :]
    paragraphs, table_last = _paragraphs(paper, body)
    sheets = [paper.sheets[i] for i in indexes]
    return Annex(sheets, number, title, attached, paragraphs, table_last)


def _closed(attached: list[Line]) -> bool:
    return attached[-1].text.endswith(")")
