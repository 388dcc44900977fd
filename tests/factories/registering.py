"""Cho đăng ký muộn, đôn đốc, bước của điển hình, giao ước."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from campaigns.models import (
    ExampleStep,
    LatePermission,
    Nudge,
    NudgeLetter,
    Pact,
    PactAgreement,
)
from tests.factories.clusters import ClusterFactory
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
