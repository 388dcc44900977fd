"""Lời văn của bản nháp có người ký: what the forms of three papers have alike."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from awards.models import Convocation, Decision, Submission
from units.models import Membership

NO_SIGNER = (
    "Chưa có ai ký được: quản trị đơn vị giao vai trò lãnh đạo kèm tư cách ký (người đứng đầu, ký "
    "thay, ký thừa lệnh) ở trang của người đó."
)


class DraftForm(forms.Form):
    """Lời văn, người ký; ``TEXTS``: columns of the draft that the form asks for by name.

    A form that does not ask for one of them of this draft deletes its field.
    """

    TEXTS: ClassVar[tuple[str, ...]]

    seen = forms.IntegerField(widget=forms.HiddenInput)  # the version written on
    signer = forms.ChoiceField(label="Người ký", required=False)

    def __init__(
        self, *args: Any, made: Decision | Submission | Convocation,
        signers: Sequence[Membership], **kwargs: Any,
    ):  # fmt: skip
        kwargs["initial"] = {name: getattr(made, name) for name in self.TEXTS} | {
            "signer": str(made.signer_id or ""),
            "seen": made.version,
        }
        super().__init__(*args, **kwargs)
        self.signers = {str(one.pk): one for one in signers}
        choices = [
            (pk, f"{one.user} – {one.title or one.get_capacity_display()}")
            for pk, one in self.signers.items()
        ]
        self.fields["signer"].choices = [("", "Chưa chọn"), *choices]  # type: ignore[attr-defined]
        if not choices:
            self.fields["signer"].help_text = NO_SIGNER

    @property
    def texts(self) -> list[str]:
        """Of ``TEXTS`` those that are asked for, in their order."""
        return [name for name in self.TEXTS if name in self.fields]

    @property
    def written(self) -> dict[str, Any]:
        """What the acts take."""
        given = self.cleaned_data
        signer = self.signers.get(given["signer"])
        return {name: given[name] for name in self.texts} | {"signer": signer}

    def differing(self, made: Any) -> list[tuple[str, str]]:
        """Where it is not what the draft says now: what is asked for, and what that is."""
        return [
            (str(self[name].label), getattr(made, name))
            for name in self.texts
            if self.cleaned_data.get(name) != getattr(made, name)
        ]
