from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self):
        from awards import (  # noqa: PLC0415 models are loaded by now
            acclaim_words,
            actions,
            catalogue_words,
            council_words,
            decision_words,
            proposal_words,
        )
        from awards.estate import works  # noqa: PLC0415 likewise
        from units import cards, estates  # noqa: PLC0415 likewise
        from units.models import Honouree  # noqa: PLC0415 likewise

        estates.register("awards.decisions", lists=works, takes=actions.leave_decisions)
        catalogue_words.know()
        cards.register("awards:unit-authority", "Thẩm quyền khen thưởng")
        cards.register("awards:unit-honours", "Thành tích khen thưởng")
        cards.register("awards:honouree-honours", "Thành tích khen thưởng", of=Honouree)
        proposal_words.know()
        council_words.know()
        decision_words.know()
        acclaim_words.know()
