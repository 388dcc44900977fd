from importlib import import_module

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và con người"

    def ready(self):
        from units import acts, families  # noqa: PLC0415  they name models, loaded by now

        acts.know(families.ACTS, families.FIELDS)
        families.know()
        # What tasks wake (``units.waking``) must be there in a worker too.
        import_module("units.actions")
