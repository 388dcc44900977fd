"""Bản sao y: asked for on the page of its paper, taken as a file, listed in a book of its own."""

import logging
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reports import actions, permissions, store
from reports.models import CertifiedCopy
from reports.views.documents import get
from reports.views.files import stored_pdf
from units.access import What, looked_at
from units.errors import Refused
from units.permissions import require

PAGE_LENGTH = 50
logger = logging.getLogger(__name__)


@require_POST
def copy_certify(request, pk):
    """Sao y một văn bản."""
    document = get(request, pk)
    require(permissions.can_certify_copy(request.user, document))
    try:
        copy = actions.certify_copy(pk, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, f"{copy} đang được ký. Xem lại trang này sau ít giây để tải."
        )
    return redirect(reverse("reports:document", args=[pk]) + "#sao-y-h")


@require_safe
def copy_file(request, pk):
    """Tải một bản sao y."""
    copy = _signed(request.user, pk)
    return _file(request, copy, copy.document)


@require_safe
def copy_annex(request, pk, position):
    """Tải phụ lục của một bản sao y."""
    copy = _signed(request.user, pk)
    annex = get_object_or_404(copy.annexes, position=position)
    return _file(request, annex, copy.document)


def _signed(user, pk):
    copies = CertifiedCopy.objects.visible_to(user).signed()
    return get_object_or_404(copies.select_related("document"), pk=pk)


def _file(request, copied, document):
    read = partial(store.read_stored, copied)
    try:
        response = stored_pdf(
            request,
            copied.sha256,
            read,
            name=copied.file_name,
            inline="xem" in request.GET,
            cache="private",
        )
    except (OSError, ValueError) as error:
        logger.exception("%s", copied.key)
        raise Http404 from error
    looked_at(request, What.DOWNLOADED, document, about=f"{document}: {copied}")
    return response


@require_safe
def copy_list(request):
    """Sổ bản sao of the authorities whose papers one keeps."""
    found = CertifiedCopy.objects.visible_to(request.user).for_list()
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("trang"))
    return render(request, "reports/copy_list.html", {"page": page})
