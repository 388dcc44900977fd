"""Nhật ký của văn bản: what its acts are called, which lines are about it."""

from django.db.models import Q

from reports import origins
from reports.models import (
    CertifiedCopy,
    Delivery,
    Document,
    RegisterEntry,
    Sending,
)
from units import acts
from units.queries import books

ACTS = {
    "document.added": "Duyệt và yêu cầu ký",
    "document.rendered": "Dựng trang",
    "document.offered": "Gửi bản ký bằng thiết bị của mình",
    "document.amended": "Đổi cách đóng dấu",
    "document.signed": "Ký số",
    "document.stopped": "Dừng, chưa ký được",
    "document.requested": "Yêu cầu ký lại",
    "document.numbered": "Cấp số",
    "document.issued": "Đóng dấu, ban hành",
    "document.dropped": "Bỏ văn bản chưa ký được",
    "signinground.added": "Bắt đầu lượt ký nhiều văn bản",
    "signingitem.added": "Ghi kết quả của lượt ký",
    "delivery.added": "Gửi theo nơi nhận",
    "delivery.amended": "Sửa nơi nhận của văn bản",
    "delivery.opened": "Đơn vị nhận mở văn bản",
    "sending.added": "Gửi ra ngoài hệ thống",
    "sending.amended": "Sửa lượt gửi ra ngoài",
    "sending.mailed": "Thư đã gửi",
    "sending.failed": "Thư không gửi được",
    "sending.opened": "Nơi nhận ngoài mở đường dẫn",
    "sending.removed": "Thu lại đường dẫn đã giao",
    "correspondent.added": "Ghi nơi nhận vào sổ địa chỉ",
    "correspondent.amended": "Sửa sổ địa chỉ nơi nhận",
    "correspondent.removed": "Bỏ nơi nhận khỏi sổ địa chỉ",
    "certifiedcopy.added": "Sao y, cấp số bản sao",
    "certifiedcopy.signed": "Ký số bản sao y",
    "registerentry.added": "Ghi sổ văn bản đi",
    "registerentry.amended": "Sửa dòng sổ văn bản đi",
    "numberseries.added": "Lập dãy số",
    "agencycode.added": "Ghi mã định danh cơ quan",
    "agencycode.amended": "Sửa mã định danh cơ quan",
    "agencycode.removed": "Bỏ mã định danh cơ quan",
    "numberbook.added": "Mở sổ của năm",
    "certificate.added": "Đăng ký chứng thư số",
    "certificate.amended": "Thôi dùng chứng thư số",
    "anchorpaper.added": "Lập biên bản niêm",
    "anchorpaper.amended": "Lập lại biên bản niêm",
    "anchorpaper.signed": "Ký số biên bản niêm",
    "pactpaper.added": "Lập bản giao ước, biên bản để ký",
    "pactpaper.signing": "Dựng xong bản giao ước, biên bản để ký",
    "pactpaper.stopped": "Chưa dựng được bản giao ước, biên bản",
    "pactpaper.complete": "Giao ước, biên bản đủ chữ ký",
    "pactpaper.refused": "Không ký giao ước",
    "pactpaper.dropped": "Bỏ bản giao ước, biên bản đang ký",
    "pactseat.added": "Lập chỗ ký của thành viên, thư ký, chủ tọa",
    "pactseat.asked": "Yêu cầu ký giao ước, biên bản",
    "pactseat.offered": "Gửi bản giao ước, biên bản ký bằng thiết bị của mình",
    "pactseat.signed": "Ký số giao ước, biên bản",
    "pactseat.scanned": "Nhận bản quét giao ước ký trên giấy",
    "anchorsigner.added": "Chọn cơ quan ký niêm",
    "diplomabatch.added": "Lập giấy khen theo quyết định",
    "diplomabatch.paused": "Tạm dừng làm giấy khen",
    "diplomabatch.running": "Làm tiếp giấy khen",
    "diploma.added": "Lập giấy khen",
    "diploma.amended": "Sửa chữ in trên giấy khen",
    "diploma.waiting": "Làm lại giấy khen",
    "diploma.rendered": "Dựng trang giấy khen",
    "diploma.stopped": "Chưa làm được giấy khen",
    "diploma.signed": "Ký số giấy khen",
    "diplomaprint.added": "Lập tệp in giấy khen",
    "diplomaprint.asked": "Dựng lại tệp in giấy khen",
    "diplomaprint.ready": "Dựng xong tệp in giấy khen",
    "diplomaprint.stopped": "Chưa dựng được tệp in giấy khen",
    "diplomaprint.gone": "Dọn tệp in giấy khen",
    "stock.added": "Khai phôi giấy khen",
    "stock.amended": "Sửa phôi giấy khen",
    "stockplace.amended": "Sửa chỗ in trên phôi",
    "printer.added": "Khai máy in giấy khen",
    "printer.amended": "Sửa máy in giấy khen",
}
AREAS = {
    "Văn bản, sổ, chứng thư số": "document certifiedcopy delivery sending correspondent "
    "registerentry numberseries numberbook agencycode certificate signinground signingitem "
    "pactpaper pactseat diplomabatch diploma diplomaprint stock stockplace printer",
}
FIELDS = {
    "document": "văn bản",
    "book": "sổ của năm",
    "series": "dãy số",
    "requested_by": "người yêu cầu ký",
    "numbered_by": "người cấp số",
    "first_opened_by": "người mở",
    "voided_by": "người hủy số",
    "voided_at": "hủy lúc",
}


def know() -> None:
    acts.know(ACTS, FIELDS, AREAS)
    books.know_family("van-ban", Document, about)


def about(pk: int) -> Q:
    """The paper, its recipients, its line in the register, and what it was made from: a plan or
    a decision on awards."""
    deliveries = Delivery.objects.filter(document=pk).values("pk")
    copies = CertifiedCopy.objects.filter(document=pk).values("pk")
    sendings = Sending.objects.filter(delivery__document=pk).values("pk")
    entries = RegisterEntry.objects.filter(document=pk).values("pk")
    return (
        Q(subject=Document._meta.label, subject_id=pk)
        | Q(subject=RegisterEntry._meta.label, subject_id__in=entries)
        | Q(subject=Delivery._meta.label, subject_id__in=deliveries)
        | Q(subject=CertifiedCopy._meta.label, subject_id__in=copies)
        | Q(subject=Sending._meta.label, subject_id__in=sendings)
        | origins.about(Document.objects.filter(pk=pk))
    )
