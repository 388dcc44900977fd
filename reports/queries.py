"""Đọc: figures and facts across apps."""

from dataclasses import dataclass

from reports.models import Document, DocumentFile


@dataclass(frozen=True)
class Standing:
    """Hiệu lực: what the register knows of a file with this very hash."""

    document: Document
    is_latest: bool  # an issued file, not an earlier stage of it
    in_force: bool


def standing_of(sha256: str) -> Standing | None:
    """The document that a file belongs to, byte for byte; None where it is not ours."""
    file = (
        DocumentFile.objects.select_related("document__issuer")
        .filter(sha256=sha256)
        .exclude(stage=DocumentFile.Stage.RENDERED)
        .first()
    )
    if file is None:
        return None
    issued = file.document.status == Document.Status.ISSUED
    return Standing(
        document=file.document,
        is_latest=file.is_official,
        in_force=issued,
    )
