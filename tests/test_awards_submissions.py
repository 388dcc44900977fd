"""Trình cấp trên: offered, drafted, arriving above, answered, withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions, offers
from awards.actions import appraising, proposing, sending
from awards.deciding.paper import split
from awards.models import Honour, Proposal, Submission, SubmissionLine
from awards.submitting.paper import content_of
from campaigns.outline import LineKind
from tests.factories import UnitFactory
from tests.submitting import AWARD, Submitting
from units.errors import Refused
from units.models import AuditEntry, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Submitting()


@pytest.fixture
def outside():
    """The province does not work in this installation."""
    return Submitting(here=False)


def line_of(submission) -> SubmissionLine:
    return SubmissionLine.objects.of(submission).for_page().get()


def test_a_group_may_propose_what_only_the_province_confers(scene):
    ward = scene.place.unit
    group = UnitFactory(
        parent=ward, kind=UnitKind.objects.exclude(code__contains="ubnd").first()
    )
    found = {one.award.code: one for one in offers.offers_to(group, localdate())}

    assert (found[AWARD].authority, found[AWARD].goes_up) == (ward, True)
    assert found[AWARD].decided_by == "Chủ tịch Ủy ban nhân dân cấp tỉnh"
    assert not found["giay-khen-xa"].goes_up
    # The ward itself asks the province straight, once.
    own = [
        one for one in offers.offers_to(ward, localdate()) if one.award.code == AWARD
    ]
    assert [(one.authority, one.goes_up) for one in own] == [(scene.province, False)]


def test_without_a_province_here_the_ward_may_submit_its_own_too(outside):
    found = offers.offers_to(outside.place.unit, localdate())
    assert [one.goes_up for one in found if one.award.code == AWARD] == [True]


def test_what_goes_up_waits_for_a_submission_not_for_a_decision(scene):
    one, ward = scene.passed(), scene.place.unit

    assert list(Proposal.objects.to_decide(ward)) == []
    assert list(Proposal.objects.to_submit(ward)) == [one]
    with pytest.raises(Refused, match="không còn chờ quyết định"):
        actions.draft_decision(ward.pk, by=scene.officer, proposals=[one.pk])


def test_words_and_list_are_laid_and_the_paper_is_a_to_trinh(scene):
    made = scene.draft(scene.passed(subject_name="Nguyễn Thị Hoà"))

    assert made.superior == scene.province
    name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Mẫu"
    assert made.title == f"Về việc đề nghị tặng {name}"
    assert (
        split(made.body)[1] == f"Tặng {name} cho 01 cá nhân đã có thành tích xuất sắc."
    )
    content = content_of(Submission.objects.for_page().get(pk=made.pk))
    assert content.letterhead.addressees == ("Ủy ban nhân dân tỉnh Mẫu",)
    assert content.letterhead.symbol.startswith("TTr-")
    [annex] = [one.text for one in content.lines if one.kind is LineKind.ANNEX]
    assert annex == "Danh sách trích ngang đề nghị khen thưởng"
    # Nothing of it can be in two.
    with pytest.raises(Refused, match="1 đề nghị đã chọn không còn chờ trình"):
        scene.draft(Proposal.objects.get(subject_name="Nguyễn Thị Hoà"))


def test_it_is_sent_whole_by_another_than_its_signer(scene):
    made = scene.draft()
    with pytest.raises(Refused, match="Chọn người ký tờ trình"):
        actions.submit_submission(made.pk, by=scene.officer)
    with pytest.raises(PermissionDenied):
        actions.submit_submission(made.pk, by=scene.place.leader)
    sent = scene.submitted(scene.passed())
    back = actions.return_submission(
        sent.pk, by=scene.place.leader, reason="Sửa căn cứ"
    )
    assert (back.status, back.return_reason) == ("draft", "Sửa căn cứ")


def test_issued_it_arrives_at_the_superior_with_all_it_carries(scene, client):
    below = scene.passed(report="Báo cáo dài")
    above = scene.above

    made = scene.issued(below)

    assert made.arrived_at
    below.refresh_from_db()
    assert below.status == "raised"
    there = line_of(made).arrived
    assert (there.unit, there.authority) == (scene.place.unit, scene.province)
    assert (there.status, there.raised_from, there.report) == (
        "sent",
        below,
        "Báo cáo dài",
    )
    assert there.petition.reference == made.number_and_symbol
    client.force_login(above)
    page = client.get(reverse("awards:submission", args=[made.pk]))
    assert page.status_code == 200
    assert reverse("awards:proposal", args=[there.pk]) in page.text
    assert reverse("awards:proposal", args=[below.pk]) not in page.text
    # Issued again nothing comes twice.
    actions.record_submission_issue(
        made.pk, by=scene.place.clerk, number=5, issued_on=localdate(), code="x"
    )
    assert Proposal.objects.filter(raised_from=below).count() == 1


def test_without_an_officer_there_it_does_not_arrive(scene, client):
    made = scene.issued()
    assert (made.arrived_at, line_of(made).arrived) == (None, None)


def test_a_refusal_above_comes_back_with_its_reason_and_may_be_undone(scene):
    above, below = scene.above, scene.passed()
    made = scene.issued(below)
    there = line_of(made).arrived
    appraising.receive_proposals([there.pk], by=above, day=localdate())
    appraising.mark_unfit(there.pk, by=above, reason="Chưa đủ thời gian")

    line, below = line_of(made), Proposal.objects.get(pk=below.pk)
    assert (line.answer, line.answer_reason) == ("refused", "Chưa đủ thời gian")
    assert (below.status, below.conclusion) == ("declined", "Chưa đủ thời gian")

    appraising.undo_appraisal(there.pk, by=above)
    below.refresh_from_db()
    assert (line_of(made).answer, below.status) == ("waiting", "raised")


def test_what_is_given_back_to_be_mended_still_waits_and_says_so(scene, client):
    above = scene.above
    made = scene.issued()
    there = line_of(made).arrived
    appraising.return_proposal(
        there.pk, by=above, parts=["papers"], reason="Thiếu xác nhận", due_on=None
    )
    assert (line_of(made).answer, line_of(made).is_mended) == ("waiting", True)
    client.force_login(scene.officer)
    page = client.get(reverse("awards:submission", args=[made.pk]))
    assert "Cấp trên trả lại bổ sung" in page.text


def test_withdrawn_before_an_answer_it_waits_to_be_submitted_again(scene):
    above, below = scene.above, scene.passed()
    made = scene.issued(below)
    with pytest.raises(Refused, match="Ghi lý do rút"):
        actions.withdraw_submission(made.pk, by=scene.officer, reason=" ")
    actions.withdraw_submission(made.pk, by=scene.officer, reason="Sai danh sách")

    below.refresh_from_db()
    line = line_of(made)
    assert (below.status, line.answer) == ("passed", "withdrawn")
    assert (line.arrived.status, line.arrived.withdrawn_because) == (
        "withdrawn", "Sai danh sách",
    )  # fmt: skip
    with pytest.raises(Refused, match="Trình lại ở mục Trình cấp trên"):
        proposing.reopen_proposal(line.arrived_id, by=scene.officer)
    assert scene.issued(below).pk != made.pk
    assert above


def test_one_withdrawn_alone_waits_again(scene):
    assert scene.above
    below = scene.passed()
    made = scene.issued(below)
    sending.withdraw_proposal(
        line_of(made).arrived_id, by=scene.officer, reason="Người này xin rút"
    )
    below.refresh_from_db()
    assert (line_of(made).answer, below.status) == ("withdrawn", "passed")


def answer(scene, made, **said):
    return actions.record_superior_answer(
        line_of(made).pk, by=scene.officer, answered_on=localdate(), **said
    )


def test_an_answer_on_paper_is_written_down_with_the_honour(outside):
    below = outside.passed()
    made = outside.issued(below)
    assert (made.arrived_at, made.superior_name) == (None, "Ủy ban nhân dân cấp tỉnh")
    with pytest.raises(Refused, match="Ghi số, ký hiệu quyết định"):
        answer(outside, made, answer="given")
    answer(outside, made, answer="given", reference="1502/QĐ-UBND")

    below.refresh_from_db()
    honour = Honour.objects.get(honouree=below.honouree)
    assert (below.status, honour.reference) == ("decided", "1502/QĐ-UBND")
    assert (honour.decided_on, honour.award) == (localdate(), below.award)
    told = AuditEntry.objects.filter(action="submissionline.answered").get()
    assert told.actor == outside.officer

    actions.undo_superior_answer(line_of(made).pk, by=outside.officer)
    below.refresh_from_db()
    assert (below.status, Honour.objects.count()) == ("raised", 0)


@pytest.mark.parametrize(
    ("said", "status"), [("refused", "declined"), ("returned", "passed")]
)
def test_a_refusal_and_a_return_on_paper_have_their_reason(outside, said, status):
    below = outside.passed()
    made = outside.issued(below)
    with pytest.raises(Refused, match="Ghi lý do cấp trên nêu"):
        answer(outside, made, answer=said)
    answer(outside, made, answer=said, reason="Thiếu sáng kiến")
    below.refresh_from_db()
    assert below.status == status
    waits = list(Proposal.objects.to_submit(outside.place.unit))
    assert waits == ([below] if status == "passed" else [])


def test_a_day_before_the_submission_or_after_today_is_refused(outside):
    made = outside.issued()
    for day in (localdate() + timedelta(1), made.issued_on - timedelta(1)):
        with pytest.raises(Refused, match="Ngày văn bản trả lời"):
            actions.record_superior_answer(
                line_of(made).pk, by=outside.officer, answer="refused", reason="Lý do",
                answered_on=day,
            )  # fmt: skip


def test_what_arrived_is_not_answered_by_hand(scene):
    assert scene.above
    made = scene.issued()
    with pytest.raises(Refused, match="trả lời tự về"):
        answer(scene, made, answer="given", reference="1/QĐ")


def test_the_database_holds_it(outside):
    made = outside.issued()
    lines = SubmissionLine.objects.filter(submission=made)
    for wrong in (
        {"answer": "given"}, {"answer": "refused"}, {"answer": "maybe"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            lines.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(number=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same(outside, client, rows, django_assert_num_queries):
    for _ in range(rows):
        outside.draft()
    client.force_login(outside.officer)
    address = reverse("awards:submission-list")
    client.get(address)
    with django_assert_num_queries(8):
        page = client.get(address)
    assert page.text.count("td-rowlink") == rows
