from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0039_whoever_is_referred_to_is_found"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("path__regex", r"/([0-9]+)/(.*/)?\1/"), _negated=True
                ),
                name="no_unit_stands_above_itself",
                violation_error_message="Đơn vị không thể đứng trên chính nó.",
            ),
        ),
    ]
