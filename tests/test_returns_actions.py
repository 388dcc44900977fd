"""Trả lại chỉ mở những chỗ được góp ý: what is open, what is refused, who opens more."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import actions, heads
from campaigns.actions import EditConflict, LineEdit
from campaigns.actions.inheriting import take_over
from campaigns.content import Line
from campaigns.fingerprint import fingerprint
from campaigns.inbox import items
from campaigns.models import (
    Comment,
    LegalText,
    OpeningRequest,
    Plan,
    PlanLine,
    ReturnPlace,
    Target,
)
from campaigns.outline import LineKind
from tests.factories import CommentFactory, Role, ward
from units import audit
from units.errors import Refused
from units.models import Handover, Membership

pytestmark = pytest.mark.django_db
LINE = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."
CLOSED = "Lần trả lại này chỉ mở sửa: “Tỷ lệ hộ nghèo"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    """Sent; the leader has something to say of one line."""
    plan = place.submitted()
    CommentFactory(line=plan.lines.get(text=LINE), author=place.leader)
    return plan


def send_back(plan, place, parts=(), by=None):
    plan = actions.return_plan(
        plan.pk, by=by or place.leader, reason="Sửa chỗ góp ý.", scope="places", parts=parts
    )  # fmt: skip
    return plan


def flagged(plan):
    return plan.lines.get(text__startswith="Tỷ lệ")


def another(plan):
    return plan.lines.get(text__startswith="Giấy khen")


def edit(line, text):
    seen = fingerprint(line)
    return LineEdit(line.pk, line.kind, text, seen, line.marker, line.is_title)


# ---- what is stored ------------------------------------------------------------------------


def test_the_lines_with_open_comments_of_the_leader_and_the_parts(place, plan):
    other = place.person(Role.LEADER)
    CommentFactory(line=plan.lines.get(position=0), author=other)
    closed = CommentFactory(line=another(plan), author=place.leader)
    actions.close_comment(closed.pk, by=place.leader, outcome="done")
    CommentFactory(line=flagged(plan), author=place.leader)
    CommentFactory(plan=plan, author=place.leader)

    plan = send_back(plan, place, parts=["recipients"])

    returned = plan.returns.get()
    assert returned.scope == "places"
    assert [(one.line, one.part) for one in returned.places.all()] == [
        (flagged(plan), ""), (None, "recipients"),
    ]  # fmt: skip
    entry = audit.history(returned.places.first()).get()
    assert (entry.action, entry.actor) == ("returnplace.added", place.leader)


def test_with_nothing_flagged_it_is_refused_whole(place):
    plan = place.submitted()

    with pytest.raises(Refused, match="Chưa có góp ý nào của anh/chị còn mở"):
        send_back(plan, place)

    plan.refresh_from_db()
    assert (plan.status, plan.returns.count()) == ("submitted", 0)


@pytest.mark.parametrize(
    "wrong", [{"part": "khác"}, {"part": "head"}, {"line": None, "part": ""}]
)
def test_the_database_holds_its_own(place, plan, wrong):
    send_back(plan, place)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnPlace.objects.update(**wrong)


# ---- what is refused -----------------------------------------------------------------------


def acts_on(plan, place):
    """Every act that changes the words or the data of a plan, where it is closed."""
    by, line = place.officer, another(plan)
    law = LegalText.objects.filter(valid_to=None).first()
    target = Target.objects.get(line__plan=plan)
    return {
        "save_lines": lambda: actions.save_lines(
            plan.pk, by=by, edits=[edit(line, "x")]
        ),
        "insert_line": lambda: actions.insert_line(
            plan.pk, by=by, after=line.pk, kind="dash", text="x"
        ),
        "insert_line first": lambda: actions.insert_line(
            plan.pk, by=by, after=None, kind="basis", text="x"
        ),
        "split_line": lambda: actions.split_line(
            line.pk,
            by=by,
            pieces=[
                Line(kind=LineKind.DASH, text="x"),
                Line(kind=LineKind.DASH, text="y"),
            ],
        ),
        "move_line": lambda: actions.move_line(
            plan.lines.get(text__startswith="Báo cáo").pk, by=by, up=True
        ),
        "remove_line": lambda: actions.remove_line(line.pk, by=by),
        "undo_remove": lambda: actions.undo_remove(
            plan.pk, by=by, after=line.pk, kind="dash", text="x"
        ),
        "add_note": lambda: actions.add_note(line.pk, "thoi-han", by=by, text="x"),
        "edit_note moves it": lambda: actions.edit_note(
            target.pk, "chi-tieu", by=by, line=line
        ),
        "edit_plan": lambda: actions.edit_plan(plan.pk, by=by, title="x"),
        "edit_plan signer": lambda: actions.edit_plan(plan.pk, by=by, signer=None),
        "edit_campaign": lambda: actions.edit_campaign(plan.pk, by=by, name="x"),
        "set_recipients": lambda: actions.set_recipients(plan.pk, by=by, texts=["x"]),
        "cite": lambda: actions.cite(plan.pk, by=by, code=law.code),
        "accept_suggestion": lambda: actions.accept_suggestion(
            CommentFactory(line=line, proposed="x", author=place.leader).pk, by=by
        ),
    }


def test_every_act_on_a_closed_place_is_refused(place, plan):
    plan = send_back(plan, place)
    words = list(plan.lines.order_by("position").values_list("text", flat=True))

    told = {}
    for name, act in acts_on(plan, place).items():
        with transaction.atomic():
            try:
                act()
            except Refused as refusal:
                told[name] = str(refusal).startswith(CLOSED)
            transaction.set_rollback(True)

    assert told == dict.fromkeys(acts_on(plan, place), True)
    assert list(plan.lines.order_by("position").values_list("text", flat=True)) == words


def test_the_sentence_names_what_is_open_and_who_opens_more(place, plan):
    CommentFactory(line=plan.lines.get(position=0), author=place.leader)
    plan = send_back(plan, place, parts=["signer", "head"])

    with pytest.raises(Refused) as refusal:
        actions.remove_line(another(plan).pk, by=place.officer)

    told = str(refusal.value)
    assert told.startswith(
        "Lần trả lại này chỉ mở sửa: “Thực hiện Kế hoạch số 07/KH-HĐTĐKT"
    )
    assert told.endswith(
        ", Phần đầu, trích yếu và 1 chỗ nữa. Cần sửa chỗ khác, anh/chị bấm “Xin mở thêm” để "
        f"{place.leader} mở."
    )


def test_what_is_open_is_changed_as_ever(place, plan):
    plan = send_back(plan, place, parts=["recipients", "signer", "head"])
    line = flagged(plan)

    actions.save_lines(plan.pk, by=place.officer, edits=[edit(line, "Còn 0,3%.")])
    actions.edit_note(
        line.target_notes.get().pk, "chi-tieu", by=place.officer, name="Nghèo"
    )
    actions.set_recipients(plan.pk, by=place.officer, texts=["Lưu: VT"])
    actions.edit_plan(plan.pk, by=place.officer, title="Khác", signer=None)
    actions.edit_campaign(plan.pk, by=place.officer, name="Khác")

    line.refresh_from_db()
    assert line.text == "Còn 0,3%."


def test_a_form_with_closed_lines_that_nobody_changed_is_saved(place, plan):
    plan = send_back(plan, place)
    edits = [edit(line, line.text) for line in plan.lines.all()]
    edits = [
        edit(flagged(plan), "Mới.") if e.pk == flagged(plan).pk else e for e in edits
    ]

    actions.save_lines(plan.pk, by=place.officer, edits=edits)
    actions.edit_plan(plan.pk, by=place.officer, title=plan.title)

    assert plan.lines.filter(text="Mới.").exists()


def test_a_line_beside_an_open_one_is_open_too(place, plan):
    plan = send_back(plan, place)
    by, line = place.officer, flagged(plan)

    added = actions.insert_line(
        plan.pk, by=by, after=line.pk, kind="dash", text="Thêm."
    )
    pieces = [
        Line(kind=LineKind.DASH, text="Một."),
        Line(kind=LineKind.DASH, text="Hai."),
    ]
    _, second = actions.split_line(added.pk, by=by, pieces=pieces)
    actions.move_line(second.pk, by=by, up=True)
    actions.remove_line(added.pk, by=by)
    actions.save_lines(plan.pk, by=by, edits=[edit(second, "Hai, sửa.")])

    assert ReturnPlace.objects.filter(line=second).exists()


def test_an_open_line_that_was_removed_comes_back_open(place, plan):
    plan = send_back(plan, place)
    kept = actions.remove_line(flagged(plan).pk, by=place.officer)
    assert not ReturnPlace.objects.exists()

    restored = actions.undo_remove(plan.pk, by=place.officer, **kept)

    assert ReturnPlace.objects.get().line == restored
    assert Comment.objects.get().line == restored


def test_from_the_trash_too_but_not_what_went_before(place):
    plan = place.draft()
    before = actions.remove_line(plan.lines.get(position=2).pk, by=place.officer)
    actions.submit_plan(plan.pk, by=place.officer)
    CommentFactory(line=flagged(plan), author=place.leader)
    plan = send_back(plan, place)
    kept = actions.remove_line(flagged(plan).pk, by=place.officer)

    actions.restore_part(kept["entry"], by=place.officer)
    with pytest.raises(Refused, match="chỉ mở sửa"):
        actions.restore_part(before["entry"], by=place.officer)


def test_a_whole_return_opens_all(place, plan):
    actions.return_plan(plan.pk, by=place.leader, reason="Sửa lại.")

    actions.save_lines(plan.pk, by=place.officer, edits=[edit(another(plan), "Mới.")])
    assert plan.returns.get().scope == "whole"


# ---- more is asked for --------------------------------------------------------------------


def test_more_is_asked_for_and_opened(place, plan):
    plan = send_back(plan, place)
    request = actions.ask_opening(
        plan.pk, by=place.officer, reason=" Cần sửa mục III. "
    )
    assert (request.reason, request.status) == ("Cần sửa mục III.", "open")
    with pytest.raises(Refused, match="Đã xin mở thêm, đang chờ"):
        actions.ask_opening(plan.pk, by=place.officer, reason="x")
    assert [item.title for item in items(place.leader)] == [
        f"Trả lời xin mở thêm: {plan}"
    ]

    actions.open_whole(plan.pk, by=place.leader)

    request.refresh_from_db()
    assert (request.status, request.answered_by) == ("granted", place.leader)
    assert plan.returns.get().scope == "whole"
    actions.save_lines(plan.pk, by=place.officer, edits=[edit(another(plan), "Mới.")])
    with pytest.raises(Refused, match="Cả kế hoạch đang mở sửa"):
        actions.open_whole(plan.pk, by=place.leader)
    assert items(place.leader) == []


def test_no_is_said_with_a_sentence_and_one_may_ask_again(place, plan):
    plan = send_back(plan, place)
    request = actions.ask_opening(plan.pk, by=place.officer, reason="Cần sửa mục III.")
    with pytest.raises(Refused, match="Ghi một câu trả lời"):
        actions.decline_opening(plan.pk, by=place.leader, answer=" ")

    actions.decline_opening(plan.pk, by=place.leader, answer="Mục III giữ nguyên.")

    request.refresh_from_db()
    assert (request.status, request.answer) == ("declined", "Mục III giữ nguyên.")
    with pytest.raises(Refused, match="Không còn yêu cầu"):
        actions.decline_opening(plan.pk, by=place.leader, answer="x")
    actions.ask_opening(plan.pk, by=place.officer, reason="Số liệu mới.")


def test_another_leader_opens_only_once_who_asked_leads_no_more(place, plan):
    other = place.person(Role.LEADER)
    plan = send_back(plan, place)
    actions.ask_opening(plan.pk, by=place.officer, reason="x")
    with pytest.raises(PermissionDenied):
        actions.open_whole(plan.pk, by=other)
    assert items(other) == []

    Membership.objects.filter(user=place.leader).update(
        valid_to=localdate().replace(year=2020)
    )
    other = type(other).objects.get(pk=other.pk)
    assert [item.title for item in items(other)] == [f"Trả lời xin mở thêm: {plan}"]
    actions.open_whole(plan.pk, by=other)


def test_sent_again_nothing_is_asked_any_more(place, plan):
    plan = send_back(plan, place)
    request = actions.ask_opening(plan.pk, by=place.officer, reason="x")

    actions.submit_plan(plan.pk, by=place.officer)

    request.refresh_from_db()
    assert request.status == "lapsed"
    with pytest.raises(Refused, match="Cả kế hoạch đang mở sửa"):
        actions.ask_opening(plan.pk, by=place.officer, reason="x")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_request_says_why(place, plan, reason):
    plan = send_back(plan, place)

    with pytest.raises(Refused, match="Ghi lý do cần mở thêm"):
        actions.ask_opening(plan.pk, by=place.officer, reason=reason)
    assert not OpeningRequest.objects.exists()


# ---- sent again ---------------------------------------------------------------------------


def waiting(user):
    return list(Plan.objects.waiting_for(type(user).objects.get(pk=user.pk)))


def test_it_comes_back_only_to_who_returned_it(place, plan):
    deputy = place.person(Role.LEADER)
    comment = CommentFactory(line=another(plan), author=deputy)
    assert waiting(deputy) == waiting(place.leader) == [plan]
    send_back(plan, place, by=deputy)
    actions.submit_plan(plan.pk, by=place.officer)

    assert (waiting(deputy), waiting(place.leader)) == ([plan], [])
    (item,) = items(deputy)
    assert (item.title, item.mine) == (f"Xem lại chỗ đã trả: {plan}", True)

    actions.look_again(plan.pk, by=deputy)
    comment.refresh_from_db()
    assert (comment.status, comment.closed_by) == ("done", deputy)
    assert waiting(deputy) == waiting(place.leader) == [plan]


def test_all_leaders_once_that_person_leads_no_more(place, plan):
    deputy = place.person(Role.LEADER)
    CommentFactory(line=another(plan), author=deputy)
    send_back(plan, place, by=deputy)
    actions.submit_plan(plan.pk, by=place.officer)

    Membership.objects.filter(user=deputy).update(
        valid_to=localdate().replace(year=2020)
    )

    assert waiting(place.leader) == [plan]


def test_all_leaders_after_a_whole_return(place, plan):
    deputy = place.person(Role.LEADER)
    actions.return_plan(plan.pk, by=deputy, reason="Sửa lại.")
    actions.submit_plan(plan.pk, by=place.officer)

    assert waiting(place.leader) == waiting(deputy) == [plan]


def test_only_who_returned_it_looks_again(place, plan):
    send_back(plan, place)
    with pytest.raises(Refused, match="không chờ anh/chị xem lại"):
        actions.look_again(plan.pk, by=place.leader)
    actions.submit_plan(plan.pk, by=place.officer)

    with pytest.raises(Refused, match="không chờ anh/chị xem lại"):
        actions.look_again(plan.pk, by=place.person(Role.LEADER))


# ---- withdrawn, thrown away, handed over -----------------------------------------------------


def test_withdrawn_the_same_places_are_open(place, plan):
    send_back(plan, place)
    actions.submit_plan(plan.pk, by=place.officer)

    plan = actions.withdraw_plan(plan.pk, by=place.officer)

    assert plan.status == "returned"
    entry = audit.history(plan).first()
    assert (entry.action, entry.actor) == ("plan.draft", place.officer)
    assert plan.returns.get().answered_at is None
    with pytest.raises(Refused, match="chỉ mở sửa"):
        actions.remove_line(another(plan).pk, by=place.officer)
    actions.submit_plan(plan.pk, by=place.officer)
    assert plan.returns.get().answered_at is not None


def test_returned_while_the_officer_withdraws(place, plan):
    """Two tabs: whoever comes second is told."""
    send_back(plan, place)
    with pytest.raises(Refused, match="Chỉ rút về được khi đang chờ duyệt"):
        actions.withdraw_plan(plan.pk, by=place.officer)

    actions.submit_plan(plan.pk, by=place.officer)
    actions.withdraw_plan(plan.pk, by=place.officer)
    with pytest.raises(Refused, match="nên không trả lại được"):
        send_back(plan, place)


def test_an_approved_plan_is_not_withdrawn(place, plan):
    send_back(plan, place)
    actions.submit_plan(plan.pk, by=place.officer)
    Plan.objects.filter(pk=plan.pk).update(
        status="approved", approved_by=place.leader, approved_at=now()
    )

    with pytest.raises(Refused, match="Chỉ rút về được khi đang chờ duyệt"):
        actions.withdraw_plan(plan.pk, by=place.officer)


def test_thrown_away_and_brought_back_the_places_are_as_they_were(place, plan):
    plan = send_back(plan, place)
    actions.discard_draft(plan.pk, by=place.officer)

    actions.restore_draft(plan.campaign_id, by=place.officer)

    with pytest.raises(Refused, match="chỉ mở sửa"):
        actions.remove_line(another(plan).pk, by=place.officer)


def test_handed_over_the_whole_is_open_and_every_leader_has_it(place, plan):
    plan = send_back(plan, place)
    request = actions.ask_opening(plan.pk, by=place.officer, reason="x")
    heir = ward()
    handover = Handover.objects.create(
        unit=place.unit, heir=heir.unit, effective_on=localdate(), basis="Nghị quyết số 1",
        recorded_by=place.administrator,
    )  # fmt: skip

    take_over(handover)

    plan.refresh_from_db()
    request.refresh_from_db()
    assert (plan.issuer, plan.returns.get().scope) == (heir.unit, "whole")
    assert request.status == "granted"
    actions.edit_plan(plan.pk, by=heir.officer, signer=heir.signer)
    # What the old leader said stays, for the heir's officer to settle.
    actions.close_comment(Comment.objects.get().pk, by=heir.officer, outcome="done")


def test_the_own_head_is_taken_only_where_the_head_is_open(place, plan, monkeypatch):
    plan = send_back(plan, place)
    monkeypatch.setattr(heads, "own_columns", lambda *given: {"symbol": "QĐ-UBND"})

    with pytest.raises(Refused, match="chỉ mở sửa"):
        actions.take_own_head(plan.pk, by=place.officer)


# ---- no way round ---------------------------------------------------------------------------

ACTS = ("save", "insert", "split", "move", "remove", "undo", "note", "recipients")


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 14), st.booleans()), max_size=8
    )
)
def test_no_edits_change_a_closed_line(acts):
    """Whatever is tried, closed lines keep their words and their order."""
    with transaction.atomic():
        place = ward()
        plan = place.submitted()
        for position in (3, 6, 8):
            CommentFactory(line=plan.lines.get(position=position), author=place.leader)
        plan = send_back(plan, place)
        opened = set(plan.returns.get().places.values_list("line", flat=True))
        before = [one for one in told(plan) if one[0] not in opened]
        closed = {one[0] for one in before}
        kept = None

        for act, number, flag in acts:
            lines = list(plan.lines.order_by("position"))
            line = lines[number % len(lines)]
            by = place.officer
            try:
                with transaction.atomic():
                    match act:
                        case "save":
                            edits = [edit(line, f"{line.text} thêm")]
                            actions.save_lines(plan.pk, by=by, edits=edits)
                        case "insert":
                            after = line.pk if flag else None
                            actions.insert_line(
                                plan.pk, by=by, after=after, kind="dash", text="mới"
                            )
                        case "split":
                            pieces = [
                                Line(kind=LineKind.DASH, text="một"),
                                Line(kind=LineKind.DASH, text="hai"),
                            ]
                            actions.split_line(line.pk, by=by, pieces=pieces)
                        case "move":
                            actions.move_line(line.pk, by=by, up=flag)
                        case "remove":
                            kept = actions.remove_line(line.pk, by=by)
                        case "undo" if kept:
                            actions.undo_remove(plan.pk, by=by, **kept)
                        case "note":
                            actions.add_note(line.pk, "thoi-han", by=by, text="x")
                        case "recipients":
                            actions.set_recipients(plan.pk, by=by, texts=["x"])
            except (Refused, EditConflict):
                pass

        assert [one for one in told(plan) if one[0] in closed] == before
        assert plan.recipients.count() == 3
        transaction.set_rollback(True)


def told(plan):
    return list(
        PlanLine.objects.filter(plan=plan)
        .order_by("position")
        .values_list("pk", "kind", "text", "marker", "is_title")
    )
