"""Tệp hỏng, tệp lạ, tệp ác ý: each is refused with one sentence, fast and small."""

import io
import re
import resource
import struct
import time
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.reading import Unreadable, limits, packages, read_file, read_text
from campaigns.reading.packages import Package, parse_xml
from tests.reading_files import (
    SHORT,
    documents,
    joined_pdf,
    locked_pdf,
    par,
    pdf,
    picture_pdf,
    short_word,
    word,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def ole(*streams: str) -> bytes:
    return (
        _OLE
        + bytes(504)
        + b"".join(name.encode("utf-16-le") + b"\0\0" for name in streams)
    )


def refused(name: str, data: bytes) -> str:
    """The sentence; checks that it is one, in Vietnamese, and that it says what to do."""
    with pytest.raises(Unreadable) as told:
        read_file(name, data)
    return sentence(told.value)


def sentence(error: Unreadable) -> str:
    text = str(error)
    assert "\n" not in text
    assert text.endswith(".")
    assert not re.search(r"[.!?]\s+[A-ZĐ]", text), "more than one sentence"
    assert "hãy" in text
    assert len(text) < 200
    return text


# ---- a file that is not what its name says ------------------------------------------------
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", short_word(), "đuôi .pdf nhưng nội dung là Word"),
        ("a.docx", b"%PDF-1.7\n", "đuôi .docx nhưng nội dung là PDF"),
        ("a.docx", SHORT.encode(), "đuôi .docx nhưng nội dung là văn bản thường"),
        ("a.docx", b"<html><body>x", "đuôi .docx nhưng nội dung là HTML"),
        ("a.docx", ole("WordDocument"), "đuôi .docx nhưng nội dung là Word cũ"),
        ("a.doc", b"%PDF-1.7\n", "đuôi .doc nhưng nội dung là PDF"),
        ("a.txt", short_word(), "đuôi .txt nhưng nội dung là Word"),
        ("a.html", b"{\\rtf1 x}", "đuôi .html nhưng nội dung là RTF"),
        ("a.mht", b"<html><body>x", "đuôi .mht nhưng nội dung là HTML"),
        ("a.docx", b"\x89PNG\r\n\x1a\n", "Tệp là ảnh"),
        ("a.pdf", b"\xff\xd8\xff\xe0", "Tệp là ảnh"),
        ("a.docx", b"MZ\x90\0\3\0\0\0", "Tệp là chương trình"),
        ("a.docx", b"\x7fELF\2\1\1\0", "Tệp là chương trình"),
        ("a.docx", b"Rar!\x1a\x07\0", "Tệp nén"),
        ("a.docx", b"\x1f\x8b\x08\0", "Tệp nén"),
        ("a.doc", ole("Workbook"), "không phải văn bản Word"),
        ("a.txt", bytes(range(256)) * 40, "không phải văn bản đọc được"),
        ("a.txt", SHORT.encode() + bytes(200), "không phải văn bản đọc được"),
        ("a.txt", b"\xff\xfe" + b"\x00\xd8" * 3, "không phải văn bản đọc được"),
    ],
)  # fmt: skip
def test_what_is_not_what_its_name_says(name, data, words):
    assert words in refused(name, data)


def test_the_name_may_be_unknown_or_missing():
    for name in ("ke-hoach", "ke-hoach.bin", "", "../../etc/passwd"):
        assert read_file(name, short_word()).content.title


def test_a_zip_that_is_no_word_file():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ke-hoach.txt", SHORT)
    assert "không phải tệp Word" in refused("a.zip", buffer.getvalue())
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert "không phải tệp Word" in refused("a.docx", word(par("x"), main=sheet))


# ---- locked, macros -----------------------------------------------------------------------
def test_a_locked_pdf():
    assert "mật khẩu" in refused("a.pdf", locked_pdf(picture_pdf()))


def test_a_locked_word_file_is_an_old_container():
    assert "mật khẩu" in refused("a.docx", ole("EncryptionInfo", "EncryptedPackage"))


def test_a_locked_old_word_file():
    head = bytearray(ole("WordDocument").ljust(1536, b"\0"))
    head[1024:1026], head[1035] = b"\xec\xa5", 1
    assert "mật khẩu" in refused("a.doc", bytes(head))


def test_a_locked_zip_entry():
    data = bytearray(short_word())
    for at in [m.start() for m in re.finditer(b"PK\x01\x02", bytes(data))]:
        data[at + 8] |= 1
    assert "mật khẩu" in refused("a.docx", bytes(data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docm", short_word()),
        ("a.dotm", short_word()),
        ("a.docx", word(par("x"), main=_MACRO_TYPE)),
        ("a.docx", word(par("x"), {"word/vbaProject.bin": b"x"})),
        ("a.doc", ole("WordDocument", "Macros", "_VBA_PROJECT")),
    ],
    ids=["docm", "dotm", "content type", "vbaProject", "old"],
)
def test_macros(name, data):
    assert "macro" in refused(name, data)


# ---- too much -----------------------------------------------------------------------------
def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at():
    data = bytes(200 * 2**20)
    start = time.perf_counter()
    text = refused("a.docx", data)
    assert time.perf_counter() - start < 0.1
    assert "200 MB" in text
    assert "30 MB" in text


def test_the_size_limit_is_exact():
    limits.check_size(limits.LARGEST_FILE)
    with pytest.raises(Unreadable):
        limits.check_size(limits.LARGEST_FILE + 1)


@pytest.mark.parametrize("data", [b"", b"\n\n \t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty(data):
    refused("a.txt", data)


def test_nothing_pasted():
    with pytest.raises(Unreadable, match="dán"):
        read_text(" \n\u00a0")
    assert "không có chữ nào" in refused("a.docx", word(""))


@pytest.mark.slow
def test_a_bomb_that_declares_its_size():
    data = word("", {"word/media/a.bin": bytes(limits.LARGEST_PART + 1)})
    assert len(data) < 100_000
    package = Package(data)
    with pytest.raises(Unreadable, match="phình"):
        package.read("word/media/a.bin")


def test_many_parts_that_are_large_together(monkeypatch):
    tight = replace(packages.TERMS, largest_whole=100_000)
    monkeypatch.setattr(packages, "TERMS", tight)
    assert "phình" in refused(
        "a.docx", word(par("x"), {"a": bytes(60_000), "b": bytes(60_000)})
    )


@pytest.mark.slow
def test_a_bomb_that_lies_about_its_size():
    body = par("x") + "<!--" + " " * (limits.LARGEST_PART + 1) + "-->"
    data = bytearray(word(body))
    true = struct.pack(
        "<I", zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml").file_size
    )
    false = struct.pack("<I", 1000)
    assert data.count(true) == 2  # local header and central directory
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = refused("a.docx", bytes(data.replace(true, false)))
    assert "hỏng" in text or "phình" in text
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 3 * limits.LARGEST_PART // 1024  # kilobytes


def test_too_many_parts():
    parts = {f"word/x{n}": b"" for n in range(limits.MOST_PARTS + 1)}
    assert "phình" in refused("a.docx", word(par("x"), parts))


@pytest.mark.slow
def test_ten_thousand_lines():
    text = "KẾ HOẠCH\nThi đua\nI. NỘI DUNG\n" + "- Một việc nhỏ mỗi ngày.\n" * 10_000
    start = time.perf_counter()
    assert "hơn 5.000 dòng" in refused("a.txt", text.encode())
    assert time.perf_counter() - start < 10


@pytest.mark.slow
def test_the_longest_plan_is_read():
    lines = limits.MOST_LINES - 10
    text = "KẾ HOẠCH\nThi đua\nI. NỘI DUNG\n" + "- Một việc nhỏ mỗi ngày.\n" * lines
    assert len(read_text(text).content.lines) == lines + 1


def test_a_million_characters():
    assert "triệu ký tự" in refused("a.txt", b"thi dua " * 130_000)
    assert "triệu ký tự" in refused("a.docx", word(par("thi dua " * 130_000)))


@pytest.mark.slow
def test_too_many_pages():
    page = picture_pdf()
    many = joined_pdf(*[page] * (limits.MOST_PAGES + 1))
    assert f"dài hơn {limits.MOST_PAGES} trang" in refused("a.pdf", many)


# ---- broken -------------------------------------------------------------------------------
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_word_file_cut_short(share):
    data = short_word()
    assert "hỏng hoặc tải chưa đủ" in refused("a.docx", data[: int(len(data) * share)])


def test_a_word_file_with_a_flipped_byte_never_crashes():
    data = short_word()
    for at in range(0, len(data), 23):
        spoiled = bytearray(data)
        spoiled[at] ^= 0xFF
        try:
            read_file("a.docx", bytes(spoiled))
        except Unreadable as error:
            sentence(error)


def test_a_word_file_without_its_main_part():
    data = word(par("x"), {"_rels/.rels": "<r/>"})
    assert "hỏng" in refused(
        "a.docx", data.replace(b"word/document.xml", b"word/documenx.xml")
    )


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n1 0 obj\n<<", b"%PDF-" + b"\0" * 5000]
)
def test_a_pdf_that_is_broken(data):
    assert "PDF bị hỏng" in refused("a.pdf", data)


@pytest.mark.slow
def test_a_pdf_cut_short():
    data = pdf("<p>KẾ HOẠCH</p>" + "<p>Nội dung của kế hoạch thi đua.</p>" * 30)
    for share in (0.2, 0.5, 0.99):
        refused("a.pdf", data[: int(len(data) * share)])
    # a later revision, as each signature is one, that was not loaded to its end
    later = b"1 0 obj\n<</Length 5000>>\nstream\n" + b"x" * 4000
    assert "tải chưa đủ" in refused("a.pdf", data + later)


def test_a_scan_says_that_it_has_no_text_layer():
    text = refused("a.pdf", picture_pdf(3))
    assert "không có lớp chữ" in text
    assert "OCR" in text


def test_control_characters_are_taken_out_and_lone_surrogates_refused():
    content = read_text(SHORT.replace(" ", " \x01\x02")).content
    assert "\x01" not in "".join(line.text for line in content.lines)
    with pytest.raises(Unreadable) as told:
        read_text(SHORT + "\ud800")
    assert "ký tự hỏng" in sentence(told.value)


def test_words_that_are_no_plan_at_all():
    assert "Không tìm thấy nội dung kế hoạch" in refused("a.txt", b"xin chao\n")


# ---- hostile XML --------------------------------------------------------------------------
_BOMB = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [_BOMB, _OUTSIDE], ids=["entities", "outside file"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(doctype, encoding):
    text = f"{doctype}<x>&a;</x>"
    with pytest.raises(Unreadable):
        parse_xml(text.encode(encoding))
    main = short_word()
    plain = zipfile.ZipFile(io.BytesIO(main)).read("word/document.xml").decode()
    spoiled = plain.replace("?>", "?>" + doctype, 1).encode(encoding)
    data = word("", {"word/document.xml": spoiled})
    assert "hỏng" in refused("a.docx", data)


def test_deep_nesting_ends_in_a_sentence_not_in_a_crash():
    deep = "<w:p>" * 30_000 + "</w:p>" * 30_000
    assert "hỏng" in refused("a.docx", word(deep))
    tables = "<w:tbl><w:tr><w:tc>" * 80 + par("x") + "</w:tc></w:tr></w:tbl>" * 80
    assert read_file(
        "a.docx", word(par("KẾ HOẠCH") + par("x") + par("I. VIỆC") + tables)
    )
    refused("a.html", b"<html>" + b"<div>" * 100_000)


# ---- anything -----------------------------------------------------------------------------
@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=600),
    st.sampled_from(["a.txt", "a.docx", "a.html", "a", "a.doc"]),
    st.sampled_from([b"", b"PK\x03\x04", b"<html>", _OLE, b"\xff\xfe", b"KE HOACH\n"]),
)
def test_any_bytes_are_read_or_refused_in_a_sentence(data, name, start):
    try:
        read_file(name, start + data)
    except Unreadable as error:
        sentence(error)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.sampled_from(["", "KẾ HOẠCH\nThi đua\n", SHORT]))
def test_any_text_is_read_or_refused_in_a_sentence(text, before):
    try:
        read_text(before + text)
    except Unreadable as error:
        sentence(error)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_document_cut_anywhere_is_still_read(data):
    text = data.draw(
        st.sampled_from([p.read_text() for p in documents() if p.suffix == ".txt"])
    )
    end = data.draw(st.integers(len(text) // 2, len(text)))
    assert read_text(text[:end]).content.lines
