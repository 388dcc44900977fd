"""Tổng quan khi đang thực hiện (screen 03): facts, sections, heat map, what needs a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.http import urlencode
from django.utils.timezone import localdate

from campaigns import permissions
from campaigns.content import PlanContent
from campaigns.models import Campaign, Participation
from campaigns.overseeing import words
from campaigns.overseeing.board import frame_of
from campaigns.overseeing.heat import RULE, UNITS, heat_of, periods_of
from campaigns.overseeing.kept import Kept, kept_of, shares_kept
from campaigns.overseeing.summary import (
    MOST,
    Reports,
    Section,
    Works,
    concerns_of,
    reports_of,
    sections_of,
    works_of,
)
from campaigns.overseeing.wholes import Level, Whole, wholes_of
from campaigns.progress.pace import Standing
from campaigns.progress.shares import percent
from campaigns.views.progress.bars import bar
from campaigns.views.shared import campaign_url
from units.models import User
from units.numerals import vn_number
from units.wording import excerpt, vn_date

WIDTH = 200  # of a strip, in its own units
NAMED = 3  # overdue units that are named; the rest is counted
KINDS = {
    Level.DONE: "ok",
    Level.ON_PACE: "info",
    Level.NEAR: "warn",
    Level.BEHIND: "bad",
}


@dataclass(frozen=True)
class Said:
    """Một mẩu chữ dưới con số, with the list that it counts."""

    text: str
    url: str = ""
    bad: bool = False


@dataclass(frozen=True)
class Fact:
    """Một ô số liệu. ``strip``: x, width and kind of the parts of its strip."""

    label: str
    number: str
    unit: str
    url: str
    strip: list[tuple[int, int, str]]
    words: list[Said]


def going_context(
    user: User, campaign: Campaign, content: PlanContent
) -> dict[str, Any]:
    """What the overview says more to who sees the progress; nothing without a frame."""
    if not permissions.can_see_progress(user, campaign):
        return {}
    today = localdate()
    frame = frame_of(campaign, today)
    taking = Participation.objects.of(campaign).active().for_board()
    first = list(taking[:UNITS])
    if not first:
        return {}
    kept = kept_of(frame, today)
    wholes = wholes_of(frame, kept.sums)
    late = sum(one.counts[Standing.BEHIND] for one in wholes)
    reports = reports_of(frame, today, NAMED)
    figures = campaign_url(campaign, "indicator-figures")
    facts = [
        _days(campaign, content, today),
        _indicators(campaign, wholes) if wholes else None,
        _reports(campaign, reports) if reports else None,
        _works(campaign, works_of(campaign)),
    ]
    return {
        "going": True,
        "facts": [fact for fact in facts if fact is not None],
        "sections": [_section(campaign, one) for one in sections_of(wholes)],
        "heat": _heat(kept, first, taking, today) if wholes else None,
        "concerns": _concerns(kept, campaign, reports),
        "late": late,
        "late_more": late > MOST,
        "late_url": f"{figures}?tt=cham",
    }


def _days(campaign: Campaign, content: PlanContent, today: date) -> Fact | None:
    """Of the phase that goes on, else of the campaign."""
    phase = next(
        (
            one
            for one in content.phases
            if one.starts_on and one.ends_on and one.starts_on <= today <= one.ends_on
        ),
        None,
    )
    name = phase.name if phase else "Phong trào"
    first, last = (
        (phase.starts_on, phase.ends_on)
        if phase
        else (campaign.starts_on, campaign.ends_on)
    )
    if first is None or last is None:
        return None
    if today < first:
        return Fact(
            f"{name} bắt đầu sau", vn_number((first - today).days), "ngày", "", [],
            [Said(f"Ngày {vn_date(first)}")],
        )  # fmt: skip
    if today > last:
        return Fact(
            f"{name} đã hết thời gian", vn_number((today - last).days), "ngày trước", "", [],
            [Said(f"Kết thúc {vn_date(last)}")],
        )  # fmt: skip
    left, whole = (last - today).days, (last - first).days + 1
    return Fact(
        f"{name} còn lại", vn_number(left), "ngày", "",
        _strip([(whole - left, "info"), (left, "t")]), [Said(f"Kết thúc {vn_date(last)}")],
    )  # fmt: skip


def _indicators(campaign: Campaign, wholes: Sequence[Whole]) -> Fact:
    counts = {level: sum(one.level is level for one in wholes) for level in Level}
    url = campaign_url(campaign, "indicator-list")
    return Fact(
        label="Chỉ tiêu đã đạt",
        number=str(counts[Level.DONE]),
        unit=f"/ {len(wholes)}",
        url=f"{url}?muc={Level.DONE}" if counts[Level.DONE] else url,
        strip=_strip(
            [(counts[level], kind) for level, kind in KINDS.items()]
            + [(counts[Level.BLANK] + counts[Level.NOT_DUE], "t")]
        ),
        words=[
            Said(
                f"{counts[level]} {level.label}", f"{url}?muc={level}", level is Level.BEHIND
            )
            for level in Level
            if counts[level] and level is not Level.DONE
        ],
    )  # fmt: skip


def _reports(campaign: Campaign, reports: Reports) -> Fact:
    board = f"{campaign_url(campaign, 'campaign-reports')}?ky={reports.period.pk}"
    label = reports.period.label
    said = [Said(f"{reports.received} đã tiếp nhận", f"{board}&loc=xong")]
    if reports.overdue:
        said.append(Said(f"Quá hạn: {_named(reports)}", f"{board}&loc=qua-han", True))
    if reports.exempt:
        said.append(Said(f"{reports.exempt} được miễn", f"{board}&loc=mien"))
    return Fact(
        label=f"Báo cáo {label[:1].lower()}{label[1:]}",
        number=str(reports.sent),
        unit=f"/ {reports.expected} đơn vị đã nộp",
        url=f"{board}&loc=da-nop",
        strip=_strip(
            [
                (reports.received, "ok"),
                (reports.sent - reports.received, "info"),
                (reports.overdue, "bad"),
                (reports.expected - reports.sent - reports.overdue, "t"),
            ]
        ),
        words=said,
    )  # fmt: skip


def _named(reports: Reports) -> str:
    """An Bình, Bồ Đề, Cự Khối và 4 đơn vị khác"""
    more = reports.overdue - len(reports.named)
    names = ", ".join(one.unit.short_name for one in reports.named)
    return f"{names} và {vn_number(more)} đơn vị khác" if more else names


def _works(campaign: Campaign, works: Works) -> Fact:
    url = campaign_url(campaign, "campaign-undertakings")
    said = [
        Said(f"{works.registered - works.finished} đang làm", f"{url}?tt=dang-lam"),
        Said(f"{works.plaques} đã gắn biển", f"{url}?tt=gan-bien"),
    ]
    return Fact(
        label="Mô hình, công trình hoàn thành",
        number=str(works.finished),
        unit=f"/ {works.registered} đã duyệt",
        url=f"{url}?tt=xong",
        strip=_strip(
            [(works.finished, "ok"), (works.registered - works.finished, "info")]
        ),
        words=said if works.registered else [Said("Chưa duyệt đăng ký nào.")],
    )


def _strip(parts: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Side by side in proportion, with a gap between."""
    total = sum(count for count, _ in parts) or 1
    found, at = [], 0.0
    for count, kind in parts:
        if count:
            wide = count / total * WIDTH
            found.append((round(at), max(round(wide) - 2, 2), kind))
            at += wide
    return found


def _section(campaign: Campaign, section: Section) -> dict[str, Any]:
    worst = section.worst
    if worst is not None:
        said = (
            f"{excerpt(words.short(worst.indicator), 60)}: "
            f"{words.whole_figure(worst.value, worst.course.scale)}, "
            f"phải đạt {words.need(worst.required, worst.indicator)}"
        )
    elif section.due is None:
        said = "Chưa đến hạn"
    else:
        said = f"{section.fit}/{len(section.wholes)} chỉ tiêu đúng hoặc vượt tiến độ"
    kind = "info"
    if worst is not None:
        kind = "bad" if worst.level is Level.BEHIND else "warn"
    elif section.due is not None:
        kind = "ok" if section.fit == len(section.wholes) else "bad"
    name = section.name or "Chỉ tiêu"
    url = campaign_url(campaign, "indicator-list")
    return {
        "name": name,
        "url": f"{url}?{urlencode({'phan': section.name})}",
        "percent": percent(section.done) if section.done is not None else None,
        "bar": bar(section.done, section.due, kind, name),
        "words": said,
    }


def _heat(kept: Kept, first, taking, today: date) -> dict[str, Any] | None:
    periods = periods_of(kept.frame, today)
    found = heat_of(periods, first, shares_kept(kept, first, periods))
    if found is None:
        return None
    campaign = kept.frame.campaign
    url = campaign_url(campaign, "indicator-figures")
    every = taking.count() if len(first) == UNITS else len(first)
    return {
        "periods": [
            {"label": one.label, "number": number}
            for number, one in enumerate(found.periods, 1)
        ],
        "rows": [
            {
                "unit": row.taking.unit,
                "url": f"{url}?dv={row.taking.pk}",
                "cells": [
                    {"value": value, "kind": _kind(value), "label": period.label}
                    for value, period in zip(row.cells, found.periods, strict=True)
                ],
            }
            for row in found.rows
        ],
        "more": every if every > len(first) else 0,
        "url": campaign_url(campaign, "campaign-indicators"),
        "rule": RULE,
    }


def _kind(value: int | None) -> str:
    if value is None:
        return "none"
    if value >= 100:
        return "a"
    return "b" if value >= 90 else "c" if value >= 75 else "d"


def _concerns(
    kept: Kept, campaign: Campaign, reports: Reports | None
) -> list[dict[str, Any]]:
    url = campaign_url(campaign, "campaign-indicators")
    found: list[dict[str, Any]] = [
        {
            "kind": "bad" if one.verdict.is_far else "warn",
            "title": f"{one.taking.unit.short_name}: {excerpt(str(one.indicator), 70)}",
            "url": f"{url}{one.cell.pk}/",
            "words": _cause(one),
        }
        for one in concerns_of(kept)
    ]
    if reports is not None and reports.overdue:
        late = (localdate() - reports.period.due_on).days
        found.append(
            {
                "kind": "bad",
                "title": f"{reports.overdue} đơn vị chưa nộp báo cáo "
                f"{reports.period.label[:1].lower()}{reports.period.label[1:]}",
                "url": f"{campaign_url(campaign, 'campaign-reports')}"
                f"?ky={reports.period.pk}&loc=qua-han",
                "words": f"{_named(reports)} · quá hạn {vn_number(late)} ngày",
            }
        )
    return found


def _cause(one) -> str:
    value = words.cell_figure(one.cell, one.indicator)
    said = f"mới đạt {value}, phải đạt {words.need(one.cell.required, one.indicator)}"
    return f"{said} · {excerpt(one.cause, 110)}" if one.cause else said
