"""Phụ lục ở tệp riêng (R75): rendered with their paper, sealed before it, public with it.

Each annex is recorded when it is sealed, in a transaction of its own; a worker killed on the way
is followed by one that goes on with the rest, and what was sealed stays as it is. The paper
becomes issued only when all of them are, and until then nobody outside is given any.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime, now

from campaigns.content import PlanContent
from reports import signing, store
from reports.models import AnnexFile, Document
from reports.rendering import (
    PaperMarks,
    RenderedAnnex,
    number_line,
    render_annexes,
    render_preview,
)
from reports.steps import renewed_before, unmoved

Stage = AnnexFile.Stage


def line_of(document: Document, moment: datetime) -> str:
    """ "Số: 04/KH-UBND; 27/11/2026; 09:15:07 +07:00" (R75)."""
    number = number_line(document.number, document.symbol)
    return f"{number}; {localtime(moment):%d/%m/%Y; %H:%M:%S} +07:00"


def render(
    content: PlanContent, marks: PaperMarks
) -> tuple[list[RenderedAnnex], bytes | None]:
    """The annexes, and all pages in one run, by which their form is checked; None: no annex."""
    annexes = render_annexes(content, marks=marks)
    if not annexes:
        return [], None
    return annexes, render_preview(content, marks=marks).pdf


def keep_rendered(document: Document, annexes: list[RenderedAnnex]) -> None:
    """In the transaction that records the rendered paper."""
    for position, annex in enumerate(annexes, start=1):
        file = AnnexFile(
            document=document, position=position, marker=annex.marker, title=annex.title,
            pages=annex.page_count, stage=Stage.RENDERED,
        )  # fmt: skip
        _keep(file, annex.pdf)


def are_sealed(document: Document) -> bool:
    if not document.annex_count:
        return True
    sealed = document.annex_files.official().values("position").distinct()
    return sealed.count() == document.annex_count


def seal(document: Document, ref: signing.SignerRef, *, owner: str) -> None:
    """Ký của cơ quan lên từng phụ lục that is not sealed yet. Raises what signing raises."""
    if not document.annex_count:
        return
    sealed = set(document.annex_files.official().values_list("position", flat=True))
    for file in document.annex_files.rendered().order_by("position"):
        if file.position not in sealed and not _seal(document, file, ref, owner):
            return


def archive(document: Document) -> None:
    """Nâng lên B-LTA the annexes that were sealed while a service was silent. Appends only."""
    for newest in newest_of(document):
        if newest.owed:
            _keep_archived(document, newest, signing.upgrade(store.read_stored(newest)))


def renew(document: Document, soon: datetime) -> None:
    """Gia hạn dấu thời gian of the annexes whose last one ends before ``soon``."""
    for newest in newest_of(document):
        renewed = renewed_before(soon, newest)
        if renewed is not None:
            _keep_archived(document, newest, renewed)


def newest_of(document: Document) -> list[AnnexFile]:
    """The official file of each annex, the latest, in their order; [] of most papers."""
    if not document.annex_count:
        return []
    files = AnnexFile.objects.of_document(document).official()
    newest = {file.position: file for file in files.select_related("document")}
    return list(newest.values())


def _seal(document, file, ref, owner) -> bool:
    """False: the paper has moved on without us."""
    draft = signing.prepare_annex(store.read_stored(file), line_of(document, now()))
    signed = signing.seal_annex(draft, ref, owner=owner, place=document.place)
    archived = signed.level == signing.Level.B_LTA
    with transaction.atomic():
        current = unmoved(document)
        if current is None:
            return False
        made = _next_of(file, Stage.ISSUED)
        made.level, made.owed = signed.level.value, [*signed.owed]
        made.stamp_until = signing.stamp_until(signed.pdf) if archived else None
        _keep(made, signed.pdf)
    return True


@transaction.atomic
def _keep_archived(document, source, pdf):
    current = unmoved(document)
    # Nothing else has been put on top of what was archived.
    files = document.annex_files.official().filter(position=source.position)
    if current and files.newest() == source:
        made = _next_of(source, Stage.ARCHIVED)
        made.level = signing.Level.B_LTA.value
        made.stamp_until = signing.stamp_until(pdf)
        _keep(made, pdf)


def _next_of(file, stage):
    return AnnexFile(
        document=file.document, position=file.position, marker=file.marker,
        title=file.title, pages=file.pages, stage=stage,
    )  # fmt: skip


def _keep(file, pdf):
    file.sha256, file.size = store.write(file.key, pdf), len(pdf)
    file.save(force_insert=True)
