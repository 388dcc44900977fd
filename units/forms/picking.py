"""Chọn đơn vị bằng cách gõ: a box to search in, and radio buttons for what was found."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from units.models import Unit

SHOWN = 20


class UnitPick(forms.Widget):
    """With htmx the results come as one types; without it the button “Tìm” asks for them."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.words = ""
        self.route = "unit-pick"
        self.choices: Any = ()  # set by ModelChoiceField
        self.units: QuerySet[Unit] = Unit.objects.none()

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        found = list(self.units.named(self.words)[: SHOWN + 1]) if self.words else []  # type: ignore[attr-defined]
        context = {
            "name": name,
            "attrs": attrs or {},
            "id": (attrs or {}).get("id", f"id_{name}"),
            "url": reverse(self.route, args=[name]),
            "words": self.words,
            "units": found[:SHOWN],
            "more": len(found) > SHOWN,
            "chosen": self._chosen(value),
        }
        return render_to_string("units/pick.html", context)

    def _chosen(self, value):
        if isinstance(value, Unit):
            return value
        number = str(value or "")
        if not number.isdecimal() or len(number) > 18:
            return None
        return self.units.filter(pk=int(number)).first()


class UnitPickField(forms.ModelChoiceField):
    """Một đơn vị trong nhánh: only units of ``choose_from`` can be found or chosen."""

    widget = UnitPick

    def __init__(self, *, route: str = "unit-pick", **kwargs: Any):
        """``route``: name of the address that answers a search, with the name of the field."""
        super().__init__(Unit.objects.none(), **kwargs)
        self.widget.route = route

    def choose_from(self, units: QuerySet[Unit], typed: Mapping[str, Any], name: str):
        """``typed``: data of the form as it came in, with the words of the search."""
        self.queryset = self.widget.units = units.select_related("kind", "parent")
        self.widget.words = " ".join(str(typed.get(f"{name}_tim") or "").split())[:200]
