"""Dòng của một tệp: what is given, what an act makes of it, and what is told of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model, TextChoices
from django.forms import Field, Form

from units import audit
from units.errors import Refused
from units.fields import MillimetreField, VietnameseDateField
from units.form_messages import of_field
from units.models import AuditEntry, SheetRow
from units.sheets import vocabulary_of
from units.sheets.columns import EMPTY, Layout
from units.vietnamese import usual_name
from units.wording import vn_date, vn_number

Outcome = SheetRow.Outcome
# One sentence for what is not there and what is none of the person's business.
OUTSIDE = "Không có {what} “{code}” trong phạm vi anh/chị nhập."
NOT_YOURS = "Việc này do quản trị cấp trên làm, hoặc ở ngoài phạm vi anh/chị nhập."
JUST_WRITTEN = "Trùng với dữ liệu vừa được người khác ghi. Xem thử lại."
# Cells in which a line break means something.
_LINES = frozenset({"letterhead", "letterhead_parent", "members"})


@dataclass(frozen=True)
class Cell:
    """Một ô: what it changes from and to, or what is wrong, or odd, with it."""

    label: str
    before: str = ""
    after: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Planned:
    """Việc của một dòng: what is told of it, and the act, where it needs one of its own.

    The act gives the id of its record; of what is done in one go at the end it stands here.
    """

    outcome: str
    words: str = ""
    cells: tuple[Cell, ...] = ()
    record_id: int | None = None
    act: Callable[[], int] | None = None


@dataclass
class Told:
    """Kết quả của một dòng. ``promise`` is what the dry run says and the real run must keep."""

    number: int
    title: str
    outcome: str
    words: str = ""
    cells: tuple[Cell, ...] = ()
    record_id: int | None = None
    entries: list[AuditEntry] = field(default_factory=list)

    @property
    def promise(self) -> tuple:
        return (self.number, self.title, self.outcome, self.words, self.cells)


class Faulty(Exception):
    """Ô sai: what is wrong with which cells."""

    def __init__(self, cells: tuple[Cell, ...], words: str = ""):
        super().__init__(words)
        self.cells, self.words = cells, words


class Given:
    """Một dòng đang đọc: asks for its cells, and gathers all that is wrong with them."""

    def __init__(self, layout: Layout, number: int, cells: Mapping[str, str]):
        self.layout, self.number, self._cells = layout, number, cells
        self._faults: list[Cell] = []
        self._words = ""
        self.hints: tuple[Cell, ...] = ()

    def text(self, key: str) -> str:
        """As it is kept; "" also where there is no such column."""
        raw = self._cells.get(key, "")
        lines = [" ".join(line.split()) for line in raw.split("\n")]
        if key in _LINES:
            return "\n".join(line for line in lines if line)
        return " ".join(word for line in lines for word in line.split())

    def need(self, key: str, why: str = "Dòng mới phải có ô này.") -> str:
        found = self.text(key)
        if not found or found == EMPTY:
            self.fault(key, why)
        return found

    def plain(self, key: str) -> str:
        """For a new record: nothing where nothing, or “(trống)”, is written."""
        found = self.text(key)
        return "" if found == EMPTY else found

    def wanted(self, key: str, now: str) -> str:
        """For a record that exists: an empty cell leaves what there is, “(trống)” takes it away."""
        found = self.text(key)
        if not found:
            return now
        wanted = "" if found == EMPTY else found
        return now if wanted == _plain(key, now) else wanted

    def day(self, key: str) -> date | None:
        return self.read(key, VietnameseDateField)

    def millimetres(self, key: str) -> Decimal | None:
        return self.read(key, MillimetreField)

    def read(self, key: str, kind: type[Field]) -> Any:
        """As a field of the forms reads it, and in its words where it cannot be read.

        None where nothing is written.
        """
        written = self.plain(key)
        if not written:
            return None
        field = kind(label=self.layout.column(key).label, required=False)
        return self._cleaned(key, field, written)

    def fit(self, model: type[Model], *keys: str) -> None:
        """Whether what is written can be kept in the columns of these names, in the words in
        which a form says so."""
        for key in keys:
            if written := self.plain(key):
                kept: Any = model._meta.get_field(key)
                label = self.layout.column(key).label
                self._cleaned(key, kept.formfield(label=label, required=False), written)

    def _cleaned(self, key, field, written):
        form = Form({key: written})
        form.fields[key] = field
        if form.is_valid():
            return form.cleaned_data[key]
        for sentence in of_field(form[key]):
            self.fault(key, sentence)
        return None

    def fault(self, key: str, sentence: str, *, hidden: bool = False) -> None:
        """``hidden``: what stands in the cell is told nowhere."""
        label = self.layout.column(key).label
        said = "" if hidden else self.text(key)
        wrong = Cell(label, after=said, fault=sentence)
        if wrong not in self._faults:
            self._faults.append(wrong)

    def offer_name(self, key: str) -> None:
        """A name all of one case is taken as it is; how it is usually written is told."""
        if usual := usual_name(self.text(key)):
            case = "hoa" if self.text(key).isupper() else "thường"
            sentence = (
                f"Viết toàn chữ {case}; thường viết “{usual}”. Nhập như đang ghi."
            )
            label = self.layout.column(key).label
            self.hints = (Cell(label, after=self.text(key), fault=sentence),)

    def refuse(self, words: str) -> None:
        """Wrong as a whole."""
        self._words = self._words or words

    def settle(self) -> None:
        """Raises ``Faulty`` where anything was found wrong, before any act is done."""
        if self._faults or self._words:
            raise Faulty(tuple(self._faults), self._words)


class Sheet(Protocol):
    """Một loại bảng: how its rows are carried out, each by the acts of an administrator."""

    def in_order(self) -> list[Given]: ...

    def title(self, given: Given) -> str: ...

    def plan(self, given: Given) -> Planned: ...

    def finish(self) -> dict[int, list[AuditEntry]]:
        """Do what was kept for one go, and give its lines by the numbers of the rows."""
        ...


def perform(sheet: Sheet, progress: Callable[[int], None]) -> list[Told]:
    """Do all rows in the order in which they build on each other; told in that of the file.

    The caller's transaction decides whether it stays. A row that is refused leaves nothing.
    """
    found = {}
    for done, given in enumerate(sheet.in_order(), start=1):
        found[given.number] = _one(sheet, given)
        progress(done)
    for number, entries in sheet.finish().items():
        found[number].entries.extend(entries)
    return [found[number] for number in sorted(found)]


def _one(sheet, given):
    told = Told(given.number, sheet.title(given)[:400], Outcome.REFUSED)
    try:
        planned = sheet.plan(given)
        record_id = planned.record_id
        if planned.act:
            with transaction.atomic(), audit.noting() as written:
                record_id = planned.act()
            told.entries = list(written)
    except Faulty as faulty:
        told.words, told.cells = faulty.words, faulty.cells
    except Refused as refusal:
        told.words = str(refusal)
    except PermissionDenied:
        told.words = NOT_YOURS
    except IntegrityError:  # somebody wrote the same at this moment
        told.words = JUST_WRITTEN
    else:
        told.outcome, told.words, told.cells = (
            planned.outcome,
            planned.words,
            (*planned.cells, *given.hints),
        )
        told.record_id = record_id
    return told


def repeated(numbers: Iterable[int], own: int) -> str:
    """ "dòng 4, 9": the others."""
    others = [str(number) for number in numbers if number != own]
    more = " …" if len(others) > 5 else ""
    return f"dòng {', '.join(others[:5])}{more}"


def chosen(choices: type[TextChoices], written: str) -> str | None:
    """The value that is meant; None where nothing, or more than one, could be."""
    return vocabulary_of(choices).value_of(written)


def shown(value: object) -> str:
    """Trước → sau: how a value is told."""
    match value:
        case None | "":
            return EMPTY
        case date():
            return vn_date(value)
        case Decimal():
            return vn_number(value)
    return str(value).replace("\n", " / ")


def _plain(key, text):
    """What is kept as it would come back from a file."""
    return Given.text(Given(None, 0, {key: text}), key)  # type: ignore[arg-type]
