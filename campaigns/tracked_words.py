"""Nhật ký việc theo dõi: what its acts are called, and which lines are about one campaign."""

from django.db.models import Model, Q

from campaigns.models import (
    Allocation,
    Indicator,
    Participation,
    PeriodOpening,
    ReportingPeriod,
)

ACTS = {
    "campaign.laid_down": "Lập khung theo dõi từ kế hoạch",
    "participation.added": "Thêm đơn vị tham gia",
    "participation.left": "Đưa đơn vị ra khỏi phong trào",
    "participation.brought_back": "Đưa đơn vị trở lại phong trào",
    "participation.contact_named": "Ghi đầu mối của đơn vị",
    "campaign.allotted": "Giao chỉ tiêu cho các đơn vị",
    "campaign.allotment_undone": "Hoàn tác lần giao chỉ tiêu",
    "allocation.added": "Giao chỉ tiêu cho một đơn vị",
    "allocation.amended": "Đổi mức giao của một đơn vị",
    "allocation.removed": "Thôi giao chỉ tiêu cho một đơn vị",
    "allocation.exempted": "Miễn chỉ tiêu cho một đơn vị",
    "allocation.owed_again": "Thôi miễn chỉ tiêu cho một đơn vị",
    "indicator.added": "Lập chỉ tiêu theo dõi",
    "indicator.amended": "Sửa chỉ tiêu, cách đo",
    "indicator.fed": "Góp, thôi góp vào chỉ tiêu cấp trên",
    "indicatorstep.added": "Thêm mốc lộ trình",
    "indicatorstep.amended": "Sửa mốc lộ trình",
    "indicatorstep.removed": "Bỏ mốc lộ trình",
    "reportingperiod.added": "Lập kỳ báo cáo",
    "reportingperiod.amended": "Sửa kỳ báo cáo",
    "reportingperiod.removed": "Bỏ kỳ báo cáo",
    "reportingperiod.postponed": "Lùi hạn nộp",
    "reportingperiod.locked": "Khóa kỳ báo cáo",
    "reportingperiod.unlocked": "Mở khóa kỳ báo cáo",
    "periodopening.added": "Mở kỳ báo cáo cho một đơn vị",
    "periodopening.amended": "Kỳ mở riêng đã hết hạn",
    "periodopening.closed": "Đóng lại kỳ đã mở cho đơn vị",
}
AREA = "Theo dõi phong trào"
MODELS = (
    "participation reportingperiod periodopening indicator indicatorstep allocation"
)
# Of these every act is told; of allocations only what is done to one of them by itself.
_WHOLE: list[type[Model]] = [Participation, ReportingPeriod, PeriodOpening, Indicator]
_OF_ONE = ("allocation.exempted", "allocation.owed_again")


def about(campaign_id: int) -> Q:
    """Lines about how the campaign is tracked."""
    wanted = Q(pk__in=[])
    for model in _WHOLE:
        rows = model._default_manager.filter(campaign=campaign_id).order_by()
        label = model._meta.label
        wanted |= Q(subject=label, subject_id__in=rows.values("pk"))
    owed = Allocation.objects.filter(campaign=campaign_id).order_by().values("pk")
    label = Allocation._meta.label
    wanted |= Q(subject=label, subject_id__in=owed, action__in=_OF_ONE)
    gone = Q(subject=ReportingPeriod._meta.label, detail__campaign=campaign_id)
    return wanted | gone
