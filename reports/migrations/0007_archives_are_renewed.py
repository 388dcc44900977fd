from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_attempts_are_counted")]

    operations = [
        migrations.AddField(
            model_name="documentfile",
            name="stamp_until",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="dấu thời gian dùng đến"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="documentfile", name="one_file_per_document_and_stage"
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "archived"), _negated=True),
                fields=("document", "stage"),
                name="one_file_per_document_and_stage",
            ),
        ),
    ]
