"""Cơ quan ký niêm: ``anchor_signer [MÃ]``, by whoever runs the installation."""

from django.core.management.base import BaseCommand, CommandError

from reports import queries
from reports.actions import choose_anchor_signer
from reports.models import Certificate
from units.errors import Refused
from units.models import Unit


class Command(BaseCommand):
    help = (
        "Không có MÃ: in cơ quan ký biên bản niêm và các cơ quan chọn được. Có MÃ (mã định "
        "danh): từ nay cơ quan ấy ký."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", metavar="MÃ")

    def handle(self, *args, code, **options):
        if code is None:
            self._list()
            return
        try:
            unit = Unit.objects.get(code=code)
            choose_anchor_signer(unit.pk, by=None)
        except Unit.DoesNotExist as error:
            raise CommandError(f"Không có đơn vị mang mã {code}.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Từ nay {unit} ký biên bản niêm nhật ký.")

    def _list(self):
        signer = queries.anchor_signer()
        said = str(signer.unit) if signer.unit else f"Chưa ký được: {signer.why_not}"
        self.stdout.write(said)
        for seal in Certificate.objects.of_agencies().order_by("unit__path"):
            self.stdout.write(f"  {seal.unit.code}  {seal.unit}")
