from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0046_rows_keep_the_path_of_their_unit"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["unit_path", "user"],
                include=("role", "valid_from", "valid_to"),
                name="membership_of_branch",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                fields=["home_path", "sort_name", "id"], name="user_of_branch"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["role_until"], name="user_role_until"),
        ),
    ]
