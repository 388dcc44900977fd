"""Chia phần: cut a manuscript into head, title, body, ending and annexes."""

from campaigns.reading.manuscript import Manuscript, Parts
from campaigns.reading.tail import cut_ending, take_ending
from campaigns.reading.top import kind_in, take_top

_ISSUING = ("quyết định",)


def divide(manuscript: Manuscript) -> Parts:
    """Manuscript → its parts. A part that is not there stays empty."""
    blocks = list(manuscript.blocks)
    parts = Parts()
    start = take_top(blocks, parts)
    body, ending = cut_ending(blocks[start:])
    parts.body = body
    take_ending(ending, parts)
    if parts.kind_word in _ISSUING:
        _take_attached(parts)
    return parts


def _take_attached(parts: Parts) -> None:
    """A decision that issues a plan: the plan's own title and text are what matters."""
    for index, block in enumerate(parts.after[:6]):
        kind = kind_in(block)
        if kind and kind not in _ISSUING:
            attached = Parts()
            start = take_top(parts.after[index:], attached)
            parts.title, parts.kind_word = attached.title, attached.kind_word
            parts.body = [*parts.body, *parts.after[index + start :]]
            parts.after = []
            return
