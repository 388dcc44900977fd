"""Chỗ còn thiếu, còn sai của một kế hoạch, và nơi sửa."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Gap:
    """One thing missing or wrong; ``section`` is the editor page where it is put right.

    ``at`` is the field of the plan, ``line`` the place of the line, where it is one of these;
    ``wrong``: something stands there against the rules of form, rather than nothing. ``act``
    is the button of the editor's page that puts it right at once, ``act_words`` its words.
    ``page``: name of another page of the plan where it is put right, not one of the editor's;
    ``act_words`` are then those of the link.
    """

    text: str
    section: str
    blocks: bool
    at: str = field(default="", compare=False)
    line: int | None = field(default=None, compare=False)
    wrong: bool = field(default=False, compare=False)
    act: str = field(default="", compare=False)
    act_words: str = field(default="", compare=False)
    page: str = field(default="", compare=False)

    @property
    def remedy(self) -> str:
        """What the link to its place is called."""
        if self.page and self.act_words:
            return self.act_words
        if not self.blocks:
            return "Xem"
        return "Sửa" if self.wrong else "Bổ sung"
