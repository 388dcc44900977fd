"""Quyền của khen thưởng: refused unless ``units.powers`` grants it."""

from awards.models import AgendaItem, Convocation, Recusal
from units.models import Unit, User
from units.permissions import allows

# ---- Hội đồng ------------------------------------------------------------------------------


def can_keep_council(user: User, council: Unit) -> bool:
    """Lập nhiệm kỳ, ghi thành viên."""
    return allows(user, "keep-council", council)


def can_hold_sessions(user: User, council: Unit) -> bool:
    """Lập, mời, điều hành phiên họp."""
    return allows(user, "hold-sessions", council)


def can_convoke(user: User, council: Unit) -> bool:
    """Soạn, trình giấy mời; nhắc thành viên trả lời."""
    return allows(user, "convoke", council)


def can_sign_convocation(user: User, made: Convocation) -> bool:
    """Duyệt và ký giấy mời: the very signer, never who sent it."""
    return (
        made.signer is not None
        and made.signer.user_id == user.pk
        and made.submitted_by_id != user.pk
        and allows(user, "sign-convocation", made.unit)
    )


def can_return_convocation(user: User, made: Convocation) -> bool:
    """Trả lại để sửa: the leaders of the council, never who sent it."""
    return made.submitted_by_id != user.pk and allows(
        user, "return-convocation", made.unit
    )


def can_take_papers(user: User, council: Unit) -> bool:
    """Tải tài liệu phiên họp: who sits in the council."""
    return allows(user, "take-papers", council)


def can_lay_minutes(user: User, council: Unit) -> bool:
    """Lập biên bản để ký số; the paper is of a higher app."""
    return allows(user, "lay-minutes", council)


def can_publish_nominees(user: User, council: Unit) -> bool:
    """Công khai danh sách đề nghị."""
    return allows(user, "publish-nominees", council)


def can_hold_ballots(user: User, council: Unit) -> bool:
    """Mở, đóng lượt biểu quyết."""
    return allows(user, "hold-ballots", council)


def can_take_session_away(user: User, council: Unit) -> bool:
    """Mang phiên họp đi, nộp lại kết quả."""
    return allows(user, "take-session-away", council)


def can_recall_session(user: User, council: Unit) -> bool:
    """Lấy lại phiên họp đang mang đi."""
    return allows(user, "recall-session", council)


def can_count_paper(user: User, council: Unit) -> bool:
    """Nhập số phiếu giấy."""
    return allows(user, "count-paper", council)


def can_answer_invitation(user: User, council: Unit) -> bool:
    """Trả lời giấy mời, khai không tham gia xét: of one's own seat, which the act looks for."""
    return allows(user, "answer-invitation", council)


def can_vote(user: User, council: Unit) -> bool:
    """Bỏ phiếu: of one's own seat, which the act looks for."""
    return allows(user, "vote", council)


def stands_aside(user: User, item: AgendaItem) -> bool:
    """Không tham gia xét mục này: neither votes nor has to do with its ballots."""
    return Recusal.objects.of_person(user).filter(item=item).exists()
