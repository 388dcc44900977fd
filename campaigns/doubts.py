"""Điều nên xem lại của một bản nháp: found by its check, left by the reader of its file, and
which of them an officer has looked at already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from campaigns import answers
from campaigns.content import PlanContent
from campaigns.fingerprint import fingerprint
from campaigns.gap import Gap
from campaigns.models import Plan, PlanDoubt, PlanLine
from campaigns.queries import PlanRows
from campaigns.readiness import gaps
from campaigns.reading import Remark
from campaigns.sections import GENERAL, section_of
from campaigns.statutes import Register
from units.vietnamese import stored

Status = PlanDoubt.Status
LONGEST = 600  # letters of what a row says


@dataclass(frozen=True)
class Settled:
    """Điều đã xem: what an officer let stand, who and when."""

    gap: Gap
    key: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Looks:
    """``gaps``: blocking things, then what is still to be looked at; ``settled``: what was.

    ``keys[i]`` names ``gaps[i]`` in a form that settles it; "" where it blocks.
    """

    gaps: list[Gap]
    keys: list[str]
    settled: list[Settled]


def look_through(
    plan: Plan, rows: PlanRows, content: PlanContent, register: Register | None = None,
    answered: answers.Answered | None = None,
) -> Looks:  # fmt: skip
    """All that is missing or odd in the plan: one query besides ``rows``, one for the register
    of law where it was not read already, and one for what a superior gave."""
    places = {line.pk: place for place, line in enumerate(rows.lines)}
    kept = [row for row in plan.doubts.for_page() if _is_meant(row, rows.lines, places)]
    settled = {key(row.text, row.line_id): row for row in kept if row.settled_at}
    found = gaps(plan, content, register=register)
    if answered is None and (answer := answers.answer_of(plan)):
        answered = answers.drift_of(answer, rows, content)
    if answered:
        found += answers.looks(answered, rows, content)
    said = [_gap(row, places, content) for row in kept if row.is_from_file]
    # By their lines; what is said of the text as a whole comes last.
    found += sorted(said, key=lambda gap: (gap.line is None, gap.line))
    looks = Looks([], [], [])
    for gap in found:
        line = None if gap.line is None else rows.lines[gap.line].pk
        own = "" if gap.blocks else key(gap.text, line)
        if row := settled.get(own):
            looks.settled.append(Settled(gap, own, str(row.settled_by), row.settled_at))
        else:
            looks.gaps.append(gap)
            looks.keys.append(own)
    return looks


def key(text: str, line_id: int | None) -> str:
    """How a form names one doubt: by its words and its line."""
    whole = f"{line_id or ''}\x1f{stored(text)}"
    return sha256(whole.encode()).hexdigest()[:16]


def keep_remarks(
    plan: Plan, lines: Sequence[PlanLine], remarks: Iterable[Remark]
) -> None:
    """Store what the reader of the file said of these lines."""
    found: dict[tuple[int | None, str], PlanDoubt] = {}
    for remark in remarks:
        line = None if remark.line is None else lines[remark.line]
        row = of_file(plan, line, remark.text)
        if remark.stays and row.text:
            found.setdefault((row.line_id, row.text), row)
    PlanDoubt.objects.bulk_create(found.values())


def open_remarks(line: PlanLine) -> list[str]:
    """What of the reader's is still to be looked at in a line that is about to go."""
    rows = line.doubts.filter(is_from_file=True, status=Status.OPEN)
    return [row.text for row in rows if row.words == fingerprint(line)]


def bring_back_remarks(line: PlanLine, texts: Iterable[str]) -> None:
    """The same, of a line that came back under another number."""
    PlanDoubt.objects.bulk_create(of_file(line.plan, line, text) for text in texts)


def of_file(plan: Plan, line: PlanLine | None, text: str) -> PlanDoubt:
    """One sentence of the reader about the line as it stands now."""
    return PlanDoubt(
        plan=plan,
        line=line,
        words=fingerprint(line) if line else "",
        text=stored(text).rstrip(". ")[:LONGEST],
        is_from_file=True,
    )


def _is_meant(row, lines, places):
    """The row speaks of the plan as a whole, or of a line that is still the same."""
    if row.line_id is None:
        return True
    place = places.get(row.line_id)
    return place is not None and fingerprint(lines[place]) == row.words


def _gap(row, places, content):
    if row.line_id is None:
        return Gap(row.text, GENERAL, False)
    place = places[row.line_id]
    return Gap(row.text, section_of(content, place), False, line=place)
