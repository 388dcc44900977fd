from django.db import migrations

# What a page writes while it is read: a line of the access log, and its visitor's session.
# Whatever else a GET brings about lowers the fence for it (units.fence.lowered).
READS = """
DO $$
DECLARE
    fenced text := current_user || '_fenced';
BEGIN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM %I', fenced);
    EXECUTE format('REVOKE USAGE ON ALL SEQUENCES IN SCHEMA public FROM %I', fenced);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE INSERT, UPDATE, DELETE ON TABLES FROM %I', fenced);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE ON SEQUENCES FROM %I', fenced);
    EXECUTE format('GRANT INSERT ON units_access TO %I', fenced);
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON units_session TO %I', fenced);
END $$;
"""
WRITES = """
DO $$
DECLARE
    fenced text := current_user || '_fenced';
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', fenced);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', fenced);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', fenced);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO %I', fenced);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0044_a_check_of_the_seal_goes_on")]
    operations = [migrations.RunSQL(READS, WRITES)]
