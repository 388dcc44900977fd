"""Dấu vết để xem ở Phường Nguyễn Trãi: a draft in the trash, somebody helped by looking on."""

from campaigns import actions as campaign_actions
from campaigns.models import Campaign
from reports.demo.provinces import NGUYEN_TRAI
from reports.demo.showing import who
from units import actions as unit_actions
from units.models import Membership, SupportView, Unit

_NAME = "Thi đua tổ dân phố sạch, đẹp (lập nhầm, đã có trong kế hoạch năm)"


def leave() -> None:
    """Through the acts; what is there already stays as it is."""
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    officer = who(ward, Membership.Role.OFFICER)
    administrator = who(ward, Membership.Role.ADMINISTRATOR)
    if not Campaign.discarded.filter(host=ward, name=_NAME).exists():
        plan = campaign_actions.create_campaign(by=officer, host_id=ward.pk, name=_NAME)
        campaign_actions.discard_draft(plan.pk, by=officer)
    if not SupportView.objects.filter(supporter=administrator).exists():
        view = unit_actions.view_as_person(
            officer.pk,
            by=administrator,
            reason="Cán bộ báo không thấy nút trình kế hoạch, nhờ xem giúp.",
        )
        unit_actions.end_view(view.pk, by=administrator)
