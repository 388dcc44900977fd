"""Đọc kế hoạch: what understanding costs beside the bare parsing of the same file."""

import io
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from zipfile import ZipFile

import pypdfium2
from lxml import etree

from campaigns.content import PlanContent
from campaigns.reading import read_file, read_text
from reports.rendering import render_plan
from reports.word import write_docx
from tests import papers
from tests.reading_files import documents, joined_pdf

ROUNDS = 5


def main() -> None:
    content = papers.sample()
    word, pdf = write_docx(content), render_plan(content).pdf
    pages = joined_pdf(pdf)  # without the data in it, as another office would send it
    for name, data, bare in (
        ("a.docx", word, _parse_word),
        ("a.pdf", pages, _parse_pdf),
    ):
        assert _outline(read_file(name, data).content) == _outline(content), name
        times = _best(lambda name=name, data=data: read_file(name, data))
        floor = _best(lambda data=data, bare=bare: bare(data))
        print(f"{name}: reading ÷ bare parse: {times / floor:.1f}")
    child = _best(
        lambda: subprocess.run([sys.executable, "-I", "-c", "import pypdfium2"])
    )
    whole = _best(lambda: read_file("a.pdf", pages))
    print(f"a.pdf: reading ÷ start of its child process: {whole / child:.2f}")
    texts = [path.read_text() for path in documents() if path.suffix == ".txt"]
    one = _best(lambda: [read_text(text) for text in texts]) / len(texts)
    long = "KẾ HOẠCH\nThi đua\n" + "\n".join(_body(text) for text in texts * 5)
    small, large = long[: len(long) // 4], long
    grown = _best(lambda: read_text(large)) / _best(lambda: read_text(small))
    print(f"a text four times as long takes {grown:.1f} times as long (4.0 is linear)")
    print(f"start of Python ÷ one document: {_best(_start) / one:.1f}")


def _outline(content: PlanContent) -> list[str]:
    """Markers at the head of the text, as far as no line is parted in two."""
    return content.markers[:20]


def _best(work: Callable[[], object]) -> float:
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def _parse_word(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as package:
        etree.fromstring(package.read("word/document.xml"))


def _parse_pdf(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def _body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip()[:1] in "-+")


def _start() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)
