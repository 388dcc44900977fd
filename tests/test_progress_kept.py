"""Số tổng được giữ: what is kept is what the cells add up to, whatever changes and however."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import keeping, proving
from campaigns.actions.progress.receiving import (
    exempt_report,
    receive_report,
    undo_receipt,
)
from campaigns.models import (
    Allocation,
    BlockSum,
    Campaign,
    IndicatorStep,
    Participation,
    ProgressReport,
    ProgressValue,
    ReportingPeriod,
    SumMark,
    UnitBehind,
    UnitShare,
    block_of,
)
from campaigns.overseeing.board import board_of, frame_of
from campaigns.overseeing.heat import shares_of
from campaigns.overseeing.kept import kept_of, shares_kept, summed, worst_of
from tests.factories import (
    AllocationFactory,
    IndicatorStepFactory,
    ParticipationFactory,
    UnitFactory,
)
from tests.factories.people import UnitKindFactory
from tests.overseen import TREES, Overseen
from tests.worker import wait_for
from units.models import Unit

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def running():
    """Two units with figures in two periods, one behind; a third without."""
    made = Overseen(3)
    one, two, _ = made.units
    for period in (1, 2):
        made.received(one, period, streets=9, trees=90)
        made.received(two, period, streets=2, trees=85)
    return made


def read(running, *, day=0, period=None, kind=None):
    today = running.today + timedelta(days=day)
    frame = frame_of(running.campaign, today, str(period.pk) if period else "")
    return frame, kept_of(frame, today, kind)


def told(sums):
    """A sum without what is no figure of it."""
    return {
        pk: (one.tally, dict(one.counts), one.asked, one.own, one.due, one.early, one.needs)
        for pk, one in sums.items()
    }  # fmt: skip


def assert_true(running, **how):
    """What a page is given is what the cells add up to now."""
    running.campaign.refresh_from_db()
    frame, kept = read(running, **how)
    taking = Participation.objects.of(running.campaign).active().for_board()
    board = board_of(frame, list(taking.of_kind(how.get("kind"))))
    assert told(kept.sums) == told(summed(board, frame))
    behind = kept.standing_behind(taking.of_kind(how.get("kind")))
    worst = worst_of(board)
    assert {one.pk for one in behind} == set(worst)
    if how.get("kind") is None:
        least = sorted(worst.values())[:2]
        assert [worst[pk] for pk in kept.furthest_behind(2)] == least
        assert shares_kept(kept, board.taking, frame.periods) == shares_of(
            frame, [one.pk for one in board.taking], frame.periods
        )
    return kept


def amend(running):
    Allocation.objects.filter(pk=running.line(running.units[1], running.trees).pk).update(
        value=D(300)
    )  # fmt: skip


def receive(running):
    report = running.received(
        running.units[2], 2, streets=1, trees=1,
        status="submitted", submitted_by=running.host.leader, submitted_at=now(),
    )  # fmt: skip
    receive_report(report.pk, by=running.host.officer)


def undo(running):
    report = ProgressReport.objects.filter(participation=running.units[0]).last()
    undo_receipt(report.pk, by=running.host.officer, reason="Nhầm số")


def exempt(running):
    exempt_report(
        running.units[2].pk, running.periods[2].pk, by=running.host.officer, reason="Bão"
    )  # fmt: skip


def exempt_line(running):
    Allocation.objects.filter(participation=running.units[1]).update(
        exempted_at=now(), exempted_by=running.host.officer, exempt_reason="Không có đường"
    )  # fmt: skip


def leave(running):
    Participation.objects.filter(pk=running.units[1].pk).update(
        left_at=now(), left_by=running.host.officer, left_reason="Sáp nhập"
    )


def join(running):
    running.unit("Phường Đến Sau")


def measure(running):
    running.streets.value = D(50)
    running.streets.save(update_fields=["value"])


def step(running):
    IndicatorStepFactory(
        indicator=running.trees, label="Mốc nữa", value=D(99),
        due_on=running.today - timedelta(days=3),
    )  # fmt: skip


def step_away(running):
    IndicatorStep.objects.filter(indicator=running.trees).delete()


def shift(running):
    ReportingPeriod.objects.filter(pk=running.periods[2].pk).update(
        ends_on=running.today - timedelta(days=14)
    )


def prolong(running):
    Campaign.objects.filter(pk=running.campaign.pk).update(
        ends_on=running.today - timedelta(days=1)
    )


def other_kind(running):
    Unit.objects.filter(pk=running.units[0].unit_id).update(
        kind=UnitKindFactory(code="khac")
    )


def figure(running):
    """Of a report that is approved already: by no act, yet nothing would be stale."""
    ProgressValue.objects.filter(report__participation=running.units[0]).update(
        value=D(1)
    )


CHANGES = [
    amend, receive, undo, exempt, exempt_line, leave, join, measure, step, step_away, shift,
    prolong, other_kind, figure,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_is_never_behind_what_was_changed(running, change):
    keeping.keep(running.campaign.pk)
    keeping.keep_period(running.campaign.pk, running.periods[2].pk)
    assert not SumMark.objects.exists()
    assert BlockSum.objects.of(running.campaign, running.periods[2]).exists()

    change(running)

    assert SumMark.objects.filter(campaign=running.campaign).exists()
    assert_true(running)
    assert_true(running, period=running.periods[2])
    keeping.keep(running.campaign.pk)
    assert not SumMark.objects.exists()
    kept = assert_true(running)
    assert kept.stale == []
    assert_true(running, period=running.periods[2])
    keeping.keep_period(running.campaign.pk, running.periods[2].pk)
    kept = assert_true(running, period=running.periods[2])
    assert kept.stale == []
    for kind in {one.unit.kind_id for one in running.units}:
        assert_true(running, kind=kind)


def test_rows_are_read_and_not_added_up_again(running):
    keeping.keep(running.campaign.pk)
    BlockSum.objects.filter(indicator=running.streets).update(total=D(777))

    _, kept = read(running)

    assert kept.sums[running.streets.pk].tally.total == 777


def test_only_what_was_marked_is_added_up_anew(running):
    far = ParticipationFactory(
        pk=running.units[0].pk + 1000, campaign=running.campaign,
        unit=UnitFactory(parent=running.host.unit),
    )  # fmt: skip
    AllocationFactory(participation=far, indicator=running.streets)
    keeping.keep(running.campaign.pk)
    BlockSum.objects.update(total=D(777))
    amend(running)

    keeping.keep(running.campaign.pk)

    left = BlockSum.objects.filter(total=D(777)).values_list("block", flat=True)
    assert block_of(far.pk) in left
    assert block_of(running.units[1].pk) not in left


def test_what_hangs_on_the_day_holds_for_a_day(running):
    """The steps of both are over; what has no deadline but the campaign's end goes on."""
    keeping.keep(running.campaign.pk)

    assert {row.until for row in BlockSum.objects.all()} == {running.today}
    for day in (1, 30, 61, 400):
        assert_true(running, day=day)


def test_after_the_deadline_no_day_changes_a_sum(running):
    prolong(running)
    keeping.keep(running.campaign.pk)

    assert {row.until for row in BlockSum.objects.all()} == {None}
    assert keeping.owed() == []
    assert assert_true(running, day=30).stale == []


def test_the_night_asks_for_what_the_day_overtook(running):
    keeping.keep(running.campaign.pk)
    assert keeping.owed() == []
    BlockSum.objects.update(until=running.today - timedelta(days=1))

    assert keeping.owed() == [running.campaign.pk]
    keeping.keep(running.campaign.pk)
    assert keeping.owed() == []
    assert {row.until for row in BlockSum.objects.all()} == {running.today}


def test_of_a_period_only_blocks_without_a_mark_are_kept(running):
    """What is made while a mark stands would hide what the mark tells of."""
    keeping.keep(running.campaign.pk)
    amend(running)

    keeping.keep_period(running.campaign.pk, running.periods[2].pk)

    assert not BlockSum.objects.of(running.campaign, running.periods[2]).exists()


def test_a_keeper_that_is_killed_leaves_all_as_it_was(running, monkeypatch):
    keeping.keep(running.campaign.pk)
    before = list(BlockSum.objects.order_by("pk").values())
    amend(running)
    marks = SumMark.objects.count()

    def die(*_, **__):
        raise MemoryError

    monkeypatch.setattr(keeping, "_keep_shares", die)
    with pytest.raises(MemoryError):
        keeping.keep(running.campaign.pk)

    assert list(BlockSum.objects.order_by("pk").values()) == before
    assert SumMark.objects.count() == marks
    assert_true(running)


def test_who_is_not_behind_has_no_row(running):
    keeping.keep(running.campaign.pk)

    [row] = UnitBehind.objects.all()
    assert row.participation == running.units[1]
    assert row.behind == 1
    assert row.worst == D("-0.75")  # 2 streets of 8
    assert UnitShare.objects.filter(participation=running.units[1]).count() == 2


def test_what_is_kept_wrongly_is_told_at_night(running, caplog):
    keeping.keep(running.campaign.pk)
    assert proving.going_on(running.today) == [running.campaign.pk]
    assert proving.prove(running.campaign.pk) == []
    BlockSum.objects.filter(indicator=running.trees).update(total=D(777))
    UnitBehind.objects.all().delete()

    found = proving.prove(running.campaign.pk)

    late = running.units[1].pk
    assert [str(one) for one in found] == [
        f"{TREES} (total): đang giữ 777.00000000000000000000, đúng ra là 175.000000",
        f"đơn vị đang chậm: đang giữ [], đúng ra là [{late}]",
    ]
    assert (
        f"số đã giữ của phong trào {running.campaign.pk} lệch: {TREES}" in caplog.text
    )
    keeping.keep(running.campaign.pk)
    assert proving.differences(running.campaign) == []


def test_an_operator_mends_what_differs(running, capsys):
    keeping.keep(running.campaign.pk)
    line = running.line(running.units[0], running.streets)
    Allocation.objects.filter(pk=line.pk).update(result=D(123))

    with pytest.raises(CommandError, match="1 chỗ lệch"):
        call_command("check_sums")
    call_command("check_sums", running.campaign.pk, mend=True)
    call_command("check_sums")

    assert capsys.readouterr().out.splitlines()[-1] == "0 chỗ lệch."
    line.refresh_from_db()
    assert line.result == 9


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.data())
def test_whatever_happens_in_whatever_order(running, data):
    """Changes and keepers in any order: every page tells what stands."""
    with undone():
        for _ in range(data.draw(st.integers(1, 5))):
            happens = data.draw(st.sampled_from([*SMALL, None]))
            if happens:
                happens(running)
            else:
                keeping.keep(running.campaign.pk)
        assert_true(running)
        assert_true(running, period=running.periods[2])


SMALL = [amend, exempt_line, leave, join, measure, shift, prolong, other_kind, figure]


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_what_changes_while_a_keeper_works_is_not_forgotten(monkeypatch):
    running = Overseen(2)
    for one in running.units:
        running.received(one, 2, streets=9, trees=90)
    keeping.keep(running.campaign.pk)
    amend(running)
    shares = keeping._keep_shares

    def meanwhile(*args, **named):
        other = Thread(target=elsewhere, args=(measure, running))
        other.start()
        other.join()
        shares(*args, **named)

    monkeypatch.setattr(keeping, "_keep_shares", meanwhile)
    keeping.keep(running.campaign.pk)

    assert SumMark.objects.filter(participation_id=None).exists()
    assert_true(running)


@pytest.mark.django_db(transaction=True)
def test_of_two_keepers_one_works(monkeypatch):
    running = Overseen(2)
    amend(running)
    found = []

    def second(*_, **__):
        other = Thread(
            target=elsewhere, args=(lambda _: count(found, running), running)
        )
        other.start()
        other.join()

    def count(found, running):
        keeping.keep(running.campaign.pk)
        found.append(BlockSum.objects.count())

    monkeypatch.setattr(keeping, "_keep_shares", second)
    keeping.keep(running.campaign.pk)

    assert found == [0]  # it saw that another was at it
    assert BlockSum.objects.count() == 2
    assert not SumMark.objects.exists()


def elsewhere(act, running):
    try:
        act(running)
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_adds_up_after_a_receipt(celery_worker_process):
    running = Overseen(2)
    for one in running.units:
        running.received(one, 1, streets=9, trees=90)
    keeping.keep(running.campaign.pk)

    report = running.received(
        running.units[0], 2, streets=10, trees=95,
        status="submitted", submitted_by=running.host.leader, submitted_at=now(),
    )  # fmt: skip
    receive_report(report.pk, by=running.host.officer)

    wait_for(lambda: not SumMark.objects.exists())
    kept = assert_true(running)
    assert kept.stale == []
