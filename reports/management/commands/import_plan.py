"""``manage.py import_plan TỆP``: đọc kế hoạch; in ra, dựng thành văn bản hoặc lập phong trào."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from campaigns import revising
from campaigns.actions import create_campaign_from_content
from campaigns.reading import Reading, Unreadable, read_file
from campaigns.reading.language import key
from campaigns.reading.limits import check_size
from units.errors import Refused
from units.models import Membership

REFUSED = 2


class Command(BaseCommand):
    """Bad input gives one line on standard error and exit status 2; nothing is stored."""

    help = "Đọc kế hoạch từ tệp .docx, .pdf, .txt, .html, .doc."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument(
            "--json", action="store_true", help="in ra những gì đã hiểu"
        )
        parser.add_argument(
            "--pdf", type=Path, metavar="TỆP", help="dựng văn bản PDF, chưa ký"
        )
        parser.add_argument(
            "--docx", type=Path, metavar="TỆP", help="dựng văn bản Word, chưa ký"
        )
        parser.add_argument("--by", metavar="TÊN", help="tài khoản lập phong trào")
        parser.add_argument(
            "--host", metavar="MÃ", help="đơn vị phát động (mã hoặc tên)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = _read(options["file"])
            self._answer(reading, options)
        except (Unreadable, Refused) as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except DatabaseError as error:
            raise CommandError(
                "Cơ sở dữ liệu chưa sẵn sàng để lập phong trào;"
                " hãy chạy manage.py migrate, hoặc dùng --json, --pdf, --docx.",
                returncode=REFUSED,
            ) from error

    def _answer(self, reading: Reading, options: dict[str, Any]) -> None:
        if options["json"]:
            text = json.dumps(reading.as_json(), ensure_ascii=False, indent=2)
            sys.stdout.buffer.write(text.encode() + b"\n")
            sys.stdout.flush()
        if options["pdf"]:
            # WeasyPrint is slow to load and only this branch needs it.
            from reports.rendering import render_plan  # noqa: PLC0415 loads the engine

            _write(options["pdf"], render_plan(reading.content).pdf)
        if options["docx"]:
            from reports.word import write_docx  # noqa: PLC0415 only this branch needs it

            _write(options["docx"], write_docx(reading.content))
        if not (options["json"] or options["pdf"] or options["docx"]):
            self._create(reading, options)

    def _create(self, reading: Reading, options: dict[str, Any]) -> None:
        """Lập phong trào, in the name of an officer of the host."""
        officer = _officer(reading, options["by"], options["host"])
        plan = create_campaign_from_content(
            by=officer.user,
            host_id=officer.unit.pk,
            content=reading.content,
            remarks=revising.left_over(revising.begin(reading)),
        )
        for warning in reading.warnings:
            self.stderr.write(warning)
        self.stdout.write(
            f"Đã lập phong trào số {plan.campaign_id}: {plan.title}"
            f" ({officer.unit}, {officer.user.username})."
        )


def _read(path: Path) -> Reading:
    try:
        check_size(path.stat().st_size)
        return read_file(path.name, path.read_bytes())
    except OSError as error:
        raise Unreadable(
            f"Không mở được tệp “{path}”; hãy kiểm tra tên và quyền đọc tệp."
        ) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Refused(
            f"Không ghi được tệp “{path}”; hãy kiểm tra thư mục và quyền ghi."
        ) from error


def _officer(reading: Reading, name: str | None, code: str | None) -> Membership:
    """Who drafts it, and where: as named, else an officer of the agency that the paper
    names, else the first officer there is."""
    officers = Membership.objects.on().filter(role=Membership.Role.OFFICER)
    officers = officers.filter(user__is_active=True).select_related("user", "unit")
    if name:
        officers = officers.filter(user__username=name)
    if code:
        officers = officers.filter(unit__code=code)
    found = [o for o in officers.order_by("pk") if o.unit.issues_papers]
    if not found:
        raise Refused(
            "Không có cán bộ soạn thảo nào để lập phong trào; hãy chỉ rõ --by và --host."
        )
    wanted = key(reading.content.letterhead.authority)
    named = (
        o
        for o in found
        if wanted and wanted in (key(o.unit.letterhead), key(o.unit.name))
    )
    return next(named, found[0])
