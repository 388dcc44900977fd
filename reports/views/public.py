"""Tra cứu, xác thực: for anyone, without login, cookie or script.

Only issued papers are public. The code of any other paper is answered exactly as a code that
does not exist: the same look-up, the same page, the same status.
"""

from dataclasses import replace
from functools import partial
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from reports import actions, annexing, examining, sheets, store, tasks
from reports.codes import as_code
from reports.forms import MAX_UPLOAD_MB, CodeForm, UploadForm
from reports.models import Document, DocumentFile
from reports.origins import force_of
from reports.queries import document_of_link, known_file
from reports.verdicts import marks_of
from reports.verifying.report import VerifierBusy
from reports.views import public_diploma, public_pact
from reports.views.annexes import judged
from reports.views.files import Damaged, annex_pdf, pdf, picture
from reports.views.public_page import A_MINUTE, UNKEPT
from reports.views.public_page import page as _page
from units import fence, presence, visitors

AN_HOUR = "public, max-age=3600"
LOOKS = 15  # automatic reloads before the page says that it cannot tell now
UPLOADS, UPLOAD_WINDOW = 10, 600  # files one address may have checked, seconds
AT_ONCE = 2  # files of strangers in work at the same time, all addresses together
BUSY = "Nhiều người đang kiểm tra tệp cùng lúc. Chờ một phút rồi thử lại."
LONGEST_CHECK = (
    60  # seconds after which a place in work is free again whatever happened
)


@require_safe
@login_not_required
def verify_home(request):
    """Nhập mã, hoặc chọn tệp."""
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("reports:verify", form.cleaned_data["ma"])
    context = {"code_form": form, "upload_form": UploadForm()}
    return _page(
        "verify_home", context, status=422 if form.errors else 200, cache=A_MINUTE
    )


@require_safe
@login_not_required
def verify(request, code):
    """Văn bản mang mã này: valid or not, and why."""
    canonical = as_code(code)
    if canonical is None:
        return _unknown(code)
    if canonical != code:
        return redirect("reports:verify", canonical)
    fence.disclose(code)
    document = Document.objects.public(code)
    if document is None:
        other = public_pact.verify_joint(request, code)
        other = other or public_diploma.verify_diploma(request, code)
        return other or _unknown(code)
    official = _official(document)
    file = official[0]
    look = request.GET.get("lan", "")
    look = int(look) if look.isdecimal() and len(look) < 4 else 0
    verdict = examining.verdict(file.sha256)
    if examining.is_owed(file.sha256) and examining.should_ask(file.sha256):
        tasks.wake(tasks.examine_file, file.pk)
    annexes = judged(document, own=False)
    state = _state_of_all(_state(file, verdict, look), annexes, look)
    context = {
        "document": document,
        "file": file,
        "digests": " ".join(
            one.sha256 for one in [*official, *(annex.file for annex in annexes)]
        ),
        "annexes": annexes,
        "state": state,
        "verdict": verdict,
        "marks": marks_of(document, verdict),
        "force": force_of(document),
        "again": f"{request.path}?lan={look + 1}",
        "has_pictures": examining.pictures(file.sha256) is not None,
        "public_authority": document.issuer.name,
        "download": reverse("reports:verify-file", args=[code]),
        "upload_form": UploadForm(),
    }
    settled = state in ("valid", "untrusted", "invalid")
    return _page("verify", context, cache=A_MINUTE if settled else UNKEPT)


@require_safe
@login_not_required
@never_cache
def delivery_link(request, token):
    """Đường dẫn của một nơi nhận: to the page of its paper; the first opening is written.

    Behind a lowered fence, as an act that asks for nothing but the link. Who asks for the head
    alone, reads ahead of a reader, or looks on as another opens nothing.
    """
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    opens = request.method == "GET" and not ahead and presence.may_act()
    with fence.lowered():
        document = (
            actions.open_link(token, by=request.user)
            if opens
            else document_of_link(token)
        )
    if document is None:
        return _page(
            "verify_unknown", {"is_link": True, "code_form": CodeForm()}, status=404
        )
    return redirect("reports:verify", document.code)


@require_safe
@login_not_required
def verify_file(request, code):
    """Tải bản gốc; where it is damaged, the page that says so."""
    document = _public(code)
    file = _official(document)[0]
    try:
        return pdf(request, file, inline="xem" in request.GET, cache="public")
    except Damaged:
        response = verify(request, document.code)
        response.status_code = 503
        return response


@require_safe
@login_not_required
def verify_annex(request, code, position):
    """Tải một phụ lục ở tệp riêng; where it is damaged, the page of its paper says so."""
    document = _public(code)
    files = {file.position: file for file in annexing.newest_of(document)}
    if position not in files:
        raise Http404
    try:
        return annex_pdf(
            request, files[position], inline="xem" in request.GET, cache="public"
        )
    except Damaged:
        response = verify(request, document.code)
        response.status_code = 503
        return response


@require_safe
@login_not_required
def verify_pages(request, code):
    """Xem nhanh: the pages as pictures."""
    document = _public(code)
    pictures = examining.pictures(_official(document)[0].sha256)
    count = pictures.count if pictures else 0
    context = {
        "document": document,
        "public_authority": document.issuer.name,
        "count": count,
        "sheets": [
            sheets.sheet(pictures.home, number, partial(_picture_url, code))
            for number in range(1, count + 1)
        ],
    }
    return _page("verify_pages", context, cache=A_MINUTE if pictures else UNKEPT)


@require_safe
@login_not_required
def verify_page(request, code, page, width):
    """Ảnh một trang."""
    pictures = examining.pictures(_official(_public(code))[0].sha256)
    if pictures is None:
        raise Http404
    path = sheets.path(pictures.home, page, width)
    return picture(request, path, cache=AN_HOUR)


@csrf_exempt  # changes nothing and knows nobody: there is nothing to forge
@require_POST
@login_not_required
def verify_upload(request):
    """Kiểm tra một tệp. Nothing of it is kept but its verdict, for an hour, under its hash."""
    if _length(request) > (MAX_UPLOAD_MB + 1) * 1024 * 1024:
        return _refused(
            f"Tệp lớn hơn {MAX_UPLOAD_MB} MB nên không kiểm tra được ở đây.", 413
        )
    who = visitors.origin(request)
    if not visitors.may("tep", who, times=UPLOADS, seconds=UPLOAD_WINDOW):
        return _refused(
            f"Địa chỉ này đã gửi {UPLOADS} tệp trong {UPLOAD_WINDOW // 60} phút. "
            "Chờ ít phút rồi thử lại, hoặc nhập mã in trên văn bản.",
            429,
        )
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"code_form": CodeForm(), "upload_form": form}
        return _page("verify_home", context, status=422)
    file = form.cleaned_data["tep"]
    content = file.read()
    return _answer(request, file.name, content)


def _answer(request, name, content):
    digest = sha256(content).hexdigest()
    wanted = as_code(request.POST.get("ma", ""))
    standing, record, copy, copied, pact, diploma = known_file(digest)
    if standing and standing.document.status != Document.Status.ISSUED:
        standing = None  # not public yet: a stranger's file like any other
    verdict = examining.verdict(digest)
    if verdict is None:
        place = _place()
        if place is None:
            return _refused(BUSY, 503)
        try:
            verdict = examining.judge(content)
        except VerifierBusy:
            return _refused(BUSY, 503)
        finally:
            visitors.forget("kiem-tra", place)
    document = standing.document if standing else None
    annex = standing.annex if standing else None
    if record or copy or annex or diploma:
        verdict = replace(verdict, is_of_machine=True)
    if pact:
        verdict = replace(verdict, is_of_members=True)
    context = {
        "name": name[:120],
        "digest": digest,
        "size": len(content),
        "verdict": verdict,
        "document": document,
        "record": record,
        "copy": copy,
        "annex": annex,
        "copied": copied,
        "pact": pact,
        "diploma": diploma,
        "is_original": bool(standing and standing.is_latest),
        "compared": _compared(wanted, document, standing),
        "marks": marks_of(document if standing else None, verdict),
        # A copy of what was recalled is as good as the paper itself: it must say so, too.
        "force": force_of(copy.document) if copy else standing and standing.force,
        "public_authority": document.issuer.name
        if document
        else _public_authority(record, copy, pact, diploma),
    }
    return _page("verify_upload", context)


def _public_authority(record, copy, pact, diploma):
    if record:
        return record.unit.name
    if diploma:
        return diploma.batch.decision.authority.name
    if copy:
        return copy.issuer.name
    if pact is None:
        return ""
    return pact.pact.cluster.name if pact.pact else public_pact.council_of(pact)


def _compared(wanted, document, standing):
    """With which paper the file was to be compared, and whether it is that one."""
    if wanted is None:
        return None
    same = bool(document and document.code == wanted and standing.is_latest)
    return {"code": wanted, "same": same}


def _place():
    """One of the places in work, or None when all are taken."""
    for place in range(AT_ONCE):
        if visitors.may("kiem-tra", str(place), times=1, seconds=LONGEST_CHECK):
            return str(place)
    return None


def _state(file, verdict, look):
    if not store.is_intact(file):
        return "unavailable"
    if verdict is None:
        return "pending" if look < LOOKS else "unavailable"
    if verdict.is_valid:
        return "valid"
    return "untrusted" if verdict.is_untrusted else "invalid"


def _state_of_all(state, annexes, look):
    """A paper is what the worst of its files is; its annexes are part of it."""
    if state != "valid":
        return state
    for annex in annexes:
        if not store.is_intact(annex.file):
            return "unavailable"
    if any(annex.verdict is None for annex in annexes):
        return "pending" if look < LOOKS else "unavailable"
    bad = [annex.verdict for annex in annexes if not annex.is_valid]
    if not bad:
        return "valid"
    return "untrusted" if all(one.is_untrusted for one in bad) else "invalid"


def _public(code):
    """However it is typed, as on the page itself."""
    code = as_code(code)
    if code is None:
        raise Http404
    fence.disclose(code)
    document = Document.objects.public(code)
    if document is None:
        raise Http404
    return document


def _official(document) -> list[DocumentFile]:
    """The issued files, the latest first; there is one for every issued paper."""
    return [file for file in document.files.all() if file.is_official][::-1]


def _picture_url(code, page, width):
    return reverse("reports:verify-page", args=[code, page, width])


def _unknown(code):
    form = CodeForm({"ma": code[:40]})
    context = {"code": code[:40], "code_form": CodeForm(initial={"ma": code[:40]})}
    if not form.is_valid():
        context["hint"] = " ".join(form.errors["ma"])
    return _page("verify_unknown", context, status=404)


def _refused(sentence, status):
    context = {
        "sentence": sentence,
        "code_form": CodeForm(),
        "upload_form": UploadForm(),
    }
    response = _page("verify_home", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = "60"
    return response


def _length(request) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0
