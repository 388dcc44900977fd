"""Luật trong danh mục, for tests: as the migrations lay it, also after a test that emptied all."""

from importlib import import_module

from django.apps import apps

from awards.models import Award, Multiplier

FILES = (
    ("units", "0020_kinds_of_the_levels"),
    ("awards", "0002_law_as_known_in_november_2026"),
    ("awards", "0012_numbers_as_known_in_november_2026"),
)


def lay_law() -> None:
    if Multiplier.objects.exists():
        return
    for app, name in FILES:
        import_module(f"{app}.migrations.{name}").fill(apps, None)


def award(code: str) -> Award:
    return Award.objects.get(code=code)
