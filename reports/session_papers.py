"""Tài liệu phiên họp as a file: made by a worker, kept by its content as previews are."""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from awards.convoking.papers import SessionPapers, papers_of
from awards.models import CouncilSession
from reports.attempts import GivenUp, attempt
from reports.rendering import PaperRefused, template_version
from units.models import User


def key_of(papers: SessionPapers) -> str:
    """Who stands aside from something has another key: their papers are other papers."""
    made = json.dumps(asdict(papers), ensure_ascii=False) + template_version()
    return sha256(made.encode()).hexdigest()[:32]


def ready(key: str) -> bytes | None:
    """The finished file; None while it is not there."""
    try:
        return (_home(key) / "tai-lieu.pdf").read_bytes()
    except FileNotFoundError:
        return None


def problem_of(key: str) -> str:
    """Why it could not be made, a sentence; "": nothing is wrong."""
    try:
        return (_home(key) / "vuong.txt").read_text()
    except FileNotFoundError:
        return ""


def render(session_id: int, user_id: int) -> None:
    """Make that member's copy as things stand now; once for equal content."""
    from reports.rendering.session_papers import (  # noqa: PLC0415 loads no engine at start
        render_session_papers,
    )

    session = CouncilSession.objects.for_page().get(pk=session_id)
    papers = papers_of(session, User.objects.get(pk=user_id))
    key = key_of(papers)
    if ready(key) is not None:
        return
    try:
        with attempt(f"session-papers:{key}") as mine:
            if mine:
                _keep(key, "tai-lieu.pdf", render_session_papers(papers))
    except PaperRefused as refusal:
        _keep(key, "vuong.txt", str(refusal).encode())
    except GivenUp as spent:
        _keep(key, "vuong.txt", spent.told("dựng tài liệu này").encode())


def _keep(key: str, name: str, content: bytes) -> None:
    home = _home(key)
    home.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=home, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(home / name)


def _home(key: str) -> Path:
    return settings.PREVIEWS_DIR / f"tl-{key}"
