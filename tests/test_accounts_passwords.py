"""Mật khẩu: long, of any characters, not guessable; hashed with stated parameters."""

import unicodedata

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import UserFactory
from units import guessable, passwords
from units.models import User


def sentences(password, **facts):
    try:
        validate_password(password, User(**facts))
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "nam con ga trong den",
        "năm con gà trống đen",
        "k7pm-2xwq-9dhr-t4fn",
        "chỉ chữ thường thôi",  # no composition is asked for
        "🐓🐓 gà gáy sáng nay 🐓🐓",
        "mat khau cua toi la con ga trong",  # a listed sentence inside a longer one
        "x" * 5 + "quýt mận đào lê ổi" * 10,
    ],
)
def test_a_long_sentence_is_taken_as_it_is(password):
    assert sentences(password) == []


@pytest.mark.parametrize("length", [14, 201])
def test_too_short_and_too_long_are_said_with_the_number(length):
    word = ("qzxkvbwjhg" * 21)[:length]

    (sentence,) = sentences(word)

    assert (
        sentence
        == {
            14: "Mật khẩu phải có ít nhất 15 ký tự.",
            201: "Mật khẩu dài tối đa 200 ký tự.",
        }[length]
    )


@pytest.mark.parametrize(
    "password",
    [
        "mật khẩu 123456789",
        "MatKhau2026!!!!!!",
        "Thi đua yêu nước 2026",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN PHƯỜNG 2025",
        "anhyeuemanhyeuem",
        "123456789012345",
        "987654321987654",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv",
        "abcdabcdabcdabcd",
        "aaaaaaaaaaaaaaaaaa",
        "202620262026202620",
        "password12345678",
        "!!!!!!!!!!!!!!!!!!",
        "hoc tap va lam theo",
    ],
)
def test_what_everybody_tries_is_refused(password):
    assert any("rất nhiều người dùng" in text for text in sentences(password))


def test_the_own_name_is_a_word_that_is_tried(db):
    facts = {"username": "lanhthixuanmai", "full_name": "Lành Thị Xuân Mai"}

    assert sentences("Lành Thị Xuân Mai 1985", **facts) == [
        "Mật khẩu gần giống họ và tên nên dễ bị đoán. Chọn mật khẩu khác."
    ]
    for word in ("lanhthixuanmai88", "lanhthixuanmai-lanhthixuanmai"):
        assert sentences(word, **facts) == [
            "Mật khẩu gần giống tên đăng nhập nên dễ bị đoán. Chọn mật khẩu khác."
        ]
    assert guessable.is_guessable("lanhthixuanmai88", ["lanhthixuanmai"])
    assert not guessable.is_guessable("lanhthixuanmai88")


@given(
    st.text(
        st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"), min_size=1, max_size=4
    ),
    st.integers(5, 12),
)
def test_a_short_pattern_over_and_over_is_always_refused(part, times):
    assert guessable.is_guessable(part * times)


@given(st.sampled_from(sorted(guessable._list())), st.text("0123456789", max_size=6))
def test_every_word_of_the_list_is_refused_in_capitals_and_with_digits(word, digits):
    assert guessable.is_guessable(word.upper())
    bare = word.strip("0123456789")
    if bare == word and len(word) >= guessable.SHORTEST_STEM:
        assert guessable.is_guessable(f"{digits}{word}{digits}!")


def test_no_line_of_our_list_is_without_use():
    """Each is refused by itself, and none is there twice."""
    lines = [line for line in guessable.OURS.read_text().splitlines() if line[0] != "#"]

    assert len(lines) > 600
    plain = [guessable._plain(line) for line in lines]
    assert len(set(plain)) == len(plain)


def test_what_is_drawn_passes_its_own_rules():
    for _ in range(50):
        assert sentences(passwords.drawn()) == []


def test_the_hash_states_its_parameters(settings):
    settings.PASSWORD_HASHERS = ["units.passwords.Argon2"]
    user = User()
    user.set_password("nam con ga trong den")

    assert user.password.startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")
    assert user.check_password("nam con ga trong den")
    assert not user.check_password("nam con ga trong xanh")


def test_a_weaker_hash_is_made_anew_at_sign_in(db, settings):
    user = UserFactory()  # hashed as tests do
    settings.PASSWORD_HASHERS = [
        "units.passwords.Argon2",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]

    assert authenticate(username=user.username, password="mat-khau-thu-nghiem") == user

    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$")


@given(st.text(st.sampled_from("ăâêôơưđáàảãạộởỡựaeiou "), min_size=1, max_size=20))
def test_one_password_however_the_keyboard_composes_it(text):
    user = User()
    user.set_password(unicodedata.normalize("NFD", text))

    assert user.check_password(unicodedata.normalize("NFC", text))
    assert user.check_password(unicodedata.normalize("NFD", text))
