"""Khóa dòng: the row of a paper, held until the act is done."""

from reports.models import Document
from units.errors import Refused


def lock_document(document_id: int) -> Document:
    documents = Document.objects.select_related(
        "issuer", "signer__user", "plan__issuer"
    )
    return documents.select_for_update(of=["self"], no_key=True).get(pk=document_id)


def require_one_file(document: Document) -> None:
    """The agency's own device takes one file at a time; annexes apart need the machine."""
    if document.annex_count:
        raise Refused(
            f"Văn bản có {document.annex_count} phụ lục ở tệp riêng: đóng dấu bằng máy ký của hệ "
            "thống, ký lần lượt từng tệp."
        )
