"""Giấy khen: what a sheet costs against the fastest honest way, and what five hundred are.

The fastest way that keeps a file of its own for each sheet: bare WeasyPrint sets the words
alone, style sheet parsed once, and pikepdf lays each over one page with the frame. Ours lays out
the frame too and writes a tagged PDF/A-3. No network; processor time, best of several, in turn.
"""

import io
import logging
import tempfile
import warnings
from datetime import date
from pathlib import Path
from time import process_time

import weasyprint
from pikepdf import Page, Pdf
from weasyprint.text.fonts import FontConfiguration

from reports import signing
from reports.rendering import (
    DiplomaRecord,
    PaperMarks,
    diploma_paper,
    engine,
    print_whole,
    render_diploma,
)
from tests.bench._office import office_without_network, pictures
from tests.signing_kit import AGENCY_OWNER

ROUNDS, SHEETS, MANY = 5, 10, 500


def main() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    try:
        with tempfile.TemporaryDirectory() as directory:
            _run(Path(directory))
    finally:
        logging.disable(logging.NOTSET)


def _run(directory: Path) -> None:
    office, (_, seal) = office_without_network(directory), pictures()
    records = [_record(number) for number in range(1, SHEETS + 1)]
    render_diploma(records[0], seal_mm=36)  # the engine is loaded
    fastest = _Fastest(records[0])
    best: dict[str, float] = {}

    def timed(name, work, *arguments):
        started = process_time()
        result = [work(one, *arguments) for one in records]
        best[name] = min(best.get(name, 9e9), (process_time() - started) / SHEETS)
        return result

    def sealed(rendered):
        index, x1, y1, x2, y2 = rendered.anchors["seal"]
        box = signing.Box(page=index, x1=x1, y1=y1, x2=x2, y2=y2)
        draft = signing.prepare_seal(rendered.pdf, box)
        return signing.seal_record(
            draft, office.agency, owner=AGENCY_OWNER, picture=seal, config=office.config
        )

    def render(record):
        return render_diploma(record, seal_mm=36)

    made = [render(one) for one in records]
    for _ in range(ROUNDS):
        timed("fastest", fastest.make)
        timed("ours", render)
        best["seal"] = min(best.get("seal", 9e9), _each(made, sealed))
        best["print"] = min(best.get("print", 9e9), _each([records], print_whole))
    per_sheet = best["print"] / SHEETS
    whole = best["ours"] + best["seal"]
    print(f"a sheet ÷ the fastest way: {best['ours'] / best['fastest']:.2f}")
    print(f"its seal ÷ the fastest way: {best['seal'] / best['fastest']:.2f}")
    print(
        f"a sheet of a print file ÷ the fastest way: {per_sheet / best['fastest']:.2f}"
    )
    print(f"{MANY} set and sealed on one free core: {MANY * whole:.0f} s (reckoned)")


def _each(things, work) -> float:
    started = process_time()
    for one in things:
        work(one)
    return (process_time() - started) / len(things)


class _Fastest:
    """Words by bare WeasyPrint over a frame that was drawn once."""

    def __init__(self, record: DiplomaRecord) -> None:
        css = (engine.ASSET_DIR / "diploma.css").read_text()
        css = css.replace(
            "background: url(asset:diploma-frame.svg)", "background: none"
        )
        self.fonts = FontConfiguration()
        self.css = weasyprint.CSS(string=css, font_config=self.fonts)
        frame = (engine.ASSET_DIR / "diploma-frame.svg").read_text()
        page = f"<style>@page {{ size: A4 landscape; margin: 0 }}</style>{frame}"
        self.frame = Pdf.open(io.BytesIO(weasyprint.HTML(string=page).write_pdf()))

    def make(self, record: DiplomaRecord) -> bytes:
        html, assets, _ = diploma_paper._whole([record], 36)
        for name in assets:
            html = html.replace(f'src="asset:{name}"', 'src="data:,"')
        words = weasyprint.HTML(string=html).write_pdf(
            stylesheets=[self.css], font_config=self.fonts, pdf_variant="pdf/a-2b"
        )
        out = io.BytesIO()
        with Pdf.open(io.BytesIO(words)) as document:
            Page(document.pages[0]).add_underlay(Page(self.frame.pages[0]))
            document.save(out)
        return out.getvalue()


def _record(number: int) -> DiplomaRecord:
    code = f"ABCDEF{number:02d}"
    return DiplomaRecord(
        head="Chủ tịch Ủy ban nhân dân phường Mẫu", gives="Tặng", award="Giấy khen",
        subject=f"Bà Nguyễn Thị Hoà {number}", about="Tổ trưởng Tổ dân phố số 3",
        merit="Đã có thành tích xuất sắc trong phong trào thi đua “Đô thị văn minh”",
        decision="04/QĐ-UBND", decided_on=date(2026, 11, 12), number=number, place="Mẫu",
        signer_lines=("Chủ tịch",), signer="Trần Văn Mẫu",
        marks=PaperMarks(code=code, url=f"https://thidua.example/x/{code}"),
    )  # fmt: skip
