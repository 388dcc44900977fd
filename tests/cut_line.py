"""Đường dây đứt: a line to the site that can be cut in the middle of a request."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

PIECE = 16 * 1024


class Line:
    """Carries bytes to ``site`` and back. ``cut()``: whatever runs breaks off, nobody gets
    through until ``mend()``. ``watch``: asked with the bytes sent so far on a connection, and
    whether they go to the site; True cuts the line at that moment."""

    def __init__(self, site: str):
        parts = urlsplit(site)
        self._site = (parts.hostname, parts.port)
        self._door = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self._door.getsockname()[1]}"
        self.watch: Callable[[bytes, bool], bool] = lambda seen, up: False
        self._is_cut = False
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._welcome, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        for end in list(self._open):
            self._close(end)

    def mend(self) -> None:
        self.watch = lambda seen, up: False
        self._is_cut = False

    def end(self) -> None:
        self.cut()
        self._door.close()

    def _welcome(self):
        while True:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            if self._is_cut:
                here.close()
                continue
            there = socket.create_connection(self._site)
            self._open |= {here, there}
            for one, other, up in ((here, there, True), (there, here, False)):
                threading.Thread(
                    target=self._carry, args=(one, other, up), daemon=True
                ).start()

    def _carry(self, one, other, up):
        seen = b""
        with contextlib.suppress(OSError):
            while piece := one.recv(PIECE):
                seen += piece
                if self.watch(seen, up):
                    self.cut()
                    return
                other.sendall(piece)
        self._close(one)
        self._close(other)

    def _close(self, end):
        self._open.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextlib.contextmanager
def line_to(site: str) -> Iterator[Line]:
    line = Line(site)
    try:
        yield line
    finally:
        line.end()
