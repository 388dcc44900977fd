"""Giao ước của cụm, khối: the head writes it, each member agrees, changed words ask anew."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.models import Pact, PactAgreement
from campaigns.pacts import PACT, head_of, members_of, missing
from units import audit
from units.errors import Refused
from units.models import Membership, Unit, User
from units.models.tree import CLUSTER
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, amend_all, amend_as, move, move_as

Status = Pact.Status


@transaction.atomic
def begin_pact(
    cluster_id: int, *, by: User, name: str, text: str, starts_on: date, ends_on: date
) -> Pact:
    """Viết giao ước, for all members to read and agree to."""
    clusters = Unit.objects.of_kind(CLUSTER).select_for_update(no_key=True)
    cluster = clusters.get(pk=cluster_id)
    require(permissions.can_write_pact(by, head_of(cluster)))
    pact = Pact(
        cluster=cluster, name=name.strip(), text=text.strip(), starts_on=starts_on,
        ends_on=ends_on, written_by=by,
    )  # fmt: skip
    add(pact, by=by)
    return pact


@transaction.atomic
def amend_pact(
    pact_id: int, *, by: User, name: str, text: str, starts_on: date, ends_on: date,
    reason: str = "", seen: int | None = None,
) -> Pact:  # fmt: skip
    """Sửa giao ước. Who has agreed already agrees anew, and reads why."""
    pact = _lock(pact_id)
    require(permissions.can_write_pact(by, head_of(pact.cluster)))
    _require_living(pact)
    audit.require_unchanged(pact, seen, by=by)
    told = {
        "name": name.strip(), "text": text.strip(), "starts_on": starts_on,
        "ends_on": ends_on,
    }  # fmt: skip
    if all(getattr(pact, field) == value for field, value in told.items()):
        return pact
    agreed = list(pact.agreements.living())
    if agreed and not reason.strip():
        raise Refused(
            f"{len(agreed)} thành viên đã đồng ý bản này. Ghi lý do sửa để các thành viên "
            "biết khi đồng ý lại.",
            at="reason",
        )
    amend(pact, by=by, version=pact.version + 1, **told)
    amend_all(
        agreed, by=by, lapsed_at=now(), lapsed_reason=f"Sửa: {reason.strip()}"[:500]
    )
    if pact.status in Pact.AGREED:
        move(pact, Status.OPEN, by=by, completed_at=None)
    return pact


@transaction.atomic
def agree_pact(
    pact_id: int, unit_id: int, *, by: User, version: int, agreed_on: date | None = None,
    undertakes: str = "",
) -> PactAgreement:  # fmt: skip
    """Đồng ý, for a member. ``version``: the words that were read. The last one completes it.

    ``undertakes``: what it does of its own, for the table of the paper.
    """
    pact = _lock(pact_id)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_agree_pact(by, unit))
    if pact.status == Status.ENDED:
        raise Refused("Giao ước này đã thôi.")
    if not members_of(pact.cluster).filter(unit=unit).exists():
        raise Refused(f"{unit} không phải thành viên của {pact.cluster} hôm nay.")
    if version != pact.version:
        raise Refused("Giao ước vừa được sửa. Đọc lại bản mới rồi đồng ý.")
    day = agreed_on or localdate()
    if day > localdate():
        raise Refused(
            f"Chỉ ghi ngày đã đến. Đang nhập: {vn_date(day)}.", at="agreed_on"
        )
    agreement = PactAgreement(
        pact=pact, unit=unit, unit_name=unit.name, version=pact.version, agreed_on=day,
        agreed_by=by, undertakes=undertakes.strip(),
    )  # fmt: skip
    if before := pact.agreements.filter(unit=unit).order_by("pk").last():
        # Agreed anew: what it does of its own and who signs need not be given again.
        agreement.undertakes = agreement.undertakes or before.undertakes
        agreement.signer = before.signer
        agreement.paper_signer = before.paper_signer
        agreement.paper_title = before.paper_title
    add(agreement, by=by)
    if pact.status == Status.OPEN and not missing(pact):
        move(pact, Status.COMPLETE, by=by, completed_at=now())
    return agreement


@transaction.atomic
def name_pact_signer(
    agreement_id: int, *, by: User, undertakes: str = "", signer_id: int | None = None,
    paper_signer: str = "", paper_title: str = "",
) -> PactAgreement:  # fmt: skip
    """Ghi việc đơn vị nhận làm; ai ký giao ước: a leader with a key, or somebody on paper."""
    found = PactAgreement.objects.select_related("unit").get(pk=agreement_id)
    pact = _lock(found.pact_id)
    require(permissions.can_agree_pact(by, found.unit))
    agreement = pact.agreements.living().filter(pk=found.pk).first()
    if agreement is None:
        raise Refused("Việc đồng ý này đã hết giá trị.")
    if pact.status not in (Status.OPEN, Status.COMPLETE):
        raise Refused(
            "Giao ước đang ký hoặc đã ký nên giữ nguyên người ký và việc đơn vị nhận làm. Đề "
            "nghị trưởng bỏ bản ký rồi lập lại."
        )
    signer = None
    if signer_id is not None:
        signers = Membership.objects.signers_of(found.unit, PACT)
        signer = signers.filter(pk=signer_id).first()
        if signer is None:
            raise Refused(
                "Người này hiện không có tư cách ký của đơn vị. Chọn người khác.",
                at="signer",
            )
    amend_as(
        "signer_named", agreement, by=by, undertakes=undertakes.strip(), signer=signer,
        paper_signer=paper_signer.strip(), paper_title=paper_title.strip(),
    )  # fmt: skip
    return agreement


@transaction.atomic
def take_back_agreement(agreement_id: int, *, by: User, reason: str) -> PactAgreement:
    """Rút việc đồng ý, while not all have agreed."""
    found = PactAgreement.objects.select_related("unit").get(pk=agreement_id)
    pact = _lock(found.pact_id)
    require(permissions.can_agree_pact(by, found.unit))
    agreement = pact.agreements.living().filter(pk=found.pk).first()
    if agreement is None:
        raise Refused("Việc đồng ý này đã hết giá trị.")
    if pact.status != Status.OPEN:
        raise Refused(
            "Mọi thành viên đã đồng ý. Đề nghị trưởng sửa hoặc thôi giao ước."
        )
    if not reason.strip():
        raise Refused("Ghi lý do rút lại việc đồng ý.", at="reason")
    amend_as(
        "taken_back", agreement, by=by, lapsed_at=now(), lapsed_reason=reason.strip()
    )
    return agreement


@transaction.atomic
def complete_pact(pact_id: int, *, by: User) -> Pact:
    """Ghi nhận đã đủ: where the last who had not agreed is a member no more."""
    pact = _lock(pact_id)
    require(permissions.can_write_pact(by, head_of(pact.cluster)))
    if pact.status != Status.OPEN:
        raise Refused("Giao ước này không còn chờ đồng ý.")
    if waiting := missing(pact):
        names = ", ".join(str(one.unit) for one in waiting)
        raise Refused(f"Còn chờ {names} đồng ý.")
    move(pact, Status.COMPLETE, by=by, completed_at=now())
    return pact


@transaction.atomic
def end_pact(pact_id: int, *, by: User, reason: str) -> Pact:
    """Thôi giao ước."""
    pact = _lock(pact_id)
    require(permissions.can_write_pact(by, head_of(pact.cluster)))
    _require_living(pact)
    if not reason.strip():
        raise Refused("Ghi lý do thôi giao ước.", at="reason")
    move(pact, Status.ENDED, by=by, end_reason=reason.strip())
    return pact


@transaction.atomic
def record_pact_signing(pact_id: int, *, by: User, version: int) -> Pact:
    """Đưa ra ký: its paper is made of the words as they stand (a higher app's act)."""
    pact = _lock(pact_id)
    if pact.version != version:
        raise Refused("Giao ước vừa được sửa. Đọc lại bản mới rồi lập bản ký.")
    move(pact, Status.SIGNING, by=by)
    return pact


@transaction.atomic
def record_pact_signed(pact_id: int, *, by: User) -> Pact:
    """Mọi thành viên đã ký."""
    pact = _lock(pact_id)
    move(pact, Status.SIGNED, by=by)
    return pact


@transaction.atomic
def record_pact_unsigned(pact_id: int, *, by: User) -> Pact:
    """Thôi ký: refused by a member, or the paper given up; all still agree to the words."""
    pact = _lock(pact_id)
    if pact.status == Status.SIGNING:
        move_as("unsigned", pact, Status.COMPLETE, by=by)
    return pact


def _lock(pact_id: int) -> Pact:
    return (
        Pact.objects.for_page()
        .select_for_update(of=["self"], no_key=True)
        .get(pk=pact_id)
    )


def _require_living(pact):
    if pact.status == Status.ENDED:
        raise Refused("Giao ước này đã thôi nên không sửa được.")
