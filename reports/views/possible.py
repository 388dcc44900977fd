"""Việc làm được: what this user may do with a paper now, with the forms for it."""

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import workdays
from reports import permissions, queries
from reports.capacity import why_not_sign
from reports.forms import IssueForm, PasswordForm, ReasonForm, SignedFileForm
from reports.models import Certificate, Document, DocumentFile, NumberSeries
from reports.origins import is_outdated
from reports.recipients import copies_of, frozen

Status, Stage = Document.Status, DocumentFile.Stage
Held = Certificate.Held


def issue_form(document, data=None) -> IssueForm:
    held = Certificate.objects.held_by(document.issuer.seal_holder)
    content = frozen(document)
    return IssueForm(
        data,
        copies=copies_of(content) if content else 1,
        outside=None
        if document.annex_count or Held.OUTSIDE not in held
        else len(held) == 1,
    )


def recipients_of(document):
    """Nơi nhận as frozen at approval."""
    content = frozen(document)
    return content.recipients if content else ()


def acts_of(user, document, forms):
    """What this user may do now, with the forms for it."""
    signed = document.status == Status.SIGNED
    stopped = document.status == Status.STOPPED
    handed = document.waits_for_person_file
    acts = {
        "can_issue": signed and permissions.can_issue(user, document),
        "can_retry": (stopped or handed) and permissions.can_retry(user, document),
        "can_give_up": (stopped or handed or is_outdated(document))
        and permissions.can_give_up(user, document),
        "handed": _handed_to(user, document),
        "can_choose_seal": _may_choose_seal(user, document),
    }
    if acts["handed"]:
        acts["file_form"] = forms.get("file_form") or SignedFileForm()
    if stopped:
        acts["stops"] = queries.stops_of(document)
    if acts["can_issue"]:
        acts["issue_form"] = forms.get("issue_form") or issue_form(document)
        acts["expected"] = _expected(document, acts["issue_form"])
        acts["is_late"] = is_late(localdate(document.signed_at), localdate())
    if acts["can_retry"]:
        refusal = why_not_sign(document)
        # Once the worker has met it too, the page says it above.
        acts["retry_refusal"] = refusal if refusal != document.problem else ""
        if not refusal:
            acts["password_form"] = forms.get("password_form") or PasswordForm(
                certificate=Certificate.objects.asking(user).first()
            )
    if acts["can_give_up"]:
        acts["return_form"] = forms.get("return_form") or ReasonForm(
            undone="Chưa trả lại được",
            help_text="Nói rõ cần sửa gì; cán bộ soạn thảo thấy câu này trên bản nháp.",
        )
    return acts


def _handed_to(user, document):
    """Ký ngoài: the file that this user takes to their own device, and where it comes back."""
    if document.waits_for_person_file and permissions.can_sign_outside(user, document):
        stage, route = Stage.RENDERED, "reports:document-signed"
    elif document.waits_for_seal_file and permissions.can_issue(user, document):
        stage, route = Stage.NUMBERED, "reports:document-sealed"
    else:
        return None
    file = next((each for each in document.files.all() if each.stage == stage), None)
    return file and {
        "file": file,
        "url": reverse("reports:document-file", args=[document.pk, stage]),
        "action": reverse(route, args=[document.pk]),
        "is_seal": stage == Stage.NUMBERED,
    }


def _may_choose_seal(user, document):
    """The seal is held up, or waited for from a device: the clerk may take the other way."""
    if document.status != Status.NUMBERED or document.offered_at:
        return False
    held_up = document.problem or document.is_tried_again
    waits = document.waits_for_seal_file or held_up
    return bool(waits) and permissions.can_issue(user, document)


def _expected(document, form):
    """ "05/KH-UBND": the number the paper gets if nobody is quicker; None without a series."""
    day = form.initial["day"]
    if form.is_bound and "day" in form.cleaned_data:
        day = form.cleaned_data["day"]
    series = NumberSeries.objects.for_kind(document.issuer, document.kind).first()
    return series and f"{series.next_number(day.year):02d}/{document.symbol}"


def is_late(signed_on: date, today: date) -> bool:
    """Past the next working day after signing (Nghị định 30/2020, Điều 18 khoản 1)."""
    return today > workdays.after(signed_on, 1)
