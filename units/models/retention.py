"""Dữ liệu cá nhân: what is kept of whom, why, on what ground and for how long."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from units.constraints import filled_when, in_order, one_at_a_time
from units.models.honourees import Honouree
from units.models.managers import DatedQuerySet, PeersManager, scoped
from units.models.people import User
from units.models.tree import Unit


class PersonalDataClassQuerySet(DatedQuerySet):
    def by_code(self, day=None) -> dict:
        """The rules in force on ``day`` (today): code → rule."""
        return {rule.code: rule for rule in self.on(day)}


class PersonalDataClass(models.Model):
    """Loại dữ liệu cá nhân in the catalogue: law is data with dates.

    Kept while somebody is followed and ``keep_months`` after; an authority moves that between
    ``least_months`` and ``most_months`` (``units.actions.set_retention``).
    """

    class Code(models.TextChoices):
        NAME = "name", "Họ tên, năm sinh"
        DETAILS = "details", "Ngày sinh, giới tính, số định danh"
        CAREER = "career", "Chức vụ, đơn vị theo thời gian"
        MEMBERS = "members", "Thành viên hộ gia đình"
        CHANGES = "changes", "Giá trị cũ của những lần sửa"

    code = models.CharField("loại dữ liệu", max_length=10, choices=Code)
    purpose = models.CharField("mục đích", max_length=300)
    basis = models.CharField("căn cứ pháp lý", max_length=300)
    keep_months = models.PositiveSmallIntegerField("giữ sau khi thôi (tháng)")
    least_months = models.PositiveSmallIntegerField("ít nhất (tháng)")
    most_months = models.PositiveSmallIntegerField("nhiều nhất (tháng)")
    decided_by = models.CharField("văn bản, cơ sở ấn định thời hạn", max_length=300)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(PersonalDataClassQuerySet)()

    class Meta:
        verbose_name = "loại dữ liệu cá nhân"
        ordering = ["pk"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="retention_ends_after_it_starts",
                message="Ngày hết áp dụng không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                "code", name="one_retention_at_a_time",
                message="Loại dữ liệu này đã có thời hạn khác trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=Q(keep_months__gte=F("least_months"))
                & Q(keep_months__lte=F("most_months")),
                name="retention_is_within_its_bounds",
                violation_error_message="Thời hạn giữ nằm ngoài giới hạn của loại dữ liệu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.get_code_display()


class RetentionDueQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user):
        kept = Honouree.objects.kept_by(user).order_by().values("pk")
        return self.filter(honouree__in=kept)

    @scoped
    def erasable_by(self, user):
        """Of the units that the person administers: a secretary only reads the list."""
        units = Unit.objects.administered_by(user).order_by().values("pk")
        return self.filter(honouree__unit__in=units)

    def open(self):
        """Neither carried out nor put off."""
        return self.filter(done_at=None)

    def within(self, ids):
        return self.filter(pk__in=ids)

    def for_list(self):
        return self.select_related("honouree__unit").order_by("due_on", "pk")


class RetentionDue(models.Model):
    """Hết thời hạn giữ: noted by the clock, carried out by a person, never silently."""

    honouree = models.ForeignKey(Honouree, models.PROTECT, related_name="dues")
    code = models.CharField(
        "loại dữ liệu", max_length=10, choices=PersonalDataClass.Code
    )
    due_on = models.DateField("hết hạn ngày")
    noted_at = models.DateTimeField(db_default=Now(), editable=False)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeersManager.from_queryset(RetentionDueQuerySet)()

    class Meta:
        verbose_name = "dữ liệu hết thời hạn giữ"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["honouree", "code"], condition=Q(done_at=None),
                name="a_due_stands_once",
            ),
            filled_when(
                Q(done_by__isnull=False), "done_by", "done_at", name="a_due_done_is_whole"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.honouree}: {self.get_code_display()}"
