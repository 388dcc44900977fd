"""Hội đồng: who may what of the council, its sessions and ballots."""

from units.powers.grants import COUNCIL, EVERY_ROLE, MACHINE, Power, Role, here

_SECRETARY = here(Role.SECRETARY)
_SITTING = here(Role.SECRETARY, Role.MEMBER, Role.LEADER)
COUNCIL_POWERS: tuple[Power, ...] = (
    Power(
        "see-council", COUNCIL, "Xem thành phần Hội đồng, phiên họp, kết quả, biên bản",
        here(*EVERY_ROLE),
        limit="Ở chính Hội đồng. Ai không tham gia xét một đề nghị thì không thấy lượt biểu "
        "quyết, kết quả của đề nghị ấy cho đến khi phiên họp bế mạc.",
    ),
    Power(
        "keep-council", COUNCIL, "Lập nhiệm kỳ; ghi, cho thôi thành viên Hội đồng", _SECRETARY,
        ("awards.lay_term", "awards.add_seat", "awards.end_seat"),
    ),
    Power(
        "hold-sessions", COUNCIL,
        "Lập phiên họp, chương trình; mời họp, điểm danh, khai mạc, bế mạc; ghi người không "
        "tham gia xét", _SECRETARY,
        (
            "awards.plan_session", "awards.amend_session", "awards.cancel_session",
            "awards.add_topic", "awards.add_proposals", "awards.remove_item",
            "awards.invite", "awards.open_session", "awards.mark_attendance",
            "awards.record_answer", "awards.enter_rule", "awards.record_recusal",
            "awards.drop_recusal",
            "awards.finish_session", "awards.resume_session", "awards.close_session",
        ),
    ),
    Power(
        "convoke", COUNCIL,
        "Soạn, sửa, trình, rút, bỏ giấy mời họp; nhắc thành viên trả lời", _SECRETARY,
        (
            "awards.draft_convocation", "awards.amend_convocation",
            "awards.reword_convocation", "awards.drop_convocation",
            "awards.submit_convocation", "awards.take_convocation_back",
            "awards.nudge_members",
        ),
    ),
    Power(
        "return-convocation", COUNCIL, "Trả lại giấy mời họp để sửa", here(Role.LEADER),
        ("awards.return_convocation",), "Không phải người đã trình.",
    ),
    Power(
        "sign-convocation", COUNCIL, "Duyệt và ký giấy mời họp", here(Role.LEADER),
        ("awards.approve_convocation", "reports.sign_convocation"),
        "Đúng người ghi ở phần ký, đang giữ tư cách ký; không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "run-convocation", COUNCIL,
        "Ghi nhận giấy mời đã ký, đã ban hành, phải soạn lại; gửi tới thành viên", MACHINE,
        (
            "awards.record_convocation_signature", "awards.record_convocation_issue",
            "awards.reopen_convocation", "awards.give_convocation_back",
        ),
        "Khi văn bản của giấy mời được ký, ban hành hay trả lại.",
    ),
    Power(
        "take-papers", COUNCIL, "Tải tài liệu phiên họp", _SITTING,
        ("awards.take_papers",),
        "Bản của ai không tham gia xét một đề nghị thì không có đề nghị ấy; mỗi lần tải được ghi.",
    ),
    Power(
        "publish-nominees", COUNCIL, "Công khai danh sách đề nghị trước khi Hội đồng họp",
        _SECRETARY, ("awards.open_publicity",),
        "Khi cơ quan có quy định công khai danh sách đề nghị.",
    ),
    Power(
        "hold-ballots", COUNCIL,
        "Mở, đóng, hủy lượt biểu quyết; ghi phiếu giấy, giơ tay; ghi kết luận",
        here(Role.SECRETARY, Role.LEADER),
        (
            "awards.open_rounds", "awards.close_round", "awards.void_round",
            "awards.give_paper", "awards.take_paper_back", "awards.record_hands",
            "awards.conclude_passed", "awards.conclude_item", "awards.defer_item",
        ),
        "Khi đang họp; không phải người không tham gia xét đề nghị ấy.",
    ),
    Power(
        "take-session-away", COUNCIL,
        "Mang phiên họp đi để họp không cần mạng; nộp lại kết quả", _SECRETARY,
        ("awards.take_session_away", "awards.return_session"),
        "Phiên họp có mặt, không còn lượt biểu quyết đang mở; ai mang đi thì người ấy nộp lại.",
    ),
    Power(
        "recall-session", COUNCIL, "Lấy lại phiên họp đang mang đi, có lý do",
        here(Role.SECRETARY, Role.LEADER), ("awards.recall_session",),
        "Điều ghi trên máy mang đi không nộp lại được nữa.",
    ),
    Power(
        "count-paper", COUNCIL, "Nhập số phiếu giấy đã kiểm", _SITTING,
        ("awards.count_paper",),
        "Hai người khác nhau nhập, phải khớp; không phải người không tham gia xét đề nghị ấy.",
    ),
    Power(
        "answer-invitation", COUNCIL, "Trả lời giấy mời; khai không tham gia xét một đề nghị",
        _SITTING,
        (
            "awards.answer_invitation", "awards.declare_recusal",
            "awards.open_convocation",
        ),
        "Với ghế của chính mình.",
    ),
    Power(
        "lay-minutes", COUNCIL, "Lập biên bản phiên họp để ký số; bỏ biên bản đang ký", _SECRETARY,
        ("reports.lay_minutes", "reports.drop_minutes"),
        "Khi phiên họp đã bế mạc, chưa kết thúc.",
    ),
    Power(
        "sign-minutes", COUNCIL, "Ký biên bản phiên họp", _SITTING,
        ("reports.sign_minutes", "reports.take_minutes_signature"),
        "Đúng thư ký và chủ trì của phiên họp ấy.",
        two_steps=True,
    ),
    Power(
        "record-minutes", COUNCIL, "Kết thúc phiên họp khi biên bản đủ chữ ký số", MACHINE,
        ("awards.record_minutes",),
        "Máy ký ghi, sau chữ ký số của thư ký và chủ trì.",
    ),
    Power(
        "vote", COUNCIL, "Bỏ phiếu, biểu quyết", _SITTING, ("awards.cast",),
        "Với ghế của chính mình, khi lượt đang mở; có mặt hoặc gửi ý kiến theo quy định.",
        two_steps=True,
    ),
)  # fmt: skip
