"""Nhật ký của đơn vị và tài khoản: what their acts are called, which lines are about them."""

from django.db.models import Q

from units.models import (
    ClusterHandover,
    ClusterMember,
    ClusterOffice,
    FactorRule,
    Handover,
    HandoverItem,
    Honouree,
    HonoureeMerge,
    HouseholdMember,
    Membership,
    PersonalChange,
    Position,
    Reform,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.queries import books

ACTS = {
    "supportview.added": "Bắt đầu xem với vai",
    "supportview.ended": "Kết thúc xem với vai",
    "term.added": "Định thời hạn",
    "term.amended": "Định ngày cuối của thời hạn cũ",
    "sealcheck.added": "Kiểm tra niêm",
    "bookexport.added": "Xuất nhật ký",
    "unit.added": "Lập đơn vị",
    "unit.amended": "Sửa thông tin đơn vị",
    "unit.renamed": "Tên mới có hiệu lực",
    "unit.moved": "Nơi trực thuộc mới có hiệu lực",
    "unit.path_mended": "Sửa lại chỗ đứng trong cây đơn vị",
    "unitname.added": "Ghi tên mới",
    "unitname.amended": "Định ngày cuối của tên cũ",
    "unitname.corrected": "Sửa tên ghi nhầm",
    "unitplace.added": "Ghi nơi trực thuộc mới",
    "unitplace.amended": "Định ngày cuối ở nơi trực thuộc cũ",
    "succession.added": "Ghi kế thừa",
    "succession.removed": "Bỏ việc kế thừa chưa đến ngày",
    "handover.removed": "Bỏ việc bàn giao chưa đến ngày",
    "reform.amended": "Rút lại việc sắp xếp chưa đến ngày",
    "clustermember.added": "Thêm thành viên cụm, khối",
    "clustermember.amended": "Định ngày thôi tham gia cụm, khối",
    "clustermember.removed": "Bỏ thành viên sắp tham gia cụm, khối",
    "clusteroffice.added": "Cử trưởng, phó cụm, khối",
    "clusteroffice.amended": "Cho thôi trưởng, phó cụm, khối",
    "clusteroffice.removed": "Bỏ nhiệm kỳ sắp tới của trưởng, phó cụm, khối",
    "clusterhandover.added": "Mở bàn giao cụm, khối",
    "clusterhandover.amended": "Bàn giao cụm, khối xong",
    "clusterhandover.removed": "Bỏ lần bàn giao cụm, khối chưa bắt đầu",
    "handoveritem.added": "Lập mục bàn giao",
    "handoveritem.given": "Giao một mục",
    "handoveritem.waiting": "Rút lại, trả lại một mục",
    "handoveritem.taken": "Nhận một mục",
    "handoveritem.removed": "Bỏ mục bàn giao chưa bắt đầu",
    "handoverpiece.added": "Thêm mục vào danh mục bàn giao",
    "handoverpiece.amended": "Sửa mục của danh mục bàn giao",
    "unit.work_passed": "Bàn giao việc dở dang, văn bản",
    "handover.added": "Ghi đơn vị tiếp nhận",
    "handover.amended": "Đổi đơn vị tiếp nhận",
    "membership.added": "Giao vai trò",
    "membership.amended": "Đổi thời hạn vai trò",
    "membership.removed": "Bỏ vai trò sắp nhận",
    "unit.removed": "Bỏ đơn vị chưa hoạt động",
    "unitname.removed": "Bỏ tên chưa dùng",
    "unitplace.removed": "Bỏ nơi trực thuộc chưa dùng",
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
    "sheetimport.invited": "Mời các tài khoản mới của đợt nhập",
    "honouree.added": "Ghi đối tượng",
    "honouree.amended": "Sửa thông tin đối tượng",
    "honouree.left": "Ghi thôi theo dõi",
    "honouree.active": "Theo dõi trở lại",
    "honouree.merged": "Gộp vào bản ghi khác",
    "honouree.erased": "Xóa dữ liệu cá nhân",
    "honouree.reduced": "Xóa loại dữ liệu đã nêu",
    "position.added": "Ghi chức vụ, đơn vị",
    "position.amended": "Sửa chức vụ, đơn vị",
    "position.removed": "Xóa chức vụ, đơn vị đã ghi",
    "householdmember.added": "Ghi thành viên hộ",
    "householdmember.removed": "Bỏ thành viên hộ",
    "honoureemerge.added": "Nhận gộp",
    "honoureemerge.amended": "Điền chỗ trống khi gộp",
    "honoureemerge.undone": "Gỡ gộp",
    "likelydouble.amended": "Ghi là không trùng",
    "likelydouble.doubted": "Bỏ ghi là không trùng",
    "personaldataclass.added": "Định thời hạn giữ dữ liệu",
    "personaldataclass.amended": "Định ngày cuối của thời hạn giữ cũ",
    "retentiondue.amended": "Xóa dữ liệu hết thời hạn giữ",
    "user.added": "Mở tài khoản",
    "user.amended": "Sửa tài khoản",
    "user.closed": "Đóng tài khoản (ngừng dùng)",
    "user.reopened": "Mở lại tài khoản (dùng lại)",
    "user.password_set": "Đặt lại mật khẩu",
    "user.password_changed": "Tự đổi mật khẩu",
    "user.email_changed": "Tự đổi thư điện tử",
    "user.invited": "Mời đặt mật khẩu",
    "user.invitation_withdrawn": "Thu hồi lời mời",
    "user.invitation_accepted": "Nhận lời mời, đặt mật khẩu",
    "user.app_added": "Bật ứng dụng mã",
    "user.app_removed": "Gỡ ứng dụng mã",
    "user.passkey_added": "Thêm khóa truy cập",
    "user.passkey_removed": "Gỡ khóa truy cập",
    "user.recovery_renewed": "Lập mã dự phòng mới",
    "user.recovery_used": "Dùng một mã dự phòng",
    "user.factor_reset": "Quản trị gỡ xác thực hai bước",
    "user.identity_linked": "Liên kết đăng nhập liên thông",
    "user.identity_unlinked": "Bỏ liên kết đăng nhập liên thông",
    "user.session_ended": "Kết thúc phiên đăng nhập",
    "user.sessions_ended": "Quản trị kết thúc mọi phiên đăng nhập",
    "factorrule.added": "Quy định xác thực hai bước",
    "factorrule.amended": "Sửa quy định xác thực hai bước",
}
AREAS = {
    "Đơn vị, sắp xếp đơn vị": "unit unitname unitplace succession handover reform",
    "Tài khoản, vai trò": "user membership delegation factorrule supportview",
    "Cụm, khối thi đua": "clustermember clusteroffice clusterhandover handoveritem handoverpiece",
    "Đối tượng khen thưởng": "honouree position householdmember honoureemerge likelydouble "
    "personaldataclass retentiondue",
    "Nhập Excel": "sheetimport",
    "Nhật ký, thời hạn giữ": "term sealcheck bookexport anchorpaper anchorsigner",
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
    "basis": "căn cứ",
    "classes": "loại dữ liệu",
    "predecessor": "đơn vị trước",
    "successor": "đơn vị kế tiếp",
    "works": "việc dở dang",
    "effective_on": "từ ngày",
    "membership": "vai trò",
    "honouree": "đối tượng",
    "household": "hộ gia đình",
    "kept": "bản được giữ",
    "other": "bản được gộp",
    "filled": "mục lấy từ bản được gộp",
    "dismissed_by": "người ghi là khác nhau",
    "merged_by": "người gộp",
    "called_off_by": "người rút lại",
    "undone_by": "người hoàn tác",
    "undone_at": "hoàn tác lúc",
    "done_by": "người thực hiện",
    "done_at": "thực hiện lúc",
    "recorded_by": "người ghi",
    "opened_by": "người mở bàn giao",
    "started_by": "người kiểm tra",
    "created_by": "người lập",
    "asked_by": "người nhập",
    "asked_at": "nhập lúc",
    "send_to": "gửi tới",
    "used_at": "dùng lúc",
    "linked_at": "liên kết lúc",
    "problem": "lỗi",
    "sentence": "chỗ hỏng",
}


def of_unit(pk: int) -> Q:
    """The unit, its names, places, lineage and roles; in which clusters it is what.

    Of a cluster also its members, heads and hand-overs.
    """
    here = Q(unit=pk) | Q(cluster=pk)
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
        (Reform, Reform.objects.filter(sides__unit=pk).order_by()),
        (Membership, Membership.objects.filter(unit=pk)),
        (FactorRule, FactorRule.objects.filter(unit=pk)),
        (ClusterMember, ClusterMember.objects.filter(here)),
        (ClusterOffice, ClusterOffice.objects.filter(here)),
        (ClusterHandover, ClusterHandover.objects.filter(cluster=pk)),
        (HandoverItem, HandoverItem.objects.filter(handover__cluster=pk)),
    )


def of_user(pk: int) -> Q:
    """The account and its roles."""
    return about(User, pk, (Membership, Membership.objects.filter(user=pk)))


def of_honouree(pk: int) -> Q:
    """The record, its positions, members and what was merged into it."""
    # A position that was dropped is found by its title, which is kept beside the book.
    kept = PersonalChange.objects.filter(honouree=pk).order_by().values("entry")
    dropped = Q(subject=Position._meta.label, action="position.removed", pk__in=kept)
    return dropped | about(
        Honouree,
        pk,
        (Position, Position.objects.filter(honouree=pk)),
        (HouseholdMember, HouseholdMember.objects.filter(household=pk)),
        (HonoureeMerge, HonoureeMerge.objects.filter(kept=pk)),
    )


def know() -> None:
    books.know_family("don-vi", Unit, of_unit)
    books.know_family("tai-khoan", User, of_user)
    books.know_family("doi-tuong", Honouree, of_honouree)


def about(model, pk, *parts) -> Q:
    """The record itself and, of each pair (model, rows), the rows."""
    wanted = Q(subject=model._meta.label, subject_id=pk)
    for part, rows in parts:
        wanted |= Q(subject=part._meta.label, subject_id__in=rows.values("pk"))
    return wanted
