"""Bàn của lãnh đạo: what waits for one's signature, several signed with one password."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Decision, Submission
from campaigns.brief import brief
from campaigns.content import PlanContent
from campaigns.looking import Seen, seen_of
from campaigns.models import Plan
from campaigns.papers import paper_of
from campaigns.queries import content_of, rows_of_each
from campaigns.readiness import printed_faults
from campaigns.twin import digest_of
from campaigns.views.shared import NOW, compare_url
from reports import actions
from reports.actions.many import MOST
from reports.forms import SignForm
from reports.models import (
    Certificate,
    Document,
    PactSeat,
    SigningItem,
    SigningRound,
)
from reports.models.rounds import short
from reports.views.confirming import is_confirmed
from reports.views.previews import ask_for
from reports.views.signs import sign_of
from units import form_messages
from units.errors import Refused
from units.permissions import require, units_where

Status = Document.Status
ONCE = "Nhập lại mật khẩu đăng nhập một lần để ký tất cả các văn bản ghi ở trên."
OTP_EACH = "Khóa của anh/chị ở dịch vụ ký số từ xa đòi mã OTP cho từng lần ký: ký từng kế hoạch."
WORKING = {Status.REQUESTED, Status.RENDERED}


@dataclass(frozen=True)
class Waiting:
    """Một kế hoạch chờ ký, with what it says now."""

    plan: Plan
    content: PlanContent
    digest: str
    seen: Seen | None = None
    fault: str = ""

    @property
    def short_code(self) -> str:
        return short(self.digest)

    @property
    def brief(self) -> str:
        return brief(self.content)

    @property
    def compare_url(self) -> str:
        """What changed since the leader looked; "" where nothing did."""
        if self.seen is None or not self.seen.changes:
            return ""
        return compare_url(self.plan, self.seen.number, NOW)


@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Chờ ký: each with a line of summary and what changed since one last looked."""
    require(bool(units_where(request.user, "sign")))
    waiting = _waiting(request.user)
    rounds = SigningRound.objects.of(request.user).order_by("-pk")
    context = {
        "rows": waiting, "last_round": rounds.first(), "most": MOST,
        "piles": _piles(request.user),
        "decisions": list(Decision.objects.to_sign(request.user).for_list()),
        "submissions": list(Submission.objects.to_sign(request.user).for_list()),
    }  # fmt: skip
    return render(request, "reports/desk.html", context)


def _piles(user) -> list[tuple[str, str, list[PactSeat]]]:
    """What several sign, by kind: its heading, what one is called, the places that wait."""
    seats = list(PactSeat.objects.waiting_for_signer(user))
    kinds = (
        ("Giao ước chờ ký", "giao ước", False),
        ("Biên bản chờ ký", "biên bản", True),
    )
    piles = [
        (title, one, [seat for seat in seats if seat.paper.is_minutes == minutes])
        for title, one, minutes in kinds
    ]
    return [pile for pile in piles if pile[2]]


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def desk_sign(request: HttpRequest) -> HttpResponse:
    """Ký các kế hoạch đã chọn: they are listed with their codes, then one password."""
    require(bool(units_where(request.user, "sign")))
    picked = _picked(request)
    # Without the codes that were listed there is nothing yet that could be signed.
    posted = request.method == "POST" and all(picked.values())
    rows = [row for row in _waiting(request.user) if row.plan.pk in picked]
    if not picked:
        messages.info(request, "Chọn ít nhất một kế hoạch rồi bấm ký.")
        return redirect("reports:desk")
    if not rows:
        return _gone(request, picked)
    certificate = Certificate.objects.asking(request.user).first()
    form = SignForm(request.POST if posted else None, certificate=certificate)
    form.fields["mat_khau"].help_text = ONCE
    if posted and _confirmed(request, form):
        # What another tab has sent meanwhile is not asked for again.
        given = [(row.plan.pk, picked[row.plan.pk]) for row in rows]
        try:
            made = actions.sign_many(given, by=request.user, unlock=form.unlock)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            return redirect("reports:desk-result", made.pk)
    listed = {row.plan.pk: picked[row.plan.pk] or row.digest for row in rows}
    context = {
        "form": form,
        # What was listed is what is signed: a page that came back keeps the codes it had.
        "rows": [
            {
                "row": row,
                "digest": listed[row.plan.pk],
                "code": short(listed[row.plan.pk]),
                "is_moved": listed[row.plan.pk] != row.digest,
            }
            for row in rows
        ],
        "otp_each": OTP_EACH if "otp" in form.fields else "",
        "gone": len(picked) - len(rows),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/desk_sign.html", context, status=status)


@require_safe
@never_cache
def desk_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết quả từng văn bản; asks on while a worker is at one of them."""
    rounds = SigningRound.objects.of(request.user).for_page()
    found = get_object_or_404(rounds, pk=pk)
    asked = request.GET.get("lan", "")
    look = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    items = [_told(item) for item in found.items.all()]
    working = [item for item in items if item["working"]]
    again = [item["item"].plan_id for item in items if item["refused"]]
    url = reverse("reports:desk-result", args=[pk])
    context = {
        "round": found,
        "items": items,
        "done": len(items) - len(working),
        "is_working": bool(working),
        "signed": sum(item["signed"] for item in items),
        "again": again,
        "url": f"{url}?lan={look + 1}",
        "every": 2 if look < 15 else 5,
    }
    part = "#result" if request.htmx else ""
    return render(request, f"reports/desk_result.html{part}", context)


def _waiting(user) -> list[Waiting]:
    """However many there are, as many queries as for one."""
    plans = list(Plan.objects.to_sign(user))
    rows = rows_of_each(plans)
    contents = {plan: content_of(plan, rows[plan.pk]) for plan in plans}
    papers = {
        plan: paper_of(plan, content, rows[plan.pk])
        for plan, content in contents.items()
    }
    seen = seen_of(user, contents)
    return [
        Waiting(
            plan, content, digest_of(papers[plan]), seen.get(plan),
            _fault(plan, papers[plan]),
        )
        for plan, content in contents.items()
    ]  # fmt: skip


def _fault(plan, content) -> str:
    """What the check of its pages says; pages that are not drawn are asked for."""
    faults = printed_faults(content)
    if faults is None:
        ask_for(plan)
        return (
            "Trang đang được vẽ, kiểm tra thể thức chạy ngay sau; chưa ký được. Tải lại trang "
            "sau giây lát."
        )
    return f"Còn {len(faults)} lỗi thể thức, chưa ký được." if faults else ""


def _gone(request, picked):
    """None of them waits any more: to the round in which one has sent them, if one has."""
    rounds = SigningRound.objects.of(request.user).filter(items__plan__in=picked)
    sent = rounds.filter(items__document__isnull=False).order_by("-pk").first()
    if sent is not None:
        messages.info(request, "Các kế hoạch này anh/chị đã gửi ký; đây là kết quả.")
        return redirect("reports:desk-result", sent.pk)
    messages.info(request, "Các kế hoạch đã chọn không còn chờ anh/chị ký.")
    return redirect("reports:desk")


def _picked(request) -> dict[int, str]:
    """Plans that were chosen, with the digest that was listed: "17" or "17:3f9a…"."""
    given = request.POST if request.method == "POST" else request.GET
    found = {}
    for text in given.getlist("k"):
        number, _, digest = text.partition(":")
        if number.isdecimal() and len(number) < 19 and len(digest) in (0, 64):
            found[int(number)] = digest
    return found


def _told(item: SigningItem) -> dict:
    document = item.document
    status = Status(document.status) if document else None
    waits = document is not None and document.waits_for_person_file
    return {
        "item": item,
        "document": document,
        "sign": sign_of(document) if document else None,
        "refused": document is None,
        "stopped": status == Status.STOPPED,
        "working": status in WORKING and not (document.problem or waits),
        "waits": waits,
        "signed": status in (Status.SIGNED, Status.NUMBERED, Status.ISSUED),
    }


def _confirmed(request, form) -> bool:
    """One code of a service unlocks one signature: never many."""
    is_whole = form.is_valid()
    is_confirmed(request, form)
    if is_whole and "otp" in form.fields:
        form.add_error(None, OTP_EACH)
    return not form.errors
