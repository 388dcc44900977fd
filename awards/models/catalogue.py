"""Danh mục khen thưởng: titles and forms, their names, and who may confer them, by date.

Rows are law and come from ``awards/law``; the code knows their shape only. Levels above the
province (Thủ tướng, Chủ tịch nước) have no unit here and so no rows: ``decided_above`` names them.
"""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models

from awards.models.rulings import LawRow, LawRowQuerySet
from units.constraints import one_at_a_time, one_of
from units.models import PeersManager, UnitKind


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


class AwardName(LawRow):
    """Tên gọi của danh hiệu, hình thức trong một thời gian."""

    KEY = ("award",)

    award = models.ForeignKey(
        Award, models.PROTECT, related_name="names", verbose_name="danh hiệu, hình thức"
    )
    name = models.CharField("tên gọi", max_length=200)

    objects = PeersManager.from_queryset(LawRowQuerySet)()

    class Meta(LawRow.Meta):
        verbose_name = "tên danh hiệu, hình thức"
        constraints = [
            *LawRow.Meta.constraints,
            one_at_a_time(
                "award", name="one_award_name_at_a_time",
                message="Danh hiệu đã có tên khác trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


def new_regime_code() -> str:
    """What no person reads: the files of the law name theirs themselves."""
    return f"che-do-{secrets.token_hex(4)}"


class Regime(LawRow):
    """Chế độ pháp luật: the body of law in force from a day to a day.

    A dossier keeps the one under which it was received; a change of the law made later does not
    touch it. ``transition`` says in words what becomes of dossiers received before; where
    ``favours`` they are weighed by the newer conditions too, and each line by the better of both.
    """

    code = models.SlugField(
        "mã", max_length=30, unique=True, default=new_regime_code, editable=False
    )
    name = models.CharField("tên gọi", max_length=200)
    transition = models.CharField("chuyển tiếp", max_length=1000, blank=True)
    favours = models.BooleanField(
        "hồ sơ tiếp nhận trước đó được áp dụng điều kiện mới nếu có lợi hơn",
        default=False,
    )

    objects = PeersManager.from_queryset(LawRowQuerySet)()

    class Meta(LawRow.Meta):
        verbose_name = "chế độ pháp luật về thi đua, khen thưởng"
        ordering = ["valid_from"]
        constraints = [
            *LawRow.Meta.constraints,
            one_at_a_time(
                name="one_regime_at_a_time",
                message="Thời gian này đã có chế độ pháp luật khác.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def more(self) -> str:
        favour = "Điều kiện mới có lợi hơn thì áp dụng cho cả hồ sơ tiếp nhận trước"
        return ". ".join(
            filter(None, (self.transition.rstrip("."), favour * self.favours))
        )


class ConferralQuerySet(LawRowQuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def for_list(self):
        return self.select_related("award", "kind").order_by(
            "decided_by", "award__position"
        )

    def for_history(self):
        return super().for_history().select_related("kind")


class Conferral(LawRow):
    """Thẩm quyền: the head of a unit of ``kind`` confers the award, from a day to a day.

    ``certainty`` says how the row is known: whoever decides by it must be able to see that a
    line still waits to be compared with the text of the law.
    """

    KEY = ("award", "kind", "decided_by")

    award = models.ForeignKey(
        Award, models.PROTECT, related_name="conferrals",
        verbose_name="danh hiệu, hình thức",
    )  # fmt: skip
    kind = models.ForeignKey(
        UnitKind, models.PROTECT, verbose_name="loại đơn vị", related_name="+"
    )
    decided_by = models.CharField("người quyết định", max_length=150)

    objects = PeersManager.from_queryset(ConferralQuerySet)()

    class Meta(LawRow.Meta):
        verbose_name = "thẩm quyền khen thưởng"
        constraints = [
            *LawRow.Meta.constraints,
            one_at_a_time(
                "award", "kind", "decided_by", name="one_conferral_at_a_time",
                message="Thẩm quyền này đã được ghi trong thời gian đó.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.decided_by} quyết định"

    @property
    def more(self) -> str:
        return f"loại đơn vị: {self.kind}"
