"""Như đã xem trước: an act is confirmed with the consequences that its author was shown.

The preview sends along a mark, a short sum of each line it shows. What the act wrote is read
again before its transaction ends, while it still holds the tree: where that is not what was
shown nothing is done, and the author is told what came or went, and shown it anew.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.db import transaction

from units.errors import Asked
from units.models import User
from units.rehearsal import Consequences, watched

SUM = 10  # characters of a line's sum
NAMED = 3  # lines of one group that the sentence repeats
ROLES = "vai trò"
HEIRS = "nơi tiếp tục của vai trò"


class OtherThanShown(Asked):
    """Xem trước đã cũ; ``found`` is what the act would do now."""

    def __init__(self, sentence: str, found: Consequences):
        super().__init__(sentence)
        self.found = found


def mark(found: Consequences) -> str:
    """Dấu của một trang xem trước: sums of its lines, each behind the number of its group."""
    return ".".join(one for one, _, _ in _sums(found))


@transaction.atomic
def carry_out(act: Callable[[], Any], *, by: User, seen: str | None) -> Any:
    """Do ``act`` as it was shown (``mark``), else nothing of it; None asks nothing.

    Raises ``OtherThanShown``, and what the act raises.
    """
    if seen is None:
        return act()
    given, found = watched(act, by=by)
    if sentence := _since(Counter(seen.split(".")), found):
        raise OtherThanShown(sentence, found)
    return given


def _sums(found: Consequences) -> Iterator[tuple[str, str, str]]:
    """Of each line its sum, its group and how it is told."""
    for number, (title, lines) in enumerate(found.lines_beside_people.items()):
        for line in lines:
            yield _sum(number, line), f"“{title}”", line
    for role in found.people:
        words = f"{role.person}, {role.role}, {role.unit}"
        yield _sum("v", f"{role.pk} {words}"), ROLES, words
        yield _sum("n", f"{role.pk} {role.heir}"), HEIRS, words


def _sum(group, line):
    return f"{group}-{sha256(line.encode()).hexdigest()[:SUM]}"


def _since(seen: Counter[str], found: Consequences) -> str:
    """What came and went since; "" where all is as it was seen."""
    left = Counter(seen)
    came: dict[str, list[str]] = {}
    for one, group, line in _sums(found):
        if left[one] > 0:
            left[one] -= 1
        else:
            came.setdefault(group, []).append(line)
    titles = [f"“{title}”" for title in found.lines_beside_people]
    names = {str(number): title for number, title in enumerate(titles)}
    names |= {"v": ROLES, "n": HEIRS}
    went = Counter(
        name
        for one in left.elements()
        if one and (name := names.get(one.partition("-")[0]))
    )
    # With a role its place to go on comes and goes, and is not told apart.
    came_roles = came.get(ROLES, [])
    new_places = [line for line in came.pop(HEIRS, []) if line not in came_roles]
    if went.pop(HEIRS, 0) and new_places:
        came[HEIRS] = new_places
    parts = [f"đã có {ROLES} mới: {_some(came.pop(ROLES))}"] if came_roles else []
    parts += [
        f"{group} có thêm hoặc đổi: {_some(lines)}" for group, lines in came.items()
    ]
    if lost := went.pop(ROLES, 0):
        parts.append(f"không còn {lost} {ROLES} đã xem")
    parts += [
        f"{group} bớt {number} dòng đã xem"
        for group, number in went.items()
        if group not in came
    ]
    return (
        f"Từ lúc xem trước {'; '.join(parts)}. Xem lại rồi xác nhận." if parts else ""
    )


def _some(lines):
    more = f" và {len(lines) - NAMED} dòng nữa" if len(lines) > NAMED else ""
    return "; ".join(lines[:NAMED]) + more
