"""Phiên đăng nhập: kept in the database and the cache, listed by person, ended at once.

The store that Django calls by the name of its module (``SESSION_ENGINE``). Whose session
it is and where it comes from stands in columns, so that a person sees their own and an
administrator ends somebody's.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as CachedSessions
from django.core.cache import caches
from django.db import transaction
from django.utils.timezone import now

from units.models import Session, User

SEEN_EVERY = 5 * 60  # seconds between two notes of having been seen


class SessionStore(CachedSessions):
    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        record = super().create_model_instance(data)
        record.user_id = data.get(SESSION_KEY)
        record.address = data.get("address", "")
        record.agent = data.get("agent", "")
        record.began_at = _time(data.get("began"))
        record.seen_at = _time(data.get("seen"))
        return record


def live(user: User) -> list[Session]:
    """Phiên đang mở of a person, the one last seen first."""
    open_ones = Session.objects.filter(user=user, expire_date__gt=now())
    return sorted(
        open_ones, key=lambda one: one.seen_at or one.expire_date, reverse=True
    )


def end_all(user: User, *, but: str | None = None) -> int:
    """Kết thúc every session of the person, except the one with the key ``but``."""
    return _end([one.pk for one in Session.objects.filter(user=user) if one.pk != but])


def end(user: User, handle: str) -> int:
    """Kết thúc one session of the person; 0 where there is none of that handle."""
    return _end([one.pk for one in live(user) if one.handle == handle])


def forget_old() -> None:
    """Rows of sessions that ran out; the cache drops its own."""
    Session.objects.filter(expire_date__lt=now()).delete()


def _end(keys: Iterable[str]) -> int:
    keys = list(keys)
    Session.objects.filter(pk__in=keys).delete()
    names = [f"{SessionStore.cache_key_prefix}{key}" for key in keys]
    # Not before the rows are gone for everybody: a request in between would bring it back.
    cache = caches[settings.SESSION_CACHE_ALIAS]
    transaction.on_commit(partial(cache.delete_many, names))
    return len(keys)


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
