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


def keep(document_id: int, values: Mapping[str, str]) -> None:
    """Keep what was typed, by the names that the service gave, for the paper's next signature."""
    if values:
        sealed = _seal().encrypt(json.dumps(dict(values)).encode())
        cache.set(_name(document_id), sealed.decode(), SECONDS)


def of(document_id: int) -> Unlock | None:
    """What is kept for the paper; ``spent`` forgets it. None: nothing, or no longer."""
    sealed = cache.get(_name(document_id))
    if sealed is None:
        return None
    try:
        values = json.loads(_seal().decrypt(sealed.encode(), ttl=SECONDS))
    except (InvalidToken, ValueError):
        return None
    return Unlock(values=values, spent=partial(forget, document_id))


def forget(document_id: int) -> None:
    cache.delete(_name(document_id))


def _name(document_id):
    return f"unlock:{document_id}"


def _seal():
    digest = salted_hmac(
        "reports.unlocking", "v1", secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
