from importlib import import_module

from django.db import migrations

before = import_module("campaigns.migrations.0006_second_fence").POLICIES

# A policy inside a policy is planned anew with every query, which cost as much as the query
# itself. A function keeps its plan, and is asked once a query. It answers as its caller may
# see, so that the policies of the tables in it hold.
LISTS = {
    "campaigns_fence_plans": "SELECT id FROM campaigns_plan",
    "campaigns_fence_campaigns": "SELECT campaign_id FROM campaigns_plan",
}
PART = "plan_id = ANY ((SELECT campaigns_fence_plans())::bigint[])"
POLICIES = {
    "campaigns_campaign": "host_id = ANY (units_fence_units())"
    " OR id = ANY ((SELECT campaigns_fence_campaigns())::bigint[])",
    "campaigns_planline": PART,
    "campaigns_planrecipient": PART,
    "campaigns_planreturn": PART,
}


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_second_fence")]
    operations = [
        migrations.RunSQL(
            f"CREATE FUNCTION {name}() RETURNS bigint[] LANGUAGE plpgsql STABLE"
            f" AS $$ BEGIN RETURN ARRAY({rows}); END $$;",
            f"DROP FUNCTION {name}();",
        )
        for name, rows in LISTS.items()
    ] + [
        migrations.RunSQL(
            f"ALTER POLICY second_fence ON {table} USING ({condition});",
            f"ALTER POLICY second_fence ON {table} USING ({before[table]});",
        )
        for table, condition in POLICIES.items()
    ]
