"""Thay đổi từ lần trả lại: what differs in the end, in words, for the leader and the officer."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.changes import diff, since_return
from campaigns.fingerprint import fingerprint
from campaigns.models import Plan
from campaigns.views.desk import Desk
from tests.desk_forms import texts
from tests.factories import ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    """Sent and returned once; what was written before that is no change."""
    plan = here.draft()
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="TMT")
    actions.submit_plan(plan.pk, by=here.officer)
    actions.return_plan(plan.pk, by=here.leader, reason="Sửa chỉ tiêu.")
    return plan


def line(plan, start):
    return plan.lines.get(text__startswith=start)


def rewrite(plan, here, row, **changes):
    edit = {"kind": row.kind, "text": row.text, "marker": row.marker} | changes
    edits = [LineEdit(pk=row.pk, seen=fingerprint(row), is_title=row.is_title, **edit)]
    actions.save_lines(plan.pk, by=here.officer, edits=edits)
    row.refresh_from_db()


def told(plan):
    """(what, where, words) with [-gone-] and {+new+}."""
    plan = Plan.objects.get(pk=plan.pk)
    desk = Desk(plan)
    since = since_return(plan, plan.returns.first(), desk.rows, desk.content.markers)
    signs = {"": "%s", "del": "[-%s-]", "ins": "{+%s+}"}
    return [
        (
            change.what,
            change.where,
            "".join(signs[piece.kind] % piece.text for piece in change.pieces),
        )
        for change in since.changes
    ]


def test_nothing_was_done(plan):
    assert told(plan) == []


def test_a_plan_that_never_came_back(here):
    plan = here.draft()
    desk = Desk(plan)
    assert since_return(plan, None, desk.rows, desk.content.markers) is None


def test_everything_is_told_in_the_order_of_the_plan(plan, here):
    target = line(plan, "Tỷ lệ")
    rewrite(plan, here, target, text=target.text.replace("0,39", "0,41"))
    rewrite(plan, here, target, text=f"{target.text} Giữ vững.")
    rewrite(plan, here, target, kind="item")
    actions.insert_line(
        plan.pk, by=here.officer, after=target.pk, kind="item", text="Dòng thêm."
    )
    actions.remove_line(line(plan, "Tập thể").pk, by=here.officer)
    note = target.target_notes.get()
    actions.edit_note(
        note.pk, "chi-tieu", by=here.officer,
        value=Decimal("0.41"), deadline=date(2023, 11, 30), comparator="=",
    )  # fmt: skip
    award = line(plan, "Giấy khen").awardform_notes.get()
    actions.remove_note(award.pk, "khen-thuong", by=here.officer)
    actions.add_note(
        line(plan, "Giấy khen").pk, "khen-thuong", by=here.officer, name="Cờ"
    )
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="NTH")
    actions.set_recipients(plan.pk, by=here.officer, texts=["Đảng ủy", "Lưu: VT"])

    found = told(plan)

    assert [item for item in found if item[0] != "Sửa nơi nhận"] == [
        ("Bỏ ghi chú hình thức khen thưởng", "", "[-Giấy khen của Chủ tịch UBND phường-]"),
        ("Sửa ký hiệu người soạn thảo", "", "[-TMT-]{+NTH+}"),
        ("Xóa dòng", "", "[-Tập thể: 05 tổ dân phố.-]"),
        (
            "Sửa dòng", "1.",
            "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá "
            "[-0,39%.-]{+0,41%. Giữ vững.+}",
        ),
        ("Sửa loại dòng", "1.", "[-Gạch đầu dòng (-)-]{+Khoản (1.)+}"),
        ("Ghi chú chỉ tiêu: điều kiện", "1.", "[-không quá-]{+bằng+}"),
        ("Ghi chú chỉ tiêu: giá trị", "1.", "[-0,39-]{+0,41+}"),
        ("Ghi chú chỉ tiêu: hoàn thành trước", "1.", "[-31/12/2023-]{+30/11/2023+}"),
        ("Thêm dòng", "2.", "{+Dòng thêm.+}"),
        ("Thêm ghi chú hình thức khen thưởng", "", "Giấy khen của Chủ tịch UBND phường."),
    ]  # fmt: skip
    assert len(found) == 11


def test_what_is_as_it_was_is_no_change(plan, here):
    target = line(plan, "Tỷ lệ")
    old = target.text
    rewrite(plan, here, target, text="Khác")
    rewrite(plan, here, target, text=old)
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="X")
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="TMT")
    added = actions.insert_line(plan.pk, by=here.officer, after=None, kind="dash")
    actions.remove_line(added.pk, by=here.officer)
    note = actions.add_note(target.pk, "khen-thuong", by=here.officer, name="Cờ")
    actions.remove_note(note.pk, "khen-thuong", by=here.officer)
    removed = actions.remove_line(target.pk, by=here.officer)
    actions.undo_remove(plan.pk, by=here.officer, **removed)

    assert told(plan) == []


def test_a_line_that_moved_and_one_that_moved_back(plan, here):
    row = line(plan, "Tập thể")
    actions.move_line(row.pk, by=here.officer, up=False)
    assert told(plan) == [("Chuyển chỗ dòng", "", "Tập thể: 05 tổ dân phố.")]

    actions.move_line(row.pk, by=here.officer, up=True)
    assert told(plan) == []


def test_a_rewritten_line_is_removed_with_the_words_it_had(plan, here):
    row = line(plan, "Tập thể")
    rewrite(plan, here, row, text="Lời mới")
    actions.remove_line(row.pk, by=here.officer)

    assert told(plan) == [("Xóa dòng", "", "[-Tập thể: 05 tổ dân phố.-]")]


def test_only_the_last_return_counts(plan, here):
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="NTH")
    actions.submit_plan(plan.pk, by=here.officer)
    assert told(plan) == [("Sửa ký hiệu người soạn thảo", "", "[-TMT-]{+NTH+}")]
    actions.return_plan(plan.pk, by=here.leader, reason="Lần hai.")

    assert told(plan) == []


def test_another_plan_is_another(plan, here):
    other = here.draft()
    actions.edit_plan(other.pk, by=here.officer, drafter_mark="X")

    assert told(plan) == []


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_a_diff_holds_both_texts(before, after):
    pieces = diff(before, after)
    assert "".join(p.text for p in pieces if p.kind != "ins") == before
    assert "".join(p.text for p in pieces if p.kind != "del") == after


def test_long_passages_that_stayed_are_shortened():
    words = " ".join(f"chữ{i}" for i in range(100))
    pieces = diff(f"{words} cũ {words}", f"{words} mới {words}")
    assert [(p.kind, len(p.text)) for p in pieces] == [
        ("", 61), ("del", 2), ("ins", 3), ("", 61),
    ]  # fmt: skip


# ---- on the pages ----------------------------------------------------------------------------


def panel(client, name, plan):
    page = html.fromstring(
        client.get(reverse(f"campaigns:{name}", args=[plan.pk])).text
    )
    return page.xpath("//section[@aria-labelledby='h-doi']")


def test_the_leader_sees_what_changed(client, plan, here):
    actions.edit_plan(plan.pk, by=here.officer, drafter_mark="NTH")
    actions.submit_plan(plan.pk, by=here.officer)
    client.force_login(here.leader)

    (box,) = panel(client, "plan-review", plan)

    day = plan.returns.get().returned_at.strftime("%d/%m/%Y")
    assert texts(box, ".//h2")[0].startswith("Thay đổi từ lần trả lại ngày ")
    assert len(texts(box, ".//h2")[0].split()[-1]) == len(day)
    assert texts(box, ".//*[contains(@class,'td-pill')]") == ["1 chỗ"]
    assert texts(box, ".//li/b") == ["Sửa ký hiệu người soạn thảo"]
    assert texts(box, ".//del") == ["bỏ: TMT"]
    assert texts(box, ".//ins") == ["thêm: NTH"]


def test_sent_again_as_it_was_is_said_plainly(client, plan, here):
    client.force_login(here.officer)
    (box,) = panel(client, "plan-check", plan)
    assert texts(box, ".//p") == ["Không có gì thay đổi từ lần trả lại."]

    actions.submit_plan(plan.pk, by=here.officer)
    client.force_login(here.leader)
    (box,) = panel(client, "plan-review", plan)
    assert texts(box, ".//p") == ["Không có gì thay đổi từ lần trả lại."]


def test_without_a_return_nothing_is_said(client, here):
    plan = here.draft()
    client.force_login(here.officer)
    assert panel(client, "plan-check", plan) == []
