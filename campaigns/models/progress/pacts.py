"""Giao ước thi đua của một cụm, khối: one text, to which each member agrees by itself."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.constraints import filled_when, in_order
from units.models import Membership, PeersManager, Unit, User, scoped


class PactQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the clusters that concern the person."""
        return self.filter(cluster__in=Unit.objects.clusters_of(user).values("pk"))

    def of_cluster(self, cluster: Unit):
        """The newest first."""
        return self.filter(cluster=cluster).order_by("-pk")

    def open(self):
        return self.filter(status=Pact.Status.OPEN)

    def for_page(self):
        return self.select_related("cluster__kind", "cluster__parent", "written_by")


class Pact(models.Model):
    """Giao ước: open until every member of the cluster has agreed to its words.

    Whoever changes the words asks everybody anew: earlier agreements lapse, with the reason.
    Agreed to by all, its paper is signed by all (a higher app's: ``record_pact_signing``).
    """

    class Status(models.TextChoices):
        OPEN = "open", "Chờ thành viên đồng ý"
        COMPLETE = "complete", "Mọi thành viên đã đồng ý"
        SIGNING = "signing", "Đang ký"
        SIGNED = "signed", "Mọi thành viên đã ký"
        ENDED = "ended", "Đã thôi"

    MOVES = {
        Status.OPEN: {Status.COMPLETE, Status.ENDED},
        Status.COMPLETE: {Status.OPEN, Status.SIGNING, Status.ENDED},
        # Back: a member refused, or the paper was given up.
        Status.SIGNING: {
            Status.OPEN, Status.COMPLETE, Status.SIGNED, Status.ENDED,
        },
        Status.SIGNED: {Status.OPEN, Status.ENDED},
        Status.ENDED: set(),
    }  # fmt: skip
    AGREED = (Status.COMPLETE, Status.SIGNING, Status.SIGNED)

    cluster = models.ForeignKey(
        Unit, models.PROTECT, related_name="pacts", editable=False,
        verbose_name="cụm, khối",
    )  # fmt: skip
    name = models.CharField("tên giao ước", max_length=300)
    text = models.TextField("nội dung giao ước", max_length=20_000)
    starts_on = models.DateField("thực hiện từ ngày")
    ends_on = models.DateField("đến hết ngày")
    status = models.CharField(
        "trạng thái", max_length=8, choices=Status, default=Status.OPEN, editable=False
    )
    version = models.PositiveIntegerField("bản thứ", default=1, editable=False)
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    completed_at = models.DateTimeField("đủ từ", null=True, editable=False)
    end_reason = models.CharField("lý do thôi", max_length=500, blank=True)

    objects = PeersManager.from_queryset(PactQuerySet)()

    class Meta:
        verbose_name = "giao ước thi đua"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["open", "complete", "signing", "signed", "ended"]
                ),
                name="pact_status_is_known",
            ),
            in_order(
                "starts_on", "ends_on", name="pact_ends_after_it_starts",
                message="Ngày cuối thực hiện không được trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["complete", "signing", "signed"])
                | Q(completed_at__isnull=False),
                name="a_complete_pact_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(end_reason=""),
                name="an_ended_pact_has_its_reason",
                violation_error_message="Ghi lý do thôi giao ước.",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["cluster", "status"], name="pact_of_cluster")]

    def __str__(self):
        return self.name


class PactAgreementQuerySet(models.QuerySet):
    def living(self):
        """To the words as they stand."""
        return self.filter(lapsed_at=None)

    @scoped
    def visible_to(self, user: User):
        """Those of the pacts that concern the person."""
        return self.filter(pact__in=Pact.objects.visible_to(user).values("pk"))

    def for_page(self):
        return self.select_related("pact__cluster", "unit", "signer__user")

    def for_paper(self):
        """With whom each member sends to sign."""
        return self.select_related("unit", "signer__user", "signer__unit")


class PactAgreement(models.Model):
    """Thành viên đồng ý: who said so for which unit, on which day, to which version.

    ``lapsed_at``: the words were changed afterwards, or the unit took it back; with the reason.
    ``undertakes``: what this member does of its own; it stands in the table of the paper, which
    ``signer`` signs with a key, or ``paper_signer`` on a sheet that is scanned.
    """

    pact = models.ForeignKey(
        Pact, models.PROTECT, related_name="agreements", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    unit_name = models.CharField("tên đơn vị", max_length=200, editable=False)
    version = models.PositiveIntegerField("bản thứ", editable=False)
    agreed_on = models.DateField("ngày đồng ý")
    agreed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    agreed_at = models.DateTimeField(db_default=Now(), editable=False)
    undertakes = models.TextField("đơn vị nhận làm", max_length=2000, blank=True)
    signer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="lãnh đạo ký", editable=False,
    )  # fmt: skip
    paper_signer = models.CharField("người ký trên giấy", max_length=100, blank=True)
    paper_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    lapsed_at = models.DateTimeField(null=True, editable=False)
    lapsed_reason = models.CharField("vì sao hết giá trị", max_length=500, blank=True)

    objects = PeersManager.from_queryset(PactAgreementQuerySet)()

    class Meta:
        verbose_name = "đồng ý giao ước"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pact", "unit"], condition=Q(lapsed_at=None),
                name="a_member_agrees_once",
                violation_error_message="Đơn vị đã đồng ý giao ước này.",
            ),
            filled_when(
                ~Q(lapsed_reason=""), "lapsed_at", name="a_lapsed_agreement_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(signer=None) | Q(paper_signer=""),
                name="a_member_signs_one_way",
                violation_error_message="Chọn một cách ký: ký số, hoặc ký trên giấy.",
            ),
            models.CheckConstraint(
                condition=Q(paper_signer="", paper_title="")
                | ~Q(paper_signer="") & ~Q(paper_title=""),
                name="who_signs_on_paper_has_a_title",
                violation_error_message="Ghi cả họ tên và chức vụ của người ký trên giấy.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.unit_name

    @property
    def on_paper(self) -> bool:
        return bool(self.paper_signer)

    @property
    def names_its_signer(self) -> bool:
        return self.signer_id is not None or self.on_paper
