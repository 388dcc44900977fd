"""Biểu mẫu đăng ký mô hình, công trình; điển hình; giao ước."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.timezone import localdate

from campaigns.models import (
    Evidence,
    Pact,
    Participation,
    RegistrationCall,
    Undertaking,
)
from units.fields import SHOWN, VietnameseDateField
from units.forms.tree import StoredField, helper_of
from units.models import ClusterMember
from units.money import parse_money
from units.numerals import vn_number
from units.wording import vn_date

WIDE = {"class": "td-w-lg"}


class MoneyField(forms.Field):
    """Số tiền đồng: "45 triệu", "1,2 tỷ", "45.000.000"; what is refused stays as typed."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any):
        attrs = {"class": "td-num td-w-md", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("help_text", "Ví dụ: 45 triệu; 1,2 tỷ; 45.000.000.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return vn_number(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        amount = parse_money(str(value))
        if amount is None:
            raise forms.ValidationError(
                f"{self.label} phải là số tiền đồng, ví dụ 45 triệu hoặc 45.000.000. "
                f"Đang nhập: {str(value)[:SHOWN]}",
                code="invalid",
            )
        return amount


def _text(name: str, **more: Any) -> StoredField:
    """Of a column of an undertaking; nothing is required until it is sent."""
    field: Any = Undertaking._meta.get_field(name)
    longest = field.max_length or 0
    if longest > 1000:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 6})
    else:
        widget = forms.TextInput(attrs=WIDE)
    return StoredField(
        max_length=longest, required=False, **{"widget": widget} | more
    )  # fmt: skip


class UndertakingForm(forms.Form):
    """Một mô hình, công trình. ``calls``: what the campaign asks for; ``for_unit``: nhập thay."""

    provenance = StoredField(
        label="Nhập theo văn bản nào của đơn vị", max_length=500, required=False,
        help_text="Số, ngày, người gửi; ví dụ: Bản đăng ký ngày 03/8/2023, ông Lê Văn Minh gửi "
        "bản giấy.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    call = forms.TypedChoiceField(
        label="Đăng ký theo yêu cầu", coerce=int, required=False, empty_value=None,
        widget=forms.Select(attrs=WIDE),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Loại", choices=Undertaking.Kind.choices, widget=forms.Select(attrs=WIDE)
    )
    name = _text(
        "name",
        label="Tên",
        help_text="Gọn, gọi đúng việc; ví dụ: Tuyến hẻm nở hoa số 3.",
    )
    description = _text(
        "description", label="Nội dung, cách làm",
        help_text="Làm gì, ai tham gia, mỗi bước thế nào, để làm gì.",
    )  # fmt: skip
    place = _text(
        "place", label="Địa điểm", help_text="Công trình, phần việc thì bắt buộc."
    )
    cost = MoneyField(label="Kinh phí dự kiến (đồng)", required=False)
    funding = _text(
        "funding", label="Nguồn kinh phí",
        help_text="Ví dụ: xã hội hóa, quỹ tổ dân phố, ngân sách phường.",
    )  # fmt: skip
    person_in_charge = _text("person_in_charge", label="Người phụ trách")
    starts_on = VietnameseDateField(label="Bắt đầu", required=False)
    ends_on = VietnameseDateField(label="Dự kiến hoàn thành", required=False)

    def __init__(
        self,
        *args: Any,
        calls: Iterable[RegistrationCall],
        for_unit: bool,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        if not for_unit:
            del self.fields["provenance"]
        chosen: Any = self.fields["call"]
        chosen.choices = [
            *[(call.pk, _call_words(call)) for call in calls],
            ("", "Không theo yêu cầu nào, đơn vị tự đăng ký thêm"),
        ]
        self.helper = helper_of(
            "Chưa gửi được", *([] if not for_unit else ["provenance"]),
            Fieldset("Đăng ký gì", "call", "kind", "name", "description"),
            Fieldset(
                "Ở đâu, bằng nguồn nào", "place", Row(Column("cost"), Column("funding"))
            ),
            Fieldset(
                "Ai làm, bao giờ xong", "person_in_charge",
                Row(Column("starts_on"), Column("ends_on")),
            ),
        )  # fmt: skip
        self.helper.mark_optional = False

    def says_something(self) -> bool:
        """Of a new one that is valid: it is not as it was opened, whatever was chosen."""
        said = set(self.changed_data) - {"call", "kind"}
        if not said:
            self.add_error(
                "name", "Chưa ghi gì nên chưa lưu; ghi ít nhất tên hoặc nội dung."
            )
        return bool(said)

    @property
    def facts(self) -> dict[str, Any]:
        """What the acts take."""
        given = dict(self.cleaned_data)
        given["call_id"] = given.pop("call", None)
        return given


class CarryingOutForm(forms.Form):
    """Việc thực hiện: what is known by now."""

    begun_on = VietnameseDateField(label="Khởi công, bắt đầu ngày", required=False)
    finished_on = VietnameseDateField(label="Hoàn thành ngày", required=False)
    inaugurated_on = VietnameseDateField(label="Khánh thành ngày", required=False)
    plaque_on = VietnameseDateField(label="Gắn biển ngày", required=False)
    actual_cost = MoneyField(label="Kinh phí đã dùng (đồng)", required=False)
    outcome = _text(
        "outcome", label="Kết quả, hiệu quả",
        help_text="Con số trước nếu có: bao nhiêu hộ, bao nhiêu mét, giảm được gì.",
    )  # fmt: skip

    def __init__(self, *args: Any, undertaking: Undertaking, **kwargs: Any):
        kwargs["initial"] = {
            name: getattr(undertaking, name) for name in self.base_fields
        }
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lưu được", Row(Column("begun_on"), Column("finished_on")),
            Row(Column("inaugurated_on"), Column("plaque_on")), "actual_cost", "outcome",
        )  # fmt: skip
        self.helper.mark_optional = False


class PictureForm(forms.Form):
    """Lúc chụp, chú thích của một ảnh, tệp."""

    moment = forms.ChoiceField(
        label="Lúc chụp", choices=Evidence.Moment.choices, required=False,
        widget=forms.Select(attrs={"class": "td-w-md"}),
    )  # fmt: skip
    caption = StoredField(
        label="Chú thích", max_length=300, required=False,
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được")


class WhyForm(forms.Form):
    """Một lý do."""

    reason = StoredField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do, một hai câu."},
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        longest: int = 500,
        title: str = "Chưa gửi được",
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        if longest != reason.max_length:
            self.fields["reason"] = StoredField(
                label="Lý do", max_length=longest,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages=reason.error_messages,
            )  # fmt: skip
        self.helper = helper_of(title)


class LateForm(forms.Form):
    """Cho đăng ký muộn."""

    until = VietnameseDateField(label="Được đăng ký đến hết ngày")
    reason = StoredField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đơn vị thấy lý do này; đăng ký gửi sau hạn được ghi là muộn, được phép.",
        error_messages={"required": "Ghi lý do cho đăng ký muộn."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa ghi được")


class NudgeForm(forms.Form):
    """Đôn đốc những đơn vị nào; ``owing``: pairs of participation and words."""

    units = forms.TypedMultipleChoiceField(
        label="Đơn vị được đôn đốc", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Đánh dấu ít nhất một đơn vị."},
    )  # fmt: skip
    note = StoredField(
        label="Ghi thêm", max_length=500, required=False,
        help_text="Một hai câu, gửi kèm cho mọi đơn vị được đánh dấu.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, owing: Sequence[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        units: Any = self.fields["units"]
        units.choices = owing
        self.helper = helper_of("Chưa đôn đốc được")


class ExampleForm(forms.Form):
    """Bước của điển hình."""

    on = VietnameseDateField(label="Ngày", initial=localdate)
    note = StoredField(
        label="Nhận xét, việc đã làm", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    stage = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = hint
        self.helper = helper_of("Chưa ghi được")
        self.helper.render_hidden_fields = True


class AdoptForm(forms.Form):
    """Học theo: for which of one's units and campaigns."""

    taking = forms.TypedChoiceField(
        label="Đăng ký cho", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Chọn đơn vị, phong trào để đăng ký."},
    )  # fmt: skip

    def __init__(self, *args: Any, takings: Sequence[Participation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        taking: Any = self.fields["taking"]
        taking.choices = [
            (one.pk, f"{one.unit} · {one.campaign.name}") for one in takings
        ]
        if takings:
            taking.initial = takings[0].pk
        self.helper = helper_of("Chưa bắt đầu được")


class PactForm(forms.Form):
    """Giao ước; ``asks_reason``: somebody has agreed to the words before."""

    name = StoredField(
        label="Tên giao ước", max_length=300, widget=forms.TextInput(attrs=WIDE),
        help_text="Ví dụ: Giao ước thi đua năm 2027 của Cụm thi đua số 1.",
    )  # fmt: skip
    text = StoredField(
        label="Nội dung", max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Các thành viên cùng cam kết điều gì; mỗi điều một dòng cho dễ đọc.",
    )  # fmt: skip
    starts_on = VietnameseDateField(label="Thực hiện từ ngày")
    ends_on = VietnameseDateField(label="Đến hết ngày")
    reason = StoredField(
        label="Lý do sửa", max_length=400, required=False,
        help_text="Thành viên đã đồng ý bản trước phải đồng ý lại và đọc lý do này.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        pact: Pact | None = None,
        asks_reason: bool = False,
        **kwargs: Any,
    ):
        if pact is not None:
            names = ("name", "text", "starts_on", "ends_on")
            kwargs["initial"] = {name: getattr(pact, name) for name in names}
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
        self.helper = helper_of(
            "Chưa lưu được", "name", "text", Row(Column("starts_on"), Column("ends_on")),
            *(["reason"] if asks_reason else []),
        )  # fmt: skip


class AgreeForm(forms.Form):
    """Đồng ý giao ước, for one of one's units that are members."""

    unit = forms.TypedChoiceField(
        label="Thay mặt đơn vị", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Chọn đơn vị."},
    )  # fmt: skip
    agreed_on = VietnameseDateField(label="Ngày đồng ý", initial=localdate)
    undertakes = StoredField(
        label="Đơn vị nhận làm", max_length=2000, required=False,
        help_text="Không bắt buộc ngay; in vào bảng của giao ước khi đưa ra ký.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Sequence[ClusterMember], **kwargs: Any):
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [(one.unit_id, str(one.unit)) for one in members]
        if len(members) == 1:
            unit.initial = members[0].unit_id
        self.helper = helper_of("Chưa đồng ý được")
        self.helper.render_hidden_fields = True


def _call_words(call: RegistrationCall) -> str:
    if call.ended_at is not None:
        return f"{call.what} (kế hoạch không còn yêu cầu này)"
    due = f", hạn {vn_date(call.due_on)}" if call.due_on else ""
    return f"{call.what} (ít nhất {vn_number(call.minimum)}{due})"
