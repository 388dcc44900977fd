"""Còn thiếu gì: the checklist before a plan is sent for approval.

Saving never asks for any of this; only "Trình duyệt" does, and only for what blocks.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, localtime

from campaigns import heads, second_looks, wellformed
from campaigns.closings import sums_up
from campaigns.content import PaperKind, PlanContent
from campaigns.gap import Gap
from campaigns.heads import default_symbol
from campaigns.mismatch import mismatches
from campaigns.models import Plan, PlanEffect
from campaigns.outline import LineKind, span
from campaigns.papers import effect_of, faults, is_derived, orphaned, paper_of
from campaigns.sections import BASES, GENERAL, RECIPIENTS, SIGNER, section_of, sections
from campaigns.statutes import Register
from units.vietnamese import fold
from units.wording import excerpt, vn_date


def gaps(
    plan: Plan, content: PlanContent, today: date | None = None,
    register: Register | None = None,
) -> list[Gap]:  # fmt: skip
    """What is missing, blocking things first. ``register``: where it was read already."""
    if lost := orphaned(plan):
        return [lost]
    today = today or localdate()
    found = [
        *musts(plan, content),
        *_advice(plan, content, today),
        *second_looks.looks(plan.issuer, content),
        *(register or Register.load(plan.issuer)).looks(content, today),
    ]
    return sorted(found, key=lambda gap: not gap.blocks)


def ended(plan: Plan) -> list[Gap]:
    """The agency is no more: nothing goes out in its name, whatever was sent before."""
    issuer = plan.issuer
    if not issuer.has_ended():
        return []
    return [
        Gap(
            f"{issuer} đã kết thúc ngày {issuer.valid_to:%d/%m/%Y}, không ban hành văn bản nữa:"
            " quản trị đơn vị chọn nơi tiếp nhận để bàn giao kế hoạch này",
            GENERAL,
            True,
        )
    ]


def foreign_head(plan: Plan, content: PlanContent) -> list[Gap]:
    """A head that is not the issuer's, by its name of today or of the plan's day: one gap."""
    day = plan.source_date or (localtime(plan.created_at).date() if plan.pk else None)
    slips = heads.foreign(plan.issuer, content.kind, content.letterhead, day)
    if not slips:
        return []
    told = "; ".join(
        f"{slip.label} ghi “{heads.one_line(slip.found) or 'trống'}”, của cơ quan là "
        f"“{heads.one_line(slip.own) or 'không ghi'}”"
        for slip in slips
    )
    short = all(slip.is_short for slip in slips)
    whose = "ghi chưa đủ tên cơ quan" if short else f"không phải của {plan.issuer}"
    return [
        Gap(
            f"phần đầu {whose}: {told}",
            GENERAL,
            True,
            heads.COLUMNS[slips[0].field],
            wrong=True,
            act=OWN_HEAD,
            act_words="Dùng tên cơ quan mình",
        )
    ]


def printed_faults(content: PlanContent) -> list[Gap] | None:
    """Lỗi thể thức on the drawn pages of just these words; None while they are not known.

    Higher apps know the paper; ``settings.PLAN_CHECKS`` names their functions.
    """
    known = [import_string(name)(content) for name in settings.PLAN_CHECKS]
    if None in known:
        return None
    return [
        Gap(
            f"thể thức{f', trang {fault.page}' if fault.page else ''}: {fault.text}",
            section_of(content, fault.line)
            if fault.line is not None
            else PLACE_OF_RULE.get(fault.rule, GENERAL),
            True,
            line=fault.line,
            wrong=True,
        )
        for found in known
        for fault in found
    ]


def printed_of(plan: Plan, content: PlanContent) -> list[Gap] | None:
    """``printed_faults`` of the paper of this plan.

    Where the paper is the difference, its lines are none of the plan's.
    """
    if not is_derived(plan):
        return printed_faults(content)
    found = printed_faults(paper_of(plan, content))
    if found is None:
        return None
    return [replace(gap, section=GENERAL, line=None) for gap in found]


@dataclass(frozen=True)
class Obstacles:
    """Vì sao chưa ký được: the same where one reviews, where one signs, and in the act itself.

    ``printed`` is None while what the pages show is not known; nobody signs before it is.
    """

    ended: list[Gap]
    head: list[Gap]
    printed: list[Gap] | None

    @property
    def gaps(self) -> list[Gap]:
        return [*self.ended, *self.head, *(self.printed or [])]

    @property
    def is_drawn(self) -> bool:
        return self.printed is not None

    @property
    def sentence(self) -> str:
        """The weightiest, and what is to be done; "" where these words may be signed."""
        if not self.gaps:
            return "" if self.is_drawn else UNDRAWN
        first = self.gaps[0]
        told = f"Chưa ký được: {first.text.rstrip('.')}."
        if self.ended:
            return told
        where = " phần đầu" if self.head else ""
        return f"{told} Trả lại để cán bộ soạn thảo sửa{where}."


def obstacles(plan: Plan, content: PlanContent, printed: list[Gap] | None) -> Obstacles:
    """To signing these words, whose ``printed_faults`` are given.

    What was sent before the unit's record was put right is looked at once more.
    """
    return Obstacles(ended(plan), foreign_head(plan, content), printed)


def blocking(plan: Plan, content: PlanContent) -> list[Gap]:
    """What holds a plan back. While typed words break the rules of form, what the pages show
    is left out: they show the same words."""
    if lost := orphaned(plan):
        return [lost]
    found = [gap for gap in musts(plan, content) if gap.blocks]
    if not any(gap.wrong for gap in found):
        found += printed_of(plan, content) or []
    return found


UNDRAWN = (
    "Chưa ký được: trang dự thảo đang được vẽ, kiểm tra thể thức chạy ngay sau."
    " Ký khi kiểm tra xong."
)
OWN_HEAD = "lay-dau"  # button: the issuer's own head over the plan

# Where a fault of the pages that quotes no line is put right.
PLACE_OF_RULE = {
    **dict.fromkeys([f"R{number}" for number in range(60, 65)], SIGNER),
    **dict.fromkeys([f"R{number}" for number in range(80, 85)], RECIPIENTS),
}


def musts(plan: Plan, content: PlanContent) -> list[Gap]:
    """What a plan must have and must not break; not whether its pages are well drawn."""
    return [
        *_blocking(plan, content),
        *foreign_head(plan, content),
        *wellformed.faults(content),
        *faults(plan, content),
    ]


def _blocking(plan, content):
    head = content.letterhead
    yield from ended(plan)
    if not content.title.strip():
        yield Gap("chưa ghi trích yếu", GENERAL, True, "title")
    elif "cong hoa xa hoi chu nghia" in fold(content.title):
        yield Gap("trích yếu lẫn cả Quốc hiệu: xóa phần đó", GENERAL, True, "title")
    if not head.authority.strip():
        yield Gap("chưa ghi tên cơ quan ban hành", GENERAL, True, "letterhead")
    if not head.symbol.strip():
        yield Gap("chưa ghi ký hiệu văn bản", GENERAL, True, "symbol")
    if not head.place.strip():
        yield Gap("chưa ghi địa danh", GENERAL, True, "place")
    if content.kind is PaperKind.NEWS:
        yield Gap(
            "tin, bài không phải loại văn bản ban hành được: chọn loại khác",
            GENERAL,
            True,
            "kind",
        )
    if not any(line.text.strip() for line in content.lines if line.kind in _BODY):
        yield Gap("kế hoạch chưa có nội dung", BASES, True)
    for page in sections(content):
        if page.holds_lines and page.slug != BASES and not _has_words(content, page):
            yield Gap(f"mục “{page.name}” chưa có nội dung", page.slug, True)
    if content.apart and not _tells_of_annexes(content):
        yield Gap(
            "phụ lục ở tệp riêng mà nội dung chưa nhắc đến: thêm vào nội dung, ví dụ “(kèm theo "
            "Phụ lục)”", GENERAL, True, "annexes_apart", wrong=True,
        )  # fmt: skip
    if not content.recipients:
        yield Gap("chưa có nơi nhận", RECIPIENTS, True, "recipients")
    elif not re.match(r"Lưu: VT, \S", content.recipients[-1]):  # R82
        yield Gap(
            "nơi nhận phải kết thúc bằng dòng “Lưu: VT, <đơn vị soạn thảo>”",
            RECIPIENTS,
            True,
            "recipients",
            wrong=True,
        )
    if plan.signer_id is None:
        yield Gap("chưa chọn người ký", SIGNER, True, "signer")


def _tells_of_annexes(content):
    """R90: who has the main paper alone must learn of the rest."""
    body = content.lines[: content.apart[0]]
    return any("phu luc" in fold(line.text) for line in body)


def _drafter(plan, content, effect):
    """R116: what a letter is numbered by names who drafted it."""
    if effect is not None and effect.kind == PlanEffect.Kind.CORRECT:
        symbol = default_symbol(PaperKind.LETTER, plan.issuer, content.recipients)
        page, at, where = RECIPIENTS, "recipients", "ở dòng “Lưu: VT, VP”"
    elif content.kind is PaperKind.LETTER:
        symbol = content.letterhead.symbol.strip()
        page, at, where = GENERAL, "symbol", f"ở ô ký hiệu, ví dụ {symbol}-VP"
    else:
        return
    if symbol and symbol == plan.issuer.symbol:
        yield Gap(
            f"ký hiệu công văn “{symbol}” chưa có chữ viết tắt đơn vị soạn thảo: ghi {where}",
            page, False, at, wrong=True,
        )  # fmt: skip


def _advice(plan, content, today):
    effect = effect_of(plan)
    yield from _drafter(plan, content, effect)
    if effect is not None and not effect.is_text:
        return  # a letter of recall: what a campaign needs is asked of its plan
    if _diverged(plan.campaign.name, content.title):
        yield Gap(
            f"tên phong trào “{excerpt(plan.campaign.name, 60)}” không còn khớp trích yếu",
            GENERAL,
            False,
            "name",
            act="lay-ten",
            act_words="Lấy trích yếu làm tên phong trào",
        )
    if not any(line.kind is LineKind.BASIS for line in content.lines):
        yield Gap("chưa có căn cứ ban hành", BASES, False)
    if not content.periods and not content.phases:
        yield Gap("chưa đánh dấu thời gian thi đua", _first_section(content), False)
    if not content.assignments:
        yield Gap("chưa giao nhiệm vụ cho đơn vị nào", _first_section(content), False)
    yield from _bare_titles(content)
    yield from _past(content, today)
    yield from _too_early(content)
    for slip in mismatches(content):
        yield Gap(
            f"“{excerpt(content.lines[slip.line].text, 60)}”: {slip.text}",
            section_of(content, slip.line),
            False,
            line=slip.line,
        )


def _bare_titles(content):
    """A titled item with nothing below it, unless it says all itself ("1. Thời gian: …")."""
    for index, line in enumerate(content.lines):
        alone = line.is_title and line.kind in _TITLED and line.text.strip()
        if not alone or ":" in line.text.strip()[:-1]:
            continue
        if len(span(content.lines, index)) == 1:
            name = f"{content.markers[index]} {excerpt(line.text, 60)}"
            yield Gap(
                f"“{name.strip()}” là tiêu đề mà bên dưới chưa có gì",
                section_of(content, index),
                False,
                line=index,
            )


def _past(content, today):
    """Every day that the plan names has gone by: most likely last year's words."""
    dues = [
        (day, note.line)
        for name in ("periods", "phases", "targets", "registrations", "deadlines")
        for note in getattr(content, name)
        for day in (
            getattr(note, "ends_on", None),
            getattr(note, "deadline", None),
            getattr(note, "due_on", None),
        )
        if day
    ]
    if not dues or max(dues)[0] >= today:
        return
    last = max(dues)[0]
    line = next((p.line for p in content.periods if p.ends_on), max(dues)[1])
    yield Gap(
        f"mọi ngày ghi trong kế hoạch đều đã qua, muộn nhất là {vn_date(last)}",
        section_of(content, line),
        False,
        line=line,
    )


def _too_early(content):
    """A target due before the campaign begins: most likely the year is wrong."""
    begins = content.starts_on
    for target in content.targets if begins else ():
        days = [target.deadline, *(step.due_on for step in target.milestones)]
        early = sorted(day for day in days if day and day < begins)
        if early:
            yield Gap(
                f"hạn {vn_date(early[0])} của chỉ tiêu “{excerpt(target.name, 60)}” sớm hơn ngày "
                f"bắt đầu thi đua ({vn_date(begins)})",
                section_of(content, target.line),
                False,
                line=target.line,
            )


def _diverged(name, title):
    """The campaign's name may be shorter than the title, not speak of something else.

    It does where it names a year or a figure that the title has not, or shares less than
    half of its words with it.
    """
    words = re.findall(r"\w+", fold(name))
    others = set(re.findall(r"\w+", fold(title)))
    if not words or not others:
        return False
    shared = [word in others for word in words]
    figures = {word for word in words if any(c.isdigit() for c in word)}
    return bool(figures - others) or sum(shared) * 2 < len(words)


def _has_words(content, page):
    """Words below the heading; a part (Phần I) has those of its sections.

    "Trên đây là …" alone is no content; other closing words may be all that is to be said.
    """
    below = {*span(content.lines, page.lines.start)[1:], *page.lines[1:]}
    texts = (content.lines[index].text.strip() for index in below)
    return any(text and not sums_up(text) for text in texts)


def _first_section(content):
    return next((p.slug for p in sections(content) if p.slug.startswith("muc-")), BASES)


_TITLED = {LineKind.DIVISION, LineKind.ITEM, LineKind.SUBITEM, LineKind.POINT}
_BODY = {
    LineKind.PARAGRAPH, LineKind.ITEM, LineKind.SUBITEM, LineKind.POINT, LineKind.DASH,
    LineKind.PLUS, LineKind.TABLE, LineKind.DIVISION,
}  # fmt: skip
