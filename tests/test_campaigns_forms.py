"""Biểu mẫu của kế hoạch: several people at one form, lists as text, milestones, splitting."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    PeriodNote,
    PhaseNote,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from campaigns.drawing import elapsed, timeline
from campaigns.forms import NOTE_FORMS, ConcurrentFields, MilestoneFormSet
from campaigns.forms.concurrent import fingerprint
from campaigns.forms.fields import LinesField
from campaigns.models import NOTE_MODELS
from campaigns.outline import LineKind
from campaigns.suggesting import split, suggest
from campaigns.wording import NOTE_KINDS, baseline, between, describe
from units.fields import VietnameseDateField

D = Direction


class Sample(ConcurrentFields, forms.Form):
    name = forms.CharField(required=False)
    day = VietnameseDateField(label="Ngày", required=False)
    yes = forms.BooleanField(required=False)


def sent(**values) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name.replace("__", "-"): value for name, value in values.items()})
    return data


def answer(shown: dict, stored: dict, typed: dict) -> Sample:
    """The form that showed ``shown`` comes back with ``typed``; now ``stored`` is stored."""
    seen = dict(Sample(initial=shown).seen)
    data = sent(**(Sample.raw(shown) | typed))
    data.update(seen)
    return Sample(data, initial=stored)


def test_a_request_cut_short_changes_nothing():
    stored = {"name": "Trích yếu", "day": date(2026, 3, 1), "yes": True}
    form = Sample(sent(act="tu-luu"), initial=stored)

    assert form.is_valid()
    assert form.changes() == {}


def raw(values):
    day = values.get("day")
    found = {"name": values.get("name") or "", "day": f"{day:%d/%m/%Y}" if day else ""}
    return found | ({"yes": "on"} if values.get("yes") else {})


Sample.raw = staticmethod(raw)  # what a browser sends of these values

OLD = {"name": "cũ", "day": date(2023, 8, 1), "yes": True}


def test_nothing_typed_is_no_change():
    form = answer(OLD, OLD, {})

    assert form.is_valid()
    assert form.changes() == {}


def test_what_i_typed_is_a_change():
    form = answer(OLD, OLD, {"name": "mới", "day": "2/8/2023"})

    assert form.is_valid()
    assert form.changes() == {"name": "mới", "day": date(2023, 8, 2)}


def test_a_colleagues_field_is_theirs_and_is_drawn_so():
    form = answer(OLD, OLD | {"day": date(2024, 1, 8), "yes": False}, {"name": "mới"})

    assert form.is_valid()
    assert form.changes() == {"name": "mới"}
    assert (form["day"].value(), form["yes"].value()) == ("08/01/2024", False)


def test_a_field_both_changed_is_told_with_theirs_and_keeps_mine():
    stored = OLD | {"name": "của bạn"}

    form = answer(OLD, stored, {"name": "của tôi"})

    assert form.errors["name"] == [
        "Trong lúc anh/chị soạn, người khác đã ghi “của bạn”. "
        "Chữ anh/chị nhập vẫn còn ở đây; bấm Lưu lần nữa để giữ chữ này."
    ]
    assert form["name"].value() == "của tôi"
    again = answer(stored, stored, {"name": "của tôi"})
    assert again.is_valid()
    assert again.changes() == {"name": "của tôi"}


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        ({"name": ""}, "đã xóa nội dung ô này"),
        ({"day": date(2024, 1, 8)}, "đã ghi 08/01/2024"),
        ({"day": None}, "đã xóa nội dung ô này"),
    ],
)
def test_words_for_theirs(theirs, words):
    form = answer(OLD, OLD | theirs, {"name": "của tôi", "day": "3/8/2023"})

    assert words in next(iter(form.errors[next(iter(theirs))]))


def test_a_form_without_fingerprints_is_taken_as_it_is():
    form = Sample(sent(**Sample.raw(OLD | {"name": "mới"})), initial=OLD)

    assert form.is_valid()
    assert form.changes() == {"name": "mới"}


def test_settled_names_what_the_screen_shows_as_stored():
    form = answer(OLD, OLD | {"day": date(2024, 1, 8)}, {"name": "mới"})
    form.is_valid()
    form.initial["name"] = "mới"  # saved meanwhile

    assert dict(form.settled()).keys() == {"name-seen", "yes-seen"}


shown_values = st.one_of(
    st.none(),
    st.text(),
    st.dates(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
)


@given(shown_values)
def test_a_value_and_its_fingerprint(value):
    assert fingerprint(value) == fingerprint(value)
    assert len(fingerprint(value)) == 16


def test_empty_values_have_one_fingerprint():
    assert {fingerprint(v) for v in (None, "", False, [], "  ")} == {fingerprint("")}


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ("", []),
        ("a\r\n\r\n  b   c \n", ["a", "b c"]),
        ("- a;", ["- a;"]),
    ],
)
def test_lines_field(typed, entries):
    assert LinesField(longest=10, required=False).clean(typed) == entries


def test_lines_field_names_the_entry_that_is_too_long():
    with pytest.raises(forms.ValidationError) as error:
        LinesField(longest=10).clean("ngắn\n" + "x" * 11)

    assert error.value.messages == [
        "Dòng 2 (“xxxxxxxxxxx…”) dài 11 ký tự; mỗi dòng tối đa 10 ký tự. "
        "Tách thành nhiều dòng hoặc viết gọn."
    ]


def test_the_tables_of_kinds_agree():
    assert list(NOTE_FORMS) == list(NOTE_MODELS) == list(NOTE_KINDS)
    for slug, form in NOTE_FORMS.items():
        assert form._meta.model is NOTE_MODELS[slug]


def milestones(*rows) -> MilestoneFormSet:
    data = {"m-TOTAL_FORMS": str(len(rows)), "m-INITIAL_FORMS": "0"}
    for i, (label, day, value) in enumerate(rows):
        data |= {f"m-{i}-label": label, f"m-{i}-due_on": day, f"m-{i}-value": value}
    return MilestoneFormSet(data, prefix="m")


def test_milestones_skip_empty_rows():
    found = milestones(
        ("6 tháng", "30/6/2023", "70"), ("", "", ""), ("Cả năm", "", "1.234,5")
    )

    assert found.is_valid()
    assert found.kept() == [
        {"label": "6 tháng", "due_on": date(2023, 6, 30), "value": Decimal(70)},
        {"label": "Cả năm", "due_on": None, "value": Decimal("1234.5")},
    ]


@pytest.mark.parametrize("row", [("", "", "70"), ("6 tháng", "", ""), ("a", "x", "1")])
def test_a_milestone_half_filled_is_wrong(row):
    assert not milestones(row).is_valid()


# ---- words -----------------------------------------------------------------------------------


target = partial(TargetNote, line=0, name="x")


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (
            CitationNote(line=0, text="Luật Thi đua", issued_on=date(2022, 6, 15)),
            "Luật Thi đua · 15/06/2022",
        ),
        (PeriodNote(line=0), "chưa ghi ngày"),
        (PeriodNote(line=0, starts_on=date(2023, 8, 1)), "từ 01/08/2023"),
        (PhaseNote(line=0, name="Đợt 1"), "Đợt 1"),
        (TargetNote(line=0, name="Vượt thu"), "Vượt thu"),
        (
            target(value=Decimal("0.39"), unit="%", comparator=Comparator.AT_MOST),
            "không quá 0,39%",
        ),
        (
            target(
                value=Decimal("0.3333"),
                shown="1/3",
                direction=D.DOWN,
                comparator=Comparator.EQUAL,
            ),
            "giảm 1/3",
        ),
        (
            target(
                value=Decimal(30),
                unit="%",
                direction=D.DOWN,
                comparator=Comparator.AT_LEAST,
            ),
            "giảm ít nhất 30%",
        ),
        (
            target(
                value=Decimal(1),
                value_max=Decimal(2),
                unit="công trình",
                comparator=Comparator.RANGE,
            ),
            "từ 1 đến 2 công trình",
        ),
        (target(value=Decimal(1234), comparator=Comparator.EQUAL), "đạt 1.234"),
        (AssignmentNote(line=0, unit="Tổ dân phố"), "Tổ dân phố"),
        (
            RegistrationNote(line=0, what="mô hình", deadline=date(2023, 8, 15)),
            "ít nhất 01 mô hình · hạn 15/08/2023",
        ),
        (
            DeadlineNote(line=0, text="Báo cáo", due_on=date(2023, 8, 15)),
            "hạn 15/08/2023 · Báo cáo",
        ),
        (AwardFormNote(line=0, name="Cờ"), "Cờ"),
        (SubjectNote(line=0, side=Side.INDIVIDUAL, name="cán bộ"), "Cá nhân: cán bộ"),
    ],
)
def test_a_note_in_one_line(note, words):
    assert describe(note) == words


def up(value, comparator=Comparator.AT_LEAST, **changes):
    return target(
        value=Decimal(value), unit="%", direction=D.UP, comparator=comparator, **changes
    )


@pytest.mark.parametrize(
    ("note", "line", "words"),
    [
        (up(98), "Giải quyết đúng hạn đạt ít nhất 98%.", "ít nhất 98%"),
        (up(98), "Tăng cường kiểm tra, đúng hạn ít nhất 98%.", "ít nhất 98%"),
        (up(98, shown="98%"), "Tăng tỷ lệ đúng hạn lên 98%.", "ít nhất 98%"),
        (up(98), "", "ít nhất 98%"),
        (up(100, Comparator.EQUAL), "100% đơn vị đăng ký.", "đạt 100%"),
        (up(5), "Thu ngân sách tăng ít nhất 5%.", "tăng ít nhất 5%"),
        (up(20, Comparator.EQUAL), "Số mô hình tăng 20% so với năm 2025.", "tăng 20%"),
        (up(20, Comparator.EQUAL, shown="tăng 20%"), "", "tăng 20%"),
        (up(20, Comparator.EQUAL, baseline="so với năm 2025"), "", "tăng 20%"),
        (
            target(
                value=Decimal("0.39"), unit="%", direction=D.DOWN,
                comparator=Comparator.AT_MOST,
            ),
            "Tỷ lệ hộ nghèo giảm không quá 0,39%.", "không quá 0,39%",
        ),
        (
            target(
                value=Decimal(2), unit="%", direction=D.DOWN, comparator=Comparator.EQUAL
            ),
            "Hộ nghèo giảm còn 2%.", "đạt 2%",
        ),
        (
            target(
                value=Decimal(15), unit="hộ", direction=D.DOWN,
                comparator=Comparator.EQUAL,
            ),
            "Phấn đấu giảm 15 hộ nghèo.", "giảm 15 hộ",
        ),
    ],
)  # fmt: skip
def test_only_a_change_rises_or_falls(note, line, words):
    assert describe(note, line) == words


def test_baseline_and_between():
    assert (
        baseline(TargetNote(line=0, name="x", baseline="năm 2021")) == "so với năm 2021"
    )
    assert baseline(TargetNote(line=0, name="x", baseline="so với năm 2021")) == (
        "so với năm 2021"
    )
    assert baseline(TargetNote(line=0, name="x")) == ""
    assert between(None, date(2023, 8, 1)) == "đến 01/08/2023"


# ---- suggestions -----------------------------------------------------------------------------


@given(st.text(max_size=300), st.sampled_from([*NOTE_MODELS]))
def test_a_suggestion_fits_its_form(text, kind):
    values = suggest(kind, text)

    form = NOTE_FORMS[kind](initial=values, choices_of=None)
    assert set(values) <= set(form.fields)
    for name, value in values.items():
        limit = getattr(form.fields[name], "max_length", None)
        if limit and isinstance(value, str):
            assert len(value) <= limit


@pytest.mark.parametrize(
    ("text", "kind", "lines"),
    [
        ("một\n\nhai", "dash", [("dash", "một"), ("dash", "hai")]),
        ("TÊN MỤC\nlời văn", "section", [("section", "TÊN MỤC"), ("paragraph", "lời văn")]),
        ("1. Một\na) Hai\n- Ba\n+ Bốn", "paragraph",
         [("item", "Một"), ("point", "Hai"), ("dash", "Ba"), ("plus", "Bốn")]),
        ("", "dash", []),
    ],
)  # fmt: skip
def test_split(text, kind, lines):
    assert [(line.kind.value, line.text) for line in split(text, kind)] == lines


@given(st.text(max_size=200), st.sampled_from([kind.value for kind in LineKind]))
def test_split_makes_no_empty_line(text, kind):
    assert all(line.text.strip() for line in split(text, kind))


# ---- drawings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2022, 12, 31), 0),
        (date(2023, 1, 1), 10),
        (date(2023, 1, 5), 50),
        (date(2023, 1, 10), 100),
        (date(2024, 1, 1), 100),
    ],
)
def test_elapsed(today, share):
    assert elapsed(date(2023, 1, 1), date(2023, 1, 10), today) == share


def test_elapsed_without_dates():
    assert elapsed(None, date(2023, 1, 1), date(2023, 1, 1)) is None
    assert elapsed(date(2023, 2, 1), date(2023, 1, 1), date(2023, 1, 1)) is None


def test_phases_that_overlap_stand_below_each_other():
    first = ("Đợt 1", date(2023, 1, 1), date(2023, 3, 31), "")
    second = ("Đợt 2", date(2023, 3, 1), date(2023, 6, 30), "")
    third = ("Đợt 3", date(2023, 4, 1), date(2023, 6, 30), "")

    drawn = timeline(
        [third, second, first, ("Không ngày", None, None, "")], date(2023, 4, 2)
    )

    assert [(bar.name, bar.y, bar.now, bar.over) for bar in drawn.bars] == [
        ("Đợt 1", 34, False, True),
        ("Đợt 2", 84, True, False),
        ("Đợt 3", 34, True, False),
    ]
    assert drawn.height == 138
    assert [tick.label for tick in drawn.ticks] == [
        "1/2023", "2/2023", "3/2023", "4/2023", "5/2023", "6/2023",
    ]  # fmt: skip


def test_the_label_at_the_end_of_a_timeline_stays_inside_it():
    rows = [("Đợt 1", date(2026, 5, 1), date(2026, 11, 5), "")]
    drawn = timeline(rows, date(2026, 5, 1))

    assert [(tick.label, tick.is_last) for tick in drawn.ticks[-2:]] == [
        ("10/2026", False),
        ("11/2026", True),
    ]
    page = html.fromstring(
        render_to_string("campaigns/timeline.html", {"timeline": drawn})
    )
    ends = [(label.text, label.get("x"), label.get("text-anchor"))
            for label in page.xpath("//text[@class='m']")][-2:]  # fmt: skip
    assert ends[1] == ("11/2026", "870", "end")
    assert (ends[0][0], ends[0][2]) == ("10/2026", None)


def test_no_timeline_without_dates():
    assert timeline([("Đợt 1", None, date(2023, 1, 1), "")], date(2023, 1, 1)) is None


spans = st.tuples(
    st.just("x"),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.just(""),
)


@given(
    st.lists(spans, min_size=1, max_size=12),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_a_timeline_stays_inside_its_frame(rows, today):
    drawn = timeline(rows, today)

    if drawn is None:
        assert all(start > end for _, start, end, _ in rows)
        return
    assert all(bar.x >= 0 and bar.x + bar.width <= 864.1 for bar in drawn.bars)
    assert 1 <= len(drawn.ticks) <= 9
    rows_of = {}
    for bar in drawn.bars:
        for other in rows_of.setdefault(bar.y, []):
            assert bar.x >= other.x
        rows_of[bar.y].append(bar)
