"""Hai cơ sở dữ liệu trong một lần đo: the same questions to a small country and to a large one."""

from collections.abc import Callable
from time import perf_counter

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

TURNS, ROUNDS = 4, 6
GROWTH = 1.3


class Country:
    """Một nước để đo: a database of its own, and what is measured in it, by name."""

    def __init__(self, units: int) -> None:
        self.units = units
        self.works: dict[str, Callable[[], object]] = {}
        self._databases: list = []

    @property
    def name(self) -> str:
        return f"do_{type(self).__module__.rpartition('.')[2]}_{self.units}"

    def make(self) -> None:
        connection.settings_dict["TEST"]["NAME"] = self.name
        self._databases = setup_databases(verbosity=0, interactive=False)
        call_command("seed_scale", units=self.units, yes=True, verbosity=0)

    def enter(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.name

    def drop(self) -> None:
        if self._databases:
            self.enter()
            teardown_databases(self._databases, verbosity=0)


def quickest(
    name: str, *countries: Country, clock: Callable[[], float] = perf_counter
) -> list[float]:
    """Seconds in each: they are asked in turn, and the quickest answer of each counts, for what
    else the machine does meanwhile only ever adds."""
    best = [float("inf")] * len(countries)
    for _ in range(TURNS):
        for number, country in enumerate(countries):
            country.enter()
            work = country.works[name]
            work()  # connects
            for _ in range(ROUNDS):
                start = clock()
                work()
                best[number] = min(best[number], clock() - start)
    return best
