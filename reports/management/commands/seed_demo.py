"""Trang trình diễn: ``seed_demo``, safe to run any number of times."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from reports.demo import (
    amended,
    anchors,
    answering,
    councils,
    decided,
    desk,
    diplomas,
    months,
    pacts,
    proposals,
    settling,
    showing,
    talk,
    traces,
)
from units.models import Membership


class Command(BaseCommand):
    help = "Lập cơ quan, tài khoản và năm phong trào trình diễn; chờ worker ký xong."

    def add_arguments(self, parser):
        parser.add_argument(
            "--wait",
            type=float,
            default=240,
            metavar="GIÂY",
            help="chờ worker tối đa bấy nhiêu giây kể từ tin cuối cùng (mặc định 240)",
        )

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "Dữ liệu trình diễn chỉ lập được khi chạy với THIDUA_DEMO=1 (make demo)."
            )
        self._tell("Lập cơ quan, tài khoản, sổ văn bản, chứng thư số trình diễn")
        settling.settle()
        self._tell("Lập phong trào, trình duyệt, ký số, cấp số, đóng dấu")
        try:
            showing.show(self._tell, options["wait"])
            amended.amend(self._tell, options["wait"])
            traces.leave()
            talk.leave()
            answering.answer()
            desk.leave()
            councils.sit()
            self._tell("Ghi báo cáo, mô hình của những tháng đã qua")
            call_command("lay_down_frames", stdout=self.stdout)
            months.pass_by()
            proposals.put_forward()
            self._tell("Họp Hội đồng, ban hành quyết định khen thưởng")
            decided.decide(self._tell, options["wait"])
            diplomas.give(self._tell, options["wait"])
            self._tell("Ký giao ước của cụm thi đua")
            pacts.sign(self._tell, options["wait"])
            self._tell("Niêm nhật ký, ký biên bản niêm")
            anchors.seal(self._tell, options["wait"])
        except showing.ShowFailed as failure:
            raise CommandError(str(failure)) from failure
        self._tell_accounts()

    def _tell_accounts(self):
        word, _ = settling.password()
        self._tell(f"\nTrang trình diễn: {settings.PUBLIC_URL}")
        self._tell(f"Mật khẩu chung của mọi tài khoản dưới đây: {word}\n")
        accounts = (
            Membership.objects.on()
            .filter(user__is_demonstration=True)
            .select_related("user", "unit")
            .order_by("pk")
        )
        # The ward where everybody may try everything comes first.
        ward = [a for a in accounts if "." not in a.user.username]
        for account in [*ward, *(a for a in accounts if a not in ward)]:
            self._tell(
                f"  {account.user.username:<18} {account.user.full_name:<20} "
                f"{account.get_role_display()}, {account.unit}"
            )
        self._tell("")

    def _tell(self, line):
        self.stdout.write(line)
        self.stdout.flush()
