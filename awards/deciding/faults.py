"""Quyết định còn thiếu gì: what keeps it from being sent, and where words and list differ."""

import re
from collections.abc import Sequence

from awards.deciding import words
from awards.deciding.paper import split
from awards.models import Decision, DecisionLine, Proposal
from units.numerals import vn_number

_MONEY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)\s*(?:đồng|đ)\b")
_SMALL = 10_000


def blocking(decision: Decision, lines: Sequence[DecisionLine]) -> list[str]:
    """Sentences, each with what to do; empty: it can be sent to its signer."""
    found = []
    if decision.signer is None:
        found.append("Chọn người ký quyết định.")
    if not lines:
        found.append("Danh sách chưa có trường hợp nào; thêm đề nghị đã thông qua.")
    if not split(decision.bases):
        found.append("Ghi căn cứ ban hành.")
    if not split(decision.articles):
        found.append("Ghi các điều của quyết định.")
    if not split(decision.recipients):
        found.append("Ghi nơi nhận.")
    unsaid = [line for line in lines if not line.achievement.strip()]
    if unsaid:
        found.append(
            f"Ghi thành tích của {unsaid[0].subject_name}"
            f"{f' và {len(unsaid) - 1} trường hợp khác' if len(unsaid) > 1 else ''}."
        )
    moved = [
        line
        for line in lines
        if line.proposal and line.proposal.status != Proposal.Status.PASSED
    ]
    if moved:
        found.append(
            f"Đề nghị của {moved[0].subject_name} không còn được thông qua (Hội đồng xét lại): bỏ "
            "khỏi danh sách."
        )
    return [*found, *differing(decision, lines)]


def differing(decision: Decision, lines: Sequence[DecisionLine]) -> list[str]:
    """Text and list never disagree: sums and counts that the articles name."""
    text = "\n".join(split(decision.articles))
    found = []
    total = words.total_of(lines)
    said = [int(one.replace(".", "")) for one in _MONEY.findall(text)]
    sums = [one for one in said if one >= _SMALL]
    if total and total not in said:
        named = (
            f"các điều ghi {vn_number(sums[0])} đồng" if sums else "các điều chưa ghi"
        )
        found.append(
            f"Danh sách cộng {vn_number(total)} đồng tiền thưởng, {named}: sửa lại, hoặc bấm "
            "“Soạn lại theo danh sách”."
        )
    gives = decision.kind == Decision.Kind.CONFER
    if gives and total and decision.fund and decision.fund not in text:
        found.append(
            f"Nguồn tiền thưởng là “{decision.fund}”, các điều chưa ghi: ghi vào, hoặc bấm “Soạn "
            "lại theo danh sách”."
        )
    for kind in words.ORDER:
        count = sum(line.subject == kind.value for line in lines)
        named_counts = [
            int(one) for one in re.findall(rf"\b(\d+) {re.escape(kind.label)}\b", text)
        ]
        if named_counts and sum(named_counts) != count:
            found.append(
                f"Danh sách có {count} {kind.label}, các điều ghi {sum(named_counts)}: sửa lại, "
                "hoặc bấm “Soạn lại theo danh sách”."
            )
    return found
