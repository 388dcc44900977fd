"""Nhập một tệp dài: what a row costs among 5,000, measured by what it costs among 500.

Each step as a worker does it; a worker is stopped after 240 s.
"""

from time import perf_counter

from django.test.utils import setup_databases, teardown_databases

from tests.sheet_files import Office, worked
from units.actions import sheets as acts

SHORT, LONG = 500, 5_000
GROWTH = 1.3


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        office = Office()
        _seconds(office, 2, 1)  # what is looked up once and kept
        short = _seconds(office, 10_000, SHORT)
        long = _seconds(office, 20_000, LONG)
    finally:
        teardown_databases(databases, verbosity=0)
    for step, seconds in long.items():
        ratio = (seconds / LONG) / (short[step] / SHORT)
        shown = "đạt" if ratio <= GROWTH else "QUÁ"
        each = short[step] / SHORT * 1000
        print(f"  {step:<12}{ratio:6.2f} × {each:.1f} ms mỗi dòng  {shown}")


def _seconds(office: Office, first: int, rows: int) -> dict[str, float]:
    """Step → seconds for ``rows`` new units."""
    began = perf_counter()
    kept = office.take(*[office.part_row(n) for n in range(first, first + rows)])
    found = {"đọc": perf_counter() - began}
    steps = {
        "thử": None,
        "thực hiện": acts.ask_to_carry_out,
        "hoàn tác": acts.ask_to_undo,
    }
    for step, ask in steps.items():
        began = perf_counter()
        if ask:
            ask(kept.pk, by=office.administrator)
        kept = worked(kept)
        found[step] = perf_counter() - began
    assert (kept.added, kept.refused) == (rows, 0)
    return found
