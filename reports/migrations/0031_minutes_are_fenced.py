from django.db import migrations

# Pacts are found with their cluster. Minutes are of their council, and while its session goes
# on not for who stands aside from part of it; once complete, to whoever has the code.
_ASIDE = (
    "EXISTS (SELECT FROM awards_recusal r"
    " JOIN awards_agendaitem i ON i.id = r.item_id AND i.session_id = s.id"
    " JOIN awards_seat p ON p.id = r.seat_id AND p.account_id = units_fence_person()"
    " WHERE r.dropped_at IS NULL)"
)
_PAPER = (
    "pact_id IS NOT NULL"
    " OR status = 'complete' AND code = units_fence_code()"
    " OR EXISTS (SELECT FROM awards_councilsession s"
    " WHERE s.id = reports_pactpaper.session_id"
    f" AND (s.status IN ('minutes', 'closed') OR NOT {_ASIDE}))"
)
_PART = "EXISTS (SELECT FROM reports_pactpaper w WHERE w.id = {0}.paper_id)"
POLICIES = {
    "reports_pactpaper": _PAPER,
    "reports_pactseat": _PART.format("reports_pactseat"),
    "reports_pactfile": _PART.format("reports_pactfile"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0030_minutes_are_signed"),
        ("awards", "0031_councils_are_fenced"),
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
