from datetime import date

from django.db import migrations

# Nothing is changed; nothing goes before its term, and without a term nothing goes at all.
FORBID = """
CREATE FUNCTION units_access_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    days integer;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT value INTO days FROM units_term
            WHERE code = 'access_log' AND valid_from <= current_date
            AND (valid_to IS NULL OR valid_to >= current_date);
        IF OLD.at < now() - make_interval(days => days) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER access_is_append_only BEFORE UPDATE OR DELETE ON units_access
    FOR EACH ROW EXECUTE FUNCTION units_access_is_append_only();
"""
ALLOW = """
DROP TRIGGER access_is_append_only ON units_access;
DROP FUNCTION units_access_is_append_only();
"""


def set_term(apps, schema_editor):
    apps.get_model("units", "Term").objects.create(
        code="access_log",
        value=730,
        valid_from=date(2025, 1, 1),
        basis="Mặc định khi cài đặt",
    )


class Migration(migrations.Migration):
    dependencies = [("units", "0010_views_are_logged")]
    operations = [
        migrations.RunSQL(FORBID, ALLOW),
        migrations.RunPython(set_term, migrations.RunPython.noop),
    ]
