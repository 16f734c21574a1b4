"""Django's admin, opened by our own site."""

from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.HouseSite"
