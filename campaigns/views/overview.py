"""Trang phong trào: before launch what is missing, then the facts that the plan tells."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns import chronicle, drawing, permissions, standing
from campaigns.lineage import in_force, root_id_of
from campaigns.models import Campaign, Plan, PlanEffect
from campaigns.outline import span
from campaigns.papers import is_derived
from campaigns.report_links import slug_of
from campaigns.views.desk import Desk, superior_context
from campaigns.views.opening import opening_context
from campaigns.views.progress.going import going_context
from campaigns.views.route_map import map_context
from campaigns.views.shared import campaign_url
from campaigns.way import way_of
from campaigns.wording import baseline, between, figure
from units.book_links import book_url
from units.models import User
from units.pages import url_or_none
from units.permissions import require
from units.vietnamese import fold

WORD = re.compile(r"\w+")
AWARDS = "awards:campaign-proposals"


@require_safe
def campaign_short(request: HttpRequest, pk: int) -> HttpResponse:
    """Địa chỉ ngắn: on to the address with the campaign's name."""
    return redirect(campaign_url(_get(request, pk)))


@require_safe
def campaign_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Tổng quan."""
    campaign = _get(request, pk)
    head = Head.of(request.user, campaign)
    desk = Desk(head.plan)
    content = desk.content
    context = head.context("campaign-detail") | {
        "facts": _facts(desk),
        "timeline": _timeline(content),
        "targets": [
            {
                "note": note,
                "figure": figure(note, content.lines[note.line].text),
                "baseline": baseline(note),
                "marker": content.markers[note.line],
            }
            for note in content.targets
        ],
        "assignments": _assignments(content),
        "dues": _dues(content),
        "award_forms": content.award_forms,
        "subjects": content.subjects,
        "documents_url": url_or_none("reports:of-campaign", campaign.pk),
    }
    if _belongs(request.user, head.plan):
        context |= superior_context(desk)
    if head.plan.status != Plan.Status.ISSUED:
        context |= _before_launch(desk, head)
    else:
        context |= going_context(request.user, campaign, content)
    return render(request, "campaigns/overview.html", context)


@require_safe
def campaign_documents(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Văn bản của phong trào; the list itself comes from the papers' own room."""
    campaign = _get(request, pk)
    head = Head.of(request.user, campaign)
    context = head.context("campaign-documents") | {
        "documents_url": url_or_none("reports:of-campaign", campaign.pk)
    }
    return render(request, "campaigns/documents.html", context)


@require_safe
def campaign_history(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Nhật ký: who did what to the campaign and its plan, newest first."""
    campaign = _get(request, pk)
    head = Head.of(request.user, campaign)
    require(_belongs(request.user, head.plan))
    page = Paginator(chronicle.of_campaign(campaign), 50).get_page(
        request.GET.get("trang")
    )
    context = head.context("campaign-history") | {
        "page": page,
        "days": chronicle.by_day(page),
        "versions_url": reverse("campaigns:plan-versions", args=[head.plan.pk]),
        "book_url": book_url(request.user, campaign.host, "phong-trao", campaign.pk),
    }
    return render(request, "campaigns/history.html", context)


def _get(request, pk) -> Campaign:
    campaigns = Campaign.objects.visible_to(request.user).for_list()
    return get_object_or_404(campaigns, pk=pk)


@dataclass(frozen=True)
class Head:
    """What stands above all pages of one campaign."""

    user: User
    campaign: Campaign
    plan: Plan

    @classmethod
    def of(cls, user, campaign):
        plan = Plan.objects.visible_to(user).for_desk().newest_of(campaign)
        if plan is None:
            raise Http404
        return cls(user, campaign, plan)

    def context(self, now: str) -> dict[str, Any]:
        campaign, plan = self.campaign, self.plan
        issued = plan.status == Plan.Status.ISSUED
        can_edit = permissions.can_edit(self.user, plan)
        tabs = [
            ("campaign-detail", "Tổng quan"),
            ("campaign-documents", "Văn bản"),
        ]
        if issued and permissions.can_see_progress(self.user, campaign):
            tabs.append(("campaign-indicators", "Đợt và chỉ tiêu"))
            tabs.append(("campaign-reports", "Báo cáo"))
            tabs.append(("campaign-tasks", "Nhiệm vụ"))
            tabs.append(("campaign-raised", "Kiến nghị"))
            tabs.append(("campaign-registrations", "Đăng ký"))
        if issued:
            tabs.append(("campaign-examples", "Điển hình"))
        if issued and permissions.can_follow(self.user, campaign):
            tabs.append(("campaign-answers", "Đơn vị hưởng ứng"))
        if issued and permissions.can_run(self.user, campaign):
            tabs.append(("track-units", "Theo dõi"))
        if _belongs(self.user, plan):  # the book of an office is its own
            tabs.append(("campaign-history", "Nhật ký"))
        return {
            "campaign": campaign,
            "plan": plan,
            "standing": standing.of_campaign(
                plan.status,
                campaign.starts_on,
                campaign.ends_on,
                localdate(),
                is_recalled=plan.force == Plan.Force.RECALLED,
            ),
            "number": plan.known_number if issued else "",
            "numbered_on": _numbered_on(plan),
            **self._lineage(),
            "dates": between(campaign.starts_on, campaign.ends_on),
            "tabs": self._tabs(tabs, now, issued=issued),
            "can_edit": can_edit and plan.is_open,
            "can_carry_on": issued and bool(permissions.hosts_of(self.user)),
            "can_keep_template": can_edit and issued,
            "can_check": can_edit and not issued,
            "can_review": permissions.can_read_for_review(self.user, plan)
            and plan.status == Plan.Status.SUBMITTED,
        }

    def _tabs(self, names, now: str, *, issued: bool) -> list[dict[str, Any]]:
        """Links to the parts; what is proposed for it stands in the room of awards."""
        found = [
            {
                "label": label,
                "url": campaign_url(self.campaign, name),
                "now": name == now,
            }
            for name, label in names
        ]
        url = url_or_none(AWARDS, self.campaign.pk, slug_of(self.campaign.name))
        if issued and url:
            at = len(found) - (names[-1][0] == "campaign-history")
            found.insert(at, {"label": "Khen thưởng", "url": url, "now": now == AWARDS})
        return found

    def _lineage(self) -> dict[str, Any]:
        """What was done to the plan since its issue, and what may be; nothing before."""
        if self.plan.status != Plan.Status.ISSUED:
            return {}
        root_id = root_id_of(self.plan)
        force = in_force(root_id)
        found: dict[str, Any] = {"force": force}
        if force.told:
            found["consolidated_url"] = reverse(
                "campaigns:plan-consolidated", args=[root_id]
            )
        if permissions.can_change_issued(self.user, self.plan):
            found["open_change"] = PlanEffect.objects.open_on(root_id)
            if not force.is_over:
                if root_id != self.plan.pk:  # the last that amended or corrected it
                    found["recall_url"] = reverse(
                        "campaigns:plan-change", args=[self.plan.pk]
                    )
                found["change_url"] = reverse("campaigns:plan-change", args=[root_id])
        return found


def _numbered_on(plan):
    """The day of the plan itself, also where its text is that of a later paper."""
    return plan.effect.root.source_date if is_derived(plan) else plan.source_date


def _belongs(user, plan):
    """The person works in the issuing authority, or in the one that keeps its papers."""
    return plan.issuer_id in user.units_read


def _facts(desk) -> list[dict[str, str]]:
    """Up to four figures, each with what it counts."""
    content = desk.content
    assigned, dues = _assignments(content), _dues(content)
    facts = []
    if content.starts_on and content.ends_on:
        days = (content.ends_on - content.starts_on).days + 1
        facts.append(
            {
                "label": "Thời gian thi đua",
                "number": f"{days:,}".replace(",", "."),
                "unit": "ngày",
                "words": between(content.starts_on, content.ends_on),
            }
        )
    facts.append(
        {
            "label": "Chỉ tiêu",
            "number": str(len(content.targets)),
            "unit": "",
            "words": _count(
                sum(note.value is not None for note in content.targets), "có con số"
            ),
        }
    )
    facts.append(
        {
            "label": "Đơn vị được giao việc",
            "number": str(len(assigned)),
            "unit": "",
            "words": _count(sum(len(item["tasks"]) for item in assigned), "nhiệm vụ"),
        }
    )
    facts.append(
        {
            "label": "Việc có thời hạn",
            "number": str(len(dues)),
            "unit": "",
            "words": _count(len(content.registrations), "yêu cầu đăng ký"),
        }
    )
    return facts


def _count(number, what):
    return f"{number} {what}" if number else f"chưa có {what}"


def _timeline(content):
    spans = [
        (
            phase.name,
            phase.starts_on,
            phase.ends_on,
            between(phase.starts_on, phase.ends_on),
        )
        for phase in content.phases
    ]
    if not spans:
        spans = [
            (
                "Thời gian thi đua",
                p.starts_on,
                p.ends_on,
                between(p.starts_on, p.ends_on),
            )
            for p in content.periods
        ]
    return drawing.timeline(spans, localdate())


def _dues(content) -> list[dict[str, Any]]:
    """Registrations, duties with a day and the detailed plans of phases: the nearest first.

    What one sentence asks for by one day is told once; without a day it comes last.
    """
    registrations = content.registrations
    asked = {(note.line, note.deadline) for note in registrations}
    dues = [
        _due(note.deadline, f"Đăng ký {note.what}", minimum=note.minimum)
        for note in registrations
    ]
    dues += [
        _due(note.due_on, note.text)
        for note in content.deadlines
        if note.due_on and (note.line, note.due_on) not in asked
    ]
    dues += [
        _due(phase.plan_due_on, f"Ban hành kế hoạch chi tiết của {phase.name}")
        for phase in content.phases
        if phase.plan_due_on and not _is_told(content, phase)
    ]
    return sorted(dues, key=lambda due: (due["due_on"] or date.max, due["text"]))


def _due(day, text, minimum=None):
    return {"due_on": day, "text": text, "minimum": minimum}


def _is_told(content, phase):
    """The sentence that asks for the phase's detailed plan is noted as a duty too.

    It speaks of this phase when it names it, or names none and stands under its line.
    """
    names = [other.name for other in content.phases]
    under = span(content.lines, phase.line)
    for duty in content.deadlines:
        if duty.due_on != phase.plan_due_on or "ke hoach" not in fold(duty.text):
            continue
        named = [name for name in names if _names(duty.text, name)]
        if phase.name in named or (not named and duty.line in under):
            return True
    return False


def _names(text, name):
    """The name as whole words: "Đợt 1" is not named by "đợt 10"."""
    return f" {' '.join(WORD.findall(fold(name)))} " in (
        f" {' '.join(WORD.findall(fold(text)))} "
    )


def _assignments(content) -> list[dict[str, Any]]:
    """Each unit once, with the words of the lines that stand under its own."""
    found: dict[str, dict[str, Any]] = {}
    for note in content.assignments:
        item = found.setdefault(fold(note.unit), {"unit": note.unit, "tasks": []})
        item["tasks"] += [
            content.lines[i].text
            for i in list(span(content.lines, note.line))[1:]
            if content.lines[i].text.strip()
        ]
    return list(found.values())


def _before_launch(desk, head) -> dict[str, Any]:
    """The checklist "Để phát động": what is done, what is missing, who acts next."""
    plan = desk.plan
    order = [
        ("soan", "Soạn xong kế hoạch"),
        ("trinh", "Trình lãnh đạo duyệt"),
        ("ky", "Lãnh đạo duyệt và ký"),
        ("so", "Văn thư cấp số, đóng dấu, ban hành"),
    ]
    reached = {
        Plan.Status.DRAFT: 0,
        Plan.Status.RETURNED: 0,
        Plan.Status.SUBMITTED: 2,
        Plan.Status.APPROVED: 2,
        Plan.Status.SIGNED: 3,
    }[Plan.Status(plan.status)]
    can_edit = permissions.can_edit(head.user, plan) and plan.is_open
    return {
        "before_launch": True,
        "steps": [
            {"label": label, "done": place < reached, "now": place == reached}
            for place, (_, label) in enumerate(order)
        ],
        "gaps": [
            {"gap": gap, "url": desk.gap_url(gap) if can_edit else ""}
            for gap in desk.gaps
        ]
        if plan.is_open
        else [],
        "open_return": desk.open_return,
        **({} if plan.is_open else map_context(plan, way_of(plan), head.user)),
        **opening_context(desk, head.user),
    }
