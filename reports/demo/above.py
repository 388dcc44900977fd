"""Kế hoạch của tỉnh Kon Tum cho năm sau: for all its communes, with something for others."""

from datetime import date
from decimal import Decimal

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    PeriodNote,
    PlanContent,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from reports.demo.writing import HERE, Writer

_WARDS = "Ủy ban nhân dân các xã, phường"
TREES = 2  # place of the target that the ward adapts


def title(year: int) -> str:
    return f"Phát động phong trào thi đua yêu nước năm {year} trên địa bàn tỉnh"


def plan(year: int) -> PlanContent:
    w = Writer()
    w.basis(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        CitationNote(
            line=HERE, text="Luật Thi đua, khen thưởng", issued_on=date(2022, 6, 15)
        ),
    )
    w.paragraph(
        f"Ủy ban nhân dân tỉnh phát động phong trào thi đua yêu nước năm {year} như sau:"
    )
    w.section("MỤC ĐÍCH, ĐỐI TƯỢNG, THỜI GIAN")
    w.dash(
        "Mỗi xã, phường chọn việc thiết thực, làm đến nơi đến chốn, để người dân thấy được kết quả."
    )
    w.dash(
        "Đối tượng: các xã, phường trên địa bàn tỉnh.",
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="Các xã, phường"),
    )
    w.dash(
        f"Thời gian: từ ngày 15/01/{year} đến ngày 31/12/{year}.",
        PeriodNote(line=HERE, starts_on=date(year, 1, 15), ends_on=date(year, 12, 31)),
    )
    w.section("NỘI DUNG, CHỈ TIÊU")
    _target(
        w, f"Tiếp nhận trực tuyến ít nhất 95% hồ sơ thủ tục hành chính trước ngày 30/11/{year}.",
        "Hồ sơ thủ tục hành chính tiếp nhận trực tuyến", 95, "%", Comparator.AT_LEAST, "95%",
        date(year, 11, 30),
    )  # fmt: skip
    _target(
        w, f"Tỷ lệ hộ nghèo của mỗi xã, phường đến ngày 31/12/{year} còn không quá 2%.",
        "Tỷ lệ hộ nghèo", 2, "%", Comparator.AT_MOST, "2%", date(year, 12, 31),
    )  # fmt: skip
    _target(
        w, f"Mỗi xã, phường trồng ít nhất 2.000 cây xanh trước ngày 30/9/{year}.",
        "Cây xanh trồng mới", 2000, "cây", Comparator.AT_LEAST, "2.000", date(year, 9, 30),
    )  # fmt: skip
    w.section("KHEN THƯỞNG")
    name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
    w.dash(
        f"{name} cho tập thể, cá nhân tiêu biểu.", AwardFormNote(line=HERE, name=name)
    )
    w.section("TỔ CHỨC THỰC HIỆN")
    w.title(_WARDS, AssignmentNote(line=HERE, unit=_WARDS))
    w.dash(
        f"Đăng ký ít nhất 02 mô hình với Sở Nội vụ trước ngày 28/02/{year}.",
        RegistrationNote(
            line=HERE, what="Mô hình", minimum=2, deadline=date(year, 2, 28)
        ),
    )
    w.dash(
        f"Báo cáo kết quả 6 tháng trước ngày 15/6/{year}.",
        DeadlineNote(
            line=HERE, text="Báo cáo kết quả 6 tháng", due_on=date(year, 6, 15)
        ),
    )
    w.title("Sở Nội vụ", AssignmentNote(line=HERE, unit="Sở Nội vụ"))
    w.dash(
        f"Tổng hợp, trình Ủy ban nhân dân tỉnh xét khen thưởng trước ngày 15/12/{year}.",
        DeadlineNote(
            line=HERE, text="Trình xét khen thưởng", due_on=date(year, 12, 15)
        ),
    )
    return w.content(
        title=title(year),
        recipients=(
            "Thường trực Tỉnh ủy", "Ủy ban nhân dân các xã, phường", "Lưu: VT, NC",
        ),
    )  # fmt: skip


def _target(w, text, name, value, unit, comparator, shown, deadline) -> None:
    down = comparator is Comparator.AT_MOST
    w.item(
        text,
        TargetNote(
            line=HERE, name=name, value=Decimal(value), unit=unit, comparator=comparator,
            direction=Direction.DOWN if down else Direction.UP, shown=shown,
            deadline=deadline,
        ),
    )  # fmt: skip
