"""So sánh thành lời: where a line stands, what of a note is another, what is told in short."""

from dataclasses import replace
from decimal import Decimal

from campaigns import compared
from campaigns.comparing import compare
from campaigns.content import Line, Milestone, PlanContent, TargetNote
from campaigns.outline import LineKind as K
from campaigns.places import places


def test_where_a_line_stands_as_one_says_it():
    kinds = [
        (K.BASIS, ""), (K.PARAGRAPH, ""), (K.PART, ""), (K.SECTION, ""), (K.DASH, ""),
        (K.ITEM, ""), (K.POINT, ""), (K.PLUS, ""), (K.SUBITEM, ""), (K.ITEM, "Bước 2:"),
        (K.SECTION, ""), (K.ITEM, "(1)"), (K.ANNEX, ""), (K.ITEM, ""),
    ]  # fmt: skip
    lines = [Line(kind=kind, text="x", marker=marker) for kind, marker in kinds]

    assert places(lines) == [
        "căn cứ", "phần mở đầu", "Phần I", "mục I Phần I", "mục I Phần I",
        "khoản 1 mục I Phần I", "điểm a khoản 1 mục I Phần I",
        "điểm a khoản 1 mục I Phần I", "tiểu khoản 1.1 mục I Phần I", "Bước 2 mục I Phần I",
        "mục II Phần I", "khoản 1 mục II Phần I", "Phụ lục", "khoản 1 Phụ lục",
    ]  # fmt: skip


def block_of(before, after):
    (block,) = compared.blocks(compare(before, after), before, after, whole=False)
    return block


def said(pieces):
    signs = {"": "%s", "del": "[-%s-]", "ins": "{+%s+}"}
    return "".join(signs[piece.kind] % piece.text for piece in pieces)


def test_a_target_in_words():
    line = Line(kind=K.DASH, text="Giảm hộ nghèo")
    note = TargetNote(line=0, name="Hộ nghèo", value=Decimal("0.39"), unit="%")
    later = replace(
        note, value=Decimal("0.3"), responsible="Tổ 1",
        milestones=(Milestone(label="6 tháng", value=Decimal("0.5")),),
    )  # fmt: skip

    before = PlanContent(lines=(line,), targets=(note,))
    block = block_of(before, PlanContent(lines=(line,), targets=(later,)))
    gone = block_of(before, PlanContent(lines=(line,)))

    assert (block.label, block.counts) == ("Sửa dữ liệu", ("targets",))
    ((label, values),) = [(one.label, one.values) for one in block.notes]
    assert label == "Chỉ tiêu “Hộ nghèo”"
    assert [(name, said(words)) for name, words in values] == [
        ("giá trị", "[-0,39-] → {+0,3+}"), ("chủ trì", "{+Tổ 1+}"), ("mốc", "{+6 tháng: 0,5+}"),
    ]  # fmt: skip
    ((label, values),) = [(one.label, one.values) for one in gone.notes]
    assert (label, said(values[0][1])) == ("Bỏ chỉ tiêu", "[-Hộ nghèo · 0,39%-]")


def test_another_kind_of_line_in_words():
    line = Line(kind=K.DASH, text="Khen thưởng")

    block = block_of(
        PlanContent(lines=(line,)), PlanContent(lines=(replace(line, kind=K.ITEM),))
    )

    assert [(name, said(words)) for name, words in block.form] == [
        ("loại dòng", "[-Gạch đầu dòng (-)-] → {+Khoản (1.)+}")
    ]
    assert block.markers == ("-", "1.")


def test_a_long_block_that_moved_is_told_in_short():
    block = [Line(kind=K.DASH, text=f"Ý thứ {n} của đoạn sẽ chuyển") for n in range(9)]
    rest = [Line(kind=K.DASH, text=f"Việc số {n} làm trong quý {n}") for n in range(30)]
    before, after = (
        PlanContent(lines=tuple(lines)) for lines in (block + rest, rest + block)
    )
    found = compare(before, after)

    short = compared.blocks(found, before, after, whole=False)
    whole = compared.blocks(found, before, after, whole=True)

    assert [(one.state, one.count) for one in short] == [
        ("fold", 29), ("same", 0), ("moved", 8),
    ]  # fmt: skip
    assert len(whole) == 39
    assert compared.counts(found)["moved"] == 9


def test_only_rows_of_a_table_that_differ_are_shown_under_its_head():
    rows = ["STT\tĐơn vị", *(f"{n}\tTổ dân phố số {n}" for n in range(1, 9))]
    before = PlanContent(lines=(Line(kind=K.TABLE, text="\n".join(rows)),))
    rows[5] = "5\tTổ dân phố số 5 (mới)"
    after = PlanContent(lines=(Line(kind=K.TABLE, text="\n".join(rows)),))

    table = block_of(before, after).table

    assert [(state, len(cells), count) for state, cells, count in table.rows] == [
        ("same", 2, 0), ("fold", 0, 4), ("changed", 2, 0), ("fold", 0, 3),
    ]  # fmt: skip
    assert said(table.rows[2][1][1]) == "Tổ dân phố số 5{+ (mới)+}"
