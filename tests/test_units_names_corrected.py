"""Sửa tên ghi nhầm: as if it had been written so, while no paper bears it."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from reports import actions as report_actions
from reports import tasks
from reports.models import Document
from tests.desk_forms import words_of
from tests.factories import UnitFactory, ward
from tests.test_units_reform import BASIS, Province
from tests.windows import in_thread, wait_until_blocked
from units import actions
from units.errors import Overtaken, Refused, Way
from units.models import AuditEntry, Membership, UnitName, User

pytestmark = pytest.mark.django_db
TODAY = localdate()


@pytest.fixture
def here():
    return Province()


def correct(here, unit=None, **names):
    unit = unit or here.ward
    return actions.correct_name(unit.pk, by=here.administrator, **names)


def test_what_was_typed_wrongly_is_as_if_it_had_been_right(here):
    before = UnitName.objects.of_unit(here.ward).get()
    lines = AuditEntry.objects.count()

    correct(here, name="Ủy ban nhân dân phường Đúng", letterhead="ỦY BAN NHÂN DÂN")

    after = UnitName.objects.of_unit(here.ward).get()
    here.ward.refresh_from_db()
    assert (after.pk, after.valid_from) == (before.pk, before.valid_from)
    assert after.name == here.ward.name == "Ủy ban nhân dân phường Đúng"
    assert after.letterhead == here.ward.letterhead == "ỦY BAN NHÂN DÂN"
    entry = AuditEntry.objects.get(action="unitname.corrected")
    assert (entry.actor, entry.unit_id) == (here.administrator, here.ward.pk)
    assert entry.detail == {
        "before": {"name": before.name, "letterhead": before.letterhead},
        "after": {"name": after.name, "letterhead": after.letterhead},
    }
    assert AuditEntry.objects.count() == lines + 2  # and what the calendar showed


def test_of_a_unit_to_come_the_first_name(here):
    coming = UnitFactory(parent=here.ward, valid_from=TODAY + timedelta(days=9))

    correct(here, coming, short_name="Phòng Đúng")

    coming.refresh_from_db()
    assert coming.short_name == "Phòng Đúng"


def test_a_name_to_come_stays(here):
    actions.rename_unit(
        here.ward.pk, by=here.administrator, effective_on=TODAY + timedelta(days=9),
        basis=BASIS, short_name="Tên sắp dùng",
    )  # fmt: skip

    correct(here, short_name="Tên đúng")

    names = UnitName.objects.of_unit(here.ward).values_list("short_name", flat=True)
    assert list(names) == ["Tên sắp dùng", "Tên đúng"]


@pytest.mark.parametrize("traits", [{}, {"signed": True}, {"issued": True}])
def test_a_name_on_papers_is_not_corrected(traits):
    office = ward()
    office.document(**traits)

    with pytest.raises(Refused) as refusal:
        actions.correct_name(office.unit.pk, by=office.administrator, name="Tên Khác")

    assert str(refusal.value) == (
        "Tên này đã ghi trên 1 văn bản nên không sửa như ghi nhầm được. Muốn dùng tên khác "
        "từ một ngày thì đổi tên."
    )
    assert refusal.value.way == Way("Đổi tên", "unit-rename", (office.unit.pk,))


def test_papers_under_the_name_before_do_not_count():
    office = ward()
    document = office.document()
    type(document).objects.filter(pk=document.pk).update(
        requested_at=now() - timedelta(days=40)
    )
    actions.rename_unit(
        office.unit.pk, by=office.administrator,
        effective_on=TODAY - timedelta(days=20), basis=BASIS, name="Tên Nhầm",
    )  # fmt: skip

    actions.correct_name(office.unit.pk, by=office.administrator, name="Tên Đúng")

    office.unit.refresh_from_db()
    assert office.unit.name == "Tên Đúng"


def test_who_may_not(here):
    other = Province()

    for by in (other.administrator, here.person(here.ward, "officer")):
        with pytest.raises(PermissionDenied):
            actions.correct_name(here.ward.pk, by=by, name="Tên Khác")


def test_when_not(here):
    with pytest.raises(Refused, match="Chưa có chữ nào được sửa"):
        correct(here, short_name=here.ward.short_name)
    with pytest.raises(TypeError, match="code"):
        correct(here, code="H1")
    correct(here, short_name="A")
    with pytest.raises(Overtaken):
        correct(here, short_name="B", seen=0)


def test_the_page_shows_what_there_is_and_keeps_what_was_typed(client, here):
    client.force_login(here.person(here.ward))
    address = reverse("unit-name-correct", args=[here.ward.pk])
    assert address in client.get(reverse("unit", args=[here.ward.pk])).content.decode()

    page = client.get(address)
    shown = page.context["form"].initial
    wrong = client.post(address, shown | {"short_name": "x" * 101})
    answer = client.post(address, shown | {"letterhead": "ĐÚNG", "symbol": "UB"})

    assert "Sửa như thể đã ghi đúng từ ngày" in words_of(page)
    assert wrong.status_code == 422
    assert "Tên gọn dài tối đa 100 ký tự. Đang nhập: 101 ký tự." in words_of(wrong)
    assert "x" * 101 in wrong.content.decode()
    assert answer.url == reverse("unit", args=[here.ward.pk])
    here.ward.refresh_from_db()
    assert (here.ward.letterhead, here.ward.symbol) == ("ĐÚNG", "UB")


@pytest.mark.parametrize("name", ["unit-name-correct", "unit-rename"])
def test_no_unit_takes_the_name_of_its_sister(client, here, name):
    """As when it is laid; what two bear since a merger may stay while another thing is changed."""
    client.force_login(here.administrator)
    address = reverse(name, args=[here.ward.pk])
    typed = client.get(address).context["form"].initial | {
        "effective_on": f"{TODAY:%d/%m/%Y}", "basis": BASIS, "symbol": "UB",
        "buoc": "xem",
    }  # fmt: skip
    said = "Đã có đơn vị “ubnd phường tây” cùng nơi trực thuộc; ghi tên gọn khác để không nhầm."

    answer = client.post(address, typed | {"short_name": "ubnd phường tây"})
    assert (answer.status_code, said in words_of(answer)) == (422, True)

    UnitName.objects.filter(unit=here.other).update(short_name=here.ward.short_name)
    type(here.other).objects.filter(pk=here.other.pk).update(
        short_name=here.ward.short_name
    )
    again = client.post(address, typed)
    assert again.status_code in (200, 302), words_of(again)


def test_who_cannot_be_a_signer_is_led_to_the_letterhead(client, here):
    client.force_login(here.administrator)
    quiet = UnitFactory(parent=here.ward, quiet=True, short_name="UBND xã Thử Một")
    person = User.objects.get(pk=here.person(quiet, "officer").pk)
    typed = {
        "unit": quiet.pk, "role": Membership.Role.LEADER, "capacity": "head",
        "valid_from": f"{TODAY:%d/%m/%Y}",
    }  # fmt: skip

    answer = client.post(reverse("role-grant", args=[person.pk]), typed)

    way = reverse("unit-name-correct", args=[quiet.pk])
    assert (
        "UBND xã Thử Một không ban hành văn bản nên không có người ký. "
        f'<a href="{way}">Nếu đơn vị có ban hành, ghi Tên in trên văn bản</a>'
    ) in answer.content.decode()


# ---- at the moment of an approval -----------------------------------------------------------


@pytest.fixture
def approval(monkeypatch):
    """An office with a plan to approve, and the act; nothing is drawn."""
    monkeypatch.setattr(tasks.render_document, "delay_on_commit", lambda pk: None)
    office = ward()
    plan = office.checked()
    approve = partial(report_actions.approve_and_sign, plan.pk, by=office.leader)
    name = partial(
        actions.correct_name, office.unit.pk, by=office.administrator, letterhead="ĐÚNG"
    )
    return approve, name


def refused(act, told):
    def run():
        with pytest.raises(Refused) as refusal:
            act()
        told.append(str(refusal.value))

    return in_thread(run)


@pytest.mark.django_db(transaction=True)
def test_who_approves_waits_for_the_right_name(approval):
    approve, name = approval
    told = []
    thread = refused(approve, told)

    with transaction.atomic():
        name()
        thread.start()
        wait_until_blocked()
    thread.join(10)

    assert "cơ quan ban hành ghi" in told[0]
    assert told[0].endswith("Trả lại để cán bộ soạn thảo sửa phần đầu.")
    assert not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_corrects_the_name_waits_for_the_paper_that_bears_it(approval):
    approve, name = approval
    told = []
    thread = refused(name, told)

    with transaction.atomic():
        approve()
        thread.start()
        wait_until_blocked()
    thread.join(10)

    assert told[0].startswith("Tên này đã ghi trên 1 văn bản")
