"""Họ tên viết toàn chữ thường, toàn chữ hoa: the usual writing is offered, not put in silently."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from units.vietnamese import stored, usual_name

# The two buttons below the box: write it the usual way, and stay on the form; keep the very name
# that is sent along, and go on.
USE, KEEP = "viet-hoa", "giu-ten"


class NameInput(forms.TextInput):
    """The box; below it the offer, or what was kept once and is not asked about again."""

    offer = typed = kept = ""
    is_rewritten = False

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        context = {
            "box": super().render(name, value, attrs, renderer),
            "offer": self.offer,
            "typed": self.typed,
            "kept": self.kept,
            "is_rewritten": self.is_rewritten,
        }
        return render_to_string("units/name_input.html", context)


class OffersName(forms.Form):
    """A form with the name of a person in the box ``named``.

    A name that is new and all of one case comes back once with the two ways to write it; one
    that was kept so before is only offered the usual way.
    """

    named = "full_name"
    offers = True

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any):
        # To write the name is not to save yet: the form comes back with all that was typed.
        self.is_rewritten = USE in (data or {})
        if self.is_rewritten:
            kwargs["initial"] = (kwargs.get("initial") or {}) | self._rewritten(data)
            data = None
        super().__init__(data, *args, **kwargs)
        self._box.is_rewritten = self.is_rewritten
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

    def _rewritten(self, data):
        typed = stored(str(data.get(self.named, ""))).strip()
        return dict(data.items()) | {self.named: usual_name(typed) or typed}

    @property
    def _box(self) -> NameInput:
        return self.fields[self.named].widget  # type: ignore[return-value]

    def _offer(self, name):
        self._box.offer, self._box.typed = usual_name(name), name
