"""Góp ý: what somebody says of a passage of a draft, and what became of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.lines import PlanLine
from campaigns.models.plan import Plan
from units.constraints import filled_when
from units.models import PeersManager, User, scoped

BODY, QUOTE, LINE = 2000, 2000, 200_000  # letters at most


class CommentQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To those who work in the issuing authority; not to who reads the issued paper."""
        return self.filter(plan__issuer__in=user.units_read)

    def threads(self):
        """Góp ý, not the answers to it."""
        return self.filter(parent=None)

    def still_open(self):
        return self.threads().filter(status="open")

    def at_lines_by(self, plan: Plan, author: User):
        """What ``author`` said of lines of the plan and is open, line by line."""
        found = self.still_open().filter(plan=plan, author=author).exclude(line=None)
        return found.select_related("line").order_by("line__position", "pk")

    def for_page(self):
        """With who wrote and who closed each; what was said first stands first."""
        return self.select_related("author", "closed_by").order_by("pk")

    def open_by_plan(self, plans, besides: User):
        """How many of others' are open: (plan, how many), of those of ``plans`` with any."""
        found = self.still_open().filter(plan__in=plans).exclude(author=besides)
        counted = found.order_by().values("plan").annotate(amount=models.Count("pk"))
        return counted.values_list("plan", "amount")


class Comment(models.Model):
    """Góp ý cho một dòng, một đoạn trong dòng, hoặc cả kế hoạch; trả lời góp ý.

    Open → done, accepted or declined, and open again. ``quote``: the passage of the line that
    is meant, "" the whole of it. ``said_of``: the line as it read then, by which one sees that
    it is another now. ``proposed``: the words that the whole line should have, "" where none
    are proposed. ``is_of_line`` stays where the line was removed: with the line, when it comes
    back, the comment stands where it stood.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Còn mở"
        DONE = "done", "Đã xử lý"
        ACCEPTED = "accepted", "Đã nhận"
        DECLINED = "declined", "Không nhận"

    MOVES = {
        Status.OPEN: {Status.DONE, Status.ACCEPTED, Status.DECLINED},
        Status.DONE: {Status.OPEN},
        Status.ACCEPTED: {Status.OPEN},
        Status.DECLINED: {Status.OPEN},
    }

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="comments", editable=False
    )
    line = models.ForeignKey(
        PlanLine, models.SET_NULL, null=True, blank=True, related_name="comments",
        verbose_name="dòng",
    )  # fmt: skip
    is_of_line = models.BooleanField(default=False, editable=False)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers",
        verbose_name="trả lời cho",
    )  # fmt: skip
    quote = models.TextField("đoạn được góp ý", max_length=QUOTE, blank=True)
    said_of = models.TextField(max_length=LINE, blank=True, editable=False)
    body = models.TextField("lời góp ý", max_length=BODY, blank=True)
    proposed = models.TextField("đề nghị viết lại", max_length=LINE, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=Status,
        default=Status.OPEN,
        editable=False,
    )
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(CommentQuerySet)()

    class Meta:
        verbose_name = "góp ý"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "done", "accepted", "declined"]),
                name="comment_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(proposed=""),
                name="a_comment_says_something",
                violation_error_message="Ghi lời góp ý.",
            ),
            models.CheckConstraint(
                condition=Q(line=None) | Q(is_of_line=True),
                name="a_comment_knows_that_it_is_of_a_line",
            ),
            models.CheckConstraint(
                condition=Q(is_of_line=True) | Q(quote="", said_of="", proposed=""),
                name="words_are_proposed_for_a_line",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(is_of_line=False, status="open"),
                name="an_answer_is_words_alone",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | ~Q(proposed=""),
                name="what_is_accepted_was_proposed",
            ),
            filled_when(
                Q(status__in=["done", "accepted", "declined"]),
                "closed_by", "closed_at",
                name="closed_comment_has_who_closed_it",
            ),
        ]  # fmt: skip

    def __str__(self):
        return (self.body or self.proposed)[:80]

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
