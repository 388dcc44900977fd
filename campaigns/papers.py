"""Văn bản của một kế hoạch: what is printed, where that is not the plan as it reads.

Whoever amends or corrects an issued plan writes it as it should read; the paper is the
difference, in words (``campaigns.amending_paper``). Of every other plan the paper is the plan.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from difflib import SequenceMatcher

from campaigns.amending import Act, Amendment, derive, notes_of
from campaigns.amending_paper import (
    Target,
    amending_paper,
    correcting_paper,
    shortened,
    worded,
)
from campaigns.content import Note, PaperKind, PlanContent
from campaigns.gap import Gap
from campaigns.heads import default_symbol
from campaigns.models import Plan, PlanEffect
from campaigns.outline import LineKind
from campaigns.queries import PlanRows, content_of
from campaigns.sections import GENERAL, section_of
from units.wording import excerpt, vn_long_date

Kind = PlanEffect.Kind
_DIGITS = re.compile(r"\d+")


def effect_of(plan: Plan) -> PlanEffect | None:
    """What the plan does to another; None: nothing. No question where it was asked already."""
    try:
        return plan.effect
    except PlanEffect.DoesNotExist:
        return None


def is_derived(plan: Plan) -> bool:
    """Its paper is the difference, and has other lines than the plan."""
    effect = effect_of(plan)
    return effect is not None and effect.is_derived


def paper_of(
    plan: Plan, content: PlanContent | None = None, rows: PlanRows | None = None
) -> PlanContent:
    """The words that are printed and signed. ``content``, ``rows``: where they were read."""
    content = content or content_of(plan, rows)
    effect = effect_of(plan)
    if effect is None or not effect.is_derived:
        return content
    before, amendment = difference(plan, effect, content, rows)
    target = _target(effect, plan)
    if effect.kind == Kind.AMEND:
        return amending_paper(before, content, amendment, target, effect.reason)
    symbol = default_symbol(PaperKind.LETTER, plan.issuer, content.recipients)
    return correcting_paper(before, content, amendment, target, effect.reason, symbol)


def difference(
    plan: Plan, effect: PlanEffect, content: PlanContent, rows: PlanRows | None = None
) -> tuple[PlanContent, Amendment]:
    """The text that the working copy began with, and what it changes."""
    before = _base(effect)
    return before, derive(before, content, origins_of(plan, len(content.lines), rows))


def origins_of(
    plan: Plan, count: int, rows: PlanRows | None = None
) -> Sequence[int | None]:
    """Where each line came from; a line that a colleague added meanwhile is a new one."""
    if rows is not None:
        found = [line.origin for line in rows.lines]
    else:
        kept = plan.lines.order_by("position").values_list("origin", flat=True)
        found = list(kept)[:count]
    return found + [None] * (count - len(found))


def cited_as(plan: Plan) -> str:
    """Kế hoạch số 32/KH-HĐTĐKT ngày 01 tháng 3 năm 2023 của …; of an issued plan."""
    effect = effect_of(plan)
    if effect is not None and effect.paper_cited:
        return effect.paper_cited
    return cite(plan.get_kind_display(), plan.source_number, plan.symbol, plan)


def cite(kind: str, number: int | None, symbol: str, plan: Plan) -> str:
    return (
        f"{kind} số {number or 0:02d}/{symbol} {vn_long_date(plan.source_date)} "
        f"của {plan.issuer.name}"
    )


def orphaned(plan: Plan) -> Gap | None:
    """The authority whose plan it changes has been taken in by another meanwhile.

    Nobody else issues it (decision 0049); the heir goes on with a plan of its own, which
    begins with the words of this one.
    """
    effect = effect_of(plan)
    if effect is None or effect.from_day is not None:
        return None
    old = effect.target.issuer
    if plan.issuer_id == old.pk:
        return None
    return Gap(
        f"{old} đã kết thúc nên văn bản {effect.get_kind_display().lower()} "
        f"{shortened(effect.cited)} không ban hành được nữa: lập kế hoạch mới của {plan.issuer} "
        "từ bản này", GENERAL, True, wrong=True, act_words="Lập kế hoạch mới",
        page="plan-carry-on",
    )  # fmt: skip


def faults(plan: Plan, content: PlanContent) -> Iterator[Gap]:
    """What an amending, replacing or correcting paper must say, or may not."""
    effect = effect_of(plan)
    if effect is None or effect.from_day is not None:
        return
    if effect.kind == Kind.REPLACE and not _replaces(content, effect):
        yield Gap(f"chưa có câu “Kế hoạch này thay thế {effect.cited}”", GENERAL, True)
    if not effect.is_derived:
        return
    before, amendment = difference(plan, effect, content)
    corrects = effect.kind == Kind.CORRECT
    if not worded(before, content, amendment, with_bases=corrects):
        but = (
            ": căn cứ đứng ở đầu văn bản sửa đổi, không phải nội dung được sửa"
            if worded(before, content, amendment, with_bases=True)
            else ""
        )
        yield Gap(f"chưa sửa chỗ nào so với {effect.cited}{but}", GENERAL, True)
    if corrects:
        yield from _beyond_form(before, content, amendment)


def replacing_words(cited: str, amended: Iterable[PlanEffect] = ()) -> str:
    others = "".join(f", {shortened(one.paper_cited)}" for one in amended)
    return f"Kế hoạch này thay thế {cited}{others}."


def _replaces(content: PlanContent, effect: PlanEffect) -> bool:
    """One line says so, whatever else it says."""
    return any(
        "thay thế" in line.text and effect.cited in " ".join(line.text.split())
        for line in content.lines
    )


def _beyond_form(
    before: PlanContent, after: PlanContent, amendment: Amendment
) -> Iterator[Gap]:
    """Điều 18 Nghị định 30/2020: a letter corrects form and printing; content is amended.

    A number or a day is content wherever the plan asks for something, in words or in the data
    of a line, and so are lines that come or go; bases cite others, and their numbers may have
    been printed wrongly. Whether a line that was written anew still says the same, who signs it
    knows: that is only asked.
    """
    if _DIGITS.findall(before.title) != _DIGITS.findall(after.title):
        yield _content_gap("Trích yếu: con số, ngày tháng đã đổi", after, None)
    for change in amendment.changes:
        if change.act is not Act.CHANGED or change.line is None:
            place = change.new
            where = (
                f"dòng “{excerpt(after.lines[place].text, 60)}” được thêm"
                if place is not None
                else f"dòng “{excerpt(before.lines[change.at].text, 60)}” bị bỏ"
            )
            yield _content_gap(where, after, place)
            continue
        old = before.lines[change.at]
        if change.line.kind is LineKind.BASIS:
            continue
        if _figures(notes_of(before, change.at)) != _figures(change.notes):
            yield _content_gap(
                f"“{excerpt(change.line.text, 60)}”: con số, ngày tháng ghi ở dòng đã đổi",
                after, change.new,
            )  # fmt: skip
        if _DIGITS.findall(old.text) != _DIGITS.findall(change.line.text):
            yield _content_gap(
                f"“{excerpt(change.line.text, 60)}”: con số, ngày tháng đã đổi",
                after, change.new,
            )  # fmt: skip
        elif _is_another(old.text, change.line.text) and change.new is not None:
            yield Gap(
                f"“{excerpt(change.line.text, 60)}” gần như viết lại: đính chính chỉ chữa sai sót "
                "về thể thức, kỹ thuật trình bày, xem có phải sửa nội dung không",
                section_of(after, change.new), False, line=change.new, wrong=True,
            )  # fmt: skip


def _is_another(old: str, new: str) -> bool:
    """Less than half of its words are left."""
    words = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    return words.ratio() < 0.5


def _figures(notes: Iterable[tuple[str, Note]]) -> Counter:
    """Figures and days of what is noted of a line: printed or not, the campaign runs on them.

    Of words only the digits in them.
    """
    return Counter(
        (name, field.name, *_DIGITS.findall(value)) if isinstance(value, str)
        else (name, field.name, repr(value))
        for name, note in notes
        for field in fields(note)
        if field.name != "line"
        for value in [getattr(note, field.name)]
    )  # fmt: skip


def _content_gap(what: str, content: PlanContent, place: int | None) -> Gap:
    return Gap(
        f"{what}. Đó là sửa nội dung: đính chính chỉ chữa sai sót về thể thức, kỹ thuật trình "
        "bày; nội dung thì dùng Sửa đổi, bổ sung (Nghị định 30/2020/NĐ-CP, Điều 18)",
        GENERAL if place is None else section_of(content, place),
        True,
        line=place,
        wrong=True,
    )


def _target(effect: PlanEffect, plan: Plan) -> Target:
    root = effect.target
    return Target(
        cited=effect.cited,
        title=_base(effect).title,
        issuer=plan.issuer.name,
        number=f"{root.source_number or 0:02d}/{root.symbol}",
        day=root.source_date,
        amended=tuple(_amending(effect)),
    )


def _amending(effect: PlanEffect) -> Iterator[Target]:
    """What had changed the plan when this was begun, in the order of issue."""
    if effect.base_id in (None, effect.root_id):
        return
    known = PlanEffect.objects.rewording(effect.root_id).before(effect)
    for one in known.select_related("plan__issuer"):
        plan = one.plan
        number = one.paper_cited.partition(" số ")[2].partition(" ngày ")[0]
        yield Target(
            cited=one.paper_cited, title="", issuer=plan.issuer.name, number=number,
            day=plan.source_date, is_letter=one.kind == Kind.CORRECT,
        )  # fmt: skip


def _base(effect: PlanEffect) -> PlanContent:
    """Read once an object: an issued text does not change."""
    known = effect.__dict__.get("base_content")
    if known is None:
        assert effect.base is not None
        known = effect.__dict__["base_content"] = content_of(effect.base)
    return known
