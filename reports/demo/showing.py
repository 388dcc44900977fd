"""Đưa kế hoạch trình diễn qua các bước: the real acts by the real accounts, then the workers."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns import way
from campaigns.models import Plan
from reports import actions, previews, tasks
from reports.demo import second_turn
from reports.demo.showcase import Showpiece, showpieces
from reports.models import Document
from units.models import Membership, Unit, User

Role = Membership.Role
Status = Plan.Status
# How far a plan has come; RETURNED is for its officer to put right, not for us.
_ORDER = [
    Status.DRAFT,
    Status.SUBMITTED,
    Status.APPROVED,
    Status.SIGNED,
    Status.ISSUED,
]
_COPIES = 10


class ShowFailed(Exception):
    """A paper could not be made; the text is one Vietnamese sentence."""


@dataclass
class Show:
    """One showpiece on its way."""

    piece: Showpiece
    plan: Plan
    told: str = ""
    retried: bool = False

    @property
    def is_there(self) -> bool:
        if self.plan.status == Status.RETURNED:
            return True
        return _ORDER.index(Status(self.plan.status)) >= _ORDER.index(self.piece.until)


def show(tell: Callable[[str], None], wait: float) -> None:
    """Make what is missing and wait for the workers, at most ``wait`` seconds without news."""
    carry([_begun(piece) for piece in showpieces(localdate())], tell, wait)


def carry(shows: list[Show], tell: Callable[[str], None], wait: float) -> None:
    """Through all acts of all people, as far as each is to go."""
    last_news = time.monotonic()
    while True:
        news = [line for show in shows for line in _step(show, _before(show, shows))]
        for line in news:
            tell(line)
        if all(show.is_there for show in shows):
            return
        if news:
            last_news = time.monotonic()
        elif time.monotonic() - last_news > wait:
            waiting = [show for show in shows if not show.is_there]
            raise ShowFailed(
                f"Đã chờ {wait:.0f} giây mà worker chưa làm xong: "
                + "; ".join(f"{s.plan.issuer} ({s.plan.title[:40]}…)" for s in waiting)
                + ". Kiểm tra worker đang chạy và tệp nhật ký trong var/log."
            )
        time.sleep(0.3)


def _begun(piece: Showpiece) -> Show:
    content = piece.content()
    host = Unit.objects.get(code=piece.office)
    plan = Plan.objects.filter(issuer=host, campaign__name=content.title).first()
    if plan is None:
        officer = who(host, Role.OFFICER)
        plan = campaign_actions.create_campaign_from_content(
            by=officer,
            host_id=host.pk,
            content=piece.first() if piece.first else content,
        )
        if piece.slogan:
            campaign_actions.edit_campaign(plan.pk, by=officer, slogan=piece.slogan)
        if piece.correct:
            second_turn.send_back(plan, by=officer, leader=who(host, Role.LEADER))
            piece.correct(plan, officer)
            campaign_actions.submit_plan(plan.pk, by=officer)
            plan.refresh_from_db()
    return Show(piece, plan)


def _before(show: Show, shows: list[Show]) -> list[Show]:
    """Those that the same office issues first: its numbers are the same at every setting up."""
    earlier = shows[: shows.index(show)]
    return [
        other
        for other in earlier
        if other.piece.office == show.piece.office
        and other.piece.until == Status.ISSUED
    ]


def _step(show: Show, before: list[Show]) -> Iterator[str]:
    """Do what can be done now; tell what has changed."""
    show.plan = Plan.objects.select_related("issuer", "signer__user").get(
        pk=show.plan.pk
    )
    plan = show.plan
    if not show.is_there:
        match plan.status:
            case Status.DRAFT:
                campaign_actions.submit_plan(plan.pk, by=who(plan.issuer, Role.OFFICER))
            case Status.SUBMITTED if plan.signer:
                _pass_steps(plan)
                _sign(plan, plan.signer.user)
            case Status.APPROVED | Status.SIGNED:
                _push(show, is_next=all(other.is_there for other in before))
    line = _where(plan)
    if line != show.told:
        show.told = line
        yield line


def _pass_steps(plan: Plan) -> None:
    """Whoever a step asks agrees: set up again later, the ward has a route."""
    while (found := way.way_of(plan)) and (step := found.open_step):
        by = found.holders(found.waiting(step)[0])[0].user
        campaign_actions.agree_step(plan.pk, by=by, step_id=step.pk)


def _sign(plan: Plan, leader: User) -> None:
    """Once its pages are drawn and checked; nobody signs before."""
    key = previews.key_of(plan)
    if previews.ready(key) is not None:
        actions.approve_and_sign(plan.pk, by=leader)
    elif previews.should_ask(key):
        tasks.wake(tasks.render_preview, plan.pk)


def _push(show: Show, *, is_next: bool) -> None:
    document = show.plan.documents.exclude(status=Document.Status.DROPPED).get()
    if document.status == Document.Status.STOPPED:
        if show.retried:
            raise ShowFailed(f"{show.plan.issuer}: {document.problem}")
        show.retried = True
        actions.retry_document(document.pk, by=document.signer.user)
    elif document.status == Document.Status.SIGNED and is_next:
        clerk = who(document.issuer, Role.CLERK)
        actions.issue_document(document.pk, by=clerk, day=localdate(), copies=_COPIES)
    elif document.status == Document.Status.NUMBERED and document.problem:
        raise ShowFailed(f"{show.plan.issuer}: {document.problem}")


def who(unit: Unit, role: str) -> User:
    members = Membership.objects.on().filter(
        unit=unit, role=role, user__is_demonstration=True
    )
    return members.select_related("user").order_by("pk")[0].user


def _where(plan: Plan) -> str:
    document = plan.documents.exclude(status=Document.Status.DROPPED).first()
    state = (document or plan).get_status_display()
    number = f" {document.number_and_symbol}" if document and document.number else ""
    return f"  {plan.issuer}{number}: {state}. {plan.title[:60]}…"
