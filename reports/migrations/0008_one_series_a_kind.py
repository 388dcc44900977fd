import django.contrib.postgres.fields
from django.db import migrations, models

APART = """
CREATE FUNCTION reports_series_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM units_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM reports_numberseries other
        WHERE other.unit_id = NEW.unit_id AND other.id <> NEW.id
            AND array_remove(other.kinds, 'other') && array_remove(NEW.kinds, 'other'))
    THEN
        RAISE EXCEPTION 'one series a kind of paper' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER one_series_a_kind BEFORE INSERT OR UPDATE OF unit_id, kinds
    ON reports_numberseries FOR EACH ROW EXECUTE FUNCTION reports_series_apart();
"""
TOGETHER = """
DROP TRIGGER one_series_a_kind ON reports_numberseries;
DROP FUNCTION reports_series_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_archives_are_renewed")]

    operations = [
        migrations.AlterField(
            model_name="numberseries",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("plan", "Kế hoạch"),
                        ("guidance", "Hướng dẫn"),
                        ("directive", "Chỉ thị"),
                        ("letter", "Công văn"),
                        ("other", "Loại khác, làm ngoài hệ thống"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="loại văn bản",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kinds", [])),
                fields=("unit",),
                name="one_common_series",
                violation_error_message="Cơ quan đã có dãy số chung. Dãy riêng phải nêu loại văn bản; “other” là loại làm ngoài hệ thống.",
            ),
        ),
        migrations.RunSQL(APART, TOGETHER),
        migrations.AddField(
            model_name="certificate",
            name="name_reason",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="lý do nhận tên khác"
            ),
        ),
    ]
