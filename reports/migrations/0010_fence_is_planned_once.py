from importlib import import_module

from django.db import migrations

old = import_module("reports.migrations.0009_second_fence")

# See campaigns.0007: a function keeps its plan, and is asked once a query.
LISTS = {
    "reports_fence_papers": "SELECT id FROM reports_document",
    "reports_fence_own_papers": "SELECT id FROM reports_document"
    " WHERE issuer_id = ANY (units_fence_units())",
    "reports_fence_plans": "SELECT plan_id FROM reports_document"
    " WHERE status = 'issued' AND issuer_id = ANY (units_fence_above())",
    "reports_fence_series": "SELECT id FROM reports_numberseries",
    "reports_fence_books": "SELECT id FROM reports_numberbook",
}
OF = "{} = ANY ((SELECT {}())::bigint[])"
OWN = OF.format("document_id", "reports_fence_own_papers")
POLICIES = {
    "reports_documentfile": f"{OWN} OR (stage IN ('issued', 'archived')"
    f" AND {OF.format('document_id', 'reports_fence_papers')})",
    "reports_documentfinding": OWN,
    "reports_numberbook": OF.format("series_id", "reports_fence_series"),
    "reports_registerentry": OF.format("book_id", "reports_fence_books"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0009_second_fence"),
        ("campaigns", "0007_fence_is_planned_once"),
    ]
    operations = (
        [
            migrations.RunSQL(
                f"CREATE FUNCTION {name}() RETURNS bigint[] LANGUAGE plpgsql STABLE"
                f" AS $$ BEGIN RETURN ARRAY({rows}); END $$;",
                f"DROP FUNCTION {name}();",
            )
            for name, rows in LISTS.items()
        ]
        + [
            migrations.RunSQL(
                f"ALTER POLICY second_fence ON {table} USING ({condition});",
                f"ALTER POLICY second_fence ON {table} USING ({old.POLICIES[table]});",
            )
            for table, condition in POLICIES.items()
        ]
        + [
            migrations.RunSQL(
                "ALTER POLICY second_fence_of_papers ON campaigns_plan USING ("
                f"{OF.format('id', 'reports_fence_plans')});",
                "DROP POLICY second_fence_of_papers ON campaigns_plan;" + old.PLAN,
            )
        ]
    )
