"""The embedded servers: started once, alive after outages, left alone when not wanted."""

import ctypes
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config import services
from config.postgres import SHELTER, SOCKET_PATH_LIMIT, Postgres
from config.serving import wait_until
from config.valkey import Valkey

pytestmark = pytest.mark.slow


@pytest.fixture
def var(monkeypatch):
    """A ``var/`` of its own; its servers end with the test. Short, as pytest's is not."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    checkout = Path(tempfile.mkdtemp(dir="/tmp"))
    checkout.chmod(0o755)
    var = checkout / "var"
    yield var
    services.stop(var)
    shelter = (var / "postgres").resolve()
    if shelter.is_relative_to(SHELTER):
        shutil.rmtree(shelter)
    shutil.rmtree(checkout)


@pytest.fixture
def postgres(var):
    services.database_url(var)
    return Postgres(var / "postgres")


@pytest.fixture
def valkey(var):
    services.redis_url(var)
    return Valkey(var / "valkey")


def _ask(var, query):
    with psycopg.connect(services.database_url(var), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone() if cursor.description else None


def _write_row(var):
    _ask(var, "create table paper as select 'Kế hoạch' as title")


def _postmaster(server):
    return int(server.pid_file.read_text().split()[0])


def _pid(valkey):
    [process] = valkey._processes()
    return process.pid


# When they are wanted


def test_outside_services_start_nothing(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/thidua")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/3")

    assert services.ensure(var) == {
        "DATABASE_URL": "postgresql://db.example/thidua",
        "REDIS_URL": "redis://redis.example/3",
    }
    assert not var.exists()


def test_one_outside_service_leaves_the_other_embedded(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/thidua")

    services.ensure(var)

    assert {path.name for path in var.iterdir()} == {"services.lock", "valkey"}


def test_stopping_what_never_ran_makes_nothing(var):
    services.stop(var)

    assert not var.exists()


def test_many_commands_at_once_start_one_server_each(var):
    program = "import sys; from pathlib import Path; from config import services;"
    program += "print(services.ensure(Path(sys.argv[1])))"
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", program, var], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = {command.communicate()[0] for command in commands}

    assert [command.returncode for command in commands] == [0, 0, 0, 0]
    assert len(answers) == 1
    assert len(Valkey(var / "valkey")._processes()) == 1
    log = (var / "postgres/postgres.log").read_text()
    assert log.count("database system is ready to accept connections") == 1


def test_a_running_server_costs_little_to_find(var, postgres, valkey):
    started = time.perf_counter()
    for _ in range(10):
        services.ensure(var)
    average = (time.perf_counter() - started) / 10

    assert average < 0.05


def test_command_line(var):
    def run(argument):
        return subprocess.run(
            [sys.executable, "-m", "config.services", argument],
            env=os.environ | {"VAR_DIR": str(var)},
            capture_output=True,
            text=True,
        )

    assert (run("status").returncode, run("status").stdout) == (
        3,
        "PostgreSQL: không chạy\nValkey: không chạy\n",
    )
    started = run("start")
    assert started.returncode == 0
    assert started.stdout == run("status").stdout
    assert started.stdout.startswith(f"PostgreSQL: đang chạy, {var}/postgres/run\n")
    assert (run("stop").returncode, run("status").returncode) == (0, 3)
    assert run("restart").returncode == 2


# PostgreSQL


def test_database_speaks_vietnamese_and_has_the_extensions(var, postgres):
    for extension in ("unaccent", "pg_trgm", "btree_gist"):
        _ask(var, f"create extension {extension}")

    answer = _ask(
        var,
        "select lower('ĐẶNG ƯỚC'), unaccent('Đặng Ước'), 'ĐẶNG' ~* 'đặng',"
        " similarity('thi đua', 'THI ĐUA')",
    )

    assert answer == ("đặng ước", "Dang Uoc", True, 1.0)


def test_database_listens_on_its_socket_only(var, postgres):
    listening = [
        connection.laddr
        for connection in psutil.Process(_postmaster(postgres)).net_connections("inet")
    ]

    assert listening == []
    assert _ask(var, "select current_setting('listen_addresses')") == ("",)
    assert stat.S_IMODE(postgres.home.stat().st_mode) == 0o700


def test_database_owner_is_no_superuser(var, postgres):
    assert _ask(
        var,
        "select current_user::text, rolsuper, rolcreatedb from pg_roles"
        " where rolname = current_user",
    ) == ("thidua", False, True)


def test_database_survives_kill_of_its_postmaster(var, postgres):
    _write_row(var)
    os.kill(_postmaster(postgres), signal.SIGKILL)

    assert _ask(var, "select title from paper") == ("Kế hoạch",)


def test_database_survives_kill_with_a_session_at_work(var, postgres):
    """The orphan holds the shared memory that the next postmaster must not share."""
    _write_row(var)
    connection = psycopg.connect(services.database_url(var), autocommit=True)
    connection.execute("begin")
    connection.execute("delete from paper")
    orphan = connection.info.backend_pid
    os.kill(orphan, signal.SIGSTOP)
    os.kill(_postmaster(postgres), signal.SIGKILL)

    assert _ask(var, "select title from paper") == ("Kế hoạch",)
    assert orphan not in {process.pid for process in postgres._processes()}
    connection.close()


def test_database_survives_a_postmaster_that_nobody_reaps(var):
    """In a container whose first process reaps nobody, the killed one stays a zombie."""
    program = f"""
import ctypes, sys
from pathlib import Path
from config import services
ctypes.CDLL(None).prctl({PR_SET_CHILD_SUBREAPER}, 1, 0, 0, 0)
services.database_url(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program, var],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout.readline() == "ready\n"
        _write_row(var)
        killed = psutil.Process(_postmaster(Postgres(var / "postgres")))
        killed.kill()
        assert wait_until(lambda: killed.status() == psutil.STATUS_ZOMBIE, 10)

        assert _ask(var, "select title from paper") == ("Kế hoạch",)
        assert killed.status() == psutil.STATUS_ZOMBIE


PR_SET_CHILD_SUBREAPER = 36
if sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "prctl"):
    test_database_survives_a_postmaster_that_nobody_reaps = pytest.mark.skip(
        reason="only Linux adopts orphans on request"
    )(test_database_survives_a_postmaster_that_nobody_reaps)


def test_database_starts_when_its_old_number_is_another_process(var, postgres):
    _write_row(var)
    services.stop(var)
    postgres.pid_file.write_text(f"{os.getpid()}\n{postgres.data}\n")

    assert _ask(var, "select title from paper") == ("Kế hoạch",)


def test_database_comes_back_when_its_socket_was_swept_away(var, postgres):
    _write_row(var)
    before = _postmaster(postgres)
    (postgres.socket_directory / ".s.PGSQL.5432").unlink()

    # A running server without its socket is waited for first: 60 s would be long here.
    postgres_patience = pytest.MonkeyPatch()
    postgres_patience.setattr("config.postgres.wait_until", lambda condition, _: False)
    try:
        assert _ask(var, "select title from paper") == ("Kế hoạch",)
    finally:
        postgres_patience.undo()
    assert _postmaster(postgres) != before


def test_database_is_made_anew_when_var_was_deleted_under_it(var, postgres):
    _write_row(var)
    shutil.rmtree(var)

    assert _ask(var, "select to_regclass('paper')") == (None,)
    assert (
        len({process.pid for process in postgres._processes()})
        == len(psutil.Process(_postmaster(postgres)).children()) + 1
    )


def test_half_made_cluster_is_not_used(var):
    draft = var / "postgres/data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    assert _ask(var, "select 1") == (1,)
    assert not draft.exists()


@pytest.mark.parametrize(
    "name", ["đường-dẫn-dài-" * 8, "có dấu cách", "phẩy, và 'nháy'"]
)
def test_any_checkout_gets_its_servers(var, name):
    """A socket's path is short and its directory stands in a list: both set limits."""
    deep = var.parent / name / "var"
    deep.mkdir(parents=True)
    try:
        assert _ask(deep, "select 1") == (1,)
        directory = Postgres(deep / "postgres").socket_directory
        assert len(os.fsencode(directory / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        with redis.Redis.from_url(services.redis_url(deep)) as client:
            assert client.ping()

        services.stop(deep)
        assert _ask(deep, "select 1") == (1,)
        moved = Postgres(deep / "postgres").socket_directory
        assert moved == directory or not directory.exists()
    finally:
        services.stop(deep)
    if moved.parent == Path("/tmp"):
        moved.rmdir()


# As root

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")


@as_root
def test_root_runs_the_database_as_somebody_else(var, postgres):
    server = psutil.Process(_postmaster(postgres))

    assert server.username() == "thidua-postgres"
    assert postgres.home.owner() == "thidua-postgres"


@as_root
def test_root_uses_the_data_of_the_user_who_made_it(var):
    home = var / "postgres"
    home.mkdir(parents=True)
    os.chown(home, 1, 1)  # daemon

    assert _ask(var, "select 1") == (1,)
    assert psutil.Process(_postmaster(Postgres(home))).username() == "daemon"


@as_root
def test_private_checkout_stays_private(var):
    var.parent.chmod(0o700)

    _write_row(var)
    shelter = Postgres(var / "postgres").home
    services.stop(var)

    assert _ask(var, "select title from paper") == ("Kế hoạch",)
    assert stat.S_IMODE(var.parent.stat().st_mode) == 0o700
    assert (var / "postgres").is_symlink()
    assert shelter.parent == SHELTER
    assert stat.S_IMODE(shelter.stat().st_mode) == 0o700


@as_root
def test_private_checkout_starts_again_after_its_shelter_was_removed(var):
    var.parent.chmod(0o700)
    _write_row(var)
    services.stop(var)
    shutil.rmtree((var / "postgres").resolve())

    assert _ask(var, "select to_regclass('paper')") == (None,)


# Valkey


def test_queue_survives_kill(var, valkey):
    address = services.redis_url(var)
    with redis.Redis.from_url(address) as client:
        client.rpush("pdf", "việc 1", "việc 2")
    os.kill(_pid(valkey), signal.SIGKILL)

    assert services.redis_url(var) == address
    with redis.Redis.from_url(address) as client:
        assert client.lrange("pdf", 0, -1) == ["việc 1".encode(), "việc 2".encode()]


def test_queue_wants_its_password_and_listens_on_loopback(var, valkey):
    port, password = valkey._remembered()

    with (
        redis.Redis(port=port) as stranger,
        pytest.raises(redis.exceptions.AuthenticationError),
    ):
        stranger.ping()
    assert len(password) >= 40
    assert stat.S_IMODE(valkey.configuration.stat().st_mode) == 0o600
    listening = psutil.Process(_pid(valkey)).net_connections("inet")
    assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}


def test_queue_moves_when_its_port_was_taken(var, valkey):
    with redis.Redis.from_url(services.redis_url(var)) as client:
        client.set("giữ", "1")
    port, password = valkey._remembered()
    services.stop(var)
    with socket.create_server(("127.0.0.1", port)):
        with redis.Redis.from_url(services.redis_url(var)) as client:
            assert client.get("giữ") == b"1"
        new_port, same_password = valkey._remembered()

    assert new_port != port
    assert same_password == password


def test_queue_of_a_deleted_var_does_not_linger(var, valkey):
    before = psutil.Process(_pid(valkey))
    shutil.rmtree(var)

    services.redis_url(var)

    assert not before.is_running() or before.status() == psutil.STATUS_ZOMBIE
