"""A ward whose council sits: its people, seats, proposals, and the acts in their order."""

from datetime import timedelta

from django.utils.timezone import now

from awards import actions
from awards.models import (
    AgendaItem,
    BallotRound,
    CouncilRule,
    CouncilSession,
    Proposal,
)
from tests.factories import MembershipFactory, Role, UnitFactory
from tests.factories.council import (
    CouncilFactory,
    CouncilRuleFactory,
    CouncilTermFactory,
    ProposalFactory,
    SeatFactory,
)
from tests.rule_books import cleared


class Sitting:
    """Hội đồng of ``members`` voting seats with accounts; the first is the chair."""

    def __init__(self, members=7, *, proposals=1, without_account=0, **rule):
        cleared(CouncilRule, certainty="check")  # what the law file laid
        self.ward = UnitFactory()
        self.council = CouncilFactory(parent=self.ward)
        self.rule = self._rule(**rule) if rule.pop("ruled", True) else None
        self.term = CouncilTermFactory(unit=self.council)
        self.secretary = MembershipFactory(unit=self.council, role=Role.SECRETARY).user
        self.users, self.seats = [], []
        for number in range(members):
            chair = number == 0
            user = MembershipFactory(
                unit=self.council, role=Role.LEADER if chair else Role.MEMBER
            ).user
            self.users.append(user)
            self.seats.append(
                SeatFactory(
                    term=self.term, account=user, name=user.full_name,
                    position="chair" if chair else "member",
                )
            )  # fmt: skip
        for _ in range(without_account):
            self.seats.append(SeatFactory(term=self.term))
        self.secretary_seat = SeatFactory(
            term=self.term, account=self.secretary, position="secretary",
            name=self.secretary.full_name, votes=False,
        )  # fmt: skip
        self.proposals = [
            ProposalFactory(authority=self.ward) for _ in range(proposals)
        ]

    def _rule(self, **rule) -> CouncilRule:
        """For every authority; of a second scene for its own, since two do not overlap."""
        if CouncilRule.objects.filter(authority=None).exists():
            rule |= {"authority": self.ward}
        return CouncilRuleFactory(**rule)

    def planned(self, kind="meeting", **more) -> CouncilSession:
        due = None if kind == "meeting" else now() + timedelta(days=3)
        session = actions.plan_session(
            self.council.pk, by=self.secretary, title="Xét khen thưởng",
            kind=kind,
            chair_id=self.seats[0].pk, secretary_id=self.secretary_seat.pk,
            **{"opinions_due": due, "planned_at": now(), "place": "Phòng họp số 2"} | more,
        )  # fmt: skip
        if self.proposals:
            actions.add_proposals(
                session.pk, by=self.secretary,
                proposal_ids=[one.pk for one in self.proposals],
            )  # fmt: skip
        return session

    def running(self, *, present=None, kind="meeting", **more) -> CouncilSession:
        """Opened; of the voting seats the first ``present`` (all) are there."""
        session = self.planned(kind, **more)
        actions.invite(session.pk, by=self.secretary)
        self.come(session, present)
        actions.open_session(session.pk, by=self.secretary)
        session.refresh_from_db()
        return session

    def come(self, session, present=None):
        if session.kind == "written":
            return
        for seat in self.seats[:present]:
            self.mark(session, seat, "present")

    def mark(self, session, seat, presence):
        row = session.attendances.get(seat=seat)
        return actions.mark_attendance(
            session.pk, row.pk, by=self.secretary, presence=presence
        )

    def items(self, session) -> list[AgendaItem]:
        return list(AgendaItem.objects.of_session(session).weighed().for_page())

    def opened(self, session, *places, **more) -> list[BallotRound]:
        items = self.items(session)
        chosen = [items[place] for place in places] if places else items
        return actions.open_rounds(
            session.pk, by=self.secretary, item_ids=[item.pk for item in chosen], **more
        )

    def cast(self, round_, *choices, first=0):
        """One choice of each user, from the ``first`` on; the receipts."""
        session = round_.item.session_id
        return [
            actions.cast(session, by=user, choices={round_.pk: choice})[0]
            for user, choice in zip(self.users[first:], choices, strict=False)
        ]

    def closed(self, round_, **more) -> BallotRound:
        return actions.close_round(round_.pk, by=self.secretary, **more)

    def again(self, thing):
        thing.refresh_from_db()
        return thing

    def status(self, place=0) -> str:
        return Proposal.objects.get(pk=self.proposals[place].pk).status
