"""A council whose secretary and chair can really sign, and a session of it that was held."""

from decimal import Decimal

from awards import actions as awards
from awards.models import CouncilSession
from reports import actions, pacting, store
from reports.models import PactPaper
from tests.council_scene import Sitting
from tests.office import register_certificate

ABSENCE = "đi công tác"
WHY_NOT = "Chưa có số liệu so sánh."
LATER = "Chờ bổ sung hồ sơ."


class Minuted(Sitting):
    """Seven members; of three proposals one passed, one failed, one was put off."""

    def __init__(self, office, pictures, **more):
        super().__init__(
            **{"members": 7, "proposals": 3, "threshold": Decimal(70)} | more
        )
        self.office, self.pictures = office, pictures

    def keys(self, *users):
        for user in users or (self.secretary, self.users[0]):
            register_certificate(
                self.office, name=user.full_name, key=f"bien-ban-{user.pk}",
                picture=self.pictures[0], user=user, post="Hội đồng",
            )  # fmt: skip

    def held(self, **more) -> CouncilSession:
        """Ended: six came, one is absent with a reason, one stands aside from the first."""
        session = self.running(present=6, **more)
        self.mark(session, self.secretary_seat, "present")
        row = session.attendances.get(seat=self.seats[6])
        awards.record_answer(
            session.pk, row.pk, by=self.secretary, answer="absent", reason=ABSENCE
        )
        items = self.items(session)
        awards.record_recusal(
            items[0].pk, self.seats[5].pk, by=self.secretary, reason="cùng đơn vị"
        )
        passed, failed = self.opened(session, 0, 1)
        self.cast(passed, *["agree"] * 5)
        self.cast(failed, "agree", *["against"] * 4, "blank")
        for one in (passed, failed):
            self.closed(one)
        awards.conclude_passed(session.pk, by=self.secretary)
        awards.conclude_item(items[1].pk, by=self.secretary, words=WHY_NOT)
        awards.defer_item(items[2].pk, by=self.secretary, words=LATER)
        awards.finish_session(session.pk, by=self.secretary)
        return self.again(session)

    def laid(self, session=None) -> PactPaper:
        """Its pages are set, too."""
        session = session or self.held()
        paper = actions.lay_minutes(session.pk, by=self.secretary)
        pacting.render(paper.pk)
        return fresh(paper)

    def signer(self, place):
        """Left the secretary, right the chair."""
        return (self.secretary, self.users[0])[place]

    def seat(self, paper, place):
        return paper.seats.get(position=place + 1)

    def ask(self, paper, place, **more):
        seat = self.seat(paper, place)
        return actions.sign_minutes(seat.pk, by=self.signer(place), **more)

    def sign(self, paper, *places) -> PactPaper:
        for place in places:
            self.ask(paper, place)
            pacting.sign(paper.pk)
        return fresh(paper)


def fresh(paper) -> PactPaper:
    return PactPaper.objects.for_page().get(pk=paper.pk)


def content(paper) -> bytes:
    return store.read_stored(fresh(paper).newest)
