"""Khách: whose address a request comes from, and how often somebody may try something."""

import contextlib
import ipaddress
import logging
import math
import time
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# A cache that is away counts nothing; the site goes on.
CACHE_AWAY = (RedisError, OSError)


def address(request) -> str:
    """The visitor's address.

    Behind the proxy that ends TLS (the only case in which forwarded headers are believed
    at all) it is the last entry that the proxy itself wrote.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def known_address(request) -> str | None:
    """The visitor's address as a book keeps it; None where what was sent is no address."""
    try:
        return str(ipaddress.ip_address(address(request)))
    except ValueError:
        return None


def origin(request) -> str:
    """Whom a limit counts: the address, and of IPv6 the network that one household gets."""
    try:
        place = ipaddress.ip_address(address(request))
    except ValueError:
        return "unknown"
    if place.version == 6:
        return str(ipaddress.ip_network((place, 64), strict=False))
    return str(place)


def is_loopback(request) -> bool:
    """This machine itself, and not a proxy on it that speaks for somebody else."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def may(what: str, who: str, *, times: int, seconds: int) -> bool:
    """Count one more ``what`` of ``who``; False once there were ``times`` in ``seconds``."""
    name = _name(what, who)
    try:
        if cache.add(name, 0, seconds):
            cache.set(f"{name}:until", time.time() + seconds, seconds)
        try:
            return cache.incr(name) <= times
        except ValueError:  # it ran out between the two
            cache.set(name, 1, seconds)
    except CACHE_AWAY:
        log.warning("%s not counted: the cache is away", what)
    return True


def tally(what: str, who: str) -> int:
    """How many ``what`` of ``who`` were counted; 0 where nobody knows."""
    try:
        return cache.get(_name(what, who)) or 0
    except CACHE_AWAY:
        return 0


def seconds_to_wait(what: str, who: str, *, otherwise: int) -> int:
    """Until ``what`` of ``who`` is counted anew; ``otherwise`` where nobody knows."""
    with contextlib.suppress(*CACHE_AWAY):
        until = cache.get(f"{_name(what, who)}:until")
        if until is not None:
            return max(1, math.ceil(until - time.time()))
    return otherwise


def forget(what: str, who: str) -> None:
    """Start counting anew."""
    name = _name(what, who)
    with contextlib.suppress(*CACHE_AWAY):
        cache.delete(name)
        cache.delete(f"{name}:until")


def _name(what, who):
    """A name that any cache takes, whatever was typed into a form."""
    return f"may:{what}:{sha256(who.encode()).hexdigest()[:32]}"
