"""Danh mục và thẩm quyền vào ngày quyết định cũ: what an award was called then, who conferred it.

Read once for a whole file. What lies before the first row of the catalogue is taken by the
oldest name that is known, and told as not compared.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from awards.models import Award, AwardName, Conferral
from awards.naming import all_names, name_of
from units.models import Unit
from units.models.managers import is_in_force
from units.vietnamese import fold
from units.wording import vn_date

NEAREST = 3
# How a decision names its authority where the law names the level.
_LEVELS = {
    "cap tinh": ("tinh", "thanh pho"),
    "cap huyen": ("huyen", "quan", "thi xa", "thanh pho"),
    "cap xa": ("xa", "phuong", "thi tran", "dac khu"),
}


@dataclass(frozen=True)
class Meant:
    """Hình thức được hiểu từ một ô: the award, or what is wrong with the cell."""

    award: Award | None = None
    name: str = ""
    fault: str = ""


class PastLaw:
    """Catalogue, names and powers of all days, in four queries."""

    def __init__(self) -> None:
        self.awards = {award.pk: award for award in Award.objects.all()}
        self.names = all_names()
        self.codes = {award.code: award for award in self.awards.values()}
        self._conferrals: dict[int, list[Conferral]] = defaultdict(list)
        for row in Conferral.objects.select_related("kind").order_by("pk"):
            self._conferrals[row.award_id].append(row)
        self._meant: dict[tuple[str, date], Meant] = {}
        self._on: dict[date, dict[str, list[AwardName]]] = {}

    @cached_property
    def begins(self) -> date:
        """The first day of which the catalogue tells anything."""
        days = [name.valid_from for names in self.names.values() for name in names]
        return min(days, default=date.max)

    @cached_property
    def _units(self) -> dict[str, int]:
        """Folded names of units that confer, with their kind."""
        kinds = {row.kind_id for rows in self._conferrals.values() for row in rows}
        found = {}
        rows = Unit.objects.filter(kind__in=kinds).order_by("pk")
        for name, short, kind in rows.values_list("name", "short_name", "kind"):
            for said in (name, short):
                found[_plain(said)] = kind
        found.pop("", None)
        return found

    def meant(self, written: str, day: date) -> Meant:
        """By code, or by exactly the name of that day."""
        place = (written, max(day, self.begins))
        if place not in self._meant:
            self._meant[place] = self._read(written, place[1])
        return self._meant[place]

    def doubt(self, award: Award, name: str, decided_by: str, day: date) -> str:
        """Vì sao nên xem lại thẩm quyền; "" where the power is known."""
        said = f"{_plain(decided_by)} "
        if award.decided_above:
            if _plain(award.decided_above) in said:
                return ""
            return f"“{name}” do {award.decided_above} quyết định."
        if day < self.begins:
            return (
                f"Danh mục và thẩm quyền trong hệ thống có từ {vn_date(self.begins)}; ngày trước "
                "đó chưa đối chiếu được."
            )
        rows = [row for row in self._conferrals[award.pk] if is_in_force(row, day)]
        if any(_is_level(row.decided_by, said) for row in rows):
            return ""
        kind = self._kind_in(said)
        if kind is not None and kind in {row.kind_id for row in rows}:
            return ""
        who = "; ".join(dict.fromkeys(row.decided_by for row in rows))
        known = f"thẩm quyền ngày ấy là: {who}" if who else "chưa ghi ai có thẩm quyền"
        return f"Người quyết định không có thẩm quyền tặng “{name}” ngày {vn_date(day)}; {known}."

    def _kind_in(self, said: str) -> int | None:
        found = [name for name in self._units if f"{name} " in said]
        return self._units[max(found, key=len)] if found else None

    def _read(self, written: str, day: date) -> Meant:
        now = self._names_on(day)
        if award := self.codes.get(written):
            name = next(
                (one.name for rows in now.values() for one in rows
                 if one.award_id == award.pk),
                "",
            )  # fmt: skip
            if name:
                return Meant(award, name)
            return Meant(fault=f"Ngày {vn_date(day)} danh mục chưa có “{written}”.")
        found = now.get(fold(written), [])
        if len(found) == 1:
            return Meant(self.awards[found[0].award_id], found[0].name)
        if found:
            codes = ", ".join(self.awards[one.award_id].code for one in found)
            return Meant(
                fault=f"Có {len(found)} hình thức tên như thế; ghi mã: {codes}."
            )
        for award_id, names in self.names.items():
            if any(fold(one.name) == fold(written) for one in names):
                called = name_of(names, day)
                if any(is_in_force(one, day) for one in names):
                    return Meant(
                        fault=f"Ngày {vn_date(day)} hình thức này gọi là “{called}”; ghi đúng "
                        f"tên ấy, hoặc mã {self.awards[award_id].code}."
                    )
                return Meant(
                    fault=f"Ngày {vn_date(day)} danh mục không có “{written}”; xem lại ngày, "
                    "tên trên quyết định."
                )
        return Meant(
            fault=f"Danh mục ngày {vn_date(day)} không có “{written}”.{self._near(written, now)}"
        )

    def _near(self, written, now) -> str:
        close = get_close_matches(fold(written), now, n=NEAREST, cutoff=0.5)
        names = [f"“{one.name}”" for key in close for one in now[key]]
        return f" Gần nhất: {', '.join(names[:NEAREST])}." if names else ""

    def _names_on(self, day: date) -> dict[str, list[AwardName]]:
        if day not in self._on:
            found: dict[str, list[AwardName]] = defaultdict(list)
            for names in self.names.values():
                for one in names:
                    if is_in_force(one, day):
                        found[fold(one.name)].append(one)
            self._on[day] = dict(found)
        return self._on[day]


def _plain(text: str) -> str:
    return f" {fold(text)} ".replace(" ubnd ", " uy ban nhan dan ").strip()


def _is_level(rule: str, said: str) -> bool:
    """ "Chủ tịch Ủy ban nhân dân cấp xã" is met by "Chủ tịch UBND phường An Hòa"."""
    plain = _plain(rule)
    for level, words in _LEVELS.items():
        if plain.endswith(level):
            begin = plain.removesuffix(level)
            return any(f"{begin}{word} " in said for word in words)
    return f"{plain} " in said
