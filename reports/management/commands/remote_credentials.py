"""Chứng thư số ở dịch vụ ký số từ xa: their names, for ``register_certificate --remote``."""

from django.core.management.base import BaseCommand, CommandError

from reports import signing
from reports.errors import SignerUnavailable, SigningRefused


class Command(BaseCommand):
    help = "Kể các chứng thư số mà dịch vụ ký số từ xa (CSC_URL) cho hệ thống này dùng."

    def add_arguments(self, parser):
        parser.add_argument(
            "--user-id", default="", metavar="MÃ", help="mã người dùng ở dịch vụ"
        )

    def handle(self, *args, **options):
        try:
            for name in signing.remote_credentials(options["user_id"]):
                info, asks = signing.describe_remote(name)
                typed = ", ".join(filter(None, (asks.pin, asks.otp))) or "không hỏi gì"
                until = f"{info.valid_to:%d/%m/%Y}"
                self.stdout.write(f"{name}\t{info.common_name}\t{until}\t{typed}")
        except (SigningRefused, SignerUnavailable, signing.KeysNotHere) as error:
            raise CommandError(str(error)) from error
