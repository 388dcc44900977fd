from django.db import migrations

# Records that shared a number before stay as they are until people merge or correct them, so
# this is no unique index: whatever is written from now on is held to it. What was merged or
# erased bears none. ``units.actions.honourees`` waits on the same lock and says it in words.
HOLD = """
CREATE FUNCTION units_number_is_of_one_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.identity_digest = OLD.identity_digest THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.identity_digest, 0));
    IF EXISTS (
        SELECT FROM units_honouree
         WHERE identity_digest = NEW.identity_digest AND identity_digest <> ''
           AND id <> NEW.id AND status IN ('active', 'left')
    ) THEN
        RAISE EXCEPTION 'another record has this number' USING
            ERRCODE = 'unique_violation', CONSTRAINT = 'a_number_is_of_one_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_number_is_of_one_person
    BEFORE INSERT OR UPDATE OF identity_digest ON units_honouree
    FOR EACH ROW WHEN (NEW.identity_digest <> '' AND NEW.status IN ('active', 'left'))
    EXECUTE FUNCTION units_number_is_of_one_person();
"""
LET_GO = """
DROP TRIGGER a_number_is_of_one_person ON units_honouree;
DROP FUNCTION units_number_is_of_one_person();
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0049_reforms_can_be_called_off")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
