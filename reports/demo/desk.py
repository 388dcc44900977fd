"""Chờ ký, quy trình duyệt để xem ở Phường Nguyễn Trãi: plans that wait at the leader's desk, and
one that is on its way through the steps of a route.
"""

from datetime import date, timedelta

from django.utils.timezone import localdate

from campaigns import actions, way
from campaigns.content import AssignmentNote, DeadlineNote, PeriodNote, PlanContent
from campaigns.models import Plan, Route
from reports import previews, tasks
from reports.demo import working_copies
from reports.demo.provinces import NGUYEN_TRAI
from reports.demo.showing import who
from reports.demo.writing import HERE, Writer
from units.models import Membership, Unit, User

Role = Membership.Role
_WARD = "05 tổ dân phố"
_TITLE = "Thi đua {} năm {}"
# What each is about, its aim, its work, its money.
WAITING = (
    (
        "giữ an toàn phòng cháy, chữa cháy ở khu dân cư",
        "Nhà nào cũng có lối thoát thứ hai, ai cũng biết gọi 114 và dùng bình chữa cháy.",
        "Mỗi tổ dân phố tập chữa cháy, thoát nạn ít nhất một lần trong quý II.",
        "Kinh phí 30 triệu đồng từ ngân sách phường.",
    ),
    (
        "học kỹ năng số, làm việc không giấy",
        "Người dân tự nộp được hồ sơ trên mạng; cán bộ xử lý việc không in ra giấy.",
        "Mỗi tổ dân phố mở một lớp kỹ năng số cho người cao tuổi.",
        "Kinh phí 15 triệu đồng từ ngân sách phường.",
    ),
)
ON_THE_WAY = (
    "chăm sóc người cao tuổi, trẻ em",
    "Người cao tuổi sống một mình có người hỏi thăm; trẻ em có chỗ chơi an toàn.",
    "Mỗi tổ dân phố nhận đỡ đầu ít nhất một người cao tuổi sống một mình.",
    "Kinh phí vận động từ nguồn xã hội hóa.",
)


def leave(today: date | None = None) -> None:
    """Through the acts; what is there already stays as it is."""
    year = (today or localdate()).year + 1
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    for about in WAITING:
        if plan := _sent(ward, plan_of(year, *about)):
            _draw(plan)
    if Route.objects.filter(unit=ward).exists():
        return
    _set_route(ward)
    if plan := _sent(ward, plan_of(year, *ON_THE_WAY)):
        # The first has agreed; it waits for the deputy.
        actions.agree_step(
            plan.pk, by=who(ward, Role.CLERK), step_id=_open_step(plan),
            remark="Thể thức đúng Nghị định 30.",
        )  # fmt: skip


def _set_route(ward: Unit) -> None:
    by = who(ward, Role.ADMINISTRATOR)
    route = actions.begin_route(ward.pk, by=by, kind="plan")
    for name, days, role, title in (
        ("Thẩm tra thể thức", 1, Role.CLERK, "Văn thư"),
        ("Cho ý kiến", 2, Role.LEADER, "Phó Chủ tịch"),
    ):
        actions.add_step(
            route.pk, by=by, name=name, days=days, positions=[(ward.pk, role, title)]
        )
    actions.put_in_force(route.pk, by=by, valid_from=localdate())


def _sent(ward: Unit, content: PlanContent) -> Plan | None:
    """None: it is there already."""
    if Plan.objects.filter(issuer=ward, title=content.title).exists():
        return None
    officer: User = who(ward, Role.OFFICER)
    plan = actions.create_campaign_from_content(
        by=officer, host_id=ward.pk, content=content
    )
    return actions.submit_plan(plan.pk, by=officer)


def _draw(plan: Plan) -> None:
    if previews.ready(previews.key_of(plan)) is None:
        tasks.wake(tasks.render_preview, plan.pk)


def _open_step(plan: Plan) -> int:
    found = way.way_of(plan)
    assert found is not None
    step = found.open_step
    assert step is not None
    return step.pk


def plan_of(year: int, about: str, aim: str, work: str, money: str) -> PlanContent:
    """Một kế hoạch ngắn: from 1 March to 30 September of that year."""
    first, last = date(year, 3, 1), date(year, 9, 30)
    w = Writer()
    w.paragraph(
        "Ủy ban nhân dân Phường Nguyễn Trãi phát động đợt thi đua với các nội dung sau:"
    )
    w.section("MỤC ĐÍCH")
    w.dash(aim)
    w.section("NỘI DUNG, THỜI GIAN, KINH PHÍ")
    w.item(
        f"Thời gian: từ ngày {first:%d}/{first.month}/{year} đến ngày "
        f"{last:%d}/{last.month}/{year}.",
        PeriodNote(line=HERE, starts_on=first, ends_on=last),
    )
    w.item(work)
    w.item(money)
    w.section("TỔ CHỨC THỰC HIỆN")
    w.title(_WARD, AssignmentNote(line=HERE, unit=_WARD))
    due = last + timedelta(days=10)
    w.dash(
        f"Báo cáo kết quả về Văn phòng trước ngày {due:%d}/{due.month}/{year}.",
        DeadlineNote(line=HERE, text="Báo cáo kết quả về Văn phòng", due_on=due),
    )
    return w.content(
        title=_TITLE.format(about, year), recipients=working_copies.RECIPIENTS
    )
