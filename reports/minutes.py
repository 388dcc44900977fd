"""Lời biên bản: what a council's session came to, in the words that its minutes print.

Only counts are told of a secret ballot; who chose what is told of an open vote alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from awards.council.record import RecordedItem, RecordedRound, SessionRecord, Sitter
from awards.models import CouncilSession
from units.models import Unit
from units.wording import vn_datetime, vn_long_date

_SYMBOL = "HĐTĐKT"  # of a council whose own letters nobody has recorded


@dataclass(frozen=True)
class Draft:
    """Lời của biên bản, one line a paragraph, cells of a row of the tally divided by tabs."""

    name: str
    letterhead_parent: str
    letterhead: str
    place: str
    symbol: str
    subject: str
    text: str
    tally: str
    recipients: str


def draft(session: CouncilSession, record: SessionRecord) -> Draft:
    """Of an ended session; ``record`` is all that it came to."""
    council, authority = session.unit, session.unit.parent
    return Draft(
        name=f"Biên bản {session}",
        letterhead_parent=council.letterhead_parent or _printed(authority),
        letterhead=_printed(council),
        place=council.place
        or (authority.place if authority else "")
        or council.short_name,
        symbol=f"{record.number:02d}/BB-{council.symbol or _SYMBOL}",
        subject=f"{session}: {_flat(record.title)}",
        text="\n".join(_lines(record)),
        tally="\n".join("\t".join(map(_flat, row)) for row in _tally(record)),
        recipients="\n".join(_recipients(authority)),
    )


def _printed(unit: Unit | None) -> str:
    return (unit.letterhead or unit.name.upper()) if unit else ""


def _recipients(authority: Unit | None) -> Iterator[str]:
    yield "Thành viên Hội đồng;"
    if authority is not None:
        yield f"{authority} (để báo cáo);"
    yield "Lưu: VT, hồ sơ phiên họp."


def _lines(record: SessionRecord) -> Iterator[str]:
    """In the order of Mẫu 1.9."""
    if record.opened_at:
        yield f"Thời gian bắt đầu: {_moment(record.opened_at)}."
    if record.place:
        yield f"Địa điểm: {_ended(record.place)}"
    until = (
        f", nhận ý kiến đến {vn_datetime(record.opinions_due)}"
        if record.opinions_due
        else ""
    )
    yield f"Hình thức: {record.kind.lower()}{until}."
    yield from _room(record)
    yield f"Chủ trì (chủ tọa): {_who(record.chair, record.chair_position)}."
    yield f"Thư ký (người ghi biên bản): {record.secretary}."
    yield "Nội dung:"
    for number, item in enumerate(record.items, 1):
        yield from _item(number, item)
    if any(item.proposal_id for item in record.items):
        yield (
            f"Kết luận chung: Hội đồng thông qua {len(record.passed):02d} đề nghị, không thông qua "
            f"{len(record.rejected):02d} đề nghị, để phiên sau {len(record.deferred):02d} đề nghị. "
            "Số liệu kiểm phiếu từng đề nghị ghi ở phần Kết quả kiểm phiếu kèm theo."
        )
    ended = record.finished_at or record.planned_at
    yield f"Phiên họp kết thúc vào {_moment(ended)}./."


def _room(record: SessionRecord) -> Iterator[str]:
    term = ""
    if record.term_reference:
        day = vn_long_date(record.term_decided_on)
        term = f" theo Quyết định số {record.term_reference} {day}"
    counts = (
        f"có mặt {len(record.present):02d} người",
        f"cho ý kiến bằng văn bản {len(record.writing):02d} người",
        f"vắng mặt {len(record.absent):02d} người",
    )
    yield (
        f"Thành phần tham dự: Hội đồng có {len(record.voting):02d} thành viên biểu quyết{term}; "
        f"{'; '.join(counts)}."
    )
    for title, sitters in (
        ("Có mặt", record.present), ("Cho ý kiến bằng văn bản", record.writing),
    ):  # fmt: skip
        if sitters:
            yield f"{title}:"
            yield from (f"- {_sitter(one)}." for one in sitters)
    if record.absent:
        yield "Vắng mặt:"
    for one in record.absent:
        why = (
            f"lý do: {_flat(one.absence)}" if one.absence else "không có lý do ghi lại"
        )
        yield f"- {_sitter(one)} ({why})."


def _sitter(one: Sitter) -> str:
    parts = [one.name, f"{one.position} Hội đồng", _flat(one.title)]
    if one.represents:
        parts.append(f"đại diện {_flat(one.represents)}")
    if not one.votes:
        parts.append("không biểu quyết")
    return ", ".join(filter(None, parts))


def _who(name: str, position: str) -> str:
    return f"{name}, {position} Hội đồng" if position else name


def _item(number: int, item: RecordedItem) -> Iterator[str]:
    if not item.proposal_id:
        yield f"{number}. {_ended(item.topic)}"
        if item.conclusion:
            yield f"Kết luận: {_ended(item.conclusion)}"
        return
    yield f"{number}. {_ended(f'{item.subject}: {item.award}')}"
    if item.subject_title:
        yield f"Chức vụ, đơn vị: {_ended(item.subject_title)}"
    yield f"Đơn vị đề nghị: {item.unit}."
    if item.rule:
        yield f"Quy định biểu quyết: {_rule(item)}."
    if item.aside:
        aside = "; ".join(f"{name} ({_flat(why)})" for name, why in item.aside)
        yield f"Không tham gia xét: {aside}."
    for one in item.rounds:
        yield _round(one)
        if one.named:
            said = "; ".join(f"{name}: {choice.lower()}" for name, choice in one.named)
            yield f"Ý kiến của từng thành viên: {said}."
    words = f". {_ended(item.conclusion)}" if item.conclusion else "."
    yield f"Kết luận: {item.outcome_words.lower()}{words}"


def _rule(item: RecordedItem) -> str:
    rule = item.rule
    assert rule is not None  # the caller asked
    parts = [f"thông qua khi {rule.words} đồng ý"]
    if rule.chair_agrees:
        parts.append("Chủ tịch Hội đồng phải đồng ý")
    parts.append(f"có mặt ít nhất {rule.quorum_words}")
    entered = " (Hội đồng áp dụng cho phiên này)" if item.rule_entered else ""
    parts.append(f"căn cứ {_flat(rule.rule_basis)}{entered}")
    return "; ".join(parts)


def _round(one: RecordedRound) -> str:
    if one.is_void:
        return f"Lượt {one.number}: hủy, phiếu không mở. Lý do: {_ended(one.reason)}"
    why = f" ({_flat(one.reason)})" if one.reason else ""
    way = "bỏ phiếu kín" if one.is_secret else "biểu quyết công khai"
    chair = ""
    if one.chair_agreed is not None:
        chair = (
            f" Chủ tịch Hội đồng {'đồng ý' if one.chair_agreed else 'không đồng ý'}."
        )
    return (
        f"Lượt {one.number}{why}: {way}, thu về {one.taken}/{one.given} phiếu; đồng ý "
        f"{one.agreed}, không đồng ý {one.against}, không hợp lệ {one.blank}; tỷ lệ đồng ý "
        f"{one.agreed}/{one.base} = {one.percent}, tính trên {one.base_words}; cần ít nhất "
        f"{one.needed} phiếu.{chair} Kết quả: {'đạt' if one.passed else 'không đạt'}."
    )


def _tally(record: SessionRecord) -> Iterator[tuple[str, ...]]:
    """A row for each round: one cell for each of ``rendering.TALLY_HEAD``."""
    for number, item in enumerate(record.items, 1):
        for one in item.rounds:
            head = (str(number), f"{item.subject}: {item.award}", str(one.number))
            if one.is_void:
                yield (*head, *["–"] * 12, "hủy lượt")
                continue
            counts = (
                one.members, one.present, one.recused, one.given, one.taken, one.on_paper,
                one.agreed, one.against, one.blank, one.base, one.needed,
            )  # fmt: skip
            result = "đạt" if one.passed else "không đạt"
            yield (*head, *map(str, counts), one.percent, result)


def _moment(at: datetime) -> str:
    """ "16 giờ 30, ngày 28 tháng 11 năm 2026"."""
    here = localtime(at)
    return f"{here.hour:02d} giờ {here.minute:02d}, {vn_long_date(here)}"


def _flat(text: str) -> str:
    """On one line: a line is a paragraph, a tab divides cells."""
    return " ".join(text.split())


def _ended(text: str) -> str:
    return f"{_flat(text).rstrip(' .;,')}."
