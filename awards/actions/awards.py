"""Thêm danh hiệu, hình thức vào danh mục: what the law names anew, with its first name."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from awards import permissions
from awards.models import Award, AwardName, Subject
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.vietnamese import fold
from units.workflow import add

# Of the column; room is left for a number behind.
LONGEST_CODE = Award._meta.get_field("code").max_length or 30
SAME_NAME = "Danh mục đã có “{name}” vào ngày ấy. Ghi tên khác, hoặc mở mục đã có."


@transaction.atomic
def add_award(
    *, by: User, family: str, subjects: Collection[str], name: str, valid_from: date,
    basis: str, certainty: str, source: str = "", decided_above: str = "",
) -> Award:  # fmt: skip
    """Thêm danh hiệu, hình thức: it stands last in its catalogue, with a name from a day on.

    Who confers it, its money, vote and papers are rules to lay afterwards. ``decided_above``:
    who decides where no unit here does.
    """
    require(permissions.can_keep_common_rules(by))
    # One award is added at a time: each gets the place behind the last.
    list(Award.objects.select_for_update().order_by("pk").values_list("pk"))
    named = AwardName.objects.on(valid_from).values_list("name", flat=True)
    if fold(name) in {fold(one) for one in named}:
        raise Refused(SAME_NAME.format(name=name), at="name")
    last = Award.objects.aggregate(last=Max("position"))["last"] or 0
    award = Award(
        code=_free_code(name), family=family, position=last + 1,
        subjects=[one for one in Subject.values if one in subjects],
        decided_above=decided_above,
    )  # fmt: skip
    add(award, by=by)
    add(
        AwardName(
            award=award, name=name, valid_from=valid_from, basis=basis,
            certainty=certainty, source=source,
        ),
        by=by,
    )  # fmt: skip
    return award


def _free_code(name: str) -> str:
    """Of the name, for addresses; with a number where another has it."""
    plain = slugify(fold(name)) or "muc"
    taken = set(Award.objects.values_list("code", flat=True))
    number = 1
    while True:
        tail = f"-{number}" if number > 1 else ""
        code = plain[: LONGEST_CODE - len(tail)].strip("-") + tail
        if code not in taken:
            return code
        number += 1
