"""Góp ý khi đang soạn: told in short under their line, and on the pages that look it over."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from campaigns import actions
from campaigns.actions.commenting import GONE
from campaigns.models import Comment
from campaigns.views.desk import Desk
from units.errors import Refused

TOLD = 5  # comments that a page names; of the others it says how many


@dataclass(frozen=True)
class Brief:
    """Một góp ý còn mở. ``where``: the printed number of its line, "" where it has none."""

    comment: Comment
    url: str
    where: str = ""
    can_accept: bool = False

    @property
    def id(self) -> str:
        return str(self.comment.pk)


def briefs(desk: Desk) -> dict[int | None, list[Brief]]:
    """Open comments by the line they are of; None: of the plan, or of a line that is gone."""
    places = {line.pk: place for place, line in enumerate(desk.rows.lines)}
    page = reverse("campaigns:plan-comments", args=[desk.plan.pk])
    found: dict[int | None, list[Brief]] = defaultdict(list)
    for one in desk.open_comments:
        place = places.get(one.line_id)
        line = None if place is None else desk.rows.lines[place]
        found[line.pk if line else None].append(
            Brief(
                comment=one,
                url=f"{page}#gy-{one.pk}",
                where="" if place is None else desk.content.markers[place],
                can_accept=bool(one.proposed) and line is not None
                and line.text == one.said_of,
            )
        )  # fmt: skip
    return found


def panel(desk: Desk) -> dict[str, Any]:
    """For the partial ``open_comments``: those of the whole plan first, then line by line."""
    found = briefs(desk)
    order = [None, *(line.pk for line in desk.rows.lines)]
    told = [one for key in order for one in found.get(key, ())]
    return {
        "comments_url": reverse("campaigns:plan-comments", args=[desk.plan.pk]),
        "open_comments": told[:TOLD],
        "open_comments_count": len(told),
        "open_comments_more": max(len(told) - TOLD, 0),
    }


class CommentActs:
    """Buttons of the editor; the line is saved first, like with every other button."""

    posted: Any
    by: Any

    def accept_suggestion(self) -> int:
        """Nhận; the line that has the focus then."""
        return actions.accept_suggestion(self._comment(), by=self.by).pk

    def close_comment(self) -> int | None:
        """Đã xử lý; likewise."""
        outcome = Comment.Status.DONE
        comment = actions.close_comment(self._comment(), by=self.by, outcome=outcome)
        return comment.line_id

    def _comment(self):
        """The button names it in the place of the line."""
        if self.posted.line is None:
            raise Refused(GONE)
        return self.posted.line
