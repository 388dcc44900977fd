"""Xuất edXML: an issued paper as a message, and many of them in one package."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from django.utils.timezone import localtime

from campaigns.content import Letterhead, PaperKind, PlanContent
from reports import annexing, edxml
from reports.models import AgencyCode, Document
from reports.rendering import file_name
from reports.store import read_stored
from units.calendar import name_on

CONTENT_TYPE = "application/xml"
MOST = 100  # papers of one package
MOST_MB = 100  # of their signed files together


def paper_name(document: Document) -> str:
    """KH-05-2026-UBND.pdf (R174)."""
    letterhead = Letterhead(
        number=document.number, symbol=document.symbol, issued_on=document.issued_on
    )
    return file_name(PlanContent(kind=PaperKind(document.kind), letterhead=letterhead))


def annex_name(document: Document, position: int) -> str:
    """KH-05-2026-UBND-PL2.pdf: at most 50 characters, as the paper's (R174)."""
    end = f"-PL{position}.pdf"
    stem = paper_name(document).removesuffix(".pdf")[: 50 - len(end)]
    return stem.rstrip("-") + end


def edxml_name(document: Document) -> str:
    return f"{paper_name(document).removesuffix('.pdf')}.edxml"


def message_of(document: Document) -> edxml.Message:
    """The issued paper, its signed file included. Raises OSError, ValueError: that is damaged."""
    issuer, day = document.issuer, document.issued_on
    assert day is not None  # what is issued has its day
    named = name_on(issuer, day)
    rows = list(document.deliveries.for_page())
    codes = AgencyCode.objects.of_all([issuer.pk, *(row.unit_id for row in rows)])
    organ_id = codes.get(issuer.pk, "")
    recipients = [
        edxml.Party(
            name=row.unit.name if row.unit else row.text,
            organ_id=codes.get(row.unit_id, ""),
        )
        for row in rows
    ]
    if not rows:  # issued before recipients were rows
        lines = document.register_entry.recipients.splitlines()
        recipients = [edxml.Party(name=line) for line in lines if line.strip()]
    annexes = annexing.newest_of(document)
    # "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch": for whom one signs, then as what.
    competence, _, position = document.signer_title.rpartition(", ")
    return edxml.Message(
        sender=edxml.Party(
            name=named.name if named else issuer.name, organ_id=organ_id
        ),
        recipients=tuple(recipients),
        number=f"{document.number:02d}",
        notation=document.symbol,
        place=document.place,
        issued_on=day,
        type_name=document.get_kind_display(),
        subject=document.title,
        competence=competence,
        position=position,
        signer=document.signer_name,
        pages=(document.pages or 0) + sum(file.pages for file in annexes),
        copies=document.register_entry.copies,
        document_id=f"{organ_id},{day:%Y/%m/%d},{document.number_and_symbol}",
        traced_at=localtime(document.sealed_at).replace(microsecond=0, tzinfo=None),
        file_name=paper_name(document),
        pdf=read_stored(document.official_file),
        annexes=tuple(
            edxml.Attached(
                file_name=annex_name(document, file.position), pdf=read_stored(file)
            )
            for file in annexes
        ),
    )


def size_of(document: Document) -> int:
    """Of all signed files of an issued paper, bytes."""
    annexes = annexing.newest_of(document)
    return document.official_file.size + sum(file.size for file in annexes)


def package(messages: Iterable[tuple[str, bytes]]) -> BytesIO:
    """Names and messages in one zip, from its beginning; one message at a time is whole."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, message in messages:
            whole.writestr(name, message)
    made.seek(0)
    return made
