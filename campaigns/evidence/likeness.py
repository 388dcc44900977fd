"""Dấu ảnh: two photos of one shot have nearly the same print, whatever was done to the file.

A print is 64 bits, each whether the picture grows darker from one of 9 × 8 fields to the next
(a difference hash), kept as PostgreSQL keeps 64 bits: signed.
"""

ALIKE = 6  # bits: what shrinking, packing anew and brightening may change
_ALL = 2**64 - 1


def distance(one: int, other: int) -> int:
    """Khoảng cách Hamming."""
    return ((one ^ other) & _ALL).bit_count()


def signed(bits: int) -> int:
    return bits - 2**64 if bits >= 2**63 else bits
