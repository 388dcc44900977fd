"""Sửa đổi là một giá trị: its laws, and the words of the paper that is written from it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.amending import Act, Entry, Former, Step, apply, consolidate, derive
from campaigns.amending_paper import (
    Names,
    Target,
    amending_paper,
    correcting_paper,
    worded,
)
from campaigns.content import NOTE_FIELDS, DeadlineNote, Line, PaperKind, PlanContent
from campaigns.outline import LineKind as K
from campaigns.twin import from_twin, to_twin
from tests.factories import ready_content
from tests.plans_made_up import bodies, phrases

CITED = "Kế hoạch số 32/KH-UBND ngày 01 tháng 8 năm 2023 của Ủy ban nhân dân phường Mẫu"
SHORT = "Kế hoạch số 32/KH-UBND"
TARGET = Target(
    CITED,
    "Phát động thi đua",
    "Ủy ban nhân dân phường Mẫu",
    "32/KH-UBND",
    date(2023, 8, 1),
)


@st.composite
def texts(draw):
    """A plan with a duty on some of its lines."""
    lines = tuple(draw(bodies(draw(st.integers(0, 3)), tabled=True)))
    dated = draw(st.sets(st.integers(0, len(lines) - 1), max_size=4))
    notes = tuple(
        DeadlineNote(line=at, text=f"Việc {at}", due_on=date(2026, 1, 1 + at % 28))
        for at in sorted(dated)
    )
    return PlanContent(title=draw(phrases(2, 6)), lines=lines, deadlines=notes)


@st.composite
def edited(draw, content):
    """The same plan as somebody left it, with where each of its lines came from."""
    places = draw(st.permutations(range(len(content.lines)))) if draw(
        st.booleans()
    ) else list(range(len(content.lines)))  # fmt: skip
    kept = [place for place in places if draw(st.integers(0, 5))]
    lines, origins, notes = [], [], []
    for place in kept:
        for _ in range(draw(st.integers(0, 1)) * draw(st.integers(0, 1))):
            lines.append(Line(kind=K.DASH, text=draw(phrases(1, 5))))
            origins.append(None)
        line = content.lines[place]
        if draw(st.integers(0, 3)) == 0:
            line = replace(line, text=draw(phrases(1, 5)))
        notes += [
            replace(note, line=len(lines))
            for note in content.deadlines
            if note.line == place and draw(st.integers(0, 4))
        ]
        lines.append(line)
        origins.append(place)
    title = draw(st.sampled_from([content.title, "Tên khác"]))
    after = replace(content, title=title, lines=tuple(lines), deadlines=tuple(notes))
    return after, tuple(origins)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_what_was_derived_makes_the_working_copy_again(data):
    before = data.draw(texts())
    after, origins = data.draw(edited(before))

    assert apply(before, derive(before, after, origins)) == after


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_edited_changes_nothing(data):
    content = data.draw(texts())
    amendment = derive(content, content, tuple(range(len(content.lines))))

    assert amendment.changes == ()
    assert not worded(content, content, amendment)
    assert apply(content, amendment) == content


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_two_amendments_consolidate_to_the_last_text(data):
    first = data.draw(texts())
    second, origins = data.draw(edited(first))
    third, later = data.draw(edited(second))
    steps = [Step(second, origins), Step(third, later)]
    found = consolidate(first, steps)

    living = [entry for entry in found if entry.place is not None]
    assert [entry.line for entry in living] == list(third.lines)
    assert [entry.place for entry in living] == list(range(len(third.lines)))
    # Recalled, the second is as if it had never been.
    again = consolidate(first, steps[:1])
    assert [e.line for e in again if e.place is not None] == list(second.lines)
    assert [e.line for e in consolidate(first, [])] == list(first.lines)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_paper_is_a_plan_that_its_twin_gives_back(data):
    before = data.draw(texts())
    after, origins = data.draw(edited(before))
    paper = amending_paper(
        before, after, derive(before, after, origins), TARGET, "Sửa cho đúng."
    )

    assert from_twin(to_twin(paper)) == paper
    for name in NOTE_FIELDS:
        assert all(note.line < len(paper.lines) for note in getattr(paper, name))


def changed(content, **lines):
    """``lines``: l6="other words" or None for one that goes; the origins follow."""
    made, origins, moved = [], [], {}
    for place, line in enumerate(content.lines):
        text = lines.get(f"l{place}", line.text)
        if text is None:
            continue
        moved[place] = len(made)
        made.append(replace(line, text=text))
        origins.append(place)
    notes = {
        name: tuple(
            replace(note, line=moved[note.line])
            for note in getattr(content, name)
            if note.line in moved
        )
        for name in NOTE_FIELDS
    }
    return replace(content, lines=tuple(made), **notes), tuple(origins)


def written(before, after, origins):
    amendment = derive(before, after, origins)
    paper = amending_paper(before, after, amendment, TARGET, "Theo tình hình mới.")
    return paper, [line.text for line in paper.lines]


def test_the_words_of_an_amendment():
    before = ready_content()
    after, origins = changed(
        before, l6="Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,30%.", l12=None
    )
    lines = list(after.lines)
    lines.insert(2, Line(kind=K.DASH, text="Cá nhân: người dân trên địa bàn."))
    shift = {
        name: tuple(
            replace(note, line=note.line + (note.line >= 2))
            for note in getattr(after, name)
        )
        for name in NOTE_FIELDS
    }
    after = replace(after, lines=tuple(lines), **shift)
    target = replace(after.targets[0], value=Decimal("0.3"), shown="0,30%")
    after = replace(after, targets=(target,))
    origins = (*origins[:2], None, *origins[2:])
    paper, texts = written(before, after, origins)

    assert paper.title == f"Sửa đổi, bổ sung {CITED}"
    assert texts == [
        "Thực hiện Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018 của cấp trên.",
        f"Căn cứ {CITED};",
        "Theo tình hình mới.",
        f"Ủy ban nhân dân phường Mẫu sửa đổi, bổ sung {SHORT} (Phát động thi đua) như sau:",
        "Bổ sung vào sau mục I như sau:",
        "“- Cá nhân: người dân trên địa bàn.”",
        "Sửa đổi gạch đầu dòng thứ 1 mục II như sau:",
        "“- Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,30%.”",
        "Bãi bỏ gạch đầu dòng thứ 2 khoản 1 mục IV.",
        f"Các nội dung khác giữ nguyên theo {SHORT}.",
        "Kế hoạch này có hiệu lực kể từ ngày ký ban hành.",
    ]
    assert paper.markers[4:] == ["1.", "", "2.", "", "3.", "4.", "5."]
    # Its twin bears what it changes, and what it is about.
    assert paper.targets == (replace(target, line=7),)
    assert paper.citations[-1].number == "32/KH-UBND"
    assert paper.deadlines == ()


def test_a_part_that_goes_whole_is_named_once_and_the_rest_is_counted_anew():
    before = ready_content()
    after, origins = changed(before, l5=None, l6=None)
    _, texts = written(before, after, origins)

    assert texts[4:6] == [
        "Bãi bỏ mục II.",
        "Số thứ tự các mục, khoản, điểm còn lại được đánh lại theo thứ tự mới.",
    ]


def test_a_heading_alone_is_amended_or_repealed_without_what_stands_under_it():
    before = ready_content()
    after, origins = changed(before, l5="CHỈ TIÊU PHẤN ĐẤU", l10=None)
    assert [before.lines[at].kind for at in (5, 10)] == [K.SECTION, K.ITEM]
    _, texts = written(before, after, origins)

    assert texts[4] == "Sửa đổi tên mục II như sau:"
    assert texts[6] == (
        "Bãi bỏ tên khoản 1 mục IV, nội dung còn lại chuyển vào mục IV."
    )


def test_bases_gone_new_or_worded_anew_stand_at_the_head_and_are_no_point():
    bases = [Line(kind=K.BASIS, text=f"Căn cứ Luật {name}") for name in "ABC"]
    before = replace(
        PlanContent(kind=PaperKind.PLAN, title="Phát động thi đua"),
        lines=(*bases, Line(kind=K.DASH, text="Một."), Line(kind=K.DASH, text="Hai.")),
    )
    after = replace(
        before,
        lines=(
            Line(kind=K.BASIS, text="Căn cứ Luật Mới"), before.lines[1],
            Line(kind=K.BASIS, text="Căn cứ Luật B sửa"), before.lines[3],
        ),
    )  # fmt: skip
    only_bases = replace(after, lines=(*after.lines, before.lines[4]))

    _, texts = written(before, after, (None, 0, 1, 3))

    assert texts == [
        "Căn cứ Luật Mới",
        "Căn cứ Luật B",
        "Căn cứ Luật B sửa",
        f"Căn cứ {CITED};",
        "Theo tình hình mới.",
        f"Ủy ban nhân dân phường Mẫu sửa đổi, bổ sung {SHORT} (Phát động thi đua) như sau:",
        "Bãi bỏ gạch đầu dòng thứ 2 phần mở đầu.",
        f"Các nội dung khác giữ nguyên theo {SHORT}.",
        "Kế hoạch này có hiệu lực kể từ ngày ký ban hành.",
    ]
    amendment = derive(before, only_bases, (None, 0, 1, 3, 4))
    assert not worded(before, only_bases, amendment)
    assert worded(before, only_bases, amendment, with_bases=True)


def test_a_basis_that_became_content_is_new_and_content_that_became_a_basis_is_gone():
    lines = (
        Line(kind=K.BASIS, text="Căn cứ Luật A"), Line(kind=K.PARAGRAPH, text="Một."),
    )  # fmt: skip
    before = PlanContent(kind=PaperKind.PLAN, title="Phát động thi đua", lines=lines)
    swapped = tuple(
        replace(line, kind=kind)
        for line, kind in zip(lines, (K.PARAGRAPH, K.BASIS), strict=True)
    )
    _, texts = written(before, replace(before, lines=swapped), (0, 1))

    assert texts[4:7] == [
        "Bổ sung vào sau căn cứ thứ 1 như sau:",
        "“Căn cứ Luật A”",
        "Bãi bỏ đoạn thứ 1 phần mở đầu.",
    ]


def test_a_table_stands_as_a_table_and_a_note_alone_says_nothing():
    table = Line(kind=K.TABLE, text="TT\tViệc\n1\tMột")
    before = ready_content(lines=(*ready_content().lines, table))
    after, origins = changed(before, l13="TT\tViệc\n1\tHai")
    paper, texts = written(before, after, origins)

    assert texts[4:6] == [
        "Sửa đổi bảng thứ 1 khoản 1 mục IV như sau:", "TT\tViệc\n1\tHai"
    ]  # fmt: skip
    assert paper.lines[5].kind is K.TABLE

    noted = replace(before, registrations=())
    amendment = derive(before, noted, tuple(range(len(before.lines))))
    assert [change.act for change in amendment.changes] == [Act.CHANGED]
    assert not worded(before, noted, amendment)


def test_the_words_of_a_correction():
    before = ready_content()
    after, origins = changed(
        before, l8="Giấy khen của Chủ tịch Ủy ban nhân dân phường."
    )
    paper = correcting_paper(
        before, after, derive(before, after, origins), TARGET, "Do sơ suất khi đánh máy",
        "UBND",
    )  # fmt: skip

    assert [line.text for line in paper.lines][:3] == [
        "Ủy ban nhân dân phường Mẫu đã ban hành Kế hoạch số 32/KH-UBND ngày 01 tháng 8 năm 2023 "
        "(Phát động thi đua).",
        "Do sơ suất khi đánh máy.",
        "Ủy ban nhân dân phường Mẫu đính chính như sau:",
    ]
    assert (paper.kind, paper.letterhead.symbol) == (PaperKind.LETTER, "UBND")
    assert paper.title == f"đính chính {SHORT}"
    assert paper.recipients == ("Như trên", "Lưu: VT, VP")
    assert paper.letterhead.addressees == ("Thường trực Đảng ủy", "Các tổ dân phố")
    assert [line.text for line in paper.lines][3] == (
        "Gạch đầu dòng thứ 1 mục III: đã in là “Giấy khen của Chủ tịch UBND phường.”, nay đính "
        "chính là “Giấy khen của Chủ tịch Ủy ban nhân dân phường.”."
    )


def test_places_are_named_as_one_says_them():
    names = Names(ready_content())

    assert [names.of(at) for at in (0, 1, 3, 10, 12)] == [
        "căn cứ thứ 1", "mục I", "gạch đầu dòng thứ 2 mục I", "khoản 1 mục IV",
        "gạch đầu dòng thứ 2 khoản 1 mục IV",
    ]  # fmt: skip
    assert names.heads([9, 10, 11, 12]) == [9]
    assert names.heads([10, 12]) == [10, 12]


def test_each_line_of_the_consolidated_text_knows_what_touched_it():
    a, b, c = (Line(kind=K.PARAGRAPH, text=text) for text in "abc")
    b2, d = replace(b, text="b2"), replace(b, text="d")
    first = PlanContent(lines=(a, b, c))
    second = PlanContent(lines=(a, b2, d))
    third = PlanContent(lines=(b2, d))

    assert consolidate(first, [Step(second, (0, 1, None)), Step(third, (1, 2))]) == [
        Entry(a, None, removed=1),
        Entry(b2, 0, (Former(0, b),)),
        Entry(c, None, removed=0),
        Entry(d, 1, added=0),
    ]
