"""Trình cấp trên: who may what of submissions to a superior and of its answers."""

from units.powers.grants import (
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

SUBMISSIONS_POWERS: tuple[Power, ...] = (
    Power(
        "see-submissions", DECISIONS,
        "Xem tờ trình cấp trên và trả lời của cấp trên",
        (Grant(EVERY_ROLE, Scope.KEPT), *SECRETARY),
        limit="Cơ quan cấp trên xem tờ trình đã đến.",
    ),
    Power(
        "take-submission", DECISIONS,
        "Tải gói hồ sơ trình cấp trên: danh sách, biên bản, báo cáo, giấy tờ",
        OFFICER + LEADER + SECRETARY,
        limit="Ở cơ quan trình; ở cơ quan cấp trên từ khi hồ sơ đến cho đến khi bị rút.",
    ),
    Power(
        "draft-submission", DECISIONS,
        "Lập, sửa, trình ký, bỏ tờ trình cấp trên; rút hồ sơ đã trình; ghi trả lời của cấp trên",
        OFFICER + SECRETARY,
        (
            "awards.draft_submission", "awards.add_to_submission",
            "awards.drop_submission_line", "awards.amend_submission",
            "awards.reword_submission", "awards.drop_submission",
            "awards.submit_submission", "awards.take_submission_back",
            "awards.withdraw_submission", "awards.record_superior_answer",
            "awards.undo_superior_answer",
        ),
        "Trả lời của cấp trên có trong hệ thống tự về, không ghi tay.",
    ),
    Power(
        "return-submission", DECISIONS, "Trả lại tờ trình để sửa", LEADER,
        ("awards.return_submission",), "Không phải người đã trình.",
    ),
    Power(
        "sign-submission", DECISIONS, "Duyệt và ký tờ trình cấp trên", LEADER,
        ("awards.approve_submission", "reports.sign_submission"),
        "Đúng người ghi ở phần ký, đang giữ tư cách ký; không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "run-submission", DECISIONS,
        "Ghi nhận tờ trình đã ký, đã ban hành, phải soạn lại; chuyển hồ sơ đến cấp trên", MACHINE,
        (
            "awards.record_submission_signature", "awards.record_submission_issue",
            "awards.reopen_submission", "awards.give_submission_back",
        ),
        "Khi văn bản của tờ trình được ký, ban hành hay trả lại.",
    ),
)  # fmt: skip
