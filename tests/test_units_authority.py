"""Quyền hạn, chức vụ (R64): the lines above a signature, by who signs in what capacity."""

import pytest

from tests.factories import Capacity, MembershipFactory, UnitFactory
from units.authority import authority_lines, authority_words

COMMITTEE = {"collective": "Ủy ban nhân dân", "head_title": "Chủ tịch"}
COUNCIL = {"collective": "Hội đồng", "head_title": "Chủ tịch"}
DEPARTMENT = {"collective": "", "head_title": "Trưởng phòng"}

CASES = [
    # unit, capacity, own title, own power, title below, lines
    (COMMITTEE, "head", "Chủ tịch", False, "", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
    (
        COMMITTEE, "deputy", "Phó Chủ tịch", False, "",
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    (COMMITTEE, "acting", "Quyền Chủ tịch", False, "", ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
    (
        COMMITTEE, "by_order", "Chánh Văn phòng", False, "",
        ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    ),
    (
        COMMITTEE, "delegated", "Trưởng phòng Nội vụ", False, "",
        ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"],
    ),
    (COMMITTEE, "head", "Chủ tịch", True, "", ["CHỦ TỊCH"]),
    (COMMITTEE, "deputy", "Phó Chủ tịch", True, "", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (COMMITTEE, "acting", "Quyền Chủ tịch", True, "", ["Q. CHỦ TỊCH"]),
    (
        COUNCIL, "head", "Chủ tịch Hội đồng", False, "Chủ tịch UBND quận",
        ["TM. HỘI ĐỒNG", "CHỦ TỊCH"],
    ),
    (
        COUNCIL, "deputy", "Phó Chủ tịch thường trực", False, "Phó Chủ tịch UBND phường",
        ["TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"],
    ),
    (DEPARTMENT, "head", "Trưởng phòng", False, "", ["TRƯỞNG PHÒNG"]),
    (
        DEPARTMENT, "deputy", "Phó Trưởng phòng", False, "",
        ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "capacity", "title", "own_power", "below", "lines"), CASES
)
def test_authority_lines(unit, capacity, title, own_power, below, lines):
    membership = MembershipFactory.build(
        unit=UnitFactory.build(**unit),
        capacity=capacity,
        title=title,
        title_below=below,
    )

    derived = authority_lines(membership, own_power=own_power)

    assert derived.lines == tuple(lines)
    assert derived.title_below == below.upper()


def test_the_same_in_words():
    membership = MembershipFactory.build(
        unit=UnitFactory.build(**COMMITTEE), capacity="deputy", title="Phó Chủ tịch"
    )

    assert authority_words(membership) == (
        "TM. Ủy ban nhân dân",
        "KT. Chủ tịch",
        "Phó Chủ tịch",
    )


def test_every_capacity_has_a_case():
    assert {case[1] for case in CASES} == set(Capacity.values)


def test_who_has_no_capacity_has_no_lines():
    with pytest.raises(ValueError, match="no signing capacity"):
        authority_lines(MembershipFactory.build(capacity=""))
