"""Duyệt, ký, ký lại, trả lại: from the words of a plan to the signing worker, and back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.text import capfirst

from awards import actions as award_actions
from awards.convoking.paper import content_of as convocation_content
from awards.deciding.paper import content_of
from awards.models import Convocation, Decision, Submission
from awards.permissions import (
    can_sign_convocation,
    can_sign_decision,
    can_sign_submission,
)
from awards.submitting.paper import content_of as submission_content
from campaigns import actions as campaign_actions
from campaigns.models import Plan
from campaigns.papers import paper_of
from campaigns.permissions import can_sign
from campaigns.twin import digest_of, to_twin
from reports import attempts, permissions, tasks, unlocking
from reports.actions.locking import lock_document
from reports.capacity import why_not_sign
from reports.issuing import seals_outside
from reports.models import Document
from reports.origins import (
    OfConvocation,
    OfDecision,
    OfSubmission,
    Origin,
    is_outdated,
    origin_of,
)
from units.authority import authority_words
from units.errors import Refused
from units.models import Handover, Membership, Unit, User
from units.permissions import require
from units.workflow import add, move

Status = Document.Status


@transaction.atomic
def approve_and_sign(
    plan_id: int, *, by: User, seen: int | None = None, outside: bool = False,
    unlock: Mapping[str, str] | None = None, digest: str | None = None,
) -> Document:  # fmt: skip
    """Duyệt và ký: freezes the words and hands them to the signing worker.

    ``outside``: the worker only prepares the file, the signer signs it on a device of their
    own. ``unlock``: what opens a key at a remote service, for this one signature. ``seen`` is
    the version that the signer had before their eyes: nobody signs words that were taken back,
    changed and sent again meanwhile. ``digest`` (``campaigns.twin.digest_of``): of the very
    words that were listed, where many are signed at once.
    """
    plan = _plan(plan_id)
    require(can_sign(by, plan))
    # The words that are frozen here have its name: who corrects that at this moment
    # (``correct_name``) either is done before, or finds the paper. Taken before the plan.
    Unit.objects.select_for_update(no_key=True).get(pk=plan.issuer_id)
    campaign_actions.approve_plan(plan_id, by=by)
    plan = _plan(plan_id)  # now that its row is locked
    require(can_sign(by, plan))
    if seen is not None and seen != plan.version:
        raise Refused(
            "Kế hoạch đã được sửa từ lúc anh/chị mở trang này. Xem lại các trang rồi ký."
        )
    if refusal := why_not_sign(plan):
        raise Refused(refusal)
    content = paper_of(plan)
    if digest is not None and digest != digest_of(content):
        raise Refused(
            "Kế hoạch đã đổi từ lúc được liệt kê để ký. Xem lại các trang rồi ký."
        )
    if content.apart and seals_outside(plan.issuer.seal_holder):
        raise Refused(
            f"Con dấu của {plan.issuer.seal_holder} ở thiết bị riêng, chưa ký được phụ lục ở tệp "
            "riêng. Trả lại để cán bộ soạn thảo bỏ chọn “Phụ lục ban hành thành tệp riêng”."
        )
    document = _frozen(content, plan.issuer, plan.signer, by, outside=outside)
    document.plan, document.place = plan, plan.place
    return _hand_over(document, by, unlock)


@transaction.atomic
def sign_decision(
    decision_id: int, *, by: User, seen: int | None = None, outside: bool = False,
    unlock: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Duyệt và ký quyết định khen thưởng; as ``approve_and_sign`` of a plan.

    By the head's own power, so the words above the name have no "TM.".
    """
    decision = _decision(decision_id)
    require(can_sign_decision(by, decision))
    return _sign(
        OfDecision(decision_id), decision.authority, award_actions.approve_decision,
        content_of, by=by, seen=seen, outside=outside, unlock=unlock, own_power=True,
    )  # fmt: skip


@transaction.atomic
def sign_submission(
    submission_id: int, *, by: User, seen: int | None = None, outside: bool = False,
    unlock: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Duyệt và ký tờ trình cấp trên; as ``approve_and_sign`` of a plan, in the same capacity."""
    submission = _submission(submission_id)
    require(can_sign_submission(by, submission))
    return _sign(
        OfSubmission(submission_id), submission.authority, award_actions.approve_submission,
        submission_content, by=by, seen=seen, outside=outside, unlock=unlock,
    )  # fmt: skip


@transaction.atomic
def sign_convocation(
    convocation_id: int, *, by: User, seen: int | None = None, outside: bool = False,
    unlock: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Duyệt và ký giấy mời họp; as ``approve_and_sign`` of a plan."""
    made = _convocation(convocation_id)
    require(can_sign_convocation(by, made))
    return _sign(
        OfConvocation(convocation_id), made.unit, award_actions.approve_convocation,
        convocation_content, by=by, seen=seen, outside=outside, unlock=unlock,
    )  # fmt: skip


def _sign(
    origin: Origin, issuer: Unit, approve: Callable[..., Any], words: Callable[[Any], Any], *,
    by: User, seen: int | None, outside: bool, unlock: Mapping[str, str] | None,
    own_power: bool = False,
) -> Document:  # fmt: skip
    """Approved by who signs it, as it was read (``seen``), and its words frozen in a paper."""
    Unit.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    record = approve(origin.pk, by=by)
    if seen is not None and seen != record.version:
        raise Refused(
            f"{capfirst(origin.noun)} đã được sửa từ lúc anh/chị mở trang này. Xem lại các trang "
            "rồi ký."
        )
    assert record.signer is not None  # who may sign it is its signer
    document = _frozen(words(record), issuer, record.signer, by, outside=outside)
    if refusal := why_not_sign(document):
        raise Refused(refusal)
    setattr(document, origin.field, record)
    document.place = issuer.place
    if own_power:
        document.signer_title = ", ".join(
            authority_words(record.signer, own_power=True)
        )
    return _hand_over(document, by, unlock)


def _frozen(content, issuer, signer, by, *, outside) -> Document:
    return Document(
        kind=content.kind.value,
        issuer=issuer,
        twin=to_twin(content).decode(),
        title=content.title,
        symbol=content.letterhead.symbol,
        signer=signer,
        signer_name=signer.user.full_name,
        signer_title=capacity_in_words(signer),
        requested_by=by,
        person_way=_way(outside),
    )


def _hand_over(document, by, unlock) -> Document:
    add(document, by=by)
    _unlock(document, unlock)
    tasks.render_document.delay_on_commit(document.pk)
    return document


@transaction.atomic
def retry_document(
    document_id: int, *, by: User, outside: bool = False,
    unlock: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Ký lại: once what stood in the way (a certificate, a token) has been put right.

    Or another way than the one that the paper waits for; ``outside``, ``unlock`` as in signing.
    """
    document = lock_document(document_id)
    require(permissions.can_retry(by, document))
    if document.status == Status.RENDERED and not document.waits_for_person_file:
        raise Refused("Máy ký đang làm văn bản này. Chờ có kết quả rồi chọn lại.")
    if refusal := why_not_sign(document):
        raise Refused(refusal)
    document.files.filter(stage__in=["rendered", "offered"]).delete()
    document.annex_files.rendered().delete()
    document.findings.all().delete()
    attempts.forgive(f"render:{document.pk}", f"sign:{document.pk}")
    move(
        document, Status.REQUESTED, by=by, problem="", unanswered_at=None, offered_at=None,
        person_way=_way(outside),
    )  # fmt: skip
    _unlock(document, unlock)
    tasks.render_document.delay_on_commit(document.pk)
    return document


@transaction.atomic
def return_stopped(document_id: int, *, by: User, reason: str) -> Document:
    """Trả kế hoạch, quyết định về để sửa: the paper that could not be signed is dropped, what it
    is of reopens.
    """
    document = lock_document(document_id)
    require(permissions.can_give_up(by, document))
    stuck = document.status == Status.STOPPED or document.waits_for_person_file
    if not stuck and not is_outdated(document):
        raise Refused(
            f"Văn bản đang ở trạng thái “{document.get_status_display()}” nên không bỏ được."
        )
    move(document, Status.DROPPED, by=by, signed_at=None, offered_at=None)
    origin_of(document).reopen(by=by, reason=reason)
    return document


@transaction.atomic
def drop_papers_of(handover: Handover) -> None:
    """Bỏ văn bản chưa có số của đơn vị đã kết thúc: nobody may sign or number it any more.

    Its plan goes back to writing with the heir; the files that were made stay to be read.
    Asked by ``units.estates``; the record of the hand-over is what permits it.
    """
    left = Document.objects.without_number().filter(issuer=handover.unit)
    for document_id in list(left.order_by("pk").values_list("pk", flat=True)):
        document = lock_document(document_id)
        if document.number is None and document.status != Status.DROPPED:
            by = handover.recorded_by
            move(document, Status.DROPPED, by=by, signed_at=None, offered_at=None)
            origin_of(document).give_back(handover)


def _unlock(document, values):
    """Queued before the worker is called; without it the worker asks for it again."""
    if values:
        keep = partial(unlocking.keep, document.pk, values)
        transaction.on_commit(keep, robust=True)


def _way(outside):
    return Document.Way.OUTSIDE if outside else Document.Way.MACHINE


def capacity_in_words(membership: Membership) -> str:
    """ "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch": one line for lists and pages."""
    return ", ".join(authority_words(membership))


def _convocation(convocation_id):
    return Convocation.objects.for_page().get(pk=convocation_id)


def _decision(decision_id):
    return Decision.objects.for_page().get(pk=decision_id)


def _submission(submission_id):
    return Submission.objects.for_page().get(pk=submission_id)


def _plan(plan_id):
    plans = Plan.objects.select_related("issuer", "signer__user", "signer__unit")
    return plans.get(pk=plan_id)
