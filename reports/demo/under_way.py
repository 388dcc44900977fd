"""Phong trào đang chạy của Phường Nguyễn Trãi: it begins on the day it is set up.

So that whoever opens the demonstration, on whatever day, finds a campaign under way, with
an opening and a closing phase and days of registering and reporting in the weeks to come.
"""

from datetime import date, timedelta
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
    PhaseNote,
    PlanContent,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from reports.demo.working_copies import RECIPIENTS
from reports.demo.writing import HERE, Writer

DAYS = 60
_WARD = "05 tổ dân phố"
_OFFICE = "Văn phòng HĐND và UBND phường"


def title(today: date) -> str:
    """One a month: run again within it, the demonstration finds the campaign it has."""
    month = f"{today:%m/%Y}" if today.month < 3 else f"{today.month}/{today.year}"
    return (
        f"Thi đua cao điểm {DAYS} ngày giữ phố phường sáng, xanh, sạch, đẹp, "
        f"bắt đầu từ tháng {month}"
    )


def plan(today: date) -> PlanContent:
    """Days are counted from ``today``: 10 to register, 20 and 40 to report, 30 a phase."""
    w = Writer()
    _opening(w)
    _phases(w, today)
    _targets(w, today)
    _awards(w)
    _tasks(w, today)
    w.paragraph(
        "Quá trình thực hiện có vướng mắc, các đơn vị báo về Văn phòng HĐND và UBND phường để "
        "tổng hợp, trình Chủ tịch UBND phường xem xét."
    )
    return w.content(title=title(today), recipients=RECIPIENTS)


def _opening(w: Writer) -> None:
    w.basis(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        CitationNote(
            line=HERE,
            text="Luật Thi đua, khen thưởng",
            issued_on=date(2022, 6, 15),
        ),
    )
    w.paragraph(
        f"Ủy ban nhân dân Phường Nguyễn Trãi phát động đợt thi đua cao điểm {DAYS} ngày như sau:"
    )
    w.section("MỤC ĐÍCH, ĐỐI TƯỢNG")
    w.dash(
        "Đường, hẻm nào cũng có người trông; rác để đúng giờ, đúng chỗ; mỗi tuần có một việc làm "
        "xong mà người dân nhìn thấy được."
    )
    w.dash(
        f"Đối tượng: {_WARD}, Đoàn thanh niên phường và cán bộ, công chức phường.",
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name=_WARD),
        SubjectNote(line=HERE, side=Side.COLLECTIVE, name="Đoàn thanh niên phường"),
        SubjectNote(line=HERE, side=Side.INDIVIDUAL, name="Cán bộ, công chức phường"),
    )


def _phases(w: Writer, today: date) -> None:
    middle, end = _after(today, DAYS // 2), _after(today, DAYS)
    w.section("THỜI GIAN")
    w.item(
        f"Thời gian: từ ngày {_words(today)} đến ngày {_words(end)}.",
        PeriodNote(line=HERE, starts_on=today, ends_on=end),
    )
    second = middle + timedelta(days=1)
    for name, starts_on, ends_on in (("Đợt 1", today, middle), ("Đợt 2", second, end)):
        w.item(
            f"{name}: từ ngày {_words(starts_on)} đến ngày {_words(ends_on)}.",
            PhaseNote(line=HERE, name=name, starts_on=starts_on, ends_on=ends_on),
        )


def _targets(w: Writer, today: date) -> None:
    first, last = _after(today, 20), _after(today, 40)
    w.section("CHỈ TIÊU")
    w.item(
        f"Có 60% hộ gia đình phân loại rác tại nhà vào ngày {_words(first)}, đạt ít nhất 90% vào "
        f"ngày {_words(last)}.",
        TargetNote(
            line=HERE,
            name="Hộ gia đình phân loại rác tại nhà",
            value=Decimal(90),
            unit="%",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="90%",
            deadline=last,
            responsible=_WARD,
            milestones=(
                Milestone(
                    label=f"Ngày {_words(first)}", value=Decimal(60), due_on=first
                ),
                Milestone(label=f"Ngày {_words(last)}", value=Decimal(90), due_on=last),
            ),
        ),
    )
    w.item(
        "Mỗi tổ dân phố nhận giữ sạch ít nhất 02 tuyến đường, hẻm.",
        TargetNote(
            line=HERE,
            name="Tuyến đường, hẻm mỗi tổ dân phố nhận giữ sạch",
            value=Decimal(2),
            unit="tuyến",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="ít nhất 02",
            responsible=_WARD,
        ),
    )


def _awards(w: Writer) -> None:
    w.section("KHEN THƯỞNG")
    name = "Giấy khen của Chủ tịch UBND phường"
    w.dash(
        f"{name} cho tập thể, cá nhân có cách làm hay, giữ được lâu.",
        AwardFormNote(line=HERE, name=name),
    )


def _tasks(w: Writer, today: date) -> None:
    registered, first, last = (_after(today, days) for days in (10, 21, 42))
    w.section("TỔ CHỨC THỰC HIỆN")
    w.title(_WARD, AssignmentNote(line=HERE, unit=_WARD))
    w.dash(
        "Đăng ký ít nhất 01 tuyến đường, hẻm tự quản với Văn phòng trước ngày "
        f"{_words(registered)}.",
        RegistrationNote(
            line=HERE, what="Tuyến đường, hẻm tự quản", deadline=registered
        ),
    )
    w.dash(
        f"Báo cáo kết quả nửa đợt trước ngày {_words(first)}.",
        DeadlineNote(line=HERE, text="Báo cáo kết quả nửa đợt", due_on=first),
    )
    w.title(_OFFICE, AssignmentNote(line=HERE, unit=_OFFICE))
    w.dash(
        f"Tổng hợp, trình danh sách đề nghị khen thưởng trước ngày {_words(last)}.",
        DeadlineNote(
            line=HERE,
            text="Trình danh sách đề nghị khen thưởng",
            due_on=last,
        ),
    )


def _after(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _words(day: date) -> str:
    """ "05/01/2027", "30/6/2026": January and February take a zero, as in the decree."""
    month = f"{day:%m}" if day.month < 3 else f"{day.month}"
    return f"{day:%d}/{month}/{day.year}"
