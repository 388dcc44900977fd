"""Environment variables: typed, and refused with a sentence that says what to do."""

import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import env, env_bool, env_int, env_list, env_path
from config.services import (
    cache_url,
    database_settings,
    parse_database_url,
)


def test_missing_variable_says_what_to_set(monkeypatch):
    monkeypatch.delenv("SMTP_USER", raising=False)

    with pytest.raises(ImproperlyConfigured) as refused:
        env("SMTP_USER")

    assert str(refused.value) == (
        "Thiếu biến môi trường SMTP_USER. Đặt SMTP_USER=… hoặc"
        " SMTP_USER_FILE=đường-dẫn-tệp."
    )


def test_a_file_stands_for_a_secret(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật\n")
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(secret))

    assert env("SMTP_PASSWORD") == "bí mật"

    monkeypatch.setenv("SMTP_PASSWORD", "gần hơn")
    assert env("SMTP_PASSWORD") == "gần hơn"


def test_unreadable_secret_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(tmp_path / "none"))

    with pytest.raises(ImproperlyConfigured, match=r"SMTP_PASSWORD_FILE=.*none"):
        env("SMTP_PASSWORD", "")


def test_kept_secret_is_drawn_once_for_all_processes(tmp_path):
    file = tmp_path / "var" / "secret_key"
    program = "import sys; from pathlib import Path; from config.env import env;"
    program += "print(env('NO_SUCH_KEY', file=Path(sys.argv[1])))"
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", program, file], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    secrets = {command.communicate()[0].strip() for command in commands}

    assert secrets == {file.read_text()}
    assert len(file.read_text()) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("1", True),
        ("TRUE", True),
        ("on", True),
        ("0", False),
        ("no", False),
        ("", False),
    ],
)
def test_yes_and_no(monkeypatch, value, meaning):
    monkeypatch.setenv("HTTPS", value)

    assert env_bool("HTTPS", not meaning) is meaning


def test_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("HTTPS", "có lẽ")

    with pytest.raises(ImproperlyConfigured, match="HTTPS=có lẽ: chỉ nhận 1 hoặc 0"):
        env_bool("HTTPS", False)


def test_numbers_lists_and_paths(monkeypatch, tmp_path):
    monkeypatch.setenv("COUNT", "12")
    monkeypatch.setenv("HOSTS", " thidua.vn, ,localhost ")
    monkeypatch.setenv("PLACE", str(tmp_path / "a" / ".." / "b"))
    monkeypatch.setenv("NOWHERE", "")

    assert env_int("COUNT", 1) == 12
    assert env_list("HOSTS", []) == ["thidua.vn", "localhost"]
    assert env_path("PLACE", None) == tmp_path / "b"
    assert env_path("NOWHERE", None) is None

    monkeypatch.setenv("COUNT", "mười hai")
    with pytest.raises(ImproperlyConfigured, match="COUNT=mười hai: cần một số nguyên"):
        env_int("COUNT", 1)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://an:m%40t%2Fkh%E1%BA%A9u@db:5433/thidua?sslmode=verify-full",
            ("thidua", "an", "m@t/khẩu", "db", "5433", {"sslmode": "verify-full"}),
        ),
        (
            "postgresql://thidua@/thidua?host=%2Fvar%2Frun%2Fm%C3%A1y%20ch%E1%BB%A7",
            ("thidua", "thidua", "", "/var/run/máy chủ", "", {}),
        ),
        ("postgres://db/thidua", ("thidua", "", "", "db", "", {})),
    ],
)
def test_database_address(url, expected):
    settings = parse_database_url(url)

    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert tuple(settings[key] for key in keys) == expected


@pytest.mark.parametrize("url", ["mysql://db/thidua", "postgresql://db/", "thidua"])
def test_wrong_database_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL phải có dạng"):
        parse_database_url(url)


def test_only_a_web_process_has_a_pool(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/thidua")
    monkeypatch.delenv("WEB_THREADS", raising=False)
    alone = database_settings()
    monkeypatch.setenv("WEB_THREADS", "4")
    web = database_settings()

    ours = "-c max_parallel_workers_per_gather=0 -c jit=off"
    assert (alone["CONN_MAX_AGE"], alone["OPTIONS"]) == (60, {"options": ours})
    assert web["OPTIONS"]["options"] == (
        f"{ours} -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
    )
    assert web["OPTIONS"]["pool"]["max_size"] == 5
    assert "CONN_MAX_AGE" not in web
    assert alone["CONN_HEALTH_CHECKS"]
    assert web["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    ("redis", "cache"),
    [
        ("redis://:p@db:6379/0", "redis://:p@db:6379/1"),
        ("redis://db", "redis://db/1"),
        ("rediss://db/4", "rediss://db/5"),
    ],
)
def test_cache_keeps_out_of_the_queue(monkeypatch, redis, cache):
    monkeypatch.setenv("REDIS_URL", redis)
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert cache_url() == cache

    monkeypatch.setenv("CACHE_URL", "redis://cache/0")
    assert cache_url() == "redis://cache/0"
