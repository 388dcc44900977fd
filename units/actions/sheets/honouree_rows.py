"""Dòng đối tượng khen thưởng: somebody is registered, corrected or placed anew.

No code is needed: who is meant is found by the number of the record, by the identifying
number, or by the same name in the same unit. So a file that is sent twice registers nobody
twice; a real namesake of the same unit is written by hand.
"""

from collections import defaultdict
from collections.abc import Sequence

from units import identity, search
from units.actions import honourees
from units.actions.sheets.rows import (
    OUTSIDE,
    Cell,
    Given,
    Outcome,
    Planned,
    chosen,
    repeated,
    shown,
)
from units.errors import Refused
from units.fields import BirthField, MembersField
from units.likeness import same_name
from units.models import Honouree, Position, Unit, User
from units.sheets import HONOUREES
from units.sheets.columns import EMPTY
from units.wording import vn_date

Kind, Gender, Status = Honouree.Kind, Honouree.Gender, Honouree.Status


class HonoureeRows:
    """Bảng đối tượng khen thưởng, nhập cho ``top``."""

    layout = HONOUREES

    def __init__(self, rows: Sequence[Given], *, by: User, top: Unit):
        self.rows, self.by = rows, by
        mine = Unit.objects.administered_by(by).under(top)
        codes = {given.text("unit") for given in rows} - {"", EMPTY}
        self.units = {unit.code: unit for unit in mine.coded(codes)}
        self.digests = {given.number: _digest(given) for given in rows}
        seen = Honouree.objects.kept_by(by).in_branch_of(top).present()
        found = seen.meant(
            ids=[
                int(code) for given in rows if (code := given.text("code")).isdecimal()
            ],
            names=[f" {search.key(given.text('name'))}" for given in rows],
            digests=[digest for digest in self.digests.values() if digest],
        ).select_related("unit")
        self.known = {one.pk: one for one in found}
        self.by_name: dict[str, list[Honouree]] = defaultdict(list)
        self.by_digest = {}
        for one in self.known.values():
            self.by_name[search.key(one.name)].append(one)
            if one.identity_digest:
                self.by_digest[one.identity_digest] = one
        self.numbers: dict[tuple, list[int]] = defaultdict(list)
        for given in rows:
            self.numbers[self._same(given)].append(given.number)

    def in_order(self) -> list[Given]:
        return list(self.rows)

    def finish(self) -> dict:
        return {}

    def title(self, given: Given) -> str:
        parts = (given.text("name"), given.text("unit"))
        return " · ".join(part for part in parts if part) or "(chưa có tên)"

    def plan(self, given: Given) -> Planned:
        given.need("name")
        numbers = self.numbers[self._same(given)]
        if len(numbers) > 1:
            given.refuse(f"Dòng này lặp lại {repeated(numbers, given.number)}.")
        kind = self._chosen(given, "kind", Kind, "loại đối tượng")
        unit = self._unit(given)
        there = self._meant(given, kind, unit)
        given.fit(Honouree, "name")
        given.fit(Position, "title")
        facts = self._facts(given, there, kind)
        since = given.day("valid_from")
        if there is None:
            return self._register(given, kind, unit, facts, since)
        return self._change(given, there, unit, facts, since)

    # ---- who is meant -----------------------------------------------------------------------

    def _meant(self, given, kind, unit) -> Honouree | None:
        if code := given.plain("code"):
            found = self.known.get(int(code)) if code.isdecimal() else None
            if found is None:
                given.fault("code", OUTSIDE.format(what="đối tượng mã", code=code))
            return found
        if found := self.by_digest.get(self.digests[given.number]):
            return found
        year, _ = given.read("birth", BirthField) or (None, None)
        alike = [
            one
            for one in self.by_name[search.key(given.text("name"))]
            if same_name(one.name, given.text("name"))
            and unit is not None
            and one.unit_id == unit.pk
            and one.kind == kind
            and (not year or not one.birth_year or one.birth_year == year)
        ]
        if len(alike) > 1:
            given.fault(
                "name",
                f"Có {len(alike)} người cùng tên ở đơn vị này; ghi mã đối tượng.",
            )
        return alike[0] if len(alike) == 1 else None

    def _same(self, given):
        """Rows that mean one and the same."""
        if code := given.plain("code"):
            return (code,)
        if digest := self.digests[given.number]:
            return (digest,)
        keys = ("kind", "unit", "birth", "title")
        return (given.text("name").casefold(), *(given.text(key) for key in keys))

    # ---- the acts ---------------------------------------------------------------------------

    def _register(self, given, kind, unit, facts, since):
        for key in ("kind", "unit"):
            given.need(key)
        if not given.plain("valid_from"):
            given.fault("valid_from", "Ghi ngày bắt đầu ở đơn vị.")
        given.settle()
        if kind != Kind.COLLECTIVE:
            given.offer_name("name")
        values = facts | {"unit_id": unit.pk, "kind": kind, "valid_from": since}
        values["members"] = values["members"] or ()
        values["identity_number"] = values["identity_number"] or ""

        def act() -> int:
            title = given.plain("title")
            return honourees.create_honouree(by=self.by, title=title, **values).pk

        words = f"{Kind(kind).label}, {unit}, từ ngày {vn_date(since)}"
        return Planned(Outcome.ADDED, words, act=act)

    def _change(self, given, there, unit, facts, since):
        kind = self._chosen(given, "kind", Kind, "loại đối tượng")
        if kind and kind != there.kind:
            now = there.get_kind_display()
            given.fault("kind", f"Không đổi được loại; đối tượng này là {now}.")
        cells = self._cells(there, facts)
        amended = bool(cells)
        title = given.wanted("title", there.title)
        unit = unit or there.unit
        placed = (unit.pk, title) != (there.unit_id, there.title)
        if placed:
            if unit.pk != there.unit_id:
                cells.append(self._cell("unit", there.unit, unit))
            if title != there.title:
                cells.append(self._cell("title", there.title, title))
            if there.status == Status.LEFT:
                given.refuse(
                    f"Đã thôi từ ngày {vn_date(there.left_on)}; ghi trở lại ở trang của đối tượng."
                )
            if not given.plain("valid_from"):
                given.fault("valid_from", "Ghi ngày có chức vụ, đơn vị mới.")
        given.settle()
        if facts["name"] != there.name and there.kind != Kind.COLLECTIVE:
            given.offer_name("name")

        def act() -> int:
            if amended:
                honourees.amend_honouree(there.pk, by=self.by, **facts)
            if placed:
                honourees.place_honouree(
                    there.pk, by=self.by, unit_id=unit.pk, title=title, valid_from=since
                )
            return there.pk

        if cells:
            return Planned(Outcome.CHANGED, "", tuple(cells), act=act)
        return Planned(Outcome.UNCHANGED, record_id=there.pk)

    # ---- what is said of them ---------------------------------------------------------------

    def _facts(self, given, there, kind):
        """What ``amend_honouree`` takes: what is given, else what there is."""
        kind = there.kind if there else kind
        now_born = (there.birth_year, there.birth_date) if there else (None, None)
        born = given.read("birth", BirthField)
        if given.text("birth") == EMPTY:
            born = (None, None)
        year, day = now_born if born is None else born
        gender = there.gender if there else ""
        if given.plain("gender"):
            gender = self._chosen(given, "gender", Gender, "giới tính") or ""
        elif given.text("gender") == EMPTY:
            gender = ""
        number = self._identity(given)
        members = given.read("members", MembersField)
        if there and members is not None and sorted(members) != sorted(_members(there)):
            given.fault("members", "Sửa thành viên hộ ở trang của hộ.")
        if kind != Kind.INDIVIDUAL:
            for key in ("birth", "gender", "identity_number"):
                if given.plain(key):
                    given.fault(key, "Chỉ cá nhân mới có ô này.")
        return {
            "name": given.text("name") if _is_new_name(given, there) else there.name,
            "birth_year": year,
            "birth_date": day,
            "gender": gender,
            "identity_number": number,
            "members": None if there else members,
        }

    def _cells(self, there, facts):
        pairs = [
            ("name", there.name, facts["name"]),
            ("birth", _born(there.birth_year, there.birth_date),
             _born(facts["birth_year"], facts["birth_date"])),
            ("gender", there.get_gender_display(),
             Gender(facts["gender"]).label if facts["gender"] else ""),
        ]  # fmt: skip
        cells = [self._cell(key, old, new) for key, old, new in pairs if old != new]
        number = facts["identity_number"]
        if number is not None and identity.digest(number) != there.identity_digest:
            tails = (there.identity_tail, identity.tail(number))
            cells.append(self._cell("identity_number", *map(_hidden, tails)))
        return cells

    def _identity(self, given):
        """None leaves what is kept; the number itself is told nowhere."""
        written = given.text("identity_number")
        if not written:
            return None
        try:
            return identity.read(given.plain("identity_number"))
        except Refused as refusal:
            given.fault("identity_number", str(refusal), hidden=True)
            return None

    def _unit(self, given):
        written = given.plain("unit")
        unit = self.units.get(written)
        if written and unit is None:
            given.fault("unit", OUTSIDE.format(what="đơn vị mã", code=written))
        return unit

    def _chosen(self, given, key, choices, what):
        written = given.plain(key)
        found = chosen(choices, written) if written else None
        if written and found is None:
            given.fault(key, f"Không có {what} “{written}”.")
        return found

    def _cell(self, key, before, after):
        return Cell(self.layout.column(key).label, shown(before), shown(after))


def _digest(given):
    try:
        return identity.digest(identity.read(given.plain("identity_number")))
    except Refused:
        return ""


def _is_new_name(given, there):
    return there is None or given.wanted("name", there.name) != there.name


def _members(there):
    return [(row.full_name, row.relation) for row in there.members.all()]


def _born(year, day):
    return vn_date(day) if day else str(year or "")


def _hidden(tail):
    return f"…{tail}" if tail else ""
