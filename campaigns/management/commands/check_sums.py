"""Đối chiếu số đã giữ: 0 when all is right, 1 when something differs."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from campaigns import keeping, proving
from campaigns.actions.progress.receiving import renew_allocations
from campaigns.models import Allocation, Campaign, SumMark


class Command(BaseCommand):
    help = (
        "Đối chiếu kết quả của đơn vị, số tổng của phong trào với các báo cáo đã tiếp nhận. "
        "Mỗi đêm phần mềm tự làm với các phong trào đang chạy và ghi lỗi vào nhật ký máy chủ."
    )

    def add_arguments(self, parser):
        parser.add_argument("campaign", nargs="*", type=int, help="số của phong trào")
        parser.add_argument(
            "--mend", action="store_true", help="tính lại những chỗ lệch"
        )

    def handle(self, *args, campaign: list[int], mend: bool, **options):
        chosen = Campaign.objects.filter(pk__in=campaign) if campaign else None
        wrong = 0
        for one in (Campaign.objects.all() if chosen is None else chosen).order_by(
            "pk"
        ):
            found = proving.differences(one)
            wrong += len(found)
            for difference in found:
                self.stdout.write(f"{one.pk} {one}: {difference}")
            if found and mend:
                self._mend(one)
        if wrong and not mend:
            raise CommandError(f"{wrong} chỗ lệch. Chạy lại với --mend để tính lại.")
        self.stdout.write(f"{wrong} chỗ lệch{', đã tính lại' if wrong else ''}.")

    def _mend(self, campaign: Campaign) -> None:
        with transaction.atomic():
            renew_allocations(
                list(Allocation.objects.living().filter(campaign=campaign))
            )
            SumMark.objects.create(campaign=campaign)
        keeping.keep(campaign.pk)
