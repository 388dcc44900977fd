"""Tệp của văn bản: the PDF under its proper name, and the pictures of its pages."""

import logging
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from reports import examining, exchange, sheets, store
from reports.models import AnnexFile, Document, DocumentFile
from reports.origins import origin_of
from reports.permissions import can_see_drafts
from reports.views.annexes import annexes_of
from reports.views.deliveries import taken_in
from reports.views.documents import get, visible_files
from units.access import What, looked_at
from units.pages import as_it_is

Stage = DocumentFile.Stage
# The address of such a picture holds the hash of its paper: it never changes.
KEPT = "private, max-age=31536000, immutable"
logger = logging.getLogger(__name__)
SUFFIXES = {
    Stage.NUMBERED: "cho-dong-dau",
    Stage.OFFERED: "ky-ngoai",
    Stage.SIGNED: "lanh-dao-da-ky",
    Stage.RENDERED: "trinh-ky",
}


class Damaged(Exception):
    """The stored file is gone or is not what was stored; the text is its name in the store."""


@require_safe
def document_file(request, pk, stage):
    """Tải một bản; ``?xem=1`` opens it in the browser, to print."""
    document = get(request, pk)
    file = visible_files(document, can_see_drafts(request.user, document)).get(stage)
    if file is None:
        raise Http404
    try:
        response = pdf(request, file, inline="xem" in request.GET, cache="private")
    except Damaged as damage:
        return _told_damaged(request, document, damage)
    taken_in(request, document)
    about = f"{document}: {name_of(document, file.stage)}"
    looked_at(request, What.DOWNLOADED, document, about=about)
    return response


def _told_damaged(request, document, damage):
    campaign = origin_of(document).campaign(request.user)
    context = {"document": document, "campaign": campaign, "name": str(damage)}
    return render(request, "reports/file_damaged.html", context, status=503)


@require_safe
def annex_file(request, pk, position):
    """Tải một phụ lục ở tệp riêng; ``?xem=1`` opens it in the browser."""
    document = get(request, pk)
    own = can_see_drafts(request.user, document)
    file = next(
        (one for one in annexes_of(document, own) if one.position == position), None
    )
    if file is None:
        raise Http404
    try:
        response = annex_pdf(
            request, file, inline="xem" in request.GET, cache="private"
        )
    except Damaged as damage:
        return _told_damaged(request, document, damage)
    taken_in(request, document)
    looked_at(
        request, What.DOWNLOADED, document, about=f"{document}: {annex_name_of(file)}"
    )
    return response


def annex_pdf(request, file: AnnexFile, *, inline: bool, cache: str):
    """An annex in a file of its own. Raises :class:`Damaged`."""
    name, read = annex_name_of(file), partial(whole, file)
    return stored_pdf(request, file.sha256, read, name=name, inline=inline, cache=cache)


def annex_name_of(file: AnnexFile) -> str:
    """KH-05-2026-UBND-PL2.pdf; before issue its name says so."""
    name = exchange.annex_name(file.document, file.position)
    if file.is_official:
        return name
    return f"{name.removesuffix('.pdf')}-{SUFFIXES[Stage.RENDERED]}.pdf"


@require_safe
def document_page(request, pk, digest, page, width):
    return _picture(
        request, pk, digest, lambda pictures: sheets.path(pictures.home, page, width)
    )


@require_safe
def document_strip(request, pk, digest):
    """All pages small in one picture: one request, however many pages."""
    return _picture(request, pk, digest, lambda pictures: pictures.strip)


def pdf(request, file: DocumentFile, *, inline: bool, cache: str):
    """A stage of a document. Raises :class:`Damaged`."""
    name = name_of(file.document, file.stage)
    return stored_pdf(
        request,
        file.sha256,
        partial(whole, file),
        name=name,
        inline=inline,
        cache=cache,
    )


@csp_override({})  # the browser's own PDF page needs what our pages must not have
def stored_pdf(
    request, sha256: str, read: Callable[[], bytes], *, name: str, inline: bool, cache: str
):  # fmt: skip
    """Stored bytes, which ``read`` checks against their hash; what that raises goes on."""
    etag = quote_etag(sha256)
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(read(), content_type="application/pdf")
        disposition = content_disposition_header(not inline, name)
        response["Content-Disposition"] = disposition or ""
    response["ETag"] = etag
    # The address stays when the next stage is made, so the browser asks again each time.
    response["Cache-Control"] = f"{cache}, no-cache"
    return as_it_is(request, response)


def whole(kept: store.Kept) -> bytes:
    """Its stored bytes. Raises :class:`Damaged`."""
    try:
        return store.read_stored(kept)
    except (OSError, ValueError) as error:
        logger.exception("file %s of %s", kept.sha256, kept.key)
        raise Damaged(f"{kept.sha256}.pdf") from error


def give(
    request: HttpRequest, kept: store.Kept, name: str, record: Model, *, said: str,
    about: str, back: str, crumbs: list[tuple[str, str]],
) -> HttpResponse:  # fmt: skip
    """A stored file to take away, written into the access log as ``said`` of ``record``.

    Where it is damaged, the page that says so; ``about``, ``back``, ``crumbs`` are that page's.
    """
    try:
        response = stored_pdf(
            request, kept.sha256, partial(whole, kept), name=name,
            inline="xem" in request.GET, cache="private",
        )  # fmt: skip
    except Damaged as damage:
        context = {"about": about, "back": back, "name": str(damage), "crumbs": crumbs}
        return render(request, "reports/stored_damaged.html", context, status=503)
    looked_at(request, What.DOWNLOADED, record, about=said)
    return response


def name_of(document: Document, stage: str) -> str:
    """KH-05-2026-UBND.pdf (R174); earlier stages say in their name that they are such."""
    name = exchange.paper_name(document)
    suffix = SUFFIXES.get(Stage(stage))
    return f"{name.removesuffix('.pdf')}-{suffix}.pdf" if suffix else name


def picture(request, path, *, cache: str):
    """One page as WebP; ``cache`` is its Cache-Control."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    etag = quote_etag(sha256(content).hexdigest()[:32])
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(content, content_type="image/webp")
    response["ETag"] = etag
    response["Cache-Control"] = cache
    return as_it_is(request, response)


def _picture(request, pk, digest, path_of):
    document = get(request, pk)
    files = visible_files(document, can_see_drafts(request.user, document)).values()
    file = next((file for file in files if file.sha256.startswith(digest)), None)
    pictures = file and examining.pictures(file.sha256)
    if not pictures or len(digest) < 16:
        raise Http404
    return picture(request, path_of(pictures), cache=KEPT)
