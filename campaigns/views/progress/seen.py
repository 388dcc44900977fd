"""Cách xem bảng chỉ tiêu: what an address narrows it to, and the bar above all ways of looking."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.timezone import localdate

from campaigns import permissions, tasks
from campaigns.models import Campaign, Indicator, Participation
from campaigns.overseeing.board import Board, Frame, board_of, frame_of
from campaigns.overseeing.kept import Kept, kept_of
from campaigns.overseeing.wholes import Whole, wholes_of
from campaigns.views.overview import Head
from campaigns.views.shared import campaign_url
from units.permissions import require

ASKED_FOR = 60  # seconds in which a worker is not asked again for the same sums


def opened(request: HttpRequest, pk: int) -> Head:
    """The head of a campaign whose progress the person sees: 404, 403 otherwise."""
    campaigns = Campaign.objects.visible_to(request.user).for_list()
    campaign = get_object_or_404(campaigns, pk=pk)
    head = Head.of(request.user, campaign)
    require(permissions.can_see_progress(request.user, campaign))
    return head


@dataclass(frozen=True)
class Kind:
    """Loại đơn vị tham gia: how many units are of it."""

    pk: int
    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Seen:
    """Cách xem: what an address narrows the board to (``?ky=``, ``?nhom=``, ``?cham=``)."""

    frame: Frame
    kept: Kept
    kinds: list[Kind]
    kind: Kind | None
    only_behind: bool

    @classmethod
    def of(cls, request: HttpRequest, campaign: Campaign) -> "Seen":
        today = localdate()
        frame = frame_of(campaign, today, request.GET.get("ky", ""))
        kinds = [
            Kind(*row) for row in Participation.objects.of(campaign).active().kinds()
        ]
        asked = request.GET.get("nhom", "")
        kind = next((one for one in kinds if one.code == asked), None)
        kept = kept_of(frame, today, kind.pk if kind else None)
        if frame.period is not None and kept.lacking:
            _ask_for(campaign.pk, frame.period.pk)
        return cls(frame, kept, kinds, kind, request.GET.get("cham") == "1")

    @property
    def group(self) -> str:
        return self.kind.code if self.kind else ""

    @property
    def count(self) -> int:
        """Units, of the kind that is looked at."""
        return self.kind.count if self.kind else sum(one.count for one in self.kinds)

    def taking(self):
        """Participations in the order of the tree; only those that are behind where asked."""
        found = Participation.objects.of(self.frame.campaign).active()
        found = found.of_kind(self.kind.pk if self.kind else None).for_board()
        return self.kept.standing_behind(found) if self.only_behind else found

    def board(self, taking=None, indicator: Indicator | None = None) -> Board:
        """Of these units, else of all that are looked at; of one indicator alone."""
        frame = self.frame.narrowed(indicator) if indicator else self.frame
        return board_of(frame, list(self.taking() if taking is None else taking))

    def wholes(self) -> list[Whole]:
        return wholes_of(self.frame, self.kept.sums)

    def query(self, **more: object) -> str:
        """What keeps this way of looking in another address; "" where there is none."""
        period = self.frame.period
        kept = {"ky": period.pk if period else "", "nhom": self.group}
        asked = {key: value for key, value in (kept | more).items() if value != ""}
        return f"?{urlencode(asked)}" if asked else ""


def _ask_for(campaign: int, period: int) -> None:
    """A worker keeps the sums of this period for whoever looks next."""
    if cache.add(f"sums-asked:{campaign}:{period}", 1, ASKED_FOR):
        tasks.keep_period.delay_on_commit(campaign, period)


def tools(head: Head, seen: Seen, now: str) -> dict[str, Any]:
    """The bar above all ways of looking: period, kind of unit, which way."""
    return {
        "seen": seen,
        "periods": seen.frame.periods,
        "period": seen.frame.period,
        "groups": _groups(seen),
        "ways": [
            {"label": label, "url": url(head, name) + seen.query(), "now": name == now}
            for name, label in (
                ("campaign-indicators", "Ma trận"),
                ("indicator-list", "Danh sách"),
                ("phase-list", "Theo đợt"),
            )
        ],
        "here": url(head, now),
    }


def _groups(seen: Seen) -> list[dict[str, Any]]:
    """Kinds of unit, the most frequent first; none where all are of one kind."""
    if len(seen.kinds) < 2:
        return []
    every = Kind(0, "", "Mọi đơn vị", sum(one.count for one in seen.kinds))
    return [
        {
            "label": one.name,
            "count": one.count,
            "url": seen.query(nhom=one.code) or "?",
            "now": one.code == seen.group,
        }
        for one in (every, *seen.kinds)
    ]


def url(head: Head, name: str) -> str:
    return campaign_url(head.campaign, name)
