"""Xác thực văn bản: who signed a PDF, when, whether it was altered, and may it be believed.

Any bytes may be given; what they are is judged in a child process with limits, offline.
Nothing of pyHanko is loaded into the process that asks.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.trust import Trust
from reports.verifying import wording
from reports.verifying.added import Added, MarkArea
from reports.verifying.host import HOST
from reports.verifying.report import (
    Coverage,
    Report,
    SignerReport,
    Verdict,
    VerifierBusy,
)

__all__ = [
    "MAX_SIZE",
    "Added",
    "Coverage",
    "MarkArea",
    "Report",
    "SignerReport",
    "Verdict",
    "VerifierBusy",
    "verify",
    "weigh_addition",
]

MAX_SIZE = 30 * 1024 * 1024


def verify(
    data: bytes,
    *,
    known: Callable[[str], Report | None] | None = None,
    trust: Trust | None = None,
    cpu_seconds: int = 20,
) -> Report:
    """Kiểm tra ``data``.

    ``known`` gets the SHA-256 (hex) and may return the report that was made of exactly
    these bytes before: an official copy is then answered without any analysis. ``trust``
    defaults to the settings. A file that takes more than ``cpu_seconds`` is given up as
    too complex. Raises ``VerifierBusy`` when too many files are at it.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if known is not None and (report := known(sha256)) is not None:
        return report
    blank = Report(
        verdict=Verdict.NOT_PDF,
        messages=(wording.NOT_PDF,),
        sha256=sha256,
        size=len(data),
        checked_at=datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")),
    )
    if len(data) > MAX_SIZE:
        return _unreadable(blank, wording.TOO_LARGE)
    if not data.startswith(b"%PDF-"):
        return blank
    answers = HOST.ask(_request(data, trust or Trust.from_settings(), cpu_seconds))
    if not answers:
        return _unreadable(blank, wording.TOO_COMPLEX)
    return Report.from_json(json.loads(answers[-1]))


def weigh_addition(
    base: bytes,
    data: bytes,
    *,
    area: MarkArea | None,
    since: datetime,
    trust: Trust | None = None,
    cpu_seconds: int = 20,
) -> Added:
    """So ``data`` với tệp đã giao ``base``: exactly ours, plus one signature?

    ``area``: where its picture may stand; ``since``: when ``base`` was made. Raises
    ``VerifierBusy`` when too many files are being checked.
    """
    if len(data) > MAX_SIZE:
        return Added(problem=wording.TOO_LARGE)
    request = _request(
        data,
        trust or Trust.from_settings(),
        cpu_seconds,
        [base],
        area=area and asdict(area),
        since=since.isoformat(),
    )
    answers = HOST.ask(request)
    if not answers:
        return Added(problem=wording.TOO_COMPLEX)
    return Added.from_json(json.loads(answers[-1]))


def _request(
    data: bytes,
    trust: Trust,
    cpu_seconds: int,
    bases: Sequence[bytes] = (),
    **more: object,
) -> bytes:
    kinds = [
        list(trust.roots), list(trust.issuers), list(trust.crls), [data], list(bases)
    ]  # fmt: skip
    sizes = [[len(part) for part in kind] for kind in kinds]
    parts = b"".join(part for kind in kinds for part in kind)
    header = {"sizes": sizes, "cpu_seconds": cpu_seconds, **more}
    return json.dumps(header).encode() + b"\n" + parts


def _unreadable(blank: Report, message: str) -> Report:
    return replace(blank, messages=(message,))
