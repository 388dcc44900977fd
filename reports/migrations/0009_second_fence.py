from django.db import migrations

# What is read: by table. Parts are seen with their whole, whose own policy decides.
POLICIES = {
    "reports_document": "issuer_id = ANY (units_fence_units())"
    " OR (status = 'issued' AND issuer_id = ANY (units_fence_above()))"
    " OR (status = 'issued' AND code = units_fence_code())",
    "reports_documentfile": "document_id = ANY (ARRAY(SELECT w.id FROM reports_document w"
    " WHERE w.issuer_id = ANY (units_fence_units()))) OR (stage IN ('issued', 'archived')"
    " AND document_id = ANY (ARRAY(SELECT w.id FROM reports_document w)))",
    "reports_documentfinding": "document_id = ANY (ARRAY(SELECT w.id FROM reports_document w"
    " WHERE w.issuer_id = ANY (units_fence_units())))",
    "reports_numberseries": "unit_id = ANY (units_fence_units())",
    "reports_numberbook": "series_id = ANY (ARRAY(SELECT w.id FROM reports_numberseries w))",
    "reports_registerentry": "book_id = ANY (ARRAY(SELECT w.id FROM reports_numberbook w))",
}


# With an issued paper goes its plan, also in the moment before the plan itself is marked so.
PLAN = """
CREATE POLICY second_fence_of_papers ON campaigns_plan FOR SELECT USING (
    id = ANY (ARRAY(SELECT w.plan_id FROM reports_document w
                     WHERE w.status = 'issued' AND w.issuer_id = ANY (units_fence_above()))));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_one_series_a_kind"),
        ("campaigns", "0006_second_fence"),
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
    ] + [
        migrations.RunSQL(PLAN, "DROP POLICY second_fence_of_papers ON campaigns_plan;")
    ]
