"""Hiện trường: a ward with something under every address, and everybody who may knock.

What belongs to the ward bears a mark in its words, so that a page which shows it to a
stranger gives itself away. Whether a visitor may do something is reckoned here from the table
and from what the visitor was given, never by the functions that are being tested.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, now

from awards.models import (
    Convocation,
    ConvocationCopy,
    EligibilityRule,
    Honour,
    HonourPaper,
    PapersTaken,
    SessionLetter,
    Submission,
    SubmissionLine,
)
from awards.stores import DOSSIERS, SCANS
from campaigns import actions
from campaigns.content import PlanContent
from campaigns.models import CalendarFeed, Campaign, Plan, ReminderChoice, Target
from campaigns.outline import LineKind
from campaigns.queries import content_of as content_of_plan
from campaigns.stores import EVIDENCE
from campaigns.twin import digest_of, to_twin
from reports import examining, monitoring, previews, sheets, store, tasks, verifying
from reports.models import (
    AgencyCode,
    AnchorPaper,
    CertifiedCopy,
    Document,
    PrintedDiploma,
    SigningRound,
)
from tests.award_law import case as discipline_case
from tests.award_law import lay_law
from tests.award_law import rule as award_rule
from tests.factories import (
    AllocationFactory,
    CertifiedCopyFactory,
    ClusterFactory,
    ClusterHandoverFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    CommentFactory,
    CopiedAnnexFactory,
    CorrespondentFactory,
    DeadlineFactory,
    DecisionFactory,
    DecisionLineFactory,
    DeliveryFactory,
    EvidenceFactory,
    ExampleStepFactory,
    ExplanationFactory,
    HandoverPieceFactory,
    HonoureeFactory,
    ImportDraftFactory,
    IndicatorFactory,
    LatePermissionFactory,
    LegalTextFactory,
    MembershipFactory,
    MinutesPaperFactory,
    NudgeFactory,
    NudgeLetterFactory,
    NumberBookFactory,
    PactAgreementFactory,
    PactFactory,
    PactFileFactory,
    PactPaperFactory,
    PactSeatFactory,
    ParticipationFactory,
    PeriodOpeningFactory,
    PlanAnswerFactory,
    PlanDoubtFactory,
    PlanEffectFactory,
    PlanLineFactory,
    PlanReturnFactory,
    PlanTemplateFactory,
    ProgressReportFactory,
    ProgressValueFactory,
    RaisedItemFactory,
    RegisterEntryFactory,
    RegistrationCallFactory,
    ReminderFactory,
    ReminderStepFactory,
    ReportingPeriodFactory,
    Role,
    RouteFactory,
    RoutePartyFactory,
    RouteStepFactory,
    SendingFactory,
    StandInFactory,
    SuperiorNoteFactory,
    TargetFactory,
    UndertakingFactory,
    UnitFactory,
    UnitTaskFactory,
    UserFactory,
    VersionOccasionFactory,
    Ward,
    ready_content,
)
from tests.factories.acclaim import (
    ClusterBallotFactory,
    ClusterCheckerFactory,
    ClusterCheckFactory,
    ClusterChoiceFactory,
    ClusterCriterionFactory,
    ClusterEntryFactory,
    ClusterPointFactory,
    ClusterRoundFactory,
)
from tests.factories.council import (
    AgendaItemFactory,
    AttendanceFactory,
    BallotRoundFactory,
    CouncilFactory,
    CouncilSessionFactory,
    CouncilTermFactory,
    RecusalFactory,
    SeatFactory,
    SessionLeaveFactory,
)
from tests.factories.council import ProposalFactory as ReadyProposalFactory
from tests.factories.diplomas import (
    DiplomaBatchFactory,
    DiplomaFactory,
    DiplomaPrintFactory,
    PrinterFactory,
    StockFactory,
    StockPlaceFactory,
)
from tests.factories.proposals import (
    DossierPaperFactory,
    OpinionItemFactory,
    OpinionRequestFactory,
    PeerReviewFactory,
    PeerReviewLineFactory,
    PetitionFactory,
    ProposalFactory,
    ProposalFigureFactory,
    ProposalReturnFactory,
    ResultLineFactory,
    ResultNoticeFactory,
)
from tests.factories.publicity import PublicityRuleFactory
from tests.paper_files import (
    content_of,
    file_of,
    issued_paper,
    keep_annex,
    report_on,
    small_pdf,
)
from units import audit, passkeys
from units.access import What, looked_at
from units.models import (
    AuditAnchor,
    AuditEntry,
    BookExport,
    HonoureeMerge,
    Identity,
    LikelyDouble,
    Reform,
    ReformUnit,
    RetentionDue,
    SheetImport,
    SheetRow,
    User,
)
from units.powers import TABLE, Scope

# In the words of what belongs to the ward: under way, issued, one person's own, of people.
DRAFT, ISSUED, OWN, PERSON = "Zorgdraft", "Zorgissued", "Zorgown", "Zorgperson"
GROUP = "Zorggroup"  # of a cluster
COUNCIL = "Zorgcouncil"  # of the council of the ward
DECIDED = "Zorgdecided"  # of a decision that is not issued
UNIT = "Zorgunit"  # of a unit that takes part in a campaign
SHEET = (
    "Mã định danh,Loại,Trực thuộc,Tên đầy đủ,Tên gọn,Thành lập từ ngày\nH9,a,b,c,d,e\n"
)
# What lies with an authority lies with its council: whoever is of the council reads it.
OF_COUNCIL = frozenset(
    {"see-proposals", "see-decisions", "see-submissions", "see-unit-honours"}
)
NO_SUCH = 2_000_000_000  # no row has this number
NO_SUCH_CODE = "ZZZZZZZ9"

# Which place stands under which; roles are held at places.
ABOVE = {
    "province": None, "ward": "province", "office": "ward", "other": "province",
    "cluster": "province", "council": "ward",
}  # fmt: skip
# Of a cluster: where its members are.
MEMBERS = {"cluster": {"ward", "office"}}


@dataclass
class Visitor:
    """Người gõ cửa: ``held`` are the roles in force today, as (place, role)."""

    name: str
    user: User | None
    held: frozenset[tuple[str, str]] = frozenset()
    is_owner: bool = False
    client: Client = field(default_factory=Client)

    @property
    def signed_in(self) -> bool:
        return self.user is not None and self.user.is_active

    @property
    def is_stranger(self) -> bool:
        """Whom the ward and what stands above and below it must tell nothing."""
        return not any(place != "other" for place, _ in self.held)

    def may(self, key: str, place: str = "ward") -> bool:
        """By the table; ``place`` "": wherever the visitor holds a role."""
        return any(self._given(key, grant, place) for grant in TABLE[key].grants)

    def _given(self, key, grant, place):
        held = {at for at, role in self.held if role in grant.roles}
        if grant.scope == Scope.EVERYBODY:
            return True
        if not self.signed_in or grant.scope == Scope.MACHINE:
            return False
        if grant.scope == Scope.OWN:
            return bool(held) if grant.roles else self.is_owner
        if grant.scope == Scope.EVERY_TREE:
            return "province" in held  # the only top of this scene
        if not place:
            return bool(held)
        if key in OF_COUNCIL and place == "ward" and "council" in held:
            return True
        above = _above(place)
        match grant.scope:
            case Scope.HERE | Scope.KEPT:
                return place in held
            case Scope.SERVED if "council" in held:
                return bool({"ward", *held} & {place, *above})
            case Scope.BRANCH | Scope.SERVED:
                return bool(held & {place, *above})
            case Scope.MEMBER:
                return bool(held & MEMBERS.get(place, set()))
            case Scope.FROM_ABOVE:
                return bool(held & set(above or [place]))
            case Scope.BELOW:
                return any(place in {at, *_above(at)} for at in held)
        raise AssertionError(grant.scope)


def _above(place):
    found = []
    while (place := ABOVE[place]) is not None:
        found.append(place)
    return found


class Scene:
    """The province, two wards, an office under the first; ``fill`` puts things into it."""

    def __init__(self) -> None:
        self.province = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.unit = UnitFactory(parent=self.province, short_name="UBND phường Mẫu")
        self.other = UnitFactory(parent=self.province, short_name="UBND phường Khác")
        self.office = UnitFactory(
            parent=self.unit, quiet=True, short_name="Văn phòng phường Mẫu"
        )
        self.council = CouncilFactory(
            parent=self.unit, short_name="Hội đồng TĐKT phường Mẫu"
        )
        self.places = {
            "council": self.council,
            "province": self.province,
            "ward": self.unit,
            "other": self.other,
            "office": self.office,
        }
        self.ward, self.beside = Ward(self.unit), Ward(self.other)
        _ = self.beside.series
        self.told = {}
        self.visitors = {visitor.name: visitor for visitor in self._visitors()}
        # The officer is by now the one who goes round.
        self.identity = Identity.objects.create(
            user=self.ward.officer, issuer="https://mau.vn", subject=str(self.unit.pk)
        )
        for visitor in self.visitors.values():
            if visitor.user:
                visitor.client.force_login(visitor.user)
        closed = self.visitors["closed"].user
        closed.is_active = False
        closed.save(update_fields=["is_active"])

    def _visitors(self):
        for role in Role:
            user = self._person(self.ward, role, "Người")
            yield Visitor(
                f"{role}", user, frozenset({("ward", role)}), role == Role.OFFICER
            )
            user = self._person(self.beside, role, "Khách")
            yield Visitor(f"other {role}", user, frozenset({("other", role)}))
        for place, role in (
            ("province", Role.ADMINISTRATOR),
            ("province", Role.OFFICER),
            ("office", Role.REPORTER),
            ("council", Role.SECRETARY),
            ("council", Role.MEMBER),
        ):
            user = MembershipFactory(unit=self.places[place], role=role).user
            yield Visitor(f"{place} {role}", user, frozenset({(place, role)}))
        yield Visitor("nobody", UserFactory())
        day = timedelta(days=1)
        ended = {"valid_to": localdate() - day}
        to_come = {"valid_from": localdate() + day}
        for name, dates in (("former", ended), ("future", to_come), ("closed", {})):
            user = UserFactory(home=self.other)
            for role in Role:
                MembershipFactory(user=user, unit=self.unit, role=role, **dates)
            yield Visitor(name, user)
        yield Visitor("anonymous", None)

    def _person(self, ward, role, name):
        """The ward's own officer, leader …: the others of the factory must not be made anew."""
        user = ward.person(role)
        if hasattr(Ward, str(role)):
            setattr(ward, role, user)
        if ward is self.ward and role != Role.LEADER:  # a leader's name is on papers
            user.full_name = f"{name} {PERSON} {role}"
            user.save(update_fields=["full_name"])
        return user

    # ---- what belongs to the ward --------------------------------------------------------

    preview = "0" * 32  # of ``draw_preview``
    told: dict[tuple, tuple]  # what hidden things told strangers who were sent round

    def fill(self) -> "Scene":
        """Something of the ward under every address."""
        self.draft = self.ward.draft(_content(DRAFT))
        self.line = self.draft.lines.exclude(text="").last()
        self.note = Target.objects.filter(line__plan=self.draft).first()
        PlanReturnFactory(
            plan=self.draft, reason=f"Lý do {DRAFT}", returned_by=self.ward.leader
        )
        self.rule = LegalTextFactory(unit=self.unit, name=f"quy định {ISSUED}")
        self.template = PlanTemplateFactory(
            unit=self.unit, name=f"Mẫu {ISSUED}", is_shared=True
        )
        self.doubt = PlanDoubtFactory(plan=self.draft, text=f"Lưu ý {DRAFT}")
        self.settled = PlanDoubtFactory(
            plan=self.draft, text=f"Đã xem {DRAFT}", status="settled",
            settled_by=self.ward.officer, settled_at=now(),
        )  # fmt: skip
        self.comment = CommentFactory(
            line=self.line, body=f"Góp ý {DRAFT}", author=self.ward.leader,
            proposed=f"Viết lại {DRAFT}",
        )  # fmt: skip
        self.own_comment = CommentFactory(
            plan=self.draft, body=f"Góp ý {DRAFT}", author=self.ward.officer
        )
        self.answer = PlanAnswerFactory(
            plan=self.draft, cited=f"Kế hoạch {DRAFT}",
            twin=to_twin(_content(DRAFT)).decode(),
        )  # fmt: skip
        self.item = SuperiorNoteFactory(answer=self.answer)
        self.limited = self.ward.submitted(_content(DRAFT))
        actions.return_plan(
            self.limited.pk, by=self.ward.leader, reason=f"Lý do {DRAFT}", scope="places",
            parts=["signer"],
        )  # fmt: skip
        self.asked = actions.ask_opening(
            self.limited.pk, by=self.ward.officer, reason=f"Xin mở {DRAFT}"
        )
        self.sent = self.ward.checked(_content(DRAFT))
        self.sent_digest = digest_of(content_of_plan(self.sent))
        self.round = SigningRound.objects.create(signer=self.ward.leader)
        self.round.items.create(
            plan=self.sent, title=f"Thi đua {DRAFT}", digest=self.sent_digest,
            problem="Kế hoạch đã đổi.",
        )  # fmt: skip
        self.issued = self._paper(ISSUED, issued_paper, self.ward, annex_count=1)
        keep_annex(self.issued, title=f"Biểu mẫu {ISSUED}")
        Plan.objects.filter(pk=self.issued.plan_id).update(status="issued")
        self.change = PlanEffectFactory(
            target=self.issued.plan, reason=f"Lý do {DRAFT}"
        )
        self.delivery = DeliveryFactory(document=self.issued, text=f"Báo {DRAFT}")
        self.delivered = DeliveryFactory(
            document=self.issued, unit=self.unit, way="system", sent_at=now()
        )
        self.mailed = SendingFactory(
            delivery__document=self.issued, delivery__way="mail",
            delivery__text=f"Đài {DRAFT}", address=f"{PERSON.lower()}@dai.vn",
            failure="Không nối được máy chủ thư.",
        )  # fmt: skip
        self.known = CorrespondentFactory(unit=self.unit, name=f"Báo {DRAFT}")
        # Of its drafts who sees it from below sees nothing.
        VersionOccasionFactory(version__plan=self.issued.plan, name=f"Mốc {DRAFT}")
        make = self.ward.document
        words = to_twin(_content(DRAFT)).decode()
        self.signed = self._paper(DRAFT, make, signed=True, twin=words)
        self.stopped = self._paper(
            DRAFT, make, stopped=True, problem=f"Vướng mắc {DRAFT}"
        )
        self.book = NumberBookFactory(series=self.ward.series)
        self.entry = RegisterEntryFactory(
            book=self.book,
            number=1,
            kind_and_title=f"Thông báo {DRAFT}",
            recipients=DRAFT,
        )
        RegisterEntryFactory(
            book=self.book, number=2, document=self.issued,
            kind_and_title=f"Kế hoạch: {DRAFT}", recipients=DRAFT,
        )  # fmt: skip
        AgencyCode.objects.create(unit=self.unit, code=f"H40.{self.unit.pk}")
        copied = small_pdf("Sao")
        self.copy = CertifiedCopyFactory(
            document=self.issued, requested_by=self.ward.clerk
        )
        digest = store.write_aside(self.copy.key, copied)
        store.settle(self.copy.key, digest)
        CertifiedCopy.objects.filter(pk=self.copy.pk).update(
            status="signed", sha256=digest, size=len(copied), signed_at=now()
        )
        annex = CopiedAnnexFactory.build(copy=self.copy)
        annex.sha256 = store.write_aside(annex.key, small_pdf("Sao phu luc"))
        store.settle(annex.key, annex.sha256)
        annex.save()
        self.reading = ImportDraftFactory(
            owner=self.ward.officer,
            file_name=f"{OWN}.docx",
            twin=to_twin(_content(OWN)).decode(),
        )
        self.waiting = ImportDraftFactory(
            owner=self.ward.officer, file_name=f"{OWN}.doc", twin="", source=b"x"
        )
        self.subject = UserFactory(
            home=self.unit, full_name=f"Người {PERSON}", email=f"{PERSON}@mau.vn"
        )
        self.role = MembershipFactory(
            user=self.subject, unit=self.unit, role=Role.REPORTER, title=f"Tổ {PERSON}"
        )
        self.honouree = HonoureeFactory(unit=self.unit, name=f"Bà {PERSON}")
        self.second = HonoureeFactory(unit=self.unit, name=f"Ông {PERSON}")
        self.position = self.honouree.positions.get()
        self.merge = HonoureeMerge.objects.create(
            kept=self.honouree, other=self.second, merged_by=self.ward.administrator,
            status_before="active",
        )  # fmt: skip
        self.pair = LikelyDouble.objects.create(
            first=self.honouree, second=self.second, reason="unit"
        )
        self.due = RetentionDue.objects.create(
            honouree=self.honouree, code="details", due_on=localdate()
        )
        self.ended = UnitFactory(
            parent=self.unit, quiet=True, valid_to=localdate() - timedelta(days=1)
        )
        self._cluster()
        self._award_law()
        self.reform = Reform.objects.create(
            unit=self.unit, kind="dissolution", title="Giải thể UBND phường Mẫu",
            effective_on=localdate() + timedelta(days=30), basis="Nghị quyết số 1",
            recorded_by=self.ward.administrator,
        )  # fmt: skip
        ReformUnit.objects.create(reform=self.reform, unit=self.unit, side="subject")
        self.thrown = self.ward.draft(_content(DRAFT))
        self.removed = actions.discard_draft(self.thrown.pk, by=self.ward.officer)
        line = self.draft.lines.filter(text__contains=DRAFT).first()
        actions.remove_line(line.pk, by=self.ward.officer)
        self.torn = AuditEntry.objects.filter(action="planline.removed").latest("pk")
        dropped = ImportDraftFactory(
            owner=self.ward.officer, file_name=f"{OWN}-bo.docx",
            twin=to_twin(_content(OWN)).decode(),
        )  # fmt: skip
        actions.drop_import(dropped.pk, by=self.ward.officer)
        self.dropped = dropped
        by = self.ward.administrator
        self.sheet = SheetImport.objects.create(
            kind="unit", unit=self.unit, file_name=f"{PERSON}.csv", sha256="0" * 64,
            source=SHEET.encode(), status="rehearsed", created_by=by, asked_by=by,
        )  # fmt: skip
        SheetRow.objects.create(
            sheet_import=self.sheet, number=2, outcome="added", title=f"Tổ {PERSON}"
        )
        self.export = BookExport.objects.create(
            owner=by, kind="audit", form="csv", total=1, content=PERSON.encode(),
            finished_at=now(),
        )  # fmt: skip
        self._routes()
        self._progress()
        self._proposals()
        self._sessions()
        self.record = self._record()
        audit.write("user.amended", self.subject, by=by, after={"email": PERSON})
        looked_at(by, What.VIEWED, self.subject)
        return self

    def _progress(self):
        """Of the issued plan: the office under the ward takes part and has sent a report; it
        has another that is being written, and so has the other ward of its own campaign.
        """
        campaign = self.issued.plan.campaign
        self.joined = ParticipationFactory(campaign=campaign, unit=self.office)
        self.gone = ParticipationFactory(
            campaign=campaign, left_at=now(), left_by=self.ward.officer,
            left_reason=f"Sáp nhập {UNIT}",
        )  # fmt: skip
        self.task = UnitTaskFactory(participation=self.joined, text=f"Việc {UNIT}")
        self.indicator = IndicatorFactory(campaign=campaign, name=f"Chỉ tiêu {ISSUED}")
        self.allocation = AllocationFactory(
            participation=self.joined, indicator=self.indicator
        )
        self.exempted = AllocationFactory(
            participation=self.joined, exempted_at=now(), exempt_reason=f"Miễn {UNIT}",
            exempted_by=self.ward.officer, indicator__name=f"Miễn {ISSUED}",
        )  # fmt: skip
        today = localdate()
        first = today.replace(day=1) - timedelta(days=1)
        self.period = ReportingPeriodFactory(
            campaign=campaign, label=f"Kỳ {ISSUED}", starts_on=first.replace(day=1),
            ends_on=first, due_on=first + timedelta(days=5),
        )  # fmt: skip
        self.next_period = ReportingPeriodFactory(
            campaign=campaign, label=f"Kỳ sau {ISSUED}",
            starts_on=first + timedelta(days=1), ends_on=first + timedelta(days=28),
            due_on=first + timedelta(days=40),
        )  # fmt: skip
        self.last_period = ReportingPeriodFactory(
            campaign=campaign, label=f"Kỳ đầu {ISSUED}",
            starts_on=first.replace(day=1) - timedelta(days=60),
            ends_on=first.replace(day=1) - timedelta(days=31),
            due_on=first.replace(day=1) - timedelta(days=20),
        )  # fmt: skip
        later = first + timedelta(days=29)
        self.free_period = ReportingPeriodFactory(
            campaign=campaign, label=f"Kỳ trống {ISSUED}", starts_on=later,
            ends_on=later + timedelta(days=9), due_on=later + timedelta(days=15),
        )  # fmt: skip
        self.opening = PeriodOpeningFactory(
            participation=self.joined, period=self.period, reason=f"Lý do {UNIT}",
            until=today + timedelta(days=9),
        )  # fmt: skip
        reporter = self.visitors["office reporter"].user
        self.progress = ProgressReportFactory(
            participation=self.joined, period=self.period, submitted=True,
            submitted_by=reporter, created_by=reporter, narrative=f"Kết quả {UNIT}",
        )  # fmt: skip
        self.figure = ProgressValueFactory(
            report=self.progress, allocation=self.allocation
        )
        self.raised = RaisedItemFactory(report=self.progress, text=f"Thiếu xe {UNIT}")
        self.asked = ExplanationFactory(
            allocation=self.allocation, text=f"Vì sao chậm {UNIT}"
        )
        with transaction.atomic():
            digest = EVIDENCE.keep(b"a photo")
        self.photo = EvidenceFactory(
            report=self.progress, caption=f"Ảnh {UNIT}", sha256=digest,
            thumbnail_sha256=digest,
        )  # fmt: skip
        self.writing = ProgressReportFactory(
            participation=self.joined, period=self.next_period, created_by=reporter
        )
        self._reminded(reporter)
        self.call = RegistrationCallFactory(campaign=campaign, what=f"mô hình {ISSUED}")
        self.undertaking = UndertakingFactory(
            participation=self.joined, call=self.call, name=f"Mô hình {UNIT}"
        )
        self._registered(campaign)

    def _proposals(self):
        """The office proposes to the ward, in several states; the ward to the province."""
        writer = self.visitors["office reporter"].user
        person = HonoureeFactory(unit=self.office, name=f"Bà {UNIT}")
        own = {
            "unit": self.office, "authority": self.unit, "honouree": person,
            "created_by": writer, "campaign": self.issued.plan.campaign,
            "summary": f"Hiến đất {UNIT}",
        }  # fmt: skip
        sent = own | {
            "petition": PetitionFactory(
                unit=self.office, authority=self.unit, sent_by=writer
            )
        }
        self.proposal = ProposalFactory(appraising=True, **sent)
        self._submitted()
        self.proposal_sent = ProposalFactory(sent=True, **sent)
        self.proposal_ready = ProposalFactory(
            appraising=True, **sent | {"status": "ready"}
        )
        self.proposal_draft = ProposalFactory(**own)
        self.proposal_withdrawn = ProposalFactory(
            sent=True, status="withdrawn", withdrawn_because=f"Nhầm {UNIT}", **sent
        )
        self.proposal_confirming = ProposalFactory(
            confirming=True, unit=self.unit, authority=self.province
        )
        ProposalReturnFactory(
            proposal=self.proposal, answered_at=now(), answered_by=writer,
            returned_by=self.ward.leader,
        )  # fmt: skip
        ProposalFigureFactory(
            proposal=self.proposal, allocation=self.allocation, added_by=writer
        )
        self.figure_in_draft = ProposalFigureFactory(
            proposal=self.proposal_draft, allocation=self.allocation, added_by=writer
        )
        with transaction.atomic():
            digest = DOSSIERS.keep(small_pdf("Chung nhan"))
        self.paper = DossierPaperFactory(
            proposal=self.proposal, sha256=digest, name=f"Chứng nhận {UNIT}",
            uploaded_by=writer,
        )  # fmt: skip
        self.paper_in_draft = DossierPaperFactory(
            proposal=self.proposal_draft, uploaded_by=writer
        )
        self.review = PeerReviewFactory(
            unit=self.office, recorded_by=writer, remarks=f"Bàn {UNIT}"
        )
        PeerReviewLineFactory(review=self.review, proposal=self.proposal)
        self.review_open = PeerReviewFactory(unit=self.office, recorded_by=writer)
        self.opinion = OpinionRequestFactory(
            authority=self.unit, unit=self.office, question=f"Hỏi {UNIT}",
            asked_by=self.ward.leader,
        )  # fmt: skip
        OpinionItemFactory(request=self.opinion, proposal=self.proposal)
        self.results = ResultNoticeFactory(
            unit=self.office, session__unit=self.council, session__title="Xét khen",
            about=f"Xét khen {UNIT}",
        )  # fmt: skip
        ResultLineFactory(
            notice=self.results, proposal=self.proposal, outcome="rejected",
            words=f"Chưa đủ {UNIT}",
        )  # fmt: skip

    def _registered(self, campaign):
        """The office has sent one and carries one out; a neighbour's is an example to it."""
        reporter = self.visitors["office reporter"].user
        self.registered = UndertakingFactory(
            participation=self.joined, call=self.call, name=f"Hẻm {ISSUED}",
            status="submitted", submitted_by=reporter, submitted_at=now(),
            created_by=reporter,
        )  # fmt: skip
        self.built = UndertakingFactory(
            participation=self.joined,
            call=self.call,
            name=f"Sân {ISSUED}",
            approved=True,
        )
        beside = UnitFactory(parent=self.unit, quiet=True, short_name="Tổ Mẫu")
        self.example = UndertakingFactory(
            participation=ParticipationFactory(campaign=campaign, unit=beside),
            name=f"Điển hình {ISSUED}", approved=True, stage="found",
        )  # fmt: skip
        ExampleStepFactory(undertaking=self.example, by=self.ward.officer)
        self.shot = EvidenceFactory(
            report=None, undertaking=self.built, campaign=campaign, unit=self.office,
            caption=f"Ảnh {ISSUED}",
        )  # fmt: skip
        self.late = LatePermissionFactory(
            participation=self.joined, call=self.call, reason=f"Lý do {ISSUED}"
        )
        NudgeLetterFactory(
            nudge=NudgeFactory(participation=self.joined, text=f"Nhắc {ISSUED}"),
            user=reporter,
        )  # fmt: skip
        self.pact = PactFactory(cluster=self.cluster, name=f"Giao ước {GROUP}")
        self.agreement = PactAgreementFactory(pact=self.pact, unit=self.unit)
        self._signing()
        self._acclaim()
        self._decided()

    def _submitted(self):
        """Submissions to a superior that is not here: one being written, one to be signed."""
        leads = self.ward.leader.memberships.get(role=Role.LEADER)
        made = {
            "authority": self.unit, "created_by": self.ward.officer, "signer": leads,
            "superior_name": "UBND tỉnh", "bases": "Căn cứ Luật", "body": "Kính trình.",
            "recipients": "Như trên\nLưu: VT", "symbol": "TTr-UBND",
        }  # fmt: skip
        self.submission = Submission.objects.create(title=f"Tờ trình {DECIDED}", **made)
        self.submission_line = SubmissionLine.objects.create(
            submission=self.submission, proposal=self.proposal, subject="person",
            honouree=self.honouree, subject_name=f"Người {DECIDED}",
            award=self.given_line.award, award_name="Bằng khen", merit="service",
            achievement="Tốt",
        )  # fmt: skip
        self.submission_sent = Submission.objects.create(
            title=f"Tờ trình ký {DECIDED}", status="submitted", submitted_at=now(),
            submitted_by=self.ward.officer, **made,
        )  # fmt: skip

    def _decided(self):
        """Of the ward's own power: one being written, one that its leader signs, one issued."""
        leads = self.ward.leader.memberships.get(role=Role.LEADER)
        officer = self.ward.officer
        made = {"authority": self.unit, "created_by": officer, "signer": leads}
        subject = {"honouree": self.honouree, "subject_name": f"Người {DECIDED}"}
        self.decision = DecisionFactory(title=f"Quyết định {DECIDED}", **made)
        self.decision_line = DecisionLineFactory(decision=self.decision, **subject)
        self.decision_sent = DecisionFactory(
            title=f"Quyết định trình {DECIDED}", submitted=True, **made
        )
        DecisionLineFactory(decision=self.decision_sent, **subject)
        self.decision_issued = DecisionFactory(
            title=f"Quyết định {ISSUED}", issued=True, **made
        )
        subject["subject_name"] = f"Người {ISSUED}"
        self.given_line = DecisionLineFactory(decision=self.decision_issued, **subject)
        self._diplomas()
        PublicityRuleFactory(authority=self.unit)
        self.honour = Honour.objects.create(
            honouree=self.honouree, award=self.given_line.award, merit="service",
            award_name=f"Giấy khen {PERSON}", decided_by="Chủ tịch", imported=True,
            reference="1/QĐ-UBND", decided_on=localdate(),
        )  # fmt: skip
        with transaction.atomic():
            digest = SCANS.keep(small_pdf("Quyet dinh"))
        self.honour_scan = HonourPaper.objects.create(
            honour=self.honour, kind="pdf", file_name=f"{PERSON}.pdf", sha256=digest,
            original_sha256=digest, size=9, uploaded_by=self.ward.administrator,
        )  # fmt: skip

    def _diplomas(self):
        """Of the issued decision: one signed, one that stopped; a print, stock, a printer."""
        officer = self.ward.officer
        batch = self.batch = DiplomaBatchFactory(
            decision=self.decision_issued, asked_by=officer
        )
        named = {"batch": batch, "subject": f"Người {ISSUED}"}
        digest = store.write_aside("giay-khen", small_pdf("Giay khen"))
        store.settle("giay-khen", digest)
        self.diploma = DiplomaFactory(
            line=self.given_line, sha256=digest, signed=True, **named
        )
        self.diploma_stopped = DiplomaFactory(
            stopped=True, line__honouree=self.honouree, **named
        )
        self.diploma_print = DiplomaPrintFactory(
            batch=batch, ready=True, sha256=digest, asked_by=officer
        )
        PrintedDiploma.objects.create(printing=self.diploma_print, diploma=self.diploma)
        self.stock = StockFactory(unit=self.unit, name=f"Phôi {DECIDED}")
        StockPlaceFactory(stock=self.stock)
        self.printer = PrinterFactory(unit=self.unit, name=f"Máy in {DECIDED}")

    def _acclaim(self):
        """One round in which points are given, one to vote in, one with its result."""
        basis = f"Quyết định {GROUP}"
        made = {"cluster": self.cluster, "basis": basis}
        self.acclaim = ClusterRoundFactory(**made)
        criterion = ClusterCriterionFactory(round=self.acclaim)
        self.entry_acclaim = ClusterEntryFactory(
            round=self.acclaim, unit=self.office, sent=True
        )
        point = ClusterPointFactory(entry=self.entry_acclaim, criterion=criterion)
        ClusterCheckFactory(point=point, checker=self.unit)
        ClusterCheckerFactory(round=self.acclaim, unit=self.unit)
        year = localdate().year
        self.acclaim_voting = ClusterRoundFactory(
            year=year - 1, status="voting", self_vote=True, **made
        )
        self.acclaim_closed = ClusterRoundFactory(
            year=year - 2, status="voting", **made
        )
        entry = ClusterEntryFactory(
            round=self.acclaim_closed, unit=self.office, sent=True, votes=1, place=1,
            distinction="flag",
        )  # fmt: skip
        ballot = ClusterBallotFactory(round=self.acclaim_closed, unit=self.unit)
        ClusterChoiceFactory(ballot=ballot, entry=entry)
        self.acclaim_closed.status = "closed"
        self.acclaim_closed.held_on = localdate()
        self.acclaim_closed.closed_at, self.acclaim_closed.voters = now(), 2
        self.acclaim_closed.closed_by = self.ward.officer
        self.acclaim_closed.chair = "Bà Chủ trì"
        self.acclaim_closed.save()

    def _signing(self):
        """A pact of the cluster that the ward's leader signs, and the office on paper."""
        pact = PactFactory(
            cluster=self.cluster, name=f"Giao ước ký {GROUP}", status="signing",
            completed_at=now(),
        )  # fmt: skip
        self.pact_paper = PactPaperFactory(pact=pact, name=pact.name)
        leads = self.ward.leader.memberships.get(role=Role.LEADER)
        self.seat = PactSeatFactory(
            paper=self.pact_paper, unit=self.unit, signer=leads,
            signer_name=self.ward.leader.full_name,
        )  # fmt: skip
        self.paper_seat = PactSeatFactory(
            paper=self.pact_paper, unit=self.office, position=2
        )
        file = PactFileFactory.build(paper=self.pact_paper)
        file.sha256 = store.write_aside(file.key, small_pdf("Giao uoc"))
        store.settle(file.key, file.sha256)
        file.save()
        self.scanned_seat = PactSeatFactory(
            paper=self.pact_paper, unit=self.other, position=3, scanned=True,
            scan_sha256=file.sha256,
        )  # fmt: skip

    def _sessions(self):
        """The council: one session is planned, one asked for, one under way; all of the ward."""
        self.council_term = CouncilTermFactory(unit=self.council)
        seated = {
            name: SeatFactory(
                term=self.council_term, account=self.visitors[f"council {name}"].user,
                name=f"Thành viên {COUNCIL}",
            )
            for name in ("member", "secretary")
        }  # fmt: skip
        self.council_seat = SeatFactory(term=self.council_term, name=f"Bà {COUNCIL}")
        of_council = {"unit": self.council, "title": f"Xét khen {COUNCIL}"}
        self.planned = CouncilSessionFactory(**of_council)
        self.invited = CouncilSessionFactory(
            **of_council, status="invited", invited_at=now()
        )
        self.sitting = CouncilSessionFactory(**of_council, running=True)
        self.over = CouncilSessionFactory(**of_council, running=True, finished_at=now())
        type(self.over).objects.filter(pk=self.over.pk).update(status="minutes")
        self.carried = CouncilSessionFactory(**of_council, running=True)
        self.leave = SessionLeaveFactory(
            session=self.carried, device=f"Máy {COUNCIL}",
            taken_by=self.visitors["council secretary"].user,
        )  # fmt: skip
        for session in (self.invited, self.sitting):
            for seat in (*seated.values(), self.council_seat):
                self.attendance = AttendanceFactory(
                    session=session, seat=seat, presence="present"
                )
        # Whoever works in the ward reads its proposals: of the council are the papers alone.
        named = {"proposal__subject_name": "Tổ được xét"}
        of_sitting = {"session": self.sitting, **named}
        self.weighed = AgendaItemFactory(**of_sitting)
        self.unruled = AgendaItemFactory(**of_sitting, ruled=False)
        self.voted = AgendaItemFactory(**of_sitting)
        self.open_item = AgendaItemFactory(**of_sitting, ballot="open")
        self.recusal = RecusalFactory(
            item=self.weighed, seat=self.council_seat, reason=f"Họ hàng {COUNCIL}"
        )
        self.ballot_round = BallotRoundFactory(item=self.voted)
        self.open_round = BallotRoundFactory(item=self.open_item)
        done = AgendaItemFactory(**of_sitting)
        self.counted = BallotRoundFactory(
            item=done, status="closed", closed_at=now(),
            closed_by=self.visitors["council secretary"].user,
            members=3, present=3, recused=0, recused_present=0, taken_count=0, agreed=0,
            against=0, blank=0, passed=False,
        )  # fmt: skip
        self.counted_item = done
        self._minutes(seated["secretary"])
        self._convocations(seated["member"])
        ReadyProposalFactory(authority=self.unit, subject_name="Tổ chờ xét")

    def _convocations(self, seat):
        """One is being written, one waits for its signer, one went out to its members."""
        made = {
            "unit": self.council, "title": f"Mời {COUNCIL}", "invitees": "Thành viên",
            "body": "Xét khen", "recipients": "Lưu: VT, HĐTĐKT",
            "created_by": self.visitors["council secretary"].user,
        }  # fmt: skip
        sent = {
            "submitted_by": made["created_by"], "submitted_at": now(),
            "signer": MembershipFactory(
                unit=self.council, role=Role.LEADER, capacity="head",
                title="Chủ tịch Hội đồng",
            ),
        }  # fmt: skip
        self.convocation = Convocation.objects.create(
            session=self.planned, planned_at=self.planned.planned_at, **made
        )
        self.convocation_sent = Convocation.objects.create(
            session=self.invited, planned_at=now(), status="submitted", **made, **sent
        )
        self.convocation_issued = Convocation.objects.create(
            session=self.sitting, planned_at=now(), status="issued", number=1,
            issued_on=localdate(), **made, **sent,
        )  # fmt: skip
        ConvocationCopy.objects.create(convocation=self.convocation_issued, seat=seat)
        SessionLetter.objects.create(
            session=self.sitting, seat=seat, kind="sent", sent_on=localdate(),
            sent_by=made["created_by"], convocation=self.convocation_issued,
        )  # fmt: skip
        PapersTaken.objects.create(
            session=self.sitting, person=seat.account, left_out=0, sha256="0" * 64
        )

    def _minutes(self, seat):
        """Of the session that is over: its secretary has them on a device of their own."""
        who = seat.account.memberships.get(unit=self.council)
        self.minutes = MinutesPaperFactory(
            session=self.over, name=f"Biên bản {COUNCIL}", subject=f"Phiên {COUNCIL}",
            text=f"Đã họp {COUNCIL}.\nKết thúc",
        )  # fmt: skip
        self.minutes_seat = PactSeatFactory(
            paper=self.minutes, unit=None, unit_name="Thư ký phiên họp", council_seat=seat,
            signer=who, signer_name=seat.name,
        )  # fmt: skip
        file = PactFileFactory.build(paper=self.minutes)
        file.sha256 = store.write_aside(file.key, small_pdf("Bien ban"))
        store.settle(file.key, file.sha256)
        file.save()

    def _reminded(self, reporter):
        """Both sides chose how they are told; the office was told of its report."""
        for user in (reporter, self.ward.officer):
            ReminderChoice.objects.create(user=user)
        self.feed = CalendarFeed.objects.create(user=reporter)
        CalendarFeed.objects.create(user=self.ward.officer)
        self.reminder = ReminderFactory(
            participation=self.joined, period=self.period, digest__user=reporter
        )
        self.step = ReminderStepFactory(unit=self.unit)

    def _record(self):
        """The paper of an anchor, signed by the province; a second scene has the next day."""
        content = small_pdf("the book is sealed")
        digest = sha256(content).hexdigest()
        path = store.path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        last = AuditAnchor.objects.newest()
        day = last.day + timedelta(days=1) if last else localdate()
        anchor = AuditAnchor.objects.create(day=day, position=1, digest=bytes(32))
        return AnchorPaper.objects.create(
            anchor=anchor, unit=self.province, status="signed", sha256=digest,
            size=len(content), signer_name=self.province.name, signed_at=now(),
        )  # fmt: skip

    def _routes(self):
        """One that is being made, one that has ended; a plan that waits at a step for an
        officer who is not its sender."""
        sender = self.ward.person(Role.OFFICER)
        self.set_route = RouteFactory(unit=self.unit)
        asked = RouteStepFactory(route=self.set_route, name="Xem xét")
        RoutePartyFactory(step=asked, role=Role.OFFICER)
        plan = actions.create_campaign_from_content(
            by=sender, host_id=self.unit.pk, content=_content(DRAFT)
        )
        self.routed = actions.submit_plan(plan.pk, by=sender)
        self.open_step = self.routed.routings.get().steps.get()
        # The other plans of this scene go by no route.
        self.set_route.valid_to = localdate() - timedelta(days=1)
        self.set_route.save(update_fields=["valid_to"])
        self.route = RouteFactory(unit=self.unit, draft=True)
        self.route_step = RouteStepFactory(route=self.route, name=f"Xem {PERSON}")
        RoutePartyFactory(step=self.route_step)
        self.stand_in = StandInFactory(unit=self.unit, absent=self.subject)

    def _award_law(self):
        lay_law()
        self.award_rule = award_rule(
            "interval", authority=self.unit, months=12,
            valid_from=localdate() + timedelta(days=9),
        )  # fmt: skip
        self.common_rule = EligibilityRule.objects.filter(authority=None).first()
        self.case = discipline_case(
            self.unit, honouree=self.honouree, basis=f"Công văn {PERSON}"
        )

    def _cluster(self):
        """Of the province: the office was its head, the ward is; half is handed over."""
        self.cluster = ClusterFactory(
            parent=self.province, short_name=f"Cụm {GROUP}", name=f"Cụm {GROUP}"
        )
        rows = [
            ClusterMemberFactory(cluster=self.cluster, unit=unit)
            for unit in (self.unit, self.office)
        ]
        self.member = rows[0]
        year = localdate().replace(month=1, day=1)
        before = {
            "valid_from": year - timedelta(days=365),
            "valid_to": year - timedelta(days=1),
        }
        ClusterOfficeFactory(cluster=self.cluster, unit=self.office, **before)
        self.term = ClusterOfficeFactory(cluster=self.cluster, unit=self.unit)
        self.handover = ClusterHandoverFactory(
            giver=self.office, term=self.term, items=[f"Mục {n} {GROUP}" for n in "123"]
        )
        self.waiting_item, *given = self.handover.items.order_by("position")
        self.given_item, self.next_item = given
        for item in given:
            item.status, item.given_at = "given", now()
            item.given_by = self.visitors["office reporter"].user
            item.save(update_fields=["status", "given_at", "given_by"])
        self.piece = HandoverPieceFactory(unit=self.unit, name=f"Cờ {PERSON}")

    def _paper(self, mark, make, *args, **traits) -> Document:
        title = f"Phát động thi đua {mark}"
        document = make(*args, title=title, **traits)
        Campaign.objects.filter(pk=document.plan.campaign_id).update(name=title)
        Plan.objects.filter(pk=document.plan_id).update(title=title)
        text = f"Thi đua {mark}"
        line = PlanLineFactory(plan=document.plan, kind=LineKind.DASH, text=text)
        TargetFactory(line=line, name=f"Chỉ tiêu {mark}")
        day = localdate() + timedelta(days=5)
        DeadlineFactory(line=line, text=f"Báo cáo {mark}", due_on=day)
        return document


def _content(mark: str) -> PlanContent:
    """A plan that can be sent, with the mark in its title and in every line."""
    content = ready_content(title=f"Phát động đợt thi đua {mark} năm 2023")
    lines = tuple(
        line
        if line.kind == LineKind.SECTION
        else replace(line, text=f"{line.text} {mark}")
        for line in content.lines
    )
    return replace(content, lines=lines)


def quiet_workers(patch: pytest.MonkeyPatch, directory: Path) -> None:
    """Nothing is asked of a worker; small pictures; previews lie in ``directory``."""
    patch.setattr(monitoring, "_served_queues", lambda: "")
    patch.setattr(sheets, "WIDTHS", (60, 90))
    patch.setattr(examining, "CELL", (20, 28))
    patch.setattr(settings, "PREVIEWS_DIR", directory / "previews")
    # The keys of the factories cannot be read.
    patch.setattr(passkeys, "options_to_register", lambda request, user: {})
    for task in (tasks.examine_file, tasks.render_preview, tasks.seal_document):
        patch.setattr(task, "delay", lambda *ids: None)


def draw_preview(directory: Path) -> None:
    """A preview of one page, as a worker would have made it."""
    key = Scene.preview
    home = directory / "previews" / key
    home.mkdir(parents=True)
    preview = previews.Preview(key, pages=1)
    (home / "preview.json").write_text(json.dumps(asdict(preview)))
    for name in ("1-60.webp", "1-90.webp"):
        (home / name).write_bytes(b"RIFF")


def examine(document: Document, patch: pytest.MonkeyPatch) -> None:
    """Pictures and verdict of its issued file, as a worker would have made them."""
    report = report_on(content_of(document))
    patch.setattr(verifying, "verify", lambda content: report)
    examining.examine(file_of(document).pk)
