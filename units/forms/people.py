"""Biểu mẫu của người: opened, corrected, given a password, given a role."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from units import mailing, paperkinds, passwords
from units.actions.accounts import check_password, plain_username, why_not_called
from units.actions.roles import can_be_endless, why_not_granted
from units.errors import Refused
from units.fields import VietnameseDateField
from units.form_messages import refused
from units.forms.names import NameInput, OffersName
from units.forms.picking import ENDED, UnitPickField
from units.forms.tree import StoredField, helper_of
from units.models import Membership, User
from units.refusals import taken

Role = Membership.Role
Capacity = Membership.Capacity
# TUQ. is not granted but delegated: it needs its writing (DelegateForm).
GRANTED = [one for one in Capacity.choices if one[0] != Capacity.DELEGATED]
WIDE = {"class": "td-w-lg"}
# What each role is there for, as the list of roles says it.
DUTIES = {
    Role.OFFICER: "lập phong trào, soạn kế hoạch, trình duyệt",
    Role.REPORTER: "đăng ký, báo cáo kết quả của đơn vị",
    Role.SECRETARY: "thẩm định hồ sơ, chuẩn bị phiên họp Hội đồng",
    Role.MEMBER: "xem hồ sơ, bỏ phiếu",
    Role.LEADER: "duyệt, trả lại, ký",
    Role.CLERK: "cấp số, đóng dấu, ban hành, giữ sổ",
    Role.ADMINISTRATOR: "đơn vị, tài khoản, vai trò ở đây và mọi đơn vị bên dưới",
}


class TypedPasswordField(forms.CharField):
    """Mật khẩu tự gõ: whether it is asked for hangs on another box, and the label says on which."""

    asked_when = "chỉ khi chọn tự gõ"


class PasswordForm(forms.Form):
    """Mật khẩu: drawn by the machine, or typed."""

    DRAWN, TYPED = "rut", "go"
    WAYS = (
        (DRAWN, "Rút ngẫu nhiên, hiện một lần để giao cho đúng người"),
        (TYPED, "Tự gõ ở ô dưới"),
    )
    how = forms.ChoiceField(
        label="Mật khẩu", choices=WAYS, initial=DRAWN, widget=forms.RadioSelect
    )
    password = TypedPasswordField(
        label="Mật khẩu tự gõ",
        required=False,
        strip=False,
        max_length=passwords.LONGEST,
        help_text=f"Ít nhất {passwords.SHORTEST} ký tự.",
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "class": "td-w-md"}
        ),
    )
    undone = "Chưa đặt lại được mật khẩu"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of(self.undone)

    def clean(self):
        given = super().clean()
        if given.get("how") == self.TYPED and not given.get("password"):
            self.add_error("password", "Nhập mật khẩu, hoặc chọn rút ngẫu nhiên.")
        return given


class CreateUserForm(OffersName, PasswordForm):
    """Mở tài khoản; best with an invitation, so that nobody else ever knows the password."""

    LETTER, SLIP = "thu", "phieu"

    full_name = StoredField(
        label="Họ và tên", max_length=100, widget=NameInput(attrs=WIDE)
    )
    username = StoredField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ không dấu, số, dấu chấm, gạch nối; không đổi được về sau.",
        widget=forms.TextInput(
            attrs={
                "class": "td-w-md",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "none",
            }
        ),
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False, widget=forms.EmailInput(attrs=WIDE)
    )
    unit = UnitPickField(
        label="Đơn vị công tác",
        help_text="Quản trị của đơn vị này trông tài khoản.",
        error_messages={"required": "Tìm và chọn đơn vị công tác."},
    )
    undone = "Chưa mở được tài khoản"

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.fields["unit"].choose_for(user, typed, "unit")  # type: ignore[attr-defined]
        letter = (self.LETTER, "Gửi lời mời đến thư điện tử trên; người nhận tự đặt")
        slip = (self.SLIP, "In phiếu mời để giao tận tay; người nhận tự đặt")
        how = self.fields["how"]
        how.choices = [*([letter] if mailing.can_send() else []), slip, *self.WAYS]  # type: ignore[attr-defined]
        how.initial = self.SLIP
        self.helper = helper_of(
            self.undone,
            "full_name",
            "username",
            "email",
            "unit",
            "how",
            "password",
        )

    def clean(self):
        given = super().clean()
        username = plain_username(given.get("username") or "")
        if username:
            if why := why_not_called(username):
                self.add_error("username", why)
            elif User.objects.called([username]).exists():
                self.add_error("username", taken(User, "username", username))
        if given.get("how") == self.TYPED and given.get("password"):
            person = User(username=username, full_name=given.get("full_name") or "")
            try:
                check_password(given["password"], person)
            except Refused as refusal:
                self.add_error("password", str(refusal))
        lacks = not given.get("email") and "email" not in self.errors
        if given.get("how") == self.LETTER and lacks:
            self.add_error(
                "email", "Ghi thư điện tử để gửi lời mời, hoặc chọn in phiếu mời."
            )
        return given


class AmendAccountForm(OffersName):
    """Sửa họ tên, thư điện tử."""

    full_name = StoredField(
        label="Họ và tên",
        max_length=100,
        help_text="Văn bản đã ký giữ tên cũ. Chứng thư số phải ghi đúng họ tên.",
        widget=NameInput(attrs=WIDE),
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False, widget=forms.EmailInput(attrs=WIDE)
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được")


class MoveHomeForm(forms.Form):
    """Chuyển đơn vị công tác."""

    unit = UnitPickField(
        label="Đơn vị công tác mới",
        help_text="Quản trị của đơn vị này trông tài khoản từ nay. Vai trò giữ nguyên.",
        error_messages={"required": "Tìm và chọn đơn vị công tác."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.fields["unit"].choose_for(user, typed, "unit")  # type: ignore[attr-defined]
        self.helper = helper_of("Chưa chuyển được")


class DelegateForm(forms.Form):
    """Ủy quyền ký thừa (TUQ.): by which writing, for which papers, how long."""

    unit = UnitPickField(
        label="Ký thừa ủy quyền ở đơn vị",
        error_messages={"required": "Tìm và chọn đơn vị."},
    )
    title = StoredField(
        label="Chức vụ của người được ủy quyền",
        max_length=100,
        help_text="In trên khối chữ ký, ví dụ: Trưởng phòng Nội vụ.",
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )
    number = StoredField(
        label="Số, ký hiệu văn bản ủy quyền",
        max_length=50,
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )
    signed_on = VietnameseDateField(label="Ngày văn bản ủy quyền")
    kinds = forms.MultipleChoiceField(
        label="Được ký loại văn bản",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không đánh dấu loại nào: mọi loại.",
    )
    valid_from = VietnameseDateField(label="Từ ngày")
    valid_to = VietnameseDateField(label="Đến hết ngày")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.fields["unit"].choose_for(user, typed, "unit")  # type: ignore[attr-defined]
        self.fields["kinds"].choices = paperkinds.kinds()  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = localdate()
        self.helper = helper_of("Chưa ghi được ủy quyền")


class GrantForm(forms.Form):
    """Giao vai trò."""

    unit = UnitPickField(
        # Also what has ended: somebody looks after its papers, or did until then.
        route=ENDED,
        label="Ở đơn vị",
        error_messages={"required": "Tìm và chọn đơn vị."},
    )
    role = forms.ChoiceField(
        label="Vai trò",
        choices=[(role, f"{role.label}: {words}") for role, words in DUTIES.items()],
        widget=forms.RadioSelect,
    )
    title = StoredField(
        label="Chức vụ",
        max_length=100,
        required=False,
        help_text="In trên khối chữ ký với người ký thay, ví dụ: Phó Chủ tịch.",
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )
    capacity = forms.ChoiceField(
        label="Tư cách ký",
        required=False,
        choices=[("", "Không ký văn bản"), *GRANTED],
        help_text="Chỉ cho vai trò Lãnh đạo ở đơn vị có ban hành văn bản.",
        widget=forms.Select(attrs={"class": "td-w-md"}),
    )
    title_below = StoredField(
        label="Chức vụ ở cơ quan",
        max_length=100,
        required=False,
        help_text="In dưới chữ ký khi Hội đồng dùng con dấu của cơ quan, ví dụ: Chủ tịch UBND "
        "phường.",
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )
    valid_from = VietnameseDateField(label="Từ ngày")
    valid_to = VietnameseDateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa định."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.fields["unit"].choose_for(user, typed, "unit")  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = localdate()
        self.helper = helper_of(
            "Chưa giao được vai trò",
            "unit",
            "role",
            "title",
            "capacity",
            "title_below",
            "valid_from",
            "valid_to",
        )

    def clean(self):
        given = super().clean()
        unit = given.get("unit")
        against = why_not_granted(
            unit, given.get("role", ""), given.get("valid_from"), given.get("valid_to"),
            capacity=given.get("capacity", ""), title=given.get("title", ""),
        )  # fmt: skip
        for refusal in against:
            ((name, _),) = refusal.parts
            if name not in self.errors:  # else what is typed there is wrong already
                refused(self, refusal)
        return given


class ConfirmForm(forms.Form):
    """Hỏi lại một lần: nothing to fill in."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa bỏ được")


class EndForm(forms.Form):
    """Thôi vai trò; a last day that is set already is changed, or taken away again."""

    valid_to = VietnameseDateField(
        label="Ngày cuối giữ vai trò",
        help_text="Từ hôm sau thì hết quyền. Có thể là một ngày sắp tới.",
    )
    endless = forms.BooleanField(
        label="Không còn ngày cuối",
        required=False,
        help_text="Bỏ ngày cuối đã ghi: vai trò tiếp tục cho đến khi ghi ngày khác.",
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].initial = membership.valid_to or localdate()
        if not can_be_endless(membership):
            del self.fields["endless"]
        elif self.is_bound and self.data.get("endless"):
            self.fields["valid_to"].required = False
        self.helper = helper_of("Chưa ghi được")
        self.helper.form_error_uncounted = True

    @property
    def last(self) -> date | None:
        """None: on no day."""
        if self.cleaned_data.get("endless"):
            return None
        return self.cleaned_data["valid_to"]
