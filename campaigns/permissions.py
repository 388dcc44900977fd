"""Ai được làm gì với phong trào và kế hoạch."""

from campaigns.models import (
    Campaign,
    Comment,
    LegalText,
    Participation,
    Plan,
    PlanReturn,
    ProgressReport,
    RaisedItem,
    RoutingParty,
    Undertaking,
    UnitTask,
)
from units.models import Membership, Unit, User
from units.permissions import allows, units_where


def can_start(user: User, host: Unit) -> bool:
    """Lập phong trào cho một cơ quan: its officers, until its work is handed over."""
    return _is_open(host) and allows(user, "start", host)


def hosts_of(user: User) -> list[Unit]:
    """Cơ quan mà người này được lập phong trào, in the order of the tree."""
    units = Unit.objects.for_pick().within(units_where(user, "start"))
    return [unit for unit in units if _is_open(unit)]


def can_read_file(user: User) -> bool:
    """Đọc tệp kế hoạch vào: who may make a campaign of it afterwards, wherever that is."""
    units = Unit.objects.within(units_where(user, "read-file"))
    return any(_is_open(unit) for unit in units)


def can_answer(user: User, host: Unit, plan_id: int) -> bool:
    """Lập kế hoạch trả lời cấp trên: who may start there, of a plan that was issued to it."""
    return (
        can_start(user, host)
        and Plan.objects.to_answer(user, host).filter(pk=plan_id).exists()
    )


def can_follow(user: User, campaign: Campaign) -> bool:
    """Xem các đơn vị hưởng ứng: who works in the authority that launched the campaign."""
    return allows(user, "see-answers", campaign.host)


def _is_open(host):
    return host.issues_papers and host.heir_id is None and not host.has_ended()


def can_keep_law(user: User, unit: Unit) -> bool:
    """Ghi, sửa văn bản của một cơ quan, also of one whose papers the person's unit keeps."""
    return allows(user, "keep-law", unit)


def keeps_text(user: User, text: LegalText) -> bool:
    """``can_keep_law`` for the rows of a list: asks nothing but what is at hand."""
    own = units_where(user, "keep-law")
    return text.unit is not None and (text.unit_id in own or text.unit.heir_id in own)


def can_keep_template(user: User, unit: Unit) -> bool:
    """Giữ kế hoạch làm mẫu: officers of the authority whose plan it is."""
    return allows(user, "keep-template", unit)


def template_units_of(user: User) -> list[int]:
    """``can_keep_template`` for the rows of a list: ids of units."""
    return units_where(user, "keep-template")


def law_hosts_of(user: User) -> list[Unit]:
    """Cơ quan mà người này ghi văn bản của địa phương vào sổ, in the order of the tree."""
    units = Unit.objects.for_pick().within(units_where(user, "keep-law"))
    return [unit for unit in units if _is_open(unit)]


def can_edit(user: User, plan: Plan) -> bool:
    """Sửa kế hoạch: officers of the issuing authority, whatever its state (see ``is_open``)."""
    return allows(user, "edit", plan.issuer)


def can_change_issued(user: User, plan: Plan) -> bool:
    """Sửa đổi, thay thế, đính chính, thu hồi: officers of the authority that issued it."""
    return allows(user, "change-issued", plan.issuer)


def can_read_versions(user: User, plan: Plan) -> bool:
    """Xem phiên bản: who sees the draft; not who sees the issued plan from below."""
    return allows(user, "see-drafts", plan.issuer) or is_asked(user, plan)


def can_read_for_review(user: User, plan: Plan) -> bool:
    """Xem bản chờ duyệt: a leader of the issuing authority, and whom a step of its route
    asks; never the person who sent it.
    """
    if plan.submitted_by_id == user.pk:
        return False
    return allows(user, "read-for-review", plan.issuer) or is_asked(user, plan)


def is_asked(user: User, plan: Plan) -> bool:
    """Được hỏi ở một bước: by a role of today or standing in, on the way on which the plan
    goes; never who wrote or sent it. Whose turn it is the act asks (``campaigns.way``).
    """
    if user.pk in (plan.created_by_id, plan.submitted_by_id):
        return False
    asked = RoutingParty.objects.asking(user).under_way()
    return asked.filter(routing__plan=plan).exists()


def can_review(user: User, plan: Plan) -> bool:
    """Duyệt, trả lại: whoever reads it for review and has two steps, where they are required."""
    return can_read_for_review(user, plan) and allows(user, "review", plan.issuer)


def can_open_whole(user: User, plan: Plan, returned: PlanReturn | None) -> bool:
    """Mở sửa cả kế hoạch: who returned it; every leader once that person leads there no more."""
    if returned and returned.step_id and returned.returned_by_id == user.pk:
        return is_asked(user, plan)
    if not can_review(user, plan):
        return False
    if returned is None or returned.returned_by_id == user.pk:
        return True
    other = returned.returned_by
    leads = plan.issuer_id in other.units_as(Membership.Role.LEADER)
    still = leads or bool(returned.step_id and is_asked(other, plan))
    return not (other.is_active and still)


def can_keep_routes(user: User, unit: Unit) -> bool:
    """Lập, sửa quy trình duyệt, cử người thay: who administers the unit or one above it."""
    return allows(user, "keep-routes", unit)


def can_sign(user: User, plan: Plan) -> bool:
    """Ký: the very person named as signer, in the capacity that is in force today."""
    return (
        plan.signer is not None
        and plan.signer.user_id == user.pk
        and plan.submitted_by_id != user.pk
        and allows(user, "sign", plan.issuer)
    )


def can_read_comments(user: User, plan: Plan) -> bool:
    """Đọc góp ý: who sees the draft, also once it is issued; not who only reads the paper."""
    return allows(user, "see-drafts", plan.issuer) or is_asked(user, plan)


def can_comment(user: User, plan: Plan) -> bool:
    """Góp ý, trả lời: officers and leaders of the issuing authority, whom a step asks."""
    return allows(user, "comment", plan.issuer) or is_asked(user, plan)


def can_close_comment(user: User, comment: Comment) -> bool:
    """Khép, mở lại góp ý: its author, or an officer who writes on the plan; no answer."""
    if comment.parent_id:
        return False
    own = comment.author_id == user.pk and can_comment(user, comment.plan)
    return own or can_edit(user, comment.plan)


def can_withdraw_comment(user: User, comment: Comment) -> bool:
    """Rút góp ý, câu trả lời của mình."""
    return comment.author_id == user.pk and can_comment(user, comment.plan)


# ---- thực hiện phong trào -----------------------------------------------------------------


def can_see_progress(user: User, campaign: Campaign) -> bool:
    """Xem tiến độ của mọi đơn vị: who works in the authority that runs the campaign."""
    return allows(user, "see-progress", campaign.host)


def can_run(user: User, campaign: Campaign) -> bool:
    """Theo dõi phong trào: officers of the authority that runs it."""
    return allows(user, "run-campaign", campaign.host)


def can_report(user: User, participation: Participation) -> bool:
    """Nhập, nộp báo cáo của đơn vị: whoever works there."""
    return allows(user, "report", participation.unit)


def can_report_task(user: User, task: UnitTask) -> bool:
    """Ghi việc thực hiện nhiệm vụ: whoever works in the unit that was given it."""
    return allows(user, "report", task.unit)


def can_name_contact(user: User, participation: Participation) -> bool:
    """Ghi đầu mối: whoever works in the unit."""
    return allows(user, "name-contact", participation.unit)


def can_report_for(user: User, participation: Participation) -> bool:
    """Nhập thay: officers of the authority that runs the campaign."""
    return allows(user, "report-for-units", participation.campaign.host)


def can_write_report(user: User, report: ProgressReport) -> bool:
    """Sửa, nộp một báo cáo: the unit its own; the authority what it has begun for the unit."""
    if report.entered_for_unit:
        return can_report_for(user, report.participation)
    return can_report(user, report.participation)


def can_receive(user: User, report: ProgressReport) -> bool:
    """Tiếp nhận, yêu cầu bổ sung: of the host; never who sent the report or wrote in it."""
    return not report.is_written_by(user) and allows(
        user, "receive-reports", report.campaign.host
    )


def can_assign_raised(user: User, campaign: Campaign) -> bool:
    """Giao trả lời khó khăn, kiến nghị: officers of the authority that runs the campaign."""
    return allows(user, "assign-raised", campaign.host)


def can_ask_explanation(user: User, campaign: Campaign) -> bool:
    """Yêu cầu đơn vị giải trình một số liệu: officers of the authority that runs the campaign."""
    return allows(user, "ask-explanation", campaign.host)


def can_answer_raised(user: User, item: RaisedItem) -> bool:
    """Trả lời: whoever works in the unit that was asked; in the host while nobody was."""
    return allows(user, "answer-raised", item.owner or item.campaign.host)


def can_exempt(user: User, campaign: Campaign) -> bool:
    """Miễn báo cáo, thôi miễn: of the host."""
    return allows(user, "receive-reports", campaign.host)


def can_keep_ladder(user: User, unit: Unit) -> bool:
    """Sửa bậc thang nhắc việc của cơ quan: its officers."""
    return allows(user, "keep-ladder", unit)


def ladder_hosts_of(user: User) -> list[Unit]:
    """Cơ quan mà người này sửa bậc thang, in the order of the tree."""
    return list(Unit.objects.for_pick().within(units_where(user, "keep-ladder")))


def can_choose_reminders(user: User, other: User) -> bool:
    """Chọn cách nhận nhắc việc: everybody their own."""
    return user.is_authenticated and user.is_active and user.pk == other.pk


# ---- đăng ký mô hình, công trình; điển hình; giao ước --------------------------------------


def can_register(user: User, participation: Participation) -> bool:
    """Đăng ký của đơn vị mình: whoever works there."""
    return allows(user, "register-works", participation.unit)


def can_register_for(user: User, participation: Participation) -> bool:
    """Nhập thay: officers of the authority that runs the campaign."""
    return allows(user, "register-for-units", participation.campaign.host)


def can_write_undertaking(user: User, undertaking: Undertaking) -> bool:
    """Sửa, gửi, rút: the unit its own; the authority what it has begun for the unit."""
    if undertaking.entered_for_unit:
        return allows(user, "register-for-units", undertaking.campaign.host)
    return allows(user, "register-works", undertaking.unit)


def can_carry_out(user: User, undertaking: Undertaking) -> bool:
    """Ghi việc thực hiện: the unit; the authority besides, of what it has entered for it."""
    if allows(user, "register-works", undertaking.unit):
        return True
    return undertaking.entered_for_unit and allows(
        user, "register-for-units", undertaking.campaign.host
    )


def can_picture(user: User, undertaking: Undertaking) -> bool:
    """Thêm, bỏ ảnh: who writes it; once it is approved who carries it out."""
    if undertaking.status == Undertaking.Status.APPROVED:
        return can_carry_out(user, undertaking)
    return can_write_undertaking(user, undertaking)


def can_decide_registration(user: User, undertaking: Undertaking) -> bool:
    """Duyệt, trả lại: of the host; never who sent it or typed it in."""
    own = (undertaking.submitted_by_id, undertaking.created_by_id)
    return user.pk not in own and allows(
        user, "receive-registrations", undertaking.campaign.host
    )


def can_receive_registrations(user: User, campaign: Campaign) -> bool:
    """Cho đăng ký muộn; the board offers what it leads to."""
    return allows(user, "receive-registrations", campaign.host)


def can_nudge(user: User, campaign: Campaign) -> bool:
    """Đôn đốc."""
    return allows(user, "nudge", campaign.host)


def can_choose_examples(user: User, campaign: Campaign) -> bool:
    """Chọn điển hình, đưa sang bước sau."""
    return allows(user, "choose-examples", campaign.host)


def can_write_pact(user: User, head: Unit | None) -> bool:
    """Viết giao ước: whoever works in the unit that heads the cluster today."""
    return head is not None and allows(user, "write-pact", head)


def can_agree_pact(user: User, unit: Unit) -> bool:
    """Đồng ý thay mặt một đơn vị thành viên."""
    return allows(user, "agree-pact", unit)
