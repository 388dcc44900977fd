"""Phiếu báo cáo: lines exempted, items answered, words too long while somebody types."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from lxml import html

from campaigns.actions import exempt_allocation, owe_again
from campaigns.actions.progress.raising import Raised, mark_of_item
from campaigns.actions.progress.reporting import begin_report, save_report
from campaigns.filling import Figure, mark_of
from campaigns.models import Allocation, RaisedItem
from tests.factories import AllocationFactory, IndicatorFactory, MembershipFactory, Role
from tests.running import Running
from units.wording import vn_datetime

pytestmark = pytest.mark.django_db
QUIETLY = {"HX-Request": "true"}


class Typing(Running):
    """The first unit has its report open in a window; a second line stands beside the first."""

    def __init__(self, client) -> None:
        super().__init__()
        self.client = client
        self.by = self.reporter(self.one)
        self.report = begin_report(self.one.pk, self.periods[2].pk, by=self.by)
        self.first = self.line(self.one)
        trees = IndicatorFactory(campaign=self.campaign, name="Cây xanh")
        self.second = AllocationFactory(participation=self.one, indicator=trees).pk
        self.url = reverse("campaigns:report", args=[self.report.pk])
        self.colleague = MembershipFactory(unit=self.one.unit, role=Role.OFFICER).user
        client.force_login(self.by)

    def page(self) -> dict[str, str]:
        """Every field of the page as it is opened."""
        return fields_of(self.client.get(self.url))

    def send(self, fields, quietly=False, **typed):
        data = fields | typed | {"act": "tu-luu" if quietly else "luu"}
        return self.client.post(self.url, data, headers=QUIETLY if quietly else {})

    def exempt(self, line: int) -> str:
        row = exempt_allocation(line, by=self.host.officer, reason="Chưa có hẻm")
        return (
            f"{self.host.officer} đã miễn chỉ tiêu này cho đơn vị lúc "
            f"{vn_datetime(row.exempted_at)}: Chưa có hẻm."
        )


@pytest.fixture
def typing(client) -> Typing:
    return Typing(client)


def tree(answer):
    return html.fromstring(answer.content.decode())


def fields_of(answer) -> dict[str, str]:
    [form] = tree(answer).xpath("//form[@id='f-muc']")
    given = {name: value or "" for name, value in form.form_values()}
    return {name: value for name, value in given.items() if name != "act"}


def words(answer, at: str) -> str:
    [found] = tree(answer).xpath(f"//*[@id='{at}']")
    return " ".join(" ".join(found.itertext()).split())


def verdict(answer, line: int) -> str:
    """What stands beside a line and below it."""
    return f"{words(answer, f'dg-v{line}')} {words(answer, f'nb-v{line}')}"


def box(answer, name: str):
    [found] = tree(answer).xpath(f"//*[@name='{name}']")
    return found


# ---- a line that is exempted ---------------------------------------------------------------


def test_what_was_typed_in_a_line_that_is_exempted_meanwhile_comes_back(typing):
    page = typing.page()
    said = typing.exempt(typing.first)

    answer = typing.send(
        page,
        **{
            f"v{typing.first}-so": "7",
            f"v{typing.first}-vi-sao": "Mưa nhiều",
            f"v{typing.second}-so": "9",
        },
    )

    assert answer.status_code == 409
    assert box(answer, f"v{typing.first}-so").get("value") == "7"
    assert box(answer, f"v{typing.first}-so").get("readonly") is not None
    assert box(answer, f"v{typing.first}-vi-sao").text.strip() == "Mưa nhiều"
    assert verdict(answer, typing.first) == (f"Được miễn {said} Phần vừa gõ chưa lưu.")
    assert "Chưa lưu được 1 chỗ" in answer.content.decode()
    [value] = typing.report.values.all()
    assert (value.allocation_id, value.value) == (typing.second, 9)
    # It is not asked for, and does not stand in the way of sending the report.
    assert "1/1 dòng" in words(answer, "truoc-khi-nop")

    # Told once, it is in nobody's way; told again beside what else could not be saved.
    told = fields_of(answer)
    again = typing.send(told | {"ket-qua": "x" * 10_001})
    assert box(again, f"v{typing.first}-so").get("value") == "7"
    assert typing.send(told).status_code == 302
    assert typing.report.values.count() == 1


def test_a_line_that_is_asked_for_again_takes_what_was_typed(typing):
    page = typing.page()
    typing.exempt(typing.first)
    answer = typing.send(page, **{f"v{typing.first}-so": "7"})
    owe_again(typing.first, by=typing.host.officer)
    assert typing.send(fields_of(answer)).status_code == 302
    assert typing.report.values.get().value == 7


def test_saving_by_itself_tells_of_the_line_and_goes_on_telling(typing):
    page = typing.page()
    said = typing.exempt(typing.first)
    typed = {f"v{typing.first}-so": "7"}

    answer = typing.send(page, quietly=True, **typed)

    assert words(answer, "save-state").startswith("1 chỗ chưa lưu được")
    assert verdict(answer, typing.first) == (f"Được miễn {said} Phần vừa gõ chưa lưu.")
    mark = box(answer, f"v{typing.first}-seen").get("value")
    assert mark == page[f"v{typing.first}-seen"]
    assert typing.send(page, **typed).status_code == 409


def test_an_exempt_line_on_which_nobody_wrote_is_not_spoken_of(typing):
    page = typing.page()
    typing.exempt(typing.first)
    answer = typing.send(page, **{f"v{typing.second}-so": "9"})
    assert answer.status_code == 302
    assert typing.report.values.get().allocation_id == typing.second


def test_of_a_line_that_was_taken_away_the_words_come_back(typing):
    page = typing.page()
    Allocation.objects.get(pk=typing.first).delete()
    answer = typing.send(page, **{f"v{typing.first}-so": "7"})
    assert answer.status_code == 422
    assert "không còn giao cho đơn vị; đã gõ: “7”." in answer.content.decode()


def test_a_line_that_the_plan_has_no_more_comes_back_too(typing):
    page = typing.page()
    typing.indicator.ended_at = localtime()
    typing.indicator.ended_reason = "Sửa đổi"
    typing.indicator.save()
    answer = typing.send(page, **{f"v{typing.first}-so": "7"})
    assert verdict(answer, typing.first) == (
        "Không còn Kế hoạch không còn chỉ tiêu này. Phần vừa gõ chưa lưu."
    )


# ---- khó khăn, kiến nghị -------------------------------------------------------------------


def raise_one(typing, text: str, pk: int | None = None) -> RaisedItem:
    raised = [Raised("difficulty", text, pk)]
    save_report(typing.report.pk, by=typing.colleague, figures={}, raised=raised)
    return typing.report.raised.order_by("-pk").first()


def test_a_later_save_does_not_overwrite_what_a_colleague_has_raised(typing):
    item = raise_one(typing, "Thiếu xe")
    page = typing.page()
    raise_one(typing, "Thiếu xe, thiếu người", item.pk)

    answer = typing.send(page, **{"kk0-chu": "Thiếu xe cuối tuần"})

    assert answer.status_code == 409
    assert typing.report.raised.get().text == "Thiếu xe, thiếu người"
    assert box(answer, "kk0-chu").text.strip() == "Thiếu xe cuối tuần"
    assert words(answer, "kk0-bao") == (
        "Người khác vừa lưu: “Thiếu xe, thiếu người”. Lưu lần nữa nếu vẫn muốn thay."
    )
    assert typing.send(fields_of(answer)).status_code == 302
    assert typing.report.raised.get().text == "Thiếu xe cuối tuần"


def test_a_page_that_is_older_neither_brings_back_nor_takes_back(typing):
    kept, gone = raise_one(typing, "Thiếu xe"), raise_one(typing, "Thiếu chỗ")
    page = typing.page()
    raise_one(typing, "Thiếu ba xe", kept.pk)
    raise_one(typing, "", gone.pk)

    assert typing.send(page).status_code == 302
    assert [one.text for one in typing.report.raised.all()] == ["Thiếu ba xe"]


def test_what_a_colleague_took_out_and_i_wrote_on_is_asked_about(typing):
    item = raise_one(typing, "Thiếu xe")
    page = typing.page()
    raise_one(typing, "", item.pk)

    answer = typing.send(page, **{"kk0-chu": "Thiếu hai xe"})

    assert words(answer, "kk0-bao") == (
        "Người khác vừa bỏ mục này. Lưu lần nữa để ghi lại."
    )
    assert not typing.report.raised.exists()
    typing.send(fields_of(answer))
    assert typing.report.raised.get().text == "Thiếu hai xe"


def test_what_was_answered_meanwhile_stays_and_mine_may_become_a_new_one(typing):
    item = raise_one(typing, "Thiếu xe")
    page = typing.page()
    item.answer, item.answered_by = "Đã cấp xe", typing.host.officer
    item.answered_at = localtime()
    item.save()

    answer = typing.send(page, **{"kk0-chu": "Thiếu hai xe"})

    assert answer.status_code == 409
    assert words(answer, "kk0-bao").startswith("Mục này đã được trả lời")
    typing.send(fields_of(answer))
    texts = typing.report.raised.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Thiếu xe", "Thiếu hai xe"]
    # And the page offers no box for it any more.
    assert "Đã cấp xe" in typing.client.get(typing.url).content.decode()
    assert [name for name in typing.page() if name.endswith("-pk")] == [
        "kk1-pk", "kk2-pk", "kk3-pk",
    ]  # fmt: skip


def test_two_tabs_that_each_raise_something_keep_both(typing):
    """Each box goes on standing for its own item, whatever else the report has by then."""
    tab, other = typing.page(), typing.page()
    typing.send(tab, quietly=True, **{"kk0-chu": "Thiếu xe"})

    answer = typing.send(other, quietly=True, **{"kk0-chu": "Thiếu người"})
    state = fields_in(answer)
    second = typing.report.raised.get(text="Thiếu người")
    assert (state["kk0-pk"], state["kk0-seen"]) == (
        str(second.pk), mark_of_item(second),
    )  # fmt: skip

    typing.send(other | state, quietly=True, **{"kk0-chu": "Thiếu năm người"})
    texts = typing.report.raised.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Thiếu xe", "Thiếu năm người"]


def fields_in(answer) -> dict[str, str]:
    found = re.findall(r'name="([\w-]+)" value="([^"]*)"', answer.content.decode())
    return {name: value for name, value in found if name.startswith("kk")}


def test_no_report_has_more_than_thirty_and_the_words_stay(typing):
    many = [Raised("difficulty", f"Thiếu {number}") for number in range(30)]
    save_report(typing.report.pk, by=typing.by, figures={}, raised=many)
    page = typing.page()
    assert "kk30-chu" not in page
    answer = typing.send(page, **{"kk30-chu": "Thiếu nữa"})
    assert answer.status_code == 409
    assert box(answer, "kk30-chu").text.strip() == "Thiếu nữa"
    assert words(answer, "kk30-bao") == (
        "Báo cáo đã có 30 khó khăn, kiến nghị, nhiều nhất được chừng ấy; gộp vào một mục đã có."
    )


# ---- words that are too long ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("box_name", "length", "said"),
    [
        ("so", 61, "Ô số liệu dài 61 ký tự, chỉ lưu được 60; rút ngắn rồi lưu."),
        ("chu", 4001, "Diễn giải dài 4.001 ký tự, chỉ lưu được 4.000; rút ngắn rồi lưu."),
        (
            "vi-sao", 2001,
            "Nguyên nhân và cách khắc phục dài 2.001 ký tự, chỉ lưu được 2.000; rút ngắn rồi "
            "lưu.",
        ),
        (
            "mien", 501,
            "Lý do không báo cáo dài 501 ký tự, chỉ lưu được 500; rút ngắn rồi lưu.",
        ),
    ],
)  # fmt: skip
def test_more_than_a_line_keeps_is_told_and_all_of_it_stays(
    typing, box_name, length, said
):
    long = "x" * length
    name = f"v{typing.first}-{box_name}"
    answer = typing.send(typing.page(), **{name: long, f"v{typing.second}-so": "9"})
    assert answer.status_code == 422
    there = box(answer, name)
    assert (there.get("value") or there.text or "").strip() == long
    assert verdict(answer, typing.first).endswith(said)
    assert typing.report.values.get().allocation_id == typing.second

    quiet = typing.send(typing.page(), quietly=True, **{name: long})
    assert verdict(quiet, typing.first).endswith(said)
    assert words(quiet, "save-state").startswith("1 chỗ chưa lưu được")


def test_a_long_narrative_and_a_long_difficulty_are_not_cut(typing):
    page = typing.page()
    long, longer = "x" * 4001, "y" * 10_001
    answer = typing.send(
        page, **{"ket-qua": longer, "kk0-chu": long, "kk1-chu": "Ngắn"}
    )
    assert answer.status_code == 422
    assert box(answer, "ket-qua").text.strip() == longer
    assert words(answer, "ket-qua-bao") == (
        "Kết quả nổi bật dài 10.001 ký tự, chỉ lưu được 10.000; rút ngắn rồi lưu."
    )
    assert box(answer, "kk0-chu").text.strip() == long
    assert words(answer, "kk0-bao") == (
        "Nội dung dài 4.001 ký tự, chỉ lưu được 4.000; rút ngắn rồi lưu."
    )
    typing.report.refresh_from_db()
    assert typing.report.narrative == ""
    assert [one.text for one in typing.report.raised.all()] == ["Ngắn"]


def test_what_could_not_be_saved_at_all_keeps_the_marks_of_its_page(typing):
    """Else the next save would take a colleague's figure for what this page has shown."""
    page = typing.page()
    save_report(
        typing.report.pk, by=typing.colleague,
        figures={typing.first: Figure(value=Decimal(5))},
    )  # fmt: skip
    typing.report.status = "submitted"
    typing.report.submitted_by, typing.report.submitted_at = typing.by, localtime()
    typing.report.save()
    answer = typing.send(page, **{f"v{typing.first}-so": "6", "kk0-chu": "Thiếu xe"})
    assert answer.status_code == 422
    assert box(answer, f"v{typing.first}-so").get("value") == "6"
    assert box(answer, f"v{typing.first}-seen").get("value") == mark_of(Figure())
    assert box(answer, "kk0-chu").text.strip() == "Thiếu xe"


def test_a_long_note_to_a_line_that_is_returned_is_not_cut(running_sent, client):
    running, report = running_sent
    client.force_login(running.host.officer)
    url = reverse("campaigns:report-return", args=[report.pk])
    name = f"v{running.line(running.one)}"
    data = {"reason": "Thiếu số", f"{name}-chon": "1", f"{name}-xin": "x" * 501}

    answer = client.post(url, data)

    assert answer.status_code == 422
    assert box(answer, f"{name}-xin").get("value") == "x" * 501
    assert words(answer, f"{name}-dai") == (
        "Ghi chú dài 501 ký tự, chỉ lưu được 500; rút ngắn rồi lưu."
    )
    report.refresh_from_db()
    assert report.status == "submitted"


@pytest.fixture
def running_sent():
    running = Running()
    return running, running.sent(running.one, value=12)


def test_the_browser_cuts_nothing_either(typing):
    """With maxlength it would drop the rest of what is pasted, and say nothing."""
    [form] = tree(typing.client.get(typing.url)).xpath("//form[@id='f-muc']")
    assert form.xpath(".//@maxlength") == []
