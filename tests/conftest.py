"""Fixtures that stand on real services: database, worker, browser."""

import asyncio
import os
import shutil
from contextlib import ExitStack, contextmanager

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.db.models.signals import post_migrate  # noqa: TID251  how flush tells its end

from config.system import chromium
from tests import database
from tests.office import signing_ward  # noqa: F401  a fixture of every test
from tests.paper_files import asked, examine, fresh_cache  # noqa: F401  likewise
from tests.signing_kit import office, paper, pictures  # noqa: F401  likewise
from tests.stampers import brief_office, stampers  # noqa: F401  likewise
from tests.worker import WorkerProcess, wait_for

# How long drawing takes tells of the machine beside us, not of what is tested.
hypothesis.settings.register_profile(
    "house", suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


def pytest_unconfigure():
    shutil.rmtree(django_settings.TEST_FILES, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker
):
    """The settings of the test database, with the template it is copied from."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        made = stack.enter_context(database.copied())

        def finish():
            made()
            stack.close()  # the next process may look for the template

        yield finish


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_modify_db_settings, django_db_blocker):
    """The test database, dropped at the end whoever is still connected.

    A thread of the live server lives until its browser has closed the connection.
    A test that commits has every table emptied behind it, the catalogues of the law too,
    which come with the migrations: they are put back at once, for whatever test is next.
    """
    with django_db_blocker.unblock():
        django_db_modify_db_settings()  # it is made: others may copy it
        catalogues = _filled_tables()

    def put_back(**emptied):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in catalogues.items():
                with cursor.copy(f"copy {table} from stdin") as copy:
                    copy.write(rows)

    post_migrate.connect(put_back, sender=apps.get_app_config("units"))
    yield
    post_migrate.disconnect(put_back, sender=apps.get_app_config("units"))
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend'"
        )


def _filled_tables() -> dict[str, bytes]:
    """Table → its rows as the migrations left them; Django fills its own again itself."""
    own = {"django_content_type", "auth_permission"}
    filled = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.django_table_names(only_existing=True):
            table = connection.ops.quote_name(name)
            with cursor.copy(f"copy {table} to stdout") as copy:
                rows = b"".join(copy)
            if rows and name not in own:
                filled[table] = rows
    return filled


@pytest.fixture(scope="session")
def _worker(django_db_setup, django_db_blocker):
    # Ends before the test database is dropped, since it depends on it.
    worker = WorkerProcess(connection.settings_dict)
    yield worker
    worker.stop()


@pytest.fixture
def celery_worker_process(transactional_db, _worker):
    """Worker thật: a real Celery worker that runs what this test queues.

    It sees committed rows only, so the test is a transactional one (the fixture sees to
    that). Wait for results with ``tests.worker.wait_for``. A test may ``kill()`` and
    ``start()`` it again.
    """
    _worker.forget_messages()
    if not _worker.is_alive:
        _worker.start()
    return _worker


@pytest.fixture(autouse=True)
def _worker_at_rest(request):
    """No task is at work when the tables of a test that commits are emptied.

    The worker that one test started takes what every later test of this process queues: a task
    at work would block the emptying, or write rows into it.
    """
    if not _is_transactional(request):
        yield
        return
    request.getfixturevalue("_django_db_helper")  # empties the tables after this
    worker = request.getfixturevalue("_worker")
    yield
    worker.forget_waiting()
    if worker.is_alive:
        wait_for(worker.is_idle)
    worker.forget_messages()


def _is_transactional(request) -> bool:
    """Whether what this test writes is committed, and so seen by a worker."""
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or "transactional_db" in request.fixturenames


@pytest.fixture
def no_worker(db, _worker):
    """Không worker nào: one that another test of this process left at work is stopped."""
    _worker.stop()


BROWSER_ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine, not even a name look-up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def _browser_and_loop():
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 slow, few use it

    program = chromium()
    if program is None:
        pytest.fail("Chưa có trình duyệt: apt-get install chromium, hoặc đặt CHROMIUM")
    # Playwright's event loop runs in this thread; Django would take us for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=45_000)  # as long as any other wait of the window
    arguments = [*BROWSER_ARGUMENTS]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's own sandbox refuses root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        with outside_the_browser() as loop:
            yield browser, loop
        browser.close()


@contextmanager
def outside_the_browser():
    """Let this thread use asyncio itself, as signing does; no browser calls meanwhile.

    Between its calls Playwright leaves its event loop marked as the running one.
    """
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield loop
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture
def browser(_browser_and_loop):
    """Debian's Chromium (or the one ``CHROMIUM`` names), one for the whole run.

    A test that also signs does so ``with outside_the_browser()``.
    """
    browser, loop = _browser_and_loop
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture
def page(browser, live_server):
    """A fresh window of 1366 × 768 on the running site; ``page.goto("/…")``.

    The test fails at its end when the page threw an error, broke the content security
    policy or asked another machine for anything.
    """
    faults = []
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1366, "height": 768},
        locale="vi-VN",
        timezone_id=django_settings.TIME_ZONE,
    )
    context.set_default_timeout(45_000)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda line: _note_policy_fault(line, faults))
    context.on("request", lambda request: _note_outside(request, live_server, faults))
    yield context.new_page()
    context.close()
    # What it asked last is still being answered, in a transaction; the tables are emptied next.
    wait_for(_is_nobody_at_work)
    assert faults == []


def _is_nobody_at_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and backend_type = 'client backend'"
            " and state <> 'idle'"
        )
        return cursor.fetchone() is None


def _note_policy_fault(line, faults):
    if line.type == "error" and "Content Security Policy" in line.text:
        faults.append(line.text)


def _note_outside(request, live_server, faults):
    if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
        faults.append(f"request to {request.url}")


@pytest.fixture
def log_in(client, page, live_server):
    """``log_in(user)``: the window is that user's from now on, without the login form."""

    def log_in(user):
        client.force_login(user)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return page

    return log_in
