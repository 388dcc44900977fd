"""Biểu mẫu nhập Excel: which file for whom, and what its columns mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from units.forms.tree import helper_of
from units.models import SheetImport, SheetKind, Unit, User
from units.sheets import LARGEST_FILE, LAYOUTS

IGNORED = "-"  # the choice that leaves a column out; "" is not chosen yet


class SheetUploadForm(forms.Form):
    """Chọn tệp."""

    kind = forms.ChoiceField(
        label="Tệp ghi gì",
        choices=[(layout.slug, layout.title) for layout in LAYOUTS.values()],
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Nhập cho",
        empty_label=None,
        help_text="Mã đơn vị trong tệp được tìm ở cơ quan này và mọi đơn vị bên dưới.",
        widget=forms.Select(attrs={"class": "td-w-lg"}),
    )
    file = forms.FileField(
        label="Tệp",
        max_length=255,
        help_text="Excel (.xlsx) hoặc CSV UTF-8 (.csv).",
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".xlsx,.csv",
                "data-max-mb": str(LARGEST_FILE // 2**20),
            }
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        tops = Unit.objects.tops_of(user).order_by("path")
        self.fields["unit"].queryset = tops  # type: ignore[attr-defined]
        if len(tops) == 1:  # nothing to choose
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = tops[0]
        self.helper = helper_of("Chưa đọc được tệp", "kind", "unit", "file")
        self.helper.form_error_uncounted = True

    @property
    def layout(self):
        slug = self.cleaned_data["kind"]
        return next(one for one in LAYOUTS.values() if one.slug == slug)


class ColumnsForm(forms.Form):
    """Ghép cột: a choice for every column of the file, beside what it says in its first rows."""

    def __init__(self, *args: Any, kept: SheetImport, **kwargs: Any):
        super().__init__(*args, **kwargs)
        layout = LAYOUTS[kept.kind]
        self.first = layout.columns[0]
        choices = [
            ("", "Chọn ô dữ liệu"),
            (IGNORED, "Không nhập cột này"),
            *[(column.key, column.label) for column in layout.columns],
        ]
        for column in kept.columns.all():
            self.fields[_name(column.position)] = forms.ChoiceField(
                label=capfirst(column.heading)
                or f"Cột {column.position + 1} (không tiêu đề)",
                choices=choices,
                initial=column.field or (IGNORED if column.is_settled else ""),
                error_messages={
                    "required": f"Chọn ô dữ liệu cho cột “{column.heading}”, hoặc “Không nhập "
                    "cột này”."
                },
                widget=forms.Select(attrs={"class": "td-w-lg"}),
            )
        self.helper = helper_of("Chưa ghép được cột")

    def show(self, samples: Mapping[int, Sequence[str]]) -> None:
        """Trước khi hiện: what the first rows say in each column, by its position."""
        for position, values in samples.items():
            if _name(position) in self.fields:
                self[_name(position)].help_text = _sampled(values)

    def clean(self):
        given = super().clean()
        taken: dict[str, str] = {}
        for name, field in list(given.items()):
            if field == IGNORED:
                continue
            if field in taken:
                self.add_error(
                    name,
                    f"Ô dữ liệu này đã ghép với cột “{self.fields[taken[field]].label}”.",
                )
            taken.setdefault(field, name)
        if self.first.key not in taken and not self.errors:
            raise forms.ValidationError(
                f"Chọn cột nào là “{self.first.label}”: không có cột này thì không biết dòng nào "
                "là của ai."
            )
        return given

    @property
    def chosen(self) -> dict[int, str]:
        """Field by position, as ``name_columns`` takes it."""
        return {
            int(name.removeprefix("cot-")): "" if field == IGNORED else field
            for name, field in self.cleaned_data.items()
        }


def _sampled(values):
    if not values:
        return "Những dòng đầu để trống cột này."
    return f"Trong tệp: {'; '.join(values)}"


def _name(position: int) -> str:
    return f"cot-{position}"


KIND_OF_SLUG = {LAYOUTS[kind].slug: kind for kind in SheetKind.values}
