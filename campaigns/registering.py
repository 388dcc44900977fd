"""Đăng ký: what units owe by each call, what they have given, and how the board counts it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from campaigns.models import (
    Campaign,
    LatePermission,
    Nudge,
    Participation,
    RegistrationCall,
    Undertaking,
)
from units.models import User

Status = Undertaking.Status
SOON = 14  # days before the last day from which a call is told as work to do


class State(StrEnum):
    """Tình trạng of one unit and one call; values are used in addresses (?tt=)."""

    MISSING = "chua-gui"
    WAITING = "cho"
    RETURNED = "tra-lai"
    APPROVED = "duyet"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    State.MISSING: "Chưa gửi", State.WAITING: "Chờ duyệt", State.RETURNED: "Trả lại",
    State.APPROVED: "Đã duyệt đủ",
}  # fmt: skip


@dataclass
class Answer:
    """Một đơn vị trả lời một yêu cầu. ``call`` None: what is registered beyond all calls."""

    participation: Participation
    call: RegistrationCall | None
    given: list[Undertaking] = field(default_factory=list)
    permission: LatePermission | None = None
    nudge: Nudge | None = None

    @property
    def minimum(self) -> int:
        return self.call.minimum if self.call else 0

    def count(self, *statuses: str) -> int:
        return sum(one.status in statuses for one in self.given)

    @property
    def sent(self) -> int:
        """Đã gửi: on its way or approved."""
        return self.count(Status.SUBMITTED, Status.APPROVED)

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.sent)

    @property
    def state(self) -> State:
        """What is most pressing: the host has to look, the unit has to mend, enough, or too
        little.
        """
        if self.count(Status.SUBMITTED):
            return State.WAITING
        if self.count(Status.RETURNED):
            return State.RETURNED
        if self.count(Status.APPROVED) >= self.minimum:
            return State.APPROVED
        return State.MISSING

    @property
    def due_on(self) -> date | None:
        """The last day: of the call, or of the permission to register late."""
        if self.permission is not None:
            return self.permission.until
        return self.call.due_on if self.call else None

    def is_overdue(self, today: date) -> bool:
        """Quá hạn: a flag beside the state."""
        return bool(self.missing and self.due_on and self.due_on < today)

    def is_closed(self, today: date) -> bool:
        """The day is over and nobody has let the unit register late."""
        return bool(self.due_on and self.due_on < today)


@dataclass(frozen=True)
class Taking:
    """Một đơn vị của mình trong một phong trào: each call, and what is beyond them."""

    participation: Participation
    answers: list[Answer]
    beyond: Answer

    @property
    def given(self) -> list[Undertaking]:
        return [one for answer in (*self.answers, self.beyond) for one in answer.given]


def of_person(user: User, today: date) -> list[Taking]:
    """Đơn vị của mình phải đăng ký gì: five queries, however many campaigns there are."""
    taking = list(
        Participation.objects.of_units_of(user)
        .active()
        .select_related("campaign__host", "unit")
        .order_by("-campaign__starts_on", "campaign", "unit__path")
    )
    undertakings = Undertaking.objects.of_units_of(user).for_list()
    nudges = Nudge.objects.of_units_of(user).about_registration().for_list()
    return _taking(taking, undertakings, nudges, today)


def of_campaign(campaign: Campaign, today: date) -> list[Taking]:
    """Mọi đơn vị tham gia, in the order of the tree: five queries."""
    taking = list(campaign.participations.active().for_list())  # type: ignore[attr-defined]
    for one in taking:
        one.campaign = campaign
    undertakings = Undertaking.objects.filter(campaign=campaign).sent()
    nudges = Nudge.objects.filter(campaign=campaign).about_registration().for_list()
    rows = undertakings.select_related("unit", "call").order_by("pk")
    return _taking(taking, rows, nudges, today)


def _taking(
    taking: Sequence[Participation], undertakings: Iterable[Undertaking],
    nudges: Iterable[Nudge], today: date,
) -> list[Taking]:  # fmt: skip
    if not taking:
        return []
    campaigns = {one.campaign_id for one in taking}
    ids = [one.pk for one in taking]
    calls: dict[int, list[RegistrationCall]] = {}
    found = RegistrationCall.objects.filter(campaign__in=campaigns, ended_at=None)
    for call in found.order_by("due_on", "pk"):
        calls.setdefault(call.campaign_id, []).append(call)
    given: dict[tuple[int, int | None], list[Undertaking]] = {}
    known = {call.pk for group in calls.values() for call in group}
    for one in undertakings:
        call_id = one.call_id if one.call_id in known else None
        given.setdefault((one.participation_id, call_id), []).append(one)
    permitted = {
        (one.participation_id, one.call_id): one
        for one in LatePermission.objects.filter(participation__in=ids).in_use(today)
    }
    last: dict[int, Nudge] = {}
    for nudge in nudges:
        last.setdefault(nudge.participation_id, nudge)
    return [
        Taking(
            one,
            [
                Answer(
                    one, call, given.get((one.pk, call.pk), []),
                    permitted.get((one.pk, call.pk)), last.get(one.pk),
                )
                for call in calls.get(one.campaign_id, [])
            ],
            Answer(one, None, given.get((one.pk, None), []), None, last.get(one.pk)),
        )
        for one in taking
    ]  # fmt: skip


def owing(taking: Iterable[Taking]) -> list[Taking]:
    """Whom it makes sense to nudge: units that have to send or to mend something."""
    return [
        one
        for one in taking
        if any(a.missing or a.count(Status.RETURNED) for a in one.answers)
    ]


_WANTED = (
    ("name", "Ghi tên mô hình, công trình."),
    ("description", "Ghi nội dung và cách làm, để cơ quan phát động xem xét."),
    ("person_in_charge", "Ghi người phụ trách."),
    ("ends_on", "Ghi ngày dự kiến hoàn thành."),
)


def lacks(undertaking: Undertaking) -> list[tuple[str, str]]:
    """Còn thiếu gì để gửi: one sentence a field."""
    found = [(at, text) for at, text in _WANTED if not getattr(undertaking, at)]
    if undertaking.kind == Undertaking.Kind.WORK:
        if not undertaking.place:
            found.append(("place", "Ghi địa điểm của công trình, phần việc."))
        if undertaking.cost is None:
            found.append(
                ("cost", "Ghi kinh phí dự kiến; không dùng kinh phí thì ghi 0.")
            )
    if undertaking.cost and not undertaking.funding:
        found.append(("funding", "Ghi kinh phí lấy từ nguồn nào."))
    return found
