from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Phong trào"

    def ready(self):
        from campaigns import (  # noqa: PLC0415 models are loaded by now
            actions,
            chronicle,
            registering_words,
            reminder_words,
            trash,
        )
        from campaigns.estate import works  # noqa: PLC0415 likewise
        from campaigns.models.plan import KIND_LABELS  # noqa: PLC0415 likewise
        from units import cards, estates, paperkinds  # noqa: PLC0415 likewise

        estates.register("campaigns", lists=works, takes=actions.take_over)
        cards.register("campaigns:unit-routes", "Quy trình duyệt")
        chronicle.know()
        reminder_words.know()
        registering_words.know()
        trash.know()
        signed = {code.value: name for code, name in KIND_LABELS.items()}
        signed.pop("news", None)  # nobody signs one
        paperkinds.register(signed)
