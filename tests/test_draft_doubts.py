"""Điều nên xem lại đi theo bản nháp: from the reading of a file until somebody has looked."""

from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from lxml import html

from campaigns import actions, doubts, revising
from campaigns.actions import LineEdit
from campaigns.content import Letterhead, Line, PlanContent
from campaigns.fingerprint import fingerprint
from campaigns.models import Campaign, ImportDraft, Plan, PlanDoubt
from campaigns.outline import LineKind
from campaigns.queries import content_of, rows_of
from campaigns.reading import Reading, Remark, Suspicion, read_text
from campaigns.tidying import empty_trash
from tests.desk_forms import texts
from tests.factories import (
    ImportDraftFactory,
    PlanDoubtFactory,
    Role,
    other_ward,
    ready_content,
    ward,
)
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

LIMIT = "Có thời hạn lặp lại “ngày 20 hằng tháng”; hạn này không có ngày cụ thể"
SCANNED = "Có 2 trang không có lớp chữ (ảnh quét)"
LINE = 12  # "Báo cáo kết quả trước ngày 20/12/2023."


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    """A draft whose file left two remarks, one of them about a line."""
    _ = place.leader
    return actions.create_campaign_from_content(
        by=place.officer,
        host_id=place.unit.pk,
        content=ready_content(),
        remarks=[Remark(f"{LIMIT}.", LINE), Remark(f"{SCANNED}.")],
    )


def looked(plan):
    rows = rows_of(plan)
    return doubts.look_through(plan, rows, content_of(plan, rows))


def told(plan) -> list[str]:
    """The remarks of the file that are still to be looked at."""
    return [gap.text for gap in looked(plan).gaps if gap.text in (LIMIT, SCANNED)]


def key_of(plan, text) -> str:
    looks = looked(plan)
    return next(
        own for gap, own in zip(looks.gaps, looks.keys, strict=True) if gap.text == text
    )


def settle(plan, place, text):
    return actions.settle_doubt(plan.pk, by=place.officer, doubt=key_of(plan, text))


def change(plan, place, text="Báo cáo trước ngày 21/12/2023."):
    row = plan.lines.get(position=LINE)
    edit = LineEdit(row.pk, row.kind, text, fingerprint(row))
    actions.save_lines(plan.pk, by=place.officer, edits=[edit])


# ---- from the reading to the draft ------------------------------------------------------


def test_the_reader_says_where(place):
    reading = read_text(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU\nSố: 5/KH-UBND\nMẫu, ngày 10 tháng 3 năm 2024\n"
        "KẾ HOẠCH\nPhát động thi đua\n"
        "Căn cứ Kế hoạch số 9/KH-UBND ngày 01 tháng 5 năm 2024 của Ủy ban nhân dân tỉnh;\n"
        "I. MỤC ĐÍCH\nThi đua.\n"
        "III. TỔ CHỨC THỰC HIỆN\n"
        "Các đơn vị gửi báo cáo trước ngày 20 hằng tháng.\n"
        "Đăng ký trước ngày 01/02/2024.\n"
        "Nơi nhận:\n- Các tổ;\n- Lưu: VT, VP.\nCHỦ TỊCH\nNguyễn Văn Mẫu\n"
    )
    lines = [line.text for line in reading.content.lines]

    found = {
        remark.text.split("“")[0].split(";")[0].strip(): lines[remark.line][:24]
        for remark in reading.remarks
        if remark.line is not None
    }

    assert found == {
        "Căn cứ": "Căn cứ Kế hoạch số 9/KH-",
        "Thời hạn 01/02/2024 sớm hơn ngày của văn bản (10/03/2024)": (
            "Đăng ký trước ngày 01/02"
        ),
        "Đánh số mục lớn không liên tục ở mục": "TỔ CHỨC THỰC HIỆN",
        "Có thời hạn lặp lại": "Các đơn vị gửi báo cáo t",
    }
    assert reading.warnings == tuple(remark.text for remark in reading.remarks)


def test_what_a_draft_answers_by_itself_is_left_behind():
    reading = read_text(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU\nSố:     /KH-UBND\n"
        "KẾ HOẠCH\nPhát động thi đua\nI. MỤC ĐÍCH\nThi đua yêu nước để hoàn thành\n"
    )
    assert [remark.text.split(";")[0] for remark in reading.remarks] == [
        "Văn bản chưa có số",
        "Văn bản kết thúc giữa câu, có thể thiếu phần cuối",
    ]

    assert revising.left_over(revising.begin(reading)) == []


def test_a_remark_follows_its_line_and_goes_with_it():
    content = PlanContent(
        lines=tuple(Line(kind=LineKind.DASH, text=text) for text in ("a", "b", "c"))
    )
    reading = Reading(
        content=content,
        suspicions=(Suspicion(0, "a", "á", "Sai dấu."),),
        remarks=(Remark("về c", 2), Remark("về b", 1), Remark("chung")),
    )
    begun = revising.begin(reading)
    _, b, c = begun.ids

    moved, _ = revising.insert_line(begun, None, Line(kind=LineKind.DASH, text="mới"))
    assert revising.left_over(moved) == [
        Remark("về c", 3),
        Remark("về b", 2),
        Remark("chung"),
        Remark("“a” có lẽ là “á” (Sai dấu.).", 1),
    ]
    assert Remark("về b", 2) not in revising.left_over(revising.remove_line(moved, b))
    changed = revising.set_line(moved, c, Line(kind=LineKind.DASH, text="khác"))
    assert [r.text for r in changed.remarks] == ["về b", "chung"]
    assert "“a” có lẽ là “á” (Sai dấu.)." not in [
        r.text for r in revising.left_over(revising.accept_all(moved))
    ]


def test_the_campaign_made_of_a_reading_keeps_what_is_left(place):
    reading = Reading(
        content=ready_content(letterhead=Letterhead()),
        suspicions=(Suspicion(6, "hộ nghèo", "hộ nghẻo", "Vì."),),
        remarks=(Remark("Có số.", stays=False), Remark(f"{LIMIT}.", LINE)),
    )
    twin, kept = revising.dump(revising.begin(reading))
    draft = ImportDraftFactory(owner=place.officer, twin=twin, reading=kept)

    made = actions.create_from_import(draft.pk, by=place.officer, host_id=place.unit.pk)

    assert list(
        made.doubts.values_list("text", "line__position", "is_from_file", "status")
    ) == [
        (LIMIT, LINE, True, "open"),
        ("“hộ nghèo” có lẽ là “hộ nghẻo” (Vì.)", 6, True, "open"),
    ]


def test_readings_that_waited_through_the_change_keep_their_sentences(place):
    change = import_module("campaigns.migrations.0008_doubts_stay_with_the_draft")
    twin, kept = revising.dump(revising.begin(Reading(content=ready_content())))
    old = {key: value for key, value in kept.items() if key != "remarks"}
    old["warnings"] = ["Một.", "Hai."]
    draft = ImportDraftFactory(owner=place.officer, twin=twin, reading=old)

    with connection.cursor() as cursor:
        cursor.execute(change.WITH_LINES)
    draft.refresh_from_db()
    assert revising.load(draft).remarks == (Remark("Một."), Remark("Hai."))
    assert "warnings" not in draft.reading

    with connection.cursor() as cursor:
        cursor.execute(change.AS_PLAIN)
    draft.refresh_from_db()
    assert draft.reading == old


# ---- as long as the line is the same ----------------------------------------------------


def test_both_are_told_until_the_line_is_another(plan, place):
    assert told(plan) == [LIMIT, SCANNED]
    gap = next(gap for gap in looked(plan).gaps if gap.text == LIMIT)
    assert (gap.line, gap.section, gap.blocks) == (LINE, "muc-4", False)

    before = plan.lines.get(position=LINE).text
    change(plan, place)
    assert told(plan) == [SCANNED]
    change(plan, place, before)
    assert told(plan) == [LIMIT, SCANNED]


def test_a_line_that_was_removed_brings_its_remark_back(plan, place):
    row = plan.lines.get(position=LINE)

    kept = actions.remove_line(row.pk, by=place.officer)
    assert kept["remarks"] == [LIMIT]
    assert told(plan) == [SCANNED]
    back = actions.undo_remove(plan.pk, by=place.officer, **kept)

    assert told(plan) == [LIMIT, SCANNED]
    assert back.doubts.get().is_from_file
    plain = actions.remove_line(plan.lines.get(position=2).pk, by=place.officer)
    assert "remarks" not in plain


def test_a_moved_line_keeps_it(plan, place):
    actions.move_line(plan.lines.get(position=LINE).pk, by=place.officer, up=True)

    assert next(gap.line for gap in looked(plan).gaps if gap.text == LIMIT) == LINE - 1


def test_it_lies_in_the_trash_with_its_draft_and_goes_for_good(plan, place, settings):
    actions.discard_draft(plan.pk, by=place.officer)
    assert PlanDoubt.objects.count() == 2
    restored = actions.restore_draft(plan.campaign_id, by=place.officer)
    assert told(restored) == [LIMIT, SCANNED]

    actions.discard_draft(plan.pk, by=place.officer)
    Campaign.discarded.update(discarded_at="2020-01-01T00:00Z")
    Plan.discarded.update(discarded_at="2020-01-01T00:00Z")
    assert empty_trash() == 1
    assert not PlanDoubt.objects.exists()


# ---- looked at --------------------------------------------------------------------------


def test_settled_it_is_told_no_more(plan, place):
    row = settle(plan, place, LIMIT)

    assert told(plan) == [SCANNED]
    (settled,) = looked(plan).settled
    assert (settled.gap.text, settled.gap.line, settled.by) == (
        LIMIT,
        LINE,
        place.officer.full_name,
    )
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.subject_id, entry.detail) == (
        "plandoubt.settled",
        place.officer,
        row.pk,
        {"before": "open"},
    )
    again = actions.settle_doubt(plan.pk, by=place.officer, doubt=settled.key)
    assert again == row
    assert AuditEntry.objects.latest("pk") == entry


def test_brought_back_it_is_told_again(plan, place):
    settle(plan, place, LIMIT)
    (settled,) = looked(plan).settled

    actions.reopen_doubt(plan.pk, by=place.officer, doubt=settled.key)

    assert told(plan) == [LIMIT, SCANNED]
    assert AuditEntry.objects.latest("pk").action == "plandoubt.open"
    with pytest.raises(Refused, match="không còn trong danh sách nên xem lại"):
        actions.reopen_doubt(plan.pk, by=place.officer, doubt=settled.key)


def test_what_the_check_finds_can_be_settled_too_until_it_is_another(plan, place):
    change(plan, place, "Báo cáo kết quả trước ngày 20/12/2023 và")
    found = [gap.text for gap in looked(plan).gaps if gap.line == LINE]
    midway = "dòng dừng giữa câu: “Báo cáo kết quả trước ngày 20/12/2023 và”"
    assert midway in found

    row = settle(plan, place, midway)
    assert (row.is_from_file, row.line.position) == (False, LINE)
    assert midway not in [gap.text for gap in looked(plan).gaps]
    (settled,) = looked(plan).settled
    actions.reopen_doubt(plan.pk, by=place.officer, doubt=settled.key)
    assert [gap.text for gap in looked(plan).gaps].count(midway) == 1

    settle(plan, place, midway)
    change(plan, place)
    assert looked(plan).settled == []


def test_two_lines_with_the_same_fault_are_two(place):
    twice = Line(kind=LineKind.DASH, text="Phối hợp với")
    content = ready_content()
    plan = place.draft(ready_content(lines=(*content.lines, twice, twice)))
    text = "dòng dừng giữa câu: “Phối hợp với”"

    settle(plan, place, text)

    assert [gap.line for gap in looked(plan).gaps if gap.text == text] == [14]
    assert [item.gap.line for item in looked(plan).settled] == [13]


def test_what_blocks_is_not_looked_away_from(plan, place):
    actions.set_recipients(plan.pk, by=place.officer, texts=[])
    looks = looked(plan)
    assert {
        own for gap, own in zip(looks.gaps, looks.keys, strict=True) if gap.blocks
    } == {""}

    for doubt in ("", doubts.key("chưa có nơi nhận", None), "x"):
        with pytest.raises(Refused, match="không còn trong danh sách nên xem lại"):
            actions.settle_doubt(plan.pk, by=place.officer, doubt=doubt)


def test_who_may(plan, place):
    own = key_of(plan, LIMIT)
    strangers = [
        place.leader, place.clerk, place.reporter, place.administrator,
        other_ward().officer,
        place.person(Role.OFFICER, valid_to="2020-01-01", valid_from="2019-01-01"),
    ]  # fmt: skip

    for user in strangers:
        with pytest.raises(PermissionDenied):
            actions.settle_doubt(plan.pk, by=user, doubt=own)
        with pytest.raises(PermissionDenied):
            actions.reopen_doubt(plan.pk, by=user, doubt=own)
    assert told(plan) == [LIMIT, SCANNED]


def test_only_while_the_plan_is_written(plan, place):
    own = key_of(plan, LIMIT)
    Plan.objects.filter(pk=plan.pk).update(signer=place.signer)
    actions.submit_plan(plan.pk, by=place.officer)

    for act in (actions.settle_doubt, actions.reopen_doubt):
        with pytest.raises(Refused, match="không sửa được"):
            act(plan.pk, by=place.officer, doubt=own)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": "x"}, "doubt_status_is_known"),
        ({"text": ""}, "a_doubt_has_its_words"),
        ({"status": "settled"}, "settled_doubt_has_who_looked"),
        ({"text": SCANNED}, "one_doubt_of_a_line_in_these_words"),
    ],
)
def test_the_database_holds_it(plan, values, name):
    other = PlanDoubtFactory(plan=plan)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PlanDoubt.objects.filter(pk=other.pk).update(**values)


# ---- pages ------------------------------------------------------------------------------


def page_at(client, name, plan):
    answer = client.get(reverse(name, args=[plan.pk]))
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def looks_on(page):
    return texts(page, "//ul[contains(@class,'td-looks')]/li[@class='warn']/div[1]")


def test_the_check_page_tells_them_with_their_lines_and_a_button(client, plan, place):
    client.force_login(place.officer)

    page = page_at(client, "campaigns:plan-check", plan)

    assert looks_on(page)[-2:] == [LIMIT, SCANNED]
    links = page.xpath("//ul[contains(@class,'td-looks')]/li//a/@href")
    row = plan.lines.get(position=LINE)
    section = reverse("campaigns:plan-section", args=[plan.pk, "muc-4"])
    assert links[-2:] == [
        f"{section}?dong={row.pk}",
        reverse("campaigns:plan-section", args=[plan.pk, "thong-tin"]),
    ]
    (form,) = page.xpath(
        f"//form[.//input[@value='{key_of(plan, LIMIT)}']][contains(@action,'da-xem')]"
    )
    answer = client.post(form.get("action"), dict(form.form_values()))
    assert answer.headers["Location"] == (
        reverse("campaigns:plan-check", args=[plan.pk]) + "#nen-xem"
    )
    after = page_at(client, "campaigns:plan-check", plan)
    assert LIMIT not in looks_on(after)
    (done,) = texts(after, "//details//li[@class='ok']/div[1]")
    assert done.startswith(f"{LIMIT} {place.officer.full_name}, ")
    (back,) = after.xpath("//form[contains(@action,'xem-lai')]")
    client.post(back.get("action"), dict(back.form_values()))
    assert LIMIT in looks_on(page_at(client, "campaigns:plan-check", plan))


def test_when_all_was_looked_at_the_page_says_so(client, place):
    plan = place.draft()
    client.force_login(place.officer)
    for gap in looked(plan).gaps:
        settle(plan, place, gap.text)

    page = page_at(client, "campaigns:plan-check", plan)

    assert texts(page, "//p[@class='td-ok mb-0']")[0] == "Đã xem hết."


def test_a_key_that_is_none_is_refused_on_the_page(client, plan, place):
    client.force_login(place.officer)

    answer = client.post(
        reverse("campaigns:plan-settle", args=[plan.pk]), {"dieu": "x"}, follow=True
    )

    assert "Điều này không còn trong danh sách nên xem lại." in answer.content.decode()


def test_the_leader_reads_what_is_open_and_what_was_let_stand(client, plan, place):
    Plan.objects.filter(pk=plan.pk).update(signer=place.signer)
    settle(plan, place, LIMIT)
    actions.submit_plan(plan.pk, by=place.officer)
    client.force_login(place.leader)

    page = page_at(client, "campaigns:plan-review", plan)

    still = texts(page, "//section[@aria-labelledby='h-nen']//li[@class='warn']/div")
    assert still[-1] == SCANNED
    assert LIMIT not in still
    (done,) = texts(page, "//section[@aria-labelledby='h-nen']//details//li/div")
    assert done.startswith(f"{LIMIT} {place.officer.full_name}, ")


def test_the_editor_counts_them_on_their_page(client, plan, place):
    client.force_login(place.officer)
    address = reverse("campaigns:plan-section", args=[plan.pk, "muc-4"])

    page = html.fromstring(client.get(address).content.decode())

    assert f"Nên xem: {LIMIT}" in texts(page, "//*[@id='muc-tom-tat']//li")


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(client, django_assert_num_queries, place, count):
    _ = place.leader
    plan = actions.create_campaign_from_content(
        by=place.officer,
        host_id=place.unit.pk,
        content=ready_content(),
        remarks=[Remark(f"Điều {number}", number) for number in range(count)],
    )
    for number in range(count):
        settle(plan, place, f"Điều {number}")
    Plan.objects.filter(pk=plan.pk).update(signer=place.signer)
    client.force_login(place.officer)
    with django_assert_num_queries(CHECK):
        page = page_at(client, "campaigns:plan-check", plan)
    assert len(page.xpath("//details//li[@class='ok']")) == count
    actions.submit_plan(plan.pk, by=place.officer)
    client.force_login(place.leader)
    with django_assert_num_queries(REVIEW):
        page = page_at(client, "campaigns:plan-review", plan)
    assert len(page.xpath("//details//li[@class='ok']")) == count


CHECK, REVIEW = 25, 28


def test_the_reading_leads_to_the_lines_that_it_speaks_of(client, place):
    reading = Reading(
        content=ready_content(), remarks=(Remark(f"{LIMIT}.", LINE), Remark(SCANNED))
    )
    twin, kept = revising.dump(revising.begin(reading))
    draft = ImportDraftFactory(owner=place.officer, twin=twin, reading=kept)
    client.force_login(place.officer)

    page = page_at(client, "campaigns:import-review", draft)

    items = page.xpath("//section[@aria-labelledby='h-luu-y']//li")
    assert [item.xpath("./a/@href") for item in items] == [[f"#l{LINE + 1}"], []]
    assert page.xpath(f"//*[@id='l{LINE + 1}']")
    assert ImportDraft.objects.filter(pk=draft.pk).exists()
