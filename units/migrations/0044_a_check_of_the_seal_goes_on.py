from django.db import migrations, models

# A check that is not over had no mark to go on from: it begins anew. Of several that wait
# the newest stays.
ONE = """
DELETE FROM units_sealfault WHERE check_made_id IN
    (SELECT id FROM units_sealcheck WHERE finished_at IS NULL);
DELETE FROM units_sealcheck WHERE finished_at IS NULL AND id <
    (SELECT max(id) FROM units_sealcheck WHERE finished_at IS NULL);
UPDATE units_sealcheck SET done = 0, fault_count = 0 WHERE finished_at IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0043_kinds_stand_in_vietnamese_order")]
    operations = [
        migrations.AddField(
            model_name="sealcheck",
            name="position",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="sealcheck",
            name="digest",
            field=models.BinaryField(default=bytes(32), max_length=32),
        ),
        migrations.RunSQL(ONE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="sealcheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("finished_at",),
                name="one_seal_check_at_a_time",
                nulls_distinct=False,
                violation_error_message="Đang có một lần kiểm tra chuỗi niêm.",
            ),
        ),
    ]
