"""Xác nhận lại trước khi ký: the password of the account in use, and what unlocks its key."""

from django.http import HttpRequest

from reports.forms import PasswordForm
from units import passwords


def is_confirmed(
    request: HttpRequest, form: PasswordForm, *, by_machine: bool = True
) -> bool:
    """What is wrong stands beside its field. ``by_machine``: the key is unlocked here, too."""
    if not form.is_valid():
        return False
    sentence = passwords.why_not(request.user, form.cleaned_data["mat_khau"])
    if sentence:
        form.add_error("mat_khau", sentence)
    if by_machine:
        form.require_unlock()
    return not form.errors
