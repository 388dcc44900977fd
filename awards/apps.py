from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self):
        from awards import catalogue_words, proposal_words  # noqa: PLC0415 models are loaded by now
        from units import cards  # noqa: PLC0415 likewise

        catalogue_words.know()
        cards.register("awards:unit-authority", "Thẩm quyền khen thưởng")
        proposal_words.know()
