"""Đặt lại mật khẩu: ``reset_password USER --by ADMINISTRATOR`` for somebody who forgot theirs."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from units import actions, passwords
from units.models import User


class Command(BaseCommand):
    help = "Đặt mật khẩu mới cho một tài khoản và in ra; phiên đang mở của tài khoản đó kết thúc."

    def add_arguments(self, parser):
        parser.add_argument("user", metavar="TÀI-KHOẢN", help="tài khoản quên mật khẩu")
        parser.add_argument(
            "--by", required=True, metavar="TÊN", help="tài khoản quản trị thực hiện"
        )

    def handle(self, *args, **options):
        word = passwords.drawn()
        try:
            user = User.objects.get(username=options["user"].lower())
            by = User.objects.get(username=options["by"].lower())
            actions.set_password(user.pk, by=by, password=word)
        except User.DoesNotExist as error:
            raise CommandError("Không có tài khoản mang tên đó.") from error
        except PermissionDenied as error:
            raise CommandError(
                f"{options['by']} không quản trị mọi đơn vị mà {options['user']} đang giữ vai trò."
            ) from error
        self.stdout.write(f"{user.username}\t{word}")
