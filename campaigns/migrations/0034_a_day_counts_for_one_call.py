"""Theo yêu cầu nào khi gửi: a registration that was in time for one call is not for another."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def of_old(apps, schema_editor):
    """What was sent before this column was sent by the call that it has."""
    undertakings = apps.get_model("campaigns", "Undertaking")
    undertakings.objects.filter(submitted_at__isnull=False).update(sent_for=F("call"))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0033_sums_follow_what_they_add_up")]

    operations = [
        migrations.AddField(
            model_name="undertaking",
            name="sent_for",
            field=models.ForeignKey(
                editable=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to="campaigns.registrationcall",
            ),
        ),
        migrations.RunPython(of_old, migrations.RunPython.noop),
    ]  # fmt: skip
