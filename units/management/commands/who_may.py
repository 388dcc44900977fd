from django.core.management.base import BaseCommand

from units import who_may


class Command(BaseCommand):
    help = "In tài liệu “Ai được làm gì” (Markdown) từ bảng quyền của phần mềm."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        self.stdout.write(who_may.document(), ending="")
