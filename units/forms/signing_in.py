"""Biểu mẫu đăng nhập: the name and the password, then the second step."""

import math

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest

from units import actions, door, one_time, passwords, visitors
from units.models import User
from units.vietnamese import stored

WINDOW = 15 * 60  # seconds
TRIES = 10  # of one name from one address
TRIES_OF_A_PLACE = 300  # of all names from one address: an office may share one
DAY = 24 * 60 * 60
# Of one name from anywhere: NIST SP 800-63B-4 allows a hundred. Whoever must wait still
# signs in with a passkey, and an administrator sets a new password.
TRIES_OF_A_NAME = 100
SECOND_STEP = "buoc-hai"
WRONG_CODES = 5


class SignInForm(AuthenticationForm):
    username = forms.CharField(
        label="Tên đăng nhập",
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, "
        "chữ thường; kiểm tra cả bộ gõ tiếng Việt.",
        "too_many": "Đã thử quá nhiều lần. Chờ %(wait)s rồi đăng nhập lại, hoặc nhờ "
        "quản trị đơn vị đặt lại mật khẩu.",
        "inactive": "Tài khoản này đã ngừng dùng. Liên hệ quản trị đơn vị.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.wrong = 0  # passwords that failed before the right one
        self.fields["password"].label = "Mật khẩu"
        self.fields["password"].max_length = passwords.LONGEST
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_username(self):
        return stored(self.cleaned_data["username"]).strip().lower()

    def clean(self):
        """Passwords are not guessed here: after so many tries even the right one waits.

        Names that exist and names that do not are counted alike.
        """
        place = visitors.origin(self.request)
        name = self.cleaned_data.get("username", "")
        limits = [
            ("dang-nhap-noi", place, TRIES_OF_A_PLACE, WINDOW),
            ("dang-nhap", f"{name} {place}", TRIES, WINDOW),
            (passwords.BY_NAME, name, TRIES_OF_A_NAME, DAY),
        ]
        for what, who, times, seconds in limits:
            if not visitors.may(what, who, times=times, seconds=seconds):
                left = visitors.seconds_to_wait(what, who, otherwise=seconds)
                if who == place:
                    door.place_made_to_wait(self.request, times, seconds)
                else:
                    after = f"sau {times} lần sai"
                    door.made_to_wait(self.request, name, after, seconds=left)
                raise forms.ValidationError(
                    self.error_messages["too_many"],
                    code="too_many",
                    params={"wait": in_words(left)},
                )
        try:
            given = super().clean()
        except forms.ValidationError:
            door.turned_away(self.request, name, door.PASSWORD)
            raise
        if self.user_cache is not None:
            self.wrong = max(0, visitors.tally(passwords.BY_NAME, name) - 1)
            for what, who, *_ in limits[1:]:
                visitors.forget(what, who)
        return given


class CodeForm(forms.Form):
    """Bước hai: a code of the app, or a recovery code."""

    code = forms.CharField(
        label="Mã xác nhận",
        max_length=40,
        error_messages={"required": "Nhập mã trong ứng dụng, hoặc một mã dự phòng."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
                "class": "td-w-md td-num",
            }
        ),
    )

    def __init__(self, *args, request: HttpRequest, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.user = user
        self.way = ""
        self.wrong = 0  # codes that failed before the right one

    def clean_code(self):
        who = str(self.user.pk)
        if not visitors.may(SECOND_STEP, who, times=WRONG_CODES, seconds=WINDOW):
            left = visitors.seconds_to_wait(SECOND_STEP, who, otherwise=WINDOW)
            after = f"sau {WRONG_CODES} mã sai"
            door.made_to_wait(self.request, self.user.username, after, seconds=left)
            raise forms.ValidationError(
                f"Đã nhập sai {WRONG_CODES} mã. Chờ {in_words(left)} rồi thử lại, hoặc dùng khóa "
                "truy cập."
            )
        code = "".join(self.cleaned_data["code"].split())
        if one_time.is_app_code(code):
            self.way = door.APP_CODE
            if not actions.take_app_code(self.user, code):
                self._turn_away()
                raise forms.ValidationError(
                    "Mã chưa đúng hoặc đã dùng. Chờ ứng dụng hiện mã mới rồi nhập lại; giờ của "
                    "điện thoại phải để tự động."
                )
        else:
            self.way = door.RECOVERY_CODE
            if not actions.take_recovery_code(self.user, code):
                self._turn_away()
                raise forms.ValidationError(_not_taken(code))
        self.wrong = max(0, visitors.tally(SECOND_STEP, who) - 1)
        visitors.forget(SECOND_STEP, who)
        return code

    def _turn_away(self):
        door.turned_away(self.request, self.user.username, self.way)


def _not_taken(code):
    """What is no code at all is called neither of the two."""
    shapes = "Mã trong ứng dụng có 6 chữ số; mã dự phòng có 12 chữ và số."
    if one_time.is_recovery_code(code):
        return f"Mã dự phòng chưa đúng hoặc đã dùng. {shapes}"
    count = sum(char.isalnum() for char in code)
    return f"Mã vừa nhập có {count} chữ, số nên không đúng. {shapes}"


def in_words(seconds: int) -> str:
    """Còn phải chờ bao lâu: "15 phút", "23 giờ"."""
    minutes = math.ceil(seconds / 60)
    return f"{minutes} phút" if minutes <= 90 else f"{math.ceil(minutes / 60)} giờ"
