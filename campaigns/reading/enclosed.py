"""Bản dữ liệu trong tệp: what a file of this product says, to machines, of the plan it prints."""

import re
from itertools import islice

from lxml import etree

from campaigns.content import PlanContent
from campaigns.reading.errors import Unreadable
from campaigns.reading.packages import Package
from campaigns.twin import SCHEMA_ID, TwinRefused, from_twin

MOST_ITEMS = 20  # of other programs' data in a Word file
LARGEST = 20 * 2**20  # bytes
# Control characters (but for tab and newline) and halves of pairs, as JSON writes them.
_UNTEXTLIKE = re.compile(r"\\u(?:00[01]|[dD][89a-fA-F])")
_ITEM = re.compile(r"customxml/item\d+\.xml")


def content_of_twin(twin: str) -> PlanContent | None:
    """None for a twin of another version or of another product, or with signs that no text
    has: then the text is read."""
    if not twin or _UNTEXTLIKE.search(twin):
        return None
    try:
        return from_twin(twin.encode())
    except TwinRefused:
        return None


def word_twin(data: bytes) -> str:
    """The twin in a Word file, "" if there is none; who saved the file may have moved it."""
    package = Package(data)
    items = (name for name in package.names if _ITEM.fullmatch(name))
    for name in islice(items, MOST_ITEMS):
        if package.size(name) > LARGEST:
            continue
        try:
            root = package.xml(name)
        except Unreadable:  # data of others that is broken is no business of ours
            continue
        if root is not None and etree.QName(root).namespace == SCHEMA_ID:
            return "".join(root.itertext())
    return ""
