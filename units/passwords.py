"""Mật khẩu: what one may be, and whether the person at the keyboard knows theirs."""

import secrets

from django.contrib.auth import password_validation
from django.contrib.auth.models import AbstractBaseUser

from units import visitors

# Read from a slip of paper and typed elsewhere: no l and 1, no o and 0, no letter with a mark.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
WRONG = 5  # passwords of one account, wherever it is asked to prove itself
LOCKED_FOR = 15 * 60  # seconds


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
            f"Đã nhập sai {WRONG} lần. Chờ {LOCKED_FOR // 60} phút rồi thử lại, hoặc nhờ "
            "quản trị đơn vị đặt lại mật khẩu."
        )
    if not user.check_password(password):
        return "Mật khẩu chưa đúng. Kiểm tra bộ gõ và phím Caps Lock rồi nhập lại."
    visitors.forget("mat-khau", who)
    return ""


# Django has these rules, but not these sentences.


class LongEnough(password_validation.MinimumLengthValidator):
    """Đủ dài."""

    def get_error_message(self):
        return f"Mật khẩu phải có ít nhất {self.min_length} ký tự."

    def get_help_text(self):
        return f"Ít nhất {self.min_length} ký tự."


class NotCommon(password_validation.CommonPasswordValidator):
    """Không nằm trong danh sách mật khẩu hay bị đoán."""

    def get_error_message(self):
        return (
            "Mật khẩu này rất nhiều người dùng nên dễ bị đoán. "
            "Chọn mật khẩu khác, chẳng hạn bốn từ không liên quan."
        )

    def get_help_text(self):
        return "Không dùng mật khẩu phổ biến."


class NotTheName(password_validation.UserAttributeSimilarityValidator):
    """Không gần giống tên của chính người dùng."""

    def __init__(self):
        super().__init__(user_attributes=("username", "full_name", "email"))

    def get_error_message(self):
        return "Mật khẩu gần giống %(verbose_name)s nên dễ bị đoán. Chọn mật khẩu khác."

    def get_help_text(self):
        return "Không dùng tên của mình."
