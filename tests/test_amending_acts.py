"""Sửa đổi, thay thế, đính chính, thu hồi: who may, when not, what takes effect with the issue."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from campaigns import actions
from campaigns.answers import changed_since, newest
from campaigns.content import PaperKind
from campaigns.lineage import consolidated, in_force, over
from campaigns.models import (
    Campaign,
    Deadline,
    Plan,
    PlanAnswer,
    PlanEffect,
    PlanLine,
)
from campaigns.papers import faults, paper_of
from campaigns.queries import content_of
from campaigns.readiness import blocking, gaps
from tests.amended import NEW, OLD, REASON, amending, issued, reword, settle
from tests.factories import Role, ready_content, ward
from tests.superiors import superior_content, tiers
from units import audit
from units.errors import Refused

pytestmark = pytest.mark.django_db
BEGINNINGS = ("amendment", "replacement", "correction", "recall")
CITED = "Kế hoạch số 32/KH-UBND ngày 05 tháng 7 năm 2023 của "


@pytest.fixture
def here():
    return ward()


def begin(what, plan, by, reason=REASON):
    return getattr(actions, f"begin_{what}")(plan.pk, by=by, reason=reason)


def texts(plan):
    return list(plan.lines.order_by("position").values_list("text", flat=True))


def force(*plans):
    return [Plan.objects.get(pk=plan.pk).force for plan in plans]


# Bắt đầu


def test_an_amendment_begins_with_the_plan_as_it_reads(here):
    plan = issued(here)
    draft = actions.begin_amendment(plan.pk, by=here.officer, reason=f" {REASON} ")

    assert content_of(draft) == content_of(plan)
    assert (draft.campaign, draft.issuer, draft.status) == (
        plan.campaign, here.unit, "draft"
    )  # fmt: skip
    assert list(draft.lines.order_by("position").values_list("origin", flat=True)) == [
        *range(13)
    ]
    effect = draft.effect
    assert (effect.kind, effect.target, effect.root, effect.base, effect.reason) == (
        "amend", plan, plan, plan, REASON
    )  # fmt: skip
    assert effect.cited == CITED + here.unit.name
    assert force(plan, draft) == ["current", "coming"]
    book = audit.history(effect).values_list("action", "actor")
    assert list(book) == [("planeffect.added", here.officer.pk)]
    # The campaign still reads the plan that was issued.
    assert Plan.objects.newest_of(plan.campaign) == plan


@pytest.mark.parametrize("what", BEGINNINGS)
def test_only_officers_of_the_authority_begin(here, what):
    plan = issued(here)
    stranger = here.person(
        Role.OFFICER,
        valid_from=localdate() - timedelta(days=9),
        valid_to=localdate() - timedelta(days=1),
    )
    for person in (here.leader, here.clerk, here.reporter, here.administrator):
        with pytest.raises(PermissionDenied):
            begin(what, plan, person)
    with pytest.raises((PermissionDenied, Plan.DoesNotExist)):
        begin(what, plan, stranger)


@pytest.mark.parametrize("what", BEGINNINGS)
def test_a_reason_is_asked_for(here, what):
    with pytest.raises(Refused, match=r"^Ghi lý do\.$"):
        begin(what, issued(here), here.officer, " ")


def test_a_draft_is_not_amended(here):
    with pytest.raises(Refused, match="Kế hoạch chưa ban hành"):
        begin("amendment", here.draft(), here.officer)


@pytest.mark.parametrize("what", BEGINNINGS)
def test_one_at_a_time(here, what):
    plan = issued(here)
    begin("amendment", plan, here.officer)

    with pytest.raises(Refused) as refusal:
        begin(what, plan, here.officer)
    assert str(refusal.value) == (
        "Kế hoạch này đang có một bản “sửa đổi, bổ sung” chưa ban hành. Làm tiếp hoặc bỏ bản đó "
        "trước."
    )
    assert refusal.value.way.route == "campaigns:plan-edit"


def test_the_database_holds_one_open_change(here):
    plan = issued(here)
    first = begin("amendment", plan, here.officer)
    PlanEffect.objects.filter(plan=first).update(is_dropped=True)
    begin("correction", plan, here.officer)

    with pytest.raises(IntegrityError, match="one_open_change_of_a_plan"):
        PlanEffect.objects.filter(plan=first).update(is_dropped=False)


def test_the_database_refuses_a_target_that_is_no_issued_plan_of_ours(here):
    draft = here.draft()
    later = here.draft()
    with (
        pytest.raises(IntegrityError, match="only an issued plan"),
        transaction.atomic(),
    ):
        PlanEffect.objects.create(
            plan=later, kind="recall", target=draft, root=draft, reason="a", cited="b"
        )


# Soạn và trình


def test_the_paper_is_the_difference(here):
    draft = amending(here, issued(here))
    paper = paper_of(draft)

    assert [line.text for line in paper.lines][4:6] == [
        "Sửa đổi gạch đầu dòng thứ 1 mục II như sau:", f"“- {NEW}”"
    ]  # fmt: skip
    assert paper.title == f"Sửa đổi, bổ sung {CITED}{here.unit.name}"
    assert paper.kind is PaperKind.PLAN


def test_a_line_that_came_back_is_that_line(here):
    draft = amending(here, issued(here))
    line = draft.lines.get(text=NEW)
    kept = actions.remove_line(line.pk, by=here.officer)
    assert "Bãi bỏ gạch đầu dòng thứ 1 mục II." in [
        one.text for one in paper_of(draft).lines
    ]
    actions.undo_remove(draft.pk, by=here.officer, **kept)

    assert draft.lines.get(text=NEW).origin == 6


def said(plan):
    plan = Plan.objects.get(pk=plan.pk)
    return [gap.text for gap in blocking(plan, content_of(plan))]


def test_nothing_changed_is_not_sent(here):
    draft = begin("amendment", issued(here), here.officer)

    assert said(draft) == [f"chưa sửa chỗ nào so với {CITED}{here.unit.name}"]
    with pytest.raises(Refused, match="Chưa trình được"):
        actions.submit_plan(draft.pk, by=here.officer)


def test_a_correction_changes_no_figure_and_no_line(here):
    draft = begin("correction", issued(here), here.officer)
    whole = transaction.savepoint_create()
    reword(draft, OLD, NEW)
    PlanLine.objects.get(plan=draft, origin=12).delete()
    law = (
        "Đó là sửa nội dung: đính chính chỉ chữa sai sót về thể thức, kỹ thuật trình bày; nội "
        "dung thì dùng Sửa đổi, bổ sung (Nghị định 30/2020/NĐ-CP, Điều 18)"
    )
    assert said(draft) == [
        f"“Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,30%.”: con số, ngày tháng đã đổi. {law}",
        f"dòng “Báo cáo kết quả trước ngày 20/12/2023.” bị bỏ. {law}",
    ]

    transaction.savepoint_rollback(whole)
    reword(draft, OLD, OLD.replace("không quá", "tối đa là"))
    assert said(draft) == []


def test_a_correction_changes_no_figure_of_the_title_or_of_the_data(here):
    draft = begin("correction", issued(here), here.officer)
    Plan.objects.filter(pk=draft.pk).update(title="Phong trào 90 ngày")
    draft = Plan.objects.get(pk=draft.pk)
    law = (
        "Đó là sửa nội dung: đính chính chỉ chữa sai sót về thể thức, kỹ thuật trình bày; nội "
        "dung thì dùng Sửa đổi, bổ sung (Nghị định 30/2020/NĐ-CP, Điều 18)"
    )
    assert said(draft) == [f"Trích yếu: con số, ngày tháng đã đổi. {law}"]

    Plan.objects.filter(pk=draft.pk).update(title=draft.effect.base.title)
    draft = Plan.objects.get(pk=draft.pk)
    note = Deadline.objects.filter(line__plan=draft).first()
    Deadline.objects.filter(pk=note.pk).update(due_on=date(2023, 12, 30))
    nothing, data = said(draft)
    assert nothing.startswith("chưa sửa chỗ nào so với ")
    assert data == (f"“{note.line.text}”: con số, ngày tháng ghi ở dòng đã đổi. {law}")


def test_whether_a_line_that_was_written_anew_is_content_is_asked(here):
    draft = begin("correction", issued(here), here.officer)
    reword(draft, OLD, "Mọi hộ đều thoát nghèo năm 2023, từ 0,39%.")
    draft = Plan.objects.get(pk=draft.pk)

    assert said(draft) == []
    soft = [gap.text for gap in faults(draft, content_of(draft)) if not gap.blocks]
    assert soft == [
        "“Mọi hộ đều thoát nghèo năm 2023, từ 0,39%.” gần như viết lại: đính chính chỉ chữa sai "
        "sót về thể thức, kỹ thuật trình bày, xem có phải sửa nội dung không"
    ]


def test_a_replacement_says_what_it_replaces(here):
    plan = issued(here)
    draft = begin("replacement", plan, here.officer)
    words = f"Kế hoạch này thay thế {CITED}{here.unit.name}."
    assert texts(draft)[-1] == words
    assert said(draft) == []

    draft.lines.filter(text=words).delete()
    assert said(draft) == [f"chưa có câu “{words[:-1]}”"]


def test_a_replacement_names_what_had_amended_the_plan(here):
    plan = issued(here)
    settle(here, amending(here, plan), 40)
    draft = begin("replacement", plan, here.officer)

    assert texts(draft)[-1] == (
        f"Kế hoạch này thay thế {CITED}{here.unit.name}, Kế hoạch số 40/KH-UBND."
    )
    assert said(draft) == []


def test_its_kind_is_not_changed(here):
    draft = begin("recall", issued(here), here.officer)

    with pytest.raises(Refused, match="không đổi được"):
        actions.edit_plan(draft.pk, by=here.officer, kind="plan")


@pytest.mark.parametrize(
    ("what", "where"),
    [("correction", "ở dòng “Lưu: VT, VP”"), ("recall", "ở ô ký hiệu, ví dụ UBND-VP")],
)
def test_a_letter_without_its_drafting_unit_is_told_so(here, what, where):
    draft = begin(what, issued(here), here.officer)
    sentence = (
        "ký hiệu công văn “UBND” chưa có chữ viết tắt đơn vị soạn thảo: ghi " + where
    )
    assert paper_of(draft).letterhead.symbol == "UBND-VP"
    assert sentence not in [gap.text for gap in gaps(draft, content_of(draft))]

    draft.recipients.filter(text__startswith="Lưu").update(text="Lưu: VT, UBND")
    Plan.objects.filter(pk=draft.pk, kind="letter").update(symbol="UBND")

    draft = Plan.objects.get(pk=draft.pk)
    assert paper_of(draft).letterhead.symbol == "UBND"
    assert sentence in [gap.text for gap in gaps(draft, content_of(draft))]


def test_a_letter_is_listed_with_a_capital_and_goes_on_from_v_v_on_its_paper(here):
    draft = begin("recall", issued(here), here.officer)

    assert str(draft) == "Thu hồi Kế hoạch số 32/KH-UBND"
    assert paper_of(draft).title == "thu hồi Kế hoạch số 32/KH-UBND"


# Có hiệu lực


def test_an_amendment_is_read_from_its_issue_on(here):
    plan = issued(here)
    draft = amending(here, plan)
    period = draft.lines.get(origin=3).period_notes.get()
    actions.edit_note(
        period.pk, "thoi-gian", by=here.officer, ends_on=date(2024, 1, 31)
    )
    assert Campaign.objects.get(pk=plan.campaign_id).ends_on == date(2023, 12, 15)

    later = settle(here, draft, 40)

    assert force(plan, later) == ["past", "current"]
    assert Plan.objects.newest_of(plan.campaign) == later
    assert Campaign.objects.get(pk=plan.campaign_id).ends_on == date(2024, 1, 31)
    effect = PlanEffect.objects.get(plan=later)
    assert (effect.from_day, effect.paper_code, effect.target_code) == (
        date(2023, 9, 1), "CODE0040", "TARGET32"
    )  # fmt: skip
    assert effect.paper_cited == (
        f"Kế hoạch số 40/KH-UBND ngày 01 tháng 9 năm 2023 của {here.unit.name}"
    )
    told = in_force(plan.pk)
    assert (told.words, told.is_over) == ("Còn hiệu lực · đã sửa đổi 1 lần", False)
    assert [(one.words, one.code) for one in told.told] == [
        ("Được sửa đổi, bổ sung bởi", "CODE0040")
    ]
    own = in_force(later.pk)
    assert own.words == "Còn hiệu lực"
    assert [(one.words, one.code) for one in own.told] == [
        ("Sửa đổi, bổ sung", "TARGET32")
    ]
    # Old words stay where they were.
    assert OLD in texts(plan)


def test_a_recalled_amendment_gives_the_text_back(here):
    plan = issued(here)
    before = content_of(plan)
    later = settle(here, amending(here, plan), 40)
    letter = begin("recall", later, here.officer)
    cited = later.effect.paper_cited
    assert texts(letter)[0] == (
        f"{here.unit.name} đã ban hành {cited.removesuffix(f' của {here.unit.name}')} "
        f"(sửa đổi, bổ sung {CITED}{here.unit.name})."
    )
    assert texts(letter)[2].endswith(
        " Từ ngày đó, Kế hoạch số 32/KH-UBND được thực hiện như trước khi có Kế hoạch số "
        "40/KH-UBND."
    )
    assert paper_of(letter).title == "thu hồi Kế hoạch số 40/KH-UBND"
    settle(here, letter, 5, date(2023, 9, 9))

    assert force(plan, later, letter) == ["current", "recalled", "letter"]
    assert Plan.objects.newest_of(plan.campaign) == plan
    assert content_of(plan) == before
    assert in_force(plan.pk).words == "Còn hiệu lực"
    told = in_force(later.pk)
    assert (told.words, told.is_over) == ("Đã thu hồi", True)
    ended = PlanEffect.objects.get(plan=later)
    assert (ended.ended_day, ended.ended_by.plan) == (date(2023, 9, 9), letter)
    # And again: what is given back may be amended anew.
    again = amending(here, plan)
    assert again.effect.base == plan


def test_the_plan_is_recalled_with_all_that_was_made_of_it(here):
    plan = issued(here)
    later = settle(here, amending(here, plan), 40)
    letter = begin("recall", plan, here.officer)
    assert texts(letter)[2].endswith(" Kế hoạch số 40/KH-UBND cũng hết hiệu lực.")
    settle(here, letter, 5, date(2023, 9, 9))

    assert force(plan, later) == ["recalled", "recalled"]
    assert Plan.objects.newest_of(plan.campaign) == later
    told = in_force(plan.pk)
    assert (told.kind, told.words) == ("bad", "Đã thu hồi")
    assert told.sentence == (
        f"Đã thu hồi từ ngày 09/09/2023 theo Công văn số 05/UBND-VP ngày 09 tháng 9 năm 2023 của "
        f"{here.unit.name}. Văn bản không còn hiệu lực, được lưu để tra cứu."
    )
    own = in_force(later.pk)
    assert (own.kind, own.words, own.is_over) == (
        "mute", "Kế hoạch gốc đã thu hồi", True
    )  # fmt: skip
    assert own.sentence.startswith(
        f"{CITED}{here.unit.name} đã thu hồi từ ngày 09/09/2023 theo Công văn số 05/UBND"
    )
    assert [one.words for one in own.told] == [
        "Sửa đổi, bổ sung", "Kế hoạch gốc bị thu hồi bởi"
    ]  # fmt: skip
    lists = over([plan.pk, later.pk])
    assert {pk: (one.words, one.is_recalled) for pk, one in lists.items()} == {
        plan.pk: ("Đã thu hồi", True), later.pk: ("Kế hoạch gốc đã thu hồi", True),
    }  # fmt: skip
    assert list(over([later.pk])) == [plan.pk, later.pk]
    for what in BEGINNINGS:
        for one in (plan, later):
            with pytest.raises(Refused, match="đã thu hồi"):
                begin(what, one, here.officer)


def test_the_later_amendment_is_recalled_first(here):
    plan = issued(here)
    first = settle(here, amending(here, plan), 40)
    second = amending(here, plan, NEW, OLD)
    assert second.effect.base == first
    said = [line.text for line in paper_of(second).lines]
    assert f"Căn cứ {first.effect.paper_cited};" in said
    since = "đã được sửa đổi, bổ sung tại Kế hoạch số 40/KH-UBND"
    assert (
        f"{here.unit.name} sửa đổi, bổ sung Kế hoạch số 32/KH-UBND ({plan.title}), {since}, "
        "như sau:" in said
    )
    assert f"Các nội dung khác giữ nguyên theo Kế hoạch số 32/KH-UBND, {since}." in said
    settle(here, second, 41, date(2023, 9, 2))

    with pytest.raises(Refused, match="Thu hồi văn bản sau trước"):
        begin("recall", first, here.officer)
    assert in_force(plan.pk).words == "Còn hiệu lực · đã sửa đổi 2 lần"


def test_what_was_replaced_is_over_until_the_new_plan_is_recalled(here):
    plan = issued(here)
    new = settle(here, begin("replacement", plan, here.officer), 50)

    assert force(plan, new) == ["past", "current"]
    assert in_force(plan.pk).words == "Đã được thay thế"
    with pytest.raises(Refused, match=r"đã được thay thế bởi Kế hoạch số 50/KH-UBND"):
        begin("amendment", plan, here.officer)
    # The new one is amended like any plan, under its own number.
    assert begin("amendment", new, here.officer).effect.cited.startswith(
        "Kế hoạch số 50/KH-UBND"
    )
    actions.discard_draft(Plan.objects.newest_open(new.campaign).pk, by=here.officer)
    settle(here, begin("recall", new, here.officer), 6, date(2023, 9, 9))

    assert force(plan, new) == ["current", "recalled"]
    assert in_force(plan.pk).words == "Còn hiệu lực"


def test_a_correction_is_read_and_told(here):
    plan = issued(here)
    draft = begin("correction", plan, here.officer)
    reword(draft, OLD, OLD.replace("không quá", "tối đa là"))
    later = settle(here, draft, 7)

    assert in_force(plan.pk).words == "Còn hiệu lực · đã đính chính 1 lần"
    assert PlanEffect.objects.get(plan=later).paper_cited.startswith(
        "Công văn số 07/UBND"
    )
    assert force(plan, later) == ["past", "current"]


def test_what_took_effect_stays(here):
    later = settle(here, amending(here, issued(here)), 40)
    effect = PlanEffect.objects.filter(plan=later)

    for change in (
        {"kind": "replace"},
        {"from_day": date(2020, 1, 1)},
        {"reason": "x"},
    ):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            effect.update(**change)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        effect._raw_delete(connection.alias)


# Hợp nhất


def test_it_reads_as_of_a_day(here):
    plan = issued(here)
    settle(here, amending(here, plan), 40, date(2023, 9, 1))

    def line(day):
        found = consolidated(plan, day)
        (entry,) = [one for one in found.entries if one.place == 6]
        return entry.line.text, [source.words for source in found.sources]

    assert line(date(2023, 8, 31)) == (OLD, [])
    assert line(date(2023, 9, 1)) == (
        NEW, [f"Sửa đổi, bổ sung theo Kế hoạch số 40/KH-UBND ngày 01 tháng 9 năm 2023 của "
              f"{here.unit.name}"],
    )  # fmt: skip


# Thùng rác


def test_what_was_thrown_away_lets_another_begin_and_comes_back_after_it(here):
    plan = issued(here)
    draft = amending(here, plan)
    actions.discard_draft(draft.pk, by=here.officer)

    assert Campaign.objects.filter(pk=plan.campaign_id).exists()
    other = begin("correction", plan, here.officer)
    with (
        pytest.raises(Refused, match="đang có một văn bản sửa đổi"),
        transaction.atomic(),
    ):
        actions.restore_change(draft.pk, by=here.officer)
    actions.discard_draft(other.pk, by=here.officer)
    back = actions.restore_change(draft.pk, by=here.officer)

    assert (back, NEW in texts(back)) == (draft, True)
    with pytest.raises(Refused, match="đã được khôi phục"):
        actions.restore_change(draft.pk, by=here.officer)


def test_a_draft_of_an_older_text_does_not_come_back(here):
    plan = issued(here)
    draft = amending(here, plan)
    actions.discard_draft(draft.pk, by=here.officer)
    settle(here, amending(here, plan), 40)

    with pytest.raises(Refused, match="đã được sửa đổi bởi văn bản khác"):
        actions.restore_change(draft.pk, by=here.officer)


def test_a_recall_does_not_come_back_once_the_plan_was_amended_further(here):
    plan = issued(here)
    first = settle(here, amending(here, plan), 40)
    letter = begin("recall", first, here.officer)
    actions.discard_draft(letter.pk, by=here.officer)
    second = settle(here, amending(here, plan, NEW, OLD), 41, date(2023, 9, 2))

    with pytest.raises(Refused, match="Thu hồi văn bản sau trước"):
        actions.restore_change(letter.pk, by=here.officer)
    # Nor does the database let it take effect, whatever brought it back.
    effects = PlanEffect.objects.filter(plan=letter)
    effects.update(is_dropped=False)
    with (
        pytest.raises(IntegrityError, match="changed by another paper since"),
        transaction.atomic(),
    ):
        effects.update(from_day=date(2023, 9, 3))
    assert force(plan, first, second) == ["past", "past", "current"]


# Cấp dưới


def test_the_child_is_told_what_changed_above():
    place = tiers()
    source = place.issued(ready_content())
    child = place.answered(source)
    draft = actions.begin_amendment(source.pk, by=place.above.officer, reason=REASON)
    reword(draft, OLD, NEW)
    target = draft.lines.get(text=NEW).target_notes.get()
    actions.edit_note(
        target.pk, "chi-tieu", by=place.above.officer, value="0.3", shown="0,30%"
    )
    assert not PlanAnswer.objects.to_look_at(place.ward.officer).exists()
    later = settle(place.above, draft, 40)

    answer = PlanAnswer.objects.to_look_at(place.ward.officer).get()
    assert newest(answer) == later
    assert len(changed_since(answer, later)) == 1
    actions.see_superior_changes(child.pk, by=place.ward.officer, source_id=later.pk)
    assert not PlanAnswer.objects.to_look_at(place.ward.officer).exists()

    # Recalled, the older text is the superior's word again.
    settle(
        place.above, begin("recall", later, place.above.officer), 5, date(2023, 9, 9)
    )
    answer = PlanAnswer.objects.to_look_at(place.ward.officer).get()
    assert newest(answer) == source


def test_whom_a_line_means_stays_known(here):
    plan = issued(here)
    plan.recipients.filter(position=1).update(unit=here.unit)
    assignment = plan.lines.get(assignment_notes__isnull=False).assignment_notes
    assignment.update(unit=here.unit)
    draft = begin("amendment", plan, here.officer)

    assert list(draft.recipients.order_by("position").values_list("unit", flat=True)) == [
        None, here.unit.pk, None,
    ]  # fmt: skip
    note = draft.lines.get(assignment_notes__isnull=False).assignment_notes.get()
    assert note.unit == here.unit


def test_the_child_keeps_what_it_answers_when_it_amends_itself():
    place = tiers()
    source = place.issued(superior_content())
    child = place.answered(source)
    when = child.created_at
    Plan.objects.filter(pk=child.pk).update(
        status="issued", submitted_by=place.ward.officer, submitted_at=when,
        approved_by=place.ward.leader, approved_at=when, source_number=8,
        source_date=date(2023, 8, 1),
    )  # fmt: skip
    draft = actions.begin_amendment(child.pk, by=place.ward.officer, reason=REASON)

    old, new = PlanAnswer.objects.get(plan=child), PlanAnswer.objects.get(plan=draft)
    assert (new.source, new.cited, new.items.count()) == (
        old.source, old.cited, old.items.count()
    )  # fmt: skip
    target = draft.lines.get(target_notes__isnull=False).target_notes.get()
    assert target.answers.answer == new


# Hai thẻ cùng lúc


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_tabs_begin_one_paper():
    here = ward()
    plan, officer = issued(here), here.officer
    start, made, refused = threading.Barrier(2), [], []

    def run(what):
        try:
            start.wait()
            made.append(begin(what, plan, officer).pk)
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    tabs = [
        threading.Thread(target=run, args=[what]) for what in ("amendment", "recall")
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert len(made) == 1
    assert [words[:28] for words in refused] == ["Kế hoạch này đang có một bản"]
    assert PlanEffect.objects.get().plan_id == made[0]
