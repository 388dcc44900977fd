"""Giấy tờ của hồ sơ: files, looked at before (``campaigns.evidence``), added and dropped."""

from django.db import transaction

from awards import tasks
from awards.actions.proposing import lock_proposal, open_parts
from awards.dossier import BY_AUTHORITY
from awards.models import DossierPaper, OpinionRequest, Part, Petition, Proposal
from awards.models.proposals import Status
from awards.models.rules import Paper
from awards.permissions import proposals as permissions
from awards.stores import DOSSIERS
from campaigns.evidence import Looked
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, remove

MOST = 20  # files of a dossier
CLOSED = (
    "Hồ sơ đang không mở phần giấy tờ nên không thêm, bỏ được; đề nghị cơ quan xét trả lại để "
    "bổ sung."
)


@transaction.atomic
def add_paper(
    proposal_id: int, *, by: User, looked: Looked, paper: str, name: str = ""
) -> DossierPaper:
    """Gửi một giấy tờ. The same file once more is the one that is there.

    What only who weighs can get (``BY_AUTHORITY``) is added there.
    """
    proposal = lock_proposal(proposal_id)
    _require_room(proposal, by, paper)
    there = proposal.papers.filter(paper=paper, original_sha256=looked.sha256).first()
    if there is not None:
        return there
    if proposal.papers.count() >= MOST:
        raise Refused(
            f"Hồ sơ đã có {MOST} tệp, nhiều nhất được chừng ấy; bỏ bớt tệp ít cần rồi gửi tiếp."
        )
    return keep_paper(looked, by=by, paper=paper, name=name, proposal=proposal)


@transaction.atomic
def drop_paper(paper_id: int, *, by: User) -> Proposal:
    """Bỏ một giấy tờ của hồ sơ."""
    found = DossierPaper.objects.exclude(proposal=None).get(pk=paper_id)
    proposal = lock_proposal(found.proposal_id)  # type: ignore[arg-type]
    _require_room(proposal, by, found.paper)
    paper = DossierPaper.objects.get(pk=paper_id)
    files = [paper.sha256, paper.thumbnail_sha256]
    remove(paper, by=by, file_name=paper.file_name, proposal=proposal.pk)
    for digest in filter(None, files):
        tasks.drop_dossier_file.delay_on_commit(digest)
    return proposal


def keep_paper(
    looked: Looked, *, by: User, paper: str, name: str = "",
    proposal: Proposal | None = None, petition: Petition | None = None,
    opinion: OpinionRequest | None = None,
) -> DossierPaper:  # fmt: skip
    """The row of a file and the file; the caller has asked whether it may."""
    if paper not in Paper:
        raise Refused("Chọn giấy tờ này là giấy tờ gì.", at="paper")
    row = DossierPaper(
        proposal=proposal, petition=petition, opinion=opinion, paper=paper,
        name=name.strip(), kind=looked.kind.value, file_name=looked.name,
        size=len(looked.content), original_sha256=looked.sha256, uploaded_by=by,
        sha256=DOSSIERS.keep(looked.content),
        thumbnail_sha256=DOSSIERS.keep(looked.thumbnail) if looked.thumbnail else "",
    )  # fmt: skip
    add(row, by=by)
    return row


def addable(user: User, proposal: Proposal) -> frozenset[str]:
    """Loại giấy tờ gửi, bỏ được lúc này."""
    found: frozenset[str] = frozenset()
    if proposal.status == Status.APPRAISING and permissions.can_appraise(
        user, proposal
    ):
        found |= BY_AUTHORITY
    if (
        proposal.is_open
        and permissions.can_write_proposal(user, proposal)
        and Part.PAPERS in open_parts(proposal)
    ):
        found |= frozenset(Paper.values) - BY_AUTHORITY
    return found


def _require_room(proposal: Proposal, by: User, paper: str) -> None:
    if paper in BY_AUTHORITY:
        require(permissions.can_appraise(by, proposal))
    else:
        require(permissions.can_write_proposal(by, proposal))
    if paper not in addable(by, proposal):
        raise Refused(CLOSED)
