"""Ai được làm gì với văn bản và sổ đăng ký."""

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from awards.models import CouncilSession, Decision
from awards.permissions import can_lay_minutes as can_lay_for
from reports.models import Delivery, Document, PactSeat, RegisterEntry
from reports.origins import origin_of
from units.models import Membership, Unit, User
from units.permissions import (
    administers_something,
    allows,
    allows_everywhere,
    is_near,
)


def can_issue(user: User, document: Document) -> bool:
    """Cấp số, đóng dấu, ban hành: the authority's clerk, never the person who signed."""
    return allows(user, "issue", document.issuer) and document.signer.user_id != user.pk


def can_retry(user: User, document: Document) -> bool:
    """Ký lại sau khi gỡ vướng mắc: only the signer; nobody signs for another."""
    return document.signer.user_id == user.pk and allows(
        user, "sign-again", document.issuer
    )


def can_sign_outside(user: User, document: Document) -> bool:
    """Gửi bản ký bằng thiết bị của mình: only the signer, of a paper that waits for it."""
    return document.signer.user_id == user.pk and allows(
        user, "sign-outside", document.issuer
    )


def can_give_up(user: User, document: Document) -> bool:
    """Trả kế hoạch về khi văn bản chưa ký được: a leader, also when the signer has left."""
    return (
        allows(user, "give-up", document.issuer)
        and origin_of(document).sender() != user.pk
    )


def can_keep_series(user: User, unit: Unit) -> bool:
    """Lập sổ đăng ký văn bản đi: the authority's clerk or who administers it."""
    return allows(user, "keep-series", unit)


def keeps_series_of(user: User) -> QuerySet[Unit]:
    """Cơ quan mà người này giữ dãy số: as its clerk, or administering the branch."""
    branch = Unit.objects.administered_by(user).values("pk")
    clerks = user.units_as(Membership.Role.CLERK)
    return Unit.objects.filter(Q(pk__in=branch) | Q(pk__in=clerks))


def may_open_first_series(user: User) -> list[Unit]:
    """Cơ quan mà người này lập dãy số với tư cách văn thư, in the order of the tree."""
    clerks = Unit.objects.for_pick().within(user.units_as(Membership.Role.CLERK))
    return [unit for unit in clerks if unit.issues_papers and not unit.has_ended()]


def can_register_certificate(user: User, unit: Unit) -> bool:
    """Đăng ký chứng thư số: who administers the authority."""
    return allows(user, "register-certificate", unit)


def can_void(user: User, entry: RegisterEntry) -> bool:
    """Hủy số: the clerk of the authority whose register it is."""
    return allows(user, "keep-register", entry.book.series.unit)


def can_record_dispatch(user: User, entry: RegisterEntry) -> bool:
    """Ghi ngày chuyển, ký nhận: the clerk of the authority whose register it is."""
    return allows(user, "keep-register", entry.book.series.unit)


def can_export_register(user: User, unit: Unit) -> bool:
    """Tải sổ về: whoever keeps its papers, as they see it on the screen."""
    return allows(user, "see-register", unit)


def can_export_edxml(user: User, document: Document) -> bool:
    """Tải edXML: whoever keeps the papers of the authority that issued it."""
    return allows(user, "see-register", document.issuer)


def can_certify_copy(user: User, document: Document) -> bool:
    """Sao y: the clerk of the authority that issued the paper."""
    return allows(user, "certify-copy", document.issuer)


def can_keep_deliveries(user: User, document: Document) -> bool:
    """Sửa nơi nhận: the clerk of the authority that issued the paper."""
    return allows(user, "keep-deliveries", document.issuer)


def can_keep_correspondents(user: User, unit: Unit) -> bool:
    """Giữ sổ địa chỉ nơi nhận: the clerk of the authority whose it is."""
    return allows(user, "keep-correspondents", unit)


def can_open_delivery(user: User, delivery: Delivery) -> bool:
    """Mở văn bản đến: whoever takes papers in for the unit that it was sent to."""
    return delivery.unit is not None and allows(user, "take-papers-in", delivery.unit)


def can_register(user: User, unit: Unit) -> bool:
    """Ghi sổ một văn bản giấy: the authority's clerk."""
    return allows(user, "register", unit)


def can_see_drafts(user: User, document: Document) -> bool:
    """Xem bản trình ký, kết quả kiểm tra: whoever keeps the papers of the issuing authority."""
    return allows(user, "see-papers", document.issuer)


def can_make_diplomas(user: User, decision: Decision) -> bool:
    """Làm, in giấy khen: who drafts the decisions of the authority, and its clerk."""
    return is_near(user, decision.authority) and allows(
        user, "make-diplomas", decision.authority
    )


def can_keep_stock(user: User, unit: Unit) -> bool:
    """Khai phôi, máy in: likewise."""
    return is_near(user, unit) and allows(user, "make-diplomas", unit)


def prints_for(user: User) -> list[Unit]:
    """Cơ quan mà người này in giấy khen, in the order of the tree."""
    near = Unit.objects.for_pick().on(localdate()).within(user.units_near)
    return [one for one in near if one.issues_papers and can_keep_stock(user, one)]


def can_lay_pact(user: User, head: Unit | None) -> bool:
    """Lập, bỏ bản giao ước để ký: whoever works in the unit that heads the cluster today."""
    return head is not None and allows(user, "lay-pact", head)


def can_keep_pact_scan(user: User, head: Unit | None) -> bool:
    """Nhận bản quét của thành viên ký trên giấy: likewise."""
    return head is not None and allows(user, "lay-pact", head)


def can_sign_pact(user: User, seat: PactSeat) -> bool:
    """Ký, không ký giao ước: the very leader whom the member named."""
    return _signs_for_member(user, seat)


def can_sign_pact_outside(user: User, seat: PactSeat) -> bool:
    """Gửi bản giao ước ký bằng thiết bị của mình: likewise."""
    return _signs_for_member(user, seat)


def _signs_for_member(user: User, seat: PactSeat) -> bool:
    if seat.unit is None or not _is_signer(user, seat):
        return False
    return allows(user, "sign-pact", seat.unit)


def can_lay_minutes(user: User, session: CouncilSession | None) -> bool:
    """Lập, bỏ biên bản phiên họp để ký: the council's secretary."""
    return session is not None and can_lay_for(user, session.unit)


def can_sign_minutes(user: User, seat: PactSeat) -> bool:
    """Ký biên bản: of one's own place in it, which the act looks for."""
    session = seat.paper.session
    return session is not None and allows(user, "sign-minutes", session.unit)


def _is_signer(user: User, seat: PactSeat) -> bool:
    return seat.signer is not None and seat.signer.user_id == user.pk


def can_read_anchor_papers(user: User) -> bool:
    """Tải biên bản niêm: who reads the page of the seal, which is of all trees."""
    return administers_something(user)


def can_choose_anchor_signer(user: User) -> bool:
    """Chọn cơ quan ký niêm: who administers every tree, for the book is of all of them."""
    return allows_everywhere(user, "choose-anchor-signer")
