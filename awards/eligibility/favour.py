"""Quy định mới có lợi hơn: of each condition the better of what the older and newer rules say.

Luật 06/2026/QH16, chuyển tiếp: who was received before it goes on under the older text; where the
newer one is more favourable, the newer one applies. Whether a body of law says so is data
(``Regime.favours``).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from awards.eligibility.verdicts import Outcome, Verdict
from awards.models import Regime
from units.wording import vn_date

_HARD = {Outcome.MET: 0, Outcome.COUNCIL: 1, Outcome.LACKING: 2}


def better_of(
    older: Sequence[Verdict], newer: Sequence[Verdict], regime: Regime
) -> list[Verdict]:
    """In the order of the older lines. A condition has one or several lines and is as hard as
    its hardest; one that the newer rules no longer set is met. What only they set is not asked.
    """
    now = _by_condition(newer)
    found: list[Verdict] = []
    for rule, before in _by_condition(older).items():
        after = now.get(rule, [])
        if _hardness(after) < _hardness(before):
            told = " ".join(line.says for line in before)
            found += _favoured(after, told, regime) or [
                _dropped(before[0], told, regime)
            ]
        else:
            found += before
    return found


def _by_condition(lines):
    found = defaultdict(list)
    for line in lines:
        found[line.rule].append(line)
    return found


def _hardness(lines):
    return max((_HARD[line.outcome] for line in lines), default=0)


def _favoured(lines, told, regime):
    tail = f"{_since(regime)} có lợi hơn nên được áp dụng. Theo quy định lúc tiếp nhận: {told}"
    return [replace(line, says=f"{line.says} {tail}") for line in lines]


def _dropped(line, told, regime):
    """Nothing of what was looked into stays: the newer rules do not look into it."""
    tail = f"không còn đòi điều kiện này. Theo quy định lúc tiếp nhận: {told}"
    return replace(
        line, outcome=Outcome.MET, says=f"{_since(regime)} {tail}", clause=regime.basis,
        on=regime.valid_from, certainty=regime.certainty, field="", inside="",
    )  # fmt: skip


def _since(regime):
    return f"Quy định mới từ ngày {vn_date(regime.valid_from)}"
