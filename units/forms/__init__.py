"""Biểu mẫu: what people type of units, accounts and roles."""

from units.forms.signing_in import ChangePasswordForm, SignInForm

__all__ = ["ChangePasswordForm", "SignInForm"]
