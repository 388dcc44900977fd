"""A machine where nothing is prepared: which interpreter is taken, what is asked for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import system

ROOT = Path(__file__).resolve().parent.parent
BROKEN = "#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n"
# Does as uv would, and writes down how it was called.
UV = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$1" in
  --version) echo "uv 1.0" ;;
  venv) mkdir -p .venv/bin && ln -sf "$REAL" .venv/bin/python ;;
esac
"""


@pytest.fixture
def machine(tmp_path):
    """A checkout and a PATH with the basic tools, a uv of ours and no Python at all."""
    (tmp_path / "checkout/config").mkdir(parents=True)
    shutil.copy(ROOT / "config/bootstrap.sh", tmp_path / "checkout/config")
    (tmp_path / "checkout/requirements.lock").touch()
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname", "grep", "mkdir", "ln", "id"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    _program(tmp_path / "bin/uv", UV)
    return tmp_path


def _program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def _interpreter(path):
    """A real interpreter that can be told from others by its path."""
    _program(path, f'#!/bin/sh\nexec {sys.executable} "$@"\n')


def _bootstrap(machine, **environment):
    done = subprocess.run(
        ["sh", "config/bootstrap.sh"],
        cwd=machine / "checkout",
        env={
            "PATH": str(machine / "bin"),
            "HOME": str(machine / "home"),
            "CALLS": str(machine / "calls"),
            "REAL": sys.executable,
            **environment,
        },
        capture_output=True,
        text=True,
    )
    calls = (machine / "calls").read_text().splitlines()
    return done, [call for call in calls if call != "--version"]


def _chosen(calls):
    [call] = [call for call in calls if call.startswith("venv")]
    return call.partition("--python ")[2].removesuffix(" .venv")


# The system's own places are looked at too, so a machine with Python 3.13 there answers
# before pyenv's 3.13: the tests name the version that is looked for first.


def test_a_shim_that_runs_nothing_is_stepped_over(machine):
    for name in ("python3.13", "python3.12", "python3"):
        _program(machine / "bin" / name, BROKEN)
    real = machine / "home/.pyenv/versions/3.13.9/bin/python"
    _interpreter(real)

    done, calls = _bootstrap(machine)

    assert done.returncode == 0, done.stderr
    assert Path(_chosen(calls)).name in {"python", "python3.13"}
    assert "shims" not in _chosen(calls)
    assert not _chosen(calls).startswith(str(machine / "bin"))
    assert (machine / "checkout/.venv/installed").exists()


def test_pyenv_root_is_honoured(machine):
    real = machine / "elsewhere/versions/3.13.1/bin/python"
    _interpreter(real)

    _, calls = _bootstrap(machine, PYENV_ROOT=str(machine / "elsewhere"))

    assert _chosen(calls) == str(real) or _chosen(calls).startswith(("/usr", "/opt"))


def test_the_named_interpreter_is_taken(machine):
    named = machine / "named python"
    _interpreter(named)

    _, calls = _bootstrap(machine, PYTHON=str(named))

    assert _chosen(calls) == str(named)


def test_a_named_interpreter_that_does_not_run_is_said(machine):
    _interpreter(machine / "home/.pyenv/versions/3.13.9/bin/python")

    done, _ = _bootstrap(machine, PYTHON="/nowhere/python")

    assert "PYTHON=/nowhere/python không chạy được" in done.stderr
    assert done.returncode == 0


def test_packages_come_by_hash_from_the_lock(machine):
    _interpreter(machine / "home/.pyenv/versions/3.13.9/bin/python")

    _, calls = _bootstrap(machine)

    assert calls[-1].startswith("pip sync")
    assert "--require-hashes requirements.lock" in calls[-1]


def test_a_second_run_keeps_the_environment(machine):
    _interpreter(machine / "home/.pyenv/versions/3.13.9/bin/python")
    _bootstrap(machine)
    (machine / "calls").unlink()

    _, calls = _bootstrap(machine)

    assert [call.split()[0] for call in calls] == ["pip"]


def test_an_environment_that_runs_no_more_is_made_anew(machine):
    _interpreter(machine / "home/.pyenv/versions/3.13.9/bin/python")
    (machine / "checkout/.venv/bin").mkdir(parents=True)
    (machine / "checkout/.venv/bin/python").symlink_to("/nowhere/python3.13")

    _, calls = _bootstrap(machine)

    assert [call.split()[0] for call in calls] == ["venv", "pip"]


def test_make_does_nothing_twice():
    if shutil.which("make") is None:
        pytest.skip("make is not installed here")
    if not (ROOT / ".venv/installed").exists():
        pytest.skip("this environment was not made by make")
    os.utime(ROOT / ".venv/installed")

    asked = subprocess.run(
        ["make", "--dry-run", "install"], cwd=ROOT, capture_output=True, text=True
    )

    assert "bootstrap" not in asked.stdout


# System libraries


def test_what_is_there_is_not_asked_for():
    assert system.missing(system.RUNNING) == []


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        (
            "apt-get",
            "sudo apt-get update && sudo apt-get install -y poppler-utils"
            " libreoffice-writer-nogui softhsm2",
        ),
        ("dnf", "sudo dnf install -y poppler-utils libreoffice-writer softhsm"),
        ("brew", "brew install poppler libreoffice softhsm"),
    ],
)
def test_what_is_missing_is_one_line_to_run(monkeypatch, capsys, tool, line):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        shutil,
        "which",
        lambda name: f"/usr/bin/{name}" if name in {tool, "chromium"} else None,
    )

    code = system.main("test")

    assert code == 1
    assert capsys.readouterr().err.splitlines()[1].strip() == line


def test_root_installs_what_is_missing(monkeypatch, capsys):
    """The package lists of a fresh machine are fetched only when installing fails."""
    ran = []
    present = []

    def run(command, **options):
        ran.append(command[1])
        # Installing succeeds once the lists are there.
        done = command[1] == "update" or "update" in ran
        if command[1] == "install" and done:
            present.append("poppler-utils")
        return subprocess.CompletedProcess(command, 0 if done else 100)

    need = system.Need("Poppler", lambda: bool(present), "poppler-utils", "", "")
    monkeypatch.setattr(system, "RUNNING", [need])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)

    assert system.main("demo") == 0
    assert ran == ["install", "update", "install"]
