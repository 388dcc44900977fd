"""Kho minh chứng: files of progress reports, apart from issued papers."""

from campaigns.models import Evidence
from units.heldfiles import HeldFiles

EVIDENCE = HeldFiles("evidence", Evidence)
