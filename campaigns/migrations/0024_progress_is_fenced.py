from django.db import migrations

# Each asked once a query, as in 0007. A campaign's own frame (its periods, indicators, calls)
# is read by whom the campaign reaches; what belongs to one unit by that unit and by whoever
# runs the campaign. Figures and steps are read with what they stand in, which is fenced.
LISTS = {
    "campaigns_fence_seen_campaigns": "SELECT id FROM campaigns_campaign",
    "campaigns_fence_hosted": "SELECT id FROM campaigns_campaign"
    " WHERE host_id = ANY (units_fence_units())",
}
FRAME = "campaign_id = ANY ((SELECT campaigns_fence_seen_campaigns())::bigint[])"
OF_UNIT = (
    "unit_id = ANY (units_fence_units())"
    " OR campaign_id = ANY ((SELECT campaigns_fence_hosted())::bigint[])"
)
POLICIES = {
    **dict.fromkeys(["reportingperiod", "indicator", "registrationcall"], FRAME),
    **dict.fromkeys(
        [
            "participation", "unittask", "periodopening", "allocation", "progressreport",
            "evidence",
        ],
        OF_UNIT,
    ),
    # A question put to a unit is read by that unit too.
    "raiseditem": f"{OF_UNIT} OR owner_id = ANY (units_fence_units())",
    # An example is there for others to learn from.
    "undertaking": f"{OF_UNIT} OR (stage <> '' AND {FRAME})",
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0023_units_take_part_and_report")]
    operations = [
        *[
            migrations.RunSQL(
                f"CREATE FUNCTION {name}() RETURNS bigint[] LANGUAGE plpgsql STABLE"
                f" AS $$ BEGIN RETURN ARRAY({query}); END $$;",
                f"DROP FUNCTION {name}();",
            )
            for name, query in LISTS.items()
        ],
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
