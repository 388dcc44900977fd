"""Đôn đốc đăng ký: whom to nudge, with which words, and who the people of a unit are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.models import Campaign, Undertaking
from campaigns.registering import Answer, Taking, of_campaign, owing
from units.models import Membership, User
from units.wording import deadline, vn_date, vn_number

Role = Membership.Role
# Who of a unit is told: those who do its work, and who leads it.
TOLD = (Role.OFFICER, Role.REPORTER, Role.LEADER)


@dataclass(frozen=True)
class Owing:
    """Một đơn vị còn nợ đăng ký."""

    taking: Taking
    sentences: tuple[str, ...]
    is_told_today: bool


def to_nudge(campaign: Campaign, today: date) -> list[Owing]:
    """Units that have to send or mend something, in the order of the tree."""
    return [
        Owing(one, tuple(_sentences(one, today)), _is_told(one, today))
        for one in owing(of_campaign(campaign, today))
    ]


def words(owing: Owing, note: str) -> str:
    """What the unit reads."""
    return "\n".join([*owing.sentences, *([note] if note else [])])


def people_of(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """Unit → its people who are told, each once: one query."""
    held = Membership.objects.on().in_units(list(unit_ids))
    found: dict[int, dict[int, User]] = {}
    rows = held.filter(role__in=TOLD, user__is_active=True).select_related("user")
    for one in rows.order_by("pk"):
        found.setdefault(one.unit_id, {})[one.user_id] = one.user
    return {unit: list(people.values()) for unit, people in found.items()}


def _sentences(taking: Taking, today: date) -> Iterable[str]:
    for answer in taking.answers:
        if answer.missing:
            yield _missing(answer, today)
        for one in answer.given:
            if one.status == Undertaking.Status.RETURNED:
                yield f"“{one}” bị trả lại, chờ sửa và gửi lại."


def _missing(answer: Answer, today: date) -> str:
    call = answer.call
    assert call is not None, "only a call is owed"
    told = f"Còn phải đăng ký {vn_number(answer.missing)} {call.what}"
    if call.minimum > 1:
        told += f" (ít nhất {vn_number(call.minimum)}, đã gửi {vn_number(answer.sent)})"
    if answer.due_on is None:
        return f"{told}."
    said = deadline(answer.due_on, today).relative
    return f"{told}, hạn {vn_date(answer.due_on)} ({said[:1].lower()}{said[1:]})."


def _is_told(taking: Taking, today: date) -> bool:
    answers = (*taking.answers, taking.beyond)
    return any(one.nudge and one.nudge.sent_on == today for one in answers)
