"""Định thời hạn lưu, thời hạn dùng: a dated row, never a number in code."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from units.actions import set_term
from units.errors import Refused
from units.fields import parse_date
from units.models import Term
from units.wording import vn_date


class Command(BaseCommand):
    help = "Không có tham số: in các thời hạn. MÃ SỐ: định thời hạn mới từ một ngày."

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", choices=Term.Code.values, metavar="MÃ")
        parser.add_argument("value", nargs="?", type=int, metavar="SỐ")
        parser.add_argument(
            "--from", dest="start", metavar="NGÀY", help="dd/mm/yyyy; mặc định hôm nay"
        )
        parser.add_argument("--basis", default="", metavar="CĂN CỨ")

    def handle(self, *, code, value, start, basis, **options):
        if code is None:
            for term in Term.objects.all():
                until = f" đến {vn_date(term.valid_to)}" if term.valid_to else ""
                self.stdout.write(
                    f"{term.code}: {term.get_code_display()} {term.value}, từ "
                    f"{vn_date(term.valid_from)}{until}. {term.basis}".rstrip()
                )
            return
        day = parse_date(start) if start else localdate()
        if value is None or day is None:
            raise CommandError("Cần cả mã và số; ngày ghi dạng dd/mm/yyyy.")
        try:
            term = set_term(code, value, by=None, valid_from=day, basis=basis)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{term}, từ {vn_date(term.valid_from)}")
