"""Bản ghi thử: records for tests, made without going through the acts.

``ward()`` is an authority with one person of each role; ``other_ward()`` is a second one
whose people must see and touch nothing of the first.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from campaigns import actions as campaign_actions
from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Letterhead,
    Line,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from campaigns.models import (
    Assignment,
    AwardForm,
    Campaign,
    Citation,
    Deadline,
    ImportDraft,
    Milestone,
    Period,
    Phase,
    Plan,
    PlanLine,
    PlanRecipient,
    PlanReturn,
    Registration,
    Subject,
    Target,
)
from campaigns.outline import LineKind
from reports.models import (
    Document,
    DocumentFile,
    DocumentFinding,
    NumberBook,
    NumberSeries,
    RegisterEntry,
)
from units.models import Membership, Unit, UnitKind, User

Role = Membership.Role
Capacity = Membership.Capacity
SINCE = date(2020, 1, 1)
PASSWORD = "mat-khau-thu-nghiem"


class UnitKindFactory(DjangoModelFactory):
    class Meta:
        model = UnitKind
        django_get_or_create = ["code"]

    code = "ubnd"
    name = "Ủy ban nhân dân"


class UnitFactory(DjangoModelFactory):
    """A People's Committee that issues papers; ``quiet=True``: a part of one that does not."""

    class Meta:
        model = Unit

    class Params:
        quiet = factory.Trait(symbol="", letterhead="", collective="", head_title="")

    kind = factory.SubFactory(UnitKindFactory)
    code = factory.Sequence(lambda n: f"H29.{n}")
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân phường Mẫu {n}")
    short_name = factory.Sequence(lambda n: f"UBND phường Mẫu {n}")
    place = factory.Sequence(lambda n: f"Mẫu {n}")
    symbol = "UBND"
    letterhead = factory.Sequence(lambda n: f"ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU {n}")
    collective = "Ủy ban nhân dân"
    head_title = "Chủ tịch"
    valid_from = SINCE

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        unit = model_class(*args, **kwargs)
        unit.take_place()
        unit.save(force_insert=True)
        return unit


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Mẫu {n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory):
    """An officer; ``leader=True``: the head, who may sign."""

    class Meta:
        model = Membership

    class Params:
        leader = factory.Trait(
            role=Role.LEADER, capacity=Capacity.HEAD, title="Chủ tịch"
        )

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.OFFICER
    valid_from = SINCE


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


class PlanReturnFactory(DjangoModelFactory):
    class Meta:
        model = PlanReturn

    plan = factory.SubFactory(PlanFactory)
    reason = "Bổ sung chỉ tiêu."
    returned_by = factory.SubFactory(UserFactory)


class ImportDraftFactory(DjangoModelFactory):
    class Meta:
        model = ImportDraft

    owner = factory.SubFactory(UserFactory)
    file_name = "ke-hoach.docx"
    twin = "{}"


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


class NumberSeriesFactory(DjangoModelFactory):
    class Meta:
        model = NumberSeries

    unit = factory.SubFactory(UnitFactory)
    name = "Văn bản hành chính"


class NumberBookFactory(DjangoModelFactory):
    class Meta:
        model = NumberBook

    series = factory.SubFactory(NumberSeriesFactory)
    year = factory.LazyFunction(lambda: localdate().year)


class DocumentFactory(DjangoModelFactory):
    """A paper just asked for; traits take it further along, without files."""

    class Meta:
        model = Document

    class Params:
        signed = factory.Trait(
            status=Document.Status.SIGNED, signed_at=factory.LazyFunction(now)
        )
        numbered = factory.Trait(
            signed=True,
            status=Document.Status.NUMBERED,
            number=1,
            issued_on=factory.LazyFunction(localdate),
            numbered_by=factory.SubFactory(UserFactory),
            numbered_at=factory.LazyFunction(now),
        )
        issued = factory.Trait(
            numbered=True,
            status=Document.Status.ISSUED,
            sealed_at=factory.LazyFunction(now),
        )
        stopped = factory.Trait(
            status=Document.Status.STOPPED, problem="Chứng thư số đã hết hạn."
        )

    plan = factory.SubFactory(PlanFactory, approved=True)
    issuer = factory.SelfAttribute("plan.issuer")
    twin = "{}"
    title = factory.SelfAttribute("plan.title")
    symbol = factory.SelfAttribute("plan.symbol")
    place = factory.SelfAttribute("plan.place")
    signer = factory.SubFactory(
        MembershipFactory, leader=True, unit=factory.SelfAttribute("..issuer")
    )
    signer_name = factory.SelfAttribute("signer.user.full_name")
    signer_title = "Chủ tịch"
    requested_by = factory.SelfAttribute("signer.user")


class DocumentFileFactory(DjangoModelFactory):
    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    stage = DocumentFile.Stage.RENDERED
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1000


class DocumentFindingFactory(DjangoModelFactory):
    class Meta:
        model = DocumentFinding

    document = factory.SubFactory(DocumentFactory)
    rule = "R20"
    level = DocumentFinding.Level.ERROR
    message = "Tên loại phải in hoa."


class RegisterEntryFactory(DjangoModelFactory):
    class Meta:
        model = RegisterEntry

    book = factory.SubFactory(NumberBookFactory)
    number = factory.Sequence(lambda n: n + 1)
    symbol = "KH-UBND"
    issued_on = factory.LazyFunction(localdate)
    kind_and_title = "Kế hoạch: phong trào mẫu"
    signer = "Nguyễn Văn Mẫu"
    recipients = "Lưu: VT"
    archive_unit = "Văn thư"


def ready_content(**changes) -> PlanContent:
    """A small plan with every kind of note, complete enough to be sent for approval."""
    values = {
        "letterhead": Letterhead(),
        "title": "Phát động đợt thi đua mẫu năm 2023",
        "lines": (
            Line(
                kind=LineKind.BASIS,
                text="Thực hiện Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018 của cấp trên.",
            ),
            Line(kind=LineKind.SECTION, text="ĐỐI TƯỢNG, THỜI GIAN"),
            Line(kind=LineKind.DASH, text="Tập thể: 05 tổ dân phố."),
            Line(kind=LineKind.DASH, text="Từ ngày 01/8/2023 đến hết ngày 15/12/2023."),
            Line(
                kind=LineKind.DASH, text="Đợt 1: từ ngày 01/8/2023 đến ngày 30/9/2023."
            ),
            Line(kind=LineKind.SECTION, text="CHỈ TIÊU"),
            Line(
                kind=LineKind.DASH,
                text="Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%.",
            ),
            Line(kind=LineKind.SECTION, text="KHEN THƯỞNG"),
            Line(kind=LineKind.DASH, text="Giấy khen của Chủ tịch UBND phường."),
            Line(kind=LineKind.SECTION, text="TỔ CHỨC THỰC HIỆN"),
            Line(kind=LineKind.ITEM, text="Các tổ dân phố", is_title=True),
            Line(
                kind=LineKind.DASH,
                text="Đăng ký ít nhất 01 mô hình, chậm nhất đến ngày 15/8/2023.",
            ),
            Line(kind=LineKind.DASH, text="Báo cáo kết quả trước ngày 20/12/2023."),
        ),
        "citations": (
            CitationNote(
                line=0,
                text="Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018",
                number="07/KH-HĐTĐKT",
                issued_on=date(2018, 3, 20),
                is_superior_plan=True,
            ),
        ),
        "periods": (
            PeriodNote(line=3, starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 15)),
        ),
        "phases": (
            PhaseNote(
                line=4,
                name="Đợt 1",
                starts_on=date(2023, 8, 1),
                ends_on=date(2023, 9, 30),
            ),
        ),
        "targets": (
            TargetNote(
                line=6,
                name="Tỷ lệ hộ nghèo",
                value=Decimal("0.39"),
                unit="%",
                comparator=Comparator.AT_MOST,
                shown="0,39%",
                deadline=date(2023, 12, 31),
            ),
        ),
        "assignments": (AssignmentNote(line=10, unit="Các tổ dân phố"),),
        "registrations": (
            RegistrationNote(line=11, what="mô hình", deadline=date(2023, 8, 15)),
        ),
        "deadlines": (
            DeadlineNote(line=12, text="Báo cáo kết quả", due_on=date(2023, 12, 20)),
        ),
        "award_forms": (
            AwardFormNote(line=8, name="Giấy khen của Chủ tịch UBND phường"),
        ),
        "subjects": (SubjectNote(line=2, side=Side.COLLECTIVE, name="05 tổ dân phố"),),
        "recipients": ("Thường trực Đảng ủy", "Các tổ dân phố", "Lưu: VT, VP"),
    }
    return PlanContent(**(values | changes))


@dataclass
class Ward:
    """An authority and the people who work there; each is made when first asked for."""

    unit: Unit

    def person(self, role: str, **membership) -> User:
        """Somebody new with that role; ``leader`` gets the head's capacity by default."""
        if role == Role.LEADER:
            membership = {"capacity": Capacity.HEAD, "title": "Chủ tịch"} | membership
        return MembershipFactory(unit=self.unit, role=role, **membership).user

    @cached_property
    def officer(self) -> User:
        return self.person(Role.OFFICER)

    @cached_property
    def leader(self) -> User:
        return self.person(Role.LEADER)

    @cached_property
    def clerk(self) -> User:
        return self.person(Role.CLERK)

    @cached_property
    def reporter(self) -> User:
        return self.person(Role.REPORTER)

    @cached_property
    def administrator(self) -> User:
        return self.person(Role.ADMINISTRATOR)

    @property
    def signer(self) -> Membership:
        """The leader's membership."""
        return self.leader.memberships.get(role=Role.LEADER, unit=self.unit)

    @cached_property
    def series(self) -> NumberSeries:
        return NumberSeriesFactory(unit=self.unit)

    def draft(self, content: PlanContent | None = None) -> Plan:
        """Bản nháp: stored by the officer through the act, the leader named as signer."""
        if content is None:
            content = ready_content()
        _ = self.leader
        return campaign_actions.create_campaign_from_content(
            by=self.officer, host_id=self.unit.pk, content=content
        )

    def submitted(self, content: PlanContent | None = None) -> Plan:
        """Đã trình: it waits for the leader."""
        return campaign_actions.submit_plan(self.draft(content).pk, by=self.officer)

    def document(self, **traits) -> Document:
        """Văn bản of a plan of this ward, signed by its leader, as ``traits`` say."""
        plan = PlanFactory(
            issuer=self.unit,
            campaign__created_by=self.officer,
            signer=self.signer,
            approved=True,
            approved_by=self.leader,
        )
        return DocumentFactory(plan=plan, signer=self.signer, **traits)


def ward() -> Ward:
    """The authority of most tests."""
    return Ward(UnitFactory())


def other_ward() -> Ward:
    """A second authority, beside the first."""
    return Ward(UnitFactory(place="Khác", short_name="UBND phường Khác"))
