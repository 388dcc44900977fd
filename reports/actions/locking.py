"""Khóa dòng: the row of a paper, held until the act is done."""

from reports.models import Document


def lock_document(document_id: int) -> Document:
    documents = Document.objects.select_related(
        "issuer", "signer__user", "plan__issuer"
    )
    return documents.select_for_update(of=["self"], no_key=True).get(pk=document_id)
