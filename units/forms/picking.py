"""Chọn đơn vị bằng cách gõ: a box to search in, and radio buttons for what was found."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from units.models import Unit, User
from units.queries.becoming import dropped, what_became

SHOWN = 20
LONGEST = 18  # digits of an id


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
        if not number.isdecimal() or len(number) > LONGEST:
            return None
        return self.units.filter(pk=int(number)).first()


class ToldUnits:
    """Đơn vị đã chọn không còn để chọn: the sentence says what became of it, to who may know."""

    reader: User | None = None

    def what_became(self, chosen: Iterable[Any]) -> list[str]:
        """A sentence for each of these ids of which something is known."""
        if self.reader is None:
            return []
        numbers = (str(one) for one in chosen)
        ids = [
            int(one)
            for one in numbers
            if one.isascii() and one.isdecimal() and len(one) <= LONGEST
        ]
        seen = Unit.objects.administered_by(self.reader).in_bulk(ids)
        told = (
            what_became(seen[pk]) if pk in seen else dropped(pk, self.reader)
            for pk in ids
        )
        return [sentence for sentence in told if sentence]


class UnitPickField(ToldUnits, forms.ModelChoiceField):
    """Một đơn vị trong nhánh: only units of ``choose_from`` can be found or chosen."""

    widget = UnitPick

    def __init__(self, *, route: str = "unit-pick", **kwargs: Any):
        """``route``: name of the address that answers a search, with the name of the field."""
        super().__init__(Unit.objects.none(), **kwargs)
        self.widget.route = route

    def choose_from(
        self, units: QuerySet[Unit], typed: Mapping[str, Any], name: str, reader: User
    ):
        """``typed``: data of the form as it came in, with the words of the search."""
        self.queryset = self.widget.units = units.select_related("kind", "parent")
        self.widget.words = " ".join(str(typed.get(f"{name}_tim") or "").split())[:200]
        self.reader = reader

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            told = self.what_became([value])
            if not told:
                raise
            raise ValidationError(
                [f"{one} Chọn đơn vị khác." for one in told]
            ) from None


class UnitsField(ToldUnits, forms.TypedMultipleChoiceField):
    """Nhiều đơn vị, by id, to be ticked."""

    def __init__(self, **kwargs: Any):
        super().__init__(coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: Any) -> None:
        try:
            super().validate(value)
        except ValidationError as error:
            if error.code != "invalid_choice":
                raise
            gone = [one for one in value if not self.valid_value(one)]
            told = self.what_became(gone)
            if not told:
                raise
            raise ValidationError(told) from None
