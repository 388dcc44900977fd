"""Đơn vị tham gia, chỉ tiêu theo dõi, kỳ, báo cáo, mô hình đăng ký, minh chứng."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from campaigns.content import Comparator, Direction
from campaigns.models import (
    Allocation,
    Digest,
    Evidence,
    Indicator,
    IndicatorStep,
    Participation,
    PeriodOpening,
    ProgressReport,
    ProgressValue,
    RaisedItem,
    RegistrationCall,
    Reminder,
    ReminderStep,
    ReportingPeriod,
    Undertaking,
    UnitTask,
)
from campaigns.progress.measures import Measure, OverPeriods, OverUnits
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.plans import CampaignFactory


class ParticipationFactory(DjangoModelFactory):
    """A unit under the campaign's host."""

    class Meta:
        model = Participation

    campaign = factory.SubFactory(CampaignFactory)
    unit = factory.LazyAttribute(
        lambda made: UnitFactory(parent=made.campaign.host, quiet=True)
    )
    unit_name = factory.LazyAttribute(lambda made: made.unit.name)
    source = Participation.Source.ASSIGNED.value


class _OfParticipation(DjangoModelFactory):
    class Meta:
        abstract = True

    participation = factory.SubFactory(ParticipationFactory)
    campaign = factory.SelfAttribute("participation.campaign")
    unit = factory.SelfAttribute("participation.unit")


class UnitTaskFactory(_OfParticipation):
    class Meta:
        model = UnitTask

    position = factory.Sequence(lambda n: n)
    text = "Vận động các hộ treo cờ"


class ReportingPeriodFactory(DjangoModelFactory):
    """Tháng 10/2023, due on 5/11."""

    class Meta:
        model = ReportingPeriod

    campaign = factory.SubFactory(CampaignFactory)
    label = "Tháng 10/2023"
    starts_on = date(2023, 10, 1)
    ends_on = date(2023, 10, 31)
    due_on = date(2023, 11, 6)


class PeriodOpeningFactory(_OfParticipation):
    class Meta:
        model = PeriodOpening

    period = factory.SubFactory(
        ReportingPeriodFactory, campaign=factory.SelfAttribute("..campaign")
    )
    until = date(2023, 11, 20)
    reason = "Lũ lụt, mất điện"
    opened_by = factory.SubFactory(UserFactory)


class IndicatorFactory(DjangoModelFactory):
    """At least 10 km of clean streets, counted as a running total."""

    class Meta:
        model = Indicator

    campaign = factory.SubFactory(CampaignFactory)
    position = factory.Sequence(lambda n: n)
    name = factory.Sequence(lambda n: f"Chỉ tiêu {n}")
    measure = Measure.NUMBER.value
    unit_of_measure = "tuyến"
    comparator = Comparator.AT_LEAST.value
    value = Decimal(10)
    direction = Direction.UP.value
    over_periods = OverPeriods.RUNNING.value
    over_units = OverUnits.SUM.value


class IndicatorStepFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorStep

    indicator = factory.SubFactory(IndicatorFactory)
    label = "Mốc"
    due_on = date(2023, 10, 31)
    value = Decimal(8)


class AllocationFactory(_OfParticipation):
    class Meta:
        model = Allocation

    indicator = factory.SubFactory(
        IndicatorFactory, campaign=factory.SelfAttribute("..campaign")
    )


class ProgressReportFactory(_OfParticipation):
    class Meta:
        model = ProgressReport

    class Params:
        submitted = factory.Trait(
            status="submitted",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=factory.LazyFunction(now),
        )
        approved = factory.Trait(
            status="approved",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=factory.LazyFunction(now),
            approved_by=factory.SubFactory(UserFactory),
            approved_at=factory.LazyFunction(now),
        )

    period = factory.SubFactory(
        ReportingPeriodFactory, campaign=factory.SelfAttribute("..campaign")
    )
    created_by = factory.SubFactory(UserFactory)


class ProgressValueFactory(DjangoModelFactory):
    class Meta:
        model = ProgressValue

    report = factory.SubFactory(ProgressReportFactory)
    allocation = factory.SubFactory(
        AllocationFactory, participation=factory.SelfAttribute("..report.participation")
    )
    value = Decimal(7)


class RaisedItemFactory(DjangoModelFactory):
    class Meta:
        model = RaisedItem

    report = factory.SubFactory(ProgressReportFactory)
    campaign = factory.SelfAttribute("report.campaign")
    unit = factory.SelfAttribute("report.unit")
    kind = "difficulty"
    text = "Thiếu xe thu gom rác"


class ExplanationFactory(DjangoModelFactory):
    """Yêu cầu giải trình: the host asks about a figure of a unit."""

    class Meta:
        model = RaisedItem

    allocation = factory.SubFactory(AllocationFactory)
    campaign = factory.SelfAttribute("allocation.campaign")
    unit = factory.SelfAttribute("campaign.host")
    owner = factory.SelfAttribute("allocation.unit")
    kind = "explain"
    text = "Vì sao mới đạt 2 trên 8 tuyến"


class RegistrationCallFactory(DjangoModelFactory):
    class Meta:
        model = RegistrationCall

    campaign = factory.SubFactory(CampaignFactory)
    what = "mô hình, công trình, phần việc"
    due_on = date(2023, 8, 15)


class UndertakingFactory(_OfParticipation):
    class Meta:
        model = Undertaking

    class Params:
        approved = factory.Trait(
            status="approved",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=factory.LazyFunction(now),
            approved_by=factory.SubFactory(UserFactory),
            approved_at=factory.LazyFunction(now),
        )

    kind = "model"
    name = factory.Sequence(lambda n: f"Tuyến hẻm nở hoa số {n}")
    created_by = factory.SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory):
    """A row; the file itself is not there."""

    class Meta:
        model = Evidence

    report = factory.SubFactory(ProgressReportFactory)
    campaign = factory.SelfAttribute("report.campaign")
    unit = factory.SelfAttribute("report.unit")
    kind = "photo"
    file_name = factory.Sequence(lambda n: f"anh-{n}.jpg")
    sha256 = factory.Sequence(lambda n: sha256(f"kept {n}".encode()).hexdigest())
    original_sha256 = factory.Sequence(
        lambda n: sha256(f"came {n}".encode()).hexdigest()
    )
    size = 1000
    uploaded_by = factory.SubFactory(UserFactory)


class ReminderStepFactory(DjangoModelFactory):
    """A step of the common ladder."""

    class Meta:
        model = ReminderStep

    days = -1
    reaches = "reporter"
    valid_from = date(2020, 1, 1)


class DigestFactory(DjangoModelFactory):
    """For the site only."""

    class Meta:
        model = Digest

    class Params:
        queued = factory.Trait(
            status="queued", why_site="", next_try_at=factory.LazyFunction(now)
        )

    user = factory.SubFactory(UserFactory)
    day = factory.LazyFunction(localdate)
    status = "site"
    why_site = "address"


class ReminderFactory(_OfParticipation):
    class Meta:
        model = Reminder

    digest = factory.SubFactory(DigestFactory)
    user = factory.SelfAttribute("digest.user")
    period = factory.SubFactory(
        ReportingPeriodFactory, campaign=factory.SelfAttribute("..campaign")
    )
    reaches = "reporter"
    days = -2
    due_on = factory.SelfAttribute("period.due_on")
