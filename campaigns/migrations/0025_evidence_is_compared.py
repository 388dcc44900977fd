import django.db.models.deletion
from django.db import migrations, models

# 64 bits in seven pieces, each with its place: where two prints differ in six bits at most, one
# piece at least is the same, and an index finds it.
BANDS = """
CREATE FUNCTION campaigns_bands(bits bigint) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ARRAY[
    (bits & 511)::integer, ((bits >> 9) & 511)::integer + 1024,
    ((bits >> 18) & 511)::integer + 2048, ((bits >> 27) & 511)::integer + 3072,
    ((bits >> 36) & 511)::integer + 4096, ((bits >> 45) & 511)::integer + 5120,
    ((bits >> 54) & 1023)::integer + 6144
  ]
$$;
CREATE INDEX evidence_bands ON campaigns_evidence USING gin (campaigns_bands(fingerprint));
"""
NO_BANDS = "DROP INDEX evidence_bands; DROP FUNCTION campaigns_bands(bigint);"


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0024_progress_is_fenced")]
    operations = [
        migrations.AddField(
            model_name="evidence",
            name="same_as",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="campaigns.evidence",
            ),
        ),
        migrations.RunSQL(BANDS, NO_BANDS),
    ]
