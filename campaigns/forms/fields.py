"""Ô nhập của kế hoạch: model fields as people here fill them in."""

from typing import Any, cast

from django import forms
from django.db import models

from units.fields import VietnameseDateField, VietnameseDecimalField


class LinesField(forms.CharField):
    """Danh sách: one entry a line in a text area, a list of texts in Python.

    ``longest`` limits each entry; which one is too long is told by its place and beginning.
    """

    widget = forms.Textarea

    def __init__(self, *, longest: int, **kwargs: Any):
        self.longest = longest
        super().__init__(strip=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        entries = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        entries = [entry for entry in entries if entry]
        for place, entry in enumerate(entries, 1):
            if len(entry) > self.longest:
                raise forms.ValidationError(
                    f"Dòng {place} (“{entry[:40]}…”) dài {len(entry)} ký tự; mỗi dòng "
                    f"tối đa {self.longest} ký tự. Tách thành nhiều dòng hoặc viết gọn."
                )
        return entries


LONG = 300  # a text of so many characters or more is written in a text area


class OneLineField(forms.CharField):
    """A long text without line breaks, written in a text area that grows."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


def vietnamese(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """``formfield_callback``: dates and numbers written the Vietnamese way, long texts in a
    text area, and Vietnamese words where nothing is chosen."""
    if isinstance(field, models.DateField):
        return field.formfield(form_class=VietnameseDateField, **kwargs)
    if isinstance(field, models.DecimalField):
        return field.formfield(form_class=VietnameseDecimalField, **kwargs)
    if isinstance(field, models.TextField):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
    elif isinstance(field, models.CharField) and (field.max_length or 0) >= LONG:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 1}))
        kwargs.setdefault("form_class", OneLineField)
    formfield = field.formfield(**kwargs)
    if isinstance(
        formfield, forms.TypedChoiceField
    ):  # a foreign key's choices are rows
        first, *others = list(cast(Any, formfield.choices))
        if first[0] == "":
            nothing = "Không chọn" if field.blank else "Chọn…"
            formfield.choices = [("", nothing), *others]
    return formfield
