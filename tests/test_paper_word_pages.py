"""Tệp Word thành trang: an office program makes of it the pages that the paper has."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pikepdf
import pytest

from campaigns.content import PlanContent
from campaigns.reading import read_file
from campaigns.reading.unchanged import UNCHANGED
from reports.demo import (
    long_bien,
    ngo_quyen,
    ngoc_lam,
    nguyen_trai,
    tam_duong,
    under_way,
)
from reports.rendering import DRAFT, FINAL, PaperMarks, engine, render_preview
from reports.word import write_docx
from tests import papers
from tests.reading_files import OFFICE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed"),
]
# Of 5.8 thousand lines of plans made up, 95 of 100; of those that people write, nearly all.
FLOOR = 0.99
# The letters of the paper under the name that the Word file asks for.
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family>
<prefer><family>Liberation Serif</family></prefer></alias></fontconfig>"""


def across() -> PlanContent:
    """A table that lies across amid the text, and one that ends it."""
    lines = papers.sample().lines
    wide = papers.table(*(f"Cột rất dài thứ {n}" for n in range(12)), rows=3)
    return replace(papers.sample(), lines=(*lines[:5], wide, *lines[5:9], wide))


def many_recipients() -> PlanContent:
    names = (f"Cơ quan thứ {n} của thành phố và các đơn vị" for n in range(60))
    return replace(papers.sample(), recipients=(*names, "Lưu: VT, VHXH"))


CASES: dict[str, tuple[PlanContent, PaperMarks]] = {
    **{
        module.__name__.rpartition(".")[2]: (module.plan(), FINAL)
        for module in (long_bien, ngo_quyen, ngoc_lam, nguyen_trai, tam_duong)
    },
    "under_way": (under_way.plan(date(2026, 3, 2)), DRAFT),
    "draft": (papers.sample(), DRAFT),
    "issued": (papers.sample(), papers.CODE),
    "letter": (papers.letter(), FINAL),
    "across": (across(), FINAL),
    "recipients": (many_recipients(), FINAL),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """The paper and what the office makes of the Word file; the office starts once."""
    folder = tmp_path_factory.mktemp("word")
    for name, (content, marks) in CASES.items():
        (folder / f"{name}.docx").write_bytes(write_docx(content, marks=marks))
        paper = render_preview(content, marks=marks).pdf
        (folder / f"{name}-paper.pdf").write_bytes(paper)
    convert(folder, "pdf", *(folder / f"{name}.docx" for name in CASES))
    return {
        name: (folder / f"{name}-paper.pdf", folder / f"{name}.pdf") for name in CASES
    }


def convert(folder: Path, kind: str, *files: Path, to: Path | None = None) -> None:
    conf = folder / "fonts.conf"
    conf.write_text(
        _FONTS.format(fonts=engine.ASSET_DIR / "fonts", cache=folder / "cache")
    )
    subprocess.run(
        [
            OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", kind, "--outdir", to or folder, *files,
        ],
        env={"FONTCONFIG_FILE": str(conf), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip


def pages_of(pdf: Path) -> list[list[str]]:
    """Printed lines of each page, spaces folded; without page numbers, and without the words
    that only a draft's Word file has."""
    done = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    )
    pages = []
    for text in done.stdout.split("\f")[:-1]:
        lines = (" ".join(line.split()) for line in text.splitlines())
        pages.append([x for x in lines if x and not re.fullmatch(r"\d+|Bản nháp.*", x)])
    return pages


def lines_of(pdf: Path) -> list[str]:
    return [line for page in pages_of(pdf) for line in page]


def sizes(pdf: Path) -> list[tuple[int, int]]:
    with pikepdf.open(pdf) as document:
        boxes = (page.mediabox for page in document.pages)
        return [(round(float(box[2])), round(float(box[3]))) for box in boxes]


@pytest.mark.parametrize("name", CASES)
def test_as_many_pages_as_the_paper_each_turned_as_there(name, printed):
    paper, office = printed[name]
    assert sizes(office) == sizes(paper)


@pytest.mark.parametrize("name", CASES)
def test_lines_end_where_those_of_the_paper_do(name, printed):
    paper, office = map(lines_of, printed[name])
    same = SequenceMatcher(None, paper, office, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in same) / len(paper) >= FLOOR


@pytest.mark.parametrize("name", CASES)
def test_pages_begin_with_the_lines_that_they_begin_with_on_the_paper(name, printed):
    paper, office = ([page[:1] for page in pages_of(pdf)] for pdf in printed[name])
    assert office == paper


def test_letters_are_those_of_the_paper(printed):
    fonts = set()
    with pikepdf.open(printed["draft"][1]) as document:
        for page in document.pages:
            for font in page.resources.get("/Font", {}).values():
                fonts.add(str(font.BaseFont).partition("+")[2].split("-")[0])
    assert fonts == {"LiberationSerif"}


def test_a_file_that_another_office_saved_still_knows_its_plan(tmp_path):
    """The twin goes through LibreOffice unharmed, and the words through its hands."""
    content = ngoc_lam.plan()
    (tmp_path / "a.docx").write_bytes(write_docx(content))
    again = tmp_path / "again"
    convert(tmp_path, "docx", tmp_path / "a.docx", to=again)
    reading = read_file("a.docx", (again / "a.docx").read_bytes())
    assert reading.content.lines == content.lines
    assert reading.content.targets == content.targets
    assert reading.warnings == (UNCHANGED,)
