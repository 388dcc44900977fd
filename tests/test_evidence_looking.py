"""Xem minh chứng: what is taken and kept of it, and the sentence for everything else."""

import io
import zipfile
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as law
from hypothesis import strategies as st
from PIL import Image, ImageCms

from campaigns.evidence import (
    LARGEST_FILE,
    Kind,
    content_type_of,
    kinds,
    look_at,
    papers,
)
from tests.evidence_files import (
    PLACE,
    excel,
    exif,
    opened,
    pdf,
    photo,
    saved,
    scene,
    wide_png,
    with_parts,
    word,
)
from units.errors import Unreadable


def refusal(data: bytes, name: str = "minh-chung.jpg") -> str:
    with pytest.raises(Unreadable) as caught:
        look_at(data, name)
    return str(caught.value)


# ---- photos ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_smaller_and_without_a_word(kind):
    data = saved(scene(1, (2400, 1200)), kind, exif=exif())

    looked = look_at(data, "Duong hoa.PNG")

    assert (looked.kind, looked.name) == (Kind.PHOTO, "Duong hoa.jpg")
    assert content_type_of(looked.kind) == "image/jpeg"
    kept, small = opened(looked.content), opened(looked.thumbnail)
    assert (kept.format, kept.size) == ("JPEG", (1600, 800))
    assert (small.format, small.size) == ("WEBP", (320, 160))
    assert (looked.width, looked.height) == (1600, 800)
    assert dict(kept.getexif()) == dict(small.getexif()) == {}
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"MAY-ANH-THU" in data
    assert b"MAY-ANH-THU" not in looked.content + looked.thumbnail


def test_a_small_photo_is_not_blown_up():
    looked = look_at(photo(2, (640, 480)), "a.jpg")

    assert opened(looked.content).size == (640, 480)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation):
    """Red in the upper left corner as one sees it, however the camera lay."""
    seen = Image.new("RGB", (90, 60), "white")
    seen.paste("red", (0, 0, 45, 30))
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)  # fmt: skip
    lying = seen if turn is None else seen.transpose(turn)

    looked = look_at(saved(lying, exif=exif(orientation=orientation)), "a.jpg")

    kept = opened(looked.content)
    assert kept.size == (90, 60)
    red, green, _ = kept.getpixel((10, 10))
    assert (red > 200, green < 60) == (True, True)
    assert min(kept.getpixel((80, 50))) > 200


def test_day_and_place_stand_apart():
    looked = look_at(photo(), "a.jpg")

    vietnam = timezone(timedelta(hours=7))
    assert looked.taken_at == datetime(2026, 10, 20, 8, 15, 30, tzinfo=vietnam)
    assert (looked.latitude, looked.longitude) == PLACE


def test_a_camera_that_names_its_zone_is_believed():
    said = exif()
    said.get_ifd(0x8769)[36881] = "+09:00"

    looked = look_at(saved(scene(1), exif=said), "a.jpg")

    assert looked.taken_at.utcoffset() == timedelta(hours=9)


def test_what_the_browser_took_out_before_shrinking_is_read():
    """Its turn is not: the browser has turned the photo already."""
    block = exif(orientation=6).tobytes()

    looked = look_at(saved(scene(1)), "a.jpg", exif=block)

    assert looked.taken_at.hour == 8
    assert (looked.latitude, looked.longitude) == PLACE
    assert (looked.width, looked.height) == (800, 600)


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "2099:01:01 00:00:00", "1970:01:01 00:00:00", "?"]
)
def test_a_clock_that_was_never_set_says_nothing(taken):
    assert look_at(photo(taken=taken), "a.jpg").taken_at is None


def test_a_place_in_the_gulf_of_guinea_is_none():
    said = exif(placed=False)
    said.get_ifd(0x8825).update({1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)})

    looked = look_at(saved(scene(1), exif=said), "a.jpg")

    assert (looked.latitude, looked.longitude) == (None, None)


@law(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_for_exif_leave_the_photo_whole(block):
    looked = look_at(saved(scene(1, (64, 48))), "a.jpg", exif=block)

    assert (looked.width, looked.height) == (64, 48)


def test_what_is_clear_lies_on_white_and_colours_are_those_of_any_screen():
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    assert opened(look_at(saved(clear, "PNG"), "a.png").content).getpixel((5, 5)) == (
        255, 255, 255,
    )  # fmt: skip
    grey = Image.new("I;16", (60, 40), 65535)
    assert opened(look_at(saved(grey, "PNG"), "a.png").content).getpixel((5, 5)) == (
        255, 255, 255,
    )  # fmt: skip
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    framed = look_at(saved(scene(1), icc_profile=profile), "a.jpg")
    assert "icc_profile" not in opened(framed.content).info
    palette = scene(1).convert("P")
    assert opened(look_at(saved(palette, "PNG"), "a.png").content).mode == "RGB"


def test_the_same_photo_is_kept_as_the_same_bytes():
    one, other = look_at(photo(), "a.jpg"), look_at(photo(), "b.jpg")

    assert one.content == other.content
    assert one.sha256 == other.sha256


def test_what_hangs_behind_a_photo_is_not_kept():
    behind = b"<?php system($_GET['c']); ?>"

    looked = look_at(photo() + behind, "a.jpg")

    assert b"<?php" not in looked.content
    assert looked.content.endswith(b"\xff\xd9")


def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_drawn():
    assert refusal(wide_png(60_000, 60_000)) == kinds.LARGE_PHOTO


def test_half_a_photo_is_refused():
    data = photo(3, (1200, 900))

    assert refusal(data[: len(data) // 2]) == kinds.BROKEN_PHOTO
    assert refusal(data[:40]) == kinds.BROKEN_PHOTO


# ---- papers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (pdf(), Kind.PDF, "Báo cáo.pdf"),
        (word(), Kind.WORD, "Báo cáo.docx"),
        (excel(), Kind.EXCEL, "Báo cáo.xlsx"),
    ],
    ids=["pdf", "word", "excel"],
)
def test_a_paper_is_kept_as_it_came(data, kind, name):
    looked = look_at(data, "Báo cáo.pdf")

    assert (looked.kind, looked.name, looked.content) == (kind, name, data)
    assert (looked.thumbnail, looked.likeness) == (b"", None)
    assert looked.pages == (2 if kind == Kind.PDF else 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf(password="mat-khau"), kinds.LOCKED_PDF),
        (pdf(owner="chi-khoa-quyen"), kinds.LOCKED_PDF),
        (pdf(script=True), kinds.ACTIVE_PDF),
        (pdf()[:300], kinds.BROKEN_PDF),
        (b"%PDF-1.7\nnot one\n%%EOF\n", kinds.BROKEN_PDF),
        (b"%PDF-1.4\n<html><script>alert(1)</script>" + pdf()[9:], kinds.DOUBLE),
        (b"GIF89a" + pdf(), "Loại ảnh này không được nhận; mở ảnh, lưu lại thành JPEG"),
        (b"rac dung truoc" + pdf(), kinds.DOUBLE),
        (pdf() + word(), kinds.DOUBLE),
    ],
    ids=[
        "password", "owner", "script", "cut", "empty", "markup", "picture", "before",
        "zip behind",
    ],
)  # fmt: skip
def test_a_pdf_that_is_not_one_plain_paper_is_refused(data, sentence):
    assert refusal(data).startswith(sentence)


RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://10.0.0.1/x" TargetMode="External"/></Relationships>'
)


def bomb() -> bytes:
    return with_parts(word(), {"word/document.xml": b" " * (kinds.LARGEST_PART + 1)})


def locked() -> bytes:
    data = bytearray(word())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


WORD = papers.TERMS[Kind.WORD]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (with_parts(word(), {"word/vbaProject.bin": b"x"}), WORD.macros),
        (with_parts(word(), {"word/activeX/activeX1.xml": b"<a/>"}), WORD.macros),
        (bomb(), WORD.bomb),
        (locked(), WORD.locked),
        (
            with_parts(
                word(), {"word/_rels/settings.xml.rels": RELS % b"attachedTemplate"}
            ),
            papers.FETCHES,
        ),
        (with_parts(word(), {"word/document.xml": b"<!DOCTYPE a><a/>"}), WORD.broken),
        (word() + b"<html>", kinds.DOUBLE),
        (word()[:-30], "Tệp bị hỏng hoặc gửi chưa đủ"),
    ],
    ids=["macro", "activex", "bomb", "locked", "template", "entities", "tail", "cut"],
)
def test_an_office_file_that_does_more_than_lie_there_is_refused(data, sentence):
    assert refusal(data, "a.docx").startswith(sentence)


def test_a_link_that_one_clicks_is_no_harm():
    data = with_parts(word(), {"word/_rels/footnotes.xml.rels": RELS % b"hyperlink"})

    assert look_at(data, "a.docx").kind == Kind.WORD


# ---- everything else ------------------------------------------------------------------------


def an_archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("anh.jpg", photo())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "Ảnh HEIC chưa đọc được; trên iPhone"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40, "Phim và tiếng không được nhận; gửi ảnh"),
        (b"GIF89a" + b"\x00" * 40, "Loại ảnh này không được nhận; mở ảnh"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "Tệp Office bản cũ (.doc, .xls)"),
        (b"Rar!\x1a\x07", "Tệp nén không được nhận; giải nén"),
        (an_archive(), "Tệp nén không được nhận; giải nén"),
        (b"<html><script>alert(1)</script></html>", "Loại tệp này không được nhận; gửi ảnh"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Loại tệp này không được nhận"),
        (b"MZ\x90\x00", "Loại tệp này không được nhận"),
        ("Chữ thường".encode(), "Loại tệp này không được nhận"),
        (b"", "Tệp rỗng, không có nội dung"),
        (b"\xff\xd8\xff" + b"\x00" * LARGEST_FILE, "Tệp nặng 15,0 MB, vượt 15 MB; thu nhỏ"),
    ],
    ids=[
        "heic", "film", "gif", "old office", "rar", "zip", "html", "svg", "program", "text",
        "empty", "large",
    ],
)  # fmt: skip
def test_whatever_else_is_refused_with_what_to_do(data, start):
    for name in ("anh.jpg", "bao-cao.pdf"):
        assert refusal(data, name).startswith(start)


@law(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_a_name_never_leads_anywhere(name):
    looked = look_at(excel(), name)

    assert looked.name.endswith(".xlsx")
    assert len(looked.name) <= 130
    assert not set(looked.name) & set('/\\<>:"|?*\x00\r\n\u202e')
    assert not looked.name.startswith(".")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.xlsx"),
        ("C:\\Users\\a\\So lieu.XLS", "So lieu.xlsx"),
        ("Tháng 10.2026", "Tháng 10.2026.xlsx"),
        ("", "minh-chung.xlsx"),
        ("...", "minh-chung.xlsx"),
        ("ban\u202excod.exe", "banxcod.exe.xlsx"),
    ],
)
def test_the_name_keeps_its_words_and_tells_the_kind(name, kept):
    assert look_at(excel(), name).name == kept
