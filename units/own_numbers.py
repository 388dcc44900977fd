"""Một số định danh là của một người: among those present no two bear one number.

An index of the database holds it; here it is said in words. Records that shared one before
stay so until they are merged or corrected (``Honouree.shares_number``): of each number one
record is held to it, whoever else bears it is passed by.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from units import permissions
from units.errors import Refused, Way
from units.models import Honouree, User
from units.models.honourees import ONE_NUMBER


@contextmanager
def own_number(
    digest: str, *, by: User, besides: Collection[int] = ()
) -> Iterator[None]:
    """Within it ``digest`` is written. Two who write one number at once wait at the index for
    each other: who comes second reads the same sentence as who comes late."""
    if not digest:
        yield
        return
    require_own_number(digest, by=by, besides=besides)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if ONE_NUMBER not in str(error):
            raise
        require_own_number(digest, by=by, besides=besides)
        raise


def require_own_number(digest: str, *, by: User, besides: Collection[int] = ()) -> None:
    """Refused where another record has it.

    Of a record that ``by`` does not keep nothing is told but that there is one.
    """
    others = Honouree.objects.present().of_digest(digest).exclude(pk__in=besides)
    found = list(others.select_related("unit"))
    for other in found:
        if permissions.can_keep_honourees(by, other.unit):
            raise Refused(
                f"Số định danh này đã ghi cho {other}, {other.unit}. Mỗi số là của một người: "
                "dùng bản ghi ấy, hoặc xem lại số.",
                way=Way(f"Mở bản ghi số {other.pk}", "honouree", (other.pk,)),
                at="identity_number",
            )
    if found:
        raise Refused(
            "Số định danh này đã ghi ở một đơn vị ngoài phạm vi anh/chị trông. Xem lại số; nếu "
            "đúng, đề nghị quản trị cấp trên chuyển bản ghi ấy về đây, hoặc để trống ô này.",
            at="identity_number",
        )
