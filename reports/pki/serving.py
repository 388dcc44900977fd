"""Dịch vụ của hạ tầng trình diễn trên máy này: TSA, OCSP and CRL over loopback HTTP."""

import logging
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from certomancer.integrations.animator import Animator, AnimatorArchStore

from reports.pki.authority import ARCHITECTURE, Authority
from reports.pki.records import PkiError

logger = logging.getLogger(__name__)

_CRL_PATHS = {
    f"/{ARCHITECTURE}/crls/{name}/latest.crl": name for name in ("root", "ca")
}


class Services:
    """The WSGI application. It reads ``pki.json`` again when that has changed, so that a
    certificate issued or revoked meanwhile is answered for without a restart."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._lock = Lock()
        self._stamp = -1
        self._animator: WSGIApplication | None = None

    def __call__(
        self, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        name = _CRL_PATHS.get(environ.get("PATH_INFO", ""))
        if name is None:
            return self._current()(environ, start)
        start("200 OK", [("Content-Type", "application/pkix-crl")])
        return [self._authority.crl(name)]

    def _current(self) -> WSGIApplication:
        with self._lock:
            stamp = self._authority.record_path.stat().st_mtime_ns
            if self._animator is None or stamp != self._stamp:
                architectures: Any = {ARCHITECTURE: self._authority.architecture()}
                self._animator = Animator(
                    AnimatorArchStore(architectures),
                    with_web_ui=False,
                    allow_time_override=False,
                )
                self._stamp = stamp
            return self._animator


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)


def make(authority: Authority) -> WSGIServer:
    """A server bound to the PKI's address; only loopback is accepted."""
    parts = urlsplit(authority.address)
    host, port = parts.hostname or "", parts.port or 0
    if host not in {"127.0.0.1", "localhost", "::1"}:
        raise PkiError(
            f"Dịch vụ trình diễn chỉ chạy trên máy này, không chạy ở {host}."
        )
    try:
        return make_server(
            host,
            port,
            Services(authority),
            server_class=_Server,
            handler_class=_QuietHandler,
        )
    except OSError as error:
        raise PkiError(f"Cổng {port} đang có chương trình khác dùng.") from error
