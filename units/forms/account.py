"""Biểu mẫu của chính mình: password, e-mail, the ways to prove oneself."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from units import one_time, passwords
from units.fields import VietnameseDateField
from units.forms.people import WIDE
from units.forms.tree import StoredField, helper_of
from units.models import User

NEW_PASSWORD_HELP = (
    f"Ít nhất {passwords.SHORTEST} ký tự, dài bao nhiêu cũng được, không cần chữ hoa hay ký tự "
    "lạ; dễ nhớ mà khó đoán là bốn, năm từ không liên quan. Dán từ nơi khác được."
)


def password_field(label: str, kind: str, **rest: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": kind, "class": "td-w-lg"}),
        **rest,
    )


class NewPasswordForm(forms.Form):
    """Đặt mật khẩu: typed twice."""

    new = password_field("Mật khẩu mới", "new-password", help_text=NEW_PASSWORD_HELP)
    again = password_field(
        "Gõ lại mật khẩu mới",
        "new-password",
        error_messages={"required": "Gõ lại mật khẩu mới."},
    )
    undone = "Chưa đặt được mật khẩu"

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = helper_of(self.undone)

    def clean_new(self):
        new = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self):
        given = super().clean()
        new, again = given.get("new"), given.get("again")
        if new and again and new != again:
            self.add_error("again", "Hai lần gõ mật khẩu mới không giống nhau.")
        return given


class ChangePasswordForm(NewPasswordForm):
    """Đổi mật khẩu của chính mình."""

    old = password_field("Mật khẩu đang dùng", "current-password")
    field_order = ["old", "new", "again"]
    undone = "Chưa đổi được mật khẩu"

    def clean(self):
        """The old password is tried last, so that a slip in the new one costs no try."""
        given = super().clean()
        if self.errors:
            return given
        if sentence := passwords.why_not(self.user, given["old"]):
            self.add_error("old", sentence)
        elif given["old"] == given["new"]:
            self.add_error("new", "Mật khẩu mới phải khác mật khẩu đang dùng.")
        return given


class ConfirmForm(forms.Form):
    """Xác nhận là chính mình, before the ways to sign in are changed."""

    old = password_field("Mật khẩu của anh/chị", "current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = helper_of("Chưa xác nhận được")
        self.helper.form_error_uncounted = True

    def clean_old(self):
        if sentence := passwords.why_not(self.user, self.cleaned_data["old"]):
            raise forms.ValidationError(sentence)
        return ""


class EmailForm(forms.Form):
    """Đổi thư điện tử của mình."""

    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Nhận báo khi cách đăng nhập thay đổi. Để trống nếu không dùng.",
        widget=forms.EmailInput(attrs={**WIDE, "autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được")
        self.helper.form_error_uncounted = True


class AppForm(forms.Form):
    """Bật ứng dụng mã: its first code shows that the phone has the secret."""

    code = forms.CharField(
        label="Mã 6 chữ số ứng dụng đang hiện",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "td-w-md td-num",
            }
        ),
    )

    def __init__(self, *args: Any, secret: bytes, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.secret = secret
        self.step: int | None = None  # of the code, once it was found right
        self.helper = helper_of("Chưa bật được")
        self.helper.form_error_uncounted = True

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split())
        self.step = one_time.matching_step(self.secret, code)
        if self.step is None:
            raise forms.ValidationError(
                f"Mã {code} chưa đúng. Chờ ứng dụng hiện mã mới rồi nhập lại; giờ của điện thoại "
                "phải để tự động."
            )
        return code


class PasskeyForm(forms.Form):
    """Thêm khóa truy cập: its name; the answer of the browser comes from a script."""

    name = StoredField(
        label="Tên khóa",
        max_length=60,
        required=False,
        help_text="Để nhận ra về sau, ví dụ: Máy ở cơ quan, Điện thoại.",
        widget=forms.TextInput(attrs={"class": "td-w-md", "autocomplete": "off"}),
    )
    answer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa thêm được khóa")
        self.helper.form_error_uncounted = True

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if not answer:
            raise forms.ValidationError(
                "Trình duyệt chưa đưa khóa nào. Bấm “Thêm khóa” và làm theo hộp hỏi của máy."
            )
        return answer


class FactorRuleForm(forms.Form):
    """Quy định xác thực hai bước của một đơn vị."""

    YES, NO = "co", "khong"
    required = forms.ChoiceField(
        label="Lãnh đạo, văn thư, thư ký và ủy viên Hội đồng",
        choices=[
            (YES, "Phải xác thực hai bước mới được ký, cấp số, biểu quyết"),
            (NO, "Không bắt buộc xác thực hai bước"),
        ],
        initial=YES,
        widget=forms.RadioSelect,
    )
    grace_days = forms.IntegerField(
        label="Số ngày để bật",
        min_value=0,
        max_value=90,
        initial=14,
        help_text="Tính từ ngày quy định có hiệu lực, hoặc từ ngày nhận vai trò nếu sau đó.",
        widget=forms.NumberInput(attrs={"class": "td-w-num"}),
    )
    reason = StoredField(
        label="Căn cứ, lý do", max_length=300, widget=forms.TextInput(attrs=WIDE)
    )
    valid_from = VietnameseDateField(label="Có hiệu lực từ ngày")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được quy định")
