import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "law" / "2026-11.toml"
LINKS = ("replaced_by", "amends")


def fill(apps, schema_editor):
    texts = apps.get_model("campaigns", "LegalText").objects
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["text"]
    known = {}
    for row in rows:
        own = {name: value for name, value in row.items() if name not in LINKS}
        known[row["code"]], _ = texts.get_or_create(code=own.pop("code"), defaults=own)
    for row in rows:
        text = known[row["code"]]
        for name in LINKS:
            if name in row:
                setattr(text, name, known[row[name]])
        text.save(update_fields=LINKS)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_legal_texts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
