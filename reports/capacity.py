"""Tư cách ký hôm nay: what the block above a signature says must be so on the day of signing."""

from campaigns.models import Plan
from reports.models import Document
from units.models import Membership, User


def why_not_sign(paper: Plan | Document) -> str:
    """A sentence where its signer no longer signs it in the capacity that it prints, else "".

    Asked by whatever brings a signature about: approving, trying again, and the worker
    itself, since a paper may wait for days between them.
    """
    signer = paper.signer
    assert signer is not None  # a plan without one is not approved
    # Not of the person in memory: the account may have been closed since it was read.
    if not User.objects.in_use().within([signer.user_id]).exists():
        said = f"Tài khoản của {signer.user} đã ngừng dùng."
    elif Membership.objects.may_sign(paper):
        return ""
    elif signer.capacity == Membership.Capacity.DELEGATED:
        said = f"Ủy quyền ký của {signer.user} không còn hiệu lực."
    else:
        said = f"{signer.user} không còn giữ chức vụ ghi ở phần ký."
    return f"{said} Trả lại để cán bộ soạn thảo chọn lại người ký."
