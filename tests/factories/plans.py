"""Phong trào, kế hoạch, dòng, ghi chú."""

from datetime import date
from decimal import Decimal

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from campaigns.content import Comparator, Line, PlanContent, Side
from campaigns.models import (
    Assignment,
    AwardForm,
    Campaign,
    Citation,
    Comment,
    Deadline,
    ImportDraft,
    LegalText,
    Milestone,
    Period,
    Phase,
    Plan,
    PlanAnswer,
    PlanDoubt,
    PlanEffect,
    PlanLine,
    PlanRecipient,
    PlanReturn,
    PlanTemplate,
    PlanVersion,
    Registration,
    Subject,
    SuperiorNote,
    Target,
    VersionOccasion,
)
from campaigns.outline import LineKind
from campaigns.twin import to_twin
from tests.factories.people import UnitFactory, UserFactory


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    host = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Phong trào mẫu {n}")
    created_by = factory.SubFactory(UserFactory)


class PlanFactory(DjangoModelFactory):
    """A draft with nothing in it; see ``Ward.plan`` for one that can be sent and signed."""

    class Meta:
        model = Plan

    class Params:
        submitted = factory.Trait(
            status=Plan.Status.SUBMITTED,
            submitted_by=factory.SelfAttribute("created_by"),
            submitted_at=factory.LazyFunction(now),
        )
        approved = factory.Trait(
            submitted=True,
            status=Plan.Status.APPROVED,
            approved_by=factory.SubFactory(UserFactory),
            approved_at=factory.LazyFunction(now),
        )
        signed = factory.Trait(approved=True, status=Plan.Status.SIGNED)
        issued = factory.Trait(approved=True, status=Plan.Status.ISSUED)

    campaign = factory.SubFactory(
        CampaignFactory, host=factory.SelfAttribute("..issuer")
    )
    issuer = factory.SubFactory(UnitFactory)
    title = factory.Sequence(lambda n: f"Phát động phong trào thi đua mẫu {n}")
    letterhead = factory.SelfAttribute("issuer.letterhead")
    symbol = "KH-UBND"
    place = factory.SelfAttribute("issuer.place")
    created_by = factory.SelfAttribute("campaign.created_by")


class PlanLineFactory(DjangoModelFactory):
    class Meta:
        model = PlanLine

    plan = factory.SubFactory(PlanFactory)
    position = factory.LazyAttribute(lambda line: line.plan.lines.count())
    kind = LineKind.PARAGRAPH.value
    text = factory.Sequence(lambda n: f"Nội dung dòng {n}.")


class PlanRecipientFactory(DjangoModelFactory):
    class Meta:
        model = PlanRecipient

    plan = factory.SubFactory(PlanFactory)
    position = factory.LazyAttribute(lambda row: row.plan.recipients.count())
    text = factory.Sequence(lambda n: f"Nơi nhận {n}")


class PlanEffectFactory(DjangoModelFactory):
    """A draft that would recall ``target``, thrown away."""

    class Meta:
        model = PlanEffect

    plan = factory.SubFactory(
        PlanFactory,
        issuer=factory.SelfAttribute("..target.issuer"),
        campaign=factory.SelfAttribute("..target.campaign"),
        force=Plan.Force.COMING,
        discarded_at=factory.LazyFunction(now),
        discarded_by=factory.SelfAttribute("created_by"),
    )
    kind = PlanEffect.Kind.RECALL
    target = factory.SubFactory(PlanFactory, issued=True)
    root = factory.SelfAttribute("target")
    reason = "Ban hành nhầm."
    cited = "Kế hoạch số 01/KH-UBND"
    is_dropped = True


class PlanReturnFactory(DjangoModelFactory):
    class Meta:
        model = PlanReturn

    plan = factory.SubFactory(PlanFactory)
    reason = "Bổ sung chỉ tiêu."
    returned_by = factory.SubFactory(UserFactory)


class LegalTextFactory(DjangoModelFactory):
    """Of a place; in force."""

    class Meta:
        model = LegalText

    unit = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda n: f"dia-phuong-{n}")
    kind = "decision"
    number = factory.Sequence(lambda n: f"{n + 1}/2024/QĐ-UBND")
    name = "quy định mức chi cho công tác thi đua, khen thưởng"
    issuer = "Ủy ban nhân dân tỉnh Mẫu"
    issued_on = date(2024, 7, 5)
    valid_from = date(2024, 7, 15)
    certainty = "read"


class PlanTemplateFactory(DjangoModelFactory):
    class Meta:
        model = PlanTemplate

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Mẫu {n}")
    twin = factory.LazyFunction(
        lambda: to_twin(
            PlanContent(
                title="Thi đua năm 2024",
                lines=(Line(kind=LineKind.SECTION, text="NỘI DUNG"),),
            )
        ).decode()
    )


class PlanDoubtFactory(DjangoModelFactory):
    """What the reader of the file said of the plan as a whole."""

    class Meta:
        model = PlanDoubt

    plan = factory.SubFactory(PlanFactory)
    text = factory.Sequence(lambda n: f"Đã bỏ {n} dòng khung trang")
    is_from_file = True


class PlanVersionFactory(DjangoModelFactory):
    """The first of its plan, as an act keeps it."""

    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = 1
    twin = factory.LazyFunction(lambda: to_twin(PlanContent(title="Thi đua")).decode())


class VersionOccasionFactory(DjangoModelFactory):
    class Meta:
        model = VersionOccasion

    version = factory.SubFactory(PlanVersionFactory)
    reason = "marked"
    name = factory.Sequence(lambda n: f"Mốc {n}")
    kept_by = factory.SubFactory(UserFactory)


class ImportDraftFactory(DjangoModelFactory):
    class Meta:
        model = ImportDraft

    owner = factory.SubFactory(UserFactory)
    file_name = "ke-hoach.docx"
    twin = "{}"


class PlanAnswerFactory(DjangoModelFactory):
    """Of a plan that was read from a file; ``source`` and origin here: of one issued here."""

    class Meta:
        model = PlanAnswer

    plan = factory.SubFactory(PlanFactory)
    origin = PlanAnswer.Origin.READ
    cited = "Kế hoạch số 01/KH-UBND của Ủy ban nhân dân tỉnh Mẫu"
    twin = factory.LazyFunction(lambda: to_twin(PlanContent()).decode())
    file_name = "cap-tren.pdf"


class SuperiorNoteFactory(DjangoModelFactory):
    class Meta:
        model = SuperiorNote

    answer = factory.SubFactory(PlanAnswerFactory)
    kind = "targets"
    place = 0


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = Citation

    line = factory.SubFactory(PlanLineFactory, kind=LineKind.BASIS.value)
    text = "Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018"
    number = "07/KH-HĐTĐKT"
    issued_on = date(2018, 3, 20)


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    line = factory.SubFactory(PlanLineFactory)
    starts_on = date(2023, 8, 1)
    ends_on = date(2023, 12, 15)


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = Phase

    line = factory.SubFactory(PlanLineFactory)
    name = factory.Sequence(lambda n: f"Đợt {n}")


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    line = factory.SubFactory(PlanLineFactory)
    name = "Tỷ lệ hộ nghèo"
    comparator = Comparator.AT_MOST.value
    value = Decimal(5)
    unit = "%"


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    target = factory.SubFactory(TargetFactory)
    label = factory.Sequence(lambda n: f"Mốc {n}")
    value = Decimal(70)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    line = factory.SubFactory(PlanLineFactory, kind=LineKind.ITEM.value)
    unit_name = "Văn phòng HĐND và UBND"


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = Registration

    line = factory.SubFactory(PlanLineFactory)
    what = "mô hình hoặc công trình"


class DeadlineFactory(DjangoModelFactory):
    class Meta:
        model = Deadline

    line = factory.SubFactory(PlanLineFactory)
    text = "Báo cáo kết quả"


class AwardFormFactory(DjangoModelFactory):
    class Meta:
        model = AwardForm

    line = factory.SubFactory(PlanLineFactory)
    name = "Giấy khen của Chủ tịch UBND phường"


class SubjectFactory(DjangoModelFactory):
    class Meta:
        model = Subject

    line = factory.SubFactory(PlanLineFactory)
    side = Side.COLLECTIVE.value
    name = "05 tổ dân phố"


class CommentFactory(DjangoModelFactory):
    """Of the plan as a whole; with ``line`` of that line, as it reads now."""

    class Meta:
        model = Comment

    plan = factory.LazyAttribute(
        lambda row: row.line.plan if row.line else PlanFactory()
    )
    line = None
    is_of_line = factory.LazyAttribute(lambda row: row.line is not None)
    said_of = factory.LazyAttribute(lambda row: row.line.text if row.line else "")
    body = factory.Sequence(lambda n: f"Góp ý số {n}.")
    author = factory.SubFactory(UserFactory)
