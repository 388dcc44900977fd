"""Ghi chú trong trang soạn: opened, filled, kept open with what is wrong, removed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.models import (
    NOTE_MODELS,
    Assignment,
    Citation,
    Milestone,
    Period,
    PlanLine,
    Subject,
    Target,
)
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import MilestoneFactory, Role, UnitFactory, ward
from tests.test_campaigns_views_lines import focus

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


def line(plan, start) -> PlanLine:
    return plan.lines.get(text__startswith=start)


def form_on(office, plan, row) -> PageForm:
    desk = Desk(plan)
    return PageForm(office, desk.url(desk.page_of(row.pk).slug))


def open_note(office, plan, kind, row, **typed) -> PageForm:
    """The page after "+ Ghi chú" was pressed on a line."""
    form = form_on(office, plan, row)
    answer = form.send(f"ghi-chu:{kind}:{row.pk}", **typed)
    assert focus(answer) == {"dong": [str(row.pk)], "ghi-chu": [f"{kind}:{row.pk}"]}
    return form.read(office.get(answer.headers["Location"]))


# One line and what its words suggest, for each kind of note.
SUGGESTED = [
    (
        "can-cu",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 05/3/2023 của Ủy ban nhân dân thành phố;",
        {
            "n-text": "Kế hoạch số 12/KH-UBND ngày 05/3/2023 của Ủy ban nhân dân thành phố",
            "n-number": "12/KH-UBND",
            "n-issued_on": "05/03/2023",
        },
    ),
    (
        "thoi-gian",
        "Từ ngày 01 tháng 8 năm 2023 đến hết ngày 15 tháng 12 năm 2023.",
        {"n-starts_on": "01/08/2023", "n-ends_on": "15/12/2023"},
    ),
    (
        "dot",
        "Đợt 2: từ ngày 01/10/2023 đến ngày 15/12/2023.",
        {"n-name": "Đợt 2", "n-starts_on": "01/10/2023", "n-ends_on": "15/12/2023"},
    ),
    (
        "chi-tieu",
        "Thi đua sôi nổi. Giảm ít nhất 30% thời hạn giải quyết trước ngày 31/12/2023.",
        {
            "n-name": "Giảm ít nhất 30% thời hạn giải quyết trước ngày 31/12/2023",
            "n-value": "30",
            "n-unit": "%",
            "n-comparator": ">=",
            "n-direction": "down",
            "n-deadline": "31/12/2023",
        },
    ),
    (
        "chi-tieu",
        "Hoàn thành 1-2 công trình.",
        {
            "n-value": "1",
            "n-value_max": "2",
            "n-unit": "công trình",
            "n-comparator": "range",
        },
    ),
    (
        "chi-tieu",
        "Không quá 05 điểm tồn đọng rác.",
        {"n-value": "5", "n-unit": "điểm", "n-comparator": "<="},
    ),
    (
        "nhiem-vu",
        "Giao Văn phòng HĐND và UBND chủ trì theo dõi.",
        {"n-unit_name": "Văn phòng HĐND và UBND"},
    ),
    (
        "dang-ky",
        "Đăng ký ít nhất 02 công trình, chậm nhất ngày 15/8/2023.",
        {"n-what": "công trình", "n-minimum": "2", "n-deadline": "15/08/2023"},
    ),
    (
        "thoi-han",
        "Báo cáo kết quả trước ngày 20/12/2023.",
        {
            "n-text": "Báo cáo kết quả trước ngày 20/12/2023",
            "n-due_on": "20/12/2023",
        },
    ),
    ("khen-thuong", "Giấy khen của Chủ tịch.", {"n-name": "Giấy khen của Chủ tịch"}),
    (
        "doi-tuong",
        "Cá nhân: cán bộ, công chức.",
        {"n-side": "individual", "n-name": "cán bộ, công chức"},
    ),
]


@pytest.mark.parametrize(("kind", "text", "suggested"), SUGGESTED)
def test_a_new_note_is_filled_from_the_words_as_typed(
    office, plan, kind, text, suggested
):
    row = line(plan, "Từ ngày")

    form = open_note(office, plan, kind, row, **{f"l{row.pk}__text": text})

    shown = {name: form.fields[name] for name in suggested}
    assert shown == suggested


def test_every_kind_is_offered_on_every_line(office, plan):
    page = form_on(office, plan, line(plan, "Tập thể")).page

    offered = page.xpath(
        f"//li[@id='l{line(plan, 'Tập thể').pk}']//button[starts-with(@value,'ghi-chu:')]"
    )
    assert [button.get("value").split(":")[1] for button in offered] == [*NOTE_MODELS]


def test_save_a_new_note(office, plan):
    row = line(plan, "Đăng ký ít nhất")
    form = open_note(office, plan, "thoi-han", row)

    answer = form.send("luu-ghi-chu", n__text="Đăng ký mô hình", n__due_on="15-8-2023")

    assert focus(answer) == {"dong": [str(row.pk)]}
    note = row.deadline_notes.get()
    assert (note.text, note.due_on) == ("Đăng ký mô hình", date(2023, 8, 15))
    page = PageForm(office, answer.headers["Location"]).page
    assert texts(page, f"//li[@id='l{row.pk}']//*[contains(@class,'td-annot')]") == [
        "Yêu cầu đăng ký ít nhất 01 mô hình · hạn 15/08/2023, sửa",
        "Thời hạn hạn 15/08/2023 · Đăng ký mô hình, sửa",
    ]


def test_what_is_wrong_stays_open_as_typed(office, plan):
    row = line(plan, "Tập thể")
    form = open_note(office, plan, "dot", row)

    answer = form.send(
        "luu-ghi-chu", n__name="Đợt 1", n__starts_on="32/13/2023",
        **{f"l{row.pk}__text": "Chữ vẫn được lưu"},
    )  # fmt: skip

    assert answer.status_code == 422
    form.read(answer)
    assert form.fields["n-starts_on"] == "32/13/2023"
    assert "Không có ngày 32/13/2023." in words_of(answer)
    assert form.page.xpath("//*[@class='td-errsum']//a/@href") == ["#id_n-starts_on"]
    row.refresh_from_db()
    assert row.text == "Chữ vẫn được lưu"
    assert row.phase_notes.count() == 0


def test_the_database_rule_is_told_in_the_form(office, plan):
    row = line(plan, "Tập thể")
    form = open_note(office, plan, "dot", row)

    answer = form.send(
        "luu-ghi-chu", n__name="Đợt 1", n__starts_on="15/12/2023",
        n__ends_on="01/08/2023",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Ngày kết thúc đợt không được trước ngày bắt đầu." in words_of(answer)


@pytest.mark.parametrize("act", ["luu", "luu-tiep", "kiem-tra", "len:{}"])
def test_an_open_note_is_kept_whatever_is_pressed(office, plan, act):
    row = line(plan, "Từ ngày")
    form = open_note(office, plan, "khen-thuong", row)

    form.send(act.format(row.pk), n__name="Cờ thi đua")

    assert row.awardform_notes.get().name == "Cờ thi đua"


def test_a_note_that_nobody_touched_is_not_made_by_another_button(office, plan):
    row = line(plan, "Từ ngày")
    form = open_note(office, plan, "khen-thuong", row)

    form.send(f"len:{row.pk}")

    assert row.awardform_notes.count() == 0


def test_a_wrong_note_holds_other_buttons_back(office, plan):
    row = line(plan, "Từ ngày")
    form = open_note(office, plan, "khen-thuong", row)

    answer = form.send(f"len:{row.pk}", n__name="")

    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.position == 3


def test_close_without_saving(office, plan):
    row = line(plan, "Tập thể")
    form = open_note(office, plan, "khen-thuong", row)

    answer = form.send("dong-ghi-chu", n__name="Không lưu")

    assert focus(answer) == {"dong": [str(row.pk)]}
    assert row.awardform_notes.count() == 0


def test_autosave_leaves_the_open_note_alone(office, plan):
    row = line(plan, "Tập thể")
    form = open_note(office, plan, "khen-thuong", row)

    answer = form.send("tu-luu", htmx=True, n__name="")

    assert answer.status_code == 200
    assert row.awardform_notes.count() == 0


def open_stored(office, plan, kind, note) -> PageForm:
    form = form_on(office, plan, note.line)
    answer = form.send(f"sua-ghi-chu:{kind}:{note.pk}")
    assert focus(answer) == {
        "dong": [str(note.line_id)],
        "sua": [f"{kind}:{note.pk}"],
    }
    return form.read(office.get(answer.headers["Location"]))


def test_edit_a_note(office, plan):
    note = Period.objects.get()
    form = open_stored(office, plan, "thoi-gian", note)
    assert form.fields["n-starts_on"] == "01/08/2023"

    form.send("luu-ghi-chu", n__ends_on="20/12/2023")

    note.refresh_from_db()
    assert (note.starts_on, note.ends_on) == (date(2023, 8, 1), date(2023, 12, 20))
    plan.campaign.refresh_from_db()
    assert plan.campaign.ends_on == date(2023, 12, 20)


def test_remove_a_note(office, plan):
    note = Subject.objects.get()
    form = open_stored(office, plan, "doi-tuong", note)

    answer = form.send(f"bo-ghi-chu:doi-tuong:{note.pk}")

    assert focus(answer) == {"dong": [str(note.line_id)]}
    assert Subject.objects.count() == 0


@pytest.mark.parametrize("act", ["sua-ghi-chu", "bo-ghi-chu"])
@pytest.mark.parametrize("what", ["chi-tieu:999999", "khong-co:1", "chi-tieu:", ""])
def test_a_note_that_is_gone(office, plan, act, what):
    answer = form_on(office, plan, line(plan, "Tập thể")).send(f"{act}:{what}")

    assert answer.status_code == 422
    assert "Ghi chú này đã bị bỏ trong lúc anh/chị soạn." in words_of(answer)


def test_a_note_of_another_plan_cannot_be_reached(office, place, plan):
    theirs = Target.objects.exclude(line__plan=plan)
    place.draft()
    note = theirs.get()

    form_on(office, plan, line(plan, "Tập thể")).send(f"bo-ghi-chu:chi-tieu:{note.pk}")

    assert theirs.get() == note


# ---- two people -------------------------------------------------------------------------


def test_a_field_changed_by_a_colleague_is_told_and_the_second_save_wins(
    office, place, plan
):
    note = Period.objects.get()
    form = open_stored(office, plan, "thoi-gian", note)
    colleague = place.person(Role.OFFICER)
    actions.edit_note(note.pk, "thoi-gian", by=colleague, ends_on=date(2024, 1, 8))

    answer = form.send("luu-ghi-chu", n__ends_on="20/12/2023")

    assert answer.status_code == 422
    assert f"{colleague} đã ghi 08/01/2024." in words_of(answer)
    assert form.read(answer).fields["n-ends_on"] == "20/12/2023"
    note.refresh_from_db()
    assert note.ends_on == date(2024, 1, 8)

    form.send("luu-ghi-chu")

    note.refresh_from_db()
    assert note.ends_on == date(2023, 12, 20)


def test_ones_own_second_window_is_not_called_a_colleague(office, place, plan):
    note = Period.objects.get()
    form = open_stored(office, plan, "thoi-gian", note)
    actions.edit_note(note.pk, "thoi-gian", by=place.officer, ends_on=date(2024, 1, 8))

    answer = form.send("luu-ghi-chu", n__ends_on="20/12/2023")

    assert "Ở một thẻ khác, anh/chị đã ghi 08/01/2024." in words_of(answer)


def test_a_colleagues_other_field_stays(office, place, plan):
    note = Period.objects.get()
    form = open_stored(office, plan, "thoi-gian", note)
    colleague = place.person(Role.OFFICER)
    actions.edit_note(note.pk, "thoi-gian", by=colleague, starts_on=date(2023, 7, 1))

    form.send("luu-ghi-chu", n__ends_on="20/12/2023")

    note.refresh_from_db()
    assert (note.starts_on, note.ends_on) == (date(2023, 7, 1), date(2023, 12, 20))


def test_a_note_removed_while_it_was_open_comes_back_with_what_was_typed(
    office, place, plan
):
    note = Period.objects.get()
    form = open_stored(office, plan, "thoi-gian", note)
    actions.remove_note(note.pk, "thoi-gian", by=place.person(Role.OFFICER))

    form.send("luu-ghi-chu", n__ends_on="20/12/2023")

    assert Period.objects.get().ends_on == date(2023, 12, 20)


# ---- targets and units -------------------------------------------------------------------


def test_milestones_are_added_and_dropped_without_losing_what_was_typed(office, plan):
    note = Target.objects.get()
    MilestoneFactory(target=note, label="6 tháng", value=Decimal("0.5"))
    form = open_stored(office, plan, "chi-tieu", note)
    assert form.fields["m-0-value"] == "0,5"

    answer = form.send("them-moc", n__name="Tên mới", m__0__label="6 tháng đầu năm")

    assert answer.status_code == 200
    form.read(answer)
    assert (form.fields["n-name"], form.fields["m-0-label"]) == (
        "Tên mới",
        "6 tháng đầu năm",
    )
    answer = form.send(
        "them-moc", m__1__label="10 tháng", m__1__value="0,4", m__1__due_on="31/10/2023"
    )
    form.read(answer)
    assert form.fields["m-TOTAL_FORMS"] == "3"
    form.read(form.send("bo-moc:0"))
    assert form.fields["m-0-label"] == "10 tháng"

    form.send("luu-ghi-chu")

    note.refresh_from_db()
    assert note.name == "Tên mới"
    assert list(Milestone.objects.values_list("label", "value", "due_on")) == [
        ("10 tháng", Decimal("0.4"), date(2023, 10, 31))
    ]


def test_a_milestone_without_a_figure_is_told(office, plan):
    form = open_stored(office, plan, "chi-tieu", Target.objects.get())
    form.read(form.send("them-moc"))

    answer = form.send("luu-ghi-chu", m__0__label="6 tháng", m__0__value="nhiều")

    assert answer.status_code == 422
    assert "Mức phải đạt phải là một số" in words_of(answer)


def test_a_range_upside_down_is_refused(office, plan):
    form = open_stored(office, plan, "chi-tieu", Target.objects.get())

    answer = form.send("luu-ghi-chu", n__value="5", n__value_max="3")

    assert "Giá trị cuối của khoảng phải lớn hơn giá trị đầu." in words_of(answer)


def test_an_assignment_names_a_unit_of_the_authority(office, place, plan):
    below = UnitFactory(parent=place.unit, quiet=True, short_name="Tổ dân phố 1")
    UnitFactory(short_name="Nơi khác")
    form = open_stored(office, plan, "nhiem-vu", Assignment.objects.get())

    assert texts(form.page, "//select[@name='n-unit']/option") == [
        "Không chọn",
        str(place.unit),
        "Tổ dân phố 1",
    ]
    form.send("luu-ghi-chu", n__unit=str(below.pk))

    assert Assignment.objects.get().unit == below


def test_a_citation_may_be_the_superior_plan(office, plan):
    note = Citation.objects.get()
    form = open_stored(office, plan, "can-cu", note)

    fields = form.fields
    del fields["n-is_superior_plan"]
    form.send("luu-ghi-chu", n__issuer="Ủy ban nhân dân thành phố")

    note.refresh_from_db()
    assert (note.is_superior_plan, note.issuer) == (False, "Ủy ban nhân dân thành phố")


def test_a_closed_plan_refuses(office, place, plan):
    row = line(plan, "Tập thể")
    form = form_on(office, plan, row)
    actions.submit_plan(plan.pk, by=place.officer)

    answer = form.send(f"ghi-chu:dot:{row.pk}", **{f"l{row.pk}__text": "Muộn rồi"})

    assert answer.status_code == 422
    assert "Kế hoạch đang ở trạng thái “Chờ duyệt” nên không sửa được." in words_of(
        answer
    )
    assert form.read(answer).fields[f"l{row.pk}-text"] == "Muộn rồi"
    assert reverse("campaigns:plan-check", args=[plan.pk]) in answer.content.decode()
