"""Ghi lại điều đã ghi ngoài mạng: each event by the act that would have done it here."""

from awards import permissions
from awards.actions._council import lock_round
from awards.actions.council_agenda import record_recusal
from awards.actions.council_ballots import count_paper, give_paper, record_hands
from awards.actions.council_conclusions import conclude_item, defer_item
from awards.actions.council_rounds import close_round, open_rounds
from awards.actions.council_sessions import (
    finish_session,
    mark_attendance,
    open_session,
    record_answer,
)
from awards.council.recorded import Event
from awards.models import AgendaItem, Attendance, CouncilSession, PaperCount
from units import audit
from units.errors import Refused
from units.models import User
from units.workflow import add


class Replay:
    """One session handed in by one person; it remembers the round that is open of each item."""

    def __init__(self, session: CouncilSession, by: User):
        self.session, self.by = session, by
        self.rounds: dict[int, int] = {}

    def do(self, event: Event) -> None:
        if event.item is not None:
            # Of this session, whatever was sent.
            self.session.items.get(pk=event.item)  # type: ignore[attr-defined]
        getattr(self, f"_{event.do}")(event.item, **event.of)

    def _open(self, item):
        open_session(self.session.pk, by=self.by)

    def _finish(self, item):
        finish_session(self.session.pk, by=self.by)

    def _mark(self, item, row, presence):
        self._row(row)
        if presence not in ("", *Attendance.Presence):
            raise Refused("Ghi có mặt hoặc vắng mặt.")
        mark_attendance(self.session.pk, row, by=self.by, presence=presence)

    def _absence(self, item, row, reason):
        self._row(row)
        record_answer(
            self.session.pk, row, by=self.by, answer=Attendance.Answer.ABSENT,
            reason=reason,
        )  # fmt: skip

    def _row(self, row):
        if not self.session.attendances.filter(pk=row).exists():  # type: ignore[attr-defined]
            raise Refused("Người này không được mời họp.")

    def _recuse(self, item, seat, reason):
        record_recusal(item, seat, by=self.by, reason=reason)

    def _vote(self, item, reason):
        [round_] = open_rounds(
            self.session.pk, by=self.by, item_ids=[item], reason=reason
        )
        self.rounds[item] = round_.pk

    def _paper(self, item, seats):
        for seat in seats:
            give_paper(self.session.pk, seat, by=self.by, round_ids=[self.rounds[item]])

    def _count(self, item, first, second, second_by):
        """The second person stood at the same laptop: what they entered stands under their name,
        and the book says who handed it in."""
        round_ = lock_round(self.rounds[item])
        seats = self.session.attendances.exclude(seat__account=self.by)  # type: ignore[attr-defined]
        row = seats.select_related("seat__account").filter(
            seat__account=second_by
        ).first()  # fmt: skip
        if row is None:
            raise Refused(
                "Người kiểm phiếu thứ hai phải là thành viên khác được mời họp, có tài khoản."
            )
        second_person = row.seat.account
        may = permissions.can_count_paper(second_person, self.session.unit)
        if not may or permissions.stands_aside(second_person, round_.item):
            raise Refused(
                f"{row.seat.name} không kiểm phiếu được về đề nghị này. Chọn người kiểm thứ hai "
                "khác, cùng kiểm lại."
            )
        for_, against, blank = first
        count_paper(
            round_.pk, by=self.by, agreed=for_, against=against, blank=blank
        )  # fmt: skip
        for_, against, blank = second
        count = PaperCount(
            round=round_, entered_by=second_person, agreed=for_, against=against,
            blank=blank,
        )  # fmt: skip
        add(count, by=self.by)

    def _hands(self, item, choices):
        said = {int(seat): choice for seat, choice in choices.items()}
        record_hands(self.rounds[item], by=self.by, choices=said)

    def _close(self, item, passed, chair):
        round_ = close_round(self.rounds[item], by=self.by, chair_agreed=chair)
        if round_.passed != passed:
            raise Refused(
                "Máy chủ tính ra kết quả khác với kết quả đã hiện trên máy mang đi. Lấy lại phiên "
                "họp và kiểm phiếu lại."
            )

    def _conclude(self, item, words):
        conclude_item(item, by=self.by, words=words)

    def _defer(self, item, words):
        defer_item(item, by=self.by, words=words)

    def _mended(self, item, reason):
        row = AgendaItem.objects.get(pk=item)
        audit.write("agendaitem.mended", row, by=self.by, reason=reason)
