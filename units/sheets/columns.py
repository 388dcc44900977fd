"""Cột của từng loại bảng: what each is called, what it holds, how its heading is recognised."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from units.vietnamese import fold

# Written by us into what people take home; never asked about when it comes back.
RESULT = "Kết quả"
EXAMPLE = "Ví dụ"
EMPTY = "(trống)"  # typed into a cell: what stood there is taken away
_IGNORED = frozenset({"ketqua", "stt", "tt", "sothutu"})


@dataclass(frozen=True)
class Column:
    """Một cột. ``required``: a new record needs it. ``choices`` names a list of the workbook.

    ``when``: when it must be filled, as the sheet “Giải thích” says it; else of each new row.
    """

    key: str
    label: str
    explain: str
    example: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: str = ""
    width: int = 18
    when: str = ""


@dataclass(frozen=True)
class Layout:
    """Một loại bảng: its columns in their order, and what it is called on the screen."""

    kind: str
    slug: str
    title: str
    noun: str  # "đơn vị", after a number
    most: int  # rows of one file: what a worker does within its time
    columns: tuple[Column, ...]
    # What there is now can be taken home, corrected and sent back.
    is_corrected: bool = True

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def recognised(self, heading: str) -> Column | None:
        """The column that is meant, without diacritics, case, signs and what is in brackets."""
        return self._by_heading().get(heading_key(heading))

    def _by_heading(self):
        found = {}
        for column in self.columns:
            for name in (column.label, column.key, *column.aliases):
                found[heading_key(name)] = column
        return found

    def missing(self, chosen: Iterable[str]) -> list[Column]:
        """Columns without which no row can be understood."""
        there = set(chosen)
        return [
            column
            for column in self.columns
            if column.required and column.key not in there
        ]


def heading_key(heading: str) -> str:
    """ "Mã định danh (*)" → "madinhdanh"."""
    plain = re.sub(r"\([^)]*\)", " ", fold(heading))
    return re.sub(r"[^a-z0-9]", "", plain)


def is_ignored(heading: str) -> bool:
    """Ordinals, and the column that our own result adds."""
    return heading_key(heading) in _IGNORED


def is_example(first: str) -> bool:
    return fold(first).startswith(fold(EXAMPLE))


_CODE = "Mã của đơn vị trong hệ thống, hoặc của một dòng khác trong cùng tệp."
_DAY = "Ngày/tháng/năm, ví dụ 01/07/2025."

UNITS = Layout(
    kind="unit",
    slug="don-vi",
    title="Đơn vị",
    noun="đơn vị",
    most=10_000,
    columns=(
        Column(
            "code", "Mã định danh", "Theo Quyết định 20/2020/QĐ-TTg. Dòng có mã đã có trong "
            "hệ thống là sửa đơn vị đó, mã chưa có là lập đơn vị mới.",
            "H29.15.90", required=True, aliases=("Mã", "Mã đơn vị"), width=16,
        ),
        Column(
            "kind", "Loại", "Chọn trong danh sách.", "Tổ dân phố, khu phố", required=True,
            aliases=("Loại đơn vị", "Mã loại"), choices="kinds", width=22,
        ),
        Column(
            "parent", "Trực thuộc", f"{_CODE} Khác nơi trực thuộc hiện nay là chuyển đơn vị: ghi "
            "thêm hai cột cuối.", "H29.15", required=True,
            aliases=("Mã đơn vị cấp trên", "Đơn vị cấp trên", "Cấp trên", "Mã cấp trên"),
            width=16,
        ),
        Column(
            "name", "Tên đầy đủ", "Viết hoa theo Nghị định 30/2020. Khác tên hiện nay là đổi tên: "
            "ghi thêm hai cột cuối.", "Tổ dân phố 9", required=True,
            aliases=("Tên đơn vị", "Tên"), width=36,
        ),
        Column(
            "short_name", "Tên gọn", "Dùng trên màn hình và khi tìm.", "Tổ dân phố 9",
            required=True, aliases=("Tên ngắn", "Tên viết tắt", "Tên rút gọn"), width=26,
        ),
        Column(
            "valid_from", "Thành lập từ ngày", f"{_DAY} Đơn vị đã có thì để trống.",
            "01/07/2025", aliases=("Ngày thành lập", "Từ ngày", "Có từ ngày"), width=14,
            required=True, when="khi lập đơn vị mới",
        ),
        Column(
            "place", "Địa danh", "Ghi trước ngày tháng của văn bản.", "",
            width=16,
        ),
        Column("symbol", "Ký hiệu", "Phần sau dấu gạch nối: KH-UBND.", "", width=10),
        Column(
            "letterhead_parent", "Cơ quan chủ quản in trên văn bản", "Xuống dòng bằng Alt+Enter.",
            "", aliases=("Cơ quan chủ quản",), width=26,
        ),
        Column(
            "letterhead", "Tên in trên văn bản", "Chữ in hoa, xuống dòng như trên giấy. Để trống "
            "nếu đơn vị không ban hành văn bản.", "", width=26,
        ),
        Column(
            "head_title", "Chức danh người đứng đầu", "Ví dụ: Chủ tịch, Giám đốc, Tổ trưởng.",
            "Tổ trưởng", aliases=("Chức danh",), width=18,
        ),
        Column(
            "collective", "Ký thay mặt", "Tập thể đứng sau chữ TM., ví dụ: Ủy ban nhân dân.", "",
            aliases=("Thay mặt",), width=18,
        ),
        Column(
            "seal_mm", "Đường kính con dấu", "Tính bằng milimét; để trống là 36.", "",
            aliases=("Đường kính dấu",), width=12,
        ),
        Column(
            "seal_of", "Dùng con dấu của", f"{_CODE} Cho hội đồng, ban dùng con dấu của cơ quan "
            "thành lập.", "", width=16,
        ),
        Column(
            "effective_on", "Đổi từ ngày", f"{_DAY} Cần khi đổi tên hoặc chuyển một đơn vị đã có.",
            "", aliases=("Có hiệu lực từ ngày", "Ngày hiệu lực"), width=14,
            when="khi đổi tên, chuyển",
        ),
        Column(
            "basis", "Văn bản căn cứ", "Số, ngày, cơ quan ban hành. Cần khi đổi tên hoặc chuyển.",
            "", aliases=("Căn cứ",), width=36, when="khi đổi tên, chuyển",
        ),
    ),
)  # fmt: skip

ACCOUNTS = Layout(
    kind="account",
    slug="tai-khoan",
    title="Tài khoản và vai trò",
    noun="tài khoản, vai trò",
    most=2_000,
    columns=(
        Column(
            "username", "Tên đăng nhập", "Chữ không dấu, số, dấu chấm, gạch nối. Tên đã có là sửa "
            "tài khoản đó. Một người giữ nhiều vai trò thì ghi nhiều dòng.",
            "nva.tdp9", required=True, aliases=("Tài khoản",), width=20,
        ),
        Column(
            "full_name", "Họ và tên", "Như trên giấy tờ.", "Nguyễn Văn A", required=True,
            aliases=("Họ tên",), width=26,
        ),
        Column("email", "Thư điện tử", "Không bắt buộc.", "", aliases=("Email",), width=26),
        Column(
            "home", "Đơn vị công tác", "Mã của đơn vị trong hệ thống. Quản trị của đơn vị này "
            "trông tài khoản.", "H29.15.90", required=True,
            aliases=("Mã đơn vị công tác", "Nơi công tác"), width=18,
        ),
        Column(
            "role", "Vai trò", "Chọn trong danh sách. Để trống là chỉ mở tài khoản.",
            "Đơn vị tham gia", choices="roles", aliases=("Mã vai trò",), width=20,
        ),
        Column(
            "unit", "Ở đơn vị", "Mã đơn vị nơi giữ vai trò; cần khi có vai trò.", "H29.15.90",
            aliases=("Mã đơn vị giữ vai trò", "Đơn vị giữ vai trò"), width=18,
            when="khi có vai trò",
        ),
        Column(
            "title", "Chức vụ", "In trên khối chữ ký với người ký thay.", "Tổ trưởng", width=20
        ),
        Column(
            "capacity", "Tư cách ký", "Chọn trong danh sách; chỉ cho Lãnh đạo có ký văn bản.", "",
            choices="capacities", width=20,
        ),
        Column(
            "title_below", "Chức vụ ở cơ quan", "In dưới chữ ký khi Hội đồng dùng con dấu của cơ "
            "quan.", "", width=20,
        ),
        Column(
            "valid_from", "Từ ngày", f"{_DAY} Cần khi giao vai trò mới.", "01/07/2025", width=14,
            when="khi giao vai trò mới",
        ),
        Column(
            "valid_to", "Đến hết ngày", f"{_DAY} Để trống nếu chưa định. Ghi ngày vào vai trò đang "
            "giữ là cho thôi từ hôm sau.", "", aliases=("Đến ngày",), width=14,
        ),
    ),
)  # fmt: skip

HONOUREES = Layout(
    kind="honouree",
    slug="doi-tuong",
    title="Đối tượng khen thưởng",
    noun="đối tượng",
    most=2_000,
    columns=(
        Column(
            "name", "Họ tên, tên gọi", "Họ tên của cá nhân, của chủ hộ; tên của tập thể.",
            "Nguyễn Văn A", required=True,
            aliases=("Họ và tên", "Họ tên", "Tên", "Tên tập thể", "Chủ hộ"), width=28,
        ),
        Column(
            "kind", "Loại đối tượng", "Chọn trong danh sách.", "Cá nhân", required=True,
            aliases=("Loại",), choices="honouree_kinds", width=16,
        ),
        Column(
            "unit", "Đơn vị", "Mã đơn vị nơi làm việc hoặc cư trú.", "H29.15.90", required=True,
            aliases=("Mã đơn vị", "Đơn vị công tác"), width=18,
        ),
        Column(
            "title", "Chức vụ", "Chức vụ, nghề nghiệp; với hộ là địa chỉ. Khác hiện nay là chức "
            "vụ mới: ghi thêm Từ ngày.", "Tổ trưởng",
            aliases=("Chức vụ, nghề nghiệp", "Nghề nghiệp", "Địa chỉ"), width=24,
        ),
        Column(
            "birth", "Ngày sinh", "Ngày/tháng/năm, hoặc chỉ năm sinh.", "1985",
            aliases=("Năm sinh", "Ngày sinh hoặc năm sinh"), width=14,
        ),
        Column(
            "gender", "Giới tính", "Chọn trong danh sách; để trống nếu không cần.", "",
            choices="genders", width=12,
        ),
        Column(
            "identity_number", "Số định danh", "Chỉ để phân biệt người trùng tên; hệ thống không "
            "lưu số, chỉ giữ dấu và 3 số cuối.", "",
            aliases=("Căn cước", "Số căn cước", "CCCD", "Số CCCD"), width=18,
        ),
        Column(
            "valid_from", "Từ ngày", f"{_DAY} Ngày bắt đầu ở đơn vị, giữ chức vụ.", "01/07/2025",
            required=True, width=14, when="dòng mới, chức vụ mới",
        ),
        Column(
            "members", "Thành viên hộ", "Mỗi dòng trong ô (Alt+Enter) một người: họ và tên, dấu "
            "phẩy, quan hệ. Chỉ khi ghi hộ mới.", "", width=30,
        ),
        Column(
            "code", "Mã đối tượng", "Để trống khi ghi mới; tệp Dữ liệu hiện có ghi sẵn.", "",
            width=14,
        ),
    ),
)  # fmt: skip
