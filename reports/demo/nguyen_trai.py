"""Phường Nguyễn Trãi, 2023: đợt thi đua đặc biệt, 20 năm Ngày thành lập phường."""

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

TITLE = (
    "Hưởng ứng và tổ chức đợt thi đua đặc biệt chào mừng kỷ niệm 20 năm Ngày thành lập "
    "Phường Nguyễn Trãi (08/01/2004 - 08/01/2024)"
)
RECIPIENTS = (
    "Thường trực Đảng ủy phường",
    "Thường trực HĐND phường",
    "UBMTTQ Việt Nam và các đoàn thể phường",
    "Chủ tịch, các Phó Chủ tịch UBND phường",
    "Cán bộ, công chức phường",
    "Các ngành thuộc UBND phường",
    "05 tổ dân phố",
    "Lưu: VT, VPTK",
)


def plan() -> PlanContent:
    w = Writer()
    w.basis(
        "Thực hiện Chương trình công tác năm 2023 của Ủy ban nhân dân Phường Nguyễn Trãi",
        CitationNote(
            line=HERE,
            text="Chương trình công tác năm 2023",
            issuer="Ủy ban nhân dân Phường Nguyễn Trãi",
        ),
    )
    w.paragraph(
        "Ủy ban nhân dân phường ban hành Kế hoạch tổ chức đợt thi đua đặc biệt trên toàn "
        "địa bàn như sau:"
    )
    _purpose(w)
    _scope(w)
    _contents(w)
    _awards(w)
    _tasks(w)
    w.paragraph(
        "Yêu cầu thủ trưởng các ngành, đề nghị Mặt trận Tổ quốc, các đoàn thể và cấp ủy, Ban "
        "điều hành 05 tổ dân phố tổ chức thực hiện; việc vượt thẩm quyền báo ngay về Ủy ban "
        "nhân dân phường (qua Công chức Văn phòng - Thống kê) để được giải quyết."
    )
    return w.content(title=TITLE, recipients=RECIPIENTS, drafter_mark="HA.(20)")


def _purpose(w: Writer) -> None:
    w.section("MỤC ĐÍCH, YÊU CẦU")
    w.title("Mục đích")
    w.dash(
        "Mở một đợt thi đua đông người tham gia, nhiều cách làm mới, để cán bộ, công chức, "
        "người lao động, Nhân dân và doanh nghiệp đóng trên địa bàn cùng lập thành tích mừng "
        "phường tròn 20 tuổi."
    )
    w.dash(
        "Nhìn lại chặng đường hai thập niên xây dựng phường, giữ gìn nét đẹp văn hóa và "
        "truyền thống cách mạng của địa phương; từ đó khơi dậy tinh thần tự lực, ý chí vươn "
        "lên, quyết tâm về đích các mục tiêu mà Nghị quyết Đại hội Đảng bộ phường lần thứ IV, "
        "nhiệm kỳ 2020 - 2025 và Nghị quyết của Hội đồng nhân dân phường đã xác định."
    )
    w.title("Yêu cầu")
    w.dash(
        "Mỗi ngành, mỗi tổ dân phố và từng cá nhân tham gia bằng việc làm tự giác, đều đặn "
        "hằng tuần; kết quả phải góp phần vào nhiệm vụ chung của phường, của thành phố Kon "
        "Tum và của tỉnh."
    )
    w.dash(
        "Người đứng đầu đặt đợt thi đua vào hàng việc chính của những tháng cuối năm; nội "
        "dung gắn với công việc hằng ngày của đơn vị, hợp với đặc điểm từng tổ dân phố, để "
        "ngày kỷ niệm thành ngày hội của mọi nhà; kết hợp với việc học tập và làm theo tư "
        "tưởng, đạo đức, phong cách Hồ Chí Minh."
    )
    w.dash(
        "Gương tốt, mô hình mới được phát hiện tới đâu thì bồi dưỡng, giới thiệu tới đó; "
        "không đợi đến lúc tổng kết. Không chạy theo thành tích, không làm hình thức."
    )


def _scope(w: Writer) -> None:
    w.section("ĐỐI TƯỢNG, THỜI GIAN")
    w.title("Đối tượng")
    w.point(
        "Tập thể: các cơ quan, đơn vị thuộc phường; Ủy ban Mặt trận Tổ quốc Việt Nam và các "
        "đoàn thể phường; 05 tổ dân phố.",
        SubjectNote(
            line=HERE, side=Side.COLLECTIVE, name="Cơ quan, đơn vị thuộc phường"
        ),
        SubjectNote(
            line=HERE,
            side=Side.COLLECTIVE,
            name="Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể phường",
        ),
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="05 tổ dân phố"),
    )
    w.point(
        "Cá nhân: cán bộ, công chức, viên chức, người lao động; chiến sĩ lực lượng vũ trang "
        "đóng tại phường; doanh nhân, công nhân, nông dân; chức sắc tôn giáo.",
        SubjectNote(
            line=HERE,
            side=Side.INDIVIDUAL,
            name="Cán bộ, công chức, viên chức, người lao động",
        ),
        SubjectNote(
            line=HERE, side=Side.INDIVIDUAL, name="Chiến sĩ lực lượng vũ trang"
        ),
        SubjectNote(
            line=HERE, side=Side.INDIVIDUAL, name="Doanh nhân, công nhân, nông dân"
        ),
        SubjectNote(line=HERE, side=Side.INDIVIDUAL, name="Chức sắc tôn giáo"),
    )
    w.title("Thời gian")
    w.paragraph(
        "Cao điểm kéo dài bốn tháng rưỡi, từ ngày 01/8/2023 đến hết ngày 15/12/2023.",
        PeriodNote(line=HERE, starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 15)),
    )


def _contents(w: Writer) -> None:
    w.section("NỘI DUNG THI ĐUA")
    w.title("Hoàn thành nhiệm vụ kinh tế - xã hội, quốc phòng - an ninh năm 2023")
    w.dash(
        "Từng ngành, từng đoàn thể và tổ dân phố chọn khâu còn chậm của mình, nêu giải pháp, "
        "phân người chịu trách nhiệm và thời hạn; mạnh dạn nghĩ việc mới, làm cách mới."
    )
    w.dash(
        "Đến hết năm 2023 phường đạt và vượt các chỉ tiêu kinh tế - xã hội, quốc phòng - an "
        "ninh, dự toán ngân sách mà Ủy ban nhân dân thành phố và Hội đồng nhân dân phường "
        "giao.",
        TargetNote(
            line=HERE,
            name="Đạt và vượt các chỉ tiêu thành phố và HĐND phường giao năm 2023",
            direction=Direction.UP,
            deadline=date(2023, 12, 31),
        ),
    )
    w.title("Xây dựng Đảng, chính quyền và đội ngũ")
    w.dash(
        "Củng cố tổ chức đảng, nâng chất lượng sinh hoạt chi bộ; phát huy vai trò giám sát "
        "của Mặt trận và các đoàn thể; phòng, chống tham nhũng, lãng phí; đưa cải cách hành "
        "chính và ứng dụng công nghệ vào từng việc tiếp dân."
    )
    w.dash(
        "Cán bộ, công chức nêu gương: nói và làm là một, việc hôm nay không để sang ngày mai, "
        "kết quả phải đo đếm được và lấy mức hài lòng của người dân, doanh nghiệp làm thước "
        "đo."
    )
    w.title("Công trình, phần việc chào mừng")
    w.dash(
        "Mỗi đơn vị có ít nhất một hoạt động thiết thực hướng tới những ngày lễ lớn của đất "
        "nước và Ngày thành lập phường; đẩy nhanh các công trình, dự án đang làm, nhất là dự "
        "án tạo nguồn thu cho ngân sách."
    )
    w.title("Kinh tế, văn hóa, giáo dục, y tế và an sinh")
    w.dash(
        "Khai thác tiềm năng của phường để phát triển kinh tế đi đôi với văn hóa, bảo vệ môi "
        "trường, chủ động phòng, chống thiên tai, dịch bệnh."
    )
    w.dash(
        "Các trường học trên địa bàn thi đua đổi mới cách dạy, cách học, nâng chất lượng "
        "nguồn nhân lực; Trạm Y tế phường thi đua theo lời dạy “Lương y như từ mẫu”, phục vụ "
        "người bệnh chu đáo hơn."
    )
    w.dash(
        "Triển khai Cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh” "
        "và phong trào “Vì người nghèo - Không để ai bị bỏ lại phía sau”."
    )
    w.dash(
        "Đến cuối năm 2023 tỷ lệ hộ nghèo của phường còn 0,39% theo chuẩn nghèo đa chiều giai "
        "đoạn 2022 - 2026.",
        TargetNote(
            line=HERE,
            name="Tỷ lệ hộ nghèo theo chuẩn đa chiều",
            value=Decimal("0.39"),
            unit="%",
            comparator=Comparator.AT_MOST,
            direction=Direction.DOWN,
            shown="0,39%",
            deadline=date(2023, 12, 31),
        ),
    )
    w.dash(
        "Giữ vững an ninh chính trị, trật tự xã hội; làm tốt nhiệm vụ quân sự, quốc phòng địa "
        "phương."
    )
    w.title("Học tập và làm theo Bác, đền ơn đáp nghĩa")
    w.dash(
        "Gắn đợt thi đua với Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị; mỗi chi bộ, "
        "đoàn thể chọn một việc làm theo cụ thể."
    )
    w.dash(
        "Thăm hỏi, tri ân người có công và những người đã góp sức dựng xây phường qua các "
        "thời kỳ; giới thiệu gương sáng của họ tới lớp trẻ."
    )


def _awards(w: Writer) -> None:
    w.section("HÌNH THỨC KHEN THƯỞNG")
    w.paragraph(
        "Tập thể, cá nhân có thành tích xuất sắc trong đợt được xét tặng hoặc đề nghị tặng:"
    )
    for name in (
        "Giấy khen của Chủ tịch UBND phường",
        "Giấy khen của Chủ tịch UBND thành phố",
        "Bằng khen của Chủ tịch UBND tỉnh",
    ):
        w.item(f"{name}.", AwardFormNote(line=HERE, name=name))


def _tasks(w: Writer) -> None:
    w.section("TỔ CHỨC THỰC HIỆN")
    unit = "Các ngành thuộc UBND phường và các tổ dân phố"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Phát động trong đơn vị mình; đăng ký và bắt tay làm ít nhất 01 mô hình tiêu biểu "
        "hoặc 01 công trình chào mừng, gửi bản đăng ký chậm nhất ngày 15/8/2023.",
        *_registration(unit),
    )
    w.dash(
        "Viết tin, ảnh về gương điển hình, gửi đăng trên phương tiện thông tin của thành phố "
        "và Trang thông tin điện tử của phường."
    )
    w.dash(
        "Chọn tập thể, cá nhân nổi trội để khen trong đơn vị và đề nghị cấp trên khen theo "
        "quy định."
    )
    unit = "Công chức Văn phòng - Thống kê"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Lập danh sách theo dõi đăng ký của các ngành, Mặt trận, đoàn thể và tổ dân phố; nhắc "
        "đơn vị chưa đăng ký."
    )
    w.dash(
        "Hướng dẫn bình xét, trình Ủy ban nhân dân phường khen thưởng kịp thời và lập hồ sơ "
        "đề nghị cấp trên khen thưởng."
    )
    unit = "Công chức Văn hóa - Xã hội"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Làm phong phú các hình thức tuyên truyền; tăng thời lượng phát thanh về người tốt, "
        "việc tốt, nhân tố mới ở từng tổ dân phố."
    )
    w.dash(
        "Tham mưu chương trình các hoạt động văn hóa, văn nghệ, thể thao nhân ngày kỷ niệm."
    )
    unit = "Ủy ban Mặt trận Tổ quốc Việt Nam phường và các tổ chức chính trị - xã hội"
    w.title(f"Đề nghị {unit}", AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Vận động đoàn viên, hội viên và bà con hăng hái tham gia; giám sát việc thực hiện "
        "chính sách, pháp luật về thi đua, khen thưởng."
    )
    w.dash(
        "Đăng ký, thực hiện ít nhất 01 mô hình tiêu biểu hoặc 01 công trình chào mừng, gửi "
        "bản đăng ký chậm nhất ngày 15/8/2023.",
        *_registration(unit),
    )


def _registration(unit: str) -> tuple[TargetNote, RegistrationNote, DeadlineNote]:
    due = date(2023, 8, 15)
    return (
        TargetNote(
            line=HERE,
            name="Mô hình tiêu biểu hoặc công trình chào mừng của mỗi đơn vị",
            value=Decimal(1),
            unit="mô hình",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="ít nhất 01",
            deadline=due,
            responsible=unit,
        ),
        RegistrationNote(
            line=HERE, what="Mô hình tiêu biểu hoặc công trình chào mừng", deadline=due
        ),
        DeadlineNote(line=HERE, text="Gửi bản đăng ký mô hình, công trình", due_on=due),
    )
