"""Mẫu kế hoạch: a plan is kept to begin others from; a new one is begun."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns import carrying, permissions
from campaigns.actions.carrying import fitted
from campaigns.actions.starting import create_campaign_from_content
from campaigns.content import Letterhead, PlanContent
from campaigns.models import Plan, PlanTemplate
from campaigns.queries import content_of
from campaigns.samples import BY_SLUG
from campaigns.twin import from_own, to_twin
from units import audit
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, amend

FURTHEST = 50  # years that a template may be behind
EMPTY = "Kế hoạch chưa có dòng nào để giữ làm mẫu. Soạn nội dung trước."


@transaction.atomic
def keep_template(
    plan_id: int, *, by: User, name: str, about: str = "", is_shared: bool = False
) -> PlanTemplate:
    """Giữ kế hoạch làm mẫu, as it stands now, without number, day and signer."""
    plan = Plan.objects.visible_to(by).for_desk().filter(pk=plan_id).first()
    if plan is None:
        raise PermissionDenied
    require(permissions.can_keep_template(by, plan.issuer))
    content = content_of(plan)
    if not content.lines:
        raise Refused(EMPTY)
    # Its day stays, from which the years of the next are counted.
    head = Letterhead(issued_on=content.letterhead.issued_on)
    bare = replace(content, letterhead=head)
    template = PlanTemplate(
        unit=plan.issuer, name=name, about=about, is_shared=is_shared,
        twin=to_twin(bare).decode(),
    )  # fmt: skip
    add(template, by=by)
    return template


@transaction.atomic
def amend_template(
    template_id: int, *, by: User, name: str, about: str, is_shared: bool,
    is_offered: bool, seen: int | None = None,
) -> PlanTemplate:  # fmt: skip
    """Đổi tên, chia sẻ, cất đi, dùng lại. The words of a template do not change."""
    template = (
        PlanTemplate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .filter(pk=template_id)
        .first()
    )
    if template is None:
        raise PermissionDenied
    require(permissions.can_keep_template(by, template.unit))
    audit.require_unchanged(template, seen, by=by)
    amend(
        template, by=by, name=name, about=about, is_shared=is_shared,
        is_offered=is_offered,
    )  # fmt: skip
    return template


@transaction.atomic
def begin_from_template(template_id: int, *, by: User, host_id: int, year: int) -> Plan:
    """Lập phong trào từ mẫu của cơ quan hoặc của cấp trên, for ``year``."""
    template = (
        PlanTemplate.objects.visible_to(by).offered().filter(pk=template_id).first()
    )
    if template is None:
        raise PermissionDenied
    plan = _begin(from_own(template.twin), by, host_id, year, template.unit_id)
    audit.write("plan.begun_from_template", plan, by=by, template=template.pk)
    return plan


@transaction.atomic
def begin_from_sample(slug: str, *, by: User, host_id: int, year: int) -> Plan:
    """Lập phong trào từ mẫu đi kèm phần mềm."""
    if slug not in BY_SLUG:
        raise Refused("Không có mẫu này. Chọn lại trong danh sách mẫu.")
    plan = _begin(BY_SLUG[slug].content, by, host_id, year, None)
    audit.write("plan.begun_from_template", plan, by=by, sample=slug)
    return plan


def _begin(
    content: PlanContent, by: User, host_id: int, year: int, of_unit: int | None
) -> Plan:
    base = carrying.year_of(content)
    years = year - base if base else 0
    if not 0 <= years <= FURTHEST:
        raise Refused(
            f"Mẫu này của năm {base}: chọn năm từ {base} đến {(base or 0) + FURTHEST}.",
            at="year",
        )
    carried = carrying.carry_on(content, years)
    host = Unit.objects.get(pk=host_id)
    return create_campaign_from_content(
        by=by, host_id=host_id,
        content=fitted(
            replace(carried.content, letterhead=Letterhead()), host, of_unit == host_id
        ),
        remarks=carried.remarks,
    )  # fmt: skip
