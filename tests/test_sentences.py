"""Câu: what people type without its full stop."""

import pytest

from units.wording import sentence


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Theo chỉ đạo mới", "Theo chỉ đạo mới."),
        ("Theo chỉ đạo mới. \n", "Theo chỉ đạo mới."),
        ("Vì sao?", "Vì sao?"),
        ("Gồm:", "Gồm:"),
        ("", ""),
    ],
)
def test_a_sentence_has_its_full_stop(typed, printed):
    assert sentence(typed) == printed
