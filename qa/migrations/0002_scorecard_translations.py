from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("qa", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="translations",
            field=models.JSONField(blank=True, default=dict, verbose_name="translations"),
        )
        for name in ("scorecard", "criterion")
    ]
