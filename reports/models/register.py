"""Sổ đăng ký văn bản đi: series of numbers without gap or duplicate.

Nghị định 30/2020: Điều 15 (numbering), Điều 16 and Phụ lục IV (the register's columns).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from reports.models.document import Document
from units.constraints import filled_when
from units.models import PeersManager, Unit, User, scoped


class NumberSeriesQuerySet(models.QuerySet):
    def for_kind(self, unit: Unit, kind: str):
        """The series that numbers ``kind`` in ``unit``: its own before the common one."""
        return (
            self.filter(unit=unit)
            .filter(Q(kinds__contains=[kind]) | Q(kinds=[]))
            .order_by(models.F("kinds").desc())
        )

    def numbering(self, unit: Unit, kinds: list[str]):
        """Series of the unit that number one of ``kinds`` of their own."""
        own = [kind for kind in kinds if kind != NumberSeries.OTHER]
        return self.filter(unit=unit, kinds__overlap=own)

    @scoped
    def visible_to(self, user: User):
        """Series of the authorities in which the user holds a role."""
        return self.of_units(user.units_read)

    def of_units(self, units):
        """``units``: their ids, or a query that gives them."""
        return self.filter(unit__in=units)

    def with_book(self, unit: Unit, year: int):
        """Those of the unit with ``last_number`` and ``last_date`` of the year (None: none yet)."""
        book = NumberBook.objects.filter(
            series=models.OuterRef("pk"), year=year, last_number__gt=0
        )
        return (
            self.filter(unit=unit)
            .annotate(
                last_number=models.Subquery(book.values("last_number")),
                last_date=models.Subquery(book.values("last_date")),
            )
            .order_by("pk")
        )

    def for_pick(self):
        """The series that was opened first, the common one as a rule, comes first."""
        return self.select_related("unit").order_by("unit__path", "pk")


class NumberSeries(models.Model):
    """Dãy số: how the head of an authority decided to number its papers (R111).

    ``kinds`` empty: the one common series, for all kinds that have none of their own. Each
    kind has one series; those of ``OTHER`` number only what is made outside this system
    (decisions, secret papers) and may be several.
    """

    OTHER = "other"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="number_series")
    name = models.CharField("tên dãy số", max_length=100)
    kinds = ArrayField(
        models.CharField(
            max_length=10,
            choices=[*Document.Kind.choices, (OTHER, "Loại khác, làm ngoài hệ thống")],
        ),
        verbose_name="loại văn bản", default=list, blank=True,
    )  # fmt: skip

    objects = PeersManager.from_queryset(NumberSeriesQuerySet)()

    class Meta:
        verbose_name = "dãy số"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], name="one_series_of_a_name"
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(kinds=[]),
                name="one_common_series",
                violation_error_message="Cơ quan đã có dãy số chung. Dãy riêng phải nêu loại "
                "văn bản lấy số ở đó.",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def kind_choices(cls) -> list[tuple[str, str]]:
        """Loại văn bản mà một dãy riêng có thể lấy số."""
        return [*Document.Kind.choices, (cls.OTHER, "Loại khác, làm ngoài hệ thống")]

    @property
    def kinds_in_words(self) -> str:
        """Loại văn bản lấy số ở dãy này."""
        if not self.kinds:
            return "Chung cho mọi loại không có dãy riêng"
        labels = dict(self.kind_choices())
        return ", ".join(str(labels[kind]) for kind in self.kinds)

    def next_number(self, year: int) -> int:
        """Số dự kiến: what the next paper of the year gets if nobody is quicker."""
        given = (
            self.books.filter(year=year).values_list("last_number", flat=True).first()
        )
        return (given or 0) + 1

    def years(self) -> list[int]:
        """Years that have a book, the latest first."""
        return list(self.books.order_by("-year").values_list("year", flat=True))


class NumberBook(models.Model):
    """Sổ của một năm: the last number given; its row lock makes the series gapless."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="books")
    year = models.PositiveSmallIntegerField("năm")
    last_number = models.PositiveIntegerField("số cuối", default=0)
    last_date = models.DateField("ngày của số cuối", null=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "sổ số của năm"
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_book_a_year"),
        ]

    def __str__(self):
        return f"{self.series} {self.year}"


class RegisterEntryQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(book__series__unit__in=user.units_read)

    def for_list(self):
        return self.select_related("book__series__unit", "document").order_by(
            "-book__year", "book__series", "-number"
        )

    def in_book(self, series: NumberSeries, year: int):
        """The lines of one year's book, in the order of its numbers."""
        return self.filter(book__series=series, book__year=year).order_by("number")


class RegisterEntry(models.Model):
    """Một dòng sổ đăng ký văn bản đi, in the ten columns of Phụ lục IV (R115)."""

    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("ký hiệu", max_length=30)
    issued_on = models.DateField("ngày tháng văn bản")
    kind_and_title = models.CharField("tên loại và trích yếu", max_length=600)
    signer = models.CharField("người ký", max_length=150)
    recipients = models.TextField("nơi nhận văn bản")
    archive_unit = models.CharField("đơn vị, người nhận bản lưu", max_length=200)
    copies = models.PositiveIntegerField("số lượng bản", default=1)
    dispatched_on = models.DateField("ngày chuyển", null=True, blank=True)
    received_by = models.CharField("ký nhận", max_length=200, blank=True)
    remarks = models.CharField("ghi chú", max_length=300, blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="register_entry"
    )
    void_reason = models.CharField(
        "lý do hủy số", max_length=300, blank=True, editable=False
    )
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    voided_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(RegisterEntryQuerySet)()

    class Meta:
        verbose_name = "dòng sổ văn bản đi"
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="one_paper_a_number",
                violation_error_message="Số này đã cấp cho văn bản khác.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="numbers_start_at_one"
            ),
            filled_when(
                ~Q(void_reason=""), "voided_by", "voided_at", name="a_void_is_whole"
            ),
        ]

    def __str__(self):
        return f"{self.number:02d}/{self.symbol}"
