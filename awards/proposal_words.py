"""Từ ngữ của đề nghị: states as addresses and lists call them, the way of one, acts in the book."""

from dataclasses import dataclass

from django.db.models import Q

from awards.models import (
    DossierPaper,
    OpinionItem,
    OpinionRequest,
    PeerReviewLine,
    Petition,
    Proposal,
    ProposalFigure,
    ProposalReturn,
    ResultLine,
)
from awards.models.proposals import Status
from units import acts
from units.models import User

# A state as a key of addresses (``?tt=``).
STATES = {
    "dang-lap": Status.DRAFT, "cho-xac-nhan": Status.CONFIRMING, "da-nop": Status.SENT,
    "tham-dinh": Status.APPRAISING, "bo-sung": Status.RETURNED,
    "du-dieu-kien": Status.READY, "thong-qua": Status.PASSED,
    "khong-thong-qua": Status.REJECTED, "da-quyet-dinh": Status.DECIDED,
    "khong-du-dieu-kien": Status.UNFIT, "da-rut": Status.WITHDRAWN,
    "da-trinh": Status.RAISED, "cap-tren-khong-tang": Status.DECLINED,
}  # fmt: skip
SLUGS = {status: slug for slug, status in STATES.items()}
TAGS = {
    Status.DRAFT: ("mute", "pencil"),
    Status.CONFIRMING: ("gold", "hourglass-split"),
    Status.SENT: ("info", "send"),
    Status.APPRAISING: ("info", "eye"),
    Status.RETURNED: ("warn", "arrow-return-left"),
    Status.READY: ("ok", "check-circle-fill"),
    Status.PASSED: ("ok", "check-circle-fill"),
    Status.REJECTED: ("bad", "x-circle-fill"),
    Status.DECIDED: ("ok", "award"),
    Status.UNFIT: ("bad", "x-circle-fill"),
    Status.WITHDRAWN: ("mute", "arrow-counterclockwise"),
    Status.RAISED: ("info", "send"),
    Status.DECLINED: ("bad", "x-circle-fill"),
}
_STEPS = ("Lập hồ sơ", "Thủ trưởng xác nhận", "Thẩm định", "Hội đồng", "Quyết định")
_AT = {
    Status.DRAFT: 0, Status.RETURNED: 0, Status.WITHDRAWN: 0, Status.CONFIRMING: 1,
    Status.SENT: 2, Status.APPRAISING: 2, Status.UNFIT: 2, Status.READY: 3,
    Status.REJECTED: 3, Status.PASSED: 4, Status.DECIDED: 5,
    Status.RAISED: 4, Status.DECLINED: 4,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Một bước: done, now, or to come."""

    label: str
    state: str


def flow(proposal: Proposal, *, through_head: bool) -> list[Step]:
    """Ai xử lý tiếp; without the head's step where nobody confirms."""
    at = _AT[Status(proposal.status)]
    steps = (*_STEPS[:-1], "Cấp trên") if proposal.goes_up else _STEPS
    return [
        Step(label, "done" if number < at else "now" if number == at else "")
        for number, label in enumerate(steps)
        if number != 1 or through_head
    ]


def confirms_another(proposal: Proposal, user: User) -> str:
    """Why that person does not confirm it."""
    if user.pk == proposal.subject_account:
        return "Đề nghị này cho chính anh/chị nên lãnh đạo khác xác nhận."
    if user.pk in proposal.own_to:
        return "Anh/chị đã lập hoặc trình đề nghị này nên lãnh đạo khác xác nhận."
    return f"Lãnh đạo {proposal.unit} xác nhận đề nghị này."


def appraises_another(proposal: Proposal, user: User) -> str:
    """Why somebody else of the authority weighs it."""
    if user.pk == proposal.subject_account:
        return (
            "Đề nghị này cho chính anh/chị nên người khác của "
            f"{proposal.authority} thẩm định."
        )
    return (
        "Anh/chị đã lập, gửi hoặc xác nhận đề nghị này nên người khác của "
        f"{proposal.authority} thẩm định."
    )


_ACTS = {
    "proposal.added": "Lập đề nghị khen thưởng",
    "proposal.amended": "Sửa đề nghị khen thưởng",
    "proposal.removed": "Bỏ bản nháp đề nghị khen thưởng",
    "proposal.draft": "Lập lại đề nghị đã rút",
    "proposal.confirming": "Trình thủ trưởng xác nhận đề nghị",
    "proposal.given_back": "Thủ trưởng trả lại đề nghị",
    "proposal.taken_back": "Rút đề nghị đang chờ xác nhận về sửa",
    "proposal.sent": "Gửi đề nghị đến cơ quan xét",
    "proposal.appraising": "Tiếp nhận đề nghị",
    "proposal.appraisal_noted": "Ghi ý kiến thẩm định đề nghị",
    "proposal.returned": "Trả lại đề nghị để bổ sung",
    "proposal.ready": "Kết luận đề nghị đủ điều kiện trình",
    "proposal.unfit": "Kết luận đề nghị không đủ điều kiện",
    "proposal.appraisal_undone": "Hủy kết luận thẩm định đề nghị",
    "proposal.withdrawn": "Rút đề nghị khen thưởng",
    "proposal.raised": "Ghi nhận đề nghị đã trình cấp trên",
    "proposal.declined": "Ghi nhận cấp trên không tặng",
    "proposal.back": "Ghi nhận đề nghị chờ trình lại",
    "proposalreturn.added": "Mở các phần phải bổ sung của đề nghị",
    "proposalreturn.answered": "Gửi phần đã bổ sung của đề nghị",
    "petition.added": "Lập tờ trình khen thưởng",
    "petition.removed": "Bỏ tờ trình khen thưởng chưa gửi",
    "dossierpaper.added": "Gửi giấy tờ của hồ sơ khen thưởng",
    "dossierpaper.removed": "Bỏ giấy tờ của hồ sơ khen thưởng",
    "proposalfigure.added": "Chèn số liệu vào đề nghị khen thưởng",
    "proposalfigure.removed": "Thôi ghi nguồn số liệu của đề nghị",
    "peerreview.added": "Ghi buổi bình xét",
    "peerreview.amended": "Sửa buổi bình xét",
    "peerreview.removed": "Bỏ buổi bình xét ghi nhầm",
    "peerreviewline.added": "Ghi số phiếu bình xét",
    "peerreviewline.removed": "Ghi lại số phiếu bình xét",
    "opinionrequest.added": "Hỏi ý kiến về đề nghị khen thưởng",
    "opinionrequest.answered": "Ghi trả lời ý kiến khen thưởng",
    "opinionrequest.dropped": "Thôi hỏi ý kiến khen thưởng",
    "opinionitem.added": "Hỏi ý kiến về một đề nghị",
    "resultnotice.added": "Gửi thông báo kết quả xét của Hội đồng",
    "resultnotice.opened": "Đơn vị mở thông báo kết quả xét",
    "resultline.added": "Thông báo kết quả xét đề nghị",
}
_AREAS = {
    "Đề nghị khen thưởng": "proposal petition proposalreturn dossierpaper proposalfigure "
    "peerreview peerreviewline opinionrequest opinionitem resultnotice resultline",
}


def know() -> None:
    acts.know(_ACTS, None, _AREAS)


def about(proposal: Proposal) -> Q:
    """Lines of the book about one proposal."""
    wanted = Q(subject=Proposal._meta.label, subject_id=proposal.pk)
    for model in (
        ProposalReturn, DossierPaper, ProposalFigure, PeerReviewLine, OpinionItem, ResultLine,
    ):  # fmt: skip
        rows = model._default_manager.filter(proposal=proposal).order_by()
        wanted |= Q(subject=model._meta.label, subject_id__in=rows.values("pk"))
    asked = OpinionRequest.objects.filter(items__proposal=proposal).order_by()
    label = OpinionRequest._meta.label
    wanted |= Q(subject=label, subject_id__in=asked.values("pk"))
    for model in (DossierPaper, ProposalFigure):
        label = model._meta.label
        wanted |= Q(subject=label, detail__proposal=proposal.pk)
    if proposal.petition_id:
        label = Petition._meta.label
        wanted |= Q(subject=label, subject_id=proposal.petition_id)
    return wanted
