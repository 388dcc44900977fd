"""Lập theo danh sách: a grid of rows, or a block out of Excel; all become drafts in one act."""

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from awards.actions import proposing
from awards.offers import Offer, offers_to
from awards.pasted import LONGEST_SUMMARY, MOST_ROWS, Line, Typed, rows_in, understood
from awards.permissions import proposals as permissions
from awards.views.proposals.shared import (
    UNPROCESSABLE,
    campaigns_for,
    crumbs,
    units_of,
)
from units.errors import Refused, Unreadable
from units.pages import number_in
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_number

BLANK = 5  # empty rows at the end of the grid


@require_http_methods(["GET", "POST"])
def proposal_grid(request: HttpRequest) -> HttpResponse:
    """``act``: dan (take a pasted block over), xet (look at the rows), lap (make the drafts)."""
    units = units_of(permissions.writes_somewhere(request.user))
    require(bool(units))
    data = request.POST if request.method == "POST" else request.GET
    unit = next((one for one in units if one.pk == number_in(data, "don-vi")), units[0])
    campaigns = campaigns_for(request.user)
    wanted = number_in(data, "phong-trao")
    campaign = next((one for one in campaigns if one.pk == wanted), None)
    offers = offers_to(unit, localdate(), campaign)
    default = next((one for one in offers if one.key == data.get("hinh-thuc")), None)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    rows, problem, unread = _rows(request, act)
    lines = understood(rows, unit, offers, default) if rows else []
    is_looked = act in ("xet", "lap", "dan")
    if act == "lap" and not problem:
        if lines and all(line.is_fine for line in lines):
            try:
                return _made(request, unit, campaign, lines)
            except Refused as refusal:
                problem = str(refusal)
        elif not lines:
            problem = "Ghi ít nhất một dòng: tên đối tượng, hình thức, tóm tắt."
    wrong = sum(1 for line in lines if not line.is_fine)
    context = {
        "units": units, "unit": unit, "campaigns": campaigns, "campaign": campaign,
        "offers": offers, "default": default, "lines": lines,
        "pasted": unread,
        "blank": range(len(lines) + 1, len(lines) + 1 + BLANK), "problem": problem,
        "wrong": wrong if is_looked else 0, "is_looked": is_looked,
        "token": request.POST.get("token") or token_urlsafe(16),
        "crumbs": crumbs(), "most": MOST_ROWS,
    }  # fmt: skip
    failed = bool(problem) or (act == "lap" and bool(wrong))
    status = UNPROCESSABLE if failed else 200
    return render(request, "awards/proposals/grid.html", context, status=status)


def _rows(request: HttpRequest, act: str) -> tuple[list[Typed], str, str]:
    """What was typed in the grid, and after it what was pasted; a sentence for what is too much,
    and what was pasted but could not be read.
    """
    data = request.POST
    columns = [data.getlist(name) for name in ("ten", "ht", "tt")]
    rows = []
    for number, cells in enumerate(zip(*columns, strict=False), 1):
        name, award, summary = (
            stored(cell).strip()[: LONGEST_SUMMARY + 1] for cell in cells
        )
        rows.append(Typed(name, award, summary, data.get(f"chon-{number}", "")))
    rows = [row for row in rows if not row.is_blank]
    if act:
        try:
            rows += rows_in(data.get("dan", ""))
        except Unreadable as error:
            return rows, str(error), data["dan"]
    if len(rows) > MOST_ROWS:
        many = vn_number(len(rows))
        return (
            rows[:MOST_ROWS],
            (
                f"Danh sách có {many} dòng, một lần lập được {MOST_ROWS}; chia ra làm nhiều lần."
            ),
            "",
        )
    return rows, "", ""


def _made(request, unit, campaign, lines: list[Line]) -> HttpResponse:
    period = {}
    if campaign:
        period = {"period_from": campaign.starts_on, "period_to": campaign.ends_on}
    facts = [
        {
            "offer": _key(line.offer), "subject": line.subject.key if line.subject else "",
            "summary": line.typed.summary, "campaign_id": campaign.pk if campaign else None,
            "merit": "campaign" if campaign else "service", **period,
        }
        for line in lines
    ]  # fmt: skip
    made = proposing.begin_proposals(
        unit.pk, by=request.user, token=request.POST.get("token", ""), rows=facts
    )
    amount = vn_number(len(made))
    messages.success(
        request,
        f"Đã lập {amount} đề nghị. Bổ sung từng đề nghị nếu cần, rồi chọn và gửi cùng lúc.",
    )
    return redirect(f"{reverse('awards:proposal-list')}?tt=dang-lap")


def _key(offer: Offer | None) -> str:
    return offer.key if offer else ""
