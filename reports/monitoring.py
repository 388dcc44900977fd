"""Giám sát: whether each part that a paper needs works, and figures for Prometheus."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from campaigns.models import Plan
from reports.models import Attempt, Document, NumberBook, RegisterEntry

log = logging.getLogger(__name__)

QUEUES = ("default", "pdf", "sign")
PING_SECONDS = 1.0  # workers answer a broadcast in a few hundredths
REMEMBERED = 10  # seconds: probes every second must not flood the workers
FONTS = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSerif-BoldItalic.ttf",
)


@dataclass(frozen=True)
class Part:
    """Một bộ phận: ``says`` is for the operator, one short line."""

    name: str
    works: bool
    says: str = ""


def parts() -> list[Part]:
    """Every part, each tried by itself."""
    served = _try("worker", _served_queues)
    queues = served.says.split(",") if served.works else []
    return [
        _try("database", _database),
        _try("redis", _redis),
        Part("worker", "pdf" in queues and "default" in queues, _queues_words(served)),
        Part(
            "signer",
            "sign" in queues,
            "có máy ký nhận việc" if "sign" in queues else "không máy ký nào trả lời",
        ),
        _try("font", _fonts),
    ]


def exposition() -> str:
    """The text format of Prometheus."""
    lines: list[str] = []
    for name, help_text, kind, samples in _families():
        lines += [f"# HELP {name} {help_text}", f"# TYPE {name} {kind}"]
        for labels, value in samples:
            inside = ",".join(f'{key}="{text}"' for key, text in labels.items())
            lines.append(f"{name}{{{inside}}} {value}" if inside else f"{name} {value}")
    return "\n".join(lines) + "\n"


def _families():
    yield (
        "thidua_documents", "Papers by status.", "gauge",
        [({"status": s}, n) for s, n in _by_status(Document)],
    )  # fmt: skip
    yield (
        "thidua_plans", "Plans by status.", "gauge",
        [({"status": s}, n) for s, n in _by_status(Plan)],
    )  # fmt: skip
    owed = _owed()
    yield (
        "thidua_documents_owed",
        "Papers a worker owes something.",
        "gauge",
        [({}, owed["count"])],
    )
    yield (
        "thidua_oldest_owed_document_seconds", "Age of the oldest such paper; 0 for none.",
        "gauge", [({}, owed["age"])],
    )  # fmt: skip
    yield (
        "thidua_work_given_up", "Work that killed its workers and waits for resume_work.",
        "gauge", [({}, Attempt.objects.given_up().count())],
    )  # fmt: skip
    yield (
        "thidua_queue_length", "Messages that wait in a queue; -1 where Redis does not answer.",
        "gauge", [({"queue": name}, length) for name, length in _queue_lengths()],
    )  # fmt: skip
    yield (
        "thidua_register_entries_total", "Lines of the registers of outgoing papers.", "counter",
        [({}, RegisterEntry.objects.count())],
    )  # fmt: skip
    yield (
        "thidua_last_number", "Last number given, by series and year.", "gauge",
        [({"series": str(s), "year": str(y)}, n)
         for s, y, n in NumberBook.objects.order_by("series", "year").values_list(
             "series_id", "year", "last_number")],
    )  # fmt: skip
    yield (
        "thidua_last_issue_timestamp_seconds", "When a paper was last issued; 0 for never.",
        "gauge", [({}, _last_issue())],
    )  # fmt: skip


def _by_status(table):
    found = dict(
        table.objects.order_by().values_list("status").annotate(count=Count("pk"))
    )
    return [(status, found.get(status, 0)) for status in table.Status.values]


def _owed():
    since = Coalesce("numbered_at", "requested_at")
    found = Document.objects.owed().aggregate(count=Count("pk"), oldest=Min(since))
    age = (now() - found["oldest"]).total_seconds() if found["oldest"] else 0
    return {"count": found["count"], "age": round(max(age, 0))}


def _last_issue():
    last = Document.objects.issued().aggregate(last=Max("sealed_at"))["last"]
    return round(last.timestamp()) if last else 0


def _queue_lengths():
    try:
        with current_app.connection_for_read() as broker:
            client = broker.default_channel.client
            return [(name, client.llen(name)) for name in QUEUES]
    except (
        Exception
    ):  # whatever the driver raises, the other figures are still worth giving
        log.warning("queue lengths unknown", exc_info=True)
        return [(name, -1) for name in QUEUES]


def _try(name: str, ask: Callable[[], str]) -> Part:
    try:
        return Part(name, True, ask())
    except Exception as error:  # a probe reports every failure and raises none
        log.warning("%s does not work", name, exc_info=True)
        return Part(name, False, type(error).__name__)


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "trả lời"


def _redis():
    with current_app.connection_for_read() as broker:
        broker.default_channel.client.ping()
    return "trả lời"


def _served_queues():
    """Names of the queues that some living worker takes from, divided by commas."""
    known = cache.get("monitoring:queues")
    if known is None:
        answers = (
            current_app.control.inspect(timeout=PING_SECONDS).active_queues() or {}
        )
        names = {queue["name"] for queues in answers.values() for queue in queues}
        known = ",".join(sorted(names))
        cache.set("monitoring:queues", known, REMEMBERED)
    return known


def _queues_words(served):
    return (
        f"nhận việc: {served.says}" if served.works and served.says else "không trả lời"
    )


def _fonts():
    home = settings.BASE_DIR / "static" / "pdf" / "fonts"
    missing = [name for name in FONTS if not (home / name).is_file()]
    if missing:
        raise FileNotFoundError(", ".join(missing))
    return "đủ 4 kiểu chữ"
