"""Giấy khen: from the lines of a decision to signed files. Safe to run any number of times.

One worker sets the pages, another, which holds the keys, seals them; each takes the diplomas of
a batch one after another, looks before each whether it was paused, and leaves what another
worker is at. What one cannot be made for is told at that one; the others go on. A turn is short:
what is left is asked for again, so that other papers get their turn, too.
"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import transaction

from reports.issuing import sealed_alone, to_be_sealed
from reports.models import Certificate, Diploma, DiplomaBatch
from reports.rendering import DiplomaRecord, PaperMarks, render_diploma
from reports.steps import keep_signed, one_try
from units.alone import alone
from units.models import User
from units.workflow import move

Status = Diploma.Status
A_TURN = 20


def owed() -> list[int]:
    """Lượt còn việc, the oldest first."""
    return list(DiplomaBatch.objects.owed().values_list("pk", flat=True))


def render(batch_id: int) -> int:
    """Dựng trang, at most ``A_TURN``; how many still wait."""
    return _turn(batch_id, Status.WAITING, _render)


def seal(batch_id: int) -> int:
    """Đóng dấu số, likewise; where no machine can, they wait for a certificate."""
    batch = DiplomaBatch.objects.for_page().get(pk=batch_id)
    return 0 if why_no_seal(batch) else _turn(batch_id, Status.RENDERED, _seal)


def _turn(batch_id: int, status: str, step: Callable[[Diploma], None]) -> int:
    # One worker a step: else each message would begin a chain of turns of its own, and a
    # leader's signature would wait behind all of them.
    with alone(f"diplomas-{status}:{batch_id}") as mine:
        return _steps(batch_id, status, step) if mine else 0


def _steps(batch_id: int, status: str, step: Callable[[Diploma], None]) -> int:
    waiting = Diploma.objects.next_of(batch_id, status)
    for diploma_id in waiting[:A_TURN]:
        if not DiplomaBatch.objects.filter(pk=batch_id, status="running").exists():
            return 0
        _one(diploma_id, status, step)
    return len(Diploma.objects.next_of(batch_id, status))


def _one(diploma_id, status, step):
    tried = one_try(
        f"diploma-{status}:{diploma_id}", "làm giấy khen này",
        stop=partial(_stop, diploma_id, status), wait=partial(_say, diploma_id),
    )  # fmt: skip
    with tried as mine:
        if mine:
            diploma = Diploma.objects.for_paper().get(pk=diploma_id)
            if diploma.status == status:
                step(diploma)


def _render(diploma):
    """The draft, for the seal of the authority to certify."""
    agency = diploma.batch.decision.authority.seal_holder
    rendered = render_diploma(record_of(diploma), seal_mm=float(agency.seal_mm))
    draft = to_be_sealed(rendered)
    with transaction.atomic():
        current = _lock(diploma.pk)
        if current.status == Status.WAITING:
            move(current, Status.RENDERED, by=_asker(current), draft=draft, problem="")


def _seal(diploma):
    agency = diploma.batch.decision.authority.seal_holder
    draft = bytes(diploma.draft)
    signed = sealed_alone(
        draft, agency, reason=str(diploma.batch), place=diploma.batch.place
    )
    with transaction.atomic():
        current = _lock(diploma.pk)
        if current.status == Status.RENDERED and bytes(current.draft) == draft:
            keep_signed(current, signed, by=_asker(current), draft=b"")


def record_of(diploma: Diploma) -> DiplomaRecord:
    """What is printed of it. ``batch__decision`` is read."""
    batch = diploma.batch
    decision = batch.decision
    assert decision.issued_on is not None  # diplomas are of issued decisions alone
    return DiplomaRecord(
        head=batch.head,
        gives=diploma.gives,
        award=diploma.award,
        subject=diploma.subject,
        about=diploma.about,
        merit=diploma.merit,
        decision=decision.number_and_symbol,
        decided_on=decision.issued_on,
        number=diploma.number,
        place=batch.place,
        signer_lines=tuple(filter(None, batch.signer_lines.split("\n"))),
        signer=batch.signer_name,
        marks=PaperMarks(
            code=diploma.code, url=f"{settings.PUBLIC_URL}/x/{diploma.code}"
        ),
    )


def why_no_seal(batch: DiplomaBatch) -> str:
    """A sentence where no machine can seal for the authority, else ""."""
    agency = batch.decision.authority.seal_holder
    if Certificate.objects.by_machine().filter(unit=agency).exists():
        return ""
    return (
        f"{agency} chưa có chứng thư số ký bằng máy chủ nên chưa lập được bản điện tử có ký số. "
        "Đề nghị quản trị đơn vị đăng ký chứng thư số; trong khi chờ vẫn in được giấy khen để ký, "
        "đóng dấu trên giấy."
    )


def _asker(diploma) -> User:
    return diploma.batch.asked_by


def _lock(diploma_id) -> Diploma:
    locked = Diploma.objects.select_related("batch__asked_by")
    return locked.select_for_update(of=["self"], no_key=True).get(pk=diploma_id)


@transaction.atomic
def _stop(diploma_id, status, problem):
    current = _lock(diploma_id)
    if current.status == status:
        move(current, Status.STOPPED, by=_asker(current), problem=problem, draft=b"")


def _say(diploma_id, problem):
    waiting = Diploma.objects.filter(pk=diploma_id).exclude(status=Status.SIGNED)
    waiting.exclude(problem=problem).update(problem=problem)
