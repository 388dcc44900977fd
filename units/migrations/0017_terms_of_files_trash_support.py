from datetime import date

from django.db import migrations

TERMS = {"export": 1, "trash": 30, "support": 60}


def set_terms(apps, schema_editor):
    terms = apps.get_model("units", "Term").objects
    for code, value in TERMS.items():
        terms.create(
            code=code,
            value=value,
            valid_from=date(2025, 1, 1),
            basis="Mặc định khi cài đặt",
        )


class Migration(migrations.Migration):
    dependencies = [("units", "0016_books_are_checked_and_taken_away")]
    operations = [migrations.RunPython(set_terms, migrations.RunPython.noop)]
