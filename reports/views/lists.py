"""Danh sách văn bản."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from reports.forms import DocumentFilter
from reports.models import Document
from reports.origins import over
from reports.views.signs import sign_of

PAGE_LENGTH = 25


@require_safe
def document_list(request):
    """Văn bản đi của cơ quan, và văn bản đã ban hành của cấp trên."""
    documents = Document.objects.visible_to(request.user)
    chosen = DocumentFilter(request.GET, years=documents.years())
    found = documents.sought(**chosen.sought).for_list()
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("trang"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": _rows(page),
    }
    part = request.htmx and not request.htmx.history_restore_request
    template = "reports/document_list.html" + ("#results" if part else "")
    response = render(request, template, context)
    # One address, two answers: the browser must not keep one for the other.
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def of_campaign(request, pk):
    """Văn bản của một phong trào: a fragment for its page, a page of its own without htmx."""
    campaigns = Campaign.objects.visible_to(request.user)
    campaign = get_object_or_404(campaigns, pk=pk)
    documents = Document.objects.visible_to(request.user).of_campaign(campaign.pk)
    context = {
        "campaign": campaign,
        "rows": _rows(documents.for_list()),
    }
    template = "reports/of_campaign.html" + ("#papers" if request.htmx else "")
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _rows(documents):
    documents = list(documents)
    ended = over(documents)
    return [
        {"document": document, "sign": sign_of(document, ended.get(document))}
        for document in documents
    ]
