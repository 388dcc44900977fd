"""Thùng rác của phong trào: what of campaigns lies there, for whom, and when it goes."""

from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import now

from campaigns import actions
from campaigns.models import NOTE_MODELS, Campaign, ImportDraft, Plan, PlanEffect
from units import acts, trash
from units.models import AuditEntry, Membership, User
from units.trash import Discarded, Kind, Restored
from units.wording import excerpt

_NOTES = {f"{table._meta.model_name}.removed": table for table in NOTE_MODELS.values()}
PARTS = ["planline.removed", *_NOTES]


def know() -> None:
    trash.register(Kind("phong-trao", "Bản nháp phong trào", _drafts, _restore_draft))
    trash.register(
        Kind("ban-sua-doi", "Bản sửa đổi, thu hồi đang soạn", _changes, _restore_change)
    )
    trash.register(Kind("ban-doc", "Bản đọc từ tệp", _readings, _restore_reading))
    trash.register(Kind("dong", "Dòng, ghi chú của kế hoạch", _parts, _restore_part))


def _drafts(user: User, kept: timedelta | None) -> list[Discarded]:
    issuers = user.units_as(Membership.Role.OFFICER)
    rows: Any = Campaign.discarded.filter(plans__issuer__in=issuers).distinct()
    rows = rows.select_related("host", "discarded_by").order_by("-discarded_at")
    return [
        Discarded(
            row.pk, row.name, str(row.host), str(row.discarded_by), row.discarded_at
        )
        for row in rows[: trash.SHOWN]
    ]


def _restore_draft(pk: int, *, by: User) -> Restored:
    plan = actions.restore_draft(pk, by=by)
    return Restored(
        f"Đã khôi phục “{plan.campaign}”.", reverse("campaigns:campaign", args=[pk])
    )


def _changes(user: User, kept: timedelta | None) -> list[Discarded]:
    rows = PlanEffect.objects.in_the_trash_of(user)
    return [
        Discarded(
            row.plan_id, str(row), str(row.plan.issuer), str(row.plan.discarded_by),
            row.plan.discarded_at,
        )
        for row in rows[: trash.SHOWN]
    ]  # fmt: skip


def _restore_change(pk: int, *, by: User) -> Restored:
    plan = actions.restore_change(pk, by=by)
    return Restored(
        f"Đã khôi phục bản {plan.effect.get_kind_display().lower()} {plan.effect.cited}.",
        reverse("campaigns:plan-check", args=[pk]),
    )


def _readings(user: User, kept: timedelta | None):
    rows: Any = ImportDraft.discarded.of(user).select_related("discarded_by")
    return [
        Discarded(row.pk, row.file_name, "", str(row.discarded_by), row.discarded_at)
        for row in rows.order_by("-discarded_at")[: trash.SHOWN]
    ]


def _restore_reading(pk: int, *, by: User) -> Restored:
    draft = actions.restore_import(pk, by=by)
    return Restored(
        f"Đã khôi phục bản đọc “{draft}”.",
        reverse("campaigns:import-review", args=[pk]),
    )


def _parts(user: User, kept: timedelta | None):
    """Lines and notes taken out of plans that the person writes on, not brought back since."""
    open_plans = Plan.objects.filter(
        status__in=Plan.OPEN, issuer__in=user.units_as(Membership.Role.OFFICER)
    )
    plan_of, part_of = (
        Cast(KT(f"detail__{name}"), BigIntegerField()) for name in ("plan", "entry")
    )
    restored = AuditEntry.objects.filter(
        action__in=["planline.restored", "note.restored"]
    )
    back = restored.annotate(part=part_of).filter(part=OuterRef("pk"))
    rows = AuditEntry.objects.filter(action__in=PARTS, unit__in=user.units_as())
    if kept:
        rows = rows.filter(at__gt=now() - kept)
    rows = rows.annotate(plan=plan_of).filter(~Exists(back))
    rows = rows.filter(plan__in=open_plans.values("pk")).select_related("actor")
    found = list(rows.by_time()[: trash.SHOWN])
    plans = Plan.objects.select_related("campaign").in_bulk({row.plan for row in found})
    return [
        Discarded(row.pk, _words(row), str(plans[row.plan]), str(row.actor), row.at)
        for row in found
    ]


def _words(entry) -> str:
    """ "Dòng kế hoạch: Tỷ lệ hộ nghèo …"; a note names its kind itself."""
    is_line = entry.action == "planline.removed"
    kind = f"{acts.kind_of(entry.subject)}: " if is_line else ""
    words = excerpt(entry.detail.get("text", "") if is_line else entry.about, 100)
    whole = f"{kind}{words}"
    return whole[:1].upper() + whole[1:]


def _restore_part(pk: int, *, by: User) -> Restored:
    plan = actions.restore_part(pk, by=by)
    return Restored(
        f"Đã khôi phục vào kế hoạch “{plan}”.",
        reverse("campaigns:plan-edit", args=[plan.pk]),
    )
