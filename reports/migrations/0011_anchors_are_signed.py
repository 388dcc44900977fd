import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FREEZE = """
CREATE TRIGGER signed_anchor_paper_is_frozen BEFORE UPDATE OR DELETE ON reports_anchorpaper
    FOR EACH ROW WHEN (OLD.status = 'signed')
    EXECUTE FUNCTION reports_is_frozen('a signed anchor paper never changes');
"""
THAW = "DROP TRIGGER signed_anchor_paper_is_frozen ON reports_anchorpaper;"


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_fence_is_planned_once"),
        ("units", "0036_one_head_at_a_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnchorSigner",
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
                    "chosen_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="cơ quan ký niêm",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan ký niêm",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnchorPaper",
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
                    "status",
                    models.CharField(
                        choices=[("rendered", "Chờ ký"), ("signed", "Đã ký")],
                        default="rendered",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "problem",
                    models.TextField(
                        blank=True, editable=False, verbose_name="vướng mắc"
                    ),
                ),
                ("draft", models.BinaryField(blank=True, default=b"")),
                (
                    "sha256",
                    models.CharField(
                        blank=True, db_index=True, editable=False, max_length=64
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="cỡ (byte)"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=5,
                        verbose_name="mức PAdES",
                    ),
                ),
                (
                    "signer_name",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=200,
                        verbose_name="chủ thể chứng thư",
                    ),
                ),
                (
                    "signed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="ký lúc"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "anchor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="units.auditanchor",
                        verbose_name="neo",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="cơ quan ký",
                    ),
                ),
            ],
            options={
                "verbose_name": "biên bản niêm",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["rendered", "signed"])),
                        name="anchor_paper_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "signed"),
                                ("signed_at__isnull", False),
                                ("size__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status", "signed"), _negated=True),
                                ("signed_at__isnull", True),
                                ("size__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="anchor_paper_signature_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("draft", b""),
                                ("status", "signed"),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            models.Q(
                                ("sha256", ""),
                                ("status", "rendered"),
                                models.Q(("draft", b""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="anchor_paper_is_draft_or_file",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
