"""Thực hiện phong trào: who may what of targets, reports and registrations."""

from units.powers.grants import (
    ANY_KEPT,
    MACHINE,
    OFFICER,
    OWN,
    PROGRESS,
    WORKING,
    Power,
    Role,
    here,
)
from units.powers.registration import REGISTRATION_POWERS

PROGRESS_POWERS: tuple[Power, ...] = (
    Power(
        "see-progress", PROGRESS, "Xem chỉ tiêu, báo cáo, đăng ký của mọi đơn vị tham gia",
        ANY_KEPT, limit="Ở cơ quan phát động. Bản đang nhập của đơn vị chỉ đơn vị thấy.",
    ),
    Power(
        "see-own-progress", PROGRESS, "Xem chỉ tiêu được giao, báo cáo, đăng ký của đơn vị mình",
        ANY_KEPT,
    ),
    Power(
        "run-campaign", PROGRESS,
        "Theo dõi phong trào: đơn vị tham gia, kỳ báo cáo, chỉ tiêu, mức giao",
        OFFICER,
        (
            "campaigns.add_participation", "campaigns.take_out", "campaigns.bring_back",
            "campaigns.lay_periods", "campaigns.add_period", "campaigns.amend_period",
            "campaigns.remove_period", "campaigns.postpone_due", "campaigns.lock_period",
            "campaigns.unlock_period", "campaigns.open_period", "campaigns.close_opening",
            "campaigns.allot", "campaigns.undo_allotment", "campaigns.exempt_allocation",
            "campaigns.owe_again", "campaigns.measure_indicator",
            "campaigns.feed_indicator",
        ),
        "Ở cơ quan phát động, từ khi kế hoạch đã ban hành.",
    ),
    Power(
        "name-contact", PROGRESS, "Ghi người phụ trách, điện thoại công vụ của đơn vị mình",
        WORKING, ("campaigns.name_contact",),
    ),
    Power(
        "report", PROGRESS,
        "Nhập, nộp, rút báo cáo tiến độ của đơn vị; ghi việc thực hiện nhiệm vụ được giao", WORKING,
        (
            "campaigns.begin_report", "campaigns.save_report", "campaigns.submit_report",
            "campaigns.withdraw_report", "campaigns.add_evidence",
            "campaigns.describe_evidence", "campaigns.remove_evidence",
            "campaigns.report_task",
        ),
        "Rút về khi chưa được tiếp nhận.",
    ),
    Power(
        "report-for-units", PROGRESS, "Nhập thay báo cáo của đơn vị theo bản giấy", OFFICER,
        ("campaigns.begin_report_for_unit",),
        "Ở cơ quan phát động; ghi rõ nhập theo văn bản nào; sau đó sửa, nộp, rút báo cáo ấy được; "
        "người khác tiếp nhận.",
    ),
    Power(
        "receive-reports", PROGRESS,
        "Tiếp nhận, yêu cầu bổ sung báo cáo; hủy tiếp nhận; miễn báo cáo",
        here(Role.OFFICER, Role.SECRETARY),
        (
            "campaigns.receive_report", "campaigns.return_report",
            "campaigns.undo_receipt", "campaigns.exempt_report",
            "campaigns.end_exemption",
        ),
        "Ở cơ quan phát động; không phải người đã nhập, sửa hay nộp báo cáo ấy.",
    ),
    Power(
        "assign-raised", PROGRESS, "Giao đơn vị trả lời khó khăn, kiến nghị nêu trong báo cáo",
        OFFICER, ("campaigns.assign_raised",), "Ở cơ quan phát động, khi chưa được trả lời.",
    ),
    Power(
        "ask-explanation", PROGRESS, "Yêu cầu đơn vị giải trình một số liệu; thôi yêu cầu",
        OFFICER, ("campaigns.ask_explanation", "campaigns.drop_explanation"),
        "Ở cơ quan phát động; thôi yêu cầu khi đơn vị chưa trả lời.",
    ),
    Power(
        "answer-raised", PROGRESS, "Trả lời khó khăn, kiến nghị; giải trình", WORKING,
        ("campaigns.answer_raised",),
        "Ở đơn vị được giao trả lời hay phải giải trình; chưa giao thì ở cơ quan phát động.",
    ),
    *REGISTRATION_POWERS,
    Power(
        "keep-ladder", PROGRESS, "Sửa bậc thang nhắc việc của cơ quan", OFFICER,
        (
            "campaigns.add_reminder_step", "campaigns.drop_reminder_step",
            "campaigns.use_common_ladder",
        ),
        "Có hiệu lực từ ngày mai.",
    ),
    Power(
        "own-reminders", PROGRESS,
        "Chọn cách nhận nhắc việc, lập và đổi địa chỉ lịch, ghi đã xem lời nhắc của mình", OWN,
        (
            "campaigns.choose_reminders", "campaigns.make_calendar",
            "campaigns.end_calendar", "campaigns.read_notices",
        ),
        "Việc đã quá hạn thì không từ chối được.",
    ),
    Power(
        "lay-down", PROGRESS, "Lập đơn vị tham gia, kỳ, chỉ tiêu từ kế hoạch đã ban hành",
        MACHINE, ("campaigns.lay_down",), "Khi kế hoạch được ban hành, sửa đổi.",
    ),
)  # fmt: skip
