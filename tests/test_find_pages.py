"""Tìm và thay: the page, what it writes, what it leaves alone, and its one undo."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.content import Line, PlanContent
from campaigns.fingerprint import fingerprint
from campaigns.models import PlanLine
from campaigns.outline import LineKind
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm
from tests.factories import Role, ready_content, ward
from tests.paper_files import words as words_of
from units import audit

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


def url(plan):
    return reverse("campaigns:plan-find", args=[plan.pk])


def line(plan, start) -> PlanLine:
    return plan.lines.get(text__startswith=start)


def texts(plan) -> list[str]:
    return list(plan.lines.order_by("position").values_list("text", flat=True))


class Page:
    """The page as a browser sends it back."""

    def __init__(self, client, plan, **query):
        self.client, self.plan = client, plan
        self.response = client.get(url(plan), query)
        self.page = html.fromstring(self.response.content)
        form = self.page.xpath("//form[@method='post'][contains(@class,'td-find')]")
        self.fields = {}
        for field in form[0].xpath(".//input") if form else []:
            if field.get("type") != "checkbox":
                self.fields[field.get("name")] = field.get("value")
        self.boxes = self.page.xpath("//input[@name='chon'][@checked]/@value")

    def press(self, act="thay", boxes=None):
        chosen = self.boxes if boxes is None else boxes
        data = self.fields | {"chon": chosen, "act": act}
        return self.client.post(url(self.plan), data, follow=True)


def test_every_place_is_shown_with_its_words_around(office, plan):
    page = Page(office, plan, tim="TỔ DÂN PHỐ", thay="khu phố")

    found = [
        " ".join(item.text_content().split())
        for item in page.page.xpath("//li[contains(@class,'td-find__i')]//label")
    ]
    assert found == [
        "Tập thể: 05 bỏ: tổ dân phốthay: khu phố.",
        "Các bỏ: tổ dân phốthay: khu phố",
        "Các bỏ: tổ dân phốthay: khu phố",
    ]
    heads = page.page.xpath("//h3/text()")
    assert heads == ["I. ĐỐI TƯỢNG, THỜI GIAN", "IV. TỔ CHỨC THỰC HIỆN", "Nơi nhận"]
    assert "3 chỗ" in words_of(page.response)


def test_all_chosen_places_are_replaced_and_one_undo_brings_them_back(
    office, plan, place
):
    before = texts(plan)
    told = Page(office, plan, tim="tổ dân phố", thay="khu phố").press()

    assert "Đã thay 3 chỗ “tổ dân phố” bằng “khu phố”, ở 2 dòng, nơi nhận." in words_of(
        told
    )
    changed = {
        old: new for old, new in zip(before, texts(plan), strict=True) if old != new
    }
    assert changed == {
        "Tập thể: 05 tổ dân phố.": "Tập thể: 05 khu phố.",
        "Các tổ dân phố": "Các khu phố",
    }
    entry = audit.history(line(plan, "Tập thể")).first()
    assert (entry.action, entry.actor) == ("planline.amended", place.officer)

    office.post(url(plan), {"act": "hoan-tac"})
    assert texts(plan) == before
    again = office.post(url(plan), {"act": "hoan-tac"}, follow=True)
    assert "Không còn lần thay nào để hoàn tác." in words_of(again)


def test_the_note_of_a_line_follows(office, plan):
    Page(office, plan, tim="tổ dân phố", thay="khu phố").press()

    note = line(plan, "Các khu phố").assignment_notes.get()
    assert note.unit_name == "Các khu phố"


def test_one_place_alone(office, plan):
    row = line(plan, "Tập thể")
    Page(office, plan, tim="tổ dân phố", thay="khu phố").press(f"mot:{row.pk}:0")

    assert line(plan, "Tập thể").text == "Tập thể: 05 khu phố."
    assert line(plan, "Các tổ").text == "Các tổ dân phố"


def test_only_the_ticked_places(office, place):
    content = PlanContent(
        lines=(Line(kind=LineKind.DASH, text="năm 2023, năm 2023, năm 2023"),)
    )
    plan = place.draft(content)
    row = plan.lines.get()
    page = Page(office, plan, tim="2023", thay="2024")
    assert page.boxes == [f"{row.pk}:0", f"{row.pk}:1", f"{row.pk}:2"]

    page.press(boxes=[f"{row.pk}:0", f"{row.pk}:2", "x", "9:", f"{row.pk}:77"])

    assert texts(plan) == ["năm 2024, năm 2023, năm 2024"]


def test_nothing_chosen_changes_nothing(office, plan):
    before = texts(plan)

    told = Page(office, plan, tim="tổ dân phố", thay="khu phố").press(boxes=[])

    assert "Chưa chọn chỗ nào để thay." in words_of(told)
    assert texts(plan) == before


def test_words_are_taken_out(office, plan):
    told = Page(office, plan, tim="Tập thể: ").press()

    assert "Đã bỏ chữ “Tập thể: ” ở 1 chỗ, ở 1 dòng." in words_of(told)
    assert "05 tổ dân phố." in texts(plan)


def test_a_line_that_a_colleague_changed_is_named_and_left(office, plan, place):
    page = Page(office, plan, tim="tổ dân phố", thay="khu phố")
    row, other = line(plan, "Tập thể"), place.person(Role.OFFICER)
    edit = LineEdit(
        pk=row.pk, kind=row.kind, text="Tập thể: 06 tổ dân phố.", seen=fingerprint(row)
    )
    actions.save_lines(plan.pk, by=other, edits=[edit])

    told = words_of(page.press())

    assert f"Để nguyên 1 dòng: “Tập thể: 06 tổ dân phố.” {other} vừa sửa." in told
    assert "Đã thay 2 chỗ “tổ dân phố” bằng “khu phố”, ở 1 dòng, nơi nhận." in told
    assert line(plan, "Tập thể").text == "Tập thể: 06 tổ dân phố."
    assert line(plan, "Các khu phố")


def test_undo_leaves_what_was_written_since(office, plan, place):
    Page(office, plan, tim="tổ dân phố", thay="khu phố").press()
    row = line(plan, "Tập thể")
    edit = LineEdit(pk=row.pk, kind=row.kind, text="Mới hơn", seen=fingerprint(row))
    actions.save_lines(plan.pk, by=place.officer, edits=[edit])

    told = office.post(url(plan), {"act": "hoan-tac"}, follow=True)

    assert "Để nguyên 1 dòng: “Mới hơn”" in words_of(told)
    assert "Mới hơn" in texts(plan)
    assert line(plan, "Các tổ dân phố")


def test_a_closed_line_is_shown_and_cannot_be_chosen(office, place):
    plan = place.submitted()
    opened = line(plan, "Tập thể")
    actions.add_comment(plan.pk, by=place.leader, line_id=opened.pk, body="Sửa số tổ.")
    actions.return_plan(plan.pk, by=place.leader, reason="Sửa số tổ.", scope="places")
    page = Page(office, plan, tim="tổ dân phố", thay="khu phố")
    closed = line(plan, "Các tổ")
    assert page.boxes == [f"{opened.pk}:0"]
    assert "Đang khóa." in words_of(page.response)

    told = page.press(boxes=[f"{opened.pk}:0", f"{closed.pk}:0"])

    assert "Để nguyên 1 dòng: “Các tổ dân phố” đang khóa." in words_of(told)
    assert line(plan, "Tập thể").text == "Tập thể: 05 khu phố."
    assert line(plan, "Các tổ").text == "Các tổ dân phố"


AROUND = {
    "title": "Thi đua tổ dân phố",
    "recipients": ("Các tổ dân phố", "Đảng ủy", "Tổ dân phố số 5", "Lưu: VT, VP"),
}


def around(plan):
    plan.refresh_from_db()
    return plan.title, list(plan.recipients.values_list("text", flat=True))


def test_the_title_and_the_recipients_are_reached_and_brought_back(office, place):
    plan = place.draft(ready_content(**AROUND))
    before = around(plan)

    page = Page(office, plan, tim="tổ dân phố", thay="khu phố")
    assert page.boxes[0] == "title:0"
    assert page.boxes[-2:] == ["recipients:0", "recipients:1"]
    assert page.page.xpath("//h3/text()")[0] == "Trích yếu"
    last = page.page.xpath("//label[@for='crecipients:1']")[0]
    assert " ".join(last.text_content().split()) == ("bỏ: Tổ dân phốthay: khu phố số 5")
    told = page.press()

    assert (
        "Đã thay 5 chỗ “tổ dân phố” bằng “khu phố”, ở 2 dòng, trích yếu, nơi nhận."
    ) in words_of(told)
    assert around(plan) == (
        "Thi đua khu phố", ["Các khu phố", "Đảng ủy", "khu phố số 5", "Lưu: VT, VP"],
    )  # fmt: skip
    office.post(url(plan), {"act": "hoan-tac"})
    assert around(plan) == before
    assert line(plan, "Các tổ dân phố")


def test_one_place_of_the_title_alone(office, place):
    plan = place.draft(ready_content(**AROUND))
    told = Page(office, plan, tim="tổ dân phố", thay="khu phố").press("mot:title:0")

    assert "Đã thay 1 chỗ “tổ dân phố” bằng “khu phố”, ở trích yếu." in words_of(told)
    assert around(plan) == ("Thi đua khu phố", list(AROUND["recipients"]))


def test_a_title_that_was_changed_since_is_left(office, place):
    plan = place.draft(ready_content(**AROUND))
    page = Page(office, plan, tim="tổ dân phố", thay="khu phố")
    actions.edit_plan(plan.pk, by=place.officer, title="Thi đua của tổ dân phố")

    told = words_of(page.press(boxes=["title:0"]))

    assert "Để nguyên 1 chỗ: “Thi đua của tổ dân phố” vừa được sửa." in told
    assert around(plan)[0] == "Thi đua của tổ dân phố"


def test_a_title_that_a_return_keeps_closed_is_left(office, place):
    plan = place.submitted(ready_content(**AROUND))
    opened = line(plan, "Tập thể")
    actions.add_comment(plan.pk, by=place.leader, line_id=opened.pk, body="Sửa số tổ.")
    actions.return_plan(plan.pk, by=place.leader, reason="Sửa số tổ.", scope="places")
    page = Page(office, plan, tim="tổ dân phố", thay="khu phố")
    assert page.boxes == [f"{opened.pk}:0"]

    told = words_of(page.press(boxes=["title:0", "recipients:0"]))

    assert (
        "Để nguyên 2 chỗ: “Thi đua tổ dân phố” đang khóa; “Các tổ dân phố Đảng ủy Tổ dân phố số"
    ) in told
    assert around(plan) == (AROUND["title"], list(AROUND["recipients"]))


def test_the_name_of_the_campaign_is_told(office, place):
    plan = place.draft()
    actions.edit_campaign(plan.pk, by=place.officer, name="Thi đua tổ dân phố")

    page = Page(office, plan, tim="tổ dân phố", thay="khu phố")

    assert "Tên phong trào (1 chỗ)" in words_of(page.response)


def test_nothing_found(office, plan):
    page = Page(office, plan, tim="không có chữ này")

    assert "Không còn chữ này trong các dòng" in words_of(page.response)
    assert page.fields == {}


def test_what_to_look_for_is_asked(office, plan):
    response = office.get(url(plan), {"tim": ""})

    assert response.status_code == 422
    assert "Ghi chữ cần tìm." in words_of(response)
    assert office.get(url(plan)).status_code == 200


def test_more_than_a_page_shows_the_rest_afterwards(office, place):
    lines = tuple(Line(kind=LineKind.DASH, text=f"ý {n} ý") for n in range(120))
    plan = place.draft(PlanContent(lines=lines))
    page = Page(office, plan, tim="ý", thay="việc")

    assert len(page.boxes) == 200
    assert "Còn 40 chỗ nữa" in words_of(page.response)
    assert "Đã thay 200 chỗ" in words_of(page.press())


def test_a_plan_that_waits_is_not_changed(office, place):
    plan = place.submitted()

    response = office.get(url(plan), {"tim": "a"})

    assert response.url == reverse("campaigns:plan-check", args=[plan.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(office, django_assert_num_queries, place, count):
    lines = tuple(Line(kind=LineKind.DASH, text=f"ý {n}") for n in range(count))
    plan = place.draft(PlanContent(lines=lines))
    office.get(url(plan))

    with django_assert_num_queries(16):
        page = Page(office, plan, tim="ý", thay="việc")

    assert len(page.boxes) == count


def test_the_editor_saves_before_it_goes_there(office, plan):
    form = PageForm(office, Desk(plan).url("muc-1"))
    row = line(plan, "Tập thể")

    response = form.send("tim-thay", **{f"l{row.pk}__text": "Gõ xong mới tìm"})

    assert response.url == url(plan)
    assert "Gõ xong mới tìm" in texts(plan)
