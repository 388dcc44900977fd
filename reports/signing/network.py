"""Hỏi dịch vụ chứng thực: the few requests that signing makes, and nothing beside them.

Only to hosts that the settings name, never through a redirect, never more bytes or time
than allowed. Addresses stand in certificates, so they are checked like any input.
"""

import http.client
import time
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper  # noqa: TID253  the signing worker's
from pyhanko.sign.timestamps.common_utils import (  # noqa: TID253  likewise
    TimestampRequestError,
)

_OWN = {"127.0.0.1", "::1", "localhost"}
_MAX_ANSWER = 20 * 1024 * 1024
# One signature asks a service several times, one question right after the other. Whoever lets
# the first one time out is not asked the others; the task's later attempts ask anew.
SILENCE_HOLDS = 5.0  # seconds
_silent: dict[str, float] = {}  # address of a service → until when it is not asked


class NotReached(Exception):
    """The service did not answer as it should; worth another try later."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_outside = urllib.request.build_opener(_NoRedirect)
# A proxy of the office knows nothing of this machine's own loopback.
_loopback = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def ask(
    url: str, *, hosts: frozenset[str], timeout: float, body: bytes | None = None,
    content_type: str = "",
) -> bytes:  # fmt: skip
    """GET, or POST of ``body``. Raises :class:`NotReached`."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise NotReached(f"{url}: not HTTP")
    if not {parts.netloc.lower(), (parts.hostname or "").lower()} & hosts:
        raise NotReached(f"{parts.netloc}: not among the allowed hosts")
    service = f"{parts.netloc.lower()}{parts.path}"  # OCSP and CRL may share a host
    if time.monotonic() < _silent.get(service, 0):
        raise NotReached(f"{url}: gave no answer a moment ago")
    headers = {"Content-Type": content_type} if body is not None else {}
    request = urllib.request.Request(url, data=body, headers=headers)
    opener = _loopback if parts.hostname in _OWN else _outside
    try:
        with opener.open(request, timeout=timeout) as answer:
            data: bytes = answer.read(_MAX_ANSWER + 1)
    except (OSError, http.client.HTTPException, urllib.error.URLError) as error:
        if isinstance(getattr(error, "reason", error), TimeoutError):
            _silent[service] = time.monotonic() + SILENCE_HOLDS
        raise NotReached(f"{url}: {error}") from error
    if len(data) > _MAX_ANSWER:
        raise NotReached(f"{url}: answer too long")
    return data


def forget_silence() -> None:
    """Ask everybody anew from here on."""
    _silent.clear()


class Stamper(TimeStamper):
    """Dấu thời gian: asks the TSA that the settings name."""

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__()
        self._url, self._timeout = url, timeout
        self._hosts = frozenset({urlsplit(url).netloc.lower()})
        self.stamped_at: datetime | None = None  # of the latest stamp

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> Any:
        try:
            data = ask(
                self._url,
                hosts=self._hosts,
                timeout=self._timeout,
                body=req.dump(),
                content_type="application/timestamp-query",
            )
            answer = tsp.TimeStampResp.load(data)
            token = answer["time_stamp_token"]["content"]["encap_content_info"]
            self.stamped_at = token["content"].parsed["gen_time"].native
            return answer
        except (NotReached, ValueError, TypeError, KeyError) as error:
            raise TimestampRequestError(f"no time stamp: {error}") from error
