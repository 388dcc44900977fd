"""Phường mẫu: an authority with its people, and a plan complete enough to be sent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

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
from campaigns.models import Plan
from campaigns.outline import LineKind
from reports.models import Document, NumberSeries
from tests.drawn import drawn
from tests.factories.papers import DocumentFactory, NumberSeriesFactory
from tests.factories.people import Capacity, MembershipFactory, Role, UnitFactory
from tests.factories.plans import PlanFactory, PlanRecipientFactory
from units.models import Membership, Unit, User


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
        """Somebody new with that role; another leader signs for the head (KT.) by default."""
        if role == Role.LEADER:
            deputy = {"capacity": Capacity.DEPUTY, "title": "Phó Chủ tịch"}
            membership = deputy | membership
        return MembershipFactory(unit=self.unit, role=role, **membership).user

    @cached_property
    def officer(self) -> User:
        return self.person(Role.OFFICER)

    @cached_property
    def leader(self) -> User:
        """The head: there is one."""
        return self.person(Role.LEADER, capacity=Capacity.HEAD, title="Chủ tịch")

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

    def checked(self, content: PlanContent | None = None) -> Plan:
        """Đã trình, trang đã vẽ: nothing is wrong with its pages, so that it may be signed."""
        plan = self.submitted(content)
        drawn(plan)
        return plan

    def document(self, **traits) -> Document:
        """Văn bản of a plan of this ward, signed by its leader, as ``traits`` say."""
        plan = PlanFactory(
            issuer=self.unit,
            campaign__created_by=self.officer,
            signer=self.signer,
            approved=True,
            approved_by=self.leader,
        )
        PlanRecipientFactory(plan=plan, text="Lưu: VT")
        return DocumentFactory(plan=plan, signer=self.signer, **traits)


def ward() -> Ward:
    """The authority of most tests."""
    return Ward(UnitFactory())


def other_ward() -> Ward:
    """A second authority, beside the first."""
    return Ward(UnitFactory(place="Khác", short_name="UBND phường Khác"))
