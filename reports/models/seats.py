"""Chỗ ký và tệp của bản nhiều người ký: who signs where, and the file that grew with each."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models import Seat
from reports.models.document import KeptFile
from reports.models.pact import PactPaper
from units.constraints import filled_when
from units.models import Membership, PeersManager, Unit, User, scoped


class PactSeatQuerySet(models.QuerySet):
    def for_list(self):
        chosen = self.select_related("unit", "signer__user", "scan_by")
        return chosen.prefetch_related("files").order_by("position")

    def of_paper(self, paper: PactPaper):
        return self.filter(paper=paper)

    def for_act(self):
        return self.select_related(
            "paper__pact__cluster", "paper__session__unit", "unit", "signer__user",
            "signer__unit",
        )  # fmt: skip

    @scoped
    def visible_to(self, user: User):
        return self.filter(paper__in=PactPaper.objects.visible_to(user).values("pk"))

    def of_pacts(self):
        return self.filter(unit__isnull=False)

    def of_minutes(self):
        return self.filter(council_seat__isnull=False)

    @scoped
    def of_person(self, user: User):
        """Those in which this person signs."""
        return self.filter(signer__user=user)

    def unsigned(self):
        return self.exclude(files__stage="signed")

    def asked(self):
        """Whose leader has confirmed: the worker signs, or takes the file that came back."""
        offered = PactFile.objects.filter(seat=models.OuterRef("pk"), stage="offered")
        handed = Q(way="outside") & ~models.Exists(offered)
        return self.unsigned().exclude(asked_at=None).exclude(handed)

    @scoped
    def waiting_for_signer(self, user: User):
        """Chỗ chờ người này ký, of papers in force."""
        papers = PactPaper.objects.filter(status="signing").in_force()
        offered = PactFile.objects.filter(seat=models.OuterRef("pk"), stage="offered")
        handed = Q(asked_at=None) | Q(way="outside") & ~models.Exists(offered)
        mine = self.unsigned().filter(handed, signer__user=user, paper__in=papers)
        chosen = mine.select_related(
            "paper__pact__cluster", "paper__session__unit", "unit"
        )
        return chosen.order_by("pk")


class PactSeat(models.Model):
    """Chỗ ký: of a member of the cluster (``unit``), or of who sat in the council's session
    (``council_seat``); with a key (``signer``), or on a sheet that is scanned.
    """

    class Way(models.TextChoices):
        MACHINE = "machine", "Máy ký của hệ thống"
        OUTSIDE = "outside", "Thiết bị của người ký"

    paper = models.ForeignKey(
        PactPaper, models.PROTECT, related_name="seats", editable=False
    )
    position = models.PositiveSmallIntegerField("thứ tự", editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", editable=False
    )
    council_seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, related_name="+", editable=False
    )
    unit_name = models.CharField("tên thành viên", max_length=200, editable=False)
    undertakes = models.TextField("nhận làm", blank=True, editable=False)
    capacity = models.CharField(
        "quyền hạn, chức vụ", max_length=500, blank=True, editable=False
    )
    signer = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", editable=False
    )
    signer_name = models.CharField("người ký", max_length=100, editable=False)
    way = models.CharField(
        "ký bằng", max_length=10, choices=Way, default=Way.MACHINE, editable=False
    )
    asked_at = models.DateTimeField("yêu cầu ký lúc", null=True, editable=False)
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    unanswered_at = models.DateTimeField(
        "dịch vụ chưa trả lời lúc", null=True, editable=False
    )
    # Bản quét của người ký trên giấy.
    scan_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    scan_size = models.PositiveIntegerField("cỡ (byte)", null=True, editable=False)
    scan_on = models.DateField("ký trên giấy ngày", null=True, editable=False)
    scan_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    scan_at = models.DateTimeField("nhận bản quét lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(PactSeatQuerySet)()

    class Meta:
        verbose_name = "chỗ ký giao ước"
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"], name="one_seat_at_a_position"
            ),
            models.UniqueConstraint(
                fields=["paper", "unit"], name="a_member_has_one_seat"
            ),
            models.UniqueConstraint(
                fields=["paper", "council_seat"], name="who_sat_signs_once"
            ),
            # Who sat signs with a key here, or the whole is signed on paper.
            models.CheckConstraint(
                condition=Q(unit__isnull=False, council_seat=None)
                | Q(unit=None, council_seat__isnull=False, signer__isnull=False),
                name="a_seat_is_of_a_member_or_of_who_sat",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["machine", "outside"]), name="seat_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None) | Q(signer__isnull=False),
                name="who_signs_on_paper_asks_no_machine",
            ),
            models.CheckConstraint(
                condition=Q(
                    scan_sha256="", scan_size=None, scan_on=None, scan_by=None, scan_at=None
                )
                | Q(
                    signer=None, scan_size__isnull=False, scan_on__isnull=False,
                    scan_by__isnull=False, scan_at__isnull=False,
                )
                & ~Q(scan_sha256=""),
                name="a_scan_is_whole_and_of_who_signs_on_paper",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.unit_name

    @property
    def on_paper(self) -> bool:
        return self.signer_id is None

    @property
    def for_whom(self) -> str:
        """Of whom the paper is, and for whom one signs it."""
        paper = self.paper
        if paper.session is not None:
            return f"{paper.session.unit}, {self.unit_name[:1].lower()}{self.unit_name[1:]}"
        assert paper.pact is not None
        return f"{paper.pact.cluster}, thay mặt {self.unit}"

    @property
    def paper_url(self) -> str:
        if self.paper.is_minutes:
            return reverse("reports:minutes-paper", args=[self.paper.session_id])
        return reverse("reports:pact-paper", args=[self.paper.pact_id])

    @property
    def sign_url(self) -> str:
        act = "minutes-sign" if self.council_seat_id else "pact-sign"
        return reverse(f"reports:{act}", args=[self.pk])

    @property
    def signs_as(self) -> str:
        """In what capacity, as the signature itself says."""
        if self.council_seat_id is not None:
            return self.unit_name
        return f"{self.unit_name}: {self.capacity}".replace("\n", ", ")

    @property
    def signature(self) -> "PactFile | None":
        """The file that its signature made; None: not signed with a key (yet)."""
        signed = [file for file in self.files.all() if file.stage == "signed"]
        return signed[0] if signed else None

    @property
    def is_done(self) -> bool:
        return bool(self.scan_sha256) if self.on_paper else self.signature is not None

    @property
    def is_handed(self) -> bool:
        """Its signer has the file and signs it on a device of their own."""
        outside = self.asked_at is not None and self.way == self.Way.OUTSIDE
        return outside and not self.is_done and not self._is_offered

    @property
    def _is_offered(self) -> bool:
        return any(file.stage == "offered" for file in self.files.all())

    @property
    def key(self) -> str:
        """Its name in the store while the scan is written."""
        return f"giao-uoc-quet-{self.pk}"

    @property
    def sha256(self) -> str:
        return self.scan_sha256


class PactFileQuerySet(models.QuerySet):
    def chain(self):
        """As it grew; the last is the one that counts."""
        return self.exclude(stage="offered").order_by("pk")

    def signed(self):
        return self.filter(stage="signed").order_by("pk")

    def official(self):
        """Of complete papers: with every signature."""
        found = self.filter(
            stage__in=["complete", "archived"], paper__status="complete"
        )
        return found.select_related("paper__pact__cluster", "paper__session__unit")


class PactFile(KeptFile):
    """Tệp của bản giao ước: rendered, then one for each signature, each upon the one before.

    A signed one never changes (a trigger). ``base`` is unique among them: no two signatures
    are made on the same file, so none is lost.
    """

    class Stage(models.TextChoices):
        RENDERED = "rendered", "Bản chưa ký"
        OFFERED = "offered", "Bản ký ngoài chờ kiểm tra"
        SIGNED = "signed", "Bản đang ký"
        COMPLETE = "complete", "Bản đủ chữ ký"
        ARCHIVED = "archived", "Bản lưu trữ dài hạn"

    paper = models.ForeignKey(
        PactPaper, models.PROTECT, related_name="files", editable=False
    )
    seat = models.ForeignKey(
        PactSeat, models.PROTECT, null=True, related_name="files", editable=False
    )
    stage = models.CharField("bản", max_length=10, choices=Stage)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", editable=False
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    signer_name = models.CharField("chủ thể chứng thư", max_length=200, blank=True)
    signed_at = models.DateTimeField("ký lúc", null=True, editable=False)
    # Where each signs, measured on this very rendering: JSON, read only by the signer.
    places = models.JSONField(default=dict)

    objects = PeersManager.from_queryset(PactFileQuerySet)()

    class Meta:
        verbose_name = "tệp giao ước"
        ordering = ["paper", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    stage__in=["rendered", "offered", "signed", "complete", "archived"]
                ),
                name="pact_file_stage_is_known",
            ),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(stage="rendered"),
                name="a_pact_is_rendered_once",
            ),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(stage="complete"),
                name="a_pact_is_complete_once",
            ),
            models.UniqueConstraint(
                fields=["seat", "stage"], condition=Q(stage__in=["signed", "offered"]),
                name="a_member_signs_once",
                violation_error_message="Thành viên này đã ký.",
            ),
            models.UniqueConstraint(
                fields=["base"], condition=~Q(stage="offered"),
                name="no_two_signatures_on_one_file",
            ),
            filled_when(
                Q(stage__in=["signed", "offered"]), "seat", name="a_signature_has_its_seat"
            ),
            filled_when(Q(stage="signed"), "signed_at", name="a_pact_signature_has_its_time"),
            filled_when(~Q(stage="rendered"), "base", name="a_pact_file_has_its_base"),
            models.CheckConstraint(
                condition=~Q(stage="signed") | ~Q(fingerprint=""),
                name="a_pact_signature_has_its_certificate",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.paper} ({self.get_stage_display()})"

    @property
    def is_of_chain(self) -> bool:
        return self.stage != self.Stage.OFFERED

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"giao-uoc-{self.paper_id}-{self.stage}-{self.seat_id or 0}"
