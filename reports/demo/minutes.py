"""Biên bản trình diễn: of the session that was held, signed by its secretary and its chair."""

import time
from collections.abc import Callable

from awards.models import CouncilSession
from reports import actions, tasks
from reports.demo.showing import ShowFailed
from reports.models import PactPaper
from units.models import User


def sign(
    session: CouncilSession, by: User, tell: Callable[[str], None], wait: float
) -> None:
    """Through the acts by both, then the workers; the session closes with the last signature."""
    paper_id = actions.lay_minutes(session.pk, by=by).pk
    deadline = time.monotonic() + wait
    while True:
        paper = PactPaper.objects.for_page().get(pk=paper_id)
        if paper.status == PactPaper.Status.COMPLETE:
            tell(f"  {session.unit} {paper.symbol}: {paper.subject}")
            return
        if paper.status == PactPaper.Status.SIGNING:
            _ask(paper)
        told = [paper.problem, *(seat.problem for seat in paper.seats.all())]
        if any(told) or time.monotonic() > deadline:
            raise ShowFailed(
                next(filter(None, told), "")
                or f"Đã chờ {wait:.0f} giây mà biên bản phiên họp chưa ký xong. Kiểm tra worker "
                "đang chạy và tệp nhật ký trong var/log."
            )
        time.sleep(0.3)


def _ask(paper: PactPaper) -> None:
    for seat in paper.seats.all():
        if not seat.is_done and seat.asked_at is None and not seat.problem:
            assert seat.signer is not None  # the database asks for it
            actions.sign_minutes(seat.pk, by=seat.signer.user)
    tasks.wake(tasks.sign_pact, paper.pk)
