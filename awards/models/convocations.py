"""Giấy mời họp: the paper that calls a session, who has opened it, what else members were sent."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.council import Seat
from awards.models.sessions import CouncilSession
from units.constraints import filled_when, one_of
from units.models import Membership, PeersManager, Unit, User, scoped


class ConvocationStatus(models.TextChoices):
    """Tình trạng của giấy mời."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ ký"
    APPROVED = "approved", "Đang ký"
    SIGNED = "signed", "Đã ký, chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    DROPPED = "dropped", "Đã bỏ"


class ConvocationQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the councils in which the person has a role."""
        return self.filter(unit__in=user.units_read)

    def for_page(self):
        return self.select_related(
            "session__unit", "unit__parent", "signer__user", "signer__unit", "replaces",
            "created_by", "submitted_by",
        )  # fmt: skip

    def of_session(self, session: CouncilSession):
        """Not those that were dropped; the newest first."""
        found = self.filter(session=session).exclude(status="dropped")
        return found.order_by("-pk")

    def issued(self):
        return self.filter(status="issued")

    def going_out(self):
        """Đã trình, chưa ban hành: issued any moment, it writes on its session."""
        return self.filter(status__in=["submitted", "approved", "signed"])

    @scoped
    def to_sign(self, user: User):
        """Chờ chính người này ký."""
        waiting = self.filter(status="submitted", signer__user=user)
        return waiting.exclude(session__status="cancelled").order_by("pk")

    def returned_in(self, councils):
        """Bị trả lại để sửa."""
        found = self.filter(status="draft", unit__in=councils)
        return found.exclude(return_reason="").exclude(session__status="cancelled")

    def replaced(self, ids) -> set[int]:
        """Ids of those of ``ids`` that another issued paper replaces."""
        found = self.filter(replaces__in=ids, status="issued")
        return set(found.values_list("replaces", flat=True))

    def of_cancelled(self, ids) -> set[int]:
        """Ids of those of ``ids`` whose session was called off."""
        found = self.filter(pk__in=ids, session__status="cancelled")
        return set(found.values_list("pk", flat=True))


class Convocation(models.Model):
    """Giấy mời (GM) of a session, or the letter that asks for opinions in writing.

    ``body``, ``notes``, ``guests``, ``recipients`` are one paragraph a line. ``planned_at`` and
    ``place`` are what the paper says: once the session says something else, another paper is due,
    which ``replaces`` this one and tells what changed (``changes``).
    """

    Status = ConvocationStatus
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.DROPPED},
        Status.SUBMITTED: {Status.DRAFT, Status.APPROVED},
        Status.APPROVED: {Status.SIGNED, Status.DRAFT},
        Status.SIGNED: {Status.ISSUED, Status.DRAFT},
        Status.ISSUED: set(),
        Status.DROPPED: set(),
    }

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="convocations", editable=False,
        verbose_name="phiên họp",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="Hội đồng"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="replaced_by",
        verbose_name="thay thế",
    )  # fmt: skip
    is_letter = models.BooleanField(
        "công văn lấy ý kiến bằng văn bản", default=False, editable=False
    )
    title = models.CharField("trích yếu", max_length=300)
    invitees = models.TextField("kính mời", max_length=2_000)
    guests = models.TextField("khách mời", max_length=2_000, blank=True)
    body = models.TextField("nội dung", max_length=10_000)
    notes = models.TextField("lưu ý về tài liệu", max_length=2_000, blank=True)
    changes = models.TextField("nội dung thay đổi", max_length=1_000, blank=True)
    recipients = models.TextField("nơi nhận", max_length=5_000)
    planned_at = models.DateTimeField("thời gian", editable=False)
    place = models.CharField("địa điểm", max_length=200, blank=True, editable=False)
    opinions_due = models.DateTimeField("nhận ý kiến đến", null=True, editable=False)
    chair_line = models.CharField("chủ trì", max_length=300, blank=True, editable=False)
    signer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người ký",
    )  # fmt: skip
    status = models.CharField(
        "tình trạng", max_length=10, choices=ConvocationStatus,
        default=ConvocationStatus.DRAFT, editable=False,
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0, editable=False)
    return_reason = models.CharField("lý do trả lại", max_length=1_000, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True, editable=False)
    number = models.PositiveIntegerField("số", null=True, editable=False)
    issued_on = models.DateField("ngày ban hành", null=True, editable=False)
    code = models.CharField("mã tra cứu", max_length=8, blank=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(ConvocationQuerySet)()

    class Meta:
        verbose_name = "giấy mời họp"
        constraints = [
            one_of("status", ConvocationStatus, name="convocation_status_is_known"),
            filled_when(
                Q(status__in=["submitted", "approved", "signed", "issued"]),
                "submitted_by", "submitted_at", name="a_sent_convocation_says_who_sent_it",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "dropped"]) | Q(signer__isnull=False),
                name="a_sent_convocation_has_its_signer",
                violation_error_message="Chọn người ký giấy mời.",
            ),
            filled_when(
                Q(status="issued"), "number", "issued_on",
                name="an_issued_convocation_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(changes=""),
                name="what_replaces_says_what_changed",
                violation_error_message="Ghi nội dung thay đổi so với giấy mời trước.",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(status__in=["draft", "submitted", "approved", "signed"]),
                name="one_convocation_under_way",
                violation_error_message="Phiên họp này đã có giấy mời đang soạn, đang ký.",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(status="dropped") & Q(replaces__isnull=False),
                name="a_convocation_is_replaced_once",
                violation_error_message="Giấy mời này đã có giấy mời khác thay thế.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def noun(self) -> str:
        return "Công văn" if self.is_letter else "Giấy mời"

    @property
    def number_and_symbol(self) -> str:
        """ "05/GM-HĐTĐKT", or "…/GM-HĐTĐKT" while there is no number."""
        given = f"{self.number:02d}" if self.number else "…"
        return f"{given}/{self.symbol}"

    @property
    def differs(self) -> bool:
        """The session now says another time or place than the paper."""
        now = self.session
        return (self.planned_at, self.place, self.opinions_due) != (
            now.planned_at, now.place, now.opinions_due,
        )  # fmt: skip


class ConvocationCopyQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            convocation__in=Convocation.objects.visible_to(user).order_by()
        )

    @scoped
    def unopened_by(self, user: User):
        """Chưa mở, of the person's own seat and of a session that is not over."""
        found = self.filter(
            seat__account=user, opened_at=None, convocation__session__status="invited"
        )
        newer = Convocation.objects.filter(
            replaces=models.OuterRef("convocation"), status="issued"
        )
        found = found.exclude(models.Exists(newer))
        return found.select_related("convocation__session__unit")

    def of(self, convocation: Convocation):
        """In the order of the list of members."""
        rows = self.filter(convocation=convocation).select_related("seat__account")
        return sorted(rows, key=lambda one: (one.seat.rank, one.seat.name, one.pk))


class ConvocationCopy(models.Model):
    """Bản gửi một thành viên, and when they first opened it."""

    convocation = models.ForeignKey(
        Convocation, models.PROTECT, related_name="copies", editable=False
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="+", editable=False,
        verbose_name="thành viên",
    )  # fmt: skip
    sent_at = models.DateTimeField(db_default=Now(), editable=False)
    opened_at = models.DateTimeField("mở lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(ConvocationCopyQuerySet)()

    class Meta:
        verbose_name = "bản giấy mời gửi thành viên"
        constraints = [
            models.UniqueConstraint(
                fields=["convocation", "seat"], name="a_member_gets_one_copy",
                violation_error_message="Thành viên này đã có giấy mời.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.seat)


class LetterKind(models.TextChoices):
    """Thư gửi thành viên vì việc gì."""

    SENT = "sent", "Giấy mời"
    NUDGE = "nudge", "Nhắc trả lời"
    CANCELLED = "cancelled", "Hủy phiên họp"


class SessionLetterQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            session__in=CouncilSession.objects.visible_to(user).order_by()
        )

    def owed(self):
        """Thư chưa đi và còn gửi được."""
        return self.filter(mailed_at=None, failure="").exclude(address="")

    @scoped
    def calling_off(self, user: User, since: datetime):
        """Phiên họp bị hủy that the person was invited to, of days from ``since`` on."""
        found = self.filter(
            kind="cancelled", seat__account=user, session__planned_at__gte=since
        )
        return found.select_related("session__unit").order_by("pk")

    def carrying(self, made: Convocation):
        """The e-mails by which this invitation went out."""
        return self.filter(convocation=made, kind="sent")

    def nudging(self, session: CouncilSession):
        """Reminders, the last one last."""
        return self.filter(session=session, kind="nudge").order_by("pk")


class SessionLetter(models.Model):
    """Điều đã báo cho một thành viên about a session, and the e-mail of it that is owed.

    ``address`` is empty where nothing is mailed: it is then read in the system alone.
    """

    Kind = LetterKind

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="letters", editable=False
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="+", editable=False,
        verbose_name="thành viên",
    )  # fmt: skip
    convocation = models.ForeignKey(
        Convocation, models.PROTECT, null=True, related_name="+", editable=False
    )
    kind = models.CharField("việc", max_length=10, choices=LetterKind, editable=False)
    sent_on = models.DateField("ngày", editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    address = models.EmailField("gửi đến", blank=True, editable=False)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0, editable=False)
    mailed_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    failure = models.CharField("không gửi được", max_length=200, blank=True)

    objects = PeersManager.from_queryset(SessionLetterQuerySet)()

    class Meta:
        verbose_name = "thư về phiên họp"
        constraints = [
            one_of("kind", LetterKind, name="session_letter_kind_is_known"),
            models.UniqueConstraint(
                fields=["session", "seat", "sent_on"], condition=Q(kind="nudge"),
                name="a_member_is_nudged_once_a_day",
                violation_error_message="Hôm nay đã nhắc thành viên này.",
            ),
            models.UniqueConstraint(
                fields=["session", "seat"], condition=Q(kind="cancelled"),
                name="a_member_hears_once_that_it_is_off",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["id"], name="session_letters_owed",
                condition=Q(mailed_at=None, failure=""),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}: {self.seat}"


class PapersTakenQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            session__in=CouncilSession.objects.visible_to(user).order_by()
        )

    def of_session(self, session: CouncilSession):
        """The newest first."""
        return self.filter(session=session).select_related("person").order_by("-pk")


class PapersTaken(models.Model):
    """Một lần tải tài liệu phiên họp: who, when, and how many items their copy left out."""

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="papers_taken", editable=False
    )
    person = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name="người tải"
    )
    taken_at = models.DateTimeField(db_default=Now(), editable=False)
    left_out = models.PositiveSmallIntegerField("số mục không có", editable=False)
    sha256 = models.CharField("mã băm", max_length=64, editable=False)

    objects = PeersManager.from_queryset(PapersTakenQuerySet)()

    class Meta:
        verbose_name = "lần tải tài liệu phiên họp"
        indexes = [models.Index(fields=["session"], name="papers_taken_of_session")]

    def __str__(self):
        return f"{self.person}"
