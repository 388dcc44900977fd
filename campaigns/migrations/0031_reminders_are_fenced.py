from datetime import date

from django.db import migrations

# The common ladder: whoever writes the report is told at every step, others as it gets late.
STEPS = [
    *((days, "reporter") for days in (-7, -2, 0, 3, 7, 14)),
    (3, "head"),
    (7, "officer"),
    (14, "chair"),
]
# A reminder is read by whom it was for and by whoever runs the campaign; so is its letter.
POLICIES = {
    "reminder": "user_id = units_fence_person()"
    " OR campaign_id = ANY ((SELECT campaigns_fence_hosted())::bigint[])",
    "digest": "user_id = units_fence_person() OR EXISTS"
    " (SELECT FROM campaigns_reminder told WHERE told.digest_id = campaigns_digest.id)",
    "reminderchoice": "user_id = units_fence_person()",
    "calendarfeed": "user_id = units_fence_person()",
}


def lay(apps, schema_editor):
    steps = apps.get_model("campaigns", "ReminderStep")
    steps.objects.bulk_create(
        steps(days=days, reaches=reaches, valid_from=date(2020, 1, 1))
        for days, reaches in STEPS
    )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0030_units_are_reminded")]
    operations = [
        migrations.RunPython(lay, migrations.RunPython.noop),
        *[
            migrations.RunSQL(
                f"ALTER TABLE campaigns_{table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY second_fence ON campaigns_{table} FOR SELECT USING ({condition});",
                f"DROP POLICY second_fence ON campaigns_{table};"
                f"ALTER TABLE campaigns_{table} DISABLE ROW LEVEL SECURITY;",
            )
            for table, condition in POLICIES.items()
        ],
    ]
