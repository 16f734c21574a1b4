import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subscriber", models.CharField(max_length=200, verbose_name="subscriber")),
                ("error", models.CharField(blank=True, max_length=100, verbose_name="error")),
                ("tries", models.PositiveIntegerField(default=1, verbose_name="tries")),
                ("first_tried_at", models.DateTimeField(auto_now_add=True, verbose_name="first tried")),
                (
                    "next_try_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="next try"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="failures",
                        to="ledger.event",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery that failed",
                "verbose_name_plural": "deliveries that failed",
                "constraints": [
                    models.UniqueConstraint(fields=("event", "subscriber"), name="ledger_failed_once")
                ],
            },
        ),
    ]
