"""Nhật ký của Hội đồng: what its acts are called."""

from units import acts

ACTS = {
    "councilterm.added": "Lập nhiệm kỳ Hội đồng",
    "councilterm.ended": "Kết thúc nhiệm kỳ Hội đồng",
    "seat.added": "Ghi thành viên Hội đồng",
    "seat.ended": "Cho thôi thành viên Hội đồng",
    "councilsession.added": "Lập phiên họp Hội đồng",
    "councilsession.amended": "Sửa phiên họp Hội đồng",
    "councilsession.invited": "Mời họp Hội đồng",
    "councilsession.running": "Khai mạc, họp tiếp phiên họp Hội đồng",
    "councilsession.minutes": "Bế mạc phiên họp Hội đồng",
    "councilsession.closed": "Kết thúc phiên họp Hội đồng",
    "councilsession.cancelled": "Hủy phiên họp Hội đồng",
    "sessionleave.added": "Mang phiên họp đi",
    "sessionleave.returned": "Nộp lại kết quả phiên họp mang đi",
    "sessionleave.recalled": "Lấy lại phiên họp mang đi",
    "agendaitem.mended": "Sửa điều đã ghi ngoài mạng trước khi nộp",
    "attendance.added": "Mời một thành viên họp",
    "attendance.answered": "Trả lời giấy mời họp",
    "attendance.marked": "Điểm danh",
    "agendaitem.added": "Thêm mục vào chương trình họp",
    "agendaitem.amended": "Thôi giữ mục của phiên họp",
    "agendaitem.removed": "Bỏ mục khỏi chương trình họp",
    "agendaitem.ruled": "Lấy, nhập quy định bỏ phiếu",
    "agendaitem.concluded": "Ghi kết luận của Hội đồng",
    "agendaitem.deferred": "Để phiên sau",
    "agendaitem.reopened": "Bỏ kết luận để biểu quyết lại",
    "convocation.added": "Soạn giấy mời họp",
    "convocation.amended": "Sửa giấy mời họp",
    "convocation.submitted": "Trình ký giấy mời họp",
    "convocation.taken_back": "Rút giấy mời họp đang chờ ký",
    "convocation.returned": "Trả lại giấy mời họp",
    "convocation.approved": "Duyệt ký giấy mời họp",
    "convocation.signed": "Ghi nhận giấy mời họp đã ký",
    "convocation.issued": "Ghi nhận giấy mời họp đã ban hành",
    "convocation.reopened": "Mở lại giấy mời họp để sửa",
    "convocation.dropped": "Bỏ giấy mời họp đang soạn",
    "convocationcopy.added": "Gửi giấy mời họp tới thành viên",
    "convocationcopy.opened": "Mở giấy mời họp",
    "sessionletter.added": "Báo thành viên về phiên họp",
    "paperstaken.added": "Tải tài liệu phiên họp",
    "attendance.amended": "Hỏi lại việc dự họp",
    "publicity.added": "Công khai danh sách đề nghị",
    "publicityrow.added": "Công khai một đề nghị",
    "recusal.added": "Ghi không tham gia xét",
    "recusal.dropped": "Bỏ việc không tham gia xét",
    "ballotround.added": "Mở lượt biểu quyết",
    "ballotround.closed": "Kiểm phiếu",
    "ballotround.void": "Hủy lượt biểu quyết",
    "ballottaken.added": "Bỏ phiếu, nhận phiếu giấy",
    "ballottaken.removed": "Thu hồi phiếu giấy",
    "namedvote.added": "Biểu quyết công khai",
    "papercount.added": "Nhập số phiếu giấy đã kiểm",
    "papercount.corrected": "Sửa số phiếu giấy đã kiểm",
}
AREAS = {
    "Hội đồng Thi đua - Khen thưởng": "councilterm seat councilsession attendance agendaitem "
    "sessionleave convocation convocationcopy sessionletter paperstaken "
    "recusal ballotround ballottaken namedvote papercount publicity publicityrow",
}


def know() -> None:
    acts.know(ACTS, areas=AREAS)
