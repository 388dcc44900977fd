"""Lập khung theo dõi cho kế hoạch đã ban hành từ trước: safe to run any number of times."""

from django.core.management.base import BaseCommand

from campaigns.actions.progress.laying import lay_down
from campaigns.models import Campaign, Plan


class Command(BaseCommand):
    help = (
        "Lập đơn vị tham gia, kỳ báo cáo, chỉ tiêu theo dõi cho các phong trào có kế hoạch đã ban "
        "hành trước khi phần mềm biết theo dõi. Phong trào đã có khung thì để nguyên."
    )

    def handle(self, *args, **options):
        waiting = Campaign.objects.filter(
            plans__status="issued", plans__force="current",
            participations=None, indicators=None, periods=None,
        )  # fmt: skip
        count = 0
        for campaign in waiting.distinct().order_by("pk"):
            plan = Plan.objects.newest_of(campaign)
            if plan is not None and plan.source_date is not None:
                lay_down(plan.pk, by=None, day=plan.source_date)
                count += 1
        self.stdout.write(f"Đã lập khung theo dõi cho {count} phong trào.")
