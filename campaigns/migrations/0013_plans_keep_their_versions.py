import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# A version never changes, and goes only with a draft that is removed from the trash for good.
FREEZE = """
CREATE FUNCTION campaigns_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF TG_TABLE_NAME = 'campaigns_planversion' THEN
            whose := OLD.plan_id;
        ELSE
            SELECT plan_id INTO whose FROM campaigns_planversion WHERE id = OLD.version_id;
        END IF;
        IF EXISTS (SELECT FROM campaigns_plan WHERE id = whose AND discarded_at IS NOT NULL) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'a version of a plan is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER version_is_frozen BEFORE UPDATE OR DELETE ON campaigns_planversion
    FOR EACH ROW EXECUTE FUNCTION campaigns_version_is_frozen();
CREATE TRIGGER occasion_is_frozen BEFORE UPDATE OR DELETE ON campaigns_versionoccasion
    FOR EACH ROW EXECUTE FUNCTION campaigns_version_is_frozen();
"""
THAW = """
DROP TRIGGER version_is_frozen ON campaigns_planversion;
DROP TRIGGER occasion_is_frozen ON campaigns_versionoccasion;
DROP FUNCTION campaigns_version_is_frozen();
"""
# Asked once a query, as in 0007. Who sees an issued plan from below does not see what it was
# before: versions are of the authority that wrote them.
LISTS = {
    "campaigns_fence_own_plans": "SELECT id FROM campaigns_plan"
    " WHERE issuer_id = ANY (units_fence_units())",
    "campaigns_fence_versions": "SELECT id FROM campaigns_planversion",
}
POLICIES = {
    "campaigns_planversion": "plan_id = ANY ((SELECT campaigns_fence_own_plans())::bigint[])",
    "campaigns_versionoccasion": "version_id = ANY ((SELECT campaigns_fence_versions())::bigint[])",
}


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0012_law_as_known_in_november_2026"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanVersion",
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
                    "number",
                    models.PositiveIntegerField(
                        editable=False, verbose_name="số thứ tự"
                    ),
                ),
                ("twin", models.TextField(editable=False, verbose_name="nội dung")),
                (
                    "changes",
                    models.PositiveIntegerField(
                        editable=False,
                        null=True,
                        verbose_name="số chỗ đổi so với phiên bản trước",
                    ),
                ),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="campaigns.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản kế hoạch",
                "ordering": ["plan", "number"],
            },
        ),
        migrations.CreateModel(
            name="VersionOccasion",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("begun", "Bản đầu"),
                            ("submitted", "Bản trình"),
                            ("marked", "Mốc"),
                        ],
                        max_length=10,
                        verbose_name="lý do giữ",
                    ),
                ),
                (
                    "turn",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="lần trình"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="tên mốc"
                    ),
                ),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occasions",
                        to="campaigns.planversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "dịp giữ phiên bản",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="one_version_of_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changes", None), ("number", 1)),
                    models.Q(
                        ("changes__gte", 1),
                        ("changes__isnull", False),
                        ("number__gt", 1),
                    ),
                    _connector="OR",
                ),
                name="a_later_version_differs_from_the_one_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("twin", ""), _negated=True),
                name="a_version_has_its_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionoccasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["begun", "submitted", "marked"])),
                name="reason_to_keep_a_version_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionoccasion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "submitted"), ("turn__isnull", False)),
                    models.Q(
                        models.Q(("reason", "submitted"), _negated=True),
                        ("turn__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_submission_has_its_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionoccasion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reason", "marked"), models.Q(("name", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("reason", "marked"), _negated=True), ("name", "")
                    ),
                    _connector="OR",
                ),
                name="a_mark_has_its_name",
                violation_error_message="Đặt tên cho mốc để sau này nhận ra bản này.",
            ),
        ),
        migrations.RunSQL(FREEZE, THAW),
        *[
            migrations.RunSQL(
                f"CREATE FUNCTION {name}() RETURNS bigint[] LANGUAGE plpgsql STABLE"
                f" AS $$ BEGIN RETURN ARRAY({rows}); END $$;",
                f"DROP FUNCTION {name}();",
            )
            for name, rows in LISTS.items()
        ],
        *[
            migrations.RunSQL(
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY second_fence ON {table} FOR SELECT USING ({condition});",
                f"DROP POLICY second_fence ON {table};"
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
            )
            for table, condition in POLICIES.items()
        ],
    ]
