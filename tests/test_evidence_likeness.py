"""Dấu ảnh: the same shot is known again whatever was done to its file; another is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from campaigns.evidence import ALIKE, distance
from campaigns.evidence.child import print_of
from campaigns.evidence.likeness import signed
from campaigns.evidence.looking import look_at
from tests.evidence_files import opened, saved, scene

SEEDS = range(30)
CHANGES = {
    "smaller": lambda picture: picture.resize((400, 300)),
    "tiny": lambda picture: picture.resize((160, 120)),
    "packed hard": lambda picture: opened(saved(picture, quality=20)),
    "as WebP": lambda picture: opened(saved(picture, "WEBP", quality=50)),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.25),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.75),
    "starker": lambda picture: ImageEnhance.Contrast(picture).enhance(1.2),
    "grey": lambda picture: picture.convert("L"),
    "all of it": lambda picture: opened(
        saved(
            ImageEnhance.Brightness(picture.resize((320, 240))).enhance(1.15),
            quality=40,
        )
    ),
}


@pytest.fixture(scope="module")
def scenes():
    return [scene(seed) for seed in SEEDS]


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_shot_is_known_again(scenes, change):
    far = [
        distance(print_of(picture), print_of(CHANGES[change](picture)))
        for picture in scenes
    ]

    assert max(far) <= ALIKE, far


def test_another_shot_is_another(scenes):
    prints = [print_of(picture) for picture in scenes]

    nearest = min(
        distance(one, other) for at, one in enumerate(prints) for other in prints[:at]
    )
    assert nearest > 12


def test_a_sheet_of_paper_has_no_print():
    """Else every scanned page would be a copy of every other."""
    page = Image.new("RGB", (800, 1100), "white")
    pen = ImageDraw.Draw(page)
    for row in range(60):
        pen.line((80, 60 + row * 16, 720, 60 + row * 16), fill="black")

    assert print_of(Image.new("RGB", (800, 600), "white")) is None
    assert print_of(page) is None
    assert look_at(saved(page), "a.jpg").likeness is None


def test_what_is_looked_at_carries_the_print_of_what_is_kept():
    looked = look_at(saved(scene(4, (2000, 1500)), quality=95), "a.jpg")

    assert distance(looked.likeness, print_of(scene(4, (2000, 1500)))) <= ALIKE


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_the_distance_is_one(one, other, third):
    """Kept signed or not; a metric."""
    assert -(2**63) <= signed(one) < 2**63
    assert distance(signed(one), signed(other)) == distance(one, other)
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one)
    assert distance(one, third) <= distance(one, other) + distance(other, third)
