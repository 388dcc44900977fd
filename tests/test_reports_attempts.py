"""Lượt làm: a worker's death is counted, the third one is the last, nobody waits on a lock."""

import threading
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils.timezone import localdate, now

from reports import actions, attempts, examining, issuing, previews, signing, tasks
from reports.attempts import GivenUp, attempt
from reports.errors import SignerUnavailable
from reports.models import Attempt, Document, DocumentFile
from tests.desk_forms import words_of
from tests.factories import ready_content, ward
from tests.worker import DEADLY, wait_for
from units.errors import Refused

Status, Stage = Document.Status, DocumentFile.Stage


class Died(BaseException):
    """What a killed process leaves behind: no exception handler has run."""


def die(work):
    with suppress(Died), attempt(work) as mine:
        assert mine
        raise Died


def rest_is_over():
    Attempt.objects.update(last_at=now() - attempts.REST)


def test_what_ends_leaves_no_line(db):
    with attempt("seal:1") as mine:
        assert mine
        assert Attempt.objects.get().begun == 1
    with pytest.raises(OSError, match="disk"), attempt("seal:1"):
        raise OSError("disk")

    assert not Attempt.objects.exists()


def test_three_deaths_are_the_end(db, caplog):
    die("seal:1")
    die("seal:1")
    with attempt("seal:1") as mine:
        assert not mine  # it rests
    rest_is_over()
    die("seal:1")

    with pytest.raises(GivenUp) as spent, attempt("seal:1"):
        raise AssertionError("begun a fourth time")
    with pytest.raises(GivenUp) as again, attempt("seal:1"):
        raise AssertionError("begun a fifth time")
    assert Attempt.objects.get().code == spent.value.code == again.value.code
    [line] = [r.message for r in caplog.records if r.name == "reports.attempts"]
    assert line == f"seal:1 killed its worker 3 times, code {spent.value.code}"

    with attempt("seal:2") as mine:
        assert mine
    attempts.forgive("seal:1")
    with attempt("seal:1") as mine:
        assert mine


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time_and_a_lost_one_holds_nothing():
    def meanwhile():
        with attempt("seal:1") as mine:
            found.append(mine)
        connection.close()

    found = []
    with attempt("seal:1") as mine:
        assert mine
        _in_thread(meanwhile)
        assert found == [False]
        connection.close()  # as the server sees a worker that is gone
        _in_thread(meanwhile)
    assert found == [False, True]


def _in_thread(run):
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.slow
def test_a_paper_that_kills_its_worker_stops_and_others_go_on(
    celery_worker_process, tmp_path
):
    deaths = tmp_path / "deaths"
    celery_worker_process.stop()
    celery_worker_process.start(TEST_DEATHS=str(deaths))
    place = ward()
    bad = actions.approve_and_sign(
        place.checked(ready_content(title=DEADLY)).pk, by=place.leader
    )
    # Two at once, the third after its rest, from the clock.
    wait_for(lambda: _count(deaths) == 2)
    wait_for(celery_worker_process.is_idle)
    assert _count(deaths) == 2
    rest_is_over()
    _by_the_clock(bad)
    wait_for(lambda: _count(deaths) == 3)

    bad = wait_for(lambda: Document.objects.filter(status=Status.STOPPED).first())
    assert bad.problem == (
        "Máy chủ dừng đột ngột 3 lần liền khi làm văn bản này nên không thử nữa. "
        f"Mã để báo quản trị hệ thống: {Attempt.objects.given_up().get().code}."
    )
    _by_the_clock(bad)
    good = actions.approve_and_sign(place.checked().pk, by=place.leader)
    wait_for(lambda: good.files.filter(stage=Stage.RENDERED).exists())
    assert _count(deaths) == len(set(deaths.read_text().split())) == 3
    assert celery_worker_process.is_alive
    wait_for(celery_worker_process.is_idle)
    celery_worker_process.stop()  # the next test gets one that knows no deaths


def _count(deaths):
    return len(deaths.read_text().split()) if deaths.exists() else 0


def _by_the_clock(document):
    """What the clock does once a paper has waited a minute."""
    Document.objects.filter(pk=document.pk).update(requested_at="2026-01-01T00:00:00Z")
    cache.clear()
    tasks.requeue_waiting_documents()


def _spend(work):
    Attempt.objects.create(work=work, begun=attempts.MOST)


def test_a_stopped_paper_may_be_tried_anew_by_its_signer(signing_ward):
    document = actions.approve_and_sign(
        signing_ward.checked().pk, by=signing_ward.leader
    )
    _spend(f"render:{document.pk}")
    issuing.render(document.pk)
    document.refresh_from_db()
    assert document.status == Status.STOPPED
    assert not document.files.exists()

    actions.retry_document(document.pk, by=signing_ward.leader)
    issuing.render(document.pk)
    document.refresh_from_db()
    assert document.status == Status.RENDERED


@pytest.fixture
def numbered(signing_ward):
    document = actions.approve_and_sign(
        signing_ward.checked().pk, by=signing_ward.leader
    )
    issuing.render(document.pk)
    issuing.sign(document.pk)
    actions.issue_document(document.pk, by=signing_ward.clerk, day=localdate())
    document.refresh_from_db()
    return document


def test_a_seal_that_was_given_up_keeps_its_number_until_it_is_resumed(numbered):
    _spend(f"seal:{numbered.pk}")
    issuing.seal(numbered.pk)
    numbered.refresh_from_db()
    code = Attempt.objects.get().code
    assert (numbered.status, numbered.number) == (Status.NUMBERED, 1)
    assert numbered.problem.endswith(f"Mã để báo quản trị hệ thống: {code}.")

    out = StringIO()
    call_command("resume_work", stdout=out)
    assert out.getvalue().startswith(f"{code}  seal:{numbered.pk}  3 lần, ")
    with pytest.raises(CommandError, match="mang mã ZZZZ"):
        call_command("resume_work", "ZZZZ")
    call_command("resume_work", code.lower(), stdout=out)
    assert out.getvalue().endswith("sẽ đóng dấu lại trong khoảng một phút.\n")
    issuing.seal(numbered.pk)
    numbered.refresh_from_db()
    assert (numbered.status, numbered.problem) == (Status.ISSUED, "")


def test_a_draft_that_kills_workers_says_so_on_its_preview(db):
    plan = ward().submitted()
    key = previews.key_of(plan)
    _spend(f"preview:{key}")

    previews.render(plan.pk)

    code = Attempt.objects.get().code
    assert previews.ready(key).problem == (
        "Máy chủ dừng đột ngột 3 lần liền khi dàn bản này nên không thử nữa. "
        f"Mã để báo quản trị hệ thống: {code}."
    )
    call_command("resume_work", code, stdout=StringIO())
    assert previews.ready(key) is None


def test_a_file_that_kills_workers_is_left_alone(numbered):
    file = numbered.files.get(stage=Stage.RENDERED)
    _spend(f"examine:{file.sha256}")

    examining.examine(file.pk)

    assert examining.pictures(file.sha256) is None
    attempts.forgive(f"examine:{file.sha256}")
    examining.examine(file.pk)
    assert examining.pictures(file.sha256).count == numbered.pages


@pytest.fixture
def slow_service(monkeypatch):
    """Signing that waits for a service, as long as the test likes."""
    asked, answer = threading.Event(), threading.Event()

    def slow(name):
        sign = getattr(signing, name)

        def wait(*args, **options):
            asked.set()
            assert answer.wait(30)
            return sign(*args, **options)

        monkeypatch.setattr(signing, name, wait)

    for name in ("sign_person", "sign_agency", "upgrade"):
        slow(name)
    yield asked, answer
    answer.set()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_slow_service_holds_up_nobody_else(
    transactional_db, signing_ward, slow_service, client
):
    asked, answer = slow_service
    document = actions.approve_and_sign(
        signing_ward.checked().pk, by=signing_ward.leader
    )
    issuing.render(document.pk)
    workers = [_worker(issuing.sign, document), _worker(issuing.sign, document)]
    assert asked.wait(10)
    _others_come_and_go(document, signing_ward, client)
    workers += [_worker(issuing.sign, document)]
    answer.set()
    _finished(workers)
    document.refresh_from_db()
    assert document.status == Status.SIGNED

    actions.issue_document(document.pk, by=signing_ward.clerk, day=localdate())
    asked.clear()
    answer.clear()
    workers = [_worker(issuing.seal, document), _worker(issuing.seal, document)]
    assert asked.wait(10)
    _others_come_and_go(document, signing_ward, client)
    entry = document.register_entry
    with pytest.raises(Refused, match="đã cấp cho một văn bản đã ký"):
        actions.void_number(entry.pk, by=signing_ward.clerk, reason="Cấp nhầm.")
    answer.set()
    _finished(workers)
    document.refresh_from_db()
    assert document.status == Status.ISSUED
    assert [*document.files.values_list("stage", flat=True)] == [
        "rendered", "signed", "issued",
    ]  # fmt: skip
    assert not Attempt.objects.exists()


def _worker(step, document):
    def run():
        try:
            step(document.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _finished(workers):
    for worker in workers:
        worker.join(30)
        assert not worker.is_alive()


def _others_come_and_go(document, place, client):
    """Another user's lock and look, each refused to wait longer than a statement takes."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    try:
        # Comes as far as the question of status, with the row locked: it is not signed yet.
        with pytest.raises(Refused, match="nên không bỏ được"):
            actions.return_stopped(document.pk, by=place.leader, reason="Thử.")
        client.force_login(place.clerk)
        assert client.get(f"/van-ban/{document.pk}/").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def test_what_has_moved_on_is_not_recorded(signing_ward, monkeypatch):
    """A worker that lost its session, and with it its claim, comes home late."""
    document = actions.approve_and_sign(
        signing_ward.checked().pk, by=signing_ward.leader
    )
    issuing.render(document.pk)
    first = document.files.get()
    sign = signing.sign_person

    def overtaken(*args, **options):
        Document.objects.filter(pk=document.pk).update(status="stopped", problem="…")
        actions.retry_document(document.pk, by=signing_ward.leader)
        issuing.render(document.pk)
        return sign(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(signing, "sign_person", overtaken)
        issuing.sign(document.pk)
    document.refresh_from_db()

    [second] = document.files.all()
    assert second.pk != first.pk
    assert document.status == Status.RENDERED
    issuing.sign(document.pk)
    document.refresh_from_db()
    assert document.status == Status.SIGNED
    assert document.signed_at > now() - timedelta(minutes=1)


# ---- a service that does not answer ---------------------------------------------------------


@pytest.mark.django_db
def test_who_waits_is_told_of_a_silent_service_until_it_answers(
    signing_ward, client, monkeypatch
):
    """At the leader's and at the clerk's step; what is told goes when it is signed."""
    document = actions.approve_and_sign(
        signing_ward.checked().pk, by=signing_ward.leader
    )
    issuing.render(document.pk)
    client.force_login(signing_ward.leader)
    for name, step, status in (
        ("sign_person", issuing.sign, Status.SIGNED),
        ("sign_agency", issuing.seal, Status.ISSUED),
    ):
        answers = getattr(signing, name)
        monkeypatch.setattr(signing, name, silent)
        with pytest.raises(SignerUnavailable):
            step(document.pk)
        told = words_of(client.get(f"/van-ban/{document.pk}/"))
        assert "Chưa ký số được, đang thử lại" in told
        assert "dịch vụ dấu thời gian chưa trả lời. Hệ thống tự thử lại" in told
        assert "hx-trigger" in client.get(f"/van-ban/{document.pk}/").content.decode()
        assert "not here" not in told
        assert document.pk in {one.pk for one in Document.objects.owed()}

        monkeypatch.setattr(signing, name, answers)
        step(document.pk)
        document.refresh_from_db()
        assert (document.status, document.problem) == (status, "")
        assert document.unanswered_at is None
        if status == Status.SIGNED:
            actions.issue_document(document.pk, by=signing_ward.clerk, day=localdate())


def silent(*args, **options):
    raise SignerUnavailable("TSA not here")
