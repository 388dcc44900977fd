"""Đăng ký của đơn vị: begun, saved, sent, taken back, decided, late; who may and when not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions
from campaigns.models import LatePermission, Undertaking
from campaigns.registering import State, lacks, of_campaign, of_person, owing
from tests.factories import (
    LatePermissionFactory,
    MembershipFactory,
    ParticipationFactory,
    RegistrationCallFactory,
    Role,
    UndertakingFactory,
    UserFactory,
    ward,
)
from units import audit
from units.errors import Refused
from units.models import AuditEntry, User
from units.money import parse_money, vn_money

TODAY = localdate()
DAY = timedelta(days=1)
WHOLE = {
    "kind": "model", "name": "Tuyến hẻm nở hoa", "description": "Trồng hoa dọc hẻm 3.",
    "person_in_charge": "Ông Bảy", "ends_on": date(2023, 9, 30),
}  # fmt: skip


class Place:
    """A ward whose campaign asks each unit for one model; one unit takes part."""

    def __init__(self, due_on=TODAY + 4 * DAY):
        self.ward = ward()
        self.taking = ParticipationFactory(campaign__host=self.ward.unit)
        self.campaign = self.taking.campaign
        self.unit = self.taking.unit
        self.call = RegistrationCallFactory(
            campaign=self.campaign, what="mô hình", due_on=due_on
        )
        self.by = MembershipFactory(unit=self.unit, role=Role.REPORTER).user

    def begun(self, **facts):
        return actions.begin_undertaking(
            self.taking.pk, by=self.by, call_id=self.call.pk, **WHOLE | facts
        )

    def sent(self, **facts):
        return actions.submit_undertaking(self.begun(**facts).pk, by=self.by)

    def approved(self, **facts):
        sent = self.sent(**facts)
        return actions.approve_undertaking(sent.pk, by=self.ward.officer)

    @property
    def state(self):
        (one,) = of_campaign(self.campaign, TODAY)
        return one.answers[0].state


@pytest.fixture
def place(db):
    return Place()


def book(record):
    return list(audit.history(record).values_list("action", flat=True))[::-1]


# ---- the unit -----------------------------------------------------------------------------


def test_a_draft_asks_for_nothing_and_stays_the_units_own(place):
    made = actions.begin_undertaking(place.taking.pk, by=place.by)

    assert (made.status, made.name, made.kind, made.call) == (
        "draft",
        "",
        "model",
        None,
    )
    assert str(made) == "Mô hình chưa đặt tên"
    assert (made.unit, made.campaign, made.created_by) == (
        place.unit, place.campaign, place.by,
    )  # fmt: skip
    assert book(made) == ["undertaking.added"]
    assert list(Undertaking.objects.visible_to(place.by)) == [made]
    assert list(Undertaking.objects.visible_to(place.ward.officer)) == []


def test_saving_changes_what_is_said_and_moves_the_version_on(place):
    made = place.begun()
    cost = Decimal(45_000_000)
    saved = actions.save_undertaking(
        made.pk, by=place.by, call_id=None, cost=cost, name="Hẻm xanh"
    )

    assert (saved.name, saved.cost, saved.call, saved.version) == (
        "Hẻm xanh",
        cost,
        None,
        2,
    )
    assert saved.description == WHOLE["description"]
    assert book(saved) == ["undertaking.added", "undertaking.amended"]
    actions.save_undertaking(made.pk, by=place.by, call_id=None, name="Hẻm xanh")
    saved.refresh_from_db()
    assert saved.version == 2


def test_what_is_not_mentioned_stays(place):
    made = place.begun()
    actions.save_undertaking(made.pk, by=place.by, name="Hẻm xanh")
    made.refresh_from_db()
    assert (made.call, made.place, made.person_in_charge) == (place.call, "", "Ông Bảy")


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(place):
    made = place.begun()
    seen = audit.mark(made)
    colleague = MembershipFactory(unit=place.unit, role=Role.OFFICER).user
    actions.save_undertaking(made.pk, by=colleague, call_id=None, name="Của chị Tư")

    with pytest.raises(Refused, match="mở trang này ở thẻ khác"):
        actions.save_undertaking(made.pk, by=place.by, seen=seen, name="Của tôi")
    made.refresh_from_db()
    assert made.name == "Của chị Tư"


def test_sending_asks_one_sentence_a_field(place):
    made = actions.begin_undertaking(
        place.taking.pk, by=place.by, kind="work", cost=None, funding=""
    )
    with pytest.raises(Refused) as refused:
        actions.submit_undertaking(made.pk, by=place.by)

    assert [at for at, _ in refused.value.parts] == [
        "name", "description", "person_in_charge", "ends_on", "place", "cost",
    ]  # fmt: skip
    assert dict(refused.value.parts)["cost"] == (
        "Ghi kinh phí dự kiến; không dùng kinh phí thì ghi 0."
    )
    made.refresh_from_db()
    assert made.status == "draft"


def test_money_says_where_it_comes_from_and_zero_is_an_amount():
    whole = Undertaking(**WHOLE)
    assert lacks(whole) == []
    whole.cost = Decimal(5)
    assert lacks(whole) == [("funding", "Ghi kinh phí lấy từ nguồn nào.")]
    whole.kind, whole.place, whole.cost = "work", "Hẻm 3", Decimal(0)
    assert lacks(whole) == []


def test_sent_it_waits_and_can_be_taken_back(place):
    sent = place.sent()
    assert (sent.status, sent.submitted_by, sent.late_permitted) == (
        "submitted", place.by, "",
    )  # fmt: skip
    assert not sent.is_late
    assert place.state is State.WAITING
    first = sent.submitted_at

    back = actions.withdraw_undertaking(sent.pk, by=place.by)
    assert back.status == "draft"
    assert place.state is State.MISSING
    again = actions.submit_undertaking(sent.pk, by=place.by)
    assert again.submitted_at == first
    assert book(again) == [
        "undertaking.added", "undertaking.submitted", "undertaking.draft",
        "undertaking.submitted",
    ]  # fmt: skip


def test_what_was_sent_is_not_written_or_dropped(place):
    sent = place.sent()
    with pytest.raises(Refused, match="“Chờ duyệt” nên không sửa được"):
        actions.save_undertaking(sent.pk, by=place.by, name="Khác")
    with pytest.raises(Refused, match="không sửa được"):
        actions.drop_undertaking(sent.pk, by=place.by)
    actions.withdraw_undertaking(sent.pk, by=place.by)
    with pytest.raises(Refused, match="đã gửi thì không bỏ được"):
        actions.drop_undertaking(sent.pk, by=place.by)


def test_a_draft_is_dropped_and_the_book_keeps_its_words(place):
    made = place.begun()
    actions.drop_undertaking(made.pk, by=place.by)

    assert not Undertaking.objects.filter(pk=made.pk).exists()
    line = AuditEntry.objects.get(action="undertaking.removed")
    assert line.detail["before"]["name"] == WHOLE["name"]


def test_others_may_not(place):
    made = place.begun()
    strangers = [
        place.ward.officer, MembershipFactory(unit=place.unit, role=Role.CLERK).user,
        MembershipFactory(unit=place.unit, role=Role.REPORTER, valid_to=TODAY - DAY).user,
        MembershipFactory(role=Role.REPORTER).user,
    ]  # fmt: skip
    for by in strangers:
        with pytest.raises(PermissionDenied):
            actions.submit_undertaking(made.pk, by=by)
        with pytest.raises(PermissionDenied):
            actions.begin_undertaking(place.taking.pk, by=by)


def test_who_left_the_campaign_registers_no_more(place):
    made = place.begun()
    place.taking.left_at, place.taking.left_by = now(), place.ward.officer
    place.taking.left_reason = "Giải thể"
    place.taking.save()

    for act in (place.begun, lambda: actions.submit_undertaking(made.pk, by=place.by)):
        with pytest.raises(Refused, match="không còn tham gia"):
            act()


# ---- the host -----------------------------------------------------------------------------


def test_approved_it_counts_and_is_carried_out(place):
    approved = place.approved()
    assert (approved.status, approved.approved_by) == ("approved", place.ward.officer)
    assert place.state is State.APPROVED
    assert owing(of_campaign(place.campaign, TODAY)) == []

    done = actions.record_carrying_out(
        approved.pk, by=place.by, begun_on=TODAY - 9 * DAY, finished_on=TODAY,
        outcome="320 m hẻm có hoa.",
    )  # fmt: skip
    assert (done.finished_on, done.outcome) == (TODAY, "320 m hẻm có hoa.")
    assert book(done)[-1] == "undertaking.carried_out"


@pytest.mark.parametrize(
    ("said", "at", "words"),
    [
        ({"begun_on": TODAY, "finished_on": TODAY - DAY}, "finished_on", "trước ngày bắt đầu"),
        ({"begun_on": TODAY, "plaque_on": TODAY - DAY}, "plaque_on", "gắn biển"),
        ({"finished_on": TODAY + DAY}, "finished_on", "ngày đã đến"),
    ],
)  # fmt: skip
def test_days_of_the_work_are_in_order(place, said, at, words):
    approved = place.approved()
    with pytest.raises(Refused, match=words) as refused:
        actions.record_carrying_out(approved.pk, by=place.by, **said)
    assert [where for where, _ in refused.value.parts] == [at]


def test_nothing_is_carried_out_before_it_is_approved(place):
    with pytest.raises(Refused, match="duyệt rồi mới ghi"):
        actions.record_carrying_out(place.sent().pk, by=place.by, outcome="Xong")


def test_returned_with_its_reason_it_is_mended_and_sent_again(place):
    sent = place.sent()
    with pytest.raises(Refused, match="Ghi lý do trả lại"):
        actions.return_undertaking(sent.pk, by=place.ward.officer, reason="  ")
    back = actions.return_undertaking(
        sent.pk, by=place.ward.officer, reason="Ghi rõ kinh phí."
    )
    assert (back.status, back.return_reason, back.returned_by) == (
        "returned", "Ghi rõ kinh phí.", place.ward.officer,
    )  # fmt: skip
    assert place.state is State.RETURNED
    actions.save_undertaking(sent.pk, by=place.by, call_id=place.call.pk, funding="Quỹ")
    again = actions.submit_undertaking(sent.pk, by=place.by)
    assert again.status == "submitted"
    assert again.submitted_at == sent.submitted_at


def test_an_approval_is_undone_and_the_count_is_what_it_was(place):
    approved = place.approved()
    by = place.ward.officer
    with pytest.raises(Refused, match="Ghi lý do hủy duyệt"):
        actions.undo_approval(approved.pk, by=by, reason="")
    again = actions.undo_approval(approved.pk, by=by, reason="Trùng với tổ khác.")

    assert (again.status, again.approved_by, again.approved_at) == (
        "submitted",
        None,
        None,
    )
    assert place.state is State.WAITING
    line = AuditEntry.objects.get(action="undertaking.approval_undone")
    assert line.detail["reason"] == "Trùng với tổ khác."


def test_nobody_decides_what_they_sent_or_typed_in(place):
    officer = place.ward.officer
    made = actions.register_for_unit(
        place.taking.pk, by=officer, provenance="Bản giấy ngày 3/8, ông Minh gửi",
        call_id=place.call.pk, **WHOLE,
    )  # fmt: skip
    assert (made.entered_for_unit, made.provenance) == (
        True, "Bản giấy ngày 3/8, ông Minh gửi",
    )  # fmt: skip
    assert list(Undertaking.objects.visible_to(place.by)) == [made]
    with pytest.raises(PermissionDenied):
        actions.submit_undertaking(made.pk, by=place.by)
    other = place.ward.person(Role.OFFICER)
    actions.submit_undertaking(made.pk, by=other)
    for by in (officer, other):
        with pytest.raises(PermissionDenied):
            actions.approve_undertaking(made.pk, by=by)
    secretary = place.ward.person(Role.SECRETARY)
    assert list(Undertaking.objects.to_receive(secretary)) == [made]
    assert list(Undertaking.objects.to_receive(officer)) == []
    assert actions.approve_undertaking(made.pk, by=secretary).status == "approved"


def test_typed_in_for_a_unit_it_names_its_paper(place):
    with pytest.raises(Refused, match="theo văn bản nào") as refused:
        actions.register_for_unit(
            place.taking.pk, by=place.ward.officer, provenance=" ", **WHOLE
        )
    assert [at for at, _ in refused.value.parts] == ["provenance"]
    made = UndertakingFactory(participation=place.taking)
    with pytest.raises(IntegrityError), transaction.atomic():
        Undertaking.objects.filter(pk=made.pk).update(entered_for_unit=True)


def test_twice_approved_says_who_did_it(place):
    approved = place.approved()
    with pytest.raises(Refused, match=f"{place.ward.officer} đã duyệt đăng ký này"):
        actions.approve_undertaking(approved.pk, by=place.ward.person(Role.OFFICER))


# ---- late ---------------------------------------------------------------------------------


def test_after_the_last_day_nothing_is_taken_without_permission(db):
    late = Place(due_on=TODAY - DAY)
    made = late.begun()
    with pytest.raises(Refused, match="Đã quá hạn đăng ký") as refused:
        actions.submit_undertaking(made.pk, by=late.by)
    assert [at for at, _ in refused.value.parts] == ["call"]

    officer = late.ward.officer
    with pytest.raises(PermissionDenied):
        actions.permit_late(
            late.taking.pk, late.call.pk, by=late.by, until=TODAY, reason="Xin"
        )
    permission = actions.permit_late(
        late.taking.pk, late.call.pk, by=officer, until=TODAY, reason="Lũ lụt"
    )
    sent = actions.submit_undertaking(made.pk, by=late.by)
    assert (sent.is_late, sent.late_permitted) == (True, "Lũ lụt")
    assert book(permission) == ["latepermission.added"]


def test_a_new_permission_replaces_the_one_before_and_can_be_ended(db):
    late = Place(due_on=TODAY - DAY)
    officer = late.ward.officer

    def permit(until, reason="Lũ lụt"):
        return actions.permit_late(
            late.taking.pk, late.call.pk, by=officer, until=until, reason=reason
        )

    first = permit(TODAY)
    second = permit(TODAY + 9 * DAY)
    first.refresh_from_db()
    assert first.closed_at is not None
    assert list(LatePermission.objects.in_use(TODAY)) == [second]
    for until in (TODAY - DAY, TODAY - 2 * DAY):
        with pytest.raises(Refused, match="phải sau hạn"):
            permit(until)
    with pytest.raises(Refused, match="Ghi lý do"):
        permit(TODAY, " ")
    actions.end_late_permission(second.pk, by=officer)
    assert list(LatePermission.objects.in_use(TODAY)) == []
    with pytest.raises(Refused, match="đã thôi"):
        actions.end_late_permission(second.pk, by=officer)
    with pytest.raises(Refused, match="Đã quá hạn"):
        late.sent()


def test_yesterdays_permission_helps_no_more(db):
    late = Place(due_on=TODAY - 5 * DAY)
    LatePermissionFactory(participation=late.taking, call=late.call, until=TODAY - DAY)
    with pytest.raises(Refused, match="Đã quá hạn"):
        late.sent()


def test_what_no_call_asks_for_has_no_last_day(db):
    late = Place(due_on=TODAY - DAY)
    made = actions.begin_undertaking(late.taking.pk, by=late.by, **WHOLE)
    assert not actions.submit_undertaking(made.pk, by=late.by).is_late


# ---- what is owed -------------------------------------------------------------------------


def test_a_unit_owes_what_is_missing_until_enough_is_sent(place):
    place.call.minimum = 2
    place.call.save()

    def told():
        (one,) = of_person(place.by, TODAY)
        answer = one.answers[0]
        return answer.missing, answer.sent, answer.state

    assert told() == (2, 0, State.MISSING)
    place.sent()
    assert told() == (1, 1, State.WAITING)
    for one in Undertaking.objects.all():
        actions.approve_undertaking(one.pk, by=place.ward.officer)
    assert told() == (1, 1, State.MISSING)
    place.approved()
    assert told() == (0, 2, State.APPROVED)


def test_a_call_of_another_campaign_is_none(place):
    other = RegistrationCallFactory()
    with pytest.raises(Refused, match="không có trong phong trào"):
        actions.begin_undertaking(place.taking.pk, by=place.by, call_id=other.pk)


def test_nobody_sees_anything_without_an_account_in_use(place):
    place.sent()
    closed = UserFactory(is_active=False)
    MembershipFactory(user=closed, unit=place.unit, role=Role.REPORTER)
    for user in (closed, User(pk=0)):
        assert list(Undertaking.objects.visible_to(user)) == []


# ---- money as people type it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("45 triệu", 45_000_000), ("1,2 tỷ", 1_200_000_000), ("45.000.000", 45_000_000),
        ("45.000.000 đồng", 45_000_000), ("1 tỷ 200 triệu", 1_200_000_000),
        ("45 triệu đồng", 45_000_000), ("500 nghìn", 500_000), ("500k", 500_000),
        ("45tr", 45_000_000), ("0", 0), ("2 TỶ", 2_000_000_000), ("1.500 triệu", 1_500_000_000),
        ("nhiều lắm", None), ("-5", None), ("1,5", None), ("45 triệu rưỡi", None),
        ("200 triệu 1 tỷ", None), ("triệu", None), ("", None), ("9" * 20, None),
        ("5 đồng 3 triệu", None), ("hơn 45 triệu", None),
    ],
)  # fmt: skip
def test_amounts_of_money(typed, amount):
    assert parse_money(typed) == (None if amount is None else Decimal(amount))


@given(st.integers(0, 10**15 - 1))
def test_what_is_shown_is_read_back(amount):
    assert parse_money(vn_money(Decimal(amount))) == amount


@given(st.integers(1, 999), st.integers(0, 999))
def test_pieces_add_up(billions, millions):
    typed = f"{billions} tỷ {millions} triệu"
    assert parse_money(typed) == billions * 10**9 + millions * 10**6


# ---- another call -------------------------------------------------------------------------


def another(place, **values):
    return RegistrationCallFactory(campaign=place.campaign, what="công trình", **values)


def test_in_time_for_one_call_is_not_in_time_for_another(place):
    """Sent by a call that still runs, taken back, turned to one that is over."""
    over = another(place, due_on=TODAY - DAY)
    for first in (place.call.pk, None):
        made = actions.begin_undertaking(
            place.taking.pk, by=place.by, call_id=first, **WHOLE
        )
        actions.submit_undertaking(made.pk, by=place.by)
        actions.withdraw_undertaking(made.pk, by=place.by)
        actions.save_undertaking(made.pk, by=place.by, call_id=over.pk)
        with pytest.raises(Refused, match="Đã quá hạn đăng ký"):
            actions.submit_undertaking(made.pk, by=place.by)

    actions.permit_late(
        place.taking.pk, over.pk, by=place.ward.officer, until=TODAY, reason="Lũ lụt"
    )
    sent = actions.submit_undertaking(made.pk, by=place.by)
    assert (sent.is_late, sent.late_permitted) == (True, "Lũ lụt")


def test_turned_to_another_call_while_that_runs_it_is_late_all_the_same(place):
    """The day on which it is first sent by a call is the day that counts for it."""
    other = another(place, due_on=TODAY)
    made = place.sent()
    actions.return_undertaking(
        made.pk, by=place.ward.officer, reason="Chọn lại yêu cầu"
    )
    actions.save_undertaking(made.pk, by=place.by, call_id=other.pk)
    other.due_on = TODAY - DAY
    other.save()
    with pytest.raises(Refused, match="Đã quá hạn đăng ký"):
        actions.submit_undertaking(made.pk, by=place.by)


def test_sent_again_by_the_same_call_it_keeps_its_day(place):
    made = place.sent()
    day = now() - 30 * DAY
    Undertaking.objects.filter(pk=made.pk).update(submitted_at=day)
    place.call.due_on = TODAY - DAY
    place.call.save()
    actions.return_undertaking(made.pk, by=place.ward.officer, reason="Ghi rõ hơn")
    again = actions.submit_undertaking(made.pk, by=place.by)
    assert (again.submitted_at, again.is_late) == (day, False)


def test_a_call_that_the_plan_has_no_more_is_not_answered(place):
    made = place.begun()
    gone = another(place, ended_at=now())
    for act in (
        lambda: place.begun() and actions.begin_undertaking(
            place.taking.pk, by=place.by, call_id=gone.pk
        ),
        lambda: actions.save_undertaking(made.pk, by=place.by, call_id=gone.pk),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.parts == (
            (
                "call",
                "Kế hoạch không còn yêu cầu “công trình”; chọn yêu cầu khác, hoặc chọn đơn vị "
                "tự đăng ký thêm.",
            ),
        )
    # Ended while it is a draft: saved as ever, sent only by another call or by none.
    place.call.ended_at = now()
    place.call.save()
    actions.save_undertaking(
        made.pk, by=place.by, call_id=place.call.pk, name="Hẻm xanh"
    )
    with pytest.raises(Refused, match="không còn yêu cầu “mô hình”"):
        actions.submit_undertaking(made.pk, by=place.by)
    actions.save_undertaking(made.pk, by=place.by, call_id=None)
    assert actions.submit_undertaking(made.pk, by=place.by).status == "submitted"
