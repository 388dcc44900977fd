import unicodedata

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Concat

import units.search

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng: 1 to 5
ORDER = "".join(chr(0x100 + place) for place in range(len(LETTERS)))
TONED = "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES
)
PLAIN = "".join(ORDER[LETTERS.index(vowel)] * 5 for vowel in VOWELS)
# The given name is put first; the letters decide before the tones.
CREATE = rf"""
CREATE FUNCTION units_name_order(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH turned AS (
        SELECT regexp_replace(regexp_replace(btrim(lower(words)), '\s+', ' ', 'g'),
            '^(.*) (\S+)$', '\2 \1') AS name
    )
    SELECT translate(name, '{LETTERS}{TONED}', '{ORDER}{PLAIN}') || E'\x01'
        || regexp_replace(translate(regexp_replace(name, '[1-5]', '0', 'g'),
            '{TONED}', '{"12345" * len(VOWELS)}'), '[^1-5 ]', '0', 'g')
    FROM turned
$$;
"""
DROP = "DROP FUNCTION units_name_order(text);"


class Migration(migrations.Migration):
    dependencies = [("units", "0007_names_are_found_fast")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.AddField(
            model_name="user",
            name="folded_name",
            field=models.GeneratedField(
                expression=units.search.Folded(
                    Concat(
                        models.Value(" "), "full_name", models.Value(" "), "username"
                    )
                ),
                output_field=models.TextField(),
                db_persist=True,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="sort_name",
            field=models.GeneratedField(
                expression=units.search.NameOrder("full_name"),
                output_field=models.TextField(db_collation="C"),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=GinIndex(
                OpClass("folded_name", name="gin_trgm_ops"), name="user_folded_name"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["sort_name", "id"], name="user_sort_name"),
        ),
    ]
