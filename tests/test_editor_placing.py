"""Đặt dòng: a line put where it was dragged to, with all that stands under it."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import actions
from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, words_of
from tests.factories import other_ward, ward
from units import audit
from units.errors import Refused

pytestmark = pytest.mark.django_db
K = LineKind
LINES = (
    (K.SECTION, "I"), (K.ITEM, "một"), (K.DASH, "a"), (K.DASH, "b"), (K.ITEM, "hai"),
    (K.ITEM, "ba"), (K.PARAGRAPH, "lời"), (K.SECTION, "II"), (K.DASH, "c"),
    (K.PARAGRAPH, "Trên đây là Kế hoạch phát động thi đua."),
)  # fmt: skip


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    return here.draft(
        PlanContent(lines=tuple(Line(kind=kind, text=text) for kind, text in LINES))
    )


def texts(plan):
    rows = list(plan.lines.order_by("position"))
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.text[:8] for row in rows]


def line(plan, text):
    return plan.lines.get(text=text)


def place(plan, here, text, before):
    before = line(plan, before).pk if before else None
    return actions.place_line(line(plan, text).pk, by=here.officer, before=before)


@pytest.mark.parametrize(
    ("moved", "before", "order"),
    [
        ("hai", "một", "I hai một a b ba lời II c Trên đây"),
        ("một", "ba", "I hai một a b ba lời II c Trên đây"),
        ("một", None, "I hai ba lời một a b II c Trên đây"),
        ("lời", "a", "I một lời a b hai ba II c Trên đây"),
        ("b", "a", "I một b a hai ba lời II c Trên đây"),
        ("a", "hai", "I một b a hai ba lời II c Trên đây"),
        ("b", "hai", "I một a b hai ba lời II c Trên đây"),
        ("c", None, "I một a b hai ba lời II c Trên đây"),
    ],
)
def test_where_it_goes(here, plan, moved, before, order):
    place(plan, here, moved, before)

    assert " ".join(texts(plan)) == order


def test_the_book_tells_it_and_pages_are_drawn_anew(here, plan):
    moved = place(plan, here, "hai", "một")

    entry = audit.history(moved).first()
    assert (entry.action, entry.actor) == ("planline.moved", here.officer)
    assert entry.detail == {"plan": plan.pk, "before": 4, "after": 1}
    plan.refresh_from_db()
    assert plan.version == 2


def test_at_its_own_place_nothing_is_written(here, plan):
    place(plan, here, "một", "a")
    place(plan, here, "một", "hai")

    plan.refresh_from_db()
    assert plan.version == 1


@pytest.mark.parametrize(
    ("moved", "before", "why"),
    [
        ("hai", "c", "Dòng chỉ đặt được trong mục của nó."),
        ("hai", "I", "Dòng chỉ đặt được trong mục của nó."),
        ("I", "c", "Tiêu đề mục đứng đầu mục"),
    ],
)
def test_what_is_refused(here, plan, moved, before, why):
    with pytest.raises(Refused, match=why):
        place(plan, here, moved, before)
    assert texts(plan) == [text[:8] for _, text in LINES]


def test_before_the_line_of_another_plan(here, plan):
    other = other_ward().draft()

    with pytest.raises(Refused):
        actions.place_line(
            line(plan, "a").pk, by=here.officer, before=other.lines.first().pk
        )


@given(data=st.data())
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_line_is_lost_or_leaves_its_section(here, plan, data):
    rows = list(plan.lines.order_by("position"))
    one, other = data.draw(st.sampled_from(rows)), data.draw(st.sampled_from(rows))
    first = [row.text for row in rows[:7]]
    with suppress(Refused):
        actions.place_line(one.pk, by=here.officer, before=other.pk)
    after = [row.text for row in plan.lines.order_by("position")]

    assert sorted(after[:7]) == sorted(first)
    assert after[7:] == [row.text for row in rows[7:]]


def test_the_page_puts_it_there(client, here, plan):
    client.force_login(here.officer)
    form = PageForm(client, Desk(plan).url("muc-1"))

    response = form.send(f"dat:{line(plan, 'một').pk}:{line(plan, 'hai').pk}")

    assert response.status_code == 302
    assert texts(plan)[:3] == ["I", "hai", "một"]

    form = PageForm(client, Desk(plan).url("muc-1"))
    told = form.send(f"dat:{line(plan, 'c').pk}:{line(plan, 'hai').pk}")
    assert told.status_code == 422
    assert "Dòng chỉ đặt được trong mục của nó." in words_of(told)
    form.send(f"dat:0:{line(plan, 'hai').pk}")
    assert texts(plan)[6] == "hai"
