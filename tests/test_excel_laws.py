"""Luật của nhập, xuất: what is taken home and sent back as it is changes nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import Capacity, MembershipFactory, Role, UnitFactory, UserFactory
from tests.sheet_files import Office, changes, faults, worked
from units.actions import sheets as acts
from units.actions.sheets.rows import Given
from units.models import SheetImport, Unit
from units.queries import sheets as queries
from units.sheets import LAYOUTS, UNITS, read_table, writing
from units.sheets.columns import EMPTY, is_example
from units.vietnamese import stored

pytestmark = pytest.mark.django_db
# Whatever the database can hold and an administrator could have typed.
LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co")), max_size=30
).map(lambda text: stored(text).strip())
WORDS = LINE.filter(lambda text: text and text != EMPTY)
NAMES = WORDS.filter(lambda text: not set(text) & set("<>"))
LINES = st.lists(LINE, max_size=3).map("\n".join)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
OFTEN = settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def office():
    return Office()


def sent_back(office, kind):
    """What there is, taken home as a file and sent back untouched."""
    layout = LAYOUTS[kind]
    records = queries.records(kind, office.administrator, office.ward)
    data = writing.filled(layout, queries.choices(), records)
    kept = acts.keep_sheet(
        by=office.administrator, unit_id=office.ward.pk, kind=kind, file_name="a.xlsx",
        content=data, table=read_table("a.xlsx", data, layout),
    )  # fmt: skip
    return worked(kept)


@OFTEN
@given(
    name=NAMES, short_name=NAMES, place=LINE, symbol=LINE, letterhead=LINES,
    letterhead_parent=LINES, head_title=LINE, collective=LINE,
    seal_mm=st.decimals(10, 60, places=1), valid_from=DAYS,
)  # fmt: skip
@example(
    name="=1+1", short_name="0010", place="(trống) x", symbol="+84", letterhead="A\n\nB",
    letterhead_parent="", head_title="x0041_", collective="1/8/2023", seal_mm=36,
    valid_from=date(2025, 7, 1),
)  # fmt: skip
def test_units_sent_back_change_nothing(office, **facts):
    number = SheetImport.objects.count()
    facts["letterhead"] = facts["letterhead"].strip()
    facts["letterhead_parent"] = facts["letterhead_parent"].strip()
    cut = {"symbol": 30, "place": 100}
    facts = {
        key: value[: cut[key]].strip() if key in cut else value
        for key, value in facts.items()
    }
    UnitFactory(code=f"H1.X{number}", kind=office.kind, parent=office.ward, **facts)

    kept = sent_back(office, "unit")

    count = Unit.objects.under(office.ward).on().count()
    assert changes(kept) == faults(kept) == []
    assert (kept.added, kept.changed, kept.refused) == (0, 0, 0)
    assert kept.unchanged == count


@OFTEN
@given(
    full_name=WORDS, title=LINE, title_below=LINE, since=DAYS,
    role=st.sampled_from(Role.values), until=st.none() | st.dates(date(2100, 1, 1)),
    capacity=st.sampled_from(["", *Capacity.values]),
)  # fmt: skip
def test_accounts_sent_back_change_nothing(office, role, capacity, until, **facts):
    number = SheetImport.objects.count()
    person = UserFactory(
        username=f"nguoi.thu{number}", full_name=facts["full_name"], home=office.part
    )
    MembershipFactory(
        user=person, unit=office.ward, role=role, valid_from=facts["since"],
        valid_to=until, title=facts["title"], title_below=facts["title_below"],
        capacity=capacity if role == Role.LEADER else "",
    )  # fmt: skip
    UserFactory(username=f"khong.vai{number}", home=office.part)

    kept = sent_back(office, "account")

    assert (kept.added, kept.changed, kept.refused) == (0, 0, 0)
    assert kept.unchanged == kept.rows_in_all > 2


@OFTEN
@given(text=LINES)
def test_a_cell_is_read_the_same_twice(text):
    once = Given(UNITS, 2, {"letterhead": text}).text("letterhead")
    assert Given(UNITS, 2, {"letterhead": once}).text("letterhead") == once


@OFTEN
@given(text=WORDS.filter(lambda text: not is_example(text)))
def test_what_is_written_is_what_is_read(text):
    data = writing.filled(UNITS, queries_none(), [{"code": text, "name": text}])
    [row] = read_table("a.xlsx", data, UNITS).rows
    assert (row.cells[0], row.cells[3]) == (text, text)


def queries_none():
    return {"kinds": ["a"], "roles": [], "capacities": []}


def test_ninety_rows_ask_no_more_than_thirty(office):
    """To try, to carry out and to undo; ``tests/bench/excel.py`` takes the time of 5,000."""

    def asked_for(first, rows):
        kept = office.take(*[office.part_row(n) for n in range(first, first + rows)])
        asked = [_asked_by(kept)]
        assert kept.added == rows
        for step in (acts.ask_to_carry_out, acts.ask_to_undo):
            step(kept.pk, by=office.administrator)
            asked.append(_asked_by(kept))
        assert kept.status == SheetImport.Status.UNDONE
        return asked

    asked_for(2, 1)  # what is looked up once and kept
    assert asked_for(100, 30) == asked_for(200, 90)


def _asked_by(kept):
    with CaptureQueriesContext(connection) as asked:
        worked(kept)
    return len(asked)
