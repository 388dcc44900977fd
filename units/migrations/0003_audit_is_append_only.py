from django.db import migrations

FORBID = """
CREATE FUNCTION units_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit book is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON units_auditentry
    FOR EACH ROW EXECUTE FUNCTION units_audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER audit_is_append_only ON units_auditentry;
DROP FUNCTION units_audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0002_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
