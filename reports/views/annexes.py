"""Phụ lục ở tệp riêng trên trang: which files there are, what was found of each."""

from dataclasses import dataclass, replace

from reports import annexing, examining, tasks
from reports.models import AnnexFile, Document
from reports.verdicts import Conclusion


@dataclass(frozen=True)
class Annex:
    """Một phụ lục as a page tells of it; ``verdict`` is None while there is none."""

    file: AnnexFile
    verdict: Conclusion | None

    @property
    def is_valid(self) -> bool:
        return self.verdict is not None and self.verdict.is_valid


def annexes_of(document: Document, own: bool) -> list[AnnexFile]:
    """The newest file of each annex: before issue, those rendered, to the issuing authority."""
    if document.status == Document.Status.ISSUED:
        return annexing.newest_of(document)
    if not own or not document.annex_count:
        return []
    files = AnnexFile.objects.of_document(document).rendered()
    return list(files.select_related("document"))


def judged(document: Document, own: bool) -> list[Annex]:
    """With their verdicts; a worker is asked for what is missing."""
    found = []
    for file in annexes_of(document, own):
        if not file.is_official:
            found.append(Annex(file, None))
            continue
        verdict = examining.verdict(file.sha256)
        if examining.is_unjudged(file.sha256) and examining.should_ask(file.sha256):
            tasks.wake(tasks.examine_annex, file.pk)
        # No person is to sign an annex: the agency's signature is the one it has (R75).
        whole = verdict and replace(verdict, is_of_machine=True)
        found.append(Annex(file, whole))
    return found
