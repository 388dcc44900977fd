"""Tìm chữ: found however it was typed, replaced where it stands and nowhere else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.seeking import Wanted, one_placing, replaced
from units.vietnamese import stored


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("hòa", "Gia đình hoà thuận, hòa giải", ["hoà", "hòa"]),
        ("HOÀ", "hòa hợp", ["hòa"]),
        ("thủy", "Thuỷ lợi, thủy sản", ["Thuỷ", "thủy"]),
        ("KHỎE", "sức khoẻ, SỨC KHOẺ", ["khoẻ", "KHOẺ"]),
        ("quý", "quí IV, quý IV, qúy III", ["quý", "qúy"]),
        ("hoa", "hòa", []),
        ("a.c", "abc a.c", ["a.c"]),
        ("", "chữ", []),
        ("  ", "hai  chữ", []),
    ],
)
def test_found(words, text, found):
    spans = Wanted(words).spans(stored(text))

    assert [stored(text)[start:stop] for start, stop in spans] == found


def test_letters_typed_in_parts_are_the_same_letters():
    words = unicodedata.normalize("NFD", "Tổ dân phố")

    assert Wanted(words).spans("05 tổ dân phố") == [(3, 13)]


def test_case_and_whole_words_where_asked():
    text = "Ban, ban hành, bản, ba"
    assert len(Wanted("ban").spans(text)) == 2
    assert Wanted("ban", same_case=True).spans(text) == [(5, 8)]
    assert Wanted("ba").spans(text) == [(0, 2), (5, 7), (20, 22)]
    assert Wanted("ba", whole_words=True).spans(text) == [(20, 22)]


def test_replaced_at_the_chosen_places():
    text = "một hai một ba một"
    spans = Wanted("một").spans(text)

    assert replaced(text, spans, "1") == "1 hai 1 ba 1"
    assert replaced(text, spans, "1", {1}) == "một hai 1 ba một"
    assert replaced(text, spans, "", {0, 9}) == " hai một ba một"


letters = st.text("aăâbcdđeoòóọuùúaàáyỳýnhHOÀÒA \t\n")


@given(letters)
def test_placing_keeps_every_place(text):
    assert len(one_placing(text)) == len(text)
    assert one_placing(one_placing(text)) == one_placing(text)


@given(letters, letters, letters)
def test_what_is_not_found_stays(text, words, instead):
    spans = Wanted(words).spans(stored(text))
    out = replaced(stored(text), spans, instead)

    kept, end = [], 0
    for start, stop in spans:
        kept.append(stored(text)[end:start])
        end = stop
    assert out == stored(instead).join([*kept, stored(text)[end:]])
