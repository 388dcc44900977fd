"""Đề nghị khen thưởng: who may what of proposals, until they are fit to be put forward."""

from units.powers.grants import (
    ANY_KEPT,
    LEADER,
    OFFICER,
    PROPOSALS,
    SECRETARY,
    WORKING,
    Power,
)

PROPOSALS_POWERS: tuple[Power, ...] = (
    Power(
        "see-proposals", PROPOSALS,
        "Xem đề nghị khen thưởng, hồ sơ, tờ trình, biên bản bình xét", ANY_KEPT,
        limit="Của đơn vị mình; ở cơ quan xét và Hội đồng của cơ quan ấy: từ khi đã gửi đến.",
    ),
    Power(
        "write-proposals", PROPOSALS,
        "Lập, sửa, gửi, rút đề nghị của đơn vị; gửi giấy tờ; ghi bình xét", WORKING,
        (
            "awards.begin_proposal", "awards.save_proposal", "awards.drop_proposal",
            "awards.reopen_proposal", "awards.begin_proposals",
            "awards.insert_figure", "awards.drop_figure",
            "awards.add_paper", "awards.drop_paper",
            "awards.send_proposals", "awards.withdraw_proposal",
            "awards.record_review", "awards.amend_review", "awards.drop_review",
        ),
        "Chỉ cho cá nhân, tập thể, hộ trong nhánh của đơn vị. Trả lại thì chỉ sửa phần được mở.",
    ),
    Power(
        "confirm-proposals", PROPOSALS, "Xác nhận đề nghị của đơn vị, trả lại người lập", LEADER,
        ("awards.confirm_proposals", "awards.give_back_proposal"),
        "Không phải người đã lập, đã gửi đề nghị ấy.",
    ),
    Power(
        "appraise-proposals", PROPOSALS,
        "Tiếp nhận, thẩm định, trả lại, kết luận đủ hay không đủ điều kiện trình",
        OFFICER + SECRETARY,
        (
            "awards.receive_proposal", "awards.receive_proposals",
            "awards.note_appraisal", "awards.return_proposal",
            "awards.mark_ready", "awards.mark_unfit", "awards.undo_appraisal",
        ),
        "Ở cơ quan xét và Hội đồng của cơ quan ấy; không phải người đã lập, gửi, xác nhận.",
    ),
    Power(
        "ask-opinions", PROPOSALS, "Hỏi hiệp y, lấy ý kiến; ghi trả lời nhận bằng giấy",
        OFFICER + SECRETARY,
        (
            "awards.ask_opinion", "awards.record_opinion", "awards.drop_opinion",
            "awards.add_opinion_paper",
        ),
        "Ở cơ quan xét, về đề nghị đã tiếp nhận.",
    ),
    Power(
        "answer-opinions", PROPOSALS, "Trả lời hiệp y, lấy ý kiến thay mặt đơn vị được hỏi",
        WORKING, ("awards.answer_opinion",), "Chưa trả lời, cơ quan chưa thôi hỏi.",
    ),
    Power(
        "open-results", PROPOSALS,
        "Nhận thông báo kết quả xét của Hội đồng gửi đơn vị đã đề nghị", WORKING,
        ("awards.open_result_notice",),
        "Người mở đầu tiên của đơn vị được ghi lại; ai xem được đề nghị của đơn vị thì đọc được "
        "thông báo.",
    ),
)  # fmt: skip
