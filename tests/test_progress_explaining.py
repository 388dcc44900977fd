"""Giải trình: the host asks about one figure, the unit answers, both read it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from campaigns import actions, raised_inbox
from campaigns.models import Participation, RaisedItem
from tests.desk_forms import words_of
from tests.factories import ExplanationFactory, MembershipFactory, Role
from tests.overseen import Overseen
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
ASKED = "Vì sao mới đạt 2 trên 8 tuyến?"


@pytest.fixture
def running():
    made = Overseen()
    made.received(made.units[0], 2, streets=2, trees=90)
    return made


def ask(running, **changed):
    values = {"text": ASKED, "due_on": running.today + timedelta(days=5)} | changed
    row = running.line(running.units[0], running.streets)
    return actions.ask_explanation(row.pk, by=running.host.officer, **values)


def worker(running):
    return MembershipFactory(unit=running.units[0].unit, role=Role.REPORTER).user


def test_a_figure_is_asked_about_and_explained(running):
    item = ask(running)
    user = worker(running)

    assert (item.kind, item.unit, item.owner) == (
        "explain", running.host.unit, running.units[0].unit,
    )  # fmt: skip
    [work] = raised_inbox.items(user)
    assert (work.title, work.context, work.deadline) == (
        "Giải trình “Hẻm nở hoa”", ASKED, item.due_on,
    )  # fmt: skip
    actions.answer_raised(item.pk, by=user, answer=" Mưa lớn, tháng sau làm bù. ")
    item.refresh_from_db()
    assert (item.answer, item.answered_by) == ("Mưa lớn, tháng sau làm bù.", user)
    assert raised_inbox.items(user) == []
    told = AuditEntry.objects.filter(subject_id=item.pk, subject=RaisedItem._meta.label)
    assert list(told.order_by("pk").values_list("action", flat=True)) == [
        "raiseditem.added", "raiseditem.answered",
    ]  # fmt: skip
    assert ask(running).pk != item.pk  # the next one may be asked now


def test_one_is_asked_at_a_time(running):
    item = ask(running)

    with pytest.raises(Refused, match="đang được yêu cầu giải trình chỉ tiêu này rồi"):
        ask(running)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExplanationFactory(allocation=item.allocation)


@pytest.mark.parametrize(
    ("changed", "at", "says"),
    [
        ({"text": "  "}, "text", "Ghi cần giải trình điều gì."),
        ({"due_on": "yesterday"}, "due_on", "Ngày trả lời phải từ hôm nay trở đi."),
    ],
)
def test_what_is_missing_is_told(running, changed, at, says):
    if "due_on" in changed:
        changed = {"due_on": running.today - timedelta(days=1)}

    with pytest.raises(Refused, match=says) as refused:
        ask(running, **changed)

    assert [field for field, _ in refused.value.parts] == [at]


def test_who_left_is_not_asked(running):
    Participation.objects.filter(pk=running.units[0].pk).update(
        left_at=now(), left_by=running.host.officer, left_reason="Sáp nhập"
    )

    with pytest.raises(Refused, match="không còn tham gia"):
        ask(running)


def test_nobody_but_the_unit_explains_and_nobody_else_is_given_it(running):
    item = ask(running)

    with pytest.raises(PermissionDenied):
        actions.answer_raised(item.pk, by=running.host.officer, answer="Thay đơn vị")
    with pytest.raises(Refused, match="do chính đơn vị có số liệu ấy trả lời"):
        actions.assign_raised(
            item.pk, by=running.host.officer, owner_id=running.host.unit.pk, due_on=None
        )


def test_a_question_is_taken_back_while_nobody_answered(running):
    item = ask(running)
    actions.drop_explanation(item.pk, by=running.host.officer)
    assert not RaisedItem.objects.exists()

    item = ask(running)
    actions.answer_raised(item.pk, by=worker(running), answer="Mưa")
    with pytest.raises(Refused, match="đã giải trình lúc"):
        actions.drop_explanation(item.pk, by=running.host.officer)


@pytest.mark.parametrize("kind", ["difficulty", "explain"])
def test_the_database_knows_what_each_is_of(running, kind):
    """A difficulty without a report, an explanation without a figure."""
    item = ask(running)

    with pytest.raises(IntegrityError), transaction.atomic():
        RaisedItem.objects.filter(pk=item.pk).update(
            kind=kind, allocation=item.allocation_id if kind == "difficulty" else None
        )


def test_through_the_pages_of_both(client, running):
    row = running.line(running.units[0], running.streets)
    cell = f"{running.url()}{row.pk}/"
    client.force_login(running.host.officer)
    assert "Chưa hỏi đơn vị điều gì về số liệu này." in words_of(client.get(cell))

    empty = client.post(f"{cell}giai-trinh/", {"text": "", "due_on": ""})
    assert empty.status_code == 422
    assert "Ghi cần giải trình điều gì." in words_of(empty)
    answer = client.post(
        f"{cell}giai-trinh/", {"text": ASKED, "due_on": ""}, follow=True
    )
    assert f"Đã yêu cầu {row.unit} giải trình." in words_of(answer)
    item = RaisedItem.objects.get()
    page = html.fromstring(client.get(cell).content.decode())
    assert page.xpath("//a[contains(., 'Yêu cầu giải trình')]") == []
    assert ASKED in page.text_content()

    client.force_login(worker(running))
    seen = client.get(reverse("campaigns:raised", args=[item.pk]))
    assert "Thôi yêu cầu" not in words_of(seen)
    assert "Xem số liệu" not in words_of(seen)
    client.post(
        reverse("campaigns:raised-answer", args=[item.pk]), {"answer": "Mưa lớn"}
    )

    client.force_login(running.host.officer)
    assert "Mưa lớn" in words_of(client.get(cell))
    board = client.get(running.url("campaign-raised"))
    assert f"Giải trình “{running.streets.short_name}”" in words_of(board)


def test_it_is_taken_back_on_the_page(client, running):
    item = ask(running)
    client.force_login(running.host.officer)

    answer = client.post(
        reverse("campaigns:explanation-drop", args=[item.pk]), follow=True
    )

    assert f"Đã thôi yêu cầu {item.owner} giải trình." in words_of(answer)
    assert not RaisedItem.objects.exists()


def test_no_unit_raises_an_explanation_in_its_report(client, running):
    user = worker(running)
    report = running.received(running.units[0], 1, status="draft", created_by=user)
    client.force_login(user)

    page = client.get(reverse("campaigns:report", args=[report.pk]))

    assert "Yêu cầu giải trình" not in page.content.decode()
