"""Đọc hiểu: manuscript → plan. Puts the parts, the outline and the notes together."""

import re
from dataclasses import replace

from campaigns.content import (
    Letterhead,
    PaperKind,
    PlanContent,
)
from campaigns.outline import LineKind
from campaigns.reading import (
    citations,
    doubts,
    news,
    organisations,
    sentences,
    signs,
)
from campaigns.reading import (
    context as context_,
)
from campaigns.reading.bodylines import read_lines
from campaigns.reading.doubts import Remark
from campaigns.reading.ending import left_over, read_recipients, read_signature
from campaigns.reading.entries import Entry
from campaigns.reading.errors import Unreadable
from campaigns.reading.language import fold, squeeze
from campaigns.reading.letterhead import Head, read_date_line, read_head
from campaigns.reading.limits import check_lines
from campaigns.reading.manuscript import Grid, Manuscript, Par, Parts
from campaigns.reading.notes import with_notes
from campaigns.reading.parts import divide
from campaigns.reading.reading import Reading

_FEWEST_WORDS = 60  # of a text that has nothing else of a paper


def understand(manuscript: Manuscript) -> Reading:
    """Bản thảo → ``Reading``. Raises ``Unreadable`` when it is too long."""
    check_lines(_count(manuscript))
    remarks = [Remark(text) for text in manuscript.warnings]
    parts = divide(manuscript)
    head = read_head(parts.head)
    report = None
    if not (head.found or parts.recipients or parts.is_titled):
        report = news.read_report(manuscript.blocks) or news.read_launch(
            manuscript.blocks
        )
    if report:
        return _understand_report(manuscript, report, remarks)
    _refuse_other_matter(parts, head)
    return _understand_plan(parts, head, remarks)


def _refuse_other_matter(parts: Parts, head: Head) -> None:
    """Words without title, letterhead, recipients or any numbered line are no paper."""
    if parts.title or head.found or parts.recipients or parts.addressees:
        return
    texts = [block.text for block in parts.body if isinstance(block, Par)]
    if any(signs.begins_with_marker(text) for text in texts) or len(texts) != len(
        parts.body
    ):
        return
    if sum(len(text.split()) for text in texts) < _FEWEST_WORDS:
        raise Unreadable(
            "Không tìm thấy nội dung kế hoạch trong tệp; hãy chọn tệp có toàn văn kế hoạch."
        )


def _count(manuscript: Manuscript) -> int:
    return sum(len(b.rows) if isinstance(b, Grid) else 1 for b in manuscript.blocks)


# ---- a paper ----------------------------------------------------------------------------
def _understand_plan(parts: Parts, head: Head, remarks: list[Remark]) -> Reading:
    sure: dict[str, float] = {}
    kind, title = _kind_and_title(parts, head, remarks, sure)
    mark = _cut_drafter_mark(parts)
    entries = read_lines(parts.body)
    entries.extend(_loose_head(parts, head))
    body_length = len(entries)
    recipients, drafter = read_recipients(parts.recipients)
    signature = read_signature(parts.signature)
    left = left_over(
        [*parts.recipients, *parts.signature], recipients, drafter, signature
    )
    entries.extend(read_lines(left))
    entries.extend(read_lines(parts.after))
    below = len(entries) - body_length
    letterhead = head.letterhead
    if not letterhead.authority:
        authority = _announced(entries)
        if authority:
            letterhead = replace(letterhead, authority=authority)
            sure["letterhead.authority"] = 0.6
    elif head.found:
        sure["letterhead.authority"] = 0.9
    if parts.date_line and not head.has_date_line:
        place, issued_on = read_date_line(parts.date_line)
        letterhead = replace(letterhead, place=place, issued_on=issued_on)
    letterhead = replace(letterhead, addressees=tuple(parts.addressees))
    _sure_of_head(letterhead, head, sure)
    entries = _part_bases(entries)
    body = entries[: len(entries) - below]
    lost = [squeeze(par.text) for par in left]
    remarks.extend(doubts.left_of_the_ending(lost, len(body)))
    remarks.extend(doubts.left_of_the_head(head.left, title))
    # every plan has its list: one that was not found counts among what is to be looked at
    sure["recipients"] = 0.95 if recipients else 0.3
    if signature.signer:
        sure["signature.signer"] = 0.9
    content = PlanContent(
        kind=kind,
        letterhead=letterhead,
        title=title,
        recipients=recipients,
        drafter_mark=drafter or mark,
        signature=signature,
    )
    if letterhead.number is None and letterhead.symbol:
        text = "Văn bản chưa có số; số sẽ được cấp khi ban hành."
        remarks.append(Remark(text, stays=False))
    if head.has_date_line and letterhead.issued_on is None:
        text = "Dòng địa danh, ngày tháng chưa có đủ ngày, tháng, năm."
        remarks.append(Remark(text, stays=False))
    if parts.left_out:
        text = f"Đã bỏ {parts.left_out} dòng khung trang ở dưới tiêu đề."
        remarks.append(Remark(text))
    signed = bool(signature.signer or recipients)
    remarks.extend(doubts.cut_short(body, signed))
    return with_notes(content, entries, sure, remarks)


def _kind_and_title(parts: Parts, head: Head, remarks, sure) -> tuple[PaperKind, str]:
    title = parts.title
    if parts.kind_word in signs.KINDS:
        kind = PaperKind(signs.KINDS[parts.kind_word])
        sure["kind"] = 0.97
    elif parts.kind_word:
        kind = PaperKind.PLAN
        sure["kind"] = 0.4
        name = parts.kind_word.capitalize()
        title = (
            squeeze(f"{name} {title}")
            if parts.kind_word not in ("chuyên đề",)
            else title
        )
        text = f"Văn bản ghi loại là “{name}”; được đọc như một kế hoạch."
        remarks.append(Remark(text))
    elif head.about or parts.addressees:
        kind = PaperKind.LETTER
        sure["kind"] = 0.9
    else:
        kind = PaperKind.PLAN
        sure["kind"] = 0.3
        text = "Không thấy tên loại văn bản (Kế hoạch, Hướng dẫn…); được đọc như một kế hoạch."
        remarks.append(Remark(text))
    if not title and head.about:
        title = head.about
    if title:
        sure["title"] = 0.95 if parts.kind_word in signs.KINDS else 0.7
    return kind, title


def _cut_drafter_mark(parts: Parts) -> str:
    """ "./. tb": the typist's mark after the closing sign."""
    for block in reversed(parts.body):
        if not isinstance(block, Par):
            continue
        match = signs.END_MARK.search(block.text)
        if not match:
            return ""
        after = re.sub(r"\W", "", match["after"])
        if after and len(after) <= 6:
            block.text = block.text[: match.start("after")].rstrip()
            return after
        return ""
    return ""


def _loose_head(parts: Parts, head: Head) -> list[Entry]:
    """Lines above the title that are no letterhead stay as text: nothing is lost."""
    if head.found or not parts.head.strip():
        return []
    lines = [squeeze(line) for line in parts.head.split("\n")]
    title = fold(squeeze(parts.title))
    kept = [x for x in lines if x and fold(x) not in title and title not in fold(x)]
    return [Entry(LineKind.PARAGRAPH, line) for line in kept]


def _announced(entries: list[Entry]) -> str:
    """Who announces the plan, from the words before the first heading."""
    for entry in entries:
        if entry.kind in context_.HEADINGS:
            break
        if entry.kind is LineKind.TABLE:
            continue  # who is judged or counted there, not who speaks
        for start, end in sentences.sentences(entry.text):
            if name := organisations.announced_by(entry.text[start:end]):
                return name
    return ""


def _sure_of_head(letterhead: Letterhead, head: Head, sure: dict[str, float]) -> None:
    if letterhead.number is not None:
        sure["letterhead.number"] = 0.97
    if letterhead.symbol:
        sure["letterhead.symbol"] = 0.95
    if letterhead.place:
        sure["letterhead.place"] = 0.95
    if letterhead.issued_on:
        sure["letterhead.issued_on"] = 0.97


def _part_bases(entries: list[Entry]) -> list[Entry]:
    """Căn cứ lines of the preamble; a basis and the announcing sentence in one paragraph
    become two lines."""
    result: list[Entry] = []
    in_preamble = True
    for entry in entries:
        if entry.kind in context_.HEADINGS:
            in_preamble = False
        if (
            not in_preamble
            or entry.kind is not LineKind.PARAGRAPH
            or not citations.is_basis_line(entry.text)
        ):
            result.append(entry)
            continue
        spans = sentences.sentences(entry.text)
        first = entry.text[spans[0][0] : spans[0][1]] if spans else entry.text
        rest = entry.text[spans[1][0] :] if len(spans) > 1 else ""
        announces = organisations.announced_by(first)
        if announces or first.rstrip().endswith(":"):
            result.append(entry)
        elif not rest:
            result.append(replace(entry, kind=LineKind.BASIS))
        elif organisations.announced_by(rest) and len(spans) == 2:
            result.append(replace(entry, kind=LineKind.BASIS, text=first))
            result.append(replace(entry, text=rest, bold_to=0))
        else:
            result.append(entry)
    return result


# ---- a report in the news -----------------------------------------------------------
def _understand_report(
    manuscript: Manuscript, report: news.Report, remarks: list[Remark]
) -> Reading:
    blocks, left_out = news.without_chrome(manuscript.blocks)
    if left_out:
        text = (
            f"Đã bỏ {left_out} dòng khung trang (trình đơn, quảng cáo) quanh bài viết."
        )
        remarks.append(Remark(text))
    text = "Đây là tin, bài viết về kế hoạch, không phải chính văn bản; hãy đối chiếu với bản gốc."
    remarks.append(Remark(text))
    entries = read_lines(blocks)
    if entries and entries[0].kind is LineKind.PARAGRAPH:
        entries[0].is_title = len(entries[0].text.split()) <= 40 and not entries[
            0
        ].text.endswith(".")
    letterhead = Letterhead(
        authority=report.authority,
        number=report.number,
        symbol=report.symbol,
        issued_on=report.issued_on,
    )
    sure = {"kind": 0.9, "title": 0.7, "letterhead.authority": 0.7}
    if report.number is not None:
        sure |= {
            "letterhead.number": 0.9,
            "letterhead.symbol": 0.9,
            "letterhead.issued_on": 0.85,
        }
    content = PlanContent(
        kind=PaperKind.NEWS, letterhead=letterhead, title=report.title
    )
    return with_notes(content, entries, sure, remarks)
