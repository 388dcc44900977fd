"""Một quy định có ngày: what every row of the numbers of awards has in common.

Once a row has begun it is never edited: it is closed and followed by another (a trigger of the
database holds it still). What was decided by it stays explained by it. Names of awards, powers
to confer and bodies of law are rows of the country (``LawRow``). A number (``Ruling``) may also
be a regulation of one authority, which goes before the country's there and below.
"""

from django.db import models
from django.db.models import Q

from units.certainty import Certainty
from units.constraints import filled_when, in_order, one_of
from units.models import PeersManager, Unit, User
from units.models.managers import DatedQuerySet


class LawRowQuerySet(DatedQuerySet):
    def binding(self, units):
        """Of the country: they bind whoever asks."""
        return self

    def for_history(self):
        """The newest first."""
        return self.select_related("confirmed_by").order_by("-valid_from", "pk")


class LawRow(models.Model):
    """Một dòng của danh mục: valid from a day to a day, with its basis and how sure it is."""

    TAKEN = "Thời gian này đã có quy định khác về cùng việc."
    # Names of the columns that say what the row is about, apart from the authority.
    KEY: tuple[str, ...] = ()
    # What a row of the country has instead of the column.
    authority: Unit | None = None
    authority_id: int | None = None

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300)
    # What nobody has said more of waits to be compared with the text.
    certainty = models.CharField(
        "mức chắc chắn", max_length=10, choices=Certainty, default=Certainty.CHECK
    )
    source = models.CharField("đã đọc ở", max_length=300, blank=True)
    remark = models.CharField("ghi chú", max_length=500, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người đối chiếu",
    )  # fmt: skip
    confirmed_on = models.DateField("đối chiếu ngày", null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            in_order(
                "valid_from", "valid_to", name="%(class)s_in_order",
                message="Ngày cuối không được trước ngày bắt đầu.",
            ),
            one_of("certainty", Certainty, name="%(class)s_certainty_is_known"),
            models.CheckConstraint(
                condition=~Q(basis=""), name="%(class)s_has_its_basis",
                violation_error_message="Ghi văn bản căn cứ.",
            ),
            filled_when(
                Q(confirmed_on__isnull=False), "confirmed_by",
                name="%(class)s_confirmation_is_whole",
            ),
        ]  # fmt: skip

    @property
    def more(self) -> str:
        """What else the row says, after its own words."""
        return ""


class RulingQuerySet(LawRowQuerySet):
    def binding(self, units):
        """Of the whole installation, and of these authorities."""
        return self.filter(Q(authority=None) | Q(authority__in=units))

    def about(self, award):
        """Of that award, and those of every award."""
        return self.filter(Q(award=award) | Q(award=None))

    def for_history(self):
        """The newest first, of one thing after the other."""
        return self.select_related("authority", "confirmed_by").order_by(
            "authority_id", "-valid_from", "pk"
        )


class Ruling(LawRow):
    """Một quy định: of the whole installation, or of one authority there and below."""

    authority = models.ForeignKey(  # type: ignore[assignment]
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="cơ quan quy định",
    )  # fmt: skip

    objects = PeersManager.from_queryset(RulingQuerySet)()

    class Meta(LawRow.Meta):
        abstract = True
