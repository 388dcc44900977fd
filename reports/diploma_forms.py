"""Biểu mẫu giấy khen: what is printed, on which stock, by which printer."""

from typing import Any

from django import forms

from reports.forms import PlainForm
from reports.models import Align, Diploma, Part, Printer, Stock, StockPlace
from units.fields import MillimetreField


class BeginForm(PlainForm):
    """Lập giấy khen: one achievement for all, or each its own."""

    undone = "Chưa lập được giấy khen"
    merit = forms.CharField(
        label="Thành tích ghi trên mọi giấy khen",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Để trống thì mỗi giấy ghi thành tích riêng của từng trường hợp theo danh sách.",
    )


class WordsForm(PlainForm):
    """Sửa chữ in của một giấy."""

    about = forms.CharField(
        label="Chức vụ, địa chỉ", required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    merit = forms.CharField(
        label="Thành tích",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi thành tích."},
    )

    def __init__(self, data: Any = None, *, diploma: Diploma) -> None:
        initial = {"about": diploma.about, "merit": diploma.merit}
        super().__init__(data, initial=initial)


class PrintForm(PlainForm):
    """In: whole sheets or stock; the numbers that were ticked come beside it."""

    undone = "Chưa lập được tệp in"
    stock = forms.ModelChoiceField(
        label="In lên", queryset=Stock.objects.none(), required=False,
        empty_label="Giấy trắng A4, in trọn tờ",
    )  # fmt: skip
    printer = forms.ModelChoiceField(
        label="Máy in", queryset=Printer.objects.none(), required=False,
        empty_label="Không bù lệch", help_text="Chỉ bù lệch khi in lên phôi.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Lý do in lại", required=False, max_length=500,
        help_text="Chỉ ghi khi trong số đã chọn có giấy in rồi.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, stocks: Any, printers: Any) -> None:
        super().__init__(data)
        self.fields["stock"].queryset = stocks  # type: ignore[attr-defined]
        self.fields["printer"].queryset = printers  # type: ignore[attr-defined]


class StockForm(PlainForm):
    """Phôi: name and size."""

    name = forms.CharField(
        label="Tên phôi", max_length=100,
        help_text="Thí dụ: Phôi giấy khen A4 in năm 2026.",
        error_messages={"required": "Ghi tên phôi."},
    )  # fmt: skip
    width_mm = MillimetreField(label="Rộng (mm)", initial=297)
    height_mm = MillimetreField(label="Cao (mm)", initial=210)


class PlaceForm(forms.Form):
    """Một dòng của bảng vị trí; its fields are drawn in the cells."""

    is_printed = forms.BooleanField(label="In", required=False)
    x_mm = MillimetreField(label="Cách mép trái", min_value=0)
    y_mm = MillimetreField(label="Cách mép trên", min_value=0)
    width_mm = MillimetreField(label="Chiều rộng", min_value=5)
    size_pt = MillimetreField(label="Cỡ chữ", min_value=6, max_value=72)
    align = forms.ChoiceField(label="Căn", choices=Align.choices)

    def __init__(self, data: Any, *, place: StockPlace) -> None:
        names = ("is_printed", "x_mm", "y_mm", "width_mm", "size_pt", "align")
        initial = {name: getattr(place, name) for name in names}
        super().__init__(data, prefix=place.part, initial=initial)
        self.part = place.part
        for name in names:
            widget, said = self.fields[name].widget, self.fields[name].label
            widget.attrs["aria-label"] = f"{self.label}: {said}"
            if name != "is_printed":
                kind = "form-select" if name == "align" else "form-control td-num"
                widget.attrs["class"] = kind
            else:
                widget.attrs["class"] = "form-check-input"

    @property
    def label(self) -> str:
        return str(Part(self.part).label)


class PrinterForm(PlainForm):
    """Máy in: as its calibration sheet showed."""

    name = forms.CharField(
        label="Tên máy in", max_length=100, help_text="Thí dụ: HP phòng Văn thư.",
        error_messages={"required": "Ghi tên máy in."},
    )  # fmt: skip
    dx_mm = MillimetreField(
        label="Lệch sang phải (mm)", initial=0, min_value=-30, max_value=30,
        help_text="Đo trên tờ căn chỉnh; lệch sang trái thì ghi số âm.",
    )  # fmt: skip
    dy_mm = MillimetreField(
        label="Lệch xuống dưới (mm)", initial=0, min_value=-30, max_value=30,
        help_text="Lệch lên trên thì ghi số âm.",
    )  # fmt: skip
