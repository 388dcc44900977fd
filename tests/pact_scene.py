"""A cluster whose leaders can really sign, and its pact."""

from datetime import timedelta

from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns.models import Pact
from reports import actions, pacting, store
from reports.models import PactPaper
from tests.factories import (
    ClusterFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
)
from tests.office import register_certificate

TODAY = localdate()


class SigningCluster:
    """Cụm of three communes; the first heads it. Their leaders have keys."""

    def __init__(self, office, pictures, count=3):
        top = UnitFactory()
        self.office, self.pictures = office, pictures
        self.cluster = ClusterFactory(parent=top, name="Cụm thi đua số 1")
        self.units = [UnitFactory(parent=top) for _ in range(count)]
        for unit in self.units:
            ClusterMemberFactory(cluster=self.cluster, unit=unit)
        ClusterOfficeFactory(cluster=self.cluster, unit=self.units[0])
        self.officers = [
            MembershipFactory(unit=unit, role=Role.OFFICER).user for unit in self.units
        ]
        self.roles = [
            MembershipFactory(unit=unit, role=Role.LEADER, capacity="head")
            for unit in self.units
        ]
        self.leaders = [role.user for role in self.roles]
        self.head = self.officers[0]

    def keys(self, *places, **more):
        for place in places or range(len(self.units)):
            user = self.leaders[place]
            register_certificate(
                self.office, name=user.full_name, key=f"giao-uoc-{user.pk}",
                picture=self.pictures[0], user=user, post="Chủ tịch", **more,
            )  # fmt: skip

    def agreed(self, *, on_paper=()) -> Pact:
        """By all, each with its signer; whose place stands in ``on_paper`` signs a sheet."""
        pact = campaign_actions.begin_pact(
            self.cluster.pk, by=self.head, name="Giao ước thi đua năm 2027 của Cụm số 1",
            text="Các thành viên cùng giao ước:\n1. Mỗi xã một công trình.",
            starts_on=TODAY, ends_on=TODAY + timedelta(days=99),
        )  # fmt: skip
        for place, (unit, by) in enumerate(zip(self.units, self.officers, strict=True)):
            agreement = campaign_actions.agree_pact(
                pact.pk, unit.pk, by=by, version=1, undertakes=f"Làm {place + 1} tuyến"
            )
            how = {"signer_id": self.roles[place].pk}
            if place in on_paper:
                how = {"paper_signer": "Hoàng Văn Giấy", "paper_title": "Chủ tịch"}
            campaign_actions.name_pact_signer(
                agreement.pk, by=by, undertakes=f"Làm {place + 1} tuyến", **how
            )
        pact.refresh_from_db()
        return pact

    def laid(self, **more) -> PactPaper:
        """Its pages are set, too."""
        paper = actions.lay_pact_paper(self.agreed(**more).pk, by=self.head)
        pacting.render(paper.pk)
        return again(paper)

    def ask(self, paper, place, **more):
        seat = self.seat(paper, place)
        return actions.sign_pact(seat.pk, by=self.leaders[place], **more)

    def sign(self, paper, *places):
        """Confirmed by each and signed at once."""
        for place in places:
            self.ask(paper, place)
            pacting.sign(paper.pk)
        return again(paper)

    def seat(self, paper, place):
        return paper.seats.get(unit=self.units[place])


def again(paper) -> PactPaper:
    return PactPaper.objects.for_page().get(pk=paper.pk)


def content(paper) -> bytes:
    return store.read_stored(again(paper).newest)
