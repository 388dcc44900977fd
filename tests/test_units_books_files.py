"""Xuất nhật ký, kiểm tra niêm: what a worker does for the reader of the books."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localtime, now

from tests.factories import Role, UserFactory, other_ward
from tests.test_units_books import seen
from tests.test_units_reform import Province
from tests.worker import wait_for
from units import constraints, exporting, presence, seal_checks, sealing, tasks
from units.actions import books as acts
from units.actions import check_seal, export_book
from units.errors import Refused
from units.models import (
    Access,
    AuditAnchor,
    AuditEntry,
    AuditSeal,
    BookExport,
    SealCheck,
    Term,
)

pytestmark = pytest.mark.django_db
SEAL = reverse("seal")


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    presence.end()


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


@pytest.fixture
def queued(monkeypatch):
    """What is handed to a worker, in this process."""
    sent = []
    for name in ("make_export", "check_seal"):
        monkeypatch.setattr(
            getattr(tasks, name),
            "delay_on_commit",
            lambda pk, n=name: sent.append((n, pk)),
        )
    return sent


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def ask(client, query="", form="csv", kind="audit"):
    url = reverse("book-export", args=[kind])
    return client.post(url, {"bo-loc": query, "dang": form}, follow=True)


# ---- a file ----------------------------------------------------------------------------------


def test_a_small_file_is_there_at_once_with_what_the_filter_left(client, here, queued):
    by = UserFactory(full_name="Đỗ Ái", username="ai.d")
    line = seen(
        here.ward, by, role="clerk", held_in=here.ward, address="192.0.2.7",
        detail={"before": {"head_title": "=1+1"}, "after": {"head_title": "Chủ tịch"}},
    )  # fmt: skip
    seen(here.other), seen(other_ward().unit)

    page = ask(client, "dv=phuong+dong")

    assert "nhat-ky-" in page.content.decode()
    export = BookExport.objects.get()
    answer = client.get(reverse("export-file", args=[export.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert rows_of(answer) == [
        [name for name, _ in exporting.COLUMNS],
        [
            f"{localtime(line.at):%d/%m/%Y %H:%M:%S}", "Đỗ Ái", "ai.d",
            "Văn thư, UBND phường Đông", "192.0.2.7", "Sửa thông tin đơn vị", "Đơn vị",
            "UBND phường Đông", "UBND phường Đông",
            "Chức danh người đứng đầu: =1+1 → Chủ tịch",
        ],
    ]  # fmt: skip
    assert queued == []


def test_a_file_is_named_by_the_clock_of_the_pages(here):
    at = datetime(2026, 11, 26, 18, 46, tzinfo=UTC)
    export = BookExport(kind="audit", form="xlsx", created_at=at)

    assert export.file_name == "nhat-ky-20261127-0146.xlsx"


def test_no_cell_is_a_formula(client, here):
    seen(here.ward)
    AuditEntry.objects.create(
        action="unit.seen",
        subject="units.Unit",
        subject_id=1,
        unit=here.ward,
        about="=cmd|x",
    )
    ask(client)

    rows = rows_of(
        client.get(reverse("export-file", args=[BookExport.objects.get().pk]))
    )

    assert [row[7] for row in rows[1:]] == ["'=cmd|x", "UBND phường Đông"]


def test_as_a_spreadsheet(client, here):
    seen(here.ward)
    AuditEntry.objects.create(
        action="unit.seen",
        subject="units.Unit",
        subject_id=1,
        unit=here.ward,
        about="=cmd|x",
    )
    ask(client, form="xlsx")

    answer = client.get(reverse("export-file", args=[BookExport.objects.get().pk]))
    with ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "UBND phường Đông" in sheet
    assert "=cmd|x" in sheet
    assert "<f>" not in sheet


def test_the_export_itself_is_told_in_both_books(client, here):
    seen(here.ward)
    ask(client, "q=dong")

    look = Access.objects.get(what="exported")
    assert (look.user, look.role, look.about) == (
        here.administrator, "administrator", "Nhật ký, 1 dòng (csv)",
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="bookexport.added")
    assert entry.detail["after"] == {
        "form": "csv", "kind": "audit", "query": "q=dong",
        "total": 1,
    }  # fmt: skip


def test_a_long_file_is_a_workers(client, here, queued, monkeypatch):
    monkeypatch.setattr(acts, "QUICK", 2)
    for _ in range(3):
        seen(here.ward)

    page = ask(client)

    export = BookExport.objects.get()
    assert "Đang làm tệp" in page.content.decode()
    assert queued == [("make_export", export.pk)]
    assert client.get(reverse("export-file", args=[export.pk])).status_code == 404
    seen(here.ward)  # comes too late for this file
    tasks.make_export(export.pk)
    tasks.make_export(export.pk)  # twice is once
    assert len(rows_of(client.get(reverse("export-file", args=[export.pk])))) == 4


def test_too_many_lines_and_too_many_files_are_refused(here, queued, monkeypatch):
    seen(here.ward), seen(here.ward)
    by = here.administrator
    monkeypatch.setattr(acts, "QUICK", 0)
    for _ in range(acts.AT_ONCE):
        export_book(by=by, kind="audit", form="csv", query="")
    with pytest.raises(Refused, match=r"Máy đang làm 3 tệp của anh/chị\."):
        export_book(by=by, kind="audit", form="csv", query="")
    monkeypatch.setattr(acts, "MOST", 2)
    BookExport.objects.all().delete()
    with pytest.raises(Refused, match="Bộ lọc này có hơn 2 dòng"):
        export_book(by=by, kind="audit", form="csv", query="")
    with pytest.raises(Refused, match="không có dòng nào"):
        export_book(by=by, kind="audit", form="csv", query="q=zzz")


def test_a_file_is_its_owners_alone(client, here):
    seen(here.ward)
    ask(client)
    export = BookExport.objects.get()
    urls = [reverse(name, args=[export.pk]) for name in ("export", "export-file")]

    client.force_login(here.person(here.top))
    assert [client.get(url).status_code for url in urls] == [404, 404]
    client.force_login(here.person(here.top, Role.CLERK))
    assert [client.get(url).status_code for url in urls] == [403, 403]
    here.administrator.memberships.update(valid_to=now().date() - timedelta(days=1))
    client.force_login(here.administrator)
    assert [client.get(url).status_code for url in urls] == [403, 403]


def test_what_may_be_asked_for(client, here):
    url = reverse("book-export", args=["audit"])
    assert client.post(url, {"dang": "exe"}).status_code == 404
    assert client.post(url.replace("audit", "khac"), {"dang": "csv"}).status_code == 404
    assert client.get(url).status_code == 405
    client.force_login(here.person(here.top, Role.CLERK))
    assert client.post(url, {"dang": "csv"}).status_code == 403


def test_a_file_goes_after_its_term(client, here):
    Term.objects.update_or_create(
        code="export", defaults={"value": 1, "valid_from": "2025-01-01"}
    )
    seen(here.ward)
    ask(client), ask(client)
    old = BookExport.objects.first()
    BookExport.objects.filter(pk=old.pk).update(created_at=now() - timedelta(hours=25))

    tasks.forget_old_exports()

    assert [one.pk for one in BookExport.objects.all()] != [old.pk]
    assert BookExport.objects.count() == 1


# ---- the seal --------------------------------------------------------------------------------


def broken(sql, *arguments):
    tables = ("units_auditentry", "units_auditseal")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, arguments)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_whole_chain_is_told(client, here, queued):
    seen(here.ward)
    sealing.seal()

    page = client.post(reverse("seal-check"), follow=True)
    check = SealCheck.objects.get()
    assert "Đang kiểm tra chuỗi niêm" in page.content.decode()
    assert queued == [("check_seal", check.pk)]
    again = client.post(reverse("seal-check"), follow=True)
    assert (SealCheck.objects.count(), len(queued)) == (1, 1)
    assert again.status_code == 200
    tasks.check_seal(check.pk)

    page = client.get(SEAL).content.decode()
    assert "<b>Chuỗi niêm nguyên vẹn</b>: 1 mắt xích" in page


def test_a_broken_chain_says_where(client, here, queued):
    mine, foreign = seen(here.ward), seen(other_ward().unit)
    sealing.seal()
    broken("UPDATE units_auditentry SET about = 'khác'")
    check = check_seal(by=here.administrator)

    tasks.check_seal(check.pk)
    seal_checks.run(check.pk)  # twice is once

    page = client.get(SEAL).content.decode()
    assert "Chuỗi niêm hỏng ở 2 chỗ" in page
    assert f'<a href="/nhat-ky/?dong={mine.pk}">số {mine.pk}</a>' in page
    assert f'<td class="td-num">số {foreign.pk}</td>' in page
    lines = client.get(f"/nhat-ky/?dong={mine.pk}").content.decode()
    assert lines.count('class="td-book__l"') == 1


@pytest.fixture
def walked(here, queued, monkeypatch):
    """``walked(most)``: turns of one stretch of two links, as a worker does them.

    Gives the check and after each turn (position, done, faults) as its row has them.
    """
    monkeypatch.setattr(sealing, "BATCH", 2)
    monkeypatch.setattr(seal_checks, "A_TURN", 0)
    left = []
    monkeypatch.setattr(tasks.check_seal, "delay", left.append)

    def walk(most=99):
        check, told = check_seal(by=here.administrator), []
        left.append(check.pk)
        while left and len(told) < most:
            tasks.check_seal(left.pop())
            check.refresh_from_db()
            told.append((check.position, check.done, check.fault_count))
        left.clear()
        return check, told

    return walk


def test_a_long_walk_goes_on_in_turns_from_where_it_was(here, walked):
    mine = [seen(here.ward) for _ in range(5)]
    sealing.seal()
    broken("UPDATE units_auditentry SET about = 'khác' WHERE id = %s", mine[3].pk)

    check, first = walked(most=1)
    assert (check.finished_at, first) == (None, [(2, 2, 0)])
    links = AuditSeal.objects.order_by("position")
    assert bytes(check.digest) == bytes(links[1].digest)
    again, rest = (
        walked()
    )  # the first worker was killed; asking anew starts no second one

    assert (again.pk, rest) == (check.pk, [(4, 4, 1), (5, 5, 1)])
    assert again.finished_at is not None
    assert [(fault.position, fault.entry_id) for fault in again.faults.all()] == [
        (4, mine[3].pk)
    ]


def test_walking_in_turns_finds_what_one_walk_finds(here, walked, monkeypatch):
    """Links and anchors that are missing on either side of where a turn ends."""
    for _ in range(9):
        seen(here.ward)
    sealing.seal()
    links = list(AuditSeal.objects.order_by("position"))
    for day, one in enumerate(links[1:9:2], 1):  # positions 2, 4, 6, 8
        digest = bytes(32) if one.position == 4 else one.digest
        AuditAnchor.objects.create(
            day=date(2026, 1, day), position=one.position, digest=digest
        )
    AuditAnchor.objects.create(day=date(2026, 2, 1), position=12, digest=bytes(32))
    broken("DELETE FROM units_auditseal WHERE position IN (2, 3, 6)")
    with monkeypatch.context() as whole:
        whole.setattr(sealing, "BATCH", 5_000)
        expected = {(f.position, f.entry_id, f.sentence) for f in sealing.faults()}

    check, turns = walked()

    found = {(f.position, f.entry_id, f.sentence) for f in check.faults.all()}
    assert found == expected
    assert {position for position, *_ in found} == {2, 4, 6, 7, 12}
    assert check.fault_count == len(expected)
    assert [done for _, done, _ in turns] == [2, 4, 6, 6]


def test_of_very_many_faults_a_hundred_are_kept_whatever_the_turns(
    here, walked, monkeypatch
):
    for _ in range(5):
        seen(here.ward)
    sealing.seal()
    broken("UPDATE units_auditentry SET about = 'khác'")
    monkeypatch.setattr(seal_checks, "KEPT", 3)

    check, turns = walked()

    assert [faults for *_, faults in turns] == [2, 4, 5]
    assert check.faults.count() == 3


def test_one_check_is_under_way_whoever_asks(here, queued):
    SealCheck.objects.create(
        started_by=here.administrator, total=9, started_at=now() - timedelta(hours=5)
    )
    check_seal(by=here.administrator)
    assert (SealCheck.objects.count(), queued) == (1, [])

    with pytest.raises(IntegrityError), transaction.atomic():
        SealCheck.objects.create(started_by=here.administrator)


def test_two_who_ask_at_one_moment_get_the_same_check(here, queued, monkeypatch):
    other = SealCheck.objects.create(started_by=here.administrator)
    asked = SealCheck.objects.none(), SealCheck.objects.waiting()
    answers = iter(asked)  # the first look came before the other's commit
    manager = type(SealCheck.objects)
    monkeypatch.setattr(manager, "waiting", lambda _: next(answers))
    monkeypatch.setattr(SealCheck, "full_clean", lambda _, **options: None)
    monkeypatch.setattr(constraints, "hold", lambda _: True)

    assert check_seal(by=here.administrator) == other
    assert queued == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_checks_the_seal(client, here, role, queued):
    client.force_login(here.person(here.top, role))

    assert client.get(SEAL).status_code == 403
    assert client.post(reverse("seal-check")).status_code == 403
    assert (SealCheck.objects.count(), queued) == (0, [])


@pytest.mark.slow
def test_a_real_worker_makes_the_file_and_walks_the_chain(
    celery_worker_process, monkeypatch
):
    place = Province()
    monkeypatch.setattr(acts, "QUICK", 0)
    seen(place.ward)
    sealing.seal()

    export = export_book(by=place.administrator, kind="audit", form="xlsx", query="")
    check = check_seal(by=place.administrator)

    wait_for(lambda: BookExport.objects.get(pk=export.pk).finished_at)
    wait_for(lambda: SealCheck.objects.get(pk=check.pk).finished_at)
    assert bytes(BookExport.objects.get(pk=export.pk).content)[:2] == b"PK"
