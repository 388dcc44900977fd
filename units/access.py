"""Ghi nhật ký truy cập: views of personal data, and whatever leaves the system as a file."""

from django.core.cache import cache
from django.db import models, transaction

from units import presence
from units.models import Access, Term
from units.placing import place_of
from units.visitors import CACHE_AWAY

What = Access.What
AGAIN = 60  # seconds in which a second look at the same thing by the same person is the same look
BATCH = 5_000


def looked_at(request_or_user, what: str, thing, *, about: str = "") -> Access | None:
    """Ghi một lượt: the person ``what`` (``Access.What``) ``thing``; None: just told.

    ``thing`` is a record, or a model for a list of its records. ``about`` says in words what
    was seen; of a record it is its name, where nothing is given. Called by views, after they
    have found that the person may see it. Whoever looks on as another is named themselves.
    """
    user = getattr(request_or_user, "user", request_or_user)
    about = (about or _name(thing))[:300]
    looking = presence.looking()
    who = looking.supporter_id if looking else user.pk
    if what == What.VIEWED and not _is_new(who, thing):
        return None
    capacity = presence.capacity_of(user)
    is_record = isinstance(thing, models.Model)
    return Access.objects.create(
        user_id=who,
        support_id=looking.view_id if looking else None,
        role=capacity.role if capacity else "",
        held_in_id=capacity.held_in if capacity else None,
        address=presence.address(),
        what=what,
        unit_id=place_of(thing, user),
        subject=thing._meta.label,
        subject_id=thing.pk if is_record else None,
        about=about,
    )


def forget_old() -> int:
    """Bỏ các lượt quá thời hạn lưu; how many went. The database checks the term once more."""
    total = 0
    term = Term.objects.length(Term.Code.ACCESS_LOG)
    while term and (gone := _forget_some(term)):
        total += gone
    return total


@transaction.atomic
def _forget_some(term):
    old = Access.objects.older_than(term).order_by("at")[:BATCH].values("pk")
    return Access.objects.filter(
        pk__in=list(old.values_list("pk", flat=True))
    ).delete()[0]


def _name(thing):
    if isinstance(thing, models.Model):
        return str(thing)
    return str(thing._meta.verbose_name)


def _is_new(user_id: int, thing) -> bool:
    """A page that is drawn anew, or searched letter by letter, was looked at once."""
    name = thing.pk if isinstance(thing, models.Model) else "list"
    try:
        return cache.add(f"looked:{user_id}:{thing._meta.label_lower}:{name}", 1, AGAIN)
    except CACHE_AWAY:
        return True
