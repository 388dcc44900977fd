"""Dòng tài khoản: an account is opened or corrected, a role granted or ended."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.timezone import localdate

from units import tree_lock
from units.actions import accounts, resettling, roles
from units.actions.sheets.rows import (
    OUTSIDE,
    Cell,
    Given,
    Outcome,
    Planned,
    chosen,
    shown,
)
from units.actions.sheets.rows import repeated as others_of
from units.models import Membership, Unit, User
from units.refusals import taken
from units.sheets import ACCOUNTS
from units.sheets.columns import EMPTY
from units.wording import vn_date

Role, Capacity = Membership.Role, Membership.Capacity
_OF_ACCOUNT = ("full_name", "email", "home")
_OF_ROLE = ("unit", "title", "capacity", "title_below", "valid_from", "valid_to")


class AccountRows:
    """Bảng tài khoản, nhập cho ``top``: a row is one account with one of its roles, or none."""

    layout = ACCOUNTS

    def __init__(self, rows: Sequence[Given], *, by: User, top: Unit):
        self.rows, self.by = rows, by
        tree_lock.hold_still()
        mine = Unit.objects.administered_by(by).under(top)
        codes = {given.text(key) for given in rows for key in ("home", "unit")}
        found = mine.coded(codes - {"", EMPTY}).select_related("kind", "heir")
        self.units = {unit.code: unit for unit in found}
        names = {_username(given) for given in rows}
        seen = User.objects.reached_by(by).called(names - {""}).select_related("home")
        self.known = {user.username: user for user in seen}
        # Of others, of whom nothing else is told.
        others = User.objects.called(names - self.known.keys() - {""})
        self.taken = set(others.values_list("username", flat=True))
        self.held = defaultdict(list)
        memberships = Membership.objects.administered_by(by).for_page()
        for held in memberships.of_users([user.pk for user in seen]):
            self.held[held.user_id, held.unit_id, held.role].append(held)
        self.by_account, self.by_role = defaultdict(list), defaultdict(list)
        for given in rows:
            self.by_account[_username(given)].append(given)
            self.by_role[_role_key(given)].append(given.number)

    def in_order(self) -> list[Given]:
        return list(self.rows)

    def title(self, given: Given) -> str:
        role = chosen(Role, given.text("role"))
        label = str(Role(role).label) if role else given.text("role")
        parts = (_username(given), given.text("full_name"), label)
        return " · ".join(part for part in parts if part) or "(chưa có tên đăng nhập)"

    def plan(self, given: Given) -> Planned:
        username = _username(given) if given.need("username") else ""
        self._agree(given, username)
        given.fit(User, "full_name", "email")
        given.fit(Membership, "title", "title_below")
        user = self.known.get(username)
        home = self._unit(given, "home", needed=user is None)
        changes, cells = {}, []
        if user is None:
            given.need("full_name")
            self._name_account(given, username)
        else:
            changes, cells = self._account_changes(given, user, home)
        role = self._role(given)
        held, ends_on = self._held(given, user, role) if role else (None, None)
        grant = self._grant(given, role) if role and held is None else None
        if role is None and given.plain("role") and given.plain("valid_from"):
            self._grant(given, "")  # what is wrong besides the role
        given.settle()
        if user is None or changes.get("full_name", user.full_name) != user.full_name:
            given.offer_name("full_name")
        words = []
        if user is None:
            words.append(f"mở tài khoản tại {home}")
        if grant:
            unit, since = self.units[given.plain("unit")], vn_date(grant["valid_from"])
            words.append(f"giao vai trò {Role(role).label} ở {unit} từ ngày {since}")
        elif held and ends_on:
            cells.append(self._cell("valid_to", held.valid_to, ends_on))

        def act() -> int:
            account = user or self._open(given, username, home)
            if changes:
                account = accounts.amend_account(account.pk, by=self.by, **changes)
            if user and home and home.pk != user.home_id:
                account = resettling.move_home(account.pk, by=self.by, unit_id=home.pk)
            if grant:
                roles.grant_membership(by=self.by, user_id=account.pk, **grant)
            elif held and ends_on:
                roles.end_membership(held.pk, by=self.by, valid_to=ends_on)
            self.known[username] = account
            return account.pk

        if words:
            return Planned(Outcome.ADDED, "; ".join(words), tuple(cells), act=act)
        if cells:
            return Planned(Outcome.CHANGED, "", tuple(cells), act=act)
        return Planned(Outcome.UNCHANGED, record_id=user.pk if user else None)

    def finish(self) -> dict:
        return {}

    # ---- the account ------------------------------------------------------------------------

    def _open(self, given, username, home):
        return accounts.create_user(
            by=self.by, unit_id=home.pk, username=username, password=None,
            full_name=given.plain("full_name"), email=given.plain("email"),
        )  # fmt: skip

    def _name_account(self, given, username):
        if not username:
            return
        if why := accounts.why_not_called(username):
            given.fault("username", why)
        elif username in self.taken:
            given.fault("username", taken(User, "username", username))

    def _agree(self, given, username):
        """Rows of one account say the same of it, and no role stands there twice."""
        same = self.by_account[username] if username else []
        for key in _OF_ACCOUNT:
            said = {other.text(key) for other in same if other.text(key)}
            if given.text(key) and len(said) > 1:
                others = others_of((one.number for one in same), given.number)
                given.fault(key, f"Khác với {others} của cùng tài khoản này.")
        numbers = self.by_role[_role_key(given)]
        if username and len(numbers) > 1:
            others = others_of(numbers, given.number)
            given.refuse(f"Dòng này lặp lại {others}.")

    def _account_changes(self, given, user, home):
        changes, cells = {}, []
        now = {"full_name": user.full_name, "email": user.email}
        for key, before in now.items():
            value = given.wanted(key, before)
            if value != before:
                changes[key] = value
                cells.append(self._cell(key, before, value))
        if home and home.pk != user.home_id:
            cells.append(self._cell("home", user.home, home))
        return (now | changes if changes else {}), cells

    # ---- the role ---------------------------------------------------------------------------

    def _role(self, given):
        """Code of the role; None where the row only is about the account."""
        written = given.plain("role")
        if not written:
            for key in _OF_ROLE:
                if given.plain(key):
                    given.fault(key, "Ô này chỉ ghi khi có vai trò.")
            return None
        role = chosen(Role, written)
        if role is None:
            given.fault("role", f"Không có vai trò “{written}”.")
        self._unit(given, "unit", needed=True)
        return role

    def _held(self, given, user, role):
        """The role as it is held already, and the last day that is to be written, if any."""
        unit = self.units.get(given.plain("unit"))
        since, until = given.day("valid_from"), given.day("valid_to")
        if user is None or unit is None:
            return None, None
        all_held = self.held[user.pk, unit.pk, role]
        if since:
            held = next((one for one in all_held if one.valid_from == since), None)
        else:
            today = localdate()
            open_ones = [
                one for one in all_held if not one.valid_to or one.valid_to >= today
            ]
            if len(open_ones) > 1:
                given.fault("valid_from", "Ghi ngày để biết là lần giữ vai trò nào.")
            held = open_ones[0] if open_ones else None
        if held is None:
            return None, None
        for key in ("title", "capacity", "title_below"):
            now = getattr(held, key)
            wanted = given.wanted(key, now)
            if key == "capacity" and wanted != now:
                wanted = chosen(Capacity, wanted) or wanted
            if wanted != now:
                given.fault(
                    key,
                    f"Vai trò đang giữ ghi “{shown(now)}”. Muốn đổi thì cho thôi vai trò đó "
                    "rồi giao lại.",
                )
        if given.text("valid_to") == EMPTY and held.valid_to:
            given.fault(
                "valid_to", "Không bỏ được ngày cuối; giao lại vai trò từ hôm sau."
            )
        if until == held.valid_to:
            return held, None
        if until and (why := roles.why_not_end(held, until)):
            given.fault("valid_to", why)
        return held, until

    def _grant(self, given, role):
        unit = self.units.get(given.plain("unit"))
        since, until = given.day("valid_from"), given.day("valid_to")
        if not given.plain("valid_from"):
            given.fault("valid_from", "Ghi ngày bắt đầu giữ vai trò mới.")
        written = given.plain("capacity")
        capacity = chosen(Capacity, written) if written else ""
        if capacity is None:
            given.fault("capacity", f"Không có tư cách ký “{written}”.")
        title = given.plain("title")
        against = roles.why_not_granted(
            unit, role, since, until, capacity=capacity or "", title=title
        )
        for refusal in against:
            for key, why in refusal.parts:
                given.fault(key, why)
        return {
            "unit_id": unit.pk if unit else None,
            "role": role,
            "title": title,
            "capacity": capacity,
            "title_below": given.plain("title_below"),
            "valid_from": since,
            "valid_to": until,
        }

    def _unit(self, given, key, *, needed=False):
        why = "Ghi mã đơn vị."
        written = given.need(key, why) if needed else given.plain(key)
        unit = self.units.get(written)
        if written and unit is None:
            given.fault(key, OUTSIDE.format(what="đơn vị mã", code=written))
        return unit

    def _cell(self, key, before, after):
        return Cell(self.layout.column(key).label, shown(before), shown(after))


def _username(given):
    return given.text("username").lower()


def _role_key(given):
    role = chosen(Role, given.text("role")) or given.text("role")
    return (_username(given), role, given.text("unit"), given.text("valid_from"))
