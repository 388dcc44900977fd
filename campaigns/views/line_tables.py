"""Bảng trong kế hoạch: rows and columns added and taken out, cells filled from a copied table."""

from typing import Any

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.actions.locking import LINE_GONE
from campaigns.cells import even_cells, table_text
from campaigns.fingerprint import fingerprint
from campaigns.models import Plan
from campaigns.outline import LineKind
from campaigns.views.posted import MOST_COLUMNS, PostedLines, clean
from units.errors import Refused

type Cells = list[list[str]]

# Bảng thường dùng: the first row names the columns; the reader of files knows these names.
STARTERS = {
    "chi-tieu": ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thời hạn"),
    "nhiem-vu": ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"),
}
STARTER_ROWS = 3


class TableActs:
    """Buttons of a table; its cells are saved first, like with every other button."""

    posted: PostedLines
    plan: Plan
    by: Any

    def new_table(self, after: int) -> int:
        """Thêm bảng chỉ tiêu, bảng nhiệm vụ below a line; the new line."""
        name = self.posted.arguments[0] if self.posted.arguments else ""
        if name not in STARTERS:
            raise Refused("Chọn bảng chỉ tiêu hoặc bảng nhiệm vụ.")
        heads = STARTERS[name]
        rows = [heads] + [
            (str(n), *[""] * (len(heads) - 1)) for n in range(1, STARTER_ROWS + 1)
        ]
        text = table_text(rows)
        line = actions.insert_line(
            self.plan.pk, by=self.by, after=after, kind=LineKind.TABLE.value, text=text
        )
        return line.pk

    def add_row(self) -> str:
        """Thêm hàng below one; the control that has the focus then."""
        at = self._at() + 1
        self._change(lambda rows: [*rows[:at], [""] * len(rows[0]), *rows[at:]])
        return f"o-{at}-0"

    def drop_row(self) -> str:
        """Bỏ hàng; the first names the columns and stays."""
        at = self._at()
        if at == 0:
            raise Refused("Hàng đầu là tên các cột; muốn bỏ cả bảng thì xóa dòng.")
        self._change(lambda rows: rows[:at] + rows[at + 1 :])
        return f"o-{at - 1}-0"

    def add_column(self) -> str:
        """Thêm cột to the right of one."""
        at = self._at() + 1

        def widened(rows):
            if len(rows[0]) >= MOST_COLUMNS:
                raise Refused(f"Bảng có nhiều nhất {MOST_COLUMNS} cột.")
            return [[*row[:at], "", *row[at:]] for row in rows]

        self._change(widened)
        return f"o-0-{at}"

    def drop_column(self) -> str:
        """Bỏ cột."""
        at = self._at()

        def narrowed(rows):
            if len(rows[0]) < 2:
                raise Refused("Bảng còn một cột; muốn bỏ cả bảng thì xóa dòng.")
            return [row[:at] + row[at + 1 :] for row in rows]

        self._change(narrowed)
        return f"o-0-{max(at - 1, 0)}"

    def fill_cells(self, text: str) -> str:
        """Dán nhiều ô: from one cell to the right and down; the table grows where it has to."""
        row, column = (self.posted.number(place) or 0 for place in (0, 1))
        copied = [line.split("\t") for line in clean(text).rstrip("\n").split("\n")]

        def filled(rows):
            width = max(len(rows[0]), column + max(map(len, copied)))
            if width > MOST_COLUMNS:
                raise Refused(f"Bảng có nhiều nhất {MOST_COLUMNS} cột.")
            height = max(len(rows), row + len(copied))
            whole = [line + [""] * (width - len(line)) for line in rows]
            whole += [[""] * width for _ in range(height - len(whole))]
            for down, cells in enumerate(copied):
                for right, cell in enumerate(cells):
                    whole[row + down][column + right] = " ".join(cell.split())
            return whole

        self._change(filled)
        return f"o-{row}-{column}"

    def _at(self):
        """Which row or column the button stands at."""
        return self.posted.number(0) or 0

    def _change(self, change):
        line = self.plan.lines.filter(pk=self.posted.line, kind=LineKind.TABLE).first()
        if line is None:
            raise Refused(LINE_GONE)
        text = table_text(change(even_cells(line.text)))
        edit = LineEdit(
            pk=line.pk, kind=line.kind, text=text, seen=fingerprint(line), marker=line.marker,
            is_title=line.is_title,
        )  # fmt: skip
        actions.save_lines(self.plan.pk, by=self.by, edits=[edit])
