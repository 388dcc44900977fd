"""Danh mục khen thưởng: titles and forms, their names, and who may confer them, by date.

Rows are law and come from ``awards/law``; the code knows their shape only. Levels above the
province (Thủ tướng, Chủ tịch nước) have no unit here and so no rows: ``decided_above`` names them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from units.certainty import Certainty
from units.constraints import in_order, one_at_a_time, one_of
from units.models import PeersManager, UnitKind
from units.models.managers import DatedQuerySet


class Subject(models.TextChoices):
    """Ai được tặng."""

    PERSON = "person", "cá nhân"
    COLLECTIVE = "collective", "tập thể"
    HOUSEHOLD = "household", "hộ gia đình"


class AwardFamily(models.TextChoices):
    """Nhóm."""

    TITLE = "title", "Danh hiệu thi đua"
    FORM = "form", "Hình thức khen thưởng"


class Award(models.Model):
    """Danh hiệu thi đua hoặc hình thức khen thưởng; what it is called stands in AwardName."""

    Family = AwardFamily

    code = models.SlugField("mã", max_length=30, unique=True)
    family = models.CharField("nhóm", max_length=10, choices=Family)
    subjects = ArrayField(
        models.CharField(max_length=10, choices=Subject), verbose_name="đối tượng"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    # Of what no unit here confers: it is submitted upward.
    decided_above = models.CharField("cấp trên quyết định", max_length=150, blank=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        ordering = ["position"]
        constraints = [
            one_of("family", AwardFamily, name="award_family_is_known"),
        ]

    def __str__(self):
        return self.code

    @property
    def subjects_in_words(self) -> str:
        return ", ".join(Subject(subject).label for subject in self.subjects)


class AwardName(models.Model):
    """Tên gọi của danh hiệu, hình thức trong một thời gian."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="names")
    name = models.CharField("tên", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300)

    objects = PeersManager.from_queryset(DatedQuerySet)()

    class Meta:
        verbose_name = "tên danh hiệu, hình thức"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="award_name_ends_after_it_starts",
                message="Ngày thôi dùng tên không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                "award", name="one_award_name_at_a_time",
                message="Danh hiệu đã có tên khác trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Regime(models.Model):
    """Chế độ pháp luật: the body of law in force from a day to a day.

    A dossier keeps the one under which it was received; a change of the law made later does not
    touch it. ``transition`` says in words what becomes of dossiers received before.
    """

    code = models.SlugField("mã", max_length=30, unique=True)
    name = models.CharField("tên gọi", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300)
    certainty = models.CharField("mức chắc chắn", max_length=10, choices=Certainty)
    transition = models.CharField("chuyển tiếp", max_length=1000, blank=True)

    objects = PeersManager.from_queryset(DatedQuerySet)()

    class Meta:
        verbose_name = "chế độ pháp luật về thi đua, khen thưởng"
        ordering = ["valid_from"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="regime_ends_after_it_starts",
                message="Ngày cuối không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                name="one_regime_at_a_time",
                message="Thời gian này đã có chế độ pháp luật khác.",
            ),
            one_of("certainty", Certainty, name="regime_certainty_is_known"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class ConferralQuerySet(DatedQuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def for_list(self):
        return self.select_related("award", "kind").order_by(
            "decided_by", "award__position"
        )


class Conferral(models.Model):
    """Thẩm quyền: the head of a unit of ``kind`` confers the award, from a day to a day.

    ``certainty`` says how the row is known: whoever decides by it must be able to see that a
    line still waits to be compared with the text of the law.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="conferrals")
    kind = models.ForeignKey(
        UnitKind, models.PROTECT, verbose_name="loại đơn vị", related_name="+"
    )
    decided_by = models.CharField("người quyết định", max_length=150)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300)
    certainty = models.CharField("mức chắc chắn", max_length=10, choices=Certainty)
    source = models.CharField("nguồn", max_length=300, blank=True)
    remark = models.CharField("ghi chú", max_length=300, blank=True)

    objects = PeersManager.from_queryset(ConferralQuerySet)()

    class Meta:
        verbose_name = "thẩm quyền khen thưởng"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="conferral_ends_after_it_starts",
                message="Ngày cuối của thẩm quyền không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                "award", "kind", "decided_by", name="one_conferral_at_a_time",
                message="Thẩm quyền này đã được ghi trong thời gian đó.",
            ),
            one_of("certainty", Certainty, name="conferral_certainty_is_known"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.decided_by}: {self.award}"
