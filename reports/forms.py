"""Biểu mẫu của văn bản, sổ đăng ký và trang tra cứu: they shape input, they write nothing."""

from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.timezone import localdate

from reports.codes import as_code, why_not_a_code
from reports.mailing import can_send
from reports.models import (
    Certificate,
    Correspondent,
    Delivery,
    Document,
    NumberSeries,
    RegisterEntry,
)
from reports.models.sending import NO_ADDRESS
from units.fields import VietnameseDateField
from units.forms.picking import ANYWHERE, UnitPickField
from units.forms.tree import helper_of
from units.meant import known_as
from units.models import Unit, User
from units.vietnamese import stored

MAX_UPLOAD_MB = 30


class DocumentFilter(forms.Form):
    """Bộ lọc danh sách văn bản; what is not a known value filters nothing."""

    q = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    loai = forms.ChoiceField(
        required=False, choices=[("", "Mọi loại"), *Document.Kind.choices]
    )
    tt = forms.ChoiceField(
        required=False, choices=[("", "Mọi trạng thái"), *Document.Status.choices]
    )

    def __init__(self, data, *, years: list[int]):
        super().__init__(data)
        choices = [("", "Mọi năm"), *((year, str(year)) for year in years)]
        self.fields["nam"] = forms.TypedChoiceField(
            required=False, coerce=int, empty_value=None, choices=choices
        )

    @property
    def sought(self) -> dict:
        """Arguments of ``DocumentQuerySet.sought``."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "kind": given.get("loai", ""),
            "status": given.get("tt", ""),
            "year": given.get("nam"),
            "words": stored(given.get("q", "")),
        }

    @property
    def is_narrowed(self) -> bool:
        return any(self.sought.values())


class AnchorSignerForm(forms.Form):
    """Cơ quan ký niêm: one of those whose seal can sign today."""

    co_quan = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label="Cơ quan ký",
        empty_label="Chọn một cơ quan",
        help_text="Các cơ quan đã đăng ký chứng thư số của con dấu.",
    )

    def __init__(self, data, *, now: Unit | None):
        super().__init__(data, initial={"co_quan": now})
        seals = Certificate.objects.of_agencies().values("unit")
        field = cast(forms.ModelChoiceField, self.fields["co_quan"])
        field.queryset = Unit.objects.within(seals).order_by("path")
        if not field.queryset.exists():
            field.help_text = (
                "Chưa cơ quan nào đăng ký chứng thư số của con dấu. Đăng ký trên máy chủ "
                "bằng lệnh register_certificate rồi trở lại đây."
            )
        self.helper = helper_of("Chưa chọn được cơ quan ký")


class PlainForm(forms.Form):
    """The template owns <form>, the buttons and what htmx needs."""

    undone = "Chưa gửi được"  # begins the summary of what is wrong

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_error_title = self.undone


class IssueForm(PlainForm):
    """Cấp số, đóng dấu và ban hành."""

    undone = "Chưa ban hành được"
    day = VietnameseDateField(label="Ngày ban hành")
    copies = forms.IntegerField(
        label="Số lượng bản",
        min_value=1,
        max_value=10_000,
        help_text="Tính mỗi dòng nơi nhận một bản; sửa nếu gửi nhiều hơn.",
    )
    archive_unit = forms.CharField(
        label="Đơn vị, người nhận bản lưu", max_length=200, required=False
    )

    outside = forms.BooleanField(
        label="Đóng dấu bằng thiết bị (USB token) của cơ quan",
        required=False,
        help_text="Hệ thống điền số, ngày rồi giao tệp; anh/chị ký tệp bằng thiết bị của cơ "
        "quan và gửi lại.",
    )

    def __init__(self, data=None, *, copies: int, outside: bool | None, **kwargs):
        """``outside``: whether the seal's device is proposed; None: it has none."""
        initial = {"day": localdate(), "copies": copies, "archive_unit": "Văn thư"}
        super().__init__(data, initial=initial | {"outside": outside}, **kwargs)
        fields = ["day", "copies", "archive_unit"]
        if outside is None:
            del self.fields["outside"]
        else:
            fields.append("outside")
        self.helper.layout = Layout(*fields)


class DispatchForm(PlainForm):
    """Ghi ngày chuyển, ký nhận on one line of the register."""

    undone = "Chưa ghi được"

    dispatched_on = VietnameseDateField(label="Ngày chuyển", required=False)
    received_by = forms.CharField(
        label="Ký nhận",
        max_length=200,
        required=False,
        help_text="Người nhận hoặc cách gửi, ví dụ: Bưu điện, Trục liên thông.",
    )

    def __init__(self, data=None, *, entry: RegisterEntry, **kwargs):
        initial = {
            "dispatched_on": entry.dispatched_on or localdate(),
            "received_by": entry.received_by,
        }
        # Several lines of the register may be open at once.
        super().__init__(data, initial=initial, auto_id=f"so-{entry.pk}-%s", **kwargs)
        self.fields["dispatched_on"].widget.attrs["autofocus"] = True


class DeliveryForm(PlainForm):
    """Nơi nhận là đơn vị nào, hoặc đã gửi ra ngoài bằng cách nào."""

    undone = "Chưa ghi được"

    way = forms.ChoiceField(
        label="Cách gửi", choices=Delivery.Way.choices, widget=forms.RadioSelect
    )
    unit = UnitPickField(
        label="Đơn vị nhận trong hệ thống",
        route=ANYWHERE,
        required=False,
        help_text="Chỉ khi chọn “Trong hệ thống”. Người của đơn vị ấy thấy văn bản ngay.",
    )

    address = forms.EmailField(
        label="Thư điện tử của nơi nhận",
        required=False,
        max_length=254,
        error_messages={"invalid": NO_ADDRESS},
        help_text="Chỉ khi chọn “Gửi thư điện tử”. Thư có đường dẫn tới trang xem, tải, kiểm tra "
        "văn bản.",
    )
    remember = forms.BooleanField(label="Ghi vào sổ địa chỉ", required=False)

    def __init__(self, data=None, *, user: User, delivery: Delivery, initial=None):
        issuer = delivery.issuer
        known = Correspondent.objects.named(issuer, known_as(delivery.text))
        sent = delivery.by_link
        now = {
            "way": delivery.way,
            "unit": delivery.unit_id,
            "address": (sent and sent.address) or (known.address if known else ""),
            "remember": True,
        }
        super().__init__(data, initial=now | (initial or {}))
        typed = self.data if self.is_bound else self.initial
        cast(UnitPickField, self.fields["unit"]).choose_for(user, typed, "unit")
        self.fields["address"].widget.attrs |= {
            "list": "so-dia-chi",
            "autocomplete": "off",
        }
        self.known = Correspondent.objects.of_unit(issuer)
        if not can_send():
            way = cast(forms.ChoiceField, self.fields["way"])
            way.choices = [
                choice
                for choice in Delivery.Way.choices
                if choice[0] != Delivery.Way.MAIL
            ]
            del self.fields["address"], self.fields["remember"]

    def clean(self):
        given = super().clean()
        if given.get("way") != Delivery.Way.SYSTEM:
            given["unit"] = None
        if given.get("way") != Delivery.Way.MAIL:
            self.errors.pop("address", None)
            given["address"] = ""
        return given


class CorrespondentForm(PlainForm):
    """Một nơi nhận trong sổ địa chỉ."""

    undone = "Chưa ghi được"

    name = forms.CharField(label="Nơi nhận", max_length=300)
    address = forms.EmailField(
        label="Thư điện tử", max_length=254, error_messages={"invalid": NO_ADDRESS}
    )


class AgencyCodeForm(PlainForm):
    """Mã định danh cơ quan."""

    undone = "Chưa ghi được"

    code = forms.CharField(
        label="Mã định danh (OrganId)",
        required=False,
        max_length=40,
        help_text="Tối đa 13 ký tự, ví dụ H40.12.3.",
    )

    def __init__(self, data=None, *, now: str):
        super().__init__(data, initial={"code": now})


class EdxmlRangeForm(PlainForm):
    """Xuất edXML từ số đến số."""

    undone = "Chưa xuất được"

    first = forms.IntegerField(label="Từ số", min_value=1, max_value=1_000_000)
    last = forms.IntegerField(label="Đến số", min_value=1, max_value=1_000_000)

    def __init__(self, data=None, *, last: int):
        super().__init__(data, initial={"first": 1, "last": last})
        self.helper.layout = Layout(Row(Column("first"), Column("last")))

    def clean(self):
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            self.add_error("last", "Số cuối không nhỏ hơn số đầu.")
        return given


class SeriesForm(PlainForm):
    """Lập dãy số."""

    undone = "Chưa lập được dãy số"

    name = forms.CharField(
        label="Tên dãy số",
        max_length=100,
        help_text="Hiện trên sổ, ví dụ: Văn bản hành chính; Kế hoạch; Quyết định.",
    )
    kinds = forms.MultipleChoiceField(
        label="Loại văn bản lấy số ở dãy này",
        required=False,
        choices=NumberSeries.kind_choices,
        help_text="Không chọn loại nào: dãy chung cho mọi loại không có dãy riêng.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, is_first: bool, **kwargs):
        initial = {"name": "Văn bản hành chính"} if is_first else {}
        super().__init__(data, initial=initial, **kwargs)


class ContinueBookForm(PlainForm):
    """Chuyển tiếp từ sổ giấy."""

    undone = "Chưa chuyển tiếp được"

    last_number = forms.IntegerField(
        label="Số cuối đã cấp trong sổ giấy", min_value=1, max_value=1_000_000
    )
    last_date = VietnameseDateField(label="Ngày của số đó")


class ReasonForm(PlainForm):
    """Lý do: of a return, of a voided number."""

    reason = forms.CharField(
        label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, undone: str, help_text: str = "", **kwargs):
        self.undone = undone
        super().__init__(data, **kwargs)
        self.fields["reason"].help_text = help_text

    def clean_reason(self):
        return self.cleaned_data["reason"].strip()


class PasswordForm(PlainForm):
    """Xác nhận bằng mật khẩu của chính tài khoản đang dùng.

    ``certificate``: at a remote service, its PIN and one-time code are asked for as well.
    """

    undone = "Chưa ký được"

    mat_khau = forms.CharField(
        label="Mật khẩu của anh/chị",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Nhập lại mật khẩu đăng nhập để xác nhận chính anh/chị ký văn bản này.",
    )

    def __init__(self, *args, certificate: Certificate | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self._asks = {}
        if certificate is not None and certificate.asks_pin:
            self._asks["pin"] = certificate.asks_pin
            self.fields["pin"] = forms.CharField(
                label="Mã PIN của chữ ký số từ xa",
                required=False,
                max_length=200,
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text="Chỉ dùng cho lần ký này, không lưu lại.",
            )
        if certificate is not None and certificate.asks_otp:
            self._asks["otp"] = certificate.asks_otp
            self.fields["otp"] = forms.CharField(
                label="Mã OTP",
                required=False,
                max_length=50,
                widget=forms.TextInput(
                    attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
                ),
                help_text="Bấm Gửi mã OTP, đợi mã rồi nhập ở đây."
                if certificate.sends_otp
                else "Mã đang hiện trong ứng dụng của nơi cấp chữ ký số.",
            )
        self.sends_otp = certificate is not None and certificate.sends_otp
        self.helper.layout = Layout("mat_khau", *self._asks)

    @property
    def unlock(self) -> dict[str, str]:
        """What opens the key, by the service's own names."""
        return {
            asked: self.cleaned_data[name] for name, asked in self._asks.items()
        }  # fmt: skip

    def require_unlock(self) -> None:
        """The machine signs: what opens the key must be there."""
        for name in self._asks:
            if not self.cleaned_data.get(name):
                label = str(self.fields[name].label)
                self.add_error(name, f"Nhập {label[0].lower()}{label[1:]}.")


class SignForm(PasswordForm):
    """Duyệt và ký. ``phien_ban`` is the plan's version that the signer was shown."""

    phien_ban = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RegisterPaperForm(PlainForm):
    """Đăng ký văn bản làm ngoài hệ thống: the register's own columns."""

    undone = "Chưa cấp số được"

    series = forms.ModelChoiceField(
        NumberSeries.objects.none(), label="Dãy số", empty_label=None
    )
    day = VietnameseDateField(label="Ngày tháng văn bản")
    symbol = forms.CharField(
        label="Ký hiệu",
        max_length=30,
        help_text="Phần sau số, ví dụ QĐ-UBND. Công văn ghi UBND-VX.",
    )
    kind_and_title = forms.CharField(
        label="Tên loại và trích yếu",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer = forms.CharField(label="Người ký", max_length=150)
    recipients = forms.CharField(
        label="Nơi nhận văn bản",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    archive_unit = forms.CharField(label="Đơn vị, người nhận bản lưu", max_length=200)
    copies = forms.IntegerField(label="Số lượng bản", min_value=1, max_value=10_000)
    remarks = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, data=None, *, series, **kwargs):
        initial = {"day": localdate(), "copies": 1, "archive_unit": "Văn thư"}
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields["series"].queryset = series
        self.helper.layout = Layout(
            "series",
            Row(Column("day"), Column("symbol")),
            "kind_and_title",
            "signer",
            "recipients",
            Row(Column("archive_unit"), Column("copies")),
            "remarks",
        )


class CodeForm(PlainForm):
    """Nhập mã tra cứu: grouping, spaces, case do not matter."""

    undone = "Chưa tra cứu được"

    ma = forms.CharField(
        label="Mã tra cứu",
        max_length=60,
        help_text="Tám chữ và số in cạnh hình QR, ví dụ 7KQ2-M4XD. Viết hoa hay thường, "
        "có gạch nối hay không đều được.",
        widget=forms.TextInput(
            attrs={
                "class": "td-codebox",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_ma(self):
        typed = self.cleaned_data["ma"]
        code = as_code(typed)
        if code is None:
            raise forms.ValidationError(why_not_a_code(typed))
        return code


class UploadForm(PlainForm):
    """Một tệp PDF, to be checked."""

    undone = "Chưa kiểm tra được"

    tep = forms.FileField(
        label="Tệp PDF",
        widget=forms.FileInput(
            attrs={"accept": "application/pdf,.pdf", "data-max-mb": str(MAX_UPLOAD_MB)}
        ),
    )

    def clean_tep(self):
        file = self.cleaned_data["tep"]
        if file.size > MAX_UPLOAD_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"Tệp lớn hơn {MAX_UPLOAD_MB} MB nên không kiểm tra được ở đây. "
                "Văn bản điện tử của cơ quan nhà nước thường nhỏ hơn nhiều."
            )
        return file


class SignedFileForm(UploadForm):
    """Gửi lại bản đã ký bằng thiết bị của mình."""

    undone = "Chưa nhận được bản đã ký"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tep"].label = "Tệp đã ký"
