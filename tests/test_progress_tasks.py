"""Nhiệm vụ được giao: the unit tells, the host sees; what is late shows."""

import threading
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from campaigns import actions
from campaigns.actions.progress.assigned import Told
from campaigns.models import UnitTask
from tests.factories import (
    MembershipFactory,
    ParticipationFactory,
    PlanFactory,
    Role,
    UnitFactory,
    UnitTaskFactory,
    Ward,
)
from tests.test_reports_home import words
from units import audit
from units.audit import mark
from units.errors import Overtaken, Refused

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
Status = UnitTask.Status


class Place:
    """A ward runs an issued campaign, a unit under it takes part."""

    def __init__(self):
        self.ward = Ward(UnitFactory())
        self.officer = self.ward.officer
        self.campaign = PlanFactory(issuer=self.ward.unit, issued=True).campaign
        unit = UnitFactory(parent=self.ward.unit, quiet=True)
        self.taking = ParticipationFactory(campaign=self.campaign, unit=unit)
        self.reporter = MembershipFactory(unit=unit, role=Role.REPORTER).user


@pytest.fixture
def place(db):
    return Place()


@pytest.fixture
def task(place):
    return UnitTaskFactory(
        participation=place.taking, text="Dọn hẻm", due_on=TODAY - DAY
    )


def tell(task, by, status="doing", **more):
    seen = more.pop("seen", None)
    told = Told(status=Status(status), **more)
    return actions.report_task(task.pk, by=by, told=told, seen=seen)


def done(task, by, **more):
    facts = {"done_on": TODAY, "result": "Dọn xong 4 hẻm."} | more
    return tell(task, by, "done", **facts)


def test_the_unit_tells_how_far_it_is(place, task):
    tell(task, place.reporter, owner="Chị Hoa", result="Được 2 hẻm")
    task.refresh_from_db()
    assert (task.status, task.owner, task.result, task.done_by) == (
        "doing", "Chị Hoa", "Được 2 hẻm", None,
    )  # fmt: skip
    done(task, place.reporter, link="https://mau.vn/bai")
    task.refresh_from_db()
    assert (task.status, task.done_on, task.done_by, task.link) == (
        "done", TODAY, place.reporter, "https://mau.vn/bai",
    )  # fmt: skip
    assert task.done_at is not None
    tell(task, place.reporter, "unable", reason="Bão lớn")
    task.refresh_from_db()
    assert (task.status, task.reason, task.done_on, task.done_by, task.done_at) == (
        "unable", "Bão lớn", None, None, None,
    )  # fmt: skip
    lines = audit.history(task).values_list("action", flat=True)
    assert list(lines) == ["unittask.reported"] * 3
    assert audit.history(task).first().unit_id == place.taking.unit_id


def test_what_is_done_has_its_day_and_its_result_what_cannot_be_its_reason(place, task):
    with pytest.raises(Refused) as refused:
        tell(task, place.reporter, "done")
    assert refused.value.parts == (
        ("done_on", "Ghi ngày xong."), ("result", "Ghi kết quả, một hai câu."),
    )  # fmt: skip
    with pytest.raises(Refused, match="Chỉ ghi ngày đã đến"):
        done(task, place.reporter, done_on=TODAY + DAY)
    with pytest.raises(Refused, match="Ghi lý do không thực hiện được"):
        tell(task, place.reporter, "unable", reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitTask.objects.filter(pk=task.pk).update(status="unable")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitTask.objects.filter(pk=task.pk).update(done_on=TODAY)


def test_who_may_tell_and_when_not(place, task):
    for by in (place.officer, MembershipFactory(role=Role.OFFICER).user):
        with pytest.raises(PermissionDenied):
            tell(task, by)
    UnitTask.objects.filter(pk=task.pk).update(dropped_at=now())
    with pytest.raises(Refused, match="nhiệm vụ này không còn"):
        tell(task, place.reporter)
    UnitTask.objects.filter(pk=task.pk).update(dropped_at=None)
    actions.take_out(place.taking.pk, by=place.officer, reason="Sáp nhập")
    with pytest.raises(Refused, match="không còn tham gia"):
        tell(task, place.reporter)


def test_two_at_once_the_second_is_told(place, task):
    seen = mark(task)
    tell(task, place.reporter, result="Một", seen=seen)
    with pytest.raises(Overtaken, match="vừa sửa"):
        tell(task, place.reporter, result="Hai", seen=seen)
    task.refresh_from_db()
    assert task.result == "Một"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_in_the_same_moment_one_is_told():
    place = Place()
    task = UnitTaskFactory(participation=place.taking)
    seen, at_once, ends = mark(task), threading.Barrier(2), []

    def run(text):
        try:
            at_once.wait()
            tell(task, place.reporter, result=text, seen=seen)
            ends.append("saved")
        except Overtaken:
            ends.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[text]) for text in ("Một", "Hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["saved", "told"]


def test_the_page_of_the_unit(client, place, task):
    UnitTaskFactory(participation=place.taking, text="Treo cờ", status="doing")
    client.force_login(place.reporter)
    said = words(client.get("/nhiem-vu/"))
    assert "Tất cả 2 Quá hạn 1 Chưa làm 1 Đang làm 1" in said
    assert "Dọn hẻm Chưa làm Quá hạn" in said
    only = words(client.get("/nhiem-vu/?tt=dang"))
    assert "Treo cờ" in only
    assert "Dọn hẻm" not in only
    home = words(client.get(reverse("home")))
    assert "Nhiệm vụ: Dọn hẻm" in home
    url = f"/nhiem-vu/{task.pk}/"
    sent = {"status": "done", "result": "Xong cả", "owner": "Chị Hoa", "link": "mau.vn"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["link"] == [
        "Đường dẫn bắt đầu bằng http:// hoặc https://."
    ]
    answer = client.post(url, sent | {"link": ""})
    assert answer.context["form"].errors == {"done_on": ["Ghi ngày xong."]}
    assert "Xong cả" in answer.content.decode()
    answer = client.post(url, sent | {"link": "", "done_on": f"{TODAY:%d/%m/%Y}"})
    assert (answer.status_code, answer.url) == (302, url)
    assert "Đã xong" in words(client.get(url))
    assert "Nhiệm vụ: Dọn hẻm" not in words(client.get(reverse("home")))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://mau.vn/a", "data:text/html,x"]
)
def test_a_link_leads_to_a_page_only(client, place, task, link):
    client.force_login(place.reporter)
    answer = client.post(f"/nhiem-vu/{task.pk}/", {"status": "doing", "link": link})
    assert answer.status_code == 422


def test_the_host_sees_all_of_them_by_unit(client, place, task):
    done(UnitTaskFactory(participation=place.taking, text="Treo cờ"), place.reporter)
    UnitTaskFactory(participation=place.taking, text="Đã bỏ", dropped_at=now())
    client.force_login(place.officer)
    page = reverse("campaigns:campaign-tasks", args=[place.campaign.pk, "x"])
    said = words(client.get(page, follow=True))
    unit = place.taking.unit
    assert f"{unit} 1/2 xong 1 quá hạn" in said
    assert "Đã bỏ" not in said
    late = words(client.get(page, {"tt": "qua-han"}, follow=True))
    assert "Dọn hẻm" in late
    assert "Treo cờ" not in late
    one = words(client.get(f"/nhiem-vu/{task.pk}/"))
    assert "Kế hoạch giao Dọn hẻm" in one
    assert client.post(f"/nhiem-vu/{task.pk}/", {"status": "doing"}).status_code == 403


def test_the_file_has_what_the_list_shows(client, place, task):
    done(
        UnitTaskFactory(participation=place.taking, text="Treo cờ"), place.reporter,
        result="=1+1", link="https://mau.vn/bai",
    )  # fmt: skip
    client.force_login(place.officer)
    url = reverse("campaigns:campaign-tasks-export", args=[place.campaign.pk, "x"])
    book = openpyxl.load_workbook(BytesIO(client.get(url, follow=True).content))
    rows = [list(row) for row in book.active.iter_rows(min_row=6, values_only=True)]
    unit = str(place.taking.unit)
    late, made = sorted(rows, key=lambda row: row[1])
    assert [late[0], late[1], late[3], late[4]] == [
        unit,
        "Dọn hẻm",
        "Chưa làm",
        "Quá hạn",
    ]
    assert late[2].date() == TODAY - DAY
    assert [made[1], made[3], made[7], made[9]] == [
        "Treo cờ", "Đã xong", "=1+1", "https://mau.vn/bai",
    ]  # fmt: skip
    only = client.get(url, {"tt": "xong"}, follow=True)
    book = openpyxl.load_workbook(BytesIO(only.content))
    assert [row[1] for row in book.active.iter_rows(min_row=6, values_only=True)] == [
        "Treo cờ"
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_cost(client, place, django_assert_num_queries, count):
    for number in range(count):
        UnitTaskFactory(participation=place.taking, text=f"Việc {number}")
    client.force_login(place.reporter)
    client.get("/nhiem-vu/")
    with django_assert_num_queries(4):
        client.get("/nhiem-vu/")
    client.force_login(place.officer)
    page = reverse("campaigns:campaign-tasks", args=[place.campaign.pk, "x"])
    page = client.get(page).url if client.get(page).status_code == 302 else page
    with django_assert_num_queries(11):
        client.get(page)
