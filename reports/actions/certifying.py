"""Sao y: the clerk certifies an electronic copy of an issued paper."""

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from reports import permissions, tasks
from reports.actions.locking import lock_document
from reports.certifying import RECALLED
from reports.models import CertifiedCopy, Document
from reports.origins import force_of
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import add


@transaction.atomic
def certify_copy(document_id: int, *, by: User) -> CertifiedCopy:
    """Sao y một văn bản đã ban hành: a number of the book of copies; a worker signs it.

    The lock of the authority's row makes a second clerk wait: no gap, no duplicate.
    """
    document = lock_document(document_id)
    require(permissions.can_certify_copy(by, document))
    if document.status != Document.Status.ISSUED:
        raise Refused("Chỉ sao y được văn bản đã ban hành.")
    if force_of(document).is_recalled:
        raise Refused(RECALLED)
    issuer = Unit.objects.select_for_update(no_key=True).get(pk=document.issuer_id)
    if issuer.has_ended():
        raise Refused(f"{issuer} đã kết thúc, không sao y được nữa.")
    year = localdate().year
    given = CertifiedCopy.objects.filter(issuer=issuer, year=year)
    last = given.aggregate(last=Max("number"))["last"] or 0
    copy = CertifiedCopy(
        document=document, issuer=issuer, year=year, number=last + 1,
        symbol=f"SY-{_agency_part(document)}", requested_by=by,
    )  # fmt: skip
    add(copy, by=by)
    tasks.sign_copy.delay_on_commit(copy.pk)
    return copy


def _agency_part(document):
    """ "UBND" of "KH-UBND"; of a letter "UBND-VX", whose agency comes first."""
    first, _, rest = document.symbol.partition("-")
    letter = document.kind == Document.Kind.LETTER
    return first if letter or not rest else rest
