"""Quận Ngô Quyền, 2023: thi đua nước rút về đích kế hoạch năm."""

from datetime import date

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    DeadlineNote,
    Direction,
    PeriodNote,
    PlanContent,
    Side,
    SubjectNote,
    TargetNote,
)
from reports.demo.writing import HERE, Writer

TITLE = (
    "Thi đua nước rút về đích các chỉ tiêu, nhiệm vụ phát triển kinh tế - xã hội năm 2023 "
    "của Quận Ngô Quyền"
)
SLOGAN = "Phát huy nội lực, đồng lòng hoàn thành và vượt kế hoạch năm 2023"
RECIPIENTS = (
    "Ủy ban nhân dân thành phố",
    "Ban Thi đua - Khen thưởng thành phố",
    "Thường trực Quận ủy, HĐND quận",
    "Chủ tịch, các Phó Chủ tịch UBND quận",
    "UBMTTQ Việt Nam và các đoàn thể quận",
    "Các phòng, ban, đơn vị thuộc quận",
    "UBND các phường",
    "Lưu: VT, NV",
)


def plan() -> PlanContent:
    w = Writer()
    w.basis(
        "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về tiếp tục đổi mới "
        "công tác thi đua, khen thưởng",
        CitationNote(
            line=HERE,
            text="Chỉ thị số 34-CT/TW ngày 07/4/2014",
            number="34-CT/TW",
            issued_on=date(2014, 4, 7),
            issuer="Bộ Chính trị",
        ),
    )
    w.paragraph(
        "Ủy ban nhân dân Quận Ngô Quyền ban hành Kế hoạch thi đua nước rút những tuần cuối năm "
        "2023 như sau:"
    )
    _purpose(w)
    _contents(w)
    _scope(w)
    _tasks(w)
    w.paragraph(
        "Thủ trưởng các đơn vị, Chủ tịch Ủy ban nhân dân các phường chịu trách nhiệm trước Ủy "
        "ban nhân dân quận về kết quả của đơn vị mình."
    )
    return w.content(title=TITLE, recipients=RECIPIENTS, drafter_mark="TV.(30)")


def _purpose(w: Writer) -> None:
    w.section("MỤC ĐÍCH, CHỦ ĐỀ")
    w.item(
        "Tạo không khí thi đua gấp rút, sôi nổi trong những tuần cuối năm để toàn quận hoàn "
        "thành tốt nhất kế hoạch năm 2023; thấy ngay cách làm hay, người làm giỏi để biểu "
        "dương và nhân ra toàn quận."
    )
    w.item(
        "Chủ đề: toàn quận phát huy nội lực, đồng lòng về đích và vượt kế hoạch; gắn với chủ "
        "đề năm 2023 của thành phố “Đẩy mạnh chỉnh trang, hiện đại hóa đô thị - Xây dựng nông "
        "thôn mới kiểu mẫu - Thực hiện chuyển đổi số” và của quận “Tăng cường quản lý đất đai, "
        "đô thị và giải phóng mặt bằng”."
    )


def _contents(w: Writer) -> None:
    w.section("SÁU NHIỆM VỤ THI ĐUA")
    w.title("Thực hiện chủ trương về đổi mới thi đua, khen thưởng")
    w.paragraph(
        "Quán triệt lại Chỉ thị số 34-CT/TW, các nghị quyết, kết luận của Thành ủy, Quận ủy và "
        "Hội đồng nhân dân hai cấp; mỗi đơn vị tự đối chiếu, nêu việc chưa làm được để thi đua "
        "làm bù."
    )
    w.title("Về đích chỉ tiêu kinh tế - xã hội")
    w.paragraph(
        "Từ kết quả 10 tháng đầu năm, rà từng chỉ tiêu, giữ kỷ luật, kỷ cương, nêu cao vai trò "
        "người đứng đầu; đến hết tháng 12/2023 hoàn thành ở mức cao nhất các chỉ tiêu của kế "
        "hoạch năm.",
        TargetNote(
            line=HERE,
            name="Hoàn thành ở mức cao nhất các chỉ tiêu kế hoạch năm 2023",
            direction=Direction.UP,
            deadline=date(2023, 12, 31),
        ),
    )
    w.title("Thu, chi ngân sách")
    w.paragraph(
        "Rà soát từng nguồn thu, sắc thuế, đôn đốc nợ đọng; làm nhanh thủ tục quy hoạch, đấu "
        "giá, đấu thầu, đất đai để có thêm nguồn thu; chi đúng dự toán."
    )
    w.title("Đầu tư công, giải phóng mặt bằng")
    w.paragraph(
        "Gỡ từng vướng mắc của từng dự án để giải ngân; chuẩn bị mặt bằng sạch đón nhà đầu tư; "
        "thúc tiến độ hạ tầng giao thông, du lịch trọng điểm, khu đô thị và nhà ở xã hội."
    )
    w.title("Chuyển đổi số")
    w.paragraph(
        "Làm xong các phần việc đã được cấp kinh phí, giải ngân đúng kế hoạch; hướng dẫn người "
        "dân dùng dịch vụ công trực tuyến tại phường."
    )
    w.title("Kiểm tra, phát hiện và nhân điển hình")
    w.dash(
        "Đôn đốc, kiểm tra, sơ kết, tổng kết đúng hạn; làm đủ bốn khâu: phát hiện, bồi dưỡng, "
        "tổng kết, nhân điển hình tiên tiến."
    )
    w.dash(
        "Khen thưởng chính xác, kịp thời, công khai, minh bạch; thành tích của đợt này là một "
        "tiêu chí khi đánh giá công tác năm của tập thể, cá nhân."
    )


def _scope(w: Writer) -> None:
    w.section("ĐỐI TƯỢNG, THỜI GIAN, KHEN THƯỞNG")
    w.item(
        "Tập thể: các phòng, ban, đơn vị thuộc quận và các phường.",
        SubjectNote(
            line=HERE,
            side=Side.COLLECTIVE,
            name="Các phòng, ban, đơn vị thuộc quận và các phường",
        ),
    )
    w.item(
        "Cá nhân: cán bộ, công chức, viên chức, người lao động trong quận.",
        SubjectNote(
            line=HERE,
            side=Side.INDIVIDUAL,
            name="Cán bộ, công chức, viên chức, người lao động trong quận",
        ),
    )
    w.item(
        "Thời gian cao điểm: từ ngày 20/11/2023 đến hết ngày 31/12/2023.",
        PeriodNote(line=HERE, starts_on=date(2023, 11, 20), ends_on=date(2023, 12, 31)),
    )
    names = (
        "Giấy khen của Chủ tịch UBND quận",
        "Bằng khen của Chủ tịch UBND thành phố",
    )
    w.item(
        "Hình thức: Giấy khen của Chủ tịch UBND quận; đề nghị Bằng khen của Chủ tịch UBND "
        "thành phố cho tập thể, cá nhân đặc biệt tiêu biểu.",
        *(AwardFormNote(line=HERE, name=name) for name in names),
    )


def _tasks(w: Writer) -> None:
    w.section("TỔ CHỨC THỰC HIỆN")
    unit = "Phòng Nội vụ"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Đôn đốc hằng tuần, tổng hợp kết quả, trình khen thưởng trước ngày 31/12/2023.",
        DeadlineNote(
            line=HERE,
            text="Tổng hợp kết quả, trình khen thưởng",
            due_on=date(2023, 12, 31),
        ),
    )
    unit = "Phòng Tài chính - Kế hoạch"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash("Cập nhật số thu, chi, giải ngân vào thứ Sáu hằng tuần, gửi các đơn vị.")
    unit = "Các phòng, ban, đơn vị và Ủy ban nhân dân các phường"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Phát động trong đơn vị trước ngày 25/11/2023, báo cáo kết quả và đề nghị khen thưởng "
        "trước ngày 25/12/2023.",
        DeadlineNote(
            line=HERE, text="Phát động trong đơn vị", due_on=date(2023, 11, 25)
        ),
        DeadlineNote(
            line=HERE,
            text="Báo cáo kết quả, đề nghị khen thưởng",
            due_on=date(2023, 12, 25),
        ),
    )
