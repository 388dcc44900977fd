"""Trang đã vẽ: what a worker would have left of a draft, without drawing it."""

import json
from dataclasses import asdict

from django.conf import settings

from campaigns.models import Plan
from reports import previews, sheets
from reports.checking import Finding


def drawn(plan: Plan, *findings: Finding, problem: str = "") -> previews.Preview:
    """Two pages of the plan as it stands, and what their check found; or the ``problem``."""
    key = previews.key_of(plan)
    home = settings.PREVIEWS_DIR / key
    home.mkdir(parents=True, exist_ok=True)
    preview = previews.Preview(
        key,
        pages=0 if problem else 2,
        problem=problem,
        line_pages=[1] * 5 + [2] * 8,
        line_tops=[0.1] * 13,
        findings=[asdict(finding) for finding in findings],
    )
    (home / "preview.json").write_text(json.dumps(asdict(preview)))
    (home / "texts.json").write_text(
        json.dumps(["KẾ HOẠCH\nPhát động thi đua", "Nơi nhận:"])
    )
    for page in range(1, preview.pages + 1):
        for width in sheets.WIDTHS:
            sheets.path(home, page, width).write_bytes(b"RIFF" + bytes([page]))
    return preview
