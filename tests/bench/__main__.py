"""`make bench`: every benchmark, each printing ratios measured in its own run.

``python -m tests.bench [name …]`` runs some of them. A benchmark is a module here with
``main()``; it prints lines and raises AssertionError only where a promise is about
correctness (a gap in numbers), never about time.
"""

import importlib
import os
import pkgutil
import sys

import django

import tests.bench


def names() -> list[str]:
    return sorted(
        module.name
        for module in pkgutil.iter_modules(tests.bench.__path__)
        if not module.name.startswith("_")
    )


def main(wanted: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    for name in wanted or names():
        print(f"── {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
