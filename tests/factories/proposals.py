"""Đề nghị khen thưởng, hồ sơ, bình xét, hỏi ý kiến."""

from datetime import date, timedelta

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from awards.models import (
    Award,
    DossierPaper,
    DossierRequirement,
    OpinionItem,
    OpinionRequest,
    PeerReview,
    PeerReviewLine,
    Petition,
    Proposal,
    ProposalFigure,
    ProposalReturn,
    Regime,
    ResultLine,
    ResultNotice,
)
from tests.factories.council import CouncilSessionFactory
from tests.factories.honourees import HonoureeFactory
from tests.factories.people import SINCE, UnitFactory, UnitKindFactory, UserFactory
from tests.factories.progress import AllocationFactory


def ward_award() -> Award:
    """Giấy khen của Chủ tịch UBND cấp xã, of the catalogue."""
    return Award.objects.get(code="giay-khen-xa")


def regime() -> Regime:
    """One in force today."""
    found = Regime.objects.on(localdate()).first()
    return found or Regime.objects.create(
        code="thu", name="Luật Thi đua, khen thưởng số 06/2022/QH15",
        valid_from=date(2024, 1, 1), basis="Luật số 06/2022/QH15", certainty="read",
    )  # fmt: skip


class WardFactory(UnitFactory):
    """Ủy ban nhân dân cấp xã, whose head confers giấy khen."""

    class Params:
        quiet = factory.Trait()

    kind = factory.SubFactory(UnitKindFactory, code="ubnd-xa", name="UBND cấp xã")


class PetitionFactory(DjangoModelFactory):
    class Meta:
        model = Petition

    unit = factory.SubFactory(UnitFactory)
    authority = factory.SubFactory(WardFactory)
    reference = "12/TTr-TDP"
    sent_by = factory.SubFactory(UserFactory)


class ProposalFactory(DjangoModelFactory):
    """A draft for somebody of the unit; traits take it further along."""

    class Meta:
        model = Proposal

    class Params:
        confirming = factory.Trait(
            status="confirming", sent_by=factory.SelfAttribute("created_by")
        )
        sent = factory.Trait(
            status="sent", sent_by=factory.SelfAttribute("created_by"),
            sent_at=factory.LazyFunction(now),
        )  # fmt: skip
        appraising = factory.Trait(
            sent=True, status="appraising", received_on=factory.LazyFunction(localdate),
            regime=factory.LazyFunction(regime),
        )  # fmt: skip

    authority = factory.SubFactory(WardFactory)
    unit = factory.SubFactory(
        UnitFactory, parent=factory.SelfAttribute("..authority"), quiet=True
    )
    award = factory.LazyFunction(ward_award)
    merit = "service"
    honouree = factory.SubFactory(HonoureeFactory, unit=factory.SelfAttribute("..unit"))
    collective = None
    subject_name = factory.LazyAttribute(
        lambda one: one.honouree.name if one.honouree else str(one.collective or "")
    )
    period_from = date(2026, 1, 1)
    period_to = date(2026, 10, 31)
    summary = "Vận động 42 hộ hiến 64 m² đất mở rộng ngõ."
    created_by = factory.SubFactory(UserFactory)


class ProposalReturnFactory(DjangoModelFactory):
    class Meta:
        model = ProposalReturn

    proposal = factory.SubFactory(ProposalFactory, sent=True, status="returned")
    parts = ["summary"]
    reason = "Ghi rõ số liệu."
    returned_by = factory.SubFactory(UserFactory)


class ProposalFigureFactory(DjangoModelFactory):
    class Meta:
        model = ProposalFigure

    proposal = factory.SubFactory(ProposalFactory)
    allocation = factory.SubFactory(AllocationFactory)
    name = "Gia đình văn hóa"
    value = 97
    shown = "97%"
    added_by = factory.SubFactory(UserFactory)


class DossierPaperFactory(DjangoModelFactory):
    """Its row alone; the file is not in the store."""

    class Meta:
        model = DossierPaper

    proposal = factory.SubFactory(ProposalFactory)
    paper = "initiative"
    kind = "pdf"
    file_name = "chung-nhan.pdf"
    sha256 = factory.Sequence(lambda n: f"c{n:063x}")
    original_sha256 = factory.Sequence(lambda n: f"d{n:063x}")
    size = 1000
    uploaded_by = factory.SubFactory(UserFactory)


class DossierRequirementFactory(DjangoModelFactory):
    class Meta:
        model = DossierRequirement

    paper = "initiative"
    name = "Chứng nhận sáng kiến"
    valid_from = SINCE
    basis = "Nghị định thử"
    certainty = "read"


class PeerReviewFactory(DjangoModelFactory):
    class Meta:
        model = PeerReview

    unit = factory.SubFactory(UnitFactory)
    held_on = factory.LazyFunction(localdate)
    total = 44
    present = 41
    chair = "Ông Nguyễn Văn Mẫu"
    recorded_by = factory.SubFactory(UserFactory)


class PeerReviewLineFactory(DjangoModelFactory):
    class Meta:
        model = PeerReviewLine

    proposal = factory.SubFactory(ProposalFactory)
    review = factory.SubFactory(
        PeerReviewFactory, unit=factory.SelfAttribute("..proposal.unit")
    )
    votes_for = 39
    votes_against = 2
    present = factory.SelfAttribute("review.present")


class OpinionRequestFactory(DjangoModelFactory):
    """Of a body that has no account; ``unit=``: of a unit of the tree."""

    class Meta:
        model = OpinionRequest

    authority = factory.SubFactory(WardFactory)
    body = factory.LazyAttribute(lambda one: "" if one.unit else "Công an phường Mẫu")
    unit = None
    purpose = "concurrence"
    question = "Có vi phạm gì không?"
    due_on = factory.LazyFunction(lambda: localdate() + timedelta(days=10))
    asked_by = factory.SubFactory(UserFactory)


class OpinionItemFactory(DjangoModelFactory):
    class Meta:
        model = OpinionItem

    proposal = factory.SubFactory(ProposalFactory, appraising=True)
    request = factory.SubFactory(
        OpinionRequestFactory, authority=factory.SelfAttribute("..proposal.authority")
    )
    subject_name = factory.SelfAttribute("proposal.subject_name")
    award_name = "Giấy khen"


class ResultNoticeFactory(DjangoModelFactory):
    """Of a closed session of a council; the session itself is one more row."""

    class Meta:
        model = ResultNotice

    unit = factory.SubFactory(UnitFactory)
    session = factory.SubFactory(
        CouncilSessionFactory, status="closed", invited_at=factory.LazyFunction(now),
        opened_at=factory.LazyFunction(now), finished_at=factory.LazyFunction(now),
        closed_at=factory.LazyFunction(now),
    )  # fmt: skip
    council = factory.SelfAttribute("session.unit")
    authority = factory.SelfAttribute("session.unit.parent")
    number = factory.SelfAttribute("session.number")
    year = factory.SelfAttribute("session.year")
    held_on = factory.LazyFunction(localdate)
    about = factory.SelfAttribute("session.title")
    secretary = "Lê Thị Thư"


class ResultLineFactory(DjangoModelFactory):
    class Meta:
        model = ResultLine

    notice = factory.SubFactory(ResultNoticeFactory)
    proposal = factory.SubFactory(
        ProposalFactory, appraising=True, unit=factory.SelfAttribute("..notice.unit"),
        authority=factory.SelfAttribute("..notice.authority"),
    )  # fmt: skip
    position = 1
    award_name = "Giấy khen"
    outcome = "passed"
