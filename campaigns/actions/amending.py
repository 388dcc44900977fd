"""Sửa đổi, thay thế, đính chính, thu hồi: a new paper each, begun from the issued plan.

All of them lock the root plan's row, so that two tabs begin one paper and not two; the paper
itself is written, reviewed, signed and numbered as any other, and takes effect with its issue.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from campaigns import permissions
from campaigns.actions.keeping import keep_first
from campaigns.actions.locking import lock
from campaigns.actions.notes import follow_dates
from campaigns.actions.starting import draft_of, write_content
from campaigns.amending_paper import AS_ABOVE, addressed, issued_by, shortened
from campaigns.content import NOTE_FIELDS, Line, PaperKind, PlanContent
from campaigns.lineage import root_id_of
from campaigns.models import KIND_LABELS, Plan, PlanEffect, PlanLine, SuperiorNote
from campaigns.outline import LineKind
from campaigns.papers import (
    cite,
    cited_as,
    effect_of,
    is_derived,
    paper_of,
    replacing_words,
)
from campaigns.queries import NOTE_TABLES, content_of, rows_of
from units.errors import Refused, Way
from units.models import User
from units.permissions import require
from units.wording import sentence
from units.workflow import add, amend, discard, restore

Kind, Force = PlanEffect.Kind, Plan.Force
RECALLED = "Văn bản này đã thu hồi nên không sửa đổi, thay thế, đính chính được."
GONE = "Bản này đã được khôi phục hoặc đã xóa hẳn."


@transaction.atomic
def begin_amendment(plan_id: int, *, by: User, reason: str) -> Plan:
    """Sửa đổi, bổ sung: a working copy of the plan as it reads now."""
    return _begin(Kind.AMEND, plan_id, by, reason)


@transaction.atomic
def begin_replacement(plan_id: int, *, by: User, reason: str) -> Plan:
    """Thay thế: a new plan that begins with the words of the old one."""
    return _begin(Kind.REPLACE, plan_id, by, reason)


@transaction.atomic
def begin_correction(plan_id: int, *, by: User, reason: str) -> Plan:
    """Đính chính: a working copy in which only slips of form are put right."""
    return _begin(Kind.CORRECT, plan_id, by, reason)


@transaction.atomic
def begin_recall(plan_id: int, *, by: User, reason: str) -> Plan:
    """Thu hồi: of the plan with all that was made of it, or of the last paper that changed it."""
    target = _target(plan_id, by, reason)
    root = _root(target)
    _require_last(root, target)
    cited = cited_as(target)
    content = _recalling(content_of(_standing(root)), target, cited, reason.strip())
    plan = draft_of(root.campaign, content, by)
    _add(Kind.RECALL, plan, target, root, None, cited, reason, by)
    write_content(plan, content)
    keep_first(plan, by=by)
    return plan


def take_effect(
    plan: Plan, *, by: User, day: date, code: str, target_code: str
) -> None:
    """Có hiệu lực: with the issue of the paper, in its transaction."""
    effect = PlanEffect.objects.select_for_update().get(plan=plan)
    lock(effect.root_id)
    paper = paper_of(plan)
    kind = str(KIND_LABELS[paper.kind])
    amend(
        effect, by=by, from_day=day, paper_code=code, target_code=target_code,
        paper_cited=cite(kind, plan.source_number, paper.letterhead.symbol, plan),
    )  # fmt: skip
    if effect.base is not None:
        amend(effect.base, by=by, force=Force.PAST)
        amend(plan, by=by, force=Force.CURRENT)
        follow_dates(plan, by=by)
        return
    amend(plan, by=by, force=Force.LETTER)
    _undo(effect, by=by, day=day)


def _undo(recall, *, by, day):
    """What was recalled counts no more; what stood before it is read again."""
    target = Plan.objects.get(pk=recall.target_id)
    undone = PlanEffect.objects.in_force().filter(plan=target).first()
    if undone is None or not undone.is_derived:
        _recall_whole(target, by)
    else:
        amend(target, by=by, force=Force.RECALLED)
    if undone is not None:
        amend(undone, by=by, ended_day=max(day, undone.from_day), ended_by=recall)
        base = undone.base
        amend(base, by=by, force=Force.CURRENT)
        follow_dates(base, by=by)


def drop_change(plan: Plan, *, by: User) -> None:
    """Bỏ vào thùng rác: the draft alone; its campaign goes on."""
    discard(plan, by=by)
    amend(plan.effect, by=by, is_dropped=True)


@transaction.atomic
def restore_change(plan_id: int, *, by: User) -> Plan:
    """Khôi phục bản sửa đổi, thu hồi đã bỏ, where nothing else was begun since."""
    plans = Plan.discarded.select_related("issuer", "campaign")
    plan = plans.select_for_update(of=["self"], no_key=True).filter(pk=plan_id).first()
    if plan is None or effect_of(plan) is None:
        raise Refused(GONE)
    require(permissions.can_edit(by, plan))
    lock(plan.effect.root_id)
    _require_living(plan.effect.root, plan.effect.target)
    base = plan.effect.base
    if base is None:
        _require_last(plan.effect.root, plan.effect.target)
    elif base.force != Force.CURRENT:
        raise Refused(
            "Kế hoạch đã được sửa đổi bởi văn bản khác từ khi bỏ bản này. Lập bản sửa đổi mới."
        )
    amend(plan.effect, by=by, is_dropped=False)
    restore(plan, by=by)
    return plan


def _begin(kind, plan_id, by, reason) -> Plan:
    target = _target(plan_id, by, reason)
    root = _root(target)
    base = _standing(root)
    cited = cited_as(root)
    rows = rows_of(base)
    content = content_of(base, rows)
    if kind == Kind.REPLACE:
        amended = PlanEffect.objects.in_force().rewording(root.pk)
        content = _with_line(content, replacing_words(cited, amended))
    plan = draft_of(root.campaign, content, by)
    _add(kind, plan, root, root, base, cited, reason, by)
    lines = write_content(plan, content)
    if kind != Kind.REPLACE:
        for place, line in enumerate(lines):
            line.origin = place
        PlanLine.objects.bulk_update(lines, ["origin"])
    _keep_links(base, plan, rows)
    _keep_recipients(base, plan)
    keep_first(plan, by=by)
    return plan


def _target(plan_id, by, reason) -> Plan:
    """The issued plan, its root locked; who may, and whether anything may be done to it."""
    seen = (
        Plan.objects.visible_to(by).select_related("issuer", "effect").get(pk=plan_id)
    )
    require(permissions.can_change_issued(by, seen))
    root = lock(root_id_of(seen))
    target = lock(plan_id) if plan_id != root.pk else root
    _require_living(root, target)
    if not reason.strip():
        raise Refused("Ghi lý do.", at="reason")
    if root.issuer.has_ended() or root.issuer.heir_id:
        raise Refused(
            f"{root.issuer} đã kết thúc, không ban hành văn bản nữa. Cơ quan tiếp nhận lập kế "
            "hoạch mới của mình."
        )
    if found := PlanEffect.objects.open_on(root.pk):
        raise Refused(
            f"Kế hoạch này đang có một bản “{found.get_kind_display().lower()}” chưa ban hành. "
            "Làm tiếp hoặc bỏ bản đó trước.",
            way=Way("Mở bản đang soạn", "campaigns:plan-edit", (found.plan_id,)),
        )
    return target


def _require_living(root, target):
    if target.status != Plan.Status.ISSUED:
        raise Refused("Kế hoạch chưa ban hành: sửa ngay trên bản đang soạn.")
    if target.force == Force.LETTER:
        raise Refused("Văn bản thu hồi không sửa đổi, không thu hồi được nữa.")
    last = _current(root)
    if last is None or Force.RECALLED in (root.force, target.force):
        raise Refused(RECALLED)
    replaced = (
        PlanEffect.objects.in_force().filter(kind=Kind.REPLACE, root=root.pk).first()
    )
    if replaced is not None:
        raise Refused(
            f"Kế hoạch này đã được thay thế bởi {replaced.paper_cited}. Làm trên kế hoạch đó."
        )


def _require_last(root, target):
    """Recalled is the plan with all that was made of it, or else the last of these."""
    if target.pk != root.pk and target.force != Force.CURRENT:
        raise Refused(
            "Kế hoạch đã được sửa đổi tiếp sau văn bản này. Thu hồi văn bản sau trước, hoặc thu "
            "hồi cả kế hoạch."
        )


def _current(root) -> Plan | None:
    """How the plan reads now: its own text, or that of the last paper that changed it."""
    last = PlanEffect.objects.in_force().rewording(root.pk).last()
    pk = root.pk if last is None else last.plan_id
    return Plan.objects.for_desk().filter(pk=pk).exclude(force=Force.RECALLED).first()


def _standing(root) -> Plan:
    base = _current(root)
    if base is None:
        raise Refused(RECALLED)
    return base


def _add(kind, plan, target, root, base, cited, reason, by):
    plan.issuer = root.issuer
    plan.force = Force.COMING
    add(plan, by=by)
    effect = PlanEffect(
        plan=plan, kind=kind, target=target, root=root, base=base, cited=cited,
        reason=reason.strip(),
    )  # fmt: skip
    add(effect, by=by)


def _recall_whole(root, by):
    """The plan with everything that was made of it."""
    last = _current(root) or root
    for plan in {root.pk: root, last.pk: last}.values():
        amend(plan, by=by, force=Force.RECALLED)


def _root(target) -> Plan:
    return target.effect.root if is_derived(target) else target


def _keep_links(base, plan, rows):
    """What each note answers of the superior's plan, and who is meant by a name, stay known."""
    new = rows_of(plan)
    items: dict[int, SuperiorNote] = {}
    answer = getattr(base, "answer", None)
    if answer is not None:
        kept = list(answer.items.order_by("pk"))
        answer.pk, answer.plan = None, plan
        answer.save(force_insert=True)
        for item in kept:
            old, item.pk, item.answer = item.pk, None, answer
            item.save(force_insert=True)
            items[old] = item
    for name, (table, _) in NOTE_TABLES.items():
        for old, row in zip(rows.notes[name], new.notes[name], strict=True):
            row.answers = items.get(old.answers_id)
            if name == "assignments":
                row.unit_id = old.unit_id
        fields = ["answers", *(["unit"] if name == "assignments" else [])]
        table.objects.bulk_update(new.notes[name], fields)


def _keep_recipients(base, plan):
    """Which units are meant by the lines of Nơi nhận."""
    known = dict(base.recipients.exclude(unit=None).values_list("position", "unit"))
    for position, unit_id in known.items():
        plan.recipients.filter(position=position).update(unit=unit_id)


def _with_line(content: PlanContent, text: str) -> PlanContent:
    """One more paragraph at the end, before the annexes."""
    kinds = [line.kind for line in content.lines]
    at = kinds.index(LineKind.ANNEX) if LineKind.ANNEX in kinds else len(kinds)
    line = Line(kind=LineKind.PARAGRAPH, text=text)
    notes: dict[str, Any] = {
        name: tuple(
            replace(note, line=note.line + (note.line >= at))
            for note in getattr(content, name)
        )
        for name in NOTE_FIELDS
    }
    lines = (*content.lines[:at], line, *content.lines[at:])
    return replace(content, lines=lines, **notes)


def _recalling(
    current: PlanContent, target: Plan, cited: str, reason: str
) -> PlanContent:
    """Công văn thu hồi. Điều 18 Nghị định 30/2020: who has the paper gives it back, or deletes
    the electronic one and says so."""
    issuer = target.issuer.name
    addressees, filed = addressed(current.recipients)
    root = _root(target)
    if root.pk != target.pk:
        title = paper_of(target).title
        title = title[:1].lower() + title[1:]
        besides = (
            f" Từ ngày đó, {shortened(cited_as(root))} được thực hiện như trước khi có "
            f"{shortened(cited)}."
        )
    else:
        title = target.title
        others = ", ".join(
            shortened(one.paper_cited)
            for one in PlanEffect.objects.in_force().rewording(root.pk)
        )
        besides = f" {others} cũng hết hiệu lực." if others else ""
    texts = (
        f"{issued_by(issuer, cited)} ({title}).",
        sentence(reason),
        f"{issuer} thu hồi {shortened(cited)}. Văn bản này hết hiệu lực kể từ ngày ban hành "
        f"Công văn này.{besides}",
        "Đề nghị các cơ quan, đơn vị đã nhận văn bản dừng thực hiện; gửi lại bản giấy, hủy bỏ bản "
        f"điện tử trên hệ thống và thông báo cho {issuer} biết.",
    )
    return PlanContent(
        kind=PaperKind.LETTER,
        letterhead=replace(current.letterhead, symbol="", addressees=addressees),
        title=f"thu hồi {shortened(cited)}",
        lines=tuple(Line(kind=LineKind.PARAGRAPH, text=text) for text in texts),
        recipients=(AS_ABOVE, *filed),
        drafter_mark=current.drafter_mark,
        signature=current.signature,
    )
