import datetime

from django.db import migrations

# The levels of local government: a power of the law belongs to one of them. The district
# level ended with the Law on the organisation of local government of 2025.
LAW = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
KINDS = (
    ("ubnd-tinh", "Ủy ban nhân dân cấp tỉnh", None, ""),
    ("ubnd-huyen", "Ủy ban nhân dân cấp huyện", datetime.date(2025, 6, 30), LAW),
    ("ubnd-xa", "Ủy ban nhân dân cấp xã", None, ""),
    ("so", "Sở, cơ quan có tư cách pháp nhân", None, ""),
    ("doanh-nghiep", "Doanh nghiệp", None, ""),
    ("hop-tac-xa", "Hợp tác xã", None, ""),
)


# What a committee is called tells its level, but for "thành phố", which was of two levels.
SAID = (
    ("ubnd-tinh", "tỉnh"),
    ("ubnd-huyen", "quận|huyện|thị xã"),
    ("ubnd-xa", "xã|phường|thị trấn|đặc khu"),
)


def fill(apps, schema_editor):
    kinds = apps.get_model("units", "UnitKind").objects
    for code, name, valid_to, basis in KINDS:
        kinds.get_or_create(
            code=code, defaults={"name": name, "valid_to": valid_to, "basis": basis}
        )
    units = apps.get_model("units", "Unit").objects
    for code, words in SAID:
        called = units.filter(
            kind__code="ubnd", name__iregex=f"^ủy ban nhân dân ({words}) "
        )
        called.update(kind=kinds.get(code=code))


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0019_kinds_have_dates"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
