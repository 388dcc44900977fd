"""Mở tệp: bytes or pasted text → ``Reading``."""

from dataclasses import replace

from campaigns.content import PlanContent
from campaigns.reading.decoding import decode
from campaigns.reading.doubts import Remark
from campaigns.reading.enclosed import content_of_twin, word_twin
from campaigns.reading.errors import TakesLong, Unreadable
from campaigns.reading.hypertext import read_hypertext
from campaigns.reading.letterhead import read_head
from campaigns.reading.limits import (
    QUICK_BLOCKS,
    QUICK_BYTES,
    check_lines,
    check_size,
)
from campaigns.reading.manuscript import Manuscript
from campaigns.reading.oldword import check_old_word, read_old_word
from campaigns.reading.parts import divide
from campaigns.reading.plain import read_plain
from campaigns.reading.portable import read_portable
from campaigns.reading.reader import understand
from campaigns.reading.reading import Reading
from campaigns.reading.sniffing import FileKind, sniff
from campaigns.reading.spelling import read_suspicions
from campaigns.reading.unchanged import as_known
from campaigns.reading.word import main_part_size, read_word


def read_file(
    name: str, data: bytes, *, hurry: bool = False, with_twin: bool = True
) -> Reading:
    """Đọc một tệp: .docx, .pdf (text layer), .html, .txt, .doc (with a converter).

    ``name`` is only compared with what the content is. Raises ``Unreadable`` with one
    Vietnamese sentence; nothing in the file is executed or fetched. In a ``hurry`` raises
    ``TakesLong`` for a file that may well be good but would keep somebody waiting. Not
    ``with_twin``: the words on the pages count, whatever data the file carries.
    """
    check_size(len(data))
    kind = sniff(name, data)
    twin: PlanContent | None = None
    if hurry:
        _check_haste(kind, data)
    match kind:
        case FileKind.WORD:
            manuscript = read_word(data)
            twin = content_of_twin(word_twin(data)) if with_twin else None
        case FileKind.PDF:
            manuscript, carried = read_portable(data, hurry=hurry)
            if carried and with_twin:
                return _carried(carried, manuscript)
        case FileKind.HTML:
            manuscript = read_hypertext(data)
        case FileKind.OLD_WORD | FileKind.RTF:
            manuscript = read_old_word(data, kind.value)
        case FileKind.TEXT:
            manuscript = read_plain(decode(data))
    if hurry and len(manuscript.blocks) > QUICK_BLOCKS:
        raise TakesLong
    reading = _understood(manuscript)
    return as_known(reading, twin, read_word(data)) if twin else reading


def read_text(text: str) -> Reading:
    """Đọc văn bản dán vào. Raises ``Unreadable``."""
    if not text.strip():
        raise Unreadable("Chưa có nội dung; hãy dán toàn văn kế hoạch vào ô.")
    return _understood(read_plain(text))


def _check_haste(kind: FileKind, data: bytes) -> None:
    """Tell by kind and size what takes long. Raises ``TakesLong``, or ``Unreadable`` for what
    can be refused at once."""
    match kind:
        case FileKind.OLD_WORD | FileKind.RTF:
            check_old_word(data, kind.value)
            raise TakesLong
        case FileKind.WORD:
            size = main_part_size(data)
        case FileKind.HTML | FileKind.TEXT:
            size = len(data)
        case _:
            size = 0
    if size > QUICK_BYTES:
        raise TakesLong


def _carried(content: PlanContent, manuscript: Manuscript) -> Reading:
    """A paper of this product tells what it means; only number and date, which the clerk
    gives after the paper is made, are read from the page."""
    check_lines(len(content.lines))
    printed = read_head(divide(manuscript).head).letterhead
    head = content.letterhead
    if head.number is None and printed.symbol in ("", head.symbol):
        head = replace(head, number=printed.number)
    if head.issued_on is None:
        head = replace(head, issued_on=printed.issued_on)
    content = replace(content, letterhead=head)
    note = (
        "Nội dung lấy từ dữ liệu kèm theo tệp PDF; hãy kiểm tra chữ ký số của tệp"
        " và đối chiếu với chữ trên trang."
    )
    return Reading(
        content=content,
        suspicions=tuple(read_suspicions(content)),
        remarks=(Remark(note),),
        is_carried=True,
    )


def _understood(manuscript: Manuscript) -> Reading:
    if not manuscript.blocks:
        raise Unreadable(
            "Tệp không có chữ nào đọc được; hãy chọn tệp kế hoạch có nội dung."
        )
    return understand(manuscript)
