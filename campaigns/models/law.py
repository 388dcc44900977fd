"""Sổ văn bản pháp luật: what a plan may cite, from when to when it holds, and what took over.

Rows are law: those of the whole country come from ``campaigns/law``, those of a place are
written by its people. The code knows their shape only.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from units.certainty import Certainty
from units.constraints import in_order
from units.models import PeersManager, Unit, scoped
from units.models.tree import reached
from units.wording import vn_long_date

ALREADY_THERE = "Sổ đã có văn bản số này, ngày này. Sửa dòng đã có, không ghi thêm."


class LegalTextQuerySet(models.QuerySet):
    def for_register(self):
        """The newest first, each with what replaced it and what it amends; one query."""
        return self.select_related("replaced_by", "amends", "unit").order_by(
            F("issued_on").desc(), "code"
        )

    def known_at(self, unit):
        """What a plan of that authority may rest on: the country's, its own, those of all above.

        Also of a unit that has ended and whose papers one of these keeps.
        """
        above = (
            unit.chain if unit.path else []
        )  # not in the tree yet: the country's alone
        chain = Q(unit__in=above) | Q(unit__heir__in=above)
        return self.filter(Q(unit=None) | chain)

    @scoped
    def visible_to(self, user):
        """Of places: what binds the person's units, and that of the branch administered.

        Texts of the country are everybody's (``of_country``).
        """
        own = Q(unit__in=user.chain_of_units) | reached(user, "unit__path")
        return self.filter(own)

    def of_country(self):
        return self.filter(unit=None)

    def of_places(self):
        return self.exclude(unit=None)

    def leading_to(self, text):
        """Rows that name it as what replaced or what they amend."""
        return self.filter(Q(replaced_by=text) | Q(amends=text))


class LegalText(models.Model):
    """Văn bản pháp luật. ``name`` is what its căn cứ says behind number, day and issuer.

    ``valid_from`` None: the first day is not known; ``valid_to`` is the last day.
    """

    class Kind(models.TextChoices):
        LAW = "law", "Luật"
        ORDINANCE = "ordinance", "Pháp lệnh"
        RESOLUTION = "resolution", "Nghị quyết"
        DECREE = "decree", "Nghị định"
        DECISION = "decision", "Quyết định"
        CIRCULAR = "circular", "Thông tư"
        DIRECTIVE = "directive", "Chỉ thị"
        PROGRAMME = "programme", "Chương trình"
        PLAN = "plan", "Kế hoạch"
        GUIDE = "guide", "Hướng dẫn"
        LETTER = "letter", "Công văn"

    # What authorities of a place issue themselves.
    OF_PLACES = (
        Kind.RESOLUTION, Kind.DECISION, Kind.DIRECTIVE, Kind.PROGRAMME, Kind.PLAN, Kind.GUIDE,
        Kind.LETTER,
    )  # fmt: skip

    code = models.SlugField("mã", max_length=40, unique=True)
    # Whose it is: binds that unit and all below it. None: the whole country.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="của", related_name="+", null=True, blank=True,
    )  # fmt: skip
    kind = models.CharField("loại văn bản", max_length=12, choices=Kind)
    number = models.CharField("số, ký hiệu", max_length=60)
    name = models.CharField("trích yếu", max_length=500)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến hết ngày", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="văn bản thay thế", related_name="replaced",
        null=True, blank=True,
    )  # fmt: skip
    amends = models.ForeignKey(
        "self", models.PROTECT, verbose_name="sửa đổi, bổ sung cho", related_name="amendments",
        null=True, blank=True,
    )  # fmt: skip
    source = models.CharField("nguồn", max_length=300, blank=True)
    certainty = models.CharField("mức chắc chắn", max_length=8, choices=Certainty)

    objects = PeersManager.from_queryset(LegalTextQuerySet)()

    class Meta:
        verbose_name = "văn bản pháp luật"
        ordering = ["-issued_on", "code"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="legal_text_ends_after_it_starts",
                message="Ngày hết hiệu lực không được trước ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(valid_to__isnull=False),
                name="a_replaced_legal_text_has_its_last_day",
                violation_error_message="Văn bản đã bị thay thế phải có ngày hết hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "law", "ordinance", "resolution", "decree", "decision", "circular",
                        "directive", "programme", "plan", "guide", "letter",
                    ]
                ),
                name="legal_text_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(unit=None, source__gt="")
                | Q(unit__isnull=False, kind__in=[
                    "resolution", "decision", "directive", "programme", "plan", "guide",
                    "letter",
                ]),
                name="a_place_issues_no_law",
                violation_error_message="Địa phương không ban hành loại văn bản này.",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(unit=None),
                name="one_number_one_text_of_the_country",
            ),
            # Numbers begin anew every year; a directive's does not name its year.
            models.UniqueConstraint(
                fields=["unit", "number", "issued_on"],
                name="one_number_and_day_one_text_of_a_place",
                violation_error_message=ALREADY_THERE,
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("pk")) & ~Q(amends=F("pk")),
                name="a_legal_text_is_not_its_own_heir",
                violation_error_message="Văn bản không tự thay thế, tự sửa đổi chính mình.",
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=["read", "second", "check"]),
                name="legal_text_certainty_is_known",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def is_named(self) -> bool:
        """Luật, pháp lệnh: cited by name and day, without number and issuer (R46)."""
        return self.kind in (self.Kind.LAW, self.Kind.ORDINANCE)

    @property
    def title(self) -> str:
        """ "Luật Thi đua, khen thưởng số 06/2022/QH15", "Nghị định số 152/2025/NĐ-CP"."""
        name = f" {self.name}" if self.is_named else ""
        return f"{self.get_kind_display()}{name} số {self.number}"

    @property
    def cited(self) -> str:
        """Như một căn cứ ghi, without its first word and last sign (R46)."""
        whose = "" if self.is_named else f" của {self.issuer} {self.name}"
        return f"{self.named}{whose}"

    @property
    def named(self) -> str:
        """Loại, số (tên của luật), ngày: "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025"."""
        own = self.name if self.is_named else f"số {self.number}"
        return f"{self.get_kind_display()} {own} {vn_long_date(self.issued_on)}"

    @property
    def rank(self) -> tuple[int, int, date]:
        """Thứ bậc: the order of căn cứ, the country's before a province's before a ward's; a
        law before a decree; the older first."""
        depth = len(self.unit.chain) if self.unit else 0
        return depth, self.Kind.values.index(self.kind), self.issued_on

    def holds_on(self, day: date) -> bool:
        return not self.is_over(day) and not self.is_to_come(day)

    def is_over(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day

    def is_to_come(self, day: date) -> bool:
        return self.valid_from is not None and day < self.valid_from
