"""Việc cần làm: what papers wait for. Plans tell theirs in ``campaigns.inbox``."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from awards import (
    council_inbox,
    deciding_inbox,
    proposal_inbox,
    result_inbox,
    submission_inbox,
)
from campaigns import assigned, inbox, raised_inbox, registration_inbox, report_inbox
from campaigns.inbox import Item
from reports.models import Delivery, Document, PactSeat
from units import no_role
from units.models import Membership, User
from units.permissions import units_where
from units.wording import vn_datetime

SOON = 7  # days
Role = Membership.Role


@dataclass(frozen=True)
class NextStep:
    """Khi không có việc: what will appear here, and where one may go meanwhile."""

    text: str
    act: str
    url: str
    title: str = "Không còn việc nào chờ anh/chị"
    is_done: bool = True


def next_step(user: User, *, can_start: bool) -> NextStep:
    """For a person for whom nothing waits, by what they do here."""
    held = {role for _, role in user.roles}
    campaigns = reverse("campaigns:campaign-list")
    if not held:
        notice = no_role.notice(user)
        return NextStep(
            title=notice.title,
            text=" ".join(notice.sentences),
            act="Đọc hướng dẫn",
            url=reverse("guide"),
            is_done=False,
        )
    if can_start:
        return NextStep(
            text="Kế hoạch bị trả lại và bản nháp đang soạn sẽ hiện ở đây. Phong trào mới "
            "bắt đầu từ tệp Word, PDF có sẵn hoặc từ trang trắng.",
            act="Lập phong trào",
            url=reverse("campaigns:campaign-start"),
        )
    if Role.LEADER in held:
        return NextStep(
            text="Kế hoạch được trình để anh/chị duyệt, ký sẽ hiện ở đây.",
            act="Xem các phong trào",
            url=campaigns,
        )
    if Role.CLERK in held:
        return NextStep(
            text="Văn bản lãnh đạo đã ký, chờ cấp số và đóng dấu, sẽ hiện ở đây.",
            act="Mở sổ văn bản",
            url=reverse("reports:register"),
        )
    if held == {Role.ADMINISTRATOR}:
        return NextStep(
            text="Đơn vị, tài khoản, vai trò, dãy số văn bản nằm ở mục Quản trị; chứng thư số do "
            "người giữ máy chủ đăng ký.",
            act="Mở mục Quản trị",
            url=reverse("unit-list"),
        )
    return NextStep(
        text="Việc giao cho đơn vị và thời hạn nằm trong từng phong trào đã ban hành.",
        act="Xem các phong trào",
        url=campaigns,
    )


def items(user: User) -> list[Item]:
    """All that waits for ``user``: plans and papers, the most urgent first."""
    found = [
        *inbox.items(user), *report_inbox.items(user), *assigned.items(user),
        *registration_inbox.items(user),
        *raised_inbox.items(user), *proposal_inbox.items(user),
        *council_inbox.items(user), *deciding_inbox.items(user),
        *submission_inbox.items(user),
        *result_inbox.items(user),
        *_papers(user), *_pacts(user), *_arrived(user),
    ]  # fmt: skip
    return sorted(found, key=_urgency)


def groups(found: list[Item], today: date) -> list[dict]:
    """``found`` by urgency: dicts title, items, late. What waits for others is left out."""
    mine = [item for item in found if item.mine]
    parts = (
        ("Quá hạn", True, lambda day: day is not None and day < today),
        (
            "Trong bảy ngày tới",
            False,
            lambda day: day is not None and today <= day <= today + timedelta(SOON),
        ),
        ("Đang chờ anh/chị", False, lambda day: day is None),
        (
            "Sau bảy ngày tới",
            False,
            lambda day: day is not None and day > today + timedelta(SOON),
        ),
    )
    found_parts = [
        {
            "title": title,
            "late": late,
            "items": [item for item in mine if belongs(item.deadline)],
        }
        for title, late, belongs in parts
    ]
    return [part for part in found_parts if part["items"]]


def _papers(user):
    """What waits for the clerk, and what the signer has to do so that a paper gets signed."""
    for_clerk = Document.objects.waiting_for_clerk(user).for_list()
    for_signer = Document.objects.waiting_for_signer(user).for_list()
    return [
        *[_for_clerk(document) for document in for_clerk],
        *[_for_signer(document) for document in for_signer],
    ]


def _for_clerk(document):
    number = document.status == Document.Status.SIGNED
    signed = f"{document.signer_name} ký lúc {vn_datetime(document.signed_at)}"
    outside = (
        f"Số {document.number_and_symbol}: ký bằng thiết bị của cơ quan rồi gửi lại"
    )
    return Item(
        work="so",
        kind="gold",
        icon="journal-text",
        title=f"{'Cấp số, đóng dấu' if number else 'Đóng dấu'}: {document.subject}",
        url=reverse("reports:document", args=[document.pk]),
        context=signed if number else outside,
        act="Cấp số" if number else "Đóng dấu",
        since=document.signed_at,
    )


def _for_signer(document):
    stopped = document.status == Document.Status.STOPPED
    return Item(
        work="duyet",
        kind="bad" if stopped else "gold",
        icon="exclamation-triangle-fill" if stopped else "pen",
        title=f"{'Gỡ vướng mắc khi ký' if stopped else 'Ký bằng thiết bị'}: "
        f"{document.subject}",
        url=reverse("reports:document", args=[document.pk]),
        context=document.problem if stopped else "Tải tệp về, ký rồi gửi lại",
        act="Xem" if stopped else "Ký",
        since=document.requested_at,
    )


def _pacts(user):
    """Giao ước, biên bản chờ người này ký; of who signs neither anywhere nothing is asked."""
    if not (units_where(user, "sign-pact") or units_where(user, "sign-minutes")):
        return []
    return [
        Item(
            work="hoi-dong" if seat.paper.is_minutes else "duyet",
            kind="bad" if seat.problem else "gold",
            icon="exclamation-triangle-fill" if seat.problem else "pen",
            title=f"Ký {seat.paper.called_within}: {seat.paper}",
            url=seat.paper_url,
            context=seat.problem or seat.for_whom,
            act="Ký",
            since=seat.paper.laid_at,
        )
        for seat in PactSeat.objects.waiting_for_signer(user)
    ]


def _arrived(user):
    """Văn bản mới đến: until somebody of the unit opens it."""
    return [
        Item(
            work="den",
            kind="info",
            icon="journal-text",
            title=f"Văn bản đến: {delivery.document.subject}",
            url=reverse("reports:document", args=[delivery.document_id]),
            context=f"{delivery.document.issuer} gửi {delivery.unit}, "
            f"{delivery.document}",
            act="Mở",
            since=delivery.sent_at,
        )
        for delivery in Delivery.objects.new_to(user)
    ]


def _urgency(item):
    far = date.max
    since = item.since.timestamp() if item.since else 0
    return (item.deadline or far, since)
