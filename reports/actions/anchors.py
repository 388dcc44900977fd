"""Niêm nhật ký: whose seal signs its anchors."""

from django.db import transaction

from reports import permissions, tasks
from reports.models import AnchorSigner, Certificate
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import add


@transaction.atomic
def choose_anchor_signer(unit_id: int, *, by: User | None) -> AnchorSigner:
    """Chọn cơ quan ký niêm, from now on. None: whoever runs the installation (a command).

    Papers that wait for another agency's seal are made anew for this one; signed ones stay.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if by is not None:
        require(permissions.can_choose_anchor_signer(by))
    if not Certificate.objects.of_agencies().filter(unit=unit).exists():
        raise Refused(
            f"Con dấu của {unit} chưa có chứng thư số đang dùng, hoặc cơ quan đã kết thúc: "
            "không ký biên bản được.",
            at="co_quan",
        )
    current = AnchorSigner.objects.first()
    if current is not None and current.unit_id == unit.pk:
        raise Refused(f"{unit} đang là cơ quan ký biên bản.", at="co_quan")
    signer = AnchorSigner(unit=unit)
    add(signer, by=by)
    tasks.render_anchor_papers.delay_on_commit()
    return signer
