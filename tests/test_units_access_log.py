"""Nhật ký truy cập: who read personal data, who took files away; kept for its term."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils.timezone import localdate, now

from config.celery import app as celery_app
from tests.factories import (
    Role,
    UserFactory,
    other_ward,
    ward,
)
from tests.paper_files import issued_paper
from units import access, permissions, presence, tasks
from units.access import What, looked_at
from units.models import Access, AuditEntry, Term, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    presence.end()
    Term.objects.update_or_create(
        code="access_log", defaults={"value": 730, "valid_from": date(2025, 1, 1)}
    )


@pytest.fixture
def here():
    return ward()


def lines():
    return list(
        Access.objects.order_by("pk").values_list(
            "user", "what", "subject", "subject_id", "unit", "role", "address", "about"
        )
    )


def test_the_page_of_a_person_is_told_with_capacity_and_address(client, here):
    person = here.officer
    client.force_login(here.administrator)

    client.get(reverse("user", args=[person.pk]), REMOTE_ADDR="192.0.2.7")
    client.get(reverse("user", args=[person.pk]), REMOTE_ADDR="192.0.2.7")  # drawn anew

    assert lines() == [
        (
            here.administrator.pk, "viewed", "units.User", person.pk, here.unit.pk,
            Role.ADMINISTRATOR, "192.0.2.7", person.full_name,
        )
    ]  # fmt: skip
    assert Access.objects.get().held_in == here.unit


def test_a_list_of_people_is_told_once_and_of_no_one(client, here):
    client.force_login(here.administrator)

    client.get(reverse("user-list"))
    client.get(reverse("user-list"), {"q": "an"})

    assert [line[1:5] + line[7:] for line in lines()] == [
        ("viewed", "units.User", None, here.unit.pk, "Danh sách người và vai trò")
    ]


def test_whoever_is_refused_leaves_no_line(client, here):
    client.force_login(other_ward().administrator)

    assert client.get(reverse("user", args=[here.officer.pk])).status_code == 404

    assert lines() == []


def test_each_download_is_told(client, here):
    document = issued_paper(here, number=5, issued_on=date(2026, 6, 30))
    client.force_login(here.clerk)
    url = reverse("reports:document-file", args=[document.pk, "issued"])

    assert client.get(url).status_code == 200
    assert client.get(url, {"xem": "1"}).status_code == 200

    assert [line[:6] for line in lines()] == [
        (
            here.clerk.pk,
            "downloaded",
            "reports.Document",
            document.pk,
            here.unit.pk,
            "clerk",
        )
    ] * 2
    assert lines()[0][7] == "Kế hoạch số 05/KH-UBND: KH-05-2026-UBND.pdf"


def test_an_address_that_is_none_is_not_kept(here):
    request = RequestFactory().get("/", REMOTE_ADDR="unix:")
    request.user = here.officer

    looked_at(request, What.DOWNLOADED, here.unit)

    assert Access.objects.get().address is None


def test_capacity_is_the_role_that_was_asked_for_last(here):
    both = here.officer
    here.unit.memberships.create(
        user=both, role=Role.CLERK, valid_from=date(2020, 1, 1)
    )
    assert permissions.holds(both, Role.OFFICER, here.unit)
    assert permissions.holds(both, Role.CLERK, here.unit)
    assert not permissions.holds(both, Role.LEADER, here.unit)

    looked_at(both, What.EXPORTED, User, about="Danh sách")
    looked_at(here.leader, What.EXPORTED, User, about="Danh sách")

    assert [(line[0], line[4], line[5]) for line in lines()] == [
        (both.pk, here.unit.pk, "clerk"),
        (here.leader.pk, here.unit.pk, ""),  # no role of the leader was asked about
    ]


@pytest.mark.parametrize(
    "sql", ["UPDATE units_access SET about = 'x'", "DELETE FROM units_access"]
)
def test_the_database_keeps_a_line_as_it_is(here, sql):
    looked_at(here.officer, What.DOWNLOADED, here.unit)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def aged(days):
    return Access.objects.create(
        at=now() - timedelta(days=days), user=UserFactory(), what=What.VIEWED,
        subject="units.User", about=f"{days} ngày",
    )  # fmt: skip


def test_lines_go_after_their_term():
    aged(729)
    aged(731)

    tasks.forget_old_access()

    assert [line[7] for line in lines()] == ["729 ngày"]


def test_a_shorter_term_counts_from_its_day():
    aged(100)
    Term.objects.update(valid_to=now().date() - timedelta(days=1))
    Term.objects.create(code="access_log", value=90, valid_from=now().date())

    assert access.forget_old() == 1


def test_without_a_term_nothing_goes():
    aged(9999)
    Term.objects.all().delete()

    assert access.forget_old() == 0
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Access.objects.all().delete()


# ---- terms -----------------------------------------------------------------------------------


def set_term(*arguments, **options):
    out = StringIO()
    call_command("set_term", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_term_is_set_from_a_day_and_the_old_one_stays():
    today = localdate()
    said = set_term("access_log", "365", "--basis", "QĐ 5")

    assert said == f"Lưu nhật ký truy cập (ngày): 365, từ {today:%d/%m/%Y}\n"
    rows = Term.objects.filter(code="access_log").order_by("valid_from")
    assert [(row.value, row.valid_to) for row in rows] == [
        (730, today - timedelta(days=1)), (365, None),
    ]  # fmt: skip
    assert Term.objects.length("access_log") == timedelta(days=365)
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["term.amended", "term.added"]
    assert f"365, từ {today:%d/%m/%Y}. QĐ 5\n" in set_term()


@pytest.mark.parametrize(
    "arguments",
    [
        ["access_log"],
        ["access_log", "0"],
        ["access_log", "9", "--from", "hôm qua"],
        ["access_log", "9", "--from", "01/01/2024"],
        ["nothing", "9"],
    ],
)
def test_what_is_no_term_is_refused(arguments):
    with pytest.raises(CommandError):
        set_term(*arguments)
    assert Term.objects.get(code="access_log").value == 730


# ---- the context of one piece of work --------------------------------------------------------


def test_what_one_task_notes_the_next_does_not_find():
    @celery_app.task(name="tests.note", bind=True)
    def note(self):
        before = presence.capacity_of(UserFactory.build(pk=1))
        presence.note(1, "clerk", held_in=1, used_for=1)
        return before

    assert [note(), note()] == [None, None]
    assert presence.capacity_of(UserFactory.build(pk=1)) is None


def test_nor_one_request_what_the_last_noted(client, here):
    client.force_login(here.administrator)
    client.get(reverse("user", args=[here.officer.pk]))

    assert presence.capacity_of(here.administrator) is None
    assert presence.address() is None
