from django.db import migrations, models
from django.db.models import Q

# Of present records that share a number from before one is held to it, the eldest; the others
# are passed by until people merge or correct them.
SHARED = """
UPDATE units_honouree AS later SET shares_number = TRUE
 WHERE later.identity_digest <> '' AND later.status IN ('active', 'left')
   AND EXISTS (
       SELECT FROM units_honouree AS earlier
        WHERE earlier.identity_digest = later.identity_digest
          AND earlier.status IN ('active', 'left') AND earlier.id < later.id
   )
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0049_reforms_can_be_called_off")]
    operations = [
        migrations.AddField(
            model_name="honouree",
            name="shares_number",
            field=models.BooleanField(
                default=False,
                editable=False,
                verbose_name="số định danh trùng từ trước",
            ),
        ),
        migrations.AddConstraint(
            model_name="honouree",
            constraint=models.CheckConstraint(
                condition=Q(("shares_number", False))
                | (Q(("status__in", ["active", "left"])) & ~Q(("identity_digest", ""))),
                name="who_shares_a_number_bears_one",
            ),
        ),
        migrations.RunSQL(SHARED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="honouree",
            constraint=models.UniqueConstraint(
                condition=Q(
                    ("shares_number", False), ("status__in", ["active", "left"])
                )
                & ~Q(("identity_digest", "")),
                fields=("identity_digest",),
                name="a_number_is_of_one_person",
                violation_error_message="Số định danh này đã ghi cho một đối tượng khác. Mỗi số "
                "là của một người: xem lại số.",
            ),
        ),
    ]
