"""Phiếu kín: nothing that is kept, logged or shown joins a voter and a choice."""

import logging
import re
import threading
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.urls import reverse

from awards import actions
from awards.council import urn
from awards.models import BallotBox, BallotRound, BallotSlip, BallotTaken, Choice
from tests.council_scene import Sitting
from units.errors import Refused

OWN = ("units_", "campaigns_", "awards_", "reports_", "django_session")
CHOICES = ("agree", "against", "blank")


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def tables():
    names = connection.introspection.table_names()
    return sorted(name for name in names if name.startswith(OWN))


def dump() -> dict[str, list[str]]:
    """Every row of every table as text, with where it lies and which transaction wrote it."""
    return {
        name: [
            f"{place} {by} {text}"
            for place, by, text in rows(
                f'SELECT t.ctid::text, t.xmin::text, t::text FROM "{name}" t ORDER BY t.ctid'
            )
        ]
        for name in tables()
    }


RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # uuid
    r"|\\x[0-9a-f]+|[0-9a-f]{64}"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^,\")]*"  # a moment
    r"|md5\$[^,]*"  # a password
)


def plain(dumped, first_transaction):
    """Without what is drawn at random, tells the time or only counts on: the same of any two
    runs that nobody can tell apart. Of the transactions their order is left.
    """
    writers = sorted(
        {int(line.split(" ", 2)[1]) for lines in dumped.values() for line in lines}
    )
    rank = {
        by: number
        for number, by in enumerate(one for one in writers if one >= first_transaction)
    }
    found = {}
    for name, lines in dumped.items():
        told = []
        for number, line in enumerate(lines):  # in the order in which they lie
            _, by, text = line.split(" ", 2)
            text = re.sub(r"\d+", "#", RANDOM.sub("?", text))
            told.append(f"{number} {rank.get(int(by), 'before')} {text}")
        found[name] = told
    return found


# ---- what a person may look at ---------------------------------------------------------------


@pytest.fixture
def place(db):
    return Sitting(7)


def test_while_it_is_open_there_is_one_sealed_box_and_no_slip(place):
    [round_] = place.opened(place.running())
    place.cast(round_, *CHOICES)

    box = BallotBox.objects.get()
    assert not BallotSlip.objects.exists()
    for choice in CHOICES:
        assert choice.encode() not in bytes(box.sealed)
    columns = {field.name for field in BallotTaken._meta.fields}
    assert columns == {"id", "round", "seat", "way"}
    assert {field.name for field in BallotSlip._meta.fields} == {
        "id", "round", "choice", "mark",
    }  # fmt: skip


def test_the_box_is_shaken_with_every_ballot(place, monkeypatch):
    """Who could open it would find the ballots in no order of their coming."""
    [round_] = place.opened(place.running())
    orders = set()
    for _ in range(40):
        half, slips = urn.new_half(), []
        for number in range(4):
            sealed = urn.seal(round_.pk, half, [*slips, urn.Slip("agree", f"{number}")])
            slips = urn.unseal(round_.pk, half, sealed)
        orders.add(tuple(slip.mark for slip in slips))
    assert len(orders) > 5


def test_slips_lie_in_the_order_of_their_marks_all_of_one_transaction(place):
    [round_] = place.opened(place.running())
    place.cast(round_, "agree", "against", "agree", "blank", "against", "agree")
    place.closed(round_)

    found = rows("SELECT mark, ctid, xmin FROM awards_ballotslip ORDER BY ctid")
    marks = [mark for mark, *_ in found]
    assert marks == sorted(marks)
    assert len({writer for *_, writer in found}) == 1
    assert BallotBox.objects.count() == 0


# ---- two runs that nobody can tell apart -----------------------------------------------------

VOTES = ["agree", "against", "agree", "blank", "against", "agree", "agree"]


def _held(choices):
    """A whole session with these choices, each vote a transaction; what is kept before and
    after the closing."""
    cache.clear()  # who was seen today is remembered there, by number
    with connection.cursor() as cursor:  # no room that an earlier ballot left
        cursor.execute(f"TRUNCATE {', '.join(sorted(IN_ORDER))} CASCADE")
    place = Sitting(7)
    session = place.running()
    [round_] = place.opened(session)
    first = rows("SELECT pg_current_xact_id()::text::bigint")[0][0]
    for user, choice in zip(place.users, choices, strict=True):
        actions.cast(session.pk, by=user, choices={round_.pk: choice})
    before = plain(dump(), first)
    place.closed(round_)
    return before, plain(dump(), first)


# What has to do with a ballot must lie in the same order, too; any other row lies wherever earlier
# tests have left room.
IN_ORDER = {"awards_ballottaken", "awards_ballotbox"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestTwoRuns:
    """Who chose what is the only difference: so nothing that is kept may differ."""

    kept: list[tuple] = []

    @pytest.mark.parametrize("votes", [VOTES, VOTES[::-1]], ids=["one", "other"])
    def test_they_leave_the_same(self, votes):
        self.kept.append(_held(votes))
        for one, other in zip(self.kept[0], self.kept[-1], strict=True):
            assert one.keys() == other.keys()
            for name in one:
                if name == "awards_ballotslip":
                    # They lie in a random order; the choices themselves are published.
                    assert Counter(map(_choice, one[name])) == Counter(
                        map(_choice, other[name])
                    )
                    assert len({line.split(" ")[1] for line in one[name]}) <= 1
                elif name in IN_ORDER:
                    assert one[name] == other[name], name
                else:
                    assert _unplaced(one[name]) == _unplaced(other[name]), name


def _unplaced(lines):
    """Without where each lies."""
    return sorted(line.split(" ", 1)[1] for line in lines)


def _choice(line):
    return next(choice for choice in CHOICES if f",{choice}," in line)


# ---- everything that is kept, logged and sent ------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_table_log_or_session_joins_a_voter_and_a_choice(client, caplog):
    """Voted through the site; then every table is read, with ctid and xmin, and every log."""
    cache.clear()
    place = Sitting(7)
    session = place.running()
    [round_] = place.opened(session)
    caplog.set_level(logging.DEBUG)
    url = reverse("awards:ballot", args=[session.pk])
    codes = {}
    for user, choice in zip(place.users, VOTES, strict=True):
        client.force_login(user)
        answer = client.post(url, {f"phieu-{round_.pk}": choice})
        page = answer.content.decode()
        [code] = re.findall(r'class="td-code[^"]*"[^>]*>([A-Z0-9-]{11})<', page)
        codes[user.pk] = code
        assert answer["Cache-Control"] == "no-store, private"
        assert not answer.cookies.get("messages")
        # Looked at again it is gone.
        assert code not in client.get(url).content.decode()
    open_dump = dump()
    place.closed(round_)
    closed_dump = dump()

    logged = "\n".join(
        f"{record.getMessage()} {vars(record)}" for record in caplog.records
        if not record.name.startswith("django.db")
    )  # fmt: skip
    marks = {user: urn.mark_of(round_.pk, code) for user, code in codes.items()}
    for user, code in codes.items():
        for told in (code, code.replace("-", ""), marks[user]):
            assert told not in logged
            for name, lines in open_dump.items():
                assert not any(told in line for line in lines), name
            where = {
                name for name, lines in closed_dump.items()
                if any(told in line for line in lines)
            }  # fmt: skip
            assert where == ({"awards_ballotslip"} if told == marks[user] else set())
    assert not re.search("agree|against|blank", logged)

    # No value of a row that names a voter stands in a row that names a choice, but the round's.
    seats = {seat.account_id: seat.pk for seat in place.seats}
    taken = rows(
        "SELECT seat_id, id, ctid::text, xmin::text FROM awards_ballottaken ORDER BY id"
    )
    slips = rows(
        "SELECT mark, choice, id::text, ctid::text, xmin::text FROM awards_ballotslip"
    )
    assert {row[3] for row in taken}.isdisjoint({row[4] for row in slips})
    audit_writers = rows(
        "SELECT xmin::text FROM units_auditentry WHERE action LIKE 'ballottaken%%'"
    )
    assert {one for (one,) in audit_writers}.isdisjoint({row[4] for row in slips})
    by_mark = {mark: (choice, place_) for mark, choice, _, place_, _ in slips}
    # The order in which they voted, against that in which the slips lie: no better than chance.
    voted = [seat for seat, *_ in taken]
    assert voted == [seats[user.pk] for user in place.users]
    lies = sorted(
        (marks[user.pk] for user in place.users), key=lambda mark: _at(by_mark[mark][1])
    )
    assert lies == sorted(lies)
    # The book tells that somebody voted, nothing else.
    told = rows(
        "SELECT action, detail::text FROM units_auditentry"
        " WHERE subject IN ('awards.BallotTaken', 'awards.BallotSlip', 'awards.BallotBox')"
    )
    assert set(told) == {("ballottaken.added", '{"after": {}}')}
    assert len(told) == 7


def _at(place):
    block, line = place.strip("()").split(",")
    return int(block), int(line)


# ---- at once, and half-way -------------------------------------------------------------------


def at_once(works):
    """Each in a thread and a connection of its own, all let go together."""
    gate, failures = threading.Barrier(len(works)), []

    def run(work):
        try:
            gate.wait()
            work()
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_five_at_once_lose_no_ballot():
    place = Sitting(25, proposals=2)
    session = place.running()
    rounds = place.opened(session)
    codes = []

    def vote(number):
        choices = {one.pk: CHOICES[(number + one.pk) % 3] for one in rounds}
        if number % 2:  # locks must not wait for each other in circles
            choices = dict(reversed(choices.items()))
        user = place.users[number]
        codes.extend(actions.cast(session.pk, by=user, choices=choices))

    failures = at_once([lambda n=n: vote(n) for n in range(25)])

    assert failures == []
    for round_ in rounds:
        closed = place.closed(round_)
        wanted = Counter(CHOICES[(number + round_.pk) % 3] for number in range(25))
        assert (closed.agreed, closed.against, closed.blank) == tuple(
            wanted[choice] for choice in CHOICES
        )
        held = {
            urn.mark_of(round_.pk, one.code) for one in codes if one.round == round_
        }
        assert held == set(round_.slips.values_list("mark", flat=True))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_press_ten_times_at_once_counts_once():
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)
    user = place.users[0]

    def vote():
        actions.cast(session.pk, by=user, choices={round_.pk: "agree"})

    failures = at_once([vote] * 10)

    assert [type(one) for one in failures] == [Refused] * 9
    assert place.closed(round_).taken_count == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_closing_while_they_vote_counts_exactly_who_was_told_so():
    place = Sitting(12)
    session = place.running()
    [round_] = place.opened(session)
    told = []

    def vote(number):
        told.extend(
            actions.cast(
                session.pk, by=place.users[number], choices={round_.pk: "agree"}
            )
        )

    at_once([*[lambda n=n: vote(n) for n in range(12)], lambda: place.closed(round_)])

    round_.refresh_from_db()
    assert round_.status == BallotRound.Status.CLOSED
    assert round_.taken_count == round_.agreed == len(told) == round_.slips.count()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_half_way_nothing_is_half(monkeypatch):
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)

    def die(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(urn, "seal", die)
        with pytest.raises(KeyboardInterrupt):
            place.cast(round_, "agree")
    assert not BallotTaken.objects.exists()
    place.cast(round_, "agree", "agree", "against")

    with monkeypatch.context() as patch:
        patch.setattr("awards.actions.council_rounds.result_of", die)
        with pytest.raises(KeyboardInterrupt):
            place.closed(round_)
    assert not BallotSlip.objects.exists()
    assert BallotBox.objects.count() == 1
    assert place.closed(round_).agreed == 2


# ---- what a cipher tells by its length -------------------------------------------------------


def test_a_box_is_as_long_whatever_was_chosen():
    half, mark = urn.new_half(), urn.random_mark()
    for count in (1, 2, 7):
        sizes = {
            len(urn.seal(1, half, [urn.Slip(choice, mark)] * count))
            for choice in Choice.values
        }
        assert len(sizes) == 1


def test_a_box_opens_to_what_was_put_in():
    half = urn.new_half()
    slips = [urn.Slip(choice, urn.random_mark()) for choice in Choice.values]
    opened = urn.unseal(3, half, urn.seal(3, half, slips))
    assert sorted(opened, key=lambda slip: slip.mark) == sorted(
        slips, key=lambda slip: slip.mark
    )
