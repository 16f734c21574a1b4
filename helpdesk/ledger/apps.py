from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "helpdesk.ledger"
    label = "ledger"
    verbose_name = _("What happened")

    def ready(self) -> None:
        from helpdesk.lib import jobs, patience

        autodiscover_modules("subscribers", "tasks")
        # Of all apps' turns, that of the ledger comes first: an app without tables, such as the shell, has none.
        pre_migrate.connect(patience.take_time, sender=self, dispatch_uid="ledger.take_time")
        post_migrate.connect(patience.hurry_again, sender=self, dispatch_uid="ledger.hurry_again")
        post_migrate.connect(jobs.write_schedules, sender=self, dispatch_uid="ledger.schedules")
