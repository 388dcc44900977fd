"""Hồ sơ của một tệp: what is shown of a finished paper, made once per hash by a worker.

Page pictures, page texts and the verdict on the signatures lie beside the papers, named by
the file's hash: a page of the site reads them and never waits for them to be made. Only the
verdict can age (a certificate may be revoked later), so it is renewed once a day in the
background while the last one goes on being shown.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from cattrs import BaseValidationError
from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import now

from reports import sheets, store, verifying
from reports.attempts import GivenUp, attempt
from reports.models import AnnexFile, Diploma, DocumentFile, PactFile
from reports.rendering import page_images, page_texts, strip_of
from reports.verdicts import Conclusion
from reports.verifying.report import Report
from units.visitors import CACHE_AWAY

CELL = (96, 136)  # px of a small page in the strip
DRAWN = "anh-2"  # another name whenever other pictures are drawn: they are made anew
FRESH = timedelta(days=1)
REMEMBERED = 3600  # seconds in the cache
ASKED_FOR = 60  # seconds before a lost request is made again


class Pictures:
    """Ảnh và chữ của các trang. ``count`` pages; numbers from 1."""

    def __init__(self, home: Path, count: int):
        self.home, self.count = home, count

    @property
    def strip(self) -> Path:
        """All pages small, below each other, each in a ``CELL``."""
        return self.home / "dai.webp"

    def texts(self) -> list[str]:
        return json.loads((self.home / "texts.json").read_text())


def pictures(sha256: str) -> Pictures | None:
    """The finished pictures, or None while they are not there."""
    home = _home(sha256) / DRAWN
    try:
        return Pictures(home, len(json.loads((home / "texts.json").read_text())))
    except FileNotFoundError:
        return None


def verdict(sha256: str) -> Conclusion | None:
    """The last verdict on this very file, or None while there is none."""
    kept = _recall(_name(sha256))
    if kept is None:
        try:
            kept = (_home(sha256) / "verdict.json").read_text()
        except FileNotFoundError:
            return None
        _remember(_name(sha256), kept)
    try:
        return Conclusion(Report.from_json(json.loads(kept)))
    except (BaseValidationError, ValueError):  # written by another version: made anew
        return None


def verdict_of_members(sha256: str) -> Conclusion | None:
    """Of a pact: persons alone sign it."""
    found = verdict(sha256)
    return found and replace(found, is_of_members=True)


def verdict_of_agency(sha256: str) -> Conclusion | None:
    """Of what a machine made and the agency's seal alone certifies."""
    found = verdict(sha256)
    return found and replace(found, is_of_machine=True)


def is_unjudged(sha256: str) -> bool:
    """There is no verdict, or it is a day old."""
    last = verdict(sha256)
    return last is None or now() - last.checked_at > FRESH


def is_owed(sha256: str) -> bool:
    """Something is missing, or the verdict is a day old."""
    return is_unjudged(sha256) or pictures(sha256) is None


def should_ask(sha256: str) -> bool:
    """True for the first who asks in a while: one request to the worker is enough."""
    try:
        return cache.add(f"examine-asked:{sha256}", 1, ASKED_FOR)
    except CACHE_AWAY:
        return False


def examine(file_id: int) -> None:
    """Make what is missing for one file. Safe to run any number of times."""
    file = DocumentFile.objects.select_related("document").get(pk=file_id)
    if not is_owed(file.sha256):
        return
    # Given up, the file has no pictures or no verdict and its page says so; the log has why.
    with suppress(GivenUp), attempt(f"examine:{file.sha256}") as mine:
        if not mine:
            return
        content = store.read_stored(file)
        if pictures(file.sha256) is None:
            _draw(file.sha256, content)
        if is_unjudged(file.sha256):
            _keep(verifying.verify(content))


def examine_all(document_id: int) -> None:
    """Make what is missing for every file of a document."""
    files = DocumentFile.objects.filter(document=document_id)
    for file_id in files.values_list("pk", flat=True):
        examine(file_id)
    annexes = AnnexFile.objects.official().filter(document=document_id)
    for file_id in annexes.values_list("pk", flat=True):
        examine_annex(file_id)


def examine_annex(file_id: int) -> None:
    """The verdict on an annex in a file of its own; its pages are opened as the file."""
    _judge_stored(AnnexFile.objects.select_related("document").get(pk=file_id))


def examine_pact(file_id: int) -> None:
    """The verdict on a pact; its pages are opened as the file."""
    _judge_stored(PactFile.objects.get(pk=file_id))


def examine_diploma(diploma_id: int) -> None:
    """The verdict on a diploma, likewise."""
    _judge_stored(Diploma.objects.signed().get(pk=diploma_id))


def _judge_stored(file: store.Kept) -> None:
    if not is_unjudged(file.sha256):
        return
    with suppress(GivenUp), attempt(f"examine:{file.sha256}") as mine:
        if mine and is_unjudged(file.sha256):
            _keep(verifying.verify(store.read_stored(file)))


def judge(content: bytes) -> Conclusion:
    """The verdict on a stranger's file, remembered for an hour under its hash."""
    report = verifying.verify(content)
    _remember(_name(report.sha256), json.dumps(report.to_json()))
    return Conclusion(report)


def _draw(sha256, content):
    parent = _home(sha256)
    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(dir=parent, prefix="."))
    sheets.draw(content, draft)
    small = [image for (image,) in page_images(content, CELL[:1])]
    (draft / "dai.webp").write_bytes(strip_of(small, CELL))
    texts = json.dumps(page_texts(content), ensure_ascii=False)
    (draft / "texts.json").write_text(texts)
    try:
        draft.replace(parent / DRAWN)
    except OSError:  # another worker was quicker
        shutil.rmtree(draft)


def _keep(report):
    home = _home(report.sha256)
    home.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.to_json(), ensure_ascii=False)
    draft = home / f".verdict-{os.getpid()}"
    draft.write_text(text)
    draft.replace(home / "verdict.json")
    _remember(_name(report.sha256), text)


# A cache that is away makes a page slower, never wrong: what counts lies on the disk.


def _recall(name):
    try:
        return cache.get(name)
    except CACHE_AWAY:
        return None


def _remember(name, text):
    with suppress(*CACHE_AWAY):
        cache.set(name, text, REMEMBERED)


def _name(sha256):
    return f"verdict:{sha256}"


def _home(sha256):
    return settings.PAPERS_DIR / "shown" / sha256
