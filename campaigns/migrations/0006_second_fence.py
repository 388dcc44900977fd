from django.db import migrations

OWN = "{0} = ANY (units_fence_units())"
# What is read: by table. Parts are seen with their whole, whose own policy decides.
POLICIES = {
    "campaigns_plan": OWN.format("issuer_id")
    + " OR (status = 'issued' AND issuer_id = ANY (units_fence_above()))",
    "campaigns_campaign": OWN.format("host_id")
    + " OR id = ANY (ARRAY(SELECT p.campaign_id FROM campaigns_plan p))",
    "campaigns_importdraft": "owner_id = units_fence_person()",
}
# Asked once a query, not once a row. Notes are read with their line, which is fenced.
PART = "plan_id = ANY (ARRAY(SELECT w.id FROM campaigns_plan w))"
for part in ("planline", "planrecipient", "planreturn"):
    POLICIES[f"campaigns_{part}"] = PART


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_drafts_go_to_the_trash"),
        ("units", "0031_second_fence"),
    ]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY second_fence ON {table} FOR SELECT USING ({condition});",
            f"DROP POLICY second_fence ON {table};"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        )
        for table, condition in POLICIES.items()
    ]
