"""So sánh hai bản: every word of both stands somewhere, once, and the work is bounded."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import aligning, comparing, worddiff
from campaigns.comparing import FieldChange, compare
from campaigns.content import (
    Comparator,
    DeadlineNote,
    Letterhead,
    Line,
    Milestone,
    PlanContent,
    SignatureBlock,
    TargetNote,
)
from campaigns.outline import LineKind as K
from campaigns.worddiff import Piece, pieces

WORDS = ["phong", "trào", "hòa", "thủy", "Đợt", "1", "ổ", "và", "  ", "\n"]
texts = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
cells = st.lists(
    st.sampled_from(["STT", "Đơn vị", "1", "2", ""]), min_size=1, max_size=4
)
tables = st.lists(cells.map("\t".join), min_size=1, max_size=4).map("\n".join)
lines = st.one_of(
    st.builds(Line, kind=st.sampled_from([K.DASH, K.ITEM, K.PARAGRAPH]), text=texts),
    st.builds(Line, kind=st.just(K.TABLE), text=tables),
)


@st.composite
def contents(draw):
    own = tuple(draw(st.lists(lines, max_size=9)))
    places = st.sampled_from(range(len(own))) if own else st.nothing()
    names = st.sampled_from(["hộ nghèo", "hồ sơ"])
    targets = st.builds(
        TargetNote, line=places, name=names, value=st.sampled_from([None, Decimal(5)])
    )
    return PlanContent(
        title=draw(texts),
        lines=own,
        targets=tuple(draw(st.lists(targets, max_size=3))) if own else (),
        recipients=tuple(draw(st.lists(texts, max_size=3))),
    )


def left(found):
    return "".join(piece.text for piece in found if piece.kind != "ins")


def right(found):
    return "".join(piece.text for piece in found if piece.kind != "del")


def plan(*said, **more):
    return PlanContent(
        lines=tuple(Line(kind=K.DASH, text=text) for text in said), **more
    )


def told(comparison):
    return [(row.state, row.left, row.right) for row in comparison.rows]


# ---- words -----------------------------------------------------------------------------------


@given(texts, texts)
def test_both_texts_are_in_the_pieces(before, after):
    found = pieces(before, after)

    assert (left(found), right(found)) == (before, after)
    assert all(piece.text for piece in found)


@given(texts, texts)
def test_the_other_way_round_what_is_gone_is_new(before, after):
    turned = {"": "", "del": "ins", "ins": "del"}
    there = sorted((p.kind, p.text) for p in pieces(before, after))
    back = sorted((turned[p.kind], p.text) for p in pieces(after, before))

    assert there == back


@given(texts)
def test_a_text_is_itself(text):
    assert all(piece.kind == "" for piece in pieces(text, text))


def test_a_word_with_its_marks_is_one():
    found = pieces("Xã Hòa Bình đạt 95% hộ.", "Xã Hoà Bình đạt 97% hộ.")

    assert found == [
        Piece("", "Xã "), Piece("del", "Hòa"), Piece("ins", "Hoà"), Piece("", " Bình đạt "),
        Piece("del", "95%"), Piece("ins", "97%"), Piece("", " hộ."),
    ]  # fmt: skip


def test_a_very_long_line_is_compared_between_words_that_occur_once(monkeypatch):
    monkeypatch.setattr(worddiff, "SQUARE", 30)
    before = " ".join(f"chữ{i} và" for i in range(20))

    assert pieces(before, before.replace("chữ9 và", "chữ9 hoặc")) == [
        Piece("", before[: before.index("chữ9") + 5]), Piece("del", "và"),
        Piece("ins", "hoặc"), Piece("", before[before.index(" chữ10") :]),
    ]  # fmt: skip


# ---- lines -----------------------------------------------------------------------------------


@given(contents())
def test_a_plan_compared_with_itself_has_no_change(content):
    found = compare(content, content)

    assert found.total == 0
    assert list(found.notes) == []
    assert [row.left for row in found.rows] == [*range(len(content.lines))]


@given(contents(), contents())
def test_every_line_of_both_stands_there_once(before, after):
    found = compare(before, after)

    for rows, old, new in (
        (found.rows, [x.text for x in before.lines], [x.text for x in after.lines]),
        (found.recipients, before.recipients, after.recipients),
    ):
        ours = [row.left for row in rows if row.left is not None]
        theirs = [row.right for row in rows if row.right is not None]
        assert sorted(ours) == [*range(len(old))]
        assert theirs == [*range(len(new))]
        for row in rows:
            if not row.table:
                own = "" if row.left is None else old[row.left]
                other = "" if row.right is None else new[row.right]
                assert (left(row.pieces), right(row.pieces)) == (own, other)


@given(contents(), contents())
def test_unequal_plans_differ_somewhere_and_equal_ones_nowhere(before, after):
    def in_order(content):
        key = lambda note: (note.line, note.name, str(note.value))  # noqa: E731
        return replace(content, targets=tuple(sorted(content.targets, key=key)))

    assert (compare(before, after).total == 0) == (in_order(before) == in_order(after))


@given(contents(), contents())
def test_the_other_way_round_added_is_removed(before, after):
    turned = {"added": "removed", "removed": "added"}
    there = [
        (turned.get(row.state, row.state), row.right, row.left)
        for row in compare(before, after).rows
    ]
    back = told(compare(after, before))

    assert sorted(there, key=str) == sorted(back, key=str)


@given(tables, tables)
def test_every_cell_of_both_tables_stands_there(before, after):
    def content(text):
        return PlanContent(lines=(Line(kind=K.TABLE, text=text),))

    rows = compare(content(before), content(after)).rows
    table = rows[0].table if len(rows) == 1 else rows[0].table + rows[1].table
    for side, place, text in ((left, "left", before), (right, "right", after)):
        shown = {
            getattr(row, place): [side(cell) for cell in row.cells]
            for row in table
            if getattr(row, place) is not None
        }
        width = max(row.count("\t") for row in text.split("\n")) + 1
        for number, row in enumerate(text.split("\n")):
            row = row.split("\t")
            row += [""] * (width - len(row))
            assert sorted(filter(None, shown[number])) == sorted(filter(None, row))
        assert len(shown) == len(text.split("\n"))


def test_changed_added_and_removed_lines():
    before = plan("Mở đầu", "Tỷ lệ hộ nghèo giảm còn 0,39% trong năm", "Cuối cùng")
    after = plan(
        "Mở đầu", "Tỷ lệ hộ nghèo giảm còn 0,3% trong năm", "Một ý mới hẳn", "Cuối cùng"
    )

    found = compare(before, after)

    assert told(found) == [
        ("same", 0, 0), ("changed", 1, 1), ("added", None, 2), ("same", 2, 3),
    ]  # fmt: skip
    assert [p for p in found.rows[1].pieces if p.kind] == [
        Piece("del", "0,39%"), Piece("ins", "0,3%"),
    ]  # fmt: skip
    assert told(compare(after, before))[2] == ("removed", 2, None)


def test_a_section_that_went_elsewhere_was_moved_not_written_anew():
    block = ["Tổ chức phát động vào tháng tám", "Mời các tổ dân phố cùng dự lễ"]
    rest = [f"Việc số {i} làm trong quý {i} của năm" for i in range(9)]

    found = compare(plan(*block, *rest), plan(*rest, *block))

    assert told(found)[-2:] == [("moved", 0, 9), ("moved", 1, 10)]
    assert {row.state for row in found.rows[:-2]} == {"same"}
    assert found.total == 2


def test_a_line_that_was_moved_and_rewritten_shows_both():
    rest = [f"Việc số {i} làm trong quý {i} của năm" for i in range(5)]
    text = "Mỗi tổ dân phố đăng ký ít nhất 01 tuyến đường tự quản"

    (*_, row) = compare(plan(text, *rest), plan(*rest, text.replace("01", "02"))).rows

    assert (row.state, row.left, row.right) == ("moved", 0, 5)
    assert [p.text for p in row.pieces if p.kind] == ["01", "02"]


def test_another_kind_of_line_with_the_same_words():
    before, after = plan("Khen thưởng"), plan("Khen thưởng")
    after = replace(after, lines=(replace(after.lines[0], kind=K.ITEM, is_title=True),))

    (row,) = compare(before, after).rows

    assert row.state == "changed"
    assert row.form == (
        FieldChange("kind", K.DASH, K.ITEM), FieldChange("is_title", False, True),
    )  # fmt: skip


# ---- notes, tables, head ---------------------------------------------------------------------


def test_a_target_tells_what_of_it_is_another():
    note = TargetNote(line=0, name="hộ nghèo", value=Decimal("0.39"), unit="%")
    milestone = Milestone(label="6 tháng", value=Decimal("0.5"))
    later = replace(
        note, value=Decimal("0.3"), comparator=Comparator.AT_MOST,
        deadline=date(2026, 12, 31), milestones=(milestone,),
    )  # fmt: skip

    found = compare(
        plan("Giảm nghèo", targets=(note,)), plan("Giảm nghèo", targets=(later,))
    )

    (change,) = found.notes
    assert change.kind == "targets"
    assert change.fields == (
        FieldChange("value", Decimal("0.39"), Decimal("0.3")),
        FieldChange("comparator", None, Comparator.AT_MOST),
        FieldChange("deadline", None, date(2026, 12, 31)),
        FieldChange("milestones", (), (milestone,)),
    )
    assert (found.rows[0].state, found.total) == ("noted", 1)


def test_notes_come_and_go_with_their_lines_and_are_told_by_name():
    one, two = (TargetNote(line=0, name=name) for name in ("hộ nghèo", "hồ sơ"))
    due = DeadlineNote(line=1, text="báo cáo", due_on=date(2026, 7, 1))
    before = plan("A b c", "Báo cáo quý", targets=(one, two), deadlines=(due,))
    after = plan("A b c", targets=(replace(two, unit="%"), replace(one, line=0)))

    changes = [
        (change.kind, change.before and change.before.line, change.after is None)
        for change in compare(before, after).notes
    ]

    assert changes == [("targets", 0, False), ("deadlines", 0, True)]


def test_tables_are_compared_cell_by_cell():
    head = "STT\tĐơn vị\tSố hộ"
    before = f"{head}\n1\tTổ dân phố số một\t12\n2\tTổ dân phố số hai\t9"
    after = (
        f"{head}\n1\tTổ dân phố số một\t15\n2\tTổ dân phố số ba mới lập\t4\n"
        "3\tTổ dân phố số hai\t9"
    )

    (row,) = compare(
        PlanContent(lines=(Line(kind=K.TABLE, text=before),)),
        PlanContent(lines=(Line(kind=K.TABLE, text=after),)),
    ).rows

    assert [(r.state, r.left, r.right) for r in row.table] == [
        ("same", 0, 0), ("changed", 1, 1), ("added", None, 2), ("changed", 2, 3),
    ]  # fmt: skip
    assert row.table[1].cells[2] == (Piece("del", "12"), Piece("ins", "15"))
    assert row.table[3].cells == (
        (Piece("del", "2"), Piece("ins", "3")), (Piece("", "Tổ dân phố số hai"),),
        (Piece("", "9"),),
    )  # fmt: skip


def test_a_column_that_was_added_stands_under_its_head():
    before, after = "STT\tĐơn vị\n1\tTổ 1", "STT\tChủ trì\tĐơn vị\n1\tÔng Nam\tTổ 1"

    (row,) = compare(
        PlanContent(lines=(Line(kind=K.TABLE, text=before),)),
        PlanContent(lines=(Line(kind=K.TABLE, text=after),)),
    ).rows

    assert [[right(cell) for cell in one.cells] for one in row.table] == [
        ["STT", "Chủ trì", "Đơn vị"], ["1", "Ông Nam", "Tổ 1"],
    ]  # fmt: skip
    assert row.table[1].cells[1] == (Piece("ins", "Ông Nam"),)


def test_head_recipients_and_signature():
    before = plan(
        title="Thi đua quý I",
        letterhead=Letterhead(authority="UBND PHƯỜNG A", place="Phường A"),
        recipients=("Thường trực Đảng ủy", "Lưu: VT"),
        signature=SignatureBlock(authority_lines=("CHỦ TỊCH",), signer="Lê Văn A"),
    )
    after = replace(
        before,
        title="Thi đua quý II",
        letterhead=Letterhead(authority="UBND PHƯỜNG A", place="Phường B"),
        recipients=("Thường trực Đảng ủy", "Các tổ dân phố", "Lưu: VT"),
        signature=SignatureBlock(authority_lines=("CHỦ TỊCH",), signer="Trần Thị B"),
    )

    found = compare(before, after)

    assert [change.field for change in found.head] == ["title", "place"]
    assert [change.field for change in found.signature] == ["signer"]
    assert [row.state for row in found.recipients] == ["same", "added", "same"]
    assert found.total == 4


# ---- the work --------------------------------------------------------------------------------


@pytest.fixture
def held(monkeypatch):
    """How many lines were held against each other, and the words of both multiplied."""
    work = {"lines": 0, "words": 0}
    likeness, matched = aligning.likeness, worddiff._matched

    def counted(one, other):
        work["lines"] += 1
        return likeness(one, other)

    def measured(a, b):
        work["words"] += len(a) * len(b)
        assert len(a) * len(b) <= worddiff.SQUARE
        return matched(a, b)

    monkeypatch.setattr(aligning, "likeness", counted)
    monkeypatch.setattr(worddiff, "_matched", measured)
    return work


def made_up(chance, lines=1100):
    """Some 60 pages."""
    return [
        " ".join(chance.choice("abcdefghijklmnopqrst") * 3 for _ in range(chance.randint(1, 50)))
        for _ in range(lines)
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["other", "shuffled", "every line", "one word"])
def test_the_work_grows_with_the_lines_alone(held, shape):
    chance = random.Random(60)
    before = made_up(chance)
    after = {
        "other": lambda: made_up(chance),
        "shuffled": lambda: chance.sample(before, len(before)),
        "every line": lambda: [f"{text} thêm" for text in before],
        "one word": lambda: ["giống nhau"] * len(before),
    }[shape]()

    found = comparing.compare(plan(*before), plan(*after))

    assert len(found.rows) >= len(before)
    assert held["lines"] <= 8 * len(before)
    assert held["words"] <= 2500 * len(before)
