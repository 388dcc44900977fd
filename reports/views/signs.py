"""Dấu hiệu trạng thái: which kind of tag a paper's status is shown with."""

from campaigns.lineage import InForce
from reports.models import Document

Status = Document.Status

KINDS = {
    Status.REQUESTED: "info",
    Status.RENDERED: "info",
    Status.STOPPED: "warn",
    Status.SIGNED: "gold",
    Status.NUMBERED: "info",
    Status.ISSUED: "ok",
    Status.DROPPED: "mute",
}


def sign_of(document: Document, force: InForce | None = None) -> dict:
    """``kind`` and ``text`` of the paper's status tag; ``force``: where it is known."""
    if force is not None and force.is_over:
        return {"kind": force.kind, "text": force.words}
    status = Status(document.status)
    if document.waits_for_person_file:
        return {"kind": "gold", "text": "Chờ ký bằng thiết bị"}
    if document.waits_for_seal_file:
        return {"kind": "gold", "text": "Chờ đóng dấu bằng thiết bị"}
    return {"kind": KINDS[status], "text": status.label}
