"""Cho đăng ký muộn, đôn đốc, bước của điển hình, giao ước và bản ký của nó."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from campaigns.models import (
    ExampleStep,
    LatePermission,
    Nudge,
    NudgeLetter,
    Pact,
    PactAgreement,
)
from reports.models import PactFile, PactPaper, PactSeat
from tests.factories.clusters import ClusterFactory
from tests.factories.council import CouncilSessionFactory
from tests.factories.people import UserFactory
from tests.factories.progress import (
    ParticipationFactory,
    RegistrationCallFactory,
    UndertakingFactory,
)


class LatePermissionFactory(DjangoModelFactory):
    class Meta:
        model = LatePermission

    participation = factory.SubFactory(ParticipationFactory)
    campaign = factory.SelfAttribute("participation.campaign")
    unit = factory.SelfAttribute("participation.unit")
    call = factory.SubFactory(
        RegistrationCallFactory, campaign=factory.SelfAttribute("..campaign")
    )
    until = factory.LazyFunction(lambda: localdate() + timedelta(days=9))
    reason = "Lũ lụt, mất điện"
    opened_by = factory.SubFactory(UserFactory)


class NudgeFactory(DjangoModelFactory):
    class Meta:
        model = Nudge

    participation = factory.SubFactory(ParticipationFactory)
    campaign = factory.SelfAttribute("participation.campaign")
    unit = factory.SelfAttribute("participation.unit")
    about = "registration"
    text = "Còn phải đăng ký 1 mô hình."
    sent_by = factory.SubFactory(UserFactory)
    sent_on = factory.LazyFunction(localdate)


class NudgeLetterFactory(DjangoModelFactory):
    class Meta:
        model = NudgeLetter

    nudge = factory.SubFactory(NudgeFactory)
    user = factory.SubFactory(UserFactory)
    address = factory.Sequence(lambda n: f"nguoi{n}@mau.vn")


class ExampleStepFactory(DjangoModelFactory):
    class Meta:
        model = ExampleStep

    undertaking = factory.SubFactory(UndertakingFactory, approved=True, stage="found")
    stage = "found"
    on = factory.LazyFunction(localdate)
    by = factory.SubFactory(UserFactory)


class PactFactory(DjangoModelFactory):
    """Of this year, open."""

    class Meta:
        model = Pact

    cluster = factory.SubFactory(ClusterFactory)
    name = factory.Sequence(lambda n: f"Giao ước số {n}")
    text = "Mỗi xã làm ít nhất một công trình."
    starts_on = factory.LazyFunction(lambda: localdate().replace(month=1, day=1))
    ends_on = factory.LazyFunction(lambda: localdate().replace(month=12, day=31))
    written_by = factory.SubFactory(UserFactory)


class PactAgreementFactory(DjangoModelFactory):
    class Meta:
        model = PactAgreement

    pact = factory.SubFactory(PactFactory)
    unit_name = factory.SelfAttribute("unit.name")
    version = 1
    agreed_on = factory.LazyFunction(localdate)
    agreed_by = factory.SubFactory(UserFactory)


class PactPaperFactory(DjangoModelFactory):
    """Its pages are set; nobody has signed."""

    class Meta:
        model = PactPaper

    pact = factory.SubFactory(
        PactFactory, status="signing", completed_at=factory.LazyFunction(now)
    )
    version = 1
    letterhead = "CỤM THI ĐUA SỐ 1"
    place = "Mẫu"
    name = factory.SelfAttribute("pact.name")
    text = factory.SelfAttribute("pact.text")
    starts_on = factory.SelfAttribute("pact.starts_on")
    ends_on = factory.SelfAttribute("pact.ends_on")
    laid_on = factory.LazyFunction(localdate)
    status = "signing"
    laid_by = factory.SubFactory(UserFactory)


class MinutesPaperFactory(DjangoModelFactory):
    """Of an ended session; its pages are set, nobody has signed."""

    class Meta:
        model = PactPaper

    session = factory.SubFactory(CouncilSessionFactory)
    ended_at = factory.SelfAttribute("session.finished_at")
    version = 1
    letterhead = "HỘI ĐỒNG"
    place = "Mẫu"
    symbol = "01/BB-HĐTĐKT"
    name = "Biên bản phiên họp"
    subject = "Phiên họp"
    text = "Địa điểm: phòng họp.\nKết thúc"
    laid_on = factory.LazyFunction(localdate)
    status = "signing"
    laid_by = factory.SubFactory(UserFactory)


class PactSeatFactory(DjangoModelFactory):
    """Of a member that signs on a sheet."""

    class Meta:
        model = PactSeat

    class Params:
        scanned = factory.Trait(
            scan_sha256="0" * 64, scan_size=1, scan_on=factory.LazyFunction(localdate),
            scan_by=factory.SubFactory(UserFactory), scan_at=factory.LazyFunction(now),
        )  # fmt: skip

    paper = factory.SubFactory(PactPaperFactory)
    position = 1
    unit_name = factory.SelfAttribute("unit.name")
    capacity = "CHỦ TỊCH"
    signer_name = "Hoàng Văn Giấy"


class PactFileFactory(DjangoModelFactory):
    class Meta:
        model = PactFile

    paper = factory.SubFactory(PactPaperFactory)
    stage = "rendered"
    size = 1
    sha256 = "0" * 64
