"""Ký và xác thực: what two signatures add to a bare rendering, and what a verification takes.

No network: revocation comes from the kept lists, no time stamp. Processor time, best of
several, the variants in turn within each round.
"""

import io
import logging
import tempfile
import warnings
from pathlib import Path
from time import process_time

from pyhanko.pdf_utils.reader import PdfFileReader

from reports import signing
from reports.rendering import PaperMarks, render_plan
from reports.signing import Lines, Places
from reports.steady_reader import SteadyReader
from reports.verifying import inspection
from tests.bench._bare import bare_html, print_bare
from tests.bench._office import office_without_network, pictures
from tests.signing_kit import seal, sign, small_plan

ROUNDS = 5
SECTIONS = 42  # ten pages
MARKS = PaperMarks(number_by_field=True)


def main() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    try:
        with tempfile.TemporaryDirectory() as directory:
            _run(Path(directory))
    finally:
        logging.disable(logging.NOTSET)


def _run(directory: Path) -> None:
    office, stamps = office_without_network(directory), pictures()
    content = small_plan(SECTIONS)
    html = bare_html(content, MARKS)
    best: dict[str, float] = {}

    def timed(name, work, *arguments):
        started = process_time()
        result = work(*arguments)
        best[name] = min(best.get(name, 9e9), process_time() - started)
        return result

    rendered = render_plan(content, marks=MARKS)
    places = Places.from_paper(rendered)
    lines = Lines(
        places=places,
        number="Số: 05/KH-UBND",
        date="Thử Nghiệm, ngày 30 tháng 6 năm 2023",
    )
    for _ in range(ROUNDS):
        timed("bare", print_bare, html)
        timed("render", _render, content)
        prepared = timed("prepare", signing.prepare, rendered.pdf, places)
        signed = timed("person", sign, prepared, office, stamps).pdf
        sealed = timed("agency", seal, signed, office, stamps, lines).pdf
        report = timed("verify", inspection.inspect, sealed, office.trust)
        timed("analysis", _analyse, SteadyReader, sealed)
        timed("analysis, stock reader", _analyse, PdfFileReader, sealed)
    assert report.is_valid, report.messages
    bare = best["bare"]
    ours = sum(best[name] for name in ("prepare", "person", "agency"))
    print(f"{rendered.page_count} pages, tagged; bare rendering = 1")
    for name in ("render", "prepare", "person", "agency", "verify"):
        print(f"  {name}: {best[name] / bare:.3f}  ({best[name] * 1000:.0f} ms)")
    print(f"fields and two signatures ÷ bare rendering: {ours / bare:.2f}")
    print(
        "difference analysis, pyHanko's reader ÷ ours: "
        f"{best['analysis, stock reader'] / best['analysis']:.1f}"
    )


def _render(content):
    return render_plan(content, marks=MARKS)


def _analyse(reader_class, pdf: bytes) -> None:
    for signature in reader_class(io.BytesIO(pdf)).embedded_signatures:
        signature.compute_integrity_info()
