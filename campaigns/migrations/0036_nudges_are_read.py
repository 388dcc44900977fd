"""Đôn đốc đã xem lúc nào: nudges stand among the notices of a person."""

from django.db import migrations, models

# What was told before there was a page to read it on is not new.
OLD = """
UPDATE campaigns_nudgeletter letter SET read_at = nudge.sent_at
FROM campaigns_nudge nudge WHERE nudge.id = letter.nudge_id
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0035_who_wrote_in_a_report")]

    operations = [
        migrations.AddField(
            model_name="nudgeletter",
            name="read_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="đã xem lúc"
            ),
        ),
        migrations.RunSQL(OLD, migrations.RunSQL.noop),
    ]
