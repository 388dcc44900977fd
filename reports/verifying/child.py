"""Tiến trình con: forks one limited process for each file.

Loading pyHanko takes most of a second and a hostile file may take all memory or time
there is. So this helper loads it once and, for every file, forks a child that has 1.5 GB,
a bounded time, no files to write, and no network where the kernel allows to take it away.
The helper itself reads nothing but the sockets it is handed.
"""

import contextlib
import gc
import json
import logging
import os
import resource
import signal
import socket
import struct
import sys
from datetime import datetime

from reports.trust import Trust
from reports.verifying import addition, inspection
from reports.verifying.added import MarkArea
from reports.verifying.host import WALL_SECONDS

MEMORY = 1_500_000_000  # bytes


def main(descriptor: int) -> None:
    """Fork a child for every socket that arrives; end with the site's process."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the children
    _leave_network()
    gc.freeze()
    with socket.socket(fileno=descriptor) as control:
        while True:
            message, handed, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                return
            for each in handed:
                if os.fork() == 0:
                    control.close()
                    _child(each)
                os.close(each)


def _child(descriptor: int) -> None:
    """Read one request, answer it, end. Never returns."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.alarm(WALL_SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with socket.socket(fileno=descriptor) as connection:
            _serve(connection)
        status = 0
    finally:
        os._exit(status)


def _serve(connection: socket.socket) -> None:
    logging.disable(logging.CRITICAL)  # what pyHanko thinks of a hostile file is noise
    with connection.makefile("rb") as incoming:
        (length,) = struct.unpack(">Q", incoming.read(8))
        request = incoming.read(length)
    header, _, rest = request.partition(b"\n")
    order = json.loads(header)
    seconds, sizes = int(order["cpu_seconds"]), order["sizes"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    parts = iter(_cut(rest, [n for kind in sizes for n in kind]))
    roots, issuers, crls, (data,), base = (
        tuple(next(parts) for _ in kind) for kind in sizes
    )
    trust = Trust(roots=roots, issuers=issuers, crls=crls)
    if base:
        area = order["area"] and MarkArea(**order["area"])
        since = datetime.fromisoformat(order["since"])
        added = addition.judge(base[0], data, trust, area=area, since=since)
        _answer(connection, added.to_json())
        return
    report = inspection.inspect(data, trust)
    _answer(connection, report.to_json())
    if report.signers and not report.number_line:
        # Last, because pdfium ends the process rather than raise when memory runs out.
        number, date = inspection.first_page_lines(data)
        _answer(connection, report.with_texts(number, date).to_json())


def _answer(connection: socket.socket, value: object) -> None:
    connection.sendall(json.dumps(value).encode() + b"\n")


def _cut(data: bytes, sizes: list[int]) -> list[bytes]:
    view, at, parts = memoryview(data), 0, []
    for size in sizes:
        parts.append(bytes(view[at : at + size]))
        at += size
    return parts


def _leave_network() -> None:
    """Move into an empty network, where the kernel lets an unprivileged process do so."""
    flags = os.CLONE_NEWNET | (0 if os.geteuid() == 0 else os.CLONE_NEWUSER)
    with contextlib.suppress(OSError):
        os.unshare(flags)


if __name__ == "__main__":
    main(int(sys.argv[1]))
