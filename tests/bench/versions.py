"""So sánh hai bản 60 trang: what it takes beside reading them, and how it grows."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from campaigns.comparing import Comparison, compare
from campaigns.content import PlanContent
from campaigns.twin import from_own, to_twin
from tests.bench._bare import best, ten_pages

WORDS = 27_000  # of 60 pages
LIMIT = 1.0  # seconds, on the machine that it was promised for


def main() -> int:
    """Print the figures; 1 where two versions took longer than the promise."""
    before = sixty_pages()
    shapes = {
        "một chữ mỗi dòng": _every_line(before),
        "một phần mười số dòng": _some_lines(before),
        "xáo trộn các dòng": _shuffled(before),
        "viết lại hoàn toàn": _rewritten(before),
    }
    kept = to_twin(before).decode()
    runs: dict[str, Callable[[], object]] = {
        "đọc hai bản": lambda: [from_own(kept), from_own(kept)]
    }
    for name, after in shapes.items():
        runs[name] = partial(_whole, kept, to_twin(after).decode())
    half = _cut(before), _cut(shapes["viết lại hoàn toàn"])
    runs["nửa số trang, viết lại"] = lambda: compare(*half)
    runs["đủ số trang, viết lại"] = lambda: compare(
        before, shapes["viết lại hoàn toàn"]
    )
    times = best(runs)
    for name in shapes:
        print(
            f"  {name}: {times[name]:.2f} s, "
            f"so với đọc hai bản: {times[name] / times['đọc hai bản']:.1f}"
        )
    grown = times["đủ số trang, viết lại"] / times["nửa số trang, viết lại"]
    print(f"  gấp đôi số trang: gấp {grown:.1f} lần (2,0 là tuyến tính)")
    return int(any(times[name] > LIMIT for name in shapes))


def _whole(old: str, new: str) -> Comparison:
    return compare(from_own(old), from_own(new))


def sixty_pages() -> PlanContent:
    """Lines of the ten-page plan, each time in other words."""
    plan = ten_pages()
    chance = random.Random(60)
    lines, words = [], 0
    while words < WORDS:
        for line in plan.lines:
            lines.append(replace(line, text=_other_words(line.text, chance)))
            words += len(line.text.split())
    return replace(plan, lines=tuple(lines))


def _other_words(text, chance):
    """A third of the words are others, so that no two lines are the same."""
    return " ".join(
        f"{word[:2]}{chance.randrange(900)}" if chance.random() < 0.3 else word
        for word in text.split(" ")
    )


def _every_line(plan):
    return _with(plan, [replace(x, text=f"{x.text} thêm") for x in plan.lines])


def _some_lines(plan):
    chance = random.Random(1)
    return _with(
        plan,
        [
            replace(x, text=_other_words(x.text, chance))
            if chance.random() < 0.1
            else x
            for x in plan.lines
        ],
    )


def _shuffled(plan):
    return _with(plan, random.Random(2).sample(plan.lines, len(plan.lines)))


def _rewritten(plan):
    chance = random.Random(3)
    return _with(
        plan,
        [
            replace(
                x, text=" ".join(f"chữ{chance.randrange(3000)}" for _ in x.text.split())
            )
            for x in plan.lines
        ],
    )


def _with(plan, lines):
    return PlanContent(title=plan.title, lines=tuple(lines))


def _cut(plan):
    return _with(plan, plan.lines[: len(plan.lines) // 2])
