from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and trust")

    def ready(self) -> None:
        from accounts.roles import write_roles

        # Of all apps' turns, that of the admin comes after every app of ours has its permissions.
        post_migrate.connect(write_roles, sender=apps.get_app_config("admin"), dispatch_uid="accounts.roles")
