"""A rule that has begun is never edited or taken away: it is closed, confirmed, followed.

Also by whoever goes round the acts. What is read of a past day is then what was read then.
"""

from django.db import migrations

TABLES = (
    "councilrule", "dossierrequirement", "basesalary", "multiplier", "subjectfactor",
    "roundingrule", "keepsake", "timelimit", "eligibilityrule",
)  # fmt: skip
FORWARD = """
CREATE FUNCTION awards_ruling_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    open_columns text[] := ARRAY[
        'valid_to', 'certainty', 'source', 'confirmed_by_id', 'confirmed_on'];
BEGIN
    IF OLD.valid_from <= today THEN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'a rule that has begun is not taken away'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF (to_jsonb(OLD) - open_columns) IS DISTINCT FROM (to_jsonb(NEW) - open_columns) THEN
            RAISE EXCEPTION 'a rule that has begun does not change'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.valid_to IS DISTINCT FROM NEW.valid_to
            AND (OLD.valid_to < today - 1 OR NEW.valid_to < today - 1)
        THEN
            RAISE EXCEPTION 'a rule does not end in the past'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER ruling_stands BEFORE UPDATE OR DELETE ON awards_{table} "
    "FOR EACH ROW EXECUTE FUNCTION awards_ruling_stands();\n"
    for table in TABLES
)
BACK = (
    "".join(f"DROP TRIGGER ruling_stands ON awards_{table};\n" for table in TABLES)
    + "DROP FUNCTION awards_ruling_stands();"
)


class Migration(migrations.Migration):
    dependencies = [("awards", "0010_numbers_of_awards")]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
        # Told to nobody but the authority that weighs (and its council).
        migrations.RunSQL(
            "ALTER TABLE awards_discipline ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY second_fence ON awards_discipline FOR SELECT USING ("
            "authority_id = ANY (awards_fence_weighed()));",
            "DROP POLICY second_fence ON awards_discipline;"
            "ALTER TABLE awards_discipline DISABLE ROW LEVEL SECURITY;",
        ),
    ]
