"""Cách đo: what a target counts, and how its figures are added over periods and units."""

from enum import StrEnum


class Labelled(StrEnum):
    """A value for the database and a label for people."""

    label: str

    def __new__(cls, value: str, label: str):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Measure(Labelled):
    """Cách đo một chỉ tiêu."""

    NUMBER = "number", "Con số"
    PERCENT = "percent", "Tỷ lệ %"
    YES_NO = "yes_no", "Có hoặc chưa"
    RANK = "rank", "Xếp mức"
    NARRATIVE = "narrative", "Diễn giải"


class OverPeriods(Labelled):
    """Cộng qua các kỳ."""

    RUNNING = "running", "Số lũy kế đến cuối kỳ"
    SUM = "sum", "Số của riêng từng kỳ, cộng dồn"
    LATEST = "latest", "Số mới nhất"
    AVERAGE = "average", "Bình quân các kỳ"


class OverUnits(Labelled):
    """Cộng qua các đơn vị."""

    SUM = "sum", "Cộng"
    AVERAGE = "average", "Bình quân"
    WEIGHTED = "weighted", "Bình quân có trọng số"
    WORST = "worst", "Đơn vị kém nhất"
    COUNT = "count", "Số đơn vị đạt"
