"""Sửa bản đọc: corrections to a value; notes always point at a line that is there."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import revising
from campaigns.content import (
    NOTE_FIELDS,
    AwardFormNote,
    DeadlineNote,
    Line,
    PlanContent,
)
from campaigns.models import ImportDraft
from campaigns.outline import LineKind
from campaigns.reading import Reading, Remark, Suspicion
from campaigns.revising import Doubt, Revision
from tests.factories import ready_content


def reading(**changes) -> Reading:
    values = {
        "content": ready_content(),
        "sure": {"title": 0.95, "letterhead.place": 0.4, "targets.0": 0.5},
        "suspicions": (
            Suspicion(line=6, found="hộ nghèo", suggestion="hộ nghèo đa chiều", why="vì"),
        ),
        "remarks": (
            Remark("Văn bản chưa có số.", stays=False),
            Remark("Có thời hạn lặp lại “hằng tháng”.", 12),
        ),
    }  # fmt: skip
    return Reading(**(values | changes))


@pytest.fixture
def revision() -> Revision:
    return revising.begin(reading())


def texts(revision) -> list[str]:
    return [line.text for line in revision.content.lines]


def test_begin_keeps_what_the_reader_said(revision):
    assert revision.ids == tuple(range(1, 14))
    assert revision.note_sure["targets"] == (0.5,)
    assert revision.note_sure["periods"] == (1.0,)
    assert dict(revision.sure) == {"title": 0.95, "letterhead.place": 0.4}
    assert revision.doubts == (Doubt(7, "hộ nghèo", "hộ nghèo đa chiều", "vì"),)
    assert revision.unsure == 2


def test_a_draft_keeps_it_all(revision):
    twin, kept = revising.dump(revision)

    assert revising.load(ImportDraft(twin=twin, reading=kept)) == revision


def test_remove_line_takes_its_notes_and_moves_the_others(revision):
    after = revising.remove_line(revision, 7)

    assert after.content.targets == ()
    assert after.note_sure["targets"] == ()
    assert after.content.award_forms == (
        replace(revision.content.award_forms[0], line=7),
    )
    assert after.doubts == ()
    assert after.ids == (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13)


def test_insert_line_behind_and_at_the_top(revision):
    behind, new = revising.insert_line(revision, 2, Line(kind=LineKind.DASH, text="b"))
    top, other = revising.insert_line(behind, None, Line(kind=LineKind.BASIS, text="a"))

    assert (new, other) == (14, 15)
    assert texts(behind)[2] == "b"
    assert texts(top)[0] == "a"
    assert [note.line for note in top.content.subjects] == [4]
    assert top.content.lines[4].text == "Tập thể: 05 tổ dân phố."


def test_join_above_moves_notes_and_doubts_up():
    content = PlanContent(
        lines=(
            Line(kind=LineKind.DASH, text="Tặng Giấy khen cho tập thể "),
            Line(kind=LineKind.PARAGRAPH, text="phần đầu trước ngày 15/8/2023."),
        ),
        award_forms=(AwardFormNote(line=0, name="Giấy khen"),),
        deadlines=(DeadlineNote(line=1, text="x", due_on=date(2023, 8, 15)),),
    )
    revision = revising.begin(
        reading(
            content=content,
            sure={},
            suspicions=(
                Suspicion(line=1, found="phần đầu", suggestion="phấn đấu", why=""),
            ),
        )
    )

    joined = revising.join_above(revision, 2)

    assert texts(joined) == [
        "Tặng Giấy khen cho tập thể phần đầu trước ngày 15/8/2023."
    ]
    assert joined.content.deadlines == (
        DeadlineNote(line=0, text="x", due_on=date(2023, 8, 15)),
    )
    assert joined.doubts == (Doubt(1, "phần đầu", "phấn đấu", ""),)


def test_the_first_line_has_none_above(revision):
    assert revising.join_above(revision, 1) == revision


def test_split_line_keeps_notes_on_the_first_piece(revision):
    pieces = [
        Line(kind=LineKind.DASH, text="Một"),
        Line(kind=LineKind.DASH, text="Hai"),
        Line(kind=LineKind.DASH, text="Ba"),
    ]

    split, second = revising.split_line(revision, 3, pieces)

    assert texts(split)[2:5] == ["Một", "Hai", "Ba"]
    assert second == 14
    assert split.content.subjects[0].line == 2


def test_accept_changes_the_words_and_ends_the_doubt(revision):
    after = revising.accept(revision, revision.doubts[0])

    assert texts(after)[6].startswith("Tỷ lệ hộ nghèo đa chiều đến hết")
    # The old words stand in the new ones: it is the same doubt, still open.
    assert after.doubts == revision.doubts


def test_accept_all():
    content = replace(
        ready_content(), title="Phần đầu hoàn thành", lines=(
            Line(kind=LineKind.DASH, text="Phần đầu đạt 70%, phần đầu vượt."),
        ), **{name: () for name in NOTE_FIELDS},
    )  # fmt: skip
    found = (
        Suspicion(line=0, found="Phần đầu", suggestion="Phấn đấu", why=""),
        Suspicion(line=0, found="phần đầu", suggestion="phấn đấu", why=""),
        Suspicion(line=-1, found="Phần đầu", suggestion="Phấn đấu", why=""),
    )
    revision = revising.begin(reading(content=content, sure={}, suspicions=found))

    after = revising.accept_all(revision)

    assert texts(after) == ["Phấn đấu đạt 70%, phấn đấu vượt."]
    assert after.content.title == "Phấn đấu hoàn thành"
    assert after.doubts == ()


def test_a_doubt_goes_with_the_words_that_raised_it(revision):
    line = replace(revision.content.lines[6], text="Tỷ lệ khác.")

    assert revising.set_line(revision, 7, line).doubts == ()


def test_notes_are_kept_in_the_order_of_their_lines(revision):
    note = AwardFormNote(line=2, name="Cờ")

    added = revising.add_note(revision, "award_forms", note)

    assert [n.name for n in added.content.award_forms] == [
        "Cờ",
        "Giấy khen của Chủ tịch UBND phường",
    ]
    assert added.note_sure["award_forms"] == (1.0, 1.0)
    assert revising.remove_note(added, "award_forms", 0) == revision


def test_a_note_that_a_person_set_is_sure(revision):
    note = replace(revision.content.targets[0], unit="hộ")

    after = revising.set_note(revision, "targets", 0, note)

    assert after.content.targets == (note,)
    assert after.note_sure["targets"] == (1.0,)
    assert revising.mark_seen(after, ["letterhead.place"]).unsure == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["remove", "insert", "join", "split", "text"]),
            st.integers(0, 20),
        ),
        max_size=12,
    )
)
def test_notes_always_point_at_a_line(steps):
    revision = revising.begin(reading())
    words = sum(len(text.split()) for text in texts(revision))
    for act, number in steps:
        line_id = number
        match act:
            case "remove":
                if (place := revision.place(line_id)) is not None:
                    words -= len(revision.content.lines[place].text.split())
                revision = revising.remove_line(revision, line_id)
            case "insert":
                line = Line(kind=LineKind.DASH, text="")
                if revision.place(line_id) is not None:
                    revision, _ = revising.insert_line(revision, line_id, line)
            case "join":
                revision = revising.join_above(revision, line_id)
            case "split" if (place := revision.place(line_id)) is not None:
                line = revision.content.lines[place]
                head, _, tail = line.text.partition(" ")
                pieces = [replace(line, text=head), replace(line, text=tail)]
                revision, _ = revising.split_line(revision, line_id, pieces)
    count = len(revision.content.lines)
    assert len(revision.ids) == len(set(revision.ids)) == count
    assert words == sum(len(text.split()) for text in texts(revision))
    for name in NOTE_FIELDS:
        places = [note.line for note in getattr(revision.content, name)]
        assert all(0 <= place < count for place in places)
        assert places == sorted(places)
        assert len(revision.note_sure[name]) == len(places)
    assert all(d.line in revision.ids for d in revision.doubts)
    twin, kept = revising.dump(revision)
    assert revising.load(ImportDraft(twin=twin, reading=kept)) == revision
