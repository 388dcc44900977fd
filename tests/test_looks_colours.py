"""Contrast of every pair of colours that the style sheets put together, from tokens.css itself."""

import re

import pytest
from django.conf import settings

from config.staticfiles import SHEETS

SHEET = (settings.BASE_DIR / "static/tokens.css").read_text()
TEXT = [
    ("text", "bg"), ("text", "surface"), ("text", "surface-2"), ("text", "surface-3"),
    ("text-2", "bg"), ("text-2", "surface"), ("text-2", "surface-2"), ("text-2", "surface-3"),
    ("text-3", "bg"), ("text-3", "surface"), ("text-3", "surface-2"),
    ("link", "bg"), ("link", "surface"), ("link", "surface-2"), ("link-hover", "surface-2"),
    ("on-action", "action"), ("on-action", "action-hover"),
    ("action-text", "surface"), ("action-text", "action-soft"), ("action-text", "action-softer"),
    ("bar-text", "bar-bg"), ("bar-text-2", "bar-bg"), ("bar-text", "bar-bg-2"),
    ("bad-text", "surface"), ("bad-text", "surface-2"), ("warn-text", "surface"),
    ("ok-text", "surface"), ("gold-text", "surface"), ("mute-text", "mute-bg"),
    *((f"{kind}-text", f"{kind}-bg") for kind in ("ok", "warn", "bad", "gold", "info")),
    *((f"{kind}-text", f"{kind}-bg-2") for kind in ("ok", "warn", "bad", "gold", "info")),
    *(("text-2", f"{kind}-bg-2") for kind in ("ok", "warn", "bad")),
    *(("text", f"{kind}-bg-2") for kind in ("ok", "warn", "bad")),
]  # fmt: skip
MARKS = [
    ("field-border", "surface"), ("field-border", "bg"), ("focus", "surface"), ("focus", "bg"),
    ("focus-on-bar", "bar-bg"), ("bar-mark", "bar-bg"), ("action", "surface"), ("action", "bg"),
    ("ok", "surface"), ("warn", "surface"), ("bad", "surface"), ("info-fill", "track"),
    ("text-3", "surface-3"),
]  # fmt: skip


def block(pattern: str) -> str:
    """The declarations of the first rule whose selector matches, up to its closing brace."""
    return re.search(pattern + r"\s*\{(.*?)\n\s*\}", SHEET, re.DOTALL).group(1)


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", text))


PIGMENTS = tokens(block(r"/\* ---- Pigments ---- \*/\n:root"))
LIGHT = tokens(block(r"/\* ---- Roles of colour ---- \*/\n:root"))
DARK = tokens(block(r'\[data-bs-theme="dark"\]'))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: dict[str, str], front: str, back: str) -> float:
    """WCAG's ratio of two roles in a theme."""
    shades = []
    for name in (front, back):
        value = theme[name]
        while value.startswith("var(--"):
            value = {**PIGMENTS, **theme}[value[6:-1]]
        shades.append(luminance(value))
    low, high = sorted(shades)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard():
    theme = {"black": "#000", "white": "#ffffff", "grey": "#767676"}
    assert contrast(theme, "black", "white") == pytest.approx(21)
    assert contrast(theme, "grey", "white") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_reaches_4_5_and_every_mark_3(theme):
    weak = [
        (front, back, round(ratio, 2), wanted)
        for pairs, wanted in ((TEXT, 4.5), (MARKS, 3))
        for front, back in pairs
        if (ratio := contrast(theme, front, back)) < wanted
    ]
    assert weak == []


def test_auto_is_the_same_dark_as_dark():
    assert len(DARK) > 50
    assert tokens(block(r'\[data-bs-theme="auto"\]')) == DARK


def test_dark_names_every_role_that_light_names():
    assert LIGHT.keys() == DARK.keys()


def test_no_sheet_uses_a_colour_or_variable_that_no_token_names():
    ours = [name for name in SHEETS["site.css"] if "/" not in name]
    sheets = {name: (settings.BASE_DIR / "static" / name).read_text() for name in ours}
    named = {
        name: set(re.findall(r"--([\w-]+)\s*:", text)) for name, text in sheets.items()
    }
    known = set().union(*named.values())
    for name, text in sheets.items():
        assert set(re.findall(r"var\(--([\w-]+)", text)) - known == set(), name
