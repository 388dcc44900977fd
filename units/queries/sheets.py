"""Nhập, xuất Excel: the lists that a workbook offers, what there is now, what came of a file."""

import re
from collections.abc import Iterator, Sequence

from django.utils.timezone import localdate

from units import sheet_sorts, sheets
from units.errors import Refused, Unreadable
from units.models import (
    Honouree,
    Membership,
    SheetImport,
    SheetKind,
    Unit,
    UnitKind,
    User,
)
from units.models.sheets import SheetRow
from units.sheets import Vocabulary, vocabulary_of
from units.sheets.columns import RESULT, is_ignored
from units.sheets.writing import Choices
from units.wording import vn_date, vn_number

Outcome = SheetRow.Outcome


def choices() -> Choices:
    """The words that cells may hold, as the catalogues have them now."""
    kinds = _kinds()
    return {
        "kinds": [kinds.word_for(kind.code) for kind in UnitKind.objects.on()],
        "roles": [_ROLES.word_for(value) for value in Membership.Role.values],
        "capacities": [
            # TUQ. is not granted but delegated, by its writing.
            _CAPACITIES.word_for(value)
            for value in Membership.Capacity.values
            if value != Membership.Capacity.DELEGATED
        ],
        "honouree_kinds": [_HONOURED.word_for(value) for value in Honouree.Kind.values],
        "genders": [_GENDERS.word_for(value) for value in Honouree.Gender.values],
        **sheet_sorts.words(),
    }


_ROLES = vocabulary_of(Membership.Role)
_CAPACITIES = vocabulary_of(Membership.Capacity)
_HONOURED = vocabulary_of(Honouree.Kind)
_GENDERS = vocabulary_of(Honouree.Gender)


def _kinds():
    """Of all days: a word means the same whenever its unit was laid."""
    return Vocabulary(UnitKind.objects.values_list("code", "name"))


def records(kind: str, user: User, top: Unit) -> list[dict[str, str]]:
    """What there is today in ``top`` and below, as a file would say it."""
    found = _RECORDS[SheetKind(kind)](user, top)
    if len(found) > sheets.LAYOUTS[kind].most:
        raise Refused(
            f"{top} có hơn {vn_number(sheets.LAYOUTS[kind].most)} dòng, quá dài cho một tệp. "
            "Chọn một đơn vị bên dưới."
        )
    return found


def _units(user, top):
    mine = Unit.objects.administered_by(user).under(top).on()
    units = list(mine.select_related("kind", "seal_of").order_by("path"))
    codes = {unit.pk: unit.code for unit in units}
    kinds = _kinds()
    return [
        {
            "code": unit.code,
            "kind": kinds.word_for(unit.kind.code),
            # What lies outside is not told; an empty cell leaves it as it is.
            "parent": codes.get(unit.parent_id, ""),
            "name": unit.name,
            "short_name": unit.short_name,
            "valid_from": vn_date(unit.valid_from),
            "place": unit.place,
            "symbol": unit.symbol,
            "letterhead_parent": unit.letterhead_parent,
            "letterhead": unit.letterhead,
            "head_title": unit.head_title,
            "collective": unit.collective,
            "seal_mm": vn_number(unit.seal_mm),
            "seal_of": codes.get(unit.seal_of_id, ""),
        }
        for unit in units
    ]


def _accounts(user, top):
    units = Unit.objects.administered_by(user).under(top)
    codes = dict(units.values_list("pk", "code"))
    held: dict[int, list[Membership]] = {}
    reaching = Membership.objects.reaching(localdate()).administered_by(user)
    for row in reaching.in_units(codes).order_by("valid_from", "pk"):
        held.setdefault(row.user_id, []).append(row)
    people = User.objects.reached_by(user).in_use().at_home_or(codes, held)
    return [
        {
            "username": person.username,
            "full_name": person.full_name,
            "email": person.email,
            "home": codes.get(person.home_id, ""),
            **(_role(row, codes) if row else {}),
        }
        for person in people.for_list()
        for row in held.get(person.pk, [None])
    ]


def _role(row, codes):
    return {
        "role": _ROLES.word_for(row.role),
        "unit": codes[row.unit_id],
        "title": row.title,
        "capacity": _CAPACITIES.word_for(row.capacity),
        "title_below": row.title_below,
        "valid_from": vn_date(row.valid_from),
        "valid_to": vn_date(row.valid_to),
    }


def _honourees(user, top):
    """Whom one follows today; the identifying number is not kept, so an empty cell leaves it."""
    codes = dict(
        Unit.objects.administered_by(user).under(top).values_list("pk", "code")
    )
    seen = Honouree.objects.kept_by(user).in_branch_of(top)
    there = seen.with_status(Honouree.Status.ACTIVE).for_list()
    return [
        {
            "code": str(one.pk),
            "kind": _HONOURED.word_for(one.kind),
            "name": one.name,
            "unit": codes[one.unit_id],
            "title": one.title,
            "birth": vn_date(one.birth_date) or str(one.birth_year or ""),
            "gender": _GENDERS.word_for(one.gender),
        }
        for one in there
    ]


_RECORDS = {
    SheetKind.UNIT: _units,
    SheetKind.ACCOUNT: _accounts,
    SheetKind.HONOUREE: _honourees,
}


def samples(kept: SheetImport) -> dict[int, list[str]]:
    """What the first rows say in each column, by its position; a long number by its end."""
    layout = sheets.LAYOUTS[kept.kind]
    try:
        table = sheets.read_table(
            kept.file_name, bytes(kept.source or b""), layout, first=SAMPLED
        )
    except Unreadable:  # nothing but examples at its top
        return {}
    found: dict[int, list[str]] = {}
    for at in range(len(table.headings)):
        said = dict.fromkeys(row.cells[at] for row in table.rows)
        shown = [_sample(cell) for cell in said if cell]
        found[at] = shown[:SAMPLES]
    return found


SAMPLED, SAMPLES = 20, 3  # rows looked at, values shown
# Of a person, however it is written: told nowhere in full.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]*\d){5,}(?=(?:[\s.\-]*\d){3})")


def _sample(cell):
    line = _LONG_NUMBER.sub("…", " ".join(cell.split()))
    return line if len(line) <= 40 else f"{line[:39].rstrip()}…"


def result_rows(
    kept: SheetImport,
) -> tuple[list[str], Iterator[tuple[Sequence[str], str, bool]]]:
    """Headings, and per row its cells, what came of it, whether it is refused."""
    layout = sheets.LAYOUTS[kept.kind]
    table = sheets.read_table(kept.file_name, bytes(kept.source or b""), layout)
    own = [at for at, name in enumerate(table.headings) if not _is_result(name)]
    told = {row.number: row for row in kept.rows.prefetch_related("cells")}

    def rows():
        for row in table.rows:
            one = told[row.number]
            refused = one.outcome == Outcome.REFUSED
            yield [row.cells[at] for at in own], in_words(one), refused

    return [table.headings[at] for at in own], rows()


def in_words(row: SheetRow) -> str:
    """ "Từ chối. Loại: Không có …", for the last column of the file that one takes home."""
    parts = [row.words] if row.words else []
    for cell in row.cells.all():
        if cell.fault:
            parts.append(f"{cell.label}: {cell.fault}")
        else:
            parts.append(f"{cell.label}: {cell.before} → {cell.after}")
    said = "; ".join(part.rstrip(".") for part in parts)
    label = row.get_outcome_display()
    return f"{label}: {said}" if said else label


def _is_result(heading):
    return is_ignored(heading) and heading.startswith(RESULT)
