"""Lập danh sách và lời văn đầu tiên of a decision, from the proposals that were passed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.timezone import localdate

from awards.deciding import words
from awards.models import Decision, DecisionLine, Proposal, Subject
from units.vietnamese import name_sort_key, sort_key
from units.wording import excerpt

USUAL_BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Căn cứ Luật Thi đua, khen thưởng",
)
LONGEST = (
    600  # characters of an achievement in a list; the whole stays with the proposal
)


def lines_of(
    decision: Decision, chosen: Sequence[Proposal], *, first: int
) -> Iterator[DecisionLine]:
    """One line for each, its names as they stand in the proposal."""
    names = words.names_on(
        localdate(), decision.authority, [one.award for one in chosen]
    )
    for position, one in enumerate(sorted(chosen, key=_place), first):
        assert one.award is not None
        yield DecisionLine(
            decision=decision, proposal=one, position=position, subject=one.subject_kind,
            honouree=one.honouree, collective=one.collective,
            subject_name=one.subject_name or str(one.honouree or one.collective),
            subject_title=one.subject_title, posthumous=one.posthumous, award=one.award,
            award_name=names[one.award_id],
            merit=one.merit, achievement=excerpt(" ".join(one.summary.split()), LONGEST),
            period_from=one.period_from, period_to=one.period_to,
        )  # fmt: skip


def _place(proposal: Proposal) -> tuple[int, str, int]:
    """In the order of awards; people by given name, the rest as a dictionary has them."""
    assert proposal.award is not None
    name = proposal.subject_name or str(proposal.honouree or proposal.collective)
    is_person = proposal.subject_kind == Subject.PERSON
    key = name_sort_key(name) if is_person else sort_key(name)
    return proposal.award.position, key, proposal.pk


def words_of(decision: Decision, lines: Sequence[DecisionLine]) -> dict[str, Any]:
    """Trích yếu, căn cứ, các điều, nơi nhận; bases that somebody wrote are left alone."""
    if decision.kind == Decision.Kind.CANCEL:
        articles = words.cancelling_articles(decision, lines)
        title = "Về việc hủy bỏ quyết định khen thưởng"
    else:
        articles = words.articles_of(decision, lines)
        title = words.title_of(decision.authority, lines)
    found: dict[str, Any] = {
        "title": title,
        "articles": "\n".join(articles),
        "recipients": "\n".join(words.usual_recipients(len(articles))),
    }
    if not decision.bases.strip():
        found["bases"] = "\n".join([*USUAL_BASES, *_by_whose_word(decision)])
    return found


def _by_whose_word(decision: Decision) -> list[str]:
    name = decision.authority.name
    place = name.removeprefix("Ủy ban nhân dân").strip()
    return [f"Theo đề nghị của Hội đồng Thi đua - Khen thưởng {place}".strip()]
