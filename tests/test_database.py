"""Điều mọi bảng phải giữ: what holds of every table of the database, whoever adds one."""

import pytest
from django.db import connection

# A foreign key that the database checks, without an index whose first column it is. An index
# of only the rows that name something serves as well.
UNFOUND = """
SELECT c.conrelid::regclass::text || '.' || a.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND NOT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
        AND (i.indpred IS NULL
            OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))
"""


@pytest.mark.django_db
def test_whatever_refers_to_a_row_is_found_without_reading_the_table():
    """Else to remove one unit means to read the whole audit book."""
    with connection.cursor() as cursor:
        cursor.execute(UNFOUND)
        assert cursor.fetchall() == []
