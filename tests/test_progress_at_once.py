"""Cùng một lúc: two people, two reports, many units; nothing is lost and no total is wrong."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from campaigns.actions import answer_raised
from campaigns.actions.progress.locking import lock_report
from campaigns.actions.progress.raising import Raised
from campaigns.actions.progress.receiving import receive_report, undo_receipt
from campaigns.actions.progress.reporting import (
    begin_report,
    save_report,
    submit_report,
)
from campaigns.filling import Figure
from campaigns.models import Allocation, ProgressReport
from tests.factories import AllocationFactory, ParticipationFactory, Role
from tests.running import Running
from units.errors import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
UNITS = 24


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each in a thread and a connection of its own, all begun together; what was refused."""
    refused: list[str] = []
    failed: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            act()
        except Refused as refusal:
            refused.append(str(refusal))
        except BaseException as failure:  # told by the test, not by the thread
            failed.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return refused


@pytest.fixture
def running() -> Running:
    return Running()


def test_two_people_who_open_a_report_at_once_have_the_same_one(running):
    by = running.reporter(running.one)
    period = running.periods[2].pk
    begin = lambda: begin_report(running.one.pk, period, by=by)  # noqa: E731  twice the same

    assert at_once(begin, begin) == []
    assert ProgressReport.objects.count() == 1


def test_a_report_is_received_once(running):
    report = running.sent(running.one, value=7)
    first, second = running.host.officer, running.host.person(Role.OFFICER)

    refused = at_once(
        lambda: receive_report(report.pk, by=first),
        lambda: receive_report(report.pk, by=second),
    )

    assert len(refused) == 1
    assert "đã tiếp nhận báo cáo này lúc" in refused[0]
    assert running.total() == 7


def test_receipts_and_a_withdrawal_at_once_leave_the_sum_of_what_counts(running):
    """All of them renew the same row of the superior."""
    above = Running(source="collected")
    taking = ParticipationFactory(campaign=above.campaign, unit=running.campaign.host)
    row = AllocationFactory(participation=taking, indicator=above.indicator)
    running.indicator.feeds = above.indicator
    running.indicator.save()
    gone = running.received(running.one, period=1, value=3)
    coming = running.sent(running.one, period=2, value=5)
    other = running.sent(running.two, period=2, value=8)
    officer = running.host.officer

    refused = at_once(
        lambda: undo_receipt(gone.pk, by=officer, reason="Nhầm"),
        lambda: receive_report(coming.pk, by=officer),
        lambda: receive_report(other.pk, by=officer),
    )

    assert refused == []
    row.refresh_from_db()
    assert (running.total(), row.collected) == (13, 13)


def test_many_units_send_in_the_same_moment_and_nothing_is_lost(running):
    taking = ParticipationFactory.create_batch(UNITS, campaign=running.campaign)
    lines = {}
    for one in taking:
        made = AllocationFactory(participation=one, indicator=running.indicator)
        lines[one.pk] = made.pk
    period = running.periods[2].pk

    def send(one):
        by = running.reporter(one)

        def act():
            report = begin_report(one.pk, period, by=by)
            figure = Figure(value=Decimal(12))
            save_report(report.pk, by=by, figures={lines[one.pk]: figure})
            submit_report(report.pk, by=by)

        return act

    assert at_once(*[send(one) for one in taking]) == []
    sent = ProgressReport.objects.filter(status="submitted")
    assert sent.count() == UNITS
    for report in sent:
        receive_report(report.pk, by=running.host.officer)
    assert Allocation.objects.filter(result=12).count() == UNITS
    assert running.total() == 12 * UNITS


def test_what_is_answered_while_it_is_written_on_is_not_changed(running):
    """The act that answers waits for the report, as the act that saves it does."""
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    thin = [Raised("difficulty", "Thiếu xe")]
    save_report(report.pk, by=by, figures={}, raised=thin)
    item = report.raised.get()
    ProgressReport.objects.filter(pk=report.pk).update(
        status="returned", return_reason="Thiếu ảnh", returned_by=running.host.officer,
        returned_at=now(), submitted_by=by, submitted_at=now(),
    )  # fmt: skip
    waited = threading.Event()

    def answer():
        waited.wait(10)
        answer_raised(item.pk, by=running.host.officer, answer="Đã cấp")

    thread = threading.Thread(target=lambda: (answer(), connection.close()))
    thread.start()
    with transaction.atomic():
        lock_report(report.pk)
        waited.set()
        thread.join(2)
        assert thread.is_alive()
    thread.join(10)
    assert not thread.is_alive()
    item.refresh_from_db()
    assert item.answer == "Đã cấp"
