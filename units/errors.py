"""Từ chối: what an act says when it may not be done now, what a reader says when it gives up."""

from collections.abc import Iterable
from typing import NamedTuple


class Way(NamedTuple):
    """Lối ra: the page on which what stands in the way can be seen and mended."""

    words: str
    route: str
    args: tuple[int | str, ...] = ()


class Refused(Exception):
    """The act is not possible in this state; the text is one Vietnamese sentence for the user.

    ``parts``: the same, sentence by sentence, each with the field that it is about ("": none),
    so that a form shows it beside its box. ``at`` names the field of a single sentence.
    ``way`` leads out.
    """

    def __init__(
        self, sentence: str, way: Way | None = None, *, at: str = "",
        parts: Iterable[tuple[str, str]] = (),
    ):  # fmt: skip
        super().__init__(sentence)
        self.parts = tuple(parts) or ((at, sentence),)
        self.way = way


class Overtaken(Refused):
    """Người khác vừa sửa: ``mark`` is how far it is now (``units.audit.mark``, or a version), or
    what stands there now.
    """

    def __init__(self, sentence: str, mark: int | str, *, at: str = ""):
        super().__init__(sentence, at=at)
        self.mark = mark


class Asked(Refused):
    """Hỏi lại: the act waits for a second yes, on a page that says what follows from it."""


class Unreadable(Exception):
    """Không đọc được tệp. ``str(error)`` is one Vietnamese sentence that says what to do."""
