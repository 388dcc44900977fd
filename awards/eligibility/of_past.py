"""Điều kiện về những lần khen, đề nghị, vụ việc khác của cùng đối tượng; and of like words."""

from fractions import Fraction

from awards.eligibility import streaks
from awards.eligibility.facts import subject_of, text_of
from awards.eligibility.found import Found
from awards.eligibility.periods import months_between, overlap
from awards.eligibility.wording import likeness, shingles
from awards.models import Discipline, Honour, Merit, Proposal
from units.numerals import vn_number
from units.wording import vn_date, vn_span


def double(rule, proposal, facts, on) -> Found | None:
    subject = subject_of(proposal)
    period = (proposal.period_from, proposal.period_to)
    if subject is None or None in period:
        return None
    share = _share(rule)
    own = facts.own_texts[proposal.pk]
    same, near, inside = [], [], []
    for honour in facts.honours.get(subject, ()):
        if not overlap(period, (honour.period_from, honour.period_to)):
            continue
        told = (
            f"{honour.award_name} ({honour.reference}, ngày "
            f"{vn_date(honour.decided_on)}{unproven(honour)})"
        )
        alike = likeness(own, shingles(honour.achievement))
        if honour.award_id == proposal.award_id or alike >= share:
            same.append(f"đã được tặng {told}")
        else:
            near.append(f"đã được tặng {told}")
    for other in facts.rivals.get(subject, ()):
        if other.status == Proposal.Status.DECIDED:
            continue  # its honour says so, as long as it stands
        if proposal.raised_from_id == other.pk or other.raised_from_id == proposal.pk:
            continue  # one and the same, on its way up
        if other.pk == proposal.pk or not overlap(
            period, (other.period_from, other.period_to)
        ):
            continue
        is_ours = other.unit_id == proposal.unit_id
        if other.status in Proposal.INSIDE and not is_ours:
            continue
        campaign = other.campaign_id is not None and (
            other.campaign_id == proposal.campaign_id
        )
        alike = likeness(own, shingles(text_of(other)))
        name = facts.name(other.award_id, on) if other.award_id else "khen thưởng"
        whose = "đơn vị mình" if is_ours else "đơn vị khác"
        told = f"đang được {whose} đề nghị {name}"
        if campaign or other.award_id == proposal.award_id or alike >= share:
            same.append(told)
            inside.append(f"{other.unit} đề nghị {name}")
        else:
            near.append(told)
    if same:
        says = f"Cho thời gian trùng nhau, đối tượng {'; '.join(same)}."
        return False, says, {"inside": _sentence(inside)}
    if near:
        says = f"Thời gian trùng nhưng thành tích ghi khác: {'; '.join(near)}."
        return True, says, {}
    return True, "Chưa có lần khen, đề nghị nào khác cho thời gian này.", {}


def interval(rule, proposal, facts, on) -> Found | None:
    subject = subject_of(proposal)
    until = proposal.period_to or on
    if subject is None:
        return None
    wanted = rule.of_award_id or proposal.award_id
    before = [
        (honour.period_to or honour.decided_on, honour)
        for honour in facts.honours.get(subject, ())
        if honour.award_id == wanted and _counts(rule, honour)
    ]
    before = [pair for pair in before if pair[0] < until]
    name = facts.name(wanted, on)
    if not before:
        return True, f"Chưa được tặng {name} lần nào trước đó.", {}
    last, honour = max(before, key=lambda pair: (pair[0], pair[1].pk))
    gap = months_between(last, until)
    how = (
        "tính từ thời gian lập thành tích lần trước"
        if honour.period_to
        else "quyết định trước không ghi thời gian lập thành tích nên tính từ ngày quyết định"
    )
    says = (
        f"Lần trước được tặng {name} theo {honour.reference}{unproven(honour)}, đến "
        f"{vn_date(until)} được {gap} "
        f"tháng ({how}: {vn_date(last)}); cần {rule.months} tháng."
    )
    return gap >= rule.months, says, {}


def chain(rule, proposal, facts, on) -> Found | None:
    subject = subject_of(proposal)
    if subject is None:
        return None
    until = proposal.period_to or on
    name = facts.name(rule.of_award_id, on)
    had = [
        honour
        for honour in facts.honours.get(subject, ())
        if honour.award_id == rule.of_award_id and _counts(rule, honour)
    ]
    counted = [
        (honour.period_to or honour.decided_on, honour)
        for honour in had
        if (honour.period_to or honour.decided_on) <= until
    ]
    if rule.months is not None:
        counted = [
            pair for pair in counted if months_between(pair[0], until) <= rule.months
        ]
    ends = sorted(day for day, _ in counted)
    doubts = sum(bool(unproven(honour)) for _, honour in counted)
    aside = (
        f" Trong đó {doubts} lần theo hồ sơ cũ, chưa có bản chụp quyết định."
        if doubts
        else ""
    )
    years = sorted({day.year for day in ends})
    within = f" trong {rule.months} tháng" if rule.months is not None else ""
    if not rule.consecutive:
        told = f": {', '.join(map(str, years))}" if years else ""
        says = (
            f"Có {len(ends)} lần đạt {name}{within}{told}; cần {rule.count} lần.{aside}"
        )
        return len(ends) >= rule.count, says, {}
    if not years:
        return (
            False,
            f"Chưa đạt {name} lần nào{within}; cần {rule.count} năm liên tục.",
            {},
        )
    run = streaks.run_until(years, until.year)
    told = f"Đạt {name} các năm {', '.join(map(str, years))}"
    if not run:
        says = (
            f"{told}: không còn liên tục đến năm {until.year}; cần {rule.count} năm liên tục."
            f"{aside}"
        )
        return False, says, {}
    span = f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}"
    says = f"{told}: liên tục {len(run)} năm ({span}); cần {rule.count} năm.{aside}"
    return len(run) >= rule.count, says, {}


def unproven(honour: Honour) -> str:
    """Chưa chắc: of what was imported out of a file and whose decision nobody has scanned."""
    if honour.source_id is None or honour.is_on_paper:  # type: ignore[attr-defined]
        return ""
    return "; theo hồ sơ cũ, chưa có bản chụp quyết định"


def _counts(rule, honour: Honour) -> bool:
    """NĐ 152/2025, Điều 4: sudden and thematic awards do not count for merit."""
    return not rule.only_service or honour.merit == Merit.SERVICE


# ---- of what is kept inside ------------------------------------------------------------------

NEUTRAL = "Cơ quan xét cần đối chiếu thêm về đối tượng này trước khi trình."


def discipline(rule, proposal, facts, on) -> Found | None:
    subject = subject_of(proposal)
    if subject is None:
        return None
    open_case, barred = [], []
    for case in facts.cases.get(subject, ()):
        if case.authority_id != proposal.authority_id:
            continue  # another authority's: secret here, too
        if case.status == Discipline.Status.VERIFYING and case.begun_on <= on:
            since = vn_date(case.begun_on)
            open_case.append(f"Đang xác minh từ {since}: {case.basis}")
        elif case.status == Discipline.Status.DISCIPLINED and _meets(
            case, proposal, on
        ):
            span = vn_span(case.begun_on, case.ended_on)
            barred.append(
                f"Bị kỷ luật {span}: {case.basis}; thành tích chỉ tính từ sau ngày "
                f"{vn_date(case.ended_on)}"
            )
    if open_case or barred:
        return False, NEUTRAL, {"inside": _sentence([*open_case, *barred])}
    return True, "Không có vụ việc nào được ghi ở cơ quan xét.", {}


def _meets(case, proposal, on):
    """The achievement began before the end of the discipline, or it still lasts."""
    start = proposal.period_from or proposal.period_to
    return case.ended_on >= on or (start is not None and start <= case.ended_on)


def wording(rule, proposal, facts, on) -> Found | None:
    if not facts.own_texts[proposal.pk]:
        return None
    subject = subject_of(proposal)
    inside = []
    best = Fraction(0)
    others = 0
    for other, share in facts.alike(proposal, _share(rule)):
        is_proposal = isinstance(other, Proposal)
        if is_proposal and (
            other.pk == proposal.pk
            or (other.status in Proposal.INSIDE and other.unit_id != proposal.unit_id)
        ):
            continue
        is_same = subject is not None and subject_of(other) == subject
        if is_same and other.period_to == proposal.period_to:
            continue  # one and the same achievement: the condition on doubles tells of it
        others += 1
        best = max(best, share)
        whom = (
            other.subject_name
            if is_proposal
            else str(other.honouree or other.collective)
        )
        where = f", {other.unit}" if is_proposal else f", {other.reference}"
        inside.append(f"{whom}{where}: {_percent(share)}")
    if not others:
        return True, "Không thấy báo cáo thành tích nào có lời văn gần giống.", {}
    says = (
        f"Lời văn trùng {_percent(best)} với {others} báo cáo thành tích khác đã gửi cơ quan "
        f"xét; ngưỡng nhắc là {vn_number(rule.share)}%."
    )
    return False, says, {"inside": _sentence(inside[:5])}


def _share(rule) -> Fraction:
    return Fraction(rule.share) / 100


def _percent(share: Fraction) -> str:
    return f"{int(share * 100)}%"


def _sentence(parts: list[str]) -> str:
    return f"{'; '.join(parts)}." if parts else ""
