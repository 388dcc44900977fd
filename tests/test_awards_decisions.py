"""Soạn quyết định khen thưởng: words and list, who may, when not, two people at once."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from awards import actions, money
from awards import actions as council
from awards.deciding import faults
from awards.deciding import money as deciding_money
from awards.deciding.dated import why_not_number
from awards.deciding.paper import paper_of
from awards.deciding.words import count_words, named_award
from awards.models import Award, Decision, DecisionLine, Proposal
from awards.permissions import can_draft_decision
from campaigns.outline import LineKind
from tests.council_scene import Sitting
from tests.deciding import Deciding, passed
from tests.factories import MembershipFactory, Role, UnitFactory, other_ward
from tests.factories.council import CouncilFactory
from units import audit
from units.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def deciding():
    return Deciding()


@pytest.fixture
def on_day(monkeypatch):
    """``on_day(day)``: drafting happens on that day."""

    def on_day(day):
        for room in ("awards.actions.deciding", "awards.deciding.laying"):
            monkeypatch.setattr(f"{room}.localdate", lambda *_: day)

    return on_day


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(date(2026, 11, 27))


def lines_of(decision) -> list[DecisionLine]:
    return list(DecisionLine.objects.of(decision).for_page())


def test_the_list_and_the_words_are_laid_from_what_was_passed(deciding):
    place = deciding.place
    one = passed(place, subject_name="Nguyễn Thị Hoà")
    two = passed(place, kind="unit", subject_title="")

    made = deciding.draft(one, two)

    assert made.status == "draft"
    laid = {(line.subject, line.subject_name) for line in lines_of(made)}
    assert laid == {
        ("collective", str(two.collective)), ("person", "Nguyễn Thị Hoà"),
    }  # fmt: skip
    name = f"Giấy khen của Chủ tịch {place.unit.name}"
    assert made.title == f"Về việc tặng {name}"
    first = made.articles.splitlines()[0]
    assert first == (
        f"Tặng {name} cho 01 tập thể và 01 cá nhân đã có thành tích xuất sắc (có Phụ lục danh "
        "sách kèm theo)."
    )
    assert made.bases.splitlines()[1] == "Căn cứ Luật Thi đua, khen thưởng"


def test_a_title_is_recognised_and_a_form_bears_its_givers_name(deciding):
    unit = deciding.place.unit
    form, title = (Award.objects.get(code=code) for code in ("giay-khen-xa", "ldtt"))

    assert named_award(form, "Giấy khen của Chủ tịch UBND cấp xã", unit) == (
        f"Giấy khen của Chủ tịch {unit.name}"
    )
    assert named_award(title, "Lao động tiên tiến", unit) == "Lao động tiên tiến"


def test_several_awards_have_an_article_each(deciding):
    made = deciding.draft(passed(deciding.place), passed(deciding.place, award="ldtt"))

    # In the order of the catalogue: titles before forms.
    verbs = [line.split(" ")[0] for line in made.articles.splitlines()]
    assert verbs == ["Công", "Tặng", "Tiền", "Quyết"]
    assert made.title == "Về việc tặng danh hiệu thi đua, hình thức khen thưởng"


def test_the_paper_is_mau_1_2(deciding):
    made = deciding.whole(passed(deciding.place, subject_name="Trần Văn Đức"))
    content = paper_of(made, lines_of(made))

    assert content.competence == f"CHỦ TỊCH {deciding.place.unit.name}".upper()
    markers = [line.marker for line in content.lines if line.kind is LineKind.ITEM]
    assert markers == ["Điều 1.", "Điều 2.", "Điều 3."]
    table = next(line for line in content.lines if line.kind is LineKind.TABLE)
    assert table.text.splitlines()[1].split("\t") == [
        "1", "Trần Văn Đức", lines_of(made)[0].subject_title,
        "Hoàn thành xuất sắc nhiệm vụ trong phong trào thi đua năm 2026 (từ ngày 01/01/2026 đến "
        "ngày 31/10/2026)", "760.000",
    ]  # fmt: skip
    # The head decides alone: no "TM." above the name.
    assert content.signature.authority_lines == ("CHỦ TỊCH",)


def test_a_proposal_stands_in_one_decision(deciding):
    one = passed(deciding.place)
    made = deciding.draft(one)

    with pytest.raises(Refused, match="1 đề nghị đã chọn không còn chờ quyết định"):
        deciding.draft(one)
    line = made.lines.get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)

    actions.drop_decision(made.pk, by=deciding.officer)
    assert deciding.draft(one).lines.count() == 1


@pytest.mark.parametrize("status", ["ready", "rejected", "decided", "sent"])
def test_only_what_was_passed_is_decided(deciding, status):
    one = passed(deciding.place)
    Proposal.objects.filter(pk=one.pk).update(status=status, conclusion="Lý do")

    with pytest.raises(Refused, match="không còn chờ quyết định"):
        deciding.draft(one)


def test_another_wards_proposal_is_not_drawn_in(deciding):
    one = passed(other_ward())

    with pytest.raises(Refused, match="không còn chờ quyết định"):
        deciding.draft(one)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.CLERK, Role.LEADER, Role.MEMBER])
def test_who_may_not_draft(deciding, role):
    one = passed(deciding.place)
    for by in (deciding.place.person(role), other_ward().officer):
        with pytest.raises(PermissionDenied):
            actions.draft_decision(deciding.place.unit.pk, by=by, proposals=[one.pk])


def test_what_is_missing_is_told_at_once(deciding):
    made = deciding.draft()
    made = actions.amend_decision(
        made.pk, by=deciding.officer, version=made.version,
        changes={"bases": "", "recipients": " "},
    )  # fmt: skip

    with pytest.raises(Refused) as said:
        actions.submit_decision(made.pk, by=deciding.officer)

    assert str(said.value) == (
        "Chọn người ký quyết định. Ghi căn cứ ban hành. Ghi nơi nhận."
    )


def test_words_and_list_never_disagree(deciding):
    made = deciding.whole(passed(deciding.place), passed(deciding.place))
    assert faults.differing(made, lines_of(made)) == []
    actions.drop_line(lines_of(made)[0].pk, by=deciding.officer)
    made.refresh_from_db()

    assert faults.differing(made, lines_of(made))[-1] == (
        "Danh sách có 1 cá nhân, các điều ghi 2: sửa lại, hoặc bấm “Soạn lại theo danh sách”."
    )
    with pytest.raises(Refused, match="các điều ghi 2"):
        actions.submit_decision(made.pk, by=deciding.officer)
    made = actions.reword_decision(made.pk, by=deciding.officer)
    assert faults.differing(made, lines_of(made)) == []


def test_two_windows_the_second_is_told_and_loses_nothing(deciding):
    made = deciding.draft()
    seen = made.version
    change = {"fund": "Quỹ của phường"}
    actions.amend_decision(made.pk, by=deciding.officer, version=seen, changes=change)

    with pytest.raises(Refused, match="đã được sửa ở cửa sổ khác"):
        actions.amend_decision(
            made.pk, by=deciding.officer, version=seen, changes={"title": "Khác"}
        )
    made.refresh_from_db()
    assert (made.fund, made.title != "Khác") == ("Quỹ của phường", True)


def test_sent_taken_back_returned(deciding):
    place = deciding.place
    sent = deciding.submitted()
    with pytest.raises(Refused, match="đang ở trạng thái “Chờ ký”"):
        actions.amend_decision(
            sent.pk, by=deciding.officer, version=sent.version, changes={"title": "x"}
        )

    back = actions.take_decision_back(sent.pk, by=deciding.officer)
    assert (back.status, back.submitted_by, back.return_reason) == ("draft", None, "")
    actions.submit_decision(sent.pk, by=deciding.officer)
    with pytest.raises(Refused, match="Ghi lý do trả lại"):
        actions.return_decision(sent.pk, by=place.leader, reason=" ")
    back = actions.return_decision(sent.pk, by=place.leader, reason="Thiếu một người")
    assert (back.status, back.return_reason) == ("draft", "Thiếu một người")
    actions.submit_decision(sent.pk, by=deciding.officer)
    sent.refresh_from_db()
    assert sent.return_reason == ""
    told = audit.history(sent).order_by("pk").values_list("action", flat=True)
    assert [one for one in told if one != "decision.amended"] == [
        "decision.added", "decision.submitted", "decision.taken_back", "decision.submitted",
        "decision.returned", "decision.submitted",
    ]  # fmt: skip


def test_who_sent_it_neither_signs_nor_returns(deciding):
    sent = deciding.submitted()
    Decision.objects.filter(pk=sent.pk).update(submitted_by=deciding.place.leader)

    for act in (
        lambda: actions.approve_decision(sent.pk, by=deciding.place.leader),
        lambda: actions.return_decision(sent.pk, by=deciding.place.leader, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_counts_in_words():
    assert count_words(Counter({"person": 5, "collective": 2, "household": 1})) == (
        "02 tập thể, 05 cá nhân và 01 hộ gia đình"
    )
    assert count_words(Counter({"household": 12})) == "12 hộ gia đình"


# ---- money -----------------------------------------------------------------------------


def amounts(decision) -> list[tuple]:
    return [
        (line.subject, line.factor, line.base_salary, line.before, line.amount)
        for line in lines_of(decision)
    ]


def test_money_is_of_the_day_and_both_before_and_after_rounding(deciding, on_day):
    """NĐ 152/2025, Đ49; the figures of law: 0,3 × 2.530.000 = 759.000 → 760.000."""
    place = deciding.place
    on_day(date(2026, 11, 27))
    made = deciding.draft(
        passed(place), passed(place, kind="unit"), passed(place, kind="household")
    )

    found = {subject: rest for subject, *rest in amounts(made)}
    assert found == {
        "person": [Decimal("0.300"), 2_530_000, Decimal(759_000), 760_000],
        "collective": [Decimal("0.600"), 2_530_000, Decimal(1_518_000), 1_520_000],
        "household": [Decimal("0.450"), 2_530_000, Decimal(1_138_500), 1_140_000],
    }
    assert "Tiền thưởng kèm theo là 3.420.000 đồng" in made.articles


def test_of_titles_of_one_period_only_the_highest_is_paid(deciding, on_day):
    place = deciding.place
    on_day(date(2026, 11, 27))
    one = passed(place, award="ldtt")
    two = passed(place, award="cstd-co-so", unit=one.unit)
    Proposal.objects.filter(pk=two.pk).update(honouree=one.honouree)
    two.refresh_from_db()

    made = deciding.draft(one, two)

    told = {
        line.award.code: (line.amount, line.unpaid_because) for line in lines_of(made)
    }
    assert told == {
        "ldtt": (0, money.HIGHER),
        "cstd-co-so": (2_530_000, ""),
    }


def test_a_paper_frozen_before_the_base_salary_changed_is_not_issued_after(
    deciding, on_day
):
    on_day(date(2026, 6, 30))
    made = deciding.whole(passed(deciding.place))
    assert lines_of(made)[0].amount == 710_000

    assert why_not_number(made.pk, date(2026, 6, 30)) == ""
    assert why_not_number(made.pk, date(2026, 7, 1)) == (
        "Mức tiền thưởng trong danh sách tính theo ngày 30/06/2026, đã khác vào ngày "
        "01/07/2026. Đề nghị lãnh đạo trả lại để soạn lại danh sách."
    )


def test_as_many_queries_for_many_lines_as_for_one(deciding):
    few = deciding.draft(passed(deciding.place))
    many = deciding.draft(*[passed(deciding.place) for _ in range(3)])

    counts = []
    for made in (few, many):
        lines = lines_of(made)
        with CaptureQueriesContext(connection) as asked:
            deciding_money.reckon(lines, made.authority, date(2026, 11, 27))
        counts.append(len(asked))
    assert counts == [4, 4]


def test_a_long_list_is_laid_given_and_dropped_like_a_short_one(deciding):
    """The whole list at once; the last of these happens while its paper is being sealed."""
    counts = []
    for at, amount in enumerate((1, 1, 3)):  # the first time asks what is remembered
        several = [passed(deciding.place) for _ in range(amount)]
        with CaptureQueriesContext(connection) as drafted:
            made = deciding.draft(*several)
        with CaptureQueriesContext(connection) as dropped:
            actions.drop_decision(made.pk, by=deciding.officer)
        sent = deciding.submitted(*several)
        Decision.objects.filter(pk=sent.pk).update(status="signed")
        with CaptureQueriesContext(connection) as given:
            actions.record_decision_issue(
                sent.pk, by=deciding.place.clerk, number=at + 1,
                issued_on=date(2026, 11, 27), code=f"QDKT234{at}",
            )  # fmt: skip
        counts.append((len(drafted), len(dropped), len(given)))
    assert counts[1] == counts[2]


# ---- what moves meanwhile --------------------------------------------------------------------


def test_what_the_council_may_still_vote_on_again_waits():
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "agree")
    place.closed(round_)
    council.conclude_item(round_.item_id, by=place.secretary)
    proposal = place.proposals[0]
    officer = MembershipFactory(unit=place.ward, role=Role.OFFICER).user
    draft = {"by": officer, "proposals": [proposal.pk]}

    with pytest.raises(Refused, match="hoặc phiên họp chưa kết thúc"):
        actions.draft_decision(place.ward.pk, **draft)
    assert Proposal.objects.waiting_in([place.ward]) == 0
    council.finish_session(session.pk, by=place.secretary)
    council.close_session(session.pk, by=place.secretary)
    assert Proposal.objects.waiting_in([place.ward]) == 1
    assert actions.draft_decision(place.ward.pk, **draft).lines.count() == 1


def test_a_line_that_is_passed_no_more_is_told_before_it_is_sent(deciding):
    made = deciding.whole(passed(deciding.place, subject_name="Bà Hoa"))
    Proposal.objects.update(status="rejected", conclusion="Xét lại")

    with pytest.raises(Refused, match="Đề nghị của Bà Hoa không còn được thông qua"):
        actions.submit_decision(made.pk, by=deciding.officer)


def test_a_source_of_money_that_the_words_do_not_name_is_told(deciding):
    made = deciding.whole(passed(deciding.place))
    made = actions.amend_decision(
        made.pk, by=deciding.officer, version=made.version,
        changes={"fund": "Quỹ của tỉnh"},
    )  # fmt: skip
    assert faults.differing(made, lines_of(made)) == [
        "Nguồn tiền thưởng là “Quỹ của tỉnh”, các điều chưa ghi: ghi vào, hoặc bấm “Soạn lại theo "
        "danh sách”."
    ]


def test_a_line_is_dropped_once(deciding):
    made = deciding.draft(passed(deciding.place), passed(deciding.place))
    line = lines_of(made)[0]
    actions.drop_line(line.pk, by=deciding.officer)

    with pytest.raises(Refused, match="đã được bỏ khỏi danh sách"):
        actions.drop_line(line.pk, by=deciding.officer)


def test_the_secretary_of_a_council_above_drafts_nothing_below():
    ward_above = other_ward()
    below = UnitFactory(parent=ward_above.unit)
    council_above = CouncilFactory(parent=ward_above.unit)
    secretary = MembershipFactory(unit=council_above, role=Role.SECRETARY).user

    assert can_draft_decision(secretary, ward_above.unit)
    assert not can_draft_decision(secretary, below)
