"""Từ ký đến ban hành, hủy bỏ: real pages, real keys; honours, proposals, the public page."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions as awards
from awards.models import Decision, DecisionLine, Honour, Proposal
from campaigns.twin import from_twin
from reports import actions, issuing
from reports.models import Document, DocumentFile, RegisterEntry
from reports.origins import force_of
from reports.verifying import verify
from tests.deciding import Deciding, passed
from units.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Stage = DocumentFile.Stage


@pytest.fixture
def deciding(signing_ward):
    return Deciding(signing_ward)


def issue(deciding, *proposals) -> Document:
    sent = deciding.submitted(*proposals)
    return carry_out(deciding, sent)


def carry_out(deciding, sent) -> Document:
    place = deciding.place
    document = actions.sign_decision(sent.pk, by=place.leader, seen=sent.version)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    assert (document.status, document.problem) == ("signed", "")
    actions.issue_document(document.pk, by=place.clerk, day=localdate())
    issuing.seal(document.pk)
    document.refresh_from_db()
    assert document.problem == ""
    return document


def test_a_decision_goes_the_way_of_every_paper(deciding):
    place = deciding.place
    one = passed(place, subject_name="Nguyễn Thị Hoà")

    document = issue(deciding, one)

    made = document.decision
    assert (document.status, made.status) == ("issued", "issued")
    assert made.number_and_symbol == document.number_and_symbol == "01/QĐ-UBND"
    assert made.code == document.code
    # Two signatures over the very pages; errors of form were none.
    report = verify(issuing.read_file(document, Stage.ISSUED))
    names = [one.name for one in report.signers]
    assert names == [place.leader.full_name, place.unit.name]
    assert document.findings.filter(level="error").count() == 0
    assert document.signer_title == "Chủ tịch"
    row = RegisterEntry.objects.get(document=document)
    assert row.kind_and_title == f"Quyết định: {made.title}"
    # The subject has it, the proposal its decision.
    [honour] = Honour.objects.filter(honouree=one.honouree)
    assert (honour.reference, honour.decided_on, honour.authority) == (
        "01/QĐ-UBND", localdate(), place.unit,
    )  # fmt: skip
    assert (honour.period_from, honour.amount) == (one.period_from, 760_000)
    one.refresh_from_db()
    assert one.status == "decided"


def test_sealed_again_gives_nothing_twice(deciding):
    document = issue(deciding)
    issuing.seal(document.pk)
    awards.record_decision_issue(
        document.decision_id, by=deciding.place.clerk, number=9,
        issued_on=localdate(), code="x",
    )  # fmt: skip

    assert Honour.objects.count() == 1
    assert Decision.objects.get(pk=document.decision_id).number == 1


def test_the_words_are_frozen_at_signing(deciding):
    sent = deciding.submitted(passed(deciding.place, subject_name="Nguyễn Thị Hoà"))
    document = actions.sign_decision(sent.pk, by=deciding.place.leader)
    DecisionLine.objects.update(subject_name="Người khác")

    frozen = from_twin(document.twin.encode())
    assert "Nguyễn Thị Hoà" in "\n".join(line.text for line in frozen.lines)
    assert "Người khác" not in "\n".join(line.text for line in frozen.lines)


def test_nobody_signs_what_was_changed_meanwhile(deciding):
    sent = deciding.submitted()
    seen = sent.version
    awards.take_decision_back(sent.pk, by=deciding.officer)
    awards.submit_decision(sent.pk, by=deciding.officer)

    with pytest.raises(Refused, match="đã được sửa từ lúc anh/chị mở trang này"):
        actions.sign_decision(sent.pk, by=deciding.place.leader, seen=seen)
    sent.refresh_from_db()
    assert sent.status == "submitted"
    assert not Document.objects.exists()


def test_only_its_signer_signs(deciding):
    sent = deciding.submitted()
    for by in (deciding.officer, deciding.place.clerk, deciding.place.person("leader")):
        with pytest.raises(PermissionDenied):
            actions.sign_decision(sent.pk, by=by)


def test_given_up_it_goes_back_to_writing(deciding):
    sent = deciding.submitted()
    document = actions.sign_decision(sent.pk, by=deciding.place.leader)
    Document.objects.filter(pk=document.pk).update(
        status="stopped", problem="Sai thể thức"
    )

    other = deciding.place.person("leader")
    actions.return_stopped(document.pk, by=other, reason="Soạn lại danh sách")

    sent.refresh_from_db()
    assert (sent.status, sent.return_reason) == ("draft", "Soạn lại danh sách")
    assert Document.objects.get().status == "dropped"
    again = awards.submit_decision(sent.pk, by=deciding.officer)
    assert actions.sign_decision(again.pk, by=deciding.place.leader).pk != document.pk


def test_the_register_refuses_another_days_money(deciding, monkeypatch):
    sent = deciding.submitted()
    document = actions.sign_decision(sent.pk, by=deciding.place.leader)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    DecisionLine.objects.update(amount=750_000, before=None)

    with pytest.raises(Refused, match="Mức tiền thưởng trong danh sách") as said:
        actions.issue_document(document.pk, by=deciding.place.clerk, day=localdate())
    assert said.value.parts[0][0] == "day"
    document.refresh_from_db()
    assert document.number is None
    # There is a way out: a leader gives it back, and it is laid anew.
    actions.return_stopped(
        document.pk, by=deciding.place.person("leader"), reason="Lương cơ sở đã đổi"
    )
    sent.refresh_from_db()
    assert (sent.status, Document.objects.get().status) == ("draft", "dropped")


def test_a_cancellation_takes_back_some_and_the_public_page_says_so(deciding, client):
    place = deciding.place
    one, two = passed(place), passed(place)
    document = issue(deciding, one, two)
    made = document.decision
    lines = list(DecisionLine.objects.of(made))
    gone = next(line for line in lines if line.proposal_id == one.pk)

    drafted = awards.draft_cancellation(
        made.pk, by=deciding.officer, lines=[gone.pk],
        reason="Kê khai thành tích không trung thực",
    )  # fmt: skip
    # Only when it is issued it takes anything back.
    assert Honour.objects.standing().count() == 2
    with pytest.raises(Refused, match="đã có trong một quyết định hủy bỏ"):
        awards.draft_cancellation(
            made.pk, by=deciding.officer, lines=[gone.pk], reason="Lần nữa"
        )
    awards.amend_decision(
        drafted.pk, by=deciding.officer, version=drafted.version,
        changes={"signer": deciding.signer},
    )  # fmt: skip
    carry_out(deciding, awards.submit_decision(drafted.pk, by=deciding.officer))

    [honour] = Honour.objects.exclude(cancelled_on=None)
    assert (honour.honouree, honour.cancelled_on) == (one.honouree, localdate())
    assert honour.cancelled_because == "Kê khai thành tích không trung thực"
    document = Document.objects.get(pk=document.pk)
    force = force_of(document)
    assert (force.is_over, force.words) == (
        False, "Còn hiệu lực · đã hủy bỏ 1 trường hợp",
    )  # fmt: skip
    page = client.get(reverse("reports:verify", args=[document.code]))
    assert "Đã hủy bỏ đối với 1 trường hợp theo Quyết định số 02/QĐ-UBND" in (
        page.content.decode()
    )
    # The list of papers does not call it gone; with the other line it does.
    rest = next(line for line in lines if line.proposal_id == two.pk)
    drafted = awards.draft_cancellation(
        made.pk, by=deciding.officer, lines=[rest.pk], reason="Kết luận vi phạm"
    )
    awards.amend_decision(
        drafted.pk, by=deciding.officer, version=drafted.version,
        changes={"signer": deciding.signer},
    )  # fmt: skip
    carry_out(deciding, awards.submit_decision(drafted.pk, by=deciding.officer))
    assert force_of(Document.objects.get(pk=document.pk)).words == "Đã hủy bỏ"
    client.force_login(deciding.officer)
    assert "Đã hủy bỏ" in client.get(reverse("reports:document-list")).content.decode()


def test_a_draft_of_a_cancellation_lets_its_lines_go(deciding):
    document = issue(deciding)
    line = DecisionLine.objects.get()
    drafted = awards.draft_cancellation(
        document.decision_id, by=deciding.officer, lines=[line.pk], reason="Lý do"
    )

    awards.drop_decision(drafted.pk, by=deciding.officer)

    again = awards.draft_cancellation(
        document.decision_id, by=deciding.officer, lines=[line.pk], reason="Lý do khác"
    )
    assert again.lines.get().cancels == line


def test_an_ended_authority_signs_nothing_more(deciding, monkeypatch):
    """Its unsigned paper goes back; whoever inherits drafts anew."""
    sent = deciding.submitted()
    place = deciding.place
    place.unit.valid_to = localdate() - timedelta(days=1)
    place.unit.save(update_fields=["valid_to"])

    with pytest.raises(PermissionDenied):
        awards.take_decision_back(sent.pk, by=deciding.officer)
    assert Proposal.objects.get().status == "passed"
