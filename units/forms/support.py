"""Biểu mẫu xem với vai."""

from typing import Any

from django import forms

from units.forms.people import DUTIES
from units.forms.tree import StoredField, helper_of


class PersonForm(forms.Form):
    """Lý do: read later by whoever reads the audit book."""

    reason = StoredField(
        label="Lý do",
        max_length=300,
        help_text="Ví dụ: chị Lan báo không thấy kế hoạch số 05 để duyệt.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa xem với vai được")


class RoleForm(PersonForm):
    """Vai trò và lý do."""

    role = forms.ChoiceField(label="Vai trò", widget=forms.RadioSelect)
    field_order = ("role", "reason")

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, f"{label}: {DUTIES[role]}")  # type: ignore[index]
            for role, label in roles
        ]
