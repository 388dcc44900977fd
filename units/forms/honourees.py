"""Biểu mẫu của đối tượng khen thưởng: registered, corrected, placed, let go, erased."""

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from units.errors import Refused
from units.fields import BirthField, MembersField, VietnameseDateField
from units.form_messages import refused
from units.forms.names import NameInput, OffersName
from units.forms.picking import KEPT, KEPT_ENDED, UnitPickField
from units.forms.tree import StoredField, helper_of
from units.identity import digest, read
from units.models import Honouree, PersonalDataClass, Unit, User
from units.own_numbers import require_own_number

Kind = Honouree.Kind
LG, MD = {"class": "td-w-lg"}, {"class": "td-w-md"}
NAMES = {
    Kind.INDIVIDUAL: ("Họ và tên", ""),
    Kind.COLLECTIVE: (
        "Tên tập thể",
        "Tập thể không phải là đơn vị trong cây, ví dụ: Lớp 5A, Tổ Sản xuất số 2.",
    ),
    Kind.HOUSEHOLD: ("Họ và tên chủ hộ", ""),
}
# Where somebody stands, as the page of each kind calls it, and a new such thing.
PLACES = {
    Kind.INDIVIDUAL: {"both": "Chức vụ, đơn vị", "new": "Chức vụ mới"},
    Kind.COLLECTIVE: {"both": "Nơi thuộc, đơn vị", "new": "Đơn vị mới"},
    Kind.HOUSEHOLD: {"both": "Địa chỉ, đơn vị", "new": "Địa chỉ mới"},
}
TITLES = {
    Kind.INDIVIDUAL: "Chức vụ, nghề nghiệp",
    Kind.COLLECTIVE: "Thuộc",
    Kind.HOUSEHOLD: "Địa chỉ, số nhà",
}


class IdentityField(forms.CharField):
    """Số định danh: read here so that the sentence stands at the box."""

    def to_python(self, value: Any) -> str:
        try:
            return read(super().to_python(value) or "")
        except Refused as refused:
            raise ValidationError(str(refused)) from refused


class FactsForm(OffersName):
    """Thông tin của một đối tượng: the boxes that its kind has."""

    named = "name"
    name = StoredField(max_length=150, widget=NameInput(attrs=LG))
    birth = BirthField(
        label="Ngày sinh hoặc năm sinh",
        required=False,
        help_text="Chỉ cần năm sinh nếu hồ sơ không đòi ngày.",
    )
    gender = forms.ChoiceField(
        label="Giới tính",
        required=False,
        choices=[("", "Không ghi"), *Honouree.Gender.choices],
        widget=forms.Select(attrs={"class": "td-w-num"}),
    )
    identity_number = IdentityField(
        label="Số định danh (căn cước)",
        required=False,
        max_length=30,
        help_text="Chỉ để phân biệt người trùng tên. Hệ thống không lưu số, chỉ giữ dấu và 3 số "
        "cuối.",
        widget=forms.TextInput(
            attrs={"class": "td-num td-w-md", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )  # fmt: skip
    members = MembersField(
        label="Thành viên hộ",
        required=False,
        help_text="Mỗi dòng một người: họ và tên, quan hệ với chủ hộ. Ví dụ: Trần Thị Lụa, vợ",
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        self.offers = kind != Kind.COLLECTIVE  # a collective is called as it likes
        super().__init__(*args, **kwargs)
        label, hint = NAMES[Kind(kind)]
        self.fields["name"].label, self.fields["name"].help_text = label, hint
        if kind != Kind.INDIVIDUAL:
            for name in ("birth", "gender", "identity_number"):
                del self.fields[name]
        if kind != Kind.HOUSEHOLD:
            del self.fields["members"]

    @property
    def facts(self) -> dict[str, Any]:
        """What the acts ask for."""
        given = self.cleaned_data
        year, day = given.get("birth") or (None, None)
        return {
            "name": given["name"],
            "birth_year": year,
            "birth_date": day,
            "gender": given.get("gender", ""),
            "members": given.get("members", []),
        }


class CreateHonoureeForm(FactsForm):
    """Ghi mới; ``another`` is asked for only where somebody alike is known already."""

    title = StoredField(
        max_length=100, required=False, widget=forms.TextInput(attrs=LG)
    )
    unit = UnitPickField(
        label="Ở đơn vị",
        route=KEPT,
        help_text="Nơi công tác, học tập hoặc cư trú.",
        error_messages={"required": "Tìm và chọn đơn vị."},
    )
    valid_from = VietnameseDateField(
        label="Từ ngày", help_text="Ngày bắt đầu ở đơn vị, không phải ngày ghi."
    )
    another = forms.BooleanField(
        label="Đây là đối tượng khác, vẫn ghi mới", required=False
    )

    must_confirm = False

    def __init__(self, *args: Any, user: User, kind: str, **kwargs: Any):
        super().__init__(*args, kind=kind, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.fields["unit"].choose_for(user, typed, "unit")  # type: ignore[attr-defined]
        self.fields["title"].label = TITLES[Kind(kind)]
        self.fields["valid_from"].initial = localdate()
        self.user = user
        name, *others = [name for name in ORDER if name in self.fields]
        # Whoever may be there already is shown where the name is typed, not below all boxes.
        near = HTML("{% include 'units/honouree_near.html' %}")
        self.helper = helper_of("Chưa ghi được", name, near, *others)

    def clean(self):
        given = super().clean()
        number = (given or {}).get("identity_number", "")
        try:  # before it is asked whether somebody alike is another
            require_own_number(digest(number), by=self.user)
        except Refused as refusal:
            refused(self, refusal)
        return given


# Boxes that only some kinds have.
OF_KINDS = ("birth", "gender", "identity_number", "members")
ORDER = (
    "name", "birth", "gender", "identity_number", "members", "title", "unit", "valid_from",
)  # fmt: skip


class AmendHonoureeForm(FactsForm):
    """Sửa thông tin; an empty box of the number leaves it as it is."""

    forget_number = forms.BooleanField(label="Bỏ số định danh đã ghi", required=False)

    def __init__(self, *args: Any, honouree: Honouree, **kwargs: Any):
        super().__init__(*args, kind=honouree.kind, **kwargs)
        if not honouree.identity_tail:
            del self.fields["forget_number"]
        if "identity_number" in self.fields and honouree.identity_tail:
            tail = honouree.identity_tail
            self.fields[
                "identity_number"
            ].help_text = f"Đã ghi số có 3 số cuối {tail}. Để trống thì giữ nguyên."
        self.helper = helper_of(
            "Chưa lưu được",
            *(name for name in (*ORDER, "forget_number") if name in self.fields),
        )

    @property
    def facts(self) -> dict[str, Any]:
        number = self.cleaned_data.get("identity_number") or None
        if self.cleaned_data.get("forget_number") and number is None:
            number = ""
        members = self.cleaned_data.get("members")
        return super().facts | {"identity_number": number, "members": members}


class PlaceForm(forms.Form):
    """Chức vụ, đơn vị mới từ một ngày."""

    unit = UnitPickField(
        label="Ở đơn vị",
        route=KEPT_ENDED,
        error_messages={"required": "Tìm và chọn đơn vị."},
    )
    title = StoredField(
        max_length=100, required=False, widget=forms.TextInput(attrs=LG)
    )
    valid_from = VietnameseDateField(
        label="Từ ngày",
        help_text="Cái cũ tự hết vào hôm trước. Ghi đúng ngày bắt đầu của cái cũ thì là sửa cái "
        "cũ.",
    )

    def __init__(self, *args: Any, user: User, kind: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.fields["unit"].choose_for(user, typed, "unit")  # type: ignore[attr-defined]
        self.fields["title"].label = TITLES[Kind(kind)]
        self.fields["valid_from"].initial = localdate()
        self.helper = helper_of("Chưa ghi được", "unit", "title", "valid_from")

    @property
    def place(self) -> dict[str, Any]:
        """What the acts ask for."""
        given = self.cleaned_data
        return {
            "unit_id": given["unit"].pk,
            "title": given["title"],
            "valid_from": given["valid_from"],
        }


class AmendPlaceForm(PlaceForm):
    """Sửa một dòng đã ghi."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = None
        self.fields[
            "valid_from"
        ].help_text = "Dòng liền ngay trước tự hết vào hôm trước ngày này."
        self.helper = helper_of("Chưa lưu được", "unit", "title", "valid_from")


class EarlierPlaceForm(PlaceForm):
    """Chức vụ, đơn vị trước đây."""

    valid_to = VietnameseDateField(
        label="Đến hết ngày",
        required=False,
        help_text="Để trống thì đến hôm trước ngày của dòng tiếp theo.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = None
        self.fields[
            "valid_from"
        ].help_text = "Cái đang giữ vào ngày này, nếu có, tự hết vào hôm trước."
        self.helper = helper_of(
            "Chưa ghi được", "unit", "title", "valid_from", "valid_to"
        )

    @property
    def place(self) -> dict[str, Any]:
        return super().place | {"valid_to": self.cleaned_data["valid_to"]}


class ReleaseForm(forms.Form):
    """Thôi theo dõi."""

    left_on = VietnameseDateField(label="Ngày cuối")
    because = forms.ChoiceField(
        label="Lý do", choices=Honouree.Leaving.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = localdate()
        self.helper = helper_of("Chưa ghi được")


class AccountForm(forms.Form):
    """Gắn với tài khoản, by the name that it signs in with."""

    username = StoredField(
        label="Tên đăng nhập",
        required=False,
        max_length=60,
        help_text="Tài khoản của chính người này, mở ở đơn vị anh/chị trông. Để trống là không "
        "gắn.",
        widget=forms.TextInput(
            attrs=MD | {"autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.units = Unit.objects.kept_by(user)
        self.helper = helper_of("Chưa gắn được")
        self.helper.form_error_uncounted = True

    def clean_username(self) -> User | None:
        name = self.cleaned_data["username"].lower()
        if not name:
            return None
        # An account elsewhere is as unknown as one that there is not.
        found = User.objects.filter(username=name, home__in=self.units).first()
        if found is None:
            raise ValidationError(
                f"Không có tài khoản “{name}” ở các đơn vị anh/chị trông."
            )
        return found


class EraseForm(forms.Form):
    """Xóa dữ liệu cá nhân."""

    reason = StoredField(
        label="Lý do",
        max_length=300,
        help_text="Ai yêu cầu, vì sao. Không ghi họ tên, số định danh: dòng này ở lại nhật ký.",
        widget=forms.TextInput(attrs=LG),
    )
    basis = StoredField(
        label="Căn cứ",
        max_length=300,
        help_text="Văn bản, điều khoản hoặc yêu cầu và ngày nhận.",
        widget=forms.TextInput(attrs=LG),
    )
    understood = forms.BooleanField(
        label="Tôi hiểu là không lấy lại được dữ liệu đã xóa",
        error_messages={"required": "Đánh dấu ô này để xóa."},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa xóa")


class RetentionForm(forms.Form):
    """Định thời hạn giữ một loại dữ liệu."""

    keep_months = forms.IntegerField(
        label="Giữ sau khi thôi (tháng)",
        min_value=1,
        widget=forms.TextInput(
            attrs={"class": "td-num td-w-num", "inputmode": "numeric"}
        ),
    )
    valid_from = VietnameseDateField(label="Áp dụng từ ngày")
    decided_by = StoredField(
        label="Văn bản ấn định",
        max_length=300,
        help_text="Số, ngày, cơ quan ban hành.",
        widget=forms.TextInput(attrs=LG),
    )

    def __init__(self, *args: Any, rule: PersonalDataClass, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["keep_months"].help_text = (
            f"Từ {rule.least_months} đến {rule.most_months} tháng. Đang áp dụng: "
            f"{rule.keep_months} tháng."
        )
        self.helper = helper_of("Chưa lưu được")
