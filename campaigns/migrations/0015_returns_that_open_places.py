import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# Read where the plan is worked on, as comments are (0014).
LIST = """
CREATE FUNCTION campaigns_fence_own_returns() RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT id FROM campaigns_planreturn
        WHERE plan_id = ANY ((SELECT campaigns_fence_own_plans())::bigint[])
    );
END $$;
"""
FENCE = """
ALTER TABLE {0} ENABLE ROW LEVEL SECURITY;
CREATE POLICY second_fence ON {0} FOR SELECT
    USING (returned_id = ANY ((SELECT campaigns_fence_own_returns())::bigint[]));
"""
OPEN = """
DROP POLICY second_fence ON {0};
ALTER TABLE {0} DISABLE ROW LEVEL SECURITY;
"""
TABLES = ("campaigns_returnplace", "campaigns_openingrequest")


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0014_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningRequest",
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
                ("reason", models.TextField(max_length=2000, verbose_name="lý do")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Chờ trả lời"),
                            ("granted", "Đã mở"),
                            ("declined", "Chưa mở"),
                            ("lapsed", "Không còn cần"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="trả lời"
                    ),
                ),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "yêu cầu mở thêm",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnPlace",
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
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "Phần đầu, trích yếu"),
                            ("recipients", "Nơi nhận"),
                            ("signer", "Người ký"),
                        ],
                        max_length=10,
                        verbose_name="phần",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỗ được mở",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="planreturn",
            name="looked_again_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="planreturn",
            name="looked_again_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planreturn",
            name="scope",
            field=models.CharField(
                choices=[("whole", "Cả kế hoạch"), ("places", "Những chỗ được góp ý")],
                default="whole",
                max_length=6,
                verbose_name="phạm vi mở",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["whole", "places"])),
                name="return_scope_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("looked_again_at__isnull", False),
                        ("looked_again_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("looked_again_at__isnull", False), _negated=True),
                        ("looked_again_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="looked_again_has_who_looked",
            ),
        ),
        migrations.AddField(
            model_name="openingrequest",
            name="answered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="openingrequest",
            name="asked_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="openingrequest",
            name="returned",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requests",
                to="campaigns.planreturn",
            ),
        ),
        migrations.AddField(
            model_name="returnplace",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="campaigns.planline",
                verbose_name="dòng",
            ),
        ),
        migrations.AddField(
            model_name="returnplace",
            name="returned",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="places",
                to="campaigns.planreturn",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["open", "granted", "declined", "lapsed"])
                ),
                name="opening_request_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="an_opening_request_has_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "declined"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_declined_opening_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("status", "open"), _negated=True),
                        ("answered_by__isnull", False),
                        ("answered_at__isnull", False),
                    ),
                    models.Q(
                        ("status", "open"),
                        ("answered_by__isnull", True),
                        ("answered_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="answered_opening_has_who_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("returned",),
                name="one_open_opening_request",
                violation_error_message="Đã xin mở thêm, đang chờ trả lời.",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("line", None), ("part__in", ["head", "recipients", "signer"])
                    ),
                    models.Q(("line__isnull", False), ("part", "")),
                    _connector="OR",
                ),
                name="a_place_is_a_line_or_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnplace",
            constraint=models.UniqueConstraint(
                fields=("returned", "line"), name="a_line_is_opened_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part", ""), _negated=True),
                fields=("returned", "part"),
                name="a_part_is_opened_once",
            ),
        ),
        migrations.RunSQL(LIST, "DROP FUNCTION campaigns_fence_own_returns();"),
        *[
            migrations.RunSQL(FENCE.format(table), OPEN.format(table))
            for table in TABLES
        ],
    ]
