"""Quyết định khen thưởng: who may what of decisions, money and certificates."""

from units.powers.grants import (
    BRANCH,
    CLERK,
    DECISIONS,
    EVERY_ROLE,
    LEADER,
    MACHINE,
    OFFICER,
    SECRETARY,
    Grant,
    Power,
    Scope,
)

DECISIONS_POWERS: tuple[Power, ...] = (
    Power(
        "see-decisions", DECISIONS, "Xem quyết định đang soạn, chờ ký",
        (Grant(EVERY_ROLE, Scope.KEPT), *SECRETARY),
    ),
    Power(
        "see-issued-decisions", DECISIONS, "Xem quyết định khen thưởng đã ban hành",
        (Grant(EVERY_ROLE, Scope.BELOW),),
    ),
    Power(
        "draft-decision", DECISIONS,
        "Lập, sửa, trình, rút, bỏ quyết định khen thưởng; lập quyết định hủy bỏ",
        OFFICER + SECRETARY,
        (
            "awards.draft_decision", "awards.add_to_decision", "awards.drop_line",
            "awards.amend_line", "awards.amend_decision", "awards.reword_decision",
            "awards.drop_decision", "awards.submit_decision",
            "awards.take_decision_back", "awards.draft_cancellation",
        ),
    ),
    Power(
        "return-decision", DECISIONS, "Trả lại quyết định để sửa", LEADER,
        ("awards.return_decision",), "Không phải người đã trình.",
    ),
    Power(
        "sign-decision", DECISIONS, "Duyệt và ký quyết định khen thưởng", LEADER,
        ("awards.approve_decision", "reports.sign_decision"),
        "Đúng người ghi ở phần ký, đang giữ tư cách ký; không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "make-diplomas", DECISIONS,
        "Lập, in giấy khen, giấy chứng nhận theo quyết định; khai phôi, máy in",
        OFFICER + CLERK + SECRETARY,
        (
            "reports.begin_diplomas", "reports.pause_diplomas", "reports.resume_diplomas",
            "reports.retry_diplomas", "reports.amend_diploma", "reports.print_diplomas",
            "reports.retry_print", "reports.add_stock", "reports.amend_stock",
            "reports.retire_stock", "reports.add_printer", "reports.amend_printer",
            "reports.retire_printer",
        ),
    ),
    Power(
        "see-unit-honours", DECISIONS, "Xem thành tích khen thưởng của một đơn vị",
        (Grant(EVERY_ROLE, Scope.KEPT), *BRANCH, *SECRETARY),
    ),
    Power(
        "record-honours", DECISIONS,
        "Ghi thành tích khen thưởng đã có theo quyết định giấy; bỏ dòng ghi nhầm",
        BRANCH + SECRETARY,
        (
            "awards.record_honour", "awards.drop_honour", "awards.add_honour_scan",
            "awards.drop_honour_scan",
        ),
        "Thành tích do quyết định trong hệ thống ghi thì chỉ quyết định hủy bỏ mới bỏ được.",
    ),
    Power(
        "run-decision", DECISIONS,
        "Ghi nhận quyết định đã ký, đã ban hành, phải soạn lại; ghi thành tích được khen", MACHINE,
        (
            "awards.record_decision_signature", "awards.record_decision_issue",
            "awards.reopen_decision", "awards.give_decision_back",
        ),
        "Khi văn bản của quyết định được ký, ban hành hay trả lại.",
    ),
)  # fmt: skip
