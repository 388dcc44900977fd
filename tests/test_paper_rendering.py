"""Dựng văn bản: bytes, places, letters and what is refused."""

import json
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from campaigns.content import Letterhead, PlanContent
from campaigns.twin import from_twin, to_twin
from reports.checking import check
from reports.checking.measure import sheets
from reports.codes import as_code
from reports.rendering import (
    DRAFT,
    FINAL,
    PaperMarks,
    date_line,
    engine,
    extract_twin,
    file_name,
    metrics,
    naming,
    number_line,
    page_images,
    page_texts,
    printing,
    render_plan,
    render_preview,
    strip_of,
    wording,
)
from reports.rendering import pages as page_pictures
from tests import papers

ROOT = Path(__file__).resolve().parent.parent
VOWELS = "aăâeêioôơuưy"
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [
    letter.upper() if capital else letter
    for capital in (False, True)
    for letter in [
        *(
            unicodedata.normalize("NFC", vowel + tone)
            for vowel in VOWELS
            for tone in TONES
        ),
        *"ăâđêôơư",
    ]
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_prints_and_reads_back_in_every_face(form):
    assert len(set(LETTERS)) == 134
    text = " ".join(LETTERS)
    styles = {
        "regular": "", "bold": "font-weight:bold", "italic": "font-style:italic",
        "bold-italic": "font-weight:bold;font-style:italic",
    }  # fmt: skip
    typed = wording.inline(wording.check(unicodedata.normalize(form, text), "Chữ cái"))
    html = "".join(f'<p style="{style}">{typed}</p>' for style in styles.values())
    document = engine.layout(f'<html lang="vi"><body>{html}', {}, ("paper.css",))
    pdf = engine.write(document)
    (page,) = page_texts(pdf)
    assert page.split() == LETTERS * 4
    (sheet,) = sheets(pdf)
    fonts = {run.font.partition("+")[2] for line in sheet.lines for run in line.runs}
    assert fonts == {
        "Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic",
        "Liberation-Serif-Bold-Italic",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("trước ngày 30 hằng tháng", ["trước", "ngày 30", "hằng", "tháng"]),
        ("ngày 30/6, tháng 6/2026", ["ngày 30/6,", "tháng 6/2026"]),
        ("từ ngày 01/01/2026 đến", ["từ", "ngày", "01/01/2026", "đến"]),
        ("hết ngày 30-6-2026.", ["hết", "ngày", "30-6-2026."]),
        ("ngày 15/5/2016; Điều 5", ["ngày", "15/5/2016;", "Điều 5"]),
        ("số 32/2026/KH-UBND", ["số 32/2026/KH-UBND"]),
    ],
)
def test_a_line_may_end_between_the_day_and_a_whole_date_only(text, kept):
    assert wording.units(text) == kept


def test_a_whole_date_may_begin_a_line_of_the_page():
    """Held to "ngày", it would leave the line before it torn across the page."""
    html = wording.inline("Ủy ban nhân dân phường tổng hợp trước ngày 30/12/2026.")
    ends = set()
    for width in range(80, 120, 4):
        page = f'<html lang="vi"><body><p style="width:{width}mm">{html}'
        (sheet,) = sheets(engine.write(engine.layout(page, {}, ("paper.css",))))
        ends |= {line.text.split()[-1] for line in sheet.lines}
    assert "ngày" in ends


def test_a_title_keeps_the_date_with_its_day_where_there_is_room():
    broken = wording.lines(
        "Phong trào thi đua chào mừng Đại hội Đảng bộ phường từ ngày 01/01/2026 "
        "đến ngày 30/6/2026", "bold", 14, 400
    )  # fmt: skip
    assert not any(line.endswith("ngày") for line in broken)


PRINT_ONE = """
import django; django.setup()
import hashlib
from reports.rendering import render_plan
from tests import papers
paper = render_plan(papers.short(), marks=papers.CODE)
print(hashlib.sha256(paper.pdf).hexdigest(), paper.render_key)
"""


@pytest.mark.slow
def test_bytes_are_equal_in_every_process():
    here = render_plan(papers.short(), marks=papers.CODE)
    expected = f"{sha256(here.pdf).hexdigest()} {here.render_key}\n"
    for seed, zone in (("1", "Asia/Ho_Chi_Minh"), ("2", "America/New_York")):
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "DJANGO_SETTINGS_MODULE": "config.settings",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", PRINT_ONE],
            capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
        )  # fmt: skip
        assert done.stdout == expected


def test_the_key_changes_with_content_and_marks():
    keys = {
        render_plan(content, marks=marks).render_key
        for content in (papers.letter(), replace(papers.letter(), title="khác"))
        for marks in (FINAL, papers.CODE)
    }
    assert len(keys) == 4
    assert all(len(key) == 64 for key in keys)


def test_places_for_fields_are_where_the_page_would_print():
    printed = render_plan(papers.short(), marks=papers.CODE)
    by_field = render_plan(
        papers.short(), marks=replace(papers.CODE, number_by_field=True)
    )
    first = next(iter(sheets(printed.pdf)))
    lines = {line.text: line for line in first.lines}
    assert printed.places == {}
    assert set(by_field.places) == {"number", "date"}
    for name, text in (
        ("number", "Số: 05/KH-UBND"),
        ("date", "Nguyễn Trãi, ngày 30 tháng 7 năm 2026"),
    ):
        place, line, anchor = by_field.places[name], lines[text], by_field.anchors[name]
        assert place.text == text
        assert place.page_index == anchor[0] == 0
        assert place.baseline_y == pytest.approx(line.baseline, abs=0.05)
        assert place.centre_x == pytest.approx(line.centre, abs=0.2)
        assert place.font_size == line.size == 13
        assert place.face == ("italic" if line.italic else "regular")
        assert anchor[1] <= line.x0
        assert line.x1 <= anchor[3]
        assert anchor == printed.anchors[name]
    open_page = next(iter(sheets(by_field.pdf)))
    assert {line.text for line in first.lines} - {line.text for line in open_page.lines} == {
        "Số: 05/KH-UBND", "Nguyễn Trãi, ngày 30 tháng 7 năm 2026",
    }  # fmt: skip


def test_number_and_date_stay_open_until_they_are_given():
    content = replace(
        papers.short(),
        letterhead=replace(papers.short().letterhead, number=None, issued_on=None),
    )
    by_field = render_plan(content, marks=PaperMarks(number_by_field=True, year=2026))
    assert by_field.places["number"].text == "Số:       /KH-UBND"
    assert by_field.places["date"].text == "Nguyễn Trãi, ngày    tháng    năm 2026"
    first = next(
        iter(sheets(render_plan(content, marks=PaperMarks(draft=True, year=2026)).pdf))
    )
    texts = [" ".join(line.text.split()) for line in first.lines]
    assert "Số: /KH-UBND" in texts
    assert "Nguyễn Trãi, ngày tháng năm 2026" in texts


def test_marks_go_between_post_and_name():
    printed = render_plan(papers.short(), marks=PaperMarks(seal_mm=35))
    page, x1, y1, x2, y2 = printed.anchors["signer"]
    sheet = list(sheets(printed.pdf))[page]
    lines = {line.text: line for line in sheet.lines}
    post, name = lines["CHỦ TỊCH"], lines["Lê Thị Mẫu"]
    assert y2 < post.baseline
    assert y1 > name.baseline + name.size
    assert (x1 + x2) / 2 == pytest.approx(post.centre, abs=0.5)
    seal_page, sx1, sy1, sx2, sy2 = printed.anchors["seal"]
    assert seal_page == page
    assert sx2 - sx1 == pytest.approx(sy2 - sy1)
    assert (sx2 - sx1) / metrics.MM == pytest.approx(35)
    assert (sx2 - x1) / (x2 - x1) == pytest.approx(1 / 3)


def test_every_line_has_its_place():
    printed = render_plan(papers.sample())
    assert {name for name in printed.anchors if name.startswith("line-")} == {
        f"line-{index}" for index in range(len(papers.sample().lines))
    }
    pages = [printed.anchors[f"line-{i}"][0] for i in range(len(papers.sample().lines))]
    assert pages == sorted(pages)


def test_a_draft_has_the_pages_and_words_of_the_final_paper():
    final = page_texts(render_plan(papers.sample(), marks=papers.CODE).pdf)
    draft = page_texts(render_plan(papers.sample(), marks=DRAFT).pdf)
    foot = "\nMã tra cứu: 7F3K-9QXM\nKiểm tra văn bản tại: " + papers.CODE.url
    assert draft == [final[0].replace(foot, ""), *final[1:]]
    assert "DỰ THẢO" not in "".join(draft)


def test_the_code_is_printed_in_the_fours_that_people_type():
    marks = replace(
        papers.CODE, code="7F3K9QXM", url="https://td.example.vn/x/7F3K9QXM"
    )
    [first, *_] = page_texts(render_plan(papers.sample(), marks=marks).pdf)
    printed = re.search(r"Mã tra cứu: (\S+)", first)[1]
    assert printed == "7F3K-9QXM"
    assert (
        as_code(printed)
        == as_code(printed.lower())
        == as_code("7f3k9qxm")
        == marks.code
    )


def test_a_preview_has_the_same_pages_without_tags_and_data():
    preview = render_preview(papers.sample())
    assert page_texts(preview.pdf) == page_texts(
        render_plan(papers.sample(), marks=DRAFT).pdf
    )
    assert extract_twin(preview.pdf) is None
    with pikepdf.open(BytesIO(preview.pdf)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
    assert [f for f in check(preview.pdf, final=False) if f.level != "ok"] == []


def test_the_paper_carries_its_data():
    content = papers.sample()
    pdf = render_plan(content, marks=papers.CODE).pdf
    twin = extract_twin(pdf)
    assert twin == to_twin(content, {"code": papers.CODE.code, "url": papers.CODE.url})
    assert from_twin(twin) == content
    with pikepdf.open(BytesIO(pdf)) as opened:
        (linked,) = opened.Root.AF
        assert linked.AFRelationship == "/Source"
        assert linked.EF.F.Subtype == "/application/json"


def test_what_is_no_pdf_has_no_data():
    with pytest.raises(ValueError, match="không đọc được"):
        extract_twin(b"%PDF-1.7 not quite")


def test_the_file_is_sound_and_its_tree_small():
    pdf = render_plan(papers.sample(), marks=papers.CODE).pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        assert str(opened.docinfo.Title) == "Kế hoạch số 05/KH-UBND"
        assert str(opened.docinfo.Author) == "Ủy ban nhân dân phường Nguyễn Trãi"
        assert str(opened.docinfo.Subject) == papers.sample().title
        assert "/Dests" not in opened.Root.get("/Names", {})
        xmp = opened.Root.Metadata.read_bytes()
        assert b'pdfaid:part="3"' in xmp
        assert b'pdfuaid:part="1"' in xmp
        tree = [
            item for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        ]  # fmt: skip
        tags = {str(item.S) for item in tree}
        assert tags == {
            "/Document", "/P", "/H1", "/H2", "/H3", "/Table", "/THead", "/TBody", "/TR",
            "/TH", "/TD", "/L", "/LI", "/LBody", "/Figure",
        }  # fmt: skip
        # one element a paragraph, cell or row, not one a printed line
        cells = sum(str(item.S) in ("/TR", "/TH", "/TD") for item in tree)
        assert len(tree) - cells < 100
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        for index, owners in enumerate(numbers[1::2]):
            for mcid, owner in enumerate(owners):
                if isinstance(owner, pikepdf.Dictionary):
                    assert mcid in list(owner.K)
                    assert owner.Pg.StructParents == index
        streams = [o for o in opened.objects if isinstance(o, pikepdf.Stream)]
        packed = [int(s.N) for s in streams if s.get("/Type") == "/ObjStm"]
        assert all(count <= 50 for count in packed)


def test_headings_skip_no_level():
    pdf = render_plan(papers.sample()).pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        levels = [
            int(tag[1])
            for tag in _tags(opened.Root.StructTreeRoot.K)
            if tag[1:].isdigit()
        ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def _tags(element):
    yield str(element.S)[1:]
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _tags(kid)


def test_a_wide_table_lies_across_and_the_pages_turn_back():
    months = [f"Tháng {n}" for n in range(1, 13)]
    wide = papers.table("STT", "Đơn vị", *months, "Cả năm", rows=3, cell="1.250.000")
    plan = papers.short()
    content = replace(plan, lines=(*plan.lines[:6], wide, *plan.lines[6:]))
    printed = render_plan(content)
    with pypdfium2.PdfDocument(printed.pdf) as pdf:
        turned = [page.get_width() > page.get_height() for page in pdf]
    assert turned == [False, True, False, False]
    assert papers.faults(printed.pdf) == set()


def test_page_pictures_are_as_wide_as_asked():
    pdf = render_plan(papers.short()).pdf
    images = page_images(pdf, (600, 300))
    assert len(images) == 2
    for wide, narrow in images:
        with Image.open(BytesIO(wide)) as picture:
            assert (picture.format, picture.size) == ("WEBP", (600, 849))
        with Image.open(BytesIO(narrow)) as picture:
            assert (picture.format, picture.size) == ("WEBP", (300, 425))
    assert page_images(pdf, (600, 300), pages=[1]) == images[1:]


def test_pages_do_not_pile_up_unpacked(monkeypatch):
    """A page is several megabytes before it is packed, and packing is the slower half."""
    lock, standing, most = threading.Lock(), 0, 0
    draw, pack = page_pictures._drawn, page_pictures._packed

    def count(change):
        nonlocal standing, most
        with lock:
            standing += change
            most = max(most, standing)

    def drawn(page, width):
        count(1)
        return draw(page, width)

    def packed(picture):
        time.sleep(0.05)
        count(-1)
        return pack(picture)

    monkeypatch.setattr(page_pictures, "_drawn", drawn)
    monkeypatch.setattr(page_pictures, "_packed", packed)
    pdf = render_plan(papers.short()).pdf

    images = page_images(pdf, (30,), pages=[0, 1] * 5)

    assert (len(images), standing) == (10, 0)
    assert most <= 3


def test_words_have_few_greys_and_a_seal_keeps_its_colour():
    """A faint 238 is the words DỰ THẢO; a seal's red does not become a grey."""
    picture = Image.new("RGB", (4, 1), "white")
    for x, shade in enumerate([(100, 100, 100), (236, 236, 236), (215, 28, 40)]):
        picture.putpixel((x, 0), shade)

    with Image.open(BytesIO(page_pictures._packed(picture))) as packed:
        shades = [packed.convert("RGB").getpixel((x, 0)) for x in range(4)]

    assert shades == [
        (85, 85, 85), (238, 238, 238), (219, 36, 36), (255, 255, 255)
    ]  # fmt: skip


def test_small_pages_stand_below_each_other_in_one_picture():
    across = table_across()
    pdf = render_plan(papers.short()).pdf
    small = [image for (image,) in page_images(pdf, (60,))]
    strip = strip_of([*small, across], (60, 85))

    with Image.open(BytesIO(strip)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (60, 3 * 85))
        last = picture.convert("L").crop((0, 2 * 85, 60, 3 * 85))
    # A page that lies across keeps its shape, in the middle of its cell.
    assert last.getbbox() == (0, 0, 60, 85)
    dark = last.point(lambda v: 255 * (v < 128)).getbbox()
    assert dark == (0, 21, 60, 63)


def table_across() -> bytes:
    """A black picture of a page lying across."""
    out = BytesIO()
    Image.new("RGB", (120, 84), "black").save(out, "WEBP", lossless=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("number", "text"), [(1, "01"), (9, "09"), (10, "10"), (353, "353")]
)
def test_numbers_under_ten_have_a_zero(number, text):
    assert number_line(number, "KH-UBND") == f"Số: {text}/KH-UBND"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2018, 4, 2), "Ngọc Lâm, ngày 02 tháng 4 năm 2018"),
        (date(2021, 1, 31), "Ngọc Lâm, ngày 31 tháng 01 năm 2021"),
        (date(2021, 2, 9), "Ngọc Lâm, ngày 09 tháng 02 năm 2021"),
        (date(2021, 12, 10), "Ngọc Lâm, ngày 10 tháng 12 năm 2021"),
    ],
)
def test_only_the_first_months_and_days_have_a_zero(day, text):
    assert date_line("Ngọc Lâm", day) == text


@pytest.mark.parametrize(
    ("above", "own", "name"),
    [
        ("", "ỦY BAN NHÂN DÂN\nPHƯỜNG NGUYỄN TRÃI", "Ủy ban nhân dân phường Nguyễn Trãi"),
        ("UBND QUẬN LONG BIÊN", "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
         "Hội đồng Thi đua - Khen thưởng quận Long Biên"),
        ("", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("", "ỦY BAN NHÂN DÂN\nQUẬN 1", "Ủy ban nhân dân Quận 1"),
        ("UBND XÃ TÂN TIẾN", "PHÒNG KINH TẾ", "Phòng Kinh tế xã Tân Tiến"),
    ],
)  # fmt: skip
def test_agencies_are_named_in_running_text(above, own, name):
    assert (
        naming.authority_in_text(Letterhead(parent_authority=above, authority=own))
        == name
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (papers.short(), "KH-05-2026-UBND.pdf"),
        (papers.council(), "KH-05-2026-HDTDKT.pdf"),
        (papers.letter(), "CV-05-2026-UBND-VHXH.pdf"),
        (PlanContent(), "KH-du-thao.pdf"),
    ],
)
def test_file_names_are_plain(content, name):
    assert file_name(content) == name
    assert len(name) <= 50


def test_titles_are_broken_into_like_lines_between_words():
    content = replace(
        papers.short(),
        title="Phát động phong trào thi đua chào mừng kỷ niệm 20 năm Ngày thành lập phường "
        "Nguyễn Trãi và thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2026",
    )
    first = next(iter(sheets(render_plan(content).pdf)))
    lines = [line for line in first.lines if line.size == 14 and line.bold][2:5]
    assert [line.text for line in lines] == [
        "Phát động phong trào thi đua chào mừng kỷ niệm 20 năm",
        "Ngày thành lập phường Nguyễn Trãi và thực hiện nhiệm vụ",
        "phát triển kinh tế - xã hội năm 2026",
    ] or max(line.width for line in lines) < 1.25 * min(line.width for line in lines)


def test_the_engine_has_nothing_to_complain_about(caplog):
    printed = printing.render_plan(papers.sample(), marks=papers.CODE)
    assert printed.page_count == 5
    assert caplog.messages == []


def test_loading_the_room_loads_no_engine():
    code = (
        "import django; django.setup()\n"
        "import sys, json, reports.rendering, reports.checking\n"
        "slow = ('weasyprint', 'pikepdf', 'pypdfium2', 'fontTools', 'segno')\n"
        "print(json.dumps([name for name in slow if name in sys.modules]))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert json.loads(done.stdout) == []
