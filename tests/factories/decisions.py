"""Quyết định khen thưởng: records for tests."""

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from awards.models import Award, Decision, DecisionLine, Merit
from tests.factories.honourees import HonoureeFactory
from tests.factories.people import UserFactory


class DecisionFactory(DjangoModelFactory):
    """A draft; ``submitted=True`` waits for its signer, ``issued=True`` has number and date."""

    class Meta:
        model = Decision

    title = "Về việc tặng Giấy khen"
    bases = "Căn cứ Luật Thi đua, khen thưởng"
    articles = "Tặng Giấy khen."
    recipients = "Lưu: VT, VX"
    symbol = "QĐ-UBND"
    reckoned_on = factory.LazyFunction(localdate)
    created_by = factory.SubFactory(UserFactory)

    class Params:
        submitted = factory.Trait(
            status="submitted", submitted_by=factory.SelfAttribute("created_by"),
            submitted_at=factory.LazyFunction(now),
        )  # fmt: skip
        issued = factory.Trait(
            status="issued", submitted_by=factory.SelfAttribute("created_by"),
            submitted_at=factory.LazyFunction(now), number=7,
            issued_on=factory.LazyFunction(localdate), code="QDKT2345",
        )  # fmt: skip


class DecisionLineFactory(DjangoModelFactory):
    """One person, a Giấy khen, 760.000 đồng."""

    class Meta:
        model = DecisionLine

    decision = factory.SubFactory(DecisionFactory)
    subject = "person"
    honouree = factory.SubFactory(HonoureeFactory)
    subject_name = "Trần Thị Mẫu"
    award = factory.LazyFunction(lambda: Award.objects.get(code="giay-khen-xa"))
    award_name = "Giấy khen của Chủ tịch"
    merit = Merit.CAMPAIGN
    achievement = "Hoàn thành xuất sắc nhiệm vụ"
    amount = 760_000
