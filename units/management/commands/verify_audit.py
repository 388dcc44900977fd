"""Kiểm tra nhật ký: the chain from its first link to its last, and its anchors."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from units import anchor_papers, sealing
from units.models import AuditAnchor, AuditEntry, AuditSeal


class Command(BaseCommand):
    help = "Kiểm tra chuỗi niêm của sổ nhật ký. Kết quả 0: nguyên vẹn; 1: có chỗ hỏng."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchors", action="store_true", help="in các neo để cất ở nơi khác"
        )
        parser.add_argument(
            "--kept",
            type=Path,
            metavar="TỆP",
            help="đối chiếu với neo đã cất: tệp chữ, hoặc biên bản niêm ký số (PDF)",
        )

    def handle(self, *, anchors: bool, kept: Path | None, **options):
        if anchors:
            for line in sealing.anchor_lines():
                self.stdout.write(line)
            return
        found = list(sealing.faults(self._anchors_of(kept) if kept else ()))
        for fault in found:
            line = f", dòng {fault.entry_id}" if fault.entry_id else ""
            self.stdout.write(f"Mắt xích {fault.position}{line}: {fault.sentence}")
        sealed, waiting = AuditSeal.objects.count(), AuditEntry.objects.unsealed()
        if found:
            self.stdout.write(f"{len(found)} chỗ hỏng trong {sealed} mắt xích.")
            raise SystemExit(1)
        self.stdout.write(
            f"Nguyên vẹn: {sealed} dòng đã niêm, {waiting.count()} dòng chờ niêm trong "
            "phút tới."
        )

    def _anchors_of(self, file: Path) -> list[AuditAnchor]:
        try:
            content = file.read_bytes()
            if content.startswith(b"%PDF-"):
                kept = anchor_papers.read(content)
                self.stdout.write(kept.said)
                lines = kept.lines
            else:
                lines = content.decode().splitlines()
            return [sealing.read_anchor(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise CommandError(
                f"Không đọc được các neo trong {file}: {error}"
            ) from error
