"""Đọc trang web, PDF và Word cũ."""

import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from campaigns.content import Line
from campaigns.outline import LineKind as K
from campaigns.reading import Unreadable, limits, oldword, read_file
from campaigns.reading.hypertext import read_hypertext
from campaigns.reading.manuscript import Grid, Par
from campaigns.reading.portable import read_portable
from campaigns.twin import to_twin
from reports.rendering import PaperMarks, render_plan
from tests import papers
from tests.reading_files import SHORT, joined_pdf, pdf, picture_pdf, saved

WANTED = read_file("a.txt", SHORT.encode())


def html(body: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def as_paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines() if line)


def texts(data: bytes) -> list[str]:
    return [b.text for b in read_hypertext(data).blocks if isinstance(b, Par)]


# ---- HTML --------------------------------------------------------------------------------
def test_a_page_reads_as_the_same_text_does():
    assert read_file("a.html", html(as_paragraphs(SHORT))).as_json() == WANTED.as_json()


def test_a_page_saved_by_word_in_windows_1252_with_entities():
    body = as_paragraphs(SHORT).encode("cp1252", "xmlcharrefreplace")
    data = (
        b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>"
        b"<meta name=ProgId content=Word.Document><style>p {color: red}</style>"
        b"<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body>"
        + body.replace(b"<p>", b"<p class=MsoNormal><span lang=VI>").replace(
            b"</p>", b"<o:p></o:p></span></p>"
        )
        + b"</body></html>"
    )
    assert read_file("a.htm", data).as_json() == WANTED.as_json()
    # Word saves pages under .doc as well
    assert read_file("a.doc", data).as_json() == WANTED.as_json()


def test_scripts_styles_forms_and_hidden_parts_are_not_read():
    body = (
        "<script>document.write('MỘT')</script><style>HAI</style><form>BA<button>BỐN</button>"
        "</form><!-- NĂM --><p style='display: none'>SÁU</p><p hidden>BẢY</p>"
        "<p>Thi đua dạy tốt, học tốt, làm việc tốt, phục vụ tốt.</p>"
    )
    found = " ".join(texts(html(body)))
    assert found == "Thi đua dạy tốt, học tốt, làm việc tốt, phục vụ tốt."


def test_menus_and_adverts_go_but_never_the_paper_itself():
    menu = "<div class='main-menu'><a href='/'>Trang chủ</a> <a href='/x'>Liên hệ</a></div>"
    advert = "<div id='quangcao'>Mua ngay kẻo hết</div>"
    page = html(menu + as_paragraphs(SHORT) + advert)
    assert read_file("a.html", page).as_json() == WANTED.as_json()
    # a page that calls its whole text a widget
    assert (
        read_file(
            "a.html", html(f"<div class=widget>{as_paragraphs(SHORT)}</div>")
        ).content
        == WANTED.content
    )


def test_lists_line_breaks_and_tables_of_a_page():
    body = (
        "<ol><li>Việc một</li><li>Việc hai</li></ol><ul><li>Ý nhỏ</li></ul>"
        "<p>Dòng trên<br>Dòng dưới</p>chữ rời<table><tr><td>a</td><td><p>b</p></td></tr></table>"
    )
    blocks = read_hypertext(html(body)).blocks
    assert [(b.marker, b.text) for b in blocks if isinstance(b, Par)] == [
        ("1.", "Việc một"),
        ("2.", "Việc hai"),
        ("-", "Ý nhỏ"),
        ("", "Dòng trên\nDòng dưới"),
        ("", "chữ rời"),
    ]
    [table] = [b for b in blocks if isinstance(b, Grid)]
    assert [[p.text for p in cell] for cell in table.cells()] == [["a"], ["b"]]


def test_how_words_look_on_a_page():
    body = (
        "<p align=center><b>KẾ HOẠCH</b></p><p><b>Văn phòng:</b> theo dõi</p>"
        "<p style='text-align: center'><span style='font-weight: 700'>Đậm</span></p>"
        "<p><i>nghiêng cả câu</i></p>"
    )
    looks = [
        (b.text, b.bold_to, b.centred, b.italic)
        for b in read_hypertext(html(body)).blocks
    ]
    assert looks == [
        ("KẾ HOẠCH", 8, True, False),
        ("Văn phòng: theo dõi", 10, False, False),
        ("Đậm", 3, True, False),
        ("nghiêng cả câu", 0, False, True),
    ]


def test_a_page_that_breaks_lines_instead_of_paragraphs():
    body = "<div>" + "<br>".join(SHORT.splitlines()) + "</div>"
    assert read_file("a.html", html(body)).content == WANTED.content


def test_a_news_page_is_said_to_be_one():
    report = (
        "<p>Phường Hoa Lư Thượng phát động đợt thi đua làm căn cước</p>"
        "<p>UBND phường Hoa Lư Thượng vừa ban hành Kế hoạch số 131/KH-UBND ngày 06/9/2024 về"
        " việc phát động đợt thi đua cao điểm 60 ngày làm căn cước cho người dân.</p>"
        "<p>Đợt thi đua diễn ra từ ngày 10/9/2024 đến hết ngày 10/11/2024 trên toàn phường.</p>"
    )
    reading = read_file("tin.html", html(report))
    found = reading.as_json()
    assert found["kind"] == "news"
    assert (found["number"], found["symbol"], found["date"]) == (
        131,
        "KH-UBND",
        "2024-09-06",
    )
    assert found["authority"] == "UBND phường Hoa Lư Thượng"
    assert (found["campaign_start"], found["campaign_end"]) == (
        "2024-09-10",
        "2024-11-10",
    )
    assert any("không phải chính văn bản" in warning for warning in reading.warnings)


# ---- PDF ---------------------------------------------------------------------------------
def page(text: str) -> str:
    """``SHORT`` set the way offices set it: letterhead and ending in two columns."""
    left, right, rest = _split(text)
    body, ending = rest.split("Nơi nhận:")
    recipients, signature = ending.split("\n\n", 1)
    return (
        f"<table style='width:100%'><tr><td>{_breaks(left)}<td>{_breaks(right)}</table>"
        + "".join(
            f"<p style='text-indent:12mm;margin:2mm 0'>{line}</p>"
            for line in body.splitlines()
            if line
        )
        + f"<table style='width:100%'><tr><td>Nơi nhận:<br>{_breaks(recipients)}"
        f"<td style='padding-left:40mm'>{_breaks(signature)}</table>"
    )


def _split(text: str) -> tuple[str, str, str]:
    lines = text.splitlines()
    left = [lines[0], lines[1], lines[6]]
    right = [lines[3], lines[4], lines[7]]
    return "\n".join(left), "\n".join(right), "\n".join(lines[8:])


def _breaks(text: str) -> str:
    return "<br>".join(line for line in text.splitlines() if line)


@pytest.mark.slow
def test_a_pdf_with_two_columns_at_its_ends_reads_as_the_text_does():
    found = read_file("a.pdf", pdf(page(SHORT))).as_json()
    for field in ("confidence", "suspicions"):
        assert found.pop(field) is not None
    wanted = WANTED.as_json()
    assert found == {name: wanted[name] for name in found}


@pytest.mark.slow
@pytest.mark.parametrize("pull", ["0", "5px"])
def test_a_letterhead_whose_motto_is_wrapped(pull):
    """Word wraps a motto in a narrow cell, and centres the other cell beside it."""
    left, right, rest = _split(SHORT)
    right = right.replace("VIỆT NAM", "VIỆT\nNAM")
    type_word, title, body = rest.strip().split("\n", 2)
    cell = "<td style='text-align:center;vertical-align:middle'>"
    data = pdf(
        f"<table style='width:100%;margin:0'><tr>{cell}<div style='position:relative;"
        f"top:{pull}'>{_breaks(left)}</div>{cell}{_breaks(right)}</table>"
        f"<p style='text-align:center;margin:0'><b>{type_word}</b></p>"
        f"<p style='text-align:center;margin:0'><b>{title}</b></p>"
        + "".join(
            f"<p style='text-indent:12mm;margin:2mm 0'>{line}</p>"
            for line in [*body.split("\n"), *["Giữ sạch đường phố, nơi ở. " * 9] * 4]
            if line
        )
    )
    content = read_file("a.pdf", data).content
    assert content.letterhead == WANTED.content.letterhead
    assert (content.kind, content.title) == (WANTED.content.kind, WANTED.content.title)
    assert content.lines[0].text.startswith("Căn cứ Luật Thi đua")


@pytest.mark.slow
def test_recipients_and_signature_that_a_page_cuts():
    ending = (
        "<table style='width:100%;border-spacing:0'><tr style='vertical-align:top'>"
        "<td>Nơi nhận:<td style='padding-left:30mm'>TM. ỦY BAN NHÂN DÂN</table>"
        "<div style='break-before:page'></div>"
        "<table style='width:100%'><tr style='vertical-align:top'>"
        "<td>- Ủy ban nhân dân huyện;<br>- Các tổ dân phố;<br>- Lưu: VT, VX."
        "<td style='padding-left:40mm'>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH<br><br>Trần Khánh Hòa</table>"
    )
    body = page(SHORT).split("<table")[:2]
    annex = (
        "<p style='break-before:page;text-align:center'>PHỤ LỤC</p><p>Mẫu đăng ký</p>"
    )
    content = read_file("a.pdf", pdf("<table".join(body) + ending + annex)).content

    assert content.recipients == (
        "Ủy ban nhân dân huyện", "Các tổ dân phố", "Lưu: VT, VX",
    )  # fmt: skip
    signature = content.signature
    assert (signature.authority_lines, signature.signer) == (
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Khánh Hòa",
    )  # fmt: skip
    assert content.lines[-1].kind is K.ANNEX


@pytest.mark.slow
def test_a_date_that_ends_a_paragraph_of_a_pdf_belongs_to_it():
    long = "<p style='width:110mm'>- {}</p>"
    words = "Mỗi thôn trồng thêm ba trăm cây xanh và làm xong trước ngày<br>30/6/2024."
    full = "<p>- Mỗi tổ dân phố giữ sạch tuyến phố, nhận chăm sóc và nhắc nhau giữ gìn.</p>"
    data = pdf(
        f"<p>KẾ HOẠCH</p><p>Trồng cây</p><p>I. VIỆC</p>{full * 4}{long.format(words)}"
    )
    content = read_file("a.pdf", data).content
    assert content.lines[-1].text.endswith("làm xong trước ngày 30/6/2024.")
    assert [d.due_on for d in content.deadlines] == [date(2024, 6, 30)]


@pytest.mark.slow
def test_cells_of_a_pdf_that_nearly_touch_are_parted_at_their_columns():
    rows = (("TT", "Chỉ tiêu", "Đơn vị tính", "Mức phấn đấu"),
            ("1", "Số tuyến phố", "tuyến", "3"),
            ("2", "Tỷ lệ hồ sơ nộp<br>trực tuyến", "%", "80"))  # fmt: skip
    table = "".join(
        "<tr style='vertical-align:top'>" + "".join(f"<td>{cell}" for cell in row)
        for row in rows
    )
    # the second column is as wide as its longest line and 4 mm
    columns = "".join(f"<col style='width:{mm}mm'>" for mm in (30, 38, 40, 40))
    look = "table-layout:fixed;width:148mm;border-spacing:0"
    table = f"<table style='{look}'>{columns}{table}</table>"
    data = pdf(f"<p>KẾ HOẠCH</p><p>Làm đẹp</p><p>I. CHỈ TIÊU</p>{table}<p>II. VIỆC</p>")
    content = read_file("a.pdf", data).content
    [text] = [x.text for x in content.lines if x.kind is K.TABLE]
    assert text.split("\n")[-1] == "2\tTỷ lệ hồ sơ nộp trực tuyến\t%\t80"
    assert [(t.value, t.unit) for t in content.targets] == [(3, "tuyến"), (80, "%")]


@pytest.mark.slow
def test_page_numbers_of_a_pdf_go_and_cut_sentences_are_joined():
    long = "".join(
        f"<p style='text-indent:12mm'>- Mỗi tổ dân phố giữ tuyến phố thứ {n} sạch, đẹp, nhận"
        " chăm sóc cây xanh và nhắc nhau không đổ rác trước giờ thu gom trong suốt năm học.</p>"
        for n in range(1, 41)
    )
    numbers = "<style>@page {@top-center {content: counter(page)}}</style>"
    data = pdf(numbers + "<p>KẾ HOẠCH</p><p>Giữ sạch phố</p><p>I. NỘI DUNG</p>" + long)
    lines = read_file("a.pdf", data).content.lines
    assert [x.kind for x in lines] == [K.SECTION, *[K.DASH] * 40]
    assert [x.text.split("thứ ")[1].split()[0] for x in lines[1:]] == [
        str(n) for n in range(1, 41)
    ]
    assert all(x.text.endswith("trong suốt năm học.") for x in lines[1:])


@pytest.mark.slow
def test_pages_that_are_pictures_among_others_are_told():
    data = joined_pdf(pdf(page(SHORT)), picture_pdf())
    manuscript, twin = read_portable(data)
    assert twin is None
    assert manuscript.warnings == [
        "Có 1 trang không có lớp chữ (ảnh quét); nội dung các trang đó không đọc được."
    ]


@pytest.mark.slow
def test_a_paper_of_our_own_is_read_from_the_data_in_it():
    content = papers.sample()
    reading = read_file("van-ban.pdf", render_plan(content).pdf)
    assert reading.content == content
    assert reading.sure == {}
    assert reading.warnings == (
        "Nội dung lấy từ dữ liệu kèm theo tệp PDF; hãy kiểm tra chữ ký số của tệp và đối chiếu"
        " với chữ trên trang.",
    )


def with_twin(data: bytes, twin: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        document.attachments["ke-hoach.json"] = twin
        return saved(document)


@pytest.mark.slow
def test_data_of_our_own_in_any_pdf_are_read_and_bad_ones_are_not():
    words = pdf(
        "<p>KẾ HOẠCH</p><p>Thi đua trên trang</p><p>I. MỘT</p><p>- Một việc.</p>"
    )
    twin = to_twin(papers.letter())
    assert read_file("a.pdf", with_twin(words, twin)).content == papers.letter()
    for bad in (
        b"{}",
        b"not json",
        twin.replace(b'"version":1', b'"version":999'),
        twin.replace(b'"title":"', b'"title":"\\u0000'),
        twin.replace(b'"title":"', b'"title":"\\ud800'),
    ):
        assert bad != twin
        found = read_file("a.pdf", with_twin(words, bad))
        assert found.content.title == "Thi đua trên trang"
    long = replace(
        papers.letter(), lines=(Line(kind=K.DASH, text="x"),) * (limits.MOST_LINES + 1)
    )
    with pytest.raises(Unreadable, match="dòng"):
        read_file("a.pdf", with_twin(words, to_twin(long)))


@pytest.mark.slow
def test_the_pages_of_our_own_paper_read_back_without_the_data():
    content = papers.sample()
    paper = render_plan(content, marks=PaperMarks()).pdf
    bare = joined_pdf(paper)  # pages only, no attachment
    again = read_file("quet.pdf", bare).content
    assert again.letterhead == content.letterhead
    assert again.title == content.title
    assert [(x.kind, m) for x, m in zip(again.lines, again.markers, strict=True)][
        :20
    ] == [(x.kind, m) for x, m in zip(content.lines, content.markers, strict=True)][:20]


# ---- old Word ----------------------------------------------------------------------------
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_an_rtf_and_a_doc_are_brought_to_docx(tmp_path):
    body = "".join(
        "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) + "\\par\n"
        for line in SHORT.splitlines()
    )
    rtf = ("{\\rtf1\\ansi\\uc1 " + body + "}").encode("ascii")
    assert read_file("a.rtf", rtf).content == WANTED.content
    assert read_file("a.doc", rtf).content == WANTED.content


def test_without_a_converter_the_officer_is_told_to_save_as_docx(monkeypatch):
    monkeypatch.setattr(oldword.shutil, "which", lambda name: None)
    with pytest.raises(Unreadable) as told:
        read_file("a.doc", old_word())
    assert str(told.value) == (
        "Tệp Word cũ (.doc) chưa đọc được trên máy này; hãy mở bằng Word, lưu lại dạng .docx"
        " rồi nhập lại."
    )


def test_where_only_antiword_is_installed_its_text_is_read(monkeypatch, tmp_path):
    text = tmp_path / "text"
    text.write_text(SHORT)
    tool = tmp_path / "antiword"
    tool.write_text(f"#!/bin/sh\ncat {text}\n")
    tool.chmod(0o755)
    monkeypatch.setattr(
        oldword.shutil, "which", lambda name: str(tool) if name == "antiword" else None
    )
    assert read_file("a.doc", old_word()).content == WANTED.content


def test_a_converter_that_hangs_is_ended_with_all_its_children(monkeypatch, tmp_path):
    tool = tmp_path / "soffice"
    tool.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/child\nwait\n")
    tool.chmod(0o755)
    monkeypatch.setattr(oldword, "CONVERTER_SECONDS", 0.5)
    monkeypatch.setattr(
        oldword.shutil, "which", lambda name: str(tool) if name == "soffice" else None
    )
    with pytest.raises(Unreadable, match="quá lâu"):
        read_file("a.doc", old_word())
    child = int((tmp_path / "child").read_text())
    with pytest.raises(FileNotFoundError):
        _state(child)


def _state(process: int) -> str:
    """State of a process; raises FileNotFoundError once it is gone (a zombie counts as gone)."""
    state = Path(f"/proc/{process}/stat").read_text().split()[2]
    if state == "Z":
        raise FileNotFoundError
    return state


def old_word() -> bytes:
    """The outside of an old Word file: the container's mark and the name of its stream."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "WordDocument".encode("utf-16-le")
    )
