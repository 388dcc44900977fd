"""Văn bản mang tên một cơ quan: for ``units.borne``."""

from datetime import date

from reports.models import AnchorPaper, Document
from units.models import Unit


def papers_of(unit: Unit, first: date, last: date | None) -> int:
    """Papers whose letterhead is what the unit was called from ``first`` to ``last``."""
    return (
        Document.objects.made_by(unit, first, last).count()
        + AnchorPaper.objects.made_by(unit, first, last).count()
    )
