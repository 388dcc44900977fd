"""Văn bản của quyết định khen thưởng: what its pages say of it, whoever opens them."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, now

from awards.deciding.paper import paper_of as decision_paper
from awards.models import Decision
from reports import actions, previews, told
from reports.models import Document
from tests.deciding import Deciding
from tests.factories import other_ward
from tests.factories.decisions import DecisionFactory, DecisionLineFactory
from tests.factories.papers import (
    CertifiedCopyFactory,
    DeliveryFactory,
    DocumentFactory,
)
from tests.paper_files import words
from units.models import AuditEntry, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def deciding():
    return Deciding()


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def issued(deciding, code="QDKT2345", **fields):
    return DecisionFactory(
        authority=deciding.place.unit, issued=True, code=code, number=1,
        created_by=deciding.officer, signer=deciding.signer, **fields,
    )  # fmt: skip


def paper_of(deciding, made, **traits) -> Document:
    return DocumentFactory(
        plan=None, decision=made, kind="decision", issuer=made.authority,
        title=made.title, symbol=made.symbol or "QĐ-UBND", place="Mẫu",
        signer=deciding.signer, **traits,
    )  # fmt: skip


def cancelled(deciding, made, lines, number=2):
    gone = issued(
        deciding, f"HUY2345{number}", kind="cancel", target=made,
        target_code=made.code, reason="Khai sai",
    )  # fmt: skip
    for line in lines:
        DecisionLineFactory(decision=gone, cancels=line, honouree=line.honouree)
    return gone


# ---- whoever it was sent to ---------------------------------------------------------------


def test_whom_it_was_sent_to_reads_it_and_that_it_was_cancelled(client, deciding):
    beside = other_ward()
    made = issued(deciding)
    lines = DecisionLineFactory.create_batch(2, decision=made)
    document = paper_of(deciding, made, issued=True, code=made.code)
    DeliveryFactory(
        document=document, unit=beside.unit, way="system", sent_at=now(), text="Bạn"
    )
    client.force_login(beside.reporter)
    page, listed = url("document", document.pk), url("document-list")

    assert "Còn hiệu lực" in words(client.get(page))
    assert "Đã hủy bỏ" not in words(client.get(listed))
    cancelled(deciding, made, lines[:1])
    assert "đã hủy bỏ 1 trường hợp" in words(client.get(page))
    cancelled(deciding, made, lines[1:], number=3)
    assert "Đã bị hủy bỏ toàn bộ theo Quyết định số 01/QĐ-UBND" in words(
        client.get(page)
    )
    assert "Đã hủy bỏ" in words(client.get(listed))
    # The paper alone was sent: the decision with its list is still nobody else's.
    assert client.get(reverse("awards:decision", args=[made.pk])).status_code == 404


def test_a_certified_copy_says_that_some_were_cancelled(client, deciding):
    made = issued(deciding)
    lines = DecisionLineFactory.create_batch(2, decision=made)
    document = paper_of(deciding, made, issued=True, code=made.code)
    content = b"%PDF-1.7 copy of a decision"
    CertifiedCopyFactory(
        document=document, status="signed", sha256=sha256(content).hexdigest(),
        size=len(content), signed_at=now(),
    )  # fmt: skip
    cancelled(deciding, made, lines[:1])

    upload = SimpleUploadedFile("sao.pdf", content, "application/pdf")
    answer = words(client.post(url("verify-upload"), {"tep": upload}))

    assert "Đã hủy bỏ đối với 1 trường hợp theo Quyết định số 01/QĐ-UBND" in answer


# ---- what it is called ---------------------------------------------------------------------


def test_its_pages_speak_of_a_decision(client, deciding):
    sent = deciding.submitted()
    document = actions.sign_decision(sent.pk, by=deciding.place.leader)
    Document.objects.filter(pk=document.pk).update(
        status="stopped", problem="Chứng thư số đã hết hạn."
    )
    client.force_login(deciding.place.person("leader"))
    page = words(client.get(url("document", document.pk)))
    assert "trả quyết định về để cán bộ soạn thảo sửa" in page
    assert "Trả quyết định về để sửa" in page

    answer = client.post(
        url("document-return", document.pk), {"reason": "Soạn lại"}, follow=True
    )

    page = words(answer)
    assert "Đã trả quyết định về để sửa, kèm lý do." in page
    assert "Văn bản này đã bỏ, quyết định trở về bản nháp để sửa." in page
    assert reverse("awards:decision", args=[sent.pk]) in answer.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "confer",
            "Thành tích khen thưởng của các trường hợp trong danh sách được ghi",
        ),
        ("cancel", "các trường hợp trong danh sách được ghi là đã bị hủy bỏ ngay"),
    ],
)
def test_before_it_is_issued_the_clerk_reads_what_follows(client, deciding, kind, said):
    target = issued(deciding)
    more = {"target": target, "reason": "Khai sai"} if kind == "cancel" else {}
    made = DecisionFactory(
        authority=deciding.place.unit, submitted=True, status="signed", kind=kind,
        signer=deciding.signer, reckoned_on=localdate(), **more,
    )  # fmt: skip
    document = paper_of(deciding, made, signed=True)
    deciding.place.series  # noqa: B018  a clerk needs a book
    client.force_login(deciding.place.clerk)

    page = client.post(
        url("document-issue", document.pk),
        {"day": localdate().isoformat(), "copies": "1"},
    )

    assert said in words(page)
    assert "Phong trào bắt đầu" not in words(page)


def test_the_desk_does_not_deny_what_it_lists(client, deciding):
    deciding.submitted()
    client.force_login(deciding.place.leader)

    desk = words(client.get(url("desk")))

    assert "Quyết định khen thưởng chờ ký" in desk
    assert "Không có kế hoạch nào chờ anh/chị ký" not in desk
    assert "Mở xem từng văn bản dưới đây rồi ký." in desk


def test_a_leader_with_decisions_alone_finds_the_desk(client, deciding):
    deciding.submitted()
    client.force_login(deciding.place.leader)

    home = client.get(reverse("home"))

    assert home.context["to_sign"] == 1
    assert f'href="{url("desk")}"' in home.text.partition("<main")[2]


# ---- its symbol, its history -----------------------------------------------------------------


def test_its_symbol_is_that_of_the_day_it_is_signed(client, deciding, monkeypatch):
    sent = deciding.submitted()
    Unit.objects.filter(pk=deciding.place.unit.pk).update(symbol="UBNDM")
    client.force_login(deciding.place.leader)
    made = Decision.objects.for_page().get(pk=sent.pk)
    tell = previews.key_of_content(decision_paper(made, list(made.lines.for_page())))
    monkeypatch.setattr(previews, "ready", lambda key: previews.Preview(tell))

    page = words(client.get(url("decision-sign", sent.pk)))
    document = actions.sign_decision(sent.pk, by=deciding.place.leader)

    assert "…/QĐ-UBNDM" in page
    sent.refresh_from_db()
    assert (sent.symbol, document.symbol) == ("QĐ-UBNDM", "QĐ-UBNDM")


def test_its_history_tells_what_was_done_to_the_decision(deciding):
    sent = deciding.submitted()
    document = actions.sign_decision(sent.pk, by=deciding.place.leader)

    found = AuditEntry.objects.filter(told.about(document.pk))

    acts = set(found.values_list("action", flat=True))
    assert {"document.added", "decision.submitted", "decision.approved"} <= acts
