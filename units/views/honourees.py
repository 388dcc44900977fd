"""Đối tượng khen thưởng: the list, one of them, and what is written of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, cards, permissions
from units.access import What, looked_at
from units.fields import BirthField
from units.forms.honourees import (
    NAMES,
    OF_KINDS,
    PLACES,
    AccountForm,
    AmendHonoureeForm,
    CreateHonoureeForm,
    PlaceForm,
    ReleaseForm,
)
from units.forms.picking import KEPT, KEPT_ENDED
from units.long_lists import page_of
from units.models import Honouree, Position, Unit
from units.pages import answer, number_in, numbers_of
from units.permissions import require
from units.posted import posted
from units.queries import honourees as queries
from units.search import plain_words
from units.views.branch import picked
from units.views.shared import UNPROCESSABLE, done, tabs, watching
from units.wording import vn_date

Kind, Status = Honouree.Kind, Honouree.Status
EVENTS = 20
ALL = "tat-ca"
ROOM = "Đối tượng khen thưởng"
STATES = [("", "Đang theo dõi"), (Status.LEFT, "Đã thôi"), (ALL, "Tất cả")]


@require_safe
def honouree_list(request: HttpRequest) -> HttpResponse:
    """Danh sách: ``?q= &loai= &tt= &dv=``, collectives first, then by given name."""
    require(permissions.reads_somebody(request.user))
    words = plain_words(request.GET.get("q"))
    kind, state = request.GET.get("loai", ""), request.GET.get("tt", "")
    rows = Honouree.objects.visible_to(request.user)
    if state == ALL:
        rows = rows.present()
    else:
        state = Status.LEFT if state == Status.LEFT else ""
        rows = rows.with_status(state or Status.ACTIVE)
    if kind in Kind:
        rows = rows.of_kind(kind)
    else:
        kind = ""
    unit = _unit_of(request)
    if unit is not None:
        rows = rows.in_branch_of(unit)
    if words:
        rows = rows.named(words)
    looked_at(request, What.VIEWED, Honouree, about=f"Danh sách: {ROOM.lower()}")
    keeps = permissions.keeps_somebody(request.user)
    context = {
        "page": page_of(request, rows.for_list()),
        "words": words,
        "kind": kind,
        "state": state,
        "unit": unit,
        "kinds": Kind.choices,
        "states": STATES,
        "is_narrowed": bool(words or kind or state or unit),
        "keeps": keeps,
        "can_import": permissions.administers_something(request.user),
        "tabs": tabs("honouree-list")
        if permissions.administers_something(request.user)
        else [],
        "kind_word": dict(Kind.choices).get(kind, ""),
        "state_word": dict(STATES)[state] if state else "",
    }
    return answer(request, "units/honouree_list.html", "results", context)


@require_safe
def honouree_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một đối tượng; a merged one leads to the record that was kept."""
    honouree = get_honouree(request, pk)
    if honouree.status == Status.MERGED:
        kept = queries.final(honouree)
        if Honouree.objects.visible_to(request.user).within([kept.pk]).exists():
            messages.info(
                request, f"Bản ghi số {pk} đã gộp vào bản ghi này, số {kept.pk}."
            )
            return redirect("honouree", kept.pk)
    keeps = permissions.can_keep_honourees(request.user, honouree.unit)
    looked_at(request, What.VIEWED, honouree, about=said(honouree))
    context = {
        "honouree": honouree,
        "crumbs": _crumbs(),
        "keeps": keeps,
        "can_erase": permissions.can_erase_honouree(request.user, honouree),
        "is_open": honouree.is_open,
        "has_left": honouree.status == Status.LEFT,
        "is_erased": honouree.status == Status.ERASED,
        "name_label": NAMES[Kind(honouree.kind)][0],
        "place_words": PLACES[Kind(honouree.kind)],
        "is_individual": honouree.kind == Kind.INDIVIDUAL,
        "today": localdate(),
        "positions": _positions(request, honouree, keeps),
        "laid_aside": queries.laid_aside(honouree),
        "members": honouree.members.all(),
        "pairs": queries.pairs(honouree, request.user) if keeps else None,
        "merges": queries.merges_into(honouree) if keeps else [],
        "kept_data": queries.terms(honouree) if keeps else [],
        "events": queries.events(honouree, EVENTS) if keeps else [],
        "cards": cards.cards_of(honouree) if honouree.is_open else [],
    }
    return render(request, "units/honouree.html", context)


@require_http_methods(["GET", "POST"])
def honouree_create(request: HttpRequest) -> HttpResponse:
    """Ghi mới: ``?loai=`` says of which kind. Whoever looks alike is shown before it is done."""
    require(permissions.keeps_somebody(request.user))
    kind = request.GET.get("loai", "")
    kind = kind if kind in Kind else Kind.INDIVIDUAL
    user = request.user
    # Searching for a unit, or turning to another kind, keeps what was typed.
    is_asking = bool(request.POST.get("tim") or request.POST.get("doi"))
    if is_asking:
        form = CreateHonoureeForm(initial=typed(request), user=user, kind=kind)
    elif request.method == "POST":
        form = CreateHonoureeForm(request.POST, user=user, kind=kind)
    else:
        start = {"unit": request.GET.get("don-vi", "")}
        form = CreateHonoureeForm(initial=start, user=user, kind=kind)
    alike: list[Honouree] | None = None
    if form.is_bound and form.is_valid():
        given, facts = form.cleaned_data, form.facts
        alike = queries.alike(
            user,
            kind=kind,
            name=facts["name"],
            unit_id=given["unit"].pk,
            birth_year=facts["birth_year"],
            number=given.get("identity_number", ""),
        )
        if alike and not given["another"]:
            form.must_confirm = True
            form.add_error(
                "another", "Xem các bản ghi giống, rồi đánh dấu nếu đúng là khác."
            )
        else:
            made = done(
                form,
                actions.create_honouree,
                by=user,
                unit_id=given["unit"].pk,
                kind=kind,
                title=given["title"],
                valid_from=given["valid_from"],
                identity_number=given.get("identity_number", ""),
                # Only those that stood on the page when the box was ticked.
                apart_from=_shown(request) if given["another"] else (),
                **facts,
            )
            if made is not None:
                messages.success(request, f"Đã ghi {made}, {made.unit}.")
                return redirect("honouree", made.pk)
    near = _near(request, kind)
    if alike is not None:  # told by all that was typed, not by the name alone
        near["alike"] = alike
    context = {
        "form": form,
        "crumbs": _crumbs(),
        "title": "Ghi đối tượng khen thưởng",
        "act": "Ghi",
        "kind": kind,
        "kinds": Kind.choices,
        "is_typed": is_asking,
        # Of boxes that this kind does not have: there again where one turns back.
        "aside": [
            (name, request.POST[name])
            for name in OF_KINDS
            if name not in form.fields and request.POST.get(name)
        ],
        "must_confirm": form.must_confirm or "another" in form.data,
        **near,
        "back": reverse("honouree-list"),
    }
    return form_page(request, form, context)


def _shown(request) -> set[int]:
    """Ids of the records alike that the page of the form listed."""
    return set(numbers_of(request.POST.getlist("giong")))


@require_POST
def honouree_alike(request: HttpRequest) -> HttpResponse:
    """Có thể đã ghi: a fragment for the form as it is typed; nothing personal in an address."""
    require(permissions.keeps_somebody(request.user))
    near = _near(request, request.GET.get("loai", ""))
    return render(request, "units/honouree_alike.html", near)


def _near(request, kind) -> dict[str, list[Honouree]]:
    """Who may be the one being typed, and who else bears the name."""
    name = " ".join(request.POST.get("name", "").split())[:150]
    try:
        year, _ = BirthField().to_python(request.POST.get("birth", ""))
    except ValidationError:
        year = None
    if not name or kind not in Kind:
        return {"alike": [], "namesakes": []}
    typed = {"kind": kind, "name": name, "birth_year": year}
    unit_id = number_in(request.POST, "unit")
    alike = queries.alike(request.user, unit_id=unit_id, **typed)
    others = queries.namesakes(request.user, besides=alike, **typed)
    return {"alike": alike, "namesakes": others}


@require_safe
def honouree_unit_pick(request: HttpRequest, field: str) -> HttpResponse:
    """Kết quả chọn đơn vị, of the branch whose people the visitor looks after."""
    require(permissions.keeps_somebody(request.user))
    return picked(request, field, KEPT)


@require_safe
def honouree_unit_pick_ended(request: HttpRequest, field: str) -> HttpResponse:
    """Likewise, also units that have ended: people were there on a day that has passed."""
    require(permissions.keeps_somebody(request.user))
    return picked(request, field, KEPT_ENDED)


@require_http_methods(["GET", "POST"])
def honouree_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa thông tin."""
    honouree = get_kept(request, pk)
    now = {
        "name": honouree.name,
        "birth": (honouree.birth_year, honouree.birth_date),
        "gender": honouree.gender,
        "members": [(one.full_name, one.relation) for one in honouree.members.all()],
    }
    data = posted(request)
    form = watching(AmendHonoureeForm(data, initial=now, honouree=honouree), honouree)
    if form.is_bound and form.is_valid():
        facts = form.facts | {"seen": form.cleaned_data["seen"]}
        amended = done(form, actions.amend_honouree, pk, by=request.user, **facts)
        if amended is not None:
            messages.success(request, f"Đã lưu thông tin của {amended}.")
            return redirect("honouree", pk)
    words = {"title": "Sửa thông tin", "act": "Lưu thông tin"}
    return form_page(request, form, about(honouree) | words)


@require_http_methods(["GET", "POST"])
def honouree_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Chức vụ, đơn vị mới từ một ngày."""
    honouree = get_kept(request, pk)
    facts = {"user": request.user, "kind": honouree.kind}
    if request.method == "POST" and request.POST.get("tim"):
        form = PlaceForm(initial=typed(request), **facts)
    elif request.method == "POST":
        form = PlaceForm(request.POST, **facts)
    else:
        now = {"unit": honouree.unit_id, "title": honouree.title}
        form = PlaceForm(initial=now, **facts)
    if form.is_bound and form.is_valid():
        placed = done(form, actions.place_honouree, pk, by=request.user, **form.place)
        if placed is not None:
            day = vn_date(placed.valid_from)
            later = " Đến ngày đó trang này tự đổi." * (placed.valid_from > localdate())
            messages.success(request, f"{honouree}: {placed}, từ ngày {day}.{later}")
            return redirect("honouree", pk)
    called = PLACES[Kind(honouree.kind)]["both"]
    words = {"title": f"{called} từ một ngày", "act": "Ghi"}
    return form_page(request, form, about(honouree) | words)


@require_http_methods(["GET", "POST"])
def honouree_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi theo dõi."""
    honouree = get_kept(request, pk)
    form = ReleaseForm(posted(request))
    if form.is_bound and form.is_valid():
        released = done(
            form, actions.release_honouree, pk, by=request.user, **form.cleaned_data
        )
        if released is not None:
            messages.success(
                request, f"{released} thôi từ sau ngày {vn_date(released.left_on)}."
            )
            return redirect("honouree", pk)
    words = {
        "title": "Thôi theo dõi",
        "lead": "Không còn trong danh sách đang theo dõi; ghi trở lại được bất cứ lúc nào. Thời "
        "hạn giữ dữ liệu tính từ ngày này.",
        "act": "Ghi thôi",
    }
    return form_page(request, form, about(honouree) | words)


@require_http_methods(["GET", "POST"])
def honouree_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Gắn với tài khoản."""
    honouree = get_kept(request, pk)
    account = honouree.account
    now = {"username": account.username if account else ""}
    data = posted(request)
    form = AccountForm(data, initial=now, user=request.user)
    if form.is_bound and form.is_valid():
        found = form.cleaned_data["username"]
        tied = done(
            form,
            actions.link_account,
            pk,
            by=request.user,
            account_id=found.pk if found else None,
        )
        if tied is not None:
            act = f"gắn với tài khoản {found.username}" if found else "bỏ gắn tài khoản"
            messages.success(request, f"Đã {act}.")
            return redirect("honouree", pk)
    words = {"title": "Tài khoản", "act": "Lưu"}
    return form_page(request, form, about(honouree) | words)


# ---- help ---------------------------------------------------------------------------------


def get_honouree(request: HttpRequest, pk: int) -> Honouree:
    """The record, or 404 where it is none of the visitor's business."""
    seen = Honouree.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("unit", "account", "merged_into"), pk=pk
    )


def _positions(request, honouree, keeps) -> list[tuple[Position, bool]]:
    """Each with whether it can be corrected: where it was is the visitor's to keep, too."""
    mends = keeps and honouree.is_open
    return [
        (row, mends and permissions.can_keep_honourees(request.user, row.unit))
        for row in Position.objects.of(honouree)
    ]


def get_kept(request: HttpRequest, pk: int) -> Honouree:
    """403 to whoever sees the record but does not look after it."""
    honouree = get_honouree(request, pk)
    require(permissions.can_keep_honourees(request.user, honouree.unit))
    return honouree


def said(honouree: Honouree) -> str:
    """How the access log names a record: its lines outlive a person's data."""
    return f"{honouree.get_kind_display()} số {honouree.pk}"


def about(honouree: Honouree) -> dict:
    url = reverse("honouree", args=[honouree.pk])
    crumbs = [*_crumbs(), (str(honouree), url)]
    return {"honouree": honouree, "crumbs": crumbs, "back": url}


def _crumbs():
    return [(ROOM, reverse("honouree-list"))]


def _unit_of(request):
    number = number_in(request.GET, "dv")
    if number is None:
        return None
    mine = Unit.objects.kept_by(request.user).within([number])
    return mine.first()


def typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in request.POST}


def form_page(request: HttpRequest, form: Any, context: dict) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    template = "units/honouree_form.html"
    return render(request, template, context | {"form": form}, status=status)
