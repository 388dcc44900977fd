"""Ngày của quyết định: the money of a frozen list must be that of the day on which it is issued."""

from datetime import date

from awards.deciding import money
from awards.deciding.paper import rows_of
from awards.models import Decision
from units.wording import vn_date


def why_not_number(decision_id: int, day: date) -> str:
    """A sentence where the money of the list is not that of ``day``, else "".

    The base salary is that of the day on which the decision is issued (Điều 49 Nghị định
    152/2025/NĐ-CP): a paper frozen before a change is not issued after it.
    """
    decision = Decision.objects.for_page().get(pk=decision_id)
    if decision.kind != Decision.Kind.CONFER:
        return ""
    lines = rows_of(decision)
    found = money.reckon(lines, decision.authority, day)
    if all(line.amount == told["amount"] for line, told in found):
        return ""
    return (
        f"Mức tiền thưởng trong danh sách tính theo ngày {vn_date(decision.reckoned_on)}, đã khác "
        f"vào ngày {vn_date(day)}. Đề nghị lãnh đạo trả lại để soạn lại danh sách."
    )
