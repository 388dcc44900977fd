"""Từ kế hoạch cấp trên, as values: what is offered, the draft, the drift, the changes above."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.content import (
    AssignmentNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    Letterhead,
    Line,
    Milestone,
    PlanContent,
    TargetNote,
)
from campaigns.drifting import KINDS, Item, Own, State, differences, drift
from campaigns.mismatch import mismatches
from campaigns.offering import (
    OFFERED,
    SECTIONS,
    Chosen,
    authority_of,
    begin,
    citation_words,
    offers,
)
from campaigns.outline import LineKind as K
from campaigns.pairing import changes, pair
from campaigns.rewording import reworded
from reports.demo import above, answering
from tests.factories import ready_content
from tests.plans_made_up import plans

CITED = "Kế hoạch số 15/KH-UBND ngày 05/07/2023 của Ủy ban nhân dân tỉnh Mẫu"


GIVEN = "cấp trên giao ít nhất 90%"


def superior(**changed):
    return ready_content(
        letterhead=Letterhead(
            authority="ỦY BAN NHÂN DÂN\nTỈNH MẪU", number=15, symbol="KH-UBND",
            issued_on=date(2023, 7, 5),
        ),
        **changed,
    )  # fmt: skip


def everything(content):
    return [Chosen(offer.kind, offer.place) for offer in offers(content)]


def held(content, begun):
    """The drift of a draft that was made of ``content`` and not touched since."""
    given = {
        (kind, place): Item(number, kind, note)
        for number, (kind, place, note) in enumerate(
            (kind, place, note)
            for kind in KINDS
            for place, note in enumerate(getattr(content, kind))
        )
    }
    own = [
        Own(kind, note, given[kind, place].pk if place is not None else None)
        for kind in KINDS
        for note, place in zip(
            getattr(begun.content, kind), begun.links[kind], strict=True
        )
    ]
    return list(given.values()), own


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_draft_of_everything_does_not_drift(content):
    """All that was taken as it stands is kept; nothing is left out and nothing added."""
    begun = begin(content, everything(content), title="Thi đua", cited=CITED)

    found = drift(*held(content, begun))

    # A target of a phase that has no note of its own is the only thing that may differ.
    assert {one.state for one in found} <= {State.KEPT}


@settings(max_examples=40, deadline=None)
@given(plans(), st.randoms())
def test_the_drift_does_not_depend_on_order(content, random):
    taken = [one for one in everything(content) if random.random() < 0.7]
    begun = begin(content, taken, title="Thi đua", cited=CITED)
    items, own = held(content, begun)
    own = [replace(one, item=None) if random.random() < 0.2 else one for one in own]
    expected = drift(items, own)

    random.shuffle(items)
    random.shuffle(own)

    assert drift(items, own) == expected


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_has_not_changed_since_itself(content):
    assert changes(content, content) == []


@settings(max_examples=40, deadline=None)
@given(plans(), st.randoms())
def test_notes_are_paired_whatever_their_order(content, random):
    for kind in KINDS:
        notes = list(getattr(content, kind))
        mixed = notes.copy()
        random.shuffle(mixed)

        pairs = pair(notes, mixed)

        assert sorted(pairs) == list(range(len(notes)))
        assert sorted(pairs.values()) == list(range(len(notes)))
        told = [differences(notes[a], mixed[b]) for a, b in pairs.items()]
        assert not any(told)


def test_the_draft_has_our_sections_and_the_chosen_lines_in_them():
    content = superior()
    begun = begin(
        content, everything(content), title="Thi đua của phường", cited=f"{CITED}."
    )

    lines = [(line.kind, line.text) for line in begun.content.lines]
    assert lines == [
        (K.BASIS, "Thực hiện Kế hoạch số 07/KH-HĐTĐKT ngày 20/3/2018 của cấp trên."),
        (K.BASIS, f"Căn cứ {CITED};"),
        (K.SECTION, SECTIONS[0]),
        (K.SECTION, SECTIONS[1]),
        (K.DASH, "Từ ngày 01/8/2023 đến hết ngày 15/12/2023."),
        (K.DASH, "Đợt 1: từ ngày 01/8/2023 đến ngày 30/9/2023."),
        (K.SECTION, SECTIONS[2]),
        (K.DASH, "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."),
        (K.SECTION, SECTIONS[3]),
        (K.SECTION, SECTIONS[4]),
        (K.ITEM, "Các tổ dân phố"),
        (K.DASH, "Đăng ký ít nhất 01 mô hình, chậm nhất đến ngày 15/8/2023."),
        (K.DASH, "Báo cáo kết quả trước ngày 20/12/2023."),
    ]
    assert begun.content.title == "Thi đua của phường"
    last = begun.content.citations[-1]
    assert (last.line, last.number, last.is_superior_plan) == (1, "15/KH-UBND", True)
    assert mismatches(begun.content) == []


def test_our_own_figure_and_day_stand_in_words_and_data():
    content = superior()
    begun = begin(
        content,
        [
            Chosen("targets", 0, value=Decimal("0.5")),
            Chosen("registrations", 0, value=Decimal(3), day=date(2023, 8, 5)),
            Chosen("deadlines", 0, day=date(2023, 12, 10)),
        ],
        title="Thi đua", cited=CITED,
    )  # fmt: skip

    texts = [line.text for line in begun.content.lines if line.kind is K.DASH]
    assert texts == [
        "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,5%.",
        "Đăng ký ít nhất 03 mô hình, chậm nhất đến ngày 05/08/2023.",
        "Báo cáo kết quả trước ngày 10/12/2023.",
    ]
    (target,) = begun.content.targets
    assert (target.value, target.shown) == (Decimal("0.5"), "0,5%")
    assert mismatches(begun.content) == []
    told = {
        one.kind: (one.state, one.words, one.is_behind)
        for one in drift(*held(content, begun))
    }
    assert told == {
        "targets": (
            State.CHANGED,
            "cao hơn cấp trên giao: ghi không quá 0,5%, cấp trên giao không quá 0,39%",
            True,
        ),
        "registrations": (
            State.CHANGED,
            "nhiều hơn cấp trên giao: ít nhất 03, cấp trên giao 01; hạn sớm hơn 10 ngày: ghi "
            "05/08/2023, cấp trên giao 15/08/2023",
            False,
        ),
        "deadlines": (
            State.CHANGED,
            "hạn sớm hơn 10 ngày: ghi 10/12/2023, cấp trên giao 20/12/2023",
            False,
        ),
        "phases": (State.LEFT_OUT, "", True),
        "periods": (State.LEFT_OUT, "", True),
        "assignments": (State.LEFT_OUT, "", True),
    }  # fmt: skip


def test_a_figure_that_the_line_does_not_tell_gets_a_sentence_of_its_own():
    """From a row of a table, and from a line that names the figure twice."""
    content = superior(
        lines=(
            Line(kind=K.TABLE, text="Chỉ tiêu\tMức\nHồ sơ trực tuyến\t90%"),
            Line(kind=K.DASH, text="100% cơ quan, 100% trường học đăng ký thi đua."),
        ),
        citations=(), periods=(), phases=(), assignments=(), registrations=(), deadlines=(),
        award_forms=(), subjects=(),
        targets=(
            TargetNote(
                line=0, name="Hồ sơ trực tuyến", value=Decimal(90), unit="%",
                comparator=Comparator.AT_LEAST, deadline=date(2023, 12, 1),
                milestones=(
                    Milestone(label="Quý III", value=Decimal(70), due_on=date(2023, 9, 30)),
                ),
            ),
            TargetNote(line=1, name="Cơ quan đăng ký thi đua", value=Decimal(100), unit="%"),
        ),
    )  # fmt: skip
    begun = begin(
        content,
        [Chosen("targets", 0), Chosen("targets", 1, value=Decimal(95))],
        title="Thi đua", cited=CITED,
    )  # fmt: skip

    texts = [line.text for line in begun.content.lines if line.kind is K.DASH]
    assert texts == [
        "Hồ sơ trực tuyến: ít nhất 90%, hoàn thành trước ngày 01/12/2023; Quý III đến ngày "
        "30/09/2023 đạt 70%.",
        "Cơ quan đăng ký thi đua: 95%.",
    ]
    assert mismatches(begun.content) == []


@pytest.mark.parametrize(
    ("whom", "is_ours"),
    [
        ("", True), ("UBND các xã, phường, đặc khu", True), ("Sở Nội vụ", False),
        ("Sở Tài chính chủ trì, các địa phương phối hợp", True), ("UBND phường Mẫu", True),
        ("Công an tỉnh", False),
    ],
)  # fmt: skip
def test_what_is_for_others_is_not_ours_by_itself(whom, is_ours):
    content = PlanContent(
        lines=(Line(kind=K.DASH, text="Tỷ lệ đạt 90%."),),
        targets=(TargetNote(line=0, name="Tỷ lệ", value=Decimal(90), responsible=whom),),
    )  # fmt: skip

    (offer,) = offers(content, ["Ủy ban nhân dân phường Mẫu", "UBND phường Mẫu"])

    assert offer.is_ours is is_ours


def test_what_stands_under_another_agency_is_not_ours_by_itself():
    content = PlanContent(
        lines=(
            Line(kind=K.ITEM, text="Sở Nội vụ", is_title=True),
            Line(kind=K.DASH, text="Báo cáo trước ngày 20/12/2023."),
            Line(kind=K.ITEM, text="UBND các xã, phường", is_title=True),
            Line(kind=K.DASH, text="Báo cáo trước ngày 10/12/2023."),
        ),
        assignments=(
            AssignmentNote(line=0, unit="Sở Nội vụ"),
            AssignmentNote(line=2, unit="UBND các xã, phường"),
        ),
        deadlines=(
            DeadlineNote(line=1, text="Báo cáo", due_on=date(2023, 12, 20)),
            DeadlineNote(line=3, text="Báo cáo", due_on=date(2023, 12, 10)),
        ),
    )

    told = [(offer.kind, offer.place, offer.is_ours) for offer in offers(content)]

    assert told == [
        ("deadlines", 0, False), ("deadlines", 1, True), ("assignments", 0, False),
        ("assignments", 1, True),
    ]  # fmt: skip
    assert [kind for kind in OFFERED if kind in dict.fromkeys(k for k, *_ in told)]


def target(**changed):
    values = {
        "line": 0, "name": "Tỷ lệ", "value": Decimal(90), "unit": "%",
        "comparator": Comparator.AT_LEAST, "deadline": date(2026, 12, 1),
    }  # fmt: skip
    return TargetNote(**(values | changed))


@pytest.mark.parametrize(
    ("changed", "words", "is_behind"),
    [
        (
            {"value": Decimal(85)},
            "thấp hơn cấp trên giao: ghi ít nhất 85%, " + GIVEN,
            True,
        ),
        (
            {"value": Decimal(95)},
            "cao hơn cấp trên giao: ghi ít nhất 95%, " + GIVEN,
            False,
        ),
        ({"value": None, "comparator": None}, "không ghi con số, " + GIVEN, True),
        ({"unit": "hộ"}, "đơn vị tính khác: ghi ít nhất 90 hộ, " + GIVEN, False),
        (
            {"comparator": Comparator.EQUAL},
            "điều kiện khác: ghi đạt 90%, " + GIVEN,
            False,
        ),
        (
            {"deadline": date(2026, 11, 21)},
            "hạn sớm hơn 10 ngày: ghi 21/11/2026, cấp trên giao 01/12/2026",
            False,
        ),
        (
            {"deadline": date(2026, 12, 11)},
            "hạn muộn hơn 10 ngày: ghi 11/12/2026, cấp trên giao 01/12/2026",
            True,
        ),
        ({"deadline": None}, "không ghi hạn, cấp trên giao 01/12/2026", True),
        (
            {
                "name": "Tên của mình",
                "responsible": "Văn phòng",
                "baseline": "năm 2021",
            },
            None,
            False,
        ),
    ],
)
def test_a_difference_in_words(changed, words, is_behind):
    found = differences(target(), target(**changed))

    assert [(one.words, one.is_behind) for one in found] == (
        [(words, is_behind)] if words else []
    )


@pytest.mark.parametrize(
    ("given", "behind_when"),
    [
        (target(comparator=Comparator.AT_MOST), "higher"),
        (
            target(
                comparator=Comparator.EQUAL,
                direction=Direction.DOWN,
                name="Tỷ lệ còn",
                shown="còn 90%",
            ),
            "higher",
        ),
        (
            target(
                comparator=Comparator.AT_LEAST,
                direction=Direction.DOWN,
                name="Giảm số vụ",
            ),
            "lower",
        ),
        (target(comparator=Comparator.EQUAL, direction=Direction.UP), "lower"),
    ],
)
def test_which_way_is_behind(given, behind_when):
    low = differences(given, replace(given, value=Decimal(80)))
    high = differences(given, replace(given, value=Decimal(99)))

    assert (low[0].is_behind, high[0].is_behind) == (
        behind_when == "lower",
        behind_when == "higher",
    )


def test_of_several_that_answer_one_the_nearest_speaks():
    item = Item(7, "targets", target())
    own = [
        Own("targets", target(value=Decimal(80)), 7, row=1),
        Own("targets", target(), 7, row=2),
    ]

    (found,) = drift([item], own)

    assert (found.state, found.own.row) == (State.KEPT, 2)


def test_what_the_superior_changed_dropped_and_added():
    old = superior()
    new = replace(
        old,
        targets=(
            replace(old.targets[0], value=Decimal("0.3"), shown="0,3%"),
            TargetNote(line=6, name="Hồ sơ trực tuyến", value=Decimal(80), unit="%"),
        ),
        deadlines=(),
    )

    told = [
        (
            one.kind,
            one.before,
            one.after,
            one.name,
            "; ".join(d.words for d in one.differences),
        )
        for one in changes(old, new)
    ]

    assert told == [
        (
            "targets", 0, 0, "Tỷ lệ hộ nghèo",
            "thấp hơn cấp trên giao: ghi không quá 0,3%, cấp trên giao không quá 0,39%",
        ),
        ("targets", None, 1, "Hồ sơ trực tuyến", ""),
        ("deadlines", 0, None, "Báo cáo kết quả", ""),
    ]  # fmt: skip


def test_a_target_is_known_by_its_name_without_the_figure_in_it():
    old = [target(name="Tỷ lệ hồ sơ đạt 90%"), target(name="Số mô hình")]
    new = [
        target(name="Số mô hình mới", value=Decimal(3)),
        target(name="Tỷ lệ hồ sơ đạt 95%", value=Decimal(95)),
    ]

    assert pair(old, new) == {0: 1, 1: 0}


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (
            Letterhead(
                authority="ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN",
                number=5,
                symbol="KH-UBND",
                issued_on=date(2026, 3, 5),
            ),
            "Kế hoạch số 05/KH-UBND ngày 05/03/2026 của Ủy ban nhân dân tỉnh Hưng Yên",
        ),
        (
            Letterhead(
                parent_authority="UBND QUẬN LONG BIÊN",
                authority="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
                number=32,
                symbol="KH-HĐTĐKT",
            ),
            "Kế hoạch số 32/KH-HĐTĐKT của Hội đồng Thi đua - Khen thưởng quận Long Biên",
        ),
        (
            Letterhead(authority="Ban Chỉ đạo", symbol="KH-BCĐ"),
            "Kế hoạch số …/KH-BCĐ của Ban Chỉ đạo",
        ),
    ],
)
def test_how_the_superior_is_cited(head, words):
    assert citation_words(PlanContent(letterhead=head)) == words
    assert authority_of(PlanContent(letterhead=head)) in words


@settings(max_examples=50, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 400), st.integers(0, 1)
)  # fmt: skip
def test_a_day_is_put_into_the_words_or_nothing_is(day, days, way):
    """Either the new day stands in the words, or one is told that it cannot."""
    written = (
        f"{day:%d/%m/%Y}" if way else f"{day.day} tháng {day.month} năm {day.year}"
    )
    text = f"Báo cáo trước ngày {written} về Thường trực."
    before = DeadlineNote(line=0, text="Báo cáo", due_on=day)
    after = replace(before, due_on=day - timedelta(days=days))

    found = reworded(text, before, after)

    assert found is not None
    assert (
        mismatches(
            PlanContent(lines=(Line(kind=K.DASH, text=found),), deadlines=(after,))
        )
        == []
    )


def test_citations_alone_are_kept_to_their_papers():
    content = superior()
    begun = begin(content, [Chosen("citations", 0)], title="", cited=CITED)

    assert [note.is_superior_plan for note in begun.content.citations] == [False, True]
    assert isinstance(begun.content.citations[0], CitationNote)
    assert begun.content.registrations == ()


def test_the_demonstration_keeps_adapts_and_leaves_out():
    content = above.plan(2027)
    begun = begin(content, answering.chosen(2027), title="Hưởng ứng", cited=CITED)
    items, own = held(content, begun)

    told = [
        (one.name, one.state, one.is_behind)
        for one in drift(items, own)
        if one.kind in ("targets", "registrations")
    ]

    assert told == [
        ("Hồ sơ thủ tục hành chính tiếp nhận trực tuyến", State.KEPT, False),
        ("Tỷ lệ hộ nghèo", State.LEFT_OUT, True),
        ("Cây xanh trồng mới", State.CHANGED, True),
        ("Mô hình", State.CHANGED, False),
    ]
    assert {slip.kind for slip in mismatches(begun.content)} <= {"citations"}
    assert mismatches(content) == []
