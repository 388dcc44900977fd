"""Danh sách phong trào: which campaigns a person sees, how each stands, what is next in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from campaigns.models import (
    Assignment,
    Campaign,
    Deadline,
    Phase,
    Plan,
    Registration,
    Target,
)
from units.models import User
from units.search import Compact, Folded, compact, key, plain_words

# Keys are used in addresses (?tt=).
STATES = {
    "dang-soan": "Đang soạn",
    "cho-ky": "Chờ duyệt, ký, cấp số",
    "sap-toi": "Sắp phát động",
    "thuc-hien": "Đang thực hiện",
    "ket-thuc": "Đã kết thúc",
}


@dataclass(frozen=True)
class Overview:
    """Tổng số: how many campaigns there are in each of STATES, and between which years."""

    total: int
    in_state: dict[str, int]
    years: list[int]


@dataclass(frozen=True)
class Row:
    """Một dòng: a campaign, its newest plan, what that plan sets and what is next in it."""

    campaign: Campaign
    plan: Plan | None
    targets: int
    units: int  # to which work is given
    next_on: date | None


def campaigns(user: User) -> QuerySet[Campaign]:
    """Phong trào mà người này thấy; ``plan_id``: the newest plan that the person may see."""
    plans = Plan.objects.visible_to(user).read().filter(campaign=OuterRef("pk"))
    return Campaign.objects.filter(
        pk__in=Campaign.objects.visible_to(user).order_by().values("pk")
    ).annotate(plan_id=Subquery(plans.values("pk")[:1]))


def for_list(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The newest first; campaigns without dates, being written, before all."""
    return rows.select_related("host").order_by(
        F("starts_on").desc(nulls_first=True), "-pk"
    )


def rows(page: Iterable[Campaign], today: date) -> list[Row]:
    """What the list tells of these; four queries, however many they are.

    Asked of the plans of one page: within the query of the list each of them looked its plan
    up again.
    """
    page = list(page)
    ids = [campaign.plan_id for campaign in page]  # type: ignore[attr-defined]
    wanted = ("source_number", "symbol")
    known = Plan.objects.select_related("effect__root").only(
        "status", "force", *wanted, "effect__kind",
        *(f"effect__root__{name}" for name in wanted),
    )  # fmt: skip
    plans = known.in_bulk([pk for pk in ids if pk is not None])
    targets, units = _count(Target, plans), _count(Assignment, plans)
    following = _next(plans, today)
    return [
        Row(
            campaign,
            plans.get(pk),
            targets.get(pk, 0),
            units.get(pk, 0),
            following.get(pk),
        )
        for campaign, pk in zip(page, ids, strict=True)
    ]


def in_state(rows: QuerySet[Campaign], state: str, today: date) -> QuerySet[Campaign]:
    """Only those in one of STATES; any other ``state`` leaves all."""
    wanted = _states(today).get(state)
    return (
        _with_plan(rows, "status", "force").filter(wanted)
        if wanted is not None
        else rows
    )


def not_over(rows: QuerySet[Campaign], today: date) -> QuerySet[Campaign]:
    """Đang và sắp thực hiện: issued, and its last day is not behind us."""
    states = _states(today)
    return _with_plan(rows, "status", "force").filter(
        states["thuc-hien"] | states["sap-toi"]
    )


def in_year(rows: QuerySet[Campaign], year: int) -> QuerySet[Campaign]:
    """Only those that run, begin or end in ``year``; one without dates belongs to no year."""
    return rows.filter(
        Q(starts_on__lte=date(year, 12, 31))
        & (Q(ends_on__gte=date(year, 1, 1)) | Q(ends_on=None, starts_on__year=year))
    )


def found(rows: QuerySet[Campaign], words: str) -> QuerySet[Campaign]:
    """Tìm theo tên, trích yếu, hoặc số hiệu kế hoạch: "32 kh hdtdkt", "ki niem 20 nam"."""
    words = plain_words(words)
    if not words:
        return rows
    rows = _with_plan(
        rows, "title", "source_number", "symbol", "effect__root__source_number"
    ).alias(
        folded=Folded(
            Concat(
                "name",
                Value(" "),
                "slogan",
                Value(" "),
                Coalesce("plan_title", Value("")),
                output_field=TextField(),
            )
        ),
        number_and_symbol=Compact(
            Concat(
                # Of a text that amends or corrects: the number of its plan.
                Coalesce(
                    Cast("plan_effect_root_source_number", TextField()),
                    Cast("plan_source_number", TextField()),
                    _NOTHING,
                ),
                Coalesce(Cast("plan_symbol", TextField()), _NOTHING),
                output_field=TextField(),
            )
        ),
    )
    wanted = Q()
    for word in key(words).split():
        wanted &= Q(folded__contains=word)
    if typed := compact(words).lstrip("0"):
        wanted |= Q(number_and_symbol__startswith=typed)
    return rows.filter(wanted)


def overview(rows: QuerySet[Campaign], today: date) -> Overview:
    """How the whole list divides; one query."""
    states = {
        name: Count("pk", filter=condition)
        for name, condition in _states(today).items()
    }
    keys = {name.replace("-", "_"): count for name, count in states.items()}
    sums = _with_plan(rows, "status", "force").aggregate(
        total=Count("pk"), first=Min("starts_on"), last=Max("starts_on"),
        last_end=Max("ends_on"), **keys,
    )  # fmt: skip
    years = [day.year for day in (sums["first"], sums["last"], sums["last_end"]) if day]
    return Overview(
        total=sums["total"],
        in_state={name: sums[name.replace("-", "_")] for name in STATES},
        years=list(range(max(years), min(years) - 1, -1)) if years else [],
    )


_NOTHING = Value("", output_field=TextField())


def _states(today):
    issued = Q(plan_status=Plan.Status.ISSUED)
    recalled = Q(plan_force=Plan.Force.RECALLED)
    over = Q(ends_on__isnull=False, ends_on__lt=today) | recalled
    to_come = Q(starts_on__gt=today)
    return {
        "dang-soan": Q(plan_status__in=list(Plan.OPEN)),
        "cho-ky": Q(
            plan_status__in=[
                Plan.Status.SUBMITTED, Plan.Status.APPROVED, Plan.Status.SIGNED
            ]
        ),
        "sap-toi": issued & to_come & ~recalled,
        "thuc-hien": issued & ~to_come & ~over,
        "ket-thuc": issued & (recalled | ~to_come & over),
    }  # fmt: skip


def _with_plan(rows, *columns):
    """With columns of the newest plan, as ``plan_<column>``, to look for."""
    plan = Plan.objects.filter(pk=OuterRef("plan_id"))
    return rows.alias(
        **{
            f"plan_{name}".replace("__", "_"): Subquery(plan.values(name))
            for name in columns
        }
    )


def _count(table, plans):
    found = table.objects.filter(line__plan__in=plans).order_by().values("line__plan")
    return dict(found.values_list("line__plan").annotate(Count("pk")))


def _next(plans, day):
    """The first day of each plan, from ``day`` on, on which something is due or ends."""
    due, *others = (
        table.objects.filter(**{"line__plan__in": plans, f"{column}__gte": day})
        .order_by()
        .values_list("line__plan")
        .annotate(first=Min(column))
        for table, column in (
            (Deadline, "due_on"),
            (Registration, "deadline"),
            (Phase, "ends_on"),
        )
    )
    # The latest first, so that the earliest of a plan is the one that stays.
    return dict(due.union(*others, all=True).order_by("-first"))
