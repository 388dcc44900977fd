"""Kế hoạch cấp trên mà mình trả lời được: which ones reach the person, and how they are found."""

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from campaigns.models import Plan
from campaigns.permissions import hosts_of
from units.models import Unit, User
from units.search import Compact, Folded, compact, key, plain_words

_NOTHING = Value("", output_field=TextField())


def offered(user: User) -> QuerySet[Plan]:
    """Issued plans that one of the person's authorities may answer, the newest first."""
    wanted = Q()
    for host in hosts_of(user):
        plans = Plan.objects.to_answer(user, host).order_by()
        wanted |= Q(pk__in=plans.values("pk"))
    if not wanted:
        return Plan.objects.none()
    found = Plan.objects.filter(wanted)
    found = found.select_related("campaign", "issuer", "effect__root")
    return found.order_by(F("source_date").desc(nulls_last=True), "-pk")


def hosts_for(user: User, plan_id: int) -> list[Unit]:
    """Those of the person's authorities that may answer this plan."""
    return [
        host
        for host in hosts_of(user)
        if Plan.objects.to_answer(user, host).filter(pk=plan_id).exists()
    ]


def found(plans: QuerySet[Plan], words: str) -> QuerySet[Plan]:
    """By trích yếu, name of the campaign, authority, or number: "15 kh ubnd"."""
    words = plain_words(words)
    if not words:
        return plans
    plans = plans.alias(
        folded=Folded(
            Concat(
                "title", Value(" "), "campaign__name", Value(" "), "issuer__name",
                output_field=TextField(),
            )
        ),
        number_and_symbol=Compact(
            Concat(
                # Of a text that amends or corrects: the number of its plan.
                Coalesce(
                    Cast("effect__root__source_number", TextField()),
                    Cast("source_number", TextField()), _NOTHING,
                ),
                "symbol",
                output_field=TextField(),
            )
        ),
    )  # fmt: skip
    wanted = Q()
    for word in key(words).split():
        wanted &= Q(folded__contains=word)
    if typed := compact(words).lstrip("0"):
        wanted |= Q(number_and_symbol__startswith=typed)
    return plans.filter(wanted)
