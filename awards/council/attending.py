"""Ai dự, ai bỏ phiếu được: the room as it is known now."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.timezone import now

from awards.council.tally import Count, Rule, quorum
from awards.models import Attendance, CouncilSession, Recusal, Seat
from units.models import User
from units.wording import vn_datetime

Kind = CouncilSession.Kind


@dataclass(frozen=True)
class Room:
    """Phòng họp: the seats that were invited, in the order of the list."""

    session: CouncilSession
    rows: tuple[Attendance, ...]

    @property
    def voting(self) -> list[Attendance]:
        return [row for row in self.rows if row.seat.votes]

    @property
    def present(self) -> list[Attendance]:
        """Thành viên biểu quyết có mặt."""
        return [row for row in self.voting if row.is_present]

    @property
    def writing(self) -> list[Attendance]:
        """Send an opinion instead; in a written session all do."""
        if self.session.kind == Kind.WRITTEN:
            return self.voting
        if not self.session.takes_opinions:
            return []
        return [row for row in self.voting if row.writes]

    def expected(self, rule: Rule) -> list[Attendance]:
        """On whom a vote by that rule would be reckoned now, where it counts those who are there
        or give their opinion.
        """
        meet = [] if self.session.kind == Kind.WRITTEN else self.present
        return [*meet, *(self.writing if rule.written_opinions else ())]

    def row_of(self, user: User) -> Attendance | None:
        """Of the person's own seat."""
        return next((row for row in self.rows if row.seat.account_id == user.pk), None)

    def there(self, rule: Rule) -> int:
        """How many count for the quorum when a round is opened."""
        if self.session.kind == Kind.MIXED and rule.written_opinions:
            return len(self.present) + len(self.writing)
        return len(self.present)

    def quorum(self, rule: Rule) -> int:
        return quorum(rule, len(self.voting))

    def lacks_quorum(self, rule: Rule) -> str:
        """Why no round may be opened yet; "": it may. A written one is asked when it closes."""
        if self.session.kind == Kind.WRITTEN:
            return ""
        there, needed = self.there(rule), self.quorum(rule)
        if there >= needed:
            return ""
        return (
            f"Chưa đủ thành viên dự họp: có {there}/{len(self.voting)}, cần ít nhất {needed} "
            f"({rule.quorum_words}). Điểm danh đủ rồi mở lượt biểu quyết."
        )

    def short_of_opinions(self, rule: Rule, taken: Collection[int]) -> str:
        """Why a round that is closed now would decide nothing; "": it may be closed."""
        if self.session.kind == Kind.MEETING:
            return ""
        came, needed = len(self.counted(taken)), self.quorum(rule)
        if came >= needed:
            return ""
        return (
            f"Mới có {came}/{len(self.voting)} thành viên dự họp, cho ý kiến; cần ít nhất "
            f"{needed} ({rule.quorum_words}). Chờ thêm, hoặc hủy lượt này."
        )

    def counted(self, taken: Collection[int]) -> set[int]:
        """Seats that were there or gave their opinion."""
        present = set()
        if self.session.kind != Kind.WRITTEN:
            present = {row.seat_id for row in self.present}
        return present | {row.seat_id for row in self.voting if row.seat_id in taken}

    def count(
        self, taken: Collection[int], aside: Collection[int], ballots: tuple[int, int, int],
        chair: bool | None,
    ) -> Count:  # fmt: skip
        """What a round is reckoned from when it is closed."""
        there = self.counted(taken)
        standing_aside = {row.seat_id for row in self.voting if row.seat_id in aside}
        if self.session.kind == Kind.WRITTEN:
            recused_there: set[int] = set()
        else:
            recused_there = standing_aside & there
        agreed, against, blank = ballots
        return Count(
            members=len(self.voting), present=len(there), recused=len(standing_aside),
            recused_present=len(recused_there), agreed=agreed, against=against, blank=blank,
            chair=chair,
        )  # fmt: skip

    def why_not(
        self, row: Attendance | None, rule: Rule, aside: Collection[int], *,
        whose: str = "Anh/chị",
    ) -> str:  # fmt: skip
        """Why that seat may not vote by that rule now; "": it may."""
        if row is None:
            return f"{whose} không có ghế trong Hội đồng ở phiên họp này."
        if not row.seat.votes:
            return f"{whose} không có quyền biểu quyết ở Hội đồng này."
        if row.seat_id in aside:
            return f"{whose} không tham gia xét đề nghị này nên không biểu quyết."
        if self.session.kind != Kind.WRITTEN and row.is_present:
            return ""
        if row not in self.writing:
            return f"{whose} chưa được điểm danh có mặt. Báo thư ký điểm danh rồi bỏ phiếu."
        if not rule.written_opinions:
            return (
                "Quy định về hình thức khen thưởng này không tính ý kiến bằng văn bản."
            )
        due = self.session.opinions_due
        if due and now() > due:
            return f"Đã hết hạn nhận ý kiến lúc {vn_datetime(due)}."
        return ""


def room_of(session: CouncilSession) -> Room:
    """One query."""
    return Room(session, tuple(session.attendances.for_list()))  # type: ignore[attr-defined]


def aside_from(item_ids: Collection[int]) -> dict[int, set[int]]:
    """Item → seats that stand aside from it; one query."""
    found: dict[int, set[int]] = {pk: set() for pk in item_ids}
    rows = Recusal.objects.living().filter(item__in=item_ids)
    for item, seat in rows.values_list("item", "seat"):
        found[item].add(seat)
    return found


def chairs(room: Room) -> set[int]:
    """The seat of the chair of the council."""
    return {
        row.seat_id for row in room.rows if row.seat.position == Seat.Position.CHAIR
    }
