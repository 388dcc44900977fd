from django.db import migrations

# The catalogue first had businesses and cooperatives as one kind; when cooperatives got
# their own, the old one kept both in its name.
BOTH, BUSINESS = "Doanh nghiệp, hợp tác xã", "Doanh nghiệp"
# What a unit is called tells which of the two it is.
COOPERATIVE = r"^((liên hiệp )?hợp tác xã|htx) "


def part(apps, schema_editor):
    kinds = apps.get_model("units", "UnitKind").objects
    kinds.filter(code="doanh-nghiep", name=BOTH).update(name=BUSINESS)
    cooperatives = kinds.filter(code="hop-tac-xa").first()
    if cooperatives is not None:
        units = apps.get_model("units", "Unit").objects
        named = units.filter(kind__code="doanh-nghiep", name__iregex=COOPERATIVE)
        named.update(kind=cooperatives)


class Migration(migrations.Migration):
    dependencies = [("units", "0037_who_comes_in_is_written")]
    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
