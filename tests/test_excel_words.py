"""Từ trong bảng tính: written in Vietnamese, read as words and as codes, never guessed."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.factories import (
    Capacity,
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitKindFactory,
)
from tests.sheet_files import ACCOUNT_HEADS, SINCE, Office, faults
from units.actions.sheets.rows import chosen
from units.models import Honouree, Membership
from units.queries import sheets as queries
from units.sheets import ACCOUNTS, HONOUREES, LAYOUTS, UNITS, Vocabulary, writing
from units.sheets.columns import EMPTY

CODES = {
    *Role.values, *Capacity.values, *Honouree.Kind.values, *Honouree.Gender.values,
}  # fmt: skip


@pytest.fixture
def office(db):
    return Office()


def cells_of(data):
    """Every cell of every sheet of a workbook."""
    book = load_workbook(BytesIO(data))
    return [
        str(cell)
        for page in book
        for row in page.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]


@pytest.mark.parametrize(
    "kind", [kind for kind, layout in LAYOUTS.items() if layout.is_corrected]
)
def test_no_workbook_says_a_code(office, kind):
    MembershipFactory(
        user=office.administrator, unit=office.ward, role=Role.LEADER,
        capacity=Capacity.HEAD,
    )  # fmt: skip
    HonoureeFactory(unit=office.ward, gender="female")
    records = queries.records(kind, office.administrator, office.ward)
    assert records
    layout = LAYOUTS[kind]

    for data in (
        writing.template(layout, queries.choices()),
        writing.filled(layout, queries.choices(), records),
    ):
        assert not (CODES | {"to-dan-pho", "phong"}) & set(cells_of(data))


def test_what_there_is_is_said_in_words(office):
    MembershipFactory(
        user=office.administrator, unit=office.part, role=Role.LEADER,
        capacity=Capacity.DEPUTY, title="Phó Tổ trưởng",
    )  # fmt: skip
    HonoureeFactory(unit=office.ward, gender="female")

    def said(kind, *keys):
        found = queries.records(kind, office.administrator, office.ward)
        return [tuple(one.get(key, "") for key in keys) for one in found]

    assert (office.kind.name,) in said("unit", "kind")
    assert sorted(said("account", "role", "capacity")) == [
        ("Lãnh đạo", "Ký thay (KT.)"),
        ("Quản trị đơn vị", ""),
    ]
    assert said("honouree", "kind", "gender") == [("Cá nhân", "Nữ")]


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        (UNITS, {"B": ("Loại", None)}),
        (
            ACCOUNTS,
            {
                "E": ("Vai trò", [*map(str, Role.labels), EMPTY]),
                "H": (
                    "Tư cách ký",
                    ["Người đứng đầu", "Quyền (Q.)", "Ký thay (KT.)", "Thừa lệnh (TL.)", EMPTY],
                ),
            },
        ),
        (
            HONOUREES,
            {
                "B": ("Loại đối tượng", ["Cá nhân", "Tập thể", "Hộ gia đình"]),
                "F": ("Giới tính", ["Nữ", "Nam", EMPTY]),
            },
        ),
    ],
)  # fmt: skip
def test_cells_take_only_words_of_their_list(office, layout, columns):
    book = load_workbook(BytesIO(writing.template(layout, queries.choices())))
    rules = book.worksheets[0].data_validations.dataValidation

    assert {str(rule.sqref).split(":")[0][0] for rule in rules} == set(columns)
    for rule in rules:
        heading, words = columns[str(rule.sqref)[0]]
        assert str(rule.sqref)[1:3] == "2:"
        assert (rule.type, rule.errorStyle or "stop") == ("list", "stop")
        assert rule.showErrorMessage
        page, _, cells = rule.formula1.replace("$", "").partition("!")
        assert page == "'Danh mục'"
        listed = [cell.value for (cell,) in book["Danh mục"][cells]]
        assert listed == (words or queries.choices()["kinds"])
        assert book["Danh mục"][f"{cells[0]}1"].value == heading


def test_examples_are_words_of_the_lists(db):
    lists = queries.choices()
    for layout in LAYOUTS.values():
        for column in layout.columns:
            if column.choices and column.example:
                assert column.example in lists[column.choices]


@pytest.mark.parametrize(
    "written", ["Đơn vị tham gia", "đơn vị tham gia", "reporter", "don vi tham gia"]
)
def test_words_and_codes_of_older_files_are_read(office, written):
    kept = office.done(
        ("nva", "Nguyễn Văn Anh", "H1.1", written, "H1.1", SINCE),
        kind="account", heads=ACCOUNT_HEADS,
    )  # fmt: skip

    assert (kept.added, kept.refused) == (1, 0)
    assert Membership.objects.get(user__username="nva").role == Role.REPORTER


@pytest.mark.parametrize("written", ["???", "(KT.)", "...", "report", "Cán bộ"])
def test_what_says_nothing_is_refused(office, written):
    kept = office.rehearsed(
        ("nva", "Nguyễn Văn Anh", "H1.1", written, "H1.1", SINCE),
        kind="account", heads=ACCOUNT_HEADS,
    )  # fmt: skip

    assert faults(kept) == [(2, "Vai trò", f"Không có vai trò “{written}”.")]


def test_kinds_of_one_name_are_told_apart_by_their_codes(office):
    UnitKindFactory(code="phong-2", name=office.office.name)
    rows = [
        office.part_row(2, kind=office.office.name),
        office.part_row(3, kind="phong-2"),
        office.part_row(4, kind=office.kind.name),
    ]

    kept = office.rehearsed(*rows)

    assert faults(kept) == [
        (2, "Loại", "Có 2 loại tên như thế; ghi mã: phong, phong-2.")
    ]
    assert kept.added == 2
    assert {"phong", "phong-2"} <= set(queries.choices()["kinds"])


def test_what_stands_in_brackets_is_understood():
    assert chosen(Capacity, "KT.") == chosen(Capacity, "kt") == Capacity.DEPUTY
    assert chosen(Capacity, "Ký thay") == Capacity.DEPUTY


PAIRS = st.lists(
    st.tuples(st.text("abc-", min_size=1, max_size=3), st.text("AbÁ ()", max_size=5)),
    unique_by=lambda pair: pair[0],
)


KINDS = [("to", "Tổ dân phố, khu phố"), ("thon", "Thôn, ấp, bản"), ("khu", "Khu phố mới"),
         ("p1", "Phòng A"), ("p2", "Phòng B"), ("p3", "Phòng C"), ("p4", "Phòng D")]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Tổ dân phố", ["Tổ dân phố, khu phố"]),
        (
            "KHU PHO",
            ["Khu phố mới"],
        ),  # those that begin so come before those that hold it
        ("ấp", ["Thôn, ấp, bản"]),
        ("phòng", []),  # too many to be meant
        ("xóm", []),
        ("()", []),
    ],
)
def test_a_few_words_close_to_what_is_written_are_offered(written, near):
    words = Vocabulary(KINDS)

    assert words.close_to(written) == near
    assert words.value_of(written) is None


@given(PAIRS)
def test_what_is_written_leads_back(pairs):
    words = Vocabulary(pairs)
    for value, _ in pairs:
        assert words.value_of(words.word_for(value)) == value


@given(PAIRS, st.text("AbÁ ()", max_size=5))
def test_a_word_of_two_values_means_none(pairs, word):
    words = Vocabulary([*pairs, ("x", word), ("y", word)])
    if word not in dict(pairs):
        assert words.value_of(word) not in ("x", "y")
