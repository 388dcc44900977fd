"""Văn bản: a paper on its way from approval to issue, and ever after."""

import secrets
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, ExtractYear, Now, TruncDate
from django.utils.text import capfirst

from awards.models import Convocation, Decision, Submission
from campaigns.models import Plan
from reports import search
from units.constraints import filled_when, of_one
from units.models import Membership, PeersManager, Unit, User, scoped

# Mã tra cứu is read aloud and typed from paper: no 0/O, 1/I/L.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Eight letters from a set of 31: 8.5e11 codes, so guessing finds nothing."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(8))


class DocumentQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Papers under way: to the issuing authority. Issued: also to the units below it, and
        to those whom it was sent to.
        """
        own = user.units_read
        sent = self.model._default_manager.filter(deliveries__unit__in=own).values("pk")
        issued = Q(issuer__in=user.chain_of_units) | Q(pk__in=sent)
        return self.filter(Q(issuer__in=own) | Q(issued, status="issued"))

    def for_list(self):
        """Without the frozen words, which no list shows."""
        chosen = self.select_related("issuer").defer("twin")
        return chosen.order_by("-pk")

    def for_page(self):
        """With what the page of one paper shows; not its plan, which whom it was sent to may
        not read.
        """
        return self.select_related(
            "issuer__seal_of", "signer__user", "numbered_by"
        ).prefetch_related("files", "findings")

    def issued(self):
        return self.filter(status="issued")

    def for_exchange(self):
        """With what goes out of an issued paper (``reports.exchange``)."""
        chosen = self.select_related("issuer", "register_entry")
        return chosen.prefetch_related("files")

    def in_book(self, series, year: int, first: int, last: int):
        """Issued papers of one year's book from number to number, in the order of numbers."""
        book = Q(register_entry__book__series=series, register_entry__book__year=year)
        chosen = self.issued().filter(book, number__gte=first, number__lte=last)
        return chosen.order_by("number")

    def public(self, code: str):
        """The issued paper with this code, or None: what anyone may see of a code."""
        papers = self.issued().select_related("issuer", "signer__user")
        return papers.prefetch_related("files").filter(code=code).first()

    def with_stamps_until(self, day: datetime):
        """Issued papers whose newest archive stamp ends before ``day``, the soonest first."""
        files = DocumentFile.objects.official().filter(document=models.OuterRef("pk"))
        newest = files.order_by("-pk")
        found = self.issued().annotate(
            level=models.Subquery(newest.values("level")[:1]),
            until=models.Subquery(newest.values("stamp_until")[:1]),
        )
        soon = Q(until=None) | Q(until__lt=day)
        return found.filter(soon, level="B-LTA").order_by(
            models.F("until").asc(nulls_last=True), "pk"
        )

    def of_campaign(self, campaign_id: int):
        return self.filter(
            Q(plan__campaign=campaign_id) | Q(decision__campaign=campaign_id)
        )

    def of_decision(self, decision_id: int):
        return self.filter(decision=decision_id)

    def of_submission(self, submission_id: int):
        return self.filter(submission=submission_id)

    def of_convocation(self, convocation_id: int):
        return self.filter(convocation=convocation_id)

    def of_plan(self, plan_id: int):
        return self.filter(plan=plan_id)

    def made_by(self, unit: Unit, first: date, last: date | None):
        """Papers of the authority whose words were frozen, or which were numbered, on these
        days; what was dropped is no paper."""
        frozen = TruncDate("requested_at")
        papers = self.filter(issuer=unit).exclude(status="dropped")
        dated = papers.annotate(on=Coalesce("issued_on", frozen), frozen_on=frozen)
        found = dated.filter(Q(on__gte=first) | Q(frozen_on__gte=first))
        return found if last is None else found.filter(frozen_on__lte=last)

    def with_year(self):
        """``year``: of the paper's date, before issue of the request."""
        day = Coalesce("issued_on", TruncDate("requested_at"))
        return self.annotate(year=ExtractYear(day))

    def years(self) -> list[int]:
        """Years in which there are papers, the latest first."""
        years = self.with_year().order_by().values_list("year", flat=True)
        return sorted(years.distinct(), reverse=True)

    def sought(self, *, kind="", status="", year: int | None = None, words=""):
        """Papers that a reader's filter leaves; empty values filter nothing."""
        found = self
        if kind:
            found = found.filter(kind=kind)
        if status:
            found = found.filter(status=status)
        if year:
            found = found.with_year().filter(year=year)
        return search.find(found, words, "title", "signer_name", "code")

    def ahead_of(self, document) -> int:
        """Hàng đợi: how many papers that one may see wait for the same step before it."""
        waiting = self.filter(status=document.status, problem="")
        return waiting.filter(pk__lt=document.pk).count()

    @scoped
    def waiting_for_clerk(self, user: User):
        """Papers that wait for number and seal in the authorities the user is clerk of."""
        sealed_outside = Q(status="numbered", seal_way="outside", offered_at=None)
        return self.filter(
            Q(status="signed") | sealed_outside,
            issuer__in=user.units_as(Membership.Role.CLERK),
        )

    @scoped
    def waiting_for_signer(self, user: User):
        """Papers of this signer that could not be signed, or that they sign on their device."""
        outside = Q(status="rendered", person_way="outside", offered_at=None)
        return self.filter(Q(status="stopped") | outside, signer__user=user)

    def without_number(self):
        """Under way, the number not yet given."""
        return self.filter(status__in=["requested", "rendered", "stopped", "signed"])

    def owed(self):
        """Papers on which a worker still has something to do.

        Not those that wait for a file from somebody's own device.
        """
        handed = DocumentFile.objects.filter(
            document=models.OuterRef("pk"), stage="numbered"
        )
        for_person = Q(status="rendered", person_way="outside")
        for_agency = Q(status="numbered", seal_way="outside") & models.Exists(handed)
        waiting = Q(offered_at=None) & (for_person | for_agency)
        return self.filter(status__in=["requested", "rendered", "numbered"]).exclude(
            waiting
        )


class Document(models.Model):
    """Văn bản: the frozen words (``twin``), who signs, its number and its files.

    requested → rendered → signed (by the person) → numbered → issued (sealed); ``stopped``
    where the check of the decree's form or the certificate said no, with the sentence in
    ``problem``. What is issued never changes again.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Kế hoạch"
        GUIDANCE = "guidance", "Hướng dẫn"
        DIRECTIVE = "directive", "Chỉ thị"
        LETTER = "letter", "Công văn"
        DECISION = "decision", "Quyết định"
        SUBMISSION = "submission", "Tờ trình"
        INVITATION = "invitation", "Giấy mời"

    class Status(models.TextChoices):
        REQUESTED = "requested", "Đang dựng trang"
        RENDERED = "rendered", "Đang ký"
        STOPPED = "stopped", "Chưa ký được"
        SIGNED = "signed", "Đã ký, chờ cấp số"
        NUMBERED = "numbered", "Đang đóng dấu"
        ISSUED = "issued", "Đã ban hành"
        DROPPED = "dropped", "Đã bỏ"

    class Way(models.TextChoices):
        MACHINE = "machine", "Máy ký của hệ thống"
        OUTSIDE = "outside", "Thiết bị của người ký"

    MOVES = {
        # Dropped before it has a number: given up by a leader, or its authority has ended.
        Status.REQUESTED: {Status.RENDERED, Status.STOPPED, Status.DROPPED},
        # Asked for anew: the signer chose another way to sign.
        Status.RENDERED: {
            Status.SIGNED, Status.STOPPED, Status.DROPPED, Status.REQUESTED,
        },
        Status.STOPPED: {Status.REQUESTED, Status.DROPPED},
        Status.SIGNED: {Status.NUMBERED, Status.DROPPED},
        Status.NUMBERED: {Status.ISSUED},
        Status.ISSUED: set(),
        Status.DROPPED: set(),
    }  # fmt: skip

    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.PLAN)
    # Whose paper it is: of a plan, a decision on awards, a submission to a superior, an
    # invitation to a session (``reports.origins``).
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    convocation = models.ForeignKey(
        Convocation, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    issuer = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan ban hành", related_name="documents"
    )
    # Copied at approval, so that later edits and mergers do not reach it.
    twin = models.TextField(editable=False)
    title = models.CharField("trích yếu", max_length=500)
    symbol = models.CharField("ký hiệu", max_length=30)
    place = models.CharField("địa danh", max_length=100)
    signer = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", editable=False
    )
    signer_name = models.CharField("người ký", max_length=100)
    signer_title = models.CharField("chức vụ", max_length=200)
    code = models.CharField("mã tra cứu", max_length=8, unique=True, default=new_code)
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=Status,
        default=Status.REQUESTED,
        editable=False,
    )
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    # When a token or a service last gave no answer to the step under way.
    unanswered_at = models.DateTimeField(
        "dịch vụ chưa trả lời lúc", null=True, editable=False
    )
    person_way = models.CharField(
        "người ký ký bằng",
        max_length=10,
        choices=Way,
        default=Way.MACHINE,
        editable=False,
    )
    seal_way = models.CharField(
        "cơ quan ký bằng",
        max_length=10,
        choices=Way,
        default=Way.MACHINE,
        editable=False,
    )
    # Ký ngoài: when the file under way came back signed, until the machine has taken it.
    offered_at = models.DateTimeField(
        "nhận tệp ký ngoài lúc", null=True, editable=False
    )
    number = models.PositiveIntegerField("số", null=True, editable=False)
    issued_on = models.DateField("ngày ban hành", null=True, editable=False)
    pages = models.PositiveSmallIntegerField("số trang", null=True, editable=False)
    # Annexes in files of their own, as the pages were set; their files: ``AnnexFile``.
    annex_count = models.PositiveSmallIntegerField(
        "số phụ lục ở tệp riêng", default=0, editable=False
    )
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    requested_at = models.DateTimeField(db_default=Now(), editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)
    numbered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    numbered_at = models.DateTimeField(null=True, editable=False)
    sealed_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(DocumentQuerySet)()

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "requested", "rendered", "stopped", "signed", "numbered", "issued",
                        "dropped",
                    ]
                ),
                name="document_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=~Q(status="dropped") & Q(plan__isnull=False),
                name="one_living_document_per_plan",
                violation_error_message="Kế hoạch này đã có văn bản đang ký.",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=~Q(status="dropped") & Q(decision__isnull=False),
                name="one_living_document_per_decision",
                violation_error_message="Quyết định này đã có văn bản đang ký.",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=~Q(status="dropped") & Q(submission__isnull=False),
                name="one_living_document_per_submission",
                violation_error_message="Tờ trình này đã có văn bản đang ký.",
            ),
            models.UniqueConstraint(
                fields=["convocation"],
                condition=~Q(status="dropped") & Q(convocation__isnull=False),
                name="one_living_document_per_convocation",
                violation_error_message="Giấy mời này đã có văn bản đang ký.",
            ),
            of_one(
                "plan", "decision", "submission", "convocation",
                name="document_is_of_one_thing",
            ),
            filled_when(
                Q(status__in=["numbered", "issued"]),
                "number", "issued_on", "numbered_by", "numbered_at",
                name="document_number_is_whole",
            ),
            filled_when(
                Q(status__in=["signed", "numbered", "issued"]),
                "signed_at",
                name="document_signature_has_its_time",
            ),
            filled_when(Q(status="issued"), "sealed_at", name="document_seal_has_its_time"),
            models.CheckConstraint(
                condition=Q(person_way__in=["machine", "outside"])
                & Q(seal_way__in=["machine", "outside"]),
                name="document_way_is_known",
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None)
                | Q(status="rendered", person_way="outside")
                | Q(status="numbered", seal_way="outside"),
                name="a_file_is_offered_only_while_it_is_waited_for",
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(problem=""),
                name="a_stopped_document_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} số {self.number_and_symbol}"

    @property
    def subject(self) -> str:
        """Trích yếu as it stands alone; that of a letter goes on from "V/v" on its paper."""
        return capfirst(self.title)

    @property
    def is_tried_again(self) -> bool:
        """What stands in the way may pass by itself: nobody is asked to do anything."""
        waits = self.status in (self.Status.RENDERED, self.Status.NUMBERED)
        return waits and not self.problem and self.unanswered_at is not None

    @property
    def waits_for_person_file(self) -> bool:
        """Its signer has the paper and signs it on a device of their own."""
        outside = self.person_way == self.Way.OUTSIDE and self.offered_at is None
        return self.status == self.Status.RENDERED and outside

    @property
    def waits_for_seal_file(self) -> bool:
        """The agency seals it on a device of its own; the file to seal may still be made."""
        outside = self.seal_way == self.Way.OUTSIDE and self.offered_at is None
        return self.status == self.Status.NUMBERED and outside

    @property
    def official_file(self) -> "DocumentFile":
        """The issued file, the latest; only of what is issued."""
        return [file for file in self.files.all() if file.is_official][-1]

    @property
    def number_and_symbol(self) -> str:
        """ "05/KH-UBND" (R16, R17), or "…/KH-UBND" before the clerk gives the number."""
        return f"{self.number:02d}/{self.symbol}" if self.number else f"…/{self.symbol}"


class KeptFile(models.Model):
    """Tệp đã cất: what is known of any finished file, which lies under its hash."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField("cỡ (byte)")
    level = models.CharField("mức PAdES", max_length=5, blank=True)
    # What a later upgrade must still add, because a service was silent: "archive" …
    owed = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # Level B-LTA: the end of the certificate that made the last document time stamp.
    stamp_until = models.DateTimeField(
        "dấu thời gian dùng đến", null=True, editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class DocumentFileQuerySet(models.QuerySet):
    def official(self):
        return self.filter(stage__in=DocumentFile.OFFICIAL)

    def newest(self):
        """The one that was made last; None where there is none."""
        return self.order_by("pk").last()


class DocumentFile(KeptFile):
    """Tệp: one finished stage of a document, stored under its hash and never changed."""

    class Stage(models.TextChoices):
        RENDERED = "rendered", "Bản trình ký"
        OFFERED = "offered", "Bản ký ngoài chờ kiểm tra"
        SIGNED = "signed", "Bản lãnh đạo đã ký"
        NUMBERED = "numbered", "Bản có số, chờ đóng dấu"
        ISSUED = "issued", "Bản ban hành"
        ARCHIVED = "archived", "Bản lưu trữ dài hạn"

    # What anyone may have: the issued file, and the same with later proofs appended.
    OFFICIAL = frozenset({Stage.ISSUED, Stage.ARCHIVED})

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    stage = models.CharField("bản", max_length=10, choices=Stage)
    # Where the marks go, measured on this very rendering: JSON, read only by the signer.
    places = models.JSONField(default=dict)

    objects = PeersManager.from_queryset(DocumentFileQuerySet)()

    class Meta:
        verbose_name = "tệp văn bản"
        ordering = ["document", "pk"]
        constraints = [
            # Each renewal of an archived paper is a file of its own, the newest the longest.
            models.UniqueConstraint(
                fields=["document", "stage"],
                condition=~Q(stage="archived"),
                name="one_file_per_document_and_stage",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=[
                        "rendered", "offered", "signed", "numbered", "issued", "archived",
                    ]
                ),
                name="file_stage_is_known",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.document} ({self.get_stage_display()})"

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"{self.document.code}-{self.stage}"

    @property
    def is_official(self) -> bool:
        return self.stage in self.OFFICIAL


class DocumentFinding(models.Model):
    """Kết quả kiểm tra thể thức: one rule of the decree on the rendered paper."""

    class Level(models.TextChoices):
        WARNING = "warning", "Nên xem lại"
        ERROR = "error", "Sai thể thức"

    document = models.ForeignKey(Document, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=Level)
    message = models.TextField()
    page = models.PositiveSmallIntegerField(null=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "kết quả kiểm tra thể thức"
        ordering = ["document", "level", "pk"]

    def __str__(self):
        return f"{self.rule}: {self.message}"
