"""Giới hạn của việc đọc: sizes beyond which a file is refused, and the words for it."""

from campaigns.reading.errors import Unreadable

LARGEST_FILE = 30 * 2**20  # bytes, as uploaded
LARGEST_PART = 40 * 2**20  # bytes, one inflated part of a Word file
LARGEST_WHOLE = 200 * 2**20  # bytes, all parts of a Word file as declared
MOST_PARTS = 3_000  # files inside a Word file
LARGEST_TEXT = 1_000_000  # characters of text taken from any file
MOST_LINES = 5_000  # lines (paragraphs, table rows) of one plan
MOST_PAGES = 300  # pages of a PDF
CHILD_SECONDS = 20  # processor time of the PDF reader
CHILD_MEMORY = 1_500 * 2**20  # bytes of address space of the PDF reader
CONVERTER_SECONDS = 60  # wall time of the .doc converter
CONVERTER_PROCESSOR = 45  # processor seconds of the .doc converter
CONVERTER_MEMORY = 1_500 * 2**20  # bytes of address space of the .doc converter
# What somebody waits for: beyond these a reading is left to a worker.
QUICK_SECONDS = 2  # processor time of the PDF reader
QUICK_BLOCKS = 1_000  # paragraphs and tables
QUICK_BYTES = 2 * 2**20  # of a text, a web page or the main part of a Word file


def check_size(size: int) -> None:
    """Refuse a file of ``size`` bytes before it is read. Raises ``Unreadable``."""
    if size > LARGEST_FILE:
        raise Unreadable(
            f"Tệp quá lớn ({size / 2**20:.0f} MB); hãy dùng tệp không quá"
            f" {LARGEST_FILE // 2**20} MB, bỏ bớt ảnh hoặc tách phụ lục ra tệp riêng."
        )
    if size == 0:
        raise Unreadable("Tệp rỗng, không có nội dung; hãy chọn lại tệp kế hoạch.")


def check_length(characters: int) -> None:
    """Refuse a text that is too long to be one plan. Raises ``Unreadable``."""
    if characters > LARGEST_TEXT:
        raise Unreadable(
            "Văn bản dài quá"
            f" {LARGEST_TEXT // 1_000_000} triệu ký tự, không phải một kế hoạch;"
            " hãy tách riêng phần kế hoạch rồi nhập lại."
        )


def check_lines(count: int) -> None:
    """Refuse a text of too many lines. Raises ``Unreadable``."""
    if count > MOST_LINES:
        raise Unreadable(
            f"Văn bản có hơn {MOST_LINES:,} dòng".replace(",", ".")
            + ", quá dài cho một kế hoạch; hãy tách riêng phần kế hoạch rồi nhập lại."
        )
