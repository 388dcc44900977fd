"""Xuất Excel: what the matrix shows, all pages of it."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.overseeing import workbook
from campaigns.views.progress.seen import Seen, opened
from units.access import What, looked_at


@require_safe
@never_cache
def indicator_export(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    head = opened(request, pk)
    seen = Seen.of(request, head.campaign)
    content = workbook.written(
        seen.board(), seen.wholes(), _told(seen, head), only_behind=seen.only_behind
    )
    looked_at(request, What.EXPORTED, head.campaign, about="Bảng chỉ tiêu")
    response = HttpResponse(content, content_type=workbook.CONTENT_TYPE)
    name = f"chi-tieu-{head.campaign.pk}-{localtime(now()):%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _told(seen: Seen, head) -> list[str]:
    """What stands above the table: the campaign, and to what it was narrowed."""
    frame = seen.frame
    until = f"đến hết {frame.period.label}" if frame.period else "đến nay"
    lines = [
        head.campaign.name,
        f"Kết quả {until} theo báo cáo đã tiếp nhận; mức phải đạt đến {frame.day:%d/%m/%Y}.",
        f"Đơn vị: {seen.kind.name if seen.kind else 'tất cả'} ({seen.count})",
    ]
    if seen.only_behind:
        lines.append("Chỉ các ô chậm.")
    return [*lines, f"Xuất lúc {localtime(now()):%H:%M ngày %d/%m/%Y}."]
