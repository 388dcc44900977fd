"""Góp ý để xem ở Phường Nguyễn Trãi: on the plan that waits, and one that came back for it."""

from datetime import date

from django.utils.timezone import localdate

from campaigns import actions
from campaigns.content import DeadlineNote, PeriodNote, PlanContent
from campaigns.models import Comment, Plan
from reports.demo import working_copies
from reports.demo.provinces import NGUYEN_TRAI
from reports.demo.showing import who
from reports.demo.writing import HERE, Writer
from units.models import Membership, Unit, User

Role = Membership.Role
STREETS = "Mỗi tổ dân phố làm sạch"
MEETINGS = "Mỗi tổ dân phố họp mặt"


def leave(today: date | None = None) -> None:
    """Through the acts; what is there already stays as it is."""
    year = (today or localdate()).year + 1
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    plans = Plan.objects.filter(issuer=ward)
    waiting = plans.filter(title=working_copies.submitted(year).title).first()
    if waiting and waiting.status == "submitted":
        _talk_about(waiting)
    if not plans.filter(title=returned(year).title).exists():
        _send_back(ward, returned(year))


def _talk_about(plan: Plan) -> None:
    if Comment.objects.filter(plan=plan).exists():
        return
    officer, deputy = who(plan.issuer, Role.OFFICER), _deputy()
    line = _line(plan, STREETS)
    asked = actions.add_comment(
        plan.pk, by=deputy, line_id=line.pk, quote="giữ sạch sau đợt thi đua",
        body="Giữ đến khi nào? Nêu thời hạn để các tổ tự kiểm tra được.",
    )  # fmt: skip
    actions.answer_comment(
        asked.pk, by=officer, body="Dự kiến hết quý I; chờ lãnh đạo xác nhận."
    )
    actions.add_comment(
        plan.pk, by=deputy, line_id=line.pk, body="Nên ghi rõ ai chấm.",
        proposed=line.text.rstrip(".") + "; Mặt trận phường chấm điểm.",
    )  # fmt: skip
    actions.add_comment(
        plan.pk,
        by=deputy,
        body="Kế hoạch gọn, dễ làm theo. Bổ sung phần kinh phí nếu có.",
    )


def _send_back(ward: Unit, content: PlanContent) -> None:
    officer, leader = who(ward, Role.OFFICER), who(ward, Role.LEADER)
    plan = actions.create_campaign_from_content(
        by=officer, host_id=ward.pk, content=content
    )
    actions.submit_plan(plan.pk, by=officer)
    line = _line(plan, MEETINGS)
    actions.add_comment(
        plan.pk, by=leader, line_id=line.pk, quote="một lần",
        body="Quý nào cũng họp thì mới thành nếp.",
        proposed=line.text.replace("một lần trong năm", "mỗi quý một lần"),
    )  # fmt: skip
    actions.return_plan(
        plan.pk, by=leader, reason="Sửa đúng chỗ đã góp ý rồi trình lại; phần khác được rồi.",
        scope="places", parts=["recipients"],
    )  # fmt: skip


def _deputy() -> User:
    return User.objects.get(username="phochutich", is_demonstration=True)


def _line(plan, begins):
    return plan.lines.get(text__startswith=begins)


def returned(year: int) -> PlanContent:
    """Bị trả lại một chỗ: thi đua xây dựng tổ dân phố thân thiện."""
    w = Writer()
    w.paragraph(
        "Để người trong tổ quen nhau, giúp nhau, Ủy ban nhân dân Phường Nguyễn Trãi tổ chức đợt "
        "thi đua như sau:"
    )
    w.section("MỤC ĐÍCH")
    w.dash(
        "Mỗi tổ dân phố là một nơi thân thiện: có việc thì hỏi, có khó khăn thì giúp."
    )
    w.section("NỘI DUNG, THỜI GIAN")
    w.item(
        f"Thời gian: từ ngày 01/02/{year} đến ngày 30/11/{year}.",
        PeriodNote(line=HERE, starts_on=date(year, 2, 1), ends_on=date(year, 11, 30)),
    )
    w.item(f"{MEETINGS} một lần trong năm, có người cao tuổi và trẻ em cùng dự.")
    w.item("Mỗi tổ giúp ít nhất một gia đình đang khó khăn, theo cách của tổ.")
    w.section("TỔ CHỨC THỰC HIỆN")
    w.dash(
        f"Các tổ dân phố báo kết quả về Văn phòng trước ngày 10/12/{year}.",
        DeadlineNote(
            line=HERE, text="Báo kết quả về Văn phòng", due_on=date(year, 12, 10)
        ),
    )
    return w.content(
        title=f"Thi đua xây dựng tổ dân phố thân thiện năm {year}",
        recipients=working_copies.RECIPIENTS,
    )
