"""Dựng văn bản từ đầu vào xấu: nothing is fetched, every refusal says why."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from campaigns.outline import LineKind as K
from reports.checking.measure import sheets
from reports.rendering import (
    FINAL,
    PaperRefused,
    engine,
    metrics,
    page_texts,
    paper,
    render_plan,
)
from tests import papers


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "http://127.0.0.1:9/x.png", "https://example.com/x.css",
        "asset:../../config/settings.py", "asset:/etc/passwd", "data:image/svg+xml,<svg/>",
        "ftp://example.com/x.svg", "asset:fonts.conf",
    ],
)  # fmt: skip
def test_nothing_but_own_assets_is_read(url):
    with pytest.raises(ValueError, match="refused"):
        engine._press()._fetcher.fetch(url)


def test_markup_in_words_is_only_words():
    hostile = '<img src="file:///etc/passwd"><link rel=attachment href="http://127.0.0.1/">&amp;'
    content = replace(
        papers.letter(), lines=(papers.line(K.PARAGRAPH, hostile), papers.line(K.TABLE, hostile)),
        recipients=(hostile, "Lưu: VT, VHXH"), title=hostile,
    )  # fmt: skip
    pdf = render_plan(content).pdf
    text = " ".join(" ".join(page_texts(pdf)).split())
    assert text.count('<img src="file:///etc/passwd">') == 4
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert list(opened.attachments) == ["ke-hoach.json"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Thi đua 🏆 giỏi", "Dòng 1 của nội dung có ký tự “🏆” (U+1F3C6) không có trong phông chữ "
         "của văn bản: “Thi đua 🏆 giỏi”. Hãy thay bằng chữ."),
        ("Mã " + "a" * 2001, "Dòng 1 của nội dung có một chuỗi dài 2.001 ký tự không có dấu cách."),
        ("từ " * 7000, "Dòng 1 của nội dung dài 20.999 ký tự. Một đoạn chỉ dàn được khoảng "
         "14.000 ký tự; hãy tách đoạn."),
        ("hỏng \ud800 rồi", "Nội dung có ký tự hỏng trong đoạn “hỏng   rồi”. "
         "Xóa và gõ lại đoạn này."),
    ],
)  # fmt: skip
def test_unprintable_words_are_refused_by_place(text, message):
    content = replace(papers.letter(), lines=(papers.line(K.PARAGRAPH, text),))
    with pytest.raises(PaperRefused) as refusal:
        paper.compose(content, FINAL)
    assert refusal.value.message == message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "a " * 300}, "Trích yếu dài 600 ký tự; Phụ lục VI Nghị định 30/2020/NĐ-CP cho "
         "nhiều nhất 500."),
        ({"recipients": ("Tổ dân phố",) * 501},
         "Nơi nhận có hơn 500 dòng. Hãy nêu theo nhóm hoặc lập phụ lục nơi nhận."),
        ({"lines": (papers.line(K.DASH, "x"),) * 10_001},
         "Kế hoạch có 10.001 dòng; văn bản in được nhiều nhất 10.000 dòng."),
        ({"lines": (papers.table("STT", "Đơn vị", rows=2000, cell="x"),)},
         "Dòng 1 của nội dung là bảng có 2.001 dòng. Văn bản in được nhiều nhất 2.000 dòng một "
         "bảng; hãy gửi kèm tệp bảng tính."),
        ({"lines": (papers.line(K.TABLE, "\t".join("x" * 31)),)},
         "Dòng 1 của nội dung là bảng có 31 cột, nhiều hơn 30 cột in được."),
        ({"lines": (papers.line(K.DASH, "x " * 9000),) * 70},
         "Kế hoạch dài hơn 300 trang in được. Hãy chuyển bớt sang tệp kèm theo."),
    ],
)  # fmt: skip
def test_endless_contents_are_refused_before_layout(changes, message):
    with pytest.raises(PaperRefused) as refusal:
        paper.compose(replace(papers.letter(), **changes), FINAL)
    assert refusal.value.message == message


def test_marks_that_print_nothing_are_dropped():
    dirty = "Thi\u202eđua\u202c \u200bgiỏi\x01 \ufeffvà\u00a0tốt\u2011nhất\x00"
    content = replace(papers.letter(), lines=(papers.line(K.PARAGRAPH, dirty),))
    assert "Thiđua giỏi và tốt-nhất./." in page_texts(render_plan(content).pdf)[0]


def test_a_long_address_is_broken_inside_the_margins():
    address = "https://thidua.nguyentrai.example.vn/" + "rat-dai/" * 30
    content = replace(
        papers.short(), lines=(papers.line(K.PARAGRAPH, f"Xem tại {address} để biết."),)
    )
    pdf = render_plan(content).pdf
    first = next(iter(sheets(pdf)))
    assert max(line.x1 for line in first.lines) / metrics.MM <= 195.1
    assert address in "".join(page_texts(pdf)[0].split())


def test_a_glyph_that_slips_through_is_an_error():
    """The engine prints a box and goes on; PDF/A forbids it, so it is refused here."""
    document = engine.layout('<html lang="vi"><body><p>中</p>', {}, ("paper.css",))
    with pytest.raises(PaperRefused, match="không có trong phông chữ"):
        engine.write(document)
