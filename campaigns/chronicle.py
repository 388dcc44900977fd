"""Nhật ký của phong trào: the audit book about one campaign, in the words of the office."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import localdate

from campaigns import tracked_words
from campaigns.models import (
    NOTE_MODELS,
    Campaign,
    Comment,
    OpeningRequest,
    Plan,
    PlanAnswer,
    PlanDoubt,
    PlanEffect,
    PlanLine,
    PlanReturn,
    PlanVersion,
    ReturnPlace,
    Routing,
    RoutingParty,
    RoutingStep,
    VersionOccasion,
)
from campaigns.outline import LABELS, LineKind
from campaigns.registering_words import about as about_registering
from units import acts
from units.models import AuditEntry
from units.queries import books
from units.telling import Event
from units.wording import excerpt

_NOTE_NAMES = {
    table._meta.model_name: str(table._meta.verbose_name)
    for table in NOTE_MODELS.values()
}
_ACTS = {
    "campaign.added": "Lập phong trào",
    "campaign.amended": "Sửa thông tin phong trào",
    "campaign.handed_over": "Bàn giao sang cơ quan tiếp nhận",
    "campaign.launched": "Phát động phong trào",
    "campaign.discarded": "Bỏ phong trào vào thùng rác",
    "campaign.restored": "Khôi phục phong trào",
    "campaign.purged": "Xóa hẳn phong trào trong thùng rác",
    "plan.discarded": "Bỏ bản nháp vào thùng rác",
    "plan.purged": "Xóa hẳn bản sửa đổi, thu hồi trong thùng rác",
    "plan.restored": "Khôi phục bản nháp",
    "importdraft.discarded": "Bỏ bản đọc vào thùng rác",
    "importdraft.restored": "Khôi phục bản đọc",
    "importdraft.purged": "Xóa hẳn bản đọc trong thùng rác",
    "planline.restored": "Khôi phục dòng đã xóa",
    "note.restored": "Khôi phục ghi chú đã bỏ",
    "plan.added": "Tạo kế hoạch",
    "plan.carried_on": "Lập từ kế hoạch năm trước",
    "plananswer.added": "Lập từ kế hoạch cấp trên",
    "plananswer.seen": "Đã xem bản mới của cấp trên",
    "plan.amended": "Sửa thông tin văn bản",
    "plan.draft": "Rút kế hoạch về để sửa",
    "plan.submitted": "Trình duyệt",
    "plan.returned": "Trả lại để sửa",
    "plan.approved": "Duyệt kế hoạch",
    "plan.signed": "Ghi nhận đã ký",
    "plan.issued": "Ban hành",
    "planeffect.added": "Bắt đầu soạn văn bản sửa đổi, thay thế, đính chính hoặc thu hồi",
    "planeffect.amended": "Ghi hiệu lực của văn bản sửa đổi, thay thế, đính chính, thu hồi",
    "plan.recipients_set": "Sửa nơi nhận",
    "planreturn.added": "Ghi lý do trả lại",
    "planreturn.amended": "Đổi phạm vi mở sửa, ghi việc xem lại",
    "returnplace.added": "Mở sửa một chỗ",
    "routing.added": "Bắt đầu đi theo quy trình duyệt",
    "routing.done": "Đã qua các bước duyệt, chờ ký",
    "routing.dropped": "Thôi lượt duyệt đang đi",
    "routingstep.open": "Chuyển đến bước duyệt",
    "routingstep.done": "Xong bước duyệt",
    "routingstep.added": "Ghi bước duyệt",
    "routingstep.amended": "Tính lại hạn của bước duyệt",
    "routingparty.added": "Ghi người của bước duyệt",
    "routingparty.agreed": "Đồng ý ở bước duyệt",
    "route.added": "Lập quy trình duyệt",
    "route.set": "Áp dụng quy trình duyệt",
    "route.amended": "Kết thúc quy trình duyệt",
    "route.removed": "Bỏ quy trình duyệt",
    "routestep.added": "Thêm bước của quy trình duyệt",
    "routestep.amended": "Sửa bước của quy trình duyệt",
    "routestep.moved": "Đổi thứ tự bước của quy trình duyệt",
    "routestep.removed": "Bỏ bước của quy trình duyệt",
    "routeparty.added": "Thêm người của bước",
    "routeparty.removed": "Bỏ người của bước",
    "standin.added": "Cử người thay khi vắng",
    "standin.amended": "Thôi cử người thay",
    "standin.removed": "Bỏ việc cử người thay",
    "openingrequest.added": "Xin mở thêm",
    "openingrequest.granted": "Mở sửa cả kế hoạch theo yêu cầu",
    "openingrequest.declined": "Chưa mở thêm",
    "openingrequest.lapsed": "Trình lại, thôi xin mở thêm",
    "plandoubt.added": "Ghi điều nên xem lại",
    "plandoubt.settled": "Đã xem, giữ nguyên",
    "plandoubt.open": "Đưa lại điều nên xem",
    "plandoubt.removed": "Thôi ghi điều nên xem lại",
    "planversion.added": "Ghi phiên bản kế hoạch",
    "versionoccasion.added": "Giữ phiên bản kế hoạch",
    "legaltext.added": "Ghi văn bản của địa phương vào sổ văn bản pháp luật",
    "legaltext.amended": "Sửa văn bản của địa phương trong sổ văn bản pháp luật",
    "legaltext.removed": "Bỏ văn bản của địa phương khỏi sổ văn bản pháp luật",
    "plantemplate.added": "Giữ kế hoạch làm mẫu",
    "plantemplate.amended": "Sửa mẫu kế hoạch",
    "plan.begun_from_template": "Lập từ mẫu kế hoạch",
    "comment.added": "Góp ý",
    "comment.amended": "Đưa góp ý về dòng vừa khôi phục",
    "comment.removed": "Rút góp ý",
    "comment.done": "Khép góp ý, đã xử lý",
    "comment.accepted": "Nhận đề nghị viết lại",
    "comment.declined": "Khép góp ý, không nhận",
    "comment.open": "Mở lại góp ý",
    "evidence.added": "Gửi minh chứng",
    "evidence.amended": "Ghi chú thích minh chứng",
    "evidence.removed": "Bỏ minh chứng",
    "planline.added": "Thêm dòng",
    "planline.amended": "Sửa dòng",
    "planline.removed": "Xóa dòng",
    "planline.moved": "Chuyển dòng",
    "target.milestones_set": "Sửa mốc của chỉ tiêu",
    "campaign.laid_down": "Lập khung theo dõi từ kế hoạch",
    "participation.added": "Thêm đơn vị tham gia",
    "participation.amended": "Sửa thông tin đơn vị tham gia",
    "unittask.added": "Giao nhiệm vụ cho đơn vị",
    "unittask.amended": "Sửa nhiệm vụ của đơn vị",
    "unittask.reported": "Ghi việc thực hiện nhiệm vụ",
    "reportingperiod.added": "Lập kỳ báo cáo",
    "reportingperiod.amended": "Sửa kỳ báo cáo",
    "registrationcall.added": "Mở yêu cầu đăng ký với các đơn vị",
    "registrationcall.amended": "Sửa yêu cầu đăng ký với các đơn vị",
    "indicator.added": "Đưa chỉ tiêu vào theo dõi",
    "indicator.amended": "Sửa chỉ tiêu theo dõi",
    "indicatorstep.added": "Thêm mốc lộ trình",
    "indicatorstep.amended": "Sửa mốc lộ trình",
    "allocation.added": "Giao chỉ tiêu cho đơn vị",
    "allocation.amended": "Sửa mức giao cho đơn vị",
    "progressreport.added": "Mở báo cáo tiến độ",
    "progressreport.amended": "Sửa báo cáo tiến độ",
    "progressreport.submitted": "Nộp báo cáo tiến độ",
    "progressreport.withdrawn": "Rút báo cáo tiến độ về",
    "progressreport.returned": "Yêu cầu bổ sung báo cáo tiến độ",
    "progressreport.approved": "Tiếp nhận báo cáo tiến độ",
    "progressreport.receipt_undone": "Ghi lý do hủy tiếp nhận báo cáo",
    "progressreport.reopened": "Hủy tiếp nhận báo cáo tiến độ",
    "progressreport.exempt": "Miễn báo cáo tiến độ",
    "progressreport.draft": "Thôi miễn báo cáo tiến độ",
    "progressvalue.added": "Nhập số liệu chỉ tiêu",
    "progressvalue.amended": "Sửa số liệu chỉ tiêu",
    "raiseditem.added": "Nêu khó khăn, kiến nghị; yêu cầu giải trình",
    "raiseditem.amended": "Sửa khó khăn, kiến nghị",
    "raiseditem.assigned": "Giao trả lời khó khăn, kiến nghị",
    "raiseditem.answered": "Trả lời khó khăn, kiến nghị; giải trình",
    "raiseditem.removed": "Bỏ khó khăn, kiến nghị; thôi yêu cầu giải trình",
}
_AREAS = {
    "Phong trào, kế hoạch": "campaign plan importdraft planreturn plandoubt comment "
    "plananswer returnplace openingrequest planversion versionoccasion legaltext plantemplate "
    "routing routingstep routingparty planeffect",
    "Quy trình duyệt": "route routestep routeparty standin",
    "Thực hiện phong trào": "participation unittask reportingperiod registrationcall indicator "
    "indicatorstep allocation progressreport progressvalue raiseditem evidence",
}
_LINES = "Dòng kế hoạch, ghi chú dữ liệu"
QUOTED = 100  # letters of a line
_VERBS = {"added": "Thêm", "amended": "Sửa", "removed": "Bỏ"}
_FIELDS = {
    "kind": "loại", "text": "nội dung", "marker": "số, ký hiệu riêng", "is_title": "tiêu đề",
    "title": "trích yếu", "name": "tên", "slogan": "chủ đề", "type": "hình thức",
    "starts_on": "ngày bắt đầu", "ends_on": "ngày kết thúc", "letterhead": "tên cơ quan",
    "letterhead_parent": "cơ quan chủ quản", "symbol": "ký hiệu", "place": "địa danh",
    "addressees": "kính gửi", "drafter_mark": "ký hiệu người soạn",
    "annexes_apart": "phụ lục thành tệp riêng", "signer": "người ký",
    "authority_lines": "quyền hạn, chức vụ", "title_below": "chức vụ ở cơ quan",
    "host": "cơ quan phát động", "issuer": "cơ quan ban hành",
    "answers": "phong trào cấp trên được hưởng ứng", "source": "kế hoạch cấp trên",
    "cited": "viện dẫn", "seen_by": "người xem", "seen_at": "xem lúc",
    "signer_name": "họ tên người ký", "source_number": "số", "source_date": "ngày ban hành",
    "reason": "lý do", "force": "bản đang được đọc", "target": "văn bản chịu tác động",
    "root": "kế hoạch gốc", "base": "bản nền", "from_day": "có hiệu lực từ",
    "caption": "chú thích", "allocation": "chỉ tiêu", "is_source": "là văn bản của đơn vị",
    "paper_cited": "số, ngày của văn bản", "ended_day": "thôi hiệu lực từ",
}  # fmt: skip


def know() -> None:
    """What the acts of campaigns are called in the administrator's book, too."""
    notes = {
        f"{model}.{verb}": f"{word} {name}"
        for model, name in _NOTE_NAMES.items()
        for verb, word in _VERBS.items()
    }
    areas = _AREAS | {_LINES: " ".join(["planline", "note", *map(str, _NOTE_NAMES)])}
    areas[tracked_words.AREA] = tracked_words.MODELS
    acts.know(_ACTS | notes | tracked_words.ACTS, _FIELDS, areas)
    books.know_family("phong-trao", Campaign, about)


def of_campaign(campaign: Campaign) -> QuerySet[AuditEntry]:
    """Its lines, newest first; versions that an act kept are told by that act."""
    found = AuditEntry.objects.filter(about(campaign.pk))
    found = found.exclude(subject=PlanVersion._meta.label)
    made = [
        "routing.added",
        "routingstep.added",
        "routingparty.added",
        "routingstep.amended",
    ]
    found = found.exclude(action__in=made)
    found = found.exclude(
        subject=VersionOccasion._meta.label,
        detail__after__reason__in=["begun", "submitted"],
    )
    return found.select_related("actor").order_by("-pk")


def about(campaign_id: int) -> Q:
    """Lines about the campaign, its plans, their lines, notes, returns, comments, versions.

    What was removed is known by the entry of its removal, which names the plan.
    """
    plans = list(Plan.objects.filter(campaign=campaign_id).values_list("pk", flat=True))
    lines = PlanLine.objects.filter(plan__in=plans).values("pk")
    wanted = Q(subject=Campaign._meta.label, subject_id=campaign_id)
    wanted |= Q(subject=Plan._meta.label, subject_id__in=plans)
    wanted |= Q(subject=PlanLine._meta.label, subject_id__in=lines)
    for part in (
        PlanReturn, PlanDoubt, Comment, PlanVersion, PlanAnswer, PlanEffect, Routing,
    ):  # fmt: skip
        rows = part.objects.filter(plan__in=plans).values("pk")
        wanted |= Q(subject=part._meta.label, subject_id__in=rows)
    for piece in (ReturnPlace, OpeningRequest):
        pieces = piece.objects.filter(returned__plan__in=plans).values("pk")
        wanted |= Q(subject=piece._meta.label, subject_id__in=pieces)
    stages: list[type[Model]] = [RoutingStep, RoutingParty]
    for stage in stages:
        passed = stage._default_manager.filter(routing__plan__in=plans).order_by()
        wanted |= Q(subject=stage._meta.label, subject_id__in=passed.values("pk"))
    kept = VersionOccasion.objects.filter(version__plan__in=plans).order_by()
    label = VersionOccasion._meta.label
    wanted |= Q(subject=label, subject_id__in=kept.values("pk"))
    for table in NOTE_MODELS.values():
        notes = table.objects.filter(line__plan__in=plans).values("pk")
        wanted |= Q(subject=table._meta.label, subject_id__in=notes)
    tables: list[type[Model]] = [PlanLine, Comment, *NOTE_MODELS.values()]
    for label in [table._meta.label for table in tables]:
        gone = AuditEntry.objects.filter(subject=label, detail__plan__in=plans)
        wanted |= Q(subject=label, subject_id__in=gone.order_by().values("subject_id"))
    return wanted | tracked_words.about(campaign_id) | about_registering(campaign_id)


def by_day(entries: Iterable[AuditEntry]) -> list[tuple[date, list[Event]]]:
    """Grouped by their day; repeated edits of one person within a minute are one event."""
    events: list[Event] = []
    for entry in entries:
        event = _event(entry)
        last = events[-1] if events else None
        if last and _same(last, event):
            continue
        events.append(event)
    return [
        (day, list(group))
        for day, group in groupby(events, key=lambda e: localdate(e.at))
    ]


def _same(one, other):
    near = abs((one.at - other.at).total_seconds()) < 60
    return near and (one.actor, one.act, one.detail) == (
        other.actor, other.act, other.detail
    )  # fmt: skip


def _event(entry: AuditEntry) -> Event:
    return Event(
        at=entry.at,
        actor=entry.actor.full_name if entry.actor else "Hệ thống",
        act=_act(entry),
        detail=_detail(entry.action, entry.detail) or _said(entry),
    )


def _act(entry: AuditEntry) -> str:
    """An answer is a comment under another."""
    after = entry.detail.get("after")
    if (
        entry.action == "comment.added"
        and isinstance(after, dict)
        and "parent" in after
    ):
        return "Trả lời góp ý"
    return acts.act_of(entry.action, entry.subject)


def _said(entry: AuditEntry) -> str:
    """Lời góp ý, as the name of its record tells it; the file of the book has all of it."""
    told = (
        "comment.", "returnplace.", "openingrequest.", "routingstep.", "participation.",
        "reportingperiod.", "periodopening.", "indicator.", "allocation.",
    )  # fmt: skip
    if not entry.action.startswith(told):
        return ""
    return f"“{excerpt(entry.about, QUOTED)}”"


def _detail(action: str, detail: dict[str, Any]) -> str:
    if action == "planline.removed":
        kind = detail.get("kind", "")
        shown = excerpt(detail.get("text", ""), QUOTED)
        return f"“{shown}”" if shown else LABELS.get(LineKind(kind), "") if kind else ""
    if action == "versionoccasion.added":
        return f"“{detail['after']['name']}”"
    if action == "routingparty.agreed":
        remark = detail["after"].get("remark", "")
        return f"“{excerpt(remark, QUOTED)}”" if remark else ""
    if action == "reportingperiod.unlocked":
        return f"“{excerpt(detail['reason'], QUOTED)}”"
    if parties := detail.get("parties"):
        return " → ".join(parties)
    after = detail.get("after")
    if not isinstance(after, dict) or action.endswith(".added"):
        return ""
    if action == "planline.amended" and "text" in after:
        return f"“{excerpt(after['text'], QUOTED)}”"
    return ", ".join(label for name, label in _FIELDS.items() if name in after)
