"""Loại văn bản by code, as the higher apps that know papers name them."""

_kinds: dict[str, str] = {}


def register(kinds: dict[str, str]) -> None:
    """Called from ``apps.py``."""
    _kinds.update(kinds)


def kinds() -> list[tuple[str, str]]:
    """Code and name of every kind, in the order in which they were registered."""
    return list(_kinds.items())


def named(codes: list[str]) -> str:
    return ", ".join(_kinds.get(code, code) for code in codes)
