from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = _("Tickets and mail")

    def ready(self) -> None:
        import_module("tickets.contact")
        from tickets.first_rows import write_first_rows

        post_migrate.connect(write_first_rows, sender=self, dispatch_uid="tickets.first_rows")
