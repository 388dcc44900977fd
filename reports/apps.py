from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Văn bản, báo cáo"

    def ready(self):
        from reports import actions, told  # noqa: PLC0415 models are loaded by now
        from units import estates  # noqa: PLC0415 likewise

        estates.register("reports", takes=actions.drop_papers_of)
        told.know()
