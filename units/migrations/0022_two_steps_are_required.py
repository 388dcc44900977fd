"""Where people work already, thirty days from the upgrade are given to set up two steps."""

from datetime import date

from django.db import migrations


def give_days_of_grace(apps, schema_editor):
    Unit = apps.get_model("units", "Unit")
    FactorRule = apps.get_model("units", "FactorRule")
    FactorRule.objects.bulk_create(
        FactorRule(
            unit=unit,
            is_required=True,
            grace_days=30,
            reason="Khi nâng cấp phần mềm",
            valid_from=max(date.today(), unit.valid_from),
        )
        for unit in Unit.objects.filter(parent=None)
    )


class Migration(migrations.Migration):
    dependencies = [("units", "0021_ways_into_an_account")]

    operations = [
        migrations.RunPython(give_days_of_grace, migrations.RunPython.noop),
    ]
