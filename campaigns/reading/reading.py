"""Kết quả đọc: what the reader understood of a file, how surely, and what looks wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from campaigns.content import PlanContent
from campaigns.reading.doubts import Remark
from campaigns.reading.shape import as_json
from campaigns.reading.spelling import Suspicion


@dataclass(frozen=True, slots=True)
class Reading:
    """Kết quả đọc một văn bản.

    ``sure`` maps a path into ``content`` ("title", "letterhead.number", "targets.3.value") to
    how sure the reading is, 0 to 1; what is not named was taken as it stands.
    ``suspicions`` are likely faults of scanning or typing, never corrected unasked.
    ``remarks`` are Vietnamese sentences for the officer, with their lines.
    ``is_carried``: the content is the twin that the file carries, not read from its words.
    """

    content: PlanContent
    sure: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    suspicions: tuple[Suspicion, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_carried: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """The remarks as plain sentences."""
        return tuple(remark.text for remark in self.remarks)

    def as_json(self) -> dict:
        """The reading in the shape that ``import_plan --json`` prints."""
        return as_json(self)
