"""Biểu mẫu đăng nhập."""

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm

from units import visitors
from units.vietnamese import stored

WINDOW = 15 * 60  # seconds
TRIES = 10  # of one name from one address
TRIES_OF_A_PLACE = 300  # of all names from one address: an office may share one


class SignInForm(AuthenticationForm):
    username = forms.CharField(
        label="Tên đăng nhập",
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, "
        "chữ thường; kiểm tra cả bộ gõ tiếng Việt.",
        "too_many": f"Đã thử quá nhiều lần. Chờ {WINDOW // 60} phút rồi đăng nhập lại, hoặc nhờ "
        "quản trị đơn vị đặt lại mật khẩu.",
        "inactive": "Tài khoản này đã ngừng dùng. Liên hệ quản trị đơn vị.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Mật khẩu"
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_username(self):
        return stored(self.cleaned_data["username"]).strip().lower()

    def clean(self):
        """Passwords are not guessed here: after so many tries even the right one waits."""
        place = visitors.origin(self.request)
        who = f"{self.cleaned_data.get('username', '')} {place}"
        if not (
            visitors.may("dang-nhap-noi", place, times=TRIES_OF_A_PLACE, seconds=WINDOW)
            and visitors.may("dang-nhap", who, times=TRIES, seconds=WINDOW)
        ):
            raise forms.ValidationError(
                self.error_messages["too_many"], code="too_many"
            )
        given = super().clean()
        if self.user_cache is not None:
            visitors.forget("dang-nhap", who)
        return given
