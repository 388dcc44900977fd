"""Dán từ Word vào một mục: its lines go below the line in hand; one button takes them out again."""

from typing import Any

from django.http import HttpRequest

from campaigns import actions
from campaigns.actions import LeftLine
from campaigns.content import Line
from campaigns.models import Plan, PlanLine
from campaigns.outline import LineKind
from campaigns.pasting import MOST, pasted_lines
from campaigns.views import reworked
from units.errors import Refused


class PasteActs:
    """What was copied from Word; the lines of the form are saved first."""

    request: HttpRequest
    plan: Plan
    by: Any

    def paste_below(self, key: int) -> int:
        """The last of the new lines. An empty line becomes the first of them."""
        host = self._host(key)
        pieces = list(
            pasted_lines(self.request.POST.get("dan", ""), LineKind(host.kind))
        )
        if not pieces:
            raise Refused("Phần vừa dán không có chữ nào đọc được.")
        if len(pieces) > MOST:
            raise Refused(
                f"Phần vừa dán có {len(pieces)} dòng, nhiều hơn {MOST} dòng một lần. Cả văn bản "
                "thì lập phong trào từ tệp; một phần thì dán từng mục."
            )
        is_empty = not host.text.strip()
        if not is_empty:
            own = Line(kind=LineKind(host.kind), text=host.text, is_title=host.is_title)
            pieces.insert(0, own)
        made = actions.split_line(host.pk, by=self.by, pieces=pieces)
        told = f"Đã dán {len(pieces) - (not is_empty)} dòng, bỏ định dạng Word."
        now = {line.pk: line for line in self.plan.lines.all()}
        reworked.keep(
            self.request.session, self.plan.pk, told, before=[host] if is_empty else [],
            made=made[1:], now=now,
        )  # fmt: skip
        return made[-1].pk

    def undo_paste(self) -> list[LeftLine]:
        """Hoàn tác; what was written in since stays."""
        last = reworked.newest(self.request.session, self.plan.pk)
        if last is None:
            raise Refused("Không còn lần dán nào để hoàn tác.")
        left = actions.rework_lines(
            self.plan.pk, by=self.by, edits=last["back"], gone=last["gone"],
            around=last["around"],
        )  # fmt: skip
        reworked.drop(self.request.session, self.plan.pk)
        return left

    def _host(self, key) -> PlanLine:
        """The line as it is saved now."""
        return self.plan.lines.get(pk=key)
