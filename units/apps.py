from importlib import import_module

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và con người"

    def ready(self):
        from units import acts, estates, families  # noqa: PLC0415  models are loaded by now
        from units.queries.clusters import left_in_clusters  # noqa: PLC0415  likewise
        from units.queries.honourees import left_behind  # noqa: PLC0415  likewise

        acts.know(families.ACTS, families.FIELDS, families.AREAS)
        families.know()
        # What tasks wake (``units.waking``) must be there in a worker too.
        actions = import_module("units.actions")
        takes = actions.take_over_honourees
        estates.register("units", lists=left_behind, takes=takes)
        estates.register("units.clusters", lists=left_in_clusters)
