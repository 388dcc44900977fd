"""Biến môi trường: read with a type, and refused with a sentence that says what to do."""

import os
import secrets
from pathlib import Path
from typing import overload

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def env(name: str, default: str | None = None, *, file: Path | None = None) -> str:
    """A text: ``NAME``, else the content of the file that ``NAME_FILE`` names, else ``default``.

    ``file`` makes it a secret that this installation keeps for itself: read from there,
    and drawn and written there (readable by its owner only) the first time.
    """
    value = os.environ.get(name)
    if value is not None:
        return value
    if named := os.environ.get(f"{name}_FILE"):
        try:
            return Path(named).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE={named}: không đọc được ({error})."
            ) from error
    if file is not None:
        return _kept_secret(file)
    if default is None:
        raise ImproperlyConfigured(
            f"Thiếu biến môi trường {name}. Đặt {name}=… hoặc {name}_FILE=đường-dẫn-tệp."
        )
    return default


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value}: chỉ nhận 1 hoặc 0.")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value}: cần một số nguyên.") from None


def env_list(name: str, default: list[str]) -> list[str]:
    """Values divided by commas; blanks around them do not count."""
    value = os.environ.get(name)
    if value is None:
        return default
    return [part.strip() for part in value.split(",") if part.strip()]


@overload
def env_path(name: str, default: Path) -> Path: ...
@overload
def env_path(name: str, default: None) -> Path | None: ...
def env_path(name: str, default: Path | None) -> Path | None:
    """An absolute path; empty means unset."""
    value = os.environ.get(name)
    return Path(value).expanduser().resolve() if value else default


def _kept_secret(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked into place: of two processes that start together, one wins
    # and both read the same whole secret.
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text()
