"""Lời văn của quyết định: what the system writes from the list, for the officer to go on from.

Mẫu 1.2, Phụ lục III Nghị định 30/2020/NĐ-CP. The officer may change every word;
``awards.deciding.faults`` says where the words and the list differ.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from awards import naming
from awards.models import Award, Decision, DecisionLine, Subject
from units.models import Unit
from units.numerals import vn_number

ORDER = (Subject.COLLECTIVE, Subject.PERSON, Subject.HOUSEHOLD)
_BY_HEAD = ("Giấy khen", "Bằng khen", "Thư khen", "Kỷ niệm chương")


def head_of(authority: Unit) -> str:
    """Người quyết định: "Chủ tịch Ủy ban nhân dân phường Nguyễn Trãi"."""
    return f"{authority.head_title} {authority.name}".strip()


def named_award(award: Award, name: str, authority: Unit) -> str:
    """The award as the paper names it: a form bears its giver's name, a title is as it is.

    The catalogue says "Giấy khen của Chủ tịch UBND cấp xã"; the paper says of which one.
    """
    if award.family == Award.Family.FORM:
        for form in _BY_HEAD:
            if name.startswith(form):
                return f"{form} của {head_of(authority)}"
    return name


def names_on(
    day: date, authority: Unit, awards: Iterable[Award | None]
) -> dict[int | None, str]:
    """Of each award its name on paper on that day; one query."""
    wanted = {one.pk: one for one in awards if one is not None}
    called = naming.names_on(day, wanted)
    return {
        pk: named_award(one, called.get(pk, one.code), authority)
        for pk, one in wanted.items()
    }


def count_words(counts: Counter[str]) -> str:
    """ "02 tập thể, 05 cá nhân": in the order of the list, a leading 0 as papers write it."""
    parts = [
        f"{counts[kind]:02d} {kind.label}" for kind in ORDER if counts.get(kind.value)
    ]
    if len(parts) > 1:
        return f"{', '.join(parts[:-1])} và {parts[-1]}"
    return "".join(parts)


def occasion(decision: Decision) -> str:
    """ "đã có thành tích xuất sắc trong …"."""
    if decision.campaign is None:
        return "đã có thành tích xuất sắc"
    return f"đã có thành tích xuất sắc trong phong trào thi đua “{decision.campaign}”"


def title_of(authority: Unit, lines: Sequence[DecisionLine]) -> str:
    """Trích yếu: names the award where there is one, else the matter."""
    names = list(dict.fromkeys(line.award_name for line in lines))
    if len(names) == 1:
        verb = "tặng" if _is_form(lines[0]) else "công nhận danh hiệu"
        return f"Về việc {verb} {names[0]}"
    return "Về việc tặng danh hiệu thi đua, hình thức khen thưởng"


def articles_of(decision: Decision, lines: Sequence[DecisionLine]) -> list[str]:
    """Các điều, without their numbers: one for each award, then the money, then who carries out."""
    found = []
    for name in dict.fromkeys(line.award_name for line in lines):
        of_it = [line for line in lines if line.award_name == name]
        counts = Counter(line.subject for line in of_it)
        verb = "Tặng" if _is_form(of_it[0]) else "Công nhận danh hiệu"
        late = (
            " Trong đó có truy tặng." if any(line.posthumous for line in of_it) else ""
        )
        found.append(
            f"{verb} {name} cho {count_words(counts)} {occasion(decision)} (có Phụ lục danh sách "
            f"kèm theo).{late}"
        )
    total = total_of(lines)
    if total:
        source = f", chi từ {decision.fund}" if decision.fund else ""
        found.append(
            f"Tiền thưởng kèm theo là {vn_number(total)} đồng{source}; mức thưởng của từng "
            "trường hợp ghi trong Phụ lục."
        )
    return [*found, _last_article(lines)]


def cancelling_articles(decision: Decision, lines: Sequence[DecisionLine]) -> list[str]:
    """Hủy bỏ quyết định khen thưởng, thu hồi hiện vật và tiền thưởng (Điều 93 Luật TĐKT)."""
    counts = count_words(Counter(line.subject for line in lines))
    total = total_of(lines)
    target = decision.target
    assert target is not None
    cited = f"Quyết định số {target.number_and_symbol}"
    found = [
        f"Hủy bỏ nội dung khen thưởng tại {cited} đối với {counts} (có Phụ lục danh sách kèm "
        f"theo). Lý do: {decision.reason.rstrip('. ')}."
    ]
    back = "Thu hồi hiện vật khen thưởng đã trao"
    if total:
        back += f" và {vn_number(total)} đồng tiền thưởng đã nhận, nộp về Quỹ thi đua, khen thưởng"
    return [*found, f"{back}.", _last_article(lines)]


def _last_article(lines: Iterable[DecisionLine]) -> str:
    """From when, and who carries it out."""
    return (
        "Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, thủ trưởng các cơ quan, đơn "
        f"vị liên quan và {count_subjects(lines)} có tên trong Phụ lục chịu trách nhiệm thi hành "
        "Quyết định này."
    )


def count_subjects(lines: Iterable[DecisionLine]) -> str:
    """ "các tập thể, cá nhân": those that there are."""
    there = {line.subject for line in lines}
    return "các " + ", ".join(kind.label for kind in ORDER if kind.value in there)


def total_of(lines: Iterable[DecisionLine]) -> int:
    """Tổng tiền thưởng, đồng."""
    return sum(line.amount or 0 for line in lines)


def usual_recipients(number: int) -> list[str]:
    """Nơi nhận: who carries it out stands in the last article, which has this number."""
    return [f"Như Điều {number}", "Hội đồng Thi đua - Khen thưởng", "Lưu: VT, HĐTĐKT"]


def _is_form(line: DecisionLine) -> bool:
    return line.award.family == Award.Family.FORM
