"""Rút lại việc sắp xếp: everything is as it was, or nothing happens and a sentence says why."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.factories import (
    DECISION,
    ClusterFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from tests.test_units_reform import BASIS, Province
from units import actions, estates, permissions
from units.actions.resettling import WITH_HEIR
from units.errors import Refused
from units.models import (
    AuditEntry,
    ClusterHandover,
    Delegation,
    Handover,
    Membership,
    Reform,
    ReformUnit,
    Unit,
    UnitPlace,
)

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
SOON = TODAY + 30 * DAY
REASON = "Nghị quyết chưa được thông qua."
KEPT_APART = {
    "AuditEntry", "AuditSeal", "AuditAnchor", "Access", "Reform", "ReformUnit",
    "ReformWrite", "Session",
}  # fmt: skip


class Here(Province):
    """Besides: what is to come by itself, a cluster whose head changes, roles of every date."""

    def __init__(self):
        super().__init__()
        self.third = UnitFactory(parent=self.district, short_name="UBND phường Nam")
        self.cluster = ClusterFactory(parent=self.top, short_name="Cụm 1")
        for unit in (self.ward, self.other, self.east):
            ClusterMemberFactory(
                cluster=self.cluster, unit=unit, valid_from=TODAY - 90 * DAY
            )
        ClusterOfficeFactory(
            cluster=self.cluster, unit=self.ward, valid_from=TODAY - 30 * DAY,
            valid_to=TODAY + 59 * DAY,
        )  # fmt: skip
        actions.appoint_cluster_heads(
            self.cluster.pk, by=self.administrator, head_id=self.other.pk,
            valid_from=TODAY + 60 * DAY, valid_to=TODAY + 120 * DAY, basis=DECISION,
        )  # fmt: skip
        self.handover = ClusterHandover.objects.get()
        head = MembershipFactory(
            unit=self.other, role=Role.LEADER, capacity="head", title="Chủ tịch"
        )
        # Signs by a delegation that begins later than some of the days.
        coming = MembershipFactory(
            unit=self.other, role=Role.LEADER, capacity="delegated",
            title="Trưởng phòng", valid_from=TODAY + 45 * DAY,
        )  # fmt: skip
        Delegation.objects.create(
            membership=coming, giver=head, number="12/GUQ", signed_on=TODAY,
            kinds=["plan"],
        )  # fmt: skip
        for unit in (self.ward, self.other, self.office, self.third):
            MembershipFactory(unit=unit, role=Role.OFFICER)
            MembershipFactory(unit=unit, role=Role.CLERK, valid_to=TODAY + 50 * DAY)
            MembershipFactory(
                unit=unit, role=Role.REPORTER, valid_from=TODAY + 40 * DAY
            )
        actions.rename_unit(
            self.other.pk, by=self.administrator, effective_on=TODAY + 20 * DAY,
            basis=BASIS, name="Ủy ban nhân dân phường Tây Mới",
        )  # fmt: skip
        actions.move_unit(
            self.ward.pk, by=self.administrator, parent_id=self.top.pk,
            effective_on=TODAY + 70 * DAY, basis=BASIS,
        )  # fmt: skip

    def order(self, day=SOON):
        return {"by": self.administrator, "effective_on": day, "basis": BASIS}

    def move(self, unit, parent, day=SOON):
        return actions.move_unit(unit.pk, parent_id=parent.pk, **self.order(day))

    def merge(self, day=SOON, into=None, people=()):
        facts = (
            {"into_id": into.pk}
            if into
            else {"code": "H99.1", "name": "Ủy ban mới", "short_name": "UBND mới"}
        )
        return actions.merge_units(
            [self.ward.pk, self.other.pk], people=dict.fromkeys(people, WITH_HEIR),
            **facts, **self.order(day),
        )  # fmt: skip

    def divide(self, day=SOON, stays=False, people=()):
        parts = [
            {"code": f"H99.{n}", "name": f"Ủy ban {n}", "short_name": f"UBND {n}"}
            for n in (1, 2)
        ]
        parts[0]["takes"] = [self.west.pk]
        return actions.divide_unit(
            self.other.pk, parts=parts, stays=stays,
            people=dict.fromkeys(people, WITH_HEIR), **self.order(day),
        )  # fmt: skip

    def dissolve(self, day=SOON, people=()):
        return actions.dissolve_unit(
            self.office.pk, successor_ids=[self.third.pk],
            people=dict.fromkeys(people, WITH_HEIR), **self.order(day),
        )  # fmt: skip


@pytest.fixture
def here():
    return Here()


def call_off(unit, by, reason=REASON):
    """The newest to come that is about the unit."""
    about = {"sides__unit": unit, "sides__side": "subject"}
    reform = Reform.objects.to_come().filter(**about).order_by("-pk")[0]
    return actions.call_off_reform(reform.pk, by=by, reason=reason)


def rows():
    """Every row of every table of units but the book, the log and reforms themselves."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("units").get_models()
        if model.__name__ not in KEPT_APART
    }


def refused(act) -> str:
    before = rows()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act()
    assert rows() == before
    return str(refusal.value)


# ---- the law --------------------------------------------------------------------------------


# Who is named afterwards to take over from what ends with nobody to follow it, one by one.
heirs = st.lists(st.sampled_from(["third", "top", "other"]), max_size=2)


@st.composite
def orders(draw):
    """Which act, from which day on, and how; what is to come by itself lies on either side."""
    act = draw(st.sampled_from(["move", "merge", "divide", "dissolve"]))
    how = draw(st.sampled_from(["new", "first", "second"]))
    return act, how, draw(st.integers(1, 150)), draw(st.booleans()), draw(heirs)


def enter(here, order):
    act, how, days, all_go_on, named = order
    day = TODAY + days * DAY
    people = list(Membership.objects.values_list("pk", flat=True)) if all_go_on else []
    match act:
        case "move":
            what = {"new": here.office, "first": here.other, "second": here.west}[how]
            return here.move(what, here.top, day)
        case "merge":
            into = {"new": None, "first": here.ward, "second": here.other}[how]
            gone = [here.ward, here.other, here.office]
            people = _of(people, [unit for unit in gone if unit != into])
            return here.merge(day, into, people if into != here.other else ())
        case "divide":
            stays = how == "first"
            ends = [] if stays else [here.other, here.office]
            return here.divide(day, stays, _of(people, ends))
        case _ if named:
            dissolve_east(here, day, named)
        case _:
            return here.dissolve(day, _of(people, [here.office]))


def dissolve_east(here, day, named):
    """A member of the cluster, followed by nobody until somebody is named."""
    actions.dissolve_unit(here.east.pk, **here.order(day))
    for name in named:
        actions.name_heir(
            here.east.pk, by=here.administrator, basis=BASIS,
            heir_id=getattr(here, name).pk,
        )  # fmt: skip


def _of(people, units):
    found = Membership.objects.filter(pk__in=people, unit__in=units)
    # One head of an agency at a time, and no delegation goes on by itself.
    return list(found.filter(capacity="").values_list("pk", flat=True))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=orders())
@pytest.mark.slow
def test_entering_and_calling_off_leaves_every_row_as_before(here, order):
    with transaction.atomic():
        before = rows()
        try:
            with transaction.atomic():
                enter(here, order)
        except Refused:
            event("refused")
            assert rows() == before
        else:
            event(f"entered: {order[0]}")
            assert rows() != before
            reform = Reform.objects.order_by("-pk")[0]
            called = actions.call_off_reform(
                reform.pk, by=here.administrator, reason=REASON
            )
            assert rows() == before
            assert called.is_called_off
            assert not ReformUnit.objects.filter(side="new").exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "order",
    [
        ("move", "first", 30, False, []),
        ("merge", "new", 30, True, []),
        ("merge", "first", 30, True, []),
        ("merge", "first", 80, False, []),
        ("merge", "second", 30, False, []),
        ("divide", "new", 30, True, []),
        ("divide", "first", 30, False, []),
        ("dissolve", "new", 30, True, []),
        ("dissolve", "new", 30, False, ["third"]),
        ("dissolve", "new", 30, False, ["third", "top"]),
    ],
    ids=lambda order: "-".join(map(str, [*order[:4], *order[4]])),
)
def test_each_act_is_entered_and_called_off(here, order):
    before = rows()

    enter(here, order)
    assert rows() != before
    [reform] = Reform.objects.exclude(kind="move", unit=here.ward)
    actions.call_off_reform(reform.pk, by=here.administrator, reason=REASON)

    assert rows() == before


def test_what_was_called_off_is_told_and_its_day_stays_free(here):
    here.merge()
    reform = Reform.objects.get(kind="merger")
    assert str(reform) == ("Sáp nhập UBND phường Đông, UBND phường Tây thành UBND mới")
    assert {(str(one.unit), one.side) for one in reform.sides.all()} == {
        ("UBND phường Đông", "subject"), ("UBND phường Tây", "subject"),
        ("UBND mới", "new"), ("Tổ dân phố 1", "along"), ("Tổ dân phố 2", "along"),
        ("Văn phòng", "along"),
    }  # fmt: skip

    call_off(here.ward, here.administrator)

    reform.refresh_from_db()
    assert (reform.called_off_by, reform.reason) == (here.administrator, REASON)
    [line] = AuditEntry.objects.filter(action="reform.amended")
    assert (line.actor, line.unit_id) == (here.administrator, here.ward.pk)
    assert line.detail["after"]["reason"] == REASON
    here.merge()  # the same again, with the same code


# ---- what is refused ------------------------------------------------------------------------


def test_only_before_its_day(here):
    here.dissolve(day=TODAY)
    reform = Reform.objects.get(kind="dissolution")

    assert refused(
        lambda: actions.call_off_reform(reform.pk, by=here.administrator, reason=REASON)
    ) == (
        f"Việc này đã có hiệu lực từ ngày {TODAY:%d/%m/%Y} nên không rút lại được. Ghi một "
        "việc sắp xếp mới."
    )


def test_only_once_and_with_a_reason(here):
    here.dissolve()
    assert refused(lambda: call_off(here.office, here.administrator, "  ")) == (
        "Ghi lý do rút lại."
    )
    reform = call_off(here.office, here.administrator)

    again = refused(
        lambda: actions.call_off_reform(reform.pk, by=here.administrator, reason=REASON)
    )

    assert again.startswith(f"{here.administrator} đã rút lại việc này lúc ")


def test_only_who_may_reorganise_it_and_administers_who_takes_it(here):
    """The ward's own office does not call off its own end, nor the half of a move anybody's."""
    here.move(here.third, here.top)
    elsewhere = UnitFactory(short_name="UBND tỉnh Khác")
    both = UserFactory()
    for unit in (elsewhere, here.top):
        MembershipFactory(user=both, unit=unit, role=Role.ADMINISTRATOR)
    actions.move_unit(
        here.other.pk, by=both, parent_id=elsewhere.pk, effective_on=SOON, basis=BASIS
    )
    for unit, by in (
        (here.third, here.person(here.third)),
        (here.third, here.person(here.district)),  # the taker is above it
        (here.other, here.administrator),  # only the giving side
        (here.other, here.person(elsewhere)),  # only the taking side
        (here.third, here.person(here.top, Role.SECRETARY)),
    ):
        with pytest.raises(PermissionDenied):
            call_off(unit, by)
    assert Reform.objects.filter(called_off_at=None).count() == 3
    call_off(here.other, both)
    call_off(here.third, here.administrator)


def test_a_later_reform_goes_first(here):
    merged = here.merge()
    here.move(merged, here.top, SOON + DAY)

    assert refused(lambda: _first(here)) == (
        "Không rút lại được vì còn việc ghi sau, cũng về UBND mới: Chuyển UBND mới sang trực "
        f"thuộc UBND tỉnh Mẫu, từ ngày {SOON + DAY:%d/%m/%Y}. Rút lại việc đó trước."
    )
    call_off(merged, here.administrator)
    _first(here)


def _first(here):
    reform = Reform.objects.get(kind="merger")
    return actions.call_off_reform(reform.pk, by=here.administrator, reason=REASON)


def test_whoever_was_given_a_role_in_the_new_unit_loses_it_first(here):
    merged = here.merge()
    role = actions.grant_membership(
        by=here.administrator, user_id=UserFactory().pk, unit_id=merged.pk,
        role="officer", valid_from=SOON,
    )  # fmt: skip

    assert refused(lambda: _first(here)) == (
        "Không rút lại được vì “UBND mới” đã có vai trò. Bỏ vai trò đó trước."
    )
    actions.drop_membership(role.pk, by=here.administrator)
    _first(here)


def test_a_row_that_somebody_changed_since_is_told_with_who_and_when(here):
    here.dissolve()
    role = Membership.objects.get(unit=here.office, role=Role.OFFICER)
    other = here.person(here.top)
    actions.end_membership(role.pk, by=other, valid_to=TODAY + DAY)
    at = AuditEntry.objects.filter(action="membership.amended", actor=other).get().at

    said = refused(lambda: call_off(here.office, here.administrator))

    assert said.startswith(
        f"Không rút lại được vì “{role}” đã thay đổi sau khi ghi việc này: {other} sửa lúc "
    )
    assert f"{at.astimezone():%d/%m/%Y}" in said


def test_what_the_reform_did_not_change_may_have_changed(here):
    here.dissolve()
    actions.amend_unit(
        here.office.pk, by=here.administrator, head_title="Chánh Văn phòng",
        collective="", seal_mm=36,
    )  # fmt: skip

    call_off(here.office, here.administrator)

    office = Unit.objects.get(pk=here.office.pk)
    assert (office.valid_to, office.head_title) == (None, "Chánh Văn phòng")


def test_a_unit_laid_since_that_would_keep_its_last_day(here):
    here.divide()
    laid = actions.create_unit(
        by=here.administrator, parent_id=here.other.pk, kind_code="phong",
        kind_name="Phòng", code="H99.8", name="Phòng Mới", short_name="Phòng Mới",
        valid_from=TODAY,
    )  # fmt: skip
    assert laid.valid_to == SOON - DAY

    assert refused(lambda: call_off(here.other, here.administrator)) == (
        "Không rút lại được vì Phòng Mới, lập sau khi ghi việc này, có ngày cuối theo nó. Bỏ "
        "đơn vị đó trước."
    )


def test_who_came_in_as_member_and_was_made_head_since(here):
    actions.end_cluster_office(
        here.handover.term_id, by=here.administrator, valid_to=None, basis=DECISION
    )
    actions.dissolve_unit(here.east.pk, successor_ids=[here.third.pk], **here.order())
    assert here.cluster.cluster_members.get(unit=here.third).valid_from == SOON
    actions.appoint_cluster_heads(
        here.cluster.pk, by=here.administrator, head_id=here.third.pk,
        valid_from=TODAY + 130 * DAY, valid_to=TODAY + 140 * DAY, basis=DECISION,
    )  # fmt: skip

    assert refused(lambda: call_off(here.east, here.administrator)) == (
        "Không rút lại được vì UBND phường Nam đã được cử làm trưởng cụm từ ngày "
        f"{TODAY + 130 * DAY:%d/%m/%Y}. Bỏ nhiệm kỳ đó trước."
    )


def test_nothing_stands_again_under_a_whole_that_is_to_end(here):
    """The district was dissolved because its wards were to go."""
    for unit in (here.other, here.third):
        here.move(unit, here.top)
    actions.dissolve_unit(
        here.district.pk, successor_ids=[here.third.pk], **here.order(TODAY + 80 * DAY)
    )

    assert refused(lambda: call_off(here.third, here.administrator)) == (
        f"UBND quận Mẫu kết thúc sau ngày {TODAY + 79 * DAY:%d/%m/%Y} nên không nhận UBND "
        "phường Nam lâu hơn ngày đó."
    )


def test_the_day_that_came_over_night_is_refused(here):
    """Between the page and the button: the clock has carried it out."""
    here.dissolve(day=TODAY + DAY)
    Reform.objects.filter(kind="dissolution").update(effective_on=TODAY)

    assert "đã có hiệu lực" in refused(
        lambda: actions.call_off_reform(
            Reform.objects.get(kind="dissolution").pk, by=here.administrator,
            reason=REASON,
        )
    )  # fmt: skip
    assert UnitPlace.objects.of_unit(here.office).get().valid_to == TODAY


def test_what_is_called_off_hands_nothing_over_on_the_day(here):
    here.dissolve()
    call_off(here.office, here.administrator)

    with transaction.atomic():
        assert estates.carry_out(day=SOON) == 0
    assert Unit.objects.get(pk=here.office.pk).heir is None


# ---- what is not there, and what was said beside it ------------------------------------------


def test_a_reform_that_wrote_nothing_is_only_marked(here):
    reform = Reform.objects.create(
        unit=here.office, kind="dissolution", title="Giải thể Văn phòng",
        effective_on=SOON, basis=BASIS, recorded_by=here.administrator,
    )  # fmt: skip
    ReformUnit.objects.create(reform=reform, unit=here.office, side="subject")
    before = rows()

    called = call_off(here.office, here.administrator)

    assert (called, called.is_called_off) == (reform, True)
    assert rows() == before


def test_what_was_dropped_since_is_told_as_dropped(here):
    here.dissolve(people=[Membership.objects.get(unit=here.office, role="officer").pk])
    granted = Membership.objects.get(unit=here.third, valid_from=SOON)
    other = here.person(here.top)
    actions.drop_membership(granted.pk, by=other)

    said = refused(lambda: call_off(here.office, here.administrator))

    assert said.startswith(
        f"Không rút lại được vì “{granted}” đã bỏ sau khi ghi việc này: {other} bỏ lúc "
    )


def test_what_was_only_cut_short_and_is_no_more_does_not_stand_in_the_way(here):
    coming = Membership.objects.get(unit=here.office, role=Role.REPORTER)
    here.dissolve(day=TODAY + 80 * DAY)
    coming.refresh_from_db()
    assert coming.valid_to == TODAY + 79 * DAY
    actions.drop_membership(coming.pk, by=here.administrator)

    called = call_off(here.office, here.administrator)

    assert called.is_called_off
    assert Unit.objects.get(pk=here.office.pk).valid_to is None
    assert not Membership.objects.filter(pk=coming.pk).exists()


def test_who_does_not_administer_where_a_role_was_given_may_not_call_it_off(here):
    elsewhere = UnitFactory(short_name="UBND tỉnh Khác")
    both = UserFactory()
    for unit in (elsewhere, here.top):
        MembershipFactory(user=both, unit=unit, role=Role.ADMINISTRATOR)
    role = Membership.objects.get(unit=here.office, role=Role.OFFICER)
    actions.dissolve_unit(
        here.office.pk, successor_ids=[here.third.pk],
        people={role.pk: str(elsewhere.pk)}, **here.order() | {"by": both},
    )  # fmt: skip
    reform = Reform.objects.get(kind="dissolution")

    assert not permissions.can_call_off(here.administrator, reform)
    assert permissions.can_call_off(both, reform)
    with pytest.raises(PermissionDenied):
        call_off(here.office, here.administrator)
    call_off(here.office, both)


def test_who_was_named_since_to_take_over_is_named_no_more(here):
    """What goes on hands nothing over; whoever was to take it must agree, and takes no place."""
    dissolve_east(here, SOON, ["third"])
    reform = Reform.objects.get(kind="dissolution")
    assert here.cluster.cluster_members.get(unit=here.third).valid_from == SOON
    assert [str(one.unit) for one in reform.sides.filter(side="taker")] == [
        "UBND phường Nam"
    ]

    with pytest.raises(PermissionDenied):
        call_off(here.east, here.person(here.other))
    call_off(here.east, here.administrator)

    assert not Handover.objects.exists()
    assert not here.cluster.cluster_members.filter(unit=here.third).exists()
    with transaction.atomic():
        assert estates.carry_out(day=SOON) == 0


def test_a_new_unit_that_was_named_to_take_over_leads_to_what_named_it(here):
    actions.dissolve_unit(here.third.pk, **here.order())
    merged = here.merge()
    actions.name_heir(
        here.third.pk, by=here.administrator, basis=BASIS, heir_id=merged.pk
    )

    assert refused(lambda: _first(here)).endswith(
        "còn việc ghi sau, cũng về UBND mới: Giải thể UBND phường Nam, từ ngày "
        f"{SOON:%d/%m/%Y}. Rút lại việc đó trước."
    )
    call_off(here.third, here.administrator)
    _first(here)


def test_what_a_later_reform_did_that_was_called_off_counts_no_more(here):
    """The role that the merger gave was to end with the new unit: it goes on as it was given."""
    role = Membership.objects.get(unit=here.ward, role=Role.OFFICER)
    merged = here.merge(people=[role.pk])
    actions.merge_units(
        [merged.pk, here.third.pk], into_id=here.third.pk, **here.order(SOON + 9 * DAY)
    )
    given = Membership.objects.get(unit=merged, role=Role.OFFICER)
    assert given.valid_to == SOON + 8 * DAY
    call_off(merged, here.administrator)

    call_off(here.ward, here.administrator)

    assert not Membership.objects.filter(pk=given.pk).exists()
