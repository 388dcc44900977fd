"""Câu chữ: what number, date and failures say, read and written."""

import re
from datetime import date

_NUMBER = re.compile(r"Số:?\s*(\d{1,5}\s*/\s*[0-9A-ZĐa-z][\w.Đđ]*(?:-[\w.]+)*)")
_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")


def number_in(line: str) -> str:
    """ "Số: 05/KH-UBND" → "05/KH-UBND"; "" where there is no number."""
    found = _NUMBER.search(line)
    return "".join(found[1].split()) if found else ""


def date_in(line: str) -> date | None:
    """The date of "Nguyễn Trãi, ngày 30 tháng 6 năm 2023"."""
    found = _DATE.search(line)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def lines_of(page_text: str) -> tuple[str, str]:
    """The number line and the date line of a first page, as far as it has them."""
    head = re.sub(r"[ \t]+", " ", page_text[:4000])
    number, day = _NUMBER.search(head), _DATE.search(head.replace("\n", " "))
    return number[0] if number else "", day[0] if day else ""


NOT_PDF = "Tệp không phải PDF, bị hỏng hoặc bị cắt mất một phần."
NOT_AS_SIGNED = (
    "Tệp mang chữ ký số nhưng bị hỏng hoặc bị sửa, không còn như lúc ký: "
    "không dùng tệp này."
)
TOO_LARGE = "Tệp lớn hơn 30 MB, hệ thống không kiểm tra."
TOO_COMPLEX = "Tệp quá phức tạp, hệ thống dừng kiểm tra để bảo đảm an toàn."
TOO_MANY = "Tệp có quá nhiều chữ ký, hệ thống không kiểm tra."
ENCRYPTED = (
    "Hãy mở tệp bằng mật khẩu, lưu bản không mật khẩu do cơ quan gửi rồi kiểm tra lại."
)
UNSIGNED = "Tệp không có chữ ký số nào."
NO_AGENCY = (
    "Văn bản có chữ ký số của người có thẩm quyền nhưng chưa có chữ ký số của cơ quan, "
    "nên chưa phải văn bản đã ban hành."
)
NO_MEMBERS = "Giao ước còn {count} thành viên chưa ký, nên chưa phải bản đủ chữ ký."
NO_SIGNERS = "Biên bản còn {count} người chưa ký, nên chưa phải bản đủ chữ ký."
NO_PERSON = "Văn bản chưa có chữ ký số của người có thẩm quyền."
UNKNOWN_KIND = "Tệp có chữ ký thuộc loại mà hệ thống không kiểm tra được."
ALTERED = "Nội dung không còn như lúc {name} ký."
BROKEN_CONTAINER = (
    "Phần chứa chữ ký hoặc dấu thời gian trong tệp đã bị thay đổi hoặc bị hỏng."
)
APPENDED = "Sau chữ ký cuối cùng, tệp bị thêm hoặc thay nội dung."
CHANGED_AFTER = "Sau khi {name} ký, tệp bị sửa ngoài phần được phép điền."
TRAILING = "Cuối tệp có dữ liệu lạ không thuộc văn bản."
UNFINISHED = (
    "Tệp dừng giữa chừng ở phần thêm sau chữ ký: tệp tải về chưa đủ, hoặc bị cắt, bị thêm. "
    "Hãy tải lại từ nơi ban hành rồi kiểm tra."
)
REVOKED = "Chứng thư số của {name} đã bị thu hồi từ {when}."
NO_CHAIN = "Chứng thư số của {name} do “{issuer}” cấp, không thuộc danh sách tin cậy."
EXPIRED = (
    "Chứng thư số của {name} hết hạn ngày {until} và không có dấu thời gian nào còn "
    "giá trị chứng minh chữ ký có từ trước đó."
)
NOT_YET = "Chứng thư số của {name} chưa có hiệu lực lúc ký."
WRONG_USE = "Chứng thư số của {name} không được cấp để ký văn bản."
UNKNOWN_REVOCATION = (
    "Chưa kiểm tra được chứng thư số của {name} có bị thu hồi hay không."
)
WEAK = "Chữ ký của {name} dùng thuật toán không còn an toàn."
BROKEN_TRUST = "Chữ ký của {name} không xác minh được."
UNCHANGED = "Nội dung không bị thay đổi từ khi ký."
DEMONSTRATION = "Chữ ký của hạ tầng chứng thực trình diễn, không có giá trị pháp lý."

# -- a file that comes back from somebody's own device ------------------------
NOTHING_ADDED = (
    "Tệp này chưa có chữ ký mới, vẫn như lúc tải về. Ký tệp bằng thiết bị của anh/chị rồi "
    "gửi lại."
)
NOT_OURS = (
    "Tệp gửi lên không phải tệp đã tải về ở bước 1 cộng thêm chữ ký: là tệp khác, hoặc phần "
    "mềm ký đã ghi lại toàn bộ tệp. Tải lại tệp ở bước 1, ký thẳng lên tệp đó (không in, không "
    "lưu thành tệp khác) rồi gửi lại."
)
SEVERAL_ADDED = (
    "Tệp có {count} chữ ký mới, chỉ nhận đúng một. Tải lại tệp ở bước 1, ký một lần rồi gửi "
    "lại."
)
MORE_THAN_A_SIGNATURE = (
    "Ngoài chữ ký, tệp còn bị thêm hoặc sửa nội dung khác. Tải lại tệp ở bước 1, chỉ ký, không "
    "ghi chú, điền hay sửa gì, rồi gửi lại."
)
NOT_COVERED = "Chữ ký không phủ hết tệp. Tải lại tệp ở bước 1, ký lại rồi gửi lên ngay tệp vừa ký."
ADDITION_BROKEN = (
    "Chữ ký trong tệp bị hỏng hoặc không đọc được. Tải lại tệp ở bước 1, ký lại rồi gửi lại; "
    "vẫn vậy thì dùng phần mềm ký khác."
)
LOCKED_BY_PERSON = (
    "Chữ ký này khóa văn bản nên văn thư không điền số, đóng dấu được. Ký lại, bỏ chọn khóa "
    "văn bản (chứng nhận tài liệu) trong phần mềm ký."
)
OTHER_CERTIFICATE = "Ký lại bằng chứng thư số khác còn hiệu lực."
NO_TIME = (
    "Chữ ký không ghi thời điểm ký. Bật ghi thời gian ký trong phần mềm ký rồi ký lại."
)
ODD_TIME = (
    "Chữ ký ghi thời điểm ký là {when}, không khớp với lúc hệ thống giao tệp và lúc nhận lại. "
    "Chỉnh đồng hồ của máy ký rồi ký lại."
)
INVISIBLE = (
    "Chữ ký không hiện trên trang. Chọn hiển thị hình chữ ký trong phần mềm ký, đặt vào chỗ "
    "ký, rồi ký lại."
)
MARK_ELSEWHERE = (
    "Hình chữ ký đặt sai chỗ. Đặt ở trang {page}, khoảng giữa chức vụ và họ tên người ký, "
    "không lấn sang chỗ khác, rồi ký lại."
)
