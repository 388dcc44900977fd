"""Mật khẩu: what one may be, and whether the person at the keyboard knows theirs.

The rules are those of NIST SP 800-63B-4: long, of any characters, not one that everybody
tries (``units.guessable``), never asked to be changed without a cause.
"""

import math
import secrets
from typing import Any

from django.contrib.auth import hashers, password_validation
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from units import guessable, visitors
from units.one_time import LETTERS

SHORTEST = 15  # characters: a password may be all that somebody signs in with
LONGEST = 200
WRONG = 5  # passwords of one account, wherever it is asked to prove itself
LOCKED_FOR = 15 * 60  # seconds
BY_NAME = "dang-nhap-ten"  # wrong tries of one name from anywhere


class Argon2(hashers.Argon2PasswordHasher):
    """Argon2id as RFC 9106 has it where memory is dear: 64 MiB, 3 passes, 4 lanes."""

    time_cost = 3
    memory_cost = 64 * 1024  # KiB
    parallelism = 4


def drawn() -> str:
    """Mật khẩu rút ngẫu nhiên: "k7pm-2xwq-9dhr-t4fn", 79 bits."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)]
    return "-".join(groups)


def why_not(user: AbstractBaseUser, password: str) -> str:
    """Xác nhận: a sentence where ``password`` is not the account's, or is tried too often; or "".

    Tries are counted for the account: whoever sits at a session that was left open may not
    find out its password by guessing.
    """
    who = str(user.pk)
    if not visitors.may("mat-khau", who, times=WRONG, seconds=LOCKED_FOR):
        return (
            f"Đã nhập sai {WRONG} lần. Chờ {minutes('mat-khau', who, LOCKED_FOR)} phút rồi thử "
            "lại, hoặc nhờ quản trị đơn vị đặt lại mật khẩu."
        )
    if not user.check_password(password):
        return "Mật khẩu chưa đúng. Kiểm tra bộ gõ và phím Caps Lock rồi nhập lại."
    visitors.forget("mat-khau", who)
    return ""


def minutes(what: str, who: str, otherwise: int) -> int:
    """How long somebody who tried too often has to wait."""
    return math.ceil(visitors.seconds_to_wait(what, who, otherwise=otherwise) / 60)


# Django has two of these rules, but not these sentences.


class LongEnough(password_validation.MinimumLengthValidator):
    """Đủ dài, và không dài quá mức băm được nhanh."""

    def __init__(self, min_length: int = SHORTEST):
        super().__init__(min_length)

    def validate(self, password, user=None):
        super().validate(password, user)
        if len(password) > LONGEST:
            raise ValidationError(f"Mật khẩu dài tối đa {LONGEST} ký tự.")

    def get_error_message(self):
        return f"Mật khẩu phải có ít nhất {self.min_length} ký tự."

    def get_help_text(self):
        return f"Ít nhất {self.min_length} ký tự."


class NotGuessable:
    """Không nằm trong những mật khẩu hay bị thử."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if guessable.is_guessable(password):
            raise ValidationError(
                "Mật khẩu này rất nhiều người dùng nên dễ bị đoán. "
                "Chọn mật khẩu khác, chẳng hạn bốn, năm từ không liên quan.",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return "Không dùng mật khẩu phổ biến."


class NotTheName(password_validation.UserAttributeSimilarityValidator):
    """Không gần giống tên của chính người dùng, which is a word that is tried first."""

    def __init__(self):
        super().__init__(user_attributes=("username", "full_name", "email"))

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if user is None or guessable.is_guessable(password):
            return
        for name in ("username", "full_name"):
            word = getattr(user, name, "")
            if word and guessable.is_guessable(password, [word]):
                label = user._meta.get_field(name).verbose_name
                raise ValidationError(
                    self.get_error_message(),
                    code="password_too_similar",
                    params={"verbose_name": label},
                )

    def get_error_message(self):
        return "Mật khẩu gần giống %(verbose_name)s nên dễ bị đoán. Chọn mật khẩu khác."

    def get_help_text(self):
        return "Không dùng tên của mình."
