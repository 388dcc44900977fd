from importlib import import_module

from django.db import migrations

OF_UNIT = import_module("campaigns.migrations.0024_progress_is_fenced").OF_UNIT
CAMPAIGN = import_module("campaigns.migrations.0007_fence_is_planned_once").POLICIES[
    "campaigns_campaign"
]

# A unit that takes part reads the campaign's row though no plan of its own authority tells of
# it. The list is made as the owner: a policy of participations that asks for campaigns, within
# one of campaigns that asks for participations, would never end.
TAKING = """
CREATE FUNCTION campaigns_fence_taking() RETURNS bigint[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN ARRAY(SELECT campaign_id FROM campaigns_participation
        WHERE unit_id = ANY (units_fence_units()));
END $$;
"""
STEPS_STAY = """
CREATE FUNCTION campaigns_example_steps_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of an example are never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER example_steps_stay BEFORE UPDATE OR DELETE ON campaigns_examplestep
    FOR EACH ROW EXECUTE FUNCTION campaigns_example_steps_stay();
"""
STEPS_GO = """
DROP TRIGGER example_steps_stay ON campaigns_examplestep;
DROP FUNCTION campaigns_example_steps_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0027_units_register")]
    operations = [
        migrations.RunSQL(TAKING, "DROP FUNCTION campaigns_fence_taking();"),
        migrations.RunSQL(
            f"ALTER POLICY second_fence ON campaigns_campaign USING ({CAMPAIGN}"
            " OR id = ANY ((SELECT campaigns_fence_taking())::bigint[]));",
            f"ALTER POLICY second_fence ON campaigns_campaign USING ({CAMPAIGN});",
        ),
        *[
            migrations.RunSQL(
                f"ALTER TABLE campaigns_{table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY second_fence ON campaigns_{table} FOR SELECT USING ({OF_UNIT});",
                f"DROP POLICY second_fence ON campaigns_{table};"
                f"ALTER TABLE campaigns_{table} DISABLE ROW LEVEL SECURITY;",
            )
            for table in ("latepermission", "nudge")
        ],
        migrations.RunSQL(STEPS_STAY, STEPS_GO),
    ]
