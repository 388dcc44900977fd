"""Tải bản Word: a draft as it stands, or a paper with the number and date that it has."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.content import PlanContent
from campaigns.models import Plan
from campaigns.papers import paper_of
from campaigns.twin import TwinRefused, from_twin
from reports.issuing import public_marks
from reports.models import Document, DocumentFile
from reports.permissions import can_see_drafts
from reports.rendering import DRAFT, PaperMarks, PaperRefused, file_name
from reports.views import documents, previews
from reports.views.files import name_of
from reports.word import MIME, write_docx
from units.access import What, looked_at
from units.pages import as_it_is


@require_safe
@never_cache
def plan_word(request, pk):
    """A draft, marked as one; of an issued plan the paper."""
    plan = previews.get(request, pk)
    if plan.status == Plan.Status.ISSUED:
        found = Document.objects.visible_to(request.user).issued().of_plan(plan.pk)
        if paper := found.first():
            return redirect("reports:document-word", paper.pk)
    content = paper_of(plan)
    name = file_name(content)
    back = redirect("reports:plan-preview", plan.pk)
    return _word(request, plan, content, DRAFT, name, back)


@require_safe
@never_cache
def document_word(request, pk):
    """What is not issued is a draft, for those who keep the authority's papers."""
    document = documents.get(request, pk)
    issued = document.status == Document.Status.ISSUED
    if not issued and not can_see_drafts(request.user, document):
        raise Http404
    try:
        content = from_twin(document.twin.encode())
    except TwinRefused:
        raise Http404 from None
    head = replace(
        content.letterhead, number=document.number, issued_on=document.issued_on
    )
    marks = public_marks(document) if issued else DRAFT
    content = replace(content, letterhead=head)
    name = name_of(document, DocumentFile.Stage.ISSUED)
    back = redirect("reports:document", document.pk)
    return _word(request, document, content, marks, name, back)


def _word(request, thing, content: PlanContent, marks: PaperMarks, pdf: str, back):
    """The file, named as the PDF is; ``back``: where one is told that there is none."""
    try:
        data = write_docx(content, marks=marks)
    except PaperRefused as refusal:
        messages.error(request, f"Chưa lập được bản Word. {refusal}")
        return back
    name = f"{pdf.removesuffix('.pdf')}.docx"
    response = HttpResponse(data, content_type=MIME)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    if request.method == "GET":
        looked_at(request, What.DOWNLOADED, thing, about=f"{thing}: {name}")
    return as_it_is(request, response)
