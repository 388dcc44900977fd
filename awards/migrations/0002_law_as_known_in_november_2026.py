import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "law" / "2026-11.toml"


def fill(apps, schema_editor):
    law = tomllib.loads(FILE.read_text(encoding="utf-8"))
    models = {
        name: apps.get_model("awards", name).objects
        for name in ("Award", "AwardName", "Conferral")
    }
    kinds = apps.get_model("units", "UnitKind").objects.in_bulk(field_name="code")
    awards = {}
    for position, row in enumerate(law["award"], start=1):
        names = row.pop("names")
        award, is_new = models["Award"].get_or_create(
            code=row["code"], defaults=row | {"position": position}
        )
        awards[award.code] = award
        if is_new:
            for name in names:
                models["AwardName"].create(award=award, **name)
    for power in law["power"]:
        power["kind"] = kinds[power["kind"]]
        power["source"] = law["sources"].get(power.get("source"), "")
        for code in power.pop("awards"):
            models["Conferral"].get_or_create(award=awards[code], **power)


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0001_initial"),
        ("units", "0020_kinds_of_the_levels"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
