"""Từ ngữ của sổ: what registering, nudging, examples and pacts are called in the book."""

from django.db.models import Q

from campaigns.models import (
    ExampleStep,
    LatePermission,
    Nudge,
    NudgeLetter,
    Undertaking,
)
from units import acts

_ACTS = {
    "undertaking.added": "Bắt đầu một đăng ký",
    "undertaking.amended": "Sửa đăng ký",
    "undertaking.removed": "Bỏ bản nháp đăng ký",
    "undertaking.submitted": "Gửi đăng ký",
    "undertaking.draft": "Rút đăng ký về để sửa",
    "undertaking.approved": "Duyệt đăng ký",
    "undertaking.returned": "Trả lại đăng ký",
    "undertaking.approval_undone": "Hủy duyệt đăng ký",
    "undertaking.reopened": "Đưa đăng ký về chờ duyệt",
    "undertaking.carried_out": "Ghi việc thực hiện mô hình, công trình",
    "undertaking.example_moved": "Đưa điển hình sang bước sau",
    "undertaking.example_dropped": "Thôi chọn làm điển hình",
    "examplestep.added": "Ghi bước của điển hình",
    "latepermission.added": "Cho đăng ký muộn",
    "latepermission.replaced": "Thay ngày cho đăng ký muộn",
    "latepermission.ended": "Thôi cho đăng ký muộn",
    "nudge.added": "Đôn đốc đơn vị",
    "nudgeletter.added": "Báo người của đơn vị được đôn đốc",
    "pact.added": "Viết giao ước thi đua",
    "pact.amended": "Sửa giao ước thi đua",
    "pact.complete": "Mọi thành viên đã đồng ý giao ước",
    "pact.open": "Đưa giao ước về chờ đồng ý",
    "pact.ended": "Thôi giao ước thi đua",
    "pact.signing": "Đưa giao ước ra ký",
    "pact.signed": "Mọi thành viên đã ký giao ước",
    "pact.unsigned": "Thôi ký bản giao ước đã lập",
    "pactagreement.added": "Đồng ý giao ước thi đua",
    "pactagreement.amended": "Giao ước sửa, phải đồng ý lại",
    "pactagreement.signer_named": "Cử người ký giao ước, ghi việc đơn vị nhận làm",
    "pactagreement.taken_back": "Rút việc đồng ý giao ước",
}
_FIELDS = {
    "description": "nội dung, cách làm", "cost": "kinh phí", "funding": "nguồn kinh phí",
    "person_in_charge": "người phụ trách", "begun_on": "bắt đầu",
    "finished_on": "hoàn thành ngày", "inaugurated_on": "khánh thành ngày",
    "plaque_on": "gắn biển ngày", "actual_cost": "kinh phí đã dùng", "outcome": "kết quả",
    "provenance": "nguồn khi nhập thay", "undertakes": "việc đơn vị nhận làm",
    "paper_signer": "người ký trên giấy", "paper_title": "chức vụ người ký",
    "call": "theo yêu cầu", "stage": "điển hình",
}  # fmt: skip
_AREAS = {
    "Đăng ký, điển hình, giao ước": "undertaking examplestep latepermission nudge nudgeletter "
    "pact pactagreement",
}


def know() -> None:
    acts.know(_ACTS, _FIELDS, _AREAS)


def about(campaign_id: int) -> Q:
    """Lines of the campaign's book; nothing of what a unit is still writing."""
    sent = Undertaking.objects.filter(campaign=campaign_id).sent().order_by()
    late = LatePermission.objects.filter(campaign=campaign_id).order_by()
    nudges = Nudge.objects.filter(campaign=campaign_id).order_by()
    letters = NudgeLetter.objects.filter(nudge__campaign=campaign_id).order_by()
    steps = ExampleStep.objects.filter(undertaking__campaign=campaign_id).order_by()
    wanted = Q(pk__in=[])
    for rows in (sent, late, nudges, letters, steps):
        label = rows.model._meta.label
        wanted |= Q(subject=label, subject_id__in=rows.values("pk"))
    return wanted
