"""Thứ tự bình xét: by votes, ties told as ties."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.models import PeerReviewLine


@dataclass(frozen=True)
class Ranked:
    """Một dòng: its place (that of all with equally many votes), and with how many it shares it."""

    line: PeerReviewLine
    place: int
    sharing: int

    @property
    def told(self) -> str:
        """ "2–3" of two who share the second place."""
        if self.sharing == 1:
            return str(self.place)
        return f"{self.place}–{self.place + self.sharing - 1}"


def ranked(lines: Iterable[PeerReviewLine]) -> list[Ranked]:
    """More votes for come first; with equally many, fewer votes against."""
    ordered = sorted(lines, key=lambda one: (*_key(one), one.pk))
    keys = [_key(one) for one in ordered]
    return [
        Ranked(line, keys.index(_key(line)) + 1, keys.count(_key(line)))
        for line in ordered
    ]


def ties_in_words(found: Iterable[Ranked]) -> list[str]:
    """A sentence for each tie: nothing but the votes decides, so nothing is guessed."""
    groups: dict[int, list[Ranked]] = {}
    for one in found:
        groups.setdefault(one.place, []).append(one)
    said = []
    for group in groups.values():
        if len(group) == 1:
            continue
        names = ", ".join(str(one.line.proposal) for one in group)
        votes = group[0].line.votes_for
        said.append(
            f"{names} cùng {votes} phiếu đồng ý và cùng số phiếu không đồng ý nên cùng hạng "
            f"{group[0].told}; thứ tự trong hạng không có ý nghĩa. Chỉ chọn một số thì biểu quyết "
            "lại giữa các đề nghị này."
        )
    return said


def _key(line: PeerReviewLine) -> tuple[int, int]:
    return -line.votes_for, line.votes_against
