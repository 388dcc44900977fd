import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# Seen with its plan, whose own policy decides (as in 0007).
PART = "plan_id = ANY ((SELECT campaigns_fence_plans())::bigint[])"
# Readings that wait now keep their sentences, which knew no line.
WITH_LINES = """
UPDATE campaigns_importdraft SET reading = (reading - 'warnings') || jsonb_build_object(
    'remarks', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('text', said, 'line', NULL, 'stays', true)
                                  ORDER BY place), '[]')
        FROM jsonb_array_elements_text(reading->'warnings') WITH ORDINALITY AS t(said, place)
    )
) WHERE reading ? 'warnings'
"""
AS_PLAIN = """
UPDATE campaigns_importdraft SET reading = (reading - 'remarks') || jsonb_build_object(
    'warnings', (
        SELECT coalesce(jsonb_agg(remark->'text' ORDER BY place), '[]')
        FROM jsonb_array_elements(reading->'remarks') WITH ORDINALITY AS t(remark, place)
    )
) WHERE reading ? 'remarks'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_fence_is_planned_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanDoubt",
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
                ("words", models.CharField(blank=True, editable=False, max_length=16)),
                (
                    "text",
                    models.TextField(max_length=600, verbose_name="điều nên xem lại"),
                ),
                (
                    "is_from_file",
                    models.BooleanField(default=False, verbose_name="thấy khi đọc tệp"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Nên xem lại"), ("settled", "Đã xem")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doubts",
                        to="campaigns.planline",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doubts",
                        to="campaigns.plan",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "điều nên xem lại",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "settled"])),
                        name="doubt_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="a_doubt_has_its_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "settled"),
                                ("settled_by__isnull", False),
                                ("settled_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status", "settled"), _negated=True),
                                ("settled_by__isnull", True),
                                ("settled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="settled_doubt_has_who_looked",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "line", "text"),
                        name="one_doubt_of_a_line_in_these_words",
                        nulls_distinct=False,
                        violation_error_message="Điều này đã được đánh dấu.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE campaigns_plandoubt ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY second_fence ON campaigns_plandoubt FOR SELECT"
            f" USING ({PART});",
            "DROP POLICY second_fence ON campaigns_plandoubt;"
            "ALTER TABLE campaigns_plandoubt DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(WITH_LINES, AS_PLAIN),
    ]
