"""Phường Ngọc Lâm, 2018: đợt thi đua cao điểm, 15 năm Ngày thành lập quận Long Biên."""

from datetime import date
from decimal import Decimal

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    Milestone,
    PeriodNote,
    PlanContent,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from reports.demo.writing import HERE, Writer

TITLE = (
    "Tổ chức đợt thi đua cao điểm hướng tới 15 năm Ngày thành lập quận Long Biên "
    "(06/11/2003 - 06/11/2018)"
)
SLOGAN = "Vì một Long Biên Xanh - Sạch - Đẹp"
RECIPIENTS = (
    "Hội đồng Thi đua - Khen thưởng quận",
    "Đảng ủy, HĐND, UBND phường",
    "UBMTTQ và các đoàn thể phường",
    "Thành viên Hội đồng TĐKT phường",
    "Các bộ phận chuyên môn thuộc UBND phường",
    "Các trường học, đơn vị trên địa bàn",
    "Các tổ dân phố",
    "Lưu: VT, TĐKT",
)


def plan() -> PlanContent:
    w = Writer()
    w.basis(
        "Căn cứ Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018 của Hội đồng Thi đua - Khen thưởng "
        "quận Long Biên về đợt thi đua cao điểm nhân 15 năm Ngày thành lập quận",
        CitationNote(
            line=HERE,
            text="Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018",
            number="07/KH-HĐTĐKT",
            issued_on=date(2018, 3, 20),
            issuer="Hội đồng Thi đua - Khen thưởng quận Long Biên",
            is_superior_plan=True,
        ),
    )
    w.paragraph(
        "Hội đồng Thi đua - Khen thưởng phường Ngọc Lâm tổ chức đợt thi đua cao điểm tại "
        "phường với các nội dung sau:"
    )
    _purpose(w)
    _targets(w)
    _scope(w)
    _awards(w)
    _tasks(w)
    w.paragraph(
        "Hội đồng Thi đua - Khen thưởng phường đề nghị các đơn vị, tổ dân phố triển khai nghiêm "
        "túc, phản ánh vướng mắc về Thường trực Hội đồng để cùng tháo gỡ."
    )
    return w.content(title=TITLE, recipients=RECIPIENTS, drafter_mark="TM.(25)")


def _purpose(w: Writer) -> None:
    w.section("MỤC ĐÍCH, YÊU CẦU")
    w.title("Mục đích")
    w.dash(
        "Dồn sức của cả hệ thống chính trị và người dân phường cho những việc trọng tâm, khâu "
        "đột phá của Thành phố và quận trong năm 2018, dưới chủ đề của quận “Vì một Long Biên "
        "Xanh - Sạch - Đẹp”."
    )
    w.dash(
        "Làm cho mỗi cán bộ, đảng viên, mỗi hộ gia đình thấy phần việc của mình trong thành "
        "quả 15 năm của quận và tự giác góp thêm một việc tốt."
    )
    w.title("Yêu cầu")
    w.dash(
        "Ban, ngành, đoàn thể, tổ dân phố, đơn vị trên địa bàn chọn việc sát với chức năng của "
        "mình, nêu rõ người làm, thời hạn và sản phẩm."
    )
    w.dash(
        "Quan tâm phát hiện, nhân rộng tập thể, cá nhân điển hình, gương “Người tốt, việc "
        "tốt”, mô hình mới; tuyên truyền ngay trong đợt."
    )
    w.dash(
        "Bình xét công khai, chính xác, đúng người, đúng việc và kịp thời; ưu tiên người trực "
        "tiếp làm việc ở tổ dân phố."
    )


def _targets(w: Writer) -> None:
    w.section("CHỈ TIÊU, NỘI DUNG THI ĐUA")
    w.title("Phát triển kinh tế - xã hội, an ninh quốc phòng")
    w.dash(
        "Chỉ tiêu: 6 tháng đầu năm đạt 70% và 10 tháng đầu năm hoàn thành 100% các chỉ tiêu "
        "kinh tế - xã hội, an ninh quốc phòng của năm 2018.",
        TargetNote(
            line=HERE,
            name="Hoàn thành các chỉ tiêu kinh tế - xã hội, an ninh quốc phòng năm 2018",
            value=Decimal(100),
            unit="%",
            comparator=Comparator.EQUAL,
            direction=Direction.UP,
            shown="100%",
            deadline=date(2018, 10, 31),
            milestones=(
                Milestone(
                    label="6 tháng đầu năm",
                    value=Decimal(70),
                    due_on=date(2018, 6, 30),
                ),
                Milestone(
                    label="10 tháng đầu năm",
                    value=Decimal(100),
                    due_on=date(2018, 10, 31),
                ),
            ),
        ),
    )
    w.dash(
        "Cách làm: từng bộ phận lập bảng tiến độ theo tháng; Thường trực Hội đồng rà soát vào "
        "tuần cuối mỗi tháng, đơn vị chậm phải nêu lý do và cam kết mốc bù."
    )
    w.title("Trật tự đô thị, vệ sinh môi trường")
    w.dash(
        "Giữ các tuyến phố, ngõ văn minh; tổng vệ sinh vào sáng thứ Bảy hằng tuần; không để "
        "phát sinh điểm tập kết rác tự phát, quảng cáo rao vặt sai quy định."
    )
    w.dash(
        "Mỗi tổ dân phố chọn một đoạn đường, một bức tường hoặc một vườn hoa để làm đẹp và tự "
        "quản lâu dài."
    )
    w.title("Văn hóa, giáo dục, an sinh")
    w.dash(
        "Nâng chất lượng phong trào “Toàn dân đoàn kết xây dựng đời sống văn hóa”; tổ chức hội "
        "thao, liên hoan văn nghệ quần chúng mừng ngày thành lập quận."
    )
    w.dash(
        "Chăm lo hộ khó khăn, người cao tuổi neo đơn, trẻ em có hoàn cảnh đặc biệt; các trường "
        "học thi đua dạy tốt, học tốt."
    )
    w.title("Cải cách hành chính")
    w.dash(
        "Giải quyết hồ sơ đúng hạn, có thư xin lỗi khi chậm; hướng dẫn người dân nộp hồ sơ "
        "trực tuyến tại bộ phận một cửa."
    )


def _scope(w: Writer) -> None:
    w.section("ĐỐI TƯỢNG, THỜI GIAN")
    w.title("Đối tượng")
    w.point(
        "Tập thể: các ban, ngành, đoàn thể phường; các tổ dân phố; trường học, đơn vị trên địa "
        "bàn phường.",
        SubjectNote(
            line=HERE, side=Side.COLLECTIVE, name="Các ban, ngành, đoàn thể phường"
        ),
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="Các tổ dân phố"),
        SubjectNote(
            line=HERE,
            side=Side.COLLECTIVE,
            name="Trường học, đơn vị trên địa bàn phường",
        ),
    )
    w.point(
        "Cá nhân: cán bộ, công chức, đảng viên và Nhân dân trong phường.",
        SubjectNote(
            line=HERE, side=Side.INDIVIDUAL, name="Cán bộ, công chức, đảng viên"
        ),
        SubjectNote(line=HERE, side=Side.INDIVIDUAL, name="Nhân dân trong phường"),
    )
    w.title("Thời gian")
    w.paragraph(
        "Từ ngày 02/4/2018 đến hết ngày 06/11/2018.",
        PeriodNote(line=HERE, starts_on=date(2018, 4, 2), ends_on=date(2018, 11, 6)),
    )


def _awards(w: Writer) -> None:
    w.section("KHEN THƯỞNG")
    w.paragraph("Cuối đợt, Hội đồng bình xét và đề nghị các hình thức:")
    for name in (
        "Giấy khen của Chủ tịch UBND phường",
        "Giấy khen của Chủ tịch UBND quận",
    ):
        w.dash(f"{name};", AwardFormNote(line=HERE, name=name))
    w.dash(
        "Biểu dương gương “Người tốt, việc tốt” trên hệ thống truyền thanh phường.",
        AwardFormNote(line=HERE, name="Biểu dương gương “Người tốt, việc tốt”"),
    )


def _tasks(w: Writer) -> None:
    w.section("TỔ CHỨC THỰC HIỆN")
    unit = "Thường trực Hội đồng Thi đua - Khen thưởng phường"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Hướng dẫn, đôn đốc, kiểm tra; họp sơ kết sau 6 tháng đầu năm, tổng hợp kết quả báo "
        "cáo Hội đồng Thi đua - Khen thưởng quận."
    )
    unit = "Các ban, ngành, đoàn thể, bộ phận chuyên môn phường"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Gửi bản đăng ký ít nhất 01 việc làm thiết thực chào mừng về Thường trực Hội đồng "
        "trước ngày 20/4/2018.",
        RegistrationNote(
            line=HERE, what="Việc làm thiết thực chào mừng", deadline=date(2018, 4, 20)
        ),
    )
    w.dash(
        "Gửi báo cáo kết quả và danh sách đề nghị khen thưởng trước ngày 15/10/2018.",
        DeadlineNote(
            line=HERE,
            text="Gửi báo cáo kết quả và danh sách đề nghị khen thưởng",
            due_on=date(2018, 10, 15),
        ),
    )
    unit = "Công chức Văn hóa - Xã hội"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Mở chuyên mục trên hệ thống truyền thanh phường; trang trí cờ, băng rôn ở trụ sở và "
        "nhà văn hóa tổ dân phố."
    )
    unit = "Các tổ dân phố"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Phổ biến Kế hoạch này tới từng hộ; giới thiệu gương tốt của tổ với Thường trực Hội "
        "đồng để biểu dương hằng tháng."
    )
