"""Giấy mời còn thiếu gì, còn đúng không: before it is sent, and after it went out."""

from collections.abc import Collection

from awards.convoking.laying import facts_of
from awards.deciding.paper import split
from awards.models import Convocation, CouncilSession
from campaigns.lineage import InForce
from units import fence

Session = CouncilSession.Status


def blocking(made: Convocation) -> list[str]:
    """Sentences, each with what to do; empty: it can be sent to its signer."""
    found = []
    session = made.session
    if session.status not in CouncilSession.SITTING + CouncilSession.AHEAD:
        found.append(
            f"{session} đang ở tình trạng “{session.get_status_display()}” nên không mời được."
        )
    if made.differs or made.is_letter != facts_of(session)["is_letter"]:
        found.append(
            "Phiên họp đã đổi thời gian, địa điểm, hạn nhận ý kiến hoặc hình thức từ lúc soạn: "
            "bấm “Soạn lại theo phiên họp”."
        )
    if made.is_letter:
        if made.opinions_due is None:
            found.append("Ghi hạn nhận ý kiến bằng văn bản ở phiên họp.")
    elif not made.place.strip():
        found.append("Ghi địa điểm họp ở phiên họp, rồi bấm “Soạn lại theo phiên họp”.")
    if made.signer is None:
        found.append("Chọn người ký.")
    if not split(made.body):
        found.append("Ghi nội dung.")
    if not split(made.recipients):
        found.append("Ghi nơi nhận.")
    if made.replaces and not split(made.changes):
        found.append("Ghi nội dung thay đổi so với giấy mời trước.")
    return found


def why_not_number(made: Convocation) -> str:
    """A sentence where it can no longer be issued, else ""."""
    session = made.session
    if session.status == Session.CANCELLED:
        return f"{session} đã hủy nên {made.noun.lower()} không ban hành được nữa. Bỏ văn bản này."
    if session.status not in CouncilSession.PLANNING:
        return f"{session} đã bế mạc nên {made.noun.lower()} không ban hành được nữa."
    if made.differs:
        return (
            f"{session} đã đổi thời gian, địa điểm hoặc hạn nhận ý kiến từ lúc trình ký. Trả "
            f"{made.noun.lower()} về để soạn lại."
        )
    return ""


def force_of(made: Convocation) -> InForce:
    """Of an issued one, today. Whoever has the paper may know."""
    with fence.lowered():
        session = CouncilSession.objects.get(pk=made.session_id)
        newer = Convocation.objects.issued().filter(replaces=made.pk).first()
    if newer is not None:
        return InForce(
            "bad", "Đã bị thay thế",
            f"Đã bị thay thế bởi {newer.noun} số {newer.number_and_symbol}.",
            is_over=True,
        )  # fmt: skip
    if session.status == Session.CANCELLED:
        return InForce(
            "bad", "Phiên họp đã hủy", f"{session} đã hủy: {session.cancel_reason}",
            is_over=True,
        )  # fmt: skip
    return InForce("ok", "Còn hiệu lực")


def over(ids: Collection[int]) -> dict[int, InForce]:
    """For lists: which of these were replaced, or call to a session that is off."""
    if not ids:
        return {}
    with fence.lowered():
        replaced = Convocation.objects.replaced(ids)
        off = Convocation.objects.of_cancelled(ids)
    return {pk: InForce("bad", "Phiên họp đã hủy", is_over=True) for pk in off} | {
        pk: InForce("bad", "Đã bị thay thế", is_over=True) for pk in replaced
    }
