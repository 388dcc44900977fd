"""Minh chứng thử: photos drawn from a seed and small files, honest ones and hostile ones."""

import io
import random
import zipfile
import zlib
from decimal import Decimal
from fractions import Fraction

import pikepdf
from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

from tests.paper_files import small_pdf

TAKEN = "2026:10:20 08:15:30"
LATITUDE, LONGITUDE = (21, 2, Fraction(345, 10)), (105, 53, Fraction(12, 1))
PLACE = (Decimal("21.04292"), Decimal("105.88667"))


def scene(seed: int, size=(800, 600)) -> Image.Image:
    """A picture of light and shapes with a camera's grain; another seed is another scene."""
    chance = random.Random(seed)
    light = Image.frombytes("RGB", (7, 5), chance.randbytes(7 * 5 * 3))
    picture = light.resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(chance.randint(8, 25)):
        left, top = chance.uniform(0, 1) * size[0], chance.uniform(0, 1) * size[1]
        wide, high = chance.uniform(0.05, 0.4), chance.uniform(0.05, 0.4)
        draw = chance.choice([pen.rectangle, pen.ellipse])
        box = (left, top, left + wide * size[0], top + high * size[1])
        draw(box, fill=tuple(chance.randbytes(3)))
    grain = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    return Image.blend(picture, grain.convert("RGB"), 0.05)


def exif(
    *, orientation: int | None = None, taken: str | None = TAKEN, placed: bool = True
) -> Image.Exif:
    """What a telephone writes into a photo."""
    said = Image.Exif()
    said[0x010F] = "MAY-ANH-THU"
    if orientation:
        said[274] = orientation
    if taken:
        said.get_ifd(0x8769)[36867] = taken
    if placed:
        gps = said.get_ifd(0x8825)
        gps.update({1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE})
    return said


def saved(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(seed: int = 1, size=(800, 600), **said) -> bytes:
    """A JPEG with EXIF."""
    return saved(scene(seed, size), quality=90, exif=exif(**said))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def wide_png(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of so many points."""

    def chunk(kind, data):
        whole = kind + data
        return len(data).to_bytes(4) + whole + zlib.crc32(whole).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    body = zlib.compress(b"\x00" * 4096)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def pdf(*, password: str | None = None, owner: str = "", script: bool = False) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf())) as paper:
        if script:
            paper.Root.OpenAction = pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS="app.alert(1)"
            )
        lock = False
        if password is not None or owner:
            lock = pikepdf.Encryption(user=password or "", owner=owner or "chu")
        paper.save(buffer, encryption=lock)
    return buffer.getvalue()


def word(text: str = "Báo cáo kết quả tháng 10") -> bytes:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def excel() -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.active["A1"] = "Đoạn đường hoa"
    book.save(buffer)
    return buffer.getvalue()


def with_parts(package: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with these parts added or put in place of its own."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return buffer.getvalue()
