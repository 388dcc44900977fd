"""Lập phong trào: from a blank page or from a plan that was read in, and back again."""

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import actions
from campaigns.content import (
    NOTE_FIELDS,
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    Letterhead,
    Line,
    Milestone,
    PaperKind,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    Side,
    SignatureBlock,
    SubjectNote,
    TargetNote,
)
from campaigns.models import Campaign, ImportDraft, Plan
from campaigns.outline import LineKind
from campaigns.queries import content_of
from tests.factories import (
    Capacity,
    ImportDraftFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ready_content,
    ward,
)
from units import audit
from units.errors import Refused
from units.models import AuditEntry

# Kinds of papers that no plan has.
OF_AWARDS = {PaperKind.DECISION, PaperKind.SUBMISSION, PaperKind.INVITATION}
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


def stored(plan):
    return content_of(Plan.objects.get(pk=plan.pk))


def test_a_blank_plan_has_the_sections_of_practice(here):
    signer = here.signer

    plan = actions.create_campaign(
        by=here.officer, host_id=here.unit.pk, name="  Thi đua\u00a0 nước rút"
    )

    campaign = Campaign.objects.get()
    assert (campaign.host, campaign.name, campaign.created_by) == (
        here.unit, "Thi đua nước rút", here.officer,
    )  # fmt: skip
    assert (plan.campaign, plan.issuer, plan.status, plan.version) == (
        campaign, here.unit, "draft", 1,
    )  # fmt: skip
    assert (plan.symbol, plan.place, plan.letterhead, plan.signer) == (
        "KH-UBND", here.unit.place, here.unit.letterhead, signer,
    )  # fmt: skip
    assert [(row.kind, row.text) for row in plan.lines.order_by("position")] == [
        ("section", "MỤC ĐÍCH, YÊU CẦU"),
        ("section", "ĐỐI TƯỢNG, THỜI GIAN THI ĐUA"),
        ("section", "NỘI DUNG THI ĐUA"),
        ("section", "HÌNH THỨC KHEN THƯỞNG"),
        ("section", "TỔ CHỨC THỰC HIỆN"),
    ]
    assert [(e.action, e.actor) for e in audit.history(plan)] == [
        ("plan.added", here.officer)
    ]
    assert audit.history(campaign).get().action == "campaign.added"


def test_only_officers_of_an_authority_that_issues_papers_start(here):
    quiet = UnitFactory(parent=here.unit, quiet=True)
    strangers = [here.person(role) for role in Role if role != Role.OFFICER]
    for user in [*strangers, other_ward().officer, UserFactory()]:
        with pytest.raises(PermissionDenied):
            actions.create_campaign(by=user, host_id=here.unit.pk, name="Phong trào")
    with pytest.raises(PermissionDenied):
        actions.create_campaign(by=here.officer, host_id=quiet.pk, name="Phong trào")
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("kind", "symbol"),
    [
        (PaperKind.PLAN, "KH-UBND"),
        (PaperKind.GUIDANCE, "HD-UBND"),
        (PaperKind.DIRECTIVE, "CT-UBND"),
        (PaperKind.LETTER, "UBND-VP"),
    ],
)
def test_the_symbol_follows_from_kind_and_authority(here, kind, symbol):
    plan = here.draft(ready_content(kind=kind))

    assert plan.symbol == symbol


def test_what_the_document_says_of_itself_goes_before_what_the_unit_says(here):
    head = Letterhead(
        parent_authority="UBND PHƯỜNG A", authority="HỘI ĐỒNG", number=32, symbol="KH-HĐTĐKT",
        place="Long Biên", issued_on=date(2021, 6, 30), addressees=("Các phòng",),
    )  # fmt: skip

    plan = here.draft(ready_content(letterhead=head))

    assert (
        plan.letterhead_parent, plan.letterhead, plan.source_number, plan.symbol, plan.place,
        plan.source_date, plan.addressees,
    ) == (
        "UBND PHƯỜNG A", "HỘI ĐỒNG", 32, "KH-HĐTĐKT", "Long Biên", date(2021, 6, 30),
        ["Các phòng"],
    )  # fmt: skip


def test_the_signer_is_the_leader_of_that_name(here):
    deputy = here.person(Role.LEADER, capacity=Capacity.DEPUTY, title="Phó Chủ tịch")
    deputy.full_name = "Đỗ Thị Hòa"
    deputy.save(update_fields=["full_name"])

    def signer(name):
        content = ready_content(
            signature=SignatureBlock(authority_lines=("CHỦ TỊCH",), signer=name)
        )
        return here.draft(content).signer

    assert signer("Đỗ thị  HÒA").user == deputy
    assert signer("Người Khác") is None
    assert signer("").user == here.leader  # the head


def test_the_signing_block_is_derived_or_as_read(here):
    content = ready_content(
        signature=SignatureBlock(
            authority_lines=("TM. HỘI ĐỒNG", "CHỦ TỊCH"), title_below="CHỦ TỊCH UBND QUẬN",
            signer="Người Khác",
        )
    )  # fmt: skip

    assert stored(here.draft(content)).signature == content.signature
    assert stored(here.draft()).signature == SignatureBlock(
        authority_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer=here.leader.full_name,
    )


def test_an_empty_document_becomes_an_empty_draft(here):
    plan = here.draft(PlanContent())

    assert plan.campaign.name == "Phong trào chưa đặt tên"
    assert plan.title == ""
    assert not plan.lines.exists()


# What a reader may make of a bad document must not break anything


def test_contradictions_of_a_document_are_kept_in_its_words(here):
    """A range that ends before it begins cannot be a record; the words stay."""
    content = ready_content(
        periods=(
            PeriodNote(line=3, starts_on=date(2023, 12, 15), ends_on=date(2023, 8, 1)),
        ),
        phases=(
            PhaseNote(
                line=4,
                name="Đợt 1",
                starts_on=date(2023, 9, 30),
                ends_on=date(2023, 8, 1),
            ),
        ),
        targets=(
            TargetNote(line=6, name="một", value=Decimal(3), value_max=Decimal(2)),
            TargetNote(line=6, name="hai", value_max=Decimal(2)),
        ),
    )

    saved = stored(here.draft(content))

    assert saved.periods == (PeriodNote(line=3, starts_on=date(2023, 12, 15)),)
    assert saved.phases == (
        PhaseNote(line=4, name="Đợt 1", starts_on=date(2023, 9, 30)),
    )
    assert [(t.value, t.value_max) for t in saved.targets] == [(3, None), (None, None)]
    assert saved.lines == content.lines


def test_figures_and_texts_beyond_all_measure_are_cut(here):
    long = "dài " * 300
    content = PlanContent(
        title=long,
        letterhead=Letterhead(
            authority=long, parent_authority=long, number=10**12, symbol=long, place=long,
            addressees=(long,),
        ),
        lines=(Line(kind=LineKind.DASH, text="Thu 9.000.000.000.000.000 đồng.", marker=long),),
        citations=(CitationNote(line=0, text=long, number=long, issuer=long),),
        targets=(
            TargetNote(
                line=0, name=long, value=Decimal(9 * 10**15), unit=long, shown=long,
                baseline=long, responsible=long,
                milestones=(
                    Milestone(label=long, value=Decimal(1)),
                    Milestone(label="lớn", value=Decimal(10**15)),
                ),
            ),
        ),
        registrations=(RegistrationNote(line=0, what=long, minimum=10**12),),
        deadlines=(DeadlineNote(line=0, text=long),),
        recipients=(long,),
        drafter_mark=long,
        signature=SignatureBlock(authority_lines=(long,), title_below=long, signer=long),
    )  # fmt: skip

    saved = stored(here.draft(content))

    assert saved.lines[0].text == "Thu 9.000.000.000.000.000 đồng."
    (target,) = saved.targets
    assert (target.value, [m.label for m in target.milestones]) == (
        None,
        [long[:100].strip()],
    )
    assert saved.registrations[0].minimum == 2**31 - 1
    assert saved.title == long[:500].strip()
    assert here.unit.plans.get().source_number is None


def test_control_characters_do_not_reach_the_database(here):
    plan = here.draft(
        PlanContent(
            title="Kế\x00 hoạch",
            lines=(Line(kind=LineKind.DASH, text="a\x00b\x1b", marker="\x00"),),
        )
    )

    assert (plan.title, plan.lines.get().text) == ("Kế hoạch", "ab")


def test_nothing_remains_of_a_campaign_that_could_not_be_stored(here, monkeypatch):
    _ = here.officer

    def fail(plan, content):
        raise RuntimeError

    monkeypatch.setattr("campaigns.actions.starting.write_content", fail)
    with pytest.raises(RuntimeError):
        here.draft()
    assert not Campaign.objects.exists()
    assert not AuditEntry.objects.exists()


# Import drafts


def test_keep_and_drop_an_import():
    user = ward().officer

    draft = actions.keep_import(
        by=user, file_name="Kế hoạch.docx", twin='{"a": 1}', reading={"sure": 0.5}
    )

    draft.refresh_from_db()
    assert (draft.owner, draft.file_name, draft.twin, draft.reading) == (
        user, "Kế hoạch.docx", '{"a": 1}', {"sure": 0.5},
    )  # fmt: skip
    actions.drop_import(draft.pk, by=user)
    assert not ImportDraft.objects.exists()
    assert list(AuditEntry.objects.values_list("action", "actor", "detail")) == [
        ("importdraft.discarded", user.pk, {}),
        ("importdraft.added", user.pk, {"file_name": "Kế hoạch.docx"}),
    ]


def test_an_import_belongs_to_who_uploaded_it():
    draft = ImportDraftFactory()

    with pytest.raises(Refused, match="đã bỏ"):
        actions.drop_import(draft.pk, by=UserFactory())
    assert ImportDraft.objects.get() == draft


# Content → rows → content


def words(most):
    """Text as the reader gives it: composed, no control characters, single blanks."""
    letters = st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"))
    pieces = st.text(st.one_of(st.sampled_from("aăâđêôơư ,.;"), letters), max_size=most)
    return pieces.map(
        lambda text: unicodedata.normalize("NFC", " ".join(text.split()))[:most]
    )


def filled(most):
    return words(most).filter(bool)


DATES = st.none() | st.dates(date(1990, 1, 1), date(2040, 12, 31))
FIGURES = st.decimals(
    min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False
).map(lambda d: Decimal(str(float(d))) if d % 1 else d.quantize(Decimal(1)))


@st.composite
def ranges(draw):
    starts_on, ends_on = draw(DATES), draw(DATES)
    if starts_on and ends_on and ends_on < starts_on:
        starts_on, ends_on = ends_on, starts_on
    return {"starts_on": starts_on, "ends_on": ends_on}


@st.composite
def contents(draw):
    lines = draw(
        st.lists(
            st.builds(
                Line,
                kind=st.sampled_from(LineKind),
                text=words(60),
                marker=words(10),
                is_title=st.booleans(),
            ),
            min_size=1,
            max_size=8,
        )
    )
    place = st.integers(0, len(lines) - 1)

    def notes(*values, **fields):
        return draw(
            st.lists(st.builds(*values, line=place, **fields), max_size=3).map(
                lambda some: tuple(sorted(some, key=lambda note: note.line))
            )
        )

    def dated(table, **fields):
        some = [
            table(
                line=draw(place),
                **draw(ranges()),
                **{k: draw(v) for k, v in fields.items()},
            )
            for _ in range(draw(st.integers(0, 2)))
        ]
        return tuple(sorted(some, key=lambda note: note.line))

    return PlanContent(
        kind=draw(st.sampled_from(sorted({*PaperKind} - OF_AWARDS))),
        letterhead=Letterhead(
            parent_authority=draw(filled(50)), authority=draw(filled(50)),
            symbol=draw(filled(20)), place=draw(filled(20)),
            addressees=draw(st.lists(filled(30), max_size=3).map(tuple)),
        ),
        title=draw(words(100)),
        lines=tuple(lines),
        citations=notes(
            CitationNote, text=words(50), number=words(20), issued_on=DATES, issuer=words(20),
            is_superior_plan=st.booleans(),
        ),
        periods=dated(PeriodNote),
        phases=dated(PhaseNote, name=words(30)),
        targets=tuple(
            sorted(draw(st.lists(targets(place), max_size=3)), key=lambda note: note.line)
        ),
        assignments=notes(AssignmentNote, unit=words(40)),
        registrations=notes(
            RegistrationNote, what=words(40), minimum=st.integers(0, 50), deadline=DATES
        ),
        deadlines=notes(DeadlineNote, text=words(60), due_on=DATES),
        award_forms=notes(AwardFormNote, name=words(40)),
        subjects=notes(SubjectNote, side=st.sampled_from(Side), name=words(40)),
        recipients=draw(st.lists(words(40), max_size=4).map(tuple)),
        drafter_mark=draw(words(10)),
        signature=draw(
            st.builds(
                SignatureBlock,
                authority_lines=st.lists(filled(30), max_size=3).map(tuple),
                title_below=words(30),
                signer=filled(30),
            )
        ),
    )  # fmt: skip


@st.composite
def targets(draw, place):
    low, high = draw(st.none() | FIGURES), draw(st.none() | FIGURES)
    if low is None or (high is not None and high < low):
        high = None
    milestones = draw(
        st.lists(
            st.builds(Milestone, label=words(20), value=FIGURES, due_on=DATES),
            max_size=3,
        )
    )
    return TargetNote(
        line=draw(place),
        name=draw(words(40)),
        value=low,
        value_max=high,
        unit=draw(words(10)),
        comparator=draw(st.none() | st.sampled_from(Comparator)),
        direction=draw(st.sampled_from(Direction)),
        shown=draw(words(10)),
        baseline=draw(words(20)),
        deadline=draw(DATES),
        responsible=draw(words(30)),
        milestones=tuple(sorted(milestones, key=lambda m: m.due_on or date.max)),
    )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(contents())
@pytest.mark.slow
def test_what_is_stored_is_what_was_given(here, content):
    _ = here.officer, here.leader
    with transaction.atomic():
        assert stored(here.draft(content)) == content
        transaction.set_rollback(True)


def test_notes_of_each_kind_are_stored(here):
    content = ready_content()

    saved = stored(here.draft(content))

    assert all(getattr(content, field) for field in NOTE_FIELDS)
    for field in NOTE_FIELDS:
        assert getattr(saved, field) == getattr(content, field), field


def test_notes_come_in_the_order_of_their_lines(here):
    content = ready_content()
    first, second = (
        SubjectNote(line=2, side=Side.COLLECTIVE, name="tập thể"),
        SubjectNote(line=3, side=Side.INDIVIDUAL, name="cá nhân"),
    )

    saved = stored(here.draft(replace(content, subjects=(second, first))))

    assert saved.subjects == (first, second)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_a_plan_costs_the_same_whatever_its_length(
    here, django_assert_num_queries, count
):
    content = ready_content()
    mark = (Milestone(label="mốc", value=Decimal(1)),)
    plan = here.draft(
        replace(
            content,
            lines=content.lines * count,
            targets=tuple(
                replace(content.targets[0], line=6 + n, milestones=mark)
                for n in range(count)
            ),
        )
    )
    plan = Plan.objects.select_related("signer__user", "signer__unit").get(pk=plan.pk)

    with django_assert_num_queries(
        12
    ):  # lines, recipients, nine kinds of note, milestones
        content_of(plan)
