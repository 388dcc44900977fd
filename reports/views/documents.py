"""Trang của một văn bản: its pages, who signed it, where it stands and what may be done."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from reports import examining, permissions, sheets, tasks
from reports.models import CertifiedCopy, Document, DocumentFile
from reports.origins import force_of, origin_of
from reports.reading_text import flowing
from reports.rendering.lookup import qr_svg
from reports.verdicts import marks_of
from reports.views.annexes import judged
from reports.views.deliveries import taken_in, told
from reports.views.possible import acts_of, recipients_of
from reports.views.signs import sign_of
from units.book_links import book_url

Status, Stage = Document.Status, DocumentFile.Stage
STAGES = (
    Stage.ARCHIVED,
    Stage.ISSUED,
    Stage.NUMBERED,
    Stage.SIGNED,
    Stage.RENDERED,
)  # fmt: skip  newest first
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
TAKEN = (
    "Đang nhận bản đã ký",
    "Tệp đúng là văn bản này cộng một chữ ký. Máy ký đang hỏi nơi cấp xem chứng thư số có bị "
    "thu hồi hay không.",
)


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
    taken_in(request, shown.document)
    context = {
        "document": shown.document,
        "campaign": origin_of(shown.document).campaign(request.user),
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
    issued = document.status == Status.ISSUED
    force = force_of(document) if issued else None
    origin = origin_of(document)
    context = {
        "document": document,
        "campaign": origin.campaign(user),
        "sign": sign_of(document, force),
        "file": shown.file,
        "own": shown.own,
        "viewer": _viewer(shown, request),
        "watch": _watch(shown, 0),
        "verdict": shown.verdict,
        "marks": marks_of(document, shown.verdict),
        "qr": _qr(document),
        "public_url": reverse("reports:verify", args=[document.code]),
        "versions": _versions(shown),
        "annexes": judged(document, shown.own),
        "word_url": _word_url(shown),
        "edxml_url": _edxml_url(document, user),
        "findings": document.findings.all() if shown.own else [],
        "was_checked": shown.own and Stage.RENDERED in shown.files,
        "recipients": recipients_of(document),
        "force": force,
        "noun": origin.noun,
        "left": origin.left() if document.status == Status.DROPPED else None,
        "book_url": book_url(user, document.issuer, "van-ban", document.pk),
    }
    rows = taken_in(request, document)
    if shown.own:
        context |= told(request, document, rows)
        context |= _copies(request, document, force)
    context |= acts_of(user, document, forms)
    # The page's title begins with "Lỗi:" where a form came back.
    context["form"] = next(iter(forms.values()), None)
    return render(request, "reports/document.html", context, status=status)


def _copies(request, document, force):
    """Bản sao y of an issued paper, for who keeps the papers of its issuer."""
    if document.status != Status.ISSUED:
        return {}
    copies = CertifiedCopy.objects.visible_to(request.user).of_document(document)
    if document.annex_count:
        copies = copies.prefetch_related("annexes")
    return {
        "copies": list(copies),
        "can_certify_copy": not force.is_recalled
        and permissions.can_certify_copy(request.user, document),
    }


def _edxml_url(document, user):
    """Of an issued paper, for who keeps the papers of its issuer."""
    issued = document.status == Status.ISSUED
    if not (issued and permissions.can_export_edxml(user, document)):
        return None
    return reverse("reports:document-edxml", args=[document.pk])


def issue_part(request, document, form, *, status=200, **asked):
    """The part in which the clerk issues: the form, and the question where it is ``asked``."""
    acts = acts_of(request.user, document, {"issue_form": form})
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
        waits = self.document.waits_for_person_file or (
            self.document.waits_for_seal_file and Stage.NUMBERED in self.files
        )
        return self.document.status in WORK and not self.document.problem and not waits

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
        if shown.document.offered_at:
            title, note = TAKEN
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
        Stage.NUMBERED: "có số, ngày, chưa có chữ ký số của cơ quan",
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


def _word_url(shown):
    """The Word file of a paper that is issued, or of one that is this user's to see before."""
    document = shown.document
    if document.status == Status.ISSUED or shown.own:
        return reverse("reports:document-word", args=[document.pk])
    return ""


def _qr(document):
    address = f"{settings.PUBLIC_URL}/x/{document.code}"
    return mark_safe(qr_svg(address).decode())  # drawn here, of our own letters
