"""Danh sách phong trào, và sáu cách lập phong trào mới."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, drawing, listing, standing, superiors
from campaigns.forms import BlankForm, PasteForm, UploadForm
from campaigns.models import ImportDraft, Plan
from campaigns.permissions import hosts_of
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from campaigns.wording import between
from units import form_messages
from units.errors import Refused
from units.pages import answer
from units.permissions import require
from units.posted import posted
from units.search import plain_words

PAGE_SIZE = 50
SUPERIORS = 3  # plans of superiors that it offers
EARLIER = 5  # plans of earlier years that the page of a new campaign offers


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Phong trào: filtered by state, year and words, all in the address."""
    today = localdate()
    seen = listing.campaigns(request.user)
    sums = listing.overview(seen, today)
    wanted = _Filter.read(request.GET)
    rows = listing.in_state(seen, wanted.state, today)
    if wanted.year:
        rows = listing.in_year(rows, wanted.year)
    rows = listing.found(rows, wanted.words)
    page = Paginator(listing.for_list(rows), PAGE_SIZE).get_page(
        request.GET.get("trang")
    )
    context = {
        "page": page,
        "rows": [row(one, today) for one in listing.rows(page, today)],
        "filter": wanted,
        "states": [
            {"value": name, "label": label, "count": sums.in_state[name]}
            for name, label in listing.STATES.items()
        ],
        "total": sums.total,
        "years": sums.years,
        "can_start": bool(hosts_of(request.user)),
    }
    return answer(request, "campaigns/campaign_list.html", "results", context)


@require_http_methods(["GET", "POST"])
def campaign_start(request: HttpRequest) -> HttpResponse:
    """Lập phong trào: a blank page here; a file or text goes to ``import_upload``."""
    hosts = hosts_of(request.user)
    require(bool(hosts))
    data = posted(request)
    blank = BlankForm(data, hosts=hosts)
    if request.method == "POST" and blank.is_valid():
        try:
            plan = actions.create_campaign(
                by=request.user,
                host_id=blank.host_id,
                name=blank.cleaned_data["name"],
            )
        except Refused as refusal:
            form_messages.refused(blank, refusal)
        else:
            return redirect("campaigns:plan-edit", plan.pk)
    return start_page(request, blank=blank)


def start_page(
    request: HttpRequest, *, refused: ImportDraft | None = None, **forms: Any
) -> HttpResponse:
    """The page of the six ways, with the forms that came back wrong.

    ``refused``: the file that a worker could not read; the page itself is then in order.
    """
    hosts = hosts_of(request.user)
    context: dict[str, Any] = {
        "blank": BlankForm(hosts=hosts),
        "upload": UploadForm(),
        "paste": PasteForm(),
        "superiors": superiors.offered(request.user)[:SUPERIORS],
        "earlier": Plan.objects.to_use_again(request.user)[:EARLIER],
        "drafts": ImportDraft.objects.offered_to(request.user)[:5],
        "refused": refused,
        **forms,
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    context["form"] = wrong  # its errors put "Lỗi:" into the title
    return answer(
        request,
        "campaigns/start.html",
        "ways",
        context,
        status=UNPROCESSABLE if wrong is not None and not refused else 200,
    )


@dataclass(frozen=True)
class _Filter:
    state: str
    year: int | None
    words: str

    @classmethod
    def read(cls, query):
        year = query.get("nam", "")
        state = query.get("tt", "")
        return cls(
            state=state if state in listing.STATES else "",
            year=int(year)
            if len(year) == 4 and year.isdecimal() and year > "0000"
            else None,
            words=plain_words(query.get("q")),
        )

    @property
    def is_set(self) -> bool:
        return bool(self.state or self.year or self.words)

    @property
    def state_label(self) -> str:
        return listing.STATES.get(self.state, "")


def row(one: listing.Row, today: date) -> dict[str, Any]:
    """One campaign as the list tells it."""
    campaign, plan = one.campaign, one.plan
    status = plan.status if plan else Plan.Status.DRAFT
    issued = status == Plan.Status.ISSUED
    return {
        "campaign": campaign,
        "url": campaign_url(campaign),
        "standing": standing.of_campaign(
            status,
            campaign.starts_on,
            campaign.ends_on,
            today,
            is_recalled=bool(plan) and plan.force == Plan.Force.RECALLED,
        ),
        "number": plan.known_number if plan and issued else "",
        "dates": between(campaign.starts_on, campaign.ends_on),
        "elapsed": drawing.elapsed(campaign.starts_on, campaign.ends_on, today)
        if issued
        else None,
        "targets": one.targets,
        "units": one.units,
        "next_on": one.next_on if issued else None,
    }
