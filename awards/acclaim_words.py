"""Từ ngữ của suy tôn: states, who may do what on the page, acts in the book."""

from collections.abc import Iterable

from awards import permissions
from awards.cluster_rounds import EntryRow
from awards.models import ClusterRound
from units import acts
from units.models import Unit, User

Status = ClusterRound.Status
TAGS = {
    Status.SCORING: ("info", "pencil"),
    Status.VOTING: ("gold", "hourglass-split"),
    Status.CLOSED: ("ok", "check-circle-fill"),
    Status.CANCELLED: ("mute", "archive"),
}
ACTS = {
    "clusterround.added": "Mở đợt suy tôn",
    "clusterround.amended": "Sửa đợt suy tôn",
    "clusterround.voting": "Mở biểu quyết suy tôn",
    "clusterround.reopened": "Đưa đợt suy tôn về chấm điểm",
    "clusterround.closed": "Ghi kết quả suy tôn",
    "clusterround.cancelled": "Thôi đợt suy tôn",
    "clustercriterion.added": "Thêm tiêu chí suy tôn",
    "clustercriterion.removed": "Bỏ tiêu chí suy tôn",
    "clusterchecker.added": "Cử đơn vị chấm chéo",
    "clusterchecker.removed": "Thôi cử đơn vị chấm chéo",
    "clusterentry.added": "Lập bảng tự chấm điểm suy tôn",
    "clusterentry.sent": "Gửi bảng tự chấm điểm suy tôn",
    "clusterentry.returned": "Trả lại bảng tự chấm điểm suy tôn",
    "clusterentry.ranked": "Xếp hạng suy tôn",
    "clusterentry.proposed": "Lập đề nghị cho đơn vị được suy tôn",
    "clusterpoint.added": "Tự chấm điểm một tiêu chí",
    "clusterpoint.amended": "Sửa điểm một tiêu chí suy tôn",
    "clusterpoint.settled": "Thống nhất điểm một tiêu chí suy tôn",
    "clustercheck.added": "Chấm chéo một tiêu chí",
    "clustercheck.amended": "Sửa điểm chấm chéo",
    "clustercheck.removed": "Bỏ điểm chấm chéo khi trả lại bảng điểm",
    "clusterballot.added": "Bỏ phiếu suy tôn",
    "clusterchoice.added": "Suy tôn một đơn vị",
}
AREAS = {
    "Cụm, khối thi đua": "clusterround clustercriterion clusterchecker clusterentry "
    "clusterpoint clustercheck clusterballot clusterchoice",
}


def know() -> None:
    acts.know(ACTS, areas=AREAS)


def can_score(user: User, round_: ClusterRound, row: EntryRow) -> bool:
    """The person fills in the points of that member now."""
    return (
        round_.status == Status.SCORING
        and row.is_member
        and not row.is_sent
        and permissions.can_score_acclaim(user, row.unit)
    )


def to_vote(user: User, round_: ClusterRound, rows: Iterable[EntryRow]) -> list[Unit]:
    """Units for which the person still votes."""
    if round_.status != Status.VOTING:
        return []
    return [
        row.unit
        for row in rows
        if row.is_member
        and row.ballot is None
        and permissions.can_vote_acclaim(user, row.unit)
    ]
