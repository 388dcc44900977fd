"""Lời của giấy tờ đề nghị: what a report of merits, its summary and a petition print.

Words, figures and their sources are those of the proposal; what was conferred before is the
lifetime record as the reader may see it. Nothing here is kept: the signed sheet is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from awards.dossier import checklist, day_of, lacks
from awards.honours import Row, record_of
from awards.models import Proposal, ProposalFigure
from awards.models.catalogue import Subject
from awards.models.rules import Paper
from awards.shelf import Shelf
from campaigns.content import Letterhead
from reports.rendering import (
    SheetPart,
    SheetRecord,
    SheetSigner,
    SheetTable,
    number_line,
)
from units.models import Honouree, Unit, User
from units.wording import vn_date

SEALED = "(Ký, đóng dấu, ghi rõ họ tên)"
SIGNED = "(Ký, ghi rõ họ tên)"
NO_REPORT = "Ghi phần báo cáo thành tích của đề nghị rồi tải bản để ký."
_ABOUT = {
    Subject.PERSON: "SƠ LƯỢC LÝ LỊCH",
    Subject.COLLECTIVE: "SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
    Subject.HOUSEHOLD: "SƠ LƯỢC VỀ HỘ GIA ĐÌNH",
}
_FIGURES = (("TT", 7), ("Chỉ tiêu", 36), ("Kết quả", 14), ("Nguồn", 43))
_HONOURS = (
    ("Năm", 9), ("Danh hiệu, hình thức khen thưởng", 36), ("Số, ngày quyết định", 26),
    ("Cơ quan, người quyết định", 29),
)  # fmt: skip
_LIST = (
    ("TT", 5), ("Họ tên, tên tập thể, hộ", 18), ("Chức vụ, nơi công tác", 18),
    ("Hình thức đề nghị", 17), ("Tóm tắt thành tích", 42),
)  # fmt: skip


def why_not_sign(proposal: Proposal, shelf: Shelf, *, report: bool) -> str:
    """What must be written before a sheet is printed to be signed, else ""."""
    said = [sentence for _, sentence in lacks(proposal, shelf)]
    if report and not proposal.report.strip():
        said.append(NO_REPORT)
    return " ".join(said)


def report_of(
    proposal: Proposal, shelf: Shelf, user: User, *, draft: bool
) -> SheetRecord:
    """Báo cáo thành tích: who it is, what was achieved, what was conferred before."""
    subject = proposal.honouree or proposal.collective
    record = record_of(user, subject).rows if subject else []
    given = [row for row in record if row.honour.cancelled_on is None]
    return SheetRecord(
        letterhead=_head(proposal.unit),
        kind="BÁO CÁO THÀNH TÍCH",
        subject=_asked_for(proposal, shelf),
        form=_form(proposal, shelf, Paper.REPORT),
        parts=(
            SheetPart(heading=f"I. {_about_heading(proposal)}", lines=_about(proposal)),
            SheetPart(
                heading="II. THÀNH TÍCH ĐẠT ĐƯỢC",
                lines=(*_period(proposal), *_paragraphs(proposal.report)),
                table=_figures(proposal),
            ),
            SheetPart(
                heading="III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG",
                lines=() if given else ("Chưa ghi nhận hình thức khen thưởng nào.",),
                table=_honours(given),
            ),
        ),
        signers=_signers(proposal),
        draft=draft,
    )


def summary_of(proposal: Proposal, shelf: Shelf, *, draft: bool) -> SheetRecord:
    """Tóm tắt thành tích, on one page."""
    return SheetRecord(
        letterhead=_head(proposal.unit),
        kind="TÓM TẮT THÀNH TÍCH",
        subject=_asked_for(proposal, shelf),
        form=_form(proposal, shelf, Paper.SUMMARY),
        parts=(
            SheetPart(
                lines=(
                    *_about(proposal),
                    *_period(proposal),
                    *_paragraphs(proposal.summary),
                )
            ),
        ),
        signers=_signers(proposal),
        draft=draft,
        longest=1,
    )


def petition_of(
    proposals: Sequence[Proposal], names: dict[int, str], *, draft: bool
) -> SheetRecord:
    """Tờ trình kèm danh sách: of one unit to one authority; ``names`` of awards, by id.

    Number and date stay open for who keeps the register of the unit, unless they are known.
    """
    ordered = sorted(proposals, key=_order)
    first = ordered[0]
    unit, authority = first.unit, first.authority
    known = {one.petition for one in ordered}
    petition = known.pop() if len(known) == 1 else None
    number = number_line(None, f"TTr-{unit.symbol}" if unit.symbol else "TTr")
    if petition is not None and petition.reference:
        number = f"Số: {petition.reference}"
    amount = f"{len(ordered):02d}"
    return SheetRecord(
        letterhead=_head(
            unit, addressee=str(authority), dated=petition.dated if petition else None
        ),
        number=number,
        kind="TỜ TRÌNH",
        subject=f"Về việc đề nghị khen thưởng{_in_campaign(ordered)}",
        parts=(
            SheetPart(
                lines=(
                    f"{unit} trình {authority} xem xét, khen thưởng {amount} đề nghị, gồm:",
                    *_counted(ordered, names),
                    "Danh sách và tóm tắt thành tích của từng đề nghị kèm theo Tờ trình này. "
                    f"{unit} chịu trách nhiệm về tính chính xác của hồ sơ, thành tích.",
                    f"Kính trình {authority} xem xét, quyết định.",
                )
            ),
        ),
        signers=(SheetSigner(capacity="THỦ TRƯỞNG ĐƠN VỊ", how=SEALED),),
        recipients=("Như trên;", f"Lưu: {unit}."),
        listed=SheetTable(head=_LIST, rows=tuple(_listed(ordered, names))),
        draft=draft,
    )


def _head(unit: Unit, *, addressee: str = "", dated: date | None = None) -> Letterhead:
    above = unit.parent
    return Letterhead(
        parent_authority=unit.letterhead_parent or _printed(above),
        authority=_printed(unit),
        place=unit.place or (above.place if above else ""),
        issued_on=dated,
        addressees=(addressee,) if addressee else (),
    )


def _printed(unit: Unit | None) -> str:
    return (unit.letterhead or unit.name.upper()) if unit else ""


def _asked_for(proposal: Proposal, shelf: Shelf) -> str:
    verb = "Đề nghị truy tặng" if proposal.posthumous else "Đề nghị tặng"
    name = shelf.name(proposal.award, day_of(proposal))
    return f"{verb} {name or '(chưa chọn hình thức)'}"


def _form(proposal: Proposal, shelf: Shelf, paper: str) -> str:
    """Mẫu số of the rule that asks for that paper; the code knows none."""
    for item in checklist(proposal, shelf):
        if item.paper == paper and item.form_number:
            return f"Theo {item.form_number}"
    return ""


def _about_heading(proposal: Proposal) -> str:
    kind = proposal.subject_kind
    return _ABOUT[Subject(kind)] if kind else "SƠ LƯỢC VỀ ĐỐI TƯỢNG"


def _about(proposal: Proposal) -> tuple[str, ...]:
    return tuple(_facts(proposal))


def _facts(proposal: Proposal) -> Iterator[str]:
    kind, one = proposal.subject_kind, proposal.honouree
    name = proposal.subject_name or "(chưa ghi đối tượng)"
    if kind == Subject.PERSON:
        yield f"Họ và tên: {name}."
        yield from _person(one)
        if proposal.subject_title:
            yield f"Chức vụ, nơi công tác hoặc cư trú: {proposal.subject_title}."
        if proposal.posthumous:
            yield "Đã qua đời; đề nghị truy tặng."
    else:
        label = "Họ tên chủ hộ" if kind == Subject.HOUSEHOLD else "Tên tập thể"
        yield f"{label if kind else 'Đối tượng'}: {name}."
        if proposal.subject_title:
            yield f"Địa chỉ, đơn vị quản lý: {proposal.subject_title}."
    yield f"Đơn vị đề nghị: {proposal.unit}."


def _person(one: Honouree | None) -> Iterator[str]:
    if one is None:
        return
    if one.birth_date:
        yield f"Ngày sinh: {vn_date(one.birth_date)}."
    elif one.birth_year:
        yield f"Năm sinh: {one.birth_year}."
    if one.gender:
        yield f"Giới tính: {one.get_gender_display()}."


def _period(proposal: Proposal) -> Iterator[str]:
    if proposal.period_from and proposal.period_to:
        yield (
            f"Thời gian lập thành tích: từ {vn_date(proposal.period_from)} đến "
            f"{vn_date(proposal.period_to)}."
        )
    if proposal.campaign:
        yield f"Phong trào: {proposal.campaign}."


def _paragraphs(text: str) -> list[str]:
    """One a line; a tab or a run of blanks is of the form, not of the paper."""
    found = [" ".join(line.split()) for line in text.splitlines()]
    return [line for line in found if line] or ["(Chưa ghi)"]


def _figures(proposal: Proposal) -> SheetTable | None:
    """Số liệu đã chèn, each with the report that it is taken from."""
    rows = list(ProposalFigure.objects.of(proposal))
    if not rows:
        return None
    campaign = f" của phong trào “{proposal.campaign}”" if proposal.campaign else ""
    return SheetTable(
        head=_FIGURES,
        rows=tuple(
            (
                str(number),
                row.name,
                row.shown,
                f"Báo cáo đã duyệt{campaign}"
                + (f", kết quả đến {vn_date(row.until)}" if row.until else ""),
            )
            for number, row in enumerate(rows, 1)
        ),
        centred=(0, 2),
    )


def _honours(given: Sequence[Row]) -> SheetTable | None:
    """The oldest first, as reports tell of them; what a predecessor had says whose it was."""
    if not given:
        return None
    rows = tuple(
        (
            str(row.honour.decided_on.year),
            _named(row),
            f"{row.honour.reference}, {vn_date(row.honour.decided_on)}",
            row.honour.decided_by,
        )
        for row in reversed(given)
    )
    return SheetTable(head=_HONOURS, rows=rows)


def _named(row: Row) -> str:
    posthumous = "truy tặng" if row.honour.posthumous else ""
    told = ", ".join(filter(None, (posthumous, row.inherited)))
    return f"{row.honour.award_name} ({told})" if told else row.honour.award_name


def _signers(proposal: Proposal) -> tuple[SheetSigner, ...]:
    """Người báo cáo on the right, who confirms on the left; a unit signs its own report once."""
    if proposal.collective_id == proposal.unit_id:
        return (SheetSigner(capacity="THỦ TRƯỞNG ĐƠN VỊ", how=SEALED),)
    confirms = SheetSigner(capacity="XÁC NHẬN CỦA\nTHỦ TRƯỞNG ĐƠN VỊ", how=SEALED)
    if proposal.posthumous and proposal.subject_kind == Subject.PERSON:
        return confirms, SheetSigner(capacity="NGƯỜI LẬP BÁO CÁO", how=SIGNED)
    if proposal.subject_kind == Subject.COLLECTIVE:
        return confirms, SheetSigner(capacity="ĐẠI DIỆN TẬP THỂ", how=SIGNED)
    capacity = "NGƯỜI BÁO CÁO"
    if proposal.subject_kind == Subject.HOUSEHOLD:
        capacity = "ĐẠI DIỆN HỘ GIA ĐÌNH"
    return confirms, SheetSigner(
        capacity=capacity, how=SIGNED, name=proposal.subject_name
    )


def _order(proposal: Proposal) -> tuple:
    position = proposal.award.position if proposal.award else 0
    return position, proposal.rank or 10_000, proposal.subject_name, proposal.pk


def _in_campaign(proposals: Sequence[Proposal]) -> str:
    """The campaign, where all are of one."""
    campaigns = {one.campaign for one in proposals}
    campaign = campaigns.pop() if len(campaigns) == 1 else None
    if campaign:
        return f" trong phong trào “{campaign}”"
    years = {one.period_to.year for one in proposals if one.period_to}
    return f" năm {years.pop()}" if len(years) == 1 else ""


def _counted(proposals: Sequence[Proposal], names: dict[int, str]) -> Iterator[str]:
    """ "Giấy khen: 02 cá nhân, 01 tập thể;" in the order of the list."""
    awards: dict[str, Counter[str]] = {}
    for one in proposals:
        kind = (
            Subject(one.subject_kind).label.lower() if one.subject_kind else "đối tượng"
        )
        awards.setdefault(_award(one, names), Counter())[kind] += 1
    last = len(awards)
    for number, (name, counts) in enumerate(awards.items(), 1):
        said = ", ".join(f"{count:02d} {kind}" for kind, count in counts.items())
        yield f"- {name}: {said}{'.' if number == last else ';'}"


def _listed(
    proposals: Sequence[Proposal], names: dict[int, str]
) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(proposals, 1):
        name = one.subject_name or "(chưa ghi)"
        yield (
            str(number),
            name,
            one.subject_title,
            f"{_award(one, names)} (truy tặng)"
            if one.posthumous
            else _award(one, names),
            " ".join(_paragraphs(one.summary)),
        )


def _award(proposal: Proposal, names: dict[int, str]) -> str:
    return names.get(proposal.award_id or 0, "(chưa chọn hình thức)")
