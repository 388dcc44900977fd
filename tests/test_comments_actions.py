"""Góp ý: who may, when not, what becomes of the line, what the book keeps."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions, chronicle, passages
from campaigns.actions import EditConflict, LineEdit
from campaigns.content import Line
from campaigns.fingerprint import fingerprint
from campaigns.models import Comment, Plan
from campaigns.outline import LineKind
from campaigns.queries import content_of
from campaigns.tidying import empty_trash
from campaigns.twin import to_twin
from tests.factories import CommentFactory, Role, other_ward, ward
from units import audit
from units.errors import Refused
from units.models import AuditEntry, Membership

pytestmark = pytest.mark.django_db
LINE = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def line(plan):
    return plan.lines.get(text=LINE)


def last_entry(record):
    entry = audit.history(record).first()
    return entry.action, entry.actor, entry.detail


# ---- said ------------------------------------------------------------------------------


def test_said_of_a_passage(place, plan, line):
    comment = actions.add_comment(
        plan.pk, by=place.leader, line_id=line.pk, body=" Nêu số hộ. ", quote="hộ\nnghèo ",
        proposed=f" {LINE} ",
    )  # fmt: skip

    comment.refresh_from_db()
    assert (comment.plan, comment.line, comment.quote) == (plan, line, "hộ nghèo")
    assert (comment.body, comment.proposed, comment.said_of) == ("Nêu số hộ.", "", LINE)
    assert (comment.author, comment.status) == (place.leader, "open")
    assert last_entry(comment) == (
        "comment.added",
        place.leader,
        {"after": {"line": line.pk, "quote": "hộ nghèo", "body": "Nêu số hộ."}},
    )


def test_said_of_the_whole_plan(place, plan):
    comment = actions.add_comment(plan.pk, by=place.officer, body="Ngắn lại.")

    assert (comment.line, comment.is_of_line, comment.said_of) == (None, False, "")


def test_a_suggestion_needs_no_words_besides(place, plan, line):
    comment = actions.add_comment(
        plan.pk, by=place.leader, line_id=line.pk, body="", proposed="Còn  0,3%."
    )

    assert (comment.body, comment.proposed) == ("", "Còn 0,3%.")


@pytest.mark.parametrize("typed", ["hộ nghe\u0300o", "hộ \u00a0 nghèo", " hộ\tnghèo "])
def test_a_passage_is_found_however_it_was_typed(place, plan, line, typed):
    comment = actions.add_comment(
        plan.pk, by=place.leader, line_id=line.pk, body="x", quote=typed
    )

    assert comment.quote == "hộ nghèo"


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"body": " \n"}, "Ghi lời góp ý.", "body"),
        ({"body": "x", "quote": "hộ giàu"}, "Đoạn này không có trong dòng.", "quote"),
        ({"body": "x", "seen": "0" * 16}, "Dòng vừa được sửa trong lúc", ""),
    ],
)
def test_refused(place, plan, line, given, sentence, field):
    with pytest.raises(Refused, match=sentence) as refusal:
        actions.add_comment(plan.pk, by=place.leader, line_id=line.pk, **given)

    assert refusal.value.parts[0][0] == field
    assert not Comment.objects.exists()


def test_a_whole_table_is_not_written_anew(place, plan, line):
    line.kind = "table"
    line.save(update_fields=["kind"])

    with pytest.raises(Refused, match="Với bảng"):
        actions.add_comment(
            plan.pk, by=place.leader, line_id=line.pk, body="x", proposed="a\tb"
        )


def test_a_line_of_another_plan_is_none(place, plan):
    other = place.draft().lines.first()

    with pytest.raises(Refused, match="Dòng này đã bị xóa"):
        actions.add_comment(plan.pk, by=place.leader, line_id=other.pk, body="x")


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.OFFICER, Role.LEADER)]
)
def test_who_may_not(place, plan, role):
    with pytest.raises(PermissionDenied):
        actions.add_comment(plan.pk, by=place.person(role), body="x")


def test_nobody_of_another_authority(place, plan):
    with pytest.raises(PermissionDenied):
        actions.add_comment(plan.pk, by=other_ward().leader, body="x")


@pytest.mark.parametrize("status", ["approved", "signed", "issued"])
def test_afterwards_one_only_reads(place, line, status):
    plan = actions.submit_plan(line.plan_id, by=place.officer)
    comment = CommentFactory(line=line, author=place.leader)
    Plan.objects.filter(pk=plan.pk).update(
        status=status, approved_by=place.leader, approved_at=now()
    )

    for act in (
        lambda: actions.add_comment(plan.pk, by=place.leader, body="x"),
        lambda: actions.answer_comment(comment.pk, by=place.leader, body="x"),
        lambda: actions.close_comment(comment.pk, by=place.leader, outcome="done"),
        lambda: actions.withdraw_comment(comment.pk, by=place.leader),
    ):
        with pytest.raises(Refused, match="không góp ý được nữa"):
            act()
    with pytest.raises(Refused, match="không sửa được"):
        actions.accept_suggestion(comment.pk, by=place.officer)


def test_while_a_leader_reads_it_one_may(place, plan):
    actions.submit_plan(plan.pk, by=place.officer)

    assert actions.add_comment(plan.pk, by=place.leader, body="x").is_open


# ---- answered, closed, taken back --------------------------------------------------------


def test_an_answer_to_an_answer_stands_under_the_same_comment(place, plan):
    comment = CommentFactory(plan=plan, author=place.leader)
    first = actions.answer_comment(comment.pk, by=place.officer, body=" Vì sao? ")
    second = actions.answer_comment(first.pk, by=place.leader, body="Theo số liệu.")

    assert (first.parent, second.parent) == (comment, comment)
    assert last_entry(first)[2] == {"after": {"parent": comment.pk, "body": "Vì sao?"}}


def test_a_closed_comment_is_not_answered(place, plan):
    comment = CommentFactory(plan=plan, author=place.leader)
    actions.close_comment(comment.pk, by=place.leader, outcome="done")

    with pytest.raises(Refused, match="đã khép lại"):
        actions.answer_comment(comment.pk, by=place.officer, body="x")


def test_its_author_or_an_officer_closes_it(place, plan):
    comment = CommentFactory(plan=plan, author=place.leader)
    other = place.person(Role.LEADER)

    with pytest.raises(PermissionDenied):
        actions.close_comment(comment.pk, by=other, outcome="done")
    actions.close_comment(comment.pk, by=place.officer, outcome="declined")
    actions.close_comment(comment.pk, by=place.leader, outcome="done")  # a moment later

    comment.refresh_from_db()
    assert (comment.status, comment.closed_by) == ("declined", place.officer)
    assert last_entry(comment) == (
        "comment.declined",
        place.officer,
        {"before": "open"},
    )
    actions.reopen_comment(comment.pk, by=place.leader)
    comment.refresh_from_db()
    assert (comment.status, comment.closed_by, comment.closed_at) == (
        "open",
        None,
        None,
    )


@pytest.mark.parametrize("outcome", ["accepted", "open", "khác"])
def test_only_accepting_accepts(place, plan, outcome):
    comment = CommentFactory(plan=plan, author=place.leader)

    with pytest.raises(Refused, match="Chọn đã xử lý"):
        actions.close_comment(comment.pk, by=place.leader, outcome=outcome)


def test_taken_back_while_nobody_answered(place, plan, line):
    comment = CommentFactory(line=line, author=place.leader, body="Nêu số hộ.")
    pk = comment.pk
    with pytest.raises(PermissionDenied):
        actions.withdraw_comment(pk, by=place.officer)

    actions.withdraw_comment(pk, by=place.leader)

    assert not Comment.objects.exists()
    entry = AuditEntry.objects.get(action="comment.removed")
    assert entry.detail == {
        "plan": plan.pk, "line": line.pk, "text": "Nêu số hộ.", "proposed": "",
    }  # fmt: skip
    with pytest.raises(Refused, match="rút lại"):
        actions.answer_comment(pk, by=place.officer, body="x")


def test_not_taken_back_once_answered(place, plan):
    comment = CommentFactory(plan=plan, author=place.leader)
    answer = actions.answer_comment(comment.pk, by=place.officer, body="x")

    with pytest.raises(Refused, match="không rút được"):
        actions.withdraw_comment(comment.pk, by=place.leader)
    actions.withdraw_comment(answer.pk, by=place.officer)
    actions.withdraw_comment(comment.pk, by=place.leader)


def test_who_lost_the_role_does_nothing_more(place, plan):
    gone = place.person(Role.LEADER)
    comment = CommentFactory(plan=plan, author=gone)
    Membership.objects.filter(user=gone).update(valid_to=localdate().replace(year=2020))
    gone = type(gone).objects.get(pk=gone.pk)

    for act in (
        lambda: actions.close_comment(comment.pk, by=gone, outcome="done"),
        lambda: actions.withdraw_comment(comment.pk, by=gone),
        lambda: actions.answer_comment(comment.pk, by=gone, body="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    # What they said stays, and is for the officer to settle.
    assert actions.close_comment(comment.pk, by=place.officer, outcome="done").pk


# ---- suggestions -----------------------------------------------------------------------


def suggest(place, line, **more):
    values = {
        "line": line,
        "author": place.leader,
        "proposed": LINE.replace("hộ nghèo", "hộ khó khăn"),
    }
    return CommentFactory(**values | more)


def test_accepted_the_line_takes_the_words_and_its_notes_follow(place, plan, line):
    comment = suggest(place, line)
    version = plan.version

    actions.accept_suggestion(comment.pk, by=place.officer)

    line.refresh_from_db()
    comment.refresh_from_db()
    plan.refresh_from_db()
    assert line.text == comment.proposed
    assert line.target_notes.get().name == "Tỷ lệ hộ khó khăn"
    assert (comment.status, comment.closed_by) == ("accepted", place.officer)
    assert plan.version == version + 1
    assert last_entry(line)[0] == "planline.amended"


def test_not_where_the_line_changed_since(place, line):
    comment = suggest(place, line)
    line.text = "Khác."
    line.save(update_fields=["text"])

    with pytest.raises(Refused, match="Dòng đã được sửa từ lúc có đề nghị này"):
        actions.accept_suggestion(comment.pk, by=place.officer)

    line.refresh_from_db()
    assert line.text == "Khác."


def test_not_by_a_leader_nor_while_it_waits(place, plan, line):
    comment = suggest(place, line)
    with pytest.raises(PermissionDenied):
        actions.accept_suggestion(comment.pk, by=place.leader)
    actions.submit_plan(plan.pk, by=place.officer)
    with pytest.raises(Refused, match="không sửa được"):
        actions.accept_suggestion(comment.pk, by=place.officer)


def test_not_where_nothing_is_proposed_or_it_is_closed(place, line):
    plain = CommentFactory(line=line, author=place.leader)
    closed = suggest(place, line)
    actions.close_comment(closed.pk, by=place.leader, outcome="done")

    for comment in (plain, closed):
        with pytest.raises(Refused, match="đã khép lại hoặc không có lời viết lại"):
            actions.accept_suggestion(comment.pk, by=place.officer)


def test_a_colleague_who_edits_the_line_meets_the_accepted_words(place, plan, line):
    """Two tabs: the form of one was opened before the other took the suggestion."""
    comment = suggest(place, line)
    seen = fingerprint(line)
    actions.accept_suggestion(comment.pk, by=place.officer)

    edit = LineEdit(line.pk, line.kind, "Bản của tôi.", seen)
    colleague = place.person(Role.OFFICER)
    with pytest.raises(EditConflict) as conflict:
        actions.save_lines(plan.pk, by=colleague, edits=[edit])

    assert conflict.value.conflicts[0].theirs.text == comment.proposed


# ---- with the line -----------------------------------------------------------------------


def test_comments_go_and_come_back_with_their_line(place, plan, line):
    comment = CommentFactory(line=line, author=place.leader)
    kept = actions.remove_line(line.pk, by=place.officer)
    comment.refresh_from_db()
    assert (comment.line, comment.is_of_line) == (None, True)

    restored = actions.undo_remove(plan.pk, by=place.officer, **kept)

    comment.refresh_from_db()
    assert comment.line == restored
    assert last_entry(comment)[2] == {
        "before": {"line": None}, "after": {"line": restored.pk},
    }  # fmt: skip


def test_comments_come_back_from_the_trash(place, plan, line):
    comment = CommentFactory(line=line, author=place.leader)
    kept = actions.remove_line(line.pk, by=place.officer)

    actions.restore_part(kept["entry"], by=place.officer)

    comment.refresh_from_db()
    assert comment.line.text == LINE


def test_split_the_comment_stays_with_the_first_piece(place, line):
    comment = CommentFactory(line=line, author=place.leader)
    pieces = [Line(kind=LineKind.DASH, text=text) for text in ("Một.", "Hai.")]

    first, _ = actions.split_line(line.pk, by=place.officer, pieces=pieces)

    comment.refresh_from_db()
    assert comment.line == first


def test_thrown_away_and_for_good(place, plan, line):
    comment = CommentFactory(line=line, author=place.leader)
    CommentFactory(plan=plan, parent=comment, author=place.officer)
    actions.discard_draft(plan.pk, by=place.officer)
    with pytest.raises(Refused, match="thùng rác"):
        actions.close_comment(comment.pk, by=place.officer, outcome="done")
    plan.campaign.__class__.discarded.update(discarded_at=now().replace(year=2020))

    assert empty_trash() == 1
    assert not Comment.objects.exists()


def test_nothing_of_it_is_in_the_file(place, plan, line):
    suggest(place, line, body="Chỉ trong cơ quan.", quote="hộ nghèo")

    twin = to_twin(content_of(plan)).decode()

    assert "Chỉ trong cơ quan." not in twin
    assert "hộ khó khăn" not in twin


# ---- the book ----------------------------------------------------------------------------


def test_the_book_of_the_campaign_tells_every_word_said(place, plan, line):
    comment = actions.add_comment(
        plan.pk,
        by=place.leader,
        line_id=line.pk,
        body="Nêu số hộ.",
        proposed="Còn 0,3%.",
    )
    actions.answer_comment(comment.pk, by=place.officer, body="Đã rõ.")
    actions.accept_suggestion(comment.pk, by=place.officer)
    own = actions.add_comment(plan.pk, by=place.leader, body="Rút.")
    actions.withdraw_comment(own.pk, by=place.leader)

    days = chronicle.by_day(chronicle.of_campaign(plan.campaign))

    told = [(event.act, event.detail) for _, events in days for event in events]
    assert told[:6] == [
        ("Rút góp ý", "“Rút.”"),
        ("Góp ý", "“Rút.”"),
        ("Nhận đề nghị viết lại", "“Nêu số hộ.”"),
        ("Sửa dòng", "“Còn 0,3%.”"),
        ("Trả lời góp ý", "“Đã rõ.”"),
        ("Góp ý", "“Nêu số hộ.”"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": ""},
        {"status": "khác"},
        {"status": "done"},
        {"quote": "x"},
        {"proposed": "x"},
    ],
)
def test_the_database_holds_its_own(plan, wrong):
    comment = CommentFactory(plan=plan)

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**wrong)


def test_an_answer_is_never_closed(plan):
    answer = CommentFactory(plan=plan, parent=CommentFactory(plan=plan))

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=answer.pk).update(
            status="done", closed_by=answer.author, closed_at=now()
        )


# ---- passages ----------------------------------------------------------------------------


@given(st.text(alphabet="aá b\n", max_size=30), st.lists(st.text("aá b", max_size=6)))
def test_marking_loses_no_letter(text, meant):
    pieces = passages.marked(text, meant)

    assert "".join(words for words, _ in pieces) == text
    marked = {words for words, is_meant in pieces if is_meant}
    assert all(words.strip() for words in marked)
