"""Chọn đơn vị bằng cách gõ: a box to search in, and radio buttons for what was found."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from units.models import Unit, User
from units.models.tree import UnitQuerySet
from units.queries.becoming import dropped, what_became
from units.search import plain_words

SHOWN = 20
LONGEST = 18  # digits of an id
ENDED = "unit-pick-ended"
KEPT = "honouree-unit-pick"
KEPT_ENDED = "honouree-unit-pick-ended"
ANYWHERE = "reports:delivery-unit-pick"  # whom a paper may be sent to

# Which units an address finds as one types: the very ones that a form with it finds with the
# button “Tìm”, and takes. Those that have ended only where a day that has passed may be given.
_OFFERED: dict[str, Callable[[User], UnitQuerySet]] = {
    "unit-pick": lambda user: Unit.objects.administered_by(user).on(),
    "unit-pick-coming": lambda user: Unit.objects.administered_by(user).reaching(
        localdate()
    ),
    ENDED: lambda user: Unit.objects.administered_by(user),
    KEPT: lambda user: Unit.objects.kept_by(user).on(),
    KEPT_ENDED: lambda user: Unit.objects.kept_by(user),
    ANYWHERE: lambda user: Unit.objects.on(),
}


def offered(route: str, user: User) -> UnitQuerySet:
    """Chọn được những đơn vị nào."""
    return _OFFERED[route](user).select_related("kind", "parent", "heir")


def found(units: UnitQuerySet, words: str) -> tuple[list[Unit], bool]:
    """Tìm được, those that go on first; and whether there are more than are shown."""
    some = units.named(words).living_first().select_related("kind", "parent", "heir")
    listed = list(some[: SHOWN + 1])
    return listed[:SHOWN], len(listed) > SHOWN


class UnitPick(forms.Widget):
    """With htmx the results come as one types; without it the button “Tìm” asks for them."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.words = ""
        self.route = "unit-pick"
        self.url = ""  # where a search is answered, if not under ``route``
        self.choices: Any = ()  # set by ModelChoiceField
        self.units: UnitQuerySet = Unit.objects.none()

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        units, more = found(self.units, self.words)
        context = {
            "name": name,
            "attrs": attrs or {},
            "id": (attrs or {}).get("id", f"id_{name}"),
            "url": self.url or reverse(self.route, args=[name]),
            "words": self.words,
            "units": units,
            "more": more,
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
    """Một đơn vị trong nhánh: only what its address finds can be found or chosen."""

    widget = UnitPick

    def __init__(self, *, route: str = "unit-pick", **kwargs: Any):
        """``route``: name of the address that answers a search, with the name of the field."""
        super().__init__(Unit.objects.none(), **kwargs)
        self.widget.route = route

    def choose_for(self, user: User, typed: Mapping[str, Any], name: str) -> None:
        """``typed``: data of the form as it came in, with the words of the search."""
        units = offered(self.widget.route, user)
        self.choose_among(units, user, typed, name)

    def choose_among(
        self, units: UnitQuerySet, user: User, typed: Mapping[str, Any], name: str,
        url: str = "",
    ) -> None:  # fmt: skip
        """Likewise of these units; ``url`` finds them as one types."""
        self.queryset = self.widget.units = units
        self.widget.url = url
        self.widget.words = plain_words(typed.get(f"{name}_tim"))
        self.reader = user

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

    def clean(self, value: Any) -> Any:
        """What was searched for must be what is taken: Enter in the box, or a press of the
        button before anything was picked, would take the unit that stood there before."""
        chosen, words = super().clean(value), self.widget.words
        if words and not self._is_found(chosen, words):
            keep = f" để giữ {chosen}" if chosen else ""
            raise ValidationError(
                f"Đang tìm “{words}” mà chưa chọn đơn vị nào tìm được. Chọn một đơn vị, hoặc xóa "
                f"lời tìm{keep}."
            )
        return chosen

    def _is_found(self, chosen, words):
        return chosen is not None and (
            self.queryset.named(words).filter(pk=chosen.pk).exists()
        )


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
