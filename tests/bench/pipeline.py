"""Cả dây chuyền: a ten-page plan read from the database, printed, signed twice.

Beside bare WeasyPrint printing the same HTML. No network: no time stamp, revocation from
the kept lists. Processor time, best of several, the variants in turn.
"""

import logging
import tempfile
import warnings
from pathlib import Path

from django.test.utils import setup_databases, teardown_databases

from campaigns.queries import content_of
from campaigns.twin import from_twin, to_twin
from config.celery import warm_up
from reports import signing
from reports.rendering import PaperMarks, date_line, number_line, render_plan
from reports.signing import Lines, Places
from tests.bench._bare import bare_html, best, print_bare, ten_pages
from tests.bench._office import office_without_network, pictures
from tests.factories.wards import ward
from tests.signing_kit import seal, sign

LIMIT = 1.3
MARKS = PaperMarks(number_by_field=True)


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    try:
        with tempfile.TemporaryDirectory() as directory:
            _run(office_without_network(Path(directory)))
    finally:
        logging.disable(logging.NOTSET)
        teardown_databases(databases, verbosity=0)


def _run(office) -> None:
    warm_up()  # as a worker does before its first paper
    plan, stamps = ward().draft(ten_pages()), pictures()

    def read():
        """What approval freezes and the worker takes up again."""
        return from_twin(to_twin(content_of(plan)))

    def chain():
        content = read()
        paper = render_plan(content, marks=MARKS)
        places = Places.from_paper(paper)
        signed = sign(signing.prepare(paper.pdf, places), office, stamps)
        lines = Lines(
            places=places,
            number=number_line(5, content.letterhead.symbol),
            date=date_line(content.letterhead.place, plan.campaign.created_at.date()),
        )
        return paper, seal(signed.pdf, office, stamps, lines)

    paper, _ = chain()
    html = bare_html(read(), MARKS)
    times = best(
        {"bare": lambda: print_bare(html), "read": read, "chain": chain},
    )
    bare = times["bare"]
    ratio = times["chain"] / bare
    print(f"Kế hoạch "
          f"{paper.page_count} trang; WeasyPrint trần = 1 ({bare:.2f} s CPU)")  # fmt: skip
    print(
        f"  đọc từ cơ sở dữ liệu                            {times['read'] / bare:6.2f}"
    )
    print(
        f"  đọc, dựng, hai chữ ký                           {ratio:6.2f}  "
        f"≤ {LIMIT:.2f} {'QUÁ' if ratio > LIMIT else 'đạt'}"
    )
