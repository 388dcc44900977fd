"""Nhiệm vụ được giao: how they stand, by unit and by state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from campaigns.inbox import Item
from campaigns.models import UnitTask
from campaigns.permissions import can_report_task
from units.models import Unit, User
from units.wording import excerpt

Status = UnitTask.Status
SOON = timedelta(days=7)
LATE = "qua-han"
# What a list can be narrowed to: key of the address, words.
SORTS = {
    "": "Tất cả", LATE: "Quá hạn", "chua": "Chưa làm", "dang": "Đang làm", "xong": "Đã xong",
    "khong": "Không thực hiện được",
}  # fmt: skip
_STATES = {
    "chua": Status.TODO, "dang": Status.DOING, "xong": Status.DONE, "khong": Status.UNABLE,
}  # fmt: skip
TAGS = {
    Status.TODO: ("mute", "circle"),
    Status.DOING: ("info", "hourglass-split"),
    Status.DONE: ("ok", "check-circle-fill"),
    Status.UNABLE: ("warn", "x-circle-fill"),
}


@dataclass(frozen=True)
class Row:
    """Một nhiệm vụ as a page shows it."""

    task: UnitTask
    overdue: bool

    @property
    def tag(self) -> tuple[str, str]:
        return TAGS[Status(self.task.status)]


@dataclass(frozen=True)
class OfUnit:
    """Nhiệm vụ của một đơn vị: ``rows`` those that the filter leaves, the numbers of all."""

    unit: Unit
    rows: Sequence[Row]
    total: int
    done: int
    unable: int
    overdue: int


def sort_of(text: str) -> str:
    return text if text in SORTS else ""


def is_in(task: UnitTask, sort: str, today: date) -> bool:
    if sort == LATE:
        return task.is_overdue(today)
    return not sort or task.status == _STATES[sort]


def rows_of(tasks: Iterable[UnitTask], today: date) -> list[Row]:
    return [Row(task, task.is_overdue(today)) for task in tasks]


def by_unit(tasks: Sequence[UnitTask], sort: str, today: date) -> list[OfUnit]:
    """Units that have a task of that sort, in the order in which the tasks come."""
    units: dict[int, list[UnitTask]] = {}
    for task in tasks:
        units.setdefault(task.unit_id, []).append(task)
    found = []
    for own in units.values():
        chosen = [task for task in own if is_in(task, sort, today)]
        if chosen:
            found.append(
                OfUnit(
                    unit=own[0].unit,
                    rows=rows_of(chosen, today),
                    total=len(own),
                    done=sum(task.status == Status.DONE for task in own),
                    unable=sum(task.status == Status.UNABLE for task in own),
                    overdue=sum(task.is_overdue(today) for task in own),
                )
            )
    return found


def sorts_of(
    tasks: Sequence[UnitTask], now: str, today: date
) -> list[dict[str, object]]:
    """The filters that lead somewhere, with how many each leaves."""
    counts = {key: sum(is_in(task, key, today) for task in tasks) for key in SORTS}
    return [
        {"key": key, "label": label, "count": counts[key], "now": key == now}
        for key, label in SORTS.items()
        if counts[key] or key in ("", now)
    ]


def items(user: User) -> list[Item]:
    """Việc cần làm: tasks of one's own units that are late or due within a week."""
    if not user.roles:
        return []
    today = localdate()
    due = UnitTask.objects.of_units_of(user).due_until(today + SOON).for_page()
    return [
        Item(
            work="bao-cao",
            kind="bad" if task.is_overdue(today) else "",
            icon="list-check",
            title=f"Nhiệm vụ: {excerpt(task.text, 90)}",
            url=reverse("campaigns:task", args=[task.pk]),
            context=f"{task.unit} · {excerpt(task.campaign.name, 90)}",
            act="Ghi kết quả",
            deadline=task.due_on,
        )
        for task in due
        if can_report_task(user, task)
    ]
