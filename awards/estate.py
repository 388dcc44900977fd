"""Việc khen thưởng dở dang của một cơ quan: what it leaves when it ends, and where that goes."""

from datetime import date

from awards.models import Decision, Proposal, Submission
from units.estates import Work
from units.models import Unit

_DROPPED = "bỏ; các đề nghị trong quyết định chờ quyết định của đơn vị tiếp nhận"
_PASSED = "chuyển đơn vị tiếp nhận lập quyết định khen thưởng"


def works(unit: Unit, day: date) -> list[Work]:
    """Decisions without a number, and what was passed and stands in none."""
    left = Decision.objects.left_by(unit).order_by("pk")
    found = [Work(str(one), one.get_status_display(), _DROPPED) for one in left]
    if count := Proposal.objects.waiting_in([unit]):
        found.append(
            Work(f"{count} đề nghị khen thưởng đã thông qua", "Chờ quyết định", _PASSED)
        )
    return found


_LEFT = "bỏ; các đề nghị trong tờ trình chờ đơn vị tiếp nhận trình lại"


def submissions(unit: Unit, day: date) -> list[Work]:
    """Submissions without a number, and what was passed and stands in none."""
    left = Submission.objects.left_by(unit).order_by("pk")
    found = [Work(str(one), one.get_status_display(), _LEFT) for one in left]
    if count := Proposal.objects.submittable_in([unit]):
        told = f"{count} đề nghị chờ trình cấp trên"
        found.append(Work(told, "Chờ trình cấp trên", "chuyển đơn vị tiếp nhận trình"))
    return found
