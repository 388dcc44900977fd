"""Ký ngoài: takes back the file that was signed on somebody's own device.

The file is judged before any row is locked, for that takes seconds; then the row is locked and
everything is asked again. A worker asks the certification services and takes the paper on.
"""

from dataclasses import asdict

from django.db import transaction
from django.utils.timezone import now

from reports import permissions, signing, tasks, verifying
from reports.actions.certificates import put_in_use
from reports.actions.locking import lock_document, require_one_file
from reports.capacity import why_not_sign
from reports.models import Certificate, Document, DocumentFile
from reports.steps import drop_offer, keep
from reports.store import read_stored
from units.errors import Refused
from units.likeness import same_agency, same_name
from units.models import Unit, User
from units.permissions import require
from units.workflow import amend, amend_as

Stage, Way = DocumentFile.Stage, Document.Way
FIELD = "tep"  # of the form in which the file comes
BUSY = "Nhiều người đang kiểm tra tệp cùng lúc. Chờ một phút rồi gửi lại."
# Around post, room for the signature and name: whoever places a mark by hand does so roughly.
ROOM = 12 * signing.MM


def take_person_signature(document_id: int, *, by: User, content: bytes) -> Document:
    """Nhận bản người có thẩm quyền ký bằng thiết bị của mình.

    Their certificate is registered by it, if it is trusted and bears their name.
    """
    document = Document.objects.select_related("issuer", "signer__user").get(
        pk=document_id
    )
    require(permissions.can_sign_outside(by, document))
    base = _base(document, document.waits_for_person_file, Stage.RENDERED)
    added = _weigh(document, base, content)
    with transaction.atomic():
        document = lock_document(document_id)
        require(permissions.can_sign_outside(by, document))
        _require_waits(document.waits_for_person_file, base)
        if refusal := why_not_sign(document):
            raise Refused(refusal)
        signer = User.objects.select_for_update(no_key=True).get(
            pk=document.signer.user_id
        )
        if not same_name(added.name, document.signer_name):
            raise Refused(
                f"Chữ ký này của {added.name}, không phải của {document.signer_name}. Ký lại "
                "bằng thiết bị của chính người ký văn bản.",
                at=FIELD,
            )
        take_certificate({"user": signer}, added, by=by)
        _offer(document, content, by=by)
        tasks.sign_document.delay_on_commit(document.pk)
    return document


def take_agency_signature(document_id: int, *, by: User, content: bytes) -> Document:
    """Nhận bản đã đóng dấu bằng thiết bị của cơ quan."""
    document = Document.objects.select_related("issuer__seal_of", "signer__user").get(
        pk=document_id
    )
    require(permissions.can_issue(by, document))
    base = _base(document, document.waits_for_seal_file, Stage.NUMBERED)
    added = _weigh(document, base, content)
    with transaction.atomic():
        document = lock_document(document_id)
        require(permissions.can_issue(by, document))
        _require_waits(document.waits_for_seal_file, base)
        holder = document.issuer.seal_holder
        agency = Unit.objects.select_for_update(no_key=True).get(pk=holder.pk)
        known = Certificate.objects.outside().filter(
            unit=agency, fingerprint=added.fingerprint
        )
        if not (known.exists() or same_agency(added.name, agency.name)):
            raise Refused(
                f"Chữ ký này của {added.name}, không phải của {agency.name}. Ký lại bằng thiết "
                "bị của cơ quan.",
                at=FIELD,
            )
        take_certificate({"unit": agency}, added, by=by)
        _offer(document, content, by=by)
        tasks.seal_document.delay_on_commit(document.pk)
    return document


@transaction.atomic
def choose_seal_way(document_id: int, *, by: User, outside: bool) -> Document:
    """Đổi cách đóng dấu of a numbered paper: by the machine, or on the agency's own device."""
    document = lock_document(document_id)
    require(permissions.can_issue(by, document))
    if document.status != Document.Status.NUMBERED:
        raise Refused(
            f"Văn bản đang ở trạng thái “{document.get_status_display()}” nên không đổi cách "
            "đóng dấu được."
        )
    if outside:
        require_one_file(document)
    drop_offer(document)
    document.files.filter(stage=Stage.NUMBERED).delete()
    way = Way.OUTSIDE if outside else Way.MACHINE
    amend(
        document, by=by, seal_way=way, problem="", offered_at=None, unanswered_at=None
    )
    tasks.seal_document.delay_on_commit(document.pk)
    return document


def _base(document, waits, stage):
    """The file that was handed out to be signed."""
    file = document.files.filter(stage=stage).first()
    _require_waits(waits and file is not None)
    return file


def _require_waits(waits, base=None):
    if waits and (base is None or DocumentFile.objects.filter(pk=base.pk).exists()):
        return
    raise Refused(
        "Văn bản không còn chờ tệp ký ngoài: đã ký xong, đã trả lại hoặc đã đổi cách ký. Mở lại "
        "trang văn bản để xem.",
        at=FIELD,
    )


def _weigh(document, base, content):
    rendered = document.files.get(stage=Stage.RENDERED)
    places = signing.Places.from_json(rendered.places)
    try:
        added = verifying.weigh_addition(
            read_stored(base), content, area=_area(places), since=base.created_at
        )
    except verifying.VerifierBusy:
        raise Refused(BUSY, at=FIELD) from None
    if added.problem:
        raise Refused(added.problem, at=FIELD)
    return added


def _area(places):
    """Where marks may stand: both boxes with some room, on the page of the signature."""
    signer, seal = asdict(places.signer), asdict(places.seal)
    return verifying.MarkArea(
        page=places.signer.page,
        **{c: min(signer[c], seal[c]) - ROOM for c in ("x1", "y1")},
        **{c: max(signer[c], seal[c]) + ROOM for c in ("x2", "y2")},
    )


def take_certificate(owner, added, *, by):
    """The certificate that signed is its owner's, or becomes so."""
    known = Certificate.objects.filter(fingerprint=added.fingerprint)
    if known.exclude(**owner).exists():
        raise Refused(
            f"Chứng thư số này của {added.name} đã đăng ký cho người hoặc cơ quan khác. Nhờ "
            "quản trị đơn vị kiểm tra lại.",
            at=FIELD,
        )
    if known.outside().exists():
        return
    if known.exists():
        raise Refused(
            "Chứng thư số này đã thôi dùng ở hệ thống hoặc đăng ký ở kho khóa của máy ký. Ký "
            "bằng chứng thư đang dùng, hoặc nhờ quản trị đơn vị đăng ký lại.",
            at=FIELD,
        )
    put_in_use(
        owner, by=by, held=Certificate.Held.OUTSIDE, common_name=added.name,
        fingerprint=added.fingerprint, valid_from=added.valid_from, valid_to=added.valid_to,
        picture=b"",
    )  # fmt: skip


def _offer(document, content, *, by):
    drop_offer(document)
    keep(document, Stage.OFFERED, content)
    amend_as(
        "offered", document, by=by, offered_at=now(), problem="", unanswered_at=None
    )
