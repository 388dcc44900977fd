"""Biểu mẫu: what people type of units, accounts and roles."""

from units.forms.account import ChangePasswordForm
from units.forms.signing_in import SignInForm

__all__ = ["ChangePasswordForm", "SignInForm"]
