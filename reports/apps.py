from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Văn bản, báo cáo"

    def ready(self):
        from reports import actions, anchor_telling, bearing, told  # noqa: PLC0415 models are loaded by now
        from units import anchor_papers, borne, cards, estates  # noqa: PLC0415 likewise

        estates.register("reports", takes=actions.drop_papers_of)
        anchor_papers.register(tells=anchor_telling.tell, reads=anchor_telling.read)
        cards.register("reports:unit-series", "Dãy số văn bản đi")
        borne.register(bearing.papers_of)
        told.know()
