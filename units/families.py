"""Nhật ký của đơn vị và tài khoản: what their acts are called, which lines are about them."""

from django.db.models import Q

from units.models import (
    Handover,
    Membership,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.queries import books

ACTS = {
    "unit.added": "Lập đơn vị",
    "unit.amended": "Sửa thông tin",
    "unit.renamed": "Tên mới có hiệu lực",
    "unit.moved": "Nơi trực thuộc mới có hiệu lực",
    "unitname.added": "Ghi tên mới",
    "unitname.amended": "Định ngày cuối của tên cũ",
    "unitplace.added": "Ghi nơi trực thuộc mới",
    "unitplace.amended": "Định ngày cuối ở nơi trực thuộc cũ",
    "succession.added": "Ghi kế thừa",
    "unit.work_passed": "Bàn giao việc dở dang, văn bản",
    "handover.added": "Ghi đơn vị tiếp nhận",
    "handover.amended": "Đổi đơn vị tiếp nhận",
    "membership.added": "Giao vai trò",
    "membership.amended": "Đổi thời hạn vai trò",
    "membership.removed": "Bỏ vai trò sắp nhận",
    "unit.removed": "Bỏ đơn vị khi hoàn tác đợt nhập",
    "unitname.removed": "Bỏ tên khi hoàn tác đợt nhập",
    "unitplace.removed": "Bỏ nơi trực thuộc khi hoàn tác đợt nhập",
    "user.removed": "Bỏ tài khoản khi hoàn tác đợt nhập",
    "sheetimport.added": "Chọn tệp để nhập",
    "sheetimport.mapping": "Ghép lại cột của tệp",
    "sheetimport.waiting": "Cho xem thử tệp",
    "sheetimport.rehearsed": "Xem thử xong tệp",
    "sheetimport.carrying": "Xác nhận nhập tệp",
    "sheetimport.done": "Nhập xong tệp",
    "sheetimport.undoing": "Cho hoàn tác đợt nhập",
    "sheetimport.undone": "Hoàn tác xong đợt nhập",
    "sheetimport.failed": "Không xử lý được tệp",
    "sheetimport.removed": "Bỏ tệp chưa nhập",
    "sheetimport.expired": "Bỏ tệp để quá 30 ngày",
    "sheetimport.passwords_drawn": "Rút mật khẩu để giao",
    "user.added": "Mở tài khoản",
    "user.amended": "Sửa tài khoản",
    "user.password_set": "Đặt lại mật khẩu",
    "user.password_changed": "Tự đổi mật khẩu",
}
FIELDS = {
    "user": "người",
    "unit": "đơn vị",
    "campaign": "phong trào",
    "plan": "kế hoạch",
    "owner": "người xuất",
    "returned_by": "người trả lại",
    "key": "khóa",
    "kind": "loại",
    "notes": "ghi chú kèm theo",
    "file_name": "tên tệp",
    "lines": "số dòng",
    "count": "số lượng",
    "reason": "lý do",
}


def of_unit(pk: int) -> Q:
    """The unit, its names, places, lineage and roles."""
    return about(
        Unit,
        pk,
        (UnitName, UnitName.objects.filter(unit=pk)),
        (UnitPlace, UnitPlace.objects.filter(unit=pk)),
        (
            Succession,
            Succession.objects.filter(Q(predecessor=pk) | Q(successor=pk)).order_by(),
        ),
        (Handover, Handover.objects.filter(unit=pk)),
        (Membership, Membership.objects.filter(unit=pk)),
    )


def of_user(pk: int) -> Q:
    """The account and its roles."""
    return about(User, pk, (Membership, Membership.objects.filter(user=pk)))


def know() -> None:
    books.know_family("don-vi", Unit, of_unit)
    books.know_family("tai-khoan", User, of_user)


def about(model, pk, *parts) -> Q:
    """The record itself and, of each pair (model, rows), the rows."""
    wanted = Q(subject=model._meta.label, subject_id=pk)
    for part, rows in parts:
        wanted |= Q(subject=part._meta.label, subject_id__in=rows.values("pk"))
    return wanted
