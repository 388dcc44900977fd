"""Trùng: two records of one become one with a trace, told apart, or parted again."""

from django.db import transaction
from django.utils.timezone import now

from units import doubles, permissions
from units.actions.honourees import lock
from units.actions.numbers import settle_number
from units.errors import Refused
from units.models import (
    Honouree,
    HonoureeMerge,
    HouseholdMember,
    LikelyDouble,
    MergedLink,
    PersonalChange,
    Position,
    RetentionDue,
    User,
)
from units.own_numbers import own_number
from units.permissions import require
from units.search import key
from units.workflow import add, amend, amend_as, move

Status = Honouree.Status
# What points to a record and stays with it: its own trace. All else follows to the kept one.
_STAY = (Honouree, HonoureeMerge, LikelyDouble, PersonalChange, RetentionDue)
# Blanks of the kept record that the other fills.
_FILLING = ("birth_year", "birth_date", "gender", "identity_digest", "identity_tail")


@transaction.atomic
def merge_honourees(kept_id: int, other_id: int, *, by: User) -> HonoureeMerge:
    """Gộp: all that pointed to ``other`` points to ``kept``; the other stays as a pointer."""
    if kept_id == other_id:
        raise Refused("Chọn hai bản ghi khác nhau để gộp.")
    # In one order, so that two who merge crosswise wait instead of blocking each other.
    locked = {pk: lock(pk) for pk in sorted([kept_id, other_id])}
    kept, other = locked[kept_id], locked[other_id]
    for honouree in (kept, other):
        require(permissions.can_keep_honourees(by, honouree.unit))
        if not honouree.is_open:
            raise Refused(f"{honouree} đã gộp hoặc đã xóa dữ liệu, không gộp được nữa.")
    if kept.status == Status.LEFT and other.status == Status.ACTIVE:
        raise Refused(f"{kept} đã thôi; giữ lại bản ghi đang theo dõi.")
    if kept.kind != other.kind:
        raise Refused("Chỉ gộp được hai bản ghi cùng loại đối tượng.")
    if doubles.told_apart(kept, other):
        raise Refused(
            "Hai bản ghi có năm sinh hoặc số định danh khác nhau. Sửa cho khớp trước khi gộp."
        )
    merge = HonoureeMerge(
        kept=kept, other=other, merged_by=by, status_before=other.status
    )
    add(merge, by=by)
    _carry(merge, by)
    filled = _given(kept, other, by)
    # Merged first: of those that are present no two bear one number.
    move(other, Status.MERGED, by=by, merged_into=kept, shares_number=False)
    if filled:
        taken = filled.get("identity_digest", "")
        with own_number(taken, by=by, besides=locked):
            amend(kept, by=by, **filled)
        amend(merge, by=by, filled=",".join(filled))
    settle_number(other.identity_digest)
    kept.refresh_from_db(fields=["shares_number"])
    doubles.note(kept)
    RetentionDue.objects.filter(honouree=other).open().delete()
    return merge


@transaction.atomic
def undo_merge(merge_id: int, *, by: User) -> Honouree:
    """Tách ra lại: what was moved goes back, as far as it still points to the kept one."""
    merge = HonoureeMerge.objects.get(pk=merge_id)
    locked = {pk: lock(pk) for pk in sorted([merge.kept_id, merge.other_id])}
    kept, other = locked[merge.kept_id], locked[merge.other_id]
    for honouree in (kept, other):
        require(permissions.can_keep_honourees(by, honouree.unit))
    # Read again under the locks: of two who undo at once the second is refused.
    merge = HonoureeMerge.objects.get(pk=merge_id)
    if merge.undone_at:
        raise Refused("Lần gộp này đã được gỡ.")
    if not kept.is_open or other.status != Status.MERGED:
        raise Refused(
            f"{kept} đã gộp tiếp hoặc đã xóa dữ liệu, không gỡ được lần gộp này."
        )
    before = Status(merge.status_before)
    with own_number(other.identity_digest, by=by, besides=locked):
        _empty(merge, kept, other, by)
        # Both bore it before they were merged: as they were, and marked so.
        number = other.identity_digest
        shares = bool(number) and number == kept.identity_digest
        move(other, before, by=by, merged_into=None, shares_number=shares)
    models = {
        found.related_model._meta.label: found.related_model for found in _relations()
    }
    for link in merge.links.all():
        model = models[link.table]
        row = model._default_manager.filter(pk=link.row_id, **{link.column: kept})
        if found := row.select_for_update().first():
            amend(found, by=by, **{link.column: other})
    amend_as("undone", merge, by=by, undone_by=by, undone_at=now())
    doubles.note(other)
    doubles.note(kept)
    return other


@transaction.atomic
def tell_apart(pair_id: int, *, by: User) -> LikelyDouble:
    """Không trùng: the pair leaves the list; a later change of the records brings it not back."""
    pair = (
        LikelyDouble.objects.select_for_update(of=("self",))
        .select_related("first__unit", "second__unit")
        .get(pk=pair_id)
    )
    for honouree in (pair.first, pair.second):
        require(permissions.can_keep_honourees(by, honouree.unit))
    if pair.dismissed_by_id is not None:
        raise Refused("Cặp này đã được ghi là không trùng.")
    if pair.reason == LikelyDouble.Reason.IDENTITY:
        raise Refused(
            "Hai bản ghi cùng một số định danh nên là một người. Gộp lại, hoặc sửa số ở bản ghi "
            "ghi nhầm."
        )
    if Status.MERGED in (pair.first.status, pair.second.status):
        raise Refused("Một trong hai bản ghi đã gộp vào bản ghi khác.")
    amend(pair, by=by, dismissed_by=by, dismissed_at=now())
    return pair


@transaction.atomic
def pair_again(pair_id: int, *, by: User) -> LikelyDouble:
    """Bỏ ghi “không trùng”: the pair stands on the list again, for as long as they look alike."""
    pair = (
        LikelyDouble.objects.select_for_update(of=("self",))
        .select_related("first__unit", "second__unit")
        .get(pk=pair_id)
    )
    for honouree in (pair.first, pair.second):
        require(permissions.can_keep_honourees(by, honouree.unit))
    if pair.dismissed_by_id is None:
        raise Refused("Cặp này đang được coi là có thể trùng.")
    if Status.MERGED in (pair.first.status, pair.second.status):
        raise Refused("Một trong hai bản ghi đã gộp vào bản ghi khác.")
    amend_as("doubted", pair, by=by, dismissed_by=None, dismissed_at=None)
    return pair


def _relations():
    """Every foreign key to a record, also of apps above this one and those without a way back."""
    return [
        field
        for field in Honouree._meta.get_fields(include_hidden=True)
        if field.auto_created
        and (field.one_to_many or field.one_to_one)
        and field.related_model not in _STAY
    ]


def _carry(merge, by):
    """Rows of every table that point to the other one, also of apps above this one."""
    for relation in _relations():
        model, column = relation.related_model, relation.field.name
        rows = model._default_manager.filter(**{column: merge.other})
        for row in rows.select_for_update().order_by("pk"):
            if _is_known(row, merge.kept):
                continue
            amend(row, by=by, **{column: merge.kept})
            MergedLink.objects.create(
                merge=merge, table=model._meta.label, column=column, row_id=row.pk
            )


def _is_known(row, kept):
    """A stay that the kept record has in those days, a member of that name: it stays behind."""
    match row:
        case Position():
            return row.meets(kept.positions.all())
        case HouseholdMember():
            names = {key(member.full_name) for member in kept.members.all()}
            return key(row.full_name) in names
    return False


def _given(kept, other, by):
    """What the kept record lacks and the other has; the account leaves the other one."""
    filled = {
        name: getattr(other, name)
        for name in _FILLING
        if getattr(other, name) and not getattr(kept, name)
    }
    year = filled.get("birth_year", kept.birth_year)
    if "birth_date" in filled and filled["birth_date"].year != year:
        del filled["birth_date"]
    if other.account_id and not kept.account_id:
        account = other.account
        amend(other, by=by, account=None)
        filled["account"] = account
    return filled


def _empty(merge, kept, other, by):
    """What was filled in becomes blank again, unless somebody changed it since."""
    emptied = {}
    for name in filter(None, merge.filled.split(",")):
        if name == "account":
            account = kept.account
            if account is not None:
                amend(kept, by=by, account=None)
                amend(other, by=by, account=account)
        elif getattr(kept, name) == getattr(other, name):
            field = Honouree._meta.get_field(name)
            emptied[name] = None if field.null else ""
    if "identity_digest" in emptied:
        emptied["shares_number"] = False
    if emptied:
        amend(kept, by=by, **emptied)
