"""Làm lại việc đã thôi thử: ``resume_work [MÃ]``."""

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from reports import attempts, previews, tasks
from reports.models import Attempt

AGAIN = {
    "render": "người ký bấm “Ký lại” trên trang của văn bản.",
    "sign": "người ký bấm “Ký lại” trên trang của văn bản.",
    "seal": "sẽ đóng dấu lại trong khoảng một phút.",
    "copy": "sẽ ký lại bản sao trong khoảng năm phút.",
    "archive": "sẽ làm lại đêm nay.",
    "renew": "sẽ làm lại đêm nay.",
    "examine": "sẽ làm lại khi có người mở trang của văn bản.",
    "anchor-render": "sẽ lập lại trong khoảng một giờ.",
    "anchor-sign": "sẽ ký lại trong khoảng một giờ.",
    "pact-render": "đơn vị trưởng, thư ký Hội đồng bỏ bản ký ấy rồi lập bản khác.",
    "pact-sign": "người ký bấm “Ký” lần nữa trên trang của bản giao ước, biên bản.",
    "pact-archive": "sẽ làm lại đêm nay.",
    "preview": "sẽ dàn trang lại khi có người mở bản xem trước.",
}


class Command(BaseCommand):
    help = (
        "Việc làm máy chủ dừng đột ngột ba lần liền thì hệ thống thôi thử. Không có MÃ: liệt kê "
        "những việc ấy. Có MÃ (mã hiện trên trang và trong nhật ký): thử lại việc ấy từ đầu."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", metavar="MÃ")

    def handle(self, *args, code, **options):
        if code is None:
            self._list()
            return
        work = Attempt.objects.given_up().filter(code=code.upper()).first()
        if work is None:
            raise CommandError(f"Không có việc nào đã thôi thử mang mã {code}.")
        attempts.forgive(work.work)
        kind, _, key = work.work.partition(":")
        if kind == "seal":
            cache.delete(f"requeued:{key}")
            tasks.wake(tasks.requeue_waiting_documents)
        elif kind == "preview":
            previews.forget(key)
        self.stdout.write(f"{work.work}: {AGAIN[kind]}")

    def _list(self):
        found = list(Attempt.objects.given_up())
        if not found:
            self.stdout.write("Không có việc nào đã thôi thử.")
        for line in found:
            when = localtime(line.last_at)
            self.stdout.write(
                f"{line.code}  {line.work}  {line.begun} lần, {when:%H:%M %d/%m/%Y}"
            )
