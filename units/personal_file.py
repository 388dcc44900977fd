"""Tệp dữ liệu cá nhân: all that is kept about one person, to be handed to that person.

An Excel file: readable by everybody, and by a programme. Each sheet says for what and on
what ground its class of data is kept, and until when.
"""

import io
from collections.abc import Iterable

from django.utils.timezone import localtime

from units.models import Access, Honouree, PersonalChange, Position
from units.queries import honourees as queries
from units.wording import vn_date, vn_datetime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (34, 60, 24, 24)
Table = tuple[tuple[str, ...], Iterable[tuple[str, ...]]]


def name_of(honouree: Honouree) -> str:
    """ "du-lieu-ca-nhan-17.xlsx": the name of nobody stands in a file's name."""
    return f"du-lieu-ca-nhan-{honouree.pk}.xlsx"


def write(honouree: Honouree) -> bytes:
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = io.BytesIO()
    with xlsxwriter.Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False}
    ) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for title, (head, rows) in tables(honouree).items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, head, heading)
            for column, width in enumerate(_WIDTHS[: len(head)]):
                sheet.set_column(column, column, width, plain)
            for number, row in enumerate(rows, 1):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text, plain)
    return kept.getvalue()


def tables(honouree: Honouree) -> dict[str, Table]:
    """Sheets of the file: name → (headings, rows)."""
    return {
        "Thông tin": (("Mục", "Nội dung"), _facts(honouree)),
        "Chức vụ, đơn vị": (
            ("Chức vụ", "Đơn vị", "Từ ngày", "Đến hết ngày"),
            [
                (row.title, str(row.unit), vn_date(row.valid_from), vn_date(row.valid_to))
                for row in Position.objects.of(honouree)
            ]
            + [
                (f"{row.title} (theo bản ghi đã gộp số {row.honouree_id})".strip(),
                 str(row.unit), vn_date(row.valid_from), vn_date(row.valid_to))
                for row in queries.laid_aside(honouree)
            ],
        ),
        "Thành viên hộ": (
            ("Họ và tên", "Quan hệ với chủ hộ"),
            [(row.full_name, row.relation) for row in honouree.members.all()],
        ),
        "Đã sửa": (
            ("Lúc", "Mục", "Trước", "Sau"),
            [
                (vn_datetime(row.entry.at), _label(row.field), row.before, row.after)
                for row in PersonalChange.objects.filter(
                    honouree=honouree
                ).select_related("entry")
            ],
        ),
        "Ai đã xem": (
            ("Lúc", "Việc", "Đơn vị của người xem"),
            [
                (
                    vn_datetime(localtime(row.at)),
                    row.get_what_display(),
                    str(row.held_in or "—"),
                )
                for row in Access.objects.filter(
                    subject=Honouree._meta.label, subject_id=honouree.pk
                ).select_related("held_in")
            ],
        ),
        "Mục đích, thời hạn": (
            ("Loại dữ liệu", "Mục đích và căn cứ", "Giữ đến hết ngày"),
            [
                (
                    one.rule.get_code_display(),
                    f"{one.rule.purpose} Căn cứ: {one.rule.basis}.",
                    vn_date(one.last_day)
                    or f"{one.rule.keep_months} tháng sau khi thôi",
                )
                for one in queries.terms(honouree)
            ],
        ),
    }  # fmt: skip


def _facts(honouree):
    yield "Loại đối tượng", honouree.get_kind_display()
    yield "Họ tên, tên gọi", honouree.name
    if honouree.kind == Honouree.Kind.INDIVIDUAL:
        born = vn_date(honouree.birth_date) or str(honouree.birth_year or "")
        yield "Ngày sinh, năm sinh", born
        yield "Giới tính", honouree.get_gender_display()
        tail = honouree.identity_tail
        yield (
            "Số định danh",
            f"không lưu; 3 số cuối {tail}" if tail else "không lưu",
        )
        yield "Tài khoản", honouree.account.username if honouree.account else ""
    yield "Đơn vị", str(honouree.unit)
    yield "Tình trạng", honouree.get_status_display()
    if honouree.left_on:
        yield (
            "Thôi",
            f"{vn_date(honouree.left_on)}, {honouree.get_left_because_display()}",
        )


def _label(name):
    if name == "identity_tail":
        return "Số định danh (3 số cuối)"
    return str(Honouree._meta.get_field(name).verbose_name).capitalize()
