from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Concat

import units.search

# unaccent() is only STABLE, because its dictionary might change; with the dictionary named it
# may stand in a generated column. One place for the fold: ``units.search.Folded`` calls this function.
CREATE = r"""
CREATE FUNCTION units_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(public.unaccent('public.unaccent', lower(words)),
        '([bcdghklmnpqrstvx])y(?![a-z])', '\1i', 'g')
$$;
"""
DROP = "DROP FUNCTION units_folded(text);"


class Migration(migrations.Migration):
    dependencies = [("units", "0006_accounts_have_a_home")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.AddField(
            model_name="unit",
            name="folded_name",
            field=models.GeneratedField(
                expression=units.search.Folded(Concat(models.Value(" "), "short_name")),
                output_field=models.TextField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=GinIndex(
                OpClass("folded_name", name="gin_trgm_ops"), name="unit_folded_name"
            ),
        ),
    ]
