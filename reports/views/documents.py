"""Trang của một văn bản: its pages, who signed it, where it stands and what may be done."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from campaigns.twin import TwinRefused, from_twin
from reports import examining, permissions, queries, sheets, tasks
from reports.capacity import why_not_sign
from reports.forms import IssueForm, PasswordForm, ReasonForm
from reports.models import Document, DocumentFile, NumberSeries
from reports.reading_text import flowing
from reports.rendering.lookup import qr_svg
from reports.verdicts import marks_of
from reports.views.signs import sign_of
from units.book_links import book_url

Status, Stage = Document.Status, DocumentFile.Stage
STAGES = (Stage.ARCHIVED, Stage.ISSUED, Stage.SIGNED, Stage.RENDERED)  # newest first
SLOWER_AFTER = 15  # looks at two seconds, then one every five
GIVE_UP_AFTER = 60  # looks; only where nothing but a picture or a verdict is missing

WORK = {
    Status.REQUESTED: (
        "Đang dựng trang",
        "Máy chủ đang dàn trang theo Nghị định 30/2020/NĐ-CP và kiểm tra thể thức.",
    ),
    Status.RENDERED: (
        "Đang ký số",
        "Trang đã dựng xong. Máy ký đang ký bằng chứng thư số của lãnh đạo.",
    ),
    Status.NUMBERED: (
        "Đang đóng dấu",
        "Số đã cấp và ghi sổ. Máy ký đang ký bằng chứng thư số của cơ quan.",
    ),
}


@require_safe
@never_cache
def document(request, pk):
    return page(request, get(request, pk))


@require_safe
@never_cache
def watch(request, pk):
    """What the page asks every few seconds while a worker is at it.

    ``thay`` is what the page saw; once that is no longer so, the page loads anew.
    """
    shown = Shown.of(get(request, pk), request)
    if request.GET.get("thay", "") != shown.token:
        return HttpResponseClientRefresh()
    shown.ask()  # again, where the first request was lost
    context = {"document": shown.document, "watch": _watch(shown, _look(request) + 1)}
    return render(request, "reports/document_watch.html", context)


@require_safe
@never_cache
def text(request, pk):
    """Bản chữ: the words of every page, for listening and for slow lines."""
    shown = Shown.of(get(request, pk), request)
    shown.ask()
    context = {
        "document": shown.document,
        "sign": sign_of(shown.document),
        "texts": [flowing(words) for words in shown.pictures.texts()]
        if shown.pictures
        else [],
        "file": shown.file,
    }
    return render(request, "reports/document_text.html", context)


def page(request, document, *, status=200, **forms):
    """The page of ``document``; ``forms`` replace the empty ones (bound, with errors)."""
    shown = Shown.of(document, request)
    shown.ask()
    user = request.user
    context = {
        "document": document,
        "sign": sign_of(document),
        "file": shown.file,
        "own": shown.own,
        "viewer": _viewer(shown, request),
        "watch": _watch(shown, 0),
        "verdict": shown.verdict,
        "marks": marks_of(document, shown.verdict),
        "qr": _qr(document),
        "public_url": reverse("reports:verify", args=[document.code]),
        "versions": _versions(shown),
        "findings": document.findings.all() if shown.own else [],
        "was_checked": shown.own and Stage.RENDERED in shown.files,
        "recipients": _recipients(document),
        "book_url": book_url(user, document.issuer, "van-ban", document.pk),
    }
    context |= _acts(user, document, forms)
    # The page's title begins with "Lỗi:" where a form came back.
    context["form"] = next(iter(forms.values()), None)
    return render(request, "reports/document.html", context, status=status)


def issue_part(request, document, form, *, status=200, **asked):
    """The part in which the clerk issues: the form, and the question where it is ``asked``."""
    acts = _acts(request.user, document, {"issue_form": form})
    context = {"document": document, **acts, **asked}
    template = "reports/document_acts.html#issue"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def get(request, pk):
    """The document, if this user may see it; else 404."""
    documents = Document.objects.visible_to(request.user).for_page()
    return get_object_or_404(documents, pk=pk)


@dataclass
class Shown:
    """The file that the page shows, and what is known of it."""

    document: Document
    own: bool
    files: dict[str, DocumentFile]
    file: DocumentFile | None

    @classmethod
    def of(cls, document, request):
        own = permissions.can_see_drafts(request.user, document)
        files = visible_files(document, own)
        wanted = files.get(request.GET.get("ban", ""))
        latest = next((files[stage] for stage in STAGES if stage in files), None)
        return cls(document, own, files, wanted or latest)

    def __post_init__(self):
        self.pictures = self.file and examining.pictures(self.file.sha256)
        self.verdict = self.file and examining.verdict(self.file.sha256)

    @property
    def token(self) -> str:
        """Changes with whatever would change the page."""
        facts = (
            bool(self.document.problem) or self.document.is_tried_again,
            bool(self.pictures),
            bool(self.verdict),
        )
        digest = self.file.sha256[:8] if self.file else ""
        return "-".join(
            [self.document.status, digest, *(str(int(fact)) for fact in facts)]
        )

    @property
    def is_worked_on(self) -> bool:
        return self.document.status in WORK and not self.document.problem

    @property
    def is_incomplete(self) -> bool:
        """Pictures or verdict are still being made."""
        return self.file is not None and not (self.pictures and self.verdict)

    def ask(self) -> None:
        """Have a worker make what is missing; one request is enough."""
        file = self.file
        if (
            file
            and examining.is_owed(file.sha256)
            and examining.should_ask(file.sha256)
        ):
            tasks.wake(tasks.examine_file, file.pk)


def visible_files(document, own: bool) -> dict[str, DocumentFile]:
    """Files by stage: all to the issuing authority, to others only what is issued."""
    return {
        file.stage: file for file in document.files.all() if own or file.is_official
    }


def _look(request) -> int:
    text = request.GET.get("lan", "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _watch(shown, look):
    """How the page asks on; None where there is nothing to wait for."""
    if not (shown.is_worked_on or shown.is_incomplete):
        return None
    title, note = "Đang xác minh chữ ký số", "Thường xong trong vài giây."
    if shown.is_worked_on:
        title, note = WORK[Status(shown.document.status)]
        if ahead := Document.objects.ahead_of(shown.document):
            note = (
                f"Trước văn bản này còn {ahead} văn bản của cơ quan đang chờ. " + note
            )
    elif look > GIVE_UP_AFTER:
        return {"gave_up": True}
    if look > SLOWER_AFTER:
        note += (
            " Lần này lâu hơn thường lệ; anh/chị có thể rời trang, việc vẫn chạy tiếp."
        )
    address = reverse("reports:document-watch", args=[shown.document.pk])
    version = shown.file.stage if shown.file else ""
    return {
        "title": title,
        "note": note,
        "url": f"{address}?thay={shown.token}&lan={look}&ban={version}",
        "every": 2 if look < SLOWER_AFTER else 5,
        "is_job": shown.is_worked_on,
    }


def _viewer(shown, request):
    """Pages for the viewer; None while there are no pictures."""
    if not shown.pictures:
        return None
    count = shown.pictures.count
    asked = request.GET.get("trang", "")
    now = int(asked) if asked.isdecimal() and 1 <= int(asked[:6]) <= count else 1
    version = shown.file.stage
    latest = next(stage for stage in STAGES if stage in shown.files)
    extra = "" if version == latest else f"&ban={version}"

    # Whole addresses: the page is also the answer to a form that came back.
    address = reverse("reports:document", args=[shown.document.pk])

    digest = shown.file.sha256[:16]

    def picture_url(page, width):
        arguments = [shown.document.pk, digest, page, width]
        return reverse("reports:document-page", args=arguments)

    def entry(number):
        sheet = sheets.sheet(shown.pictures.home, number, picture_url)
        return {
            "number": number,
            "url": f"{address}?trang={number}{extra}#van-ban",
            "top": examining.CELL[1] * (number - 1),
            "sheet": asdict(sheet),
            "now": number == now,
        }

    pages = [entry(number) for number in range(1, count + 1)]
    strip = reverse("reports:document-strip", args=[shown.document.pk, digest])
    return {
        "strip": strip,
        "cell": examining.CELL,
        "strip_height": examining.CELL[1] * count,
        "pages": pages,
        "count": count,
        "page": pages[now - 1],
        "previous": pages[now - 2] if now > 1 else None,
        "next": pages[now] if now < count else None,
    }


def _versions(shown):
    details = {
        Stage.ARCHIVED: "như bản ban hành, thêm dấu thời gian để lưu trữ lâu dài",
        Stage.ISSUED: "số, ngày, chữ ký số của lãnh đạo và của cơ quan",
        Stage.SIGNED: "chữ ký số của lãnh đạo, chưa có số",
        Stage.RENDERED: "trước khi ký",
    }
    return [
        {
            "file": shown.files[stage],
            "title": shown.files[stage].get_stage_display(),
            "detail": details[stage],
            "now": shown.files[stage] == shown.file,
            "url": reverse("reports:document-file", args=[shown.document.pk, stage]),
        }
        for stage in STAGES
        if stage in shown.files
    ]


def _qr(document):
    address = f"{settings.PUBLIC_URL}/x/{document.code}"
    return mark_safe(qr_svg(address).decode())  # drawn here, of our own letters


def issue_form(document, data=None) -> IssueForm:
    return IssueForm(data, copies=len(_recipients(document)) or 1)


def _recipients(document):
    """Nơi nhận as frozen at approval."""
    try:
        return from_twin(document.twin.encode()).recipients
    except TwinRefused:
        return ()


def _acts(user, document, forms):
    """What this user may do now, with the forms for it."""
    signed = document.status == Status.SIGNED
    stopped = document.status == Status.STOPPED
    acts = {
        "can_issue": signed and permissions.can_issue(user, document),
        "can_retry": stopped and permissions.can_retry(user, document),
        "can_give_up": stopped and permissions.can_give_up(user, document),
    }
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
            acts["password_form"] = forms.get("password_form") or PasswordForm()
    if acts["can_give_up"]:
        acts["return_form"] = forms.get("return_form") or ReasonForm(
            undone="Chưa trả lại được",
            help_text="Nói rõ cần sửa gì; cán bộ soạn thảo thấy câu này trên bản nháp.",
        )
    return acts


def _expected(document, form):
    """ "05/KH-UBND": the number the paper gets if nobody is quicker; None without a series."""
    day = form.initial["day"]
    if form.is_bound and "day" in form.cleaned_data:
        day = form.cleaned_data["day"]
    series = NumberSeries.objects.for_kind(document.issuer, document.kind).first()
    return series and f"{series.next_number(day.year):02d}/{document.symbol}"


def is_late(signed_on: date, today: date) -> bool:
    """Past the next working day after signing (Nghị định 30/2020, Điều 18 khoản 1).

    Saturdays and Sundays only: which other days are free differs from year to year.
    """
    last = signed_on + timedelta(days=1)
    while last.weekday() >= 5:
        last += timedelta(days=1)
    return today > last
