"""Câu lỗi: what is wrong, how to put it right, and what was typed.

Django's own sentences do not name the field; where a form has not written better ones, these
stand in their place. Used by the crispy pack ``td5``.
"""

from collections.abc import Callable
from typing import Any

from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, fields, models
from django.forms.formsets import BaseFormSet
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
)
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.errors import Refused
from units.fields import VietnameseDateField
from units.wording import vn_number

SHOWN = 60  # characters of a typed value that a sentence repeats


def of_field(field: BoundField) -> list[str]:
    """Sentences for one field, in the order in which they arose."""
    texts: list[str] = []
    for error in field.errors.as_data():
        texts += _sentences(field, error)
    return texts


def refused(form: BaseForm, refusal: Refused) -> None:
    """What an act said, each sentence beside its box where the form has one."""
    for name, sentence in refusal.parts:
        form.add_error(
            name if name in form.fields else None, with_way(sentence, refusal)
        )


class _WithWay(SafeString):
    """Câu kèm lối ra; ``plain`` is the sentence alone, for where a link stands already."""

    plain: str

    def __new__(cls, sentence: str, link: str) -> "_WithWay":
        whole = super().__new__(cls, format_html("{} {}", sentence, link))
        whole.plain = sentence
        return whole


def with_way(sentence: str, refusal: Refused) -> str:
    """The sentence, and the link that leads out of it where there is one."""
    if refusal.way is None:
        return sentence
    words, route, args = refusal.way
    address = reverse(route, args=args)
    return _WithWay(sentence, format_html('<a href="{}">{}</a>', address, words))


def summary(form: BaseForm | BaseFormSet) -> list[dict[str, str]]:
    """Every line of the summary at the top: ``text`` and ``href`` (id of the field, or "")."""
    if isinstance(form, BaseFormSet):
        lines = [{"text": str(text), "href": ""} for text in form.non_form_errors()]
        return lines + [line for one in form.forms for line in summary(one)]
    if not form.is_bound:
        return []
    lines = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for field in _as_they_stand(form):
        if field.is_hidden:
            lines += [{"text": text, "href": ""} for text in of_field(field)]
            continue
        target = field.id_for_label or field.auto_id
        label = str(field.label)
        for told in of_field(field):
            # The line leads to the box, beside which the way out stands.
            text = told.plain if isinstance(told, _WithWay) else told
            named = label.lower() in text.lower()
            lines.append(
                {"text": text if named else f"{label}: {text}", "href": target}
            )
    return lines


def _as_they_stand(form: BaseForm) -> list[BoundField]:
    """In the order of the boxes on the page, which a layout may lay otherwise."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    if layout is None:
        return list(form)
    names = [pointer.name for pointer in layout.get_field_names()]
    place = {name: at for at, name in enumerate(names)}
    return sorted(form, key=lambda field: place.get(field.name, len(place)))


def _sentences(field: BoundField, error: ValidationError) -> list[str]:
    if hasattr(error, "error_list") and len(error.error_list) > 1:
        return [text for one in error.error_list for text in _sentences(field, one)]
    if error.message in _DEFAULTS.get(error.code or "", ()):
        sentence = _OWN[error.code](field, error.params or {})
        if sentence:
            return [sentence]
    return [str(message) for message in error.messages]


def _name(field: BoundField) -> str:
    return str(field.label)


def _inside(field: BoundField) -> str:
    """The label inside a sentence: "Tên phong trào" → "tên phong trào", UBND stays."""
    label = _name(field)
    keep = label[1:2].isupper() or not label
    return label if keep else label[0].lower() + label[1:]


def _typed(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _required(field: BoundField, _: dict) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return f"Đánh dấu ô “{_name(field)}”."
    if isinstance(widget, FileInput):
        return f"Chọn tệp cho mục “{_name(field)}”."
    if isinstance(widget, Select | RadioSelect | CheckboxSelectMultiple):
        return f"Chọn {_inside(field)}."
    if (
        isinstance(field.field, VietnameseDateField)
        and "ngày" not in _name(field)[:4].lower()
    ):
        return f"Nhập ngày ở mục “{_name(field)}”."
    return f"Nhập {_inside(field)}."


def _invalid(field: BoundField, _: dict) -> str:
    typed = f"Đang nhập: {_typed(field.data)}"
    kind = field.field
    if isinstance(kind, fields.EmailField):
        return f"{_name(field)} phải có dạng ten@coquan.gov.vn. {typed}"
    if isinstance(kind, fields.IntegerField | fields.DecimalField):
        return f"{_name(field)} phải là một số. {typed}"
    return ""


def _choice(field: BoundField, params: dict) -> str:
    value = params.get("value", field.data)
    if str(value).isdecimal():  # the id of a record, which says nothing to anybody
        return f"{_name(field)}: mục đã chọn không còn trong danh sách. Chọn lại."
    return f"{_name(field)}: “{_typed(value)}” không có trong danh sách để chọn."


_OWN: dict[str | None, Callable[[BoundField, dict], str]] = {
    "required": _required,
    "invalid": _invalid,
    "invalid_choice": _choice,
    "max_length": lambda field, p: (
        f"{_name(field)} dài tối đa {vn_number(p['limit_value'])} ký tự. "
        f"Đang nhập: {vn_number(p['show_value'])} ký tự."
    ),
    "min_length": lambda field, p: (
        f"{_name(field)} phải có ít nhất {vn_number(p['limit_value'])} ký tự. "
        f"Đang nhập: {vn_number(p['show_value'])} ký tự."
    ),
    "min_value": lambda field, p: (
        f"{_name(field)} phải từ {vn_number(p['limit_value'])} trở lên. "
        f"Đang nhập: {vn_number(p['show_value'])}."
    ),
    "max_value": lambda field, p: (
        f"{_name(field)} không được quá {vn_number(p['limit_value'])}. "
        f"Đang nhập: {vn_number(p['show_value'])}."
    ),
    "null_characters_not_allowed": lambda field, p: (
        f"{_name(field)} có ký tự không in được. Đề nghị gõ lại phần này."
    ),
    "empty": lambda field, p: "Tệp được chọn không có nội dung.",
}
# Only Django's own sentences are replaced: compared by the message itself.
_DEFAULTS: dict[str, tuple] = {
    "required": (fields.Field.default_error_messages["required"],),
    "invalid": (
        fields.IntegerField.default_error_messages["invalid"],
        fields.DecimalField.default_error_messages["invalid"],
        validators.EmailValidator.message,
    ),
    "invalid_choice": (
        fields.ChoiceField.default_error_messages["invalid_choice"],
        models.ModelChoiceField.default_error_messages["invalid_choice"],
        fields.MultipleChoiceField.default_error_messages["invalid_choice"],
        models.ModelMultipleChoiceField.default_error_messages["invalid_choice"],
    ),
    "max_length": (validators.MaxLengthValidator.message,),
    "min_length": (validators.MinLengthValidator.message,),
    "min_value": (validators.MinValueValidator.message,),
    "max_value": (validators.MaxValueValidator.message,),
    "null_characters_not_allowed": (
        validators.ProhibitNullCharactersValidator.message,
    ),
    "empty": (fields.FileField.default_error_messages["empty"],),
}
