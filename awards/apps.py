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
            submission_words,
        )
        from awards.actions.honour_rows import HonourRows  # noqa: PLC0415 likewise
        from awards.estate import submissions, works  # noqa: PLC0415 likewise
        from awards.past_sheets import weighed, words  # noqa: PLC0415 likewise
        from units import cards, estates, sheet_sorts  # noqa: PLC0415 likewise
        from units.models import Honouree  # noqa: PLC0415 likewise

        estates.register("awards.decisions", lists=works, takes=actions.leave_decisions)
        estates.register(
            "awards.submissions", lists=submissions, takes=actions.leave_submissions
        )
        catalogue_words.know()
        cards.register("awards:unit-authority", "Thẩm quyền khen thưởng")
        cards.register("awards:unit-honours", "Thành tích khen thưởng")
        cards.register("awards:honouree-honours", "Thành tích khen thưởng", of=Honouree)
        sheet_sorts.register(
            "honour",
            sheet_sorts.Sort(HonourRows, words, {"awards.Honour": weighed}),
        )
        proposal_words.know()
        council_words.know()
        decision_words.know()
        submission_words.know()
        acclaim_words.know()
