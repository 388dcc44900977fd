"""Ký ngoài: where a file comes back from somebody's own device."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from reports import actions, permissions
from reports.forms import SignedFileForm
from reports.views.documents import get, page
from units import form_messages
from units.errors import Refused
from units.permissions import require


@require_http_methods(["GET", "POST"])
def document_signed(request, pk):
    """Gửi bản người ký đã ký. Asked for without a file, it is the paper's page."""
    document = get(request, pk)
    require(permissions.can_sign_outside(request.user, document))
    return _take(request, document, actions.take_person_signature)


@require_http_methods(["GET", "POST"])
def document_sealed(request, pk):
    """Gửi bản đã đóng dấu."""
    document = get(request, pk)
    require(permissions.can_issue(request.user, document))
    return _take(request, document, actions.take_agency_signature)


@require_POST
def document_seal_way(request, pk):
    """Đổi cách đóng dấu."""
    document = get(request, pk)
    require(permissions.can_issue(request.user, document))
    try:
        outside = "ngoai" in request.POST
        actions.choose_seal_way(document.pk, by=request.user, outside=outside)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("reports:document", document.pk)


def _take(request, document, act):
    if request.method == "GET":
        return redirect("reports:document", document.pk)
    form = SignedFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["tep"].read()
            act(document.pk, by=request.user, content=content)
        except Refused as refusal:
            document = get(request, document.pk)
            if not (document.waits_for_person_file or document.waits_for_seal_file):
                # Another way was taken meanwhile: the page has no box for a file any more.
                messages.error(request, str(refusal))
                return redirect("reports:document", document.pk)
            form_messages.refused(form, refusal)
        else:
            return redirect("reports:document", document.pk)
    return page(request, document, status=422, file_form=form)
