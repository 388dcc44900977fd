"""Biểu mẫu của tài khoản: đăng nhập, đổi mật khẩu."""

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password

from units import passwords, visitors
from units.models import User
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


class ChangePasswordForm(forms.Form):
    """Đổi mật khẩu của chính mình."""

    old = forms.CharField(
        label="Mật khẩu đang dùng",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        help_text="Ít nhất 12 ký tự; dễ nhớ mà khó đoán là bốn, năm từ không liên quan. "
        "Nên gõ không dấu, vì bộ gõ tiếng Việt ở máy khác có thể cho ra chữ khác.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Gõ lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_error_title = "Chưa đổi được mật khẩu"

    def clean_new(self):
        new = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self):
        """The old password is tried last, so that a slip in the new one costs no try."""
        given = super().clean()
        new, again = given.get("new"), given.get("again")
        if new and again and new != again:
            self.add_error("again", "Hai lần gõ mật khẩu mới không giống nhau.")
        if self.errors:
            return given
        if sentence := passwords.why_not(self.user, given["old"]):
            self.add_error("old", sentence)
        elif given["old"] == new:
            self.add_error("new", "Mật khẩu mới phải khác mật khẩu đang dùng.")
        return given
