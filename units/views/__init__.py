"""Màn hình của units: sign-in and guide for everybody, the rest for administrators."""

from units.views.signing_in import OVER, csrf_failure, session_over

__all__ = ["OVER", "csrf_failure", "session_over"]
