"""Văn bản của cái gì: the plan, decision, submission or invitation of a paper, its way.

Everything else in this app knows a paper by its frozen words alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions as award_actions
from awards.convoking.paper import content_of as convocation_content
from awards.convoking.standing import force_of as convocation_force
from awards.convoking.standing import over as convocations_over
from awards.convoking.standing import why_not_number as why_not_number_convocation
from awards.deciding.dated import why_not_number
from awards.deciding.paper import content_of
from awards.deciding.standing import acts_against
from awards.deciding.standing import force_of as decision_force
from awards.deciding.standing import over as decisions_over
from awards.models import Convocation, Decision, Submission
from awards.submitting.paper import content_of as submission_content
from campaigns import actions as campaign_actions
from campaigns.content import PlanContent
from campaigns.lineage import InForce, in_force
from campaigns.lineage import over as plans_over
from campaigns.models import Campaign, Plan, PlanEffect
from campaigns.papers import paper_of as plan_paper
from reports.models import Document
from reports.models.document import DocumentQuerySet
from units import fence
from units.models import Handover, User


@dataclass(frozen=True)
class Issue:
    """Số, ngày, mã of a paper that is being issued."""

    number: int
    issued_on: date
    code: str


@dataclass(frozen=True)
class Left:
    """Văn bản đã bỏ: what became of what it was of, and the way there."""

    sentence: str
    url: str
    words: str


@dataclass(frozen=True)
class OfPlan:
    """Văn bản của một kế hoạch."""

    pk: int
    noun: ClassVar = "kế hoạch"
    field: ClassVar = "plan"  # of a paper
    model: ClassVar = Plan

    def consequence(self) -> str:
        """What issuing its paper brings about, before the clerk says yes."""
        return (
            "Phong trào bắt đầu theo kế hoạch này; các đơn vị được giao việc thấy ngay."
        )

    def left(self) -> Left:
        """What became of it once its paper was dropped."""
        papers = Document.objects.of_plan(self.pk)  # the plan may be in the trash
        campaign = papers.values_list("plan__campaign", flat=True).first()
        return Left(
            "Văn bản này đã bỏ, kế hoạch trở về bản nháp để sửa. Lần ký sau là một văn bản khác.",
            reverse("campaigns:campaign", args=[campaign]), "Mở phong trào",
        )  # fmt: skip

    def words(self) -> PlanContent:
        """As they stand now, where the frozen ones cannot be read."""
        return plan_paper(Plan.objects.for_list().get(pk=self.pk))

    def sender(self) -> int | None:
        """Id of who sent it to be signed; that person signs and gives up nothing of it."""
        return Plan.objects.values_list("submitted_by", flat=True).get(pk=self.pk)

    def force(self) -> InForce:
        """Hiệu lực of an issued paper, today."""
        return in_force(self.pk)

    @staticmethod
    def over(ids: Collection[int]) -> dict[int, InForce]:
        """For lists: of many, by id, those that hold no more."""
        return plans_over(ids)

    def campaign(self, user: User) -> Campaign | None:
        """Phong trào, if the person sees it: who only got the paper does not."""
        return Campaign.objects.visible_to(user).filter(plans=self.pk).first()

    def lineage_marks(self) -> tuple[tuple[str, str], ...]:
        """For the twin: what the paper does to which other one; nothing of most papers."""
        effect = PlanEffect.objects.filter(plan=self.pk).first()
        if effect is None:
            return ()
        known = (
            ("effect", effect.kind), ("target", effect.cited),
            ("target_code", self._target_code()),
        )  # fmt: skip
        return tuple((name, value) for name, value in known if value)

    def _target_code(self):
        """Mã của văn bản that this one amends, replaces, corrects or recalls; "": none."""
        target = Document.objects.issued().filter(plan__affected_by__plan=self.pk)
        return target.values_list("code", flat=True).first() or ""

    def why_not_number(self, day: date) -> str:
        """A sentence where it cannot be issued on that day, else ""."""
        return ""

    def record_signature(self, *, by: User) -> None:
        """Called in the transaction that keeps the signed file."""
        campaign_actions.record_signature(self.pk, by=by)

    def record_issue(self, issue: Issue, *, by: User) -> None:
        """Called in the transaction that keeps the sealed file."""
        campaign_actions.record_issue(
            self.pk, by=by, number=issue.number, issued_on=issue.issued_on,
            code=issue.code, target_code=self._target_code(),
        )  # fmt: skip

    def reopen(self, *, by: User, reason: str) -> None:
        """Soạn lại: the paper was given up."""
        campaign_actions.reopen_plan(self.pk, by=by, reason=reason)

    def give_back(self, handover: Handover) -> None:
        """Đơn vị ban hành đã kết thúc."""
        campaign_actions.give_back(self.pk, handover)


@dataclass(frozen=True)
class OfDecision:
    """Văn bản của một quyết định khen thưởng; what each part means stands with ``OfPlan``."""

    pk: int
    noun: ClassVar = "quyết định"
    field: ClassVar = "decision"
    model: ClassVar = Decision

    def consequence(self) -> str:
        kinds = Decision.objects.values_list("kind", flat=True)
        if kinds.get(pk=self.pk) == Decision.Kind.CANCEL:
            return "Khen thưởng của các trường hợp trong danh sách được ghi là đã bị hủy bỏ ngay."
        return (
            "Thành tích khen thưởng của các trường hợp trong danh sách được ghi ngay."
        )

    def left(self) -> Left:
        status = Decision.objects.values_list("status", flat=True).get(pk=self.pk)
        return Left(
            "Văn bản này và quyết định đã bỏ khi cơ quan kết thúc; các đề nghị chờ quyết định của "
            "đơn vị tiếp nhận."
            if status == Decision.Status.DROPPED
            else "Văn bản này đã bỏ, quyết định trở về bản nháp để sửa. Lần ký sau là một văn bản "
            "khác.",
            reverse("awards:decision", args=[self.pk]), "Mở quyết định",
        )  # fmt: skip

    def words(self) -> PlanContent:
        return content_of(Decision.objects.for_page().get(pk=self.pk))

    def sender(self) -> int | None:
        return Decision.objects.values_list("submitted_by", flat=True).get(pk=self.pk)

    def force(self) -> InForce:
        # Whoever sees the paper may know whether it holds, also where it was only sent to them:
        # of the decision, and of those that cancelled it since, they see nothing.
        with fence.lowered():
            decision = Decision.objects.get(pk=self.pk)
            return decision_force(decision, acts_against(decision))

    @staticmethod
    def over(ids: Collection[int]) -> dict[int, InForce]:
        return decisions_over(ids)

    def campaign(self, user: User) -> Campaign | None:
        return Campaign.objects.visible_to(user).filter(decisions=self.pk).first()

    def lineage_marks(self) -> tuple[tuple[str, str], ...]:
        return ()

    def why_not_number(self, day: date) -> str:
        return why_not_number(self.pk, day)

    def record_signature(self, *, by: User) -> None:
        award_actions.record_decision_signature(self.pk, by=by)

    def record_issue(self, issue: Issue, *, by: User) -> None:
        award_actions.record_decision_issue(
            self.pk, by=by, number=issue.number, issued_on=issue.issued_on,
            code=issue.code,
        )  # fmt: skip

    def reopen(self, *, by: User, reason: str) -> None:
        award_actions.reopen_decision(self.pk, by=by, reason=reason)

    def give_back(self, handover: Handover) -> None:
        award_actions.give_decision_back(self.pk, handover)


@dataclass(frozen=True)
class OfSubmission:
    """Văn bản của một tờ trình cấp trên; what each part means stands with ``OfPlan``."""

    pk: int
    noun: ClassVar = "tờ trình"
    field: ClassVar = "submission"
    model: ClassVar = Submission

    def consequence(self) -> str:
        return (
            "Các đề nghị trong danh sách được ghi là đã trình; cấp trên có trong hệ thống thì nhận "
            "ngay."
        )

    def left(self) -> Left:
        status = Submission.objects.values_list("status", flat=True).get(pk=self.pk)
        return Left(
            "Văn bản này và tờ trình đã bỏ khi cơ quan kết thúc; các đề nghị chờ đơn vị tiếp nhận "
            "trình lại."
            if status == Submission.Status.DROPPED
            else "Văn bản này đã bỏ, tờ trình trở về bản nháp để sửa. Lần ký sau là một văn bản "
            "khác.",
            reverse("awards:submission", args=[self.pk]), "Mở tờ trình",
        )  # fmt: skip

    def words(self) -> PlanContent:
        return submission_content(Submission.objects.for_page().get(pk=self.pk))

    def sender(self) -> int | None:
        return Submission.objects.values_list("submitted_by", flat=True).get(pk=self.pk)

    def force(self) -> InForce:
        # Whoever was sent the paper may know that it was taken back, and sees no more of it.
        with fence.lowered():
            submission = Submission.objects.get(pk=self.pk)
        return _withdrawn(submission) or InForce("ok", "Còn hiệu lực")

    @staticmethod
    def over(ids: Collection[int]) -> dict[int, InForce]:
        if not ids:
            return {}
        with fence.lowered():
            found = list(Submission.objects.with_status("withdrawn").within(ids))
        return {one.pk: InForce("bad", "Đã rút", is_over=True) for one in found}

    def campaign(self, user: User) -> Campaign | None:
        return None

    def lineage_marks(self) -> tuple[tuple[str, str], ...]:
        return ()

    def why_not_number(self, day: date) -> str:
        return ""

    def record_signature(self, *, by: User) -> None:
        award_actions.record_submission_signature(self.pk, by=by)

    def record_issue(self, issue: Issue, *, by: User) -> None:
        award_actions.record_submission_issue(
            self.pk, by=by, number=issue.number, issued_on=issue.issued_on,
            code=issue.code,
        )  # fmt: skip

    def reopen(self, *, by: User, reason: str) -> None:
        award_actions.reopen_submission(self.pk, by=by, reason=reason)

    def give_back(self, handover: Handover) -> None:
        award_actions.give_submission_back(self.pk, handover)


def _withdrawn(submission: Submission) -> InForce | None:
    if submission.status != Submission.Status.WITHDRAWN:
        return None
    return InForce(
        "bad", "Đã rút",
        f"Cơ quan trình đã rút hồ sơ: {submission.withdrawn_because}", is_over=True,
    )  # fmt: skip


@dataclass(frozen=True)
class OfConvocation:
    """Giấy mời họp của Hội đồng; what each part means stands with ``OfPlan``."""

    pk: int
    noun: ClassVar = "giấy mời"
    field: ClassVar = "convocation"
    model: ClassVar = Convocation

    def consequence(self) -> str:
        return (
            "Mỗi thành viên Hội đồng nhận giấy mời ở Việc cần làm, và qua thư điện tử nếu có địa "
            "chỉ."
        )

    def left(self) -> Left:
        return Left(
            "Văn bản này đã bỏ, giấy mời trở về bản nháp để sửa. Lần ký sau là một văn bản khác.",
            reverse("awards:convocation", args=[self.pk]), "Mở giấy mời",
        )  # fmt: skip

    def words(self) -> PlanContent:
        return convocation_content(Convocation.objects.for_page().get(pk=self.pk))

    def sender(self) -> int | None:
        senders = Convocation.objects.values_list("submitted_by", flat=True)
        return senders.get(pk=self.pk)

    def force(self) -> InForce:
        with fence.lowered():
            made = Convocation.objects.get(pk=self.pk)
        return convocation_force(made)

    @staticmethod
    def over(ids: Collection[int]) -> dict[int, InForce]:
        return convocations_over(ids)

    def campaign(self, user: User) -> Campaign | None:
        return None

    def lineage_marks(self) -> tuple[tuple[str, str], ...]:
        return ()

    def why_not_number(self, day: date) -> str:
        made = Convocation.objects.for_page().get(pk=self.pk)
        return why_not_number_convocation(made)

    def record_signature(self, *, by: User) -> None:
        award_actions.record_convocation_signature(self.pk, by=by)

    def record_issue(self, issue: Issue, *, by: User) -> None:
        award_actions.record_convocation_issue(
            self.pk, by=by, number=issue.number, issued_on=issue.issued_on,
            code=issue.code,
        )  # fmt: skip

    def reopen(self, *, by: User, reason: str) -> None:
        award_actions.reopen_convocation(self.pk, by=by, reason=reason)

    def give_back(self, handover: Handover) -> None:
        award_actions.give_convocation_back(self.pk, handover)


Origin = OfPlan | OfDecision | OfSubmission | OfConvocation
_KINDS: tuple[type[Origin], ...] = (OfPlan, OfDecision, OfSubmission, OfConvocation)


def origin_of(document: Document) -> Origin:
    """One of the four; the database sees to it that there is exactly one."""
    if document.plan_id is not None:
        return OfPlan(document.plan_id)
    if document.decision_id is not None:
        return OfDecision(document.decision_id)
    if document.submission_id is not None:
        return OfSubmission(document.submission_id)
    assert document.convocation_id is not None
    return OfConvocation(document.convocation_id)


def about(papers: DocumentQuerySet) -> Q:
    """Lines of the book about what these papers are of."""
    found = Q()
    for kind in _KINDS:
        label = kind.model._meta.label
        found |= Q(subject=label, subject_id__in=papers.values(kind.field))
    return found


def force_of(document: Document) -> InForce:
    """Hiệu lực của văn bản đã ban hành, today."""
    return origin_of(document).force()


def over(documents: Iterable[Document]) -> dict[Document, InForce]:
    """For lists: those of the papers that hold no more; at most a query for each origin."""
    origins = {document: origin_of(document) for document in documents}
    found = {}
    for kind in _KINDS:
        ids = {one.pk for one in origins.values() if isinstance(one, kind)}
        states = kind.over(ids) if ids else {}
        for document, one in origins.items():
            if isinstance(one, kind) and one.pk in states:
                found[document] = states[one.pk]
    return found


def is_outdated(document: Document) -> bool:
    """Đã ký nhưng không cấp số được nữa: what it says no longer holds on the day of issue."""
    signed = document.status == Document.Status.SIGNED
    return signed and bool(origin_of(document).why_not_number(localdate()))
