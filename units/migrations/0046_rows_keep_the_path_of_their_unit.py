from django.db import migrations, models

# Who comes to a unit while it is being moved waits for the tree (``units.tree_lock``), not here.
#
# A role that is given can only put the last day off, and who ends one counts anew: the first
# holds the person against the second alone (KEY SHARE), so that it hinders no signing in.
KEPT = """
CREATE FUNCTION units_user_keep_home_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.home_path := coalesce(
        (SELECT path FROM units_unit WHERE id = NEW.home_id), ''
    );
    RETURN NEW;
END $$;
CREATE TRIGGER user_keeps_home_path
    BEFORE INSERT OR UPDATE OF home_id, home_path ON units_user
    FOR EACH ROW EXECUTE FUNCTION units_user_keep_home_path();

CREATE FUNCTION units_membership_keep_unit_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.unit_path := coalesce(
        (SELECT path FROM units_unit WHERE id = NEW.unit_id), ''
    );
    RETURN NEW;
END $$;
CREATE TRIGGER membership_keeps_unit_path
    BEFORE INSERT OR UPDATE OF unit_id, unit_path ON units_membership
    FOR EACH ROW EXECUTE FUNCTION units_membership_keep_unit_path();

CREATE FUNCTION units_unit_tell_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE units_user SET home_path = NEW.path WHERE home_id = NEW.id;
    UPDATE units_membership SET unit_path = NEW.path WHERE unit_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER unit_tells_path
    AFTER UPDATE OF path ON units_unit
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path)
    EXECUTE FUNCTION units_unit_tell_path();

CREATE FUNCTION units_membership_tell_role_until() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    until date;
BEGIN
    IF TG_OP = 'INSERT' THEN
        until := coalesce(NEW.valid_to, DATE '9999-12-31');
        PERFORM FROM units_user WHERE id = NEW.user_id FOR KEY SHARE;
        UPDATE units_user SET role_until = until
         WHERE id = NEW.user_id AND (role_until IS NULL OR role_until < until);
        RETURN NULL;
    END IF;
    FOREACH person IN ARRAY CASE
        WHEN TG_OP = 'DELETE' THEN ARRAY[OLD.user_id]
        WHEN OLD.user_id = NEW.user_id THEN ARRAY[OLD.user_id]
        ELSE ARRAY[LEAST(OLD.user_id, NEW.user_id), GREATEST(OLD.user_id, NEW.user_id)]
    END LOOP
        PERFORM FROM units_user WHERE id = person FOR UPDATE;
        SELECT max(coalesce(valid_to, DATE '9999-12-31')) INTO until
          FROM units_membership WHERE user_id = person;
        UPDATE units_user SET role_until = until
         WHERE id = person AND role_until IS DISTINCT FROM until;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER membership_tells_role_until
    AFTER INSERT OR DELETE OR UPDATE OF user_id, valid_to ON units_membership
    FOR EACH ROW EXECUTE FUNCTION units_membership_tell_role_until();

UPDATE units_user u SET home_path = n.path FROM units_unit n WHERE n.id = u.home_id;
UPDATE units_membership m SET unit_path = n.path FROM units_unit n WHERE n.id = m.unit_id;
UPDATE units_user u SET role_until = (
    SELECT max(coalesce(valid_to, DATE '9999-12-31'))
      FROM units_membership m WHERE m.user_id = u.id
);
"""
NOT_KEPT = """
DROP TRIGGER membership_tells_role_until ON units_membership;
DROP TRIGGER unit_tells_path ON units_unit;
DROP TRIGGER membership_keeps_unit_path ON units_membership;
DROP TRIGGER user_keeps_home_path ON units_user;
DROP FUNCTION units_membership_tell_role_until(), units_unit_tell_path(),
    units_membership_keep_unit_path(), units_user_keep_home_path();
"""


class Migration(migrations.Migration):
    # The rows are filled in this transaction, their indexes made in the next: PostgreSQL makes
    # none while checks of the rows are still to come.
    dependencies = [
        ("units", "0045_whoever_reads_does_not_write"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="unit_path",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="home_path",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="role_until",
            field=models.DateField(default=None, editable=False, null=True),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
