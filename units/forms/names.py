"""Họ tên viết toàn chữ thường, toàn chữ hoa: the usual writing is offered, not put in silently."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from units.vietnamese import stored, usual_name

# The two buttons below the box: write it the usual way; keep the very name that is sent along.
USE, KEEP = "viet-hoa", "giu-ten"


class NameInput(forms.TextInput):
    """The box; below it the offer, or what was kept once and is not asked about again."""

    offer = typed = kept = ""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        context = {
            "box": super().render(name, value, attrs, renderer),
            "offer": self.offer,
            "typed": self.typed,
            "kept": self.kept,
        }
        return render_to_string("units/name_input.html", context)


class OffersName(forms.Form):
    """A form with the name of a person in the box ``named``.

    A name that is new and all of one case comes back once with the two ways to write it; one
    that was kept so before is only offered the usual way.
    """

    named = "full_name"
    offers = True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = stored(str(self.data.get(self.named, ""))).strip()
        if USE in self.data and usual_name(typed):
            sent: Any = self.data
            self.data = sent.copy()
            self.data[self.named] = usual_name(typed)  # type: ignore[index]
        if not self.is_bound and self.offers:
            self._offer(str(self.initial.get(self.named, "")))

    def clean(self):
        given = super().clean()
        name = (given or {}).get(self.named, "")
        if not self.offers or not usual_name(name):
            return given
        if name == self.data.get(KEEP):
            self._box.kept = name
            return given
        self._offer(name)
        if name != self.initial.get(self.named):
            case = "hoa" if name.isupper() else "thường"
            self.add_error(
                self.named,
                f"Họ tên đang viết toàn chữ {case}. Chọn một cách viết dưới ô này.",
            )
        return given

    @property
    def _box(self) -> NameInput:
        return self.fields[self.named].widget  # type: ignore[return-value]

    def _offer(self, name):
        self._box.offer, self._box.typed = usual_name(name), name
