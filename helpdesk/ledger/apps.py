from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "helpdesk.ledger"
    label = "ledger"
    verbose_name = _("What happened")

    def ready(self) -> None:
        from helpdesk.lib import jobs

        autodiscover_modules("subscribers", "tasks")
        post_migrate.connect(jobs.write_schedules, sender=self, dispatch_uid="ledger.schedules")
