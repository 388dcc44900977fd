"""Phạm vi được mở: what of a plan may be changed while a return opens only some places of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Plan, PlanReturn, ReturnPlace
from campaigns.sections import GENERAL, RECIPIENTS, SIGNER
from units.wording import excerpt

Part = ReturnPlace.Part
# Where each part is written in the editor.
PAGES: dict[str, str] = {
    Part.HEAD: GENERAL,
    Part.RECIPIENTS: RECIPIENTS,
    Part.SIGNER: SIGNER,
}
SIGNING = frozenset({"signer", "authority_lines", "title_below", "signer_name"})
NAMED, LONGEST = 3, 50  # places that a sentence names, letters of each


@dataclass(frozen=True)
class Opening:
    """Những chỗ được mở: ids of ``lines``, ``parts``; ``places`` in the order of the return."""

    returned: PlanReturn
    places: list[ReturnPlace]

    @property
    def lines(self) -> set[int]:
        return {place.line_id for place in self.places if place.line_id}

    @property
    def parts(self) -> set[str]:
        return {place.part for place in self.places if place.part}

    def covers(self, lines: Iterable[int | None], parts: Iterable[str]) -> bool:
        return set(lines) <= self.lines and set(parts) <= self.parts

    @property
    def sentence(self) -> str:
        """What is open, and who opens more."""
        named = [_name(place) for place in self.places]
        told = ", ".join(named[:NAMED]) or "không còn chỗ nào"
        more = f" và {len(named) - NAMED} chỗ nữa" if len(named) > NAMED else ""
        who = self.returned.returned_by
        return (
            f"Lần trả lại này chỉ mở sửa: {told}{more}. Cần sửa chỗ khác, anh/chị bấm "
            f"“Xin mở thêm” để {who} mở."
        )


def opening_of(plan: Plan, returned: PlanReturn | None = None) -> Opening | None:
    """None: whatever may be edited at all is open. ``returned``: the open return, if known."""
    if plan.status != Plan.Status.RETURNED:
        return None
    returned = returned or PlanReturn.objects.open_of([plan]).first()
    if returned is None or returned.scope == PlanReturn.Scope.WHOLE:
        return None
    places = returned.places.select_related("line").order_by("line__position", "pk")
    return Opening(returned, list(places))


def part_of(field: str) -> str:
    """The part in which a field of the plan or of its campaign stands."""
    return Part.SIGNER if field in SIGNING else Part.HEAD


def _name(place):
    if place.line is None:
        return place.get_part_display()
    words = excerpt(place.line.text, LONGEST)
    return f"“{words}”" if words else "một dòng trống"
