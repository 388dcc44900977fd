"""Xem trước: a draft as the pages it would be printed on, made by a worker, kept by content.

Equal content has an equal key, so a preview is made once however many people look, and an
unchanged draft shows at once. Files only; nothing here is a record.
"""

import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.core.cache import cache

from campaigns.content import PlanContent
from campaigns.models import Plan
from campaigns.papers import paper_of
from campaigns.twin import to_twin
from reports import sheets
from reports.attempts import GivenUp, attempt
from reports.checking import Level, check
from reports.origins import OfConvocation, OfDecision, OfSubmission
from reports.rendering import (
    PaperRefused,
    page_texts,
    render_preview,
    template_version,
)
from units.visitors import CACHE_AWAY

DRAWN = "3"  # another word whenever other pictures are drawn
PAGES = "trang"  # where pictures lie by the look of their page
KEEP_DAYS = 7
ASKED_FOR = 120  # seconds before a lost request is made again
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Preview:
    """``problem`` is one sentence where the draft cannot be printed; then there are no pages.

    ``line_pages[i]`` is the page (from 1) on which line i of the plan begins; ``line_tops[i]``
    its distance from the top of that page, as a share of the page's height.
    """

    key: str
    pages: int = 0
    problem: str = ""
    line_pages: list[int] = field(default_factory=list)
    line_tops: list[float] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """Where the pictures of its sheets lie."""
        return _home(self.key)

    def texts(self) -> list[str]:
        return json.loads((_home(self.key) / "texts.json").read_text())


def key_of(plan: Plan) -> str:
    """What the preview depends on: the words, the paper's template and its fonts."""
    return key_of_content(paper_of(plan))


def ready(key: str) -> Preview | None:
    """The finished preview, or None while it is not there (or ``key`` is none of ours)."""
    if not _KEY.fullmatch(key):
        return None
    try:
        return Preview(**json.loads((_home(key) / "preview.json").read_text()))
    except FileNotFoundError:
        return None


def should_ask(key: str) -> bool:
    """True for the first who asks in a while: one request to the worker is enough."""
    try:
        return cache.add(f"preview-asked:{key}", 1, ASKED_FOR)
    except CACHE_AWAY:
        return False


def render(plan_id: int) -> Preview | None:
    """Make the preview of the plan as it stands now; None while another worker is at it."""
    # Read once: the officer goes on writing, and the key must be that of what is drawn.
    return _rendered(paper_of(Plan.objects.for_list().get(pk=plan_id)))


def render_decision(decision_id: int) -> Preview | None:
    """As ``render``, of a decision on awards."""
    return _rendered(OfDecision(decision_id).words())


def render_submission(submission_id: int) -> Preview | None:
    """As ``render``, of a submission to a superior."""
    return _rendered(OfSubmission(submission_id).words())


def render_convocation(convocation_id: int) -> Preview | None:
    """As ``render``, of an invitation to a session."""
    return _rendered(OfConvocation(convocation_id).words())


def _rendered(content: PlanContent) -> Preview | None:
    key = key_of_content(content)
    if (done := ready(key)) is not None:
        return done
    try:
        with attempt(f"preview:{key}") as mine:
            return _keep(key, partial(_draw, content, key)) if mine else None
    except GivenUp as spent:
        said = spent.told("dàn bản này")
        return _keep(key, lambda draft: Preview(key, problem=said))


def _keep(key: str, draw: Callable[[Path], Preview]) -> Preview:
    """Let ``draw`` fill a directory aside, then give that its name."""
    parent = settings.PREVIEWS_DIR
    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(dir=parent, prefix="."))
    preview = draw(draft)
    (draft / "preview.json").write_text(json.dumps(asdict(preview), ensure_ascii=False))
    try:
        draft.replace(_home(key))
    except OSError:  # another worker was quicker
        shutil.rmtree(draft)
    return preview


def forget(key: str) -> None:
    """Make it anew when it is next asked for."""
    shutil.rmtree(_home(key), ignore_errors=True)


def clear_old() -> None:
    """Remove previews that nobody will ask for again."""
    limit = time.time() - KEEP_DAYS * 86400
    for home in (settings.PREVIEWS_DIR).glob("*"):
        if home.name.startswith(PAGES):
            for picture in home.iterdir():
                if picture.stat().st_mtime < limit:
                    picture.unlink(missing_ok=True)
        elif home.stat().st_mtime < limit:
            shutil.rmtree(home, ignore_errors=True)


def key_of_content(content: PlanContent) -> str:
    """As ``key_of``, of words already read."""
    made = f"{template_version()} {DRAWN}"
    return sha256(to_twin(content) + made.encode()).hexdigest()[:32]


def _draw(content, key, draft):
    try:
        paper = render_preview(content)
    except PaperRefused as refusal:
        return Preview(key, problem=str(refusal))
    sheets.draw(paper.pdf, draft, kept=settings.PREVIEWS_DIR / f"{PAGES}-{DRAWN}")
    (draft / "texts.json").write_text(
        json.dumps(page_texts(paper.pdf), ensure_ascii=False)
    )
    places = [paper.anchors.get(f"line-{i}") for i in range(len(content.lines))]
    return Preview(
        key,
        pages=paper.page_count,
        line_pages=[place[0] + 1 if place else 0 for place in places],
        line_tops=[
            round(1 - place[4] / 841.89, 4) if place else 0.0 for place in places
        ],
        findings=[
            asdict(f) for f in check(paper.pdf, final=False) if f.level != Level.OK
        ],
    )


def _home(key: str) -> Path:
    return settings.PREVIEWS_DIR / key
