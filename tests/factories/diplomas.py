"""Giấy khen: records for tests, without pages or seals."""

from decimal import Decimal

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from reports.models import (
    Diploma,
    DiplomaBatch,
    DiplomaPrint,
    Printer,
    Stock,
    StockPlace,
)
from tests.factories.decisions import DecisionFactory, DecisionLineFactory
from tests.factories.people import UnitFactory, UserFactory


class DiplomaBatchFactory(DjangoModelFactory):
    class Meta:
        model = DiplomaBatch

    decision = factory.SubFactory(DecisionFactory, issued=True)
    head = "Chủ tịch Ủy ban nhân dân phường Mẫu"
    place = "Mẫu"
    signer_lines = "CHỦ TỊCH"
    signer_name = "Trần Văn Mẫu"
    status = "running"
    asked_by = factory.SubFactory(UserFactory)


class DiplomaFactory(DjangoModelFactory):
    """Waiting; ``signed="<sha256>"`` has a file of that name, ``stopped=True`` says why."""

    class Meta:
        model = Diploma

    batch = factory.SubFactory(DiplomaBatchFactory)
    line = factory.SubFactory(
        DecisionLineFactory, decision=factory.SelfAttribute("..batch.decision")
    )
    number = factory.Sequence(lambda n: n + 1)
    gives = "Tặng"
    award = "Giấy khen"
    subject = "Trần Thị Mẫu"
    merit = "Đã có thành tích xuất sắc"

    class Params:
        signed = factory.Trait(
            status="signed",
            sha256="0" * 64,
            size=1,
            signed_at=factory.LazyFunction(now),
        )
        stopped = factory.Trait(status="stopped", problem="Thành tích dài quá.")


class DiplomaPrintFactory(DjangoModelFactory):
    """Asked for; ``ready=True`` has its file."""

    class Meta:
        model = DiplomaPrint

    batch = factory.SubFactory(DiplomaBatchFactory)
    asked_by = factory.SubFactory(UserFactory)

    class Params:
        ready = factory.Trait(
            status="ready", sha256="0" * 64, size=1, made_at=factory.LazyFunction(now)
        )


class StockFactory(DjangoModelFactory):
    class Meta:
        model = Stock

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Phôi {n}")


class StockPlaceFactory(DjangoModelFactory):
    class Meta:
        model = StockPlace

    stock = factory.SubFactory(StockFactory)
    part = "subject"
    x_mm = Decimal(36)
    y_mm = Decimal(94)
    width_mm = Decimal(225)
    size_pt = Decimal(26)


class PrinterFactory(DjangoModelFactory):
    class Meta:
        model = Printer

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Máy in {n}")
