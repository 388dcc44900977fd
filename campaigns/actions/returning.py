"""Trả lại có phạm vi: opening some places, asking for more, looking again when it comes back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import now

from campaigns import permissions
from campaigns.actions.locking import lock
from campaigns.models import Comment, OpeningRequest, Plan, PlanReturn, ReturnPlace
from campaigns.opening import Opening, opening_of
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, amend, move

Status = OpeningRequest.Status
Scope = PlanReturn.Scope
ALL_IS_OPEN = "Cả kế hoạch đang mở sửa, hoặc kế hoạch không còn ở bước sửa."
NOTHING_SAID = (
    "Chưa có góp ý nào của anh/chị còn mở ở một dòng, và chưa chọn phần nào. Góp ý vào dòng "
    "cần sửa trước, hoặc mở sửa cả kế hoạch."
)


def open_places(returned: PlanReturn, parts: Iterable[str], *, by: User) -> None:
    """Mở những chỗ có góp ý còn mở của người trả lại, and the parts; refused where none is."""
    said = Comment.objects.at_lines_by(returned.plan, by)
    places = [
        ReturnPlace(returned=returned, line=line)
        for line in dict.fromkeys(comment.line for comment in said)
    ]
    wanted = set(parts)
    places += [
        ReturnPlace(returned=returned, part=part)
        for part in ReturnPlace.Part
        if part in wanted
    ]
    if not places:
        raise Refused(NOTHING_SAID, at="scope")
    for place in places:
        add(place, by=by)


def send_back(plan, by, reason, scope=Scope.WHOLE, step=None) -> PlanReturn:
    """The plan goes back to its officer, with a reason; the caller asked who may."""
    if not reason.strip():
        raise Refused("Ghi lý do trả lại để người soạn biết cần sửa gì.", at="reason")
    returned = Plan.Status.RETURNED
    move(plan, returned, by=by, approved_by=None, approved_at=None)
    record = PlanReturn(
        plan=plan, reason=reason.strip(), returned_by=by, scope=scope, step=step
    )
    add(record, by=by)
    return record


def looked_again(plan: Plan, returned: PlanReturn, *, by: User) -> None:
    """What the person had said is closed, the places are seen; of another's return nothing."""
    if returned.returned_by_id != by.pk or returned.scope != Scope.PLACES:
        return
    done = Comment.Status.DONE
    for comment in Comment.objects.still_open().filter(plan=plan, author=by):
        move(comment, done, by=by, closed_by=by, closed_at=now())
    if returned.looked_again_at is None:
        amend(returned, by=by, looked_again_by=by, looked_again_at=now())


def open_wholly(plan: Plan, *, by: User) -> bool:
    """Mở cả kế hoạch; False: it was. The caller holds the lock and asked who may."""
    opening = opening_of(plan)
    if opening is None:
        return False
    amend(opening.returned, by=by, scope=Scope.WHOLE)
    _answer(opening.returned, Status.GRANTED, by)
    return True


def let_lapse(plan: Plan, *, by: User) -> None:
    """What was asked of the open return is asked no more: the plan is sent again."""
    for returned in PlanReturn.objects.open_of([plan]):
        _answer(returned, Status.LAPSED, by)


@transaction.atomic
def ask_opening(plan_id: int, *, by: User, reason: str) -> OpeningRequest:
    """Xin mở thêm: one at a time."""
    plan = lock(plan_id)
    require(permissions.can_edit(by, plan))
    opening = _limited(plan)
    if not reason.strip():
        raise Refused("Ghi lý do cần mở thêm.", at="reason")
    if opening.returned.requests.still_open().exists():
        raise Refused(
            f"Đã xin mở thêm, đang chờ {opening.returned.returned_by} trả lời."
        )
    request = OpeningRequest(
        returned=opening.returned, reason=reason.strip(), asked_by=by
    )
    add(request, by=by)
    return request


@transaction.atomic
def open_whole(plan_id: int, *, by: User) -> Plan:
    """Mở sửa cả kế hoạch: asked for or not."""
    plan = lock(plan_id)
    opening = opening_of(plan)
    returned = opening.returned if opening else None
    require(permissions.can_open_whole(by, plan, returned))
    _limited(plan)
    open_wholly(plan, by=by)
    return plan


@transaction.atomic
def decline_opening(plan_id: int, *, by: User, answer: str) -> Plan:
    """Chưa mở thêm, with a sentence why."""
    plan = lock(plan_id)
    opening = opening_of(plan)
    returned = opening.returned if opening else None
    require(permissions.can_open_whole(by, plan, returned))
    _limited(plan)
    if not answer.strip():
        raise Refused("Ghi một câu trả lời người xin mở thêm.", at="answer")
    if not _answer(returned, Status.DECLINED, by, answer.strip()):
        raise Refused("Không còn yêu cầu mở thêm nào chờ trả lời.")
    return plan


@transaction.atomic
def look_again(plan_id: int, *, by: User) -> Plan:
    """Đã xem lại: who returned it closes what they had said; then every leader has the plan."""
    plan = lock(plan_id)
    require(permissions.can_review(by, plan) or permissions.is_asked(by, plan))
    returned = plan.returns.first()
    if (
        plan.status != Plan.Status.SUBMITTED
        or returned is None
        or returned.scope != Scope.PLACES
        or returned.returned_by_id != by.pk
    ):
        raise Refused("Kế hoạch này không chờ anh/chị xem lại.")
    looked_again(plan, returned, by=by)
    return plan


def _limited(plan) -> Opening:
    opening = opening_of(plan)
    if opening is None:
        raise Refused(ALL_IS_OPEN)
    return opening


def _answer(returned, status, by, words="") -> bool:
    request = returned.requests.still_open().first()
    if request is None:
        return False
    move(request, status, by=by, answer=words, answered_by=by, answered_at=now())
    return True
