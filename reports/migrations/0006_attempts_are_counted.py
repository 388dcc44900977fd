import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_find_files_by_hash")]

    operations = [
        migrations.CreateModel(
            name="Attempt",
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
                    "work",
                    models.CharField(max_length=100, unique=True, verbose_name="việc"),
                ),
                (
                    "begun",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="số lần bắt đầu"
                    ),
                ),
                (
                    "last_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="lần cuối",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, db_index=True, max_length=8, verbose_name="mã"
                    ),
                ),
            ],
            options={"verbose_name": "lượt làm dở"},
        ),
    ]
