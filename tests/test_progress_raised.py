"""Khó khăn, kiến nghị: given to a unit to answer, answered, read where it was raised."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from lxml import html

from campaigns import raised_inbox
from campaigns.actions import answer_raised, assign_raised
from tests.desk_forms import texts
from tests.factories import (
    MembershipFactory,
    RaisedItemFactory,
    Role,
    UnitFactory,
    other_ward,
)
from tests.overseen import Overseen
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


class Raised(Overseen):
    """One item of a report that was sent; an office of the ward that could answer."""

    def __init__(self) -> None:
        super().__init__(1)
        self.report = self.received(self.units[0], 2, streets=1, submitted=True)
        self.item = RaisedItemFactory(report=self.report, text="Thiếu xe thu gom rác")
        self.room = UnitFactory(
            parent=self.host.unit, name="Phòng Kinh tế", short_name="Phòng Kinh tế"
        )
        self.clerk = MembershipFactory(unit=self.room, role=Role.OFFICER).user
        self.reporter = MembershipFactory(
            unit=self.units[0].unit, role=Role.REPORTER
        ).user

    def assign(self, **changed):
        values = {"owner_id": self.room.pk, "due_on": self.today + timedelta(days=7)}
        return assign_raised(self.item.pk, by=self.host.officer, **(values | changed))


@pytest.fixture
def raised():
    return Raised()


def refused(act, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    ((at, said),) = refusal.value.parts
    return said, at


def test_it_is_given_to_a_unit_and_answered_there(raised):
    raised.assign()
    answer_raised(raised.item.pk, by=raised.clerk, answer=" Đã điều thêm 2 xe. ")

    raised.item.refresh_from_db()
    assert (raised.item.owner, raised.item.answer, raised.item.answered_by) == (
        raised.room, "Đã điều thêm 2 xe.", raised.clerk,
    )  # fmt: skip
    lines = AuditEntry.objects.filter(subject_id=raised.item.pk)
    told = lines.filter(action__startswith="raiseditem").order_by("pk")
    assert [(line.action, line.actor) for line in told] == [
        ("raiseditem.assigned", raised.host.officer),
        ("raiseditem.answered", raised.clerk),
    ]


def test_until_it_is_given_the_host_answers_itself(raised):
    with pytest.raises(PermissionDenied):
        answer_raised(raised.item.pk, by=raised.clerk, answer="Có")
    answer_raised(raised.item.pk, by=raised.host.officer, answer="Có")
    raised.item.refresh_from_db()
    assert raised.item.answer == "Có"


def test_once_it_is_given_only_the_unit_answers(raised):
    raised.assign()
    with pytest.raises(PermissionDenied):
        answer_raised(raised.item.pk, by=raised.host.officer, answer="Có")
    with pytest.raises(PermissionDenied):
        answer_raised(raised.item.pk, by=raised.reporter, answer="Có")


def test_only_officers_of_the_host_give_it_away(raised):
    for person in (
        raised.clerk,
        raised.reporter,
        raised.host.leader,
        other_ward().officer,
    ):
        with pytest.raises(PermissionDenied):
            assign_raised(
                raised.item.pk, by=person, owner_id=raised.room.pk, due_on=None
            )


def test_to_whom_it_is_not_given(raised):
    assert refused(raised.assign, owner_id=other_ward().unit.pk) == (
        "Chọn cơ quan phát động hoặc một đơn vị trực thuộc để trả lời.", "owner",
    )  # fmt: skip
    assert refused(raised.assign, owner_id=raised.units[0].unit_id) == (
        f"{raised.units[0].unit} nêu kiến nghị này nên không tự trả lời; chọn đơn vị khác.",
        "owner",
    )
    day = raised.today - timedelta(days=1)
    assert refused(raised.assign, due_on=day) == (
        f"Ngày trả lời phải từ hôm nay trở đi. Đang nhập: {day:%d/%m/%Y}.", "due_on",
    )  # fmt: skip


def test_what_was_answered_stays_with_who_answered(raised):
    raised.assign()
    assert refused(answer_raised, raised.item.pk, by=raised.clerk, answer=" ") == (
        "Ghi nội dung trả lời.", "answer",
    )  # fmt: skip
    answer_raised(raised.item.pk, by=raised.clerk, answer="Có")
    answer_raised(raised.item.pk, by=raised.clerk, answer="Có, từ tháng 12")
    other = MembershipFactory(unit=raised.room, role=Role.OFFICER).user
    said, _ = refused(answer_raised, raised.item.pk, by=other, answer="Không")
    assert said.startswith(f"{raised.clerk} đã trả lời lúc ")
    said, _ = refused(raised.assign)
    assert said.startswith(f"{raised.clerk} đã trả lời lúc ")


def test_of_a_report_that_was_taken_back_nothing_is_answered(raised):
    raised.report.status = "draft"
    raised.report.save(update_fields=["status"])

    assert refused(raised.assign)[0] == (
        "Đơn vị đã rút báo cáo có kiến nghị này về để sửa; chờ đơn vị nộp lại."
    )


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def test_each_count_of_the_host_s_list_opens_its_own_rows(client, raised):
    late = RaisedItemFactory(
        report=raised.report, owner=raised.room, due_on=raised.today - timedelta(days=1)
    )
    RaisedItemFactory(
        report=raised.report, answer="Có", answered_by=raised.host.officer,
        answered_at=raised.plan.created_at,
    )  # fmt: skip
    client.force_login(raised.host.officer)
    address = raised.url("campaign-raised")

    page = page_of(client, address)

    counts = {}
    for link in page.xpath("//nav[@aria-label='Lọc theo tình trạng']//a"):
        label, count = " ".join(link.text_content().split()).rsplit(" ", 1)
        listed = page_of(client, link.get("href")).xpath(
            "//ul[contains(@class,'td-reports')]/li"
        )
        assert len(listed) == int(count), label
        counts[label] = int(count)
    assert counts == {
        "Tất cả": 3, "Chưa giao ai": 1, "Chờ trả lời": 1, "Quá hạn trả lời": 1, "Đã trả lời": 1,
    }  # fmt: skip
    first = page.xpath("//ul[contains(@class,'td-reports')]/li//a/@href")[0]
    assert first == reverse("campaigns:raised", args=[late.pk])


def test_what_is_still_being_written_is_the_unit_s_own(client, raised):
    raised.report.status = "draft"
    raised.report.save(update_fields=["status"])
    address = reverse("campaigns:raised", args=[raised.item.pk])

    client.force_login(raised.host.officer)
    assert client.get(address).status_code == 404
    assert not page_of(client, raised.url("campaign-raised")).xpath(
        "//ul[contains(@class,'td-reports')]"
    )
    client.force_login(raised.reporter)
    assert client.get(address).status_code == 200


def test_whoever_answers_need_not_see_the_campaign_or_the_report(client, raised):
    outside = UnitFactory(
        parent=raised.room, name="Tổ thu gom", short_name="Tổ thu gom"
    )
    raised.assign(owner_id=outside.pk)
    client.force_login(MembershipFactory(unit=outside, role=Role.REPORTER).user)

    page = page_of(client, reverse("campaigns:raised-list"))
    (link,) = page.xpath("//ul[contains(@class,'td-reports')]/li//a/@href")
    page = page_of(client, link)

    assert texts(page, "//main//section[1]//p") == ["Thiếu xe thu gom rác"]
    assert texts(page, "//div[@class='td-actions']/a") == ["Trả lời"]


def test_a_wrong_answer_keeps_what_was_typed(client, raised):
    raised.assign()
    client.force_login(raised.clerk)
    address = reverse("campaigns:raised-answer", args=[raised.item.pk])

    answer = client.post(address, {"answer": "x" * 4001})

    assert answer.status_code == 422
    assert "x" * 4001 in answer.content.decode()
    assert client.post(address, {"answer": "Đã điều xe"}).status_code == 302
    page = page_of(client, reverse("campaigns:raised", args=[raised.item.pk]))
    assert texts(page, "//main//section[2]//p") == ["Đã điều xe"]


def test_the_officer_finds_whom_to_give_it_to_by_typing(client, raised):
    client.force_login(raised.host.officer)
    address = reverse("campaigns:raised-assign", args=[raised.item.pk])

    found = client.post(address, {"owner_tim": "kinh te", "tim": "owner"})
    assert "Phòng Kinh tế" in found.content.decode()
    answer = client.post(address, {"owner": raised.room.pk, "due_on": ""})
    assert answer.status_code == 302
    raised.item.refresh_from_db()
    assert (raised.item.owner, raised.item.due_on) == (raised.room, None)


def test_the_unit_reads_the_answer_in_its_report(client, raised):
    raised.assign()
    answer_raised(raised.item.pk, by=raised.clerk, answer="Đã điều thêm 2 xe.")
    client.force_login(raised.reporter)

    page = page_of(client, reverse("campaigns:report", args=[raised.report.pk]))

    assert "Đã điều thêm 2 xe." in texts(page, "//section[@aria-labelledby='h-kk']")[0]


def test_what_waits_at_home(raised):
    (item,) = raised_inbox.items(raised.host.officer)
    assert (item.title, item.url) == (
        "Giao trả lời 1 khó khăn, kiến nghị",
        f"{raised.url('campaign-raised')}?tt=chua-giao",
    )
    raised.assign()
    # Roles are read once a request.
    officer = type(raised.clerk).objects.get(pk=raised.host.officer.pk)
    assert raised_inbox.items(officer) == []
    (item,) = raised_inbox.items(raised.clerk)
    assert (item.title, item.deadline) == (
        f"Trả lời khó khăn, vướng mắc của {raised.units[0].unit}",
        raised.today + timedelta(days=7),
    )
    answer_raised(raised.item.pk, by=raised.clerk, answer="Có")
    assert raised_inbox.items(raised.clerk) == []


@pytest.mark.parametrize("amount", [1, 3])
def test_the_lists_cost_the_same(client, raised, amount, django_assert_num_queries):
    raised.assign()
    for _ in range(amount - 1):
        RaisedItemFactory(report=raised.report, owner=raised.room)
    client.force_login(raised.host.officer)
    client.get(raised.url("campaign-raised"))
    with django_assert_num_queries(10):
        client.get(raised.url("campaign-raised"))
    client.force_login(raised.clerk)
    client.get(reverse("campaigns:raised-list"))
    with django_assert_num_queries(5):
        client.get(reverse("campaigns:raised-list"))
