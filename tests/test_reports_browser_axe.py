"""Văn bản dưới mắt axe: no fault on any page, on a desk and on a phone."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from awards.actions import open_publicity
from awards.models import Proposal
from reports import sheets
from reports.models import Document, DocumentFile, RegisterEntry
from reports.verifying.report import Verdict as V
from tests.accessibility import faults, overflow
from tests.factories import (
    CorrespondentFactory,
    DecisionFactory,
    DecisionLineFactory,
    DocumentFindingFactory,
    MembershipFactory,
    NumberBookFactory,
    RegisterEntryFactory,
    Role,
    SendingFactory,
    ward,
)
from tests.factories.council import CouncilFactory, ProposalFactory
from tests.factories.publicity import PublicityRuleFactory
from tests.paper_files import (
    content_of,
    issued_paper,
    keep_file,
    person,
    small_pdf,
)
from tests.test_reports_views_previews import make

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Stage = DocumentFile.Stage


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine, asked):
    document = issued_paper(
        place, number=5, issued_on=date(2026, 6, 30), title="Thi đua mẫu"
    )
    examine(document)
    DocumentFindingFactory(document=document, level="warning", page=2)
    return document


@pytest.fixture
def signed(place, examine, asked):
    _ = place.series
    document = place.document(signed=True, title="Chờ cấp số")
    keep_file(document, Stage.SIGNED, small_pdf(document.code))
    examine(document, Stage.SIGNED, V.UNSIGNED, signers=(person(),))
    return document


def url(document, name="document"):
    return reverse(f"reports:{name}", args=[document.pk])


def look(page, address, act=None):
    """Faults of a page on a desk and on a phone."""
    found = []
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        if act:
            act(page)
        found += [f"{address} {width}: {fault}" for fault in faults(page)]
        if overflow(page) > 0:
            found.append(f"{address} {width}: runs over by {overflow(page)} px")
    return found


def test_axe_of_papers(page, log_in, place, paper, signed, monkeypatch):
    monkeypatch.setattr(Document, "__str__", lambda document: "Kế hoạch số 05/KH-UBND")
    stopped = place.document(stopped=True)
    waiting = place.document(numbered=True, problem="Token chưa cắm.")
    work = place.document()
    fresh = issued_paper(place)
    log_in(place.clerk)
    found = look(page, reverse("reports:document-list"))
    found += look(page, reverse("reports:document-list") + "?q=không có")
    for document in (paper, signed, waiting, work, fresh):
        found += look(page, url(document))
    found += look(page, url(paper, "document-text"))
    found += look(page, reverse("reports:of-campaign", args=[paper.plan.campaign_id]))
    found += look(
        page,
        url(signed),
        lambda page: page.get_by_role(
            "button", name="Cấp số, đóng dấu và ban hành"
        ).click(),
    )
    log_in(place.leader)
    found += look(page, url(stopped))

    assert found == []


def test_axe_of_plans_on_their_way(page, log_in, place, settings, tmp_path, asked):
    plan = place.submitted()
    settings.PREVIEWS_DIR = tmp_path / "previews"
    log_in(place.leader)
    found = look(page, reverse("reports:plan-sign", args=[plan.pk]))
    found += look(page, reverse("reports:plan-preview", args=[plan.pk]))
    finding = {"rule": "R82", "level": "warning", "message_vi": "Thiếu Lưu.", "page": 1}
    preview = make(plan, findings=[finding])
    for number in (1, 2):
        sheets.path(preview.home, number, sheets.WIDTHS[0]).write_bytes(b"")
    found += look(page, reverse("reports:plan-preview", args=[plan.pk]) + "?dong=3")

    assert found == []


def open_a_line(page):
    page.get_by_role("link", name="Ghi ngày chuyển").first.click()
    page.locator(".td-lineform").wait_for()


def test_axe_of_the_register(page, log_in, place):
    book = NumberBookFactory(series=place.series)
    for number in (1, 2):
        RegisterEntryFactory(book=book, number=number)
    voided = {"void_reason": "In hỏng", "voided_by": place.clerk, "voided_at": now()}
    entry = RegisterEntryFactory(book=book, number=3, **voided)
    log_in(place.clerk)
    found = look(page, reverse("reports:register"))
    found += look(
        page,
        reverse("reports:register"),
        act=open_a_line,
    )
    found += look(page, reverse("reports:register") + "?in=1")
    found += look(
        page,
        reverse(
            "reports:record-dispatch", args=[RegisterEntry.objects.get(number=1).pk]
        ),
    )
    found += look(page, reverse("reports:register-paper"))
    found += look(page, reverse("reports:void-number", args=[entry.pk]))

    assert found == []


def test_axe_of_what_goes_outside(page, log_in, place, paper):
    failed = {
        "address": "sai@baomau.vn",
        "failure": "Máy chủ thư không nhận địa chỉ này.",
    }
    sending = SendingFactory(delivery__document=paper, delivery__way="mail", **failed)
    known = CorrespondentFactory(unit=place.unit)
    book = NumberBookFactory(series=place.series)
    log_in(place.clerk)
    found = look(page, url(paper))
    for name, args in (
        ("delivery-settle", [sending.delivery_id]),
        ("correspondent-list", []),
        ("correspondent-amend", [known.pk]),
        ("unit-series", [place.unit.pk]),
        ("agency-code", [place.unit.pk]),
    ):
        found += look(page, reverse(f"reports:{name}", args=args))
    export = reverse("reports:register-edxml")
    found += look(page, f"{export}?so={place.series.pk}&nam={book.year}")

    assert found == []


def test_axe_of_the_public_pages(page, place, paper, examine):
    unexamined = issued_paper(place)
    bad = issued_paper(place)
    examine(bad, Stage.ISSUED, V.ALTERED, signers=(person(is_intact=False),))

    def send(page):
        page.locator("input[name=tep]").set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content_of(bad)}
        )
        page.get_by_role("button", name="Kiểm tra tệp").click()
        page.wait_for_url("**/tra-cuu/tep/")

    home = reverse("reports:verify-home")
    found = look(page, home)
    found += look(page, home + "?ma=OI01")
    found += look(page, home, send)
    found += look(page, reverse("reports:delivery-link", args=["khong-con"]))
    for code in (paper.code, unexamined.code, bad.code, "ABCD2345"):
        found += look(page, reverse("reports:verify", args=[code]))
    found += look(page, reverse("reports:verify-pages", args=[paper.code]))

    assert found == []


def test_axe_of_what_is_published(page, log_in, place):
    """Full, empty, nothing to see, taken back in part; long names."""
    PublicityRuleFactory(authority=place.unit)
    leads = place.leader.memberships.get(role=Role.LEADER)
    made = DecisionFactory(
        authority=place.unit, signer=leads, issued=True,
        title="Về việc tặng Giấy khen của Chủ tịch Ủy ban nhân dân phường " * 3,
    )  # fmt: skip
    gone = DecisionLineFactory(decision=made, achievement="Giải quyết hồ sơ " * 40)
    DecisionLineFactory(
        decision=made, subject="household", subject_name="Hộ Lê Văn Tám"
    )
    DecisionLineFactory(
        decision=made, subject="collective", honouree=None, collective=place.unit,
        subject_name="Tổ dân phố số 5 khu phố văn hóa kiểu mẫu phường Nguyễn Trãi",
    )  # fmt: skip
    back = DecisionFactory(
        authority=place.unit, signer=leads, issued=True, kind="cancel", target=made,
        target_code=made.code, reason="Khai không đúng", number=9, code="HUYB2345",
    )  # fmt: skip
    DecisionLineFactory(decision=back, cancels=gone, honouree=gone.honouree)
    council = CouncilFactory(parent=place.unit)
    secretary = MembershipFactory(unit=council, role=Role.SECRETARY).user
    of_council = reverse("awards:council-publicity", args=[council.pk])
    ProposalFactory(authority=place.unit, summary="Hiến đất mở đường " * 40)
    log_in(secretary)
    found = look(page, of_council)
    [nominee] = Proposal.objects.all()
    open_publicity(council.pk, by=secretary, proposal_ids=[nominee.pk])
    found += look(page, of_council)
    key = place.unit.code
    board = reverse("reports:public-awards", args=[key])
    found += look(page, board)
    found += look(page, reverse("reports:public-decision", args=[key, made.pk]))
    found += look(page, reverse("reports:public-awards", args=["khong-co"]))
    type(made).objects.update(issued_on=date(2020, 1, 1))
    found += look(page, board)
    assert found == []
