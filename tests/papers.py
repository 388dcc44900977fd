"""Văn bản mẫu: contents in our own words, and papers broken on purpose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from campaigns.content import (
    Letterhead,
    Line,
    PaperKind,
    PlanContent,
    SignatureBlock,
)
from campaigns.outline import LineKind as K
from campaigns.twin import to_twin
from reports.checking import Level, check
from reports.rendering import FINAL, PaperMarks, engine, finishing, paper, printing
from tests.factories import ready_content

CODE = PaperMarks(
    code="7F3K-9QXM", url="https://thidua.nguyentrai.example.vn/x/7F3K-9QXM"
)


def line(kind: K, text: str, **more: object) -> Line:
    return Line(kind=kind, text=text, **more)


def table(*head: str, rows: int, cell: str = "Mô hình tuyến phố tự quản") -> Line:
    """A table whose first column counts its rows."""
    body = [
        "\t".join([str(n), *(f"{cell} {n}" for _ in head[1:])])
        for n in range(1, rows + 1)
    ]
    return line(K.TABLE, "\n".join(["\t".join(head), *body]))


@cache
def sample() -> PlanContent:
    """Kế hoạch ba trang, with căn cứ, every kind of line, a table and two annexes."""
    return PlanContent(
        letterhead=Letterhead(
            authority="ỦY BAN NHÂN DÂN\nPHƯỜNG NGUYỄN TRÃI",
            number=5,
            symbol="KH-UBND",
            place="Nguyễn Trãi",
            issued_on=date(2026, 7, 30),
        ),
        title="Phát động Đợt thi đua đặc biệt chào mừng kỷ niệm 25 năm "
        "Ngày thành lập phường Nguyễn Trãi (08/01/2002 - 08/01/2027)",
        lines=(
            line(K.BASIS, "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"),
            line(
                K.BASIS,
                "Thực hiện Kế hoạch số 118/KH-UBND ngày 20/5/2026 của Ủy ban nhân dân tỉnh về "
                "đợt thi đua cao điểm chào mừng 25 năm Ngày thành lập phường",
            ),
            line(
                K.PARAGRAPH,
                "Ủy ban nhân dân phường xây dựng Kế hoạch phát động đợt thi đua với những nội "
                "dung cụ thể sau đây, áp dụng cho tất cả các đơn vị trên địa bàn:",
            ),
            line(K.SECTION, "Mục đích, yêu cầu"),
            line(K.ITEM, "Mục đích", is_title=True),
            line(
                K.DASH,
                "Tạo khí thế thi đua sôi nổi trong cán bộ, công chức, viên chức, người lao động "
                "và Nhân dân; phấn đấu hoàn thành các chỉ tiêu kinh tế - xã hội, quốc phòng - an "
                "ninh năm 2026 trước thời hạn ít nhất 15 ngày, góp phần giữ gìn đô thị Xanh - "
                "Sạch - Đẹp.",
            ),
            line(K.ITEM, "Yêu cầu", is_title=True),
            *(
                line(
                    K.POINT,
                    f"Yêu cầu thứ {name}: có chỉ tiêu đo đếm được, có thời hạn.",
                )
                for name in ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy")
            ),
            line(K.SECTION, "Chỉ tiêu thi đua"),
            line(K.DIVISION, "Chỉ tiêu chung của phường"),
            line(K.ITEM, "Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 98% trở lên."),
            line(K.SUBITEM, "Mỗi tổ dân phố giúp đỡ ít nhất 01 hộ thoát nghèo."),
            line(K.PLUS, "Ưu tiên hộ có người khuyết tật."),
            line(K.DIVISION, "Chỉ tiêu giao cho các đơn vị"),
            line(
                K.PARAGRAPH, "Chỉ tiêu giao cho từng đơn vị theo Phụ lục I và bảng sau:"
            ),
            table("STT", "Đơn vị", "Nội dung", rows=6),
            line(
                K.SECTION,
                "Thời gian: Từ ngày 01 tháng 8 năm 2026 đến hết ngày 15 tháng 12 năm 2026, chia "
                "làm 02 đợt.",
            ),
            line(K.SECTION, "Tổ chức thực hiện"),
            line(K.ITEM, "Các phòng, đơn vị thuộc phường và tổ dân phố", is_title=True),
            line(
                K.DASH,
                "Đăng ký ít nhất 01 mô hình hoặc 01 công trình, gửi Phòng Văn hóa - Xã hội trước "
                "ngày 15/8/2026.",
            ),
            line(K.ITEM, "Phòng Văn hóa - Xã hội", is_title=True),
            line(K.DASH, "Sơ kết vào ngày 05/10/2026; tổng kết trước ngày 31/12/2026."),
            line(
                K.PARAGRAPH,
                "Trên đây là Kế hoạch phát động đợt thi đua đặc biệt chào mừng kỷ niệm 25 năm "
                "Ngày thành lập phường. Đề nghị các đơn vị nghiêm túc thực hiện; khó khăn, vướng "
                "mắc phản ánh về Ủy ban nhân dân phường để xem xét",
            ),
            line(K.ANNEX, "Nội dung đăng ký thi đua"),
            table("STT", "Đơn vị", "Nội dung đăng ký", rows=45),
            line(K.ANNEX, "Hướng dẫn ghi biểu"),
            line(
                K.PARAGRAPH,
                "Các đơn vị ghi số liệu đến hết tháng, đơn vị tính là phần trăm.",
            ),
        ),
        recipients=(
            "Ban Thường vụ Đảng ủy phường",
            "Ủy ban MTTQ Việt Nam phường và các tổ chức chính trị - xã hội",
            "12 tổ dân phố",
            "Lưu: VT, VHXH",
        ),
        drafter_mark="LT.(30)",
        signature=SignatureBlock(
            authority_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer="Lê Thị Mẫu"
        ),
    )


@cache
def short() -> PlanContent:
    """The sample without table and annexes: two pages, quickly printed."""
    first = next(i for i, x in enumerate(sample().lines) if x.kind is K.ANNEX)
    lines = [x for x in sample().lines[:first] if x.kind is not K.TABLE]
    return replace(
        sample(),
        lines=tuple(
            replace(x, text=x.text.replace("Phụ lục I và ", "")) for x in lines
        ),
    )


@cache
def council() -> PlanContent:
    """Hội đồng dùng dấu của cơ quan: chủ quản above, ô 7b below (R13, R64)."""
    head = short().letterhead
    return replace(
        short(),
        letterhead=replace(
            head,
            parent_authority="UBND PHƯỜNG NGUYỄN TRÃI",
            authority="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
            symbol="KH-HĐTĐKT",
        ),
        signature=SignatureBlock(
            authority_lines=("TM. HỘI ĐỒNG", "CHỦ TỊCH"),
            title_below="CHỦ TỊCH UBND PHƯỜNG",
            signer="Lê Thị Mẫu",
        ),
    )


@cache
def letter() -> PlanContent:
    """Công văn."""
    return replace(
        sample(),
        kind=PaperKind.LETTER,
        letterhead=replace(
            sample().letterhead,
            symbol="UBND-VHXH",
            addressees=("Các phòng, đơn vị thuộc phường", "12 tổ dân phố"),
        ),
        title="đăng ký thi đua năm 2026",
        lines=(
            line(
                K.PARAGRAPH,
                "Ủy ban nhân dân phường đề nghị các đơn vị đăng ký nội dung thi đua năm 2026 "
                "trước ngày 15/8/2026 để kịp tổng hợp, báo cáo cấp trên theo đúng thời hạn",
            ),
        ),
    )


def printed(
    content: PlanContent,
    marks: PaperMarks = FINAL,
    *,
    css: str = "",
    edit: Callable[[str], str] = str,
) -> bytes:
    """The paper with its HTML edited and a style sheet more: a way to break single rules."""
    composed = paper.compose(content, marks)
    html = edit(composed.html)
    document = engine.layout(html, composed.assets, printing.sheets(marks), css)
    return engine.write(document, enclosed=finishing.twin_of(to_twin(content)))


def faults(pdf: bytes, *, hints: bool = True) -> set[str]:
    """Rules that the paper breaks."""
    return {
        finding.rule
        for finding in check(pdf)
        if finding.level is Level.ERROR or (hints and finding.level is Level.WARNING)
    }


def with_annexes(**changes: object) -> PlanContent:
    """A plan that may be sent, with two annexes in files of their own."""
    whole = ready_content()
    return replace(
        whole,
        lines=(
            *whole.lines,
            Line(kind=K.PARAGRAPH, text="Biểu mẫu ở Phụ lục I và Phụ lục II kèm theo."),
            Line(kind=K.ANNEX, text="Nội dung đăng ký thi đua"),
            Line(kind=K.PARAGRAPH, text="Mỗi đơn vị đăng ký một việc làm mới."),
            Line(kind=K.ANNEX, text="Hướng dẫn ghi biểu"),
            Line(kind=K.PARAGRAPH, text="Số liệu ghi đến hết tháng."),
        ),
        **{"annexes_apart": True} | changes,
    )
