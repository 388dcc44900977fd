import re
import tomllib
from decimal import Decimal
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "law" / "2026-11-so-lieu.toml"
SUBJECTS = ("person", "collective", "household")
NUMBERS = ("value", "threshold", "share")
# What may have been closed or confirmed since.
LATER = ("valid_to", "certainty", "source", "remark")


def fill(apps, schema_editor):
    """To load it again changes nothing."""
    law = tomllib.loads(FILE.read_text(encoding="utf-8"))
    full = law["basis"]

    def written_out(basis):
        return re.sub(r"\b(law|nd\d+)\b", lambda found: full[found[0]], basis)

    def rows(name):
        for row in law[name]:
            numbers = {key: Decimal(row[key]) for key in NUMBERS if key in row}
            yield row | numbers | {"basis": written_out(row["basis"])}

    model = {
        name: apps.get_model("awards", name).objects
        for name in (
            "Award", "AwardName", "Regime", "BaseSalary", "RoundingRule", "SubjectFactor",
            "Multiplier", "Keepsake", "CouncilRule", "DossierRequirement", "TimeLimit",
            "EligibilityRule",
        )
    }  # fmt: skip

    def lay(name, row, **more):
        later = {key: row.pop(key) for key in LATER if key in row}
        model[name].get_or_create(**row, defaults=later | more)

    for row in rows("award"):
        award, is_new = model["Award"].get_or_create(
            code=row["code"],
            defaults={
                name: row[name] for name in ("family", "subjects", "decided_above")
            }
            | {"position": 0},
        )
        if is_new:
            model["AwardName"].create(
                award=award,
                name=row["name"],
                basis=row["basis"],
                valid_from="2024-01-01",
            )
    for position, code in enumerate(law["order"]["codes"], start=1):
        model["Award"].filter(code=code).update(position=position)
    awards = model["Award"].in_bulk(field_name="code")

    def each(row):
        """One row for each award that it names; for all awards where it names none."""
        named = row.pop("awards", None) or [None]
        for code in named:
            yield row | {"award": awards[code] if code else None}

    for row in rows("regime"):
        model["Regime"].get_or_create(code=row.pop("code"), defaults=row)
    for name, table in (
        ("salary", "BaseSalary"), ("rounding", "RoundingRule"), ("factor", "SubjectFactor"),
    ):  # fmt: skip
        for row in rows(name):
            lay(table, row)
    for row in rows("multiplier"):
        award = awards[row.pop("award")]
        for subject in SUBJECTS:
            value = row.pop(subject, None)
            if value is not None:
                said = row | {"value": Decimal(value), "subject": subject}
                said = {k: v for k, v in said.items() if k not in SUBJECTS}
                lay("Multiplier", said | {"award": award})
    for name, table in (
        ("keepsake", "Keepsake"), ("council", "CouncilRule"), ("limit", "TimeLimit"),
    ):  # fmt: skip
        for row in rows(name):
            for one in each(row):
                lay(table, one)
    for position, row in enumerate(rows("paper"), start=1):
        for one in each(row):
            lay("DossierRequirement", one, position=position)
    for row in rows("rule"):
        for key in ("award", "of_award"):
            row[key] = awards[row[key]] if key in row else None
        lay("EligibilityRule", row)


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0002_law_as_known_in_november_2026"),
        ("awards", "0011_rulings_stand_still"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
