"""Dòng đơn vị: a unit is laid, corrected, renamed or moved, by the acts of these names."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.timezone import localdate

from units import tree_lock
from units.actions import reform, tree
from units.actions.sheets.rows import OUTSIDE, Cell, Given, Outcome, Planned, shown
from units.actions.sheets.rows import repeated as others_of
from units.models import NAME_FIELDS, AuditEntry, Unit, UnitKind, User
from units.models.tree import CLUSTER, PLAIN_CODE, PLAIN_NAME, draw_ids
from units.sheets import UNITS, Vocabulary
from units.sheets.columns import EMPTY
from units.wording import vn_date

_PLAIN = ("head_title", "collective")


class UnitRows:
    """Bảng đơn vị, nhập cho ``top``: codes are looked for in it and below it, nowhere else."""

    layout = UNITS

    def __init__(self, rows: Sequence[Given], *, by: User, top: Unit):
        self.rows, self.by = rows, by
        # Before anything is read: what is read stays true until the transaction ends.
        if self._moves_some():
            tree_lock.hold_alone()
        else:
            tree_lock.hold_still()
        codes = {given.text("code") for given in rows} - {""}
        parents = {given.plain("parent") for given in rows} - codes - {""}
        others = {given.plain("seal_of") for given in rows} - {""}
        mine = Unit.objects.administered_by(by).under(top)
        found = mine.coded(codes | parents | others).select_related("kind", "parent")
        self.known = {unit.code: unit for unit in found}
        # Held, in one order, until the transaction ends: no parent is amended meanwhile.
        above = [unit.pk for unit in found if unit.code in parents | others]
        held = Unit.objects.within(above).order_by("pk")
        self.known |= {
            unit.code: unit
            for unit in held.select_for_update(no_key=True, of=("self",))
        }
        fresh = codes - set(self.known)
        self.taken = set(Unit.objects.coded(fresh).values_list("code", flat=True))
        self.ids = iter(draw_ids(len(fresh)))
        self.kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        self.kind_words = Vocabulary(
            (code, kind.name) for code, kind in self.kinds.items()
        )
        self.offered = Vocabulary(
            (code, kind.name)
            for code, kind in self.kinds.items()
            if code != CLUSTER and _in_force(kind, localdate())
        )
        self.numbers: dict[str, list[int]] = defaultdict(list)
        for given in rows:
            if code := given.text("code"):
                self.numbers[code].append(given.number)
        self.knotted: set[int] = set()
        self.planned: list[tuple[int, Unit, str]] = []
        self.written: dict[int, list[AuditEntry]] = {}

    def _moves_some(self):
        """A unit that is there gets another parent: only then nobody may add beside it."""
        wanted = {given.text("code"): given.plain("parent") for given in self.rows}
        now = Unit.objects.coded(wanted).values_list("code", "parent__code")
        return any(wanted[code] not in ("", above) for code, above in now)

    def in_order(self) -> list[Given]:
        """New units first, each after what it stands under; else as in the file."""
        new: list[Given] = []
        there: list[Given] = []
        for given in self.rows:
            (there if given.text("code") in self.known else new).append(given)
        return [*self._by_parents(new), *there]

    def _by_parents(self, rows):
        at: dict[str, Given] = {}
        for given in rows:
            at.setdefault(given.text("code"), given)
        waits_for, waiting = {}, defaultdict(list)
        for given in rows:
            above = {
                at[code].number
                for key in ("parent", "seal_of")
                if (code := given.text(key)) in at and at[code] is not given
            }
            waits_for[given.number] = above
            for number in above:
                waiting[number].append(given)
        ready = [given for given in rows if not waits_for[given.number]]
        for given in ready:  # grows while it is walked
            for later in waiting[given.number]:
                waits_for[later.number].discard(given.number)
                if not waits_for[later.number]:
                    ready.append(later)
        taken = {given.number for given in ready}
        knot = [given for given in rows if given.number not in taken]
        self.knotted = {given.number for given in knot}
        return ready + knot

    def finish(self) -> dict[int, list[AuditEntry]]:
        """All planned units at once; again where more were planned since."""
        if self.planned:
            numbers, units, bases = zip(*self.planned, strict=True)
            self.planned = []
            entries = tree.lay_units(units, bases, by=self.by)
            for number, entry in zip(numbers, entries, strict=True):
                self.written[number] = [entry]
        return self.written

    def title(self, given: Given) -> str:
        name = given.text("short_name")
        unit = self.known.get(given.text("code"))
        return f"{given.text('code')} {name or unit or ''}".strip() or "(chưa có mã)"

    def plan(self, given: Given) -> Planned:
        code = given.need("code")
        if len(self.numbers[code]) > 1:
            others = others_of(self.numbers[code], given.number)
            given.fault("code", f"Mã này còn ở {others}; mỗi đơn vị chỉ ghi một dòng.")
        if given.number in self.knotted:
            given.fault("parent", "Các dòng trực thuộc nhau thành vòng.")
        self._plain_names(given)
        given.fit(Unit, "code", *NAME_FIELDS, *_PLAIN)
        unit = self.known.get(code)
        return self._change(given, unit) if unit else self._lay(given, code)

    def _plain_names(self, given):
        for key in ("name", "short_name"):
            if not PLAIN_NAME.regex.match(given.text(key)):
                given.fault(key, PLAIN_NAME.message)

    # ---- a new unit -------------------------------------------------------------------------

    def _lay(self, given, code):
        if code and not PLAIN_CODE.regex.match(code):
            given.fault("code", PLAIN_CODE.message)
        kind = self._kind(given, needed=True)
        parent = self._unit(given, "parent", needed=True)
        facts = {key: given.plain(key) for key in (*NAME_FIELDS, *_PLAIN)}
        for key in ("name", "short_name"):
            given.need(key)
        day = given.day("valid_from")
        if not given.plain("valid_from"):
            given.fault("valid_from", "Ghi ngày thành lập của đơn vị mới.")
        elif parent and day and (why := tree.why_no_room(parent, day)):
            given.fault("valid_from", why)
        if (width := given.millimetres("seal_mm")) is not None:
            facts["seal_mm"] = width
        if kind and day and not _in_force(kind, day):
            given.fault("kind", f"Loại “{kind}” không dùng vào ngày {vn_date(day)}.")
        giver = self._unit(given, "seal_of")
        if code in self.taken:
            given.fault("code", "Mã này đã có đơn vị khác dùng.")
        given.settle()
        unit = tree.plan_unit(
            by=self.by, parent=parent, kind=kind, pk=next(self.ids), code=code,
            valid_from=day, **facts,
        )  # fmt: skip
        self.planned.append((given.number, unit, given.plain("basis")))
        self.known[code] = unit
        words = f"{kind}, trực thuộc {parent}, từ ngày {vn_date(day)}"

        def seal() -> int:
            self._sign_and_seal(unit, seal_of_id=giver.pk)
            return unit.pk

        act = seal if giver else None
        if giver:
            # Here, not in the act: where that is refused, what others stand on must stay.
            self.finish()
        return Planned(Outcome.ADDED, words, record_id=unit.pk, act=act)

    # ---- a unit that is there ---------------------------------------------------------------

    def _change(self, given, unit):
        day = given.day("valid_from")
        if day and day != unit.valid_from:
            given.fault(
                "valid_from",
                "Không đổi được ngày thành lập; đơn vị này có từ ngày "
                f"{vn_date(unit.valid_from)}.",
            )
        cells, plain = self._plain_changes(given, unit)
        names = {key: given.wanted(key, getattr(unit, key)) for key in NAME_FIELDS}
        names = {
            key: value for key, value in names.items() if value != getattr(unit, key)
        }
        for key, value in names.items():
            cells.append(self._cell(key, getattr(unit, key), value))
        parent = self._unit(given, "parent")
        if parent and parent.pk == unit.parent_id:
            parent = None
        if parent:
            cells.append(self._cell("parent", unit.parent, parent))
        dated = self._dated(given) if names or parent else {}
        given.settle()
        if not cells:
            return Planned(Outcome.UNCHANGED, record_id=unit.pk)

        def act() -> int:
            if plain:
                self._sign_and_seal(unit, **plain)
            if names:
                reform.rename_unit(unit.pk, by=self.by, **dated, **names)
            if parent:
                reform.move_unit(unit.pk, by=self.by, parent_id=parent.pk, **dated)
            return unit.pk

        # What it may be moved under, or take its seal from, must be there.
        self.finish()
        words = f"từ ngày {vn_date(dated['effective_on'])}" if dated else ""
        return Planned(Outcome.CHANGED, words, tuple(cells), act=act)

    def _plain_changes(self, given, unit):
        """Cells, and what ``amend_unit`` takes, of what is no name and no place."""
        cells, changes = [], {}
        kind = self._kind(given)
        if kind and kind.pk != unit.kind_id:
            cells.append(self._cell("kind", unit.kind, kind))
            changes["kind_code"] = kind.code
        for key in _PLAIN:
            value = given.wanted(key, getattr(unit, key))
            if value != getattr(unit, key):
                cells.append(self._cell(key, getattr(unit, key), value))
                changes[key] = value
        width = given.millimetres("seal_mm")
        if width is not None and width != unit.seal_mm:
            cells.append(self._cell("seal_mm", unit.seal_mm, width))
            changes["seal_mm"] = width
        written = given.text("seal_of")
        giver = None if written == EMPTY else self._unit(given, "seal_of")
        if written and (giver.pk if giver else None) != unit.seal_of_id:
            cells.append(self._cell("seal_of", unit.seal_of, giver))
            changes["seal_of_id"] = giver.pk if giver else None
        return cells, changes

    def _dated(self, given):
        """What a change of name or place must say besides."""
        day, basis = given.day("effective_on"), given.plain("basis")
        why = "Đổi tên hoặc chuyển một đơn vị đã có phải ghi ô này."
        if not given.plain("effective_on"):
            given.fault("effective_on", why)
        if not basis:
            given.fault("basis", why)
        return {"effective_on": day, "basis": basis}

    def _sign_and_seal(self, unit, **changes):
        now = {
            "head_title": unit.head_title,
            "collective": unit.collective,
            "seal_mm": unit.seal_mm,
            "seal_of_id": unit.seal_of_id,
        }
        tree.amend_unit(unit.pk, by=self.by, **now | changes)

    # ---- codes ------------------------------------------------------------------------------

    def _kind(self, given, *, needed=False):
        written = given.need("kind") if needed else given.plain("kind")
        if not written:
            return None
        kind = self.kinds.get(self.kind_words.value_of(written))
        if kind is None and (several := self.kind_words.meanings(written)):
            codes = ", ".join(sorted(several))
            given.fault("kind", f"Có {len(several)} loại tên như thế; ghi mã: {codes}.")
        elif kind is None:
            near = ", ".join(f"“{word}”" for word in self.offered.close_to(written))
            perhaps = f" Có phải: {near}?" if near else ""
            given.fault(
                "kind", f"Không có loại đơn vị “{written}” trong danh mục.{perhaps}"
            )
        return kind

    def _unit(self, given, key, *, needed=False):
        written = given.need(key) if needed else given.plain(key)
        if not written:
            return None
        unit = self.known.get(written)
        if unit is None and written in self.numbers:
            numbers = self.numbers[written]
            given.fault(key, f"Đơn vị này ở dòng {numbers[0]}, mà dòng đó bị từ chối.")
        elif unit is None:
            given.fault(key, OUTSIDE.format(what="đơn vị mã", code=written))
        return unit

    def _cell(self, key, before, after):
        return Cell(self.layout.column(key).label, shown(before), shown(after))


def _in_force(kind, day):
    """There are units of that kind on ``day``."""
    begun = kind.valid_from is None or kind.valid_from <= day
    return begun and (kind.valid_to is None or day <= kind.valid_to)
