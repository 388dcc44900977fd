"""Cỡ ảnh trang, read from the head of the file: pages lie across where an annex does."""

from pathlib import Path

_HEAD = 25  # bytes of RIFF, WEBP, VP8L and the two sides


def size_of(path: Path) -> tuple[int, int] | None:
    """(width, height) in px of a lossless WebP; None for anything else."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        return None
    if len(head) < _HEAD or head[8:16] != b"WEBPVP8L" or head[20] != 0x2F:
        return None
    sides = int.from_bytes(head[21:25], "little")
    return (sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1
