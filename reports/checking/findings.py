"""Kết quả kiểm tra: what a rule says about a paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.checking.anatomy import Paper

SHOWN = 3  # places named for one rule; the rest are counted


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"  # khuyến nghị: wording, or practice that the decree leaves open
    ERROR = "error"  # sai thể thức: the paper must not be signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Một kết luận. ``page`` counts from 1; ``where`` names the part or quotes the line."""

    rule: str
    level: Level
    message_vi: str
    page: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that breaks a rule, before it is given its number."""

    message: str
    page: int | None = None
    where: str = ""
    level: Level = Level.ERROR


Test = Callable[["Paper"], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Quy định: its number, what it asks (shown where it holds), and its test."""

    code: str
    title: str
    test: Test

    def findings(self, paper: "Paper") -> Iterator[Finding]:
        faults = list(self.test(paper))
        if not faults:
            yield Finding(rule=self.code, level=Level.OK, message_vi=self.title)
        for fault in faults[:SHOWN]:
            yield Finding(
                rule=self.code,
                level=fault.level,
                message_vi=fault.message,
                page=fault.page,
                where=fault.where,
            )
        if rest := faults[SHOWN:]:
            yield Finding(
                rule=self.code,
                level=max((f.level for f in rest), key=list(Level).index),
                message_vi=f"{self.title}: còn {len(rest)} chỗ khác.",
                page=rest[0].page,
                where=rest[0].where,
            )


RULES: list[Rule] = []


def rule(code: str, title: str) -> Callable[[Test], Test]:
    """Register a test. ``title`` is one Vietnamese phrase without a full stop."""

    def register(test: Test) -> Test:
        RULES.append(Rule(code, title, test))
        return test

    return register
