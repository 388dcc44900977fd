"""Đối tượng khen thưởng: registered, corrected, placed, let go.

``unit_id`` is where somebody works or lives; only who looks after that unit's people may
act (``permissions.can_keep_honourees``). All values are plain, so that an import calls the
same acts as the screens.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from units import audit, calendar, doubles, identity, permissions
from units.actions.grounds import require_there
from units.actions.numbers import settle_number
from units.errors import Refused, Way
from units.models import (
    Handover,
    Honouree,
    HouseholdMember,
    LikelyDouble,
    Position,
    Unit,
    User,
)
from units.models.managers import is_in_force
from units.own_numbers import own_number
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_date, vn_span
from units.workflow import add, amend, move, remove

DAY = timedelta(days=1)
Status, Kind = Honouree.Status, Honouree.Kind


@transaction.atomic
def create_honouree(
    *, by: User, unit_id: int, kind: str, name: str, title: str = "",
    valid_from: date | None = None, birth_year: int | None = None,
    birth_date: date | None = None, gender: str = "", identity_number: str = "",
    members: Iterable[tuple[str, str]] = (), apart_from: Iterable[int] = (),
) -> Honouree:  # fmt: skip
    """Ghi một cá nhân, tập thể, hộ gia đình; ``valid_from`` is the first day in the unit.

    ``members`` of a household: pairs (full name, relation to its head). ``apart_from``: ids of
    records that look alike and were seen to be others; they are not asked about again.
    """
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_honourees(by, unit))
    since = valid_from or localdate()
    if since > localdate():
        raise Refused(
            "Ngày này chưa tới. Ghi ngày đã bắt đầu ở đơn vị; nơi sắp chuyển đến thì ghi sau, ở "
            "trang của đối tượng.",
            at="valid_from",
        )
    require_stay(unit, since)
    number = identity.read(identity_number)
    honouree = Honouree(
        kind=kind, name=_one_line(name), unit=unit, title=title,
        **_born(birth_year, birth_date),
        gender=gender, identity_digest=identity.digest(number),
        identity_tail=identity.tail(number),
    )  # fmt: skip
    with own_number(honouree.identity_digest, by=by):
        add(honouree, by=by)
    add(Position(honouree=honouree, unit=unit, title=title, valid_from=since), by=by)
    _write_members(honouree, members, by)
    doubles.note(honouree)
    _tell_apart(honouree, set(apart_from), by)
    return honouree


@transaction.atomic
def amend_honouree(
    honouree_id: int, *, by: User, name: str, birth_year: int | None = None,
    birth_date: date | None = None, gender: str = "", identity_number: str | None = None,
    members: Sequence[tuple[str, str]] | None = None, seen: int | None = None,
) -> Honouree:  # fmt: skip
    """Sửa thông tin. ``identity_number``, ``members``: None leaves them, "" and () empty them.

    ``seen``: refused if amended since (``audit.mark``).
    """
    honouree = lock_open(honouree_id)
    require(permissions.can_keep_honourees(by, honouree.unit))
    audit.require_unchanged(honouree, seen, by=by)
    facts = {
        "name": _one_line(name),
        **_born(birth_year, birth_date),
        "gender": gender,
    }
    was, number = honouree.identity_digest, None
    if identity_number is not None:
        number = identity.read(identity_number)
    if number is None or identity.digest(number) == was:
        amend(honouree, by=by, **facts)
    else:
        facts |= {
            "identity_digest": identity.digest(number),
            "identity_tail": identity.tail(number),
            "shares_number": False,
        }
        with own_number(identity.digest(number), by=by, besides=[honouree.pk]):
            amend(honouree, by=by, **facts)
        settle_number(was)
    if members is not None:
        _write_members(honouree, members, by)
    doubles.note(honouree)
    return honouree


@transaction.atomic
def place_honouree(
    honouree_id: int, *, by: User, unit_id: int, title: str, valid_from: date
) -> Position:
    """Chức vụ mới, đơn vị mới từ một ngày; the same day as the last one corrects that one.

    Who had left is followed again.
    """
    honouree = lock_open(honouree_id)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_honourees(by, honouree.unit))
    require(permissions.can_keep_honourees(by, unit))
    newest = Position.objects.of(honouree).first()
    if newest is None or newest.valid_from <= valid_from:
        require_stay(unit, valid_from)
        if newest is not None and is_in_force(newest, valid_from):
            require_kept(newest, by, at="valid_from")
    return _place(honouree, unit, stored(title).strip(), valid_from, by)


@transaction.atomic
def release_honouree(
    honouree_id: int, *, by: User, left_on: date, because: str
) -> Honouree:
    """Thôi theo dõi: the last day in the unit, and why. Papers and awards stay as they are."""
    honouree = lock_open(honouree_id)
    require(permissions.can_keep_honourees(by, honouree.unit))
    if honouree.status == Status.LEFT:
        raise Refused(f"{honouree} đã thôi từ ngày {honouree.left_on:%d/%m/%Y}.")
    if left_on > localdate():
        raise Refused("Ngày thôi chưa tới; ghi khi đã thôi.", at="left_on")
    if because not in Honouree.Leaving:
        raise Refused("Chọn lý do thôi.", at="because")
    for position in Position.objects.of(honouree):
        if position.valid_from > left_on:
            raise Refused(
                f"Đã ghi {position} từ ngày {position.valid_from:%d/%m/%Y}; "
                "ngày thôi không được trước ngày đó.",
                at="left_on",
            )
        if position.valid_to is None or position.valid_to > left_on:
            amend(position, by=by, valid_to=left_on)
    move(honouree, Status.LEFT, by=by, left_on=left_on, left_because=because)
    doubles.note(honouree)
    return honouree


@transaction.atomic
def link_account(honouree_id: int, *, by: User, account_id: int | None) -> Honouree:
    """Gắn với tài khoản của chính người đó, opened in a unit of one's own branch; None unties."""
    honouree = lock_open(honouree_id)
    require(permissions.can_keep_honourees(by, honouree.unit))
    account = None
    if account_id is not None:
        account = User.objects.select_related("home").get(pk=account_id)
        home = account.home
        require(home is not None and permissions.can_keep_honourees(by, home))
        taken = Honouree.objects.filter(account=account).exclude(pk=honouree.pk)
        if taken.exists():
            raise Refused(
                f"Tài khoản {account.username} đã gắn với một người khác.",
                at="username",
            )
    amend(honouree, by=by, account=account)
    return honouree


@transaction.atomic
def take_over_honourees(handover: Handover) -> None:
    """Tiếp nhận the people of a unit that has ended, each with the title of today.

    Asked by ``units.estates`` in the name of the administrator who recorded the hand-over,
    which is what permits it. Who had left goes too: somebody must answer for that data.
    """
    day, by = handover.effective_on, handover.recorded_by
    there = Honouree.objects.present().filter(unit=handover.unit_id)
    for pk in list(there.order_by("pk").values_list("pk", flat=True)):
        honouree = lock(pk)
        newest = Position.objects.of(honouree).first()
        if honouree.unit_id != handover.unit_id or not honouree.is_open:
            continue  # a colleague was quicker while we waited for the row
        if honouree.status == Status.LEFT:
            amend(honouree, by=by, unit=handover.heir)
        elif newest is None or newest.valid_from <= day:
            _place(honouree, handover.heir, honouree.title, day, by)


# ---- help ---------------------------------------------------------------------------------


def _place(honouree, unit, title, valid_from, by) -> Position:
    newest = Position.objects.of(honouree).first()
    if newest and newest.valid_from > valid_from:
        raise Refused(
            f"Đã ghi {newest} từ ngày {newest.valid_from:%d/%m/%Y}; "
            "ngày mới không được trước ngày đó.",
            way=Way(
                "Ghi chức vụ, đơn vị trước đây", "position-earlier", (honouree.pk,)
            ),
            at="valid_from",
        )
    if honouree.left_on and honouree.left_on >= valid_from:
        raise Refused(
            f"Đã ghi thôi từ ngày {honouree.left_on:%d/%m/%Y}; ngày trở lại phải sau ngày đó.",
            at="valid_from",
        )
    if (
        newest
        and honouree.status == Status.ACTIVE
        and (newest.unit_id, newest.title) == (unit.pk, title)
    ):
        raise Refused("Chức vụ, đơn vị mới giống hệt cái đang ghi.")
    if newest and newest.valid_from == valid_from:
        amend(newest, by=by, unit=unit, title=title)
        placed = newest
    else:
        if newest and newest.valid_to is None:
            amend(newest, by=by, valid_to=valid_from - DAY)
        placed = Position(
            honouree=honouree, unit=unit, title=title, valid_from=valid_from
        )
        add(placed, by=by)
    if honouree.status == Status.LEFT:
        move(honouree, Status.ACTIVE, by=by, left_on=None, left_because="")
    show_today(honouree)
    return placed


def lock(pk) -> Honouree:
    return (
        Honouree.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit")
        .get(pk=pk)
    )


def lock_open(pk) -> Honouree:
    honouree = lock(pk)
    if honouree.status == Status.MERGED:
        raise Refused(f"{honouree} đã gộp vào bản ghi khác; sửa ở bản ghi đó.")
    if honouree.status == Status.ERASED:
        raise Refused("Dữ liệu của đối tượng này đã xóa.")
    return honouree


def require_post(unit: Unit, day: date) -> None:
    """The unit existed on the first day there; what was before it had another name."""
    if day < unit.valid_from:
        raise Refused(
            f"{unit} không tồn tại vào ngày {day:%d/%m/%Y}. Đơn vị này có từ ngày "
            f"{unit.valid_from:%d/%m/%Y}: ghi từ ngày ấy, quãng trước thì ghi ở đơn vị trước đó.",
            at="valid_from",
        )
    require_there(unit, day)


def require_stay(
    unit: Unit, first: date, last: date | None = None, *, at: str = "unit"
) -> None:
    """The unit exists from the first day there to the last; without one, still today: whoever
    is there when it ends goes on to its heir."""
    require_post(unit, first)
    if not goes_beyond(unit, last):
        return
    ended = f"{unit} kết thúc sau ngày {vn_date(unit.valid_to)}"
    if last is not None:
        raise Refused(f"{ended}; ngày cuối ở đó không được sau ngày ấy.", at=at)
    raise Refused(
        f"{ended}. Ghi đơn vị đang ở; quãng ở {unit} thì ghi sau, ở Chức vụ, đơn vị trước đây.",
        at=at,
    )


def require_kept(row: Position, by: User, *, at: str = "") -> None:
    """A row that changes along with another is the keeper's as well."""
    if permissions.can_keep_honourees(by, row.unit):
        return
    span = vn_span(row.valid_from, row.valid_to)
    raise Refused(
        f"Việc này đổi cả dòng “{row}” ({span}), là dòng của {row.unit}, ngoài "
        "phạm vi anh/chị trông. Đề nghị quản trị cấp trên của cả hai đơn vị ghi.",
        at=at,
    )


def goes_beyond(unit: Unit, last: date | None) -> bool:
    """A stay to that last day (without end) is longer than the unit was there."""
    if unit.valid_to is None or last is None:
        return unit.has_ended()
    return last > unit.valid_to


def _born(year, day):
    """The year is that of the date, where there is one."""
    year = day.year if day else year
    if (day and day > localdate()) or (year and year > localdate().year):
        raise Refused("Ngày sinh, năm sinh chưa tới.", at="birth")
    return {"birth_year": year, "birth_date": day}


def _one_line(name):
    return " ".join(stored(name).split())


def _tell_apart(honouree, others, by):
    """Of those that ``by`` may not keep the pair is left to who may."""
    for pair in LikelyDouble.objects.of(honouree).for_list() if others else ():
        other = pair.second if pair.first_id == honouree.pk else pair.first
        if other.pk in others and permissions.can_keep_honourees(by, other.unit):
            amend(pair, by=by, dismissed_by=by, dismissed_at=now())


def show_today(honouree):
    calendar.bring_positions_up_to_date(honourees=[honouree.pk])
    honouree.refresh_from_db(fields=["unit", "title"])
    doubles.note(honouree)


def _write_members(household, members, by):
    wanted = [(_one_line(name), _one_line(relation)) for name, relation in members]
    if wanted and household.kind != Kind.HOUSEHOLD:
        raise Refused("Chỉ hộ gia đình mới có thành viên.")
    for row in household.members.all() if household.pk else ():
        if (row.full_name, row.relation) in wanted:
            wanted.remove((row.full_name, row.relation))
        else:
            remove(row, by=by)
    for full_name, relation in wanted:
        if not full_name:
            raise Refused("Thành viên hộ phải có họ tên.", at="members")
        member = HouseholdMember(
            household=household, full_name=full_name, relation=relation
        )
        add(member, by=by)
