"""Hội đồng, đề nghị khen thưởng."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from awards.council import urn
from awards.models import (
    AgendaItem,
    Attendance,
    Award,
    AwardName,
    BallotBox,
    BallotRound,
    CouncilRule,
    CouncilSession,
    CouncilTerm,
    PaperCount,
    Proposal,
    Recusal,
    Regime,
    Seat,
    SessionLeave,
)
from tests.factories.people import SINCE, UnitFactory, UnitKindFactory, UserFactory
from units.models.tree import COUNCIL

BASIS = "Quyết định số 15/QĐ-UBND về quy chế hoạt động của Hội đồng"


class CouncilFactory(UnitFactory):
    """Under ``parent``, the authority that it serves."""

    class Params:
        quiet = factory.Trait()

    kind = factory.SubFactory(
        UnitKindFactory, code=COUNCIL, name="Hội đồng Thi đua - Khen thưởng"
    )
    parent = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Hội đồng TĐKT phường Mẫu {n}")
    short_name = factory.Sequence(lambda n: f"Hội đồng TĐKT phường Mẫu {n}")


class CouncilTermFactory(DjangoModelFactory):
    class Meta:
        model = CouncilTerm

    unit = factory.SubFactory(CouncilFactory)
    reference = "12/QĐ-UBND"
    decided_on = SINCE
    valid_from = SINCE


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    term = factory.SubFactory(CouncilTermFactory)
    unit = factory.SelfAttribute("term.unit")
    name = factory.Sequence(lambda n: f"Thành viên {n}")
    position = "member"
    valid_from = factory.SelfAttribute("term.valid_from")


class CouncilSessionFactory(DjangoModelFactory):
    """Planned for now; ``running=True``: it was opened."""

    class Meta:
        model = CouncilSession

    class Params:
        running = factory.Trait(
            status="running",
            invited_at=factory.LazyFunction(now),
            opened_at=factory.LazyFunction(now),
        )

    unit = factory.SubFactory(CouncilFactory)
    number = factory.Sequence(lambda n: n + 1)
    year = factory.LazyFunction(lambda: localdate().year)
    title = "Xét khen thưởng đợt thi đua mẫu"
    planned_at = factory.LazyFunction(now)
    place = "Phòng họp số 2"
    created_by = factory.SubFactory(UserFactory)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(CouncilSessionFactory)
    seat = factory.SubFactory(SeatFactory)


class RegimeFactory(DjangoModelFactory):
    class Meta:
        model = Regime
        django_get_or_create = ["code"]

    code = "mau"
    name = "Chế độ mẫu"
    valid_from = date(1900, 1, 1)
    valid_to = date(1900, 12, 31)
    basis = "Luật mẫu"
    certainty = "read"


class AwardFactory(DjangoModelFactory):
    class Meta:
        model = Award
        django_get_or_create = ["code"]
        skip_postgeneration_save = True

    code = "giay-khen-mau"
    family = "form"
    subjects = ["person", "collective", "household"]
    position = 99

    @factory.post_generation
    def named(award, create, wanted, **kwargs):
        if create and not award.names.exists():
            AwardName.objects.create(
                award=award, name="Giấy khen mẫu", valid_from=SINCE, basis="Luật mẫu"
            )


class CouncilRuleFactory(DjangoModelFactory):
    """Secret, 80 % of all members, two thirds present."""

    class Meta:
        model = CouncilRule

    award = factory.SubFactory(AwardFactory)
    valid_from = SINCE
    basis = BASIS
    certainty = "read"
    threshold = Decimal(80)
    operator = "at_least"
    denominator = "members"
    ballot = "secret"


class ProposalFactory(DjangoModelFactory):
    """Ready to come before the council of ``authority``."""

    class Meta:
        model = Proposal

    authority = factory.SubFactory(UnitFactory)
    unit = factory.SubFactory(
        UnitFactory, parent=factory.SelfAttribute("..authority"), quiet=True
    )
    award = factory.SubFactory(AwardFactory)
    collective = factory.SelfAttribute("unit")
    subject_name = factory.Sequence(lambda n: f"Tổ dân phố mẫu {n}")
    summary = "Dẫn đầu phong trào thi đua."
    report = "Báo cáo thành tích đầy đủ."
    status = "ready"
    received_on = factory.LazyFunction(lambda: localdate() - timedelta(days=9))
    regime = factory.SubFactory(RegimeFactory)
    created_by = factory.SubFactory(UserFactory)


class AgendaItemFactory(DjangoModelFactory):
    """With the rule of ``CouncilRuleFactory``; ``ruled=False``: none yet."""

    class Meta:
        model = AgendaItem

    class Params:
        ruled = factory.Trait(
            threshold=Decimal(80), operator="at_least", denominator="members",
            ballot="secret", written_opinions=True, quorum_parts=2, quorum_of=3,
            rule_basis=BASIS,
        )  # fmt: skip

    session = factory.SubFactory(CouncilSessionFactory)
    position = factory.Sequence(lambda n: n + 1)
    proposal = factory.SubFactory(
        ProposalFactory, authority=factory.SelfAttribute("..session.unit.parent")
    )
    ruled = True


class RecusalFactory(DjangoModelFactory):
    class Meta:
        model = Recusal

    item = factory.SubFactory(AgendaItemFactory)
    seat = factory.SubFactory(SeatFactory)
    reason = "cùng đơn vị"
    recorded_by = factory.SubFactory(UserFactory)


class BallotRoundFactory(DjangoModelFactory):
    """Open, with an empty box where it is secret."""

    class Meta:
        model = BallotRound
        skip_postgeneration_save = True

    item = factory.SubFactory(AgendaItemFactory)
    number = 1
    opened_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def box(round_, create, wanted, **kwargs):
        if create and round_.item.is_secret and round_.status == "open":
            half = urn.new_half()
            BallotBox.objects.create(
                round=round_, half=half, sealed=urn.seal(round_.pk, half, [])
            )


class PaperCountFactory(DjangoModelFactory):
    class Meta:
        model = PaperCount

    round = factory.SubFactory(BallotRoundFactory)
    entered_by = factory.SubFactory(UserFactory)


class SessionLeaveFactory(DjangoModelFactory):
    """Away."""

    class Meta:
        model = SessionLeave

    session = factory.SubFactory(CouncilSessionFactory, running=True)
    device = "Máy phòng họp"
    taken_by = factory.SubFactory(UserFactory)
