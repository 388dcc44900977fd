"""Đọc sau: a file that takes long is read by a worker, once, whatever happens to the worker."""

import logging
import os
import time
from datetime import timedelta

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from campaigns import actions, late_reading, reading, revising, tasks, tidying
from campaigns.models import ImportDraft
from config.celery import app
from tests.desk_forms import texts, words_of
from tests.factories import ImportDraftFactory, UserFactory, ward
from tests.reading_files import OFFICE, SHORT, old_word
from tests.worker import wait_for
from units.errors import Refused
from units.models import AuditEntry, Membership

pytestmark = pytest.mark.django_db
UPLOAD = reverse("campaigns:import-upload")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLD = OLE + "WordDocument".encode("utf-16-le")
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def office(client, place):
    client.force_login(place.officer)
    return client


@pytest.fixture
def reads(monkeypatch):
    """``reads(what)``: the reader gives or raises that; every call is counted in the list."""
    calls = []

    def put(what):
        def read_file(name, data, **options):
            calls.append((name, data))
            if isinstance(what, BaseException):
                raise what
            return what

        monkeypatch.setattr(reading, "read_file", read_file)
        return calls

    return put


def upload(client, name="ke-hoach.doc", content=OLD):
    return client.post(UPLOAD, {"tep-file": SimpleUploadedFile(name, content)})


def url(draft, name="review"):
    return reverse(f"campaigns:import-{name}", args=[draft.pk])


def waiting(**fields):
    return ImportDraftFactory(twin="", source=OLD, file_name="cu.doc", **fields)


def facts(draft):
    """(bytes of the file, sentence, whether it was read)."""
    draft.refresh_from_db()
    source = None if draft.source is None else bytes(draft.source)
    return source, draft.problem, bool(draft.twin)


# ---- taken in ------------------------------------------------------------------------------


def test_an_old_word_file_is_kept_for_a_worker(
    office, place, django_capture_on_commit_callbacks
):
    app.control.purge()
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(office)

    draft = ImportDraft.objects.get()
    assert answer.headers["Location"] == url(draft)
    assert (draft.owner, draft.file_name) == (place.officer, "ke-hoach.doc")
    assert facts(draft) == (OLD, "", False)
    with app.connection_for_read() as broker:
        assert broker.default_channel.client.llen("pdf") == 1
    app.control.purge()
    assert not AuditEntry.objects.filter(action__startswith="importdraft").exists()


def test_the_page_tells_that_it_is_being_read(office):
    upload(office)
    draft = ImportDraft.objects.get()

    answer = office.get(url(draft))

    page = html.fromstring(answer.content.decode())
    assert answer["Cache-Control"].startswith("max-age=0")
    assert texts(page, "//h1") == ["Đang đọc tệp"]
    assert texts(page, "//*[@role='status']/b") == ["Đang đọc tệp “ke-hoach.doc”…"]
    assert page.xpath("//noscript/meta/@content") == ["2"]
    assert page.xpath("//*[@data-poll]/@hx-get") == [f"{url(draft, 'wait')}?lan=1"]
    start = office.get(reverse("campaigns:campaign-start"))
    assert "ke-hoach.docđang đọc, gửi lúc" in words_of(start)


def test_the_page_asks_less_often_and_says_when_it_takes_long(office, place):
    draft = waiting(owner=place.officer)

    def look(number, age):
        ImportDraft.objects.filter(pk=draft.pk).update(created_at=now() - age)
        answer = office.get(
            f"{url(draft, 'wait')}?lan={number}", headers={"HX-Request": "true"}
        )
        (job,) = html.fragments_fromstring(answer.content.decode().strip())
        return job.get("hx-get"), job.get("hx-trigger"), texts(job, ".//p")[0][:21]

    wait = url(draft, "wait")
    assert [look(3, timedelta(seconds=3)), look(20, timedelta(seconds=61)),
            look(99, timedelta(minutes=11))] == [
        (f"{wait}?lan=4", "every 1s", "Tệp Word cũ (.doc) và"),
        (f"{wait}?lan=21", "every 5s", "Lâu hơn thường lệ; má"),
        (f"{wait}?lan=100", "every 5s", "Máy đọc tệp chưa trả "),
    ]  # fmt: skip


def test_when_it_is_over_the_page_goes_on(office, place):
    read, refused = (
        ImportDraftFactory(owner=place.officer),
        waiting(owner=place.officer),
    )
    late_reading.refuse(refused.pk, "Tệp hỏng.")

    for draft in (read, refused):
        answer = office.get(url(draft, "wait"), headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (204, url(draft))
        assert office.get(url(draft, "wait")).headers["Location"] == url(draft)


@pytest.mark.parametrize("name", ["review", "wait", "drop"])
def test_only_who_uploaded_it_sees_it(client, place, name):
    draft = waiting(owner=place.officer)
    statuses = []
    for who in (place.officer, place.person(Membership.Role.OFFICER), place.leader):
        client.force_login(who)
        statuses.append(client.get(url(draft, name)).status_code)

    assert statuses == [302 if name == "wait" else 200, 404, 404]


def test_a_file_that_waits_is_not_made_into_a_campaign(office, place):
    draft = waiting(owner=place.officer)

    answer = office.post(url(draft), {"act": "lap"})

    assert answer.headers["Location"] == url(draft)
    with pytest.raises(Refused):
        actions.create_from_import(draft.pk, by=place.officer, host_id=place.unit.pk)
    assert facts(draft) == (OLD, "", False)


def test_a_file_is_dropped_before_it_is_read(office, place):
    draft = waiting(owner=place.officer)
    assert "Bỏ tệp “cu.doc”?" in words_of(office.get(url(draft, "drop")))

    office.post(url(draft, "drop"))
    tasks.read_import(draft.pk)

    assert ImportDraft.objects.count() == 0
    assert not AuditEntry.objects.filter(action__startswith="importdraft").exists()


def test_one_person_has_few_files_waiting(office, place):
    for _ in range(actions.importing.WAITING_AT_ONCE):
        upload(office)
    ImportDraftFactory(twin="", source=OLD)  # another person's

    answer = upload(office)

    assert answer.status_code == 422
    assert "Máy đang đọc 5 tệp của anh/chị." in words_of(answer)
    assert ImportDraft.objects.of(place.officer).count() == 5


# ---- read ----------------------------------------------------------------------------------


def test_a_read_file_leaves_its_reading_and_no_byte(reads):
    found = reading.read_text(SHORT)
    calls = reads(found)
    draft = waiting()

    tasks.read_import(draft.pk)
    tasks.read_import(draft.pk)

    assert facts(draft) == (None, "", True)
    assert revising.load(draft) == revising.begin(found)
    assert calls == [("cu.doc", OLD)]
    assert list(
        AuditEntry.objects.filter(subject_id=draft.pk).values_list("action", "actor")
    ) == [("importdraft.added", draft.owner_id)]


def test_a_refused_file_leaves_one_sentence_beside_the_field(office, place, reads):
    reads(reading.Unreadable("Tệp Word bị hỏng; hãy lưu lại dạng .docx."))
    draft = waiting(owner=place.officer)

    tasks.read_import(draft.pk)

    assert facts(draft) == (None, "Tệp Word bị hỏng; hãy lưu lại dạng .docx.", False)
    answer = office.get(url(draft))
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 200
    assert texts(page, "//*[@id='id_tep-file_error']//*[@class='td-err']") == [
        "Lỗi: Tệp Word bị hỏng; hãy lưu lại dạng .docx."
    ]
    assert texts(page, "//*[@class='td-errsum']/h2") == ["Chưa đọc được tệp"]
    assert "Tệp chưa đọc được: cu.doc" in words_of(answer)
    assert "Bản đọc còn dở" not in words_of(answer)
    assert not AuditEntry.objects.filter(action__startswith="importdraft").exists()


def test_a_surprise_is_told_with_a_code_and_does_not_come_back(reads, caplog):
    calls = reads(ZeroDivisionError("bất ngờ"))
    draft = waiting()

    with caplog.at_level(logging.ERROR):
        tasks.read_import(draft.pk)
    tasks.read_import(draft.pk)

    source, problem, _ = facts(draft)
    assert problem.startswith("Hệ thống gặp lỗi khi đọc tệp này. Mã để báo hỗ trợ: ")
    assert problem.rstrip(".")[-4:] in caplog.text
    assert (source, len(calls)) == (None, 1)


def test_a_full_disk_may_pass(reads):
    reads(OSError("no space"))
    draft = waiting()

    with pytest.raises(OSError, match="no space"):
        late_reading.read(draft.pk)

    assert facts(draft) == (OLD, "", False)


def test_a_file_that_ends_every_worker_is_given_up(reads):
    calls = reads(MemoryError())
    draft = waiting(tries=late_reading.MOST_TRIES)

    tasks.read_import(draft.pk)

    assert facts(draft) == (None, late_reading.UNREADABLE_HERE, False)
    assert calls == []


def test_two_workers_do_not_read_the_same_file(reads):
    calls = reads(reading.read_text(SHORT))
    draft = waiting()
    settings = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{k: settings[k] for k in keys if k in settings}) as other:
        work = [f"read:{draft.pk}"]
        other.execute("select pg_advisory_lock(hashtextextended(%s, 0))", work)
        tasks.read_import(draft.pk)
        assert (calls, facts(draft)) == ([], (OLD, "", False))

    # the other one is gone, and its lock with it
    wait_for(lambda: calls or tasks.read_import(draft.pk))

    assert facts(draft) == (None, "", True)


def test_the_sweep_wakes_a_worker_for_what_was_forgotten(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.read_import, "delay", asked.append)
    old, young = waiting(), waiting()
    ImportDraftFactory()
    ImportDraft.objects.exclude(pk=young.pk).update(
        created_at=now() - timedelta(minutes=1)
    )

    tasks.requeue_waiting_imports()
    tasks.requeue_waiting_imports()

    assert asked == [old.pk]


def test_what_nobody_read_or_looked_at_goes(place):
    refused, unread, young = waiting(), waiting(), waiting()
    late_reading.refuse(refused.pk, "Tệp hỏng.")
    ImportDraft.objects.exclude(pk=young.pk).update(
        created_at=now() - timedelta(hours=25)
    )

    assert tidying.drop_old_imports() == 0

    assert set(ImportDraft.objects.all()) == {unread, young}
    assert facts(unread) == (None, late_reading.UNATTENDED, False)
    assert facts(young) == (OLD, "", False)


@pytest.mark.parametrize(
    "fields",
    [
        {"twin": "{}"},
        {"problem": "Hỏng."},
        {"source": None},
        {"source": None, "twin": "{}", "problem": "Hỏng."},
    ],
)
def test_a_draft_waits_or_was_refused_or_was_read(fields):
    draft = waiting()

    with (
        pytest.raises(IntegrityError, match="import_waits_was_refused_or_read"),
        transaction.atomic(),
    ):
        ImportDraft.objects.filter(pk=draft.pk).update(**fields)


def test_lists_do_not_load_the_files(office, place, django_assert_num_queries):
    user = UserFactory()
    for _ in range(3):
        waiting(owner=user)

    with django_assert_num_queries(1):
        assert [d.is_waiting for d in ImportDraft.objects.offered_to(user)] == [
            True
        ] * 3


# ---- bad input, as the browser sends it ----------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n", "đuôi .doc nhưng nội dung là PDF"),
        ("KẾ HOẠCH".encode(), "đuôi .doc nhưng nội dung là văn bản thường"),
        (b"MZ\x90\0" + bytes(60), "Tệp là chương trình"),
        (OLE + "Workbook".encode("utf-16-le"), "không phải văn bản Word"),
        (OLD + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
    ],
)
def test_what_is_no_doc_is_refused_at_once(office, content, words):
    answer = upload(office, content=content)

    page = html.fromstring(answer.content.decode())
    (said,) = texts(page, "//*[@id='id_tep-file_error']//*[@class='td-err']")
    assert answer.status_code == 422
    assert words in said
    assert texts(page, "//*[@class='td-errsum']/h2") == ["Chưa đọc được tệp"]
    assert ImportDraft.objects.count() == 0


# ---- a real worker -------------------------------------------------------------------------


@needs_office
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_doc_becomes_the_review_page_and_a_bad_one_a_sentence(
    client, celery_worker_process, tmp_path
):
    place = ward()
    client.force_login(place.officer)
    data = old_word(OFFICE, tmp_path)
    spoiled = bytearray(data)
    spoiled[600 : len(data) // 2] = bytes(len(data) // 2 - 600)

    drafts = []
    for content in (data, bytes(spoiled), data):
        upload(client, content=content)
        drafts.append(ImportDraft.objects.latest("pk"))
    wait_for(lambda: not ImportDraft.objects.waiting().exists())

    assert [facts(draft)[0] for draft in drafts] == [None] * 3
    assert "Tổ chức đợt thi đua làm thủ tục đúng hẹn" in words_of(
        client.get(url(drafts[0]))
    )
    assert facts(drafts[1])[1].startswith("Tệp Word bị hỏng hoặc tải chưa đủ; hãy ")
    assert facts(drafts[2])[2]  # the worker lives on
    assert celery_worker_process.is_alive


@needs_office
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_the_file_and_another_reads_it(
    client, celery_worker_process, tmp_path
):
    place = ward()
    client.force_login(place.officer)
    slow = tmp_path / "bin"
    slow.mkdir()
    (slow / "soffice").write_text("#!/bin/sh\nsleep 60\n")
    (slow / "soffice").chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    data = old_word(OFFICE, tmp_path)
    worker = celery_worker_process
    worker.stop()
    worker.start(PATH=f"{slow}:/usr/bin:/bin", TMPDIR=str(temporary))

    upload(client, content=data)
    draft = ImportDraft.objects.get()
    wait_for(lambda: list(temporary.glob("thi-dua-doc-*/printed")))
    worker.kill()
    assert facts(draft) == (data, "", False)
    (left,) = temporary.glob("thi-dua-doc-*")
    os.utime(left, (time.time() - 60,) * 2)

    worker.start(TMPDIR=str(temporary), VISIBILITY_TIMEOUT="5")
    ImportDraft.objects.update(created_at=now() - timedelta(minutes=1))
    tasks.requeue_waiting_imports()

    wait_for(lambda: facts(draft)[2])
    assert facts(draft)[0] is None
    assert draft.tries == 2
    assert list(temporary.glob("thi-dua-doc-*")) == []
    wait_for(worker.is_idle)  # the first message came back, and found nothing to do
    assert AuditEntry.objects.filter(action="importdraft.added").count() == 1
    worker.stop()  # the next test's has its usual surroundings


def test_a_long_paste_waits_for_a_worker_and_reads_the_same(office):
    lines = "".join(f"- Việc thứ {n} của năm 2024.\n" for n in range(1_200))
    text = f"KẾ HOẠCH\nThi đua năm 2024\nI. NỘI DUNG\n{lines}"
    office.post(UPLOAD, {"chu-text": text})

    draft = ImportDraft.objects.get()
    assert (draft.is_waiting, draft.file_name) == (True, "Phần chữ dán vào.txt")
    late_reading.read(draft.pk)
    draft.refresh_from_db()
    assert revising.load(draft).content == reading.read_text(text).content
