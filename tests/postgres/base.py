"""PostgreSQL của test: as Django's own, but emptied the quick way between tests.

A test that commits has every table emptied behind it. TRUNCATE makes new files for every
table and index, four hundred of them, though a test has filled a dozen tables by a few rows:
deleting those rows takes a tenth of the time.
"""

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

# References are checked at the end of a transaction, so the order is free; what keeps the
# books from being shortened (our own triggers) is put aside meanwhile, and back.
EMPTY = """
DO $$
DECLARE
    one text;
    is_full boolean;
    full_ones text[] := '{{}}';
BEGIN
    FOREACH one IN ARRAY ARRAY[{tables}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one) INTO is_full;
        IF is_full THEN
            full_ones := full_ones || one;
            EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', one);
        END IF;
    END LOOP;
    FOREACH one IN ARRAY full_ones LOOP
        EXECUTE format('DELETE FROM %I', one);
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOREACH one IN ARRAY full_ones LOOP
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', one);
    END LOOP;
END $$;
"""


class Operations(DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences or not tables:
            return super().sql_flush(
                style,
                tables,
                reset_sequences=reset_sequences,
                allow_cascade=allow_cascade,
            )
        names = ", ".join(f"'{table}'" for table in tables)
        return [EMPTY.format(tables=names)]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations
