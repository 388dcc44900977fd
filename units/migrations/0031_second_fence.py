from django.db import migrations

# The role is named after the owner of the database; an owner who may not make roles is told
# what to ask for. What is made later is granted too.
ROLE = """
DO $$
DECLARE
    fenced text := current_user || '_fenced';
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = fenced) THEN
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', fenced);
            EXECUTE format('GRANT %I TO %I', fenced, current_user);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE EXCEPTION 'PostgreSQL chưa có vai trò %. Người quản trị cơ sở dữ liệu chạy: CREATE ROLE % NOLOGIN; GRANT % TO %;',
                fenced, fenced, fenced, current_user;
        END;
    END IF;
    IF NOT pg_has_role(current_user, fenced, 'MEMBER') THEN
        RAISE EXCEPTION 'Tài khoản % chưa được dùng vai trò %. Người quản trị cơ sở dữ liệu chạy: GRANT % TO %;',
            current_user, fenced, fenced, current_user;
    END IF;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', fenced);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', fenced);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', fenced);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO %I', fenced);
END $$;
"""

# A setting that was never made, or was reset, reads as NULL: no row is equal to it.
SETTINGS = """
CREATE FUNCTION units_fence_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thidua.person', true), '')::bigint $$;
CREATE FUNCTION units_fence_units() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thidua.units', true), '')::bigint[] $$;
CREATE FUNCTION units_fence_above() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thidua.above', true), '')::bigint[] $$;
CREATE FUNCTION units_fence_code() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thidua.code', true), '') $$;

CREATE FUNCTION units_admit(who bigint, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held bigint[];
    above bigint[];
BEGIN
    SELECT array_agg(DISTINCT m.unit_id) INTO held
      FROM units_membership m JOIN units_user u ON u.id = m.user_id
     WHERE m.user_id = who AND u.is_active AND m.valid_from <= day
       AND (m.valid_to IS NULL OR m.valid_to >= day);
    SELECT array_agg(DISTINCT part::bigint) INTO above
      FROM units_unit u, unnest(string_to_array(trim(both '/' from u.path), '/')) part
     WHERE u.id = ANY (held);
    PERFORM set_config('thidua.person', who::text, true),
            set_config('thidua.units', coalesce((held || ARRAY(
                SELECT id FROM units_unit WHERE heir_id = ANY (held)))::text, ''), true),
            set_config('thidua.above', coalesce((above || ARRAY(
                SELECT id FROM units_unit WHERE heir_id = ANY (above)))::text, ''), true);
END $$;
"""
FORGET = """
DROP FUNCTION units_admit(bigint, date);
DROP FUNCTION units_fence_person();
DROP FUNCTION units_fence_units();
DROP FUNCTION units_fence_above();
DROP FUNCTION units_fence_code();
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0030_signing_is_delegated")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(SETTINGS, FORGET),
    ]
