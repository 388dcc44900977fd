"""Sao y: from a numbered copy to a signed file. Safe to run any number of times.

Draft and signature are made in one step by whoever holds the seal's key, since the line on the
page tells when it was signed. What was made is written aside and counts when its transaction
commits; a worker killed in between has changed nothing, and the next one makes it anew.
"""

from functools import partial

from django.db import transaction
from django.utils.timezone import localtime, now

from reports import annexing, signing, store
from reports.errors import SigningRefused
from reports.issuing import certificate_of, signer_ref
from reports.models import CertifiedCopy, CopiedAnnex, Document
from reports.origins import force_of
from reports.steps import keep_signed, one_try
from reports.store import read_stored
from units.calendar import name_on

Status = CertifiedCopy.Status
RECALLED = "Văn bản đã bị thu hồi, không sao y được nữa."


def owed() -> list[int]:
    return list(CertifiedCopy.objects.owed().values_list("pk", flat=True))


def line_of(agency: str, moment) -> str:
    """ "SAO Y; tên cơ quan; 27/11/2026; 09:58:01 +07:00" (R75, R76)."""
    at = localtime(moment)
    return f"SAO Y; {agency}; {at:%d/%m/%Y; %H:%M:%S} +07:00"


def sign(copy_id: int) -> None:
    """Dựng và ký bản sao, once."""
    say = partial(_say, copy_id)
    with one_try(f"copy:{copy_id}", "làm bản sao này", stop=say, wait=say) as mine:
        if mine:
            _sign(copy_id)


def _sign(copy_id):
    copies = CertifiedCopy.objects.select_related("issuer__seal_of")
    copy = copies.get(pk=copy_id)
    if copy.status != Status.REQUESTED:
        return  # another worker was quicker
    document = Document.objects.for_exchange().get(pk=copy.document_id)
    if force_of(document).is_recalled:
        raise SigningRefused(RECALLED)  # since the copy was asked for
    agency, moment = copy.issuer.seal_holder, now()
    certificate = certificate_of(unit=agency)
    named = name_on(copy.issuer, localtime(moment).date())
    name = named.name if named else copy.issuer.name

    def certified(pdf):
        draft = signing.prepare_copy(pdf, line_of(name, now()))
        return signing.seal_copy(
            draft, signer_ref(certificate), owner=f"unit:{agency.pk}",
            place=document.place,
        )  # fmt: skip

    done = set(copy.annexes.values_list("position", flat=True))
    for file in annexing.newest_of(document):
        if file.position not in done:
            _keep_annex(copy, file, certified(read_stored(file)))
    signed = certified(read_stored(document.official_file))
    with transaction.atomic():
        locked = CertifiedCopy.objects.select_for_update(of=["self"], no_key=True)
        current = locked.select_related("requested_by").get(pk=copy.pk)
        if current.status != Status.REQUESTED:
            return
        keep_signed(current, signed, by=current.requested_by)


@transaction.atomic
def _keep_annex(copy, file, signed):
    annex = CopiedAnnex(
        copy=copy, position=file.position, marker=file.marker, size=len(signed.pdf),
        level=signed.level.value, signed_at=signed.signed_at,
    )  # fmt: skip
    annex.sha256 = store.write(annex.key, signed.pdf)
    annex.save(force_insert=True)


def _say(copy_id, problem):
    waiting = CertifiedCopy.objects.filter(pk=copy_id, status=Status.REQUESTED)
    waiting.exclude(problem=problem).update(problem=problem)
