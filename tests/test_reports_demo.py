"""Trang trình diễn: complete plans, true figures, our own words; set up once however often."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import actions as campaign_actions
from campaigns.content import Letterhead, Side
from campaigns.models import Campaign, Plan
from campaigns.papers import paper_of
from campaigns.queries import content_of
from campaigns.readiness import blocking, gaps
from reports.demo import (
    amended,
    ha_linh,
    long_bien,
    ngo_quyen,
    ngoc_lam,
    nguyen_trai,
    settling,
    showing,
    talk,
    tam_duong,
    traces,
    under_way,
    working_copies,
)
from reports.demo.offices import Office
from reports.demo.provinces import NGUYEN_TRAI, PROVINCES
from reports.demo.showcase import Showpiece, showpieces
from reports.demo.showing import Show, ShowFailed, show
from reports.models import Certificate, Document, NumberBook, NumberSeries
from tests.drawn import drawn
from tests.factories import (
    DocumentFactory,
    DocumentFileFactory,
    MembershipFactory,
    PlanFactory,
    ward,
)
from units.models import AuditEntry, Membership, SupportView, Unit, User
from units.permissions import holds

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
HEAD = Letterhead(authority="ỦY BAN NHÂN DÂN", symbol="KH-UBND", place="Mẫu")
PLANS = {
    "ngoc_lam": ngoc_lam.plan(),
    "tam_duong": tam_duong.plan(),
    "long_bien": long_bien.plan(),
    "nguyen_trai": nguyen_trai.plan(),
    "ngo_quyen": ngo_quyen.plan(),
}


@pytest.mark.parametrize("name", PLANS)
def test_an_issued_plan_lacks_nothing_and_agrees_with_itself(name):
    content = replace(PLANS[name], letterhead=HEAD)
    plan = PlanFactory.build(
        signer=MembershipFactory.build(pk=1), campaign__name=content.title,
        issuer__letterhead=HEAD.authority, issuer__place=HEAD.place,
        # of no ward: the names in the five plans are those of five others
        issuer__name=HEAD.authority, issuer__short_name="UBND",
    )  # fmt: skip

    assert gaps(plan, content, date(2018, 1, 1)) == []


def test_the_working_copies_are_as_complete_as_they_must_be():
    plan = PlanFactory.build(
        signer=MembershipFactory.build(pk=1),
        issuer__letterhead=HEAD.authority, issuer__place=HEAD.place,
    )  # fmt: skip

    blocked = [
        any(gap.blocks for gap in gaps(plan, replace(piece.content(), letterhead=HEAD)))
        for piece in showpieces(date(2026, 11, 26))
    ]

    assert blocked == [False] * 9 + [
        True
    ]  # the draft is left for its officer to finish


# The campaign under way


@pytest.mark.django_db
@settings(deadline=None)
@given(st.dates(min_value=date(2025, 7, 1), max_value=date(2060, 1, 1)))
def test_the_campaign_under_way_is_whole_on_any_day(today):
    content = replace(under_way.plan(today), letterhead=HEAD)
    plan = PlanFactory.build(
        signer=MembershipFactory.build(pk=1),
        campaign__name=content.title,
        issuer__letterhead=HEAD.authority,
        issuer__place=HEAD.place,
        issuer__name=HEAD.authority,
        issuer__short_name="UBND",
    )

    assert gaps(plan, content, today) == []
    assert content.starts_on == today
    assert content.ends_on == today + timedelta(days=60)


def test_its_name_is_that_of_its_month():
    """Set up again within the month nothing new is made; no two months share a name."""
    first = [under_way.title(date(2027, month, 1)) for month in range(1, 13)]
    assert len(set(first)) == 12
    assert first[0].endswith("bắt đầu từ tháng 01/2027")
    assert first[10] == under_way.title(date(2027, 11, 30))


@pytest.mark.django_db
def test_every_home_page_of_the_ward_has_something_to_come(client, demonstration):
    settling.settle()
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    officer = User.objects.get(username="canbo")
    plan = campaign_actions.create_campaign_from_content(
        by=officer, host_id=ward.pk, content=under_way.plan(localdate())
    )
    campaign_actions.submit_plan(plan.pk, by=officer)
    leader = User.objects.get(username="lanhdao")
    drawn(plan)
    campaign_actions.approve_plan(plan.pk, by=leader)
    campaign_actions.record_signature(plan.pk, by=leader)
    clerk = User.objects.get(username="vanthu")
    campaign_actions.record_issue(plan.pk, by=clerk, number=2, issued_on=localdate())

    for name in ("canbo", "lanhdao", "vanthu", "donvi", "thuky", "uyvien"):
        client.force_login(User.objects.get(username=name))
        context = client.get(reverse("home")).context
        assert [row["campaign"].name for row in context["running"]] == [plan.title]
        days = [each["milestone"].day - localdate() for each in context["milestones"]]
        assert [each.days for each in days] == [10, 21, 30, 42]


@pytest.mark.django_db
def test_one_plan_of_the_ward_was_amended(demonstration, monkeypatch):
    carried = []
    monkeypatch.setattr(
        amended, "carry", lambda shows, tell, wait: carried.append(shows[0].plan)
    )
    settling.settle()
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    officer, leader = (User.objects.get(username=name) for name in ("canbo", "lanhdao"))
    plan = campaign_actions.create_campaign_from_content(
        by=officer, host_id=ward.pk, content=nguyen_trai.plan()
    )
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", source_number=1, source_date=date(2026, 11, 27),
        submitted_by=officer, submitted_at=plan.created_at, approved_by=leader,
        approved_at=plan.created_at,
    )  # fmt: skip

    amended.amend(print, 0)
    amended.amend(print, 0)

    first, again = carried
    assert first == again
    assert blocking(first, content_of(first)) == []
    points = [line.text for line in paper_of(first).lines if line.kind == "item"]
    assert points[:3] == [
        "Sửa đổi gạch đầu dòng thứ 1 khoản 1 mục V như sau:",
        "Bổ sung vào sau gạch đầu dòng thứ 1 khoản 2 mục V như sau:",
        "Sửa đổi gạch đầu dòng thứ 2 khoản 4 mục V như sau:",
    ]


@pytest.mark.django_db
def test_a_later_paper_waits_for_the_number_of_the_earlier(monkeypatch):
    issued = []
    monkeypatch.setattr(
        showing.actions, "issue_document", lambda pk, **given: issued.append(pk)
    )
    place = ward()
    documents = [place.document(signed=True) for _ in range(2)]
    place.clerk.is_demonstration = True
    place.clerk.save(update_fields=["is_demonstration"])
    first, second = (
        Show(
            Showpiece(office=place.unit.code, content=PlanFactory.build),
            document.plan,
        )
        for document in documents
    )

    list(showing._step(second, showing._before(second, [first, second])))
    assert issued == []
    list(showing._step(first, showing._before(first, [first, second])))
    assert issued == [documents[0].pk]


# Facts and figures


def figures(name):
    return [
        (t.value, t.value_max, t.unit, t.comparator and t.comparator.value, t.deadline)
        for t in PLANS[name].targets
        if t.value is not None
    ]


def test_figures_of_ngoc_lam():
    (target,) = PLANS["ngoc_lam"].targets
    assert [(m.value, m.due_on) for m in target.milestones] == [
        (Decimal(70), date(2018, 6, 30)),
        (Decimal(100), date(2018, 10, 31)),
    ]
    assert PLANS["ngoc_lam"].citations[0].is_superior_plan


def test_figures_of_long_bien():
    plan = PLANS["long_bien"]

    assert figures("long_bien") == [
        (Decimal(100), None, "%", "=", None),
        (Decimal(100), None, "%", "=", None),
        (Decimal(1), Decimal(2), "công trình", "range", None),
        (Decimal(2), Decimal(3), "công trình", "range", None),
        (Decimal("0.3333"), None, "số hộ nghèo", "=", date(2023, 12, 31)),
        (Decimal(30), None, "%", ">=", None),
    ]
    assert [(p.starts_on, p.ends_on) for p in plan.phases] == [
        (date(2021, 7, 1), date(2022, 12, 31)),
        (date(2023, 1, 1), date(2023, 11, 6)),
    ]
    assert len(plan.assignments) == 5
    assert len(plan.citations) == 4


def test_figures_of_nguyen_trai():
    plan = PLANS["nguyen_trai"]

    assert figures("nguyen_trai") == [
        (Decimal("0.39"), None, "%", "<=", date(2023, 12, 31)),
        (Decimal(1), None, "mô hình", ">=", date(2023, 8, 15)),
        (Decimal(1), None, "mô hình", ">=", date(2023, 8, 15)),
    ]
    assert (plan.starts_on, plan.ends_on) == (date(2023, 8, 1), date(2023, 12, 15))
    assert [r.deadline for r in plan.registrations] == [date(2023, 8, 15)] * 2
    assert [a.name for a in plan.award_forms] == [
        "Giấy khen của Chủ tịch UBND phường",
        "Giấy khen của Chủ tịch UBND thành phố",
        "Bằng khen của Chủ tịch UBND tỉnh",
    ]
    sides = [s.side for s in plan.subjects]
    assert (sides.count(Side.COLLECTIVE), sides.count(Side.INDIVIDUAL)) == (3, 4)
    assert len(plan.assignments) == 4
    assert len(plan.recipients) == 8


def test_figures_of_the_other_two():
    assert PLANS["tam_duong"].citations[0].number == "524/KH-UBND"
    assert PLANS["ngo_quyen"].ends_on == date(2023, 12, 31)
    assert (
        len([a for a in PLANS["ngo_quyen"].lines if a.is_title and a.kind == "item"])
        == 9
    )


def _words(text):
    return re.findall(r"\w+", text.lower())


# Names of papers, programmes and bodies that cannot be said otherwise.
NAMES = (
    "về việc điều chỉnh địa giới hành chính để thành lập quận Long Biên, thành phố Hà Nội",
    "của Bộ Chính trị về tiếp tục đổi mới công tác thi đua, khen thưởng",
    "Nghị quyết Đại hội đại biểu Đảng bộ thành phố Hà Nội lần thứ XVII, nhiệm kỳ 2020 - 2025",
    "Đẩy mạnh chỉnh trang, hiện đại hóa đô thị - Xây dựng nông thôn mới kiểu mẫu - Thực hiện "
    "chuyển đổi số” và của quận “Tăng cường quản lý đất đai, đô thị và giải phóng mặt bằng",
    "Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh” và phong trào “Vì người nghèo - "
    "Không để ai bị bỏ lại phía sau",
    "Hội nghị biểu dương điển hình tiên tiến xuất sắc huyện Tam Đường lần thứ V",
    "Kế hoạch số 03/KH-HĐTĐKT ngày 22/01/2021 của Hội đồng Thi đua - Khen thưởng quận Long Biên",
    "đơn vị thuộc phường; Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể phường",
)


@pytest.mark.parametrize("name", PLANS)
def test_no_sentence_is_copied(name):
    """No run of sixteen words stands in a document that the plan is modelled on."""
    if not SEEDS.exists():
        pytest.skip("the documents are not here")
    length = 16
    theirs = set()
    for file in SEEDS.glob("*.txt"):
        words = _words(file.read_text())
        theirs |= {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
    of_units = {note.line for note in PLANS[name].assignments}  # names of bodies
    for number, line in enumerate(PLANS[name].lines):
        if number in of_units:
            continue
        text = line.text
        for title in NAMES:
            text = text.replace(title, "•")
        words = _words(text.replace("•", " x "))
        for i in range(len(words) - length + 1):
            assert tuple(words[i : i + length]) not in theirs, line.text


# People and offices


def _people(office: Office):
    yield from office.people
    for below in office.parts:
        yield from _people(below)


def test_the_accounts_that_others_rely_on():
    (ward,) = [
        part for top, *_ in PROVINCES for part in top.parts if part.code == NGUYEN_TRAI
    ]

    roles = {p.username: p.role for p in _people(ward)}

    assert roles == {
        "canbo": "officer", "donvi": "reporter", "thuky": "secretary", "uyvien": "member",
        "lanhdao": "leader", "phochutich": "leader", "vanthu": "clerk",
        "quantri": "administrator", "canbo.theodoi": "officer",
    }  # fmt: skip


def test_no_real_signer_is_named():
    if not SEEDS.exists():
        pytest.skip("the documents are not here")
    texts = " ".join(file.read_text() for file in SEEDS.glob("*.txt"))
    for top, _, administrator in PROVINCES:
        for name in [administrator, *(p.full_name for p in _people(top))]:
            assert name not in texts
    for office in ha_linh.after():
        for person in _people(office):
            assert person.full_name not in texts


@pytest.mark.django_db
def test_it_refuses_outside_demonstration_mode(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="THIDUA_DEMO=1"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR = tmp_path / "pki"


def _counts():
    tables = (
        Unit,
        User,
        Membership,
        NumberSeries,
        Certificate,
        Campaign,
        Plan,
        Document,
        AuditEntry,
    )
    return [table.objects.count() for table in tables]


@pytest.mark.slow
@pytest.mark.django_db
def test_setting_up_twice_adds_nothing(demonstration, monkeypatch):
    """Without a worker it waits, says so and may be run again; nothing is made twice."""
    for task in ("render_document", "seal_document"):
        monkeypatch.setattr(f"reports.tasks.{task}.delay_on_commit", lambda pk: None)
    monkeypatch.setattr(
        showing.tasks, "wake", lambda task, pk: drawn(Plan.objects.get(pk=pk))
    )
    settling.settle()
    told: list[str] = []
    for _ in range(2):  # sent; then, with pages that were drawn meanwhile, signed
        with pytest.raises(ShowFailed, match="worker chưa làm xong"):
            show(told.append, wait=0)
    traces.leave()
    talk.leave()
    before = _counts()

    settling.settle()
    traces.leave()
    talk.leave()
    with pytest.raises(ShowFailed):
        show(told.append, wait=0)

    assert _counts() == before
    assert Campaign.objects.count() == 11
    (dropped,) = Campaign.discarded.all()
    assert dropped.host.code == NGUYEN_TRAI
    assert SupportView.objects.get().ended_at
    word, is_new = settling.password()
    assert not is_new
    assert settling.password_file().stat().st_mode & 0o777 == 0o600
    lanhdao = User.objects.get(username="lanhdao")
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    assert lanhdao.check_password(word)
    assert lanhdao.is_demonstration
    assert holds(lanhdao, Membership.Role.LEADER, ward)
    assert all(user.is_demonstration for user in User.objects.all())
    plans = Plan.objects.filter(issuer=ward).order_by("pk")
    assert [plan.status for plan in plans] == [
        "approved",
        "approved",
        "approved",
        "submitted",
        "draft",
        "returned",
    ]
    sent = plans[3]
    kept = [
        str(one) for v in sent.versions.order_by("number") for one in v.occasions.all()
    ]
    assert kept == [
        "Bản đầu", "Bản trình lần 1", "Mốc: Gửi các tổ dân phố góp ý", "Bản trình lần 2",
    ]  # fmt: skip
    again = working_copies.submitted(localdate().year + 1)
    told = replace(
        content_of(sent), letterhead=again.letterhead, signature=again.signature
    )
    assert told == again
    waiting, returned = plans[3], plans[5]
    assert [comment.proposed != "" for comment in waiting.comments.threads()] == [
        False, True, False,
    ]  # fmt: skip
    (suggestion,) = returned.comments.all()
    assert "mỗi quý một lần" in suggestion.proposed
    places = returned.returns.get().places.all()
    assert [(one.line, one.part) for one in places] == [
        (suggestion.line, ""), (None, "recipients"),
    ]  # fmt: skip
    assert [book.last_number for book in NumberBook.objects.order_by("last_number")] == [
        3, 31, 244, 352,
    ]  # fmt: skip
    settling.password_file().unlink()  # lost: everybody gets a new one
    settling.settle()
    renewed, _ = settling.password()
    assert renewed != word
    assert all(user.check_password(renewed) for user in User.objects.all())
    stored = content_of(plans[0])
    assert (
        replace(stored, letterhead=Letterhead(), signature=nguyen_trai.plan().signature)
        == nguyen_trai.plan()
    )


# The table at the end


@pytest.mark.django_db
def test_a_report_of_nothing_fails():
    with pytest.raises(CommandError, match="Chưa có văn bản nào"):
        call_command("demo_report", stdout=StringIO())


@pytest.mark.django_db
def test_a_report_tells_of_a_lost_paper_and_fails(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path
    paper = DocumentFactory(issued=True, number=5, pages=3)
    DocumentFileFactory(document=paper, stage="issued", sha256="ab" * 32)
    told = StringIO()

    with pytest.raises(CommandError, match="1 văn bản không hợp lệ"):
        call_command("demo_report", stdout=told)

    head, row = told.getvalue().split("\n")[2:4]
    assert head.split("  ")[1] == "Số, ký hiệu"
    assert [cell.strip() for cell in row.split("  ") if cell.strip()] == [
        "05/KH-UBND", str(paper.issuer), "3", "tệp mất hoặc bị thay đổi",
        f"{tmp_path}/{'ab' * 32}.pdf",
    ]  # fmt: skip
