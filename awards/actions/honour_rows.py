"""Dòng thành tích khen thưởng đã có: one award of one subject, matched without guessing.

Who is meant is found by the number of the record, or by the name in the unit that the row
names, now or at some time before. What could be two is refused; what is nobody is registered
only where the row asks for it. All honours go in one go at the end.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.timezone import localdate

from awards import permissions
from awards.models import Honour, Merit
from awards.models.catalogue import Subject
from awards.past_law import PastLaw
from units import search
from units.actions import honourees
from units.actions.sheets.rows import (
    OUTSIDE,
    Cell,
    Given,
    Outcome,
    Planned,
    chosen,
    repeated,
)
from units.fields import BirthField
from units.likeness import same_name
from units.models import (
    AuditEntry,
    Honouree,
    Position,
    SheetImport,
    Unit,
    UnitName,
    User,
)
from units.sheets import HONOURS
from units.sheets.columns import EMPTY
from units.vietnamese import fold
from units.wording import vn_date
from units.workflow import add_all, check

Kind = Honouree.Kind
MOST_NAMED = 3  # candidates that a refusal lists
_SUBJECTS = {
    Kind.INDIVIDUAL: Subject.PERSON,
    Kind.COLLECTIVE: Subject.COLLECTIVE,
    Kind.HOUSEHOLD: Subject.HOUSEHOLD,
}
_YES = {"co", "x", "yes", "1"}


class HonourRows:
    """Bảng thành tích đã có, nhập cho ``top``."""

    layout = HONOURS

    def __init__(
        self, rows: Sequence[Given], *, by: User, top: Unit, source: SheetImport
    ):
        self.rows, self.by, self.source = rows, by, source
        self.today = localdate()
        self.law = PastLaw()
        codes = {given.text("unit") for given in rows} - {"", EMPTY}
        mine = Unit.objects.administered_by(by).under(top).coded(codes)
        # Held until the transaction ends, as ``record_honour`` holds its subject: what is
        # read of their honours stays true.
        held = mine.order_by("pk").select_for_update(no_key=True, of=("self",))
        self.units = {unit.code: unit for unit in held}
        self.unit_names = self._unit_names()
        self._read_people(by, top)
        self.there = self._honours_there()
        self.may: dict[int, bool] = {}
        self.first: dict[tuple, int] = {}
        self.planned: list[tuple[int, Honour]] = []

    # ---- what is there ----------------------------------------------------------------------

    def _unit_names(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        ids = [unit.pk for unit in self.units.values()]
        for row in UnitName.objects.filter(unit__in=ids):
            found[row.unit_id] |= {fold(row.name), fold(row.short_name)}
        for unit in self.units.values():
            found[unit.pk] |= {fold(unit.name), fold(unit.short_name)}
        return found

    def _read_people(self, by, top):
        seen = Honouree.objects.kept_by(by).in_branch_of(top).present()
        numbers = [given.plain("code") for given in self.rows]
        people = seen.meant(
            ids=[int(code) for code in numbers if code.isdecimal()],
            names=[f" {search.key(given.text('name'))}" for given in self.rows],
            digests=[],
        ).select_related("unit")
        held = people.order_by("pk").select_for_update(no_key=True, of=("self",))
        self.known = {one.pk: one for one in held}
        self.by_name: dict[str, list[Honouree]] = defaultdict(list)
        for one in self.known.values():
            self.by_name[search.key(one.name)].append(one)
        self.places: dict[int, set[int]] = defaultdict(set)
        rows = Position.objects.filter(honouree__in=self.known)
        for person, unit in rows.values_list("honouree", "unit"):
            self.places[person].add(unit)

    def _honours_there(self) -> dict[tuple, Honour]:
        days = {given.day("decided_on") for given in self.rows} - {None}
        found = Honour.objects.under_references(
            {given.text("reference") for given in self.rows}, days
        ).of_places(self.known, [unit.pk for unit in self.units.values()])
        return {
            _same(_of(one), one.award_id, one.reference, one.decided_on): one
            for one in found
        }

    # ---- as the sheet asks ------------------------------------------------------------------

    def in_order(self) -> list[Given]:
        return list(self.rows)

    def title(self, given: Given) -> str:
        parts = [given.text(key) for key in ("name", "award", "reference")]
        return " · ".join(part for part in parts if part) or "(chưa có tên)"

    def finish(self) -> dict[int, list[AuditEntry]]:
        if not self.planned:
            return {}
        numbers, honours = zip(*self.planned, strict=True)
        self.planned = []
        entries = add_all(honours, by=self.by)
        return {number: [entry] for number, entry in zip(numbers, entries, strict=True)}

    def plan(self, given: Given) -> Planned:
        kind = self._chosen(given, "kind", Kind, "loại đối tượng")
        unit = self._unit(given)
        day = self._day(given)
        meant = self._award(given, kind, day)
        merit = self._chosen(given, "merit", Merit, "loại hình")
        for key in ("reference", "decided_by"):
            given.need(key, "Ghi như trên quyết định.")
        self._period(given, day)
        given.fit(
            Honour, "reference", "decided_by", "achievement", "remark",
        )  # fmt: skip
        born = given.read("birth", BirthField) or (None, None)
        if kind != Kind.INDIVIDUAL and given.plain("birth"):
            given.fault("birth", "Chỉ cá nhân mới có ô này.")
        subject = self._subject(given, kind, unit, born)
        self._twice(given, subject, meant, day)
        given.settle()
        doubt = self.law.doubt(meant.award, meant.name, given.plain("decided_by"), day)
        if doubt:
            label = self.layout.column("decided_by").label
            said = given.plain("decided_by")
            given.hints = (Cell(label, after=said, fault=doubt),)
        honour = Honour(
            award=meant.award, award_name=meant.name, merit=merit,
            decided_by=given.plain("decided_by"), reference=given.plain("reference"),
            decided_on=day, achievement=given.plain("achievement"),
            period_from=given.day("period_from"), period_to=given.day("period_to"),
            remark=given.plain("remark"), doubt=doubt[:500], imported=True,
            source=self.source, source_row=given.number,
        )  # fmt: skip
        words = f"{meant.name}, ngày {vn_date(day)}"
        if subject is None:
            return self._with_new(given, honour, words, kind, unit, born)
        if isinstance(subject, Unit):
            honour.collective = subject
            self._keep(given, honour)
            return Planned(Outcome.ADDED, f"{subject}: {words}")
        honour.honouree = subject
        self._keep(given, honour)
        where = f"{subject}, {subject.unit}"
        return Planned(Outcome.ADDED, f"{where}: {words}", record_id=subject.pk)

    def _keep(self, given, honour):
        check(honour)
        self.planned.append((given.number, honour))

    def _with_new(self, given, honour, words, kind, unit, born):
        """Registered as of the day of the decision: then it was there."""
        year, date_of_birth = born
        since = max(honour.decided_on, unit.valid_from)

        def act() -> int:
            made = honourees.create_honouree(
                by=self.by, unit_id=unit.pk, kind=kind, name=given.text("name"),
                valid_from=since, birth_year=year, birth_date=date_of_birth,
            )  # fmt: skip
            # Later rows of the file mean the same one.
            self.known[made.pk] = made
            self.by_name[search.key(made.name)].append(made)
            self.places[made.pk].add(unit.pk)
            honour.honouree = made
            key = _same(
                _key(made), honour.award_id, honour.reference, honour.decided_on
            )
            self.first[key] = given.number
            self._keep(given, honour)
            return made.pk

        told = f"Ghi mới {Kind(kind).label.lower()} ở {unit} từ ngày {vn_date(since)}; {words}"
        return Planned(Outcome.ADDED, told, act=act)

    # ---- who is meant -----------------------------------------------------------------------

    def _subject(self, given, kind, unit, born):
        name = given.need("name", "Ghi tên như trên quyết định.")
        if code := given.plain("code"):
            return self._coded(given, code, name, kind)
        if not name or unit is None or kind is None:
            return None
        alike = [
            one for one in self.by_name[search.key(name)]
            if same_name(one.name, name) and one.kind == kind and _fits(one, born)
        ]  # fmt: skip
        here = [
            one for one in alike
            if one.unit_id == unit.pk or unit.pk in self.places[one.pk]
        ]  # fmt: skip
        found: list[Honouree | Unit] = [*here]
        if kind == Kind.COLLECTIVE and fold(name) in self.unit_names[unit.pk]:
            found.append(unit)
        if len(found) == 1:
            return self._allowed(given, found[0])
        if found:
            given.fault(
                "name",
                f"Có {len(found)} đối tượng tên này ở {unit}; ghi mã đối tượng: "
                f"{_listed(here)}.",
            )
            return None
        if fold(given.plain("register")) in _YES:
            self._may(given, unit)
        elif given.plain("register"):
            given.fault("register", "Ghi “Có”, hoặc để trống.")
        elif alike:
            given.fault(
                "name",
                f"Không có ai tên này ở {unit}; trong phạm vi nhập có: {_listed(alike)}. Đúng "
                "người thì ghi mã đối tượng; là người khác thì ghi “Có” ở cột Ghi mới đối tượng.",
            )
        else:
            given.fault(
                "name",
                f"Không có đối tượng tên này ở {unit}. Sửa tên, mã đơn vị; chưa có trong hệ "
                "thống thì ghi “Có” ở cột Ghi mới đối tượng.",
            )
        return None

    def _coded(self, given, code, name, kind):
        found = self.known.get(int(code)) if code.isdecimal() else None
        if found is None:
            given.fault("code", OUTSIDE.format(what="đối tượng mã", code=code))
            return None
        if name and not same_name(found.name, name):
            given.fault("name", f"Mã {code} là của {found.name}; xem lại mã hoặc tên.")
        if kind and found.kind != kind:
            given.fault("kind", f"Đối tượng này là {found.get_kind_display()}.")
        return self._allowed(given, found)

    def _allowed(self, given, subject):
        self._may(given, subject if isinstance(subject, Unit) else subject.unit)
        return subject

    def _may(self, given, place) -> bool:
        if place.pk not in self.may:
            self.may[place.pk] = permissions.can_record_honour(self.by, place)
        if not self.may[place.pk]:
            given.fault("unit", "Anh/chị không ghi thành tích cho đơn vị này.")
        return self.may[place.pk]

    def _twice(self, given, subject, meant, day):
        """The same decision gave the same award to the same subject: once."""
        reference = given.plain("reference")
        if subject is None or meant is None or meant.award is None or day is None:
            return  # of a new one ``_with_new`` keeps it
        key = _same(_key(subject), meant.award.pk, reference, day)
        if key in self.there:
            given.fault(
                "reference",
                f"Đã ghi “{meant.name}” theo quyết định này cho đối tượng; bỏ dòng khỏi tệp.",
            )
        number = self.first.setdefault(key, given.number)
        if number != given.number:
            given.fault(
                "reference",
                f"Trùng {repeated([number], given.number)}: cùng đối tượng, hình thức, quyết "
                "định.",
            )

    # ---- cells ------------------------------------------------------------------------------

    def _day(self, given):
        day = given.day("decided_on")
        if not given.plain("decided_on"):
            given.fault("decided_on", "Ghi ngày của quyết định.")
        elif day and day > self.today:
            given.fault("decided_on", "Ngày quyết định không được sau hôm nay.")
            return None
        return day

    def _award(self, given, kind, day):
        written = given.need("award", "Ghi mã hoặc tên hình thức.")
        if not written or day is None:
            return None
        meant = self.law.meant(written, day)
        if meant.fault:
            given.fault("award", meant.fault)
        elif kind and _SUBJECTS[Kind(kind)] not in meant.award.subjects:
            given.fault(
                "award",
                f"“{meant.name}” tặng {meant.award.subjects_in_words}, không tặng "
                f"{Kind(kind).label.lower()}.",
            )
        return meant

    def _period(self, given, day):
        first, last = given.day("period_from"), given.day("period_to")
        if first and last and last < first:
            given.fault("period_to", "Ngày cuối không được trước ngày đầu.")
        if day and first and first > day:
            given.fault("period_from", "Không được sau ngày quyết định.")

    def _unit(self, given):
        written = given.need("unit", "Ghi mã đơn vị.")
        unit = self.units.get(written)
        if written and unit is None:
            given.fault("unit", OUTSIDE.format(what="đơn vị mã", code=written))
        return unit

    def _chosen(self, given, key, choices, what):
        written = given.need(key, f"Chọn {what}.")
        found = chosen(choices, written) if written else None
        if written and found is None:
            given.fault(key, f"Không có {what} “{written}”.")
        return found


def _fits(one: Honouree, born) -> bool:
    """No other year, and no other day, of birth is known."""
    year, day = born
    if day and one.birth_date:
        return one.birth_date == day
    return not year or not one.birth_year or one.birth_year == year


def _listed(people: Sequence[Honouree]) -> str:
    told = [f"{one.pk} ({one}, {one.unit})" for one in people[:MOST_NAMED]]
    return "; ".join(told) + (" …" if len(people) > MOST_NAMED else "")


def _key(subject) -> tuple:
    return ("unit" if isinstance(subject, Unit) else "honouree", subject.pk)


def _of(honour: Honour) -> tuple:
    if honour.honouree_id is not None:
        return ("honouree", honour.honouree_id)
    return ("unit", honour.collective_id)


def _same(subject: tuple, award: int, reference: str, day) -> tuple:
    return (subject, award, reference.upper(), day)
