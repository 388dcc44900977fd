"""Dòng kế hoạch: written, inserted, moved, removed, by several people at once."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import actions
from campaigns.actions.lines import LineEdit, fingerprint
from campaigns.content import Line, PlanContent
from campaigns.models import Plan, PlanLine
from campaigns.outline import LineKind, depth, span
from campaigns.queries import content_of
from tests.factories import Role, other_ward, ready_content, ward
from units import audit
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

K = LineKind


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    """I. (1. (-, -), 2., 3. (đoạn)), II. (-)"""
    return here.draft(
        content_with(
            (K.SECTION, "MỤC I"), (K.ITEM, "một"), (K.DASH, "a"), (K.DASH, "b"),
            (K.ITEM, "hai"), (K.ITEM, "ba"), (K.PARAGRAPH, "lời"), (K.SECTION, "MỤC II"),
            (K.DASH, "c"),
        )
    )  # fmt: skip


def content_with(*lines):
    return PlanContent(lines=tuple(Line(kind=kind, text=text) for kind, text in lines))


def texts(plan):
    rows = list(plan.lines.order_by("position"))
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.text for row in rows]


def line(plan, text):
    return plan.lines.get(text=text)


def edit(row, **changes):
    """What a form sends back: the fields, changed, and the fingerprint of what it showed."""
    shown = {
        "kind": row.kind,
        "text": row.text,
        "marker": row.marker,
        "is_title": row.is_title,
    }
    return LineEdit(pk=row.pk, seen=fingerprint(row), **(shown | changes))


# Writing


def test_only_changed_lines_are_written(here, plan):
    rows = list(plan.lines.order_by("position"))
    edits = [edit(rows[2], text="a, sửa"), *[edit(row) for row in rows[3:]]]

    actions.save_lines(plan.pk, by=here.officer, edits=edits)

    assert texts(plan)[2] == "a, sửa"
    entry = AuditEntry.objects.get(action="planline.amended")
    assert (entry.subject_id, entry.actor, entry.detail) == (
        rows[2].pk, here.officer, {"before": {"text": "a"}, "after": {"text": "a, sửa"}},
    )  # fmt: skip
    plan.refresh_from_db()
    assert plan.version == 2


def test_saving_what_is_there_changes_nothing(here, plan):
    edits = [edit(row) for row in plan.lines.all()]

    actions.save_lines(plan.pk, by=here.officer, edits=edits)

    plan.refresh_from_db()
    assert plan.version == 1
    assert not AuditEntry.objects.filter(action="planline.amended").exists()


def test_decomposed_text_is_no_change(here, plan):
    row = line(plan, "lời")

    actions.save_lines(
        plan.pk, by=here.officer, edits=[edit(row, text="lo\u031b\u0300i")]
    )

    plan.refresh_from_db()
    assert plan.version == 1


def test_kind_marker_and_title_are_saved_too(here, plan):
    row = line(plan, "hai")

    actions.save_lines(
        plan.pk,
        by=here.officer,
        edits=[edit(row, kind="point", marker="(2)", is_title=True)],
    )

    row.refresh_from_db()
    assert (row.kind, row.marker, row.is_title) == ("point", "(2)", True)


def test_two_people_write_two_lines(here, plan):
    mine, theirs = (
        edit(line(plan, "a"), text="của tôi"),
        edit(line(plan, "b"), text="của bạn"),
    )
    both_saw = [edit(line(plan, "a")), edit(line(plan, "b"))]

    actions.save_lines(plan.pk, by=here.officer, edits=[mine, both_saw[1]])
    actions.save_lines(
        plan.pk, by=here.person(Role.OFFICER), edits=[both_saw[0], theirs]
    )

    assert texts(plan)[2:4] == ["của tôi", "của bạn"]


def test_two_people_write_one_line(here, plan):
    mine = edit(line(plan, "a"), text="của tôi")
    other = edit(line(plan, "b"), text="b, sửa")
    theirs = edit(line(plan, "a"), text="của bạn")
    actions.save_lines(plan.pk, by=here.person(Role.OFFICER), edits=[theirs])

    with pytest.raises(
        actions.EditConflict, match="người khác đã sửa cùng dòng"
    ) as caught:
        actions.save_lines(plan.pk, by=here.officer, edits=[other, mine])

    (conflict,) = caught.value.conflicts
    assert (conflict.mine, conflict.theirs.text) == (mine, "của bạn")
    assert texts(plan)[2:4] == ["của bạn", "b"]  # nothing of the form was written


def test_one_person_in_two_windows(here, plan):
    mine = edit(line(plan, "a"), text="ở thẻ này")
    actions.save_lines(
        plan.pk, by=here.officer, edits=[edit(line(plan, "a"), text="ở thẻ kia")]
    )

    with pytest.raises(
        actions.EditConflict, match=r"Anh/chị đã sửa cùng dòng ở một thẻ khác\."
    ) as caught:
        actions.save_lines(plan.pk, by=here.officer, edits=[mine])

    assert caught.value.own


def test_one_line_is_mine_and_one_a_colleagues(here, plan):
    both = [
        edit(line(plan, "a"), text="ở thẻ này"),
        edit(line(plan, "b"), text="ở thẻ này"),
    ]
    actions.save_lines(
        plan.pk, by=here.officer, edits=[edit(line(plan, "a"), text="ở thẻ kia")]
    )
    actions.remove_line(line(plan, "b").pk, by=here.person(Role.OFFICER))

    with pytest.raises(actions.EditConflict, match="người khác đã sửa") as caught:
        actions.save_lines(plan.pk, by=here.officer, edits=both)

    assert not caught.value.own


def test_two_people_write_the_same(here, plan):
    same = edit(line(plan, "a"), text="như nhau")
    actions.save_lines(plan.pk, by=here.person(Role.OFFICER), edits=[same])

    actions.save_lines(plan.pk, by=here.officer, edits=[same])

    assert texts(plan)[2] == "như nhau"


def test_a_changed_line_that_was_removed_meanwhile(here, plan):
    mine, untouched = edit(line(plan, "a"), text="của tôi"), edit(line(plan, "b"))
    actions.remove_line(line(plan, "a").pk, by=here.officer)
    actions.remove_line(line(plan, "b").pk, by=here.officer)

    with pytest.raises(actions.EditConflict) as caught:
        actions.save_lines(plan.pk, by=here.officer, edits=[mine, untouched])
    assert [c.theirs for c in caught.value.conflicts] == [None]

    actions.save_lines(plan.pk, by=here.officer, edits=[untouched])  # nothing to lose


def test_an_edit_of_another_plan_is_a_conflict(here, plan):
    elsewhere = here.draft(content_with((K.DASH, "khác")))

    with pytest.raises(actions.EditConflict):
        actions.save_lines(
            plan.pk, by=here.officer, edits=[edit(line(elsewhere, "khác"), text="lạc")]
        )
    assert texts(elsewhere) == ["khác"]


def test_a_kind_that_does_not_exist_is_refused(here, plan):
    with pytest.raises(Refused, match="Loại dòng"):
        actions.save_lines(
            plan.pk, by=here.officer, edits=[edit(line(plan, "a"), kind="verse")]
        )


def test_a_fingerprint_tells_every_difference():
    forms = [
        PlanLine(kind=kind, text=text, marker=marker, is_title=is_title)
        for kind in ("dash", "item")
        for text in ("a", "b", "a\x1fb", "")
        for marker in ("", "1.")
        for is_title in (False, True)
    ]

    assert len({fingerprint(row) for row in forms}) == len(forms)


# Inserting


@pytest.mark.parametrize(
    ("after", "place"), [(None, 0), ("MỤC I", 1), ("a", 3), ("c", 9)]
)
def test_insert_line(here, plan, after, place):
    row = actions.insert_line(
        plan.pk,
        by=here.officer,
        after=after and line(plan, after).pk,
        kind="dash",
        text="mới",
    )

    expected = ["MỤC I", "một", "a", "b", "hai", "ba", "lời", "MỤC II", "c"]
    expected.insert(place, "mới")
    assert texts(plan) == expected
    assert audit.history(row).get().action == "planline.added"
    plan.refresh_from_db()
    assert plan.version == 2


def test_insert_after_a_line_that_is_gone(here, plan):
    gone = line(plan, "a").pk
    actions.remove_line(gone, by=here.officer)

    with pytest.raises(Refused, match="đã bị xóa trong lúc anh/chị soạn"):
        actions.insert_line(plan.pk, by=here.officer, after=gone, kind="dash")


# Moving


@pytest.mark.parametrize(
    ("text", "up", "expected"),
    [
        ("hai", True, "MỤC I, hai, một, a, b, ba, lời, MỤC II, c"),
        ("một", False, "MỤC I, hai, một, a, b, ba, lời, MỤC II, c"),  # with its block
        ("ba", True, "MỤC I, một, a, b, ba, lời, hai, MỤC II, c"),
        ("b", True, "MỤC I, một, b, a, hai, ba, lời, MỤC II, c"),
        ("MỤC II", True, "MỤC II, c, MỤC I, một, a, b, hai, ba, lời"),
        ("lời", True, "MỤC I, một, a, b, hai, lời, ba, MỤC II, c"),
        # the first, the last, and what would leave its section
        ("một", True, None),
        ("a", True, None),
        ("b", False, None),
        ("ba", False, None),
        ("lời", False, None),
        ("MỤC I", True, None),
        ("MỤC II", False, None),
        ("c", False, None),
        ("c", True, None),
    ],
)
def test_move_line(here, plan, text, up, expected):
    before = texts(plan)

    actions.move_line(line(plan, text).pk, by=here.officer, up=up)

    assert texts(plan) == (expected.split(", ") if expected else before)
    plan.refresh_from_db()
    assert plan.version == (2 if expected else 1)


def test_the_closing_words_stay_at_the_end(here):
    closing = "Trên đây là Kế hoạch đợt thi đua."
    plan = here.draft(content_with(
        (K.SECTION, "MỤC I"), (K.ITEM, "một"), (K.DASH, "a"), (K.ITEM, "hai"), (K.DASH, "b"),
        (K.PARAGRAPH, closing),
    ))  # fmt: skip

    actions.move_line(line(plan, "hai").pk, by=here.officer, up=True)
    assert texts(plan) == ["MỤC I", "hai", "b", "một", "a", closing]
    actions.move_line(line(plan, "hai").pk, by=here.officer, up=False)
    assert texts(plan) == ["MỤC I", "một", "a", "hai", "b", closing]


# Removing and undoing


def test_remove_line_keeps_what_it_said(here, plan):
    row = line(plan, "b")

    kept = actions.remove_line(row.pk, by=here.officer)

    assert texts(plan) == ["MỤC I", "một", "a", "hai", "ba", "lời", "MỤC II", "c"]
    assert kept == {
        "after": line(plan, "a").pk, "kind": "dash", "text": "b", "marker": "",
        "is_title": False, "notes": [], "entry": kept["entry"],
    }  # fmt: skip
    entry = AuditEntry.objects.get(action="planline.removed")
    assert kept.pop("entry") == entry.pk
    assert (entry.subject_id, entry.actor) == (row.pk, here.officer)
    assert entry.detail == kept | {"plan": plan.pk}


def test_undo_puts_the_line_back(here, plan):
    before = texts(plan)
    kept = actions.remove_line(line(plan, "a").pk, by=here.officer)

    actions.undo_remove(plan.pk, by=here.officer, **kept)

    assert texts(plan) == before


def test_undo_of_the_first_line(here, plan):
    before = texts(plan)
    kept = actions.remove_line(line(plan, "c").pk, by=here.officer)
    actions.undo_remove(plan.pk, by=here.officer, **kept)
    first = actions.insert_line(
        plan.pk, by=here.officer, after=None, kind="basis", text="căn cứ"
    )
    kept = actions.remove_line(first.pk, by=here.officer)

    actions.undo_remove(plan.pk, by=here.officer, **kept)

    assert texts(plan) == ["căn cứ", *before]


def test_undo_where_the_place_is_gone_too(here, plan):
    kept = actions.remove_line(line(plan, "b").pk, by=here.officer)
    actions.remove_line(line(plan, "a").pk, by=here.officer)

    actions.undo_remove(plan.pk, by=here.officer, **kept)

    assert texts(plan)[-1] == "b"


def test_undo_brings_every_note_back(here):
    plan = here.draft()
    whole = content_of(Plan.objects.get(pk=plan.pk))
    for row in list(plan.lines.order_by("position")):
        if row.kind == K.SECTION:
            continue
        kept = actions.remove_line(row.pk, by=here.officer)
        assert content_of(Plan.objects.get(pk=plan.pk)) != whole

        actions.undo_remove(plan.pk, by=here.officer, **kept)

        assert content_of(Plan.objects.get(pk=plan.pk)) == whole
    plan.campaign.refresh_from_db()
    assert (plan.campaign.starts_on, plan.campaign.ends_on) == (
        whole.starts_on,
        whole.ends_on,
    )


def test_the_campaign_loses_its_dates_with_the_line_that_said_them(here):
    plan = here.draft()
    row = plan.lines.get(period_notes__isnull=False)

    kept = actions.remove_line(row.pk, by=here.officer)

    plan.campaign.refresh_from_db()
    assert (plan.campaign.starts_on, plan.campaign.ends_on) == (None, None)
    actions.undo_remove(plan.pk, by=here.officer, **kept)
    plan.campaign.refresh_from_db()
    assert plan.campaign.starts_on == ready_content().starts_on


def test_a_section_with_content_is_not_removed(here, plan):
    with pytest.raises(Refused, match="còn nội dung bên dưới"):
        actions.remove_line(line(plan, "MỤC II").pk, by=here.officer)
    actions.remove_line(line(plan, "c").pk, by=here.officer)

    actions.remove_line(line(plan, "MỤC II").pk, by=here.officer)

    assert texts(plan)[-1] == "lời"


def test_a_line_removed_twice(here, plan):
    pk = line(plan, "a").pk
    actions.remove_line(pk, by=here.officer)

    with pytest.raises(Refused, match="đã bị xóa trong lúc anh/chị soạn"):
        actions.remove_line(pk, by=here.officer)
    with pytest.raises(Refused, match="đã bị xóa trong lúc anh/chị soạn"):
        actions.move_line(pk, by=here.officer, up=True)


# Who, and when


ACTS = {
    "save": lambda plan, by: actions.save_lines(
        plan.pk, by=by, edits=[edit(line(plan, "a"), text="sửa")]
    ),
    "insert": lambda plan, by: actions.insert_line(
        plan.pk, by=by, after=None, kind="dash"
    ),
    "move": lambda plan, by: actions.move_line(line(plan, "hai").pk, by=by, up=True),
    "remove": lambda plan, by: actions.remove_line(line(plan, "a").pk, by=by),
    "undo": lambda plan, by: actions.undo_remove(
        plan.pk, by=by, after=None, kind="dash"
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_officers_of_the_authority_write(here, plan, act):
    strangers = [here.person(role) for role in Role if role != Role.OFFICER]
    for user in [*strangers, other_ward().officer]:
        with pytest.raises(PermissionDenied):
            ACTS[act](plan, user)

    ACTS[act](plan, here.officer)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", ["submitted", "approved", "signed", "issued"])
def test_a_plan_that_is_under_way_is_closed(here, act, status):
    plan = here.draft(content_with((K.ITEM, "một"), (K.DASH, "a"), (K.ITEM, "hai")))
    _put(plan, here, status)

    with pytest.raises(Refused, match="nên không sửa được"):
        ACTS[act](plan, here.officer)
    assert texts(plan) == ["một", "a", "hai"]


def _put(plan, here, status):
    values = {"status": status, "submitted_by": here.officer, "submitted_at": now()}
    if status != "submitted":
        values |= {"approved_by": here.leader, "approved_at": now()}
    Plan.objects.filter(pk=plan.pk).update(**values)


# Laws


KINDS = st.sampled_from(
    [
        K.SECTION,
        K.DIVISION,
        K.ITEM,
        K.SUBITEM,
        K.POINT,
        K.DASH,
        K.PARAGRAPH,
        K.BASIS,
        K.TABLE,
    ]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "up", "down", "remove"]), st.integers(0, 99), KINDS
    ),
    max_size=12,
)
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FEW
@given(kinds=st.lists(KINDS, max_size=10), steps=STEPS)
@pytest.mark.slow
def test_whatever_is_done_no_other_line_is_lost(here, kinds, steps):
    plan = here.draft(content_with(*[(kind, f"{n}") for n, kind in enumerate(kinds)]))
    expected = Counter(texts(plan))
    for step, (act, choice, kind) in enumerate(steps):
        rows = list(plan.lines.order_by("position"))
        chosen = rows[choice % len(rows)] if rows else None
        if act == "insert":
            after = chosen and chosen.pk
            actions.insert_line(
                plan.pk,
                by=here.officer,
                after=after,
                kind=kind.value,
                text=f"mới {step}",
            )
            expected[f"mới {step}"] += 1
        elif chosen and act == "remove":
            if chosen.kind == K.SECTION and len(span(rows, rows.index(chosen))) > 1:
                continue
            actions.remove_line(chosen.pk, by=here.officer)
            expected -= Counter([chosen.text])
        elif chosen:
            actions.move_line(chosen.pk, by=here.officer, up=act == "up")
        assert Counter(texts(plan)) == expected


@FEW
@given(
    kinds=st.lists(KINDS, min_size=1, max_size=12),
    choice=st.integers(0, 99),
    up=st.booleans(),
)
@pytest.mark.slow
def test_a_move_and_its_opposite_leave_all_as_it_was(here, kinds, choice, up):
    plan = here.draft(content_with(*[(kind, f"{n}") for n, kind in enumerate(kinds)]))
    before = texts(plan)
    pk = list(plan.lines.order_by("position"))[choice % len(kinds)].pk

    actions.move_line(pk, by=here.officer, up=up)
    moved = texts(plan)
    assert _with_their_blocks(plan, kinds)
    if moved != before:
        actions.move_line(pk, by=here.officer, up=not up)
        assert texts(plan) == before


def _with_their_blocks(plan, kinds):
    """Every section still holds exactly the lines that it held."""
    original = [f"{n}" for n in range(len(kinds))]
    return _sections(kinds, original) == _sections(
        [kinds[int(text)] for text in texts(plan)], texts(plan)
    )


def _sections(kinds, names):
    held, current = {None: set()}, None
    for kind, name in zip(kinds, names, strict=True):
        if depth(kind) <= depth(K.SECTION):
            current = name
            held[current] = set()
        else:
            held[current].add(name)
    return held
