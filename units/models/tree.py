"""Cây đơn vị: who exists, under whom, from when to when."""

from django.db import connection, models
from django.db.models import Q
from django.utils.timezone import localdate

from units.constraints import in_order
from units.models.managers import PeersManager


class UnitKind(models.Model):
    """Loại đơn vị: UBND, Hội đồng TĐKT, phòng, đoàn thể, trường, tổ dân phố …: data, not code."""

    code = models.SlugField("mã", max_length=30, unique=True)
    name = models.CharField("tên loại", max_length=100)
    # Thôn, tổ dân phố: they go with the land when an authority is merged or divided.
    is_territorial = models.BooleanField("theo địa bàn", default=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "loại đơn vị"
        ordering = ["name"]

    def __str__(self):
        return self.name


class UnitQuerySet(models.QuerySet):
    def on(self, day=None):
        """Units that exist on ``day`` (today)."""
        day = day or localdate()
        return self.filter(
            Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
        )

    def under(self, unit):
        """The unit and all below it, by its materialised path."""
        return self.filter(path__startswith=unit.path)

    def for_pick(self):
        """For lists to choose from, in the order of the tree."""
        return self.select_related("kind").order_by("path")


class Unit(models.Model):
    """Đơn vị: an authority or a part of one, any depth, with the dates of its life.

    ``path`` is "/000000012/000000345/": fixed-width ids of all ancestors and of the unit.
    ``letterhead_parent`` and ``letterhead`` are printed at the top of its papers (R13, R14),
    lines divided by a newline; empty where the unit issues none.
    """

    kind = models.ForeignKey(
        UnitKind, models.PROTECT, verbose_name="loại", related_name="units"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="trực thuộc",
        related_name="children",
    )  # fmt: skip
    path = models.CharField(
        max_length=400, unique=True, editable=False, db_collation="C"
    )
    code = models.CharField("mã định danh", max_length=30, unique=True)
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên gọn", max_length=100)
    place = models.CharField("địa danh", max_length=100, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)  # "UBND", "HĐTĐKT"
    letterhead_parent = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    letterhead = models.CharField("tên trên văn bản", max_length=200, blank=True)
    # Whom the signer speaks for: "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG"; empty under a single head.
    collective = models.CharField("thay mặt", max_length=100, blank=True)
    head_title = models.CharField(
        "chức danh người đứng đầu", max_length=100, blank=True
    )
    # Hội đồng, ban that use the seal of the authority they stand under (R64).
    seal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="dùng con dấu của",
        related_name="+",
    )  # fmt: skip
    seal_mm = models.DecimalField(
        "đường kính dấu (mm)", max_digits=4, decimal_places=1, default=36
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(UnitQuerySet)()

    class Meta:
        verbose_name = "đơn vị"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="unit_ends_after_it_starts",
                message="Ngày kết thúc của đơn vị phải sau ngày bắt đầu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.short_name

    @property
    def chain(self) -> list[int]:
        """Ids from the top of the tree down to this unit."""
        return [int(part) for part in self.path.strip("/").split("/")]

    def take_place(self) -> None:
        """Draw an id and write the path, before the row is inserted: the only place for both.

        The path holds the unit's own id, and a row without its path must never be seen.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))",
                [self._meta.db_table],
            )
            (self.pk,) = cursor.fetchone()
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk:09d}/"

    @property
    def issues_papers(self) -> bool:
        return bool(self.letterhead)

    @property
    def seal_holder(self) -> "Unit":
        """Whose seal is pressed: its own, or that of the authority whose seal it uses."""
        return self.seal_of or self
