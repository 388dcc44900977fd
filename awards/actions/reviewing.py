"""Ghi buổi bình xét ở đơn vị: who was there, and the votes of every proposal."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate

from awards.models import PeerReview, PeerReviewLine, Proposal
from awards.permissions import proposals as permissions
from campaigns.models import Campaign
from units import audit
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, remove

Votes = Mapping[int, tuple[int, int]]  # for and against, by proposal
SENT = "Buổi bình xét đã gửi cùng hồ sơ nên không sửa được; cần sửa thì rút các đề nghị ấy trước."


class Held(TypedDict, total=False):
    """Buổi họp."""

    campaign_id: int | None
    held_on: date
    place: str
    total: int
    present: int
    chair: str
    secretary: str
    remarks: str


@transaction.atomic
def record_review(
    unit_id: int, *, by: User, votes: Votes, **held: Unpack[Held]
) -> PeerReview:
    """Ghi một buổi bình xét of the unit, about its own proposals."""
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_write_proposals(by, unit))
    review = PeerReview(unit=unit, recorded_by=by, **_columns(held, by))
    _require_sensible(review, votes)
    add(review, by=by)
    _lines(review, votes, by)
    return review


@transaction.atomic
def amend_review(
    review_id: int, *, by: User, votes: Votes, seen: int | None = None,
    **held: Unpack[Held],
) -> PeerReview:  # fmt: skip
    """Sửa buổi bình xét, until one of its proposals has left the unit."""
    review = _lock(review_id, by)
    audit.require_unchanged(review, seen, by=by)
    columns = _columns(held, by)
    meant = {name: getattr(review, name) for name in ("held_on", "total", "present")}
    meant |= {name: columns[name] for name in meant.keys() & columns.keys()}
    _require_sensible(PeerReview(**meant), votes)
    # The lines hold the number of who was there: they go before it changes.
    for line in review.lines.all():
        remove(line, by=by)
    amend(review, by=by, **columns)
    _lines(review, votes, by)
    return review


@transaction.atomic
def drop_review(review_id: int, *, by: User) -> None:
    """Bỏ buổi bình xét ghi nhầm."""
    review = _lock(review_id, by)
    for line in review.lines.all():
        remove(line, by=by)
    remove(review, by=by)


def _lock(review_id, by) -> PeerReview:
    rows = PeerReview.objects.for_page().select_for_update(of=["self"], no_key=True)
    review = rows.get(pk=review_id)
    require(permissions.can_write_review(by, review))
    # Of those that are being sent just now, whoever sends them comes first.
    ids = review.lines.values("proposal")
    sent = Proposal.objects.filter(pk__in=ids).select_for_update(no_key=True)
    if not all(one.is_unsent for one in sent):
        raise Refused(SENT)
    return review


def _columns(held: Held, by: User) -> dict[str, Any]:
    columns: dict[str, Any] = dict(held)
    if "campaign_id" in columns:
        chosen = columns.pop("campaign_id")
        seen = Campaign.objects.visible_to(by).filter(pk=chosen)
        columns["campaign"] = seen.first() if chosen else None
    return columns


def _require_sensible(review: PeerReview, votes: Votes) -> None:
    if review.held_on > localdate():
        raise Refused(
            f"Ngày họp không được sau hôm nay. Đang nhập: {vn_date(review.held_on)}.",
            at="held_on",
        )
    if not 1 <= review.present <= review.total:
        raise Refused(
            f"Số người dự họp phải từ 1 đến {review.total}. Đang nhập: {review.present}.",
            at="present",
        )
    if not votes:
        raise Refused("Ghi số phiếu của ít nhất một đề nghị.", at="votes")
    for number, (votes_for, votes_against) in votes.items():
        if votes_for + votes_against > review.present:
            raise Refused(
                f"{votes_for} đồng ý và {votes_against} không đồng ý nhiều hơn "
                f"{review.present} người dự họp.",
                at=f"phieu-{number}",
            )


def _lines(review: PeerReview, votes: Votes, by: User) -> None:
    own = Proposal.objects.of_unit(review.unit).filter(pk__in=votes)
    found = own.select_for_update(no_key=True).in_bulk()
    if len(found) != len(votes):
        raise ObjectDoesNotExist
    for pk, (votes_for, votes_against) in votes.items():
        if not found[pk].is_open:
            raise Refused(
                f"Đề nghị cho {found[pk]} đã gửi nên không ghi bình xét được nữa.",
                at=f"phieu-{pk}",
            )
        line = PeerReviewLine(
            review=review, proposal=found[pk], votes_for=votes_for,
            votes_against=votes_against, present=review.present,
        )  # fmt: skip
        add(line, by=by)
