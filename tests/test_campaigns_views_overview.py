"""Trang phong trào: the checklist before launch, the facts, the book."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.content import (
    AssignmentNote,
    DeadlineNote,
    Line,
    PhaseNote,
    PlanContent,
    RegistrationNote,
)
from campaigns.fingerprint import fingerprint
from campaigns.models import Plan
from campaigns.outline import LineKind
from campaigns.views.desk import Desk
from campaigns.views.shared import campaign_url
from tests.desk_forms import texts, words_of
from tests.drawn import drawn
from tests.factories import MilestoneFactory, ready_content, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def office(client, place):
    client.force_login(place.officer)
    return client


def page_at(client, address):
    return html.fromstring(client.get(address).content.decode())


def issue(plan, place):
    """As the signing room reports it."""
    drawn(actions.submit_plan(plan.pk, by=place.officer))
    actions.approve_plan(plan.pk, by=place.leader)
    actions.record_signature(plan.pk, by=place.leader)
    actions.record_issue(plan.pk, by=place.clerk, number=5, issued_on=date(2023, 7, 28))


def test_before_launch_what_is_done_and_what_is_missing(
    office, place, plan, monkeypatch
):
    monkeypatch.setattr("campaigns.readiness.localdate", lambda: date(2023, 7, 1))
    Plan.objects.filter(pk=plan.pk).update(place="")

    page = page_at(office, campaign_url(plan.campaign))

    assert texts(page, "//ol[@class='td-steps']/li/span") == [
        "Soạn xong kế hoạch, đang ở bước này",
        "Trình lãnh đạo duyệt, chưa tới",
        "Lãnh đạo duyệt và ký, chưa tới",
        "Văn thư cấp số, đóng dấu, ban hành, chưa tới",
    ]
    (link,) = page.xpath("//*[contains(@class,'td-launch')]//li/div/a")
    assert (link.text, link.get("href")) == (
        "Chưa ghi địa danh",
        f"{Desk(plan).url('thong-tin')}#id_kh-place",
    )
    assert texts(page, "//div[@class='td-actions']/a") == [
        "Kiểm tra, trình duyệt",
        "Soạn kế hoạch",
    ]


@pytest.mark.parametrize(
    ("status", "done"), [("submitted", 2), ("approved", 2), ("signed", 3)]
)
def test_steps_on_the_way(office, place, plan, status, done):
    actions.submit_plan(plan.pk, by=place.officer)
    if status != "submitted":
        drawn(plan)
        actions.approve_plan(plan.pk, by=place.leader)
    if status == "signed":
        actions.record_signature(plan.pk, by=place.leader)

    page = page_at(office, campaign_url(plan.campaign))

    assert len(page.xpath("//ol[@class='td-steps']/li[@class='done']")) == done


def test_facts_read_from_the_notes(office, plan):
    MilestoneFactory(
        target=plan.lines.get(text__startswith="Tỷ lệ").target_notes.get(),
        label="6 tháng", value="0.5", due_on=date(2023, 6, 30),
    )  # fmt: skip

    page = page_at(office, campaign_url(plan.campaign))

    assert texts(page, "//*[contains(@class,'td-facts')]/div") == [
        "Thời gian thi đua137 ngày01/08/2023 – 15/12/2023",
        "Chỉ tiêu11 có con số",
        "Đơn vị được giao việc12 nhiệm vụ",
        "Việc có thời hạn21 yêu cầu đăng ký",
    ]
    (targets,) = page.xpath("//section[@aria-labelledby='h-ct']")
    assert texts(targets, ".//tbody//th | .//tbody//td") == [
        "Tỷ lệ hộ nghèo6 tháng: 0,5% đến 30/06/2023",
        "không quá 0,39%",
        "31/12/2023",
        "—",
    ]
    (assigned,) = page.xpath("//section[@aria-labelledby='h-pc']")
    assert texts(assigned, ".//summary/span[1]") == ["Các tổ dân phố"]
    assert texts(assigned, ".//details//li") == [
        "Đăng ký ít nhất 01 mô hình, chậm nhất đến ngày 15/8/2023.",
        "Báo cáo kết quả trước ngày 20/12/2023.",
    ]
    (due,) = page.xpath("//section[@aria-labelledby='h-han']")
    assert texts(due, ".//*[@class='td-ms__t']") == [
        "Đăng ký mô hình",
        "Báo cáo kết quả",
    ]
    assert texts(page, "//section[@aria-labelledby='h-kt']//li") == [
        "Giấy khen của Chủ tịch UBND phường"
    ]
    assert texts(page, "//section[@aria-labelledby='h-dt']//li") == [
        "05 tổ dân phố (tập thể)"
    ]


DAY = date(2024, 8, 15)


def dues(client, plan):
    page = page_at(client, campaign_url(plan.campaign))
    (box,) = page.xpath("//section[@aria-labelledby='h-han']")
    shown = list(
        zip(
            texts(box, ".//*[@class='td-ms__t']"),
            texts(box, ".//*[@class='td-ms__s']"),
            strict=True,
        )
    )
    (fact,) = page.xpath("//*[@class='td-facts__l'][.='Việc có thời hạn']")
    assert fact.getnext().text == str(len(shown))
    return shown, texts(box, ".//*[@class='td-bloc']/i")


def test_dues_stand_in_one_list_by_their_day(office, place):
    """What a sentence asks to register by a day is not told a second time as a duty."""
    plan = place.draft(
        PlanContent(
            title="Thi đua",
            lines=tuple(
                Line(kind=LineKind.DASH, text=text)
                for text in ("Đăng ký trước 15/8.", "Sơ kết.", "Mở đầu.", "Ghi tên.")
            ),
            registrations=(
                RegistrationNote(line=3, what="công trình", minimum=2),
                RegistrationNote(line=0, what="mô hình", minimum=1, deadline=DAY),
            ),
            deadlines=(
                DeadlineNote(line=1, text="Sơ kết", due_on=date(2024, 12, 1)),
                DeadlineNote(line=0, text="Gửi đăng ký", due_on=DAY),
                DeadlineNote(line=2, text="Ra quân", due_on=date(2024, 2, 3)),
                DeadlineNote(line=2, text="Họp", due_on=None),
            ),
        )
    )

    assert dues(office, plan) == (
        [
            ("Ra quân", "03/02/2024"),
            ("Đăng ký mô hình", "mỗi đơn vị ít nhất 1 · 15/08/2024"),
            ("Sơ kết", "01/12/2024"),
            ("Đăng ký công trình", "mỗi đơn vị ít nhất 2 · chưa ghi hạn"),
        ],
        ["2/2024", "8/2024", "12/2024"],
    )


@pytest.mark.parametrize(
    ("line", "words", "told"),
    [
        (2, "Ban hành kế hoạch chi tiết của đợt 1", True),
        (1, "Ban hành kế hoạch chi tiết", True),
        (2, "Ban hành kế hoạch chi tiết", False),
        (2, "Ban hành kế hoạch chi tiết của đợt 2", False),
        (1, "Ban hành kế hoạch chi tiết của đợt 2", False),
        (2, "Ban hành kế hoạch chi tiết của đợt 10", False),
        (1, "Họp xét đợt 1", False),
    ],
)
def test_a_duty_tells_the_detailed_plan_of_its_own_phase_only(
    office, place, line, words, told
):
    plan = place.draft(
        PlanContent(
            title="Thi đua",
            lines=(
                Line(kind=LineKind.ITEM, text="Đợt 1"),
                Line(kind=LineKind.DASH, text="Ý của đợt 1"),
                Line(kind=LineKind.ITEM, text="Đợt 2"),
            ),
            phases=(
                PhaseNote(line=0, name="Đợt 1", plan_due_on=DAY),
                PhaseNote(line=2, name="Đợt 2"),
            ),
            deadlines=(DeadlineNote(line=line, text=words, due_on=DAY),),
        )
    )

    own = [] if told else ["Ban hành kế hoạch chi tiết của Đợt 1"]
    assert sorted(text for text, _ in dues(office, plan)[0]) == sorted([*own, words])


def test_a_unit_with_two_tasks_is_one_unit(office, place):
    content = ready_content()
    again = (
        Line(kind=LineKind.ITEM, text="CÁC TỔ DÂN PHỐ"),
        Line(kind=LineKind.DASH, text="Treo pa nô, khẩu hiệu."),
        Line(kind=LineKind.ITEM, text="Văn phòng"),
    )
    last = len(content.lines)
    notes = (
        AssignmentNote(line=last, unit="CÁC TỔ DÂN PHỐ"),
        AssignmentNote(line=last + 2, unit="Văn phòng"),
    )
    plan = place.draft(
        ready_content(
            lines=content.lines + again, assignments=content.assignments + notes
        )
    )

    page = page_at(office, campaign_url(plan.campaign))

    assert "Đơn vị được giao việc23 nhiệm vụ" in texts(
        page, "//*[contains(@class,'td-facts')]/div"
    )
    (assigned,) = page.xpath("//section[@aria-labelledby='h-pc']")
    assert texts(assigned, ".//h2/following-sibling::*") == ["2 đơn vị"]
    assert texts(assigned, ".//details//li")[-1] == "Treo pa nô, khẩu hiệu."
    assert texts(assigned, ".//*[@class='td-assigned__one']") == ["Văn phòng"]


def test_the_closing_words_are_nobodys_duty(office, place):
    content = ready_content()
    closing = Line(kind=LineKind.PARAGRAPH, text="Trên đây là Kế hoạch đợt thi đua.")
    plan = place.draft(ready_content(lines=(*content.lines, closing)))

    page = page_at(office, campaign_url(plan.campaign))

    assert "Đơn vị được giao việc12 nhiệm vụ" in texts(
        page, "//*[contains(@class,'td-facts')]/div"
    )


def test_the_timeline_says_in_words_what_it_draws(office, plan):
    page = page_at(office, campaign_url(plan.campaign))

    (drawing,) = page.xpath("//*[@role='img'][contains(@class,'td-timeline')]")
    assert texts(drawing, "./desc") == ["Đợt 1: 01/08/2023 – 30/09/2023."]
    assert [float(x) for x in drawing.xpath("./rect/@width")] == [860.0]
    assert page.xpath("//*[contains(@class,'td-phases--both')]") == []
    assert texts(page, "//ol[contains(@class,'td-phases__list')]/li") == [
        "Đợt 1 · đã qua01/08/2023 – 30/09/2023"
    ]


def test_a_short_phase_keeps_its_words_beside_the_drawing(office, place):
    """Cut off in its bar they would not be read."""
    days = (
        (date(2023, 1, 1), date(2023, 12, 1)),
        (date(2023, 12, 5), DAY.replace(2023, 12)),
    )
    plan = place.draft(
        PlanContent(
            title="Thi đua",
            lines=(Line(kind=LineKind.DASH, text="Các đợt"),),
            phases=tuple(
                PhaseNote(line=0, name=f"Đợt {i}", starts_on=start, ends_on=end)
                for i, (start, end) in enumerate(days)
            ),
        )
    )

    page = page_at(office, campaign_url(plan.campaign))

    assert page.xpath("//*[contains(@class,'td-phases--both')]")
    (drawing,) = page.xpath("//*[@role='img'][contains(@class,'td-timeline')]")
    assert texts(drawing, ".//text[@class='t']") == ["Đợt 0"]


def test_a_plan_that_says_nothing_yet(office, place):
    plan = actions.create_campaign(
        by=place.officer, host_id=place.unit.pk, name="Trống"
    )

    said = words_of(office.get(campaign_url(plan.campaign)))

    assert "Kế hoạch chưa có dòng nào được ghi chú là chỉ tiêu." in said
    assert "Kế hoạch chưa giao nhiệm vụ cho đơn vị nào." in said


def test_papers_come_from_their_own_room(office, plan):
    page = page_at(office, campaign_url(plan.campaign))

    papers = reverse("reports:of-campaign", args=[plan.campaign_id])
    assert page.xpath("//*[@hx-get][@hx-trigger='load']/@hx-get") == [papers]
    assert page.xpath(f"//*[@hx-get]/a[@href='{papers}']")


def test_after_issue_the_checklist_is_gone(office, place, plan):
    issue(plan, place)

    page = page_at(office, campaign_url(plan.campaign))

    assert page.xpath("//*[contains(@class,'td-launch')]") == []
    assert texts(page, "//ul[@class='td-meta']/li") == [
        "Kế hoạch 05/KH-UBND ngày 28/07/2023",
        "01/08/2023 – 15/12/2023",
        str(place.unit),
    ]
    assert texts(
        page, "//*[contains(@class,'td-head')]//*[contains(@class,'td-tag ')]"
    ) == ["Đã kết thúc"]
    assert texts(page, "//div[@class='td-actions']/a") == [
        "Dùng lại kế hoạch", "Giữ làm mẫu", "Sửa đổi, thu hồi",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(office, django_assert_num_queries, place, count):
    content = ready_content()
    plan = place.draft(
        ready_content(
            targets=content.targets * count, assignments=content.assignments * count
        )
    )
    address = campaign_url(plan.campaign)

    # user, roles, paths of own units, campaign, plan, lines, nine kinds of note and
    # milestones, recipients, what was found odd, the register of law; shell: memberships
    with django_assert_num_queries(20):
        response = office.get(address)

    assert response.content.decode().count("không quá 0,39%") == count


def test_the_short_address_leads_to_the_long_one(office, plan):
    answer = office.get(f"/phong-trao/{plan.campaign_id}/")

    assert answer.headers["Location"] == (
        f"/phong-trao/{plan.campaign_id}-phat-dong-dot-thi-dua-mau-nam-2023/"
    )
    other = f"/phong-trao/{plan.campaign_id}-ten-cu/"
    assert office.get(other).status_code == 200


def test_a_name_without_letters_has_an_address_too(office, place):
    plan = actions.create_campaign(by=place.officer, host_id=place.unit.pk, name="!!!")

    assert campaign_url(plan.campaign) == f"/phong-trao/{plan.campaign_id}-phong-trao/"


# ---- the book --------------------------------------------------------------------------------


def events(client, plan):
    page = page_at(client, campaign_url(plan.campaign, "campaign-history"))
    return [
        " ".join(texts(item, "./div/b | ./div/span[@class='td-events__d']"))
        for item in page.xpath("//ul[contains(@class,'td-events')]/li")
    ]


def test_the_book_in_words(office, place, plan):
    row = plan.lines.get(text__startswith="Tập thể")
    edit = LineEdit(pk=row.pk, kind=row.kind, text="Lời mới", seen=fingerprint(row))
    actions.save_lines(plan.pk, by=place.officer, edits=[edit])
    note = actions.add_note(row.pk, "khen-thuong", by=place.officer, name="Cờ")
    actions.edit_note(note.pk, "khen-thuong", by=place.officer, name="Bằng khen")
    actions.remove_note(note.pk, "khen-thuong", by=place.officer)
    actions.remove_line(row.pk, by=place.officer)
    actions.edit_plan(
        plan.pk, by=place.officer, symbol="KH-UBND-VX", place=place.unit.place.upper()
    )
    actions.set_recipients(plan.pk, by=place.officer, texts=["Lưu: VT, VP"])
    issue(plan, place)

    assert events(office, plan) == [
        "Phát động phong trào",
        "Lập khung theo dõi từ kế hoạch",
        "Lập chỉ tiêu theo dõi “Tỷ lệ hộ nghèo”",
        "Lập kỳ báo cáo “Báo cáo đến 20/12/2023”",
        "Ban hành",
        "Sửa thông tin văn bản số, ngày ban hành",
        "Ghi nhận đã ký",
        "Duyệt kế hoạch",
        "Trình duyệt",
        "Sửa nơi nhận",
        "Sửa thông tin văn bản ký hiệu, địa danh",
        "Xóa dòng “Lời mới”",
        "Bỏ hình thức khen thưởng",
        "Sửa hình thức khen thưởng tên",
        "Thêm hình thức khen thưởng",
        "Sửa dòng “Lời mới”",
        "Tạo kế hoạch",
        "Lập phong trào",
    ]


def test_the_book_of_another_campaign_is_another(office, place, plan):
    other = place.draft()
    actions.edit_plan(other.pk, by=place.officer, place="Nơi khác")

    assert events(office, plan) == ["Tạo kế hoạch", "Lập phong trào"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_books_query_count(office, django_assert_num_queries, place, plan, count):
    for n in range(count):
        actions.edit_plan(plan.pk, by=place.officer, place=f"Nơi {n}")
    address = campaign_url(plan.campaign, "campaign-history")

    # user, roles, paths of own units, campaign, plan, plans, count, entries; memberships
    with django_assert_num_queries(9):
        office.get(address)
