"""Góp ý bên dòng: the plan in reading order, and what was said of each line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from campaigns import passages, permissions
from campaigns.actions.commenting import DISCUSSED
from campaigns.changes import Piece, diff
from campaigns.models import Comment, Plan, PlanLine
from campaigns.queries import NOTE_TABLES, PlanRows, content_of
from campaigns.views.rows import Row, depths
from units.models import User
from units.wording import excerpt

OPEN, ALL, OWN = "con-mo", "tat-ca", "cua-toi"
FILTERS = {OPEN: "Còn mở", ALL: "Tất cả", OWN: "Của tôi"}
WHOLE, GONE = "chung", "da-xoa"  # places that are no line


@dataclass
class Said:
    """Một góp ý with its answers, and what its reader may do with it.

    ``proposal``: word by word against the line as it read then. ``since``: what became of the
    line meanwhile, None where it still reads the same. ``is_lost``: the passage meant stands
    in the line no more.
    """

    comment: Comment
    answers: list[Comment] = field(default_factory=list)
    proposal: list[Piece] = field(default_factory=list)
    since: list[Piece] | None = None
    is_lost: bool = False
    can_answer: bool = False
    can_close: bool = False
    can_decline: bool = False
    can_accept: bool = False
    can_reopen: bool = False
    can_withdraw: bool = False
    own_answers: frozenset[int] = frozenset()  # those that may be taken back
    is_gone: bool = False  # its line was removed
    form: Any = None  # of an answer that is being written

    @property
    def id(self) -> str:
        return str(self.comment.pk)

    @property
    def has_acts(self) -> bool:
        return (
            self.can_answer
            or self.can_close
            or self.can_accept
            or self.can_reopen
            or self.can_withdraw
        )


@dataclass
class Spoken(Row):
    """Một dòng with what is ``said`` of it. ``words``: its text, True where a passage is meant."""

    words: list[tuple[str, bool]] = field(default_factory=list)
    form: Any = None  # of a comment that is being written

    @property
    def key_name(self) -> str:
        return str(self.key)


@dataclass
class Group:
    """Góp ý chung, góp ý về dòng đã xóa: comments beside no line."""

    key_name: str
    said: list[Said] = field(default_factory=list)
    form: Any = None


class Talk:
    """The plan and all that is said of it, read once: its lines, its comments."""

    def __init__(
        self,
        plan: Plan,
        user: User,
        wanted: str = OPEN,
        shown: int = 0,
        lines: list[PlanLine] | None = None,
    ):
        """``shown``: a comment shown whatever the filter says; ``lines``: if read already."""
        self.plan, self.user, self.wanted, self.shown = plan, user, wanted, shown
        if lines is None:
            lines = list(plan.lines.order_by("position"))
        self.lines = lines
        self.by_pk = {line.pk: line for line in self.lines}
        comments = list(plan.comments.for_page())
        self.threads = [one for one in comments if one.parent_id is None]
        self.answers: dict[int, list[Comment]] = {}
        self.of_line: dict[int, list[Comment]] = {}
        for one in comments:
            one.plan = plan
            if one.parent_id is not None:
                self.answers.setdefault(one.parent_id, []).append(one)
            elif one.line_id is not None:
                self.of_line.setdefault(one.line_id, []).append(one)
        self.is_discussed = plan.status in DISCUSSED
        self.can_comment = self.is_discussed and permissions.can_comment(user, plan)
        self.can_edit = permissions.can_edit(user, plan)

    def filters(self) -> list[dict[str, Any]]:
        """The three choices, each with how many comments it shows."""
        return [
            {
                "key": key,
                "label": label,
                "now": key == self.wanted,
                "amount": sum(self._fits(one, key) for one in self.threads),
            }
            for key, label in FILTERS.items()
        ]

    def rows(self) -> list[Spoken]:
        """Every line, in reading order."""
        rows = PlanRows(self.lines, {name: [] for name in NOTE_TABLES}, [])
        markers = content_of(self.plan, rows).markers
        places = zip(self.lines, markers, depths(self.lines), strict=True)
        return [self._row(line, number, depth) for line, number, depth in places]

    def row(self, pk: int) -> Spoken | None:
        """One of the lines; None where it is gone."""
        return next((row for row in self.rows() if row.key == pk), None)

    def group(self, name: str) -> Group:
        of_line = name == GONE
        found = [
            one
            for one in self.threads
            if one.line_id not in self.by_pk and one.is_of_line == of_line
        ]
        return Group(name, self._said(found))

    def own(self) -> list[Said]:
        """What the reader said, line by line, then what is of no line."""
        places = {line.pk: place for place, line in enumerate(self.lines)}
        mine = [one for one in self.threads if one.author_id == self.user.pk]
        mine.sort(key=lambda one: places.get(one.line_id, len(places)))
        return [self._of(one) for one in mine]

    def place_of(self, comment: Comment) -> str:
        """Where the comment is shown: the line's key, or the name of a group."""
        if comment.line_id in self.by_pk:
            return str(comment.line_id)
        return GONE if comment.is_of_line else WHOLE

    def find(self, pk: int) -> Comment | None:
        return next((one for one in self.threads if one.pk == pk), None)

    def _row(self, line, number, depth):
        said = self._said(self.of_line.get(line.pk, ()))
        meant = [one.comment.quote for one in said if one.comment.is_open]
        return Spoken(
            key=line.pk,
            kind=line.kind,
            text=line.text,
            number=number,
            is_title=line.is_title,
            depth=depth,
            said=said,
            words=passages.marked(line.text, filter(None, meant)),
        )

    def _said(self, threads: Iterable[Comment]) -> list[Said]:
        return [
            self._of(one)
            for one in threads
            if one.pk == self.shown or self._fits(one, self.wanted)
        ]

    def _fits(self, comment, wanted):
        if wanted == OPEN:
            return comment.is_open
        mine = {comment.author_id, *(a.author_id for a in self._answers(comment))}
        return wanted == ALL or self.user.pk in mine

    def _answers(self, comment):
        return self.answers.get(comment.pk, [])

    def _of(self, comment):
        said = Said(comment, self._answers(comment))
        line = self.by_pk.get(comment.line_id)
        said.is_gone = comment.is_of_line and line is None
        if comment.proposed:
            said.proposal = diff(comment.said_of, comment.proposed)
        taken = comment.status == Comment.Status.ACCEPTED
        known = {comment.said_of, comment.proposed} if taken else {comment.said_of}
        if line is not None and line.text not in known:
            said.since = diff(comment.said_of, line.text)
        if line is not None and comment.quote:
            said.is_lost = passages.find(line.text, comment.quote) is None
        may_close = self.is_discussed and permissions.can_close_comment(
            self.user, comment
        )
        said.can_answer = comment.is_open and self.can_comment
        said.can_accept = (
            self.can_edit
            and self.plan.is_open
            and comment.is_open
            and bool(comment.proposed)
            and line is not None
            and said.since is None
        )
        said.can_close = comment.is_open and may_close and not said.can_accept
        said.can_decline = (
            comment.is_open and may_close and self.can_edit and bool(comment.proposed)
        )
        said.can_reopen = not comment.is_open and may_close
        said.can_withdraw = (
            comment.is_open and not said.answers and self._may_withdraw(comment)
        )
        if comment.is_open:
            said.own_answers = frozenset(
                one.pk for one in said.answers if self._may_withdraw(one)
            )
        return said

    def _may_withdraw(self, comment):
        return self.is_discussed and permissions.can_withdraw_comment(
            self.user, comment
        )


def places_said(user: User, plan: Plan) -> list[str]:
    """Lines that a return may open alone: those with open comments of who returns."""
    said = Comment.objects.at_lines_by(plan, user)
    return [
        excerpt(line.text, 100) or "(dòng trống)"
        for line in dict.fromkeys(comment.line for comment in said)
    ]
