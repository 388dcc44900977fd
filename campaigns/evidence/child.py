"""Tiến trình con xem ảnh và PDF: a hostile file costs this process, not the one that serves pages.

Runs alone (``python -I child.py photo|pdf MEMORY SECONDS``) and imports nothing of the project.
In: one line of JSON, ``{"exif": LENGTH}``, that many bytes of EXIF, the file. Out: one line of
JSON, then the pictures whose lengths stand in its ``sizes``.
"""

import io
import json
import math
import resource
import statistics
import sys
import warnings
from typing import Any

SIDE = 1600  # px, the longest side that is kept
THUMBNAIL = 320  # px
MOST_PIXELS = 64_000_000
MOST_PAGES = 300
FLAT = 1.5  # grey levels: a step smaller than this is no step
PLAIN = (
    12  # grey levels: fields that differ less (a sheet of paper, a wall) have no print
)

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN, _TAKEN_ZONE, _ORIENTATION = 36867, 36881, 274


def main() -> None:
    kind, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    head = json.loads(sys.stdin.buffer.readline())
    exif = sys.stdin.buffer.read(head["exif"])
    data = sys.stdin.buffer.read()
    said, pictures = photo(data, exif) if kind == "photo" else (pdf(data), [])
    said["sizes"] = [len(picture) for picture in pictures]
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(pictures))


# ---- photos -------------------------------------------------------------------------------


def photo(data: bytes, exif: bytes = b"") -> tuple[dict[str, Any], list[bytes]]:
    """What it says, and two pictures: the whole one and a small one; or ``{"error": word}``.

    ``exif``: what the browser took from the file before it made the photo smaller.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 each run needs one library

    # The limit stands below; Pillow's own would only warn.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        source = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        if source.width * source.height > MOST_PIXELS:
            return {"error": "large"}, []
        told = said_by(source, exif)
        whole = upright(source)
    except MemoryError:
        return {"error": "large"}, []
    except (
        UnidentifiedImageError, OSError, ValueError, SyntaxError, ArithmeticError,
        EOFError, IndexError, KeyError, TypeError, AttributeError,
    ):  # fmt: skip
        return {"error": "broken"}, []
    small = whole.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    told |= {"width": whole.width, "height": whole.height, "print": print_of(whole)}
    return told, [
        packed(whole, "JPEG", quality=85, optimize=True),
        packed(small, "WEBP", quality=75),
    ]


def upright(source):
    """RGB on white, at most SIDE long, turned as it was seen, colours as any screen shows them."""
    from PIL import Image, ImageOps  # noqa: PLC0415 as above

    source.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded at a fraction of its size
    profile = source.info.get("icc_profile")
    orientation = source.getexif().get(_ORIENTATION)
    clear = source.mode in ("RGBA", "LA", "PA") or "transparency" in source.info
    if source.mode.startswith("I"):  # sixteen bits of grey
        source = source.convert("I").point(lambda level: level / 256).convert("L")
    picture = source.convert("RGBA" if clear else "RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = ImageOps.exif_transpose(_turned(picture, orientation))
    if clear:
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    return _in_srgb(picture, profile)


def _turned(picture, orientation):
    """Only the turn is left of what the file said of itself."""
    picture.info.clear()
    if orientation in range(2, 9):
        picture.getexif()[_ORIENTATION] = orientation
    return picture


def _in_srgb(picture, profile):
    from PIL import ImageCms  # noqa: PLC0415 as above

    if not profile:
        return picture
    try:
        return ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture  # a profile of another kind of colours, or a broken one


def packed(picture, kind: str, **options) -> bytes:
    picture.info.clear()
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def print_of(picture) -> int | None:
    """64 bits, or None for a picture with next to nothing on it."""
    from PIL import Image  # noqa: PLC0415 as above

    fields = list(
        picture.convert("L")
        .resize((9, 8), Image.Resampling.BOX)
        .convert("F")
        .get_flattened_data()
    )
    if statistics.pstdev(fields) < PLAIN:
        return None
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (fields[at] - fields[at + 1] > FLAT)
    return bits


# ---- what the camera wrote ------------------------------------------------------------------


def said_by(source, exif: bytes = b"") -> dict[str, Any]:
    """``taken`` (as written), ``zone``, ``place`` (latitude, longitude); each may be absent."""
    from PIL import Image  # noqa: PLC0415 as above

    found = source.getexif()
    if exif:
        found = Image.Exif()
        try:
            found.load(exif)
        except (
            Exception
        ):  # whatever a broken block makes the parser raise, it says nothing
            return {}
    told = {}
    try:
        inner = found.get_ifd(_EXIF_IFD)
        if isinstance(inner.get(_TAKEN), str):
            told["taken"] = inner[_TAKEN]
        if isinstance(inner.get(_TAKEN_ZONE), str):
            told["zone"] = inner[_TAKEN_ZONE]
        if place := place_in(found.get_ifd(_GPS_IFD)):
            told["place"] = place
    except Exception:  # as above: the picture itself may still be whole
        return {}
    return told


def place_in(gps: dict) -> list[float] | None:
    latitude = _degrees(gps.get(2), gps.get(1) == "S", 90)
    longitude = _degrees(gps.get(4), gps.get(3) == "W", 180)
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None
    return [latitude, longitude]


def _degrees(parts, negative: bool, most: int) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return round(-value if negative else value, 5)


# ---- PDF ------------------------------------------------------------------------------------


def pdf(data: bytes) -> dict[str, Any]:
    """``{"pages": count}`` or ``{"error": word}``."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as paper:
            if paper.is_encrypted:
                return {"error": "locked"}
            if runs_by_itself(paper, pikepdf):
                return {"error": "active"}
            pages = len(paper.pages)
    except pikepdf.PasswordError:
        return {"error": "locked"}
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        MemoryError,
    ):
        return {"error": "broken"}
    if pages > MOST_PAGES:
        return {"error": "long"}
    return {"pages": pages} if pages else {"error": "broken"}


def runs_by_itself(paper, pikepdf) -> bool:
    """A script or a program is started when it is opened."""
    names = paper.Root.get("/Names", {})
    if "/JavaScript" in names or "/AA" in paper.Root:
        return True
    opening = paper.Root.get("/OpenAction")
    return isinstance(opening, pikepdf.Dictionary) and opening.get("/S") in (
        "/JavaScript",
        "/Launch",
    )


if __name__ == "__main__":
    main()
