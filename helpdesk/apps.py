from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class HelpdeskConfig(AppConfig):
    name = "helpdesk"
    label = "helpdesk"

    def ready(self) -> None:
        from helpdesk.lib import patience

        pre_migrate.connect(patience.take_time, sender=self, dispatch_uid="helpdesk.take_time")
        post_migrate.connect(patience.hurry_again, sender=self, dispatch_uid="helpdesk.hurry_again")
