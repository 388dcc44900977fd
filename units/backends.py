"""Đăng nhập: who is let in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class AccountBackend(ModelBackend):
    """Tài khoản đang dùng; those of a demonstration only while demonstration mode is on.

    Their names are known to everybody, so a database that once served a demonstration must
    not let them in, nor keep their sessions, when the site is run for real.
    """

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and (
            settings.DEMO or not user.is_demonstration
        )
