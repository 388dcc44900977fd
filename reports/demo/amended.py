"""Kế hoạch đã sửa đổi để xem: the ward gave its people more time, and one more task."""

from collections.abc import Callable
from datetime import date

from campaigns import actions
from campaigns.models import NOTE_MODELS, Plan, PlanEffect
from campaigns.outline import LineKind
from reports.demo import nguyen_trai
from reports.demo.provinces import NGUYEN_TRAI
from reports.demo.second_turn import rewrite
from reports.demo.showcase import Showpiece
from reports.demo.showing import Show, carry, who
from units.models import Membership, Unit

Role = Membership.Role
REASON = (
    "Nhiều tổ dân phố đề nghị thêm thời gian chọn mô hình, công trình; cần một đầu mối giúp các "
    "tổ lập bản đăng ký."
)
BEFORE, AFTER = date(2023, 8, 15), date(2023, 8, 31)
DUE = {"chi-tieu": "deadline", "dang-ky": "deadline", "thoi-han": "due_on"}
HELP = "Cử người hướng dẫn từng tổ dân phố lập bản đăng ký, xong trước khi hết hạn đăng ký."


def amend(tell: Callable[[str], None], wait: float) -> None:
    """Begun, written, signed and sealed; what is there already stays as it is."""
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    issued = Plan.objects.issued().filter(issuer=ward, title=nguyen_trai.TITLE)
    plan = issued.order_by("pk").first()
    if plan is None:
        return
    effect = PlanEffect.objects.of_root(plan.pk).select_related("plan").first()
    draft = effect.plan if effect else _written(plan)
    piece = Showpiece(office=NGUYEN_TRAI, content=nguyen_trai.plan)
    carry([Show(piece, draft)], tell, wait)


def _written(plan: Plan) -> Plan:
    """The day of the registration, wherever it stands, in words and data; and a task."""
    by = who(plan.issuer, Role.OFFICER)
    draft = actions.begin_amendment(plan.pk, by=by, reason=REASON)
    old, new = (f"{day.day}/{day.month}/{day.year}" for day in (BEFORE, AFTER))
    for line in draft.lines.filter(text__contains=old).order_by("position"):
        rewrite(draft, line, line.text.replace(old, new), by)
        for kind, column in DUE.items():
            for note in NOTE_MODELS[kind].objects.filter(line=line, **{column: BEFORE}):
                actions.edit_note(note.pk, kind, by=by, **{column: AFTER})
    last = draft.lines.get(text__startswith="Lập danh sách theo dõi đăng ký")
    actions.insert_line(
        draft.pk, by=by, after=last.pk, kind=LineKind.DASH.value, text=HELP
    )
    return draft
