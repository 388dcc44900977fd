from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self):
        from awards import council_words  # noqa: PLC0415 models are loaded by now
        from units import cards  # noqa: PLC0415 likewise

        cards.register("awards:unit-authority", "Thẩm quyền khen thưởng")
        council_words.know()
