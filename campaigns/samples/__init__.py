"""Mẫu đi kèm: plans that the product brings along, in words of its own.

Each is a text like any that an officer pastes, read by the same reader; so what it says and
what the software knows of it never differ. Their days are of ``YEAR`` and move with the year
that is chosen. Figures and places are there to be replaced.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from campaigns.content import PlanContent
from campaigns.reading.opening import read_text

YEAR = 2026
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """Một mẫu; ``slug`` is its file and its address."""

    slug: str
    name: str
    about: str

    @property
    def content(self) -> PlanContent:
        return _read(self.slug)


SAMPLES = (
    Sample(
        "thuong-xuyen",
        "Phong trào thi đua yêu nước cả năm",
        "Kế hoạch thường xuyên của xã, phường: kinh tế, hành chính, văn hóa, an ninh.",
    ),
    Sample(
        "chao-mung",
        "Đợt thi đua cao điểm chào mừng ngày lễ",
        "Hai tháng, mỗi đơn vị một công trình hoặc phần việc.",
    ),
    Sample(
        "chuyen-de",
        "Khu dân cư sáng, xanh, sạch, đẹp, an toàn",
        "Chuyên đề cho thôn, tổ dân phố, hai đợt, chấm theo chỉ tiêu.",
    ),
    Sample(
        "cai-cach",
        "Cải cách hành chính, chuyển đổi số",
        "Chuyên đề cho các phòng, đo bằng số liệu giải quyết thủ tục.",
    ),
)
BY_SLUG = {sample.slug: sample for sample in SAMPLES}


@cache
def _read(slug: str) -> PlanContent:
    return read_text((HERE / f"{slug}.txt").read_text(encoding="utf-8")).content
