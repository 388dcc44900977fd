"""A council that issues its own papers: who drafts, signs and numbers an invitation."""

from datetime import timedelta

from django.utils.timezone import now

from awards import actions
from awards.models import Convocation, CouncilSession
from tests.council_scene import Sitting
from tests.factories import MembershipFactory, Role
from units.models import Membership, Unit


class Convoking(Sitting):
    """Hội đồng that has a letterhead; its chair signs for it, a clerk numbers."""

    def __init__(self, members=4, **more):
        super().__init__(members=members, **more)
        Unit.objects.filter(pk=self.council.pk).update(
            letterhead="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
            letterhead_parent="UBND PHƯỜNG MẪU", symbol="HĐTĐKT", place="Phường Mẫu",
            collective="Hội đồng",
        )  # fmt: skip
        self.council.refresh_from_db()
        chair = Membership.objects.filter(user=self.users[0], unit=self.council)
        chair.update(capacity=Membership.Capacity.HEAD, title="Chủ tịch")
        self.chair = chair.get()
        self.clerk = MembershipFactory(unit=self.council, role=Role.CLERK).user

    def session(self, **more) -> CouncilSession:
        return self.planned(**{"planned_at": now() + timedelta(days=3)} | more)

    def drafted(self, session=None) -> Convocation:
        session = session or self.session()
        return actions.draft_convocation(session.pk, by=self.secretary)

    def whole(self, session=None) -> Convocation:
        made = self.drafted(session)
        return actions.amend_convocation(
            made.pk, by=self.secretary, version=made.version,
            changes={"signer": self.chair, "guests": "Ông Trần Văn B, Văn phòng UBND"},
        )  # fmt: skip

    def submitted(self, session=None) -> Convocation:
        return actions.submit_convocation(self.whole(session).pk, by=self.secretary)

    def issued(self, session=None, *, number=5) -> Convocation:
        """As the machine records it once its paper is signed and sealed."""
        made = self.submitted(session)
        actions.approve_convocation(made.pk, by=self.users[0])
        actions.record_convocation_signature(made.pk, by=self.users[0])
        actions.record_convocation_issue(
            made.pk, by=self.clerk, number=number, issued_on=now().date(),
            code=f"GMHD234{number}",
        )  # fmt: skip
        return Convocation.objects.for_page().get(pk=made.pk)
