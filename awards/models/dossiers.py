"""Hồ sơ của đề nghị: figures taken from reports, papers, and what was sent back to be mended."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.opinions import OpinionRequest
from awards.models.proposals import Petition, Proposal
from awards.models.rules import Paper
from campaigns.models import Allocation
from units.constraints import filled_when, of_one, one_of
from units.models import PeersManager, User, scoped


class ProposalFigureQuerySet(models.QuerySet):
    def of(self, proposal: Proposal):
        return self.filter(proposal=proposal).order_by("pk")


class ProposalFigure(models.Model):
    """Số liệu đã chèn: a figure of an approved report, as it was when it was put in.

    What the report says later is told beside it and changes nothing here.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="figures", editable=False
    )
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="+", editable=False,
        verbose_name="chỉ tiêu",
    )  # fmt: skip
    name = models.CharField("chỉ tiêu", max_length=500)
    value = models.DecimalField("số liệu", max_digits=20, decimal_places=6)
    shown = models.CharField("cách ghi", max_length=100)
    until = models.DateField("kết quả đến ngày", null=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(ProposalFigureQuerySet)()

    class Meta:
        verbose_name = "số liệu trong đề nghị"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "allocation"],
                name="a_figure_stands_once_in_a_proposal",
                violation_error_message="Đề nghị đã có số liệu này.",
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.shown}"


class DossierPaperQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Who sees the proposal, the petition, the request to which the paper belongs."""
        return self.filter(
            Q(proposal__in=Proposal.objects.visible_to(user).order_by().values("pk"))
            | Q(petition__in=Petition.objects.visible_to(user).values("pk"))
            | Q(opinion__in=OpinionRequest.objects.visible_to(user).values("pk"))
        )

    def of_many(self, proposals, petitions):
        """Of any of these proposals, and of the petitions with which they went."""
        return self.filter(Q(proposal__in=proposals) | Q(petition__in=list(petitions)))

    def with_file(self, digest: str):
        return self.filter(Q(sha256=digest) | Q(thumbnail_sha256=digest))

    def for_page(self):
        return self.select_related("proposal", "petition", "opinion", "uploaded_by")


class FileKind(models.TextChoices):
    """Loại tệp."""

    PHOTO = "photo", "Ảnh"
    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    SHEET = "xlsx", "Excel"


class DossierPaper(models.Model):
    """Một giấy tờ trong hồ sơ: a file of one proposal, of one petition or of one opinion.

    The file is what is left after it was checked and drawn anew, as with evidence.
    """

    Kind = FileKind

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, null=True, related_name="papers", editable=False
    )
    petition = models.ForeignKey(
        Petition, models.CASCADE, null=True, related_name="papers", editable=False
    )
    opinion = models.ForeignKey(
        OpinionRequest, models.CASCADE, null=True, related_name="papers", editable=False
    )
    paper = models.CharField("giấy tờ", max_length=12, choices=Paper)
    name = models.CharField("tên giấy tờ", max_length=200, blank=True)
    kind = models.CharField("loại tệp", max_length=5, choices=FileKind, editable=False)
    file_name = models.CharField("tên tệp", max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    original_sha256 = models.CharField(max_length=64, editable=False)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("cỡ tệp (byte)", editable=False)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(DossierPaperQuerySet)()

    class Meta:
        verbose_name = "giấy tờ của hồ sơ khen thưởng"
        constraints = [
            of_one("proposal", "petition", "opinion", name="a_paper_is_of_one_thing"),
            models.UniqueConstraint(
                fields=["proposal", "paper", "original_sha256"],
                condition=Q(proposal__isnull=False),
                name="a_paper_stands_once_in_a_dossier",
                violation_error_message="Hồ sơ này đã có tệp đó.",
            ),
            one_of("paper", Paper, name="paper_of_dossier_is_known"),
            one_of("kind", FileKind, name="paper_file_is_known"),
        ]

    def __str__(self):
        return self.name or self.file_name


class Part(models.TextChoices):
    """Phần của hồ sơ, which may be opened to the unit again."""

    AWARD = "award", "Hình thức, loại hình khen thưởng"
    SUBJECT = "subject", "Đối tượng"
    PERIOD = "period", "Phong trào, thời gian lập thành tích"
    SUMMARY = "summary", "Tóm tắt thành tích"
    REPORT = "report", "Báo cáo thành tích"
    PAPERS = "papers", "Giấy tờ kèm theo"


class ProposalReturnQuerySet(models.QuerySet):
    def open(self):
        """Chưa bổ sung xong."""
        return self.filter(answered_at=None)

    def of(self, proposal: Proposal):
        return self.filter(proposal=proposal).order_by("-pk")

    def for_page(self):
        return self.select_related("returned_by")


class ProposalReturn(models.Model):
    """Một lần trả lại để bổ sung: only ``parts`` are open to the unit until it sends again."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="returns", editable=False
    )
    parts = ArrayField(
        models.CharField(max_length=10, choices=Part), verbose_name="phần phải bổ sung"
    )
    reason = models.TextField("lý do", max_length=2_000)
    due_on = models.DateField("bổ sung trước ngày", null=True, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(db_default=Now(), editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(ProposalReturnQuerySet)()

    class Meta:
        verbose_name = "lần trả lại đề nghị"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(answered_at=None),
                name="one_open_return_of_a_proposal",
            ),
            models.CheckConstraint(
                condition=Q(parts__len__gt=0), name="a_return_names_its_parts",
                violation_error_message="Chọn ít nhất một phần phải bổ sung.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_returned_proposal_has_its_reason",
                violation_error_message="Ghi rõ phải bổ sung gì.",
            ),
            filled_when(
                Q(answered_at__isnull=False), "answered_by",
                name="an_answered_return_has_who_answered",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.in_words

    @property
    def in_words(self) -> str:
        return "; ".join(Part(part).label for part in self.parts)
