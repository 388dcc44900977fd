"""Hiệu lực và nguồn gốc: what was done to an issued plan since, and how it reads on a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.amending import Entry, Step, consolidate
from campaigns.models import Plan, PlanEffect
from campaigns.papers import is_derived, origins_of
from campaigns.queries import content_of, rows_of_each
from units.wording import vn_date

Kind = PlanEffect.Kind
_DONE = {
    Kind.AMEND: "Được sửa đổi, bổ sung bởi",
    Kind.REPLACE: "Được thay thế bởi",
    Kind.CORRECT: "Được đính chính bởi",
    Kind.RECALL: "Bị thu hồi bởi",
}
_DOES = {
    Kind.AMEND: "Sửa đổi, bổ sung",
    Kind.REPLACE: "Thay thế",
    Kind.CORRECT: "Đính chính",
    Kind.RECALL: "Thu hồi",
}


@dataclass(frozen=True)
class Told:
    """Một dòng nguồn gốc: the other paper, its code, from when, and whether it still counts."""

    words: str
    cited: str
    code: str
    plan_id: int
    from_day: date
    ended_day: date | None = None
    ended_by: str = ""


@dataclass(frozen=True)
class InForce:
    """Hiệu lực của một văn bản đã ban hành, today. ``kind``: of its sign."""

    kind: str
    words: str
    sentence: str = ""
    told: tuple[Told, ...] = ()
    is_over: bool = False
    is_recalled: bool = False
    changed: str = ""  # "đã sửa đổi 1 lần"


def in_force(plan_id: int) -> InForce:
    """Of one issued paper: what it does, and what was done to it; one query."""
    found = list(PlanEffect.objects.issued().about(plan_id))
    mine = next((one for one in found if one.plan_id == plan_id), None)
    acts = [one for one in found if one is not mine]
    told = [
        *([_does(mine)] if mine else []),
        *(_done(one, is_root=one.target_id != plan_id) for one in acts),
    ]
    living = [one for one in acts if one.ended_day is None]
    own = _state([one for one in living if one.target_id == plan_id], tuple(told))
    of_root = [one for one in living if one.target_id != plan_id]
    return own if own.is_over or not of_root else _root_is_over(of_root[-1], own)


def over(plan_ids: Collection[int]) -> dict[int, InForce]:
    """For lists: which of these papers were recalled or replaced; one query.

    With the plan goes what amended or corrected it.
    """
    found = PlanEffect.objects.in_force().ending(plan_ids).order_by("-kind")
    states: dict[int, InForce] = {}
    for one in found:
        own = _state([one], ())
        states[one.target_id] = own
        for plan_id in one.made_of_it:
            states.setdefault(plan_id, _root_is_over(one, own))
    return states


def _root_is_over(one: PlanEffect, own: InForce) -> InForce:
    """What amended or corrected a plan that is no more."""
    what = "thu hồi" if one.kind == Kind.RECALL else "được thay thế"
    return InForce(
        "mute", f"Kế hoạch gốc đã {what}",
        f"{one.cited} đã {what} từ ngày {vn_date(one.from_day)} theo {one.paper_cited}, nên văn "
        "bản này cũng hết hiệu lực, được lưu để tra cứu.",
        own.told, True, one.kind == Kind.RECALL,
    )  # fmt: skip


def _state(living: Sequence[PlanEffect], told: tuple[Told, ...]) -> InForce:
    by_kind = {kind: [one for one in living if one.kind == kind] for kind in Kind}
    if recalls := by_kind[Kind.RECALL]:
        one = recalls[-1]
        return InForce(
            "bad", "Đã thu hồi",
            f"Đã thu hồi từ ngày {vn_date(one.from_day)} theo {one.paper_cited}. Văn bản không "
            "còn hiệu lực, được lưu để tra cứu.",
            told, True, True,
        )  # fmt: skip
    if replaced := by_kind[Kind.REPLACE]:
        one = replaced[-1]
        return InForce(
            "mute", "Đã được thay thế",
            f"Đã được thay thế từ ngày {vn_date(one.from_day)} bởi {one.paper_cited}.",
            told, True,
        )  # fmt: skip
    said = []
    if count := len(by_kind[Kind.AMEND]):
        said.append(f"đã sửa đổi {count} lần")
    if count := len(by_kind[Kind.CORRECT]):
        said.append(f"đã đính chính {count} lần")
    changed = " · ".join(said)
    words = " · ".join(["Còn hiệu lực", *said])
    return InForce("ok", words, "", told, changed=changed)


def _done(one: PlanEffect, *, is_root: bool) -> Told:
    words = _DONE[Kind(one.kind)]
    if is_root:
        words = f"Kế hoạch gốc {words[:1].lower()}{words[1:]}"
    return _told(words, one.paper_cited, one.paper_code, one.plan_id, one)


def _does(one: PlanEffect) -> Told:
    return _told(_DOES[Kind(one.kind)], one.cited, one.target_code, one.target_id, one)


def _told(words, cited, code, plan_id, one):
    ended_by = one.ended_by.paper_cited if one.ended_by else ""
    return Told(words, cited, code, plan_id, one.from_day, one.ended_day, ended_by)


# ---- how it reads on a day -------------------------------------------------------------------


def root_id_of(plan: Plan) -> int:
    """The plan that an amendment or a correction is of; else the plan itself."""
    return plan.effect.root_id if is_derived(plan) else plan.pk


@dataclass(frozen=True)
class Source:
    """Một lần sửa của bản hợp nhất, in the order of issue."""

    effect: PlanEffect
    is_letter: bool

    @property
    def words(self) -> str:
        verb = "Đính chính" if self.is_letter else "Sửa đổi, bổ sung"
        return f"{verb} theo {self.effect.paper_cited}"


@dataclass(frozen=True)
class Consolidated:
    """Bản hợp nhất: the lines on a day with the sources of their changes."""

    plan: Plan
    entries: list[Entry]
    markers: list[str]
    sources: list[Source]
    title: str


def consolidated(root: Plan, day: date) -> Consolidated:
    """As it reads on ``day``; the plan's own text where nothing had amended it by then."""
    known = PlanEffect.objects.in_force(day).rewording(root.pk)
    effects = list(known.select_related("plan__signer__user", "plan__signer__unit"))
    # As many questions however often it was amended.
    rows = rows_of_each([root, *(effect.plan for effect in effects)])
    first, steps, sources, last = content_of(root, rows[root.pk]), [], [], root
    for effect in effects:
        own = rows[effect.plan_id]
        content = content_of(effect.plan, own)
        origins = origins_of(effect.plan, len(content.lines), own)
        steps.append(Step(content, tuple(origins)))
        sources.append(Source(effect, effect.kind == Kind.CORRECT))
        last = effect.plan
    newest = steps[-1].content if steps else first
    return Consolidated(
        last, consolidate(first, steps), newest.markers, sources, newest.title
    )
