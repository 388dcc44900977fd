"""Văn bản, tệp, sổ."""

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from reports.models import (
    AnnexFile,
    CertifiedCopy,
    CopiedAnnex,
    Correspondent,
    Delivery,
    Document,
    DocumentFile,
    DocumentFinding,
    NumberBook,
    NumberSeries,
    RegisterEntry,
    Sending,
)
from tests.factories.people import MembershipFactory, UnitFactory, UserFactory
from tests.factories.plans import PlanFactory
from units.meant import key


class NumberSeriesFactory(DjangoModelFactory):
    class Meta:
        model = NumberSeries

    unit = factory.SubFactory(UnitFactory)
    name = "Văn bản hành chính"


class NumberBookFactory(DjangoModelFactory):
    class Meta:
        model = NumberBook

    series = factory.SubFactory(NumberSeriesFactory)
    year = factory.LazyFunction(lambda: localdate().year)


class DocumentFactory(DjangoModelFactory):
    """A paper just asked for; traits take it further along, without files."""

    class Meta:
        model = Document

    class Params:
        signed = factory.Trait(
            status=Document.Status.SIGNED, signed_at=factory.LazyFunction(now)
        )
        numbered = factory.Trait(
            signed=True,
            status=Document.Status.NUMBERED,
            number=1,
            issued_on=factory.LazyFunction(localdate),
            numbered_by=factory.SubFactory(UserFactory),
            numbered_at=factory.LazyFunction(now),
        )
        issued = factory.Trait(
            numbered=True,
            status=Document.Status.ISSUED,
            sealed_at=factory.LazyFunction(now),
        )
        stopped = factory.Trait(
            status=Document.Status.STOPPED, problem="Chứng thư số đã hết hạn."
        )

    plan = factory.SubFactory(PlanFactory, approved=True)
    issuer = factory.SelfAttribute("plan.issuer")
    twin = "{}"
    title = factory.SelfAttribute("plan.title")
    symbol = factory.SelfAttribute("plan.symbol")
    place = factory.SelfAttribute("plan.place")
    signer = factory.SubFactory(
        MembershipFactory, leader=True, unit=factory.SelfAttribute("..issuer")
    )
    signer_name = factory.SelfAttribute("signer.user.full_name")
    signer_title = "Chủ tịch"
    requested_by = factory.SelfAttribute("signer.user")


class DocumentFileFactory(DjangoModelFactory):
    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    stage = DocumentFile.Stage.RENDERED
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1000


class AnnexFileFactory(DjangoModelFactory):
    """One sealed annex in a file of its own."""

    class Meta:
        model = AnnexFile

    document = factory.SubFactory(DocumentFactory, annex_count=1)
    position = 1
    marker = "Phụ lục"
    title = "Biểu mẫu đăng ký"
    pages = 1
    stage = AnnexFile.Stage.ISSUED
    sha256 = factory.Sequence(lambda n: f"a{n:063x}")
    size = 1000


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    document = factory.SubFactory(DocumentFactory, issued=True)
    issuer = factory.SelfAttribute("document.issuer")
    position = factory.Sequence(int)
    text = "Báo Mẫu"
    way = "outside"


class SendingFactory(DjangoModelFactory):
    class Meta:
        model = Sending

    delivery = factory.SubFactory(DeliveryFactory, way="link", sent_at=now())
    issuer = factory.SelfAttribute("delivery.issuer")
    sent_by = factory.SubFactory(UserFactory)


class CorrespondentFactory(DjangoModelFactory):
    class Meta:
        model = Correspondent

    unit = factory.SubFactory(UnitFactory)
    name = "Báo Mẫu"
    key = factory.LazyAttribute(lambda one: key(one.name))
    address = "toasoan@baomau.vn"


class CertifiedCopyFactory(DjangoModelFactory):
    class Meta:
        model = CertifiedCopy

    document = factory.SubFactory(DocumentFactory, issued=True)
    issuer = factory.SelfAttribute("document.issuer")
    year = factory.LazyFunction(lambda: localdate().year)
    number = factory.Sequence(lambda count: count + 1)
    symbol = "SY-UBND"
    requested_by = factory.SubFactory(UserFactory)


class CopiedAnnexFactory(DjangoModelFactory):
    class Meta:
        model = CopiedAnnex

    copy = factory.SubFactory(CertifiedCopyFactory)
    position = 1
    marker = "Phụ lục"
    sha256 = factory.Sequence(lambda n: f"b{n:063x}")
    size = 1000
    level = "B-LTA"
    signed_at = factory.LazyFunction(now)


class DocumentFindingFactory(DjangoModelFactory):
    class Meta:
        model = DocumentFinding

    document = factory.SubFactory(DocumentFactory)
    rule = "R20"
    level = DocumentFinding.Level.ERROR
    message = "Tên loại phải in hoa."


class RegisterEntryFactory(DjangoModelFactory):
    class Meta:
        model = RegisterEntry

    book = factory.SubFactory(NumberBookFactory)
    number = factory.Sequence(lambda n: n + 1)
    symbol = "KH-UBND"
    issued_on = factory.LazyFunction(localdate)
    kind_and_title = "Kế hoạch: phong trào mẫu"
    signer = "Nguyễn Văn Mẫu"
    recipients = "Lưu: VT"
    archive_unit = "Văn thư"
