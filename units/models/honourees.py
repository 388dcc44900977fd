"""Đối tượng khen thưởng: those who can be honoured, apart from the accounts that sign in."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat, ExtractYear, Now

from units import search
from units.constraints import filled_when, in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager, scoped
from units.models.paths import is_one_of
from units.models.people import User
from units.models.tree import Unit, within_paths

OLDEST = 1900  # year of birth
ONE_NUMBER = "a_number_is_of_one_person"


class HonoureeQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user):
        """Of the branch that the person looks after; to an officer those of the own unit."""
        if user.keeps_everybody:
            return self.all()
        own = Q(pk__in=user.units_as("officer"))
        return self._within(within_paths(user.kept_paths) | own, user)

    @scoped
    def kept_by(self, user):
        """Whom the person may add to, correct and merge: the branch, without officers' units."""
        if user.keeps_everybody:
            return self.all()
        return self._within(within_paths(user.kept_paths), user)

    def _within(self, branch, user):
        units = Unit.objects.filter(branch).order_by().values("pk")
        if user.keeps_widely:
            # Nearly all belong: they are walked through by name until a page is full.
            return self.filter(unit__in=units)
        # Few belong: as an array the units are looked up first, and the people by their index.
        return self.filter(is_one_of("unit_id", ArraySubquery(units)))

    def named(self, text):
        """Whose name holds every word of ``text``, without diacritics, at its beginning."""
        found = self
        for word in search.key(text[: search.LONGEST]).split():
            found = found.filter(folded_name__contains=f" {word}")
        return found

    def merged_into(self, ids):
        return self.filter(merged_into__in=ids)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def with_status(self, status):
        return self.filter(status=status)

    def present(self):
        """Neither merged into another nor erased: those whom a list of people means."""
        return self.filter(status__in=[Honouree.Status.ACTIVE, Honouree.Status.LEFT])

    def in_branch_of(self, unit):
        units = Unit.objects.under(unit).order_by()
        return self.filter(unit__in=units.values("pk"))

    def meant(self, *, ids, names, digests):
        """By number, by folded name as it is kept, or by the digest of the identifying number."""
        return self.filter(
            Q(pk__in=ids) | Q(folded_name__in=names) | Q(identity_digest__in=digests)
        )

    def of_digest(self, digest):
        """Who bears that identifying number; nobody where there is none."""
        return self.filter(identity_digest=digest) if digest else self.none()

    def within(self, ids):
        return self.filter(pk__in=ids)

    def for_list(self):
        """Collectives first, then people and households by given name."""
        return self.select_related("unit").order_by("sort_name", "pk")


class Honouree(models.Model):
    """Đối tượng khen thưởng: cá nhân, tập thể không phải là đơn vị trong cây, hộ gia đình.

    ``unit`` and ``title`` are those of today's ``Position``, or of the last one: copies, so
    that a list needs no join by date (``units.calendar``). A household bears the name of its
    head. Of the identifying number only a keyed digest and the last digits are kept: enough
    to tell two people of one name apart, useless to whoever takes the table away.

    ``PERSONAL`` values never stand in the audit book, which nobody can erase anything from;
    they are kept beside it (``keep_aside``) for as long as the record itself.
    """

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Cá nhân"
        COLLECTIVE = "collective", "Tập thể"
        HOUSEHOLD = "household", "Hộ gia đình"

    class Status(models.TextChoices):
        ACTIVE = "active", "Đang theo dõi"
        LEFT = "left", "Đã thôi"
        MERGED = "merged", "Đã gộp"
        ERASED = "erased", "Đã xóa dữ liệu"

    class Gender(models.TextChoices):
        FEMALE = "female", "Nữ"
        MALE = "male", "Nam"

    class Leaving(models.TextChoices):
        MOVED = "moved", "Chuyển đi nơi khác"
        RETIRED = "retired", "Nghỉ hưu, thôi việc"
        DIED = "died", "Qua đời"
        ENDED = "ended", "Tập thể, hộ không còn"
        OTHER = "other", "Lý do khác"

    MOVES = {
        Status.ACTIVE: {Status.LEFT, Status.MERGED, Status.ERASED},
        Status.LEFT: {Status.ACTIVE, Status.MERGED, Status.ERASED},
        Status.MERGED: {Status.ACTIVE, Status.LEFT, Status.ERASED},
        Status.ERASED: set(),
    }
    PERSONAL = frozenset(
        {
            "name", "birth_year", "birth_date", "gender", "identity_digest",
            "identity_tail", "title",
        }
    )  # fmt: skip

    kind = models.CharField("loại đối tượng", max_length=10, choices=Kind)
    status = models.CharField(
        "tình trạng", max_length=10, choices=Status, default=Status.ACTIVE
    )
    name = models.CharField("họ tên, tên gọi", max_length=150)
    # With a blank before it, so that every word begins with one.
    folded_name = models.GeneratedField(
        expression=search.Folded(Concat(Value(" "), "name")),
        output_field=models.TextField(),
        db_persist=True,
    )
    # By given name; a collective has none and stands before all, in order of its words.
    sort_name = models.GeneratedField(
        expression=Case(
            When(kind="collective", then=search.NameOrder(Concat("name", Value(" !")))),
            default=search.NameOrder("name"),
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=6, choices=Gender, blank=True)
    identity_digest = models.CharField(
        "dấu số định danh", max_length=64, blank=True, editable=False
    )
    identity_tail = models.CharField(
        "số cuối của số định danh", max_length=3, blank=True
    )
    # Written before a number was held to be of one person, when another record had it already:
    # the index passes it by until one of them is merged or corrected.
    shares_number = models.BooleanField(
        "số định danh trùng từ trước", default=False, editable=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị", related_name="honourees"
    )
    title = models.CharField("chức vụ", max_length=100, blank=True)
    account = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, verbose_name="tài khoản",
        related_name="honouree",
    )  # fmt: skip
    left_on = models.DateField("thôi từ ngày", null=True, blank=True)
    left_because = models.CharField(
        "lý do thôi", max_length=10, choices=Leaving, blank=True
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False,
        verbose_name="gộp vào", related_name="merged_from",
    )  # fmt: skip
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(HonoureeQuerySet)()

    class Meta:
        verbose_name = "đối tượng khen thưởng"
        indexes = [
            GinIndex(
                OpClass("folded_name", name="gin_trgm_ops"), name="honouree_folded_name"
            ),
            models.Index(fields=["sort_name", "id"], name="honouree_sort_name"),
            # Households and collectives are few: walking past all people to fifty of them is long.
            models.Index(
                fields=["kind", "sort_name", "id"], condition=~Q(kind="individual"),
                name="honouree_of_few",
            ),
            models.Index(fields=["folded_name", "birth_year"], name="honouree_same_name"),
            models.Index(
                fields=["identity_digest"], condition=~Q(identity_digest=""),
                name="honouree_identity",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["individual", "collective", "household"]),
                name="honouree_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "left", "merged", "erased"]),
                name="honouree_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="individual")
                | Q(
                    birth_year=None, birth_date=None, gender="", identity_digest="",
                    account=None,
                ),
                name="only_individuals_are_born",
                violation_error_message="Chỉ cá nhân mới có năm sinh, giới tính, số định danh, "
                "tài khoản.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None)
                | Q(birth_year__isnull=False, birth_year=ExtractYear("birth_date")),
                name="birth_year_is_that_of_the_date",
                violation_error_message="Năm sinh khác năm của ngày sinh.",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=OLDEST),
                name="birth_year_is_plausible",
                violation_error_message=f"Năm sinh phải từ {OLDEST}.",
            ),
            models.CheckConstraint(
                condition=Q(identity_digest="", identity_tail="")
                | (~Q(identity_digest="") & ~Q(identity_tail="")),
                name="identity_is_whole",
            ),
            models.UniqueConstraint(
                fields=["identity_digest"],
                condition=Q(status__in=["active", "left"], shares_number=False)
                & ~Q(identity_digest=""),
                name=ONE_NUMBER,
                violation_error_message="Số định danh này đã ghi cho một đối tượng khác. Mỗi số "
                "là của một người: xem lại số.",
            ),
            models.CheckConstraint(
                condition=Q(shares_number=False)
                | (Q(status__in=["active", "left"]) & ~Q(identity_digest="")),
                name="who_shares_a_number_bears_one",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="nobody_is_merged_into_themselves",
            ),
            filled_when(
                Q(status="merged"), "merged_into", name="merged_points_to_the_kept_one"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def is_open(self) -> bool:
        """Neither merged nor erased: it can be corrected."""
        return self.status in (self.Status.ACTIVE, self.Status.LEFT)

    @property
    def own_title(self) -> str:
        """The title where it says more than the unit: many a household's address is the hamlet."""
        return _beside(self.title, self.unit)

    def keep_aside(self, entry, before, after) -> None:
        _keep_aside(self, entry, before, after)


def _beside(title, unit):
    return "" if search.key(title) == search.key(str(unit)) else title


def _keep_aside(honouree, entry, before, after):
    """What the audit line does not say: personal values, for as long as they may be kept."""
    PersonalChange.objects.bulk_create(
        PersonalChange(
            entry=entry, honouree=honouree, field=name,
            before=_shown(before[name]), after=_shown(after[name]),
        )
        for name in after
        if name in honouree.PERSONAL and name != "identity_digest"
    )  # fmt: skip


def _shown(value) -> str:
    return "" if value is None else str(value)


class PositionQuerySet(DatedQuerySet):
    def of(self, honouree):
        """Newest first, with their units."""
        return self.of_all([honouree])

    def of_all(self, honourees):
        rows = self.filter(honouree__in=honourees).select_related("unit")
        return rows.order_by("-valid_from", "-pk")


class Position(models.Model):
    """Chức vụ, nơi công tác hoặc cư trú của một đối tượng trong một thời gian."""

    PERSONAL = frozenset({"title"})

    honouree = models.ForeignKey(Honouree, models.PROTECT, related_name="positions")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị", related_name="positions"
    )
    title = models.CharField("chức vụ", max_length=100, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(PositionQuerySet)()

    class Meta:
        verbose_name = "chức vụ, đơn vị"
        ordering = ["honouree", "-valid_from"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="position_ends_after_it_starts",
                message="Ngày thôi không được trước ngày nhận.",
            ),
            one_at_a_time(
                "honouree", name="one_position_at_a_time",
                message="Đã có chức vụ, đơn vị khác trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.own_title}, {self.unit}" if self.own_title else str(self.unit)

    @property
    def own_title(self) -> str:
        """As ``Honouree.own_title``."""
        return _beside(self.title, self.unit)

    def meets(self, others) -> bool:
        """On some day one of these is in force, too."""
        last = self.valid_to or date.max
        return any(
            one.valid_from <= last and self.valid_from <= (one.valid_to or date.max)
            for one in others
        )

    def keep_aside(self, entry, before, after) -> None:
        _keep_aside(self.honouree, entry, before, after)


class HouseholdMember(models.Model):
    """Thành viên của một hộ: only what the certificate and the list of the household need."""

    household = models.ForeignKey(Honouree, models.PROTECT, related_name="members")
    full_name = models.CharField("họ và tên", max_length=100)
    relation = models.CharField("quan hệ với chủ hộ", max_length=50, blank=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "thành viên hộ gia đình"
        ordering = ["household", "pk"]

    def __str__(self):
        return (
            f"{self.full_name} ({self.relation})" if self.relation else self.full_name
        )


class PersonalChange(models.Model):
    """Giá trị cũ, mới của một lần sửa, kept beside the audit line and erasable as it is not."""

    entry = models.ForeignKey("units.AuditEntry", models.PROTECT, related_name="+")
    honouree = models.ForeignKey(Honouree, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=30)
    before = models.CharField(max_length=150, blank=True)
    after = models.CharField(max_length=150, blank=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "giá trị đã sửa"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "field"], name="one_value_kept_of_a_field"
            )
        ]

    def __str__(self):
        return f"{self.field}: {self.before} → {self.after}"
