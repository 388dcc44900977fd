"""Quy định nào đang áp dụng: the rule of a thing for an authority on a day.

The nearest authority up the tree goes first, then what holds for the whole installation; of one
authority the rule for the very award (loại hình, đối tượng) goes before that for all. Rules are
read on the day asked for: one laid today changes no past day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from awards.models import (
    Award,
    CouncilRule,
    DossierRequirement,
    EligibilityRule,
    Keepsake,
    PublicityRule,
    Regime,
    Ruling,
    TimeLimit,
)
from units.models import Unit
from units.models.managers import is_in_force

# What makes a rule special; empty it holds for all. (What is counted, ``of_award``, makes it
# another rule, which stands beside.)
NARROWING = ("award_id", "merit", "subject")


def chain_of(authority: Unit | None) -> list[int]:
    """Ids from the top down to the authority; of none: nobody's own rules."""
    return authority.chain if authority is not None and authority.path else []


def near(row: Ruling, chain: Sequence[int]) -> int:
    """How near the authority of the row is: 0 the whole installation, −1 not above at all."""
    if row.authority_id is None:
        return 0
    return chain.index(row.authority_id) + 1 if row.authority_id in chain else -1


def strength(row: Ruling, chain: Sequence[int]) -> tuple[int, ...]:
    """The greater goes first; of two authorities the nearer always."""
    return near(row, chain), *(
        bool(getattr(row, name)) for name in NARROWING if hasattr(row, name)
    )


def fits(row: Ruling, **wanted) -> bool:
    """What the row names is what is asked for; what it leaves empty fits all."""
    return all(
        getattr(row, name) in (None, "", value) for name, value in wanted.items()
    )


def applies(row: Ruling, day: date, chain: Sequence[int], **wanted) -> bool:
    return is_in_force(row, day) and near(row, chain) >= 0 and fits(row, **wanted)


def strongest[Row: Ruling](
    rows: Iterable[Row], day: date, chain: Sequence[int], **wanted
) -> Row | None:
    """Of ``rows`` the one that applies on ``day``; None: nothing is laid down."""
    found = [row for row in rows if applies(row, day, chain, **wanted)]
    return max(found, key=lambda row: strength(row, chain), default=None)


def council_rule_on(
    award: Award, authority: Unit | None, day: date
) -> CouncilRule | None:
    """Quy định bỏ phiếu; None: neither the country nor the authority has laid one down."""
    chain = chain_of(authority)
    rows = CouncilRule.objects.on(day).binding(chain).about(award)
    return strongest(rows.select_related("award"), day, chain, award_id=award.pk)


def requirements_on(
    award: Award, merit: str, subject: str, authority: Unit | None, day: date
) -> list[DossierRequirement]:
    """Giấy tờ của hồ sơ, each paper once, those that must be there and those that may."""
    chain = chain_of(authority)
    rows = DossierRequirement.objects.on(day).binding(chain).about(award)
    return papers_of(rows, award.pk, merit, subject, day, chain)


def papers_of(
    rows: Iterable[DossierRequirement], award_id: int | None, merit: str, subject: str,
    day: date, chain: Sequence[int],
) -> list[DossierRequirement]:  # fmt: skip
    """The same of rows that were read already: of each paper the strongest."""
    asked: dict[tuple[str, str], list[DossierRequirement]] = defaultdict(list)
    for row in rows:
        asked[row.paper, row.said].append(row)
    wanted = {"award_id": award_id, "merit": merit, "subject": subject}
    best = [strongest(same, day, chain, **wanted) for same in asked.values()]
    return sorted(filter(None, best), key=lambda row: (row.position, row.pk))


def time_limit_on(
    step: str, award: Award, merit: str, authority: Unit | None, day: date
) -> TimeLimit | None:
    """Thời hạn của một bước; None: nothing is laid down."""
    chain = chain_of(authority)
    rows = TimeLimit.objects.on(day).binding(chain).about(award)
    rows = [row for row in rows if row.step == step]
    return strongest(rows, day, chain, award_id=award.pk, merit=merit)


def keepsake_on(award: Award, authority: Unit | None, day: date) -> Keepsake | None:
    """Hiện vật kèm theo; None: nothing is known, which is not the same as "nothing"."""
    chain = chain_of(authority)
    rows = Keepsake.objects.on(day).binding(chain).about(award)
    return strongest(rows, day, chain, award_id=award.pk)


def publicity_rule_on(authority: Unit | None, day: date) -> PublicityRule | None:
    """Quy định công khai; None: nothing is published."""
    chain = chain_of(authority)
    return strongest(PublicityRule.objects.on(day).binding(chain), day, chain)


def regime_on(day: date) -> Regime | None:
    """Chế độ pháp luật of that day: what a dossier received then is weighed by."""
    return Regime.objects.on(day).first()


def conditions_of(
    rows: Iterable[EligibilityRule], chain: Sequence[int],
    day_of: Callable[[EligibilityRule], date], **wanted,
) -> list[EligibilityRule]:  # fmt: skip
    """Điều kiện that apply, of each kind the strongest; ``day_of(row)`` is where it is read.

    Of one kind several stand side by side where they count different awards (``of_award``).
    """
    found = [row for row in rows if applies(row, day_of(row), chain, **wanted)]
    best: dict[str, tuple[int, ...]] = {}
    for row in found:
        best[row.kind] = max(best.get(row.kind, ()), strength(row, chain))
    order = {kind: n for n, kind in enumerate(EligibilityRule.Kind.values)}
    return sorted(
        (row for row in found if strength(row, chain) == best[row.kind]),
        key=lambda row: (order[row.kind], row.pk),
    )
