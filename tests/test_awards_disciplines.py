"""Vụ việc, kỷ luật: recorded, settled, and seen by the authority that weighs alone."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions
from awards.models import Discipline
from tests.award_law import case, lay_law
from tests.factories import HonoureeFactory, Role, UnitFactory, ward
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
LIST = reverse("awards:discipline-list")
RECORD = reverse("awards:discipline-record")
DAY = timedelta(days=1)


@pytest.fixture
def here():
    lay_law()
    return ward()


@pytest.fixture
def person(here):
    office = UnitFactory(parent=here.unit, quiet=True)
    return HonoureeFactory(unit=office, name="Đỗ Thị Ái")


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def given(here, **more):
    return {
        "authority": here.unit.pk, "begun_on": f"{localdate():%d/%m/%Y}", "basis": "Công văn 7",
        "words": "do thi",
    } | more  # fmt: skip


def test_somebody_is_looked_for_without_diacritics_chosen_and_recorded(
    client, here, person
):
    client.force_login(here.officer)
    found = client.post(RECORD, given(here, tim="1"))
    assert found.status_code == 200
    assert f'value="h{person.pk}"' in found.content.decode()
    assert "Đỗ Thị Ái" in text(found)
    assert 'value="Công văn 7"' in found.content.decode()

    done = client.post(RECORD, given(here, subject=f"h{person.pk}", ghi="1"))

    assert (done.status_code, done.url) == (302, LIST)
    one = Discipline.objects.get()
    assert (one.honouree, one.authority, one.status, one.basis, one.recorded_by) == (
        person, here.unit, "verifying", "Công văn 7", here.officer,
    )  # fmt: skip
    told = text(client.get(LIST))
    assert "Đang xác minh 1 vụ việc Đỗ Thị Ái" in told
    line = AuditEntry.objects.get()
    assert (line.action, line.about, line.detail) == ("discipline.added", "", {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subject": ""}, "Chọn đúng một đối tượng"),
        ({"basis": ""}, "Văn bản, căn cứ"),
        ({"begun_on": f"{localdate() + DAY:%d/%m/%Y}"}, "không được sau hôm nay"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client, here, person, change, words
):
    client.force_login(here.officer)
    data = given(here, subject=f"h{person.pk}", ghi="1") | change
    response = client.post(RECORD, data)
    assert response.status_code == 422
    assert words in text(response)
    assert "Đỗ Thị Ái" in text(response)
    assert not Discipline.objects.exists()


def test_whoever_is_not_found_is_said(client, here):
    client.force_login(here.officer)
    response = client.post(RECORD, given(here, tim="1", words="khong co ai"))
    assert "Không tìm thấy ai tên “khong co ai” trong cơ quan" in text(response)


def test_nobody_of_another_authority_is_meant(here, person):
    other = ward()
    with pytest.raises(Refused, match="không thuộc cơ quan"):
        actions.record_discipline(
            other.unit.pk, by=other.officer, begun_on=localdate(), basis="x",
            honouree_id=person.pk,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.record_discipline(
            here.unit.pk, by=other.officer, begun_on=localdate(), basis="x",
            honouree_id=person.pk,
        )  # fmt: skip


def test_it_is_settled_once_for_all(client, here, person):
    one = case(here.unit, honouree=person, begun_on=localdate() - DAY)
    client.force_login(here.officer)
    address = reverse("awards:discipline-settle", args=[one.pk])
    until = f"{localdate() + 30 * DAY:%d/%m/%Y}"

    early = client.post(
        address, {"status": "cleared", "ended_on": until, "paper": "Kết luận 3"}
    )
    done = client.post(
        address, {"status": "disciplined", "ended_on": until, "paper": "Kết luận 3"}
    )

    assert (early.status_code, done.status_code) == (422, 302)
    one.refresh_from_db()
    assert (one.status, one.ended_on, one.settled_by_paper) == (
        "disciplined", localdate() + 30 * DAY, "Kết luận 3",
    )  # fmt: skip
    assert "Kết luận: Kết luận 3" in text(client.get(LIST))
    today = f"{localdate():%d/%m/%Y}"
    cleared = {"status": "cleared", "ended_on": today, "paper": "Hủy 4"}
    assert client.post(address, cleared).status_code == 302
    again = client.post(address, cleared)
    assert again.status_code == 422
    assert "Không thể chuyển từ" in text(again)


def test_who_sees_it(client, here, person):
    one = case(here.unit, honouree=person, basis="Đơn kín 77")
    reporter = here.person(Role.REPORTER)
    for user, listed, settled in (
        (here.officer, 200, 200), (here.leader, 403, 404), (reporter, 403, 404),
        (ward().officer, 200, 404),
    ):  # fmt: skip
        client.force_login(user)
        answer = client.get(LIST)
        page = client.get(reverse("awards:discipline-settle", args=[one.pk]))
        assert (answer.status_code, page.status_code) == (listed, settled)
        assert ("Đơn kín 77" in text(answer)) == (user == here.officer)


def test_what_the_list_costs(client, here, person):
    client.force_login(here.officer)
    costs = []
    for count in (1, 3):
        for _ in range(count):
            case(here.unit, honouree=HonoureeFactory(unit=here.unit))
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"collective": "unit"}, "discipline_is_of_one_subject"),
        ({"honouree": None}, "discipline_is_of_one_subject"),
        ({"status": "guilty"}, "discipline_status_is_known"),
        ({"status": "cleared"}, "what_is_settled"),
        ({"ended_on": localdate() - 1000 * DAY}, "discipline_in_order|what_is_settled"),
    ],
)
def test_the_database_refuses_what_cannot_be(here, person, change, name):
    one = case(here.unit, honouree=person)
    change = {
        key: here.unit if value == "unit" else value for key, value in change.items()
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Discipline.objects.filter(pk=one.pk).update(**change)
