"""Giấy khen theo quyết định: which lines bear one, its number in the golden book, its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from awards import rulings
from awards.deciding.paper import in_order, paper_of
from awards.deciding.words import head_of, occasion
from awards.models import Award, Decision, DecisionLine
from campaigns.content import SignatureBlock


@dataclass(frozen=True)
class Worded:
    """Một giấy khen: ``number`` is the line's in the list of the decision (R125)."""

    number: int
    line: DecisionLine
    gives: str
    award: str
    subject: str
    about: str
    merit: str


def common_merit(decision: Decision) -> str:
    """Lời ghi chung: "Đã có thành tích xuất sắc trong phong trào thi đua “…”"."""
    words = occasion(decision)
    return words[:1].upper() + words[1:]


def given_by(decision: Decision) -> str:
    """Chức vụ người tặng."""
    return head_of(decision.authority)


def signed_by(decision: Decision) -> SignatureBlock:
    """The block under which the decision was signed."""
    signature = paper_of(decision, []).signature
    assert signature is not None  # a decision always has one
    return signature


def worded(decision: Decision, merit: str) -> Iterator[Worded]:
    """Of the lines that bear a diploma and were not taken back; ``merit`` "": each its own."""
    lines = in_order(list(DecisionLine.objects.of(decision).for_page()))
    day = decision.issued_on or localdate()
    gone = set(
        DecisionLine.objects.of(decision)
        .filter(cancelled_by__decision__status="issued")
        .values_list("pk", flat=True)
    )
    bears = _bears({line.award for line in lines}, decision, day)
    for number, line in enumerate(lines, 1):
        if line.pk not in gone and bears[line.award_id]:
            gives, award = called(line)
            yield Worded(
                number, line, gives, award, line.subject_name, line.subject_title,
                merit or _sentence(line.achievement),
            )  # fmt: skip


def _bears(awards: set[Award], decision: Decision, day: date) -> dict[int, bool]:
    """Whether a paper comes with an award; where nothing is laid down, it does."""
    found = {}
    for award in awards:
        row = rulings.keepsake_on(award, decision.authority, day)
        found[award.pk] = row is None or row.certificate
    return found


def called(line: DecisionLine) -> tuple[str, str]:
    """("Tặng", "Giấy khen"), or ("Tặng danh hiệu", "Lao động tiên tiến")."""
    verb = "Truy tặng" if line.posthumous else "Tặng"
    if line.award.family == Award.Family.FORM:
        # "Giấy khen của Chủ tịch …": who gives it stands above.
        return verb, line.award_name.partition(" của ")[0]
    return f"{verb} danh hiệu", line.award_name


def _sentence(text: str) -> str:
    one = " ".join(text.split())
    return one[:1].upper() + one[1:]
