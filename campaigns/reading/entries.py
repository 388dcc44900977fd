"""Dòng đã nhận dạng: a line of the body while it is being understood."""

from dataclasses import dataclass

from campaigns.outline import LineKind


@dataclass(slots=True)
class Entry:
    """Một dòng đã nhận dạng. ``written`` is the number as the document has it."""

    kind: LineKind
    text: str
    written: str = ""
    bold_to: int = 0
    is_title: bool = False
    italic: bool = False

    @property
    def bold(self) -> bool:
        return bool(self.text) and self.bold_to >= len(self.text.rstrip(" :.;"))
