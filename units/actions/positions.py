"""Chức vụ, đơn vị đã ghi: corrected, dropped, an earlier one added in its place in time.

No two of one person meet (``one_position_at_a_time``), and none that followed upon another
leaves a gap behind when it changes: the one before it ends on the eve, or goes on instead.
That changes a second row: whoever does it looks after the people of both units.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from units import audit, permissions
from units.actions.honourees import (
    goes_beyond,
    lock_open,
    require_kept,
    require_post,
    require_stay,
    show_today,
)
from units.errors import Refused, Way
from units.models import Honouree, Position, Unit, User
from units.models.managers import is_in_force
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_date
from units.workflow import add, amend, remove

DAY = timedelta(days=1)
GONE = "Chức vụ, đơn vị này đã được bỏ hoặc chuyển sang bản ghi khác."
STILL_THERE = "Dòng này chưa bỏ: xem bản mới ở đây, rồi bấm lần nữa nếu vẫn muốn bỏ."


@transaction.atomic
def amend_position(
    position_id: int, *, by: User, unit_id: int, title: str, valid_from: date,
    seen: int | None = None,
) -> Position:  # fmt: skip
    """Sửa chức vụ, đơn vị đã ghi: where, as what, from which day. Its last day stays.

    ``seen``: refused if amended since (``audit.mark``).
    """
    honouree, position, before, _ = _hold(position_id, by)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_honourees(by, unit))
    audit.require_unchanged(position, seen, by=by)
    require_post(unit, valid_from)
    if unit.pk != position.unit_id:
        require_stay(unit, valid_from, position.valid_to)
    if position.valid_to and valid_from > position.valid_to:
        raise Refused(
            f"Chức vụ, đơn vị này hết ngày {vn_date(position.valid_to)}; ngày đầu không được "
            "sau ngày đó.",
            at="valid_from",
        )
    if before is None and valid_from > localdate():
        raise Refused(
            "Ngày này chưa tới. Ghi ngày đã bắt đầu ở đơn vị.", at="valid_from"
        )
    if before is not None and valid_from <= before.valid_from:
        raise Refused(
            f"Đã ghi {before} từ ngày {vn_date(before.valid_from)}; ngày mới phải sau ngày đó.",
            at="valid_from",
        )
    was = (position.unit_id, position.title)
    follows = before is not None and (
        before.valid_to is None
        or before.valid_to >= valid_from
        or before.valid_to == position.valid_from - DAY
    )
    changes = {"unit": unit, "title": stored(title).strip(), "valid_from": valid_from}
    if follows and before.valid_to != valid_from - DAY:
        require_kept(before, by, at="valid_from")
        _require_reach(before, valid_from - DAY)
    # Whichever gives way goes first: the two never meet, not for a moment.
    if follows and valid_from < position.valid_from:
        amend(before, by=by, valid_to=valid_from - DAY)
    amend(position, by=by, **changes)
    if follows:
        amend(before, by=by, valid_to=valid_from - DAY)
    _show(honouree, was)
    return position


@transaction.atomic
def drop_position(position_id: int, *, by: User, seen: int | None = None) -> Honouree:
    """Bỏ chức vụ, đơn vị ghi nhầm; the one that it followed upon goes on in its place.

    The book says when it was and where, and its title is kept beside the book. ``seen``:
    refused if amended since (``audit.mark``).
    """
    honouree, position, before, after = _hold(position_id, by)
    audit.require_unchanged(position, seen, by=by, then=STILL_THERE)
    if before is None and after is None:
        raise Refused(
            f"{honouree} chỉ có một chức vụ, đơn vị này nên không bỏ được; sửa cho đúng.",
            way=Way("Sửa dòng này", "position-amend", (position.pk,)),
        )
    goes_on = before is not None and before.valid_to == position.valid_from - DAY
    if after is None and not goes_on and honouree.status == Honouree.Status.ACTIVE:
        raise Refused(
            f"Bỏ dòng này thì {honouree} không còn ở đơn vị nào. Sửa cho đúng, hoặc ghi thôi "
            "theo dõi.",
            way=Way("Sửa dòng này", "position-amend", (position.pk,)),
        )
    if goes_on:
        require_kept(before, by)
        if goes_beyond(before.unit, position.valid_to):
            raise Refused(
                f"{before.unit} kết thúc sau ngày {vn_date(before.unit.valid_to)} nên dòng "
                f"“{before}” không kéo dài thay dòng này được. Sửa dòng này cho đúng.",
                way=Way("Sửa dòng này", "position-amend", (position.pk,)),
            )
    was = (position.unit_id, position.title)
    said = {
        "unit": position.unit_id,
        "title": audit.ASIDE,
        "valid_from": position.valid_from,
        "valid_to": position.valid_to,
    }
    last_day, title = position.valid_to, position.title
    entry = remove(position, by=by, before=said, after=dict.fromkeys(said))
    position.keep_aside(entry, {"title": title}, {"title": ""})
    if before is not None and goes_on:
        amend(before, by=by, valid_to=last_day)
    _show(honouree, was)
    return honouree


@transaction.atomic
def add_earlier_position(
    honouree_id: int, *, by: User, unit_id: int, title: str, valid_from: date,
    valid_to: date | None = None,
) -> Position:  # fmt: skip
    """Ghi chức vụ, đơn vị trước đây, up to ``valid_to`` or to the eve of what came next.

    What was held on its first day ends on the eve, as with a new one.
    """
    honouree = lock_open(honouree_id)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_honourees(by, honouree.unit))
    require(permissions.can_keep_honourees(by, unit))
    require_post(unit, valid_from)
    title = stored(title).strip()
    rows = list(Position.objects.of(honouree))
    before = next((row for row in rows if row.valid_from <= valid_from), None)
    after = next((row for row in reversed(rows) if row.valid_from > valid_from), None)
    if before is not None and before.valid_from == valid_from:
        raise Refused(
            f"Đã ghi {before} từ đúng ngày {vn_date(valid_from)}.",
            way=Way("Sửa dòng ấy", "position-amend", (before.pk,)),
            at="valid_from",
        )
    held = before if before and is_in_force(before, valid_from) else None
    eve = after.valid_from - DAY if after is not None else None
    ends = [day for day in (eve, held.valid_to if held else None) if day]
    if not ends:
        raise Refused(
            "Sau ngày này không còn chức vụ, đơn vị nào khác.",
            way=Way("Ghi là chức vụ, đơn vị mới", "honouree-place", (honouree.pk,)),
            at="valid_from",
        )
    last_day = min(ends)
    if valid_to is not None:
        _require_room(valid_from, valid_to, after, held)
        last_day = valid_to
    require_stay(unit, valid_from, last_day, at="valid_to")
    goes_on = after is not None and last_day == after.valid_from - DAY
    if after and goes_on and (after.unit_id, after.title) == (unit.pk, title):
        raise Refused(
            f"{after} đã ghi từ ngày {vn_date(after.valid_from)}. Muốn sớm hơn thì sửa ngày đầu "
            "của dòng ấy.",
            way=Way("Sửa dòng ấy", "position-amend", (after.pk,)),
            at="valid_from",
        )
    was = (held.unit_id, held.title) if held is not None else None
    if held is not None:
        require_kept(held, by, at="valid_from")
        amend(held, by=by, valid_to=valid_from - DAY)
    position = Position(
        honouree=honouree, unit=unit, title=title, valid_from=valid_from,
        valid_to=last_day,
    )  # fmt: skip
    add(position, by=by)
    _show(honouree, was)
    return position


# ---- help ---------------------------------------------------------------------------------


def _hold(position_id, by):
    """The person, locked, the row, and its neighbours in time; what the row is about is the
    keeper's, as with the act that places."""
    position = Position.objects.select_related("unit").filter(pk=position_id).first()
    if position is None:
        raise Refused(GONE)
    honouree = lock_open(position.honouree_id)
    require(permissions.can_keep_honourees(by, honouree.unit))
    require(permissions.can_keep_honourees(by, position.unit))
    # Read again under the lock: whoever was quicker has changed or dropped it.
    rows = list(Position.objects.of(honouree))
    place = next((n for n, row in enumerate(rows) if row.pk == position_id), None)
    if place is None:
        raise Refused(GONE)
    before = rows[place + 1] if place + 1 < len(rows) else None
    return honouree, rows[place], before, rows[place - 1] if place else None


def _require_reach(row, last):
    """It is not made longer than its unit was there."""
    if row.valid_to and row.valid_to < last and goes_beyond(row.unit, last):
        ended = row.unit.valid_to
        raise Refused(
            f"{row.unit} kết thúc sau ngày {vn_date(ended)} nên dòng “{row}” không kéo dài thêm "
            f"được; ngày đầu không được sau ngày {vn_date(ended + DAY)}.",
            at="valid_from",
        )


def _require_room(first, last, after, held):
    if last < first:
        raise Refused("Ngày cuối không được trước ngày đầu.", at="valid_to")
    if after is not None and last >= after.valid_from:
        raise Refused(
            f"Đã ghi {after} từ ngày {vn_date(after.valid_from)}; ngày cuối phải trước ngày đó.",
            at="valid_to",
        )
    if held is not None and (held.valid_to is None or held.valid_to > last):
        raise Refused(
            f"Đến ngày này đang ghi {held}. Để trống ô này thì dòng mới thay phần sau của dòng "
            "ấy.",
            at="valid_to",
        )


def _show(honouree, was):
    """Today's position in the record's own columns; without one today the last begun.

    ``was``: unit and title of a row before it changed. Of whoever is nowhere today the columns
    follow only if they showed that row: an heir may have taken the record over since.
    """
    if not Position.objects.on().filter(honouree=honouree).exists():
        rows = list(Position.objects.of(honouree))
        last = next((row for row in rows if row.valid_from <= localdate()), rows[-1])
        if was == (honouree.unit_id, honouree.title):
            Honouree.objects.filter(pk=honouree.pk).update(
                unit=last.unit_id, title=last.title
            )
    show_today(honouree)
