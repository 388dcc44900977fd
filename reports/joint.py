"""Bản nhiều người ký là của cái gì: a pact or a council's session, and what its way means there.

The chain of signatures (``reports.pacting``) knows a paper by its frozen words and seats alone.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from awards import actions as award_actions
from awards.models import CouncilSession
from campaigns import actions as campaign_actions
from campaigns.content import Letterhead
from campaigns.models import Pact
from campaigns.pacts import PACT
from reports.models import PactPaper, PactSeat
from reports.rendering import (
    MinutesRecord,
    MinutesSigner,
    PactMember,
    PactRecord,
    PaperMarks,
    RenderedPaper,
    render_minutes,
    render_pact,
)
from units.models import Membership, User


@dataclass(frozen=True)
class OfPact:
    """Bản giao ước."""

    pk: int

    def lock(self) -> None:
        """Its row, before that of the paper: every act and the worker in this order."""
        Pact.objects.select_for_update(no_key=True).get(pk=self.pk)

    def printed(self, paper: PactPaper) -> RenderedPaper:
        """The pages of the frozen words. Raises PaperRefused, naming the place."""
        return render_pact(pact_record(paper))

    def why_not_sign(self, seat: PactSeat) -> str:
        """A sentence where who signs no longer may as the paper prints it, else ""."""
        signer = seat.signer
        assert signer is not None  # who signs on paper is not asked
        assert seat.unit is not None
        said = _out_of_use(signer)
        signers = Membership.objects.signers_of(seat.unit, PACT)
        if not said and not signers.filter(pk=signer.pk).exists():
            said = f"{signer.user} không còn giữ chức vụ ghi ở chỗ ký."
        if not said:
            return ""
        return f"{said} Đề nghị trưởng bỏ bản này, đơn vị cử lại người ký rồi lập bản khác."

    def record_complete(self, *, by: User) -> None:
        """Called in the transaction that keeps the file with every signature."""
        campaign_actions.record_pact_signed(self.pk, by=by)

    def record_given_up(self, paper: PactPaper, *, by: User) -> None:
        """The paper was refused or dropped; another may be made."""
        pact = paper.pact
        assert pact is not None
        if pact.version == paper.version:
            campaign_actions.record_pact_unsigned(self.pk, by=by)


@dataclass(frozen=True)
class OfSession:
    """Biên bản phiên họp; what each part means stands with ``OfPact``."""

    pk: int

    def lock(self) -> None:
        CouncilSession.objects.select_for_update(no_key=True).get(pk=self.pk)

    def printed(self, paper: PactPaper) -> RenderedPaper:
        return render_minutes(minutes_record(paper))

    def why_not_sign(self, seat: PactSeat) -> str:
        signer = seat.signer
        assert signer is not None  # the database asks for it
        said = _out_of_use(signer)
        if not said and not Membership.objects.on().filter(pk=signer.pk).exists():
            said = f"{signer.user} không còn vai trò ở Hội đồng."
        if not said:
            return ""
        return f"{said} Đề nghị thư ký Hội đồng bỏ bản này, in biên bản để ký trên bản giấy."

    def record_complete(self, *, by: User) -> None:
        award_actions.record_minutes(self.pk, by=by)

    def record_given_up(self, paper: PactPaper, *, by: User) -> None:
        """The session goes on waiting for its minutes."""


def origin_of(paper: PactPaper) -> OfPact | OfSession:
    """One of the two; the database sees to it that there is exactly one."""
    if paper.pact_id is not None:
        return OfPact(paper.pact_id)
    assert paper.session_id is not None
    return OfSession(paper.session_id)


def lock_paper(paper_id: int) -> PactPaper:
    """The row of the pact or the session, then the paper's."""
    origin_of(PactPaper.objects.only("pact_id", "session_id").get(pk=paper_id)).lock()
    papers = PactPaper.objects.select_related(
        "pact__cluster", "session__unit", "laid_by", "refused_by"
    )
    return papers.select_for_update(of=["self"], no_key=True).get(pk=paper_id)


def why_not_sign(seat: PactSeat) -> str:
    return origin_of(seat.paper).why_not_sign(seat)


def _out_of_use(signer: Membership) -> str:
    if User.objects.in_use().within([signer.user_id]).exists():
        return ""
    return f"Tài khoản của {signer.user} đã ngừng dùng."


def _marks(paper: PactPaper) -> PaperMarks:
    return PaperMarks(code=paper.code, url=f"{settings.PUBLIC_URL}/x/{paper.code}")


def pact_record(paper: PactPaper) -> PactRecord:
    """What is printed of a pact."""
    return PactRecord(
        letterhead=Letterhead(
            authority=paper.letterhead, place=paper.place, issued_on=paper.laid_on
        ),
        name=paper.name,
        text=paper.text,
        starts_on=_day(paper.starts_on),
        ends_on=_day(paper.ends_on),
        members=tuple(
            PactMember(
                position=seat.position, unit=seat.unit_name, undertakes=seat.undertakes,
                lines=tuple(seat.capacity.split("\n")), signer=seat.signer_name,
                on_paper=seat.on_paper,
            )
            for seat in paper.seats.all()
        ),
        marks=_marks(paper),
    )  # fmt: skip


def minutes_record(paper: PactPaper) -> MinutesRecord:
    """What is printed of minutes."""
    return MinutesRecord(
        letterhead=Letterhead(
            parent_authority=paper.letterhead_parent, authority=paper.letterhead,
            place=paper.place,
        ),
        number=paper.symbol,
        subject=paper.subject,
        lines=tuple(paper.text.split("\n")),
        tally=tuple(tuple(row.split("\t")) for row in paper.tally.splitlines()),
        signers=tuple(
            MinutesSigner(
                position=seat.position, lines=tuple(seat.capacity.split("\n")),
                signer=seat.signer_name,
            )
            for seat in paper.seats.all()
        ),
        recipients=tuple(paper.recipients.splitlines()),
        marks=_marks(paper),
    )  # fmt: skip


def _day(day: date | None) -> date:
    assert day is not None  # a pact has its days, the database asks for them
    return day
