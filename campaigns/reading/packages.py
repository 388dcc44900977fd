"""Gói zip của Word: on which terms a .docx is opened (``units.packages``)."""

from lxml import etree

from campaigns.reading.limits import LARGEST_PART, LARGEST_WHOLE, MOST_PARTS
from units import packages

BROKEN = "Tệp Word bị hỏng hoặc tải chưa đủ; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
TERMS = packages.Terms(
    largest_part=LARGEST_PART,
    largest_whole=LARGEST_WHOLE,
    most_parts=MOST_PARTS,
    types=(b"wordprocessingml.document", b"wordprocessingml.template"),
    broken=BROKEN,
    bomb="Tệp Word phình ra quá lớn khi mở; hãy mở bằng Word, bỏ bớt ảnh, lưu lại dạng .docx"
    " rồi nhập lại.",
    macros="Tệp Word có chứa macro nên không được nhận; hãy lưu lại dạng .docx (không macro)"
    " rồi nhập lại.",
    locked="Tệp Word được đặt mật khẩu; hãy mở bằng Word, gỡ mật khẩu (Tệp → Thông tin →"
    " Bảo vệ tài liệu), lưu lại rồi nhập lại.",
    other="Tệp nén này không phải tệp Word; hãy giải nén và chọn tệp kế hoạch dạng .docx.",
)


class Package(packages.Package):
    """Một tệp .docx đang mở."""

    def __init__(self, data: bytes):
        super().__init__(data, TERMS)


def parse_xml(data: bytes) -> etree._Element:
    """XML without document types, entities or network. Raises ``Unreadable``."""
    return packages.parse_xml(data, BROKEN)
