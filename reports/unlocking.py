"""Mở khóa: what a signer types for one signature travels from the page to the signing worker.

A PIN and a one-time code of a remote signing service. They wait in the cache, sealed with a
key drawn from ``SECRET_KEY``, under the paper that they are for, at most ten minutes and until
the service has heard them once. Neither the database, a message of the queue nor a log has them.
"""

import base64
import json
from collections.abc import Mapping
from functools import partial

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from reports.signing import Unlock

SECONDS = 600


def keep(work: int | str, values: Mapping[str, str]) -> None:
    """Keep what was typed, by the names that the service gave, for the paper's next signature.

    ``work``: the number of the paper, or another name of what is to be signed.
    """
    if values:
        sealed = _seal().encrypt(json.dumps(dict(values)).encode())
        cache.set(_name(work), sealed.decode(), SECONDS)


def of(work: int | str) -> Unlock | None:
    """What is kept for the paper; ``spent`` forgets it. None: nothing, or no longer."""
    sealed = cache.get(_name(work))
    if sealed is None:
        return None
    try:
        values = json.loads(_seal().decrypt(sealed.encode(), ttl=SECONDS))
    except (InvalidToken, ValueError):
        return None
    return Unlock(values=values, spent=partial(forget, work))


def forget(work: int | str) -> None:
    cache.delete(_name(work))


def _name(work):
    return f"unlock:{work}"


def _seal():
    digest = salted_hmac(
        "reports.unlocking", "v1", secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
