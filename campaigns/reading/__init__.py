"""Đọc kế hoạch: a file or pasted text → ``Reading``. Pure Python, no database, no network."""

from campaigns.reading.doubts import Remark
from campaigns.reading.errors import TakesLong, Unreadable
from campaigns.reading.opening import read_file, read_text
from campaigns.reading.reading import Reading
from campaigns.reading.spelling import Suspicion

__all__ = [
    "Reading",
    "Remark",
    "Suspicion",
    "TakesLong",
    "Unreadable",
    "read_file",
    "read_text",
]
