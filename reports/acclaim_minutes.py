"""Biên bản suy tôn: drafted from the record of a closed round, in the order of Mẫu 1.9."""

from collections.abc import Iterator
from hashlib import sha256

from awards.cluster_rounds import EntryRow, Standing, rows_of, standing_of
from awards.models import ClusterRound, Distinction
from campaigns.content import Letterhead
from campaigns.evidence import Kind, Looked
from reports.rendering.acclaim_paper import AcclaimRecord, render_acclaim
from units.numerals import vn_number
from units.wording import vn_long_date


def file_name(round_: ClusterRound) -> str:
    return f"Bien-ban-suy-ton-{round_.year}-{round_.pk}.pdf"


def pdf_of(round_: ClusterRound) -> bytes:
    """Of a closed round. Raises PaperRefused."""
    return render_acclaim(record_of(round_))


def looked_at(round_: ClusterRound) -> Looked:
    """The same as a paper of a dossier."""
    content = pdf_of(round_)
    return Looked(
        kind=Kind.PDF, name=file_name(round_), content=content,
        sha256=sha256(content).hexdigest(),
    )  # fmt: skip


def record_of(round_: ClusterRound) -> AcclaimRecord:
    rows = rows_of(round_)
    standing = standing_of(round_, rows)
    cluster, authority = round_.cluster, round_.cluster.parent
    return AcclaimRecord(
        letterhead=Letterhead(
            parent_authority=(authority.letterhead or authority.name.upper())
            if authority
            else "",
            authority=cluster.letterhead or cluster.short_name.upper(),
            place=authority.place if authority else "",
        ),
        number=round_.number,
        subject=f"Suy tôn, đề nghị khen thưởng năm {round_.year} của {cluster}",
        lines=tuple(_lines(round_, rows, standing)),
        rows=tuple(_table(rows, standing)),
        secretary=round_.secretary,
        chair=round_.chair,
    )


def _lines(
    round_: ClusterRound, rows: list[EntryRow], standing: Standing
) -> Iterator[str]:
    assert round_.held_on is not None, "a closed round says when"
    place = f", tại {_flat(round_.place)}" if round_.place else ""
    yield f"Thời gian, địa điểm: {vn_long_date(round_.held_on)}{place}."
    cast = [row for row in rows if row.ballot]
    yield (
        f"Thành phần: {round_.cluster} có {standing.voters:02d} đơn vị có quyền bỏ phiếu; "
        f"{len(cast):02d} đơn vị đã bỏ phiếu."
    )
    yield f"Chủ trì: {_flat(round_.chair)}."
    if round_.secretary:
        yield f"Thư ký: {_flat(round_.secretary)}."
    yield f"Căn cứ: {_flat(round_.basis)}."
    own = "" if round_.self_vote else ", không bỏ phiếu cho chính mình"
    yield (
        f"Cách bỏ phiếu: biểu quyết công khai, mỗi đơn vị một phiếu, chọn nhiều nhất "
        f"{round_.places:02d} đơn vị{own}; đơn vị được suy tôn phải có ít nhất "
        f"{standing.terms.needed:02d} phiếu. Số lượng suy tôn: {round_.flag_places:02d} Cờ thi "
        f"đua, {round_.certificate_places:02d} Bằng khen."
    )
    for line in filter(str.strip, round_.remarks.splitlines()):
        yield f"Ý kiến thảo luận: {_flat(line)}"
    for row in cast:
        assert row.ballot is not None, "chosen by that"
        yield f"{row.ballot.unit_name} suy tôn: {', '.join(row.chooses)}."
    yield from standing.ties
    if round_.order_reason:
        yield f"Kết quả biểu quyết lại: {_flat(round_.order_reason)}"
    for distinction in Distinction:
        names = [
            one.candidate.name
            for one in standing.ranking
            if one.distinction == distinction
        ]
        if names:
            yield f"Thống nhất suy tôn, đề nghị tặng {distinction.label}: {', '.join(names)}."
    yield (
        "Biên bản được thông qua tại hội nghị; số điểm, số phiếu của từng đơn vị ghi ở bảng trên"
    )


def _table(rows: list[EntryRow], standing: Standing) -> Iterator[tuple[str, ...]]:
    by_entry = {row.entry.pk: row for row in rows if row.entry}
    for number, one in enumerate(standing.ranking, 1):
        row = by_entry[one.candidate.key]
        yield (
            str(number), one.candidate.name, vn_number(row.claimed),
            vn_number(row.points), f"{one.candidate.votes}/{standing.voters}", one.told,
            Distinction(one.distinction).label if one.distinction else "",
        )  # fmt: skip


def _flat(text: str) -> str:
    return " ".join(text.split())
