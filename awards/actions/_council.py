"""What acts of the council share: rows are locked from the session down, rounds by their ids."""

from collections.abc import Iterable

from awards import permissions
from awards.models import AgendaItem, BallotRound, CouncilSession, SessionLeave
from units.errors import Refused
from units.models import Unit, User
from units.models.tree import COUNCIL
from units.permissions import require
from units.wording import vn_datetime

Status = CouncilSession.Status


def lock_council(council_id: int) -> Unit:
    councils = Unit.objects.of_kind(COUNCIL).select_related("parent")
    return councils.select_for_update(of=["self"], no_key=True).get(pk=council_id)


def lock_session(session_id: int) -> CouncilSession:
    rows = CouncilSession.objects.for_page()
    return rows.select_for_update(of=["self"], no_key=True).get(pk=session_id)


def lock_item(item_id: int) -> AgendaItem:
    """With its session, which is locked first."""
    found = AgendaItem.objects.only("session").get(pk=item_id)
    session = lock_session(found.session_id)
    rows = AgendaItem.objects.for_page()
    item = rows.select_for_update(of=["self"], no_key=True).get(pk=item_id)
    item.session = session
    return item


def lock_rounds(round_ids: Iterable[int]) -> list[BallotRound]:
    """In the order of their ids, so that two who lock several never wait for each other."""
    rows = BallotRound.objects.for_page().filter(pk__in=round_ids).order_by("pk")
    return list(rows.select_for_update(of=["self"], no_key=True))


def lock_round(round_id: int) -> BallotRound:
    found = lock_rounds([round_id])
    if not found:
        raise BallotRound.DoesNotExist
    return found[0]


def require_home(session: CouncilSession) -> None:
    """Not carried away: what is done of it here would be unknown on that laptop."""
    leave = SessionLeave.objects.of_session(session).away().first()
    if leave is not None:
        raise Refused(
            f"{session} đang được {leave.taken_by} mang đi trên máy “{leave.device}” từ "
            f"{vn_datetime(leave.taken_at)}. Chờ nộp lại kết quả, hoặc lấy lại phiên họp."
        )


def require_status(session: CouncilSession, *wanted: str, doing: str) -> None:
    require_home(session)
    if session.status not in wanted:
        raise Refused(
            f"{session} đang ở tình trạng “{session.get_status_display()}” nên không "
            f"{doing} được."
        )


def require_ballots(by: User, item: AgendaItem) -> None:
    """``by`` holds the ballots of the council, and does not stand aside from that item."""
    require(permissions.can_hold_ballots(by, item.session.unit))
    require_not_aside(by, item)


def require_not_aside(by: User, item: AgendaItem) -> None:
    if permissions.stands_aside(by, item):
        raise Refused(
            "Anh/chị không tham gia xét đề nghị này; người khác trong Hội đồng làm việc này "
            "thay anh/chị."
        )
