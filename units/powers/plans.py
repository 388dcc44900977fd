"""Phong trào, kế hoạch: who may what of campaigns and plans."""

from units.powers.grants import (
    ANY_KEPT,
    BRANCH,
    EVERY_ROLE,
    LEADER,
    MACHINE,
    OFFICER,
    OWN,
    PLANS,
    Grant,
    Power,
    Role,
    Scope,
    here,
)

PLANS_POWERS: tuple[Power, ...] = (
    Power("see-drafts", PLANS, "Xem kế hoạch chưa ban hành, phiên bản, nhật ký", ANY_KEPT),
    Power(
        "see-issued", PLANS, "Xem phong trào, kế hoạch đã ban hành",
        (Grant(EVERY_ROLE, Scope.BELOW),),
    ),
    Power(
        "start", PLANS, "Lập phong trào", OFFICER,
        (
            "campaigns.create_campaign", "campaigns.create_campaign_from_content",
            "campaigns.create_from_import", "campaigns.carry_on",
            "campaigns.begin_from_template", "campaigns.begin_from_sample",
            "campaigns.answer_plan", "campaigns.answer_reading",
        ),
        "Cơ quan có ban hành văn bản; bản đọc phải của chính mình; kế hoạch cấp trên phải là của "
        "cơ quan bên trên, hoặc giao việc, gửi cho cơ quan mình, và đã ban hành.",
    ),
    Power(
        "read-file", PLANS, "Đọc tệp kế hoạch vào",
        (Grant((Role.OFFICER,), Scope.OWN),),
        ("campaigns.keep_import", "campaigns.keep_source"),
        "Cơ quan có ban hành văn bản.",
    ),
    Power(
        "own-reading", PLANS, "Xem, sửa, bỏ bản đọc", OWN,
        ("campaigns.revise_import", "campaigns.drop_import", "campaigns.restore_import"),
        "Chỉ người tải tệp lên thấy bản đọc.",
    ),
    Power(
        "edit", PLANS, "Soạn, sửa kế hoạch; giữ mốc; trình, rút về; bỏ, khôi phục", OFFICER,
        (
            "campaigns.save_lines", "campaigns.insert_line", "campaigns.split_line",
            "campaigns.move_line", "campaigns.remove_line", "campaigns.undo_remove",
            "campaigns.rework_lines", "campaigns.place_line",
            "campaigns.add_note", "campaigns.edit_note", "campaigns.remove_note",
            "campaigns.edit_plan", "campaigns.take_own_head", "campaigns.edit_campaign",
            "campaigns.set_recipients", "campaigns.submit_plan",
            "campaigns.withdraw_plan", "campaigns.discard_draft",
            "campaigns.restore_draft", "campaigns.restore_part",
            "campaigns.settle_doubt", "campaigns.reopen_doubt",
            "campaigns.cite", "campaigns.cite_anew", "campaigns.keep_version",
            "campaigns.accept_suggestion", "campaigns.ask_opening",
            "campaigns.see_superior_changes", "campaigns.take_superior_note",
        ),
    ),
    Power(
        "change-issued", PLANS,
        "Soạn văn bản sửa đổi, bổ sung, thay thế, đính chính, thu hồi kế hoạch đã ban hành",
        OFFICER,
        (
            "campaigns.begin_amendment", "campaigns.begin_replacement",
            "campaigns.begin_correction", "campaigns.begin_recall",
            "campaigns.restore_change",
        ),
        "Của chính cơ quan đã ban hành, khi cơ quan còn hoạt động; mỗi kế hoạch một văn bản đang "
        "soạn. Văn bản đó trình, duyệt, ký, cấp số như mọi kế hoạch.",
    ),
    Power(
        "see-template", PLANS, "Xem mẫu kế hoạch được chia sẻ",
        (Grant(EVERY_ROLE, Scope.BELOW),),
        limit="Mẫu không chia sẻ: chỉ cơ quan của mẫu.",
    ),
    Power(
        "keep-template", PLANS, "Giữ kế hoạch làm mẫu; sửa, chia sẻ, cất mẫu", OFFICER,
        ("campaigns.keep_template", "campaigns.amend_template"),
    ),
    Power(
        "see-answers", PLANS, "Xem các đơn vị bên dưới hưởng ứng và chỗ chênh với kế hoạch mình",
        ANY_KEPT, limit="Chỉ kế hoạch đã ban hành của đơn vị đang thuộc cơ quan phát động.",
    ),
    Power(
        "see-law", PLANS, "Xem văn bản của địa phương trong sổ văn bản pháp luật",
        (Grant(EVERY_ROLE, Scope.BELOW), *BRANCH),
    ),
    Power(
        "keep-law", PLANS, "Ghi, sửa, bỏ văn bản của địa phương trong sổ văn bản pháp luật",
        (Grant((Role.OFFICER, Role.CLERK, Role.ADMINISTRATOR), Scope.KEPT),),
        (
            "campaigns.add_legal_text", "campaigns.amend_legal_text",
            "campaigns.drop_legal_text",
        ),
        "Cơ quan có ban hành văn bản. Văn bản chung cả nước đi kèm phần mềm, không sửa.",
    ),
    Power(
        "comment", PLANS, "Góp ý vào bản nháp, trả lời, khép, mở lại góp ý",
        here(Role.OFFICER, Role.LEADER),
        (
            "campaigns.add_comment", "campaigns.answer_comment",
            "campaigns.close_comment", "campaigns.reopen_comment",
        ),
        "Khép, mở lại: người đã góp ý, hoặc cán bộ soạn thảo của cơ quan.",
    ),
    Power(
        "own-comment", PLANS, "Rút góp ý", OWN, ("campaigns.withdraw_comment",),
        "Góp ý của chính mình, khi chưa ai trả lời; còn vai trò được góp ý.",
    ),
    Power(
        "read-for-review", PLANS, "Xem kế hoạch chờ duyệt", LEADER,
        limit="Không phải người đã trình.",
    ),
    Power(
        "review", PLANS, "Duyệt, trả lại kế hoạch", LEADER,
        (
            "campaigns.return_plan", "campaigns.approve_plan", "campaigns.reopen_plan",
            "campaigns.open_whole", "campaigns.decline_opening", "campaigns.look_again",
        ),
        "Không phải người đã trình. Mở thêm: người đã trả lại; người ấy thôi giữ chức thì lãnh "
        "đạo khác.",
        two_steps=True,
    ),
    Power(
        "pass-step", PLANS, "Xem xét, chuyển tiếp hoặc trả lại ở một bước của quy trình duyệt",
        OWN, ("campaigns.agree_step", "campaigns.return_at_step"),
        "Người giữ vai trò mà bước ấy hỏi, hoặc người được cử thay khi vắng; không phải người "
        "soạn, người trình. Đọc, góp ý được khi kế hoạch đang duyệt.",
        two_steps=True,
    ),
    Power(
        "keep-routes", PLANS, "Lập quy trình duyệt, cử người thay khi vắng", BRANCH,
        (
            "campaigns.begin_route", "campaigns.drop_route", "campaigns.add_step",
            "campaigns.amend_step", "campaigns.move_step", "campaigns.remove_step",
            "campaigns.put_in_force", "campaigns.end_route", "campaigns.name_stand_in",
            "campaigns.end_stand_in",
        ),
        "Người được hỏi giữ vai trò ở chính cơ quan hoặc đơn vị trực thuộc của cơ quan.",
    ),
    Power(
        "record", PLANS, "Ghi nhận đã ký, đã ban hành", MACHINE,
        (
            "campaigns.record_signature", "campaigns.record_issue",
            "campaigns.record_pact_signing", "campaigns.record_pact_signed",
            "campaigns.record_pact_unsigned",
        ),
        "Máy ký ghi, sau chữ ký của đúng người có thẩm quyền.",
    ),
    Power(
        "inherit", PLANS, "Chuyển việc dở dang sang đơn vị tiếp nhận", MACHINE,
        (
            "campaigns.take_over", "campaigns.give_back", "reports.drop_papers_of",
            "awards.leave_decisions", "awards.leave_submissions",
            "units.take_over_honourees",
        ),
        "Theo bàn giao mà quản trị cấp trên đã ghi.",
    ),
)  # fmt: skip
