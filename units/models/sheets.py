"""Đợt nhập Excel: a file, what its columns mean, what each row did or would do."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import now

from units.constraints import filled_when, one_of
from units.models.managers import PeersManager, scoped
from units.models.people import User
from units.models.tree import Unit, reached


class SheetKind(models.TextChoices):
    UNIT = "unit", "Đơn vị"
    ACCOUNT = "account", "Tài khoản và vai trò"
    HONOUREE = "honouree", "Đối tượng khen thưởng"
    HONOUR = "honour", "Thành tích khen thưởng đã có"


# Whose rows name those who can be honoured.
OF_PEOPLE = (SheetKind.HONOUREE, SheetKind.HONOUR)


class SheetImportQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user):
        """Imports of the authorities that the person administers today."""
        return self.filter(reached(user, "unit__path")).defer("source")

    def owed(self):
        """A worker has yet to look through, carry out or undo."""
        return self.filter(status__in=SheetImport.OWED)

    def asked_before(self, age: timedelta):
        return self.filter(asked_at__lt=now() - age)

    def of_people(self):
        return self.filter(kind__in=OF_PEOPLE)

    def unfinished(self):
        """Nothing of it was ever written."""
        return self.filter(status__in=SheetImport.UNFINISHED)

    def finished(self):
        """Done or undone: nothing is owed any more."""
        return self.filter(
            status__in=[SheetImport.Status.DONE, SheetImport.Status.UNDONE]
        )

    def with_words(self):
        """Of which the file is still there, or what its rows said."""
        rows = SheetRow.objects.filter(sheet_import=models.OuterRef("pk"))
        return self.filter(Q(source__isnull=False) | models.Exists(rows))

    def for_list(self):
        return self.select_related("unit", "created_by").order_by("-pk")


class SheetImport(models.Model):
    """Một lần nhập: one file for one authority, from its columns to its being undone.

    The file is looked through by doing all of it and rolling back, and carried out whole or
    not at all (``units.actions.sheets``). ``status`` says what is owed; a message only wakes
    a worker. The bytes of the file and the words of its rows go after a term; what was
    written stays known by ``SheetWrite``.
    """

    class Status(models.TextChoices):
        MAPPING = "mapping", "Chờ ghép cột"
        WAITING = "waiting", "Đang xem thử"
        REHEARSED = "rehearsed", "Chờ xác nhận"
        CARRYING = "carrying", "Đang nhập"
        DONE = "done", "Đã nhập"
        UNDOING = "undoing", "Đang hoàn tác"
        UNDONE = "undone", "Đã hoàn tác"
        FAILED = "failed", "Không xử lý được"

    MOVES = {
        Status.MAPPING: {Status.WAITING},
        Status.WAITING: {Status.REHEARSED, Status.FAILED},
        Status.REHEARSED: {Status.MAPPING, Status.WAITING, Status.CARRYING},
        Status.CARRYING: {Status.DONE, Status.REHEARSED, Status.FAILED},
        Status.DONE: {Status.UNDOING},
        Status.UNDOING: {Status.UNDONE, Status.DONE},
        Status.UNDONE: set(),
        Status.FAILED: {Status.WAITING},
    }
    OWED = (Status.WAITING, Status.CARRYING, Status.UNDOING)
    UNFINISHED = (Status.MAPPING, Status.WAITING, Status.REHEARSED, Status.FAILED)

    kind = models.CharField("loại bảng", max_length=10, choices=SheetKind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="nhập cho", related_name="sheet_imports"
    )
    file_name = models.CharField("tệp", max_length=255)
    sha256 = models.CharField(max_length=64, editable=False)
    source = models.BinaryField(null=True, editable=False)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status, default=Status.MAPPING, editable=False
    )  # fmt: skip
    # Between the dry run and the confirmation something changed: it was run once more.
    has_moved = models.BooleanField(default=False, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    rows_in_all = models.PositiveIntegerField("số dòng", default=0)
    added = models.PositiveIntegerField("thêm", default=0, editable=False)
    changed = models.PositiveIntegerField("sửa", default=0, editable=False)
    unchanged = models.PositiveIntegerField("giữ nguyên", default=0, editable=False)
    refused = models.PositiveIntegerField("từ chối", default=0, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # In whose name what is owed is done, and since when it is owed.
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    asked_from = models.GenericIPAddressField(null=True, editable=False)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", blank=True
    )
    done_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", blank=True
    )
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(SheetImportQuerySet)()

    class Meta:
        verbose_name = "đợt nhập Excel"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "-id"], name="sheet_import_of_unit")]
        constraints = [
            one_of("kind", SheetKind, name="sheet_kind_is_known"),
            filled_when(
                Q(status__in=["done", "undoing", "undone"]), "done_by", "done_at",
                name="sheet_import_done_is_whole",
            ),
            filled_when(
                Q(status="undone"), "undone_by", "undone_at",
                name="sheet_import_undone_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed", problem=""), name="sheet_failure_is_told"
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False)
                | Q(status__in=["done", "undoing", "undone"]),
                name="sheet_source_stays_until_done",
            ),
            # Whole or not at all.
            models.CheckConstraint(
                condition=Q(refused=0)
                | ~Q(status__in=["carrying", "done", "undoing", "undone"]),
                name="sheet_with_refusals_is_not_done",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.file_name

    @property
    def fields(self) -> list[str]:
        """Fields that some column of the file is."""
        columns = self.columns.exclude(field="")
        return list(columns.values_list("field", flat=True))

    @property
    def is_owed(self) -> bool:
        return self.status in self.OWED


class SheetColumn(models.Model):
    """Một cột của tệp: its heading, and which field it is; "" leaves it out."""

    sheet_import = models.ForeignKey(
        SheetImport, models.CASCADE, related_name="columns"
    )
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=2000, blank=True)
    field = models.CharField(max_length=30, blank=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        verbose_name = "cột của tệp"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_import", "position"], name="one_sheet_column_a_position"
            ),
            models.UniqueConstraint(
                fields=["sheet_import", "field"], condition=~Q(field=""),
                name="one_sheet_column_a_field",
                violation_error_message="Hai cột không thể cùng là một ô dữ liệu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.heading} → {self.field or 'bỏ qua'}"


class SheetHeading(models.Model):
    """Cách ghép đã nhớ: what an authority said that a heading of its own means."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SheetKind)
    heading = models.CharField(max_length=200)  # as ``units.sheets`` compares headings
    field = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name = "cách ghép cột"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "heading"], name="one_meaning_a_sheet_heading"
            )
        ]

    def __str__(self):
        return f"{self.heading} → {self.field or 'bỏ qua'}"


class SheetRowQuerySet(models.QuerySet):
    def about_honouree(self, pk):
        """Rows that wrote of this record, or found it as it was."""
        return self.filter(sheet_import__kind__in=OF_PEOPLE, record_id=pk)

    def came_out(self, outcome):
        return self.filter(outcome=outcome)

    def doubtful(self):
        """Would be written as they stand, though something in them is odd."""
        odd = SheetCell.objects.filter(row=models.OuterRef("pk")).exclude(fault="")
        return self.exclude(outcome=SheetRow.Outcome.REFUSED).filter(models.Exists(odd))


class SheetRow(models.Model):
    """Một dòng của tệp: what it would do (dry run), then what it did."""

    class Outcome(models.TextChoices):
        ADDED = "added", "Thêm"
        CHANGED = "changed", "Sửa"
        UNCHANGED = "unchanged", "Giữ nguyên"
        REFUSED = "refused", "Từ chối"

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    title = models.CharField(max_length=400)
    words = models.TextField(blank=True)  # what is added; why it is refused
    # Of the unit, the account, the person, once done.
    record_id = models.BigIntegerField(null=True)

    objects = models.Manager.from_queryset(SheetRowQuerySet)()

    class Meta:
        verbose_name = "dòng của tệp"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_import", "number"], name="one_sheet_row_a_number"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["added", "changed", "unchanged", "refused"]),
                name="sheet_outcome_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sheet_import", "outcome", "number"], name="sheet_row_outcome"
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.title}"


class SheetCell(models.Model):
    """Một ô: what it changes from and to, or what is wrong with it."""

    row = models.ForeignKey(SheetRow, models.CASCADE, related_name="cells")
    label = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        verbose_name = "ô của tệp"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.label}: {self.before} → {self.after}"


class SheetWrite(models.Model):
    """Việc đã ghi: which line of the audit book a row of the file wrote. Undoing reads it.

    By id, as everywhere in the book: no foreign key stands in its way.
    """

    sheet_import = models.ForeignKey(SheetImport, models.PROTECT, related_name="writes")
    row_number = models.PositiveIntegerField()
    entry_id = models.BigIntegerField(unique=True)

    class Meta:
        verbose_name = "việc đã ghi của một đợt nhập"
        ordering = ["entry_id"]

    def __str__(self):
        return f"{self.sheet_import_id}/{self.row_number}: {self.entry_id}"
