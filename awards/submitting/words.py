"""Lời văn của tờ trình cấp trên: what the system writes from the list, to be gone on from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from awards import naming
from awards.deciding.laying import LONGEST
from awards.deciding.words import count_words, named_award
from awards.models import Award, CouncilSession, Proposal, Submission, SubmissionLine
from awards.offers import above
from units.models import Unit
from units.vietnamese import stored
from units.wording import excerpt, vn_date

USUAL_BASES = ("Căn cứ Luật Thi đua, khen thưởng",)
_COMMITTEE = "Ủy ban nhân dân"


def superior_name(authority: Unit, superior: Unit | None, day: date) -> str:
    """Kính gửi: who works here by its name, else the head who confers, of the level above."""
    if superior is not None:
        return superior.name
    head = next((row.decided_by for row in above(authority, day)), "")
    return head.removeprefix("Chủ tịch ").strip() or "Cơ quan cấp trên"


def place_of(authority: Unit) -> str:
    """ "phường Nguyễn Trãi"."""
    return authority.name.removeprefix(_COMMITTEE).strip()


def lines_of(
    submission: Submission, chosen: Sequence[Proposal], *, first: int, day: date
) -> Iterator[SubmissionLine]:
    """One line for each, its names as they stand in the proposal."""
    wanted = {one.award_id: one.award for one in chosen if one.award}
    called = naming.names_on(day, [pk for pk in wanted if pk])
    for position, one in enumerate(chosen, first):
        assert one.award is not None
        name = called.get(one.award.pk, one.award.code)
        if submission.superior:
            name = named_award(one.award, name, submission.superior)
        yield SubmissionLine(
            submission=submission, proposal=one, position=position,
            subject=one.subject_kind, honouree=one.honouree, collective=one.collective,
            subject_name=one.subject_name or str(one.honouree or one.collective),
            subject_title=one.subject_title, posthumous=one.posthumous, award=one.award,
            award_name=name[:200], merit=one.merit,
            achievement=excerpt(" ".join(one.summary.split()), LONGEST),
            period_from=one.period_from, period_to=one.period_to,
        )  # fmt: skip


def words_of(submission: Submission, lines: Sequence[SubmissionLine]) -> dict[str, Any]:
    """Trích yếu, căn cứ, nội dung, nơi nhận; bases that somebody wrote are left alone."""
    names = list(dict.fromkeys(line.award_name for line in lines))
    if len(names) == 1:
        verb = "tặng" if _is_form(lines[0].award) else "tặng danh hiệu"
        title = f"Về việc đề nghị {verb} {names[0]}"
    else:
        title = "Về việc đề nghị tặng danh hiệu thi đua, hình thức khen thưởng"
    found = {
        "title": stored(title)[:500],
        "body": "\n".join(_body(submission, lines, names)),
        "recipients": "\n".join(["Như trên", "Hội đồng Thi đua - Khen thưởng", "Lưu: VT, HĐTĐKT"]),
    }  # fmt: skip
    if not submission.bases.strip():
        found["bases"] = "\n".join(USUAL_BASES)
    return found


def _body(submission, lines, names) -> Iterator[str]:
    authority, to = submission.authority, submission.superior_name
    passed = [line.proposal_id for line in lines]
    sessions = CouncilSession.objects.that_passed(passed)
    held = "; ".join(
        f"phiên họp số {one.number:02d} ngày {vn_date(one.opened_at)}"
        for one in sessions
        if one.opened_at
    )
    council = f"Hội đồng Thi đua - Khen thưởng {place_of(authority)}"
    yield (
        f"Trên cơ sở kết quả xét của {council}{f' tại {held}' if held else ''}, {authority.name} "
        f"kính trình {to} xem xét, quyết định:"
    )
    for name in names:
        of_it = [line for line in lines if line.award_name == name]
        counts = count_words(Counter(line.subject for line in of_it))
        verb = "Tặng" if _is_form(of_it[0].award) else "Tặng danh hiệu"
        late = (
            " Trong đó có truy tặng." if any(line.posthumous for line in of_it) else ""
        )
        yield f"{verb} {name} cho {counts} đã có thành tích xuất sắc.{late}"
    yield (
        "Danh sách trích ngang tại Phụ lục kèm theo Tờ trình này; hồ sơ gồm báo cáo thành tích, "
        "biên bản họp Hội đồng và các giấy tờ liên quan của từng trường hợp."
    )
    yield f"Kính đề nghị {to} xem xét, quyết định"


def _is_form(award: Award) -> bool:
    return award.family == Award.Family.FORM
