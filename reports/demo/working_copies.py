"""Việc đang dở của Phường Nguyễn Trãi: a draft, a plan sent for approval, one signed.

They speak of the year after the one in which the demonstration is set up, so that whoever
tries the site has real work before them.
"""

from datetime import date
from decimal import Decimal

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
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

RECIPIENTS = (
    "Thường trực Đảng ủy phường",
    "Chủ tịch, các Phó Chủ tịch UBND phường",
    "UBMTTQ Việt Nam và các đoàn thể phường",
    "Các phòng thuộc UBND phường",
    "05 tổ dân phố",
    "Lưu: VT, VP",
)


def draft(year: int) -> PlanContent:
    """Bản nháp: taken over from the year before; one căn cứ is over, one section is empty."""
    w = Writer()
    w.basis("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022")
    w.basis(
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định "
        "chi tiết thi hành một số điều của Luật Thi đua, khen thưởng"
    )
    w.paragraph(
        f"Ủy ban nhân dân Phường Nguyễn Trãi phát động phong trào thi đua năm {year} như sau:"
    )
    w.section("MỤC ĐÍCH, YÊU CẦU")
    w.dash(
        "Đưa thi đua vào công việc hằng ngày của từng phòng, từng tổ dân phố; việc đăng ký phải "
        "đo được, có người chịu trách nhiệm."
    )
    w.section("CHỈ TIÊU THI ĐUA")
    w.dash(
        "Hồ sơ thủ tục hành chính giải quyết đúng hạn đạt ít nhất 98%.",
        TargetNote(
            line=HERE,
            name="Hồ sơ thủ tục hành chính giải quyết đúng hạn",
            value=Decimal(98),
            unit="%",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="98%",
        ),
    )
    w.dash(
        "Hộ gia đình đạt danh hiệu gia đình văn hóa đạt ít nhất 95%.",
        TargetNote(
            line=HERE,
            name="Hộ gia đình đạt danh hiệu gia đình văn hóa",
            value=Decimal(95),
            unit="%",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="95%",
        ),
    )
    w.section("TỔ CHỨC THỰC HIỆN")
    return w.content(
        title=f"Phát động phong trào thi đua năm {year}", recipients=RECIPIENTS
    )


CLEANED, CLEANED_FIRST = (
    "Mỗi tổ dân phố làm sạch ít nhất 01 tuyến đường, hẻm và giữ sạch sau đợt thi đua.",
    "Mỗi tổ dân phố làm sạch 02 tuyến đường, hẻm.",
)
VISITS = "Thăm, tặng quà các gia đình chính sách, hộ khó khăn trên địa bàn phường."


def summed_up(year: int, day: int) -> str:
    return f"Tổng hợp kết quả, trình khen thưởng trước ngày {day}/01/{year}."


def submitted(year: int, *, is_first: bool = False) -> PlanContent:
    """Đã trình: mừng Ngày thành lập phường 08/01; ``is_first``: as it was when it came back."""
    w = Writer()
    day = 15 if is_first else 12
    w.paragraph(
        "Hướng tới Ngày thành lập Phường Nguyễn Trãi, Ủy ban nhân dân phường tổ chức đợt thi đua "
        "ngắn ngày như sau:"
    )
    w.section("MỤC ĐÍCH, YÊU CẦU")
    w.dash(
        "Nhắc nhau nhớ ngày lập phường bằng việc làm đẹp phố, giúp người khó khăn; không tổ chức "
        "rình rang."
    )
    w.section("NỘI DUNG, THỜI GIAN")
    w.item(
        f"Thời gian: từ ngày 15/12/{year - 1} đến ngày 08/01/{year}.",
        PeriodNote(
            line=HERE, starts_on=date(year - 1, 12, 15), ends_on=date(year, 1, 8)
        ),
    )
    w.item(
        CLEANED_FIRST if is_first else CLEANED,
        TargetNote(
            line=HERE,
            name="Tuyến đường, hẻm được làm sạch ở mỗi tổ dân phố",
            value=Decimal(2 if is_first else 1),
            unit="tuyến",
            comparator=Comparator.EQUAL if is_first else Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="02" if is_first else "ít nhất 01",
            responsible="Các tổ dân phố",
        ),
    )
    if not is_first:
        w.item(VISITS)
    w.section("KHEN THƯỞNG")
    name = "Giấy khen của Chủ tịch UBND phường"
    w.dash(
        "Giấy khen của Chủ tịch UBND phường cho tập thể, cá nhân làm tốt nhất.",
        AwardFormNote(line=HERE, name=name),
    )
    w.section("TỔ CHỨC THỰC HIỆN")
    unit = "Các tổ dân phố"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        f"Đăng ký ít nhất 01 tuyến đường, hẻm với Văn phòng trước ngày 20/12/{year - 1}.",
        RegistrationNote(
            line=HERE, what="Tuyến đường, hẻm tự quản", deadline=date(year - 1, 12, 20)
        ),
    )
    unit = "Văn phòng HĐND và UBND phường"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        summed_up(year, day),
        DeadlineNote(
            line=HERE,
            text="Tổng hợp kết quả, trình khen thưởng",
            due_on=date(year, 1, day),
        ),
    )
    return w.content(
        title=f"Tổ chức đợt thi đua chào mừng Ngày thành lập Phường Nguyễn Trãi (08/01/{year})",
        recipients=RECIPIENTS,
    )


def signed(year: int) -> PlanContent:
    """Đã ký, chờ cấp số: thi đua chuyển đổi số ở tổ dân phố."""
    w = Writer()
    w.paragraph(
        "Để người dân dùng được dịch vụ công trực tuyến, Ủy ban nhân dân Phường Nguyễn Trãi phát "
        "động đợt thi đua như sau:"
    )
    w.section("MỤC ĐÍCH, ĐỐI TƯỢNG")
    w.dash(
        "Giúp từng hộ làm quen với nộp hồ sơ, tra cứu kết quả trên điện thoại; giảm số lần phải "
        "đến trụ sở phường."
    )
    w.dash(
        "Đối tượng: 05 tổ dân phố, Đoàn thanh niên phường và cán bộ, công chức phường.",
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="05 tổ dân phố"),
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="Đoàn thanh niên phường"),
        SubjectNote(line=HERE, side=Side.INDIVIDUAL, name="Cán bộ, công chức phường"),
    )
    w.section("CHỈ TIÊU, THỜI GIAN")
    w.item(
        f"Thời gian: từ ngày 01/01/{year} đến ngày 30/6/{year}.",
        PeriodNote(line=HERE, starts_on=date(year, 1, 1), ends_on=date(year, 6, 30)),
    )
    w.item(
        "Ít nhất 80% hồ sơ của người dân trong tổ được nộp trực tuyến.",
        TargetNote(
            line=HERE,
            name="Hồ sơ nộp trực tuyến",
            value=Decimal(80),
            unit="%",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="80%",
            responsible="05 tổ dân phố",
        ),
    )
    w.section("TỔ CHỨC THỰC HIỆN")
    unit = "Đoàn thanh niên phường"
    w.title(f"Đề nghị {unit}", AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Mỗi tổ dân phố có một nhóm thanh niên hướng dẫn vào sáng thứ Bảy hằng tuần."
    )
    unit = "05 tổ dân phố"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        f"Báo cáo kết quả về Văn phòng trước ngày 05/7/{year}.",
        DeadlineNote(line=HERE, text="Báo cáo kết quả", due_on=date(year, 7, 5)),
    )
    return w.content(
        title=f"Thi đua đưa dịch vụ công trực tuyến đến từng hộ dân năm {year}",
        recipients=RECIPIENTS,
    )
