"""Cây đơn vị: who exists, under whom, from when to when."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Concat, Length
from django.utils.timezone import localdate

from units import search
from units.constraints import in_order
from units.models.managers import DatedQuerySet, PeersManager, scoped

COUNCIL = "hoi-dong-tdkt"  # code of the kind whose secretary serves a whole authority
CLUSTER = "cum-khoi"  # code of the kind whose units group others for a competition


class UnitKindQuerySet(models.QuerySet):
    def on(self, day=None):
        """Kinds of which there are units on ``day`` (today)."""
        day = day or localdate()
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))


class UnitKind(models.Model):
    """Loại đơn vị: UBND, Hội đồng TĐKT, phòng, đoàn thể, trường, tổ dân phố …: data, not code."""

    code = models.SlugField("mã", max_length=30, unique=True)
    name = models.CharField("tên loại", max_length=100)
    # Thôn, tổ dân phố: they go with the land when an authority is merged or divided.
    is_territorial = models.BooleanField("theo địa bàn", default=False)
    # Empty: since ever. The district level has an end, and what gave it to it.
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300, blank=True)

    objects = PeersManager.from_queryset(UnitKindQuerySet)()

    class Meta:
        verbose_name = "loại đơn vị"
        ordering = [search.WordOrder("name")]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="unit_kind_ends_after_it_starts",
                message="Ngày cuối của loại không được trước ngày bắt đầu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


MOST_FOUND = 200
# Groups of letters and figures, as Quyết định 20/2020/QĐ-TTg, Điều 5 joins them by dots; parts
# of an agency that the decision does not reach go on in the same way.
PLAIN_CODE = RegexValidator(
    r"\A[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*\Z",
    "Mã định danh gồm các nhóm chữ cái không dấu, chữ số, cách nhau bằng dấu chấm, ví dụ "
    "H29.15.3.",
)
# No name of an agency holds them; what looks like markup is refused where it is written, too.
PLAIN_NAME = RegexValidator(r"\A[^<>]*\Z", "Tên không có dấu < và dấu >.")


class UnitQuerySet(DatedQuerySet):
    def begun(self, day=None):
        """Units that exist on ``day`` (today) or have ended before it."""
        return self.filter(valid_from__lte=day or localdate())

    def within(self, ids):
        return self.filter(pk__in=ids)

    def coded(self, codes):
        return self.filter(code__in=codes)

    def addressed(self, key):
        """The unit that an address names, by its code or its number; None: there is none."""
        found = self.filter(code=key).first()
        if found is None and key.isascii() and key.isdecimal():
            found = self.filter(pk=int(key)).first()
        return found

    def of_kind(self, code):
        return self.filter(kind__code=code)

    def under(self, unit):
        """The unit and all below it, by its materialised path."""
        return self.filter(path__startswith=unit.path)

    def near(self, unit):
        """The unit, all above it and all below it."""
        return self.filter(Q(path__startswith=unit.path) | Q(pk__in=unit.chain))

    def named(self, text):
        """Units whose short name holds every word of ``text``, in any order.

        Without diacritics; at the beginning of a word: "thi p" finds "Phường Thị Cầu".
        Names that begin with the text come first, then the shorter. Of very many only some
        are looked at: who types two letters must go on typing anyway.
        """
        words = search.key(text[: search.LONGEST]).split()
        if not words:
            return self.none()
        held = self.order_by()
        for word in words:
            held = held.filter(folded_name__contains=f" {word}")
        begins = Q(folded_name__startswith=f" {' '.join(words)}")
        found = self.order_by().filter(begins).values("pk")[:MOST_FOUND]
        found = found.union(held.values("pk")[:MOST_FOUND])
        return self.model.objects.filter(pk__in=found).order_by(
            Case(When(begins, then=0), default=1), Length("short_name"), "path"
        )

    def living_first(self):
        """As they stand, but what has ended after what goes on."""
        ended = Case(When(valid_to__lt=localdate(), then=1), default=0)
        return self.order_by(ended, *self.query.order_by)

    @scoped
    def administered_by(self, user):
        """Units that the person administers today: those of the role and all below them."""
        return self.filter(reached(user))

    @scoped
    def with_honours_for(self, user):
        """Whose honours the person may read: the own ones, those of the kept branch."""
        own = user.units_near
        return self.filter(Q(pk__in=own) | within_paths(user.kept_paths))

    @scoped
    def kept_by(self, user):
        """Units whose people (those who can be honoured) the person looks after."""
        return self.filter(within_paths(user.kept_paths))

    @scoped
    def tops_of(self, user):
        """The highest units that the person administers today."""
        own = list(self.filter(pk__in=user.units_as("administrator")))
        nested = {
            unit.pk for unit in own for top in own
            if unit.pk != top.pk and unit.path.startswith(top.path)
        }  # fmt: skip
        return self.filter(pk__in=[unit.pk for unit in own if unit.pk not in nested])

    @scoped
    def clusters_of(self, user, day=None):
        """Cụm, khối that concern the person: set up by or below where a role is held, or by
        the authority whose council one is secretary of; of which a unit of theirs is or will
        be a member; and those whose papers a unit of theirs still hands over.
        """
        units = user.units_read
        member = self.model.objects.filter(
            Q(cluster_members__valid_to=None)
            | Q(cluster_members__valid_to__gte=day or localdate()),
            cluster_members__unit__in=units,
        )
        handing = self.model.objects.filter(
            Q(cluster_handovers__giver__in=units)
            | Q(cluster_handovers__taker__in=units),
            cluster_handovers__closed_at=None,
        )
        below = within_paths({*user.held_paths, *user.kept_paths})
        seen = below | Q(pk__in=member.values("pk")) | Q(pk__in=handing.values("pk"))
        return self.filter(seen, kind__code=CLUSTER)

    @scoped
    def clusters_kept_by(self, user):
        """Cụm, khối that the person looks after."""
        return self.kept_by(user).of_kind(CLUSTER)

    def seal_givers(self, unit):
        """Authorities whose seal the unit may use: those above it and those beside it."""
        near = Q(pk__in=unit.chain) | Q(parent=unit.parent_id, parent__isnull=False)
        return self.on().filter(near).exclude(pk=unit.pk).exclude(letterhead="")

    def for_pick(self):
        """For lists to choose from, in the order of the tree."""
        return self.select_related("kind").order_by("path")


def reached(user, path: str = "path") -> Q:
    """Condition: the unit whose path stands there ("home__path") is in the person's branch.

    Paths are compared, never long lists of ids: a page of fifty then costs the same in a
    province as in a commune. Where a row keeps the path of its unit ("home_path") no other
    table is asked.
    """
    return within_paths(user.administered_paths if user.is_authenticated else (), path)


def within_paths(paths, path: str = "path") -> Q:
    """Condition: the unit lies in one of the branches that begin with these paths."""
    wanted = Q(pk__in=[])
    for begin in paths:
        wanted |= Q(**{f"{path}__startswith": begin})
    return wanted


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
    code = models.CharField(
        "mã định danh", max_length=30, unique=True, validators=[PLAIN_CODE]
    )
    name = models.CharField("tên đầy đủ", max_length=200, validators=[PLAIN_NAME])
    short_name = models.CharField("tên gọn", max_length=100, validators=[PLAIN_NAME])
    # With a blank before it, so that every word begins with one.
    folded_name = models.GeneratedField(
        expression=search.Folded(Concat(Value(" "), "short_name")),
        output_field=models.TextField(),
        db_persist=True,
    )
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
    # Who keeps its papers and goes on with its work, once it has ended (``units.estates``).
    heir = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False,
        verbose_name="đơn vị tiếp nhận", related_name="+",
    )  # fmt: skip
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(UnitQuerySet)()

    class Meta:
        verbose_name = "đơn vị"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="unit_ends_after_it_starts",
                message="Ngày kết thúc của đơn vị không được trước ngày bắt đầu.",
            ),
            # A path names each id once.
            models.CheckConstraint(
                condition=~Q(path__regex=r"/([0-9]+)/(.*/)?\1/"),
                name="no_unit_stands_above_itself",
                violation_error_message="Đơn vị không thể đứng trên chính nó.",
            ),
        ]  # fmt: skip
        indexes = [
            GinIndex(
                OpClass("folded_name", name="gin_trgm_ops"), name="unit_folded_name"
            )
        ]

    def __str__(self):
        return self.short_name

    @property
    def chain(self) -> list[int]:
        """Ids from the top of the tree down to this unit."""
        return [int(part) for part in self.path.strip("/").split("/")]

    def take_place(self, pk: int | None = None) -> None:
        """Take an id (``pk``, drawn before) and write the path, before the row is inserted.

        The only place for both: the path holds the unit's own id, and a row without its path
        must never be seen.
        """
        self.pk = pk or draw_ids(1)[0]
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk:09d}/"

    def has_ended(self, day=None) -> bool:
        """It is no more on ``day`` (today)."""
        return self.valid_to is not None and self.valid_to < (day or localdate())

    @property
    def is_to_come(self) -> bool:
        """Laid for a day that has not come."""
        return self.valid_from > localdate()

    @property
    def issues_papers(self) -> bool:
        return bool(self.letterhead)

    @property
    def seal_holder(self) -> "Unit":
        """Whose seal is pressed: its own, or that of the authority whose seal it uses."""
        return self.seal_of or self


def draw_ids(count: int) -> list[int]:
    """Ids for new units, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) "
            "FROM generate_series(1, %s)",
            [Unit._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
