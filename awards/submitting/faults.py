"""Tờ trình còn thiếu gì: what keeps it from being sent to its signer."""

import re
from collections.abc import Sequence

from awards.deciding.paper import split
from awards.deciding.words import ORDER
from awards.models import Proposal, Submission, SubmissionLine


def blocking(submission: Submission, lines: Sequence[SubmissionLine]) -> list[str]:
    """Sentences, each with what to do; empty: it can be sent to its signer."""
    found = []
    if submission.signer is None:
        found.append("Chọn người ký tờ trình.")
    if not submission.superior_name.strip():
        found.append("Ghi nơi kính gửi.")
    if not lines:
        found.append(
            "Danh sách chưa có trường hợp nào; thêm đề nghị chờ trình cấp trên."
        )
    if not split(submission.body):
        found.append("Ghi nội dung trình.")
    if not split(submission.recipients):
        found.append("Ghi nơi nhận.")
    moved = [one for one in lines if one.proposal.status != Proposal.Status.PASSED]
    if moved:
        found.append(
            f"Đề nghị của {moved[0].subject_name} không còn được thông qua (Hội đồng xét lại): bỏ "
            "khỏi danh sách."
        )
    return [*found, *_differing(submission, lines)]


def _differing(submission, lines):
    """Text and list never disagree about how many there are."""
    text = "\n".join(split(submission.body))
    for kind in ORDER:
        count = sum(line.subject == kind.value for line in lines)
        said = [
            int(one) for one in re.findall(rf"\b(\d+) {re.escape(kind.label)}\b", text)
        ]
        if said and sum(said) != count:
            yield (
                f"Danh sách có {count} {kind.label}, nội dung trình ghi {sum(said)}: sửa lại, hoặc "
                "bấm “Soạn lại theo danh sách”."
            )
