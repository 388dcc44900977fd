"""Hồ sơ: what a proposal must have with it on the day at which it is weighed, and what is there.

What the system itself holds counts: words written in the form, a bình xét, answers to a hiệp y,
the confirmation of the head. The rest is files. Nothing here asks the database: what is there
stands on a shelf (``awards.shelf``), read once for all proposals of a page or an act.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from awards import rulings
from awards.models import (
    DossierPaper,
    DossierRequirement,
    OpinionRequest,
    Proposal,
)
from awards.models.catalogue import Subject
from awards.models.merits import Merit
from awards.models.rules import Paper
from awards.shelf import Shelf
from units.vietnamese import fold
from units.wording import vn_date

# Who weighs sees to these; the unit can send without them.
BY_AUTHORITY = frozenset({Paper.CONCURRENCE, Paper.PUBLIC})
WRITTEN = frozenset({Paper.SUMMARY, Paper.REPORT})
# Papers that come as files, in the order in which the form offers them.
OFFERED = (
    Paper.REPORT, Paper.SUMMARY, Paper.REVIEW, Paper.INITIATIVE, Paper.CONFIRMATION,
    Paper.PETITION, Paper.OTHER,
)  # fmt: skip
NAME = 200  # characters of the name of a file
AT_AUTHORITY = (Proposal.Status.SENT, Proposal.Status.APPRAISING, Proposal.Status.READY)


@dataclass(frozen=True)
class Item:
    """Một giấy tờ của danh mục: whether it is there, by what, and which rule asks for it."""

    paper: str
    name: str
    mandatory: bool
    is_there: bool
    says: str
    on: date
    clause: str = ""
    form_number: str = ""
    files: Sequence[DossierPaper] = field(default=())

    @property
    def waits_for_authority(self) -> bool:
        return self.paper in BY_AUTHORITY


def day_of(proposal: Proposal) -> date:
    """By whose rules it is weighed: those of the day of reception, until then of today."""
    return proposal.received_on or localdate()


def sender_of(proposal: Proposal, shelf: Shelf) -> int | None:
    """Who sends it; who looks on at what was sent does not."""
    return shelf.sender if proposal.is_open else proposal.sent_by_id


def goes_to_head(proposal: Proposal, shelf: Shelf, sender: int | None = None) -> bool:
    """Qua thủ trưởng: somebody of the unit who neither wrote nor sends it can confirm it."""
    if proposal.is_from_above:
        return False
    sender = sender or sender_of(proposal, shelf)
    besides = {proposal.created_by_id, sender, proposal.subject_account}
    return bool(shelf.leaders[proposal.unit_id] - besides)


def _requirements(proposal: Proposal, shelf: Shelf) -> list[DossierRequirement]:
    """Of that award, merit and subject on that day; of a draft without an award what every one
    asks for.
    """
    return rulings.papers_of(
        shelf.requirements, proposal.award_id, proposal.merit, proposal.subject_kind,
        day_of(proposal), proposal.authority.chain,
    )  # fmt: skip


def checklist(proposal: Proposal, shelf: Shelf) -> list[Item]:
    """Danh mục hồ sơ của đề nghị."""
    day = day_of(proposal)
    files = shelf.files[proposal.pk]
    rows = _requirements(proposal, shelf)
    kinds = Counter(row.paper for row in rows)
    found = [_item(proposal, row, shelf, alone=kinds[row.paper] == 1) for row in rows]
    if not any(row.paper == Paper.PETITION for row in rows):
        found.insert(0, _petition(proposal, None, shelf))
    else:
        found = [
            _petition(proposal, row, shelf) if row.paper == Paper.PETITION else item
            for row, item in zip(rows, found, strict=True)
        ]
    shown = {one.pk for item in found for one in item.files}
    return [*found, *[_extra(one, day) for one in files if one.pk not in shown]]


def lacks(proposal: Proposal, shelf: Shelf) -> list[tuple[str, str]]:
    """Còn thiếu để gửi: pairs of the field and one sentence; of papers see ``checklist``."""
    found = []
    if proposal.award is None:
        found.append(("offer", "Chọn hình thức khen thưởng đề nghị."))
    if not proposal.subject_kind:
        found.append(("subject", "Chọn cá nhân, hộ hoặc tập thể được đề nghị."))
    elif proposal.award is not None:
        found += _mismatch(proposal, shelf)
    if proposal.merit == Merit.CAMPAIGN and proposal.campaign_id is None:
        found.append(
            ("campaign", "Chọn phong trào, hoặc đổi loại hình khen thưởng ở trên.")
        )
    if proposal.period_from is None:
        found.append(("period_from", "Ghi ngày bắt đầu lập thành tích."))
    if proposal.period_to is None:
        found.append(("period_to", "Ghi ngày cuối lập thành tích."))
    if not proposal.summary.strip():
        found.append(
            (
                "summary",
                "Ghi tóm tắt thành tích; đoạn này in vào tờ trình và danh sách.",
            )
        )
    return found


def missing_papers(items: Sequence[Item], *, at_authority: bool) -> list[Item]:
    """Giấy tờ bắt buộc còn thiếu, which the unit, or the authority too, must see to."""
    return [
        item
        for item in items
        if item.mandatory
        and not item.is_there
        and (at_authority or not item.waits_for_authority)
    ]


def _mismatch(proposal, shelf):
    award, kind = proposal.award, proposal.subject_kind
    day = day_of(proposal)
    if proposal.authority.has_ended():
        yield (
            "offer",
            f"{proposal.authority} đã kết thúc hoạt động; chọn hình thức của cơ quan tiếp nhận.",
        )
    name = shelf.name(award, day)
    if kind not in award.subjects:
        yield (
            "offer",
            f"“{name}” tặng {award.subjects_in_words}, đối tượng đang chọn là "
            f"{Subject(kind).label}; chọn hình thức khác hoặc đối tượng khác.",
        )
    if proposal.goes_up:
        if not shelf.submits(proposal, day):
            yield (
                "offer",
                f"Ngày {vn_date(day)} {proposal.authority} không trình được “{name}”; "
                "chọn hình thức khác.",
            )
    elif not shelf.confers(proposal, day):
        yield (
            "offer",
            f"Ngày {vn_date(day)} {proposal.authority} không có thẩm quyền tặng “{name}”; "
            "chọn hình thức khác.",
        )


def _item(proposal, row, shelf, *, alone: bool) -> Item:
    mine = [
        one
        for one in shelf.files[proposal.pk]
        if one.paper == row.paper and _is(one, row, alone)
    ]
    says = "; ".join(str(one) for one in mine) or _held(proposal, row.paper, shelf)
    return Item(
        paper=row.paper,
        name=row.name,
        mandatory=row.mandatory,
        is_there=bool(says),
        says=says or _wanted(proposal, row, shelf, alone=alone),
        on=day_of(proposal),
        clause=row.basis,
        form_number=row.form_number,
        files=tuple(mine),
    )


def _is(one: DossierPaper, row: DossierRequirement, alone: bool) -> bool:
    """Whether that file is what the row asks for, of whose kind it is.

    Where the kind does not say which, the name does; a file without one, or a confirmation by
    any name, counts only where nothing else of its kind is asked for.
    """
    if not row.said or fold(one.name) == fold(row.name[:NAME]):
        return True
    return alone and (not one.name or row.paper != Paper.OTHER)


def _held(proposal, paper, shelf) -> str:
    """What the system itself has in the place of that paper; "" where it has nothing."""
    if paper == Paper.SUMMARY and proposal.summary.strip():
        return "Ghi trong biểu mẫu này"
    if paper == Paper.REPORT and proposal.report.strip():
        return "Ghi trong biểu mẫu này"
    if paper == Paper.REVIEW:
        for line in shelf.reviews[proposal.pk][:1]:
            return (
                f"Họp ngày {vn_date(line.review.held_on)}, "
                f"{line.votes_for}/{line.review.present} đồng ý"
            )
        if proposal.raised_from_id:
            return "Hội đồng cấp dưới đã xét; biên bản ở gói hồ sơ của tờ trình"
    if paper == Paper.CONCURRENCE:
        return "; ".join(
            _opinion(one)
            for one in shelf.asked[proposal.pk]
            if one.purpose == OpinionRequest.Purpose.CONCURRENCE
            and not one.holds_up(shelf.today)
        )
    return ""


def _opinion(one: OpinionRequest) -> str:
    if one.answered_on:
        return f"{one.asked}: {one.get_answer_display().lower()}"
    return f"{one.asked}: quá hạn không trả lời, coi là nhất trí"


def _wanted(proposal, row, shelf, *, alone: bool) -> str:
    if row.paper in BY_AUTHORITY:
        if proposal.status in AT_AUTHORITY:
            asked = shelf.asked[proposal.pk]
            waits = [one.asked for one in asked if one.answered_on is None]
            if row.paper == Paper.CONCURRENCE and waits:
                return f"Đã hỏi {', '.join(waits)}, chưa có trả lời."
            return "Cơ quan xét chưa hỏi, chưa có trả lời."
        return "Cơ quan xét hỏi sau khi tiếp nhận."
    if row.paper in WRITTEN:
        return "Viết ở mục trên, hoặc gửi tệp."
    if row.paper == Paper.REVIEW:
        return "Ghi buổi bình xét, hoặc gửi tệp biên bản."
    if row.said and not alone:
        return f"Gửi tệp ở mục Hồ sơ kèm theo, ghi tên giấy tờ: {row.name}."
    return "Gửi tệp ở mục Hồ sơ kèm theo."


def _petition(proposal, row, shelf) -> Item:
    """Tờ trình: its signed scan, or the head's confirmation in the system."""
    mine = [one for one in shelf.files[proposal.pk] if one.paper == Paper.PETITION]
    says, is_there = "; ".join(str(one) for one in mine), bool(mine)
    if not is_there and proposal.is_from_above:
        says, is_there = "Cơ quan xét tự đề nghị, không cần tờ trình.", True
    elif not is_there and proposal.confirmed_at:
        by = proposal.confirmed_by
        says, is_there = f"{by} xác nhận ngày {vn_date(proposal.confirmed_at)}", True
    elif not is_there and _may_confirm(proposal, shelf):
        says, is_there = "Thủ trưởng đơn vị xác nhận trong hệ thống khi gửi.", True
    elif not is_there:
        says = "Đơn vị chưa có tài khoản thủ trưởng: gửi bản chụp tờ trình đã ký."
    return Item(
        paper=Paper.PETITION,
        name=row.name if row else "Tờ trình của đơn vị",
        mandatory=True,
        is_there=is_there,
        says=says,
        on=day_of(proposal),
        clause=row.basis if row else "",
        form_number=row.form_number if row else "",
        files=tuple(mine),
    )


def _may_confirm(proposal, shelf) -> bool:
    """The head will confirm it: while it has not left the unit."""
    return proposal.status not in AT_AUTHORITY and goes_to_head(proposal, shelf)


def _extra(one: DossierPaper, day) -> Item:
    return Item(
        paper=one.paper, name=one.get_paper_display(), mandatory=False, is_there=True,
        says=str(one), on=day, files=(one,),
    )  # fmt: skip
