"""Kế hoạch sinh ngẫu nhiên: hypothesis strategies of contents that an office could write."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    Letterhead,
    Line,
    Milestone,
    PaperKind,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    Side,
    SignatureBlock,
    SubjectNote,
    TargetNote,
)
from campaigns.outline import LineKind as K

_TEXT = """\
thi đua chào mừng kỷ niệm ngày thành lập phường phát động phong trào tuyên truyền vận động cán bộ
công chức viên chức người lao động tổ dân phố Nhân dân hưởng ứng xây dựng đô thị văn minh hiện đại
giảm nghèo bền vững chuyển đổi số cải cách thủ tục hành chính quốc phòng an ninh trật tự môi trường
xanh sạch đẹp khen thưởng tập thể cá nhân tiêu biểu xuất sắc mô hình công trình sáng kiến hiệu quả
thiết thực kịp thời công khai dân chủ trách nhiệm kế hoạch chỉ tiêu tiến độ báo cáo tổng hợp"""
_WORDS = _TEXT.split()
_TOKENS = (
    "15/8/2026", "98%", "0,39%", "1.250 triệu đồng", "kinh tế - xã hội", "Điều 12", "MTTQ",
    "Kế hoạch 07/KH-UBND", "(08/01/2002 - 08/01/2027)", "“Người tốt, việc tốt”", "số 05-CT/TW",
    "ngày 30 tháng 4", "cán bộ/công chức", "HĐND - UBND - UBMTTQ",
)  # fmt: skip

words = st.sampled_from(_WORDS)
tokens = st.one_of(*[words] * 6, st.sampled_from(_TOKENS))


def phrases(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(tokens, min_size=least, max_size=most).map(
        lambda parts: (text := " ".join(parts))[:1].upper() + text[1:]
    )


def capped(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0]


@st.composite
def tables(draw: st.DrawFn, most_rows: int = 12) -> Line:
    columns = draw(st.integers(2, 14))
    rows = draw(st.integers(1, most_rows))
    head = ["STT", *(draw(phrases(1, 3)) for _ in range(columns - 1))]
    cell = draw(phrases(0, 10))
    body = [
        [str(n)] + [cell if n % 2 else str(n)] * (columns - 1)
        for n in range(1, rows + 1)
    ]
    return Line(kind=K.TABLE, text="\n".join("\t".join(row) for row in [head, *body]))


@st.composite
def bodies(draw: st.DrawFn, sections: int, tabled: bool) -> list[Line]:
    """Căn cứ, an opening paragraph, sections with what may stand under them."""
    lines = [
        Line(kind=K.BASIS, text=f"Căn cứ {draw(phrases(4, 40)).lower()};")
        for _ in range(draw(st.integers(0, 3)))
    ]
    lines.append(
        Line(kind=K.PARAGRAPH, text=draw(phrases(5, 60)) + " theo Phụ lục như sau:")
    )
    for _ in range(sections):
        lines.append(Line(kind=K.SECTION, text=draw(phrases(1, 30))))
        for _ in range(draw(st.integers(0, 3))):
            title = draw(st.booleans())
            lines.append(Line(kind=K.ITEM, text=draw(phrases(1, 50)), is_title=title))
            kind = draw(
                st.sampled_from((K.SUBITEM, K.POINT, K.DASH, K.PLUS, K.PARAGRAPH))
            )
            lines += [
                Line(kind=kind, text=draw(phrases(1, 90)) + ".")
                for _ in range(draw(st.integers(0, 5)))
            ]
        if tabled and draw(st.integers(0, 3)) == 0:
            lines.append(draw(tables()))
    closing = f"Trên đây là kế hoạch {draw(phrases(0, 60))}".strip()
    lines.append(Line(kind=K.PARAGRAPH, text=closing))
    return lines


@st.composite
def annexes(draw: st.DrawFn, most_rows: int) -> list[Line]:
    lines: list[Line] = []
    for _ in range(draw(st.integers(0, 2))):
        lines.append(Line(kind=K.ANNEX, text=draw(phrases(2, 20))))
        if draw(st.booleans()):
            lines.append(Line(kind=K.PARAGRAPH, text=draw(phrases(2, 40)) + "."))
        if draw(st.booleans()):
            lines.append(draw(tables(most_rows)))
        else:
            lines.append(Line(kind=K.PARAGRAPH, text=draw(phrases(2, 80))))
    return lines


@st.composite
def letterheads(draw: st.DrawFn) -> Letterhead:
    council = draw(st.booleans())
    place = draw(
        st.sampled_from(
            ("Nguyễn Trãi", "Thành phố Hồ Chí Minh", "Phường Điện Biên Phủ")
        )
    )
    return Letterhead(
        parent_authority=f"UBND {place.upper()}" if council else "",
        authority="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG" if council
        else f"ỦY BAN NHÂN DÂN\n{place.upper()}",
        number=draw(st.none() | st.integers(1, 2500)),
        symbol="KH-HĐTĐKT" if council else "KH-UBND",
        place=place,
        issued_on=draw(st.none() | st.dates(date(2015, 1, 1), date(2030, 12, 31))),
    )  # fmt: skip


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    sections: int = 6,
    most_rows: int = 40,
    recipients: int = 20,
    tabled: bool = True,
) -> PlanContent:
    """Plans that break no rule by what they say."""
    lines = draw(bodies(draw(st.integers(0, sections)), tabled)) + draw(
        annexes(most_rows)
    )
    signer = draw(st.sampled_from(("Lê Thị Mẫu", "Nguyễn Công Tằng Tôn Nữ Mẫu Đơn")))
    deputy = draw(st.booleans())
    return PlanContent(
        letterhead=draw(letterheads()),
        title=capped(draw(phrases(3, 90)), 400),
        lines=tuple(lines),
        recipients=(
            *draw(st.lists(phrases(1, 14), max_size=recipients)),
            "Lưu: VT, VHXH",
        ),
        drafter_mark=draw(st.sampled_from(("", "LT.(30)"))),
        signature=SignatureBlock(
            authority_lines=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
            if deputy
            else ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            signer=signer,
        ),
    )


any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
# letters, marks and spaces that the paper's fonts have, in any order
printable_text = st.text(
    st.sampled_from("aăâbcdđeêghikộớợữÀẢÃĐƯỲ0159 .,;:!?()/-–…“”%&+\n\t\u200b\u0301"),
    max_size=60,
)
_days = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
_figures = st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**9)
_at = st.integers(0, 5)


def _notes(kind: type, **fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.builds(kind, line=_at, **fields), max_size=2).map(tuple)


def any_contents(
    text: st.SearchStrategy[str] = any_text,
) -> st.SearchStrategy[PlanContent]:
    """Every field filled with anything that its type allows."""
    return st.builds(
        PlanContent,
        kind=st.sampled_from(PaperKind),
        letterhead=st.builds(
            Letterhead,
            parent_authority=text, authority=text, number=st.none() | st.integers(1, 9999),
            symbol=text, place=text, issued_on=_days,
            addressees=st.lists(text, max_size=3).map(tuple),
        ),
        title=text,
        lines=st.lists(
            st.builds(Line, kind=st.sampled_from(K), text=text, marker=text,
                      is_title=st.booleans()), max_size=6,
        ).map(tuple),
        citations=_notes(CitationNote, text=text, number=text, issued_on=_days, issuer=text,
                         is_superior_plan=st.booleans()),
        periods=_notes(PeriodNote, starts_on=_days, ends_on=_days),
        phases=_notes(PhaseNote, name=text, starts_on=_days, ends_on=_days),
        targets=_notes(
            TargetNote, name=text, value=st.none() | _figures, value_max=st.none() | _figures,
            unit=text, comparator=st.none() | st.sampled_from(Comparator),
            direction=st.sampled_from(Direction), shown=text, baseline=text, deadline=_days,
            responsible=text,
            milestones=st.lists(
                st.builds(Milestone, label=text, value=_figures | st.just(Decimal("1E+3")),
                          due_on=_days), max_size=2,
            ).map(tuple),
        ),
        assignments=_notes(AssignmentNote, unit=text),
        registrations=_notes(RegistrationNote, what=text, minimum=st.integers(0, 99),
                             deadline=_days),
        deadlines=_notes(DeadlineNote, text=text, due_on=_days),
        award_forms=_notes(AwardFormNote, name=text),
        subjects=_notes(SubjectNote, side=st.sampled_from(Side), name=text),
        recipients=st.lists(text, max_size=4).map(tuple),
        drafter_mark=text,
        signature=st.builds(SignatureBlock, authority_lines=st.lists(text, max_size=3).map(tuple),
                            title_below=text, signer=text),
    )  # fmt: skip
