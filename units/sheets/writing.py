"""Ghi bảng: the template, what there is now in the same columns, and a result with its reasons.

All three can be filled in and sent back. Text is never taken for a formula or a link, whatever
it begins with.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from units.sheets.columns import EMPTY, EXAMPLE, RESULT, Layout

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The words that a cell may hold, by the name of the list in ``Column.choices``.
Choices = Mapping[str, Sequence[str]]
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_HEAD = _FONT | {
    "bold": True, "border": 1, "bg_color": "#E8EEF7", "text_wrap": True, "valign": "vcenter",
}  # fmt: skip
_MUST = _HEAD | {"bg_color": "#FBE9C6"}
_CELL = _FONT | {"valign": "top", "text_wrap": True, "num_format": "@"}
_LISTS = "Danh mục"
_FREE = 2_000  # empty rows below that offer the lists


def template(layout: Layout, choices: Choices) -> bytes:
    """Mẫu để điền: the headings, one example and the lists."""
    first = layout.columns[0]
    example = [
        f"{EXAMPLE}: {column.example}" if column is first else column.example
        for column in layout.columns
    ]
    return _workbook(layout, choices, [example], grey=True)


def filled(
    layout: Layout, choices: Choices, records: Iterable[Mapping[str, str]]
) -> bytes:
    """Dữ liệu hiện có in the columns of the template, to be corrected and sent back."""
    rows = [
        [record.get(column.key, "") for column in layout.columns] for record in records
    ]
    return _workbook(layout, choices, rows)


def result(
    headings: Sequence[str], rows: Iterable[tuple[Sequence[str], str, bool]]
) -> bytes:
    """The rows as they were sent, and what came of each in a last column.

    ``rows``: cells, the words for the last column, whether they are a refusal.
    """
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kết quả nhập")
        head, text = book.add_format(_HEAD), book.add_format(_CELL)
        bad = book.add_format(_CELL | {"font_color": "#9B1C1C", "bold": True})
        last = len(headings)
        for at, heading in enumerate([*headings, RESULT]):
            sheet.write_string(0, at, heading, head)
        sheet.set_column(0, last - 1, 20, text)
        sheet.set_column(last, last, 70, text)
        for number, (cells, words, refused) in enumerate(rows, start=1):
            for at, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, at, cell, text)
            sheet.write_string(number, last, words, bad if refused else text)
        sheet.freeze_panes(1, 1)
    return kept.getvalue()


def _workbook(layout, choices, rows, *, grey=False):
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet(layout.title[:31])
        head, must = book.add_format(_HEAD), book.add_format(_MUST)
        text = book.add_format(_CELL)
        shown = book.add_format(_CELL | {"italic": True, "font_color": "#5F6B7A"})
        sheet.set_row(0, 32)
        for at, column in enumerate(layout.columns):
            # As text: a code like 0010 keeps its zeros, a day stays as it was typed.
            sheet.set_column(at, at, column.width, text)
            label = f"{column.label} (*)" if column.required else column.label
            sheet.write_string(0, at, label, must if column.required else head)
        for number, cells in enumerate(rows, start=1):
            for at, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, at, cell, shown if grey else text)
        sheet.freeze_panes(1, 1)
        _explain(book, layout)
        _lists(book, sheet, layout, choices, len(rows) + _FREE)
    return kept.getvalue()


def _explain(book, layout):
    sheet = book.add_worksheet("Giải thích")
    head, text = book.add_format(_HEAD), book.add_format(_CELL)
    for at, (heading, width) in enumerate(
        (("Cột", 30), ("Bắt buộc", 24), ("Cách ghi", 80), (EXAMPLE, 24))
    ):
        sheet.set_column(at, at, width, text)
        sheet.write_string(0, at, heading, head)
    for number, column in enumerate(layout.columns, start=1):
        for at, words in enumerate(
            (
                column.label,
                column.when or ("dòng mới" if column.required else ""),
                column.explain,
                column.example,
            )
        ):
            sheet.write_string(number, at, words, text)
    notes = (
        "Không đổi tiêu đề thì không phải ghép cột; thứ tự cột tùy ý, cột không cần thì xóa.",
        "Ô để trống ở dòng của đơn vị, tài khoản đã có: giữ nguyên. Muốn bỏ chữ đang có thì ghi "
        f"{EMPTY}.",
        f"Dòng bắt đầu bằng “{EXAMPLE}” được bỏ qua.",
        "Không dùng công thức, liên kết, macro: tệp có những thứ đó không được nhận.",
    )
    for number, words in enumerate(notes, start=len(layout.columns) + 2):
        sheet.merge_range(number, 0, number, 3, "", text)
        sheet.write_string(number, 0, words, text)
    sheet.freeze_panes(1, 0)


def _lists(book, sheet, layout, choices, last):
    """Drop-down lists of the words, from a sheet of their own."""
    named = [column for column in layout.columns if column.choices]
    if not named:
        return
    page = book.add_worksheet(_LISTS)
    head, text = book.add_format(_HEAD), book.add_format(_CELL)
    for at, column in enumerate(named):
        words = list(choices[column.choices])
        if not column.required:
            words.append(EMPTY)
        page.set_column(at, at, 34, text)
        page.write_string(0, at, column.label, head)
        for number, word in enumerate(words, start=1):
            page.write_string(number, at, word, text)
        letter = chr(ord("A") + at)
        where = layout.columns.index(column)
        sheet.data_validation(
            1, where, last, where,
            {
                "validate": "list",
                "source": f"='{_LISTS}'!${letter}$2:${letter}${len(words) + 1}",
                "input_title": column.label[:32],
                "input_message": "Chọn trong danh sách.",
                "error_title": column.label[:32],
                "error_message": "Chỉ ghi từ có trong danh sách.",
            },
        )  # fmt: skip
    page.freeze_panes(1, 0)
