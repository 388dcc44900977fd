"""Minh chứng: photos and files that a progress report shows, looked at before they are kept.

Values only: no database, no disk. ``look_at`` is the way in.
"""

from campaigns.evidence.kinds import ACCEPTED, LARGEST_FILE, Kind
from campaigns.evidence.likeness import ALIKE, distance
from campaigns.evidence.looking import Looked, content_type_of, look_at

__all__ = [
    "ACCEPTED",
    "ALIKE",
    "LARGEST_FILE",
    "Kind",
    "Looked",
    "content_type_of",
    "distance",
    "look_at",
]
