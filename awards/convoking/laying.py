"""Lời giấy mời from the session: what a secretary would write, all of it to be changed."""

from typing import Any

from django.utils.timezone import localtime

from awards.models import AgendaItem, Convocation, CouncilSession
from units.wording import vn_date, vn_time

_WEEK = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def moment(at) -> str:
    """ "08 giờ 30, Thứ Hai, ngày 30/11/2026"."""
    here = localtime(at)
    return (
        f"{here:%H} giờ {here:%M}, {_WEEK[here.weekday()]}, ngày {vn_date(here.date())}"
    )


def facts_of(session: CouncilSession) -> dict[str, Any]:
    """What is copied from the session and is not written by hand."""
    chair = session.chair
    return {
        "planned_at": session.planned_at,
        "place": session.place,
        "opinions_due": session.opinions_due,
        "is_letter": session.kind == CouncilSession.Kind.WRITTEN,
        "chair_line": chair.called if chair else "",
    }


def words_of(session: CouncilSession) -> dict[str, str]:
    """Trích yếu, kính mời, nội dung, lưu ý, nơi nhận."""
    written = session.kind == CouncilSession.Kind.WRITTEN
    name = session.unit.name
    head = (
        f"lấy ý kiến thành viên Hội đồng bằng văn bản, phiên số {session.number}/{session.year}"
        if written
        else f"Dự {str(session).lower()} của {name}"
    )
    return {
        "title": head,
        "invitees": f"Các thành viên {name}",
        "body": "\n".join(_body(session)),
        "notes": _notes(session, written),
        "recipients": "\n".join(_recipients(written)),
    }


def _body(session):
    """Topics as they stand; of proposals how many: whose they are stands in the papers."""
    items = list(AgendaItem.objects.of_session(session))
    weighed = sum(1 for item in items if item.proposal_id)
    found = [session.title] if not items else []
    if weighed:
        found.append(
            f"{session.title}: xét {weighed} đề nghị khen thưởng theo danh sách trong tài "
            "liệu phiên họp"
        )
    return [*found, *(item.topic for item in items if item.topic)]


def _notes(session, written):
    ask = (
        "Đề nghị thành viên nghiên cứu tài liệu và gửi ý kiến, phiếu biểu quyết đúng thời hạn."
        if written
        else "Tài liệu phiên họp tải tại trang phiên họp trong phần mềm Thi đua."
    )
    reply = (
        ""
        if written
        else "Đề nghị thành viên trả lời việc dự họp; vắng mặt thì ghi rõ lý do."
    )
    return "\n".join(filter(None, (ask, reply)))


def _recipients(written):
    yield "Như trên" if written else "Các thành viên Hội đồng"
    yield "Lưu: VT, HĐTĐKT"


def changes_of(before: Convocation, session: CouncilSession) -> str:
    """Điều đổi so với giấy mời trước, one a line."""
    found = []
    if before.planned_at != session.planned_at:
        found.append(
            f"Thời gian: {moment(before.planned_at)} đổi thành {moment(session.planned_at)}"
        )
    if before.place != session.place:
        found.append(
            f"Địa điểm: {before.place or 'chưa ghi'} đổi thành {session.place or 'chưa ghi'}"
        )
    if before.opinions_due != session.opinions_due:
        found.append(f"Hạn nhận ý kiến: {_due(before)} đổi thành {_due(session)}")
    return "\n".join(found)


def _due(one):
    due = one.opinions_due
    if due is None:
        return "không có"
    return f"{vn_time(due)} ngày {vn_date(localtime(due).date())}"
