"""Kiểm tra thể thức: a good paper breaks no rule; a paper broken in one way breaks that rule."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from campaigns.content import PlanContent
from campaigns.outline import LineKind as K
from reports.checking import Level, check
from reports.checking.findings import RULES
from reports.rendering import FINAL, PaperMarks
from tests import papers

Edit = Callable[[str], str]


@pytest.mark.parametrize("content", [papers.sample, papers.council, papers.letter])
@pytest.mark.parametrize(
    "marks",
    [FINAL, papers.CODE, PaperMarks(draft=True)],
    ids=["final", "code", "draft"],
)
def test_good_papers_break_no_rule(content, marks):
    assert papers.faults(papers.printed(content(), marks)) == set()


def test_every_rule_reports():
    findings = check(papers.printed(papers.sample()))
    assert [f.rule for f in findings if f.level is Level.OK] == [
        f.rule for f in findings
    ]
    assert {f.rule for f in findings} == {rule.code for rule in RULES}
    assert all(f.message_vi and not f.message_vi.endswith(".") for f in findings)


@dataclass(frozen=True)
class Broken:
    """One way to break ``rule``; ``also`` are rules that must then be broken, too."""

    rule: str
    css: str = ""
    edit: Edit = str
    content: Callable[[], PlanContent] = papers.short
    marks: PaperMarks = FINAL
    also: set[str] = field(default_factory=set)
    after: Callable[[pikepdf.Pdf], None] | None = None


def swap(old: str, new: str) -> Edit:
    def edit(html: str) -> str:
        assert old in html
        return html.replace(old, new, 1)

    return edit


def changed(
    base: Callable[[], PlanContent], **changes: object
) -> Callable[[], PlanContent]:
    return lambda: replace(base(), **changes)


def with_lines(*lines: object, base: Callable[[], PlanContent] = papers.short):
    """The sample with lines put before its last paragraph of the body."""

    def content() -> PlanContent:
        plan = base()
        at = max(i for i, x in enumerate(plan.lines) if x.text.startswith("Trên đây"))
        return replace(plan, lines=(*plan.lines[:at], *lines, *plan.lines[at:]))

    return content


def every_font(pdf: pikepdf.Pdf, change: Callable[[pikepdf.Object], None]) -> None:
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
            change(item)


def other_font(pdf: pikepdf.Pdf) -> None:
    def rename(font: pikepdf.Object) -> None:
        if "Liberation-Serif-Italic" in str(font.get("/BaseFont", "")):
            font.BaseFont = pikepdf.Name("/ABCDEF+Arial-Italic")
            for owner in (font, *font.get("/DescendantFonts", ())):
                if "/FontDescriptor" in owner:
                    owner.FontDescriptor.FontName = font.BaseFont

    every_font(pdf, rename)


def decomposed(pdf: pikepdf.Pdf) -> None:
    def part(font: pikepdf.Object) -> None:
        if "/ToUnicode" in font:
            cmap = font.ToUnicode.read_bytes()
            font.ToUnicode.write(
                re.sub(rb"<1edf>", b"<01a10309>", cmap, flags=re.IGNORECASE)
            )

    every_font(pdf, part)


def not_embedded(pdf: pikepdf.Pdf) -> None:
    def drop(font: pikepdf.Object) -> None:
        for owner in font.get("/DescendantFonts", ()):
            if "Bold-Italic" in str(owner.BaseFont):
                del owner.FontDescriptor["/FontFile2"]

    every_font(pdf, drop)


def no_alternative(pdf: pikepdf.Pdf) -> None:
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
            del item["/Alt"]


def unlinked(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/AF"]


def untitled(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


BELOW = (
    "@page { @top-center { content: none } @bottom-center { content: counter(page) } }"
)
GO_ON = "@page :nth(1 of annex) { counter-reset: none; counter-increment: page }"
DEAR = '<p class="to">Kính gửi: Ban Thường vụ</p>'
AGAIN = "Việc này theo Kế hoạch số 118/KH-UBND ngày 20/5/2026 nêu trên."
PART = papers.line(K.PART, "Phụ thêm")
BROKEN = [
    Broken("R1", "@page { size: 216mm 279mm }"),
    Broken("R1", "@page annex { size: A4 landscape }", content=papers.sample),
    Broken("R2", "@page { margin-top: 12mm }"),
    Broken("R2", "@page { margin-bottom: 12mm }", content=papers.sample),
    Broken("R2", "@page { margin-left: 25mm }"),
    Broken("R2", "@page { margin-right: 10mm }"),
    Broken("R2", "@page { margin-left: 36mm }"),
    Broken("R3", after=other_font),
    Broken("R4", ".body p { color: #003 }"),
    Broken("R4", ".recipients li { color: #333 }"),
    Broken("R5", after=decomposed),
    Broken("R6", "@page { @top-center { font-weight: bold } }"),
    Broken("R6", "@page { @top-center { font-size: 11pt } }"),
    Broken("R6", "@page { @top-center { padding-right: 30mm } }"),
    Broken("R6", BELOW),
    Broken("R6", "@page :first { @top-center { content: counter(page) } }"),
    Broken("R6", "@page { @top-center { content: none } }", content=papers.sample, also={"R93"}),
    Broken("R10", ".country { font-size: 11pt }"),
    Broken("R10", ".country { font-weight: normal }"),
    Broken("R10", edit=swap("NGHĨA VIỆT NAM", "NGHĨA  VIỆT NAM.")),
    Broken("R11", edit=swap("Độc lập - Tự do", "Độc lập – Tự do")),
    Broken("R11", ".motto { font-size: 12pt }"),
    Broken("R11", ".motto { padding-right: 9mm }"),
    Broken("R12", ".rule.whole::after { width: 60% }"),
    Broken("R12", ".rule.whole::after { border: none }"),
    Broken("R13", ".parent { font-weight: bold }", content=papers.council),
    Broken("R13", ".parent { font-size: 14pt }", content=papers.council),
    Broken("R14", ".authority { font-size: 14pt }"),
    Broken("R14", ".authority { font-weight: normal }"),
    Broken("R14", edit=swap("PHƯỜNG NGUYỄN TRÃI", "Phường Nguyễn Trãi")),
    Broken("R15", ".authority .rule::after { width: 80% }"),
    Broken("R15", ".authority .rule::after { margin-left: 0 }"),
    Broken("R15", ".authority .rule::after { border: none }"),
    Broken("R16", edit=swap("Số: 05/KH-UBND", "Số: 05 /KH-UBND")),
    Broken("R16", edit=swap("Số: 05/KH-UBND", "Số: 05/kh-UBND")),
    Broken("R16", ".number { font-size: 14pt }"),
    Broken("R16", ".number { text-align: left }"),
    Broken("R17", edit=swap("Số: 05/", "Số: 5/")),
    Broken("R18", edit=swap("tháng 7 năm", "tháng 07 năm")),
    Broken("R18", edit=swap("Nguyễn Trãi, ngày", "Nguyễn Trãi ngày")),
    Broken("R18", edit=swap("ngày 30 tháng 7", "ngày 31 tháng 6")),
    Broken("R18", ".date { font-style: normal }"),
    Broken("R19", ".date { padding-top: 4mm }"),
    Broken("R19", ".date { text-align: left }"),
    Broken("R20", "h1 .kind { font-weight: normal }"),
    Broken("R20", edit=swap("KẾ HOẠCH<", "Kế hoạch<")),
    Broken("R20", "h1 .kind { padding-left: 12mm }"),
    Broken("R21", "h1 .subject { font-weight: normal }"),
    Broken("R21", "h1 .subject { font-size: 12pt }"),
    Broken("R22", ".subject.rule.half::after { width: 90% }"),
    Broken("R22", ".subject.rule.half::after { border: none }"),
    Broken("R23", "h1.about { font-size: 14pt }", content=papers.letter),
    Broken("R23", "h1.about { margin-top: 0 }", content=papers.letter),
    Broken("R24", ".dear { font-weight: bold }", content=papers.letter),
    Broken("R24", edit=swap("phường;</li>", "phường</li>"), content=papers.letter),
    Broken("R24", edit=swap('<div class="body">', DEAR + '<div class="body">'), also={"R83"}),
    Broken("R40", ".body { font-size: 12pt }"),
    Broken("R40", "#line-5 { font-size: 13pt }"),
    Broken("R40", "#line-5 { font-style: italic }"),
    Broken("R41", ".body { line-height: 2.1 }"),
    Broken("R41", ".body { line-height: 1.05 }"),
    Broken("R42", ".body p, .body h2, .body h3 { margin-bottom: 3pt }"),
    Broken("R43", ".body p, .body h2, .body h3, .body h4 { text-indent: 5mm }"),
    Broken("R43", "#line-5 { text-indent: 10mm }"),
    Broken("R44", ".body p { text-align: left }", content=papers.sample),
    Broken("R45", edit=swap("xét./.", "xét.")),
    Broken("R45", edit=swap("trăm./.", "trăm."), content=papers.sample),
    Broken("R46", ".basis { font-style: normal }"),
    Broken("R46", edit=swap("2022;", "2022.")),
    Broken("R46", edit=swap("khen thưởng ngày", "khen thưởng số 06/2022/QH15 ngày")),
    Broken("R47", content=with_lines(papers.line(K.PARAGRAPH, AGAIN))),
    Broken("R48", ".body .part { font-weight: normal }", content=with_lines(PART)),
    Broken("R48", edit=swap("PHỤ THÊM", "Phụ thêm"), content=with_lines(PART)),
    Broken("R49", content=with_lines(papers.line(K.PARAGRAPH, "Điều 1. Phạm vi toàn phường."))),
    Broken("R50", edit=swap("CHỈ TIÊU THI ĐUA", "Chỉ tiêu thi đua")),
    Broken("R50", ".body h2 { font-weight: normal !important }"),
    Broken("R51", edit=swap("đ) Yêu", "e) Yêu")),
    Broken("R51", edit=swap("g) Yêu", "f) Yêu")),
    Broken("R53", ".body h3 { break-after: page }"),
    Broken("R60", ".signing p { font-size: 12pt } .signing .name { font-size: 14pt }"),
    Broken("R60", edit=swap("CHỦ TỊCH<", "Chủ tịch<")),
    Broken("R61", ".signing .name { font-weight: normal }"),
    Broken("R61", edit=swap("Lê Thị Mẫu", "ThS. Lê Thị Mẫu")),
    Broken("R61", edit=swap("Lê Thị Mẫu", "")),
    Broken("R62", ".signing .name { padding-left: 20mm }"),
    Broken("R63", ".end { break-before: page !important }"),
    Broken("R64", edit=swap("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
    Broken("R64", edit=swap("TM. ỦY", "TM ỦY")),
    Broken("R80", ".nn { font-style: normal !important }"),
    Broken("R80", ".nn { padding-top: 5mm }"),
    Broken("R81", ".recipients li { font-size: 12pt }"),
    Broken("R81", edit=swap("Đảng ủy phường;", "Đảng ủy phường.")),
    Broken("R81", edit=swap("- 12 tổ dân phố", "• 12 tổ dân phố")),
    Broken("R82", edit=swap("Lưu: VT, VHXH.", "Lưu: VT, VHXH")),
    Broken("R82", content=changed(papers.short, recipients=("Đảng ủy", "Lưu: VT"))),
    Broken("R83", content=changed(papers.short, recipients=("Như trên", "Lưu: VT, VHXH"))),
    Broken("R83", edit=swap("- Như trên", "- Các đơn vị"), content=papers.letter),
    Broken("R84", ".drafter { font-size: 13pt }"),
    Broken("R84", content=changed(papers.short, drafter_mark="lt 30 bản")),
    Broken("R85", ".foot { font-size: 9pt }", marks=papers.CODE),
    Broken("R90", edit=swap("theo Phụ lục I và", "theo danh sách và"), content=papers.sample),
    Broken("R90", edit=swap("Phụ lục II<", "Phụ lục III<"), content=papers.sample),
    Broken("R91", edit=swap("Phụ lục II<", "PHỤ LỤC II<"), content=papers.sample),
    Broken("R91", ".annex h2 { font-size: 13pt }", content=papers.sample),
    Broken("R91", edit=swap("HƯỚNG DẪN GHI BIỂU", "Hướng dẫn ghi biểu"), content=papers.sample),
    Broken("R92", ".attached { font-style: normal }", content=papers.sample),
    Broken("R92", edit=swap("số      /KH-UBND", "số 05/KH-UBND"), content=papers.sample),
    Broken("R93", GO_ON, content=papers.sample),
    Broken("R95", ".grid thead { display: table-row-group }", content=papers.sample),
    Broken("R116", edit=swap("Số: 05/KH-UBND", "Số: 05/QĐ-UBND")),
    Broken("R183", after=untitled),
    Broken("PDF/A", after=not_embedded),
    Broken("PDF/UA", marks=papers.CODE, after=no_alternative),
    Broken("JSON", after=unlinked),
]  # fmt: skip
HINTS = {
    "R150": "Học tập Bác hồ kính yêu.",
    "R151": "Cùng với các đơn vị ở phường 5 tham gia.",
    "R152": "Do Ủy Ban Nhân Dân phường chủ trì.",
    "R153": "Vận động nhân dân tham gia.",
    "R154": "Giao đồng chí chủ tịch Lê Văn Mẫu chủ trì.",
    "R155": "Thực hiện tốt kế hoạch này trong năm.",
    "R156": "Khen thưởng theo điều 74 của Luật.",
    "R157": "Đề nghị tặng huân chương Lao động.",
    "R158": "Chào mừng ngày quốc khánh năm nay.",
    "R159": "Tổ chức trước Tết nguyên đán.",
}


def identity(case: Broken) -> str:
    return f"{case.rule} {case.css[:40]}"


@pytest.mark.parametrize("case", BROKEN, ids=identity)
def test_a_broken_paper_breaks_its_rule_and_no_other(case):
    pdf = papers.printed(case.content(), case.marks, css=case.css, edit=case.edit)
    if case.after is not None:
        with pikepdf.open(BytesIO(pdf)) as document:
            case.after(document)
            out = BytesIO()
            document.save(out)
            pdf = out.getvalue()
    assert papers.faults(pdf) == {case.rule} | case.also


@pytest.mark.parametrize("rule", HINTS)
def test_wording_is_a_hint_and_stops_nothing(rule):
    content = with_lines(papers.line(K.PARAGRAPH, HINTS[rule]))()
    pdf = papers.printed(content)
    assert papers.faults(pdf) == {rule}
    assert papers.faults(pdf, hints=False) == set()


def test_every_rule_has_a_broken_paper():
    marks_need_fields = {"R70", "R71"}  # tested with signature fields below
    covered = {case.rule for case in BROKEN} | HINTS.keys() | marks_need_fields
    assert covered == {rule.code for rule in RULES}


def test_what_is_no_pdf_is_one_error():
    (finding,) = check(zlib.compress(b"not a paper"))
    assert (finding.rule, finding.level) == ("PDF", Level.ERROR)


def test_a_finding_says_where():
    pdf = papers.printed(papers.sample(), edit=swap("xét./.", "xét."))
    (finding,) = [f for f in check(pdf) if f.level is Level.ERROR]
    assert finding.message_vi == "Phần nội dung thiếu “./.” ở cuối."
    assert finding.page == 2
    assert finding.where.endswith("để xem xét.”")


def test_the_handbook_lists_every_rule():
    page = (Path(__file__).resolve().parent.parent / "docs" / "the-thuc.md").read_text()
    for rule in RULES:
        assert f"| {rule.code} | {rule.title} |" in page
