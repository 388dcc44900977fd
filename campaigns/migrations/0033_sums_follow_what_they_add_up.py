from django.db import migrations

# Every change that a kept sum depends on leaves a mark, whichever way it comes about. Rows are
# only inserted: two who change what one sum is made of never wait for each other.
MARK = "INSERT INTO campaigns_summark (campaign_id, participation_id)"
FUNCTIONS = {
    "allocations": "SELECT DISTINCT campaign_id, participation_id FROM changed",
    "frame": "SELECT DISTINCT campaign_id, NULL::bigint FROM changed",
    "steps": "SELECT DISTINCT i.campaign_id, NULL::bigint FROM changed c"
    " JOIN campaigns_indicator i ON i.id = c.indicator_id",
    # Figures that are still typed count nowhere.
    "values": "SELECT DISTINCT r.campaign_id, r.participation_id FROM changed c"
    " JOIN campaigns_progressreport r ON r.id = c.report_id AND r.status = 'approved'",
}
OF_TABLES = {
    "allocation": ("allocations", "INSERT UPDATE DELETE"),
    "indicator": ("frame", "UPDATE"),
    "reportingperiod": ("frame", "INSERT UPDATE DELETE"),
    "indicatorstep": ("steps", "INSERT UPDATE DELETE"),
    "progressvalue": ("values", "INSERT UPDATE DELETE"),
}
AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT"
COUNTS = "IN ('approved', 'exempt')"
ROWS = f"""
CREATE FUNCTION campaigns_mark_row() RETURNS trigger {AS_OWNER} AS $$
BEGIN
    IF TG_TABLE_NAME = 'campaigns_participation' THEN
        {MARK} VALUES (NEW.campaign_id, NEW.id);
    ELSIF TG_TABLE_NAME = 'campaigns_progressreport' THEN
        {MARK} VALUES (NEW.campaign_id, NEW.participation_id);
    ELSIF TG_TABLE_NAME = 'units_unit' THEN
        {MARK} SELECT campaign_id, id FROM campaigns_participation WHERE unit_id = NEW.id;
    ELSIF EXISTS (SELECT 1 FROM campaigns_participation WHERE campaign_id = NEW.id) THEN
        {MARK} VALUES (NEW.id, NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sums_follow AFTER UPDATE OF left_at, unit_id ON campaigns_participation
    FOR EACH ROW WHEN ((OLD.left_at, OLD.unit_id) IS DISTINCT FROM (NEW.left_at, NEW.unit_id))
    EXECUTE FUNCTION campaigns_mark_row();
CREATE TRIGGER sums_follow AFTER UPDATE OF status ON campaigns_progressreport
    FOR EACH ROW WHEN (OLD.status <> NEW.status AND (OLD.status {COUNTS} OR NEW.status {COUNTS}))
    EXECUTE FUNCTION campaigns_mark_row();
CREATE TRIGGER sums_follow_new AFTER INSERT ON campaigns_progressreport
    FOR EACH ROW WHEN (NEW.status {COUNTS}) EXECUTE FUNCTION campaigns_mark_row();
CREATE TRIGGER sums_follow AFTER UPDATE OF starts_on, ends_on ON campaigns_campaign
    FOR EACH ROW
    WHEN ((OLD.starts_on, OLD.ends_on) IS DISTINCT FROM (NEW.starts_on, NEW.ends_on))
    EXECUTE FUNCTION campaigns_mark_row();
CREATE TRIGGER sums_follow AFTER UPDATE OF kind_id ON units_unit
    FOR EACH ROW WHEN (OLD.kind_id <> NEW.kind_id) EXECUTE FUNCTION campaigns_mark_row();
"""
NO_ROWS = """
DROP TRIGGER sums_follow ON units_unit;
DROP TRIGGER sums_follow ON campaigns_campaign;
DROP TRIGGER sums_follow_new ON campaigns_progressreport;
DROP TRIGGER sums_follow ON campaigns_progressreport;
DROP TRIGGER sums_follow ON campaigns_participation;
DROP FUNCTION campaigns_mark_row();
"""


def function(name: str, rows: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE FUNCTION campaigns_mark_{name}() RETURNS trigger {AS_OWNER} AS $$"
        f" BEGIN {MARK} {rows}; RETURN NULL; END $$;",
        f"DROP FUNCTION campaigns_mark_{name}();",
    )


def trigger(table: str, name: str, event: str) -> migrations.RunSQL:
    side = "OLD" if event == "DELETE" else "NEW"
    called = f"sums_follow_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {called} AFTER {event} ON campaigns_{table}"
        f" REFERENCING {side} TABLE AS changed"
        f" FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark_{name}();",
        f"DROP TRIGGER {called} ON campaigns_{table};",
    )


# Sums tell of all units: only who works in the authority that runs the campaign reads them.
HOSTED = "campaign_id = ANY ((SELECT campaigns_fence_hosted())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0032_sums_are_kept"),
        ("units", "0046_rows_keep_the_path_of_their_unit"),
    ]
    operations = [
        *[function(name, rows) for name, rows in FUNCTIONS.items()],
        *[
            trigger(table, name, event)
            for table, (name, events) in OF_TABLES.items()
            for event in events.split()
        ],
        migrations.RunSQL(ROWS, NO_ROWS),
        *[
            migrations.RunSQL(
                f"ALTER TABLE campaigns_{table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY second_fence ON campaigns_{table} FOR SELECT USING ({HOSTED});",
                f"DROP POLICY second_fence ON campaigns_{table};"
                f"ALTER TABLE campaigns_{table} DISABLE ROW LEVEL SECURITY;",
            )
            for table in ("summark", "blocksum", "unitbehind")
        ],
        # What was there before is made by the first sweep.
        migrations.RunSQL(
            f"{MARK} SELECT DISTINCT campaign_id, NULL::bigint FROM campaigns_allocation;",
            migrations.RunSQL.noop,
        ),
    ]
