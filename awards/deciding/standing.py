"""Hiệu lực của quyết định khen thưởng: whether another has taken it back since, and for whom."""

from collections.abc import Collection, Sequence
from typing import Any

from awards.models import Decision, DecisionLine
from campaigns.lineage import InForce
from units import fence
from units.wording import vn_date


def acts_against(decision: Decision) -> list[Any]:
    """Decisions issued since that took some of it back, each with how many (``count``)."""
    if decision.kind == Decision.Kind.CANCEL or not decision.code:
        return []
    return list(Decision.objects.cancelling(decision.code))


def force_of(decision: Decision, acts: Sequence[Any]) -> InForce:
    """Of one issued decision, today, after ``acts_against`` it."""
    if not acts:
        return InForce("ok", "Còn hiệu lực")
    count = sum(act.count for act in acts)
    by = ", ".join(
        f"Quyết định số {act.number_and_symbol} ngày {vn_date(act.issued_on)}"
        for act in acts
    )
    if count >= DecisionLine.objects.of(decision).count():
        return InForce(
            "bad", "Đã hủy bỏ",
            f"Đã bị hủy bỏ toàn bộ theo {by}. Quyết định không còn hiệu lực, được lưu để tra cứu.",
            is_over=True, is_recalled=True,
        )  # fmt: skip
    return InForce(
        "warn", f"Còn hiệu lực · đã hủy bỏ {count} trường hợp",
        f"Đã hủy bỏ đối với {count} trường hợp theo {by}; các trường hợp khác còn hiệu lực.",
        changed=f"đã hủy bỏ {count} trường hợp",
    )  # fmt: skip


def over(ids: Collection[int]) -> dict[int, InForce]:
    """For lists: which of these decisions were taken back whole; no query where there are none.

    Whoever lists them may see their papers, which may have been sent to people who see nothing
    of the decisions (``reports.origins``).
    """
    if not ids:
        return {}
    with fence.lowered():
        found = Decision.objects.taken_back_whole(ids)
    return {pk: InForce("bad", "Đã hủy bỏ", is_over=True) for pk in found}
