import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# Only who works in the issuing authority reads them: unlike the plan itself, they are not
# for those below it once the plan is issued. The list of those plans is made in 0013.
FENCE = """
ALTER TABLE campaigns_comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY second_fence ON campaigns_comment FOR SELECT
    USING (plan_id = ANY ((SELECT campaigns_fence_own_plans())::bigint[]));
"""
OPEN = """
DROP POLICY second_fence ON campaigns_comment;
ALTER TABLE campaigns_comment DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0013_plans_keep_their_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("is_of_line", models.BooleanField(default=False, editable=False)),
                (
                    "quote",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="đoạn được góp ý"
                    ),
                ),
                (
                    "said_of",
                    models.TextField(blank=True, editable=False, max_length=200000),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="lời góp ý"
                    ),
                ),
                (
                    "proposed",
                    models.TextField(
                        blank=True, max_length=200000, verbose_name="đề nghị viết lại"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Còn mở"),
                            ("done", "Đã xử lý"),
                            ("accepted", "Đã nhận"),
                            ("declined", "Không nhận"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to="campaigns.planline",
                        verbose_name="dòng",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="campaigns.comment",
                        verbose_name="trả lời cho",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="campaigns.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "góp ý",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "done", "accepted", "declined"])
                        ),
                        name="comment_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True),
                            models.Q(("proposed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_comment_says_something",
                        violation_error_message="Ghi lời góp ý.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line", None), ("is_of_line", True), _connector="OR"
                        ),
                        name="a_comment_knows_that_it_is_of_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_of_line", True),
                            models.Q(("proposed", ""), ("quote", ""), ("said_of", "")),
                            _connector="OR",
                        ),
                        name="words_are_proposed_for_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("is_of_line", False), ("status", "open")),
                            _connector="OR",
                        ),
                        name="an_answer_is_words_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "accepted"), _negated=True),
                            models.Q(("proposed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_accepted_was_proposed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["done", "accepted", "declined"]),
                                ("closed_by__isnull", False),
                                ("closed_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ["done", "accepted", "declined"]),
                                    _negated=True,
                                ),
                                ("closed_by__isnull", True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="closed_comment_has_who_closed_it",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FENCE, OPEN),
    ]
