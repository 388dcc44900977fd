"""Tiếng Việt: storing, searching, sorting."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.vietnamese import fold, name_sort_key, sort_key, stored

VOWELS = "aăâeêioôơuưy"
TONES = [
    "",
    "\u0300",
    "\u0309",
    "\u0303",
    "\u0301",
    "\u0323",
]  # ngang huyền hỏi ngã sắc nặng
PLAIN = dict(zip(VOWELS, "aaaeeiooouuy", strict=True))
# Every accented letter of Vietnamese, small and capital: 12 × 6 − 6 plain vowels, and đ.
ACCENTED = [
    letter
    for vowel in VOWELS
    for tone in TONES
    for small in [unicodedata.normalize("NFC", vowel + tone)]
    for letter in (small, small.upper())
    if small not in "aeiouy"
] + ["đ", "Đ"]


def test_vietnamese_has_134_accented_letters():
    assert len(ACCENTED) == len(set(ACCENTED)) == 134
    assert all(len(letter) == 1 for letter in ACCENTED)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_fold_takes_every_accent_off(form):
    folded = {c: fold(unicodedata.normalize(form, c)) for c in ACCENTED}

    assert folded == {c: _plain(c) for c in ACCENTED}


def _plain(letter):
    small = unicodedata.normalize("NFD", letter.lower())
    base = next(c for c in small if not unicodedata.combining(c))
    return {"đ": "d"}.get(base, base)


def test_fold_is_one_line_of_single_blanks():
    assert fold("  Đặng\u00a0 Ước\nHội   đồng ") == "dang uoc hoi dong"


@given(st.text())
def test_fold_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_stored_is_composed():
    text = "Ủy ban nhân dân phường Nguyễn Trãi"

    assert stored(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("\ufeffKế hoạch", "Kế hoạch"),
        ("thi\u00ad đua", "thi đua"),
        ("số\u00a0 07", "số 07"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("TT\tChỉ tiêu\n1\tThu ngân sách", "TT\tChỉ tiêu\n1\tThu ngân sách"),
        ("giấy\x00 \x0bkhen\x7f\x1b", "giấy khen"),
        ("nửa\ud800 chữ", "nửa chữ"),
        ("“Xanh – Sạch – Đẹp”…", "“Xanh – Sạch – Đẹp”…"),
    ],
)
def test_stored(raw, kept):
    assert stored(raw) == kept


@given(st.text(st.characters(exclude_categories=())))
def test_stored_again_changes_nothing_and_fits_the_database(text):
    once = stored(text)

    assert stored(once) == once
    assert once.encode().decode() == once
    assert "\x00" not in once


def test_letters_come_in_the_order_of_the_dictionary():
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"

    assert sorted(reversed(alphabet), key=sort_key) == list(alphabet)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("vowel", VOWELS)
def test_tones_come_in_their_order(vowel, form):
    syllables = [unicodedata.normalize(form, f"b{vowel}{tone}n") for tone in TONES]

    assert all(sort_key(a) < sort_key(b) for a, b in pairwise(syllables))


def test_letters_weigh_more_than_tones():
    words = ["an", "ấm", "ân", "Ẩm", "ăn", "Án", "đan", "dặn", "Ân cần"]

    assert sorted(words, key=sort_key) == [
        "an", "Án", "ăn", "Ẩm", "ấm", "ân", "Ân cần", "dặn", "đan",
    ]  # fmt: skip


def test_people_are_listed_by_given_name_then_family_name():
    names = [
        "Trần Thị Ân",
        "Lê Văn An",
        "Đỗ Thị An",
        "Nguyễn Ánh",
        "Y Bình",
        "Dương Văn An",
    ]

    assert sorted(names, key=name_sort_key) == [
        "Dương Văn An", "Đỗ Thị An", "Lê Văn An", "Nguyễn Ánh", "Trần Thị Ân", "Y Bình",
    ]  # fmt: skip


def test_a_name_of_nothing_has_a_key():
    assert name_sort_key("") == sort_key("")
