"""Biểu quyết: a member votes, the secretary opens, gives paper, closes and concludes.

The receipt is drawn into the very answer to the ballot and kept nowhere: no message, no session,
no address bears it. Nothing here is written to a log.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import (
    sensitive_post_parameters,
    sensitive_variables,
)
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from awards import actions, permissions
from awards.council import urn
from awards.council.attending import aside_from, room_of
from awards.council.reading import agenda_of
from awards.council.ruling import rule_of
from awards.forms.council import CloseForm, CountForm, WordsForm
from awards.models import BallotRound, BallotSlip, BallotTaken, Choice, NamedVote
from awards.views.council_agenda import get_item
from awards.views.council_sessions import (
    get_session,
    page_of,
    room_page_of,
    session_crumbs,
)
from campaigns.views.shared import small_page
from units.errors import Refused
from units.pages import by_number, number_in, numbers_of
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done

PREFIX = "phieu-"
Way = BallotTaken.Way


@sensitive_post_parameters()
@cache_control(no_store=True, private=True)
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu của thành viên: every round that is open for them on one sheet."""
    session = get_session(request, pk)
    require(permissions.can_vote(request.user, session.unit))
    problem, chosen = "", by_number(request.POST, PREFIX)
    if request.method == "POST":
        try:
            receipts = actions.cast(pk, by=request.user, choices=chosen)
        except Refused as refusal:
            problem = str(refusal)
        else:
            context = {
                "session": session,
                "receipts": receipts,
                "left": len(agenda_of(session, request.user).to_cast),
                "back": page_of(session),
                "crumbs": session_crumbs(session),
            }
            return render(request, "awards/council/receipt.html", context)
    agenda = agenda_of(session, request.user)
    context = {
        "session": session,
        "rows": [
            {"row": row, "chosen": chosen.get(row.round.pk, "")}
            for row in agenda.to_cast
        ],
        "done": [row for row in agenda.rows if row.is_open and row.mine_taken],
        "choices": Choice,
        "problem": problem,
        "back": page_of(session),
        "crumbs": session_crumbs(session),
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "awards/council/ballot.html", context, status=status)


def get_round(request: HttpRequest, pk: int) -> BallotRound:
    """The round, or 404: of another council, or of an item from which the person stands aside."""
    rows = BallotRound.objects.visible_to(request.user).for_page()
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
@sensitive_post_parameters()
@sensitive_variables()
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một lượt biểu quyết: its result, its slips by their marks; a code that is sent finds one's
    own, and stands in no address, which logs would keep.
    """
    round_ = get_round(request, pk)
    session = round_.item.session
    agenda = agenda_of(session, request.user)
    row = next(one for one in agenda.rows if one.item.pk == round_.item_id)
    code = request.POST.get("ma", "").strip()
    own = urn.mark_of(round_.pk, code) if code else ""
    slips = [
        {"slip": slip, "shown": slip.mark[: urn.SHOWN], "is_own": slip.mark == own}
        for slip in BallotSlip.objects.visible_to(request.user).filter(round=round_)
    ]
    votes = NamedVote.objects.visible_to(request.user).of_round(round_)
    context = {
        "round": round_,
        "session": session,
        "row": row,
        "rounds": row.rounds,
        "is_last": row.round == round_,
        "slips": slips,
        "votes": votes.for_list(),
        "code": code,
        "is_found": any(one["is_own"] for one in slips),
        "crumbs": session_crumbs(session),
    }
    return render(request, "awards/council/round.html", context)


# ---- of the secretary ------------------------------------------------------------------------


@require_POST
def rounds_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở lượt biểu quyết for the items that were ticked."""
    session = get_session(request, pk)
    require(permissions.can_hold_ballots(request.user, session.unit))
    try:
        found = actions.open_rounds(
            pk, by=request.user, item_ids=numbers_of(request.POST.getlist("muc"))
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã mở biểu quyết {len(found)} đề nghị.")
    return redirect(room_page_of(session))


@require_http_methods(["GET", "POST"])
def round_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Biểu quyết lại."""
    item = get_item(request, pk)
    session = item.session
    require(permissions.can_hold_ballots(request.user, session.unit))
    form = WordsForm(posted(request), name="reason", label="Lý do biểu quyết lại")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = done(
            form,
            actions.open_rounds,
            session.pk,
            by=request.user,
            item_ids=[pk],
            **given,
        )
        if found is not None:
            messages.success(request, f"Đã mở lượt {found[0].number}.")
            return redirect(room_page_of(session))
    return small_page(
        request, form, title=f"Biểu quyết lại: {item}", act="Mở lượt khác",
        back=room_page_of(session), crumbs=session_crumbs(session),
        lead="Lượt trước vẫn xem được; kết luận đã ghi (nếu có) được bỏ.",
    )  # fmt: skip


def _of_round(request, pk) -> BallotRound:
    round_ = get_round(request, pk)
    require(permissions.can_hold_ballots(request.user, round_.item.session.unit))
    return round_


@require_http_methods(["GET", "POST"])
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Kiểm phiếu: who has not voted yet is named first."""
    round_ = _of_round(request, pk)
    session, rule = round_.item.session, rule_of(round_.item)
    form = CloseForm(posted(request), asks_chair=rule.chair_agrees and rule.is_secret)
    if request.method == "POST" and form.is_valid():
        closed = done(
            form, actions.close_round, pk, by=request.user, **form.cleaned_data
        )
        if closed is not None:
            words = "đạt" if closed.passed else "không đạt"
            messages.success(
                request,
                f"{closed.item}: {closed.agreed} đồng ý, {closed.against} không đồng ý, "
                f"{closed.blank} không hợp lệ; {words}.",
            )
            return redirect(room_page_of(session))
    agenda = agenda_of(session, request.user)
    row = next(one for one in agenda.rows if one.item.pk == round_.item_id)
    missing = ", ".join(row.awaited)
    return small_page(
        request, form, title=f"Kiểm phiếu: {round_.item}", act="Đóng lượt, kiểm phiếu",
        back=room_page_of(session), crumbs=session_crumbs(session),
        lead=f"Đã bỏ phiếu {len(row.taken)}/{len(row.may_vote)}."
        + (f" Chưa bỏ phiếu: {missing}." if missing else "")
        + " Kiểm phiếu rồi thì không ai bỏ thêm được.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def round_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy lượt."""
    round_ = _of_round(request, pk)
    session = round_.item.session
    form = WordsForm(posted(request), name="reason", label="Lý do hủy lượt")
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.void_round, pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã hủy lượt; phiếu đã bỏ không được mở.")
        return redirect(room_page_of(session))
    return small_page(
        request, form, title=f"Hủy lượt biểu quyết: {round_.item}", act="Hủy lượt",
        back=room_page_of(session), crumbs=session_crumbs(session),
        lead="Phiếu đã bỏ bị hủy mà không mở; lượt và lý do vào biên bản.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def paper_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Phát phiếu giấy: for all open secret rounds of which that member has not voted."""
    session = get_session(request, pk)
    require(permissions.can_hold_ballots(request.user, session.unit))
    agenda = agenda_of(session, request.user)
    open_ = [row for row in agenda.rows if row.is_open and row.rule.is_secret]
    if request.method == "POST":
        seat = number_in(request.POST, "ghe") or 0
        wanted = _not_taken(open_, seat)
        try:
            given = actions.give_paper(pk, seat, by=request.user, round_ids=wanted)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"Đã ghi {given[0].seat} nhận {len(given)} phiếu giấy."
            )
        return redirect("awards:paper-give", pk)
    context = {
        "session": session,
        "open": open_,
        "rows": [_paper_row(open_, one) for one in agenda.room.voting],
        "back": room_page_of(session),
        "crumbs": session_crumbs(session),
    }
    return render(request, "awards/council/paper.html", context)


def _not_taken(rows, seat) -> list[int]:
    return [
        row.round.pk
        for row in rows
        if seat not in {one.seat_id for one in (*row.aside, *row.taken)}
    ]


def _paper_row(rows, one) -> dict:
    ways = [
        (row, taken)
        for row in rows
        for taken in row.taken
        if taken.seat_id == one.seat_id
    ]
    return {
        "seat": one.seat,
        "paper": [row for row, taken in ways if taken.way == Way.PAPER],
        "screen": sum(1 for _, taken in ways if taken.way == Way.SCREEN),
        "left": _not_taken(rows, one.seat_id),
    }


@require_POST
def paper_back(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Thu hồi phiếu giấy."""
    round_ = _of_round(request, pk)
    try:
        actions.take_paper_back(pk, seat, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã thu hồi phiếu giấy.")
    return redirect("awards:paper-give", round_.item.session_id)


@require_http_methods(["GET", "POST"])
def paper_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhập số phiếu giấy đã kiểm; the other's only once both are in."""
    round_ = get_round(request, pk)
    session = round_.item.session
    require(permissions.can_count_paper(request.user, session.unit))
    form = CountForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.count_paper, pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã ghi số phiếu anh/chị kiểm.")
        return redirect("awards:paper-count", pk)
    counts = list(round_.paper_counts.select_related("entered_by").order_by("pk"))
    both = len(counts) == 2 and None not in counts[0].counted
    context = {
        "round": round_,
        "session": session,
        "form": form,
        "given": round_.taken.filter(way=Way.PAPER).count(),
        "counts": [
            {
                "by": one.entered_by,
                "shown": both or one.entered_by_id == request.user.pk,
                "count": one,
            }
            for one in counts
        ],
        "both": both,
        "agree": both and counts[0].counted == counts[1].counted,
        "is_open": round_.status == BallotRound.Status.OPEN,
        "back": room_page_of(session)
        if permissions.can_hold_ballots(request.user, session.unit)
        else page_of(session),
        "crumbs": session_crumbs(session),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/council/count.html", context, status=status)


@require_http_methods(["GET", "POST"])
def round_hands(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi biểu quyết công khai của từng người."""
    round_ = _of_round(request, pk)
    session = round_.item.session
    problem, chosen = "", {}
    if request.method == "POST":
        chosen = {
            seat: value
            for seat, value in by_number(request.POST, "ghe-").items()
            if value
        }
        try:
            found = actions.record_hands(pk, by=request.user, choices=chosen)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"Đã ghi ý kiến của {len(found)} thành viên.")
            return redirect(room_page_of(session))
    room, rule = room_of(session), rule_of(round_.item)
    aside = aside_from([round_.item_id])[round_.item_id]
    done_ = set(round_.taken.values_list("seat", flat=True))
    context = {
        "round": round_,
        "session": session,
        "choices": Choice,
        "rows": [
            {"seat": one.seat, "chosen": chosen.get(one.seat_id, "")}
            for one in room.voting
            if one.seat_id not in done_ and not room.why_not(one, rule, aside)
        ],
        "problem": problem,
        "back": room_page_of(session),
        "crumbs": session_crumbs(session),
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "awards/council/hands.html", context, status=status)


# ---- conclusions -----------------------------------------------------------------------------


@require_POST
def conclude_passed(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi kết luận cho mọi đề nghị đã đạt."""
    session = get_session(request, pk)
    require(permissions.can_hold_ballots(request.user, session.unit))
    try:
        found = actions.conclude_passed(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ghi kết luận thông qua {len(found)} đề nghị.")
    return redirect(room_page_of(session))


def _words(request, pk, does, **words) -> HttpResponse:
    item = get_item(request, pk)
    session = item.session
    require(permissions.can_hold_ballots(request.user, session.unit))
    required = words.pop("required")
    form = WordsForm(
        posted(request), name="words", label=words.pop("label"), longest=2_000,
        required=required, hint=words.pop("hint", ""),
    )  # fmt: skip
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, does, pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, words["said"])
        return redirect(room_page_of(session))
    return small_page(
        request, form, title=f"{words['title']}: {item}", act=words["act"],
        back=room_page_of(session), crumbs=session_crumbs(session), lead=words["lead"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def item_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi kết luận của Hội đồng, with its words."""
    return _words(
        request, pk, actions.conclude_item, title="Kết luận", act="Ghi kết luận",
        label="Lời kết luận của Hội đồng", required=False, said="Đã ghi kết luận.",
        hint="Không thông qua thì phải ghi lý do; đơn vị đề nghị đọc đúng lời này.",
        lead="Kết quả theo lượt đã kiểm phiếu. Muốn đổi thì mở lượt khác, có lý do.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def item_defer(request: HttpRequest, pk: int) -> HttpResponse:
    """Để phiên sau."""
    return _words(
        request, pk, actions.defer_item, title="Để phiên sau", act="Để phiên sau",
        label="Lý do để phiên sau", required=True, said="Đã để phiên sau.",
        lead="Đề nghị vẫn chờ Hội đồng xét, đưa được ngay vào phiên khác.",
    )  # fmt: skip
