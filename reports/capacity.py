"""Tư cách ký hôm nay: what the block above a signature says must be so on the day of signing."""

from dataclasses import dataclass
from typing import Protocol

from units.models import Membership, Unit, User


class ToSign(Protocol):
    """What a paper says of its signing: a plan, a decision, a paper on its way."""

    @property
    def issuer(self) -> Unit: ...
    @property
    def kind(self) -> str: ...
    @property
    def signer(self) -> Membership | None: ...
    @property
    def signer_id(self) -> int | None: ...


@dataclass(frozen=True)
class Signing:
    """Việc ký of what has not these fields by these names."""

    issuer: Unit
    kind: str
    signer: Membership

    @property
    def signer_id(self) -> int:
        return self.signer.pk


def why_not_sign(paper: ToSign) -> str:
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
