"""Huyện Tam Đường, 2019: Hội nghị điển hình tiên tiến lần thứ V và đại hội Đảng các cấp."""

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
    PhaseNote,
    PlanContent,
    Side,
    SubjectNote,
    TargetNote,
)
from reports.demo.writing import HERE, Writer

TITLE = (
    "Đợt thi đua chào mừng Hội nghị biểu dương điển hình tiên tiến xuất sắc huyện Tam Đường "
    "lần thứ V và đại hội Đảng các cấp, nhiệm kỳ 2020 - 2025"
)
RECIPIENTS = (
    "Ủy ban nhân dân tỉnh",
    "Ban Thi đua - Khen thưởng tỉnh",
    "Thường trực Huyện ủy, HĐND huyện",
    "Chủ tịch, các Phó Chủ tịch UBND huyện",
    "UBMTTQ Việt Nam và các đoàn thể huyện",
    "Các phòng, ban, đơn vị thuộc huyện",
    "UBND các xã, thị trấn",
    "Lưu: VT, NV",
)


def plan() -> PlanContent:
    w = Writer()
    w.basis(
        "Căn cứ Kế hoạch số 524/KH-UBND ngày 08/4/2019 của Ủy ban nhân dân tỉnh Lai Châu về "
        "đợt thi đua đặc biệt hướng tới Đại hội thi đua yêu nước tỉnh lần thứ V và đại hội "
        "Đảng bộ các cấp",
        CitationNote(
            line=HERE,
            text="Kế hoạch số 524/KH-UBND ngày 08/4/2019",
            number="524/KH-UBND",
            issued_on=date(2019, 4, 8),
            issuer="Ủy ban nhân dân tỉnh Lai Châu",
            is_superior_plan=True,
        ),
    )
    w.paragraph(
        "Ủy ban nhân dân huyện Tam Đường ban hành Kế hoạch tổ chức đợt thi đua trên địa bàn "
        "huyện, cụ thể:"
    )
    _purpose(w)
    _contents(w)
    _time(w)
    _subjects_and_awards(w)
    _tasks(w)
    w.paragraph(
        "Ủy ban nhân dân huyện yêu cầu các phòng, ban, Ủy ban nhân dân các xã, thị trấn thực hiện "
        "nghiêm Kế hoạch này; khó khăn, vướng mắc gửi về Phòng Nội vụ để tổng hợp, báo cáo."
    )
    return w.content(title=TITLE, recipients=RECIPIENTS, drafter_mark="GS.(40)")


def _purpose(w: Writer) -> None:
    w.section("MỤC ĐÍCH, YÊU CẦU")
    w.item(
        "Nhìn lại phong trào thi đua yêu nước của huyện từ sau Hội nghị điển hình tiên tiến "
        "lần thứ IV: việc gì đã góp sức cho kinh tế - xã hội, quốc phòng - an ninh, việc gì "
        "còn yếu; từ đó định hướng công tác thi đua, khen thưởng cho những năm tiếp theo."
    )
    w.item(
        "Tôn vinh tập thể, cá nhân tiêu biểu ở cơ quan, doanh nghiệp, thôn bản, trong đồng bào "
        "các dân tộc; lấy gương thật, việc thật để khơi nội lực từng xã, từng bản, đưa Nghị "
        "quyết của Đảng các cấp (toàn quốc lần thứ XII, Đảng bộ tỉnh lần thứ XIII, Đảng bộ huyện "
        "lần thứ XIX) vào đời sống."
    )
    w.item(
        "Đợt thi đua được triển khai tới tận thôn, bản, có chiều sâu, có sản phẩm cụ thể; hình "
        "thức phù hợp với phong tục, mùa vụ và điều kiện của từng xã, thị trấn."
    )


def _contents(w: Writer) -> None:
    w.section("NỘI DUNG, MỤC TIÊU")
    w.title("Nội dung thi đua")
    w.dash(
        "Về đích các mục tiêu, chỉ tiêu của nghị quyết đại hội Đảng các cấp nhiệm kỳ 2015 - "
        "2020; rà từng chỉ tiêu còn thấp, giao rõ người chịu trách nhiệm."
    )
    w.dash(
        "Tập thể, cá nhân học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh bằng "
        "một việc đăng ký cụ thể, có người xác nhận kết quả."
    )
    w.dash(
        "Đẩy mạnh sản xuất nông nghiệp hàng hóa, trồng và chăm sóc chè, cây ăn quả; phát triển "
        "du lịch cộng đồng gắn với giữ gìn bản sắc các dân tộc."
    )
    w.dash(
        "Xây dựng nông thôn mới: làm đường liên bản, chỉnh trang nhà cửa, chuồng trại; giữ vệ "
        "sinh môi trường quanh nguồn nước."
    )
    w.dash(
        "Giữ vững an ninh biên giới, trật tự thôn bản; thực hiện tốt nhiệm vụ quân sự địa "
        "phương và phòng, chống thiên tai mùa mưa lũ."
    )
    w.title("Mục tiêu")
    w.dash(
        "Huy động Nhân dân các dân tộc, các cấp, các ngành cùng vào cuộc, tạo một đợt sinh "
        "hoạt chính trị rộng khắp toàn huyện."
    )
    w.dash(
        "100% cơ quan, đơn vị, xã, thị trấn tổ chức phát động và có nội dung đăng ký thi đua.",
        TargetNote(
            line=HERE,
            name="Cơ quan, đơn vị, xã, thị trấn tổ chức phát động",
            value=Decimal(100),
            unit="%",
            comparator=Comparator.EQUAL,
            direction=Direction.UP,
            shown="100%",
        ),
    )
    w.dash(
        "Mỗi xã, thị trấn giới thiệu ít nhất 02 điển hình tiên tiến trước ngày 30/9/2019 để "
        "lựa chọn biểu dương tại Hội nghị.",
        TargetNote(
            line=HERE,
            name="Điển hình tiên tiến mỗi xã, thị trấn giới thiệu",
            value=Decimal(2),
            unit="điển hình",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="ít nhất 02",
            deadline=date(2019, 9, 30),
            responsible="UBND các xã, thị trấn",
        ),
        DeadlineNote(
            line=HERE, text="Giới thiệu điển hình tiên tiến", due_on=date(2019, 9, 30)
        ),
    )


def _time(w: Writer) -> None:
    w.section("THỜI GIAN")
    w.paragraph(
        "Đợt thi đua bắt đầu ngày 25/4/2019, kết thúc ngày 30/6/2020, chia làm hai chặng:",
        PeriodNote(line=HERE, starts_on=date(2019, 4, 25), ends_on=date(2020, 6, 30)),
    )
    w.dash(
        "Đợt 1: từ ngày 25/4/2019 đến hết tháng 12/2019, trọng tâm là chào mừng Hội nghị biểu "
        "dương điển hình tiên tiến xuất sắc của huyện.",
        PhaseNote(
            line=HERE,
            name="Đợt 1",
            starts_on=date(2019, 4, 25),
            ends_on=date(2019, 12, 31),
        ),
    )
    w.dash(
        "Đợt 2: từ ngày 01/01/2020 đến ngày 30/6/2020, trọng tâm là chào mừng đại hội Đảng các "
        "cấp.",
        PhaseNote(
            line=HERE,
            name="Đợt 2",
            starts_on=date(2020, 1, 1),
            ends_on=date(2020, 6, 30),
        ),
    )


def _subjects_and_awards(w: Writer) -> None:
    w.section("ĐỐI TƯỢNG, HÌNH THỨC KHEN THƯỞNG")
    w.title("Đối tượng")
    w.point(
        "Tập thể: các phòng, ban, đơn vị thuộc huyện; Ủy ban nhân dân các xã, thị trấn; doanh "
        "nghiệp, hợp tác xã; thôn, bản, khu dân cư.",
        SubjectNote(
            line=HERE,
            side=Side.COLLECTIVE,
            name="Các phòng, ban, đơn vị thuộc huyện; UBND các xã, thị trấn",
        ),
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="Doanh nghiệp, hợp tác xã"),
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="Thôn, bản, khu dân cư"),
    )
    w.point(
        "Cá nhân: cán bộ, công chức, viên chức, chiến sĩ, người lao động và đồng bào các dân "
        "tộc trong huyện.",
        SubjectNote(
            line=HERE,
            side=Side.INDIVIDUAL,
            name="Cán bộ, công chức, viên chức, chiến sĩ, người lao động",
        ),
        SubjectNote(line=HERE, side=Side.INDIVIDUAL, name="Đồng bào các dân tộc"),
    )
    w.title("Hình thức khen thưởng")
    for name in (
        "Giấy khen của Chủ tịch UBND huyện",
        "Bằng khen của Chủ tịch UBND tỉnh",
    ):
        w.dash(f"{name};", AwardFormNote(line=HERE, name=name))
    w.dash(
        "Biểu dương tại Hội nghị điển hình tiên tiến xuất sắc của huyện.",
        AwardFormNote(line=HERE, name="Biểu dương tại Hội nghị điển hình tiên tiến"),
    )


def _tasks(w: Writer) -> None:
    w.section("TỔ CHỨC THỰC HIỆN")
    unit = "Phòng Nội vụ"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Hướng dẫn đăng ký, theo dõi, đôn đốc; kiểm tra ít nhất 03 xã trong mỗi đợt."
    )
    w.dash(
        "Thẩm định hồ sơ, trình Hội đồng Thi đua - Khen thưởng huyện; chuẩn bị nội dung Hội "
        "nghị biểu dương điển hình tiên tiến."
    )
    unit = "Phòng Văn hóa và Thông tin, Trung tâm Văn hóa, Thể thao và Truyền thông"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Mở chuyên mục người tốt, việc tốt bằng tiếng phổ thông và tiếng dân tộc; trang trí, "
        "cổ động tại trung tâm huyện và các xã."
    )
    unit = "Các phòng, ban, đơn vị thuộc huyện"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Gửi nội dung đăng ký thi đua về Phòng Nội vụ trước ngày 20/5/2019.",
        DeadlineNote(
            line=HERE, text="Gửi nội dung đăng ký thi đua", due_on=date(2019, 5, 20)
        ),
    )
    w.dash(
        "Báo cáo kết quả Đợt 1 trước ngày 10/01/2020, kết quả cả đợt thi đua trước ngày "
        "10/7/2020.",
        DeadlineNote(line=HERE, text="Báo cáo kết quả Đợt 1", due_on=date(2020, 1, 10)),
        DeadlineNote(
            line=HERE, text="Báo cáo kết quả cả đợt thi đua", due_on=date(2020, 7, 10)
        ),
    )
    unit = "Ủy ban nhân dân các xã, thị trấn"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Phát động tới thôn, bản, khu dân cư; chọn việc vừa sức, làm xong việc nào ghi nhận "
        "việc đó."
    )
    unit = "Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể huyện"
    w.title(f"Đề nghị {unit}", AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Vận động đoàn viên, hội viên, người có uy tín trong đồng bào tham gia; giám sát việc "
        "bình xét ở cơ sở."
    )
