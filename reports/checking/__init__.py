"""Kiểm tra thể thức: the decree's rules, measured on a finished PDF."""

from reports.checking.checker import check
from reports.checking.findings import Finding, Level

__all__ = ["Finding", "Level", "check"]
