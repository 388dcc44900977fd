"""Ảnh chữ ký và ảnh dấu: one ink on a transparent ground, 300 dpi (R70, R71).

A picture is kept as its alpha channel and one colour: the colour planes then compress
to almost nothing and the ink is exactly what the decree names.
"""

import hashlib
import io
import math
import random
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from reports.errors import SigningRefused
from reports.signing.lettering import FACES, FONT_DIR

BLUE = (0x16, 0x3D, 0xA8)  # mực xanh
RED = (0xD5, 0x1A, 0x1A)  # dấu đỏ

_DPI = 300
_MM_PER_INCH = 25.4
_MAX_PIXELS = 40_000_000
_SMOOTH = 4  # drawn this much larger, then reduced


def signature_picture(
    data: bytes, width_mm: float = 44, height_mm: float = 22
) -> bytes:
    """Ảnh chữ ký đã chuẩn hóa: blue PNG with alpha, at most the given size, edges trimmed."""
    return _one_ink(data, BLUE, width_mm, height_mm, trim=True)


def seal_picture(data: bytes, diameter_mm: float) -> bytes:
    """Ảnh dấu đã chuẩn hóa: red PNG with alpha, exactly ``diameter_mm`` wide and high."""
    picture = Image.open(
        io.BytesIO(_one_ink(data, RED, diameter_mm, diameter_mm, trim=True))
    )
    side = _pixels(diameter_mm)
    square = Image.new("RGBA", (side, side), (*RED, 0))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return _png(square)


def _one_ink(
    data: bytes,
    ink: tuple[int, int, int],
    width_mm: float,
    height_mm: float,
    *,
    trim: bool,
) -> bytes:
    try:
        source = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        if source.width * source.height > _MAX_PIXELS:
            raise SigningRefused("Ảnh quá lớn: quá 40 triệu điểm ảnh.")
        picture = source.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise SigningRefused(
            "Ảnh chữ ký hoặc ảnh dấu phải là tệp PNG, JPEG."
        ) from error
    alpha = picture.getchannel("A")
    if alpha.getextrema() == (255, 255):
        # No transparency: paper is white, ink is what is darker.
        alpha = picture.convert("L").point(lambda light: 255 - light)
        alpha = alpha.point(lambda dark: 0 if dark < 40 else min(255, dark * 3 // 2))
    box = alpha.point(lambda a: 255 if a > 8 else 0).getbbox()
    if box is None:
        raise SigningRefused("Ảnh chữ ký hoặc ảnh dấu trống.")
    if trim:
        alpha = alpha.crop(box)
    scale = min(_pixels(width_mm) / alpha.width, _pixels(height_mm) / alpha.height)
    size = (max(1, round(alpha.width * scale)), max(1, round(alpha.height * scale)))
    alpha = alpha.resize(size, Image.Resampling.LANCZOS)
    return _in_ink(alpha, ink)


def _in_ink(alpha: Image.Image, ink: tuple[int, int, int]) -> bytes:
    """A PNG of one colour. 16 steps of cover look the same and pack to half the bytes."""
    picture = Image.new("RGBA", alpha.size, (*ink, 0))
    picture.putalpha(alpha.point(lambda a: min(255, (a + 8) // 17 * 17)))
    return _png(picture)


def _pixels(mm: float) -> int:
    return round(mm / _MM_PER_INCH * _DPI)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True, dpi=(_DPI, _DPI))
    return buffer.getvalue()


# -- for demonstrations -------------------------------------------------------


@lru_cache(maxsize=64)
def draw_demo_signature(name: str) -> bytes:
    """Chữ ký viết tay hư cấu: pen strokes made from the name alone, the same every time."""
    seed = hashlib.sha256(name.encode()).digest()
    chance = random.Random(seed)
    width, height = _pixels(48) * 2, _pixels(22) * 2
    canvas = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(canvas)
    words = max(2, min(4, len(name.split())))
    points: list[tuple[float, float]] = []
    x, middle = 0.08, 0.55
    for word in range(words):
        points.append((x, middle + chance.uniform(0.15, 0.3)))
        points.append((x + 0.03, middle - chance.uniform(0.3, 0.45)))
        for _ in range(chance.randint(3, 5)):
            x += chance.uniform(0.035, 0.06)
            points.append((x, middle + chance.uniform(-0.12, 0.02)))
            points.append((x + 0.012, middle + chance.uniform(0.04, 0.16)))
        x += 0.02 if word < words - 1 else 0
    points += [(min(x + 0.1, 0.95), middle - 0.28), (0.5, middle + 0.2)]
    points += [(0.18, middle + 0.33), (0.9, middle + 0.3)]
    scaled = [(min(px, 0.97) * width, py * height) for px, py in points]
    _stroke(pen, scaled, chance)
    reduced = canvas.resize((width // 2, height // 2), Image.Resampling.LANCZOS)
    return _in_ink(reduced, BLUE)


def _stroke(
    pen: ImageDraw.ImageDraw,
    points: Sequence[tuple[float, float]],
    chance: random.Random,
) -> None:
    """A Catmull–Rom curve through the points; slower where it turns, so thicker there."""
    padded = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        weight = chance.uniform(4.5, 8.0)
        steps = max(12, int(math.dist(p1, p2) / 2))
        for step in range(steps + 1):
            t = step / steps
            x, y = (_spline(p0[i], p1[i], p2[i], p3[i], t) for i in (0, 1))
            radius = weight * (0.75 + 0.35 * math.cos(t * math.tau))
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _spline(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    return 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )


@lru_cache(maxsize=64)
def draw_demo_seal(lines: tuple[str, ...], diameter_mm: float = 36) -> bytes:
    """Dấu tròn trình diễn: ``lines[0]`` around the rim, the others across the middle.

    It says TRÌNH DIỄN below and bears no emblem: nobody can take it for a seal of office.
    """
    side = _pixels(diameter_mm) * _SMOOTH
    ink = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(ink)
    unit = side / 100
    for inset, weight in ((1.0, 2.0), (4.0, 0.7), (21.0, 0.7)):
        margin = inset * unit
        pen.ellipse(
            (margin, margin, side - margin, side - margin),
            outline=255,
            width=max(1, round(weight * unit)),
        )
    bold = FONT_DIR / FACES["bold"]
    _round_text(ink, lines[0].upper(), bold, 9 * unit, 37.3 * unit, top=True)
    _round_text(ink, "* TRÌNH DIỄN *", bold, 8 * unit, 37.3 * unit)
    middle = [line.upper() for line in lines[1:4]] or ["THI ĐUA"]
    step = 11 * unit
    y = side / 2 - step * (len(middle) - 1) / 2
    for line in middle:
        size = 9.5 * unit
        font = ImageFont.truetype(str(bold), size)
        size *= min(1.0, 50 * unit / max(1.0, font.getlength(line)))
        font = ImageFont.truetype(str(bold), size)
        pen.text((side / 2, y), line, fill=255, font=font, anchor="mm")
        y += step
    target = _pixels(diameter_mm)
    reduced = ink.resize((target, target), Image.Resampling.LANCZOS)
    # A rubber stamp never inks evenly.
    chance = random.Random("".join(lines))
    blotches = target // 24
    grain = Image.frombytes(
        "L", (blotches, blotches), chance.randbytes(blotches * blotches)
    ).resize((target, target), Image.Resampling.BICUBIC)
    worn = grain.point(lambda g: 200 + g // 5)
    return _in_ink(Image.composite(worn, Image.new("L", worn.size, 0), reduced), RED)


def _round_text(
    ink: Image.Image,
    text: str,
    font_path: object,
    size: float,
    radius: float,
    *,
    top: bool = False,
) -> None:
    """Set ``text`` along a circle, centred at the top, or at the bottom to read upright."""
    limit = math.pi * (1.42 if top else 0.5) * radius
    font = ImageFont.truetype(str(font_path), size)
    gap = size * 0.06
    total = sum(font.getlength(letter) + gap for letter in text)
    if total > limit:
        size *= limit / total
        font = ImageFont.truetype(str(font_path), size)
        gap = size * 0.06
        total = sum(font.getlength(letter) + gap for letter in text)
    centre = ink.width / 2
    travelled = -total / 2
    for letter in text:
        advance = font.getlength(letter) + gap
        angle = (travelled + advance / 2) / radius
        cell = Image.new("L", (round(size * 2), round(size * 2)), 0)
        ImageDraw.Draw(cell).text(
            (cell.width / 2, cell.height / 2), letter, fill=255, font=font, anchor="mm"
        )
        side = -1 if top else 1
        turned = cell.rotate(side * math.degrees(angle), Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(angle)
        y = centre + side * radius * math.cos(angle)
        corner = (round(x - turned.width / 2), round(y - turned.height / 2))
        ink.paste(255, corner, turned)
        travelled += advance
